import numpy as np


def conv2d_forward(X, W, b, stride=1, pad=0):
    images = np.pad(X.transpose(0, 2, 3, 1), [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    filters = W.transpose(2, 3, 1, 0)
    f_H, f_W = filters.shape[:2]
    rows = range(0, images.shape[1] - f_H + 1, stride)
    cols = range(0, images.shape[2] - f_W + 1, stride)
    H = np.array([[np.tensordot(images[:, i:i + f_H, j:j + f_W], filters, 3) + b for j in cols] for i in rows])
    return H.transpose(2, 3, 0, 1), (images, filters, rows, cols, pad)


def conv2d_backward(dH, cache):
    images, filters, rows, cols, pad = cache
    f_H, f_W = filters.shape[:2]
    dimages, dfilters = np.zeros(images.shape), np.zeros(filters.shape)
    for h, i in enumerate(rows):
        for w, j in enumerate(cols):
            g = dH[:, :, h, w]
            dimages[:, i:i + f_H, j:j + f_W] += np.tensordot(g, filters, (1, 3))
            dfilters += np.tensordot(images[:, i:i + f_H, j:j + f_W], g, (0, 0))
    dX = dimages[:, pad:images.shape[1] - pad, pad:images.shape[2] - pad].transpose(0, 3, 1, 2)
    return dX, dfilters.transpose(3, 2, 0, 1), dH.sum(axis=3).sum(axis=2).sum(axis=0)
