"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


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


def conv2d_backward_taps(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward_taps``, tap by tap.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward_taps`` returned: (X, W, b, stride, pad).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W.
    db : ndarray, shape (F,)
        Gradient with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad = cache
    shapes.require_conv2d(X, W, b, stride, pad, dH)
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape, dtype=np.result_type(X, W, dH, np.float32))
    dW = np.zeros(W.shape, dtype=dpadded.dtype)
    for u in range(f_H):
        for v in range(f_W):
            tap = np.s_[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            dW[:, :, u, v] = np.tensordot(dH, padded[tap], axes=((0, 2, 3), (0, 2, 3)))
            dpadded[tap] += (W[:, :, u, v].T @ dH.reshape(N, F, -1)).reshape(N, C, n_H, n_W)
    dX = dpadded[:, :, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


def conv2d_forward_taps(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image, tap by tap.

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
    H = np.zeros((N, F, n_H * n_W), dtype=np.result_type(X, W, b, np.float32)) + b[:, None]
    for u in range(f_H):
        for v in range(f_W):
            met = padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            H += W[:, :, u, v] @ met.reshape(N, C, -1)
    cache = (X, W, b, stride, pad)
    return H.reshape(N, F, n_H, n_W), cache


def numerical_gradient(
    func: "Callable[[np.ndarray], np.ndarray]", x: np.ndarray, dH: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Estimate the gradient of ``sum(func(x) * dH)`` by central differences.

    Parameters
    ----------
    func : callable
        Takes an array with the shape of x and returns one with the shape of dH.
    x : ndarray, any shape
        Where to estimate the gradient. It is not modified.
    dH : ndarray
        Gradient of the loss with respect to func's result.
    eps : float, default 1e-5
        The step to either side. In float32, a step this small is lost in rounding error.

    Returns
    -------
    ndarray, same shape as x
        The gradient of the loss with respect to x.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = np.sum(func(x) * dH)
        x[index] = kept - eps
        below = np.sum(func(x) * dH)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient
