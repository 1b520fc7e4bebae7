"""Charts: quantities with their units, round ticks, and names of lines that do not cover each other."""

import numpy as np
import pytest

from convlib.lab.figures import charts
from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.charts import BINARY, BYTES, TIMES


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (0.012, TIMES, "12 ms"),
        (0.00034, TIMES, "340 µs"),
        (1.2, TIMES, "1.2 s"),
        (0.99949, TIMES, "999 ms"),
        (0.9995, TIMES, "1 s"),
        (12345, TIMES, "12300 s"),
        (2e-8, TIMES, "0.02 µs"),
        (1_500_000, BYTES, "1.5 MB"),
        (3 * 2**20, BINARY, "3 MiB"),
        (512, BINARY, "0.5 KiB"),
    ],
)
def test_a_quantity_has_three_digits_and_the_largest_unit_that_it_fills(value, units, text):
    assert charts.measured(value, units) == text


def test_billions():
    assert [charts.billions(value) for value in (1.2345e9, 2e9, 5e7)] == ["1.23", "2", "0.05"]


def test_equal_factors_are_equal_steps_on_a_logarithmic_scale():
    place = charts.log_scale(1, 100, 300, 100)
    assert [place(value) for value in (1, 10, 100)] == pytest.approx([300, 200, 100])


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(1, 100, [1, 2, 5, 10, 20, 50]), (0.3, 6, [0.5, 1, 2, 5]), (15, 40, [20]), (2, 5, [2, 5])],
)
def test_ticks_are_round_numbers_inside_the_scale(low, high, ticks):
    assert charts.ticks(low, high) == pytest.approx(ticks)


@pytest.fixture
def names(monkeypatch):
    """The (height, name) of each name that is written."""
    found = []
    monkeypatch.setattr(charts, "name_on_white", lambda sheet, x, y, words, color: found.append((float(y), words)))
    return found


@pytest.mark.parametrize(
    ("heights", "places"),
    [
        ([20, 60, 90], [20, 60, 90]),  # far enough apart
        ([50, 40, 45], [40, 59, 78]),  # pushed downward, in the order of the ends
        ([10, 95, 98], [10, 81, 100]),  # and back up at the lower edge
        ([100, 100, 100, 100], [43, 62, 81, 100]),
    ],
)
def test_names_keep_apart_in_order_and_above_the_lower_edge(heights, places, names):
    ends = [(200, y, f"line {k}", "black") for k, y in enumerate(heights)]
    charts.names_at_ends(Sheet(400, 120), ends, 220, 0, 100)
    assert [y for y, _ in names] == places
    assert [name for _, name in names] == [f"line {k}" for k in np.argsort(heights, kind="stable")]


def drawn(lines, **options):
    """Return the sheet and Matplotlib's axes of a chart with its frame at (60, 30), 300 wide and 200 high."""
    sheet = Sheet(500, 300)
    charts.line_chart(sheet, (60, 30, 300, 200), lines, "step", "loss", **options)
    return sheet, sheet.figure.axes[1]


def test_points_that_are_not_finite_are_left_out(names):
    _, axes = drawn({"a": (np.arange(4), np.array([3.0, np.nan, 1.0, np.inf]))})
    (line,) = axes.lines
    assert line.get_xydata().tolist() == [[0, 3], [2, 1]]
    assert axes.get_ylim()[0] < 1 and axes.get_ylim()[1] > 3


def test_each_line_has_a_look_of_its_own_and_its_last_value_beside_its_name(names):
    lines = {f"line {k}": (np.arange(3), np.array([1.0, 2.0, k])) for k in range(5)}
    _, axes = drawn(lines)
    assert [line.get_color() for line in axes.lines] == [color for _, color in charts.LOOKS]
    assert all(len(set(looks)) == 5 for looks in zip(*charts.LOOKS, strict=True))
    assert [name for _, name in names] == [f"line {k}  {k}" for k in (4, 3, 2, 1, 0)]  # from the top


def test_the_name_of_a_line_that_ends_early_stands_at_its_end(names):
    sheet, _ = drawn({"short": (np.arange(3), np.ones(3)), "long": (np.arange(11), np.ones(11))})
    assert [name for _, name in names] == ["long  1"]
    (x,) = [text.get_position()[0] for text in sheet._axes.texts if text.get_text() == "short  1"]
    assert x == pytest.approx(60 + 300 * 2 / 10)


def test_a_logarithmic_chart_has_room_by_factors(names):
    _, axes = drawn({"a": (np.arange(2), np.array([0.03, 30.0]))}, log=True)
    assert axes.get_yscale() == "log" and axes.get_ylim() == pytest.approx((0.02, 45))
    _, axes = drawn({"a": (np.arange(2), np.array([0.0, 30.0]))})
    assert axes.get_yscale() == "linear"


@pytest.mark.parametrize("lines", [{}, {"a": (np.array([]), np.array([]))}, {"a": (np.arange(2), np.full(2, np.nan))}])
def test_a_chart_without_a_point_is_an_empty_frame(lines, names):
    _, axes = drawn(lines, first=50)
    assert axes.get_xlim() == (0, 50) and list(axes.get_xticks()) == [] and names == []


def test_a_single_point_has_room(names):
    _, axes = drawn({"a": (np.array([5]), np.array([0.0]))})
    low, high = axes.get_ylim()
    assert low < 0 < high and np.ptp(axes.get_xlim()) == 1


def test_a_chart_with_markers_begins_at_0(names):
    _, axes = drawn({"a": (np.array([5, 9]), np.array([1.0, 2.0]))}, marker="o")
    assert axes.get_xlim() == (0, 9)
