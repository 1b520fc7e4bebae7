"""Helpers that the figures of several lessons share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib import shapes
from convlib.lab.figures.canvas import Grid, Panel, Row, Sheet, row_size, table_size
from convlib.lab.figures.display import Picture
from convlib.lab.figures.theme import PALE, text_width

EDGE = 10  # white margin around a drawing


def checked(fit: bool = True, **named: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return two named values as 2-D arrays; unless ``fit`` is off, the second must fit inside the first."""
    shapes.require_2d(**named)
    (a, b), (A, B) = named, map(np.asarray, named.values())
    if B.size == 0 or (fit and (B.shape[0] > A.shape[0] or B.shape[1] > A.shape[1])):
        raise ValueError(f"{b} {B.shape} must fit inside {a} {A.shape}.")
    return A, B


def require_inside(name: str, shape: tuple[int, ...], i: int, j: int) -> None:
    """Raise ``ValueError`` unless (i, j) is a position in an array of this name and shape."""
    if not (0 <= i < shape[0] and 0 <= j < shape[1]):
        raise ValueError(f"{name}[{i}, {j}] is outside {name}, whose shape is {tuple(shape)}.")


def blank(shape: tuple[int, ...]) -> np.ndarray:
    """Return an array of empty cells."""
    return np.full(shape, None, dtype=object)


def cell_size(columns: int, room: int, largest: int = 40) -> int:
    """Return the side of a cell such that this many columns fit in the room, yet stay legible."""
    return max(26, min(largest, room // columns))


def window_sums(X: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Return the valid cross-correlation of X with K."""
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(2, 3))


def panels_and_table(panels: Sequence[Panel], rows: Sequence[Row]) -> tuple[Sheet, list[Grid]]:
    """Draw a row of panels above a table; return the sheet and the panels' grids."""
    cell = cell_size(sum(panel.values.shape[1] for panel in panels), 600)
    (width, height), (table_width, table_height) = row_size(panels, cell, 36), table_size(rows)
    sheet = Sheet(max(width, table_width) + 2 * EDGE, height + table_height + 40)
    grids = sheet.row(panels, EDGE + max(0, table_width - width) / 2, EDGE, cell, 36)
    x, y = EDGE + max(0, width - table_width) / 2, height + 26
    sheet.table(rows, x, y)
    last = y + table_height * (1 - 1 / len(rows))
    sheet.line((x, last), (x + table_width, last), color=PALE, stroke=1)
    return sheet, grids


def card_that_says(words: str) -> Picture:
    """Return a picture that only shows a sentence."""
    sheet = Sheet(text_width(words, 15) + 48, 72)
    sheet.box(4, 4, sheet.width - 8, 64, fill="#f7f7f7", edge=PALE)
    sheet.text(sheet.width / 2, 36, words, 15)
    return Picture(sheet.png(), words)


def thumbnail(sheet: Sheet, image: np.ndarray, middle: float, top: float) -> None:
    """Draw a small image of Fashion-MNIST, black on white, centred at ``middle``."""
    sheet.image(image, middle - 46, top, 92, 92, "gray_r", (0, 1))
    sheet.box(middle - 46, top, 92, 92, edge=PALE, stroke=1)
