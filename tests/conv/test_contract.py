"""Every whole layer through one contract: it computes what the loops compute, and rejects what they reject."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.conv import fast, im2col, naive, taps
from convlib.conv.contract import Backward, Forward
from tests.conv.drawn import layers
from tests.conv.exact import assert_close, expected

LAYERS: dict[str, tuple[Forward, Backward]] = {
    "naive": (naive.conv2d_forward, naive.conv2d_backward),
    "taps": (taps.conv2d_forward_taps, taps.conv2d_backward_taps),
    "im2col": (im2col.conv2d_forward_im2col, im2col.conv2d_backward_im2col),
    "fast": (fast.conv2d_forward_fast, fast.conv2d_backward_fast),
}
each = pytest.mark.parametrize(("forward", "backward"), LAYERS.values(), ids=LAYERS)
SMALL = {"largest": 6, "images": st.integers(1, 3), "channels": st.integers(1, 3), "sides": st.integers(1, 3)}


@each
@settings(max_examples=60)
@given(layer=layers(**SMALL, dtypes=(np.float64, np.float32, np.int64)))
def test_computes_what_the_loops_compute(forward, backward, layer):
    H, cache = forward(layer.X, layer.W, layer.b, layer.stride, layer.pad)
    got = H, *backward(layer.dH, cache)
    assert {array.dtype for array in got} == {np.result_type(layer.X, np.float32)}
    assert_close(layer, got, expected(layer))


@each
def test_stride_and_pad_are_1_and_0_unless_given(forward, backward):
    X, W, b = np.ones((1, 1, 3, 4)), np.ones((1, 1, 2, 2)), np.zeros(1)
    np.testing.assert_array_equal(forward(X, W, b)[0], np.full((1, 1, 2, 3), 4))
    np.testing.assert_array_equal(forward(X, W, b, pad=1, stride=3)[0], [[[[1, 2], [1, 2]]]])


@each
def test_by_hand(forward, backward):
    """Two images, two channels, one pixel each: what remains is the algebra of N, C and F."""
    X = np.array([[2.0, 3.0], [5.0, 7.0]]).reshape(2, 2, 1, 1)
    W = np.array([[1.0, 10.0], [0.0, 1.0], [1.0, 1.0]]).reshape(3, 2, 1, 1)
    dH = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]).reshape(2, 3, 1, 1)
    H, cache = forward(X, W, np.array([0.5, 0.0, -1.0]))
    dX, dW, db = backward(dH, cache)
    np.testing.assert_array_equal(H.squeeze(), [[32.5, 3, 4], [75.5, 7, 11]])
    np.testing.assert_array_equal(dX.squeeze(), [[1, 12], [-1, 0]])
    np.testing.assert_array_equal(dW.squeeze(), [[2, 3], [9, 13], [-5, -7]])
    np.testing.assert_array_equal(db, [1, 3, -1])


@each
def test_a_cache_is_used_twice_and_after_other_forward_passes(forward, backward):
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(3, 2, 5, 6)), rng.normal(size=(4, 2, 3, 3)), rng.normal(size=4)
    H, cache = forward(X, W, b, 1, 1)
    dH = rng.normal(size=H.shape)
    first = [array.copy() for array in (H, *backward(dH, cache))]
    other_H, other_cache = forward(2 * X, 3 * W, b, 1, 1)
    backward(other_H, other_cache)
    for got, want in zip((H, *backward(dH, cache)), first, strict=True):
        np.testing.assert_array_equal(got, want)


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
        ((X, W, B, 0), r"stride must be an integer of at least 1, but got 0\."),
        ((X, W, B, 1.5), r"stride must be an integer of at least 1, but got 1\.5\."),
        ((X, W, B, [1]), r"stride must be an integer of at least 1, but got \[1\]\."),
        ((X, W, B, "1"), r"stride must be an integer of at least 1, but got '1'\."),
        ((X, W, B, 1, -1), r"pad must be an integer of at least 0, but got -1\."),
        ((X, W, B, 1, float("nan")), r"pad must be an integer of at least 0, but got nan\."),
    ],
)
def test_errors_of_the_forward_pass_say_what_was_got(forward, backward, arguments, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}") as error:
        forward(*arguments)
    assert "\n" not in str(error.value)


@each
@pytest.mark.parametrize("shape", [(2, 6, 2, 3), (2, 3, 2, 4), (6, 2, 2, 4), (2, 6, 8)])
def test_a_wrong_dH_is_rejected(forward, backward, shape):
    _, cache = forward(X, W, B)
    with pytest.raises(ValueError, match=r"^dH must have the shape \(2, 6, 2, 4\), but its shape is"):
        backward(np.ones(shape), cache)
