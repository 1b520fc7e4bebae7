"""Which algorithm computes a layer, and on how many threads: decided by the shapes alone, once for each layer."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from convlib import shapes

from . import pointwise, rows, small, winograd
from .contract import Algorithm

# The first suitable one is used; ``rows`` suits every layer.
ALGORITHMS: tuple[Algorithm, ...] = (small, pointwise, winograd, rows)
# Threads wait for one another between NumPy's calls, so each must have at least this many multiplications to do.
MULTIPLICATIONS_PER_THREAD = 50 * 10**6


class Plan(NamedTuple):
    """How a layer is computed.

    Attributes
    ----------
    algorithm : Algorithm
        The module that computes it.
    H_shape : tuple of int
        (N, F, n_H, n_W), the shape of the output.
    chunks : int
        Number of chunks that the images are divided into, one thread for each.
    """

    algorithm: Algorithm
    H_shape: tuple[int, ...]
    chunks: int


def plan_of(
    X_shape: tuple[int, ...],
    W_shape: tuple[int, ...],
    b_shape: tuple[int, ...],
    stride: int,
    pad: int,
    threads: int,
) -> Plan:
    """Return the plan of a layer.

    Raises
    ------
    ValueError
        If the shapes do not fit together, stride or threads is not a positive integer, or pad is not a non-negative
        integer.
    """
    try:
        return cached_plan(X_shape, W_shape, b_shape, stride, pad, threads)
    except TypeError:  # an argument of the wrong type, such as a list, is not hashable: let the checks report it
        return cached_plan.__wrapped__(X_shape, W_shape, b_shape, stride, pad, threads)


@lru_cache(maxsize=1024)
def cached_plan(
    X_shape: tuple[int, ...],
    W_shape: tuple[int, ...],
    b_shape: tuple[int, ...],
    stride: int,
    pad: int,
    threads: int,
) -> Plan:
    """Return the same plan as ``plan_of``, computed only once for each layer."""
    X, W, b = (np.broadcast_to(0, shape) for shape in (X_shape, W_shape, b_shape))  # no memory, only the shapes
    shapes.require_conv2d(X, W, b, stride, pad)
    shapes.require_whole(threads=(threads, 1))
    stride, pad, threads = int(stride), int(pad), int(threads)  # 2.0 and 2 share a place in the cache
    sides = ((n + 2 * pad - f) // stride + 1 for n, f in zip(X_shape[2:], W_shape[2:], strict=True))
    H_shape = (X_shape[0], W_shape[0], *sides)
    algorithm = next(each for each in ALGORITHMS if each.suits(H_shape, W_shape, stride, pad))
    multiplications = math.prod(H_shape) * math.prod(W_shape[1:])
    return Plan(algorithm, H_shape, max(1, min(threads, multiplications // MULTIPLICATIONS_PER_THREAD)))
