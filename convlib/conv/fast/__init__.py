"""The full layer, as fast as NumPy allows: the sums of ``convlib.conv.im2col``, arranged to suit the processor.

Four algorithms compute the same result. Each is a module that implements ``contract``, and ``plan`` chooses one:

- ``rows`` handles any filter, stride and pad;
- ``winograd`` saves multiplications where there are many channels and filters;
- ``pointwise`` is for filters of 1x1;
- ``small`` is for layers with hardly any arithmetic.

They share ``blocks`` (work split to fit the processor's caches) and ``workspace`` (memory that is reused);
``threads`` divides the images among threads.
"""

import math
from collections.abc import Callable
from typing import overload

import numpy as np

from convlib import shapes

from . import rows
from .plan import plan_of
from .threads import on_chunks

__all__ = ["conv2d_backward_fast", "conv2d_forward_fast"]


def conv2d_forward_fast(
    X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0, threads: int = 1
) -> tuple[np.ndarray, tuple]:
    """Slide every filter over every image of a batch (cross-correlation), fast.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels, in any memory layout.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.
    threads : int, default 1
        The maximum number of threads to divide the images among. Set OPENBLAS_NUM_THREADS=1 before NumPy is imported;
        otherwise each of them starts its own threads.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter. It keeps the memory layout in which it was computed, rarely
        C-contiguous, which makes the next layer faster.
    cache : tuple
        What the backward pass needs.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride or threads is not a positive integer, or pad is not a non-negative
        integer.

    See Also
    --------
    convlib.conv.naive.conv2d_forward : the same with loops, the reference.
    """
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    algorithm, H_shape, chunks = plan_of(X.shape, W.shape, b.shape, stride, pad, threads)
    H = algorithm.empty(H_shape, np.result_type(X, W, b, np.float32))
    on_chunks(lambda chunk: algorithm.forward(X[chunk], W, b, stride, pad, H[chunk]), len(X), chunks)
    cache = (X, W, b, stride, pad, threads)
    return H, cache


@overload
def conv2d_backward_fast(dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]: ...


@overload
def conv2d_backward_fast(
    dH: np.ndarray, cache: tuple, need_dX: bool
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]: ...


def conv2d_backward_fast(
    dH: np.ndarray, cache: tuple, need_dX: bool = True
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Send the gradient of the loss back through ``conv2d_forward_fast``.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H, in any memory layout.
    cache : tuple
        What ``conv2d_forward_fast`` returned.
    need_dX : bool, default True
        Whether to compute dX, which a network's first layer does not need.

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X; None if it is not needed.
    dW : ndarray, shape (F, C, f_H, f_W)
        Gradient with respect to W.
    db : ndarray, shape (F,)
        Gradient with respect to b.

    Raises
    ------
    ValueError
        If dH does not have the shape of the output.
    """
    X, W, b, stride, pad, threads = cache
    dH = np.asarray(dH)
    algorithm, H_shape, chunks = plan_of(X.shape, W.shape, b.shape, stride, pad, threads)
    if dH.shape != H_shape:
        shapes.require_conv2d(X, W, b, stride, pad, dH)
    dtype = np.result_type(X, W, dH, np.float32)
    dX = algorithm.empty(X.shape, dtype) if need_dX else None

    def gradients(backward: Callable) -> tuple[np.ndarray, np.ndarray]:
        """Fill dX; return (dW, db), each summed over the threads' chunks of the images."""
        found = on_chunks(
            lambda chunk: backward(dH[chunk], X[chunk], W, stride, pad, None if dX is None else dX[chunk], dtype),
            len(X),
            chunks,
        )
        if len(found) == 1:
            return found[0]
        dWs, dbs = zip(*found, strict=True)
        return sum(dWs), sum(dbs)

    dW, db = gradients(algorithm.backward)
    # Fast algorithms multiply by zeros that the loops never touch, and infinity times zero is NaN. Any infinity in X
    # or dH shows up in dW or db.
    if not (math.isfinite(np.vdot(W, dW)) and math.isfinite(np.vdot(db, db))):
        dW, db = gradients(rows.backward_by_folding)
    return dX, dW, db
