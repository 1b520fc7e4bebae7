"""The figures of lesson 07 about all layers together: their routes side by side, and one after another."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import Picture
from convlib.lab.figures.shared import EDGE
from convlib.lab.figures.theme import GREY, HUES, INK, PLAIN, WIDEST, number
from convlib.lab.figures.words import in_words, shape_in_words


def routes() -> Picture:
    """Show the routes of the gradient through the layers of this lesson side by side.

    Returns
    -------
    Picture
    """
    x, dh = np.array([1.0, 2.0, -1.0]), np.array([2.0, -1.0])
    W = np.array([[1.0, 0.5], [3.0, -1.0], [2.0, 4.0]])
    p = np.array([0.7, 0.2, 0.1])
    every = [(i, k) for i in range(3) for k in range(2)]
    four = [(i, 0) for i in range(4)]
    # Title, what it does, the labels on the left and on the right, dX, dH, and the arrows (from, to).
    cards: list[tuple[str, str, Sequence[str], Sequence[str], Any, Any, list[tuple[int, int]]]] = [
        ("ReLU: a gate", "passes where x > 0", _each("x", x), (), [2, 5, 0], [2, 5, 3], [(0, 0), (1, 1)]),
        (
            "max pooling: a switch",
            "all of it goes to the winner",
            _each("x", [1, 3, 4, 2]),
            (),
            [0, 0, 3, 0],
            [3],
            four[2:3],
        ),
        ("average pooling: shares", "an equal share for each", _each("x", [1, 3, 4, 2]), (), [2, 2, 2, 2], [8], four),
        (
            "flatten: a new address",
            "each goes back to its address",
            ["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]"],
            ["[0]", "[1]", "[2]", "[3]"],
            [6, 7, 8, 9],
            [6, 7, 8, 9],
            [(k, k) for k in range(4)],
        ),
        ("linear: wires", "each times its weight, then added", _each("x", x), (), W @ dh, dh, every),
        (
            "softmax and loss: a difference",
            "p minus 1 at the right class",
            _each("p", p),
            (),
            p - [0, 1, 0],
            ["L"],
            four[:3],
        ),
    ]
    wide, tall, across = WIDEST / 3, 216, 3
    sheet = Sheet(WIDEST, 2 * tall)
    for n, card in enumerate(cards):
        names = ("dX", "dH") if n + 1 < len(cards) else ("dL/dz", "loss")
        part = sheet.part(n % across * wide, n // across * tall)
        _route(part, wide, names, *card)
    part.text(60, 131, "right class", 10, bold=True, align="right")
    sentences = [
        f"{title}, {does}: {in_words(np.array(dH))} comes back as {in_words(np.array(dX))}."
        for title, does, _, _, dX, dH, _ in cards
    ]
    return Picture(sheet.png(), "Six routes of the gradient, from right to left. " + " ".join(sentences))


def _each(name: str, values: Iterable[float]) -> list[str]:
    return [f"{name} = {number(value)}" for value in values]


def _route(
    sheet: Sheet,
    wide: float,
    names: tuple[str, str],
    title: str,
    does: str,
    beside_left: Sequence[str],
    beside_right: Sequence[str],
    dX: Any,
    dH: Any,
    arrows: list[tuple[int, int]],
) -> None:
    """Draw one layer: the gradients that arrive from the right, and where each of them goes."""

    def spot(k: int, count: int) -> float:
        return 116 + (k - (count - 1) / 2) * 34

    left, right = 84, wide - 46
    sheet.text(wide / 2, 14, title, 13, bold=True)
    for at, name, of in zip((left, right), names, "XH", strict=True):
        sheet.text(at, 38, name, 13, HUES[of].ink, True)
    for i, k in arrows:
        (x0, y0), (x1, y1) = (right - 17, spot(k, len(dH))), (left + 18, spot(i, len(dX)))
        sheet.arrow((x0, y0), (x1, y1), color=HUES["H"].ink, dashed=True)
    for k in set(range(len(dH))) - {k for _, k in arrows}:  # a gate that is off
        y, middle = spot(k, len(dH)), (left + right) / 2
        sheet.line((right - 17, y), (middle, y), color=HUES["H"].ink, dashed=True)
        sheet.line((middle, y - 11), (middle, y + 11), stroke=3)
        sheet.text(middle - 18, y, "off", 12, GREY)
    for at, values, of in ((left, dX, "X"), (right, dH, "H")):
        for k, value in enumerate(values):
            y, text = spot(k, len(values)), number(value)
            sheet.circle(at, y, 15, fill=HUES[of].tint, edge=HUES[of].line)
            sheet.text(at, y, text, 13 if len(text) < 4 else 10, bold=True)
    for at, texts, align in ((left - 22, beside_left, "right"), (right + 20, beside_right, "left")):
        for k, text in enumerate(texts):
            sheet.text(at, spot(k, len(texts)), text, 12, GREY, align=align)
    sheet.text(wide / 2, 196, does, 13)


def network(forward: Sequence[tuple[str, tuple[int, ...]]], back: Sequence[tuple[int, ...]]) -> Picture:
    """Draw a whole network: the shapes of the arrays going forward above, those of the gradients below.

    Parameters
    ----------
    forward : list of (str, tuple of int)
        The input, by name and shape, then each layer and the shape of its output.
    back : list of tuple of int
        The shape of the gradient at each of these places, in the same order.

    Returns
    -------
    Picture
    """
    if len(forward) != len(back) or len(forward) < 2:
        raise ValueError(
            f"forward and back must have the same length, at least 2, but have {len(forward)} and {len(back)} entries."
        )
    layers = [
        (name, before, after, gradient, behind)
        for (_, before), (name, after), gradient, behind in zip(
            forward[:-1], forward[1:], back[:-1], back[1:], strict=True
        )
    ]
    across = 3
    each, tall, box = (WIDEST - 130) / across, 104, 90
    down = -(-len(layers) // across)
    sheet = Sheet(WIDEST, down * tall + 30)
    sheet.text(
        EDGE,
        14,
        "solid, above: the array goes forward.  dashed, below: its gradient comes back.",
        13,
        GREY,
        align="left",
    )
    for k, (name, before, _, gradient, _) in enumerate(layers):
        x, y = EDGE + k % across * each, 30 + k // across * tall + tall / 2
        _wire(sheet, x, x + each - box, y, before, gradient)
        sheet.box(x + each - box, y - 27, box, 54, fill=PLAIN.tint, edge=INK, stroke=1.6)
        lines = name.split("\n")
        for n, line in enumerate(lines):
            sheet.text(x + each - box / 2, y + 18 * (n - (len(lines) - 1) / 2), line, 14, bold=True)
        if k % across == across - 1 and k + 1 < len(layers):
            sheet.text(x + each + 66, y, "… continues below", 11, GREY)
    x += each
    _wire(sheet, x, WIDEST - EDGE, y, layers[-1][2], layers[-1][4])
    steps = [
        f"{' '.join(name.split())}: {before} becomes {after}, and the gradient {behind} becomes {gradient}"
        for name, before, after, gradient, behind in layers
    ]
    return Picture(sheet.png(), "The whole network. " + "; ".join(steps) + ".")


def _wire(sheet: Sheet, left: float, right: float, y: float, shape: tuple[int, ...], gradient: tuple[int, ...]) -> None:
    """Draw an arrow forward with a shape above it, and a dashed one back with the gradient's shape below."""

    def text(shape: tuple[int, ...]) -> str:
        return "1 number" if shape == () else shape_in_words(shape)

    sheet.arrow((left, y - 8), (right, y - 8))
    sheet.text((left + right) / 2, y - 22, text(shape), 12, bold=True)
    sheet.arrow((right, y + 8), (left, y + 8), color=HUES["H"].ink, dashed=True)
    sheet.text((left + right) / 2, y + 24, text(gradient), 12, HUES["H"].ink, True)
