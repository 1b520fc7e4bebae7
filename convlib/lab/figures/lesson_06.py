"""The figures of lesson 06: windows as columns, the layer as one matrix product, and its memory."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import Panel, Sheet, row_size
from convlib.lab.figures.charts import BYTES, measured
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import add_up
from convlib.lab.figures.shared import EDGE, blank, cell_size
from convlib.lab.figures.theme import GREY, HUES, INK, PALE, WIDEST, hue, number, text_width
from convlib.lab.figures.words import count_of, in_words, size_of

# X_shape, W_shape, stride, pad.
Layer = tuple[tuple[int, ...], tuple[int, ...], int, int]


def unfolding(X: np.ndarray, f_H: int, f_W: int, stride: int = 1) -> Film:
    """Fill the matrix of im2col in two orders: window by window, and tap by tap.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        One channel of one image.
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next.

    Returns
    -------
    Film
        Step k writes column k on the left and row k on the right; the order with fewer steps stops early.
    """
    X = np.asarray(X)
    shapes.require_2d(X=X)
    shapes.require_windows(X[None, None], f_H, f_W, stride)
    windows = np.lib.stride_tricks.sliding_window_view(X, (f_H, f_W))[::stride, ::stride]
    n_H, n_W = windows.shape[:2]
    cols = windows.reshape(n_H * n_W, f_H * f_W).T
    taps, places = list(np.ndindex(f_H, f_W)), list(np.ndindex(n_H, n_W))
    cell = cell_size(X.shape[1] + len(places), 265, 38)
    head, label = 78, text_width("W[0, 0]", 11.5) + 10
    half = (X.shape[1] + len(places)) * cell + label + 22
    tall = max(len(X), len(taps)) * cell
    middle = 34 + head + tall / 2

    def draw_half(
        sheet: Sheet,
        x: float,
        title: str,
        written: np.ndarray,
        marked: Sequence[tuple[int, ...]],
        row: int | None,
        column: int | None,
    ) -> None:
        sheet.text(x, 14, title, 14, bold=True, align="left")
        image = sheet.grid(Panel(X, "X"), x, middle - len(X) * cell / 2, cell)
        for window in marked:
            sheet.outline(image, *window, color=HUES["H" if row is None else "W"].line)
        left = image.right + 22 + label
        matrix = sheet.grid(Panel(written, like="X"), left, middle - len(taps) * cell / 2, cell)
        sheet.text((left + matrix.right) / 2, matrix.y - head + 8, "cols", 15, HUES["X"].ink, True)
        for k, (u, v) in enumerate(taps):
            color = HUES["W"].ink if k == row else GREY
            sheet.text(left - 6, matrix.center(k, 0)[1], f"W[{u}, {v}]", 11.5, color, k == row, "right")
        for k, (h, w) in enumerate(places):
            color = HUES["H"].ink if k == column else GREY
            sheet.text(matrix.center(0, k)[0], matrix.y - 6, f"H[{h}, {w}]", 11.5, color, k == column, "left", 90)
        if row is not None and row < len(taps):
            sheet.outline(matrix, row, 0, 1, len(places), color=HUES["W"].line)
        if column is not None and column < len(places):
            sheet.outline(matrix, 0, column, len(taps), color=HUES["H"].line)

    def draw(sheet: Sheet, k: int) -> None:
        by_columns, by_rows = blank(cols.shape), blank(cols.shape)
        by_columns[:, : k + 1], by_rows[: k + 1] = cols[:, : k + 1], cols[: k + 1]
        window = [(places[k][0] * stride, places[k][1] * stride, f_H, f_W)] if k < len(places) else []
        grid = [(h * stride + taps[k][0], w * stride + taps[k][1]) for h, w in places] if k < len(taps) else []
        draw_half(sheet, EDGE, "Window by window", by_columns, window, None, k)
        sheet.line((EDGE + half + 15, 4), (EDGE + half + 15, middle + tall / 2), color=PALE, stroke=1)
        draw_half(sheet, EDGE + half + 30, "Tap by tap", by_rows, grid, k, None)

    frames = []
    for k in range(max(len(taps), len(places))):
        words, lists = [], []
        if k < len(places):
            words.append(f"Left: the window of H[{places[k][0]}, {places[k][1]}] is column {k}.")
            lists.append(f"Column {k} is {in_words(cols[:, k])}.")
        if k < len(taps):
            words.append(f"Right: what W[{taps[k][0]}, {taps[k][1]}] meets is row {k}.")
            lists.append(f"Row {k} is {in_words(cols[k])}.")
        frames.append((partial(draw, k=k), " ".join(words), " ".join(lists)))
    return Film(
        frames,
        f"The matrix of im2col, {size_of(cols)}, filled in two orders.",
        2 * half + 30 + 2 * EDGE,
        middle + tall / 2 + 8,
    )


def folding(dcols: np.ndarray, X_shape: tuple[int, int], f_H: int, f_W: int, stride: int = 1) -> Film:
    """Put the rows of a matrix back where im2col took them from, and add them up.

    Parameters
    ----------
    dcols : ndarray, shape (f_H * f_W, n_H * n_W)
        Gradient with respect to the matrix of one channel of one image.
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    f_H, f_W : int
        Height and width of the window.
    stride : int, default 1
        Step from one window to the next.

    Returns
    -------
    Film
        One frame for each tap.
    """
    dcols = np.asarray(dcols)
    shapes.require_columns(dcols[None], (1, 1, *X_shape), f_H, f_W, stride, 0)
    n_H, n_W = ((n - f) // stride + 1 for n, f in zip(X_shape, (f_H, f_W), strict=True))
    so_far, frames = np.zeros(X_shape), []
    for k, (u, v) in enumerate(np.ndindex(f_H, f_W)):
        adds = blank(X_shape)
        grid = np.s_[u : u + n_H * stride : stride, v : v + n_W * stride : stride]
        adds[grid] = dcols[k].reshape(n_H, n_W)
        so_far = so_far.copy()
        so_far[grid] += dcols[k].reshape(n_H, n_W)
        panels: list[Panel | str] = [
            Panel(dcols, "dcols", like="dX"),
            "→",
            Panel(adds, "adds", like="dX"),
            "→",
            Panel(so_far, "dX so far", like="dX"),
        ]
        frames.append(
            (
                panels,
                [(0, k, 0, 1, dcols.shape[1], "W")],
                f"Row {k}, that of W[{u}, {v}], goes back to the pixels it came from.",
                f"It adds {in_words(dcols[k])}; dX is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, "The columns fold back into dX, tap by tap.")


def round_trip(X: np.ndarray, cols: np.ndarray, back: np.ndarray, counts: np.ndarray) -> Picture:
    """Show an image, its unfolding, the result of folding it back, and how often each pixel came back.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        One channel of one image.
    cols : ndarray, shape (f_H * f_W, n_H * n_W)
        Its unfolding.
    back : ndarray, shape (n_H_prev, n_W_prev)
        The unfolding, folded back.
    counts : ndarray, shape (n_H_prev, n_W_prev)
        An image of ones, unfolded and folded.

    Returns
    -------
    Picture
    """
    X, cols, back, counts = map(np.asarray, (X, cols, back, counts))
    shapes.require_2d(X=X, cols=cols, back=back, counts=counts)
    shapes.require_same(X=X, back=back, counts=counts)
    panels: list[Panel | str] = [
        Panel(X, "X"),
        "→",
        Panel(cols, "cols", like="X"),
        "→",
        Panel(back, "folded back", like="X"),
        "=",
        Panel(X, "X"),
        "×",
        Panel(counts, "counts", like=""),
    ]
    cell = cell_size(3 * X.shape[1] + cols.shape[1] + counts.shape[1], 560, 38)
    width, height = row_size(panels, cell, 11)
    explained = np.allclose(back, X * counts)
    words = "Each pixel comes back as often as it was copied." if explained else "This is not X times the counts."
    sheet = Sheet(width + 2 * EDGE, height + 44)
    sheet.row(panels, EDGE, 4, cell, 11)
    sheet.text(sheet.width / 2, height + 24, ("✓ " if explained else "✗ ") + words, 14, bold=True)
    return Picture(
        sheet.png(),
        f"X = {in_words(X)} is unfolded to {in_words(cols)} and folded back to "
        f"{in_words(back)}. Ones come back as the counts {in_words(counts)}. {words}",
    )


def forward_product(X_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int = 1, pad: int = 0) -> Picture:
    """Draw the forward pass as one matrix product, with the actual sizes.

    Parameters
    ----------
    X_shape : tuple of int
        (N, C, n_H_prev, n_W_prev).
    W_shape : tuple of int
        (F, C, f_H, f_W).
    stride, pad : int
        As in the layer.

    Returns
    -------
    Picture
    """
    (N, F, K, L), words = _sizes(X_shape, W_shape, stride, pad)
    row = (_Block("W.reshape(F, -1)", "W", F, K), "@", _Block("cols", "X", K, L, N), "=", _Block("H", "H", F, L, N))
    return _products([("", row, f"plus b, one number for each of the {count_of(F, 'row')}")], words)


def backward_products(X_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int = 1, pad: int = 0) -> Picture:
    """Draw the backward pass as matrix products, with the actual sizes.

    Parameters
    ----------
    X_shape : tuple of int
        (N, C, n_H_prev, n_W_prev).
    W_shape : tuple of int
        (F, C, f_H, f_W).
    stride, pad : int
        As in the layer.

    Returns
    -------
    Picture
    """
    (N, F, K, L), words = _sizes(X_shape, W_shape, stride, pad)
    summed = f"summed over the {N} images, then " if N > 1 else ""
    also = f", and over the {N} images" if N > 1 else ""
    return _products(
        [
            (
                "dW",
                [_Block("dH", "dH", F, L, N), "@", _Block("cols.T", "X", L, K, N), "=", _Block("dW", "dW", F, K)],
                f"{summed}reshaped to the shape of W",
            ),
            (
                "db",
                [_Block("dH", "dH", F, L, N), "@", _Block("ones", "", L, 1), "=", _Block("db", "", F, 1)],
                f"summed over each row{also}",
            ),
            (
                "dX",
                [
                    _Block("W.reshape(F, -1).T", "W", K, F),
                    "@",
                    _Block("dH", "dH", F, L, N),
                    "=",
                    _Block("dcols", "dX", K, L, N),
                ],
                "then col2im folds dcols into dX",
            ),
        ],
        words,
    )


def memory(layers: dict[str, Layer]) -> Picture:
    """Draw how much larger cols is than X, for several layers.

    Parameters
    ----------
    layers : dict of str to tuple
        The (X_shape, W_shape, stride, pad) of each layer, by title.

    Returns
    -------
    Picture
        The bars are in units of that layer's X; the numbers assume float64.
    """
    rows = []
    for title, (X_shape, W_shape, stride, pad) in layers.items():
        (N, _, K, L), _ = _sizes(X_shape, W_shape, stride, pad)
        rows.append(
            (
                title,
                f"X {tuple(X_shape)}, W {tuple(W_shape)}, stride {stride}, pad {pad}",
                int(np.prod(X_shape)),
                N * K * L,
            )
        )
    unit = min(44, (WIDEST - 2 * EDGE - 240) / max(max(cols / size, 1) for *_, size, cols in rows))
    sheet, words = Sheet(WIDEST, 88 * len(rows) + 28), []
    for k, (title, sizes, size, cols) in enumerate(rows):
        y = 8 + 88 * k
        sheet.text(EDGE, y + 10, title, 14, bold=True, align="left")
        sheet.text(EDGE + text_width(title, 14, True) + 14, y + 10, sizes, 12, GREY, align="left")
        for name, top, entries in (("X", y + 24, size), ("cols", y + 50, cols)):
            times, left = entries / size, EDGE + 46
            sheet.text(left - 8, top + 10, name, 13, HUES["X"].ink, True, "right")
            sheet.box(left, top, times * unit, 20, fill=HUES["X"].tint, edge=HUES["X"].line, stroke=1.5)
            for tick in range(1, int(np.ceil(times))):
                sheet.line((left + tick * unit, top), (left + tick * unit, top + 20), color=HUES["X"].line, stroke=0.8)
            label = measured(entries * 8, BYTES) + (f" = {number(round(times, 2))} × X" if name == "cols" else "")
            sheet.text(left + times * unit + 10, top + 10, label, 13, align="left")
        words.append(
            f"{title}, {sizes}: X takes {measured(size * 8, BYTES)}, cols {measured(cols * 8, BYTES)}, "
            f"{number(round(cols / size, 2))} times as much."
        )
    sheet.text(
        EDGE,
        sheet.height - 14,
        "Bars: in units of the layer's own X. Numbers: 8 bytes per entry.",
        12,
        GREY,
        align="left",
    )
    return Picture(sheet.png(), " ".join(words))


class _Block:
    """A matrix to be drawn as a rectangle, or as a stack of rectangles, one for each image."""

    def __init__(self, name: str, like: str, rows: int, columns: int, images: int = 1) -> None:
        self.name, self.like, self.rows, self.columns, self.images = name, like, rows, columns, images
        self.shape = (images, rows, columns) if images > 1 else (rows, columns)
        self.width, self.height = _side(columns), _side(rows)
        self.stack = 5 * (min(images, 4) - 1)

    def room(self) -> tuple[float, float]:
        """Return the width and height that it needs with its labels."""
        margin = max(self.stack, text_width(str(self.rows), 12)) + 6
        texts = text_width(self.name, 15, True), text_width(str(self.shape), 12)
        return max(self.width + 2 * margin, *texts), self.height + self.stack + 62

    def draw(self, sheet: Sheet, x: float, axis: float) -> None:
        """Draw it starting at x, centred on the axis."""
        colors, wide = hue(self.like), self.room()[0]
        middle = x + wide / 2
        left, top = middle - self.width / 2, axis - self.height / 2
        for back in range(self.stack, -1, -5):
            sheet.box(
                left + back,
                top - back,
                self.width,
                self.height,
                fill=colors.tint,
                edge=colors.line,
                stroke=1.5,
                dashed=self.like.startswith("d"),
            )
        sheet.text(middle, top - self.stack - 24, self.name, 15, colors.ink, True)
        sheet.text(left - 6, axis, str(self.rows), 12, align="right")
        sheet.text(middle, top + self.height + 11, str(self.columns), 12)
        if self.images > 1:
            sheet.text(
                left + self.width + self.stack, top - self.stack - 9, f"{self.images} images", 11, GREY, align="right"
            )
        sheet.text(middle, top + self.height + 29, str(self.shape), 12, GREY)


def _side(entries: int) -> float:
    """Return the length of a side: long ones are compressed, so that short ones stay visible."""
    return min(10 + 11 * entries**0.45, 140)


def _sizes(
    X_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int
) -> tuple[tuple[int, int, int, int], str]:
    """Return (N, F, K, L), and the same in words; the layer's matrix has K rows and L columns for each image."""
    shapes.require_conv2d(np.broadcast_to(0, X_shape), np.broadcast_to(0, W_shape), np.zeros(W_shape[0]), stride, pad)
    (N, C, *lengths), (F, _, f_H, f_W) = X_shape, W_shape
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(lengths, (f_H, f_W), strict=True))
    K, L = C * f_H * f_W, n_H * n_W
    return (N, F, K, L), (
        f"{count_of(K, 'weight')} in a filter: {C} × {f_H} × {f_W}.   "
        f"{count_of(L, 'output')} in an image: {n_H} × {n_W}.   Sides are not to scale."
    )


def _products(lines: Sequence[tuple[str, Sequence[_Block | str], str]], words: str) -> Picture:
    """Draw products one below another: (title, blocks and signs, what is done with the result)."""

    def room(item: _Block | str) -> tuple[float, float]:
        return (text_width(item, 20), 0) if isinstance(item, str) else item.room()

    width = max(sum(room(item)[0] + 16 for item in row) for _, row, _ in lines)
    width = max(width, *(text_width(then, 13) for *_, then in lines), text_width(words, 12)) + 2 * EDGE
    heights = [max(room(item)[1] for item in row) + 52 for _, row, _ in lines]
    sheet, y, sentences = Sheet(width, sum(heights) + 34), 8.0, []
    for (title, row, then), height in zip(lines, heights, strict=True):
        x = EDGE + (width - 2 * EDGE - sum(room(item)[0] + 16 for item in row)) / 2
        above = max(item.stack + item.height / 2 for item in row if not isinstance(item, str)) + 36
        for item in row:
            if isinstance(item, str):
                sheet.text(x + room(item)[0] / 2, y + above, item, 20, GREY)
            else:
                item.draw(sheet, x, y + above)
            x += room(item)[0] + 16
        sheet.text(width / 2, y + height - 26, then, 13)
        sides = " ".join(item if isinstance(item, str) else f"{item.name} {item.shape}" for item in row)
        sentences.append(f"{title + ': ' if title else ''}{sides}, {then}.")
        y += height
        if y < sheet.height - 40:
            sheet.line((EDGE, y - 4), (width - EDGE, y - 4), color=PALE, stroke=1)
    sheet.text(width / 2, sheet.height - 16, words, 12, INK)
    return Picture(sheet.png(), " ".join([*sentences, words.replace("   ", " ")]))
