"""Any convolution: unfold along the rows only, for as many rows at a time as fit into the cache.

Internally, the memory layout is (n_H, C, n_W, N). With the images innermost, every copy moves long contiguous runs. And
a window needs no copy along its height: its rows follow one another in memory, and form the matrix to be multiplied.
"""

import math

import numpy as np

from . import blocks, workspace

# Images per block: enough for long runs.
IMAGES = 64


def suits(H_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int) -> bool:
    """Return True: this algorithm can compute every layer."""
    return True


def empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized array (N, C, n_H, n_W) with the internal memory layout."""
    N, C, n_H, n_W = shape
    return np.empty((n_H, C, n_W, N), dtype).transpose(3, 1, 0, 2)


def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, pad: int, H: np.ndarray) -> None:
    """Fill H, (N, F, n_H, n_W): one matrix product for each row of the output."""
    F, C, f_H, f_W = W.shape
    n_W = H.shape[3]
    # The bias is the weight of a line of ones below each row. A window has f_H of them; only the first counts.
    filters = np.zeros((F, f_H, f_W * C + 1), H.dtype)
    filters[:, :, :-1] = W.transpose(0, 2, 3, 1).reshape(F, f_H, f_W * C)
    filters[:, 0, -1] = b
    filters = filters.reshape(F, f_H * (f_W * C + 1))
    for block in blocks.at_most(IMAGES, len(X)):
        inputs, out = _inside("X", X[block], H.dtype), H[block].transpose(2, 1, 3, 0)
        for some in blocks.fitting(len(out), stride * f_W * inputs[0].nbytes):
            _multiply(filters, _windows(inputs, some, f_H, f_W, stride, (pad, pad), n_W, ones=True), out[some])


def backward(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, stride: int, pad: int, dX: np.ndarray | None, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Fill dX, (N, C, n_H_prev, n_W_prev), unless it is None, and return (dW, db)."""
    F, C, f_H, f_W = W.shape
    # Arrays with many channels are expensive to unfold.
    if stride == 1 and pad < min(f_H, f_W) and F <= 2 * C and dX is not None:
        return backward_by_unfolding(dH, X, W, pad, dX, dtype)
    return backward_by_folding(dH, X, W, stride, pad, dX, dtype)


def backward_by_unfolding(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, pad: int, dX: np.ndarray, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Go back at stride 1: dX is dH correlated with the rotated filters, and the same unfolded dH, times X, is dW."""
    F, C, f_H, f_W = W.shape
    n_W_prev = X.shape[3]
    rotated = W[:, :, ::-1, ::-1].transpose(1, 2, 3, 0).reshape(C, f_H * f_W * F)
    dW, db = np.zeros((f_H * f_W * F, C), dtype), np.zeros(F, dtype)
    for block in blocks.at_most(IMAGES, len(X)):
        upstream, inputs = _inside("dH", dH[block], dtype), _inside("X", X[block], dtype)
        out = dX[block].transpose(2, 1, 3, 0)
        for some in blocks.fitting(len(out), f_W * upstream[0].nbytes):
            windows = _windows(upstream, some, f_H, f_W, 1, (f_H - 1 - pad, f_W - 1 - pad), n_W_prev)
            _multiply(rotated, windows, out[some])
            dW += _sum_of_products(windows, inputs[some])
        db += _sums(upstream)
    return dW.reshape(f_H, f_W, F, C)[::-1, ::-1].transpose(2, 3, 0, 1), db


def backward_by_folding(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, stride: int, pad: int, dX: np.ndarray | None, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Go back at any stride: contributions from several windows to one pixel are summed."""
    F, C, f_H, f_W = W.shape
    n_W = dH.shape[3]
    gradients = np.zeros((f_H * (f_W * C + 1), F), dtype)
    for block in blocks.at_most(IMAGES, len(X)):
        upstream, inputs = _inside("dH", dH[block], dtype), _inside("X", X[block], dtype)
        for some in blocks.fitting(len(upstream), stride * f_W * inputs[0].nbytes):
            windows = _windows(inputs, some, f_H, f_W, stride, (pad, pad), n_W, ones=True)
            gradients += _sum_of_products(windows, upstream[some])
        if dX is not None:
            _fold(upstream, W, stride, pad, dX[block].transpose(2, 1, 3, 0))
    gradients = gradients.reshape(f_H, f_W * C + 1, F)
    # As in the forward pass, the lines of ones carry the bias.
    return gradients[:, :-1].reshape(f_H, f_W, C, F).transpose(3, 2, 0, 1), gradients[0, -1]


def _fold(upstream: np.ndarray, W: np.ndarray, stride: int, pad: int, out: np.ndarray) -> None:
    """Fill out, (n_H_prev, C, n_W_prev, N), with the gradient sent back from upstream, (n_H, F, n_W, N)."""
    F, C, f_H, f_W = W.shape
    n_H, _, n_W, N = upstream.shape
    filters = W.transpose(2, 3, 1, 0).reshape(f_H * f_W * C, F)
    out[...] = 0
    for some in blocks.fitting(n_H, f_H * f_W * C * n_W * N * out.itemsize):
        dwindows = workspace.array("dwindows", (some.stop - some.start, f_H, f_W, C, n_W, N), out.dtype)
        _multiply(filters, _lines(upstream[some]), dwindows)
        for u in range(f_H):
            h, rows = _inner(some, u - pad, stride, len(out))
            for v in range(f_W):
                w, columns = _inner(slice(0, n_W), v - pad, stride, out.shape[2])
                out[rows, :, columns] += dwindows[h, u, v, :, w]


def _inside(name: str, X: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Return X, (N, C, n_H, n_W), as a contiguous (n_H, C, n_W, N) array, copied only if necessary."""
    X = X.transpose(2, 1, 3, 0)
    if X.flags.c_contiguous and X.dtype == dtype:
        return X
    copy = workspace.array(name, X.shape, dtype)
    copy[...] = X
    return copy


def _inner(outputs: slice, shift: int, stride: int, length: int) -> tuple[slice, slice]:
    """Return which of these outputs read no padding, and which inputs they read.

    Output i reads input i * stride + shift, which is in the padding below 0 and from ``length`` on. Both slices have
    the same length; that of the outputs is relative to their start.
    """
    first = max(outputs.start, -(shift // stride))
    last = max(first, min(outputs.stop, (length - 1 - shift) // stride + 1))
    start = first * stride + shift
    return (slice(first - outputs.start, last - outputs.start), slice(start, start + (last - first) * stride, stride))


def _windows(
    X: np.ndarray, some: slice, f_H: int, f_W: int, stride: int, pads: tuple[int, int], n_W: int, ones: bool = False
) -> np.ndarray:
    """Return the windows of some rows of the output: matrices (rows, f_H * f_W * C, n_W * N) that overlap in memory.

    With ``ones``, a line of ones follows the f_W * C lines of each row.
    """
    n_H_prev, C, n_W_prev, N = X.shape
    rows = slice(some.start * stride, (some.stop - 1) * stride + f_H)  # of the padded input
    lines = f_W * C + ones
    unfolded = workspace.array("unfolded", (rows.stop - rows.start, lines, n_W, N), X.dtype)
    h, met_rows = _inner(rows, -pads[0], 1, n_H_prev)
    unfolded[: h.start], unfolded[h.stop :] = 0, 0
    for v in range(f_W):
        w, columns = _inner(slice(0, n_W), v - pads[1], stride, n_W_prev)
        tap = unfolded[h, v * C : (v + 1) * C]
        tap[:, :, : w.start], tap[:, :, w.stop :] = 0, 0
        tap[:, :, w] = X[met_rows, :, columns]
    if ones:
        unfolded[:, -1] = 1
    line = n_W * N * X.itemsize
    return np.ndarray(
        (some.stop - some.start, f_H * lines, n_W * N),
        X.dtype,
        unfolded,
        strides=(stride * lines * line, line, X.itemsize),
    )


def _multiply(A: np.ndarray, B: np.ndarray, out: np.ndarray) -> None:
    """Fill out with A @ B[h] for each h; out has as many entries as all of them together, but may have more axes."""
    whole = out if out.flags.c_contiguous else workspace.array("products", out.shape, out.dtype)
    products = whole.reshape(len(B), len(A), B.shape[2])
    for columns in blocks.of_columns(B.shape[2], A.size):
        np.matmul(A, B[:, :, columns], out=products[:, :, columns])
    if whole is not out:
        out[...] = whole


def _sum_of_products(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return the sum of A[h] @ B[h].T over h, for the lines of A and B; faster if A has more lines."""
    A, B = _lines(A), _lines(B)
    return sum(
        np.matmul(A[:, :, columns], B[:, :, columns].transpose(0, 2, 1)).sum(axis=0)
        for columns in blocks.of_columns(A.shape[2], A.shape[1] * B.shape[1])
    )


def _sums(X: np.ndarray) -> np.ndarray:
    """Return the sum of X, (n_H, C, n_W, N), for each channel, computed as a product, which reads X in memory order."""
    lines = _lines(X)
    return (lines @ np.ones(lines.shape[2], X.dtype)).sum(axis=0)


def _lines(X: np.ndarray) -> np.ndarray:
    """View (n_H, C, n_W, N) as matrices (n_H, C, n_W * N)."""
    return X.reshape(*X.shape[:2], math.prod(X.shape[2:]))
