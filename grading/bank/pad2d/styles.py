"""Correct versions of pad2d, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("pad2d")


@STYLES.version()
def numpy_pad(X, pad):
    return np.pad(X, pad)


@STYLES.version()
def zeros_and_ends(X, pad):
    out = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad))
    out[pad:out.shape[0] - pad, pad:out.shape[1] - pad] = X
    return out


@STYLES.version()
def pixel_by_pixel(X, pad):
    out = [[0] * (len(X[0]) + 2 * pad) for _ in range(len(X) + 2 * pad)]
    for i, row in enumerate(X):
        for j, pixel in enumerate(row):
            out[i + pad][j + pad] = pixel
    return out


@STYLES.version()
def blocks(X, pad):
    beside = np.zeros((X.shape[0], pad))
    X = np.hstack([beside, X, beside])
    above = np.zeros((pad, X.shape[1]))
    return np.vstack([above, X, above])


@STYLES.version()
def by_two_matrices(X, pad):
    n_H_prev, n_W_prev = X.shape
    return np.eye(n_H_prev + 2 * pad, n_H_prev, -pad) @ X @ np.eye(n_W_prev, n_W_prev + 2 * pad, pad)


@STYLES.version()
def case_for_no_padding(X, pad):
    if pad == 0:
        return X.copy()
    out = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad), dtype=X.dtype)
    out[pad:-pad, pad:-pad] = X
    return out
