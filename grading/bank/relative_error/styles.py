"""Correct versions of relative_error, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("relative_error")


@STYLES.version()
def by_dot_products(got, want):
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    if got.shape != want.shape:
        return float("inf")
    a, b, c = ((x.ravel() @ x.ravel()) ** 0.5 for x in (got - want, got, want))
    return 0.0 if a == 0 else a / max(b, c)


@STYLES.version()
def by_sums(got, want):
    if got.shape != want.shape:
        return np.inf
    difference = np.sqrt(np.sum((got - want) ** 2))
    if difference == 0:
        return 0
    return difference / np.maximum(np.sqrt(np.sum(got ** 2)), np.sqrt(np.sum(want ** 2)))


@STYLES.version()
def by_flat_norms(got, want):
    try:
        np.testing.assert_equal(got.shape, want.shape)
    except AssertionError:
        return np.array(np.inf)
    norms = [np.linalg.norm(x.flatten(), 2) for x in (want, got)]
    norms.sort()
    return np.linalg.norm((want - got).flatten()) / norms[1] if norms[1] > 0 else np.float64(0)


@STYLES.version()
def by_scalar_loops(got, want):
    if list(got.shape) != list(want.shape):
        return np.inf
    top = left = right = 0.0
    for x, y in zip(got.flat, want.flat, strict=True):
        top, left, right = top + (x - y) ** 2, left + x * x, right + y * y
    return (top / max(left, right)) ** 0.5 if max(left, right) else 0.0
