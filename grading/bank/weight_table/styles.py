"""Correct versions of weight_table, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("weight_table")


@STYLES.version()
def windows_stacked():
    X = np.arange(1.0, 10).reshape(3, 3)
    return sliding_window_view(X, (2, 2)).reshape(4, 4).T


@STYLES.version()
def array_of_rows():
    return np.stack([[1, 2, 4, 5], (2, 3, 5, 6), [4, 5, 7, 8], [5, 6, 8, 9]])
