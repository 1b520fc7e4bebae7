"""The numerical gradient against known derivatives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from convlib.gradcheck import numerical_gradient

arrays = hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=3), elements=st.floats(-2, 2))


@given(arrays, st.integers(0, 1000))
def test_measures_known_derivatives(x, seed):
    dH = np.random.default_rng(seed).normal(size=x.shape)
    np.testing.assert_allclose(numerical_gradient(np.sin, x, dH), np.cos(x) * dH, atol=1e-8)
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, x, dH), 3 * x**2 * dH, atol=1e-7)


def test_the_error_is_that_of_central_differences():
    x, dH, eps = np.array([1.5]), np.array([2.0]), 0.25
    # For x**3 the error of central differences is exactly eps**2.
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, x, dH, eps), 2 * (3 * x**2 + eps**2))


def test_integers_are_converted_to_floats_and_not_modified():
    x = np.array([[1, 2], [3, 4]])
    np.testing.assert_allclose(numerical_gradient(lambda x: x * x, x, np.ones((2, 2))), 2 * x)
    np.testing.assert_array_equal(x, [[1, 2], [3, 4]])
