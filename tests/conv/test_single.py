"""convlib.conv.single against SciPy, against numerical gradients, and its three forms against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from convlib.conv import single
from convlib.gradcheck import numerical_gradient


@st.composite
def pairs(draw, largest=6):
    """An input, a filter that fits, and an upstream gradient; all rectangular."""
    f_H, f_W = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    n_H_prev, n_W_prev = draw(st.integers(f_H, largest)), draw(st.integers(f_W, largest))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shapes = (n_H_prev, n_W_prev), (f_H, f_W), (n_H_prev - f_H + 1, n_W_prev - f_W + 1)
    return tuple(rng.normal(size=shape) for shape in shapes)


X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
dH = np.array([[1.0, -2.0], [0.5, 3.0]])


def test_the_hand_example():
    H, cache = single.conv_forward(X, W)
    dX, dW = single.conv_backward(dH, cache)
    np.testing.assert_array_equal(H, [[37, 47], [67, 77]])
    np.testing.assert_array_equal(dW, [[14, 16.5], [21.5, 24]])
    np.testing.assert_array_equal(dX, [[1, 0, -4], [3.5, 2, -2], [1.5, 11, 12]])


@given(pairs())
def test_forward_is_scipys_correlation(arrays):
    X, W, _ = arrays
    expected = signal.correlate2d(X, W, mode="valid")
    np.testing.assert_allclose(single.conv_forward(X, W)[0], expected, atol=1e-12)
    np.testing.assert_allclose(single.correlate_valid(X, W), expected, atol=1e-12)
    assert single.conv_single_step(X[: W.shape[0], : W.shape[1]], W) == pytest.approx(expected[0, 0])


@given(pairs())
def test_backward_is_scipys_two_convolutions(arrays):
    X, W, dH = arrays
    dX, dW = single.conv_backward(dH, (X, W))
    np.testing.assert_allclose(dX, signal.convolve2d(dH, W, mode="full"), atol=1e-12)
    np.testing.assert_allclose(dW, signal.correlate2d(X, dH, mode="valid"), atol=1e-12)


@given(pairs())
def test_all_backward_forms_agree(arrays):
    X, W, dH = arrays
    dX, dW = single.conv_backward(dH, (X, W))
    A = single.conv_matrix(W, *X.shape)
    for other_dX, other_dW in [
        single.conv_backward_repaired(dH, (X, W)),
        single.conv_backward_by_convolution(dH, (X, W)),
        ((A.T @ dH.ravel()).reshape(X.shape), dW),
    ]:
        np.testing.assert_allclose(other_dX, dX, atol=1e-12)
        np.testing.assert_allclose(other_dW, dW, atol=1e-12)
    np.testing.assert_allclose(A @ X.ravel(), single.conv_forward(X, W)[0].ravel(), atol=1e-12)


@given(pairs(largest=4))
def test_backward_matches_the_numerical_gradient(arrays):
    X, W, dH = arrays
    dX, dW = single.conv_backward(dH, (X, W))
    np.testing.assert_allclose(numerical_gradient(lambda X: single.conv_forward(X, W)[0], X, dH), dX, atol=1e-7)
    np.testing.assert_allclose(numerical_gradient(lambda W: single.conv_forward(X, W)[0], W, dH), dW, atol=1e-7)


@given(pairs())
def test_adjoint_identity(arrays):
    X, W, G = arrays
    H, cache = single.conv_forward(X, W)
    dX, dW = single.conv_backward(G, cache)
    assert np.sum(H * G) == pytest.approx(np.sum(X * dX), abs=1e-10)
    assert np.sum(H * G) == pytest.approx(np.sum(W * dW), abs=1e-10)


@given(pairs(), st.floats(-3, 3))
def test_linear_in_each_argument(arrays, factor):
    X, W, dH = arrays
    doubled = single.conv_forward(X + factor * X[::-1], W)[0]
    apart = single.conv_forward(X, W)[0] + factor * single.conv_forward(X[::-1], W)[0]
    np.testing.assert_allclose(doubled, apart, atol=1e-10)
    dX, dW = single.conv_backward(dH, (X, W))
    for got, expected in zip(single.conv_backward(factor * dH, (X, W)), (factor * dX, factor * dW), strict=True):
        np.testing.assert_allclose(got, expected, atol=1e-10)


@given(pairs())
def test_inputs_are_not_modified(arrays):
    X, W, dH = arrays
    before = [array.copy() for array in arrays]
    for backward in (single.conv_backward, single.conv_backward_repaired, single.conv_backward_by_convolution):
        backward(dH, single.conv_forward(X, W)[1])
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)


@given(pairs())
def test_rot180_is_numpys(arrays):
    np.testing.assert_array_equal(single.rot180(arrays[1]), np.rot90(arrays[1], 2))


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 4), st.integers(0, 3))
def test_output_size_counts_positions(n, f, stride, pad):
    positions = [start for start in range(0, n + 2 * pad, stride) if start + f <= n + 2 * pad]
    if positions:
        assert single.output_size(n, f, stride, pad) == len(positions)
    else:
        with pytest.raises(ValueError, match="must fit inside"):
            single.output_size(n, f, stride, pad)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: single.conv_forward(np.ones(3), W), r"X must have 2 axes .* its shape is \(3,\)"),
        (lambda: single.conv_forward(X, np.ones((2, 2, 2))), r"W must have 2 axes .* its shape is \(2, 2, 2\)"),
        (lambda: single.conv_forward(X, np.ones((4, 2))), r"W must fit inside X, but W is \(4, 2\) and X is \(3, 3\)"),
        (lambda: single.conv_backward(np.ones((3, 2)), (X, W)), r"dH .* \(2, 2\), but its shape is \(3, 2\)"),
        (lambda: single.conv_backward_repaired(np.ones(4), (X, W)), r"dH .* \(2, 2\), but its shape is \(4,\)"),
        (lambda: single.conv_backward_by_convolution(np.ones((1, 1)), (X, W)), r"dH .* \(2, 2\)"),
        (lambda: single.conv_single_step(X, W), r"x_slice and W must have the same shape, .* \(3, 3\) and \(2, 2\)"),
        (lambda: single.correlate_valid(W, X), r"K must fit inside X, but K is \(3, 3\) and X is \(2, 2\)"),
        (lambda: single.convolve_full(np.ones(2), W), r"dH must have 2 axes"),
        (lambda: single.rot180(np.ones(2)), r"K must have 2 axes"),
        (lambda: single.conv_matrix(W, 1, 3), r"W must fit inside X, but W is \(2, 2\) and X is \(1, 3\)"),
        (lambda: single.output_size(5, 2, stride=0), r"stride must be an integer of at least 1, but got 0"),
        (lambda: single.output_size(5.5, 2), r"n must be an integer"),
    ],
)
def test_errors_name_what_was_got_and_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
