"""Correct versions of output_size, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("output_size")


@STYLES.version()
def counted(n, f, stride=1, pad=0):
    return len(range(-pad, n + pad - f + 1, stride))


@STYLES.version()
def rounded_down_float(n, f, stride=1, pad=0):
    return np.floor((n + 2 * pad - f) / stride) + 1


@STYLES.version()
def step_by_step(n, f, stride=1, pad=0):
    start, count = 0, 0
    while start + f <= n + pad + pad:
        start, count = start + stride, count + 1
    return count


@STYLES.version()
def one_fraction(n, f, stride=1, pad=0):
    return (n + 2 * pad - f + stride) // stride
