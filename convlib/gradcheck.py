"""Numerical gradients, against which every backward pass in this course is checked."""

from collections.abc import Callable

import numpy as np


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
