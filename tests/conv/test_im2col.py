"""convlib.conv.im2col and convlib.conv.taps against the layer with loops, against measurement, and as adjoints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from convlib.conv.im2col import col2im, conv2d_backward_im2col, conv2d_forward_im2col, im2col
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps
from convlib.gradcheck import numerical_gradient

WAYS = [(conv2d_forward_im2col, conv2d_backward_im2col), (conv2d_forward_taps, conv2d_backward_taps)]


@st.composite
def layers(draw):
    """X, W, b, stride, pad and an upstream gradient that fit together."""
    N, C, F, f_H, f_W = (draw(st.integers(1, 3)) for _ in range(5))
    stride, pad = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    n_H_prev, n_W_prev = (draw(st.integers(max(1, f - 2 * pad), 6)) for f in (f_H, f_W))
    n_H, n_W = (n_H_prev + 2 * pad - f_H) // stride + 1, (n_W_prev + 2 * pad - f_W) // stride + 1
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shapes = (N, C, n_H_prev, n_W_prev), (F, C, f_H, f_W), (F,), (N, F, n_H, n_W)
    X, W, b, dH = (rng.normal(size=shape) for shape in shapes)
    return X, W, b, stride, pad, dH


def test_the_example_of_lesson_1():
    X = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    np.testing.assert_array_equal(im2col(X, 2, 2)[0], [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]])
    counts = col2im(im2col(np.ones((1, 1, 3, 3)), 2, 2), (1, 1, 3, 3), 2, 2)
    np.testing.assert_array_equal(counts[0, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]])


@given(layers())
def test_columns_are_the_windows(layer):
    X, W, _, stride, pad, dH = layer
    cols = im2col(X, *W.shape[2:], stride, pad)
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    np.testing.assert_array_equal(cols, windows.transpose(0, 1, 4, 5, 2, 3).reshape(cols.shape))
    assert cols.shape == (len(X), W[0].size, dH[0, 0].size)


@given(layers())
def test_folding_is_the_adjoint_of_unfolding(layer):
    X, W, _, stride, pad, _ = layer
    cols = im2col(X, *W.shape[2:], stride, pad)
    G = np.random.default_rng(0).normal(size=cols.shape)
    folded = col2im(G, X.shape, *W.shape[2:], stride, pad)
    assert folded.shape == X.shape
    assert np.sum(cols * G) == pytest.approx(np.sum(X * folded), abs=1e-10)


@pytest.mark.parametrize(("forward", "backward"), WAYS)
@given(layers())
def test_they_do_what_the_loops_do(forward, backward, layer):
    *inputs, dH = layer
    H, cache = forward(*inputs)
    np.testing.assert_allclose(H, conv2d_forward(*inputs)[0], atol=1e-12)
    for got, expected in zip(backward(dH, cache), conv2d_backward(dH, inputs), strict=True):
        np.testing.assert_allclose(got, expected, atol=1e-12)


@pytest.mark.parametrize(("forward", "backward"), WAYS)
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (1, 1), (2, 0), (2, 1), (3, 2)])
def test_gradients_as_measured(forward, backward, stride, pad):
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 3, 2)), rng.normal(size=2)
    H, cache = forward(X, W, b, stride, pad)
    dH = rng.normal(size=H.shape)
    dX, dW, db = backward(dH, cache)
    for gradient, at, layer in (
        (dX, X, lambda X: forward(X, W, b, stride, pad)[0]),
        (dW, W, lambda W: forward(X, W, b, stride, pad)[0]),
        (db, b, lambda b: forward(X, W, b, stride, pad)[0]),
    ):
        np.testing.assert_allclose(gradient, numerical_gradient(layer, at, dH), atol=1e-7)


@pytest.mark.parametrize(("forward", "backward"), WAYS)
def test_single_precision_stays_so(forward, backward):
    X, W, b = np.ones((1, 2, 3, 4), np.float32), np.ones((3, 2, 2, 2), np.float32), np.ones(3, np.float32)
    H, cache = forward(X, W, b)
    assert {array.dtype for array in (H, *backward(H, cache))} == {np.dtype(np.float32)}


@pytest.mark.parametrize("pad", [0, 1, 2])
def test_the_stretch_needs_no_col2im(pad):
    """At stride 1 the unfolded dH gives both gradients."""
    rng = np.random.default_rng(0)
    N, C, F, f = 2, 3, 4, 3
    X, W, b = rng.normal(size=(N, C, 5, 6)), rng.normal(size=(F, C, f, f)), rng.normal(size=F)
    H, cache = conv2d_forward(X, W, b, 1, pad)
    dH = rng.normal(size=H.shape)
    unfolded = im2col(dH, f, f, pad=f - 1 - pad)
    dX = (W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3).reshape(C, -1) @ unfolded).reshape(X.shape)
    dW = (unfolded @ X.reshape(N, C, -1).transpose(0, 2, 1)).sum(axis=0).reshape(F, f, f, C)
    dW = dW.transpose(0, 3, 1, 2)[:, :, ::-1, ::-1]
    for got, expected in zip((dX, dW), conv2d_backward(dH, cache), strict=False):
        np.testing.assert_allclose(got, expected, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: im2col(np.ones((3, 3)), 2, 2), "X must have the axes (N, C, n_H_prev, n_W_prev)"),
        (lambda: im2col(np.ones((1, 1, 3, 3)), 4, 2), "must fit inside"),
        (lambda: im2col(np.ones((1, 1, 3, 3)), 2, 0), "f_W must be a whole number"),
        (lambda: col2im(np.ones((1, 4, 5)), (1, 1, 3, 3), 2, 2), "cols must have the shape (1, 4, 4)"),
        (lambda: col2im(np.ones((1, 4, 4)), (3, 3), 2, 2), "X_shape must be (N, C, n_H_prev, n_W_prev)"),
        (lambda: conv2d_forward_im2col(np.ones((1, 1, 3, 3)), np.ones((1, 2, 2, 2)), np.ones(1)), "1 channels"),
        (
            lambda: conv2d_backward_im2col(
                np.ones((1, 1, 3, 3)), (np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.ones(1), 1, 0)
            ),
            "dH must have the shape (1, 1, 2, 2)",
        ),
    ],
)
def test_errors_are_one_sentence(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
