"""Gradient descent: a function for one step of one parameter array, an object for a whole network.

Functions do the mathematics and modify nothing; objects keep the state, by the names of the parameters.
"""

from typing import Protocol

import numpy as np

from convlib import shapes


class Optimizer(Protocol):
    """An object that updates the parameters of one network, such as ``SGD`` or ``Adam``."""

    lr: float

    def step(self, params: dict[str, np.ndarray], grads: dict[str, np.ndarray]) -> None:
        """Update every parameter in place from its gradient; both dicts have the same keys."""
        ...


def sgd_momentum_step(
    param: np.ndarray, grad: np.ndarray, velocity: np.ndarray, lr: float = 0.01, momentum: float = 0.9
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of stochastic gradient descent with momentum, for one parameter array.

    Parameters
    ----------
    param : ndarray
        The parameter. It is not modified.
    grad : ndarray, same shape as param
        Gradient of the loss with respect to it.
    velocity : ndarray, same shape as param
        Accumulated over earlier steps; zeros before the first. It is not modified.
    lr : float, default 0.01
        Learning rate: how far to go along the velocity.
    momentum : float, default 0.9
        The fraction of the velocity that is kept from step to step.

    Returns
    -------
    param : ndarray
        param - lr * velocity, with the new velocity.
    velocity : ndarray
        momentum * velocity + grad.

    Notes
    -----
    The form of Sutskever et al. (2013) as PyTorch writes it, with the learning rate outside the velocity.
    """
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity


def adam_step(
    param: np.ndarray,
    grad: np.ndarray,
    mean: np.ndarray,
    square: np.ndarray,
    t: int,
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take one step of Adam, for one parameter array.

    Parameters
    ----------
    param : ndarray
        The parameter. It is not modified.
    grad : ndarray, same shape as param
        Gradient of the loss with respect to it.
    mean, square : ndarray, same shape as param
        Running means of the gradient and of its square; zeros before the first step. They are not modified.
    t : int
        Number of this step, starting from 1.
    lr : float, default 0.001
        Learning rate: about how far each entry moves in one step.
    beta1, beta2 : float, default 0.9 and 0.999
        The fraction of each running mean that is kept from step to step.
    eps : float, default 1e-8
        Prevents division by zero where gradients are zero.

    Returns
    -------
    param : ndarray
        The parameter after the step.
    mean, square : ndarray
        The running means after the step.

    Notes
    -----
    Kingma & Ba (2015), Adam: A Method for Stochastic Optimization, algorithm 1.
    """
    mean = beta1 * mean + (1 - beta1) * grad
    square = beta2 * square + (1 - beta2) * grad**2
    # Both start at zero, which makes them too small at first, by exactly these factors.
    unbiased_mean = mean / (1 - beta1**t)
    unbiased_square = square / (1 - beta2**t)
    return param - lr * unbiased_mean / (np.sqrt(unbiased_square) + eps), mean, square


class SGD:
    """Stochastic gradient descent with momentum (``sgd_momentum_step``), for one network.

    Parameters
    ----------
    lr : float, default 0.01
        Learning rate, positive. The attribute may be changed between steps.
    momentum : float, default 0.9
        The fraction of the velocity that is kept, in [0, 1).

    Raises
    ------
    ValueError
        If lr is not positive, or momentum is not in [0, 1).
    """

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        _require_rates(lr, momentum=momentum)
        self.lr, self.momentum = lr, momentum
        self._velocities: dict[str, np.ndarray] = {}

    def step(self, params: dict[str, np.ndarray], grads: dict[str, np.ndarray]) -> None:
        """Update every parameter in place.

        Parameters
        ----------
        params : dict of ndarray
            The parameters by name, such as ``Sequential.params``.
        grads : dict of ndarray
            The gradient of each, under the same names.

        Raises
        ------
        ValueError
            If a gradient is missing or has the wrong shape; no parameter is changed then.
        """
        _require_gradients(params, grads)
        for name, param in params.items():
            velocity = self._velocities.get(name, np.zeros_like(param))
            param[...], self._velocities[name] = sgd_momentum_step(param, grads[name], velocity, self.lr, self.momentum)


class Adam:
    """Adam (``adam_step``), for one network.

    Parameters
    ----------
    lr : float, default 0.001
        Learning rate, positive. The attribute may be changed between steps.
    beta1, beta2 : float, default 0.9 and 0.999
        The fraction of each running mean that is kept, in [0, 1).
    eps : float, default 1e-8
        Prevents division by zero where gradients are zero.

    Raises
    ------
    ValueError
        If lr is not positive, or beta1 or beta2 is not in [0, 1).
    """

    def __init__(self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> None:
        _require_rates(lr, beta1=beta1, beta2=beta2)
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self._means: dict[str, np.ndarray] = {}
        self._squares: dict[str, np.ndarray] = {}
        self._t = 0

    def step(self, params: dict[str, np.ndarray], grads: dict[str, np.ndarray]) -> None:
        """Update every parameter in place.

        Parameters
        ----------
        params : dict of ndarray
            The parameters by name, such as ``Sequential.params``.
        grads : dict of ndarray
            The gradient of each, under the same names.

        Raises
        ------
        ValueError
            If a gradient is missing or has the wrong shape; no parameter is changed then.
        """
        _require_gradients(params, grads)
        self._t += 1
        for name, param in params.items():
            mean = self._means.get(name, np.zeros_like(param))
            square = self._squares.get(name, np.zeros_like(param))
            param[...], self._means[name], self._squares[name] = adam_step(
                param, grads[name], mean, square, self._t, self.lr, self.beta1, self.beta2, self.eps
            )


def _require_rates(lr: float, **kept: float) -> None:
    if not lr > 0:
        raise ValueError(f"lr must be positive, but got {lr!r}.")
    for name, part in kept.items():
        if not 0 <= part < 1:
            raise ValueError(f"{name} must be in [0, 1), but got {part!r}.")


def _require_gradients(params: dict[str, np.ndarray], grads: dict[str, np.ndarray]) -> None:
    for name, param in params.items():
        if name not in grads:
            raise ValueError(f"There is no gradient for {name}: call backward before each step.")
        if grads[name].shape != param.shape:
            shapes.require_same(**{name: param, "its gradient": grads[name]})
