import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_forward(X, W, b, stride=1, pad=0):
    xp = np.pad(X, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    seen = sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.tensordot(seen, W, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b[:, None, None]

    def back(dH):
        dW = np.tensordot(dH, seen, ((0, 2, 3), (0, 2, 3)))
        stamps = np.tensordot(dH, W, (1, 0))
        dxp = np.zeros(xp.shape)
        for h, w in np.ndindex(dH.shape[2:]):
            dxp[:, :, h * stride:h * stride + W.shape[2], w * stride:w * stride + W.shape[3]] += stamps[:, h, w]
        return dxp[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum((0, 2, 3))

    return H, back


def conv2d_backward(dH, cache):
    return cache(dH)
