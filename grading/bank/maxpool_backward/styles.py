"""Correct versions of maxpool_backward, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("maxpool_backward")


@STYLES.version()
def scalar_loops(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    N, C, n_H, n_W = dH.shape
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    best, i, j = -np.inf, None, None
                    for u in range(h * stride, h * stride + f):
                        for v in range(w * stride, w * stride + f):
                            if X[n, c, u, v] > best:
                                best, i, j = X[n, c, u, v], u, v
                    dX[n, c, i, j] += dH[n, c, h, w]
    return dX


@STYLES.version()
def unravel_index(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        window = np.s_[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
        dX[window][np.unravel_index(X[window].argmax(), (f, f))] += dH[n, c, h, w]
    return dX


@STYLES.version()
def add_at(dH, cache):
    X, f, stride = cache
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    u, v = np.divmod(windows.reshape(*dH.shape, f * f).argmax(axis=-1), f)
    n, c, h, w = np.indices(dH.shape)
    dX = np.zeros(X.shape)
    np.add.at(dX, (n, c, h * stride + u, w * stride + v), dH)
    return dX


@STYLES.version()
def bincount(dH, cache):
    X, f, stride = cache
    place = np.arange(X.size).reshape(X.shape)
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    places = sliding_window_view(place, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    winners = np.take_along_axis(places, windows.argmax(axis=-1)[..., None], axis=-1)
    return np.bincount(winners.ravel(), dH.ravel(), X.size).reshape(X.shape)


@STYLES.version()
def put_along_axis(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    N, C, n_H, n_W = dH.shape
    for h in range(n_H):
        for w in range(n_W):
            rows, cols = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
            window = X[:, :, rows, cols].reshape(N, C, f * f)
            share = np.zeros(window.shape)
            np.put_along_axis(share, window.argmax(axis=2)[..., None], dH[:, :, h, w, None], axis=2)
            dX[:, :, rows, cols] += share.reshape(N, C, f, f)
    return dX


@STYLES.version()
def first_of_the_mask(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        window = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
        mask = (window == window.max()).ravel()
        first = (mask & (np.cumsum(mask) == 1)).reshape(f, f)
        dX[n, c, h * stride:h * stride + f, w * stride:w * stride + f] += np.where(first, dH[n, c, h, w], 0)
    return dX


@STYLES.version()
def over_taps(dH, cache):
    X, f, stride = cache
    n_H, n_W = dH.shape[2:]
    dX, taken = np.zeros(X.shape), np.zeros(dH.shape, bool)
    high = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    for u in range(f):
        for v in range(f):
            tap = np.s_[:, :, u:u + stride * (n_H - 1) + 1:stride, v:v + stride * (n_W - 1) + 1:stride]
            wins = (X[tap] == high) & ~taken
            dX[tap] += wins * dH
            taken |= wins
    return dX


@STYLES.version()
def one_hot_einsum(dH, cache):
    X, f, stride = cache
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].reshape(*dH.shape, -1)
    one_hot = np.eye(f * f)[windows.argmax(axis=-1)].reshape(*dH.shape, f, f)
    shares = np.einsum("nchwuv,nchw->nchwuv", one_hot, dH)
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        dX[:, :, h * stride:h * stride + f, w * stride:w * stride + f] += shares[:, :, h, w]
    return dX


@STYLES.version()
def writeable_windows(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    windows = sliding_window_view(X, (f, f), axis=(2, 3))
    shares = sliding_window_view(dX, (f, f), axis=(2, 3), writeable=True)
    for n, c, h, w in np.ndindex(dH.shape):
        u, v = divmod(int(windows[n, c, h * stride, w * stride].argmax()), f)
        shares[n, c, h * stride, w * stride, u, v] += dH[n, c, h, w]
    return dX


@STYLES.version()
def gather(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape).tolist()
    for n, c, i, j in np.ndindex(X.shape):
        for h, w in np.ndindex(dH.shape[2:]):
            u, v = i - h * stride, j - w * stride
            if 0 <= u < f and 0 <= v < f:
                window = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f]
                if np.argmax(window) == u * f + v:
                    dX[n][c][i][j] += dH[n, c, h, w]
    return dX


@STYLES.version()
def single_precision(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape, dtype=np.float32)
    for h, w in np.ndindex(dH.shape[2:]):
        for n, c in np.ndindex(dH.shape[:2]):
            window = X[n, c, h * stride:, w * stride:][:f, :f]
            u, v = np.argwhere(window == window.max())[0]
            dX[n, c, h * stride + u, w * stride + v] += np.float32(dH[n, c, h, w])
    return dX


@STYLES.version()
def tiles_where_they_fit(dH, cache):
    X, f, stride = cache
    N, C, n_H, n_W = dH.shape
    if f != stride:
        dX = np.zeros(X.shape)
        for n, c, h, w in np.ndindex(dH.shape):
            k = np.argmax(X[n, c, h * stride:h * stride + f, w * stride:w * stride + f])
            dX[n, c, h * stride + k // f, w * stride + k % f] += dH[n, c, h, w]
        return dX
    tiles = X[:, :, :n_H * f, :n_W * f].reshape(N, C, n_H, f, n_W, f).swapaxes(3, 4).reshape(N, C, n_H, n_W, f * f)
    first = np.arange(f * f) == tiles.argmax(axis=-1)[..., None]
    back = (first * dH[..., None]).reshape(N, C, n_H, n_W, f, f).swapaxes(3, 4).reshape(N, C, n_H * f, n_W * f)
    return np.pad(back, ((0, 0), (0, 0), (0, X.shape[2] - n_H * f), (0, X.shape[3] - n_W * f)))


def forward_that_caches_the_winners(X, f, stride):
    windows = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride]
    winners = windows.reshape(*windows.shape[:4], f * f).argmax(axis=-1)
    return windows.max(axis=(4, 5)), {"winners": winners, "shape": X.shape, "f": f, "stride": stride}


@STYLES.version(maxpool_forward=forward_that_caches_the_winners)
def winners_as_cache(dH, cache):
    dX, f, stride = np.zeros(cache["shape"]), cache["f"], cache["stride"]
    for (n, c, h, w), first in np.ndenumerate(cache["winners"]):
        dX[n, c, h * stride + first // f, w * stride + first % f] += dH[n, c, h, w]
    return dX


class Pool:
    def __init__(self, X, f, stride):
        self.X, self.f, self.stride = X, f, stride

    def back(self, dH):
        f, stride, dX = self.f, self.stride, np.zeros(self.X.shape)
        for n, c, h, w in np.ndindex(dH.shape):
            u, v = divmod(self.X[n, c, h * stride:h * stride + f, w * stride:w * stride + f].argmax(), f)
            dX[n, c, h * stride + u, w * stride + v] += dH[n, c, h, w]
        return dX


def forward_that_caches_an_object(X, f, stride):
    H = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    return H, Pool(X, f, stride)


@STYLES.version(Pool=Pool, maxpool_forward=forward_that_caches_an_object)
def object_as_cache(dH, cache):
    return cache.back(dH)
