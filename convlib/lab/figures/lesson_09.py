"""The figures of lesson 09: which test catches which bug, and what a trained network looks at."""

from collections.abc import Mapping, Sequence

import numpy as np

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import Picture
from convlib.lab.figures.shared import EDGE
from convlib.lab.figures.theme import GREY, HUES, INK, PALE, WIDEST, number, text_width, wrapped
from convlib.lab.figures.words import count_of

SIGNED = "PuOr"


def caught_by(table: Mapping[str, Mapping[str, bool]]) -> Picture:
    """Draw which test catches which bug: a tick where it does, an empty hatched cell where the bug slips through.

    Parameters
    ----------
    table : dict of str to dict of str to bool
        For each test, whether it catches each bug, as in ``{"shapes": {"not rotated": False}}``.

    Returns
    -------
    Picture
    """
    tests, bugs = list(table), list(next(iter(table.values()), {}))
    if not bugs or any(list(row) != bugs for row in table.values()):
        got = {test: list(row) for test, row in table.items()}
        raise ValueError(f"table must have the same bugs, at least one, in the same order in each row, but got {got}.")
    left = EDGE + max(text_width(test, 13) for test in tests) + 10
    cell = min(58, (WIDEST - left - 70) / len(bugs))
    heads = [wrapped(bug, 12, 112) for bug in bugs]
    top = EDGE + max(text_width(line, 12) for head in heads for line in head) + 8
    sheet = Sheet(left + len(bugs) * cell + 70, top + 32 * len(tests) + 40)
    for j, head in enumerate(heads):
        for k, line in enumerate(head):
            x = left + (j + 0.5) * cell + 16 * (k - (len(head) - 1) / 2)
            sheet.text(x, top - 8, line, 12, align="left", angle=90)
    words = []
    for i, test in enumerate(tests):
        y = top + 32 * i
        sheet.text(left - 8, y + 16, test, 13, align="right")
        for j, bug in enumerate(bugs):
            caught, x = table[test][bug], left + j * cell
            sheet.box(
                x + 1.5,
                y + 1.5,
                cell - 3,
                29,
                fill=HUES["H"].tint if caught else "white",
                edge=HUES["H"].line if caught else PALE,
                hatch=None if caught else "///",
            )
            sheet.text(x + cell / 2, y + 16, "✓" if caught else "", 16, HUES["H"].ink, True)
        count = sum(map(bool, table[test].values()))
        sheet.text(left + len(bugs) * cell + 8, y + 16, f"{count} of {len(bugs)}", 13, bold=True, align="left")
        missed = [bug for bug in bugs if not table[test][bug]]
        words.append(
            f"{test}: catches {count} of {count_of(len(bugs), 'bug')}"
            + (f", misses {', '.join(missed)}." if missed else ".")
        )
    sheet.text(left, sheet.height - 18, "✓ caught     hatched: slips through", 12, GREY, align="left")
    return Picture(sheet.png(), " ".join(words))


def feature_maps(image: np.ndarray, filters: np.ndarray, maps: np.ndarray) -> Picture:
    """Draw the output of each filter of a layer for one image.

    Parameters
    ----------
    image : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    filters : ndarray, shape (F, f_H, f_W)
        The filters.
    maps : ndarray, shape (F, n_H, n_W)
        The output of each filter, after the ReLU.

    Returns
    -------
    Picture
    """
    image, filters, maps = map(np.asarray, (image, filters, maps))
    if image.ndim != 2 or filters.ndim != 3 or maps.ndim != 3 or len(filters) != len(maps):
        raise ValueError(
            f"image must have 2 axes, filters and maps 3 with one entry for each filter, but their "
            f"shapes are {image.shape}, {filters.shape} and {maps.shape}."
        )
    side, step = 124, 146
    rows, top = -(-len(maps) // 4), 40
    sheet = Sheet(WIDEST, top + rows * (side + 76) - 24)
    sheet.text(EDGE + side / 2, 20, "the image", 13, HUES["X"].ink, True)
    _picture(sheet, image, EDGE, top, side, "gray", (image.min(), image.max()))
    limit, brightest = np.abs(filters).max(), max(maps.max(), 1e-12)
    for k, (filter_, map_) in enumerate(zip(filters, maps, strict=True)):
        x, y = EDGE + (1 + k % 4) * step + 10, top + k // 4 * (side + 76)
        _picture(sheet, filter_, x, y - 30, 54, SIGNED, (-limit, limit))
        sheet.text(x + 64, y - 14, f"filter {k}", 13, HUES["W"].ink, True, "left")
        sheet.text(x + 64, y + 6, f"max {_short(map_.max())}", 12, GREY, align="left")
        _picture(sheet, map_, x, y + 34, side, "gray", (0, brightest))
    sheet.text(EDGE, top + side + 34, "weights", 12, HUES["W"].ink, align="left")
    _legend(sheet, EDGE + 42, top + side + 46, _short(limit), 44)
    largest = ", ".join(f"filter {k} up to {_short(m.max())}" for k, m in enumerate(maps))
    return Picture(
        sheet.png(),
        f"An image and, for each of {count_of(len(maps), 'filter')}, the filter and its "
        f"feature map; white is the largest output of all. Largest outputs: {largest}.",
    )


def fires_most(filters: np.ndarray, windows: np.ndarray, responses: np.ndarray) -> Picture:
    """Draw, below each filter, the windows to which it responds most strongly.

    Parameters
    ----------
    filters : ndarray, shape (F, f_H, f_W)
        The filters.
    windows : ndarray, shape (F, n, f_H, f_W)
        For each filter, some windows, with the largest response first.
    responses : ndarray, shape (F, n)
        The output of the filter on each window.

    Returns
    -------
    Picture
    """
    filters, windows, responses = map(np.asarray, (filters, windows, responses))
    F, n = responses.shape if responses.ndim == 2 else (0, 0)
    if windows.shape != (F, n, *filters.shape[1:]) or len(filters) != F:
        raise ValueError(
            f"filters must be (F, f_H, f_W), windows (F, n, f_H, f_W) and responses (F, n), but they are "
            f"{filters.shape}, {windows.shape} and {responses.shape}."
        )
    count, step, side = windows.shape[1], min(84, (WIDEST - 2 * EDGE - 90) / len(filters)), 60
    sheet = Sheet(2 * EDGE + 90 + step * len(filters), 60 + (count + 1) * (side + 24) + 34)
    limit = np.abs(filters).max()
    for row, text in enumerate(["the filter", *(f"window {n + 1}" for n in range(count))]):
        sheet.text(EDGE, 40 + side / 2 + row * (side + 24), text, 13, INK, row == 0, "left")
    for k, filter_ in enumerate(filters):
        x = EDGE + 90 + k * step
        sheet.text(x + side / 2, 22, str(k), 13, HUES["W"].ink, True)
        _picture(sheet, filter_, x, 40, side, SIGNED, (-limit, limit))
        for n, window in enumerate(windows[k]):
            y = 40 + (n + 1) * (side + 24)
            _picture(sheet, window, x, y, side, "gray", (0, 1))
            sheet.text(x + side / 2, y + side + 11, _short(responses[k, n]), 12)
    _legend(sheet, EDGE + 90, sheet.height - 44, _short(limit))
    largest = "; ".join(f"filter {k}: {_short(r[0])}" for k, r in enumerate(responses))
    return Picture(
        sheet.png(),
        f"Each filter above the windows to which it responds most strongly. Largest responses: {largest}.",
    )


def gradient_on_image(images: np.ndarray, dX: np.ndarray, titles: Sequence[str]) -> Picture:
    """Draw the gradient of a score with respect to each image, next to the image and on top of it.

    Parameters
    ----------
    images : ndarray, shape (n, n_H_prev, n_W_prev)
        The images, from 0 to 1.
    dX : ndarray, shape (n, n_H_prev, n_W_prev)
        The gradients.
    titles : sequence of str
        Which score it is, for each image.

    Returns
    -------
    Picture
    """
    images, dX = np.asarray(images), np.asarray(dX)
    if images.ndim != 3 or images.shape != dX.shape or len(images) != len(titles):
        raise ValueError(
            f"images and dX must have the same shape with three axes, and titles one entry for each image, but the "
            f"shapes are {images.shape} and {dX.shape}, and there are {len(titles)} titles."
        )
    side, step = 200, 222
    sheet = Sheet(WIDEST, 36 + len(images) * (side + 34) + 44)
    xs = [WIDEST - EDGE - (3 - k) * step + 16 for k in range(3)]
    for x, name in zip(xs, ("the image X", "the gradient dX", "the 40 strongest on X"), strict=True):
        sheet.text(x + side / 2, 18, name, 13, bold=True)
    words = []
    for k, (image, gradient, title) in enumerate(zip(images, dX, titles, strict=True)):
        y = 36 + k * (side + 34)
        for n, line in enumerate(wrapped(title, 13, xs[0] - EDGE - 10)):
            sheet.text(EDGE, y + side / 2 + 18 * n, line, 13, align="left")
        limit = np.abs(gradient).max()
        _picture(sheet, image, xs[0], y, side, "gray", (0, 1))
        _picture(sheet, gradient, xs[1], y, side, SIGNED, (-limit, limit), dashed=True)
        _picture(sheet, image, xs[2], y, side, "gray", (-0.6, 1.6))
        strongest = np.argsort(-np.abs(gradient), axis=None)[:40]
        rows, columns = np.unravel_index(strongest, gradient.shape)
        cell = side / max(image.shape)
        for i, j in zip(rows, columns, strict=True):
            _triangle(sheet, xs[2] + (j + 0.5) * cell, y + (i + 0.5) * cell, 0.5 * cell, gradient[i, j] > 0)
        sheet.text(xs[1] + side / 2, y + side + 14, f"from {_short(-limit)} to {_short(limit)}", 12, GREY)
        up = int((gradient.ravel()[strongest] > 0).sum())
        words.append(
            f"{title}: the gradient reaches {_short(limit)} in absolute value; of the 40 strongest pixels {up} raise "
            f"the score when they become brighter, {40 - up} lower it."
        )
    y = sheet.height - 22
    for x, up, text in ((EDGE, True, "brighter here raises the score"), (EDGE + 250, False, "brighter here lowers it")):
        _triangle(sheet, x + 8, y, 8, up)
        sheet.text(x + 24, y, text, 13, align="left")
    _legend(sheet, xs[2] + 40, y - 6)
    return Picture(sheet.png(), " ".join(words))


def _picture(
    sheet: Sheet,
    pixels: np.ndarray,
    x: float,
    y: float,
    side: float,
    cmap: str,
    limits: tuple[float, float],
    dashed: bool = False,
) -> None:
    """Draw an array as a framed image whose longer side is ``side``."""
    scale = side / max(pixels.shape)
    height, width = pixels.shape[0] * scale, pixels.shape[1] * scale
    sheet.image(pixels, x, y, width, height, cmap, limits)
    sheet.box(x, y, width, height, edge=GREY, stroke=1, dashed=dashed)


def _triangle(sheet: Sheet, x: float, y: float, size: float, up: bool) -> None:
    """Draw a triangle that points up or down."""
    tip, foot = (y - size, y + 0.8 * size) if up else (y + size, y - 0.8 * size)
    colors = HUES["X"] if up else HUES["W"]
    sheet.polygon([(x, tip), (x + size, foot), (x - size, foot)], fill=colors.line, edge="white", stroke=0.6)


def _legend(sheet: Sheet, x: float, y: float, largest: str = "", width: float = 100) -> None:
    """Draw the scale of the two colours around zero."""
    sheet.text(x - 6, y + 6, f"−{largest}", 12, align="right")
    sheet.image(np.linspace(-1, 1, 101)[None], x, y, width, 12, SIGNED, (-1, 1))
    sheet.box(x, y, width, 12, edge=GREY, stroke=1)
    sheet.text(x + width + 6, y + 6, f"+{largest}", 12, align="left")


def _short(value: float) -> str:
    return number(round(float(value), 2))
