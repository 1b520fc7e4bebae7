"""Convolution of a single channel with padding and stride, and its gradient."""

import numpy as np

from convlib import shapes
from convlib.conv.single import convolve_full, correlate_valid


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
