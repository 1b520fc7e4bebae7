"""The figures of lesson 05: channels, filters and batches, and which of them each gradient is summed over."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib import shapes
from convlib.lab.figures.canvas import Panel, Sheet, row_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import add_up
from convlib.lab.figures.shared import EDGE, cell_size
from convlib.lab.figures.theme import (
    FAINT,
    GREY,
    HUES,
    INK,
    PALE,
    STAR,
    WIDEST,
    factor,
    hue,
    is_gradient,
    number,
    text_width,
    wrapped,
)
from convlib.lab.figures.words import count_of, in_words

COLOURS = "red", "green", "blue"
# The index of each array along each axis, if it has one.
AXES = "image", "filter", "channel", "position"
LETTERS = {
    "X": ("n", "", "c", "i, j"),
    "W": ("", "k", "c", "u, v"),
    "b": ("", "k", "", ""),
    "H": ("n", "k", "", "h, w"),
    "1": ("", "", "", ""),
}
FACTORS = {"H": ("X", "W"), "dX": ("dH", "W"), "dW": ("dH", "X"), "db": ("dH", "1")}
MEET, BIAS = "pairs that meet: i = h + u, j = w + v (stride 1)", "a bias met no pixel: its local gradient is 1"
# What one slice is computed from: the input slices, by their indices; how they meet; and who used it.
SIZES = {"n": 2, "c": 3, "k": 4}
SLICES: dict[str, tuple[tuple[int, ...], dict[str, tuple[int | None, ...]], str, str, str]] = {
    "H": (
        (1, 2),
        {"X": (1, None), "W": (2, None), "b": (2,)},
        "X[1, c] with W[2, c]",
        "Image 1 meets filter 2, channel by channel. Then the bias.",
        "sum over c: 3 terms",
    ),
    "dX": (
        (0, 1),
        {"dH": (0, None), "W": (None, 1)},
        "dH[0, k] with W[k, 1]",
        "Who used X[0, 1]? Every filter, with its channel 1.",
        "sum over k: 4 terms",
    ),
    "dW": (
        (2, 1),
        {"dH": (None, 2), "X": (None, 1)},
        "dH[n, 2] with X[n, 1]",
        "Who used W[2, 1]? Every image, with its channel 1.",
        "sum over n: 2 terms",
    ),
    "db": (
        (2,),
        {"dH": (None, 2)},
        "Every entry of dH[n, 2]",
        "Who used b[2]? Every image, at every position.",
        "sum over n and positions",
    ),
}


def colour_image(X: np.ndarray, **outputs: ArrayLike) -> Picture:
    """Show a colour image as it looks and as it is stored: three channels, each a grey image.

    Parameters
    ----------
    X : ndarray, shape (3, n_H_prev, n_W_prev)
        Red, green and blue, from 0 to 1.
    **outputs : array_like, shape (n_H, n_W)
        Images to show next to it, as in ``colour_image(X, redness=H)``; an underscore in a name becomes a space.

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
    return Picture(
        sheet.png(), f"A colour image of {X.shape[1]} × {X.shape[2]} pixels and its three channels in grey: {words}."
    )


def through_channels(X: np.ndarray, W: np.ndarray, b: float, h: int, w: int) -> Picture:
    """Compute one output of a filter that is as deep as the input: a sum for each channel, all added up, plus the bias.

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
    windows = X[:, h : h + f_H, w : w + f_W]
    sums = (windows * W).sum(axis=(1, 2))
    total = sums.sum() + b
    cell = cell_size(X.shape[2] + W.shape[2], 260, 36)
    terms = [
        " + ".join(f"{factor(x)} × {factor(v)}" for x, v in zip(a.ravel(), k.ravel(), strict=True))
        for a, k in zip(windows, W, strict=True)
    ]
    rows: list[list[Panel | str]] = [
        [Panel(x, f"X[{c}]", "X"), "×", Panel(weights, f"W[{c}]", "W")]
        for c, (x, weights) in enumerate(zip(X, W, strict=True))
    ]
    width, tall = row_size(rows[0], cell, 16)
    lines = [wrapped(f"{term} = {number(s)}", 14, 330, between=" + ") for term, s in zip(terms, sums, strict=True)]
    room = max(text_width(line, 14) for each in lines for line in each) + 40
    words = " + ".join(factor(s) for s in sums) + f" + {factor(b)} = {number(total)}"
    sheet = Sheet(
        max(width + room, text_width(f"H[{h}, {w}] = {words}", 15, True)) + 2 * EDGE, len(rows) * (tall + 12) + 44
    )
    for c, row in enumerate(rows):
        y = 4 + c * (tall + 12)
        x, weights = sheet.row(row, EDGE, y, cell, 16)
        sheet.outline(x, h, w, f_H, f_W, color=HUES["W"].line)
        middle = (weights.y + weights.bottom) / 2
        for k, line in enumerate(lines[c]):
            sheet.text(EDGE + width + 24, middle + 21 * (k - (len(lines[c]) - 1) / 2), line, 14, align="left")
    sheet.text(sheet.width / 2, sheet.height - 20, f"H[{h}, {w}] = {words}", 15, bold=True)
    each = " ".join(f"Channel {c}: {term} = {number(s)}." for c, (term, s) in enumerate(zip(terms, sums, strict=True)))
    return Picture(
        sheet.png(),
        f"One output of a filter with {count_of(len(X), 'channel')}. {each} "
        f"All channels and the bias: H[{h}, {w}] = {words}.",
    )


def slices(*names: str) -> Picture:
    """Lay out four-dimensional arrays as tables of slices, and mark the slices that one result is computed from.

    Parameters
    ----------
    *names : {"H", "dX", "dW", "db"}
        Which results to show.

    Returns
    -------
    Picture
    """
    _require_flows(names)
    wide, tall = WIDEST - 8, 160
    sheet = Sheet(wide + 8, len(names) * tall + 4)
    for place, name in enumerate(names):
        _draw_slices(sheet.part(4, 4 + place * tall), name, wide, tall - 8)
    return Picture(sheet.png(), " ".join(map(_slices_in_words, names)))


def index_flow(*names: str) -> Picture:
    """Show which indices are kept in the output and in each gradient, and which are summed over.

    Parameters
    ----------
    *names : {"H", "dX", "dW", "db"}
        Which to show; all four if none is given.

    Returns
    -------
    Picture
    """
    names = names or tuple(FACTORS)
    _require_flows(names)
    columns = min(2, len(names))
    wide, tall = 376, 204
    sheet = Sheet(columns * wide + 8, -(-len(names) // columns) * tall + 6)
    for place, name in enumerate(names):
        _draw_flow(sheet.part(4 + place % columns * wide, 4 + place // columns * tall), name, wide - 8, tall - 8)
    return Picture(sheet.png(), " ".join(map(_flow_in_words, names)))


def dX_by_filters(dH: np.ndarray, W: np.ndarray, c: int) -> Film:
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
    if dH.ndim != 3 or W.ndim != 4 or len(dH) != len(W):
        raise ValueError(
            f"dH (F, n_H, n_W) and W (F, C, f_H, f_W) must have the same number of filters, but dH is {dH.shape} "
            f"and W is {W.shape}."
        )
    _require_index("c", c, W.shape[1])
    f_H, f_W = W.shape[2:]
    so_far, frames = np.zeros((dH.shape[1] + f_H - 1, dH.shape[2] + f_W - 1)), []
    for k in range(len(W)):
        adds = np.zeros(so_far.shape)
        for h, w in np.ndindex(dH.shape[1:]):
            adds[h : h + f_H, w : w + f_W] += W[k, c] * dH[k, h, w]
        so_far = so_far + adds
        panels = (
            Panel(dH[k], f"dH[{k}]", "dH"),
            "stamps",
            Panel(W[k, c], f"W[{k}, {c}]", "W"),
            "=",
            Panel(adds, "adds", "dX"),
            "→",
            Panel(so_far, f"dX[{c}] so far", "dX"),
        )
        frames.append(
            (
                panels,
                (),
                f"Filter {k} used channel {c}: it adds its stamps.",
                f"It adds {in_words(adds)}; dX[{c}] is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, f"Channel {c} of dX, filter by filter.")


def dW_by_images(X: np.ndarray, dH: np.ndarray, k: int, c: int) -> Film:
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
        raise ValueError(
            f"X and dH must have four axes and the same number of images, but X is {X.shape} and dH is {dH.shape}."
        )
    _require_index("k", k, dH.shape[1])
    _require_index("c", c, X.shape[1])
    so_far = np.zeros([n - m + 1 for n, m in zip(X.shape[2:], dH.shape[2:], strict=True)])
    frames = []
    for n in range(len(X)):
        windows = np.lib.stride_tricks.sliding_window_view(X[n, c], dH.shape[2:])
        adds = (windows * dH[n, k]).sum(axis=(2, 3))
        so_far = so_far + adds
        panels = (
            Panel(X[n, c], f"X[{n}, {c}]", "X"),
            STAR,
            Panel(dH[n, k], f"dH[{n}, {k}]", "dH"),
            "=",
            Panel(adds, "adds", "dW"),
            "→",
            Panel(so_far, f"dW[{k}, {c}] so far", "dW"),
        )
        frames.append(
            (
                panels,
                (),
                f"Image {n} used W[{k}, {c}]: it adds a correlation.",
                f"It adds {in_words(adds)}; dW[{k}, {c}] is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, f"dW[{k}, {c}], image by image.")


def _one_image_one_filter(X: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as arrays; raise ``ValueError`` unless they have three axes and the same channels."""
    X, W = np.asarray(X), np.asarray(W)
    if X.ndim != 3 or W.ndim != 3 or len(X) != len(W):
        raise ValueError(
            "X (C, n_H_prev, n_W_prev) and W (C, f_H, f_W) must have the same number of channels, but X is "
            f"{X.shape} and W is {W.shape}."
        )
    return X, W


def _require_index(name: str, index: int, length: int) -> None:
    if not 0 <= index < length:
        raise ValueError(f"{name} must be from 0 to {length - 1}, but got {index}.")


def _require_flows(names: Sequence[str]) -> None:
    if not names or not set(names) <= set(FACTORS):
        raise ValueError(f"The names must be among H, dX, dW and db, but got: {', '.join(names) or 'none'}.")


def _draw_slices(sheet: Sheet, name: str, wide: float, tall: float) -> None:
    """Draw one card: the input tables, with the slices that are used, and the table of the result."""
    result, used, meet, who, total = SLICES[name]
    sheet.box(0, 0, wide, tall, edge=PALE)
    x: float = 14
    for place, (array, chosen) in enumerate({**used, name: result}.items()):
        if place:
            sheet.text(x + 3, tall / 2 + 10, "→" if array == name else "+" if array == "b" else "×", 16, GREY)
            x += 22
        x = _draw_table(sheet, x, array, chosen, array == name) + 12
    room = wide - x - 14
    lines = [
        (_entry(name, result), True),
        *((line, False) for line in wrapped(who, 13, room)),
        (meet, False),
        (total, True),
    ]
    for place, (line, bold) in enumerate(lines):
        sheet.text(x + 2, tall / 2 + 20 * (place - (len(lines) - 1) / 2), line, 13, INK, bold, "left")


def _draw_table(sheet: Sheet, x: float, array: str, chosen: tuple[int | None, ...], is_result: bool) -> float:
    """Draw the slices of an array, each with its index, the chosen ones marked; return where the table ends."""
    letters = sorted(set(LETTERS[array.removeprefix("d")]) & set(SIZES), key="nkc".index)
    sides = [SIZES[letter] for letter in letters]
    end = x + 42 * (sides[1] if len(sides) > 1 else 1) - 4
    colors, dashed = hue(array), is_gradient(array)
    sheet.text((x + end) / 2, 18, _entry(array, letters), 14, colors.ink, bold=True)
    for index in np.ndindex(*sides):
        left, top = x + 42 * sum(index[1:]), 36 + 28 * index[0]
        if all(want in (None, i) for want, i in zip(chosen, index, strict=True)):
            look = {"fill": colors.ink if is_result else colors.tint, "edge": colors.line, "stroke": 2}
            ink, bold = "white" if is_result else INK, True
        else:
            look, ink, bold = {"fill": "white", "edge": PALE}, GREY, False
        sheet.box(left, top, 38, 24, dashed=dashed, **look)
        sheet.text(left + 19, top + 12, ", ".join(map(str, index)), 12, ink, bold)
    return end


def _entry(name: str, index: Iterable[object]) -> str:
    return f"{name}[{', '.join(map(str, index))}]"


def _slices_in_words(name: str) -> str:
    result, _, meet, who, total = SLICES[name]
    return f"{_entry(name, result)}: {who} {meet}, {total}."


def _draw_flow(sheet: Sheet, name: str, wide: float, tall: float) -> None:
    """Draw one card: a line for each axis, from the factors that carry its index to the result, or into a sum."""
    sheet.box(0, 0, wide, tall, edge=PALE)
    left, right = (116, 174), 326
    for x, sign in (((left[0] + left[1]) / 2, "×"), ((left[1] + right) / 2, "→")):
        sheet.text(x, 20, sign, 16, GREY)
    for x, array in zip((*left, right), (*FACTORS[name], name), strict=True):
        sheet.text(x, 20, array, 16, INK if array in ("1", "db") else hue(array).ink, bold=True)
    for row, (axis, *letters) in enumerate(_lines(name)):
        y = 50 + 32 * row
        sheet.text(74, y, axis, 13, INK if any(letters) else GREY, align="right")
        for x, array, letter in zip((*left, right), (*FACTORS[name], name), letters, strict=True):
            if letter:
                colors = hue(array)
                sheet.box(x - 22, y - 11, 44, 22, fill=colors.tint, edge=colors.line, dashed=is_gradient(array))
                sheet.text(x, y, letter, 13, bold=True)
            elif x != right:
                sheet.line((x - 5, y), (x + 5, y), color=FAINT)
        start, (*factors, kept) = left[1] + 32, letters
        sums = any(factors) and (not kept or all(factors))  # two positions make a third: all pairs that meet there
        if sums:
            sheet.line((start, y), (start + 29, y), color=INK if kept else GREY, stroke=2, dashed=not kept)
            sheet.circle(start + 40, y, 11, fill="#f3f3f3", edge=GREY)
            sheet.text(start + 40, y, "Σ", 14, bold=True)
        if sums and not kept:
            sheet.text(start + 58, y, "summed", 12, GREY, align="left")
        if kept:
            sheet.arrow((start + 51 * sums, y), (right - 28, y), stroke=2)
    sheet.text(wide / 2, tall - 18, BIAS if name == "db" else MEET, 12.5, GREY)


def _lines(name: str) -> Iterable[tuple[str, str, str, str]]:
    """Yield the lines of a card: the axis, its index in both factors, its index in the result."""
    one, other, result = (LETTERS[array.removeprefix("d")] for array in (*FACTORS[name], name))
    return zip(AXES, one, other, result, strict=True)


def _flow_in_words(name: str) -> str:
    lines = [(axis, [one, other], kept) for axis, one, other, kept in _lines(name) if one or other]
    words = "; ".join(
        f"{axis} {' and '.join(factors)} give {kept}, summed over all pairs that meet"
        if all(factors) and kept
        else f"{axis} {max(factors)} is {'kept' if kept else 'summed'}"
        for axis, factors, kept in lines
    )
    return f"{name} from {' times '.join(FACTORS[name])}: {words}."
