"""Helpers that the charts of several lessons share: scales, measured quantities, and labels of lines."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.theme import FONT, GREY, HUES, INK, number, own_settings, text_width

TIMES = ("s", 1), ("ms", 1e-3), ("µs", 1e-6)
BYTES = ("MB", 1e6), ("kB", 1e3)
BINARY = ("MiB", 2**20), ("KiB", 2**10)  # the units of caches
# Lines that differ in dashes and in colour (Okabe and Ito's); each is labelled at its end.
LOOKS = (
    ("-", INK),
    ((0, (6, 2)), HUES["X"].ink),
    ((0, (2, 1.4)), HUES["W"].ink),
    ((0, (7, 2, 1.5, 2)), HUES["H"].ink),
    ((0, (1, 1)), "#8a3b6f"),
)


def measured(value: float, units: Sequence[tuple[str, float]]) -> str:
    """Write a quantity in the largest unit that does not exceed it: 12 ms, 340 µs, 1.2 s."""
    unit, size = next((u for u in units if value >= 0.9995 * u[1]), units[-1])
    return f"{number(float(f'{value / size:.3g}'))} {unit}"


def billions(value: float) -> str:
    """Write a number in billions, with three digits."""
    return number(float(f"{value / 1e9:.3g}"))


def log_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return a function that maps a value to its position on a logarithmic scale from start to end."""
    return lambda value: start + (end - start) * np.log(value / low) / np.log(high / low)


def ticks(low: float, high: float) -> list[float]:
    """Return the round numbers on a logarithmic scale: 1, 2, 5, 10 and so on."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)))
    return [tick for tick in np.outer(decades, (1, 2, 5)).flat if low <= tick <= high]


def mark(sheet: Sheet, x: float, y: float, corners: int, turn: float) -> None:
    """Draw the outline of a small polygon, rotated by a fraction of a turn; what is underneath stays visible."""
    turns = 2 * np.pi * (turn + np.arange(corners + 1) / corners)
    sheet.line(*zip(x + 6 * np.sin(turns), y - 6 * np.cos(turns), strict=True), stroke=2)


def names_at_ends(
    sheet: Sheet, ends: list[tuple[float, float, str, str]], x: float, top: float, height: float, apart: float = 19
) -> None:
    """Write each line's name at x, next to its end (x, y, name, colour), without overlaps."""
    ends = sorted(ends, key=lambda end: end[1])
    places: list[float] = []
    for _, y, _, _ in ends:
        places.append(max(y, places[-1] + apart) if places else y)
    # Names pushed past the lower edge are pushed back up.
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], top + height - apart * (len(places) - 1 - k))
    for (end, y, words, color), place in zip(ends, places, strict=True):
        sheet.line((min(end + 3, x - 4), y), (x - 2, place), color=color, stroke=0.8)
        name_on_white(sheet, x, place, words, color)


def name_on_white(sheet: Sheet, x: float, y: float, words: str, color: str = INK) -> None:
    """Write a name starting at x, on a white background that hides the lines underneath."""
    # A line's ends stick out by half its width.
    sheet.line((x + 6, y), (x + text_width(words, 12, True) - 6, y), color="white", stroke=14)
    sheet.text(x, y, words, 12, color, True, "left")


def line_chart(
    sheet: Sheet,
    place: tuple[float, float, float, float],
    lines: Mapping[str, tuple[np.ndarray, np.ndarray]],
    xlabel: str,
    ylabel: str,
    log: bool = False,
    marker: str | None = None,
    first: float = 1,
) -> None:
    """Draw lines with their names at their ends; the label of the vertical axis is above it.

    Parameters
    ----------
    sheet : Sheet
    place : tuple of float
        (x, y, width, height) of the frame.
    lines : dict of str to (ndarray, ndarray), each of shape (n,)
        For each name, the horizontal and vertical coordinates; points that are not finite are left out.
    xlabel, ylabel : str
        The labels of the axes.
    log : bool, default False
        Whether the vertical axis is logarithmic.
    marker : str, optional
        Matplotlib's marker at each point; then the horizontal axis begins at 0.
    first : float, default 1
        The right end of the horizontal axis if there is no point yet.
    """
    x0, y0, width, height = place
    shown = {name: np.array(line)[:, np.isfinite(line[1])] for name, line in lines.items()}
    values = np.concatenate([line[1] for line in shown.values()] or [np.ones(1)])
    if not len(values):
        values = np.ones(1)
    room = 0.06 * max(np.ptp(values), 0.1 * np.abs(values).max(), 1e-3)  # a single value also gets some room
    low, high = (values.min() / 1.5, values.max() * 1.5) if log else (values.min() - room, values.max() + room)
    with own_settings():
        axes = sheet.axes(x0, y0, width, height)
        axes.set_yscale("log" if log else "linear")
        last = max((line[0][-1] for line in shown.values() if line.size), default=first)
        begin = min((line[0][0] for line in shown.values() if line.size), default=0)
        axes.set(xlim=(min(begin, 0 if marker else begin), max(last, begin + 1)), ylim=(low, high))
        ends = []
        for (name, (x, y)), (dashes, color) in zip(shown.items(), LOOKS * len(shown), strict=False):
            axes.plot(
                x, y, color=color, linestyle=dashes, linewidth=1.7, marker=marker, markersize=4, clip_on=not marker
            )
            if len(x):
                heights = np.array([y[-1], y[-len(y) // 2 :].max()])
                up = np.log(heights / low) / np.log(high / low) if log else (heights - low) / (high - low)
                ends.append(
                    (
                        x0 + width * (x[-1] - axes.get_xlim()[0]) / np.ptp(axes.get_xlim()),
                        *(y0 + height * (1 - up)),
                        f"{name}  {number(y[-1])}".strip(),
                        color,
                    )
                )
        axes.set_xlabel(xlabel, size=11, family=FONT, color=INK)
        axes.tick_params(labelsize=9.5, colors=GREY, which="both")
        axes.grid(color="#e6e6e6")
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_facecolor("none")  # names of lines that end early are underneath
        if not ends:  # nothing to measure yet
            axes.set(xticks=[], yticks=[])
    sheet.text(x0 - 40, y0 - 16, ylabel, 12.5, align="left")
    for x, _, peak, words, color in ends:
        if x < x0 + 0.95 * width:
            sheet.text(x, peak - 14, words, 12, color, True, "right")
    ends = [(x, y, words, color) for x, y, _, words, color in ends if x >= x0 + 0.95 * width]
    names_at_ends(sheet, ends, x0 + width + 14, y0, height)
