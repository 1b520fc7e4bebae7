"""What the figures of several lessons share."""

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import (
    HUES,
    INK,
    PALE,
    STAR,
    Panel,
    Sheet,
    factor,
    hue,
    number,
    row_size,
    table_size,
    text_width,
)
from convlib.lab.figures.display import Film, Picture

EDGE = 10  # white around a drawing


def checked(fit=True, **named):
    """Two named values as arrays of two axes; the second must fit inside the first."""
    shapes.require_2d(**named)
    (a, b), (A, B) = named, map(np.asarray, named.values())
    if B.size == 0 or (fit and (B.shape[0] > A.shape[0] or B.shape[1] > A.shape[1])):
        raise ValueError(f"{b} {B.shape} must fit inside {a} {A.shape}.")
    return A, B


def require_inside(name, shape, i, j):
    if not (0 <= i < shape[0] and 0 <= j < shape[1]):
        raise ValueError(f"{name}[{i}, {j}] is outside {name}, whose shape is {tuple(shape)}.")


def in_words(values):
    """An array in one line of text: [[1, 2], [3, 4]]."""
    if np.ndim(values):
        return "[" + ", ".join(in_words(value) for value in values) + "]"
    return number(values)


def size_of(values):
    shape = np.shape(values)
    return f"{shape[0]} × {shape[1]}" if len(shape) == 2 else count_of(shape[0], "number")


def in_full(value):
    return f"{value:.10g}".replace("-", "−")


def count_of(n, thing):
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def message_of(error):
    text = " ".join(str(error).split())
    return f": {text[:60]}{'…' if len(text) > 60 else ''}" if text else "."


def blank(shape):
    return np.full(shape, None, dtype=object)


def cell_size(columns, room, largest=40):
    """Size of a cell, so that so many columns of them fit in the room, yet stay legible."""
    return max(26, min(largest, room // columns))


def labels_of(name, shape):
    return [f"{name}[{i}, {j}]" for i, j in np.ndindex(*shape)]


def window_sums(X, K):
    """What each window of X gives when K is laid on it."""
    windows = np.lib.stride_tricks.sliding_window_view(X, K.shape)
    return (windows * K).sum(axis=(2, 3))


def slide(X, K, names, title, like=None, muted=None):
    """The film of K sliding over X: window, products, their sum landing in the result."""
    like = like or names
    result, frames = blank(window_sums(X, K).shape), []
    for h, w in np.ndindex(result.shape):
        window = X[h : h + K.shape[0], w : w + K.shape[1]]
        result[h, w] = (window * K).sum()
        counted = np.ones(K.shape, bool) if muted is None else ~muted[h : h + K.shape[0], w : w + K.shape[1]]
        lines = [
            [(factor(a), factor(b)) for a, b in zip(window[u][counted[u]], K[u][counted[u]], strict=True)]
            for u in range(K.shape[0])
            if counted[u].any()
        ]
        target = f"{names[2]}[{h}, {w}]"
        rows = sum_rows(target, lines, like, result[h, w])
        where = f"{names[1]} lies at [{h}, {w}]"
        if muted is not None:  # K is the rotated filter, so its entries count from the end
            (u, v), lie = np.argwhere(counted[::-1, ::-1])[0], counted.sum()
            where = f"Only W[{u}, {v}] lies on dH" if lie == 1 else f"{lie} weights lie on dH"
        terms = " + ".join(f"{a} × {b}" for line in lines for a, b in line)
        frames.append(
            ((h, w), result.copy(), rows, f"{where}: {target} = {number(result[h, w])}.", f"{target} = {terms}.")
        )

    def panels(values):
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

    def draw(sheet, place, values, rows):
        x, _, out = sheet.row(panels(values), EDGE + (room - width) / 2, 4, cell)
        sheet.outline(x, *place, *K.shape, color=hue(like[1]).line)
        sheet.outline(out, *place, stroke=2.5)
        sheet.table(rows, EDGE + (room - table_size(rows)[0]) / 2, height + 14)

    return Film(
        [(lambda sheet, a=frame[:3]: draw(sheet, *a), *frame[3:]) for frame in frames],
        title,
        room + 2 * EDGE,
        height + 22 + max(h for _, h in tables),
    )


def sum_rows(target, lines, like, total):
    """The rows of a table that adds up products: one line for each row of the filter."""
    rows = []
    for line in lines:
        row = [target if not rows else "", "=" if not rows else "+"]
        for k, (a, b) in enumerate(line):
            row += ["+"] * (k > 0) + [(a, hue(like[0]).ink), "×", (b, hue(like[1]).ink)]
        rows.append(row)
    rows[-1] += ["=", (number(total), INK, True)]
    return rows


def add_up(frames, title):
    """The film of arrays adding up: rows of panels, with windows to outline in them."""
    panels = [item for item in frames[0][0] if isinstance(item, Panel)]
    cell = cell_size(sum(panel.values.shape[1] for panel in panels), 400)
    width, height = row_size(frames[0][0], cell, 12)

    def draw(sheet, items, windows):
        grids = sheet.row(items, EDGE, 4, cell, 12)
        for which, i, j, rows, cols, name in windows:
            sheet.outline(grids[which], i, j, rows, cols, color=HUES[name].line)

    return Film(
        [(lambda sheet, a=frame[:2]: draw(sheet, *a), *frame[2:]) for frame in frames],
        title,
        width + 2 * EDGE,
        height + 12,
    )


def panels_and_table(panels, rows):
    """A sheet with a row of panels above a table; returns it with the panels' grids."""
    cell = cell_size(sum(panel.values.shape[1] for panel in panels), 600)
    (width, height), (table_width, table_height) = row_size(panels, cell, 36), table_size(rows)
    sheet = Sheet(max(width, table_width) + 2 * EDGE, height + table_height + 40)
    grids = sheet.row(panels, EDGE + max(0, table_width - width) / 2, EDGE, cell, 36)
    x, y = EDGE + max(0, width - table_width) / 2, height + 26
    sheet.table(rows, x, y)
    last = y + table_height * (1 - 1 / len(rows))
    sheet.line((x, last), (x + table_width, last), color=PALE, stroke=1)
    return sheet, grids


def names_at_ends(sheet, ends, x, top, height, apart=19):
    """Write each line's name to the right of its end, and apart from the others."""
    ends = sorted(ends, key=lambda end: end[1])
    places = []
    for _, y, _, _ in ends:
        places.append(max(y, places[-1] + apart) if places else y)
    # What was pushed over the lower edge is pushed back up.
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], top + height - apart * (len(places) - 1 - k))
    for (end, y, words, color), place in zip(ends, places, strict=True):
        sheet.line((min(end + 3, x - 4), y), (x - 2, place), color=color, stroke=0.8)
        name_on_white(sheet, x, place, words, color)


def name_on_white(sheet, x, y, words, color=INK):
    """Write a name from x on, and keep the lines that are there off it."""
    # A line's ends stick out by half its width.
    sheet.line((x + 6, y), (x + text_width(words, 12, True) - 6, y), color="white", stroke=14)
    sheet.text(x, y, words, 12, color, True, "left")


def same(got, expected):
    return np.isclose(got, expected, rtol=1e-4, atol=1e-7)


def card_that_says(words):
    """A picture that only says something."""
    sheet = Sheet(text_width(words, 15) + 48, 72)
    sheet.box(4, 4, sheet.width - 8, 64, fill="#f7f7f7", edge=PALE)
    sheet.text(sheet.width / 2, 36, words, 15)
    return Picture(sheet.png(), words)
