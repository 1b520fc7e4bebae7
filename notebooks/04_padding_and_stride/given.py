"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


def correlate_valid(X: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Slide K over X, wherever K fits entirely inside (valid cross-correlation).

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    K : ndarray, shape (f_H, f_W)
        The kernel, not rotated. It need not be square.

    Returns
    -------
    ndarray, shape (n_H_prev - f_H + 1, n_W_prev - f_W + 1)
        The sum of products at each position.

    Raises
    ------
    ValueError
        If an array does not have two axes, or K is larger than X.
    """
    shapes.require_fit(X, K, "K")
    f_H, f_W = K.shape
    out = np.zeros((X.shape[0] - f_H + 1, X.shape[1] - f_W + 1), dtype=np.result_type(X, K, np.float32))
    for h in range(out.shape[0]):
        for w in range(out.shape[1]):
            out[h, w] = np.sum(X[h : h + f_H, w : w + f_W] * K)
    return out


def rot180(K: np.ndarray) -> np.ndarray:
    """Rotate a filter by 180 degrees: reverse its rows and its columns.

    Parameters
    ----------
    K : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    ndarray, shape (f_H, f_W)
        The rotated filter: its last entry comes first.

    Raises
    ------
    ValueError
        If K does not have two axes.
    """
    shapes.require_2d(K=K)
    return K[::-1, ::-1]


def convolve_full(dH: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Full convolution: pad dH with zeros, then slide the rotated filter over it.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        The array to pad.
    W : ndarray, shape (f, f)
        The filter, not rotated: this function rotates it.

    Returns
    -------
    ndarray, shape (n_H + f - 1, n_W + f - 1)
        One entry for each position at which the rotated filter touches dH.

    Raises
    ------
    ValueError
        If an array does not have two axes.
    """
    shapes.require_2d(dH=dH, W=W)
    f_H, f_W = W.shape
    padded = np.pad(dH, ((f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))
    return correlate_valid(padded, rot180(W))


def output_size(n: int, f: int, stride: int = 1, pad: int = 0) -> int:
    """Count the positions of a filter along one axis.

    Parameters
    ----------
    n : int
        Input length along the axis.
    f : int
        Filter length along the axis.
    stride : int, default 1
        Step from one position to the next.
    pad : int, default 0
        Zeros added at each end.

    Returns
    -------
    int
        The number of positions at which the whole filter lies inside the padded input.

    Raises
    ------
    ValueError
        If n, f or stride is not a positive integer, pad is not a non-negative integer, or the filter does not fit.
    """
    shapes.require_sizes(n, f, stride, pad)
    return (n + 2 * pad - f) // stride + 1


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
