"""The figures of lesson 07: how the gradient flows through ReLU, pooling, flatten, linear and softmax."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from convlib import shapes
from convlib.lab.figures.canvas import Panel, Sheet, row_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import add_up
from convlib.lab.figures.shared import EDGE, blank, cell_size, require_inside
from convlib.lab.figures.theme import GREY, HUES, INK, PALE, PLAIN, WIDEST, Hue, factor, number, text_width
from convlib.lab.figures.words import count_of, in_words, size_of


def relu_gates(X: np.ndarray, dH: np.ndarray) -> Picture:
    """Show the ReLU as a map of gates: positive entries pass, and the gradient passes through the same gates.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_cols)
        The input.
    dH : ndarray, same shape as X
        Gradient of the loss with respect to the output.

    Returns
    -------
    Picture
    """
    shapes.require_2d(X=X, dH=dH)
    shapes.require_same(dH=dH, X=X)
    X, dH = np.asarray(X), np.asarray(dH)
    shut = X <= 0
    gates = np.where(shut, "off", "on").astype(object)
    H, dX = np.maximum(X, 0), dH * ~shut
    rows: list[tuple[str, list[Panel | str]]] = [
        ("forward", [Panel(X, "X"), "→", Panel(gates, "gates", muted=shut), "→", Panel(H, "H", muted=shut)]),
        ("back", [Panel(dX, "dX", muted=shut), "←", Panel(gates, "the same gates", muted=shut), "←", Panel(dH, "dH")]),
    ]
    cell = cell_size(3 * X.shape[1], 560, 46)
    width, height = max(row_size(row, cell, 20) for _, row in rows)
    sheet = Sheet(width + 90 + 2 * EDGE, 2 * height + 34)
    for k, (title, row) in enumerate(rows):
        y = 8 + k * (height + 14)
        sheet.text(EDGE, y + 24 + X.shape[0] * cell / 2, title, 15, GREY, True, "left")
        sheet.row(row, EDGE + 90, y, cell, 20)
    return Picture(
        sheet.png(),
        f"The gates of the ReLU are {in_words(gates)}. Forward: X = {in_words(X)} becomes "
        f"H = {in_words(H)}. Back through the same gates: dH = {in_words(dH)} becomes dX = {in_words(dX)}.",
    )


def max_pooling(X: np.ndarray, f: int, stride: int) -> Film:
    """Take the largest entry of every window, one window after another.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        One channel of the input.
    f, stride : int
        Side of the window, and step from one window to the next.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, places = _windows(X, f, stride)
    H, frames = blank(places.shape[:2]), []
    for (h, w), (i, j), ties in _winners(X, places, f):
        H = H.copy()
        H[h, w] = X[i, j]
        panels = (Panel(X, "X"), "→", Panel(H, "H"))
        outlines = ((0, *places[h, w], f, f, "W"), (0, i, j, 1, 1, "H"), (1, h, w, 1, 1, "H"))
        tie = f" {ties} entries tie for it." if ties > 1 else ""
        frames.append(
            (
                panels,
                outlines,
                f"H[{h}, {w}] = {number(X[i, j])}, found at X[{i}, {j}].{tie}",
                f"The window starts at [{places[h, w][0]}, {places[h, w][1]}].",
            )
        )
    return add_up(frames, "The largest entry of each window.")


def switches(X: np.ndarray, dH: np.ndarray, f: int, stride: int) -> Film:
    """Send each gradient back to the winner of its window; gradients that reach the same entry add up.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        One channel of the input.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    f, stride : int
        Side of the window, and step from one window to the next.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, places = _windows(X, f, stride)
    dH = _upstream(dH, places)
    dX, frames = np.zeros(X.shape), []
    winners: set[tuple[int, int]] = set()
    for (h, w), (i, j), ties in _winners(X, places, f):
        before, dX = dX[i, j], dX.copy()
        dX[i, j] += dH[h, w]
        words = f"dH[{h}, {w}] = {number(dH[h, w])} goes to X[{i}, {j}]"
        if (i, j) in winners:
            words += f" and is added to what is there: {number(before)} + {factor(dH[h, w])} = {number(dX[i, j])}."
        else:
            words += f", the first of {ties} that tie." if ties > 1 else ", the winner."
        winners.add((i, j))
        panels = (Panel(X, "X"), "  ", Panel(dH, "dH"), "→", Panel(dX, "dX so far", like="dX"))
        window = (*places[h, w], f, f, "W")
        outlines = ((0, *window), (2, *window), (0, i, j, 1, 1, "H"), (1, h, w, 1, 1, "H"), (2, i, j, 1, 1, "H"))
        frames.append((panels, outlines, words, f"dX is now {in_words(dX)}."))
    return add_up(frames, "Each gradient goes back to the winner of its window.")


def average_shares(X_shape: tuple[int, int], dH: np.ndarray, f: int, stride: int) -> Film:
    """Share each gradient equally among the entries of its window, as average pooling does.

    Parameters
    ----------
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    f, stride : int
        Side of the window, and step from one window to the next.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, places = _windows(np.zeros(X_shape), f, stride)
    dH = _upstream(dH, places)
    dX, frames = np.zeros(X.shape), []
    for h, w in np.ndindex(dH.shape):
        i, j = places[h, w]
        dX = dX.copy()
        dX[i : i + f, j : j + f] += dH[h, w] / f**2
        panels = (Panel(dH, "dH"), "→", Panel(dX, "dX so far", like="dX"))
        frames.append(
            (
                panels,
                ((0, h, w, 1, 1, "H"), (1, i, j, f, f, "W")),
                f"{number(dH[h, w])} is shared by {count_of(f * f, 'entry')}: "
                f"{factor(dH[h, w])} / {f * f} = {number(dH[h, w] / f**2)} for each.",
                f"dX is now {in_words(dX)}.",
            )
        )
    return add_up(frames, "Average pooling shares each gradient equally.")


def addresses(X: np.ndarray, c: int, h: int, w: int) -> Picture:
    """Show what flatten does to one sample: the numbers stay the same, their indices change.

    Parameters
    ----------
    X : ndarray, shape (C, n_H, n_W)
        One sample.
    c, h, w : int
        The entry to follow.

    Returns
    -------
    Picture
    """
    X = np.asarray(X)
    if X.ndim != 3:
        raise ValueError(f"X must have the axes (C, n_H, n_W), but its shape is {X.shape}.")
    if not 0 <= c < X.shape[0]:
        raise ValueError(f"c must be from 0 to {X.shape[0] - 1}, the channels of X, but got {c}.")
    require_inside("X[c]", X.shape[1:], h, w)
    C, n_H, n_W = X.shape
    place = (c * n_H + h) * n_W + w
    cell = cell_size(X.size, WIDEST - 60, 46)
    planes = [Panel(plane, f"X[n, {k}]", like="X", ticks=True) for k, plane in enumerate(X)]
    width, height = row_size(planes, cell, 40)
    long = X.size * cell
    words = (
        f"({c} × {n_H} + {h}) × {n_W} + {w} = {place}: X[n, {c}, {h}, {w}] is at H[n, {place}], "
        "and its gradient comes back from there."
    )
    room = max(width, long, text_width(words, 13, True))
    sheet = Sheet(room + 2 * EDGE + 20, height + cell + 130)
    grids = sheet.row(planes, EDGE + 14 + (room - width) / 2, 4, cell, 40)
    y = height + 76
    line = sheet.grid(Panel(X.ravel(), "H[n]", like="H", ticks=True), EDGE + 10 + (room - long) / 2, y, cell)
    for k in range(1, C):
        x = line.x + k * n_H * n_W * cell
        sheet.line((x, line.y), (x, line.bottom), color=HUES["H"].line, stroke=3)
    sheet.outline(grids[c], h, w)
    sheet.outline(line, 0, place)
    x0, y0, x1, y1 = grids[c].center(h, w)[0], grids[c].bottom + 4, line.center(0, place)[0], line.y - 18
    sheet.arrow((x0 - 6, y0), (x1 - 6, y1))
    sheet.arrow((x1 + 6, y1), (x0 + 6, y0), color=HUES["H"].ink, dashed=True)
    sheet.text(sheet.width / 2, line.bottom + 26, words, 13, bold=True)
    return Picture(
        sheet.png(),
        f"One sample with {count_of(C, 'channel')} {in_words(X)} written as one row, {in_words(X.ravel())}. {words}",
    )


def wires(x: ArrayLike, W: np.ndarray, b: ArrayLike, dh: ArrayLike) -> Picture:
    """Draw a linear layer for one sample, forward and back: a wire from every input to every output.

    Parameters
    ----------
    x : array_like, shape (n_in,)
        The input.
    W : ndarray, shape (n_in, n_out)
        The weights.
    b : array_like, shape (n_out,)
        The bias.
    dh : array_like, shape (n_out,)
        Gradient of the loss with respect to the output.

    Returns
    -------
    Picture
    """
    x, W, b, dh = map(np.asarray, (x, W, b, dh))
    shapes.require_linear(x[None], W, b, dh[None])
    h, dx = x @ W + b, W @ dh
    step, left, right = 86, 210, 460
    tall = max(W.shape) * step

    def spot(k: int, count: int) -> float:
        return 40 + (tall - count * step) / 2 + (k + 0.5) * step

    sheet = Sheet(WIDEST, tall + 48)
    for i, k in np.ndindex(W.shape):
        sheet.polygon([(left, spot(i, len(x))), (right, spot(k, len(h)))], edge=HUES["W"].line, stroke=1.5)
    for i, k in np.ndindex(W.shape):
        share = 0.26 if k % 2 == 0 else 0.44  # otherwise labels of crossing wires would overlap
        at, y = left + share * (right - left), spot(i, len(x)) + share * (spot(k, len(h)) - spot(i, len(x)))
        sheet.box(at - 15, y - 10, 30, 20, fill="white", edge=PALE)
        sheet.text(at, y, number(W[i, k]), 13, HUES["W"].ink, True)
    for name, at, values in (("X", left, x), ("H", right, h)):
        for k, value in enumerate(values):
            sheet.circle(at, spot(k, len(values)), 24, fill=HUES[name].tint, edge=HUES[name].line)
            sheet.text(at, spot(k, len(values)), number(value), 15, bold=True)
    for k, value in enumerate(h):
        y = spot(k, len(h))
        sheet.text(right + 36, y - 20, f"h[{k}] = {number(value)}", 14, HUES["H"].ink, True, "left")
        sheet.text(right + 36, y, f"= {_sum_of_products(x, W[:, k])} + {factor(b[k])}", 12, align="left")
        sheet.text(right + 36, y + 20, f"from above: dh[{k}] = {number(dh[k])}", 12, HUES["H"].ink, True, "left")
    for i, value in enumerate(dx):
        y = spot(i, len(x))
        sheet.text(left - 36, y - 10, f"dx[{i}] = {number(value)}", 14, HUES["X"].ink, True, "right")
        sheet.text(left - 36, y + 10, f"= {_sum_of_products(dh, W[i])}", 12, align="right")
    for x_, name, color in (
        (left, "x", HUES["X"].ink),
        ((left + right) / 2, "W", HUES["W"].ink),
        (right, "h", HUES["H"].ink),
    ):
        sheet.text(x_, 18, name, 15, color, True)
    sheet.text(left - 36, 18, "← back", 14, GREY, align="right")
    sheet.text(right + 36, 18, "forward →", 14, GREY, align="left")
    return Picture(
        sheet.png(),
        f"A linear layer with W = {in_words(W)}: a wire from each of {len(x)} inputs to each "
        f"of {len(h)} outputs. Forward, x = {in_words(x)} gives h = {in_words(h)}. Back over the same "
        f"wires, dh = {in_words(dh)} gives dx = {in_words(dx)}.",
    )


def _sum_of_products(a: np.ndarray, b: np.ndarray) -> str:
    return " + ".join(f"{factor(left)}×{factor(right)}" for left, right in zip(a, b, strict=True))


def linear_products(X: np.ndarray, W: np.ndarray, b: np.ndarray, dH: np.ndarray) -> Picture:
    """Show the linear layer and its gradients as matrix products.

    Parameters
    ----------
    X : ndarray, shape (N, n_in)
        The input.
    W : ndarray, shape (n_in, n_out)
        The weights.
    b : ndarray, shape (n_out,)
        The bias.
    dH : ndarray, shape (N, n_out)
        Gradient of the loss with respect to the output.

    Returns
    -------
    Picture
    """
    X, W, b, dH = map(np.asarray, (X, W, b, dH))
    shapes.require_linear(X, W, b, dH)
    H, dX, dW, db = X @ W + b, dH @ W.T, X.T @ dH, dH.sum(axis=0)

    def panel(values: np.ndarray, name: str, like: str | None = None) -> Panel:
        return Panel(values, name, like=like or name, note=size_of(values))

    rows: list[list[Panel | str]] = [
        [panel(X, "X"), "@", panel(W, "W"), "+", panel(b, "b"), "=", panel(H, "H")],
        [panel(dH, "dH"), "@", panel(W.T, "W.T", "W"), "=", panel(dX, "dX")],
        [panel(X.T, "X.T", "X"), "@", panel(dH, "dH"), "=", panel(dW, "dW")],
        [panel(dH, "dH"), "rows summed =", panel(db, "db")],
    ]
    cell = 34
    sizes = [row_size(row, cell) for row in rows]
    # The last two are side by side.
    width = max(sizes[0][0], sizes[1][0], sizes[2][0] + 50 + sizes[3][0])
    y, sheet = 8.0, Sheet(width + 2 * EDGE, sizes[0][1] + sizes[1][1] + max(sizes[2][1], sizes[3][1]) + 40)
    for row, (_, height) in zip(rows[:2], sizes[:2], strict=True):
        sheet.row(row, EDGE, y, cell)
        y += height + 12
    sheet.row(rows[2], EDGE, y, cell)
    sheet.row(rows[3], EDGE + sizes[2][0] + 50, y + (sizes[2][1] - sizes[3][1]) / 2, cell)
    return Picture(
        sheet.png(),
        f"H = X @ W + b = {in_words(H)}. dX = dH @ W.T = {in_words(dX)}. "
        f"dW = X.T @ dH = {in_words(dW)}. db = {in_words(db)}.",
    )


def softmax_bars(z: ArrayLike, y: int) -> Picture:
    """Follow the scores of one sample: exponentials, probabilities, and their gradient, as bars.

    Parameters
    ----------
    z : array_like, shape (n_classes,)
        The scores.
    y : int
        The correct class.

    Returns
    -------
    Picture
    """
    z = np.asarray(z, dtype=float)
    shapes.require_labels(z[None], np.array([y]))
    e = np.exp(z)
    p = e / e.sum()
    d = p - (np.arange(len(z)) == y)
    both = (p.max(), min(d.min(), 0))  # one scale, so that the subtracted 1 can be seen
    charts = [
        ("scores z", z, PLAIN, None),
        ("exp(z)", e, PLAIN, None),
        ("probabilities p", p, HUES["H"], both),
        ("gradient dL/dz", d, HUES["H"], both),
    ]
    each, tall = (WIDEST - 2 * EDGE) / 4, 210
    sheet = Sheet(WIDEST, tall + 88)
    for k, (title, values, colors, limits) in enumerate(charts):
        before = p if k == 3 else None
        _bars(sheet, EDGE + k * each, each - 16, tall, title, values, y, colors, limits, before)
        if k:
            sheet.text(EDGE + k * each - 8, 14, "→", 16, GREY)
    sheet.text(EDGE + 1.5 * each - 8, tall + 44, f"sum {number(e.sum())}", 12, GREY)
    sheet.text(EDGE + 2.5 * each - 8, tall + 44, f"exp(z) / {number(e.sum())}", 12, GREY)
    sheet.text(EDGE + 3.5 * each - 8, tall + 44, "p minus 1 at the right class", 12, GREY)
    words = f"loss = −log p[{y}] = −log {p[y]:.4g} = {number(-np.log(p[y]))}"
    sheet.text(sheet.width / 2, tall + 72, words, 15, bold=True)
    return Picture(
        sheet.png(),
        f"Scores {in_words(z)}, the right class is {y}. Exponentials {in_words(e)}, "
        f"probabilities {in_words(p)}, {words}. The probabilities, minus 1 at the right class, are the "
        f"gradient: {in_words(d)}.",
    )


def _bars(
    sheet: Sheet,
    x: float,
    width: float,
    tall: float,
    title: str,
    values: np.ndarray,
    y: int,
    colors: Hue,
    limits: tuple[float, float] | None,
    before: np.ndarray | None,
) -> None:
    """Draw a small bar chart with its values; at the correct class, also the previous value and the step down."""
    sheet.text(x + width / 2, 14, title, 13, colors.ink, True)
    top, low = limits or (max(values.max(), 0), min(values.min(), 0))
    unit = (tall - 84) / (top - low or 1)
    zero = 56 + top * unit
    each = width / len(values)
    for k, value in enumerate(values):
        left, high = x + k * each + 0.14 * each, zero - max(value, 0) * unit
        middle = left + 0.36 * each
        sheet.box(
            left,
            high,
            0.72 * each,
            max(abs(value) * unit, 0.5),
            fill=colors.tint,
            edge=colors.line,
            stroke=1.5,
            dashed=before is not None,
        )
        sheet.text(middle, zero - value * unit + (-11 if value >= 0 else 11), number(value), 12, bold=True)
        sheet.text(middle, tall + 12, str(k), 12, INK, k == y)
        if k == y:
            sheet.text(middle, tall + 28, "right class", 11, INK, True)
            if before is not None:
                was = zero - before[k] * unit
                sheet.box(left, was, 0.72 * each, zero - was, fill="white", edge=GREY, dashed=True)
                sheet.arrow((middle, was), (middle, zero - value * unit))
                sheet.text(middle, was - 11, "−1", 12, bold=True)
    sheet.line((x, zero), (x + width, zero), color=GREY, stroke=1)


def _windows(X: np.ndarray, f: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
    """Return X as an array with two axes, and the corner (i, j) of every window, indexed by its output's position."""
    shapes.require_2d(X=X)
    X = np.asarray(X)
    shapes.require_windows(X[None, None], f, f, stride)
    corners = [range(0, n - f + 1, stride) for n in X.shape]
    return X, np.stack(np.meshgrid(*corners, indexing="ij"), axis=-1)


def _upstream(dH: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return dH as an array; raise ``ValueError`` unless it has the output's shape."""
    dH = np.asarray(dH)
    if dH.shape != places.shape[:2]:
        raise ValueError(f"dH must have the output's shape {places.shape[:2]}, but its shape is {dH.shape}.")
    return dH


def _winners(X: np.ndarray, places: np.ndarray, f: int) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """Yield each output's position, that of the first largest entry in its window, and how many entries tie for it."""
    for h, w in np.ndindex(places.shape[:2]):
        i, j = places[h, w]
        window = X[i : i + f, j : j + f]
        u, v = np.unravel_index(window.argmax(), window.shape)
        yield (h, w), (int(i + u), int(j + v)), int((window == window.max()).sum())
