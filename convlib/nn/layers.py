"""The layers around a convolution, each forward pass next to its backward pass."""

import numpy as np

from convlib import shapes


def relu_forward(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep positive entries and replace the others with zero.

    Parameters
    ----------
    X : ndarray, any shape
        The input.

    Returns
    -------
    H : ndarray, same shape as X
        max(X, 0), elementwise.
    cache : ndarray
        X, for the backward pass.
    """
    H = np.maximum(X, 0)
    cache = X
    return H, cache


def relu_backward(dH: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """Send the gradient back through ``relu_forward``: it passes only where the input was positive.

    Parameters
    ----------
    dH : ndarray, same shape as X
        Gradient of the loss with respect to the output.
    cache : ndarray
        What ``relu_forward`` returned: X.

    Returns
    -------
    dX : ndarray, same shape as X
        Gradient of the loss with respect to X. At exactly 0 it is taken to be 0.

    Raises
    ------
    ValueError
        If dH and X differ in shape.
    """
    X = cache
    shapes.require_same(dH=dH, X=X)
    return np.where(X > 0, dH, 0)


def maxpool_forward(X: np.ndarray, f: int, stride: int) -> tuple[np.ndarray, tuple]:
    """Take the largest entry of every window.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input.
    f : int
        Side of the window.
    stride : int
        Step from one window to the next. Windows overlap if it is smaller than f.

    Returns
    -------
    H : ndarray, shape (N, C, n_H, n_W)
        The largest entry of each window, separately for each channel.
    cache : tuple
        (X, f, stride), for the backward pass.

    Raises
    ------
    ValueError
        If X does not have four axes, f or stride is not a positive integer, or the window does not fit.
    """
    shapes.require_windows(X, f, f, stride)
    n_H = (X.shape[2] - f) // stride + 1
    n_W = (X.shape[3] - f) // stride + 1
    H = X[:, :, : n_H * stride : stride, : n_W * stride : stride]
    for u in range(f):
        for v in range(f):
            H = np.maximum(H, X[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride])
    cache = (X, f, stride)
    return H, cache


def maxpool_backward(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Send each gradient back to the entry that was the largest in its window.

    Parameters
    ----------
    dH : ndarray, shape (N, C, n_H, n_W)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``maxpool_forward`` returned: (X, f, stride).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient of the loss with respect to X. In a tie, the first entry in row-major order
        receives all of it; contributions from several windows to one entry add up.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, f, stride = cache
    shapes.require_windows(X, f, f, stride, dH=dH)
    n_H, n_W = dH.shape[2:]
    H, _ = maxpool_forward(X, f, stride)
    dX = np.zeros(X.shape, dtype=np.result_type(dH, np.float32))
    left = dH  # what no earlier entry of its window has received
    for u in range(f):
        for v in range(f):
            met = np.s_[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            largest = X[met] == H
            dX[met] += left * largest
            left = left * ~largest
    return dX


def avgpool_forward(X: np.ndarray, f: int, stride: int) -> tuple[np.ndarray, tuple]:
    """Take the mean of every window.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input.
    f : int
        Side of the window.
    stride : int
        Step from one window to the next.

    Returns
    -------
    H : ndarray, shape (N, C, n_H, n_W)
        The mean of each window, separately for each channel.
    cache : tuple
        (X, f, stride), for the backward pass.

    Raises
    ------
    ValueError
        If X does not have four axes, f or stride is not a positive integer, or the window does not fit.
    """
    shapes.require_windows(X, f, f, stride)
    n_H = (X.shape[2] - f) // stride + 1
    n_W = (X.shape[3] - f) // stride + 1
    H = np.zeros((*X.shape[:2], n_H, n_W), dtype=np.result_type(X, np.float32))
    for u in range(f):
        for v in range(f):
            H += X[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
    cache = (X, f, stride)
    return H / (f * f), cache


def avgpool_backward(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Divide each gradient equally among the entries of its window.

    Parameters
    ----------
    dH : ndarray, shape (N, C, n_H, n_W)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``avgpool_forward`` returned: (X, f, stride).

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient of the loss with respect to X.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, f, stride = cache
    shapes.require_windows(X, f, f, stride, dH=dH)
    n_H, n_W = dH.shape[2:]
    dX = np.zeros(X.shape, dtype=np.result_type(dH, np.float32))
    part = dH / (f * f)
    for u in range(f):
        for v in range(f):
            dX[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride] += part
    return dX


def flatten_forward(X: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Flatten each sample into one row.

    Parameters
    ----------
    X : ndarray, shape (N, ...)
        The input, with the samples along the first axis.

    Returns
    -------
    H : ndarray, shape (N, n_out)
        Each sample's entries in row-major order.
    cache : tuple of int
        The shape of X, which is all that the backward pass needs.
    """
    H = X.reshape(X.shape[0], -1)
    cache = X.shape
    return H, cache


def flatten_backward(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Reshape the gradient to the shape of the input.

    Parameters
    ----------
    dH : ndarray, shape (N, n_out)
        Gradient of the loss with respect to the output.
    cache : tuple of int
        What ``flatten_forward`` returned: the shape of X.

    Returns
    -------
    dX : ndarray, shape (N, ...)
        Gradient of the loss with respect to X.
    """
    return dH.reshape(cache)


def linear_forward(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Multiply by a matrix and add a bias: every output sees every input.

    Parameters
    ----------
    X : ndarray, shape (N, n_in)
        The input, one sample per row.
    W : ndarray, shape (n_in, n_out)
        The weights.
    b : ndarray, shape (n_out,)
        The bias.

    Returns
    -------
    H : ndarray, shape (N, n_out)
        X @ W + b.
    cache : tuple
        (X, W, b), for the backward pass.

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    """
    shapes.require_linear(X, W, b)
    H = X @ W + b
    cache = (X, W, b)
    return H, cache


def linear_backward(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send the gradient back through ``linear_forward``.

    Parameters
    ----------
    dH : ndarray, shape (N, n_out)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``linear_forward`` returned: (X, W, b).

    Returns
    -------
    dX : ndarray, shape (N, n_in)
        Gradient of the loss with respect to X.
    dW : ndarray, shape (n_in, n_out)
        Gradient of the loss with respect to W.
    db : ndarray, shape (n_out,)
        Gradient of the loss with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b = cache
    shapes.require_linear(X, W, b, dH)
    dX = dH @ W.T
    dW = X.T @ dH
    db = dH.sum(axis=0)
    return dX, dW, db
