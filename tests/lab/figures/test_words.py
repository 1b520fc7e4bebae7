"""Numbers and arrays in words."""

import numpy as np

from convlib.lab.figures import words


def test_arrays_are_written_in_one_line():
    assert words.in_words(np.array([[1, 2.5], [-3, 4]])) == "[[1, 2.5], [−3, 4]]"
    assert words.in_words(np.array([["on", None]], dtype=object)) == "[[on, ]]"


def test_counts_have_their_plural():
    assert [words.count_of(n, "cell") for n in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
    assert [words.count_of(n, "entry") for n in (1, 4)] == ["1 entry", "4 entries"]


def test_zero_rows_or_columns_are_left_out():
    assert words.rows_and_columns(1, 2) == "1 row and 2 columns"
    assert (words.rows_and_columns(0, 1), words.rows_and_columns(2, 0)) == ("1 column", "2 rows")
    assert words.rows_and_columns(0, 0) == ""


def test_a_long_message_is_cut_to_one_line():
    assert words.message_of(ValueError("a\n b")) == ": a b" and words.message_of(ValueError()) == "."
    assert words.message_of(ValueError("x" * 99)) == ": " + "x" * 60 + "…"


def test_sizes():
    assert words.size_of(np.zeros((2, 3))) == "2 × 3" and words.size_of([1]) == "1 number"
    assert words.shape_in_words((8, 28, 28)) == "8 × 28 × 28"
