"""How parameters move along their gradients."""


def sgd_momentum_step(param, grad, velocity, lr=0.01, momentum=0.9):
    """Take one step of stochastic gradient descent with momentum, for one parameter array.

    Parameters
    ----------
    param : ndarray
        The parameter. It is not changed.
    grad : ndarray, shape of param
        Gradient of the loss with respect to it.
    velocity : ndarray, shape of param
        What earlier steps left; zeros before the first. It is not changed.
    lr : float, default 0.01
        Learning rate: how far to go along the velocity.
    momentum : float, default 0.9
        The part of the velocity that is kept from step to step.

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
