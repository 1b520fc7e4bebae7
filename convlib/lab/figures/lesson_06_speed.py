"""The figures of lesson 06 about speed: algorithms, block sizes, and the limits of the processor."""

from collections.abc import Mapping

import numpy as np

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.charts import (
    BINARY,
    TIMES,
    billions,
    log_scale,
    mark,
    measured,
    name_on_white,
    names_at_ends,
    ticks,
)
from convlib.lab.figures.display import Picture
from convlib.lab.figures.shared import EDGE
from convlib.lab.figures.theme import GREY, INK, PALE, WIDEST, hue, number, text_width
from convlib.lab.figures.words import count_of

# The markers of a chart, one per algorithm: corners, and the rotation as a fraction of a turn. The third looks round.
MARKS = (4, 0), (3, 0), (24, 0), (4, 1 / 8), (3, 1 / 2)


def race(times: dict[str, dict[str, float]]) -> Picture:
    """Draw how long each algorithm took on each layer, on a logarithmic scale.

    Parameters
    ----------
    times : dict of str to dict of str to float
        For each layer's title, the seconds by the name of the algorithm, as in
        ``{"small": {"loops": 0.2, "yours": 0.001}}``.

    Returns
    -------
    Picture
    """
    seconds = [t for algorithms in times.values() for t in algorithms.values()]
    if not seconds or min(seconds) <= 0:
        raise ValueError(f"times must hold at least one time, and all must be positive, but they are {seconds}.")
    low, high = np.floor(np.log10(min(seconds))), np.ceil(np.log10(max(seconds)) + 1e-9)
    left = EDGE + 18 + max(text_width(name, 13) for algorithms in times.values() for name in algorithms)
    decade = (WIDEST - left - 190) / (high - low)
    heights = [34 + 26 * len(algorithms) for algorithms in times.values()]
    sheet, y, words = Sheet(WIDEST, sum(heights) + 50), 8, []
    lines = {left + k * decade: measured(10 ** (low + k), TIMES) for k in range(int(high - low) + 1)}
    for x, text in lines.items():
        sheet.text(x, sheet.height - 30, text, 12, GREY)
    sheet.text(
        EDGE, sheet.height - 10, "Logarithmic scale: each line is ten times the one before.", 12, GREY, align="left"
    )
    for (title, algorithms), height in zip(times.items(), heights, strict=True):
        sheet.text(EDGE, y + 12, title, 14, bold=True, align="left")
        best = min(algorithms.values())
        for x in lines:
            sheet.line((x, y + 24), (x, y + height - 6), color="#e6e6e6", stroke=1)
        for k, (name, t) in enumerate(algorithms.items()):
            top, length = y + 26 + 26 * k, max((np.log10(t) - low) * decade, 2)
            fastest = t == best
            sheet.text(left - 8, top + 10, name, 13, bold=fastest, align="right")
            colors = hue("H" if fastest else "")
            sheet.box(left, top, length, 20, fill=colors.tint, edge=colors.line, stroke=1.5)
            label = measured(t, TIMES)
            label += ": the fastest" if fastest else f" = {number(float(f'{t / best:.2g}'))} × the fastest"
            sheet.text(left + length + 8, top + 10, label, 13, bold=fastest, align="left")
            words.append(f"{title}, {name}: {label}.")
        y += height
    return Picture(sheet.png(), " ".join(words))


def blocks(times: dict[int, float], bytes_each: int, caches: dict[str, int]) -> Picture:
    """Draw the time per image against the number of images in a block, and the size of each cache.

    Parameters
    ----------
    times : dict of int to float
        The seconds per image, by the number of images in a block.
    bytes_each : int
        Size of cols for one image.
    caches : dict of str to int
        Bytes by name, as ``convlib.lab.measure.machine.cache_sizes`` returns them.

    Returns
    -------
    Picture
    """
    if not times or min(times.values()) <= 0:
        raise ValueError(
            f"times must hold at least one block, and all times must be positive, but they are {list(times.values())}."
        )
    sizes = {block: block * bytes_each for block in times}
    known = [*sizes.values(), *caches.values()]
    left, top, width, height = 92, 66, WIDEST - 92 - EDGE, 210
    at = log_scale(min(known) / 1.5, max(known) * 1.5, left, left + width)
    foot, half = top + height, 0.32 * (at(2) - at(1))
    sheet, words = Sheet(WIDEST, foot + 76), ["Time per image, by the number of images in a block."]
    sheet.text(EDGE, 14, "Time per image", 14, bold=True, align="left")
    sheet.line((left, foot), (left + width, foot), color=PALE, stroke=1)
    best, longest = min(times, key=times.__getitem__), max(times.values())
    for block, t in times.items():
        top_of_bar, colors = foot - t / longest * (height - 14), hue("H" if block == best else "")
        sheet.box(
            at(sizes[block]) - half,
            top_of_bar,
            2 * half,
            foot - top_of_bar,
            fill=colors.tint,
            edge=colors.line,
            stroke=1.5,
        )
    for name, size in caches.items():
        sheet.box(at(size), 52, 1.2, foot - 52, fill=INK)  # a line would cover the numbers
        text = f"{name}: {measured(size, BINARY)}"
        room = text_width(text, 12, True) / 2
        sheet.text(min(at(size), left + width - room), 42, text, 12, bold=True)
        words.append(f"{name} holds {measured(size, BINARY)}.")
    for block, t in times.items():
        x, y, bold = at(sizes[block]), foot - t / longest * (height - 14) - 9, block == best
        label, cols = measured(t, TIMES), measured(sizes[block], BINARY)
        room = text_width(label, 11, bold) + 2
        sheet.box(x - room / 2, y - 7, room, 14, fill="white")
        sheet.text(x, y, label, 11, bold=bold)
        sheet.text(x, foot + 14, str(block), 13, bold=bold)
        sheet.text(x, foot + 32, cols, 10.5, GREY)
        words.append(f"{count_of(block, 'image')}, cols {cols}: {label}{', the fastest' if bold else ''}.")
    sheet.text(left - 4, foot + 14, "images", 12, GREY, align="right")
    sheet.text(left - 4, foot + 32, "size of cols", 12, GREY, align="right")
    note = (
        "Lines: the sizes of this machine's caches."
        if caches
        else "The sizes of this machine's caches are unknown, so none is marked."
    )
    sheet.text(EDGE, sheet.height - 14, f"{note} Horizontal scale: logarithmic.", 12, GREY, align="left")
    return Picture(sheet.png(), " ".join([*words, note]))


def roofline(peak: float, bandwidth: float, layers: Mapping[str, tuple[float, Mapping[str, float]]]) -> Picture:
    """Draw how many operations per second each algorithm reached on each layer, below the machine's limits.

    Parameters
    ----------
    peak : float
        The maximum number of operations per second.
    bandwidth : float
        The maximum number of bytes per second between memory and processor.
    layers : dict of str to tuple
        For each layer's title, its operations per byte and a dict of the operations per second by the name of the
        algorithm.

    Returns
    -------
    Picture
    """
    rates = [rate for _, algorithms in layers.values() for rate in algorithms.values()]
    intensities = [intensity for intensity, _ in layers.values()]
    if not rates or min(peak, bandwidth, *rates, *intensities) <= 0:
        raise ValueError(
            f"layers must hold at least one rate, and all numbers must be positive, but peak is {peak}, bandwidth is "
            f"{bandwidth}, the rates are {rates} and the operations per byte {intensities}."
        )
    left, top, width, height = 56, 62, WIDEST - 56 - EDGE, 330
    ridge, foot = peak / bandwidth, top + height
    low, high = min(ridge, *intensities) / 4, max(ridge, *intensities) * 4
    least, most = min(*rates, low * bandwidth) / 1.4, max(peak, *rates) * 1.6
    x_at, y_at = log_scale(low, high, left, left + width), log_scale(least, most, foot, top)
    sheet = Sheet(WIDEST, foot + 52)
    sheet.text(EDGE, 12, "GFLOP/s: billions of operations per second", 14, bold=True, align="left")
    sheet.text(left + width / 2, foot + 36, "arithmetic intensity: operations per byte moved", 13)
    for tick in ticks(low, high):
        sheet.line((x_at(tick), top), (x_at(tick), foot), color="#e6e6e6", stroke=1)
        sheet.text(x_at(tick), foot + 14, number(tick), 12, GREY)
    for tick in ticks(least / 1e9, most / 1e9):
        sheet.line((left, y_at(tick * 1e9)), (left + width, y_at(tick * 1e9)), color="#e6e6e6", stroke=1)
        sheet.text(left - 8, y_at(tick * 1e9), number(tick), 12, GREY, align="right")
    for title, (intensity, _) in layers.items():
        sheet.line((x_at(intensity), top - 6), (x_at(intensity), foot), color=GREY, stroke=1, dashed=True)
        sheet.text(x_at(intensity), top - 16, title, 13, bold=True)
    start, edge = (left, y_at(low * bandwidth)), (x_at(ridge), y_at(peak))
    sheet.line(start, edge, (left + width, edge[1]), stroke=2.5)
    across, down = edge[0] - start[0], edge[1] - start[1]
    length = np.hypot(across, down)
    x, y = (start[0] + edge[0]) / 2 + down / length * 9, (start[1] + edge[1]) / 2 - across / length * 9
    memory, processor = f"memory: {billions(bandwidth)} GB/s", f"processor: {billions(peak)} GFLOP/s"
    sheet.text(x, y, memory, 12, bold=True, angle=np.degrees(np.arctan2(-down, across)))
    name_on_white(sheet, edge[0] + 10, edge[1] - 11, processor)
    words = [f"The roof is set by {memory} and {processor}; they meet at {number(ridge)} operations per byte."]
    for title, (intensity, algorithms) in layers.items():
        x, limit = x_at(intensity), min(peak, bandwidth * intensity)
        words.append(f"{title}, {number(intensity)} operations per byte:")
        ends = []
        for k, (name, rate) in enumerate(algorithms.items()):
            mark(sheet, x, y_at(rate), *MARKS[k % len(MARKS)])
            ends.append((x + 5, y_at(rate), f"{name} {billions(rate)}", INK))
            words.append(f"{name} {billions(rate)} GFLOP/s, {number(round(100 * rate / limit))} % of the roof.")
        names_at_ends(sheet, ends, x + 22, top, height, 16)
    return Picture(sheet.png(), " ".join(words))
