"""The algorithm for tiny layers: which layers are tiny, and that its windows are those of ``im2col``."""

import numpy as np
import pytest

from convlib.conv.fast import small
from convlib.conv.im2col import im2col


@pytest.mark.parametrize(
    ("H_shape", "W_shape", "stride", "pad", "suits"),
    [
        ((1, 1, 100, 200), (1, 1, 1, 1), 1, 0, True),  # 20 000 multiplications
        ((1, 1, 100, 200), (1, 2, 1, 1), 1, 0, False),  # 40 000
        ((3, 1, 59, 113), (1, 1, 1, 1), 1, 0, False),  # 20 001
        ((2, 4, 5, 5), (4, 10, 1, 10), 1, 0, True),  # 20 000, all factors count
        ((2, 4, 5, 5), (4, 10, 2, 10), 1, 0, False),
        ((1, 1, 2, 2), (1, 1, 2, 2), 2, 0, False),  # a stride
        ((1, 1, 5, 5), (1, 1, 3, 2), 1, 1, True),
        ((1, 1, 5, 5), (1, 1, 3, 2), 1, 2, False),  # a window in the padding alone
        ((0, 1, 2, 2), (1, 1, 2, 2), 1, 0, False),  # nothing to compute
        ((1, 1, 2, 2), (1, 0, 2, 2), 1, 0, False),
    ],
)
def test_it_suits_stride_1_and_few_multiplications(H_shape, W_shape, stride, pad, suits):
    assert small.suits(H_shape, W_shape, stride, pad) is suits


@pytest.mark.parametrize("pad_H, pad_W", [(0, 0), (1, 0), (0, 2), (2, 1)])
def test_the_unfolded_windows_are_the_columns_of_im2col(pad_H, pad_W):
    X = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    padded = np.pad(X, ((0, 0), (0, 0), (pad_H, pad_H), (pad_W, pad_W)))
    cols = im2col(padded, 2, 3)  # (N, C * f_H * f_W, n_H * n_W)
    rows = small._unfolded(X, pad_H, pad_W, 2, 3, np.dtype(float))
    np.testing.assert_array_equal(rows, cols.transpose(0, 2, 1).reshape(-1, 18))


def test_its_arrays_are_in_row_major_order():
    assert small.empty((2, 3, 4, 5), np.dtype(np.float32)).flags.c_contiguous
