"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


def im2col(X: np.ndarray, f_H: int, f_W: int, stride: int = 1, pad: int = 0) -> np.ndarray:
    """Unfold the input: every window becomes one column.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input.
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    cols : ndarray, shape (N, C * f_H * f_W, n_H * n_W), dtype of X
        Row (c, u, v), in row-major order, holds the entries that weight [c, u, v] multiplies; column (h, w)
        holds the window of output [h, w]. This is the layout of PyTorch's ``unfold``.

    Raises
    ------
    ValueError
        If X does not have four axes, f_H, f_W or stride is not a positive integer, pad is not a non-negative
        integer, or the window does not fit.
    """
    shapes.require_windows(X, f_H, f_W, stride, pad)
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, C, f_H, f_W, n_H, n_W), dtype=X.dtype)
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


def col2im(cols: np.ndarray, X_shape: tuple, f_H: int, f_W: int, stride: int = 1, pad: int = 0) -> np.ndarray:
    """Fold columns back to where they came from, and add up where windows overlap.

    This is the adjoint of ``im2col``, which sends gradients back through it; it is not its inverse.

    Parameters
    ----------
    cols : ndarray, shape (N, C * f_H * f_W, n_H * n_W)
        Columns in the layout of ``im2col``.
    X_shape : tuple of int
        (N, C, n_H_prev, n_W_prev), the shape of the input of ``im2col``.
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.

    Returns
    -------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The sum of everything that returns to each pixel; what returns to the padding is discarded.

    Raises
    ------
    ValueError
        If cols does not have the shape that ``im2col`` returns for such an input.
    """
    shapes.require_columns(cols, X_shape, f_H, f_W, stride, pad)
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad), dtype=cols.dtype)
    for u in range(f_H):
        for v in range(f_W):
            padded[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride] += cols[:, :, u, v]
    return padded[:, :, pad : pad + n_H_prev, pad : pad + n_W_prev]


def conv2d_backward_im2col(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward_im2col``: matrix products, then fold.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv2d_forward_im2col`` returned: (X, W, b, stride, pad).

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
    F, C, f_H, f_W = W.shape
    dH = dH.reshape(dH.shape[0], F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = np.tensordot(dH, cols, axes=((0, 2), (0, 2))).reshape(W.shape)
    db = dH.sum(axis=(0, 2))
    dX = col2im(W.reshape(F, -1).T @ dH, X.shape, f_H, f_W, stride, pad)
    return dX, dW, db


def conv2d_forward_im2col(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image: unfold, then one matrix product.

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
    cols = im2col(X, f_H, f_W, stride, pad)
    H = W.reshape(F, -1) @ cols + b[:, None]
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
