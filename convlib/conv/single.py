"""Convolution of a single channel at stride 1, and three forms of its gradient.

What deep learning calls convolution is cross-correlation: the filter is applied as it is, not rotated.
Every function here says which of the two it computes.
"""

import numpy as np

from convlib import shapes


def conv_single_step(x_slice: np.ndarray, W: np.ndarray) -> float:
    """Apply the filter to one window of the input: multiply elementwise, then sum.

    Parameters
    ----------
    x_slice : ndarray, shape (f, f)
        One window of the input.
    W : ndarray, shape (f, f)
        The filter.

    Returns
    -------
    float
        The sum of the products.

    Raises
    ------
    ValueError
        If the window and the filter differ in shape.
    """
    shapes.require_same(x_slice=x_slice, W=W)
    return float(np.sum(x_slice * W))


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


def conv_forward(X: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Slide the filter over the input (cross-correlation, stride 1, no padding).

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f, f)
        The filter.

    Returns
    -------
    H : ndarray, shape (n_H, n_W)
        The output, n_H = n_H_prev - f + 1 and n_W = n_W_prev - f + 1.
    cache : tuple
        (X, W), for the backward pass.

    Raises
    ------
    ValueError
        If an array does not have two axes, or the filter is larger than the input.
    """
    shapes.require_fit(X, W)
    f_H, f_W = W.shape
    n_H = X.shape[0] - f_H + 1
    n_W = X.shape[1] - f_W + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[h, w] = np.sum(X[h : h + f_H, w : w + f_W] * W)
    cache = (X, W)
    return H, cache


def conv_backward(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv_forward``, output by output.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv_forward`` returned: (X, W).

    Returns
    -------
    dX : ndarray, shape (n_H_prev, n_W_prev)
        Gradient of the loss with respect to X.
    dW : ndarray, shape (f, f)
        Gradient of the loss with respect to W.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W = cache
    shapes.require_upstream(dH, X, W)
    f_H, f_W = W.shape
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            dX[h : h + f_H, w : w + f_W] += W * dH[h, w]
            dW += X[h : h + f_H, w : w + f_W] * dH[h, w]
    return dX, dW


def conv_backward_repaired(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray]:
    """The printed backward pass, fixed: each entry of dW is one sum.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv_forward`` returned: (X, W).

    Returns
    -------
    dX : ndarray, shape (n_H_prev, n_W_prev)
        Gradient of the loss with respect to X.
    dW : ndarray, shape (f, f)
        Gradient of the loss with respect to W.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W = cache
    shapes.require_upstream(dH, X, W)
    f_H, f_W = W.shape
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            dX[h : h + f_H, w : w + f_W] += W * dH[h, w]
    for u in range(f_H):
        for v in range(f_W):
            dW[u, v] = np.sum(X[u : u + n_H, v : v + n_W] * dH)
    return dX, dW


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


def conv_backward_by_convolution(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Send the gradient back through ``conv_forward`` with two convolutions.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv_forward`` returned: (X, W).

    Returns
    -------
    dX : ndarray, shape (n_H_prev, n_W_prev)
        The full convolution of dH with W.
    dW : ndarray, shape (f, f)
        The valid cross-correlation of X with dH.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W = cache
    shapes.require_upstream(dH, X, W)
    dX = convolve_full(dH, W)
    dW = correlate_valid(X, dH)
    return dX, dW


def conv_matrix(W: np.ndarray, n_H_prev: int, n_W_prev: int) -> np.ndarray:
    """Write the layer as a matrix A: ``A @ X.ravel()`` is the flattened output.

    Parameters
    ----------
    W : ndarray, shape (f, f)
        The filter.
    n_H_prev, n_W_prev : int
        Height and width of the input.

    Returns
    -------
    ndarray, shape (n_H * n_W, n_H_prev * n_W_prev)
        One row for each output, in row-major order; one column for each pixel. A doubly
        blocked Toeplitz matrix, whose transpose carries dH back to dX.

    Raises
    ------
    ValueError
        If W does not have two axes, or is larger than the input.
    """
    shapes.require_fit(np.empty((n_H_prev, n_W_prev)), W)
    f_H, f_W = W.shape
    n_H, n_W = n_H_prev - f_H + 1, n_W_prev - f_W + 1
    A = np.zeros((n_H * n_W, n_H_prev * n_W_prev))
    for h in range(n_H):
        for w in range(n_W):
            laid = np.zeros((n_H_prev, n_W_prev))
            laid[h : h + f_H, w : w + f_W] = W
            A[h * n_W + w] = laid.ravel()
    return A
