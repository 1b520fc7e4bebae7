"""The whole layer three times, by loops, tap by tap and unfolded: they agree, and each gradient is what is measured."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.strided import conv_backward_strided, conv_forward_strided
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps
from convlib.gradcheck import numerical_gradient

PAIRS = {
    "loops": (conv2d_forward, conv2d_backward),
    "taps": (conv2d_forward_taps, conv2d_backward_taps),
    "fast": (conv2d_forward_im2col, conv2d_backward_im2col),
}
each = pytest.mark.parametrize("name", PAIRS)


@st.composite
def layers(draw, largest=6, dtypes=(np.float64,)):
    """X, W, b, stride, pad and dH of a layer; some lie in memory with gaps or in Fortran's order."""
    N, C, F = (draw(st.integers(1, 3)) for _ in range(3))
    f_H, f_W, stride = (draw(st.integers(1, 3)) for _ in range(3))
    pad = draw(st.integers(0, 2))
    n_H_prev = draw(st.integers(max(1, f_H - 2 * pad), largest))
    n_W_prev = draw(st.integers(max(1, f_W - 2 * pad), largest))
    rng, dtype = np.random.default_rng(draw(st.integers(0, 2**32 - 1))), draw(st.sampled_from(dtypes))
    arrange = draw(
        st.sampled_from([np.ascontiguousarray, np.asfortranarray, lambda array: np.repeat(array, 2, axis=-1)[..., ::2]])
    )
    sides = ((n + 2 * pad - f) // stride + 1 for n, f in ((n_H_prev, f_H), (n_W_prev, f_W)))
    shapes = (N, C, n_H_prev, n_W_prev), (F, C, f_H, f_W), (F,), (N, F, *sides)
    X, W, b, dH = (arrange(rng.normal(size=shape).astype(dtype)) for shape in shapes)
    return X, W, b, stride, pad, dH


def passes(name, X, W, b, stride, pad, dH):
    """H, dX, dW and db."""
    forward, backward = PAIRS[name]
    H, cache = forward(X, W, b, stride, pad)
    return (H, *backward(dH, cache))


def test_by_hand():
    """Two images, two channels, one pixel each: all that is left is the algebra of the letters."""
    X = np.array([[2.0, 3.0], [5.0, 7.0]]).reshape(2, 2, 1, 1)
    W = np.array([[1.0, 10.0], [0.0, 1.0], [1.0, 1.0]]).reshape(3, 2, 1, 1)
    dH = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]).reshape(2, 3, 1, 1)
    for name in PAIRS:
        H, dX, dW, db = (a.squeeze() for a in passes(name, X, W, np.array([0.5, 0.0, -1.0]), 1, 0, dH))
        np.testing.assert_array_equal(H, [[32.5, 3, 4], [75.5, 7, 11]])
        np.testing.assert_array_equal(dX, [[1, 12], [-1, 0]])
        np.testing.assert_array_equal(dW, [[2, 3], [9, 13], [-5, -7]])
        np.testing.assert_array_equal(db, [1, 3, -1])


@given(layers())
def test_all_three_agree(layer):
    expected = passes("loops", *layer)
    for name in ("taps", "fast"):
        for got, want in zip(passes(name, *layer), expected, strict=True):
            assert got.shape == want.shape
            np.testing.assert_allclose(got, want, atol=1e-11)


@given(layers(largest=4))
@settings(max_examples=25)
def test_gradients_are_what_is_measured(layer):
    X, W, b, stride, pad, dH = layer
    measured = (
        numerical_gradient(lambda X: conv2d_forward_taps(X, W, b, stride, pad)[0], X, dH),
        numerical_gradient(lambda W: conv2d_forward_taps(X, W, b, stride, pad)[0], W, dH),
        numerical_gradient(lambda b: conv2d_forward_taps(X, W, b, stride, pad)[0], b, dH),
    )
    for name in PAIRS:
        for got, want in zip(passes(name, *layer)[1:], measured, strict=True):
            np.testing.assert_allclose(got, want, atol=1e-7)


@given(layers(dtypes=(np.float32, np.float64)))
def test_the_number_type_is_kept_and_the_inputs_are_untouched(layer):
    X, W, b, stride, pad, dH = layer
    before = [array.copy() for array in (X, W, b, dH)]
    for name in PAIRS:
        assert {array.dtype for array in passes(name, *layer)} == {X.dtype}
    for array, kept in zip((X, W, b, dH), before, strict=True):
        np.testing.assert_array_equal(array, kept)


@each
def test_whole_numbers_become_decimal(name):
    X, W, b = np.arange(24).reshape(1, 2, 3, 4), np.arange(8).reshape(1, 2, 2, 2), np.array([0.5])
    H, dX, dW, db = passes(name, X, W, b, 1, 0, np.full((1, 1, 2, 3), 0.25))
    assert {a.dtype for a in (H, dX, dW, db)} == {np.dtype(float)} and H[0, 0, 0, 0] % 1 == 0.5


@given(layers())
def test_slice_by_slice_it_is_one_channel(layer):
    X, W, b, stride, pad, dH = layer
    H, dX, dW, db = passes("loops", *layer)
    forth = conv_forward_strided
    for n, k in np.ndindex(H.shape[:2]):
        one = b[k] + sum(forth(X[n, c], W[k, c], stride, pad)[0] for c in range(W.shape[1]))
        np.testing.assert_allclose(H[n, k], one, atol=1e-11)
    back = {
        place: conv_backward_strided(dH[place[:2]], (X[place[0], place[2]], W[place[1], place[2]], stride, pad))
        for place in np.ndindex(*H.shape[:2], W.shape[1])
    }
    for n, c in np.ndindex(X.shape[:2]):
        np.testing.assert_allclose(dX[n, c], sum(back[n, k, c][0] for k in range(len(W))), atol=1e-11)
    for k, c in np.ndindex(W.shape[:2]):
        np.testing.assert_allclose(dW[k, c], sum(back[n, k, c][1] for n in range(len(X))), atol=1e-11)


@given(layers())
def test_adjoint_identity(layer):
    X, W, b, stride, pad, dH = layer
    for name in PAIRS:
        H, dX, dW, _ = passes(name, X, W, 0 * b, stride, pad, dH)
        assert np.sum(H * dH) == pytest.approx(np.sum(X * dX), abs=1e-9)
        assert np.sum(H * dH) == pytest.approx(np.sum(W * dW), abs=1e-9)


X, W, B = np.ones((2, 3, 4, 5)), np.ones((6, 3, 3, 2)), np.ones(6)


@each
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((X[0], W, B), r"X must have the axes \(N, C, n_H_prev, n_W_prev\), but its shape is \(3, 4, 5\)"),
        ((X, W[0], B), r"W must have the axes \(F, C, f_H, f_W\), but its shape is \(3, 3, 2\)"),
        ((X[:, :2], W, B), r"X has 2 channels, but the filters in W have 3"),
        ((X, W, B[:5]), r"b must have the shape \(6,\), but its shape is \(5,\)"),
        ((X, W, B[:, None]), r"b must have the shape \(6,\), but its shape is \(6, 1\)"),
        ((X[:, :, :2], W, B), r"The filter \(3, 2\) must fit inside the padded input, which is \(2, 5\)"),
        ((X, W, B, 0), r"stride must be a whole number of at least 1, but it is 0"),
        ((X, W, B, 1, -1), r"pad must be a whole number of at least 0, but it is -1"),
    ],
)
def test_errors_of_the_forward_pass_are_one_sentence(name, arguments, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        PAIRS[name][0](*arguments)
    assert str(error.value).count("\n") == 0


@each
@pytest.mark.parametrize("shape", [(2, 6, 2, 3), (2, 3, 2, 4), (6, 2, 2, 4), (2, 6, 8)])
def test_a_wrong_dH_is_one_sentence(name, shape):
    with pytest.raises(ValueError, match=r"dH must have the shape \(2, 6, 2, 4\), but its shape is"):
        PAIRS[name][1](np.ones(shape), (X, W, B, 1, 0))
