"""Filters of 1x1 at stride 1: each image is a matrix as it lies, and nothing needs to be unfolded."""

import math

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
    """Fill dX and return (dW, db)."""
    F, C = W.shape[:2]
    turned = W[:, :, 0, 0].T.astype(dX.dtype, order="C")
    dW, db, ones = np.zeros((F, C), dX.dtype), np.zeros(F, dX.dtype), np.ones(math.prod(X.shape[2:]), dX.dtype)
    for dH_n, X_n, out in zip(dH, X, dX, strict=True):
        # In the scratch memory the products find it in the cache, each time.
        upstream = work.scratch("dH", dH_n.shape, dX.dtype)
        upstream[...] = dH_n
        upstream = _matrix(upstream)
        np.matmul(turned, upstream, out=_matrix(out))
        dW += upstream @ _matrix(X_n).T
        db += upstream @ ones
    return dW[:, :, None, None], db


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
