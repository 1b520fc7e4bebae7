"""The sheet: where cells lie, how much room things take, and pictures at twice their logical size."""

from itertools import pairwise

import numpy as np
import pytest

from convlib.lab.figures.canvas import Grid, Panel, Sheet, row_size, table_size
from convlib.lab.figures.display import Picture
from convlib.lab.figures.theme import INK, number, text_width


def written(sheet):
    """Return the texts on a sheet, with their places."""
    return [(text.get_text(), *text.get_position()) for text in sheet._axes.texts]


def test_cells_lie_row_below_row():
    grid = Grid(10, 20, 30, (2, 4))
    assert grid.box(1, 2) == (70, 50, 30, 30) and grid.box(0, 1, 2, 3) == (40, 20, 90, 60)
    assert grid.center(1, 0) == (25, 65)
    assert (grid.right, grid.bottom) == (130, 80)


def test_a_panel_is_a_grid_with_a_name_above_a_note_below_and_ticks():
    plain = Panel([1, 2, 3])
    assert plain.values.shape == (1, 3) and plain.width(40) == 120 and plain.head() == 0
    named = Panel([[1], [2]], "X", note="n", ticks=True)
    assert named.head() > Panel([[1], [2]], "X").head() > 0
    assert named.height(40) > Panel([[1], [2]], "X", ticks=True).height(40) > 80
    assert named.width(40) > 40
    long = "a name that is wider than its panel"
    assert Panel([1], long).width(40) == text_width(long, 15, True)


ITEMS = [Panel(np.ones((3, 2)), "X"), "=", Panel([[1, 2, 3]], "a long name of H", note="below"), "+", Panel([1])]


def test_a_row_takes_the_room_that_it_says(undrawn):
    sheet, (width, height) = Sheet(800, 400), row_size(ITEMS, 30)
    grids = sheet.row(ITEMS, 50, 60, 30)
    assert [grid.shape for grid in grids] == [(3, 2), (1, 3), (1, 1)]
    assert grids[0].x == 50 and grids[-1].right == pytest.approx(50 + width)
    assert max(grid.bottom for grid in grids) <= 60 + height and min(grid.y for grid in grids) >= 60
    for left, right in pairwise(grids):
        assert left.right < right.x


def test_panels_and_signs_of_a_row_are_centred_on_one_line():
    sheet = Sheet(800, 400)
    grids = sheet.row(ITEMS, 0, 0, 30)
    axis = {round((grid.y + grid.bottom) / 2, 6) for grid in grids}
    assert len(axis) == 1
    signs = [y for text, _, y in written(sheet) if text in ("=", "+")]
    assert signs == pytest.approx(2 * [axis.pop() + 0.36 * 18])  # the middle of a line of this size


def test_a_grid_shows_its_numbers_and_leaves_empty_cells_empty():
    sheet = Sheet(200, 200)
    sheet.grid(Panel([[7, None], [-2.5, "x"]], "X", note="two rows", ticks=True), 40, 60, 40)
    assert sorted(text for text, *_ in written(sheet)) == sorted(["7", number(-2.5), "x", "X", "two rows", *"0101"])
    places = {text: (x, y) for text, x, y in written(sheet) if text in ("7", "x")}
    assert places["x"][0] - places["7"][0] == 40


def test_long_numbers_are_written_smaller_so_that_they_fit():
    for value in (1, -1234.5, 1.5e-10):
        sheet = Sheet(100, 100)
        sheet.grid(Panel([[value]]), 10, 10, 30)
        assert text_width(number(value), sheet.smallest_text) <= 0.92 * 30 + 1e-9


def test_a_part_is_moved_and_scaled_and_counts_for_the_smallest_text():
    sheet = Sheet(300, 200)
    sheet.text(0, 0, "whole", 12)
    part = sheet.part(100, 50, 0.5).part(20, 10, 0.5)
    part.text(40, 8, "part", 16)
    assert written(sheet)[1] == ("part", pytest.approx(100 + 10 + 10), pytest.approx(50 + 5 + 0.25 * (8 + 0.36 * 16)))
    assert sheet.smallest_text == 4
    small, large = (text.get_fontsize() for text in sheet._axes.texts[::-1])
    assert small / large == pytest.approx(4 / 12)


def test_no_text_is_no_small_text():
    sheet = Sheet(10, 10)
    sheet.text(0, 0, "", 3)
    assert sheet.smallest_text == np.inf and not written(sheet)


def test_a_table_takes_the_room_that_it_says_in_aligned_columns():
    rows = [["sum", ("1", INK), "+"], ["", ("a wide cell", INK, True), "+", "more"]]
    sheet, (width, height) = Sheet(400, 200), table_size(rows, 15)
    sheet.table(rows, 20, 30)
    places = {text: (x, y) for text, x, y in written(sheet)}
    assert places["sum"][0] == pytest.approx(20 + text_width("sum", 15))  # to the right
    assert places["1"][0] == places["a wide cell"][0]  # centred
    assert places["more"][0] + text_width("more", 15) / 2 == pytest.approx(20 + width)
    assert places["1"][1] < places["more"][1] < 30 + height


def test_a_picture_has_twice_the_size_rounded_up_and_the_same_bytes_each_time():
    def drawn():
        sheet = Sheet(30.2, 19.5)
        sheet.box(2, 2, 20, 10, fill="red", edge="black")
        sheet.arrow((2, 15), (25, 15))
        return sheet.png()

    picture = Picture(drawn(), "a box")
    assert (picture.width, picture.height) == (31, 20) and int.from_bytes(picture.png[16:20], "big") == 62
    assert drawn() == picture.png


def test_an_arrow_ends_at_its_end():
    sheet = Sheet(100, 100)
    sheet.arrow((10, 10), (10, 60))
    (line,), (head,) = sheet._axes.lines, sheet._axes.patches
    assert line.get_xydata().tolist() == [[10, 10], [10, 51]]
    assert head.get_xy()[0].tolist() == [10, 60]
