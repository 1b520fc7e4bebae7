"""The figures of lesson 05: channels, filters, a batch, and over which of them each gradient is summed."""

import numpy as np

from convlib.lab import shapes
from convlib.lab.plots.shared import EDGE, add_up, cell_size, count_of, in_words
from convlib.lab.show import Picture
from convlib.lab.style import (
    FAINT,
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
    row_size,
    text_width,
    wrapped,
)

COLOURS = "red", "green", "blue"
INDICES = ("image", "n"), ("filter", "k"), ("channel", "c"), ("output", "h, w"), ("weight", "u, v")
# What is computed, the two factors, the indices that they and the result carry, and a note.
FLOWS = (
    ("H", ("X", "W"), (("n", "c", "h, w", "u, v"), ("k", "c", "u, v")), ("n", "k", "h, w"),
     "X is read at row h + u, column w + v (at stride 1)"),
    ("dX", ("dH", "W"), (("n", "k", "h, w"), ("k", "c", "u, v")), ("n", "c"),
     "all pairs with h + u = i and w + v = j (at stride 1)"),
    ("dW", ("dH", "X"), (("n", "k", "h, w"), ("n", "c", "h, w", "u, v")), ("k", "c", "u, v"),
     "X is read at row h + u, column w + v (at stride 1)"),
    ("db", ("dH", "1"), (("n", "k", "h, w"), ()), ("k",), "the bias met no pixel: its local gradient is 1"),
)


def colour_image(X, **outputs):
    """Show a colour image as it looks and as it is stored: three channels, each a picture in greys.

    Parameters
    ----------
    X : ndarray, shape (3, n_H_prev, n_W_prev)
        Red, green and blue, from 0 to 1.
    **outputs : array_like, shape (n_H, n_W)
        Pictures to show beside it, as in ``colour_image(X, redness=H)``; an underscore in a name becomes a space.

    Returns
    -------
    Picture
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 3 or len(X) != 3:
        raise ValueError(f"X must have the shape (3, n_H_prev, n_W_prev), but its shape is {X.shape}.")
    shapes.require_2d(**outputs)
    tiles = [("as we see it", np.moveaxis(X, 0, -1))]
    tiles += [(f"X[{c}], {colour}", X[c]) for c, colour in enumerate(COLOURS)]
    tiles += [(name.replace("_", " "), np.asarray(H, dtype=float)) for name, H in outputs.items()]
    side = min(150, (WIDEST - 20) / len(tiles) - 14)
    tall = max(side / max(pixels.shape[:2]) * pixels.shape[0] for _, pixels in tiles)
    sheet = Sheet(len(tiles) * (side + 14) + 14, tall + 66)
    for place, (name, pixels) in enumerate(tiles):
        scale = side / max(pixels.shape[:2])
        high, wide = (n * scale for n in pixels.shape[:2])
        x, y = 14 + place * (side + 14) + (side - wide) / 2, 36
        limits = (0, 1) if place < 4 else (pixels.min(), pixels.max())
        sheet.image(np.clip(pixels, 0, 1) if place < 4 else pixels, x, y, wide, high, "gray", limits)
        sheet.box(x, y, wide, high, edge=GREY, stroke=1)
        sheet.text(x + wide / 2, 20, name, 13, bold=True)
        note = "" if place == 0 else f"{number(pixels.min())} to {number(pixels.max())}"
        sheet.text(x + wide / 2, 36 + tall + 14, note, 12, GREY)
    words = "; ".join(f"{name} from {number(pixels.min())} to {number(pixels.max())}" for name, pixels in tiles[1:])
    return Picture(sheet.png(), f"A colour image of {X.shape[1]} × {X.shape[2]} pixels and its three channels in "
                   f"greys: {words}.")


def through_channels(X, W, b, h, w):
    """Compute one output of a filter that is as deep as the input: a sum for each channel, all added, and the bias.

    Parameters
    ----------
    X : ndarray, shape (C, n_H_prev, n_W_prev)
        One image.
    W : ndarray, shape (C, f_H, f_W)
        One filter.
    b : float
        Its bias.
    h, w : int
        The output's position, at stride 1 and without padding.

    Returns
    -------
    Picture
    """
    X, W = _one_image_one_filter(X, W)
    f_H, f_W = W.shape[1:]
    if not (0 <= h <= X.shape[1] - f_H and 0 <= w <= X.shape[2] - f_W):
        raise ValueError(f"H[{h}, {w}] is outside H, for X {X.shape} and W {W.shape}.")
    windows = X[:, h:h + f_H, w:w + f_W]
    sums = (windows * W).sum(axis=(1, 2))
    total = sums.sum() + b
    cell = cell_size(X.shape[2] + W.shape[2], 260, 36)
    terms = [" + ".join(f"{factor(x)} × {factor(v)}" for x, v in zip(a.ravel(), k.ravel(), strict=True))
             for a, k in zip(windows, W, strict=True)]
    rows = [[Panel(X[c], f"X[{c}]", "X"), "×", Panel(W[c], f"W[{c}]", "W")] for c in range(len(X))]
    width, tall = row_size(rows[0], cell, 16)
    lines = [wrapped(f"{term} = {number(s)}", 14, 330, between=" + ") for term, s in zip(terms, sums, strict=True)]
    room = max(text_width(line, 14) for each in lines for line in each) + 40
    words = " + ".join(factor(s) for s in sums) + f" + {factor(b)} = {number(total)}"
    sheet = Sheet(max(width + room, text_width(f"H[{h}, {w}] = {words}", 15, True)) + 2 * EDGE,
                  len(rows) * (tall + 12) + 44)
    for c, row in enumerate(rows):
        y = 4 + c * (tall + 12)
        x, weights = sheet.row(row, EDGE, y, cell, 16)
        sheet.outline(x, h, w, f_H, f_W, color=HUES["W"].line)
        middle = (weights.y + weights.bottom) / 2
        for k, line in enumerate(lines[c]):
            sheet.text(EDGE + width + 24, middle + 21 * (k - (len(lines[c]) - 1) / 2), line, 14, align="left")
    sheet.text(sheet.width / 2, sheet.height - 20, f"H[{h}, {w}] = {words}", 15, bold=True)
    each = " ".join(f"Channel {c}: {term} = {number(s)}." for c, (term, s) in enumerate(zip(terms, sums, strict=True)))
    return Picture(sheet.png(), f"One output of a filter with {count_of(len(X), 'channel')}. {each} "
                   f"All channels and the bias: H[{h}, {w}] = {words}.")


def index_flow(*names):
    """Show which indices survive in the output and in each gradient, and which are summed over.

    Parameters
    ----------
    *names : {"H", "dX", "dW", "db"}
        Which to show; all four if none is given.

    Returns
    -------
    Picture
    """
    names = names or tuple(flow[0] for flow in FLOWS)
    flows = [flow for flow in FLOWS if flow[0] in names]
    if len(flows) != len(names):
        raise ValueError(f"There are flows for H, dX, dW and db, but not for {', '.join(names)}.")
    columns = min(2, len(flows))
    wide, tall = 372, 226
    sheet = Sheet(columns * wide + 8, -(-len(flows) // columns) * tall + 6)
    for place, flow in enumerate(flows):
        _draw_flow(sheet.part(4 + place % columns * wide, 4 + place // columns * tall), flow, wide - 8, tall - 8)
    return Picture(sheet.png(), " ".join(map(_flow_in_words, flows)))


def dX_by_filters(dH, W, c):
    """Build one channel of dX filter by filter: every filter used the channel, so every filter sends something back.

    Parameters
    ----------
    dH : ndarray, shape (F, n_H, n_W)
        Gradient of the loss with respect to the output, for one image.
    W : ndarray, shape (F, C, f_H, f_W)
        The filters. Stride 1, no padding.
    c : int
        The channel.

    Returns
    -------
    Film
        One frame for each filter.
    """
    dH, W = np.asarray(dH, dtype=float), np.asarray(W, dtype=float)
    if dH.ndim != 3 or W.ndim != 4 or len(dH) != len(W) or not 0 <= c < W.shape[1]:
        raise ValueError(f"dH (F, n_H, n_W) and W (F, C, f_H, f_W) with a channel {c} must fit, but dH is {dH.shape} "
                         f"and W is {W.shape}.")
    f_H, f_W = W.shape[2:]
    so_far, frames = np.zeros((dH.shape[1] + f_H - 1, dH.shape[2] + f_W - 1)), []
    for k in range(len(W)):
        adds = np.zeros(so_far.shape)
        for h, w in np.ndindex(dH.shape[1:]):
            adds[h:h + f_H, w:w + f_W] += W[k, c] * dH[k, h, w]
        so_far = so_far + adds
        panels = (Panel(dH[k], f"dH[{k}]", "dH"), "stamps", Panel(W[k, c], f"W[{k}, {c}]", "W"), "=",
                  Panel(adds, "adds", "dX"), "→", Panel(so_far, f"dX[{c}] so far", "dX"))
        frames.append((panels, (), f"Filter {k} used channel {c}: it adds its stamps.",
                       f"It adds {in_words(adds)}; dX[{c}] is now {in_words(so_far)}."))
    return add_up(frames, f"Channel {c} of dX, filter by filter.")


def dW_by_images(X, dH, k, c):
    """Build one slice of dW image by image: every image used the weight, so every image adds something.

    Parameters
    ----------
    X : ndarray, shape (N, C, n_H_prev, n_W_prev)
        The batch. Stride 1, no padding.
    dH : ndarray, shape (N, F, n_H, n_W)
        Gradient of the loss with respect to the output.
    k, c : int
        The filter and its channel.

    Returns
    -------
    Film
        One frame for each image.
    """
    X, dH = np.asarray(X, dtype=float), np.asarray(dH, dtype=float)
    if X.ndim != 4 or dH.ndim != 4 or len(X) != len(dH):
        raise ValueError(f"X and dH must have four axes and as many images, but X is {X.shape} and dH is {dH.shape}.")
    if not (0 <= k < dH.shape[1] and 0 <= c < X.shape[1]):
        raise ValueError(f"There is no filter {k} or no channel {c}, for X {X.shape} and dH {dH.shape}.")
    so_far, frames = 0, []
    for n in range(len(X)):
        windows = np.lib.stride_tricks.sliding_window_view(X[n, c], dH.shape[2:])
        adds = (windows * dH[n, k]).sum(axis=(2, 3))
        so_far = so_far + adds
        panels = (Panel(X[n, c], f"X[{n}, {c}]", "X"), STAR, Panel(dH[n, k], f"dH[{n}, {k}]", "dH"), "=",
                  Panel(adds, "adds", "dW"), "→", Panel(so_far, f"dW[{k}, {c}] so far", "dW"))
        frames.append((panels, (), f"Image {n} used W[{k}, {c}]: it adds a correlation.",
                       f"It adds {in_words(adds)}; dW[{k}, {c}] is now {in_words(so_far)}."))
    return add_up(frames, f"dW[{k}, {c}], image by image.")


def _one_image_one_filter(X, W):
    X, W = np.asarray(X), np.asarray(W)
    if X.ndim != 3 or W.ndim != 3 or len(X) != len(W):
        raise ValueError("X (C, n_H_prev, n_W_prev) and W (C, f_H, f_W) must have as many channels, but X is "
                         f"{X.shape} and W is {W.shape}.")
    return X, W


def _draw_flow(sheet, flow, wide, tall):
    """One card: a line for each index, from the factors that carry it to the result, or into a sum."""
    name, factors, carried, kept, note = flow
    sheet.box(0, 0, wide, tall, edge=PALE)
    left, right = (132, 180), 312
    for x, what in zip(left, factors, strict=True):
        sheet.text(x, 20, what, 15, hue(what).ink, bold=True)
    sheet.text((left[0] + left[1]) / 2, 20, "×", 14, GREY)
    sheet.text(right, 20, name, 16, hue(name).ink if name != "db" else INK, bold=True)
    sheet.text((left[1] + right) / 2, 20, "→", 16, GREY)
    for row, (word, letters) in enumerate(INDICES):
        y = 50 + 29 * row
        uses = [letters in these for these in carried]
        sheet.text(74, y, word, 13, INK if any(uses) else PALE, align="right")
        sheet.text(82, y, letters, 13, INK if any(uses) else PALE, True, "left")
        for x, used, what in zip(left, uses, factors, strict=True):
            if used:
                sheet.circle(x, y, 6, fill=hue(what).line, edge=hue(what).line)
            else:
                sheet.line((x - 5, y), (x + 5, y), color=FAINT)
        if not any(uses):
            continue
        start = left[1] + 14
        if letters in kept:
            sheet.arrow((start, y), (right - 24, y), stroke=2)
            sheet.box(right - 20, y - 11, 46, 22, fill=hue(name).tint, edge=hue(name).line)
            sheet.text(right + 3, y, letters, 13, bold=True)
        else:
            sheet.line((start, y), (start + 34, y), color=GREY, dashed=True)
            sheet.circle(start + 46, y, 11, fill="#f3f3f3", edge=GREY)
            sheet.text(start + 46, y, "Σ", 14, bold=True)
            sheet.text(start + 62, y, "" if name == "dX" and row > 2 else "summed", 12, GREY, align="left")
    if name == "dX":  # an output and a weight together are a pixel
        y = 50 + 29 * 3.5
        for up in (-1, 1):
            sheet.arrow((left[1] + 72, y + 12 * up), (right - 24, y + 3 * up), stroke=2)
        sheet.box(right - 20, y - 11, 46, 22, fill=hue(name).tint, edge=hue(name).line)
        sheet.text(right + 3, y, "i, j", 13, bold=True)
    sheet.text(wide / 2, tall - 18, note, 12.5, GREY)


def _flow_in_words(flow):
    name, factors, carried, kept, note = flow
    used = [letters for _, letters in INDICES if any(letters in these for these in carried)]
    summed = [letters for letters in used if letters not in kept]
    survive = [*kept, "the pixel i, j"] if name == "dX" else kept
    return (f"{name} from {' times '.join(factors)}: {'; '.join(survive)} survive; summed over {'; '.join(summed)}. "
            f"Note: {note}.")
