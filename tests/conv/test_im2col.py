"""im2col writes every window as a column, and col2im is its adjoint."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from convlib.conv.im2col import col2im, im2col
from convlib.conv.naive import conv2d_backward, conv2d_forward
from tests.conv.drawn import layers

SMALL = {"largest": 6, "images": st.integers(1, 3), "channels": st.integers(1, 3), "sides": st.integers(1, 3)}


def test_the_example_of_lesson_1():
    X = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    np.testing.assert_array_equal(im2col(X, 2, 2)[0], [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]])
    counts = col2im(im2col(np.ones((1, 1, 3, 3)), 2, 2), (1, 1, 3, 3), 2, 2)
    np.testing.assert_array_equal(counts[0, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]])


@given(layer=layers(**SMALL))
def test_columns_are_the_windows(layer):
    X, W, _, dH, stride, pad = layer
    cols = im2col(X, *W.shape[2:], stride, pad)
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    np.testing.assert_array_equal(cols, windows.transpose(0, 1, 4, 5, 2, 3).reshape(cols.shape))
    assert cols.shape == (len(X), W[0].size, dH[0, 0].size)


@given(layer=layers(**SMALL))
def test_folding_is_the_adjoint_of_unfolding(layer):
    X, W, _, _, stride, pad = layer
    cols = im2col(X, *W.shape[2:], stride, pad)
    G = np.random.default_rng(0).normal(size=cols.shape)
    folded = col2im(G, X.shape, *W.shape[2:], stride, pad)
    assert folded.shape == X.shape
    assert np.sum(cols * G) == pytest.approx(np.sum(X * folded), abs=1e-10)


@pytest.mark.parametrize("pad", [0, 1, 2])
def test_both_gradients_without_col2im(pad):
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
        (lambda: im2col(np.ones((1, 1, 3, 3)), 2, 0), "f_W must be an integer of at least 1, but got 0."),
        (lambda: col2im(np.ones((1, 4, 5)), (1, 1, 3, 3), 2, 2), "cols must have the shape (1, 4, 4)"),
        (lambda: col2im(np.ones((1, 4, 4)), (3, 3), 2, 2), "X_shape must be (N, C, n_H_prev, n_W_prev)"),
    ],
)
def test_errors_are_one_sentence(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
