"""Unfolding along the rows: which outputs meet which inputs, sizes around a block of images, and both ways back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.conv.fast import blocks, rows
from tests.conv.drawn import Layer
from tests.conv.exact import assert_close, expected
from tests.conv.fast.forced import patched


@given(
    start=st.integers(0, 5),
    count=st.integers(0, 6),
    shift=st.integers(-9, 9),
    stride=st.integers(1, 4),
    length=st.integers(1, 9),
)
def test_the_outputs_that_meet_no_padding(start, count, shift, stride, length):
    meets = {i - start: i * stride + shift for i in range(start, start + count) if 0 <= i * stride + shift < length}
    outputs, inputs = rows._inner(slice(start, start + count), shift, stride, length)
    # An empty slice may lie anywhere inside the range of the outputs.
    assert 0 <= outputs.start <= outputs.stop
    if meets:
        assert list(range(outputs.start, outputs.stop)) == list(meets)
        assert list(range(inputs.start, inputs.stop, inputs.step)) == list(meets.values())
    else:
        assert outputs.start == outputs.stop and inputs.start == inputs.stop


def layer_of(N, F, stride=1, pad=0, n_H_prev=6):
    rng = np.random.default_rng(N)
    X, W, b = rng.normal(size=(N, 3, n_H_prev, 5)), rng.normal(size=(F, 3, 3, 2)), rng.normal(size=F)
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in ((n_H_prev, 3), (5, 2)))
    return Layer(X, W, b, rng.normal(size=(N, F, n_H, n_W)), stride, pad)


def assert_right(layer):
    X, W, b, dH, stride, pad = layer
    H, dX = rows.empty(dH.shape, dH.dtype), rows.empty(X.shape, X.dtype)
    rows.forward(X, W, b, stride, pad, H)
    dW, db = rows.backward(dH, X, W, stride, pad, dX, X.dtype)
    assert_close(layer, (H, dX, dW, db), expected(layer))


@pytest.mark.parametrize("N", [1, rows.IMAGES - 1, rows.IMAGES, rows.IMAGES + 1])
@pytest.mark.parametrize("stride, pad", [(1, 1), (2, 3)])
def test_batches_around_a_block_of_images(N, stride, pad):
    assert_right(layer_of(N, 2, stride, pad))


@pytest.mark.parametrize("n_H", [1, 2, 3, 4])
def test_outputs_around_a_block_of_rows(n_H):
    """Blocks of two rows of the output."""
    layer = layer_of(2, 2, n_H_prev=n_H + 2)
    two_rows = 2 * 2 * layer.X[:, :, 0].nbytes  # the filter is 2 wide
    with patched((blocks, "BLOCK_BYTES", two_rows)):
        assert len(blocks.fitting(n_H, two_rows // 2)) == -(-n_H // 2)
        assert_right(layer)


@pytest.mark.parametrize(
    ("F", "stride", "pad", "need_dX", "unfolds"),
    [
        (6, 1, 0, True, True),  # F = 2 * C
        (7, 1, 0, True, False),
        (6, 1, 1, True, True),
        (6, 1, 2, True, False),  # as much padding as the filter is wide
        (6, 2, 0, True, False),
        (6, 1, 0, False, False),
    ],
)
def test_dH_is_unfolded_where_that_is_possible_and_cheap(F, stride, pad, need_dX, unfolds, monkeypatch):
    taken = []
    monkeypatch.setattr(rows, "backward_by_unfolding", lambda *_: taken.append(True))
    monkeypatch.setattr(rows, "backward_by_folding", lambda *_: taken.append(False))
    layer = layer_of(1, F, stride, pad)
    dX = np.empty(layer.X.shape) if need_dX else None
    rows.backward(layer.dH, layer.X, layer.W, stride, pad, dX, layer.X.dtype)
    assert taken == [unfolds]


@pytest.mark.parametrize("F", [1, 6, 9])
def test_both_ways_back_give_the_same(F):
    X, W, _, dH, stride, pad = layer_of(5, F, pad=1)
    folded, unfolded = np.empty(X.shape), np.empty(X.shape)
    one = rows.backward_by_folding(dH, X, W, stride, pad, folded, X.dtype)
    other = rows.backward_by_unfolding(dH, X, W, pad, unfolded, X.dtype)
    for a, b in zip((folded, *one), (unfolded, *other), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-11)


def test_it_suits_every_layer_and_puts_the_images_innermost():
    assert rows.suits((1, 1, 1, 1), (1, 1, 9, 1), 7, 8)
    assert rows.empty((2, 3, 4, 5), np.dtype(float)).transpose(2, 1, 3, 0).flags.c_contiguous
