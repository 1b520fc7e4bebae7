"""Correct versions of conv2d_backward, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.conv2d_forward.styles import (
    forward_that_caches_a_dict,
    forward_that_caches_an_object,
    forward_that_caches_columns,
    forward_that_returns_its_way_back,
)
from grading.bank.version import Styles

STYLES = Styles("conv2d_backward")


@STYLES.version()
def scatter_in_scalar_loops(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(F)
    for n in range(N):
        for k in range(F):
            for h in range(dH.shape[2]):
                for w in range(dH.shape[3]):
                    g = dH[n, k, h, w]
                    db[k] += g
                    for c in range(C):
                        for u in range(f_H):
                            for v in range(f_W):
                                i, j = h * stride + u - pad, w * stride + v - pad
                                if 0 <= i < n_H_prev and 0 <= j < n_W_prev:
                                    dX[n, c, i, j] += W[k, c, u, v] * g
                                    dW[k, c, u, v] += X[n, c, i, j] * g
    return dX, dW, db


@STYLES.version()
def gather_in_loops(dH, cache):
    X, W, b, stride, pad = cache
    f_H, f_W = W.shape[2:]
    n_H, n_W = dH.shape[2:]
    dX = np.zeros(X.shape)
    for i, j, u, v in np.ndindex(*X.shape[2:], f_H, f_W):
        (h, row_left), (w, column_left) = divmod(i + pad - u, stride), divmod(j + pad - v, stride)
        if row_left == column_left == 0 and 0 <= h < n_H and 0 <= w < n_W:
            dX[:, :, i, j] += dH[:, :, h, w] @ W[:, :, u, v]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dW = np.zeros(W.shape)
    for u, v in np.ndindex(f_H, f_W):
        met = padded[:, :, u:, v:][:, :, ::stride, ::stride][:, :, :n_H, :n_W]
        dW[:, :, u, v] = np.einsum("nkhw,nchw->kc", dH, met)
    return dX, dW, np.einsum("nkhw->k", dH)


@STYLES.version()
def positions_outside(dH, cache):
    X, W, b, stride, pad = cache
    f_H, f_W = W.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = np.zeros_like(padded, dtype=float), np.zeros_like(W, dtype=float)
    for h in range(dH.shape[2]):
        for w in range(dH.shape[3]):
            window = np.s_[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
            dpadded[window] += np.tensordot(dH[:, :, h, w], W, axes=1)
            dW += np.tensordot(dH[:, :, h, w], padded[window], axes=(0, 0))
    dX = dpadded[:, :, pad:-pad, pad:-pad] if pad else dpadded
    return dX, dW, np.sum(dH, axis=(0, 2, 3))


@STYLES.version()
def filters_outside(dH, cache):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW, db = np.zeros(padded.shape), np.zeros(W.shape), []
    for k in range(len(W)):
        for (n, h, w), g in np.ndenumerate(dH[:, k]):
            rows, columns = (slice(i * stride, i * stride + f) for i, f in zip((h, w), W.shape[2:], strict=True))
            dpadded[n, :, rows, columns] += g * W[k]
            dW[k] += g * padded[n, :, rows, columns]
        db.append(dH[:, k].sum())
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, np.array(db)


@STYLES.version()
def taps_backward(dH, cache):
    X, W, b, stride, pad = cache
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for u, v in np.ndindex(W.shape[2:]):
        tap = np.s_[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
        dW[:, :, u, v] = np.tensordot(dH, padded[tap], axes=([0, 2, 3], [0, 2, 3]))
        dpadded[tap] += np.einsum("nkhw,kc->nchw", dH, W[:, :, u, v], optimize=True)
    dX = dpadded[:, :, pad:dpadded.shape[2] - pad, pad:dpadded.shape[3] - pad]
    return [dX, dW, dH.sum(0).sum(1).sum(1)]


@STYLES.version()
def full_correlation_of_the_dilated(dH, cache):
    X, W, b, stride, pad = cache
    f_H, f_W = W.shape[2:]
    rows, columns = X.shape[2] + 2 * pad, X.shape[3] + 2 * pad
    dilated = np.zeros((*dH.shape[:2], rows - f_H + 1, columns - f_W + 1))
    dilated[:, :, ::stride, ::stride] = dH
    around = np.pad(dilated, ((0, 0), (0, 0), (f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))
    turned = np.flip(W, (2, 3)).transpose(1, 0, 2, 3)
    dX = np.einsum("nkijuv,ckuv->ncij", sliding_window_view(around, (f_H, f_W), axis=(2, 3)), turned)
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, dilated.shape[2:], axis=(2, 3))
    dW = np.einsum("ncuvhw,nkhw->kcuv", windows, dilated)
    return dX[:, :, pad:rows - pad, pad:columns - pad], dW, dilated.sum(axis=(0, 2, 3))


@STYLES.version()
def channel_by_channel_in_loops(dH, cache):
    X, W, b, stride, pad = cache
    f_H, f_W = W.shape[2:]

    def back(g, x, w):
        x = np.pad(x, pad)
        dx, dw = np.zeros(x.shape), np.zeros(w.shape)
        for i, j in np.ndindex(g.shape):
            place = np.s_[i * stride:i * stride + f_H, j * stride:j * stride + f_W]
            dx[place] += g[i, j] * w
            dw += g[i, j] * x[place]
        return dx[pad:len(dx) - pad, pad:dx.shape[1] - pad], dw

    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for n, k, c in np.ndindex(len(X), *W.shape[:2]):
        dx, dw = back(dH[n, k], X[n, c], W[k, c])
        dX[n, c] += dx
        dW[k, c] += dw
    return dX, dW, np.array([dH[:, k].sum() for k in range(len(W))])


@STYLES.version()
def gemm_and_add_at(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    c, u, v = (i.reshape(-1, 1) for i in np.indices((C, f_H, f_W)))
    h, w = (stride * i.reshape(1, -1) for i in np.indices((n_H, n_W)))
    cols = padded[:, c, u + h, v + w].transpose(1, 2, 0).reshape(C * f_H * f_W, -1)
    upstream = dH.transpose(1, 2, 3, 0).reshape(F, -1)
    dW = (upstream @ cols.T).reshape(W.shape)
    dcols = (W.reshape(F, -1).T @ upstream).reshape(C * f_H * f_W, -1, N).transpose(2, 0, 1)
    dpadded = np.zeros(padded.shape)
    np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)
    return dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev], dW, upstream.sum(axis=1)


@STYLES.version()
def gemm_and_slices_channels_last(dH, cache):
    X, W, b, stride, pad = cache
    N, F, n_H, n_W = dH.shape
    f_H, f_W = W.shape[2:]
    padded = np.pad(np.moveaxis(X, 1, -1), ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    weights = W.transpose(2, 3, 1, 0).reshape(-1, F)
    upstream = dH.transpose(0, 2, 3, 1).reshape(-1, F)
    rows = np.array([padded[n, h * stride:h * stride + f_H, w * stride:w * stride + f_W].ravel()
                     for n, h, w in np.ndindex(N, n_H, n_W)])
    dW = (rows.T @ upstream).reshape(f_H, f_W, -1, F).transpose(3, 2, 0, 1)
    dpadded = np.zeros(padded.shape)
    for (n, h, w), row in zip(np.ndindex(N, n_H, n_W), upstream @ weights.T, strict=True):
        dpadded[n, h * stride:h * stride + f_H, w * stride:w * stride + f_W] += row.reshape(f_H, f_W, -1)
    dX = np.moveaxis(dpadded[:, pad:pad + X.shape[2], pad:pad + X.shape[3]], -1, 1)
    return dX, dW, upstream.sum(axis=0)


@STYLES.version()
def bincount(dH, cache):
    X, W, b, stride, pad = cache
    N, C = X.shape[:2]
    rows, columns = X.shape[2] + 2 * pad, X.shape[3] + 2 * pad
    places = np.arange(N * C * rows * columns).reshape(N, C, rows, columns)
    places = sliding_window_view(places, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    values = np.einsum("nkhw,kcuv->nchwuv", dH, W)
    flat = np.bincount(places.ravel(), values.ravel(), minlength=N * C * rows * columns)
    dX = flat.reshape(N, C, rows, columns)[:, :, pad:rows - pad, pad:columns - pad]
    pixels = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))).ravel()[places]
    return dX, np.einsum("nkhw,nchwuv->kcuv", dH, pixels), np.add.reduce(dH, (0, 2, 3))


@STYLES.version()
def adds_into_a_strided_view(dH, cache):
    X, W, b, stride, pad = cache
    padded = np.ascontiguousarray(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))), dtype=float)
    s_n, s_c, s_h, s_w = padded.strides
    shape = (len(X), X.shape[1], *dH.shape[2:], *W.shape[2:])
    strides = (s_n, s_c, s_h * stride, s_w * stride, s_h, s_w)
    dW = np.tensordot(dH, as_strided(padded, shape, strides), axes=((0, 2, 3), (0, 2, 3)))
    dpadded = np.zeros(padded.shape)
    spots = as_strided(dpadded, shape, strides)
    for u, v in np.ndindex(W.shape[2:]):  # within one tap no place repeats
        spots[..., u, v] += np.tensordot(dH, W[:, :, u, v], axes=(1, 0)).transpose(0, 3, 1, 2)
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))


@STYLES.version()
def scipy_signal(dH, cache):
    from scipy.signal import convolve2d, correlate2d
    X, W, b, stride, pad = cache
    rows, columns = (n + 2 * pad - f + 1 for n, f in zip(X.shape[2:], W.shape[2:], strict=True))
    dilated = np.zeros((*dH.shape[:2], rows, columns))
    dilated[:, :, ::stride, ::stride] = dH
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dX = np.array([[sum(convolve2d(dilated[n, k], W[k, c], mode="full") for k in range(len(W)))
                    for c in range(X.shape[1])] for n in range(len(X))])
    dW = np.array([[sum(correlate2d(padded[n, c], dilated[n, k], mode="valid") for n in range(len(X)))
                    for c in range(X.shape[1])] for k in range(len(W))])
    return dX[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))


@STYLES.version()
def fourier_backward(dH, cache):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    sides = padded.shape[2:]
    dilated = np.zeros((*dH.shape[:2], *sides))
    dilated[:, :, :dH.shape[2] * stride:stride, :dH.shape[3] * stride:stride][:, :, :dH.shape[2], :dH.shape[3]] = dH
    G = np.fft.fft2(dilated)
    dX = np.fft.ifft2(np.einsum("nkhw,kchw->nchw", G, np.fft.fft2(W, sides))).real
    dW = np.fft.ifft2(np.einsum("nkhw,nchw->kchw", G.conj(), np.fft.fft2(padded))).real
    return (dX[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW[:, :, :W.shape[2], :W.shape[3]],
            G[:, :, 0, 0].real.sum(axis=0))


@STYLES.version()
def toeplitz_backward(dH, cache):
    X, W, b, stride, pad = cache
    N, C, rows, columns = X.shape
    F, _, f_H, f_W = W.shape
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    n_H, n_W = dH.shape[2:]
    A = np.zeros((F, n_H, n_W, *padded.shape[1:]))
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(n_H, n_W):
        window = np.s_[..., h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        A[:, h, w][window] = W
        dW += np.einsum("nk,ncuv->kcuv", dH[:, :, h, w], padded[window])
    A = A[..., pad:pad + rows, pad:pad + columns].reshape(F * n_H * n_W, -1)
    return (dH.reshape(N, -1) @ A).reshape(X.shape), dW, dH.sum((0, 2, 3))


@STYLES.version()
def by_impulses(dH, cache):
    X, W, b, stride, pad = cache

    def forward(X, W, b):
        padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
        return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]

    dX = [np.sum(forward(e.reshape(X.shape), W, 0 * b) * dH) for e in np.eye(X.size)]
    dW = [np.sum(forward(X, e.reshape(W.shape), 0 * b) * dH) for e in np.eye(W.size)]
    db = [np.sum(forward(0 * X, W, e) * dH) for e in np.eye(b.size)]
    return np.reshape(dX, X.shape), np.reshape(dW, W.shape), db


@STYLES.version()
def single_precision(dH, cache):
    *arrays, stride, pad = cache
    X, W, b = (np.asarray(a, dtype=np.float32) for a in arrays)
    dH = dH.astype(np.float32)
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = np.zeros_like(padded), np.zeros_like(W)
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + W.shape[2], w * stride:w * stride + W.shape[3]]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))


@STYLES.version()
def buffers_reset_and_views(dH, cache, kept={}):  # noqa: B006
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = kept.setdefault((padded.shape, W.shape), (
        np.empty((*padded.shape[:2], 2 * padded.shape[2], 3 * padded.shape[3]))[:, :, ::-2, 1::3],
        np.empty(W.shape, order="F")))
    dpadded[...] = dW[...] = 0
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + W.shape[2], w * stride:w * stride + W.shape[3]]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
    print("dW", dW)
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, tuple(dH.sum(axis=(0, 2, 3)))


@STYLES.version(conv2d_forward=forward_that_caches_columns)
def columns_from_the_cache(dH, cache):
    cols, X_shape, W, stride, pad = cache
    N, C, rows, columns = X_shape
    n_H, n_W = dH.shape[2:]
    upstream = dH.reshape(*dH.shape[:2], -1)
    dW = (upstream @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(W.shape)
    dcols = (W.reshape(len(W), -1).T @ upstream).reshape(N, C, *W.shape[2:], n_H, n_W)
    dpadded = np.zeros((N, C, rows + 2 * pad, columns + 2 * pad))
    for u, v in np.ndindex(W.shape[2:]):
        dpadded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += dcols[:, :, u, v]
    return dpadded[:, :, pad:pad + rows, pad:pad + columns], dW, upstream.sum(axis=(0, 2))


@STYLES.version(conv2d_forward=forward_that_caches_a_dict)
def dict_as_cache(dH, cache):
    W, stride, pad = cache["W"], cache["stride"], cache["pad"]
    dW = np.einsum("nkhw,nchwuv->kcuv", dH, cache["windows"])
    dpadded = np.zeros(cache["padded"].shape)
    for n, k, h, w in np.ndindex(dH.shape):
        dpadded[n, :, h * stride:, w * stride:][:, :W.shape[2], :W.shape[3]] += W[k] * dH[n, k, h, w]
    return dpadded[:, :, pad:len(dpadded[0, 0]) - pad, pad:dpadded.shape[3] - pad], dW, dH.sum(axis=(0, 2, 3))


@STYLES.version(conv2d_forward=forward_that_caches_an_object)
def object_as_cache(dH, cache):
    s, (f_H, f_W) = cache.step, cache.weights.shape[2:]
    dpadded, dW = 0.0 * cache.padded, 0.0 * cache.weights
    for h, w in np.ndindex(dH.shape[2:]):
        here = np.s_[:, :, h * s:h * s + f_H, w * s:w * s + f_W]
        dpadded[here] += np.einsum("nk,kcuv->ncuv", dH[:, :, h, w], cache.weights)
        dW += np.einsum("nk,ncuv->kcuv", dH[:, :, h, w], cache.padded[here])
    inside = slice(cache.border, -cache.border or None)
    return dpadded[:, :, inside, inside], dW, dH.sum(axis=(0, 2, 3))


@STYLES.version(conv2d_forward=forward_that_returns_its_way_back)
def closure_as_cache(dH, cache):
    return cache(dH)
