"""Right versions of the whole layer, for the exercises of lessons 05 and 06 alike."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import style

FORWARD = "conv2d_forward", "conv2d_forward_im2col"
BACKWARD = "conv2d_backward", "conv2d_backward_im2col"

# --- Forward --------------------------------------------------------------------------------------------------------


@style(*FORWARD)
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


@style(*FORWARD)
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


@style(*FORWARD)
def positions_with_tensordot(X, W, b, stride=1, pad=0):
    f_H, f_W = W.shape[2:]
    padded = np.pad(X, ((0,), (0,), (pad,), (pad,)))
    starts = [range(0, n - f + 1, stride) for n, f in zip(padded.shape[2:], (f_H, f_W), strict=True)]
    H = np.zeros((len(X), len(W), *map(len, starts)))
    for h, top in enumerate(starts[0]):
        for w, left in enumerate(starts[1]):
            H[:, :, h, w] = np.tensordot(padded[:, :, top:top + f_H, left:left + f_W], W, ((1, 2, 3), (1, 2, 3))) + b
    return H, (X, W, b, stride, pad)


@style(*FORWARD)
def channel_by_channel(X, W, b, stride=1, pad=0):
    def slide(x, w):
        return sum(x[u:u + x.shape[0] - w.shape[0] + 1, v:v + x.shape[1] - w.shape[1] + 1] * w[u, v]
                   for u in range(w.shape[0]) for v in range(w.shape[1]))[::stride, ::stride]

    return np.array([[sum(slide(np.pad(x, pad), w) for x, w in zip(image, filter_, strict=True)) + bias
                      for filter_, bias in zip(W, b, strict=True)] for image in X]), (X, W, b, stride, pad)


@style(*FORWARD)
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


@style(*FORWARD)
def einsum_of_windows(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[None, :, None, None], (X, W, b, stride, pad)


@style(*FORWARD)
def einsum_optimized_with_bias_row(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nhwk", windows, W, optimize=True)
    return np.transpose(H + b, (0, 3, 1, 2)), (X, W, b, stride, pad)


@style(*FORWARD)
def strides_of_a_copy(X, W, b, stride=1, pad=0):
    padded = np.ascontiguousarray(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    N, C, rows, columns = padded.shape
    s_n, s_c, s_h, s_w = padded.strides
    shape = (N, C, (rows - W.shape[2]) // stride + 1, (columns - W.shape[3]) // stride + 1, *W.shape[2:])
    windows = as_strided(padded, shape, (s_n, s_c, s_h * stride, s_w * stride, s_h, s_w), writeable=False)
    return np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None], (
        X, W, b, stride, pad)


@style(*FORWARD)
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


@style(*FORWARD)
def im2col_rows_channels_last(X, W, b, stride=1, pad=0):
    N, F, (f_H, f_W) = len(X), len(W), W.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))).transpose(0, 2, 3, 1)
    n_H, n_W = (padded.shape[1] - f_H) // stride + 1, (padded.shape[2] - f_W) // stride + 1
    rows = [padded[n, h * stride:h * stride + f_H, w * stride:w * stride + f_W].ravel()
            for n in range(N) for h in range(n_H) for w in range(n_W)]
    H = np.dot(np.array(rows), W.transpose(2, 3, 1, 0).reshape(-1, F)) + b
    return H.reshape(N, n_H, n_W, F).transpose(0, 3, 1, 2), (X, W, b, stride, pad)


@style(*FORWARD)
def im2col_with_bias_as_weight(X, W, b, stride=1, pad=0):
    N, F, (f_H, f_W) = len(X), len(W), W.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    n_H, n_W = windows.shape[2:4]
    cols = windows.transpose(1, 4, 5, 0, 2, 3).reshape(-1, N * n_H * n_W)
    cols = np.vstack([cols, np.ones(cols.shape[1])])
    H = np.hstack([W.reshape(F, -1), b[:, None]]) @ cols
    return np.swapaxes(H.reshape(F, N, n_H, n_W), 0, 1), (X, W, b, stride, pad)


@style(*FORWARD)
def scipy_correlate2d(X, W, b, stride=1, pad=0):
    from scipy.signal import correlate2d
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = [[sum(correlate2d(x, w, mode="valid") for x, w in zip(image, filter_, strict=True))[::stride, ::stride] + bias
          for filter_, bias in zip(W, b, strict=True)] for image in padded]
    return np.array(H), (X, W, b, stride, pad)


@style(*FORWARD)
def scipy_in_three_axes(X, W, b, stride=1, pad=0):
    from scipy.signal import correlate
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.stack([[correlate(image, filter_, mode="valid", method="direct")[0] for filter_ in W] for image in padded])
    return H[..., ::stride, ::stride] + b[:, None, None], (X, W, b, stride, pad)


@style(*FORWARD)
def fourier(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    sides = padded.shape[2:]
    H = np.fft.irfft2(np.einsum("nchw,kchw->nkhw", np.fft.rfft2(padded), np.fft.rfft2(W, sides).conj()), sides)
    n_H, n_W = (n - f + 1 for n, f in zip(sides, W.shape[2:], strict=True))
    return H[:, :, :n_H:stride, :n_W:stride] + b.reshape(-1, 1, 1), (X, W, b, stride, pad)


@style(*FORWARD)
def toeplitz(X, W, b, stride=1, pad=0):
    C, rows, columns = X.shape[1:]
    F, _, f_H, f_W = W.shape
    n_H, n_W = (rows + 2 * pad - f_H) // stride + 1, (columns + 2 * pad - f_W) // stride + 1
    A = np.zeros((F, n_H, n_W, C, rows + 2 * pad, columns + 2 * pad))
    for h, w in np.ndindex(n_H, n_W):
        A[:, h, w, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W] = W
    A = A[..., pad:pad + rows, pad:pad + columns].reshape(F * n_H * n_W, -1)
    return (X.reshape(len(X), -1) @ A.T).reshape(-1, F, n_H, n_W) + b[:, None, None], (X, W, b, stride, pad)


@style(*FORWARD)
def single_precision_view(X, W, b, stride=1, pad=0):
    padded = np.pad(X.astype("f4"), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->hwkn", windows, W.astype("f4")) + b.astype("f4")[:, None]
    return H.T.swapaxes(2, 3), (X, W, b, stride, pad)


@style(*FORWARD)
def with_cache_as_dict(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (N, _, rows, columns), (F, _, f_H, f_W) = padded.shape, W.shape
    H = np.zeros([N, F, 1 + (rows - f_H) // stride, 1 + (columns - f_W) // stride])
    for k, h, w in np.ndindex(*H.shape[1:]):
        H[:, k, h, w] = (padded[:, :, stride * h:stride * h + f_H, stride * w:stride * w + f_W] * W[k]).sum((1, 2, 3))
    H += b[np.newaxis, :, np.newaxis, np.newaxis]
    return H, {"padded": padded, "W": W, "stride": stride, "pad": pad}


@style(*FORWARD)
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


@style(*FORWARD)
def matmul_over_a_batch_of_windows(X, W, b, stride=1, pad=0):
    N, C = X.shape[:2]
    F, f_H, f_W = W.shape[0], W.shape[2], W.shape[3]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (C, f_H, f_W), axis=(1, 2, 3))[:, 0, ::stride, ::stride]
    H = np.matmul(windows.reshape(*windows.shape[:3], -1), W.reshape(F, -1).T) + b
    return np.moveaxis(H, -1, 1), (X, W, b, stride, pad)


# --- Backward -------------------------------------------------------------------------------------------------------


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


@style(*BACKWARD)
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


# --- Backward passes with a cache of their own ----------------------------------------------------------------------


def forward_that_caches_columns(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    n_H, n_W = windows.shape[2:4]
    cols = windows.transpose(0, 1, 4, 5, 2, 3).reshape(len(X), -1, n_H * n_W)
    H = W.reshape(len(W), -1) @ cols + b[:, None]
    return H.reshape(len(X), len(W), n_H, n_W), (cols, X.shape, W, stride, pad)


def forward_that_caches_a_dict(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    return H, {"padded": padded, "windows": windows, "W": W, "stride": stride, "pad": pad}


def forward_that_caches_an_object(X, W, b, stride=1, pad=0):
    class Saved:
        def __init__(self, **kept):
            self.__dict__.update(kept)

    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.tensordot(windows, W, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None]
    return H, Saved(padded=padded, weights=W, step=stride, border=pad)


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


def dict_as_cache(dH, cache):
    W, stride, pad = cache["W"], cache["stride"], cache["pad"]
    dW = np.einsum("nkhw,nchwuv->kcuv", dH, cache["windows"])
    dpadded = np.zeros(cache["padded"].shape)
    for n, k, h, w in np.ndindex(dH.shape):
        dpadded[n, :, h * stride:, w * stride:][:, :W.shape[2], :W.shape[3]] += W[k] * dH[n, k, h, w]
    return dpadded[:, :, pad:len(dpadded[0, 0]) - pad, pad:dpadded.shape[3] - pad], dW, dH.sum(axis=(0, 2, 3))


def object_as_cache(dH, cache):
    s, (f_H, f_W) = cache.step, cache.weights.shape[2:]
    dpadded, dW = 0.0 * cache.padded, 0.0 * cache.weights
    for h, w in np.ndindex(dH.shape[2:]):
        here = np.s_[:, :, h * s:h * s + f_H, w * s:w * s + f_W]
        dpadded[here] += np.einsum("nk,kcuv->ncuv", dH[:, :, h, w], cache.weights)
        dW += np.einsum("nk,ncuv->kcuv", dH[:, :, h, w], cache.padded[here])
    inside = slice(cache.border, -cache.border or None)
    return dpadded[:, :, inside, inside], dW, dH.sum(axis=(0, 2, 3))


def closure_as_cache(dH, cache):
    return cache(dH)


for forward, backward in [(forward_that_caches_columns, columns_from_the_cache),
                          (forward_that_caches_a_dict, dict_as_cache),
                          (forward_that_caches_an_object, object_as_cache),
                          (forward_that_returns_its_way_back, closure_as_cache)]:
    for forward_name, backward_name in zip(FORWARD, BACKWARD, strict=True):
        style(forward_name)(forward)
        style(backward_name, **{forward_name: forward})(backward)
