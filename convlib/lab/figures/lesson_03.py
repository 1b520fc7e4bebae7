"""The figures of lesson 03: both gradients as convolutions, and the layer as a matrix."""

from functools import partial
from typing import Any

import numpy as np

from convlib import shapes
from convlib.lab.figures.canvas import Panel, Sheet
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.films import slide
from convlib.lab.figures.shared import EDGE, cell_size, checked
from convlib.lab.figures.theme import GREY, HUES, INK, WIDEST, hue, number, text_width
from convlib.lab.figures.words import in_full, in_words, labels_of, size_of


def dW_sliding(X: np.ndarray, dH: np.ndarray) -> Film:
    """Show dW as a cross-correlation: dH slides over X, one position for each weight.

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


def rotation(W: np.ndarray) -> Film:
    """Rotate the filter by 180 degrees, with its numbers upright.

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

    def draw(sheet: Sheet, angle: int) -> None:
        rows, cols = W.shape
        cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))

        def at(i: float, j: float) -> tuple[float, float]:
            x, y = (j - cols / 2) * cell, (i - rows / 2) * cell
            return side / 2 + x * cos - y * sin, side / 2 + x * sin + y * cos

        def block(i: int, j: int, low: int, right: int, **style: Any) -> None:
            sheet.polygon([at(i, j), at(i, right), at(low, right), at(low, j)], **style)

        for i, j in np.ndindex(W.shape):
            block(i, j, i + 1, j + 1, fill=HUES["W"].tint, edge=HUES["W"].line, stroke=0.8)
            sheet.text(*at(i + 0.5, j + 0.5), number(W[i, j]), 0.38 * cell)
        block(0, 0, rows, cols, edge=HUES["W"].line, stroke=1.8)
        sheet.polygon([at(0, 0), at(0, 0.32), at(0.32, 0)], fill=INK)
        sheet.text(side / 2, side + 12, f"{angle}°", 15, bold=True)

    captions = {
        0: ("The filter as it is, with its first corner marked.", in_words(W) + "."),
        **{angle: (f"Rotated by {angle} degrees.", "") for angle in (45, 90, 135)},
        180: ("Rotated by 180 degrees: rows and columns are both reversed.", in_words(W[::-1, ::-1]) + "."),
    }
    frames = [(partial(draw, angle=angle), *caption) for angle, caption in captions.items()]
    return Film(frames, "The filter is rotated by 180 degrees.", side, side + 28)


def full_convolution(dH: np.ndarray, W: np.ndarray) -> Film:
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


def toeplitz(A: np.ndarray, X: np.ndarray, W: np.ndarray) -> Picture:
    """Show the layer as one matrix: A, the flattened input, and their product.

    Parameters
    ----------
    A : ndarray, shape (n_H * n_W, n_H_prev * n_W_prev)
        Each row is the filter at one position on the input, flattened.
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
        f"The matrix A, {size_of(A)}; each row is the filter at one position on the input, flattened: "
        f"{in_words(A)}. A @ X.ravel() = {in_words(H)}.",
    )


def toeplitz_transposed(A: np.ndarray, dH: np.ndarray) -> Picture:
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


def adjoint(left: float, right: float, forward: str = "conv", backward: str = "conv'") -> Picture:
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
    card: dict[str, Any] = {"fill": "#f3f3f3", "edge": GREY, "stroke": 1.5}
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
        else f"They differ by {number(abs(left - right))}: backward is not the transpose of forward."
    )
    sheet.text(middle, 284, ("✓ " if agree else "✗ ") + words, 15, bold=True)
    sheet.text(middle, 30, "=" if agree else "≠", 26, bold=True)
    return Picture(
        sheet.png(),
        f"A balance: <{forward}(X), G> = {in_full(left)} and <X, {backward}(G)> = {in_full(right)}. {words}",
    )


def _matrix(
    A: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    matrix: tuple[str, str],
    vector: tuple[str, str],
    product: tuple[str, str],
    row_labels: list[str],
    column_labels: list[str],
    block: int,
    fold: tuple[int, int] | None = None,
    row: int | None = None,
) -> bytes:
    """Draw A @ x = y as a PNG: zeros as dots, lines between blocks of columns.

    ``matrix``, ``vector`` and ``product`` are each (name, name whose colour to use). The rows can also be shown in the
    shape ``fold``, and one ``row`` outlined.
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
        raised = 20 if sign == "=" and cell <= 30 else 0  # otherwise the two names would touch
        sheet.text(left + cell / 2, top - 16 - raised, name[0], 13, hue(name[1]).ink, True)
        left = column.right + apart
    if row is not None:
        sheet.outline(grid, row, 0, 1, n_cols)
        sheet.outline(column, row, 0)
    if fold:
        wide = fold[1] * 22 + 14
        sheet.text(grid.x, grid.bottom + 34, "Rows of A, reshaped to the shape of X:", 13, align="left")
        for k in range(max(1, min(n_rows, int((grid.right - grid.x + 14) // wide)))):
            folded = sheet.grid(_dotted(A[k].reshape(fold), "W"), grid.x + k * wide, grid.bottom + 52, 22)
            sheet.text((folded.x + folded.right) / 2, folded.bottom + 14, row_labels[k], 11, GREY)
    return sheet.png()


def _dotted(A: np.ndarray, like: str) -> Panel:
    """Return a panel with a grey dot for each zero."""
    return Panel(np.where(A == 0, "·", A.astype(object)), like=like, muted=A == 0, hatched=False)
