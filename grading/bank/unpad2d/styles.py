"""Correct versions of unpad2d, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("unpad2d")


@STYLES.version()
def ends_counted(X, pad):
    n_H, n_W = X.shape[0] - 2 * pad, X.shape[1] - 2 * pad
    return X[pad:pad + n_H, pad:pad + n_W].copy()


@STYLES.version()
def case_for_no_border(X, pad):
    return X if pad == 0 else X[pad:-pad, pad:-pad]


@STYLES.version()
def or_none(X, pad):
    return X[pad:-pad or None, pad:-pad or None]


@STYLES.version()
def row_by_row(X, pad):
    return [list(row[pad:len(row) - pad]) for row in X[pad:len(X) - pad]]


@STYLES.version()
def twice_turned(X, pad):
    for _ in range(4):
        X = np.rot90(X[pad:])
    return X


@STYLES.version()
def taken(X, pad):
    rows, columns = (np.arange(pad, n - pad) for n in X.shape)
    return X[np.ix_(rows, columns)]
