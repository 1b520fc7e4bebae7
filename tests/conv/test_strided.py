"""convlib.conv.strided against stride 1 and SciPy, numerical gradients, and step by step as pairs of transposes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from convlib.conv import single, strided
from convlib.gradcheck import numerical_gradient


@st.composite
def layers(draw, largest=6):
    """An input, a filter, stride and padding that fit together, and an upstream gradient; all rectangular."""
    stride, pad = draw(st.integers(1, 4)), draw(st.integers(0, 2))
    filters = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    sides = tuple(draw(st.integers(max(1, f - 2 * pad), largest)) for f in filters)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    out = tuple((n + 2 * pad - f) // stride + 1 for n, f in zip(sides, filters, strict=True))
    return rng.normal(size=sides), rng.normal(size=filters), stride, pad, rng.normal(size=out)


X = np.arange(1.0, 21.0).reshape(4, 5)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
dH = np.array([[1.0, -2.0], [0.5, 3.0]])


def test_the_lesson_s_example():
    H, cache = strided.conv_forward_strided(X, W, stride=2)
    dX, dW = strided.conv_backward_strided(dH, cache)
    np.testing.assert_array_equal(H, [[51, 71], [151, 171]])
    np.testing.assert_array_equal(dX, [[1, 2, -2, -4, 0], [3, 4, -6, -8, 0], [0.5, 1, 3, 6, 0], [1.5, 2, 9, 12, 0]])
    np.testing.assert_array_equal(
        dW, sum(g * X[i : i + 2, j : j + 2] for g, i, j in [(1, 0, 0), (-2, 0, 2), (0.5, 2, 0), (3, 2, 2)])
    )


@given(layers())
def test_forward_keeps_every_stride_th_of_scipys_correlation(layer):
    X, W, stride, pad, _ = layer
    H, cache = strided.conv_forward_strided(X, W, stride, pad)
    expected = signal.correlate2d(np.pad(X, pad), W, mode="valid")[::stride, ::stride]
    np.testing.assert_allclose(H, expected, atol=1e-12)
    assert H.shape == tuple(single.output_size(n, f, stride, pad) for n, f in zip(X.shape, W.shape, strict=True))
    assert cache == (X, W, stride, pad)


@given(layers(largest=4))
def test_backward_matches_the_numerical_gradient(layer):
    X, W, stride, pad, dH = layer
    dX, dW = strided.conv_backward_strided(dH, (X, W, stride, pad))
    assert (dX.shape, dW.shape) == (X.shape, W.shape)
    for gradient, x, func in [
        (dX, X, lambda X: strided.conv_forward_strided(X, W, stride, pad)[0]),
        (dW, W, lambda W: strided.conv_forward_strided(X, W, stride, pad)[0]),
    ]:
        np.testing.assert_allclose(numerical_gradient(func, x, dH), gradient, atol=1e-7)


@given(layers())
def test_backward_is_the_scatter_loop(layer):
    X, W, stride, pad, dH = layer
    padded = np.pad(X, pad)
    dX, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        window = np.s_[h * stride : h * stride + W.shape[0], w * stride : w * stride + W.shape[1]]
        dX[window] += W * dH[h, w]
        dW += padded[window] * dH[h, w]
    got_dX, got_dW = strided.conv_backward_strided(dH, (X, W, stride, pad))
    np.testing.assert_allclose(got_dX, dX[pad : pad + X.shape[0], pad : pad + X.shape[1]], atol=1e-12)
    np.testing.assert_allclose(got_dW, dW, atol=1e-12)


@given(layers())
def test_adjoint_identity(layer):
    X, W, stride, pad, G = layer
    H, cache = strided.conv_forward_strided(X, W, stride, pad)
    dX, dW = strided.conv_backward_strided(G, cache)
    assert np.sum(H * G) == pytest.approx(np.sum(X * dX), abs=1e-10)
    assert np.sum(H * G) == pytest.approx(np.sum(W * dW), abs=1e-10)


@given(layers())
def test_pixels_that_no_window_sees_have_gradient_0(layer):
    X, W, stride, pad, _ = layer
    seen, _ = strided.conv_backward_strided(
        np.ones(strided.conv_forward_strided(X, W, stride, pad)[0].shape), (X, np.ones(W.shape), stride, pad)
    )
    dX, _ = strided.conv_backward_strided(
        np.ones_like(strided.conv_forward_strided(X, W, stride, pad)[0]), (X, W, stride, pad)
    )
    assert not dX[seen == 0].any()


@given(layers(largest=4))
def test_at_stride_1_without_padding_it_is_the_plain_layer(layer):
    X, W, *_ = layer
    if any(f > n for n, f in zip(X.shape, W.shape, strict=True)):
        return
    H, cache = single.conv_forward(X, W)
    np.testing.assert_array_equal(strided.conv_forward_strided(X, W)[0], H)
    for got, expected in zip(
        strided.conv_backward_strided(H, (*cache, 1, 0)), single.conv_backward(H, cache), strict=True
    ):
        np.testing.assert_allclose(got, expected, atol=1e-12)


@given(layers())
def test_each_backward_step_is_the_transpose_of_its_forward_step(layer):
    X, W, stride, pad, dH = layer
    padded = strided.pad2d(X, pad)
    np.testing.assert_array_equal(padded, np.pad(X, pad))
    np.testing.assert_array_equal(strided.unpad2d(padded, pad), X)
    other = np.arange(padded.size).reshape(padded.shape)
    assert np.sum(padded * other) == pytest.approx(np.sum(X * strided.unpad2d(other, pad)))
    everything = single.correlate_valid(padded, W)
    spread = strided.dilate2d(dH, stride, everything.shape)
    np.testing.assert_array_equal(spread[::stride, ::stride], dH)
    assert np.count_nonzero(spread) == np.count_nonzero(dH)
    assert np.sum(everything[::stride, ::stride] * dH) == pytest.approx(np.sum(everything * spread), abs=1e-10)


@given(layers())
def test_inputs_are_not_modified(layer):
    X, W, stride, pad, dH = layer
    before = [array.copy() for array in (X, W, dH)]
    strided.conv_backward_strided(dH, strided.conv_forward_strided(X, W, stride, pad)[1])
    for array, kept in zip((X, W, dH), before, strict=True):
        np.testing.assert_array_equal(array, kept)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_precision_and_integers_become_floats(dtype):
    H, cache = strided.conv_forward_strided(X.astype(dtype), W.astype(dtype), 2, 1)
    assert {array.dtype for array in (H, *strided.conv_backward_strided(H, cache))} == {np.dtype(dtype)}
    H, cache = strided.conv_forward_strided(X.astype(int), W.astype(int), 2, 1)
    assert all(array.dtype.kind == "f" for array in (H, *strided.conv_backward_strided(0.5 * H, cache)))


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: strided.pad2d(X[0], 1), r"X must have 2 axes .* its shape is \(5,\)"),
        (lambda: strided.pad2d(X, -1), r"pad must be an integer of at least 0, but got -1"),
        (lambda: strided.unpad2d(X, 2), r"A border of 2 on each side leaves nothing of an array of shape \(4, 5\)"),
        (lambda: strided.unpad2d(X, 0.5), r"pad must be an integer of at least 0, but got 0.5"),
        (
            lambda: strided.dilate2d(dH, 2, (3, 2)),
            r"shape must be at least \(3, 3\) for dH of shape \(2, 2\) at stride 2, but got \(3, 2\)",
        ),
        (lambda: strided.dilate2d(dH, 0, (3, 3)), r"stride must be an integer of at least 1, but got 0"),
        (lambda: strided.dilate2d(dH[0], 2, (3, 3)), r"dH must have 2 axes"),
        (lambda: strided.conv_forward_strided(X, np.ones((7, 2)), 1, 1), r"The filter \(7, 2\) must fit .* \(6, 7\)"),
        (lambda: strided.conv_forward_strided(X, W, stride=1.5), r"stride must be an integer"),
        (lambda: strided.conv_forward_strided(X, W[0]), r"W must have 2 axes"),
        (lambda: strided.conv_backward_strided(dH, (X, W, 1, 0)), r"dH must have the shape \(3, 4\), but .* \(2, 2\)"),
    ],
)
def test_errors_name_what_was_got_and_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
