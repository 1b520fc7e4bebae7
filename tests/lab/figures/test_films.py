"""The two films: a result that fills up entry by entry, and arrays that add up."""

import numpy as np
import pytest

from convlib.lab.figures import films
from convlib.lab.figures.canvas import Panel, Sheet
from convlib.lab.figures.films import add_up, slide, sum_rows
from convlib.lab.figures.theme import HUES, INK, WIDEST, hue

X, K = np.arange(12.0).reshape(3, 4), np.array([[1.0, -2.0]])


@pytest.fixture
def rows(monkeypatch):
    """The panels of each row that is drawn."""
    found, row = [], Sheet.row

    def noted(sheet, items, *rest):
        found.append([item for item in items if isinstance(item, Panel)])
        return row(sheet, items, *rest)

    monkeypatch.setattr(Sheet, "row", noted)
    return found


@pytest.fixture
def outlines(monkeypatch):
    """The (i, j, rows, columns, colour) of each outline that is drawn."""
    found = []
    monkeypatch.setattr(
        Sheet,
        "outline",
        lambda sheet, grid, i, j, rows=1, cols=1, **style: found.append((i, j, rows, cols, *style.values())),
    )
    return found


def test_a_filter_slides_over_every_position_and_the_result_fills_up(rows, undrawn):
    film = slide(X, K, ("X", "K", "H"), "A film.")
    assert len(film.frames) == 9 and film.title == "A film." and film.width <= WIDEST
    for k in (0, 4, 8):
        film.frame(k)
    for k, (x, _, out) in zip((0, 4, 8), rows, strict=True):
        shown = out.values.ravel()
        assert [value is None for value in shown] == [n > k for n in range(9)]
        assert shown[k] == (X[k // 3, k % 3] - 2 * X[k // 3, k % 3 + 1])
        assert (x.values == X).all()


def test_the_window_and_its_entry_are_outlined(outlines, undrawn):
    slide(X, K, ("X", "K", "H"), "A film.", like=("X", "W", "H")).frame(5)
    (window, entry) = outlines
    assert window == (1, 2, 1, 2, HUES["W"].line) and entry[:2] == (1, 2)


def test_the_words_are_the_products_and_their_sum():
    film = slide(X, K, ("X", "K", "H"), "A film.")
    assert "[1, 1]: H[1, 1] = −7." in film.captions[4] and "H[1, 1] = 5 × 1 + 6 × (−2)." in film.words[4]


def test_muted_entries_are_left_out_of_the_sum_and_weights_count_from_the_end():
    """One entry of dH in zeros; K is the filter, rotated."""
    padded, muted = np.zeros((3, 3)), np.ones((3, 3), bool)
    padded[1, 1], muted[1, 1] = 5, False
    film = slide(padded, np.array([[4.0, 3.0], [2.0, 1.0]]), ("dH", "W", "dX"), "A film.", muted=muted)
    assert "W[0, 0]" in film.captions[0] and film.words[0].endswith("dX[0, 0] = 5. dX[0, 0] = 5 × 1.")
    assert "W[1, 1]" in film.captions[3] and film.words[3].endswith("dX[1, 1] = 20. dX[1, 1] = 5 × 4.")


def test_a_sum_has_a_line_for_each_row_of_the_filter_and_its_total_at_the_end():
    found = sum_rows("H[0, 0]", [[("1", "2"), ("3", "4")], [("5", "6")]], ("X", "W"), 44)
    x, w = hue("X").ink, hue("W").ink
    assert found == [
        ["H[0, 0]", "=", ("1", x), "×", ("2", w), "+", ("3", x), "×", ("4", w)],
        ["", "+", ("5", x), "×", ("6", w), "=", ("44", INK, True)],
    ]


def test_arrays_add_up_frame_by_frame(rows, outlines, undrawn):
    frames = [
        (
            [Panel([[k, 2]], "dH"), "→", Panel([[k]], "dX")],
            [(1, 0, 0, 1, 1, "X"), (0, 0, k, 1, 2, "W")],
            f"Step {k}.",
            "words",
        )
        for k in (0, 1)
    ]
    film = add_up(frames, "A sum.")
    assert film.words == ["Step 0. words", "Step 1. words"] and film.title == "A sum."
    assert film.frame(1).height == film.height
    assert [panel.values.tolist() for panel in rows[-1]] == [[[1, 2]], [[1]]]
    assert outlines == [(0, 0, 1, 1, HUES["X"].line), (0, 1, 1, 2, HUES["W"].line)]


def test_many_columns_get_small_cells(rows, undrawn):
    narrow, wide = (add_up([([Panel(np.ones((1, n)))], [], "", "")], "").width for n in (5, 15))
    assert narrow == 5 * 40 + 2 * films.EDGE and wide == 15 * 26 + 2 * films.EDGE
