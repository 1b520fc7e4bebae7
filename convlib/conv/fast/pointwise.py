"""1x1 filters at stride 1: the pixels of an image are the rows of a matrix, and nothing needs to be unfolded.

Internally, the memory layout is (N, n_H, n_W, C). Consecutive pixels of an image then form a contiguous matrix, which
makes small products fast. In the backward pass, images with their pixels innermost are not copied but multiplied whole.
"""

import math

import numpy as np

from . import blocks, workspace

# Images per block: enough that call overhead is negligible, and few enough that they fit into the cache.
IMAGES = 8


def suits(H_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int) -> bool:
    """Return whether the filters are 1x1 and visit every pixel once."""
    return W_shape[2:] == (1, 1) and stride == 1 and pad == 0


def empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized array (N, C, n_H, n_W) with the internal memory layout."""
    N, C, n_H, n_W = shape
    return np.empty((N, n_H, n_W, C), dtype).transpose(0, 3, 1, 2)


def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, pad: int, H: np.ndarray) -> None:
    """Fill H, (N, F, n_H, n_W): one product per block, in which the bias is the weight of a column of ones."""
    N, C, n_H, n_W = X.shape
    weights = np.vstack([W[:, :, 0, 0].T, b]).astype(H.dtype)
    for block in blocks.at_most(IMAGES, N):
        inputs = workspace.array("X", (len(X[block]), n_H * n_W, C + 1), H.dtype)
        inputs[:, :, :C], inputs[:, :, C] = _pixels(X[block]), 1
        np.matmul(inputs, weights, out=_pixels(H[block]))


def backward(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, stride: int, pad: int, dX: np.ndarray | None, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Fill dX, unless it is None, and return (dW, db)."""
    dH, X, weights = (array.astype(dtype, copy=False) for array in (dH, X, W[:, :, 0, 0]))
    dW, db = np.zeros_like(weights), np.zeros(len(W), dtype)
    if all(array.transpose(0, 2, 3, 1).flags.c_contiguous for array in (dH, X)):
        images, pixel_blocks = IMAGES, blocks.of_columns(math.prod(X.shape[2:]), W.size)
    else:
        images, pixel_blocks = 1, [slice(None)]
    for block in blocks.at_most(images, len(X)):
        for some in pixel_blocks:
            upstream, inputs = _pixels(dH[block])[:, some], _pixels(X[block])[:, some]
            dW += np.matmul(upstream.transpose(0, 2, 1), inputs).sum(axis=0)
            if dX is not None:
                np.matmul(upstream, weights, out=_pixels(dX[block])[:, some])
            db += (np.ones(upstream.shape[1], dtype) @ upstream).sum(axis=0)
    return dW[:, :, None, None], db


def _pixels(images: np.ndarray) -> np.ndarray:
    """View (N, C, n_H, n_W) as matrices (N, n_H * n_W, C); copied only if neither axis is innermost."""
    N, C, n_H, n_W = images.shape
    return images.transpose(0, 2, 3, 1).reshape(N, n_H * n_W, C)
