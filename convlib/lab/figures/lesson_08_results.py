"""The figures of lesson 08 about what a network has learned."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import Picture
from convlib.lab.figures.lesson_08 import LARGEST_ERROR
from convlib.lab.figures.shared import EDGE, thumbnail
from convlib.lab.figures.theme import GREY, HUES, INK, PALE, WIDEST, number, text_width
from convlib.lab.figures.words import count_of


def confusion(counts: ArrayLike, names: Sequence[str]) -> Picture:
    """Show the confusion matrix: how often each class is mistaken for each other class.

    Parameters
    ----------
    counts : array_like of int, shape (n, n)
        Row: the true class. Column: the predicted class.
    names : sequence of str
        The names of the classes.

    Returns
    -------
    Picture
    """
    counts = np.asarray(counts)
    if counts.shape != (len(names), len(names)):
        raise ValueError(
            f"counts must have shape {(len(names), len(names))}, a row and a column for each name, but "
            f"its shape is {counts.shape}."
        )
    cell, left, top = 40, 128, 88
    sheet = Sheet(left + cell * len(names) + 100, top + cell * len(names) + 40)
    off = counts.copy()
    np.fill_diagonal(off, 0)
    most = max(int(off.max()), 1)
    for (i, j), count in np.ndenumerate(counts):
        x, y = left + j * cell, top + i * cell
        strength = min(1.0, count / most) if i != j else 0
        fill = HUES["H"].tint if i == j else _mixed("#ffffff", HUES["W"].line, 0.75 * strength)
        sheet.box(x, y, cell, cell, fill=fill, edge=PALE, stroke=0.8)
        if i == j:
            sheet.box(x + 1.5, y + 1.5, cell - 3, cell - 3, edge=HUES["H"].line, stroke=2)
        sheet.text(x + cell / 2, y + cell / 2, str(count) if count else "", 13, bold=i == j)
    right = counts.diagonal()
    total = counts.sum(axis=1)
    for k, name in enumerate(names):
        middle = (k + 0.5) * cell
        sheet.text(left - 8, top + middle, name, 12.5, align="right")
        sheet.text(left + middle + 2, top - 8, name, 12.5, align="left", angle=45)
        sheet.text(
            left + cell * len(names) + 10, top + middle, f"{right[k]} of {total[k]}", 12, HUES["H"].ink, True, "left"
        )
    sheet.text(left - 8, top - 14, "true class ↓", 12, GREY, align="right")
    sheet.text(left - 8, top - 44, "predicted class →", 12, GREY, align="right")
    sheet.text(
        left,
        top + cell * len(names) + 22,
        "framed: correct; the darker a cell, the more frequent the mistake",
        12,
        GREY,
        align="left",
    )
    i, j = divmod(int(off.argmax()), len(names))
    each = ", ".join(f"{name} {right[k]} of {total[k]}" for k, name in enumerate(names))
    return Picture(
        sheet.png(),
        f"Confusion matrix. Correct: {each}. The most frequent error: {names[i]} mistaken for "
        f"{names[j]}, {count_of(int(off[i, j]), 'time')}.",
    )


def _mixed(color: str, other: str, part: float) -> str:
    """Return a colour between two, given as #rrggbb."""
    a, b = (np.array([int(c[k : k + 2], 16) for k in (1, 3, 5)]) for c in (color, other))
    return "#" + "".join(f"{round(c):02x}" for c in a + part * (b - a))


def filters(**banks: ArrayLike) -> Picture:
    """Show the 3x3 filters of one channel, one bank below another, each weight with its value.

    Parameters
    ----------
    **banks : array_like, shape (F, 1, f_H, f_W)
        As in ``filters(before=W, after=V)``.

    Returns
    -------
    Picture
    """
    arrays = {name: np.asarray(W, dtype=float)[:, 0] for name, W in banks.items()}
    F = max(map(len, arrays.values()))
    limit = max(np.abs(W).max() for W in arrays.values())
    left, cell = 62, min(32, (WIDEST - 70 - 10 * F) / F / 3)
    side = 3 * cell
    sheet = Sheet(left + F * (side + 10), 26 + len(arrays) * (side + 14))
    for k in range(F):
        sheet.text(left + k * (side + 10) + side / 2, 12, f"filter {k}", 12, GREY)
    for row, (name, W) in enumerate(arrays.items()):
        y = 26 + row * (side + 14)
        sheet.text(left - 10, y + side / 2, name, 13, align="right", bold=True)
        for k, weights in enumerate(W):
            x = left + k * (side + 10)
            sheet.image(weights, x, y, side, side, "PuOr", (-limit, limit))
            for (u, v), weight in np.ndenumerate(weights):
                sheet.text(
                    x + (v + 0.5) * cell,
                    y + (u + 0.5) * cell,
                    _tenths(weight),
                    11,
                    "white" if abs(weight) > 0.6 * limit else INK,
                )
            sheet.box(x, y, side, side, edge=GREY, stroke=1)
    changes = ""
    if len(arrays) == 2:
        first, last = arrays.values()
        changes = f" The weights changed by {number(np.sqrt(np.mean((last - first) ** 2)))} (root mean square)."
    return Picture(
        sheet.png(),
        f"{count_of(F, 'filter')} of 3 × 3 weights, {' and '.join(arrays)}: orange and a minus "
        f"sign where negative, violet where positive, at most {number(limit)} in absolute value.{changes}",
    )


def _tenths(value: float) -> str:
    """Write a number with one digit after the decimal point, without a leading zero: .3, −1.2, 0."""
    digits = number(round(float(value), 1))
    return digits.replace("0.", ".")


def mistaken(X: np.ndarray, y: np.ndarray, probabilities: np.ndarray, names: Sequence[str], count: int = 12) -> Picture:
    """Show the images that the network is most confidently wrong about.

    Parameters
    ----------
    X : ndarray, shape (N, 1, n_H_prev, n_W_prev)
        The images.
    y : ndarray of int, shape (N,)
        Their true classes, as indices into ``names``.
    probabilities : ndarray, shape (N, n_classes)
        The network's probability of each class.
    names : sequence of str
        The names of the classes.
    count : int, default 12
        How many images to show.

    Returns
    -------
    Picture
    """
    predicted, y = probabilities.argmax(axis=1), np.asarray(y)
    wrong = np.flatnonzero(predicted != y)
    if not len(wrong):
        raise ValueError(f"At least one image must be misclassified, but all {len(y)} are classified correctly.")
    wrong = wrong[np.argsort(-probabilities.max(axis=1)[wrong], kind="stable")][:count]
    wide, columns = 124, min(6, len(wrong))
    rows = -(-len(wrong) // columns)
    sheet = Sheet(columns * wide + 8, rows * 146 + 2)
    words = []
    for place, k in enumerate(wrong):
        x, top = 4 + place % columns * wide, 4 + place // columns * 146
        thumbnail(sheet, X[k, 0], x + wide / 2, top)
        percent = f"{100 * probabilities[k, predicted[k]]:.0f} %"
        own = f"{100 * probabilities[k, y[k]]:.0f} %"
        sheet.text(x + wide / 2, top + 106, f"✗ {names[predicted[k]]} {percent}", 11.5, HUES["W"].ink, True)
        sheet.text(x + wide / 2, top + 124, f"is {names[y[k]]} {own}", 11.5)
        words.append(f"{names[y[k]]} ({own}) mistaken for {names[predicted[k]]} ({percent})")
    return Picture(
        sheet.png(), f"{len(wrong)} images that the network is most confidently wrong about: " + "; ".join(words) + "."
    )


def museum(exhibits: Sequence[tuple[str, float, float]]) -> Picture:
    """Show wrong gradients next to the correct one: how well a network learns with each, and the check's verdict.

    Parameters
    ----------
    exhibits : sequence of (str, float, float)
        Name, accuracy from 0 to 1, and largest relative error of the gradient.

    Returns
    -------
    Picture
    """
    name_width = max(text_width(name, 14) for name, _, _ in exhibits) + EDGE
    bar = name_width + 24
    wide = min(220, WIDEST - bar - 310)
    sheet = Sheet(bar + wide + 310, 36 * len(exhibits) + 48)
    check = bar + wide + 96
    for x, head in ((EDGE, "backward pass"), (bar, "test accuracy"), (check, "gradient check")):
        sheet.text(x, 16, head, 13, GREY, align="left")
    words = []
    for row, (name, accuracy, error) in enumerate(exhibits):
        y, fine = 34 + 36 * row, error < LARGEST_ERROR
        colors = HUES["H" if fine else "W"]
        sheet.line((EDGE, y), (sheet.width - EDGE, y), color=PALE, stroke=0.8)
        sheet.text(EDGE, y + 18, name, 14, bold=fine, align="left")
        sheet.box(bar, y + 8, wide, 20, edge=PALE, stroke=1)  # 100 %
        sheet.box(bar, y + 8, wide * accuracy, 20, fill=colors.tint, edge=colors.line, dashed=not fine)
        sheet.text(bar + wide + 8, y + 18, f"{100 * accuracy:.1f} %", 14, align="left")
        verdict = f"{'✓ passes' if fine else '✗ fails'}, error {number(error)}"
        sheet.text(check, y + 18, verdict, 14, colors.ink, True, "left")
        words.append(f"{name}: accuracy {100 * accuracy:.1f} %, gradient check {verdict[2:]}")
    return Picture(sheet.png(), "Gradients and how well they learn. " + "; ".join(words) + ".")
