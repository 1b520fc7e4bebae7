"""Filters of 1x1: what they are, sizes around a block of images, and which images are multiplied where they lie."""

import numpy as np
import pytest

from convlib.conv.fast import pointwise
from tests.conv.drawn import Layer
from tests.conv.exact import assert_close, expected


@pytest.mark.parametrize(
    ("sides", "stride", "pad", "suits"),
    [
        ((1, 1), 1, 0, True),
        ((1, 2), 1, 0, False),
        ((2, 1), 1, 0, False),
        ((1, 1), 2, 0, False),
        ((1, 1), 1, 1, False),
    ],
)
def test_it_suits_filters_of_one_pixel_that_meet_every_pixel_once(sides, stride, pad, suits):
    assert pointwise.suits((2, 3, 4, 5), (3, 6, *sides), stride, pad) is suits


@pytest.mark.parametrize("N", [1, pointwise.IMAGES - 1, pointwise.IMAGES, pointwise.IMAGES + 1, 2 * pointwise.IMAGES])
@pytest.mark.parametrize("own_layout", [True, False])
def test_batches_around_a_block_of_images(N, own_layout):
    rng = np.random.default_rng(N)
    X, W, b, dH = (rng.normal(size=shape) for shape in ((N, 3, 4, 5), (2, 3, 1, 1), (2,), (N, 2, 4, 5)))
    if own_layout:
        X, dH = ((pointwise.empty(array.shape, array.dtype), array) for array in (X, dH))
        for own, array in (X, dH):
            own[...] = array
        X, dH = X[0], dH[0]
    layer = Layer(X, W, b, dH, 1, 0)
    H, dX = pointwise.empty(dH.shape, dH.dtype), pointwise.empty(X.shape, X.dtype)
    pointwise.forward(X, W, b, 1, 0, H)
    dW, db = pointwise.backward(dH, X, W, 1, 0, dX, X.dtype)
    assert_close(layer, (H, dX, dW, db), expected(layer))


def test_pixels_are_viewed_without_a_copy_in_its_own_layout_and_with_the_pixels_innermost():
    own = pointwise.empty((2, 3, 4, 5), np.dtype(float))
    assert own.shape == (2, 3, 4, 5) and own.transpose(0, 2, 3, 1).flags.c_contiguous
    for images in (own, np.zeros((2, 3, 4, 5))):
        pixels = pointwise._pixels(images)
        assert pixels.shape == (2, 20, 3) and np.shares_memory(pixels, images)
