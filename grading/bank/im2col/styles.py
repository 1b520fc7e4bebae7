"""Correct versions of im2col, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("im2col")


@STYLES.version()
def column_by_column(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    for h in range(n_H):
        for w in range(n_W):
            window = padded[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
            cols[:, :, h * n_W + w] = window.reshape(N, -1)
    return cols


@STYLES.version()
def counting_rows(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev] = X
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    row = 0
    for c in range(C):
        for u in range(f_H):
            for v in range(f_W):
                tap = padded[:, c, u:u + (n_H - 1) * stride + 1:stride, v:v + (n_W - 1) * stride + 1:stride]
                cols[:, row] = tap.reshape(N, -1)
                row += 1
    return cols


@STYLES.version()
def scalar_loops(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    for n, c, u, v, h, w in np.ndindex(N, C, f_H, f_W, n_H, n_W):
        i, j = h * stride + u - pad, w * stride + v - pad
        if 0 <= i < n_H_prev and 0 <= j < n_W_prev:
            cols[n, (c * f_H + u) * f_W + v, h * n_W + w] = X[n, c, i, j]
    return cols


@STYLES.version()
def fancy_index(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    i0 = np.tile(np.repeat(np.arange(f_H), f_W), C)
    i1 = stride * np.repeat(np.arange(n_H), n_W)
    j0 = np.tile(np.arange(f_W), f_H * C)
    j1 = stride * np.tile(np.arange(n_W), n_H)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), f_H * f_W).reshape(-1, 1)
    return padded[:, k, i, j]


@STYLES.version()
def window_view(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, [(0, 0)] * 2 + [(pad, pad)] * 2)
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@STYLES.version()
def view_of_windows_over_all_axes(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    N, C = X.shape[:2]
    windows = sliding_window_view(padded, (1, C, f_H, f_W))[:, 0, ::stride, ::stride, 0]
    return windows.reshape(N, -1, C * f_H * f_W).swapaxes(1, 2)


@STYLES.version()
def strides_of_the_padded_copy(X, f_H, f_W, stride=1, pad=0):
    padded = np.ascontiguousarray(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    N, C, height, width = padded.shape
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    s_n, s_c, s_h, s_w = padded.strides
    view = as_strided(padded, (N, C, f_H, f_W, n_H, n_W), (s_n, s_c, s_h, s_w, s_h * stride, s_w * stride))
    return view.reshape(N, C * f_H * f_W, n_H * n_W)


@STYLES.version()
def numbered_pixels_taken(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, height, width = padded.shape
    places = np.arange(C * height * width).reshape(C, height, width)
    places = sliding_window_view(places, (f_H, f_W), axis=(1, 2))[:, ::stride, ::stride]
    n_H, n_W = places.shape[1:3]
    places = places.transpose(0, 3, 4, 1, 2).reshape(C * f_H * f_W, n_H * n_W)
    return np.take(padded.reshape(N, -1), places, axis=1)


@STYLES.version()
def stacked_taps(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    height, width = padded.shape[2:]
    taps = [padded[:, :, u:height - f_H + u + 1:stride, v:width - f_W + v + 1:stride]
            for u in range(f_H) for v in range(f_W)]
    stacked = np.stack(taps, axis=2)
    return stacked.reshape(X.shape[0], X.shape[1] * f_H * f_W, -1)


@STYLES.version()
def columns_in_a_list(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    images = []
    for image in padded:
        columns = []
        for top in range(0, image.shape[1] - f_H + 1, stride):
            for left in range(0, image.shape[2] - f_W + 1, stride):
                columns.append(image[:, top:top + f_H, left:left + f_W].flatten())
        images.append(np.array(columns).T)
    return np.array(images)


@STYLES.version()
def ellipsis_and_flat_views(X, f_H, f_W, stride=1, pad=0):
    N, C = X.shape[:2]
    padded = np.pad(X, [(0, 0), (0, 0), (pad,) * 2, (pad,) * 2])
    n_H, n_W = [(n - f) // stride + 1 for n, f in zip(padded.shape[2:], (f_H, f_W), strict=True)]
    cols = np.empty((N, C * f_H * f_W, n_H * n_W), dtype=X.dtype)
    view = cols.reshape(N, C, f_H * f_W, n_H, n_W)
    for tap in range(f_H * f_W):
        u, v = divmod(tap, f_W)
        view[:, :, tap] = padded[..., u:, v:][..., ::stride, ::stride][..., :n_H, :n_W]
    return cols


@STYLES.version()
def single_precision_channels_last(X, f_H, f_W, stride=1, pad=0):
    X = np.pad(X.astype(np.float32).transpose(0, 2, 3, 1), ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    N, height, width, C = X.shape
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    cols = np.zeros((N, n_H, n_W, C, f_H, f_W), np.float32)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            cols[:, h, w] = X[:, top:top + f_H, left:left + f_W].transpose(0, 3, 1, 2)
    return cols.reshape(N, n_H * n_W, -1).transpose(0, 2, 1)


@STYLES.version()
def correlation_with_unit_filters(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    units = np.eye(f_H * f_W, dtype=X.dtype).reshape(f_H * f_W, f_H, f_W)
    return np.einsum("nchwuv,tuv->ncthw", windows, units).reshape(len(X), X.shape[1] * f_H * f_W, -1)
