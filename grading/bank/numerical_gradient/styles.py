"""Correct versions of numerical_gradient, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("numerical_gradient")


@STYLES.version()
def flat_loop_in_place(func, x, dH, eps=1e-5):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for i in range(x.size):
        values = []
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[i] += sign * eps
            values.append(np.vdot(func(moved), dH))
        gradient.flat[i] = (values[0] - values[1]) / eps / 2
    return gradient


@STYLES.version()
def nditer(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    while not walk.finished:
        step = np.zeros(x.shape)
        step[walk.multi_index] = eps
        gradient[walk.multi_index] = ((func(x + step) - func(x - step)) * dH).sum() / (2 * eps)
        walk.iternext()
    return gradient


@STYLES.version()
def columns_of_the_jacobian(func, x, dH, eps=1e-5):
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    jacobian = [(func(x + s) - func(x - s)).ravel() / (2 * eps) for s in steps]
    return (np.array(jacobian) @ np.ravel(dH)).reshape(x.shape)


@STYLES.version()
def restores_the_callers_array(func, x, dH, eps=1e-5):
    if x.dtype.kind != "f":
        x = x + 0.0
    gradient = np.empty(x.shape)
    for index, kept in np.ndenumerate(x.copy()):
        x[index] = kept + eps
        above = func(x).copy()
        x[index] = kept - eps
        gradient[index] = ((above - func(x)) * dH).sum() / (2 * eps)
        x[index] = kept
    return gradient


@STYLES.version()
def nested_helper(func, x, dH, eps=1e-5):
    def loss(moved):
        return float(np.sum(dH * func(moved)))

    def slope(index):
        step = eps * (np.arange(x.size) == index).reshape(x.shape)
        return (loss(x + step) - loss(x - step)) / (2 * eps)

    return np.reshape([slope(i) for i in range(x.size)], x.shape)
