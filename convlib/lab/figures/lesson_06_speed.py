"""The figures of lessons 06 and 09 about time: algorithms, block sizes and the limits of the processor."""

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

# The marks of a chart, one for each way: corners, and the part of a turn to the first. The third looks round.
MARKS = (4, 0), (3, 0), (24, 0), (4, 1 / 8), (3, 1 / 2)


def race(times):
    """Draw how long each way took on each layer, on a logarithmic scale.

    Parameters
    ----------
    times : dict of dict
        For each layer's title the seconds by the name of the way, as in ``{"small": {"loops": 0.2, "yours": 0.001}}``.

    Returns
    -------
    Picture
    """
    seconds = [t for ways in times.values() for t in ways.values()]
    if not seconds or min(seconds) <= 0:
        raise ValueError("Each layer needs at least one time, and every time must be positive.")
    low, high = np.floor(np.log10(min(seconds))), np.ceil(np.log10(max(seconds)) + 1e-9)
    left = EDGE + 18 + max(text_width(way, 13) for ways in times.values() for way in ways)
    decade = (WIDEST - left - 190) / (high - low)
    heights = [34 + 26 * len(ways) for ways in times.values()]
    sheet, y, words = Sheet(WIDEST, sum(heights) + 50), 8, []
    lines = {left + k * decade: measured(10 ** (low + k), TIMES) for k in range(int(high - low) + 1)}
    for x, text in lines.items():
        sheet.text(x, sheet.height - 30, text, 12, GREY)
    sheet.text(
        EDGE, sheet.height - 10, "Logarithmic scale: each line is ten times the one before.", 12, GREY, align="left"
    )
    for (title, ways), height in zip(times.items(), heights, strict=True):
        sheet.text(EDGE, y + 12, title, 14, bold=True, align="left")
        best = min(ways.values())
        for x in lines:
            sheet.line((x, y + 24), (x, y + height - 6), color="#e6e6e6", stroke=1)
        for k, (way, t) in enumerate(ways.items()):
            top, length = y + 26 + 26 * k, max((np.log10(t) - low) * decade, 2)
            fastest = t == best
            sheet.text(left - 8, top + 10, way, 13, bold=fastest, align="right")
            colors = hue("H" if fastest else "")
            sheet.box(left, top, length, 20, fill=colors.tint, edge=colors.line, stroke=1.5)
            told = measured(t, TIMES)
            told += ": the fastest" if fastest else f" = {number(float(f'{t / best:.2g}'))} × the fastest"
            sheet.text(left + length + 8, top + 10, told, 13, bold=fastest, align="left")
            words.append(f"{title}, {way}: {told}.")
        y += height
    return Picture(sheet.png(), " ".join(words))


def blocks(times, bytes_each, caches):
    """Draw how long each image took, against how many were taken at once, and where each cache is full.

    Parameters
    ----------
    times : dict of int to float
        The seconds for each image by the number of images in a block.
    bytes_each : int
        Size of cols for one image.
    caches : dict of str to int
        Bytes by name, as ``convlib.lab.measure.machine.cache_sizes`` returns them.

    Returns
    -------
    Picture
    """
    if not times or min(times.values()) <= 0:
        raise ValueError("There must be at least one block, and every time must be positive.")
    sizes = {block: block * bytes_each for block in times}
    known = [*sizes.values(), *caches.values()]
    left, top, width, height = 92, 66, WIDEST - 92 - EDGE, 210
    at = log_scale(min(known) / 1.5, max(known) * 1.5, left, left + width)
    foot, half = top + height, 0.32 * (at(2) - at(1))
    sheet, words = Sheet(WIDEST, foot + 76), ["Time for each image, by the images in a block."]
    sheet.text(EDGE, 14, "Time for each image", 14, bold=True, align="left")
    sheet.line((left, foot), (left + width, foot), color=PALE, stroke=1)
    best, longest = min(times, key=times.get), max(times.values())
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
        sheet.box(at(size), 52, 1.2, foot - 52, fill=INK)  # a line would lie on the numbers
        text = f"{name}: {measured(size, BINARY)}"
        room = text_width(text, 12, True) / 2
        sheet.text(min(at(size), left + width - room), 42, text, 12, bold=True)
        words.append(f"{name} holds {measured(size, BINARY)}.")
    for block, t in times.items():
        x, y, bold = at(sizes[block]), foot - t / longest * (height - 14) - 9, block == best
        told, size = measured(t, TIMES), measured(sizes[block], BINARY)
        room = text_width(told, 11, bold) + 2
        sheet.box(x - room / 2, y - 7, room, 14, fill="white")
        sheet.text(x, y, told, 11, bold=bold)
        sheet.text(x, foot + 14, str(block), 13, bold=bold)
        sheet.text(x, foot + 32, size, 10.5, GREY)
        words.append(f"{count_of(block, 'image')}, cols {size}: {told}{', the quickest' if bold else ''}.")
    sheet.text(left - 4, foot + 14, "images", 12, GREY, align="right")
    sheet.text(left - 4, foot + 32, "their cols", 12, GREY, align="right")
    note = (
        "Lines: what this machine's caches hold."
        if caches
        else "This machine does not tell what its caches hold, so none is marked."
    )
    sheet.text(EDGE, sheet.height - 14, f"{note} Logarithmic across.", 12, GREY, align="left")
    return Picture(sheet.png(), " ".join([*words, note]))


def roofline(peak, bandwidth, layers):
    """Draw how many operations a second each way reached on each layer, below the most that the machine allows.

    Parameters
    ----------
    peak : float
        The most operations in a second.
    bandwidth : float
        The most bytes in a second between memory and processor.
    layers : dict of str to tuple
        For each layer's title its operations per byte, and a dict of the operations in a second by the name of the way.

    Returns
    -------
    Picture
    """
    rates = [rate for _, ways in layers.values() for rate in ways.values()]
    intensities = [intensity for intensity, _ in layers.values()]
    if not rates or min(peak, bandwidth, *rates, *intensities) <= 0:
        raise ValueError("Each layer needs at least one rate, and all numbers must be positive.")
    left, top, width, height = 56, 62, WIDEST - 56 - EDGE, 330
    ridge, foot = peak / bandwidth, top + height
    low, high = min(ridge, *intensities) / 4, max(ridge, *intensities) * 4
    least, most = min(*rates, low * bandwidth) / 1.4, max(peak, *rates) * 1.6
    x_at, y_at = log_scale(low, high, left, left + width), log_scale(least, most, foot, top)
    sheet = Sheet(WIDEST, foot + 52)
    sheet.text(EDGE, 12, "GFLOP/s: billion operations in a second", 14, bold=True, align="left")
    sheet.text(left + width / 2, foot + 36, "arithmetic intensity: operations for each byte that must be moved", 13)
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
    slope = np.array([edge[0] - start[0], edge[1] - start[1]])
    above = np.array([slope[1], -slope[0]]) / np.hypot(*slope) * 9
    memory, processor = f"memory: {billions(bandwidth)} GB/s", f"processor: {billions(peak)} GFLOP/s"
    sheet.text(
        *(np.add(start, edge) / 2 + above), memory, 12, bold=True, angle=np.degrees(np.arctan2(-slope[1], slope[0]))
    )
    name_on_white(sheet, edge[0] + 10, edge[1] - 11, processor)
    words = [f"A roof of {memory} and {processor}; they meet at {number(ridge)} operations per byte."]
    for title, (intensity, ways) in layers.items():
        x, limit = x_at(intensity), min(peak, bandwidth * intensity)
        words.append(f"{title}, {number(intensity)} operations per byte:")
        ends = []
        for k, (way, rate) in enumerate(ways.items()):
            mark(sheet, x, y_at(rate), *MARKS[k % len(MARKS)])
            ends.append((x + 5, y_at(rate), f"{way} {billions(rate)}", INK))
            words.append(f"{way} {billions(rate)} GFLOP/s, {number(round(100 * rate / limit))} % of the roof.")
        names_at_ends(sheet, ends, x + 22, top, height, 16)
    return Picture(sheet.png(), " ".join(words))
