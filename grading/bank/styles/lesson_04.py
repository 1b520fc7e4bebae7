"""Right versions of the exercises of lesson 04."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import style

# --- Padding --------------------------------------------------------------------------------------------------------


@style("pad2d")
def numpy_pad(X, pad):
    return np.pad(X, pad)


@style("pad2d")
def zeros_and_ends(X, pad):
    out = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad))
    out[pad:out.shape[0] - pad, pad:out.shape[1] - pad] = X
    return out


@style("pad2d")
def pixel_by_pixel(X, pad):
    out = [[0] * (len(X[0]) + 2 * pad) for _ in range(len(X) + 2 * pad)]
    for i, row in enumerate(X):
        for j, pixel in enumerate(row):
            out[i + pad][j + pad] = pixel
    return out


@style("pad2d")
def blocks(X, pad):
    beside = np.zeros((X.shape[0], pad))
    X = np.hstack([beside, X, beside])
    above = np.zeros((pad, X.shape[1]))
    return np.vstack([above, X, above])


@style("pad2d")
def by_two_matrices(X, pad):
    n_H_prev, n_W_prev = X.shape
    return np.eye(n_H_prev + 2 * pad, n_H_prev, -pad) @ X @ np.eye(n_W_prev, n_W_prev + 2 * pad, pad)


@style("pad2d")
def case_for_no_padding(X, pad):
    if pad == 0:
        return X.copy()
    out = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad), dtype=X.dtype)
    out[pad:-pad, pad:-pad] = X
    return out


@style("unpad2d")
def ends_counted(X, pad):
    n_H, n_W = X.shape[0] - 2 * pad, X.shape[1] - 2 * pad
    return X[pad:pad + n_H, pad:pad + n_W].copy()


@style("unpad2d")
def case_for_no_border(X, pad):
    return X if pad == 0 else X[pad:-pad, pad:-pad]


@style("unpad2d")
def or_none(X, pad):
    return X[pad:-pad or None, pad:-pad or None]


@style("unpad2d")
def row_by_row(X, pad):
    return [list(row[pad:len(row) - pad]) for row in X[pad:len(X) - pad]]


@style("unpad2d")
def twice_turned(X, pad):
    for _ in range(4):
        X = np.rot90(X[pad:])
    return X


@style("unpad2d")
def taken(X, pad):
    rows, columns = (np.arange(pad, n - pad) for n in X.shape)
    return X[np.ix_(rows, columns)]


# --- Dilation -------------------------------------------------------------------------------------------------------


@style("dilate2d")
def two_loops(dH, stride, shape):
    out = np.zeros(shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            out[h * stride, w * stride] = dH[h, w]
    return out


@style("dilate2d")
def every_stride_th(dH, stride, shape):
    out = np.zeros(shape, dtype=dH.dtype)
    out[::stride, ::stride] = dH  # a stride leaves over less than itself
    return out


@style("dilate2d")
def fancy_indices(dH, stride, shape):
    out = np.zeros(shape)
    out[np.ix_(*(np.arange(n) * stride for n in dH.shape))] = dH
    return out


@style("dilate2d")
def kron_cut(dH, stride, shape):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    return np.kron(dH, corner)[:shape[0], :shape[1]]


@style("dilate2d")
def inserted(dH, stride, shape):
    for axis in (0, 1):
        gaps = np.repeat(np.arange(1, dH.shape[axis]), stride - 1)
        dH = np.insert(dH, gaps, 0, axis=axis)
    return np.pad(dH, [(0, n - m) for n, m in zip(shape, dH.shape, strict=True)])


@style("dilate2d")
def looked_up(dH, stride, shape):
    return [[0 if i % stride or j % stride or i // stride >= len(dH) or j // stride >= len(dH[0])
             else dH[i // stride, j // stride] for j in range(shape[1])] for i in range(shape[0])]


# --- Forward --------------------------------------------------------------------------------------------------------


@style("conv_forward_strided")
def scalar_loops(X, W, stride=1, pad=0):
    (f_H, f_W), (n_H_prev, n_W_prev) = W.shape, X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            for u in range(f_H):
                for v in range(f_W):
                    i, j = h * stride + u - pad, w * stride + v - pad
                    if 0 <= i < n_H_prev and 0 <= j < n_W_prev:
                        H[h, w] += X[i, j] * W[u, v]
    return H, (X, W, stride, pad)


@style("conv_forward_strided")
def kept_of_stride_1(X, W, stride=1, pad=0):
    return correlate_valid(pad2d(X, pad), W)[::stride, ::stride], (X, W, stride, pad)  # noqa: F821


@style("conv_forward_strided")
def size_by_the_function(X, W, stride=1, pad=0):
    padded = pad2d(X, pad)  # noqa: F821
    n_H, n_W = (output_size(n, f, stride, pad) for n, f in zip(X.shape, W.shape, strict=True))  # noqa: F821
    H = [[np.vdot(padded[i:i + W.shape[0], j:j + W.shape[1]], W) for j in range(0, n_W * stride, stride)]
         for i in range(0, n_H * stride, stride)]
    return np.array(H), [X, W, stride, pad]


@style("conv_forward_strided")
def windows_and_einsum(X, W, stride=1, pad=0):
    windows = sliding_window_view(np.pad(X, pad), W.shape)[::stride, ::stride]
    return np.einsum("hwuv,uv->hw", windows, W, optimize=True), {"X": X, "W": W, "stride": stride, "pad": pad}


@style("conv_forward_strided")
def as_strided_windows(X, W, stride=1, pad=0):
    padded = np.ascontiguousarray(np.pad(X, pad))
    sides = [(n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True)]
    down, right = padded.strides
    windows = as_strided(padded, (*sides, *W.shape), (down * stride, right * stride, down, right))
    return np.tensordot(windows, W, axes=2), (X, W, stride, pad)


@style("conv_forward_strided")
def over_the_weights(X, W, stride=1, pad=0):
    padded = np.pad(X, pad)
    n_H, n_W = ((n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    H = 0.0
    for (u, v), weight in np.ndenumerate(W):
        H = H + weight * padded[u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return H, (X, W, stride, pad)


@style("conv_forward_strided")
def columns(X, W, stride=1, pad=0):
    padded = np.pad(X, ((pad, pad), (pad, pad)), "constant")
    n_H, n_W = ((n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    i = stride * np.arange(n_H)[:, None, None, None] + np.arange(W.shape[0])[:, None]
    j = stride * np.arange(n_W)[:, None, None] + np.arange(W.shape[1])
    return (padded[i, j].reshape(-1, W.size) @ W.ravel()).reshape(n_H, n_W), (X, W, stride, pad)


@style("conv_forward_strided")
def fourier(X, W, stride=1, pad=0):
    padded = np.pad(X, pad)
    spectrum = np.fft.rfft2(padded) * np.conj(np.fft.rfft2(W, s=padded.shape))
    sides = [n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True)]
    return np.fft.irfft2(spectrum, s=padded.shape)[:sides[0]:stride, :sides[1]:stride], (X, W, stride, pad)


@style("conv_forward_strided")
def walking_while(X, W, stride=1, pad=0):
    padded, rows, top = np.pad(X, pad), [], 0
    while top + W.shape[0] <= padded.shape[0]:
        row, left = [], 0
        while left + W.shape[1] <= padded.shape[1]:
            row.append((padded[top:top + W.shape[0], left:left + W.shape[1]] * W).sum())
            left += stride
        rows.append(row)
        top += stride
    return rows, lambda: (X, W, stride, pad)


@style("conv_forward_strided")
def single_precision(X, W, stride=1, pad=0):
    windows = sliding_window_view(np.pad(X, pad).astype(np.float32), W.shape)[::stride, ::stride]
    return (windows * W.astype(np.float32)).sum(axis=(2, 3)), (X, W, stride, pad)


# --- Backward -------------------------------------------------------------------------------------------------------


@style("conv_backward_strided")
def spread_and_convolved(dH, cache):
    X, W, stride, pad = cache
    padded = pad2d(X, pad)  # noqa: F821
    at_stride_1 = tuple(n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    spread = dilate2d(dH, stride, at_stride_1)  # noqa: F821
    return unpad2d(convolve_full(spread, W), pad), correlate_valid(padded, spread)  # noqa: F821


@style("conv_backward_strided")
def scattered(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            window = np.s_[h * stride:h * stride + f_H, w * stride:w * stride + f_W]
            dpadded[window] += W * dH[h, w]
            dW += padded[window] * dH[h, w]
    return dpadded[pad:pad + X.shape[0], pad:pad + X.shape[1]], dW


@style("conv_backward_strided")
def scattered_with_bounds(dH, cache):
    X, W, stride, pad = cache
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        for u, v in np.ndindex(W.shape):
            i, j = h * stride + u - pad, w * stride + v - pad
            if 0 <= i < X.shape[0] and 0 <= j < X.shape[1]:
                dX[i, j] += W[u, v] * dH[h, w]
                dW[u, v] += X[i, j] * dH[h, w]
    return dX, dW


@style("conv_backward_strided")
def gathered(dH, cache):
    X, W, stride, pad = cache
    dX = np.zeros(X.shape)
    for i, j in np.ndindex(X.shape):
        for u, v in np.ndindex(W.shape):
            (h, down), (w, right) = divmod(i + pad - u, stride), divmod(j + pad - v, stride)
            if down == right == 0 and 0 <= h < dH.shape[0] and 0 <= w < dH.shape[1]:
                dX[i, j] += W[u, v] * dH[h, w]
    windows = sliding_window_view(np.pad(X, pad), W.shape)[::stride, ::stride]
    return dX, np.tensordot(dH, windows, axes=2)


@style("conv_backward_strided")
def over_the_weights_back(dH, cache):
    X, W, stride, pad = cache
    n_H, n_W = dH.shape
    padded = np.pad(X, pad)
    dX, dW = np.zeros_like(padded, dtype=float), np.empty(W.shape)
    for u in range(W.shape[0]):
        for v in range(W.shape[1]):
            seen = np.s_[u:u + n_H * stride:stride, v:v + n_W * stride:stride]
            dX[seen] += W[u, v] * dH
            dW[u, v] = np.vdot(padded[seen], dH)
    return dX[pad:-pad or None, pad:-pad or None], dW


@style("conv_backward_strided")
def one_matrix(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    A = np.zeros((*dH.shape, *padded.shape))
    for h, w in np.ndindex(dH.shape):
        A[h, w, h * stride:h * stride + W.shape[0], w * stride:w * stride + W.shape[1]] = W
    dX = (A.reshape(dH.size, -1).T @ dH.ravel()).reshape(padded.shape)
    windows = sliding_window_view(padded, W.shape)[::stride, ::stride]
    return [dX[pad:len(dX) - pad, pad:dX.shape[1] - pad], np.einsum("hwuv,hw->uv", windows, dH)]


@style("conv_backward_strided")
def added_at_indices(dH, cache):
    X, W, stride, pad = cache
    n_H, n_W = dH.shape
    padded = np.pad(X, pad)
    i = stride * np.arange(n_H)[:, None, None, None] + np.arange(W.shape[0])[:, None]
    j = stride * np.arange(n_W)[:, None, None] + np.arange(W.shape[1])
    dX = np.zeros(padded.shape)
    np.add.at(dX, (i, j), dH[:, :, None, None] * W)
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], (padded[i, j] * dH[:, :, None, None]).sum(axis=(0, 1))


@style("conv_backward_strided")
def rest_filled_afterwards(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    spread = np.zeros([(n - 1) * stride + 1 for n in dH.shape])
    spread[::stride, ::stride] = dH
    dX = np.zeros(padded.shape)
    part = convolve_full(spread, W)  # noqa: F821
    dX[:part.shape[0], :part.shape[1]] = part
    seen = padded[:spread.shape[0] + f_H - 1, :spread.shape[1] + f_W - 1]
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], correlate_valid(seen, spread)  # noqa: F821


@style("conv_backward_strided")
def fourier_back(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    shape = padded.shape
    spread = np.zeros(shape)
    spread[:dH.shape[0] * stride:stride, :dH.shape[1] * stride:stride] = dH
    back = np.fft.rfft2(spread)
    dX = np.fft.irfft2(back * np.fft.rfft2(W, s=shape), s=shape)
    dW = np.fft.irfft2(np.fft.rfft2(padded) * np.conj(back), s=shape)[:W.shape[0], :W.shape[1]]
    return dX[pad:shape[0] - pad, pad:shape[1] - pad], dW


def forward_that_caches_an_object(X, W, stride=1, pad=0):
    class Cache:
        pass

    cache = Cache()
    cache.windows = sliding_window_view(np.pad(X, pad), W.shape)[::stride, ::stride]
    cache.W, cache.X_shape, cache.stride, cache.pad = W, X.shape, stride, pad
    return np.einsum("hwuv,uv->hw", cache.windows, W), cache


@style("conv_backward_strided", conv_forward_strided=forward_that_caches_an_object)
def from_an_object(dH, cache):
    pad = cache.pad
    dX = np.zeros([n + 2 * pad for n in cache.X_shape])
    for h, w in np.ndindex(dH.shape):
        i, j = h * cache.stride, w * cache.stride
        dX[i:i + cache.W.shape[0], j:j + cache.W.shape[1]] += cache.W * dH[h, w]
    return dX[pad:len(dX) - pad, pad:dX.shape[1] - pad], np.einsum("hwuv,hw->uv", cache.windows, dH)


def forward_that_caches_the_padded_input(X, W, stride=1, pad=0):
    padded = np.pad(X, pad)
    windows = sliding_window_view(padded, W.shape)[::stride, ::stride]
    return np.einsum("hwuv,uv->hw", windows, W), {"padded": padded, "W": W, "stride": stride, "pad": pad}


@style("conv_backward_strided", conv_forward_strided=forward_that_caches_the_padded_input)
def from_the_padded_input(dH, cache):
    padded, W, stride, pad = cache["padded"], cache["W"], cache["stride"], cache["pad"]
    spread = np.zeros([n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True)])
    spread[::stride, ::stride] = dH
    dX = convolve_full(spread, W)  # noqa: F821
    return dX[pad:len(dX) - pad, pad:dX.shape[1] - pad], correlate_valid(padded, spread)  # noqa: F821
