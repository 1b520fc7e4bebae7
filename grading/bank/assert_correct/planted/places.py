import numpy as np


def conv2d_forward(X, W, b, stride=1, pad=0):
    N, C, rows, cols = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = (rows + 2 * pad - f_H) // stride + 1, (cols + 2 * pad - f_W) // stride + 1
    xp = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    H = np.zeros((N, F, n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        i, j = h * stride, w * stride
        H[:, :, h, w] = np.einsum("ncuv,kcuv->nk", xp[:, :, i:i + f_H, j:j + f_W], W) + b
    return H, (X, W, b, stride, pad)


def conv2d_backward(dH, cache):
    X, W, b, stride, pad = cache
    N, C, rows, cols = X.shape
    F, C, f_H, f_W = W.shape
    xp = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    dxp, dW, db = np.zeros(xp.shape), np.zeros(W.shape), np.zeros(F)
    for h, w in np.ndindex(dH.shape[2:]):
        i, j, g = h * stride, w * stride, dH[:, :, h, w]
        dxp[:, :, i:i + f_H, j:j + f_W] += np.einsum("nk,kcuv->ncuv", g, W)
        dW += np.einsum("nk,ncuv->kcuv", g, xp[:, :, i:i + f_H, j:j + f_W])
        db += g.sum(axis=0)
    dX = dxp[:, :, pad:pad + rows, pad:pad + cols]
    return dX, dW, db
