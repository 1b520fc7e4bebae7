"""Fast max pooling and ReLU: the pairs of ``layers``, with the output cached for the backward pass.

NumPy's copies and products keep the memory layout of their operands; np.where, which ``layers`` uses, does not and is
slow if the images are innermost.
"""

from functools import lru_cache, reduce

import numpy as np

from convlib import shapes


def maxpool_forward_fast(X: np.ndarray, f: int, stride: int) -> tuple[np.ndarray, tuple]:
    """Take the largest entry of every window.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input, in any memory layout.
    f : int
        Side of the window.
    stride : int
        Step from one window to the next. Windows overlap if it is smaller than f.

    Returns
    -------
    H : ndarray, shape (N, C, n_H, n_W)
        The largest entry of each window, separately for each channel, in the memory layout of X.
    cache : tuple
        What the backward pass needs.

    Raises
    ------
    ValueError
        If X does not have four axes, f or stride is not a positive integer, or the window does not fit.
    """
    n_H, n_W = _output_sides(np.shape(X), f, stride)
    # The maximum of each column of a window, then the maximum of these: 2 * f steps instead of f * f.
    columns = reduce(np.maximum, [X[:, :, u : u + n_H * stride : stride] for u in range(f)])
    H = reduce(np.maximum, [columns[:, :, :, v : v + n_W * stride : stride] for v in range(f)])
    if f == 1:
        H = H.copy("K")  # not X itself
    cache = (X, H, f, stride)
    return H, cache


@lru_cache(maxsize=1024)
def _output_sides(X_shape: tuple[int, ...], f: int, stride: int) -> tuple[int, int]:
    shapes.require_windows(np.broadcast_to(0, X_shape), f, f, stride)
    return (X_shape[2] - f) // stride + 1, (X_shape[3] - f) // stride + 1


def maxpool_backward_fast(dH: np.ndarray, cache: tuple) -> np.ndarray:
    """Send each gradient back to the first entry, in row-major order, that was the largest in its window.

    Parameters
    ----------
    dH : ndarray, shape (N, C, n_H, n_W)
        Gradient of the loss with respect to the output.
    cache : tuple
        What ``maxpool_forward_fast`` returned.

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient of the loss with respect to X; contributions from several windows to one entry add up.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, H, f, stride = cache
    if dH.shape != H.shape:
        shapes.require_windows(X, f, f, stride, dH=dH)
    n_H, n_W = H.shape[2:]
    # Windows that cover every entry exactly once overwrite all of dX.
    covers = f == stride and X.shape[2:] == (n_H * f, n_W * f)
    dX = (np.empty_like if covers else np.zeros_like)(X, dtype=np.result_type(dH, np.float32))
    waiting = np.ones_like(H, dtype=bool)  # which windows have not found their largest entry yet
    for u in range(f):
        for v in range(f):
            met = np.s_[:, :, u : u + n_H * stride : stride, v : v + n_W * stride : stride]
            first = X[met] == H
            first &= waiting
            if covers:
                np.multiply(dH, first, out=dX[met])
            else:
                dX[met] += dH * first
            waiting ^= first
    return dX


def relu_forward_fast(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keep positive entries and replace the others with zero.

    Parameters
    ----------
    X : ndarray, any shape
        The input, in any memory layout.

    Returns
    -------
    H : ndarray, same shape as X
        max(X, 0), elementwise, in the memory layout of X.
    cache : ndarray
        What the backward pass needs: H, which is positive where X is.
    """
    H = np.maximum(X, 0)
    cache = H
    return H, cache


def relu_backward_fast(dH: np.ndarray, cache: np.ndarray) -> np.ndarray:
    """Send the gradient back through ``relu_forward_fast``: it passes only where the input was positive.

    Parameters
    ----------
    dH : ndarray, same shape as X
        Gradient of the loss with respect to the output; must be finite.
    cache : ndarray
        What ``relu_forward_fast`` returned.

    Returns
    -------
    dX : ndarray, same shape as X
        Gradient of the loss with respect to X. At exactly 0 it is taken to be 0.

    Raises
    ------
    ValueError
        If dH and X differ in shape.
    """
    if dH.shape != cache.shape:
        shapes.require_same(dH=dH, X=cache)
    return dH * (cache > 0)
