"""Filters of 1x1 at stride 1: the pixels of an image are the rows of a matrix, and nothing needs to be unfolded.

Inside, the axes are (N, n_H, n_W, C). There some pixels of an image are a matrix in one piece, so that small products
are quick. Images with their pixels innermost are not copied on the way back, but multiplied whole.
"""

import math

import numpy as np

from . import workspace

# Images in a block: enough that the calls do not count, and their pieces still fit into the cache.
IMAGES = 8


def suits(H_shape, W_shape, stride, pad):
    """Return whether the filters are of 1x1 and meet every pixel once."""
    return W_shape[2:] == (1, 1) and stride == 1 and pad == 0


def empty(shape, dtype):
    """Return an empty array (N, C, n_H, n_W) that has the order of the inside in memory."""
    N, C, n_H, n_W = shape
    return np.empty((N, n_H, n_W, C), dtype).transpose(0, 3, 1, 2)


def forward(X, W, b, stride, pad, H):
    """Fill H, (N, F, n_H, n_W): one product for each block, in which the bias is the weight of a column of ones."""
    N, C, n_H, n_W = X.shape
    weights = np.vstack([W[:, :, 0, 0].T, b]).astype(H.dtype)
    for block in workspace.at_most(IMAGES, N):
        inputs = workspace.scratch("X", (len(X[block]), n_H * n_W, C + 1), H.dtype)
        inputs[:, :, :C], inputs[:, :, C] = _pixels(X[block]), 1
        np.matmul(inputs, weights, out=_pixels(H[block]))


def backward(dH, X, W, stride, pad, dX):
    """Fill dX and return (dW, db)."""
    dH, X, weights = (array.astype(dX.dtype, copy=False) for array in (dH, X, W[:, :, 0, 0]))
    dW, db = np.zeros_like(weights), np.zeros(len(W), dX.dtype)
    if all(array.transpose(0, 2, 3, 1).flags.c_contiguous for array in (dH, X)):
        images, pieces = IMAGES, workspace.pieces(math.prod(X.shape[2:]), W.size)
    else:
        images, pieces = 1, [slice(None)]
    for block in workspace.at_most(images, len(X)):
        for piece in pieces:
            upstream, inputs, out = (_pixels(array[block])[:, piece] for array in (dH, X, dX))
            dW += np.matmul(upstream.transpose(0, 2, 1), inputs).sum(axis=0)
            np.matmul(upstream, weights, out=out)
            db += (np.ones(out.shape[1], dX.dtype) @ upstream).sum(axis=0)
    return dW[:, :, None, None], db


def _pixels(images):
    """View (N, C, n_H, n_W) as matrices (N, n_H * n_W, C); a copy only where neither axis is innermost."""
    N, C, n_H, n_W = images.shape
    return images.transpose(0, 2, 3, 1).reshape(N, n_H * n_W, C)
