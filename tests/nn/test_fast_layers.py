"""convlib.nn.fast_layers against convlib.nn.layers, in every memory layout."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.nn.fast_layers import maxpool_backward_fast, maxpool_forward_fast, relu_backward_fast, relu_forward_fast
from convlib.nn.layers import maxpool_backward, maxpool_forward, relu_backward, relu_forward
from tests.conv.drawn import LAYOUTS


@given(
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(3, 9), st.integers(3, 9)),
    f=st.integers(1, 3),
    stride=st.integers(1, 4),
    ties=st.booleans(),
    seed=st.integers(0, 1000),
    layout=st.sampled_from(sorted(LAYOUTS)),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_pooling(sizes, f, stride, ties, seed, layout, dtype):
    rng = np.random.default_rng(seed)
    X = LAYOUTS[layout]((rng.integers(3, size=sizes) if ties else rng.normal(size=sizes)).astype(dtype))
    H, cache = maxpool_forward_fast(X, f, stride)
    exact_H, exact_cache = maxpool_forward(X, f, stride)
    np.testing.assert_array_equal(H, exact_H)
    dH = rng.normal(size=H.shape).astype(dtype)
    dX, exact = maxpool_backward_fast(dH, cache), maxpool_backward(dH, exact_cache)
    assert H.dtype == dX.dtype == dtype
    np.testing.assert_allclose(dX, exact, rtol=1e-5 if dtype == np.float32 else 1e-12, atol=1e-6)
    assert not np.shares_memory(H, X)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_relu(layout):
    rng = np.random.default_rng(0)
    X, dH = LAYOUTS[layout](rng.integers(-2, 3, size=(2, 3, 4, 5)).astype(np.float32)), rng.normal(size=(2, 3, 4, 5))
    H, cache = relu_forward_fast(X)
    exact_H, exact_cache = relu_forward(X)
    np.testing.assert_array_equal(H, exact_H)
    np.testing.assert_array_equal(relu_backward_fast(dH, cache), relu_backward(dH, exact_cache))
