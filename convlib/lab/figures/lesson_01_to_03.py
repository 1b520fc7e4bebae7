"""The figures of lessons 01 to 03, and of the start page: one channel, stride 1, no padding."""

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import (
    GREY,
    HUES,
    INK,
    PALE,
    STAR,
    WIDEST,
    Panel,
    Sheet,
    factor,
    hue,
    number,
    own_settings,
    row_size,
    text_width,
    wrapped,
)
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.shared import (
    EDGE,
    add_up,
    blank,
    card_that_says,
    cell_size,
    checked,
    count_of,
    in_full,
    in_words,
    labels_of,
    message_of,
    panels_and_table,
    require_inside,
    same,
    size_of,
    slide,
    window_sums,
)

# Lesson 01


def arrays(**named):
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
    rows, room = [[]], WIDEST - 2 * EDGE - 14
    for name, values in named.items():
        panel = Panel(values, name, note=size_of(values), ticks=True)
        if rows[-1] and row_size([*rows[-1], panel], cell, 30)[0] > room:
            rows.append([])
        rows[-1].append(panel)
    sizes = [row_size(row, cell, 30) for row in rows]
    sheet = Sheet(max(w for w, _ in sizes) + 2 * EDGE + 14, sum(h + 12 for _, h in sizes) + 8)
    y = EDGE
    for row, (_, height) in zip(rows, sizes, strict=True):
        sheet.row(row, EDGE + 7, y, cell, 30)
        y += height + 12
    return Picture(sheet.png(), " ".join(f"{name} = {in_words(values)}." for name, values in named.items()))


def sliding(X, W):
    """Slide the filter over the input, one output after the other.

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


def correlation_and_convolution(X, W):
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
    rows, results = [], []
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


def positions(n, f, stride=1):
    """Count the places at which a filter fits along a line.

    Parameters
    ----------
    n : int
        Cells in the line.
    f : int
        Length of the filter.
    stride : int, default 1
        Steps from one place to the next.

    Returns
    -------
    Picture
    """
    shapes.require_sizes(n, f, stride, 0)
    starts = range(0, n - f + 1, stride)
    left = n - (starts[-1] + f)
    words = f"{count_of(len(starts), 'place')} for a filter of {f} on {n} cells, stride {stride}"
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


def images(**named):
    """Show small images side by side: in greys, or with two colours around zero where values are negative.

    Parameters
    ----------
    **named : array_like, shape (n_rows, n_cols)
        As in ``images(digit=X, edges=H)``; an underscore in a name becomes a space.

    Returns
    -------
    Picture
    """
    shapes.require_2d(**named)
    named = {name.replace("_", " "): np.asarray(values, dtype=float) for name, values in named.items()}
    columns = min(len(named), 4)
    side = min(200, (WIDEST - 20) / columns - 20)
    rows = -(-len(named) // columns)
    signed = [values for values in named.values() if values.min() < 0]
    limit = max((np.abs(values).max() for values in signed), default=0)
    sheet = Sheet(columns * (side + 20) + 20, rows * (side + 44) + (48 if signed else 8))
    for k, (name, values) in enumerate(named.items()):
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
        for name, values in named.items()
    )
    return Picture(sheet.png(), " ".join(words))


# Lesson 02


def gate(x, w, dh):
    """Draw one multiply-and-add: values flow forward above the wires, gradients flow back below them.

    Parameters
    ----------
    x, w : float
        An entry of the input and the weight that it meets, in h = ... + x w.
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


def weight_terms(X, dH, u, v):
    """Add up the gradient of one weight: what it met at each output, times that output's gradient.

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
    rows = [
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


def pixel_terms(X_shape, W, dH, i, j):
    """Add up the gradient of one pixel: each output that saw it, and the weight that it used.

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


def who_touched(X_shape, W, weights=False):
    """Go over all pixels: which outputs see each, and how often each is seen.

    Parameters
    ----------
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    W : ndarray, shape (f_H, f_W)
        The filter.
    weights : bool, default False
        Whether to show too with which weight each output sees the pixel.

    Returns
    -------
    Film
        One frame for each pixel, in reading order.
    """
    W = np.asarray(W)
    shapes.require_fit(np.empty(X_shape), W)
    out = tuple(n - f + 1 for n, f in zip(X_shape, W.shape, strict=True))
    counts, frames = blank(X_shape), []
    small = max(48 / X_shape[1], min(22, 250 / (out[1] * X_shape[1])))
    wide, tall = X_shape[1] * small + 12, X_shape[0] * small + 24
    cell = cell_size(X_shape[1] + weights * out[1], 180, 36)
    block, height = out[1] * wide - 12, max(out[0] * tall - 2, X_shape[0] * cell + 24)

    def draw(sheet, panels, touched, pixel):
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
                lambda sheet, a=(panels, touched, (i, j)): draw(sheet, *a),
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


def dW_by_outputs(X, dH, f):
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


def dX_by_outputs(dH, W):
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


def dW_sliding(X, dH):
    """Show dW as a cross-correlation: dH slides over X, one place for each weight.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.

    Returns
    -------
    Film
        One frame for each weight.
    """
    X, dH = checked(X=X, dH=dH)
    return slide(X, dH, ("X", "dH", "dW"), "dW as a cross-correlation: dH slides over X.")


def impulse_view(conv_backward, X, W):
    """Show where a student's gradient lands when dH is 0 but for a single 1, beside where it should.

    Parameters
    ----------
    conv_backward : callable
        The student's function: ``conv_backward(dH, (X, W)) -> (dX, dW)``.
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Film or Picture
        One frame for each output; a card where the function is still to be written. It never raises for what
        ``conv_backward`` does.
    """
    X, W = checked(X=X, W=W)
    out = tuple(n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
    frames = []
    for h, w in np.ndindex(out):
        dH = np.zeros(out)
        dH[h, w] = 1
        window = np.s_[h : h + W.shape[0], w : w + W.shape[1]]
        stamp = np.zeros(X.shape)
        stamp[window] = W
        expected = {"dX": stamp, "dW": X[window]}
        try:
            result = conv_backward(dH.copy(), (X.copy(), W.copy()))
        except NotImplementedError:
            return card_that_says("Write conv_backward first: then this view shows where your gradient lands.")
        except (Exception, SystemExit) as error:
            got, verdicts = {}, [f"✗ conv_backward raised {type(error).__name__}{message_of(error)}"]
        else:
            got, verdicts = _judge(result, expected, h, w)
        frames.append((dH, expected, got, verdicts))
    cell = cell_size(X.shape[1] + W.shape[1] + out[1], 270, 36)
    rows, left = [Panel(expected[name], name) for name in expected], EDGE + out[1] * cell + 30
    width, tall = row_size(rows, cell, 26)[0], max(X.shape[0], W.shape[0]) * cell + 32
    wide = max(left + 96 + width, 420) + EDGE
    lines = [
        [line for verdict in verdicts for line in wrapped(verdict, 14, wide - 2 * EDGE, True)]
        for *_, verdicts in frames
    ]

    def draw(sheet, dH, expected, got, _, lines):
        grid = sheet.grid(Panel(dH, "dH"), EDGE, tall + 12 - out[0] * cell / 2, cell)
        sheet.outline(grid, *np.argwhere(dH)[0])
        for k, (title, values) in enumerate((("yours", got), ("should be", expected))):
            y = 4 + k * tall
            panels = [Panel(values.get(name, blank(array.shape)), name) for name, array in expected.items()]
            grids = sheet.row(panels, left + 96, y, cell, 26)
            sheet.text(left, y + 24 + (tall - 32) / 2, title, 15, GREY, True, "left")
            for grid, name in zip(grids, expected, strict=True):
                for wrong in np.argwhere(~same(values[name], expected[name])) if name in values else ():
                    sheet.cross(grid, *wrong)
        for k, line in enumerate(lines):
            sheet.text(EDGE, 2 * tall + 18 + 22 * k, line, 14, align="left", bold="✗" in line)

    frames = [(*frame, line) for frame, line in zip(frames, lines, strict=True)]
    return Film(
        [(lambda sheet, a=frame: draw(sheet, *a), " ".join(frame[3]), "") for frame in frames],
        "A single 1 in dH: where your gradient lands, and where it should.",
        wide,
        2 * tall + 16 + 22 * max(map(len, lines)),
    )


def step_size(eps, errors):
    """Plot the error of a numerical gradient against the step it was measured with.

    Parameters
    ----------
    eps : array_like, shape (n,)
        The steps.
    errors : array_like, shape (n,)
        The error at each step.

    Returns
    -------
    Picture
    """
    eps, errors = np.asarray(eps, dtype=float), np.asarray(errors, dtype=float)
    if eps.ndim != 1 or eps.shape != errors.shape:
        raise ValueError(
            f"eps and errors must be two lists of one length, but have shapes {eps.shape} and {errors.shape}."
        )
    order = np.argsort(eps)
    eps, errors = eps[order], errors[order]
    shown = np.maximum(errors, np.min(errors[errors > 0], initial=1.0) / 10)
    best = int(np.argmin(shown))
    sheet = Sheet(640, 380)
    least, at = number(errors[best]), number(eps[best])
    with own_settings():
        _plot_errors(sheet.axes(80, 24, 530, 290), eps, shown, best, f"smallest error {least} at ε = {at}")
    return Picture(
        sheet.png(),
        "Error of a numerical gradient against the step, both on logarithmic scales: "
        f"smallest error {least} at step {at}; {number(errors[0])} at the smallest step "
        f"{number(eps[0])}, {number(errors[-1])} at the largest step {number(eps[-1])}.",
    )


# Lesson 03


def rotation(W):
    """Turn the filter by 180 degrees into place, its numbers upright.

    Parameters
    ----------
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Film
        At 0, 45, 90, 135 and 180 degrees.
    """
    shapes.require_2d(W=W)
    W = np.asarray(W)
    cell = cell_size(max(W.shape), 120, 44)
    side = np.hypot(*W.shape) * cell + 16

    def draw(sheet, angle):
        rows, cols = W.shape
        cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))

        def at(i, j):
            x, y = (j - cols / 2) * cell, (i - rows / 2) * cell
            return side / 2 + x * cos - y * sin, side / 2 + x * sin + y * cos

        def block(i, j, low, right, **style):
            sheet.polygon([at(i, j), at(i, right), at(low, right), at(low, j)], **style)

        for i, j in np.ndindex(W.shape):
            block(i, j, i + 1, j + 1, fill=HUES["W"].tint, edge=HUES["W"].line, stroke=0.8)
            sheet.text(*at(i + 0.5, j + 0.5), number(W[i, j]), 0.38 * cell)
        block(0, 0, rows, cols, edge=HUES["W"].line, stroke=1.8)
        sheet.polygon([at(0, 0), at(0, 0.32), at(0.32, 0)], fill=INK)
        sheet.text(side / 2, side + 12, f"{angle}°", 15, bold=True)

    captions = {
        0: ("The filter as it is; its first corner is marked.", in_words(W) + "."),
        **{angle: (f"Turned by {angle} degrees.", "") for angle in (45, 90, 135)},
        180: ("Turned by 180 degrees: rows and columns are both reversed.", in_words(W[::-1, ::-1]) + "."),
    }
    frames = [(lambda sheet, a=angle: draw(sheet, a), *caption) for angle, caption in captions.items()]
    return Film(frames, "The filter turns by 180 degrees.", side, side + 28)


def full_convolution(dH, W):
    """Show dX as a full convolution: the rotated filter slides over dH with zeros around it.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    W : ndarray, shape (f_H, f_W)
        The filter, not rotated.

    Returns
    -------
    Film
        One frame for each entry of dX.
    """
    dH, W = checked(False, dH=dH, W=W)
    around = tuple((f - 1, f - 1) for f in W.shape)
    return slide(
        np.pad(dH, around),
        W[::-1, ::-1],
        ("dH, padded", "W rotated", "dX"),
        "dX as a full convolution: the rotated filter slides over dH with zeros around it.",
        ("dH", "W", "dX"),
        np.pad(np.zeros(dH.shape, dtype=bool), around, constant_values=True),
    )


def toeplitz(A, X, W):
    """Show the layer as one matrix: A, the flattened input, and their product.

    Parameters
    ----------
    A : ndarray, shape (n_H * n_W, n_H_prev * n_W_prev)
        Each row is the filter laid on the input at one place, flattened.
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Picture
    """
    A, X, W = np.asarray(A), *checked(X=X, W=W)
    out = tuple(n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
    expected = (out[0] * out[1], X.size)
    if A.shape != expected:
        raise ValueError(f"A must have shape {expected}, a row for each output, but its shape is {A.shape}.")
    H = A @ X.ravel()
    png = _matrix(
        A,
        X.ravel(),
        H,
        ("A", "W"),
        ("X.ravel()", "X"),
        ("H.ravel()", "H"),
        labels_of("H", out),
        labels_of("X", X.shape),
        X.shape[1],
        X.shape,
    )
    return Picture(
        png,
        f"The matrix A, {size_of(A)}, holds in each row the filter laid on the flattened input: "
        f"{in_words(A)}. A @ X.ravel() = {in_words(H)}.",
    )


def toeplitz_transposed(A, dH):
    """Show the backward pass as the transposed matrix: A.T, the flattened dH, and their product.

    Parameters
    ----------
    A : ndarray, shape (n_H * n_W, n_H_prev * n_W_prev)
        The matrix of the forward pass, for a square filter.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.

    Returns
    -------
    Picture
    """
    A, dH = np.asarray(A), np.asarray(dH)
    shapes.require_2d(A=A, dH=dH)
    if A.shape[0] != dH.size:
        raise ValueError(f"A must have a row for each of dH's {dH.size} entries, but its shape is {A.shape}.")
    dX = A.T @ dH.ravel()
    sides = (tuple(n + k for n in dH.shape) for k in range(A.shape[1]))
    X_shape = next((s for s in sides if s[0] * s[1] == A.shape[1]), (1, A.shape[1]))
    png = _matrix(
        A.T,
        dH.ravel(),
        dX,
        ("A.T", "W"),
        ("dH.ravel()", "dH"),
        ("dX.ravel()", "dX"),
        labels_of("dX", X_shape),
        labels_of("dH", dH.shape),
        dH.shape[1],
        row=len(dX) // 2,
    )
    return Picture(
        png, f"The transposed matrix A.T, {size_of(A.T)}, carries the gradient back: A.T @ dH.ravel() = {in_words(dX)}."
    )


def adjoint(left, right, forward="conv", backward="conv'"):
    """Weigh the two sides of the adjoint identity on a balance.

    Parameters
    ----------
    left : float
        <conv(X), G>, computed with the forward pass.
    right : float
        <X, conv'(G)>, computed with the backward pass.
    forward, backward : str
        The names of the two maps.

    Returns
    -------
    Picture
    """
    left, right = float(left), float(right)
    agree = bool(np.isclose(left, right, rtol=1e-7, atol=1e-10))
    lean = 0 if agree else (22 if left > right else -22)
    sheet = Sheet(620, 310)
    middle, beam = 310, 90
    card = {"fill": "#f3f3f3", "edge": GREY, "stroke": 1.5}
    sheet.polygon([(middle, beam), (middle - 26, 240), (middle + 26, 240)], **card)
    sheet.line((140, beam + lean), (480, beam - lean), stroke=4)
    sheet.circle(middle, beam, 7, fill=INK)
    for x, top, name, value in (
        (140, beam + lean, f"⟨{forward}(X), G⟩", left),
        (480, beam - lean, f"⟨X, {backward}(G)⟩".replace("'", "′"), right),
    ):
        sheet.line((x - 70, top + 70), (x, top), (x + 70, top + 70), color=GREY, stroke=1.2)
        sheet.box(x - 85, top + 70, 170, 44, **card)
        sheet.text(x, top + 92, in_full(value), 18, bold=True)
        sheet.text(x, top + 132, name, 15)
    words = (
        "They agree: backward is the transpose of forward."
        if agree
        else f"They differ by {number(abs(left - right))}: this is not the way back."
    )
    sheet.text(middle, 284, ("✓ " if agree else "✗ ") + words, 15, bold=True)
    sheet.text(middle, 30, "=" if agree else "≠", 26, bold=True)
    return Picture(
        sheet.png(),
        f"A balance: <{forward}(X), G> = {in_full(left)} and <X, {backward}(G)> = {in_full(right)}. {words}",
    )


def _touched(X_shape, f_shape, i, j):
    """(h, w, u, v) of each output that sees pixel (i, j), and of the weight that it uses."""
    out = (n - f + 1 for n, f in zip(X_shape, f_shape, strict=True))
    places = ((h, w, i - h, j - w) for h, w in np.ndindex(*out))
    return [p for p in places if 0 <= p[2] < f_shape[0] and 0 <= p[3] < f_shape[1]]


def _lay(sheet, grid, filter_):
    """Lay the filter on the first window of a grid: its outline, and its numbers in the cells' corners."""
    sheet.outline(grid, 0, 0, *filter_.shape, color=HUES["W"].line)
    for u, v in np.ndindex(filter_.shape):
        x, y, w, h = grid.box(u, v)
        size, weight = min(12, 0.26 * w + 1), "×" + number(filter_[u, v])
        sheet.text(x + w - 4, y + h - 9, weight, size, HUES["W"].ink, True, "right")


def _judge(result, expected, h, w):
    """The arrays that could be read from a student's result, and a sentence about each."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {}, ["✗ conv_backward must return two arrays, dX and dW."]
    right = {"dX": f"✓ dX is right: W stamped at [{h}, {w}].", "dW": f"✓ dW is right: the window of X at [{h}, {w}]."}
    got, verdicts = {}, []
    for (name, should), value in zip(expected.items(), result, strict=True):
        try:
            value = np.asarray(value, dtype=float)
        except Exception:
            verdicts.append(f"✗ {name} is not an array of numbers.")
            continue
        if value.shape != should.shape:
            verdicts.append(f"✗ {name} has shape {value.shape}; it should be {should.shape}.")
            continue
        got[name] = value
        wrong = int((~same(value, should)).sum())
        verdicts.append(f"✗ {name} differs in {count_of(wrong, 'cell')} (crossed)." if wrong else right[name])
    return got, verdicts


def _plot_errors(axes, eps, shown, best, words):
    """Error against step on logarithmic axes, the smallest marked and both regimes named."""
    axes.loglog(eps, shown, "o-", color=HUES["X"].line, markersize=4, linewidth=1.6)
    axes.loglog(eps[best], shown[best], "D", color=HUES["W"].line, markersize=9)
    low, high = np.log10(shown.min()), np.log10(shown.max())
    axes.set(ylim=(10 ** (low - 0.25 * (high - low + 1)), 10 ** (high + 0.3 * (high - low + 1))))
    font = {"family": "DejaVu Sans", "color": INK}
    axes.set_xlabel("step ε", size=12, **font)
    axes.set_ylabel("error of the measured gradient", size=12, **font)
    axes.tick_params(labelsize=10, colors=GREY, which="both")
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    align = "left" if best < len(eps) / 4 else "right" if best > 3 * len(eps) / 4 else "center"
    axes.annotate(
        words, (eps[best], shown[best]), (0, -20), textcoords="offset points", ha=align, size=11, weight="bold", **font
    )
    regimes = (
        (best > 0, 0.02, "left", "← round-off grows as the step shrinks"),
        (best < len(eps) - 1, 0.98, "right", "truncation grows with the step →"),
    )
    for _, place, align, words in (regime for regime in regimes if regime[0]):
        axes.text(place, 0.95, words, ha=align, va="center", size=11, transform=axes.transAxes, **font)


def _matrix(A, x, y, matrix, vector, product, row_labels, column_labels, block, fold=None, row=None):
    """PNG of a matrix times a vector: zeros as dots, lines between blocks of columns.

    All rows can be folded back to a shape, and one row outlined.
    """
    n_rows, n_cols = A.shape
    label = max(text_width(text, 11) for text in row_labels) + 6
    cell = min(34, (WIDEST - label - 120) / (n_cols + 2), max(16, 640 / n_rows))
    size, apart = min(11, 0.6 * cell), 58 if cell > 30 else 33
    head = text_width(column_labels[0], size) + 44
    tall = max(n_rows * cell + (90 + 22 * fold[0] if fold else 0), len(x) * cell)
    sheet = Sheet(EDGE + label + n_cols * cell + 2 * (apart + cell) + 44, head + tall + EDGE)
    grid = sheet.grid(_dotted(A, matrix[1]), label + EDGE, head, cell)
    for j in range(0, n_cols + 1, block):
        edge = grid.x + j * cell
        sheet.line((edge, head), (edge, grid.bottom), color=HUES["W"].line, stroke=1.6)
    sheet.text((grid.x + grid.right) / 2, 14, matrix[0], 15, HUES["W"].ink, True)
    for i, text in enumerate(row_labels):
        sheet.text(grid.x - 6, grid.center(i, 0)[1], text, size, GREY, align="right")
    for j, text in enumerate(column_labels):
        sheet.text(grid.center(0, j)[0], head - 6, text, size, GREY, align="left", angle=90)
    left = grid.right + apart
    for name, values, sign in ((vector, x, "@"), (product, y, "=")):
        sheet.text(left - apart / 2, head + n_rows * cell / 2, sign, 18, GREY)
        top = head + max(0, n_rows - len(values)) * cell / 2
        column = sheet.grid(Panel(values[:, None], like=name[1]), left, top, cell)
        raised = 20 if sign == "=" and cell <= 30 else 0  # else the two names would touch
        sheet.text(left + cell / 2, top - 16 - raised, name[0], 13, hue(name[1]).ink, True)
        left = column.right + apart
    if row is not None:
        sheet.outline(grid, row, 0, 1, n_cols)
        sheet.outline(column, row, 0)
    if fold:
        wide = fold[1] * 22 + 14
        sheet.text(grid.x, grid.bottom + 34, "Rows of A, folded to the shape of X:", 13, align="left")
        for k in range(max(1, min(n_rows, int((grid.right - grid.x + 14) // wide)))):
            folded = sheet.grid(_dotted(A[k].reshape(fold), "W"), grid.x + k * wide, grid.bottom + 52, 22)
            sheet.text((folded.x + folded.right) / 2, folded.bottom + 14, row_labels[k], 11, GREY)
    return sheet.png()


def _dotted(A, like):
    """A panel with a grey dot for each zero."""
    return Panel(np.where(A == 0, "·", A.astype(object)), like=like, muted=A == 0, hatched=False)
