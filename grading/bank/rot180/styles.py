"""Correct versions of rot180, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("rot180")


@STYLES.version()
def rot90_twice(K):
    return np.rot90(np.rot90(K))


@STYLES.version()
def flip(K):
    return np.flip(K, axis=(0, 1))


@STYLES.version()
def upside_down_and_mirrored(K):
    return np.fliplr(K)[::-1]


@STYLES.version()
def reversed_flat(K):
    return K.ravel()[::-1].reshape(K.shape)


@STYLES.version()
def lists_reversed(K):
    return [list(reversed(row)) for row in reversed(K.tolist())]


@STYLES.version()
def entry_by_entry(K):
    out = np.empty_like(K)
    for i in range(K.shape[0]):
        for j in range(K.shape[1]):
            out[K.shape[0] - 1 - i, K.shape[1] - 1 - j] = K[i, j]
    return out
