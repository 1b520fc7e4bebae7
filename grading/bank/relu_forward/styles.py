"""Correct versions of relu_forward, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("relu_forward")


@STYLES.version()
def where(X):
    return np.where(X > 0, X, 0), X


@STYLES.version()
def times_the_mask(X):
    mask = X > 0
    return X * mask, mask


@STYLES.version()
def half_of_the_sum(X):
    return (X + np.abs(X)) / 2, [X]


@STYLES.version()
def scalar_loop(X):
    H = np.zeros(X.shape)
    for index, x in np.ndenumerate(X):
        if x > 0:
            H[index] = x
    return H, {"X": X}


@STYLES.version()
def copy_and_index(X):
    H = X.astype(float)
    H[H < 0] = 0
    return [H, X.copy()]


@STYLES.version()
def clipped(X):
    return X.clip(min=0), lambda dH: dH * (X > 0)


@STYLES.version()
def single_precision(X):
    return np.fmax(X.astype(np.float32), np.float32(0)), X


@STYLES.version()
def lists(X):
    def gate(x):
        return [gate(row) for row in x] if isinstance(x, list) else max(0, x)

    return gate(X.tolist()), X
