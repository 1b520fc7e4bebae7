"""Each ``require_*`` accepts what fits, also at the very edge, and otherwise says what was got and what is allowed."""

import numpy as np
import pytest

from convlib import shapes


def zeros(*shape):
    return np.zeros(shape)


@pytest.mark.parametrize(
    "call",
    [
        lambda: shapes.require_2d(X=[[1, 2], [3, 4]], W=zeros(0, 3)),
        lambda: shapes.require_same(a=zeros(2, 3), b=[[1, 2, 3], [4, 5, 6]], c=zeros(2, 3)),
        lambda: shapes.require_fit(zeros(2, 3), zeros(2, 3)),
        lambda: shapes.require_fit(zeros(2, 3), zeros(1, 1)),
        lambda: shapes.require_upstream(zeros(3, 2), zeros(4, 5), zeros(2, 4)),
        lambda: shapes.require_sizes(2, 6, 1, 2),
        lambda: shapes.require_border(zeros(7, 3, 5), 1),
        lambda: shapes.require_border(zeros(1, 1), 0),
        lambda: shapes.require_room(zeros(3, 2), 2, (5, 3)),
        lambda: shapes.require_room(zeros(3, 2), 2, (9, 4)),
        lambda: shapes.require_conv(zeros(1, 2), zeros(3, 4), 1, 1, zeros(1, 1)),
        lambda: shapes.require_conv(zeros(6, 5), zeros(3, 2), 2, 0, zeros(2, 2)),
        lambda: shapes.require_conv2d(zeros(2, 3, 4, 5), zeros(6, 3, 3, 2), zeros(6), 2, 1, zeros(2, 6, 2, 3)),
        lambda: shapes.require_conv2d(zeros(0, 0, 1, 1), zeros(0, 0, 1, 1), zeros(0), 1, 0),
        lambda: shapes.require_windows(zeros(2, 3, 4, 5), 4, 5, 3, 0, zeros(2, 3, 1, 1)),
        lambda: shapes.require_columns(zeros(2, 12, 6), (2, 3, 5, 7), 2, 2, 2, 0),
        lambda: shapes.require_linear(zeros(2, 3), zeros(3, 4), zeros(4), zeros(2, 4)),
        lambda: shapes.require_labels(zeros(3, 2), [0, 1, 1]),
        lambda: shapes.require_labels(zeros(2, 5), np.array([4, 0], np.uint8)),
        lambda: shapes.require_labels(zeros(0, 5), np.array([], int)),
    ],
)
def test_what_fits_is_accepted(call):
    assert call() is None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: shapes.require_2d(X=zeros(2, 2), K=zeros(3)), ["K", "2 axes", "(3,)"]),
        (lambda: shapes.require_same(a=zeros(2), b=zeros(3)), ["a and b", "(2,) and (3,)"]),
        (lambda: shapes.require_fit(zeros(3, 3), zeros(4, 1)), ["W", "(4, 1)", "X", "(3, 3)"]),
        (lambda: shapes.require_fit(zeros(3, 3), zeros(1, 4), "K"), ["K", "(1, 4)", "(3, 3)"]),
        (lambda: shapes.require_fit(zeros(3, 3), zeros(0, 1)), ["W", "(0, 1)"]),
        (lambda: shapes.require_upstream(zeros(3, 3), zeros(4, 5), zeros(2, 4)), ["dH", "(3, 2)", "(3, 3)"]),
        (lambda: shapes.require_sizes(2, 7, 1, 2), ["filter", "7", "6"]),
        (lambda: shapes.require_sizes(0, 1, 1, 1), ["n must", "at least 1", "0"]),
        (lambda: shapes.require_sizes(3, 2, 0, 0), ["stride must", "at least 1", "0"]),
        (lambda: shapes.require_sizes(3, 2, 1, -1), ["pad must", "at least 0", "-1"]),
        (lambda: shapes.require_border(zeros(9, 2, 5), 1), ["1", "(9, 2, 5)"]),
        (lambda: shapes.require_room(zeros(3, 2), 2, (4, 3)), ["(5, 3)", "(3, 2)", "stride 2", "(4, 3)"]),
        (lambda: shapes.require_room(zeros(3, 2), 2, (5, 3, 1)), ["(5, 3)", "(5, 3, 1)"]),
        (lambda: shapes.require_conv(zeros(1, 2), zeros(3, 5), 1, 1), ["filter", "(3, 5)", "(3, 4)"]),
        (lambda: shapes.require_conv(zeros(6, 5), zeros(3, 2), 2, 0, zeros(2, 3)), ["dH", "(2, 2)", "(2, 3)"]),
        (lambda: shapes.require_windows(zeros(3, 4, 5), 1, 1, 1), ["X", "N, C, n_H_prev, n_W_prev", "(3, 4, 5)"]),
        (lambda: shapes.require_windows(zeros(2, 3, 4, 5), 0, 1, 1), ["f_H", "at least 1", "0"]),
        (
            lambda: shapes.require_windows(zeros(2, 3, 4, 5), 2, 2, 2, 0, zeros(2, 3, 2, 3)),
            ["dH", "(2, 3, 2, 2)", "(2, 3, 2, 3)"],
        ),
        (
            lambda: shapes.require_columns(zeros(2, 6, 12), (2, 3, 5, 7), 2, 2, 2, 0),
            ["cols", "(2, 12, 6)", "(2, 6, 12)"],
        ),
        (
            lambda: shapes.require_linear(zeros(2, 3), zeros(4, 3), zeros(3)),
            ["3 columns", "4 rows", "(2, 3)", "(4, 3)"],
        ),
        (lambda: shapes.require_linear(zeros(2, 3), zeros(3, 4), zeros(3)), ["b", "(4,)", "(3,)"]),
        (lambda: shapes.require_linear(zeros(2, 3), zeros(3), zeros(3)), ["W", "n_in, n_out", "(3,)"]),
        (lambda: shapes.require_labels(zeros(2, 3), [0, 3]), ["y", "from 0 to 2", "from 0 to 3"]),
        (lambda: shapes.require_labels(zeros(2, 3), [-1, 0]), ["y", "from 0 to 2", "from -1 to 0"]),
        (lambda: shapes.require_labels(zeros(2, 3), [0.0, 1.0]), ["y", "integers", "float64"]),
    ],
)
def test_an_error_says_what_is_allowed_and_what_was_got_in_one_line(call, words):
    with pytest.raises(ValueError) as error:
        call()
    text = str(error.value)
    assert [word for word in words if word not in text] == [], text
    assert "\n" not in text


@pytest.mark.parametrize("number", [1, 2.0, np.int8(3), np.float32(4), True, 10**30])
def test_a_float_without_a_fraction_counts_as_an_integer(number):
    shapes.require_whole(stride=(number, 1))


@pytest.mark.parametrize("number", [0, -1, 1.5, float("nan"), float("inf"), "1", None, [1], 1 + 0j])
def test_anything_else_does_not(number):
    with pytest.raises(ValueError) as error:
        shapes.require_whole(pad=(0, 0), stride=(number, 1))
    text = str(error.value)
    assert text.startswith("stride must") and "at least 1" in text and repr(number) in text
