"""Filters of 1x1 at stride 1: each image is a matrix as it lies, and nothing needs to be unfolded."""

import numpy as np

from . import work

empty = np.empty


def suits(H_shape, W_shape, stride, pad):
    """Return whether the filters are of 1x1 and meet every pixel once."""
    return W_shape[2:] == (1, 1) and stride == 1 and pad == 0


def forward(X, W, b, stride, pad, H):
    """Fill H, (N, F, n_H, n_W): one product for each image, in which the bias is the weight of a row of ones."""
    filters = np.column_stack([W[:, :, 0, 0], b]).astype(H.dtype)
    for image, out in zip(X, H, strict=True):
        np.matmul(filters, _with_ones(image, H.dtype), out=_matrix(out))


def backward(dH, X, W, stride, pad, dX):
    """Fill dX and return (dW, db): what the row of ones gathers is db."""
    F, C = W.shape[:2]
    turned = W[:, :, 0, 0].T.astype(dX.dtype, order="C")
    gathered = np.zeros((F, C + 1), dX.dtype)
    for dH_n, X_n, out in zip(dH, X, dX, strict=True):
        # In the scratch memory the products find it in the cache, twice.
        upstream = work.scratch("dH", dH_n.shape, dX.dtype)
        upstream[...] = dH_n
        np.matmul(turned, _matrix(upstream), out=_matrix(out))
        gathered += _matrix(upstream) @ _with_ones(X_n, dX.dtype).T
    return gathered[:, :C, None, None], gathered[:, C]


def _with_ones(image, dtype):
    """Return an image (C, n_H, n_W) as a matrix (C + 1, n_H * n_W) whose last row is ones."""
    C, n_H, n_W = image.shape
    matrix = work.scratch("X", (C + 1, n_H, n_W), dtype)
    matrix[:C], matrix[C] = image, 1
    return _matrix(matrix)


def _matrix(image):
    """View (C, n_H, n_W) as (C, n_H * n_W)."""
    C, n_H, n_W = image.shape
    return image.reshape(C, n_H * n_W)
