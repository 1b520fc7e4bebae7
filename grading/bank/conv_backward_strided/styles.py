"""Correct versions of conv_backward_strided, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv_backward_strided")


@STYLES.version()
def spread_and_convolved(dH, cache):
    X, W, stride, pad = cache
    padded = pad2d(X, pad)  # noqa: F821
    at_stride_1 = tuple(n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True))
    spread = dilate2d(dH, stride, at_stride_1)  # noqa: F821
    return unpad2d(convolve_full(spread, W), pad), correlate_valid(padded, spread)  # noqa: F821


@STYLES.version()
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


@STYLES.version()
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


@STYLES.version()
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


@STYLES.version()
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


@STYLES.version()
def one_matrix(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    A = np.zeros((*dH.shape, *padded.shape))
    for h, w in np.ndindex(dH.shape):
        A[h, w, h * stride:h * stride + W.shape[0], w * stride:w * stride + W.shape[1]] = W
    dX = (A.reshape(dH.size, -1).T @ dH.ravel()).reshape(padded.shape)
    windows = sliding_window_view(padded, W.shape)[::stride, ::stride]
    return [dX[pad:len(dX) - pad, pad:dX.shape[1] - pad], np.einsum("hwuv,hw->uv", windows, dH)]


@STYLES.version()
def added_at_indices(dH, cache):
    X, W, stride, pad = cache
    n_H, n_W = dH.shape
    padded = np.pad(X, pad)
    i = stride * np.arange(n_H)[:, None, None, None] + np.arange(W.shape[0])[:, None]
    j = stride * np.arange(n_W)[:, None, None] + np.arange(W.shape[1])
    dX = np.zeros(padded.shape)
    np.add.at(dX, (i, j), dH[:, :, None, None] * W)
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], (padded[i, j] * dH[:, :, None, None]).sum(axis=(0, 1))


@STYLES.version()
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


@STYLES.version()
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


@STYLES.version(conv_forward_strided=forward_that_caches_an_object)
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


@STYLES.version(conv_forward_strided=forward_that_caches_the_padded_input)
def from_the_padded_input(dH, cache):
    padded, W, stride, pad = cache["padded"], cache["W"], cache["stride"], cache["pad"]
    spread = np.zeros([n - f + 1 for n, f in zip(padded.shape, W.shape, strict=True)])
    spread[::stride, ::stride] = dH
    dX = convolve_full(spread, W)  # noqa: F821
    return dX[pad:len(dX) - pad, pad:dX.shape[1] - pad], correlate_valid(padded, spread)  # noqa: F821
