"""Correct versions of relu_backward, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("relu_backward")


@STYLES.version()
def where(dH, cache):
    return np.where(cache > 0, dH, 0)


@STYLES.version()
def copy_and_index(dH, cache):
    dX = dH.copy()
    dX[cache <= 0] = 0
    return dX


@STYLES.version()
def scalar_loop(dH, cache):
    dX = np.zeros_like(dH)
    for index in np.ndindex(dH.shape):
        if cache[index] > 0:
            dX[index] = dH[index]
    return dX


@STYLES.version()
def heaviside(dH, cache):
    return dH * np.heaviside(cache, 0)


@STYLES.version()
def filled(dH, cache):
    dX = np.zeros(cache.shape)
    dX[cache > 0] = dH[cache > 0]
    return dX


@STYLES.version()
def from_the_output(dH, cache):
    H = np.maximum(0, cache)
    return dH * np.sign(H)


@STYLES.version()
def single_precision(dH, cache):
    return np.multiply(dH, cache > 0, dtype=np.float32)


@STYLES.version()
def by_multiplication_in_place_of_a_copy(dH, cache):
    dX = 1.0 * dH
    dX *= (cache > 0).astype(dX.dtype)
    return dX


def forward_that_caches_a_mask(X):
    H = X.copy()
    mask = H <= 0
    H[mask] = 0
    return H, mask


@STYLES.version(relu_forward=forward_that_caches_a_mask)
def mask_as_cache(dH, cache):
    dX = dH.copy()
    dX[cache] = 0
    if cache.dtype != bool:
        raise TypeError("not my cache")
    return dX


def forward_that_caches_a_closure(X):
    return np.maximum(X, 0), lambda dH: dH * (X > 0)


@STYLES.version(relu_forward=forward_that_caches_a_closure)
def closure_as_cache(dH, cache):
    return cache(dH)
