"""Correct versions of conv2d_forward, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv2d_forward")


@STYLES.version()
def seven_scalar_loops(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = int((n_H_prev + 2 * pad - f_H) / stride) + 1
    n_W = int((n_W_prev + 2 * pad - f_W) / stride) + 1
    H = np.zeros((N, F, n_H, n_W))
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    total = float(b[k])
                    for c in range(C):
                        for u in range(f_H):
                            for v in range(f_W):
                                i, j = h * stride + u - pad, w * stride + v - pad
                                if 0 <= i < n_H_prev and 0 <= j < n_W_prev:  # outside there are zeros
                                    total += X[n, c, i, j] * W[k, c, u, v]
                    H[n, k, h, w] = total
    return H, (X, W, b, stride, pad)


@STYLES.version()
def positions_outside_filters_inside(X, W, b, stride=1, pad=0):
    (N, C, rows, columns), (F, _, f_H, f_W) = X.shape, W.shape
    padded = np.zeros((N, C, rows + 2 * pad, columns + 2 * pad), dtype=X.dtype)
    padded[:, :, pad:pad + rows, pad:pad + columns] = X
    H = np.empty((N, F, (rows + 2 * pad - f_H) // stride + 1, (columns + 2 * pad - f_W) // stride + 1))
    for h in range(H.shape[2]):
        for w in range(H.shape[3]):
            for k in range(F):
                for n in range(N):
                    window = padded[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
                    H[n, k, h, w] = np.vdot(window, W[k]) + b[k]
    return H, (X, W, b, stride, pad)


@STYLES.version()
def positions_with_tensordot(X, W, b, stride=1, pad=0):
    f_H, f_W = W.shape[2:]
    padded = np.pad(X, ((0,), (0,), (pad,), (pad,)))
    starts = [range(0, n - f + 1, stride) for n, f in zip(padded.shape[2:], (f_H, f_W), strict=True)]
    H = np.zeros((len(X), len(W), *map(len, starts)))
    for h, top in enumerate(starts[0]):
        for w, left in enumerate(starts[1]):
            H[:, :, h, w] = np.tensordot(padded[:, :, top:top + f_H, left:left + f_W], W, ((1, 2, 3), (1, 2, 3))) + b
    return H, (X, W, b, stride, pad)


@STYLES.version()
def channel_by_channel(X, W, b, stride=1, pad=0):
    def slide(x, w):
        return sum(x[u:u + x.shape[0] - w.shape[0] + 1, v:v + x.shape[1] - w.shape[1] + 1] * w[u, v]
                   for u in range(w.shape[0]) for v in range(w.shape[1]))[::stride, ::stride]

    return np.array([[sum(slide(np.pad(x, pad), w) for x, w in zip(image, filter_, strict=True)) + bias
                      for filter_, bias in zip(W, b, strict=True)] for image in X]), (X, W, b, stride, pad)


@STYLES.version()
def taps(X, W, b, stride=1, pad=0):
    f_H, f_W = W.shape[2:]
    padded = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)], mode="constant", constant_values=0)
    n_H, n_W = [(n - f) // stride + 1 for n, f in zip(padded.shape[2:], W.shape[2:], strict=True)]
    H = np.zeros((len(X), len(W), n_H, n_W)) + b.reshape(1, -1, 1, 1)
    for u in range(f_H):
        for v in range(f_W):
            met = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
            H += np.moveaxis(np.tensordot(W[:, :, u, v], met, axes=(1, 1)), 0, 1)
    return [H, (X, W, b, stride, pad)]


@STYLES.version()
def einsum_of_windows(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[None, :, None, None], (X, W, b, stride, pad)


@STYLES.version()
def einsum_optimized_with_bias_row(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nhwk", windows, W, optimize=True)
    return np.transpose(H + b, (0, 3, 1, 2)), (X, W, b, stride, pad)


@STYLES.version()
def strides_of_a_copy(X, W, b, stride=1, pad=0):
    padded = np.ascontiguousarray(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    N, C, rows, columns = padded.shape
    s_n, s_c, s_h, s_w = padded.strides
    shape = (N, C, (rows - W.shape[2]) // stride + 1, (columns - W.shape[3]) // stride + 1, *W.shape[2:])
    windows = as_strided(padded, shape, (s_n, s_c, s_h * stride, s_w * stride, s_h, s_w), writeable=False)
    return np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None], (
        X, W, b, stride, pad)


@STYLES.version()
def im2col_by_index(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = (n_H_prev + 2 * pad - f_H) // stride + 1, (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    c = np.repeat(np.arange(C), f_H * f_W)
    u, v = np.tile(np.repeat(np.arange(f_H), f_W), C), np.tile(np.arange(f_W), C * f_H)
    h, w = stride * np.repeat(np.arange(n_H), n_W), stride * np.tile(np.arange(n_W), n_H)
    cols = padded[:, c[:, None], u[:, None] + h, v[:, None] + w]
    # All images side by side, the image changing fastest.
    cols = cols.transpose(1, 2, 0).reshape(C * f_H * f_W, -1)
    H = W.reshape(F, -1) @ cols + b.reshape(-1, 1)
    return H.reshape(F, n_H, n_W, N).transpose(3, 0, 1, 2), (X, W, b, stride, pad)


@STYLES.version()
def im2col_rows_channels_last(X, W, b, stride=1, pad=0):
    N, F, (f_H, f_W) = len(X), len(W), W.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))).transpose(0, 2, 3, 1)
    n_H, n_W = (padded.shape[1] - f_H) // stride + 1, (padded.shape[2] - f_W) // stride + 1
    rows = [padded[n, h * stride:h * stride + f_H, w * stride:w * stride + f_W].ravel()
            for n in range(N) for h in range(n_H) for w in range(n_W)]
    H = np.dot(np.array(rows), W.transpose(2, 3, 1, 0).reshape(-1, F)) + b
    return H.reshape(N, n_H, n_W, F).transpose(0, 3, 1, 2), (X, W, b, stride, pad)


@STYLES.version()
def im2col_with_bias_as_weight(X, W, b, stride=1, pad=0):
    N, F, (f_H, f_W) = len(X), len(W), W.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    n_H, n_W = windows.shape[2:4]
    cols = windows.transpose(1, 4, 5, 0, 2, 3).reshape(-1, N * n_H * n_W)
    cols = np.vstack([cols, np.ones(cols.shape[1])])
    H = np.hstack([W.reshape(F, -1), b[:, None]]) @ cols
    return np.swapaxes(H.reshape(F, N, n_H, n_W), 0, 1), (X, W, b, stride, pad)


@STYLES.version()
def scipy_correlate2d(X, W, b, stride=1, pad=0):
    from scipy.signal import correlate2d
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = [[sum(correlate2d(x, w, mode="valid") for x, w in zip(image, filter_, strict=True))[::stride, ::stride] + bias
          for filter_, bias in zip(W, b, strict=True)] for image in padded]
    return np.array(H), (X, W, b, stride, pad)


@STYLES.version()
def scipy_in_three_axes(X, W, b, stride=1, pad=0):
    from scipy.signal import correlate
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.stack([[correlate(image, filter_, mode="valid", method="direct")[0] for filter_ in W] for image in padded])
    return H[..., ::stride, ::stride] + b[:, None, None], (X, W, b, stride, pad)


@STYLES.version()
def fourier(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    sides = padded.shape[2:]
    H = np.fft.irfft2(np.einsum("nchw,kchw->nkhw", np.fft.rfft2(padded), np.fft.rfft2(W, sides).conj()), sides)
    n_H, n_W = (n - f + 1 for n, f in zip(sides, W.shape[2:], strict=True))
    return H[:, :, :n_H:stride, :n_W:stride] + b.reshape(-1, 1, 1), (X, W, b, stride, pad)


@STYLES.version()
def toeplitz(X, W, b, stride=1, pad=0):
    C, rows, columns = X.shape[1:]
    F, _, f_H, f_W = W.shape
    n_H, n_W = (rows + 2 * pad - f_H) // stride + 1, (columns + 2 * pad - f_W) // stride + 1
    A = np.zeros((F, n_H, n_W, C, rows + 2 * pad, columns + 2 * pad))
    for h, w in np.ndindex(n_H, n_W):
        A[:, h, w, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W] = W
    A = A[..., pad:pad + rows, pad:pad + columns].reshape(F * n_H * n_W, -1)
    return (X.reshape(len(X), -1) @ A.T).reshape(-1, F, n_H, n_W) + b[:, None, None], (X, W, b, stride, pad)


@STYLES.version()
def single_precision_view(X, W, b, stride=1, pad=0):
    padded = np.pad(X.astype("f4"), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->hwkn", windows, W.astype("f4")) + b.astype("f4")[:, None]
    return H.T.swapaxes(2, 3), (X, W, b, stride, pad)


@STYLES.version()
def with_cache_as_dict(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (N, _, rows, columns), (F, _, f_H, f_W) = padded.shape, W.shape
    H = np.zeros([N, F, 1 + (rows - f_H) // stride, 1 + (columns - f_W) // stride])
    for k, h, w in np.ndindex(*H.shape[1:]):
        H[:, k, h, w] = (padded[:, :, stride * h:stride * h + f_H, stride * w:stride * w + f_W] * W[k]).sum((1, 2, 3))
    H += b[np.newaxis, :, np.newaxis, np.newaxis]
    return H, {"padded": padded, "W": W, "stride": stride, "pad": pad}


@STYLES.version()
def buffers_reset(X, W, b, stride=1, pad=0, kept={}):  # noqa: B006
    f_H, f_W = W.shape[2:]
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape[2:], (f_H, f_W), strict=True))
    padded = kept.setdefault((X.shape, pad), np.zeros((*X.shape[:2], X.shape[2] + 2 * pad, X.shape[3] + 2 * pad)))
    padded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]] = X
    H = np.empty((len(X), len(W), n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        H[:, :, h, w] = np.einsum("ncuv,kcuv->nk", padded[:, :, h * stride:, w * stride:][:, :, :f_H, :f_W], W) + b
    print("H", H.shape)
    return H, (X, W, b, stride, pad)


@STYLES.version()
def matmul_over_a_batch_of_windows(X, W, b, stride=1, pad=0):
    N, C = X.shape[:2]
    F, f_H, f_W = W.shape[0], W.shape[2], W.shape[3]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (C, f_H, f_W), axis=(1, 2, 3))[:, 0, ::stride, ::stride]
    H = np.matmul(windows.reshape(*windows.shape[:3], -1), W.reshape(F, -1).T) + b
    return np.moveaxis(H, -1, 1), (X, W, b, stride, pad)


@STYLES.version()
def forward_that_caches_columns(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    n_H, n_W = windows.shape[2:4]
    cols = windows.transpose(0, 1, 4, 5, 2, 3).reshape(len(X), -1, n_H * n_W)
    H = W.reshape(len(W), -1) @ cols + b[:, None]
    return H.reshape(len(X), len(W), n_H, n_W), (cols, X.shape, W, stride, pad)


@STYLES.version()
def forward_that_caches_a_dict(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    return H, {"padded": padded, "windows": windows, "W": W, "stride": stride, "pad": pad}


@STYLES.version()
def forward_that_caches_an_object(X, W, b, stride=1, pad=0):
    class Saved:
        def __init__(self, **kept):
            self.__dict__.update(kept)

    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.tensordot(windows, W, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None]
    return H, Saved(padded=padded, weights=W, step=stride, border=pad)


@STYLES.version()
def forward_that_returns_its_way_back(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    f_H, f_W = W.shape[2:]
    n_H, n_W = (padded.shape[2] - f_H) // stride + 1, (padded.shape[3] - f_W) // stride + 1
    H = np.zeros((len(X), len(W), n_H, n_W))
    for u, v in np.ndindex(f_H, f_W):
        met = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
        H += np.einsum("nchw,kc->nkhw", met, W[:, :, u, v])

    def back(dH):
        dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
        for u, v in np.ndindex(f_H, f_W):
            tap = np.s_[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
            dpadded[tap] += np.einsum("nkhw,kc->nchw", dH, W[:, :, u, v])
            dW[:, :, u, v] = np.einsum("nkhw,nchw->kc", dH, padded[tap])
        return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))

    return H + b[:, None, None], back
