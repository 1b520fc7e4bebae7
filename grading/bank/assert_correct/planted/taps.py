import numpy as np


def conv2d_forward(X, W, b, stride=1, pad=0):
    N, C, rows, cols = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = (rows + 2 * pad - f_H) // stride + 1, (cols + 2 * pad - f_W) // stride + 1
    big = np.zeros((N, C, rows + 2 * pad, cols + 2 * pad))
    big[:, :, pad:pad + rows, pad:pad + cols] = X
    H = np.zeros((N, F, n_H, n_W))
    for u, v in np.ndindex(f_H, f_W):
        met = big[:, :, u::stride, v::stride][:, :, :n_H, :n_W]
        H += np.einsum("nchw,kc->nkhw", met, W[:, :, u, v])
    H += b[:, None, None]
    return H, (X, W, b, stride, pad)


def conv2d_backward(dH, cache):
    X, W, b, stride, pad = cache
    N, F, n_H, n_W = dH.shape
    N, C, rows, cols = X.shape
    F, C, f_H, f_W = W.shape
    big = np.zeros((N, C, rows + 2 * pad, cols + 2 * pad))
    big[:, :, pad:pad + rows, pad:pad + cols] = X
    dbig, dW = np.zeros(big.shape), np.zeros(W.shape)
    for u, v in np.ndindex(f_H, f_W):
        met = big[:, :, u::stride, v::stride][:, :, :n_H, :n_W]
        dW[:, :, u, v] = np.einsum("nkhw,nchw->kc", dH, met)
        dbig[:, :, u::stride, v::stride][:, :, :n_H, :n_W] += np.einsum("nkhw,kc->nchw", dH, W[:, :, u, v])
    dX = dbig[:, :, pad:pad + rows, pad:pad + cols]
    db = np.einsum("nkhw->k", dH)
    return dX, dW, db
