"""Correct versions of conv_single_step, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("conv_single_step")


@STYLES.version()
def scalar_loops(x_slice, W):
    total = 0
    for u in range(len(W)):
        for v in range(len(W[0])):
            total += x_slice[u, v] * W[u, v]
    return total


@STYLES.version()
def vdot(x_slice, W):
    return np.vdot(x_slice, W)


@STYLES.version()
def flat_dot(x_slice, W):
    return x_slice.ravel() @ W.ravel()


@STYLES.version()
def tensordot(x_slice, W):
    return np.tensordot(x_slice, W)


@STYLES.version()
def einsum(x_slice, W):
    return np.einsum("uv,uv", x_slice, W)


@STYLES.version()
def trace_of_the_product(x_slice, W):
    return np.trace(x_slice @ W.T)


@STYLES.version()
def comprehension(x_slice: np.ndarray, W: np.ndarray) -> float:
    return sum(a * b for a, b in zip(x_slice.flat, W.flat, strict=True))
