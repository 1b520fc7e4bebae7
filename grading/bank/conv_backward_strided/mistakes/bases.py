"""Correct versions of conv_backward_strided in which slips are made: with stamps, and by convolution."""

import numpy as np


def scatter(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape
    padded = np.pad(X, pad)
    dX = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            top, left = h * stride, w * stride
            dX[top:top + f_H, left:left + f_W] += W * dH[h, w]
            dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]
    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW


def convolve(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    room = (padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)
    dilated = np.zeros(room)
    dilated[:dH.shape[0] * stride:stride, :dH.shape[1] * stride:stride] = dH
    dX = convolve_full(dilated, W)  # noqa: F821  given
    dX = dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad]
    dW = correlate_valid(padded, dilated)  # noqa: F821  given
    return dX, dW
