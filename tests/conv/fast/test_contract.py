"""Every algorithm of the fast layer through one contract: filled outputs, gradients with and without dX, layouts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.conv.fast import pointwise, rows, small, winograd
from convlib.conv.fast.plan import ALGORITHMS
from tests.conv.drawn import LAYOUTS, Layer, layers
from tests.conv.exact import assert_close, expected
from tests.conv.fast.forced import small_blocks

# The layers that each can compute. ``suits`` is narrower: it excludes those for which another one is faster.
COMPUTES = {
    small: {"strides": st.just(1), "pad_below_side": True},
    pointwise: {"sides": st.just(1), "strides": st.just(1), "pads": st.just(0)},
    winograd: {"sides": st.integers(3, 5), "strides": st.just(1), "pad_below_side": True},
    rows: {},
}
each = pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.__name__.split(".")[-1])


def inside_a_batch(algorithm, shape, dtype):
    """Return an array as a thread gets it, a slice of a batch, and the images before and after it; all NaN."""
    whole = algorithm.empty((shape[0] + 2, *shape[1:]), np.dtype(dtype))
    assert whole.shape == (shape[0] + 2, *shape[1:]) and whole.dtype == dtype
    whole[...] = np.nan
    return whole[1:-1], whole[[0, -1]]


def assert_keeps_the_contract(algorithm, layer):
    X, W, b, dH, stride, pad = layer
    dtype = np.result_type(X, W, b, dH, np.float32)
    H, beside_H = inside_a_batch(algorithm, dH.shape, dtype)
    dX, beside_dX = inside_a_batch(algorithm, X.shape, dtype)
    assert algorithm.forward(X, W, b, stride, pad, H) is None
    dW, db = algorithm.backward(dH, X, W, stride, pad, dX, dtype)
    got, exact = (H, dX, dW, db), expected(layer)
    assert {array.dtype for array in got} == {dtype}
    assert_close(layer, got, exact)
    assert np.isnan(beside_H).all() and np.isnan(beside_dX).all()
    # No result aliases a workspace: a pass with other numbers does not change it.
    kept = [array.copy() for array in got]
    algorithm.forward(2 * X, W, b, stride, pad, np.empty_like(H))
    without = algorithm.backward(3 * dH, X, W, stride, pad, None, dtype)
    for array, before in zip(got, kept, strict=True):
        np.testing.assert_array_equal(array, before)
        assert not any(np.shares_memory(array, other) for other in (X, W, b, dH))
    assert {array.dtype for array in without} == {dtype}
    assert_close(layer, (None, None, *(array / 3 for array in without)), exact)


@each
@settings(max_examples=50)
@given(data=st.data())
def test_any_layer(algorithm, data):
    assert_keeps_the_contract(
        algorithm, data.draw(layers(**COMPUTES[algorithm], dtypes=(np.float64, np.float32, np.int64)))
    )


@each
@settings(max_examples=75)
@given(data=st.data())
def test_in_small_blocks_with_a_remainder(algorithm, data):
    layer = data.draw(layers(**COMPUTES[algorithm], dtypes=(np.float64, np.float32)))
    with small_blocks():
        assert_keeps_the_contract(algorithm, layer)


@each
def test_all_layouts(algorithm):
    """Nine images with their channels innermost make pointwise split the pixels into blocks with a remainder."""
    rng = np.random.default_rng(0)
    f = 1 if algorithm is pointwise else 3
    X, W, b, dH = (rng.normal(size=shape) for shape in ((9, 4, 9, 9), (4, 4, f, f), (4,), (9, 4, 9, 9)))
    for arrange in LAYOUTS.values():
        with small_blocks():
            assert_keeps_the_contract(algorithm, Layer(arrange(X), W, b, arrange(dH), 1, f // 2))


@each
def test_what_suits_is_computed(algorithm):
    """An algorithm can compute the shapes that it is chosen for."""
    rng = np.random.default_rng(0)
    for C, f, stride, pad in ((2, 1, 1, 0), (2, 3, 1, 2), (16, 3, 1, 1), (16, 5, 1, 4), (3, 2, 2, 1)):
        X, W, b = rng.normal(size=(2, C, 6, 7)), rng.normal(size=(C, C, f, f)), rng.normal(size=C)
        n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n in (6, 7))
        if algorithm.suits((2, C, n_H, n_W), W.shape, stride, pad):
            dH = rng.normal(size=(2, C, n_H, n_W))
            assert_keeps_the_contract(algorithm, Layer(X, W, b, dH, stride, pad))
