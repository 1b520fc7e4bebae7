"""Correct versions of conv_forward, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv_forward")


@STYLES.version()
def einsum(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W), (X, W)


@STYLES.version()
def einsum_optimized(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape), W, optimize=True), [X, W]


@STYLES.version()
def scalar_loops(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = np.zeros((n_H, n_W))
    for u in range(f):
        for v in range(f):
            for w in range(n_W):
                for h in range(n_H):
                    H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@STYLES.version()
def loop_over_taps(X, W):
    f = len(W)
    n_H, n_W = np.array(X.shape) - f + 1
    H = sum(W[u, v] * X[u:u + n_H, v:v + n_W] for u in range(f) for v in range(f))
    return H, {"X": X, "W": W}


@STYLES.version()
def tensordot(X, W):
    return np.tensordot(sliding_window_view(X, W.shape), W, axes=2), (X, W)


@STYLES.version()
def vdot_in_lists(X, W):
    f = W.shape[0]
    return [[np.vdot(X[h:h + f, w:w + f], W) for w in range(X.shape[1] - f + 1)]
            for h in range(X.shape[0] - f + 1)], (X, W)


@STYLES.version()
def strides_of_a_copy(X, W):
    f = W.shape[0]
    X = np.ascontiguousarray(X)
    windows = as_strided(X, (X.shape[0] - f + 1, X.shape[1] - f + 1, f, f), X.strides * 2, writeable=False)
    return (windows * W).sum(axis=(2, 3)), (X, W)


@STYLES.version()
def im2col_by_fancy_index(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    u, v = np.divmod(np.arange(f * f), f)
    h, w = np.divmod(np.arange(n_H * n_W), n_W)
    cols = X[u[:, None] + h, v[:, None] + w]
    return (W.reshape(1, -1) @ cols).reshape(n_H, n_W), (X, W)


@STYLES.version()
def im2col_by_columns(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    rows = [X[h:h + f, w:w + f].flatten(order="F") for w in range(n_W) for h in range(n_H)]
    return (np.array(rows) @ W.flatten(order="F")).reshape(n_W, n_H).T, (X, W)


@STYLES.version()
def scipy_correlate(X, W):
    from scipy.signal import correlate2d
    return correlate2d(X, W, mode="valid"), (X, W)


@STYLES.version()
def scipy_convolve_rotated(X, W):
    from scipy.signal import convolve2d
    return convolve2d(X, np.rot90(W, 2), "valid"), (X, W)


@STYLES.version()
def scipy_ndimage(X, W):
    from scipy import ndimage
    f = W.shape[0]
    H = ndimage.correlate(X.astype(float), W, mode="constant", origin=-(f // 2))
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@STYLES.version()
def fourier(X, W):
    f = W.shape[0]
    H = np.fft.ifft2(np.fft.fft2(X) * np.conj(np.fft.fft2(W, X.shape))).real
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@STYLES.version()
def toeplitz(X, W):
    n_H, n_W = (n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
    A = np.zeros((n_H, n_W, *X.shape))
    for h, w in np.ndindex(n_H, n_W):
        A[h, w, h:h + W.shape[0], w:w + W.shape[1]] = W
    return (A.reshape(n_H * n_W, -1) @ X.ravel()).reshape(n_H, n_W), (X, W, A)


@STYLES.version()
def single_precision(X, W):
    windows = sliding_window_view(X.astype(np.float32), W.shape)
    return np.einsum("hwuv,uv->hw", windows, W.astype(np.float32)), (X, W)


@STYLES.version()
def helper_inside(X: np.ndarray, W: np.ndarray, *, verbose: bool = False) -> tuple:
    f = W.shape[0]

    def at(h, w):
        return (X[h:h + f, w:w + f] * W).sum()

    H = np.fromfunction(np.vectorize(at), (X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    return H, (X, W)


@STYLES.version()
def object_as_cache(X, W):
    class Cache:
        def __init__(self, **arrays):
            self.__dict__.update(arrays)

    f = W.shape[0]
    H = np.empty((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for position in np.ndindex(H.shape):
        h, w = position
        H[position] = (X[h:h + f, w:w + f] * W).sum()
    return H, Cache(X=X, W=W)


@STYLES.version()
def prints_and_warns(X, W):
    import sys
    import warnings
    print("shapes", X.shape, W.shape)
    print("still debugging", file=sys.stderr)
    warnings.warn("this warning is mine", stacklevel=1)
    H = [[np.sum(X[h:h + len(W), w:w + len(W)] * W) for w in range(X.shape[1] - len(W) + 1)]
         for h in range(X.shape[0] - len(W) + 1)]
    print(H)
    return [H, (X, W)]


@STYLES.version()
def view_as_result(X, W):
    f = W.shape[0]
    large = np.zeros((2 * X.shape[1], 2 * X.shape[0]))
    H = large[::2, ::2].T[:X.shape[0] - f + 1, :X.shape[1] - f + 1]
    for h, w in np.ndindex(H.shape):
        H[h, w] = np.sum(X[h:h + f, w:w + f] * W)
    return H, (X, W)


@STYLES.version()
def buffer_reset(X, W, kept={}):  # noqa: B006
    f = W.shape[0]
    H = kept.setdefault(X.shape + W.shape, np.empty((X.shape[0] - f + 1, X.shape[1] - f + 1)))
    H[...] = 0
    for u, v in np.ndindex(f, f):
        H += W[u, v] * X[u:u + H.shape[0], v:v + H.shape[1]]
    return H, (X, W)
