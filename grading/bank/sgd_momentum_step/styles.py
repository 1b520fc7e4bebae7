"""Correct versions of sgd_momentum_step, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("sgd_momentum_step")


@STYLES.version()
def two_new_names(param, grad, velocity, lr=0.01, momentum=0.9):
    new_velocity = velocity * momentum + grad
    new_param = param - new_velocity * lr
    return new_param, new_velocity


@STYLES.version()
def on_copies(param, grad, velocity, lr=0.01, momentum=0.9):
    param, velocity = param.copy(), velocity.copy()
    velocity *= momentum
    velocity += grad
    param -= lr * velocity
    return [param, velocity]


@STYLES.version()
def entry_by_entry(param, grad, velocity, lr=0.01, momentum=0.9):
    new, v = np.empty(param.shape), np.empty(param.shape)
    for index in np.ndindex(param.shape):
        v[index] = momentum * velocity[index] + grad[index]
        new[index] = param[index] - lr * v[index]
    return new, v


@STYLES.version()
def written_out(param, grad, velocity, lr=0.01, momentum=0.9):
    return param - lr * momentum * velocity - lr * grad, np.add(np.multiply(momentum, velocity), grad)
