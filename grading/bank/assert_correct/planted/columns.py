import numpy as np


class Kept:
    def __init__(self, **items):
        self.__dict__.update(items)


def conv2d_forward(X, W, b, stride=1, pad=0):
    N, C, rows, cols = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = (rows + 2 * pad - f_H) // stride + 1, (cols + 2 * pad - f_W) // stride + 1
    h, w, c, u, v = np.ogrid[:n_H, :n_W, :C, :f_H, :f_W]
    place = ((c * (rows + 2 * pad) + h * stride + u) * (cols + 2 * pad) + w * stride + v).reshape(n_H * n_W, -1)
    flat = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)]).reshape(N, -1)
    columns = flat[:, place]
    H = (columns @ W.reshape(F, -1).T + b).transpose(0, 2, 1).reshape(N, F, n_H, n_W)
    return H, Kept(columns=columns, place=place, W=W, shape=X.shape, pad=pad)


def conv2d_backward(dH, cache):
    (N, C, rows, cols), pad, F = cache.shape, cache.pad, len(cache.W)
    g = dH.reshape(N, F, -1)
    dW = sum(g[n] @ cache.columns[n] for n in range(N)).reshape(cache.W.shape)
    dcolumns = g.transpose(0, 2, 1) @ cache.W.reshape(F, -1)
    flat = np.zeros((N, C * (rows + 2 * pad) * (cols + 2 * pad)))
    for n in range(N):
        np.add.at(flat[n], cache.place, dcolumns[n])
    dX = flat.reshape(N, C, rows + 2 * pad, cols + 2 * pad)[:, :, pad:pad + rows, pad:pad + cols]
    return [dX, dW, g.sum(axis=2).sum(axis=0)]
