"""The two films that several lessons show: a sliding filter, and arrays that add up."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from convlib.lab.figures.canvas import Cell, Panel, Sheet, row_size, table_size
from convlib.lab.figures.display import Film
from convlib.lab.figures.shared import EDGE, blank, cell_size, window_sums
from convlib.lab.figures.theme import HUES, INK, STAR, factor, hue, number

# Which panel, i, j, rows, columns, and the name whose colour to use.
Outline = tuple[int, int, int, int, int, str]
# Panels and signs, what to outline in them, the caption, and the numbers in words.
Sum = tuple[Sequence[Panel | str], Sequence[Outline], str, str]


def slide(
    X: np.ndarray,
    K: np.ndarray,
    names: tuple[str, str, str],
    title: str,
    like: tuple[str, str, str] | None = None,
    muted: np.ndarray | None = None,
) -> Film:
    """Return the film of K sliding over X: window, products, and their sum in the result.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    K : ndarray, shape (f_H, f_W)
        The kernel.
    names : tuple of str
        The names of X, K and the result.
    title : str
        What the film shows.
    like : tuple of str, optional
        The names whose colours to use, if not ``names``.
    muted : ndarray of bool, same shape as X, optional
        The zeros around dH; K is then the rotated filter W.

    Returns
    -------
    Film
        One frame for each entry of the result.
    """
    like = like or names
    result, frames = blank(window_sums(X, K).shape), []
    for h, w in np.ndindex(result.shape):
        window = X[h : h + K.shape[0], w : w + K.shape[1]]
        result[h, w] = total = float((window * K).sum())
        counted = np.ones(K.shape, bool) if muted is None else ~muted[h : h + K.shape[0], w : w + K.shape[1]]
        lines = [
            [(factor(a), factor(b)) for a, b in zip(window[u][counted[u]], K[u][counted[u]], strict=True)]
            for u in range(K.shape[0])
            if counted[u].any()
        ]
        target = f"{names[2]}[{h}, {w}]"
        rows = sum_rows(target, lines, like, total)
        where = f"{names[1]} is at [{h}, {w}]"
        if muted is not None:  # K is the rotated filter, so its entries are counted from the end
            (u, v), lie = np.argwhere(counted[::-1, ::-1])[0], counted.sum()
            where = f"Only W[{u}, {v}] overlaps dH" if lie == 1 else f"{lie} weights overlap dH"
        terms = " + ".join(f"{a} × {b}" for line in lines for a, b in line)
        frames.append(((h, w), result.copy(), rows, f"{where}: {target} = {number(total)}.", f"{target} = {terms}."))

    def panels(values: np.ndarray) -> list[Panel | str]:
        return [
            Panel(X, names[0], like[0], muted=muted),
            STAR,
            Panel(K, names[1], like[1]),
            "=",
            Panel(values, names[2], like[2]),
        ]

    cell = cell_size(X.shape[1] + K.shape[1] + result.shape[1], 330)
    (width, height), tables = row_size(panels(result), cell), [table_size(frame[2]) for frame in frames]
    room = max(width, *(w for w, _ in tables))

    def draw(sheet: Sheet, place: tuple[int, int], values: np.ndarray, rows: list[list[Cell]]) -> None:
        x, _, out = sheet.row(panels(values), EDGE + (room - width) / 2, 4, cell)
        sheet.outline(x, *place, *K.shape, color=hue(like[1]).line)
        sheet.outline(out, *place, stroke=2.5)
        sheet.table(rows, EDGE + (room - table_size(rows)[0]) / 2, height + 14)

    return Film(
        [
            (partial(draw, place=place, values=values, rows=rows), caption, words)
            for place, values, rows, caption, words in frames
        ],
        title,
        room + 2 * EDGE,
        height + 22 + max(h for _, h in tables),
    )


def sum_rows(
    target: str, lines: Sequence[Sequence[tuple[str, str]]], like: Sequence[str], total: float
) -> list[list[Cell]]:
    """Return the rows of a table that adds up products: one line for each row of the filter.

    Parameters
    ----------
    target : str
        The name of the sum.
    lines : sequence of sequence of (str, str)
        The two factors of each product.
    like : sequence of str
        The names whose colours the two factors have.
    total : float
        The sum.
    """
    rows: list[list[Cell]] = []
    for line in lines:
        row: list[Cell] = [target if not rows else "", "=" if not rows else "+"]
        for k, (a, b) in enumerate(line):
            row += ["+"] * (k > 0) + [(a, hue(like[0]).ink), "×", (b, hue(like[1]).ink)]
        rows.append(row)
    rows[-1] += ["=", (number(total), INK, True)]
    return rows


def add_up(frames: Sequence[Sum], title: str) -> Film:
    """Return the film of arrays adding up.

    Parameters
    ----------
    frames : sequence of (panels and signs, outlines, caption, numbers in words)
        An outline is (which panel, i, j, rows, columns, name whose colour to use).
    title : str
        What the film shows.
    """
    panels = [item for item in frames[0][0] if isinstance(item, Panel)]
    cell = cell_size(sum(panel.values.shape[1] for panel in panels), 400)
    width, height = row_size(frames[0][0], cell, 12)

    def draw(sheet: Sheet, items: Sequence[Panel | str], windows: Sequence[Outline]) -> None:
        grids = sheet.row(items, EDGE, 4, cell, 12)
        for which, i, j, rows, cols, name in windows:
            sheet.outline(grids[which], i, j, rows, cols, color=HUES[name].line)

    return Film(
        [(partial(draw, items=items, windows=windows), caption, words) for items, windows, caption, words in frames],
        title,
        width + 2 * EDGE,
        height + 12,
    )
