"""The figures of lesson 02: the gradient of each weight and each pixel, worked out by hand."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import Cell, Panel, Sheet, row_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import add_up
from convlib.lab.figures.shared import EDGE, blank, cell_size, checked, panels_and_table, require_inside
from convlib.lab.figures.theme import GREY, HUES, INK, factor, number, text_width, wrapped
from convlib.lab.figures.words import count_of, in_words

# (h, w, u, v): an output, and the weight with which it sees a pixel.
Position = tuple[int, int, int, int]


def gate(x: float, w: float, dh: float) -> Picture:
    """Draw one multiply-and-add: values flow forward above the wires, gradients flow back below them.

    Parameters
    ----------
    x, w : float
        An entry of the input and the weight that multiplies it, in h = ... + x w.
    dh : float
        Gradient of the loss with respect to h.

    Returns
    -------
    Picture
    """
    dx, dw = w * dh, x * dh
    sheet = Sheet(760, 330)
    times, plus, x_end, w_end, h_end = (390, 160), (575, 160), (90, 60), (90, 260), (700, 160)
    for (cx, cy), turn in ((x_end, 1), (w_end, -1)):
        there, back = times[0] + 5 * turn, times[0] - 5 * turn
        sheet.line((cx + 66, cy - 5), (there, cy - 5))
        sheet.arrow((there, cy - 5), (there, times[1] - 28 * turn))
        sheet.line((back, times[1] - 28 * turn), (back, cy + 5), color=HUES["H"].ink, dashed=True)
        sheet.arrow((back, cy + 5), (cx + 66, cy + 5), color=HUES["H"].ink, dashed=True)
    for start, end in ((times[0] + 28, plus[0] - 28), (plus[0] + 28, h_end[0] - 40)):
        sheet.arrow((start, 155), (end, 155))
        sheet.arrow((end, 165), (start, 165), color=HUES["H"].ink, dashed=True)
    for (cx, cy), sign in ((times, "×"), (plus, "+")):
        sheet.circle(cx, cy, 22)
        sheet.text(cx, cy, sign, 22, bold=True)
    boxes = (("X", x_end, f"x = {number(x)}", 60), ("W", w_end, f"w = {number(w)}", 60), ("H", h_end, "h", 34))
    for name, (cx, cy), text, half in boxes:
        sheet.box(cx - half, cy - 22, 2 * half, 44, fill=HUES[name].tint, edge=HUES[name].line, stroke=1.8)
        sheet.text(cx, cy, text, 16, bold=True)
    backs = (
        (x_end, "X", f"dL/dx = w × dL/dh = {factor(w)} × {factor(dh)} = {number(dx)}"),
        (w_end, "W", f"dL/dw = x × dL/dh = {factor(x)} × {factor(dh)} = {number(dw)}"),
    )
    for (cx, cy), name, text in backs:
        sheet.text(cx - 60, cy + 40, text, 13, HUES[name].ink, True, "left")
    sheet.text(410, 96, f"dh/dx = w = {number(w)}", 14, GREY, align="left")
    sheet.text(410, 224, f"dh/dw = x = {number(x)}", 14, GREY, align="left")
    sheet.text((times[0] + plus[0]) / 2, 138, f"x × w = {number(x * w)}", 14)
    sheet.text((times[0] + plus[0]) / 2, 182, f"dL/d(x×w) = {number(dh)}", 13, HUES["H"].ink, True)
    sheet.text(h_end[0], 202, f"dL/dh = {number(dh)}", 14, HUES["H"].ink, True)
    sheet.arrow((plus[0], 64), (plus[0], 132))
    sheet.text(plus[0], 50, "the other products", 13, GREY)
    return Picture(
        sheet.png(),
        f"One product x w with x = {number(x)} and w = {number(w)}, added into h. "
        f"Forward: x w = {number(x * w)}. Local gradients: dh/dx = w = {number(w)}, "
        f"dh/dw = x = {number(x)}. Back: dL/dh = {number(dh)}, dL/dx = w dL/dh = {number(dx)}, "
        f"dL/dw = x dL/dh = {number(dw)}.",
    )


def weight_terms(X: np.ndarray, dH: np.ndarray, u: int, v: int) -> Picture:
    """Add up the gradient of one weight: the entry that it met at each output, times that output's gradient.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    u, v : int
        The weight's position.

    Returns
    -------
    Picture
    """
    X, dH = checked(X=X, dH=dH)
    sides = tuple(n - m + 1 for n, m in zip(X.shape, dH.shape, strict=True))
    require_inside("W", sides, u, v)
    total = (X[u : u + dH.shape[0], v : v + dH.shape[1]] * dH).sum()
    dW = blank(sides)
    dW[u, v] = total
    weights = blank(sides)
    weights[u, v] = "w"
    panels = [
        Panel(weights, "W", note="this weight"),
        Panel(X, "X", note="the entries it met"),
        Panel(dH, "dH", note="the outputs it fed"),
        Panel(dW, "dW", note="where the sum goes"),
    ]
    blue, green = HUES["X"].ink, HUES["H"].ink
    rows: list[list[Cell]] = [
        [
            f"H[{h}, {w}] :",
            (f"X[{u + h}, {v + w}]", blue),
            "×",
            (f"dH[{h}, {w}]", green),
            "=",
            (factor(X[u + h, v + w]), blue),
            "×",
            (factor(dH[h, w]), green),
            "=",
            number(X[u + h, v + w] * dH[h, w]),
        ]
        for h, w in np.ndindex(dH.shape)
    ]
    rows.append([f"dW[{u}, {v}]", *[""] * 7, "=", (number(total), INK, True)])
    sheet, (weight, x, dh, dw) = panels_and_table(panels, rows)
    for grid, name in ((weight, "W"), (dw, "W")):
        sheet.outline(grid, u, v, color=HUES[name].line)
    sheet.outline(x, u, v, *dH.shape, color=HUES["H"].line)
    sheet.outline(dh, 0, 0, *dH.shape, color=HUES["H"].line, stroke=1)
    terms = " + ".join(f"{factor(X[u + h, v + w])} × {factor(dH[h, w])}" for h, w in np.ndindex(dH.shape))
    return Picture(
        sheet.png(), f"W[{u}, {v}] met one entry of X at each output: dW[{u}, {v}] = {terms} = {number(total)}."
    )


def pixel_terms(X_shape: tuple[int, int], W: np.ndarray, dH: np.ndarray, i: int, j: int) -> Picture:
    """Add up the gradient of one pixel: the weight with which each output saw it, times that output's gradient.

    Parameters
    ----------
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    W : ndarray, shape (f_H, f_W)
        The filter.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    i, j : int
        The pixel's position.

    Returns
    -------
    Picture
    """
    W, dH = np.asarray(W), np.asarray(dH)
    shapes.require_upstream(dH, np.empty(X_shape), W)
    require_inside("X", X_shape, i, j)
    touched = _touched(X_shape, W.shape, i, j)
    total = sum(W[u, v] * dH[h, w] for h, w, u, v in touched)
    dX = blank(X_shape)
    dX[i, j] = total
    across = len({w for _, w, _, _ in touched})
    cell = cell_size((across + 1) * X_shape[1], 600, 36)
    lines = [
        (f"W[{u}, {v}] × dH[{h}, {w}]", f"{factor(W[u, v])} × {factor(dH[h, w])} = {number(W[u, v] * dH[h, w])}")
        for h, w, u, v in touched
    ]
    room = max([X_shape[1] * cell, *(text_width(line, 12) for pair in lines for line in pair)]) + 14
    tall = X_shape[0] * cell + 84
    dx = Panel(dX, "dX")
    words = f"dX[{i}, {j}] = " + " + ".join(factor(W[u, v] * dH[h, w]) for h, w, u, v in touched)
    words += f" = {number(total)}" if len(touched) > 1 else ""
    down, width = len(touched) // across, max(across * room + 50 + X_shape[1] * cell, 300)
    sums = wrapped(words, 15, width, True, " + ")
    sheet = Sheet(width + 2 * EDGE, down * tall + 20 + 24 * len(sums))
    for k, ((h, w, _, _), (what, value)) in enumerate(zip(touched, lines, strict=True)):
        x, y = EDGE + k % across * room, EDGE + k // across * tall
        grid = sheet.grid(Panel(blank(X_shape), like="X"), x + (room - X_shape[1] * cell) / 2, y + 24, cell)
        sheet.text(x + room / 2, y + 10, f"H[{h}, {w}]", 15, HUES["H"].ink, True)
        sheet.grid(Panel(W, like="W"), *grid.box(h, w)[:2], cell)
        sheet.outline(grid, i, j)
        sheet.text(x + room / 2, grid.bottom + 16, what, 12, GREY)
        sheet.text(x + room / 2, grid.bottom + 34, value, 12)
    x, middle = EDGE + across * room, EDGE + 24 + X_shape[0] * cell / 2 + (down - 1) * tall / 2
    sheet.text(x + 20, middle, "→", 22, GREY)
    grid = sheet.grid(dx, x + 44, middle - X_shape[0] * cell / 2, cell)
    sheet.outline(grid, i, j, stroke=2.5)
    for k, line in enumerate(sums):
        sheet.text(EDGE, down * tall + 20 + 24 * k, line, 15, bold=True, align="left")
    terms = " + ".join(f"W[{u}, {v}] dH[{h}, {w}]" for h, w, u, v in touched)
    return Picture(
        sheet.png(),
        f"Pixel X[{i}, {j}] is seen by {count_of(len(touched), 'output')}: "
        f"dX[{i}, {j}] = {terms}. With the numbers, {words}.",
    )


def who_touched(X_shape: tuple[int, int], W: np.ndarray, weights: bool = False) -> Film:
    """Go over all pixels: which outputs see each, and how often each is seen.

    Parameters
    ----------
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    W : ndarray, shape (f_H, f_W)
        The filter.
    weights : bool, default False
        Whether to show the weight with which each output sees the pixel as well.

    Returns
    -------
    Film
        One frame for each pixel, in row-major order.
    """
    W = np.asarray(W)
    shapes.require_fit(np.empty(X_shape), W)
    out = tuple(n - f + 1 for n, f in zip(X_shape, W.shape, strict=True))
    counts, frames = blank(X_shape), []
    small = max(48 / X_shape[1], min(22, 250 / (out[1] * X_shape[1])))
    wide, tall = X_shape[1] * small + 12, X_shape[0] * small + 24
    cell = cell_size(X_shape[1] + weights * out[1], 180, 36)
    block, height = out[1] * wide - 12, max(out[0] * tall - 2, X_shape[0] * cell + 24)

    def draw(sheet: Sheet, panels: list[Panel], touched: list[Position], pixel: tuple[int, int]) -> None:
        sheet.text(EDGE + block / 2, 12, "windows on X", 15, HUES["X"].ink, True)
        for h, w in np.ndindex(out):
            x, y = EDGE + w * wide, 44 + h * tall
            sees = any(place[:2] == (h, w) for place in touched)
            sheet.text(x + wide / 2 - 6, y - 9, f"H[{h}, {w}]", 12.5, HUES["H"].ink if sees else GREY)
            grid = sheet.grid(Panel(blank(X_shape), like="X" if sees else ""), x, y, small)
            if sees:
                sheet.box(*grid.box(h, w, *W.shape), fill=HUES["W"].tint)
                sheet.outline(grid, h, w, *W.shape, color=HUES["W"].line, stroke=2)
            sheet.circle(*grid.center(*pixel), 0.28 * small, fill=INK if sees else "white", stroke=1)
        *used, count = sheet.row(panels, EDGE + block + 24, 22 + (height - X_shape[0] * cell - 24) / 2, cell, 24)
        for grid in used:
            for h, w, _, _ in touched:
                sheet.outline(grid, h, w, color=HUES["W"].line, stroke=2)
        sheet.outline(count, *pixel)

    for i, j in np.ndindex(*X_shape):
        touched = _touched(X_shape, W.shape, i, j)
        counts[i, j] = len(touched)
        panels = [Panel(counts.copy(), "times seen", like="X")]
        words = [f"H[{h}, {w}]" for h, w, _, _ in touched]
        if weights:
            used = np.full(out, "·", dtype=object)
            for k, (h, w, u, v) in enumerate(touched):
                used[h, w] = W[u, v]
                words[k] += f" with W[{u}, {v}] = {number(W[u, v])}"
            panels.insert(0, Panel(used, "weight used", like="H"))
        frames.append(
            (
                partial(draw, panels=panels, touched=touched, pixel=(i, j)),
                f"X[{i}, {j}] was seen by {count_of(len(touched), 'output')}.",
                f"{', '.join(words)}.",
            )
        )
    return Film(
        frames,
        f"Which outputs see each pixel of a {X_shape[0]} × {X_shape[1]} input.",
        block + 24 + row_size(panels, cell, 24)[0] + 2 * EDGE,
        height + 32,
    )


def dW_by_outputs(X: np.ndarray, dH: np.ndarray, f: int) -> Film:
    """Build dW output by output: each adds its window of X, times its gradient.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    dH : ndarray, shape (n_H_prev - f + 1, n_W_prev - f + 1)
        Gradient of the loss with respect to the output.
    f : int
        Side of the filter.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, dH = checked(X=X, dH=dH)
    shapes.require_upstream(dH, X, np.empty((f, f)))
    so_far, frames = np.zeros((f, f)), []
    for h, w in np.ndindex(dH.shape):
        adds = X[h : h + f, w : w + f] * dH[h, w]
        so_far = so_far + adds
        panels = (
            Panel(dH, "dH"),
            "×",
            Panel(X, "X"),
            "=",
            Panel(adds, "adds", like="dW"),
            "→",
            Panel(so_far, "dW so far", like="dW"),
        )
        frames.append(
            (
                panels,
                ((0, h, w, 1, 1, "H"), (1, h, w, f, f, "H")),
                f"H[{h}, {w}] adds {number(dH[h, w])} × its window.",
                f"It adds {in_words(adds)}; dW is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, "dW, output by output.")


def dX_by_outputs(dH: np.ndarray, W: np.ndarray) -> Film:
    """Build dX output by output: each stamps the filter, times its gradient, where its window was.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Film
        One frame for each output.
    """
    dH, W = checked(False, dH=dH, W=W)
    X_shape = tuple(n + f - 1 for n, f in zip(dH.shape, W.shape, strict=True))
    so_far, frames = np.zeros(X_shape), []
    for h, w in np.ndindex(dH.shape):
        stamp = blank(X_shape)
        stamp[h : h + W.shape[0], w : w + W.shape[1]] = adds = W * dH[h, w]
        so_far = so_far.copy()
        so_far[h : h + W.shape[0], w : w + W.shape[1]] += adds
        panels = (
            Panel(dH, "dH"),
            "×",
            Panel(W, "W"),
            "=",
            Panel(stamp, "adds", like="dX"),
            "→",
            Panel(so_far, "dX so far", like="dX"),
        )
        window = (h, w, *W.shape, "W")
        frames.append(
            (
                panels,
                ((0, h, w, 1, 1, "H"), (2, *window), (3, *window)),
                f"H[{h}, {w}] stamps {number(dH[h, w])} × W at [{h}, {w}].",
                f"It adds {in_words(adds)}; dX is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, "dX, output by output.")


def _touched(X_shape: Sequence[int], f_shape: Sequence[int], i: int, j: int) -> list[Position]:
    """Return (h, w, u, v) of each output that sees pixel (i, j), and of the weight that it uses."""
    out = (n - f + 1 for n, f in zip(X_shape, f_shape, strict=True))
    places = ((h, w, i - h, j - w) for h, w in np.ndindex(*out))
    return [p for p in places if 0 <= p[2] < f_shape[0] and 0 <= p[3] < f_shape[1]]
