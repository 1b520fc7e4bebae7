"""The common look of every figure: colours, the font and its text widths, and how a number is written.

X, W and H keep one colour each throughout the course (Okabe and Ito's, safe for colour-blind readers). A gradient
has the colour of its array and dashed lines, so that nothing depends on colour alone.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple, SupportsFloat

import numpy as np

WIDEST = 760  # a JupyterLab cell shows this much without scrolling
DPI = 80  # logical pixels per inch
INK, GREY, PALE, FAINT = "#1f1f1f", "#666666", "#bdbdbd", "#d9d9d9"
DASHES = (0, (3.5, 2))
FONT = "DejaVu Sans"  # comes with matplotlib, so every machine draws the same
STAR = "★"  # for ⋆, the symbol for cross-correlation, which the font draws too small


class Hue(NamedTuple):
    """One colour in three shades: for lines, for the background of a cell, for text."""

    line: str
    tint: str
    ink: str


HUES = {
    "X": Hue("#0072B2", "#e3f0f8", "#005d91"),
    "W": Hue("#D55E00", "#fbe9dc", "#a84a00"),
    "H": Hue("#009E73", "#dff3ec", "#00704f"),
}
PLAIN = Hue("#8a8a8a", "#f3f3f3", INK)


def hue(name: str) -> Hue:
    """The colour of an array by its name: that of X, W or H, or grey. dX has the colour of X."""
    return HUES.get(name.removeprefix("d"), PLAIN)


def is_gradient(name: str) -> bool:
    """Whether a name is that of a gradient: dX, dW or dH."""
    return name.startswith("d") and name[1:] in HUES


def number(value: SupportsFloat | str | None) -> str:
    """Write a number with few digits: 3, −2, 16.5, 0.333, 2e−7. Text stays as it is, None becomes empty."""
    if value is None or isinstance(value, str):
        return value or ""
    value = float(value)
    if not np.isfinite(value):
        return "nan" if np.isnan(value) else ("∞" if value > 0 else "−∞")
    size = abs(value)
    if size >= 1e6 or 0 < size < 5e-4:
        mantissa, exponent = f"{value:.1e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    else:
        decimals = min(3, max(0, 3 - int(np.floor(np.log10(size))))) if size else 0
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = "0" if text == "-0" else text
    return text.replace("-", "−")


def factor(value: SupportsFloat) -> str:
    """Write a number as a factor or a summand, with a negative one in parentheses."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


@cache
def _em_width(character: str, bold: bool) -> float:
    if sys.platform == "emscripten":
        # In a browser Matplotlib lists its fonts in every new kernel, and would announce it below the first figure.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=100)
    return text_to_path.get_text_width_height_descent(character, font, ismath=False)[0] / 100


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text in logical pixels."""
    return size * sum(_em_width(character, bold) for character in text)


def wrapped(text: str, size: float, room: float, bold: bool = False, between: str = " ") -> list[str]:
    """Break a text at ``between`` into lines that are at most ``room`` logical pixels wide."""
    lines: list[str] = []
    for word in text.split(between):
        if lines and text_width(lines[-1] + between + word, size, bold) <= room:
            lines[-1] += between + word
        else:
            lines.append(between.lstrip() * bool(lines) + word)
    return lines


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw with matplotlib's defaults, whatever the reader has set."""
    import matplotlib

    defaults = {name: value for name, value in matplotlib.rcParamsDefault.items() if "backend" not in name}
    with matplotlib.rc_context(defaults):
        yield
