"""The full layer, with batches, channels and filters, written with loops: the reference for every faster version."""

import numpy as np

from convlib import shapes


def conv2d_forward(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image of a batch (cross-correlation).

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter.
    cache : tuple
        (X, W, b, stride, pad), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride is not a positive integer, or pad is not a non-negative integer.
    """
    shapes.require_conv2d(X, W, b, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.zeros((N, F, n_H, n_W), dtype=np.result_type(X, W, b, np.float32))
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    window = padded[n, :, top : top + f_H, left : left + f_W]
                    H[n, k, h, w] = np.sum(window * W[k]) + b[k]
    cache = (X, W, b, stride, pad)
    return H, cache


def conv2d_backward(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward``.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward`` returned: (X, W, b, stride, pad).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X: summed over the filters.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W: summed over the images.
    db : ndarray, shape (F,)
        Gradient with respect to b: summed over images and positions.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad = cache
    shapes.require_conv2d(X, W, b, stride, pad, dH)
    N, F, n_H, n_W = dH.shape
    F, C, f_H, f_W = W.shape
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape, dtype=np.result_type(X, W, dH, np.float32))
    dW = np.zeros(W.shape, dtype=dpadded.dtype)
    db = np.zeros(b.shape, dtype=dpadded.dtype)
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    rows, cols = slice(top, top + f_H), slice(left, left + f_W)
                    dpadded[n, :, rows, cols] += W[k] * dH[n, k, h, w]
                    dW[k] += padded[n, :, rows, cols] * dH[n, k, h, w]
                    db[k] += dH[n, k, h, w]
    dX = dpadded[:, :, pad : pad + X.shape[2], pad : pad + X.shape[3]]
    return dX, dW, db
