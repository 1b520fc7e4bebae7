"""The whole layer, as quick as NumPy can: the sums of ``convlib.conv.im2col``, arranged for the processor.

Four ways to the same numbers, one module each, and this one chooses:

- ``rows`` takes any filter, stride and pad;
- ``winograd`` saves multiplications where there are many channels and filters;
- ``pointwise`` is for filters of 1x1;
- ``small`` is for layers that hardly compute anything.

``workspace`` cuts what is to be done into pieces that fit.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np

from convlib import shapes

from . import pointwise, rows, small, winograd, workspace

# The least number of multiplications that is worth a thread of its own.
SHARE = 50 * 10**6


def conv2d_forward_fast(X, W, b, stride=1, pad=0, threads=1):
    """Slide every filter over every image of a batch, quickly.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The input: N images of C channels, in any order in memory.
    W : ndarray, shape (F, C, f_H, f_W)
        The weights: F filters, each as deep as the input.
    b : ndarray, shape (F,)
        One bias for each filter.
    stride : int, default 1
        Steps from one position to the next, on both axes.
    pad : int, default 0
        Zeros on each of the four sides of every channel.
    threads : int, default 1
        Among how many threads the images are shared. Set OPENBLAS_NUM_THREADS=1 before NumPy is imported, lest
        each of them starts threads of its own.

    Returns
    -------
    H : ndarray, shape (N, F, n_H, n_W)
        The output: one channel for each filter. In memory it has the order in which it was computed, seldom reading
        order; a following layer is quicker for it.
    cache : tuple
        What the backward pass needs.

    Raises
    ------
    ValueError
        If a shape does not fit the others, or stride, pad or threads is no such number.

    See Also
    --------
    convlib.conv.naive.conv2d_forward : the same with loops, the reference.
    """
    X, W, b = np.asarray(X), np.asarray(W), np.asarray(b)
    way, shape, shares = _planned(X.shape, W.shape, b.shape, stride, pad, threads)
    H = way.empty(shape, np.result_type(X, W, b, np.float32))
    _share(lambda part: way.forward(X[part], W, b, stride, pad, H[part]), len(X), shares)
    cache = (X, W, b, stride, pad, threads)
    return H, cache


def conv2d_backward_fast(dH, cache, need_dX=True):
    """Send the gradient of the loss back through ``conv2d_forward_fast``.

    Parameters
    ----------
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output H, in any order in memory.
    cache : tuple
        What ``conv2d_forward_fast`` returned.
    need_dX : bool, default True
        Whether to compute dX. Nobody needs that of a network's first layer.

    Returns
    -------
    dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
        Gradient with respect to X; None where it is not needed.
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
    way, shape, shares = _planned(X.shape, W.shape, b.shape, stride, pad, threads)
    if dH.shape != shape:
        shapes.require_conv2d(X, W, b, stride, pad, dH)
    dX = way.empty(X.shape, np.result_type(X, W, dH, np.float32)) if need_dX else None

    def gradients(backward):
        parts = _share(
            lambda part: backward(dH[part], X[part], W, stride, pad, dX[part] if need_dX else None), len(X), shares
        )
        return parts[0] if len(parts) == 1 else [sum(part) for part in zip(*parts, strict=True)]

    dW, db = gradients(way.backward if need_dX else rows.backward)
    # The quick ways multiply zeros that the loops never meet, and infinity times zero is not a number. What is
    # infinite in X or dH shows in dW or db.
    if not (math.isfinite(np.vdot(W, dW)) and math.isfinite(np.vdot(db, db))):
        dW, db = gradients(rows.backward_by_folding)
    return dX, dW, db


def _planned(*key):
    """Return ``_plan(*key)``, at once where it was computed before."""
    try:
        return _plan(*key)
    except TypeError:  # a list in the place of a number cannot be looked up
        return _plan.__wrapped__(*key)


@lru_cache(maxsize=1024)
def _plan(X, W, b, stride, pad, threads):
    """Return for these shapes the module to use, the shape of H, and among how many threads to share the images.

    Raises ``ValueError`` where the shapes do not fit.
    """
    shapes.require_conv2d(*(np.broadcast_to(0, shape) for shape in (X, W, b)), stride, pad)
    shapes.require_whole(threads=(threads, 1))
    H = (X[0], W[0], *((n + 2 * pad - f) // stride + 1 for n, f in zip(X[2:], W[2:], strict=True)))
    way = next(way for way in (small, pointwise, winograd, rows) if way.suits(H, W, stride, pad))
    # Threads wait for one another between NumPy's calls, so each must have enough to do inside them.
    multiplications = math.prod(H) * math.prod(W[1:])
    return way, H, max(1, min(threads, multiplications // SHARE))


def _share(call, N, shares):
    """Call call(part) for about as many parts of the N images as there are shares; return what each call gives."""
    if shares == 1:
        return [call(slice(None))]
    return list(_pool(shares).map(call, workspace.even(N, shares)))


@lru_cache
def _pool(shares):
    return ThreadPoolExecutor(shares)
