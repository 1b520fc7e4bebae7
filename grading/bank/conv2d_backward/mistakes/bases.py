"""The correct version of conv2d_backward, with loops, in which most slips are made, and its lines."""

import numpy as np


def stamps(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(F)
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    dpadded[n, :, top:top + f_H, left:left + f_W] += W[k] * dH[n, k, h, w]
                    dW[k] += padded[n, :, top:top + f_H, left:left + f_W] * dH[n, k, h, w]
                    db[k] += dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, db


STAMP = "dpadded[n, :, top:top + f_H, left:left + f_W] += W[k] * dH[n, k, h, w]"
WINDOW = "dW[k] += padded[n, :, top:top + f_H, left:left + f_W] * dH[n, k, h, w]"
BIAS = "db[k] += dH[n, k, h, w]"
LAST = "    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]\n"
