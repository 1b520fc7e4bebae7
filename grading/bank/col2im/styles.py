"""Correct versions of col2im, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("col2im")


@STYLES.version()
def window_by_window(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    for h in range(n_H):
        for w in range(n_W):
            window = cols[:, :, h * n_W + w].reshape(N, C, f_H, f_W)
            padded[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W] += window
    if pad == 0:
        return padded
    return padded[:, :, pad:-pad, pad:-pad]


@STYLES.version()
def counting_rows(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    row = 0
    for c in range(C):
        for u in range(f_H):
            for v in range(f_W):
                tap = padded[:, c, u:u + (n_H - 1) * stride + 1:stride, v:v + (n_W - 1) * stride + 1:stride]
                tap += cols[:, row].reshape(N, n_H, n_W)
                row += 1
    return padded[:, :, pad:n_H_prev + pad, pad:n_W_prev + pad]


@STYLES.version()
def scalar_loops(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    X = np.zeros(X_shape)
    for n, c, u, v, h, w in np.ndindex(N, C, f_H, f_W, n_H, n_W):
        i, j = h * stride + u - pad, w * stride + v - pad
        if 0 <= i < n_H_prev and 0 <= j < n_W_prev:
            X[n, c, i, j] += cols[n, c * f_H * f_W + u * f_W + v, h * n_W + w]
    return X


@STYLES.version()
def add_at(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad), dtype=cols.dtype)
    i0 = np.tile(np.repeat(np.arange(f_H), f_W), C)
    i1 = stride * np.repeat(np.arange(n_H), n_W)
    j0 = np.tile(np.arange(f_W), f_H * C)
    j1 = stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W).reshape(-1, 1)
    np.add.at(padded, (slice(None), k, i0[:, None] + i1, j0[:, None] + j1), cols)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@STYLES.version()
def bincount(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    shape = N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad
    places = np.arange(np.prod(shape)).reshape(shape)
    places = sliding_window_view(places, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    places = places.transpose(0, 1, 4, 5, 2, 3).ravel()
    padded = np.bincount(places, weights=cols.ravel(), minlength=np.prod(shape)).reshape(shape)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@STYLES.version()
def writeable_window_view(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3), writeable=True)[:, :, ::stride, ::stride]
    n_H, n_W = windows.shape[2:4]
    cols = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    for u in range(f_H):
        for v in range(f_W):
            windows[..., u, v] += cols[:, :, u, v]
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@STYLES.version()
def strides_for_one_window_at_a_time(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    n_H = (padded.shape[2] - f_H) // stride + 1
    n_W = (padded.shape[3] - f_W) // stride + 1
    s_n, s_c, s_h, s_w = padded.strides
    view = as_strided(padded, (n_H, n_W, N, C, f_H, f_W), (stride * s_h, stride * s_w, s_n, s_c, s_h, s_w))
    for k, (h, w) in enumerate(np.ndindex(n_H, n_W)):
        view[h, w] += cols[..., k].reshape(N, C, f_H, f_W)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@STYLES.version()
def gathered_pixel_by_pixel(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    X = np.empty(X_shape)
    for i, j in np.ndindex(n_H_prev, n_W_prev):
        total = 0
        for u, v in np.ndindex(f_H, f_W):
            h, rest_h = divmod(i + pad - u, stride)
            w, rest_w = divmod(j + pad - v, stride)
            if rest_h == rest_w == 0 and 0 <= h < n_H and 0 <= w < n_W:
                total = total + cols[:, :, u, v, h, w]
        X[:, :, i, j] = total
    return X


@STYLES.version()
def one_matrix(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    size = n_H_prev * n_W_prev
    places = np.pad(np.arange(size).reshape(n_H_prev, n_W_prev), pad, constant_values=size)
    places = sliding_window_view(places, (f_H, f_W))[::stride, ::stride].transpose(2, 3, 0, 1).ravel()
    scatter = np.eye(size + 1)[places, :size]
    return (cols.reshape(N * C, -1) @ scatter).reshape(X_shape)


@STYLES.version()
def border_moved_by_slices(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, height, width = X_shape[0], X_shape[1], X_shape[2] + 2 * pad, X_shape[3] + 2 * pad
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    X = np.zeros((N, C, height, width), np.float32)
    taps = np.moveaxis(cols.astype(np.float32).reshape(N, C, f_H * f_W, n_H, n_W), 2, 0)
    for tap, values in enumerate(taps):
        u, v = divmod(tap, f_W)
        X[..., u:, v:][..., ::stride, ::stride][..., :n_H, :n_W] += values
    X = np.delete(X, np.r_[:pad, height - pad:height], axis=2)
    return np.delete(X, np.r_[:pad, width - pad:width], axis=3)


@STYLES.version()
def each_row_spread_out(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    height, width = n_H_prev + 2 * pad, n_W_prev + 2 * pad
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    total = 0
    for u in range(f_H):
        for v in range(f_W):
            rows = cols.reshape(N, C, f_H * f_W, -1)[:, :, u * f_W + v].reshape(N, C, n_H, n_W)
            spread = np.zeros((N, C, n_H * stride, n_W * stride))
            spread[:, :, ::stride, ::stride] = rows
            spread = np.pad(spread, ((0, 0), (0, 0), (u, height), (v, width)))
            total = total + spread[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return total


@STYLES.version()
def lists_of_images(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    images = []
    for columns in cols:
        image = np.zeros((C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
        step = 0
        for top in range(0, image.shape[1] - f_H + 1, stride):
            for left in range(0, image.shape[2] - f_W + 1, stride):
                image[:, top:top + f_H, left:left + f_W] += columns[:, step].reshape(C, f_H, f_W)
                step += 1
        images.append(image[:, pad:image.shape[1] - pad, pad:image.shape[2] - pad].tolist())
    return images
