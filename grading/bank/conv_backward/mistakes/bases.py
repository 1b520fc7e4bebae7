"""Correct versions of conv_backward in which slips are made: with stamps, with a sliding filter, product by product."""

import numpy as np


def places(early, late):
    """Send students of lesson 02 to the first place and those of lesson 03 to the second."""
    return {"conv_backward": early, "conv_backward_by_convolution": late}


def stamp(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            dX[h:h + f, w:w + f] += W * dH[h, w]
            dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def slide(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    padded = np.pad(dH, f - 1)
    turned = W[::-1, ::-1]
    for h, w in np.ndindex(dX.shape):
        dX[h, w] = np.sum(padded[h:h + f, w:w + f] * turned)
    for u, v in np.ndindex(dW.shape):
        dW[u, v] = np.sum(X[u:u + n_H, v:v + n_W] * dH)
    return dX, dW


def touch(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(n_H, n_W):
        for u, v in np.ndindex(f, f):
            dX[h + u, w + v] += W[u, v] * dH[h, w]
            dW[u, v] += X[h + u, w + v] * dH[h, w]
    return dX, dW
