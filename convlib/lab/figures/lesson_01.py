"""The figures of lesson 01 and of the start page: the filter slides over the input."""

import numpy as np
from numpy.typing import ArrayLike

from convlib import shapes
from convlib.lab.figures.canvas import Grid, Panel, Sheet, row_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import slide
from convlib.lab.figures.shared import EDGE, cell_size, checked, window_sums
from convlib.lab.figures.theme import GREY, HUES, PALE, STAR, WIDEST, number, text_width
from convlib.lab.figures.words import count_of, in_words, size_of


def arrays(**named: ArrayLike) -> Picture:
    """Show named arrays side by side.

    Parameters
    ----------
    **named : array_like, shape (n,) or (n_rows, n_cols)
        As in ``arrays(X=X, W=W)``.

    Returns
    -------
    Picture
    """
    for name, values in named.items():
        if np.ndim(values) not in (1, 2):
            raise ValueError(f"{name} must have 1 or 2 axes, but its shape is {np.shape(values)}.")
    cell = min(44, (WIDEST - 60) / max(np.atleast_2d(values).shape[1] for values in named.values()))
    rows: list[list[Panel]] = [[]]
    room = WIDEST - 2 * EDGE - 14
    for name, values in named.items():
        panel = Panel(values, name, note=size_of(values), ticks=True)
        if rows[-1] and row_size([*rows[-1], panel], cell, 30)[0] > room:
            rows.append([])
        rows[-1].append(panel)
    sizes = [row_size(row, cell, 30) for row in rows]
    sheet = Sheet(max(w for w, _ in sizes) + 2 * EDGE + 14, sum(h + 12 for _, h in sizes) + 8)
    y: float = EDGE
    for row, (_, height) in zip(rows, sizes, strict=True):
        sheet.row(row, EDGE + 7, y, cell, 30)
        y += height + 12
    return Picture(sheet.png(), " ".join(f"{name} = {in_words(values)}." for name, values in named.items()))


def sliding(X: np.ndarray, W: np.ndarray) -> Film:
    """Slide the filter over the input, one output after another.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, W = checked(X=X, W=W)
    return slide(X, W, ("X", "W", "H"), "The filter slides over the input.")


def correlation_and_convolution(X: np.ndarray, W: np.ndarray) -> Picture:
    """Compare cross-correlation, which deep learning calls convolution, with convolution, which rotates the filter.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Picture
    """
    X, W = checked(X=X, W=W)
    kinds = (
        (f"X {STAR} W", "cross-correlation (deep learning's “convolution”): W as it is", "W", W),
        ("X ∗ W", "the mathematician's convolution: W rotated by 180°", "W rotated", W[::-1, ::-1]),
    )
    cell = cell_size(2 * X.shape[1], 500, 48)
    rows: list[list[Panel | str]] = []
    results = []
    for sign, _, name, filter_ in kinds:
        results.append(window_sums(X, filter_))
        rows.append(
            [
                Panel(X, "X", note="the filter on its first window"),
                STAR,
                Panel(filter_, name, like="W"),
                "=",
                Panel(results[-1], sign, like="H"),
            ]
        )
    width, height = row_size(rows[0], cell, 20)
    titles = [f"{sign}, {title}" for sign, title, *_ in kinds]
    width = max(width, row_size(rows[1], cell, 20)[0], *(text_width(title, 15, True) for title in titles))
    sheet = Sheet(width + 2 * EDGE, 2 * (height + 48))
    for k, (title, (*_, filter_), row) in enumerate(zip(titles, kinds, rows, strict=True)):
        y = k * (height + 48)
        sheet.text(EDGE, y + 18, title, 15, bold=True, align="left")
        laid, _, result = sheet.row(row, EDGE, y + 34, cell, 20)
        _lay(sheet, laid, filter_)
        sheet.outline(result, 0, 0, stroke=2.5)
        if k:
            sheet.line((0, y), (sheet.width, y), color=PALE, stroke=1)
    plain, rotated = map(in_words, results)
    return Picture(
        sheet.png(),
        f"Cross-correlation, X ⋆ W with W = {in_words(W)}, gives {plain}. "
        f"Convolution, X ∗ W, rotates the filter to {in_words(W[::-1, ::-1])} and gives {rotated}.",
    )


def positions(n: int, f: int, stride: int = 1) -> Picture:
    """Count the positions at which a filter fits along a line.

    Parameters
    ----------
    n : int
        Length of the line.
    f : int
        Length of the filter.
    stride : int, default 1
        Step from one position to the next.

    Returns
    -------
    Picture
    """
    shapes.require_sizes(n, f, stride, 0)
    starts = range(0, n - f + 1, stride)
    left = n - (starts[-1] + f)
    words = f"{count_of(len(starts), 'position')} for a filter of length {f} on {n} cells, stride {stride}"
    words += f"; {count_of(left, 'cell')} left over (hatched)" if left else "; none left over"
    cell = min(40, (WIDEST - 110) / n)
    sheet = Sheet(max(n * cell + 80, text_width(words, 13)) + 2 * EDGE, cell + 60 + 28 * len(starts))
    muted = np.arange(n)[None] >= n - left
    line = sheet.grid(Panel(np.arange(n), like="X", muted=muted), EDGE + 80, EDGE, cell)
    sheet.text(line.x - 10, line.center(0, 0)[1], "cell", 13, HUES["X"].ink, align="right")
    for k, start in enumerate(starts):
        x, y = line.x + start * cell, line.bottom + 12 + 28 * k
        sheet.text(line.x - 10, y + 10, f"position {k}", 13, HUES["W"].ink, align="right")
        for j in range(f):
            sheet.box(x + j * cell + 1, y, cell - 2, 20, fill=HUES["W"].tint, edge=HUES["W"].line)
    sheet.text(EDGE, sheet.height - 20, words, 13, align="left")
    return Picture(sheet.png(), words + ".")


def images(**named: ArrayLike) -> Picture:
    """Show small images side by side: in grey, or in two colours around zero if values are negative.

    Parameters
    ----------
    **named : array_like, shape (n_rows, n_cols)
        As in ``images(digit=X, edges=H)``; an underscore in a name becomes a space.

    Returns
    -------
    Picture
    """
    shapes.require_2d(**named)
    arrays = {name.replace("_", " "): np.asarray(values, dtype=float) for name, values in named.items()}
    columns = min(len(arrays), 4)
    side = min(200, (WIDEST - 20) / columns - 20)
    rows = -(-len(arrays) // columns)
    signed = [values for values in arrays.values() if values.min() < 0]
    limit = max((np.abs(values).max() for values in signed), default=0)
    sheet = Sheet(columns * (side + 20) + 20, rows * (side + 44) + (48 if signed else 8))
    for k, (name, values) in enumerate(arrays.items()):
        x, y = 20 + k % columns * (side + 20), 34 + k // columns * (side + 44)
        scale = side / max(values.shape)
        height, width = values.shape[0] * scale, values.shape[1] * scale
        x += (side - width) / 2
        low, high = (-limit, limit) if values.min() < 0 else (values.min(), values.max())
        sheet.image(values, x, y, width, height, "PuOr" if low < 0 else "gray", (low, high))
        sheet.box(x, y, width, height, edge=GREY, stroke=1)
        sheet.text(x + width / 2, y - 16, name, 14, bold=True)
    if signed:
        x, y = sheet.width / 2 - 90, sheet.height - 38
        sheet.image(np.linspace(-1, 1, 181)[None], x, y, 180, 12, "PuOr", (-1, 1))
        sheet.box(x, y, 180, 12, edge=GREY, stroke=1)
        for place, value in ((0, -limit), (90, 0), (180, limit)):
            sheet.text(x + place, y + 24, ("+" if value > 0 else "") + number(value), 12)
    words = (
        f"{name}: {values.shape[0]} × {values.shape[1]} image, values {number(values.min())} to {number(values.max())}."
        for name, values in arrays.items()
    )
    return Picture(sheet.png(), " ".join(words))


def _lay(sheet: Sheet, grid: Grid, filter_: np.ndarray) -> None:
    """Overlay the filter on the first window of a grid: its outline, and its numbers in the cells' corners."""
    sheet.outline(grid, 0, 0, *filter_.shape, color=HUES["W"].line)
    for u, v in np.ndindex(filter_.shape):
        x, y, w, h = grid.box(u, v)
        size, weight = min(12, 0.26 * w + 1), "×" + number(filter_[u, v])
        sheet.text(x + w - 4, y + h - 9, weight, size, HUES["W"].ink, True, "right")
