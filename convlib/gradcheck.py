"""Gradients measured instead of derived: the judge of every backward pass in this course."""

from collections.abc import Callable

import numpy as np


def numerical_gradient(
    func: "Callable[[np.ndarray], np.ndarray]", x: np.ndarray, dH: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    """Measure the gradient of ``sum(func(x) * dH)`` by central differences.

    Parameters
    ----------
    func : callable
        Takes an array of the shape of x, returns an array of the shape of dH.
    x : ndarray, any shape
        Where to measure. It is not changed.
    dH : ndarray
        Gradient of the loss with respect to func's result.
    eps : float, default 1e-5
        The step to either side. In float32 a step this small drowns in rounding.

    Returns
    -------
    ndarray, shape of x
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
