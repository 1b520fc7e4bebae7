"""The figures of lesson 04: one channel, with padding and stride.

White cells are padding, dropped outputs, or inserted zeros. Hatched cells are seen by no window.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import Cell, Grid, Panel, Sheet, row_size, table_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import add_up, sum_rows
from convlib.lab.figures.shared import EDGE, blank, cell_size, checked, window_sums
from convlib.lab.figures.theme import FAINT, GREY, HUES, STAR, WIDEST, factor, number, text_width
from convlib.lab.figures.words import count_of, in_words, rows_and_columns, size_of


def times_seen(
    X_shape: tuple[int, int], f_shape: tuple[int, int], pads: Sequence[int] = (0,), stride: int = 1
) -> Picture:
    """Count how many windows see each pixel, side by side for several paddings.

    Parameters
    ----------
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    f_shape : tuple of int
        (f_H, f_W), the shape of the filter.
    pads : sequence of int, default (0,)
        The paddings; one panel is drawn for each.
    stride : int, default 1
        Step from one window to the next.

    Returns
    -------
    Picture
    """
    panels, unseen, words = [], [], []
    for pad in pads:
        shapes.require_conv(np.empty(X_shape), np.empty(f_shape), stride, pad)
        counts = _counts(X_shape, f_shape, stride, pad)
        border, inside = _border(X_shape, pad), _inside(counts, pad)
        shown = counts.astype(object)
        shown[border] = None
        missed = int((inside == 0).sum())
        panels.append(Panel(shown, f"pad {pad}, stride {stride}", "X", _missed(missed), border | (counts == 0), False))
        unseen.append(counts == 0)
        words.append(f"Padding {pad}, stride {stride}: {in_words(inside)}; {_missed(missed)}.")
    cell = cell_size(sum(panel.values.shape[1] for panel in panels), 560, 36)
    width, height = row_size(panels, cell, 40)
    legend = "   ·   ".join(
        ["white: padding"] * (max(pads) > 0) + ["hatched: seen by no window"] * any(cells.any() for cells in unseen)
    )
    sheet = Sheet(max(width, text_width(legend, 12)) + 2 * EDGE, height + 40)
    for grid, cells in zip(sheet.row(panels, (sheet.width - width) / 2, 6, cell, 40), unseen, strict=True):
        _hatch(sheet, grid, cells)
    sheet.text(sheet.width / 2, height + 22, legend, 12, GREY)
    return Picture(sheet.png(), f"How many {f_shape[0]} × {f_shape[1]} windows see each pixel. " + " ".join(words))


def strided(X: np.ndarray, W: np.ndarray, stride: int = 1) -> Film:
    """Slide the filter over the input with a stride.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.
    stride : int, default 1
        Step from one window to the next.

    Returns
    -------
    Film
        One frame for each output.
    """
    X, W = checked(X=X, W=W)
    shapes.require_conv(X, W, stride, 0)
    unseen = _counts(X.shape, W.shape, stride, 0) == 0
    H = window_sums(X, W)[::stride, ::stride]
    so_far, frames = blank(H.shape), []
    for h, w in np.ndindex(H.shape):
        top, left = h * stride, w * stride
        so_far[h, w] = H[h, w]
        window = X[top : top + W.shape[0], left : left + W.shape[1]]
        lines = [[(factor(a), factor(b)) for a, b in zip(*pair, strict=True)] for pair in zip(window, W, strict=True)]
        target = f"H[{h}, {w}]"
        terms = " + ".join(f"{a} × {b}" for line in lines for a, b in line)
        frames.append(
            (
                (top, left),
                (h, w),
                so_far.copy(),
                sum_rows(target, lines, ("X", "W"), float(H[h, w])),
                f"{target} sees the window at [{top}, {left}]: {target} = {number(H[h, w])}.",
                f"{target} = {terms}.",
            )
        )

    cell = cell_size(X.shape[1] + W.shape[1] + H.shape[1], 384)
    (width, height), tables = row_size(_layer(X, W, H), cell), [table_size(frame[3]) for frame in frames]
    room = max(width, *(w for w, _ in tables))

    def draw(
        sheet: Sheet, place: tuple[int, int], output: tuple[int, int], values: np.ndarray, rows: list[list[Cell]]
    ) -> None:
        x, _, out = sheet.row(_layer(X, W, values), EDGE + (room - width) / 2, 4, cell)
        _hatch(sheet, x, unseen)
        sheet.outline(x, *place, *W.shape, color=HUES["W"].line)
        sheet.outline(out, *output, stroke=2.5)
        sheet.table(rows, EDGE + (room - table_size(rows)[0]) / 2, height + 14)

    return Film(
        [
            (partial(draw, place=place, output=output, values=values, rows=rows), caption, words)
            for place, output, values, rows, caption, words in frames
        ],
        f"The filter slides over X with stride {stride}; {_left_over(unseen)}.",
        room + 2 * EDGE,
        height + 22 + max(h for _, h in tables),
    )


def windows(X: np.ndarray, W: np.ndarray, stride: int, pad: int) -> Picture:
    """Show all windows on the padded input at once, and their outputs; the windows must not overlap.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.
    stride : int
        Step from one window to the next, at least as long as the filter.
    pad : int
        Zero padding on each of the four sides.

    Returns
    -------
    Picture
    """
    X, W = checked(False, X=X, W=W)
    shapes.require_conv(X, W, stride, pad)
    if stride < max(W.shape):
        raise ValueError(
            f"stride must be at least {max(W.shape)} for the filter {W.shape}, or windows overlap, but got {stride}."
        )
    padded, unseen = np.pad(X, pad), _counts(X.shape, W.shape, stride, pad) == 0
    H = window_sums(padded, W)[::stride, ::stride]
    panels = _layer(padded, W, H, "X, padded", _border(X.shape, pad))
    legend = "white: padding   ·   framed: a window   ·   hatched: seen by no window"
    cell = cell_size(padded.shape[1] + W.shape[1] + H.shape[1], 560)
    width, height = row_size(panels, cell, 24)
    sheet = Sheet(max(width, text_width(legend, 12)) + 2 * EDGE, height + 40)
    x, _, _ = sheet.row(panels, (sheet.width - width) / 2, 6, cell, 24)
    _hatch(sheet, x, unseen)
    for h, w in np.ndindex(H.shape):
        sheet.outline(x, h * stride, w * stride, *W.shape, color=HUES["W"].line, inset=2.5)
    sheet.text(sheet.width / 2, height + 22, legend, 12, GREY)
    return Picture(
        sheet.png(),
        f"X with padding {pad} is {in_words(padded)}. Its {size_of(H)} windows at stride "
        f"{stride} do not overlap; {_left_over(unseen)}. H = {in_words(H)}.",
    )


def kept(H: np.ndarray, stride: int) -> Picture:
    """Show which of the outputs at stride 1 a larger stride keeps.

    Parameters
    ----------
    H : ndarray, shape (n_H, n_W)
        The output at stride 1.
    stride : int
        Every ``stride``-th row and column is kept.

    Returns
    -------
    Picture
    """
    shapes.require_2d(H=H)
    shapes.require_whole(stride=(stride, 1))
    H = np.asarray(H)
    dropped = np.ones(H.shape, bool)
    dropped[::stride, ::stride] = False
    after = H[::stride, ::stride]
    panels: list[Panel | str] = [
        Panel(H, "all outputs, stride 1", "H", size_of(H), dropped, hatched=False, ticks=True),
        "→",
        Panel(after, f"H, stride {stride}", "H", size_of(after)),
    ]
    cell = cell_size(H.shape[1] + after.shape[1], 420, 40)
    width, height = row_size(panels, cell, 24)
    sheet = Sheet(width + 2 * EDGE + 10, height + 16)
    grid, _ = sheet.row(panels, EDGE + 10, 8, cell, 24)
    for place in np.argwhere(~dropped):
        sheet.outline(grid, *place, color=HUES["H"].line, stroke=2.5)
    return Picture(
        sheet.png(),
        f"The outputs at stride 1 are {in_words(H)}. Stride {stride} keeps rows "
        f"{_every(H.shape[0], stride)} and columns {_every(H.shape[1], stride)}: {in_words(after)}.",
    )


def there_and_back(X: np.ndarray, W: np.ndarray, dH: np.ndarray, stride: int, pad: int) -> Picture:
    """Show the three steps of the layer, and below each what the backward pass does there.

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    stride, pad : int
        As in the layer.

    Returns
    -------
    Picture
    """
    X, W = checked(False, X=X, W=W)
    dH = np.asarray(dH)
    shapes.require_conv(X, W, stride, pad, dH)
    padded, border = np.pad(X, pad), _border(X.shape, pad)
    outputs = window_sums(padded, W)
    dilated, inserted = _dilated(dH, stride, outputs.shape)
    whole, unseen = _full(dilated, W), _counts(X.shape, W.shape, stride, pad) == 0
    forward = [
        Panel(X, "X"),
        Panel(padded, "X, padded", "X", muted=border, hatched=False),
        Panel(outputs, "all outputs", "H", muted=inserted, hatched=False),
        Panel(outputs[::stride, ::stride], "H"),
    ]
    back = [
        Panel(_inside(whole, pad), "dX"),
        Panel(whole, "dX with border", "dX", muted=border, hatched=False),
        Panel(dilated, "dH, dilated", "dH", muted=inserted, hatched=False),
        Panel(dH, "dH"),
    ]
    steps = (("pad", "correlate", "keep"), ("unpad", "full conv.", "dilate"))
    columns = sum(panel.values.shape[1] for panel in forward)
    cell, apart = min(32, (WIDEST - 2 * EDGE - 3 * 70) / columns), 70
    tall = padded.shape[0] * cell
    sheet = Sheet(columns * cell + 3 * apart + 2 * EDGE, 2 * (tall + 56) + 6)
    for k, (panels, names) in enumerate(zip((forward, back), steps, strict=True)):
        x: float = EDGE
        middle = 40 + tall / 2 + k * (tall + 56)
        for n, panel in enumerate(panels):
            grid = sheet.grid(panel, x, middle - panel.values.shape[0] * cell / 2, cell)
            if n == 1:
                _hatch(sheet, grid, unseen, dashed=bool(k))
            if n < 3:
                start, end = (grid.right + 10, middle), (grid.right + apart - 10, middle)
                sheet.arrow(*((end, start) if k else (start, end)), dashed=bool(k))
                sheet.text(grid.right + apart / 2, middle - 14, names[n], 12, GREY)
            x = grid.right + apart
    rows, cols = (_every(n, stride) for n in outputs.shape)
    return Picture(
        sheet.png(),
        f"Forward: X = {in_words(X)} is padded by {pad}, correlated with W at stride 1 to "
        f"{in_words(outputs)}, and rows {rows} and columns {cols} are kept: H = "
        f"{in_words(outputs[::stride, ::stride])}. Back: dH = {in_words(dH)} is dilated to "
        f"{in_words(dilated)}, its full convolution is {in_words(whole)}, and without the border "
        f"that is dX = {in_words(_inside(whole, pad))}.",
    )


def way_back(dH: np.ndarray, W: np.ndarray, X_shape: tuple[int, int], stride: int, pad: int) -> Film:
    """Follow dH back to dX: dilate it, put zeros around it, slide the rotated filter, remove the border.

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    W : ndarray, shape (f_H, f_W)
        The filter, not rotated.
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    stride, pad : int
        As in the layer.

    Returns
    -------
    Film
        One frame for each step.
    """
    dH, W = checked(False, dH=dH, W=W)
    shapes.require_conv(np.empty(X_shape), W, stride, pad, dH)
    at_stride_1 = tuple(n + 2 * pad - f + 1 for n, f in zip(X_shape, W.shape, strict=True))
    dilated, inserted = _dilated(dH, stride, at_stride_1)
    around = tuple((f - 1, f - 1) for f in W.shape)
    surrounded = np.pad(dilated, around)
    whole = _full(dilated, W)
    dX = _inside(whole, pad)
    rotated, laid = W[::-1, ::-1], surrounded.astype(object)
    for u, v in np.ndindex(W.shape):
        laid[u, v] = f"{number(surrounded[u, v])}×{number(rotated[u, v])}"
    rest = [n - (m - 1) * stride - 1 for n, m in zip(at_stride_1, dH.shape, strict=True)]
    at_the_end = rows_and_columns(*rest)
    steps = [
        (Panel(dH, "dH"), "The gradient comes in: one entry for each output.", f"dH = {in_words(dH)}."),
        (
            Panel(dilated, "dilated", "dH", muted=inserted, hatched=False),
            f"Dilate: entries {stride} apart, zeros in between"
            + (f", and {at_the_end} of zeros for what the stride leaves over." if at_the_end else "."),
            f"{in_words(dilated)}.",
        ),
        (
            Panel(laid, "zeros around", "dH", muted=surrounded == 0, hatched=False),
            "Full convolution: zeros around, and the rotated filter at its first position.",
            f"The rotated filter is {in_words(rotated)}.",
        ),
        (
            Panel(whole, "dX with border", "dX", muted=_border(X_shape, pad), hatched=False),
            "The rotated filter has slid over everything: the gradient of the padded input.",
            f"{in_words(whole)}.",
        ),
        (
            Panel(dX, "dX"),
            "Remove the border: the gradient of the padding (white in the previous step) is discarded.",
            f"dX = {in_words(dX)}.",
        ),
    ]
    cell = cell_size(surrounded.shape[1], 320, 38)
    wide = max(surrounded.shape[1] * cell, 190)
    tall = 24 + surrounded.shape[0] * cell

    def draw(sheet: Sheet, panel: Panel) -> None:
        n_rows, n_cols = panel.values.shape
        grid = sheet.grid(panel, EDGE + (wide - n_cols * cell) / 2, 28 + (tall - 24 - n_rows * cell) / 2, cell)
        if panel.name == "zeros around":
            sheet.outline(grid, 0, 0, *W.shape, color=HUES["W"].line)

    return Film(
        [(partial(draw, panel=panel), caption, words) for panel, caption, words in steps],
        "The way back from dH to dX.",
        wide + 2 * EDGE,
        tall + 12,
    )


def stamps(dH: np.ndarray, W: np.ndarray, X_shape: tuple[int, int], stride: int) -> Film:
    """Build dX output by output: each stamps the filter, times its gradient, where its window was (no padding).

    Parameters
    ----------
    dH : ndarray, shape (n_H, n_W)
        Gradient of the loss with respect to the output.
    W : ndarray, shape (f_H, f_W)
        The filter.
    X_shape : tuple of int
        (n_H_prev, n_W_prev).
    stride : int
        Step from one window to the next.

    Returns
    -------
    Film
        One frame for each output.
    """
    dH, W = checked(False, dH=dH, W=W)
    shapes.require_conv(np.empty(X_shape), W, stride, 0, dH)
    so_far, frames = np.zeros(X_shape), []
    for h, w in np.ndindex(dH.shape):
        top, left = h * stride, w * stride
        so_far = so_far.copy()
        so_far[top : top + W.shape[0], left : left + W.shape[1]] += W * dH[h, w]
        panels = (Panel(dH, "dH"), "×", Panel(W, "W"), "→", Panel(so_far, "dX so far", "dX"))
        frames.append(
            (
                panels,
                ((0, h, w, 1, 1, "H"), (2, top, left, *W.shape, "W")),
                f"H[{h}, {w}] stamps {number(dH[h, w])} × W at [{h} × {stride}, {w} × {stride}] = [{top}, {left}].",
                f"dX is now {in_words(so_far)}.",
            )
        )
    return add_up(frames, f"dX, output by output, at stride {stride}.")


def _layer(
    X: np.ndarray, W: np.ndarray, H: np.ndarray, name: str = "X", muted: np.ndarray | None = None
) -> list[Panel | str]:
    """Return the panels of X ⋆ W = H."""
    return [Panel(X, name, "X", muted=muted, hatched=False), STAR, Panel(W, "W"), "=", Panel(H, "H")]


def _counts(X_shape: Sequence[int], f_shape: Sequence[int], stride: int, pad: int) -> np.ndarray:
    """Count the windows that see each cell of the padded input."""
    counts = np.zeros([n + 2 * pad for n in X_shape], dtype=int)
    for top in range(0, counts.shape[0] - f_shape[0] + 1, stride):
        for left in range(0, counts.shape[1] - f_shape[1] + 1, stride):
            counts[top : top + f_shape[0], left : left + f_shape[1]] += 1
    return counts


def _border(X_shape: Sequence[int], pad: int) -> np.ndarray:
    """Return a mask of the padding of a padded input."""
    return np.pad(np.zeros(X_shape, bool), pad, constant_values=True)


def _inside(padded: np.ndarray, pad: int) -> np.ndarray:
    return padded[pad : padded.shape[0] - pad, pad : padded.shape[1] - pad]


def _dilated(dH: np.ndarray, stride: int, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the dilated dH, and a mask of its inserted zeros."""
    dilated, inserted = np.zeros(shape), np.ones(shape, bool)
    dilated[: dH.shape[0] * stride : stride, : dH.shape[1] * stride : stride] = dH
    inserted[: dH.shape[0] * stride : stride, : dH.shape[1] * stride : stride] = False
    return dilated, inserted


def _full(dilated: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Return the gradient of the padded input: the full convolution of the dilated dH."""
    return window_sums(np.pad(dilated, [(f - 1, f - 1) for f in W.shape]), W[::-1, ::-1])


def _missed(count: int) -> str:
    return f"{count_of(count, 'pixel')} never seen" if count else "every pixel is seen"


def _left_over(unseen: np.ndarray) -> str:
    """Say what no window sees."""
    rows, columns = int(unseen.all(axis=1).sum()), int(unseen.all(axis=0).sum())
    if not unseen.any():
        return "nothing is left over"
    return f"{rows_and_columns(rows, columns)} (hatched) {'is' if rows + columns == 1 else 'are'} seen by no window"


def _every(n: int, stride: int) -> str:
    return ", ".join(map(str, range(0, n, stride)))


def _hatch(sheet: Sheet, grid: Grid, cells: np.ndarray, dashed: bool = False) -> None:
    """Hatch cells of a grid of X, beneath its numbers."""
    for i, j in np.argwhere(cells):
        sheet.box(*grid.box(i, j), fill="white", edge=FAINT, stroke=0.8, hatch="///")
    sheet.box(*grid.box(0, 0, *grid.shape), edge=HUES["X"].line, stroke=1.8, dashed=dashed)
