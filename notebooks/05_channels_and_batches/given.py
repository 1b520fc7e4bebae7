"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


def pad2d(X: np.ndarray, pad: int) -> np.ndarray:
    """Pad an array with zeros.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    pad : int
        Number of zeros on each of the four sides.

    Returns
    -------
    ndarray, shape (n_H_prev + 2 * pad, n_W_prev + 2 * pad)
        X surrounded by zeros.

    Raises
    ------
    ValueError
        If X does not have two axes, or pad is not a non-negative integer.
    """
    shapes.require_2d(X=X)
    shapes.require_whole(pad=(pad, 0))
    n_H_prev, n_W_prev = X.shape
    padded = np.zeros((n_H_prev + 2 * pad, n_W_prev + 2 * pad), dtype=X.dtype)
    padded[pad : pad + n_H_prev, pad : pad + n_W_prev] = X
    return padded


def dilate2d(dH: np.ndarray, stride: int, shape: tuple) -> np.ndarray:
    """Spread the entries of dH ``stride`` apart, in an array of zeros of the given shape.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    stride : int
        Step from one entry to the next, along both axes.
    shape : tuple of int
        Shape of the result, at least ((n_H - 1) * stride + 1, (n_W - 1) * stride + 1). It may be
        larger: a stride can leave rows and columns unused.

    Returns
    -------
    ndarray, shape ``shape``
        dH[h, w] is at [h * stride, w * stride]; everything else is zero.

    Raises
    ------
    ValueError
        If dH does not have two axes, stride is not a positive integer, or shape is too small.
    """
    shapes.require_2d(dH=dH)
    shapes.require_room(dH, stride, shape)
    n_H, n_W = dH.shape
    dilated = np.zeros(shape, dtype=dH.dtype)
    dilated[: n_H * stride : stride, : n_W * stride : stride] = dH
    return dilated


def unpad2d(X: np.ndarray, pad: int) -> np.ndarray:
    """Remove the border: the inverse of ``pad2d``, and its adjoint, which sends gradients back through it.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        An array with a border.
    pad : int
        Width of the border on each of the four sides. It may be 0.

    Returns
    -------
    ndarray, shape (n_H_prev - 2 * pad, n_W_prev - 2 * pad)
        The part inside the border.

    Raises
    ------
    ValueError
        If X does not have two axes, pad is not a non-negative integer, or nothing would be left.
    """
    shapes.require_2d(X=X)
    shapes.require_border(X, pad)
    return X[pad : X.shape[0] - pad, pad : X.shape[1] - pad]


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


def conv_backward_strided(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv_forward_strided``.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output H.
    cache : tuple
        What ``conv_forward_strided`` returned: (X, W, stride, pad).

    Returns
    -------
    dX : ndarray, shape (n_H_prev, n_W_prev)
        Gradient of the loss with respect to X. Zero in rows and columns that no window covers.
    dW : ndarray, shape (f_H, f_W)
        Gradient of the loss with respect to W.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, stride, pad = cache
    shapes.require_conv(X, W, stride, pad, dH)
    f_H, f_W = W.shape
    padded = pad2d(X, pad)
    at_stride_1 = (padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)
    dilated = dilate2d(dH, stride, at_stride_1)
    dX = unpad2d(convolve_full(dilated, W), pad)
    dW = correlate_valid(padded, dilated)
    return dX, dW


def conv_forward_strided(X: np.ndarray, W: np.ndarray, stride: int = 1, pad: int = 0) -> tuple[np.ndarray, tuple]:
    """Slide the filter over the padded input in steps of ``stride`` (cross-correlation).

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides.

    Returns
    -------
    H : ndarray, shape (n_H, n_W)
        The output, n_H = (n_H_prev + 2 * pad - f_H) // stride + 1 and n_W likewise.
    cache : tuple
        (X, W, stride, pad), for the backward pass.

    Raises
    ------
    ValueError
        If an array does not have two axes, stride is not a positive integer, pad is not a non-negative integer, or
        the filter does not fit.
    """
    shapes.require_conv(X, W, stride, pad)
    f_H, f_W = W.shape
    padded = pad2d(X, pad)
    n_H = (padded.shape[0] - f_H) // stride + 1
    n_W = (padded.shape[1] - f_W) // stride + 1
    H = np.zeros((n_H, n_W), dtype=np.result_type(X, W, np.float32))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            H[h, w] = np.sum(padded[top : top + f_H, left : left + f_W] * W)
    cache = (X, W, stride, pad)
    return H, cache


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
