"""Correct versions of conv_backward, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv_backward")


@STYLES.version()
def scalar_loops(dH, cache):
    X, W = cache
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for v in range(W.shape[1]):
        for u in range(W.shape[0]):
            for h in range(dH.shape[0]):
                for w in range(dH.shape[1]):
                    dX[h + u, w + v] += W[u, v] * dH[h, w]
                    dW[u, v] += X[h + u, w + v] * dH[h, w]
    return dX, dW


@STYLES.version()
def stamps(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX, dW = np.zeros_like(X, dtype=float), np.zeros_like(W, dtype=float)
    for (h, w), g in np.ndenumerate(dH):
        dX[h:h + f, w:w + f] += g * W
        dW += g * X[h:h + f, w:w + f]
    return [dX, dW]


@STYLES.version()
def backwards_through_the_positions(dH, cache):
    (X, W), f = cache, len(cache[1])
    dX, dW = 0.0 * X, 0.0 * W
    for w in reversed(range(dH.shape[1])):
        for h in reversed(range(dH.shape[0])):
            dX[h:h + f, w:w + f] = dX[h:h + f, w:w + f] + W * dH[h, w]
            dW = dW + X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@STYLES.version()
def loop_over_taps(dH, cache):
    X, W = cache
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for u, v in np.ndindex(W.shape):
        dX[u:u + n_H, v:v + n_W] += W[u, v] * dH
        dW[u, v] = np.vdot(X[u:u + n_H, v:v + n_W], dH)
    return dX, dW


@STYLES.version()
def einsum(dH, cache):
    X, W = cache
    f = W.shape[0]
    dW = np.einsum("hwuv,hw->uv", sliding_window_view(X, (f, f)), dH)
    dX = np.einsum("hwuv,uv->hw", sliding_window_view(np.pad(dH, f - 1), (f, f)), W[::-1, ::-1])
    return dX, dW


@STYLES.version()
def einsum_optimized(dH, cache):
    X, W = cache
    f = W.shape[0]
    windows = sliding_window_view(np.pad(dH, f - 1), (f, f))
    return (np.einsum("hwuv,uv->hw", windows, np.flip(W), optimize=True),
            np.einsum("uvhw,hw", sliding_window_view(X, dH.shape), dH, optimize=True))


@STYLES.version()
def tensordot(dH, cache):
    X, W = cache
    dW = np.tensordot(sliding_window_view(X, dH.shape), dH, axes=([2, 3], [0, 1]))
    dX = np.tensordot(sliding_window_view(np.pad(dH, len(W) - 1), W.shape), np.rot90(W, 2))
    return dX, dW


@STYLES.version()
def strides_of_a_copy(dH, cache):
    X, W = map(np.ascontiguousarray, cache)
    f = W.shape[0]
    windows = as_strided(X, (*dH.shape, f, f), X.strides * 2)
    padded = np.pad(dH, f - 1)
    around = as_strided(padded, (*X.shape, f, f), padded.strides * 2)
    return (around * W[::-1, ::-1]).sum((2, 3)), (windows * dH[:, :, None, None]).sum((0, 1))


@STYLES.version()
def im2col_and_add_at(dH, cache):
    X, W = cache
    f = W.shape[0]
    u, v = np.divmod(np.arange(f * f), f)
    h, w = np.divmod(np.arange(dH.size), dH.shape[1])
    rows, columns = u[:, None] + h, v[:, None] + w
    dX = np.zeros(X.shape)
    np.add.at(dX, (rows, columns), np.outer(W, dH))
    return dX, (X[rows, columns] @ dH.ravel()).reshape(f, f)


@STYLES.version()
def im2col_and_bincount(dH, cache):
    X, W = cache
    places = sliding_window_view(np.arange(X.size).reshape(X.shape), W.shape).reshape(dH.size, W.size)
    dX = np.bincount(places.ravel(), np.outer(dH, W).ravel(), X.size).reshape(X.shape)
    dW = (dH.reshape(1, -1) @ X.ravel()[places]).reshape(W.shape)
    return dX, dW


@STYLES.version()
def im2col_by_columns(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    cols = np.stack([X[h:h + f, w:w + f].ravel(order="F") for w in range(n_W) for h in range(n_H)], axis=1)
    dW = (cols @ dH.ravel(order="F")).reshape(f, f, order="F")
    dcols = W.ravel(order="F")[:, None] * dH.ravel(order="F")
    dX = np.zeros(X.shape)
    for k in range(n_H * n_W):
        w, h = divmod(k, n_H)
        dX[h:h + f, w:w + f] += dcols[:, k].reshape(f, f, order="F")
    return dX, dW


@STYLES.version()
def scipy_signal(dH, cache):
    from scipy.signal import convolve2d, correlate2d
    X, W = cache
    return convolve2d(dH, W), correlate2d(X, dH, mode="valid")


@STYLES.version()
def scipy_full_correlation(dH, cache):
    from scipy.signal import correlate2d, fftconvolve
    X, W = cache
    return correlate2d(dH, np.rot90(W, 2), mode="full"), fftconvolve(X, dH[::-1, ::-1], mode="valid")


@STYLES.version()
def scipy_ndimage(dH, cache):
    from scipy import ndimage
    X, W = (a.astype(float) for a in cache)
    f, (n_H, n_W) = W.shape[0], dH.shape
    # The origin moves the window so that its corner, not its middle, lies on the output.
    dX = ndimage.convolve(np.pad(dH, (0, f - 1)), W, mode="constant", origin=-(f // 2))
    dW = ndimage.correlate(X, dH, mode="constant", origin=(-(n_H // 2), -(n_W // 2)))[:f, :f]
    return dX, dW


@STYLES.version()
def fourier(dH, cache):
    X, W = cache
    s = X.shape
    dX = np.fft.ifft2(np.fft.fft2(dH, s) * np.fft.fft2(W, s)).real
    dW = np.fft.ifft2(np.fft.fft2(X) * np.fft.fft2(dH, s).conj()).real
    return dX, dW[:len(W), :len(W)]


@STYLES.version()
def toeplitz(dH, cache):
    X, W = cache
    A = np.zeros((*dH.shape, *X.shape))
    B = np.zeros((*dH.shape, *W.shape))
    for h, w in np.ndindex(dH.shape):
        A[h, w, h:h + len(W), w:w + len(W)] = W
        B[h, w] = X[h:h + len(W), w:w + len(W)]
    A, B = A.reshape(dH.size, -1), B.reshape(dH.size, -1)
    return (A.T @ dH.ravel()).reshape(X.shape), (B.T @ dH.ravel()).reshape(W.shape)


@STYLES.version()
def gather(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            for u in range(f):
                for v in range(f):
                    if 0 <= i - u < n_H and 0 <= j - v < n_W:
                        dX[i, j] += W[u, v] * dH[i - u, j - v]
    dW = [[np.sum(X[u:u + n_H, v:v + n_W] * dH) for v in range(f)] for u in range(f)]
    return dX, dW


@STYLES.version()
def padded_and_rotated(dH, cache):
    X, W = cache
    f = W.shape[0]
    padded = np.zeros((dH.shape[0] + 2 * f - 2, dH.shape[1] + 2 * f - 2))
    padded[f - 1:f - 1 + dH.shape[0], f - 1:f - 1 + dH.shape[1]] = dH
    turned = np.flipud(np.fliplr(W))
    dX = np.array([[np.sum(padded[i:i + f, j:j + f] * turned) for j in range(X.shape[1])] for i in range(X.shape[0])])
    dW = np.array([[np.sum(X[i:i + dH.shape[0], j:j + dH.shape[1]] * dH) for j in range(f)] for i in range(f)])
    return dX, dW


@STYLES.version()
def own_functions(dH, cache):
    def correlate(a, k):
        return [[float(np.sum(a[i:i + k.shape[0], j:j + k.shape[1]] * k)) for j in range(a.shape[1] - k.shape[1] + 1)]
                for i in range(a.shape[0] - k.shape[0] + 1)]

    X, W = cache
    return correlate(np.pad(dH, W.shape[0] - 1), np.rot90(W, k=2)), correlate(X, dH)


@STYLES.version()
def adjoint_by_impulses(dH, cache):
    X, W = cache

    def forward(X, W):
        return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W)

    dX = [np.sum(forward(e.reshape(X.shape), W) * dH) for e in np.eye(X.size)]
    dW = [np.sum(forward(X, e.reshape(W.shape)) * dH) for e in np.eye(W.size)]
    return np.reshape(dX, X.shape), np.reshape(dW, W.shape)


@STYLES.version()
def single_precision(dH, cache):
    X, W = (np.asarray(a, dtype=np.float32) for a in cache)
    f = np.float32(1) * dH.astype(np.float32)
    dX, dW = np.zeros(X.shape, np.float32), np.zeros(W.shape, np.float32)
    for (h, w), g in np.ndenumerate(f):
        dX[h:h + len(W), w:w + len(W)] += W * g
        dW += X[h:h + len(W), w:w + len(W)] * g
    return dX, dW


@STYLES.version()
def views_as_result(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros((2 * X.shape[0], 3 * X.shape[1]))[::-2, 1::3]
    dW = np.zeros(W.shape, order="F")
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@STYLES.version()
def buffers_reset(dH, cache, kept={}):  # noqa: B006
    X, W = cache
    f = W.shape[0]
    dX, dW = kept.setdefault(X.shape + W.shape, (np.empty(X.shape), np.empty(W.shape)))
    dX.fill(0)
    dW.fill(0)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


@STYLES.version()
def prints_and_warns(dH, cache):
    import sys
    import warnings
    X, W = cache
    f = W.shape[0]
    print("dH", dH)
    sys.stderr.write("looking for my mistake\n")
    warnings.warn("not finished", DeprecationWarning, stacklevel=1)
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    np.log(dW)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
        print(h, w, dX, dW)
    return dX, dW


@STYLES.version()
def typed_with_options(dH: np.ndarray, cache: tuple[np.ndarray, np.ndarray], *, dtype: type = float,
                       verbose: bool = False) -> tuple[np.ndarray, np.ndarray]:
    X, W = cache
    (n_H, n_W), (f_H, f_W) = dH.shape, W.shape
    dX: np.ndarray = np.zeros(X.shape, dtype)
    dW: np.ndarray = np.zeros(W.shape, dtype)
    for h in range(n_H):
        for w in range(n_W):
            window = np.s_[h:h + f_H, w:w + f_W]
            dX[window] += np.multiply(W, dH[h, w])
            dW += np.multiply(X[window], dH[h, w])
    return dX, dW


@STYLES.version()
def works_on_copies(dH, cache):
    X, W = (a.astype(float).copy() for a in cache)
    dH = dH * 1.0
    dH *= 2
    W /= 2
    X /= 2
    f = W.shape[0]
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def forward_that_caches_an_object(X, W):
    class Saved:
        pass

    saved = Saved()
    saved.X, saved.W = X, W
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), saved


@STYLES.version(conv_forward=forward_that_caches_an_object)
def object_as_cache(dH, cache):
    f = cache.W.shape[0]
    dX, dW = np.zeros(cache.X.shape), np.zeros(cache.W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += cache.W * dH[h, w]
        dW += cache.X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def forward_that_caches_a_closure(X, W):
    f = W.shape[0]
    windows = sliding_window_view(X, (f, f))

    def back(dH):
        around = sliding_window_view(np.pad(dH, f - 1), (f, f))
        return np.einsum("hwuv,uv->hw", around, W[::-1, ::-1]), np.einsum("hwuv,hw->uv", windows, dH)

    return np.einsum("hwuv,uv->hw", windows, W), back


@STYLES.version(conv_forward=forward_that_caches_a_closure)
def closure_as_cache(dH, cache):
    return cache(dH)


def forward_that_caches_a_dict(X, W):
    cols = sliding_window_view(X, W.shape).reshape(-1, W.size)
    n_H, n_W = X.shape[0] - W.shape[0] + 1, X.shape[1] - W.shape[1] + 1
    return (cols @ W.ravel()).reshape(n_H, n_W), {"cols": cols, "W": W, "shape": X.shape}


@STYLES.version(conv_forward=forward_that_caches_a_dict)
def dict_of_columns_as_cache(dH, cache):
    W, f = cache["W"], len(cache["W"])
    dX = np.zeros(cache["shape"])
    for (h, w), g in np.ndenumerate(dH):
        dX[h:h + f, w:w + f] += W * g
    return dX, (dH.ravel() @ cache["cols"]).reshape(f, f)


def forward_that_caches_a_triple(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), (W, X, W.shape[0])


@STYLES.version(conv_forward=forward_that_caches_a_triple)
def triple_as_cache(dH, cache):
    W, X, f = cache
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW
