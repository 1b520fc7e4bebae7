"""Tap by tap: each position of the filter meets one strided grid of pixels, and costs one product a pass."""

import numpy as np
import pytest

from convlib.conv import taps
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps

RNG = np.random.default_rng(0)
X = RNG.normal(size=(2, 1, 7, 6))
STRIDE, PAD = 2, 1
PADDED = np.pad(X, ((0, 0), (0, 0), (PAD, PAD), (PAD, PAD)))


@pytest.mark.parametrize("u", range(3))
@pytest.mark.parametrize("v", range(2))
def test_a_single_tap_picks_a_grid_of_pixels_and_sends_the_gradient_back_to_it(u, v):
    W = np.zeros((1, 1, 3, 2))
    W[0, 0, u, v] = 3
    H, cache = conv2d_forward_taps(X, W, np.array([0.5]), STRIDE, PAD)
    assert H.shape == (2, 1, 4, 4)
    grid = np.s_[:, :, u : u + 8 : STRIDE, v : v + 8 : STRIDE]
    np.testing.assert_allclose(H, 3 * PADDED[grid] + 0.5)
    dH = RNG.normal(size=H.shape)
    dX, dW, db = conv2d_backward_taps(dH, cache)
    returned = np.zeros(PADDED.shape)
    returned[grid] = 3 * dH
    np.testing.assert_allclose(dX, returned[:, :, PAD:-PAD, PAD:-PAD])
    assert dW[0, 0, u, v] == pytest.approx(np.sum(dH * PADDED[grid])) and db[0] == pytest.approx(dH.sum())


@pytest.mark.parametrize("N, side", [(1, 4), (5, 9)])
def test_the_number_of_products_is_that_of_the_taps_whatever_the_batch(N, side, monkeypatch):
    products, tensordot = [], np.tensordot
    monkeypatch.setattr(taps.np, "tensordot", lambda *args, **axes: products.append(1) or tensordot(*args, **axes))
    H, cache = conv2d_forward_taps(np.ones((N, 2, side, side)), np.ones((4, 2, 3, 2)), np.zeros(4))
    conv2d_backward_taps(H, cache)
    assert len(products) == 3 * 2
