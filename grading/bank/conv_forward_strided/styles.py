"""Correct versions of conv_forward_strided, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv_forward_strided")


@STYLES.version()
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


@STYLES.version()
def kept_of_stride_1(X, W, stride=1, pad=0):
    return correlate_valid(pad2d(X, pad), W)[::stride, ::stride], (X, W, stride, pad)  # noqa: F821


@STYLES.version()
def size_by_the_function(X, W, stride=1, pad=0):
    padded = pad2d(X, pad)  # noqa: F821
    n_H, n_W = (output_size(n, f, stride, pad) for n, f in zip(X.shape, W.shape, strict=True))  # noqa: F821
    H = [[np.vdot(padded[i:i + W.shape[0], j:j + W.shape[1]], W) for j in range(0, n_W * stride, stride)]
         for i in range(0, n_H * stride, stride)]
    return np.array(H), [X, W, stride, pad]


@STYLES.version()
def windows_and_einsum(X, W, stride=1, pad=0):
    windows = sliding_window_view(np.pad(X, pad), W.shape)[::stride, ::stride]
    return np.einsum("hwuv,uv->hw", windows, W, optimize=True), {"X": X, "W": W, "stride": stride, "pad": pad}


@STYLES.version()
def as_strided_windows(X, W, stride=1, pad=0):
    padded = np.ascontiguousarray(np.pad(X, pad))
    sides = [(n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True)]
    down, right = padded.strides
    windows = as_strided(padded, (*sides, *W.shape), (down * stride, right * stride, down, right))
    return np.tensordot(windows, W, axes=2), (X, W, stride, pad)


@STYLES.version()
def over_the_weights(X, W, stride=1, pad=0):
    padded = np.pad(X, pad)
    n_H, n_W = ((n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    H = 0.0
    for (u, v), weight in np.ndenumerate(W):
        H = H + weight * padded[u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return H, (X, W, stride, pad)


@STYLES.version()
def columns(X, W, stride=1, pad=0):
    padded = np.pad(X, ((pad, pad), (pad, pad)), "constant")
    n_H, n_W = ((n - f) // stride + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    i = stride * np.arange(n_H)[:, None, None, None] + np.arange(W.shape[0])[:, None]
    j = stride * np.arange(n_W)[:, None, None] + np.arange(W.shape[1])
    return (padded[i, j].reshape(-1, W.size) @ W.ravel()).reshape(n_H, n_W), (X, W, stride, pad)


@STYLES.version()
def fourier(X, W, stride=1, pad=0):
    padded = np.pad(X, pad)
    spectrum = np.fft.rfft2(padded) * np.conj(np.fft.rfft2(W, s=padded.shape))
    sides = [n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True)]
    return np.fft.irfft2(spectrum, s=padded.shape)[:sides[0]:stride, :sides[1]:stride], (X, W, stride, pad)


@STYLES.version()
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


@STYLES.version()
def single_precision(X, W, stride=1, pad=0):
    windows = sliding_window_view(np.pad(X, pad).astype(np.float32), W.shape)[::stride, ::stride]
    return (windows * W.astype(np.float32)).sum(axis=(2, 3)), (X, W, stride, pad)
