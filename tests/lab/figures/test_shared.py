"""What figures of several lessons share: arguments that fit, sizes of cells, and a table below panels."""

import numpy as np
import pytest

from convlib.conv.single import correlate_valid
from convlib.lab.figures import shared
from convlib.lab.figures.canvas import Panel


def test_arguments_become_arrays_and_the_second_fits_inside_the_first():
    X, W = shared.checked(X=[[1, 2], [3, 4]], W=[[5, 6]])
    assert X.tolist() == [[1, 2], [3, 4]] and W.tolist() == [[5, 6]]
    large, small = shared.checked(False, dH=[[1]], W=[[1, 2], [3, 4]])
    assert small.shape == (2, 2)


@pytest.mark.parametrize(
    ("fit", "W", "words"),
    [
        (True, np.ones((1, 4)), ["W", "(1, 4)", "X", "(2, 3)"]),
        (True, np.ones((3, 1)), ["W", "(3, 1)", "X", "(2, 3)"]),
        (False, np.ones((0, 2)), ["W", "(0, 2)"]),
        (False, np.ones(2), ["W", "2 axes", "(2,)"]),
    ],
)
def test_what_does_not_fit_is_named_with_its_shape(fit, W, words):
    with pytest.raises(ValueError) as error:
        shared.checked(fit, X=np.ones((2, 3)), W=W)
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize("i, j", [(-1, 0), (0, -1), (2, 0), (0, 3)])
def test_a_position_outside_is_named(i, j):
    with pytest.raises(ValueError) as error:
        shared.require_inside("W", (2, 3), i, j)
    assert f"W[{i}, {j}]" in str(error.value) and "(2, 3)" in str(error.value)
    shared.require_inside("W", (2, 3), 1, 2)


@pytest.mark.parametrize(("columns", "room", "side"), [(1, 400, 40), (10, 400, 40), (11, 400, 36), (100, 400, 26)])
def test_cells_fill_the_room_yet_stay_legible(columns, room, side):
    assert shared.cell_size(columns, room) == side


def test_a_blank_array_holds_no_numbers():
    assert shared.blank((1, 2)).tolist() == [[None, None]]


def test_the_sums_of_the_windows_are_the_correlation():
    X, K = np.arange(12.0).reshape(3, 4), np.array([[1, -2], [3, 0.5]])
    np.testing.assert_allclose(shared.window_sums(X, K), correlate_valid(X, K))


@pytest.mark.parametrize("rows", [[["a", "b"]], [["a very long first cell " * 4, "b"], ["c", "d"]]])
def test_a_table_stands_below_the_panels_and_both_fit(rows):
    sheet, grids = shared.panels_and_table([Panel([[1, 2]], "X"), Panel([[3], [4]], "W")], rows)
    written = {text.get_text(): text.get_position() for text in sheet._axes.texts}
    first, last = written[rows[0][0]], written[rows[-1][1]]
    assert first[1] > max(grid.bottom for grid in grids) and last[1] < sheet.height
    assert 0 <= grids[0].x and max(grid.right for grid in grids) <= sheet.width
    # The middle of the panels is that of the sheet, give or take a name that is wider than its panel.
    assert (grids[0].x + grids[-1].right) / 2 == pytest.approx(sheet.width / 2, abs=2)


def test_a_card_says_its_words_to_all_readers():
    short, long = shared.card_that_says("Nothing yet."), shared.card_that_says("Nothing yet, and much more to come.")
    assert short.alt == "Nothing yet." and short.png.startswith(b"\x89PNG") and short.width < long.width
