"""The smallest failing case: the plainest one, with its inputs and, below them, expected next to got."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np

from convlib.lab.checks.closeness import close, differing
from convlib.lab.checks.codec import Code
from convlib.lab.checks.model import Examination, Outcome, Probe, Trials

WIDTH = 76  # characters of a line that nbgrader's Validate shows
READABLE = 80  # numbers that the inputs of a case may hold: nobody reads all parameters of a network
SHOWN = 24  # entries of the largest array of more than two axes that a report shows
PLANE = 64  # entries of the largest plane of a result that a report shows
PLACES = 6  # wrong entries that are listed where a plane is too large


@dataclass(frozen=True)
class Case:
    """A failing test case: what was passed, and the wrong part of the result beside the expected one."""

    title: str
    others: str = ""  # the inputs that are no arrays, or too large to read
    inputs: dict[str, np.ndarray] = field(default_factory=dict)
    expected: dict[str, np.ndarray] = field(default_factory=dict)  # by title: one plane at most
    got: dict[str, np.ndarray] = field(default_factory=dict)
    places: str = ""  # the wrong entries in words, where the planes are too large to show

    def text(self) -> str:
        """Return the case as lines of text."""
        others = textwrap.indent(textwrap.fill(self.others, WIDTH - 2), "  ")
        blocks = [others] * bool(others) + list(map(beside, lines_of(self.inputs)))
        if self.expected:
            blocks.append(beside(self.expected | self.got))
        if self.places:
            blocks.append(textwrap.indent(self.places, "  "))
        return "\n".join([self.title, *["\n\n".join(blocks)] * bool(blocks)])


def case_to_read(exam: Examination, failing: Trials) -> Case | None:
    """Return the plainest of the failing cases or, if no answer may be revealed, say which entries are wrong.

    Returns
    -------
    Case or None
        None if no case fails or none can be shown.
    """
    if not failing:
        return None
    probe, outcome = min(failing, key=lambda trial: plainness(exam, trial[0]))
    return plainest_case(exam, probe, outcome) if exam.reveal else wrong_places(probe, outcome)


def plainness(exam: Examination, probe: Probe) -> tuple:
    """Return a key that sorts probes by plainness.

    Ordinary numbers before other dtypes and repeated calls; no padding; stride 1, or in pooling windows that neither
    overlap nor leave gaps; no array of one entry, because it teaches the least; few channels, images and filters;
    small arrays.
    """
    inputs = inputs_of(exam, probe)
    arrays = [item for item in inputs.values() if isinstance(item, np.ndarray)]
    window, stride = inputs.get("f"), inputs.get("stride", 1)
    pooling = isinstance(window, int) and bool(arrays)
    return (
        probe.group in exam.special_groups,
        inputs.get("pad", 0),
        stride != window if pooling else stride,
        window == 1 or any(a.size == 1 and a.ndim > 1 for a in arrays),
        sum(int(np.prod(a.shape[:-2])) for a in arrays if a.ndim > 2),
        sum(a.size for a in arrays),
    )


def inputs_of(exam: Examination, probe: Probe) -> dict[str, Any]:
    """Return what a probe passes, by name, a cache unpacked."""
    return dict(zip(exam.inputs, flat(probe.args), strict=False)) | probe.kwargs


def flat(items: Iterable) -> Iterator[Any]:
    """Yield the items of nested tuples, in order; a shape, a tuple of integers, is one item."""
    for item in items:
        if isinstance(item, (tuple, list)) and not all(isinstance(n, int) for n in item):
            yield from flat(item)
        else:
            yield item


def plainest_case(exam: Examination, probe: Probe, outcome: Outcome) -> Case | None:
    """Return the inputs, and expected next to got for the first part that is wrong."""
    for name, want in probe.expected.parts.items():
        got = outcome.parts[name]
        if not close(got, want):
            inputs = inputs_of(exam, probe)
            if any(isinstance(item, str) for item in inputs.values()):
                return None  # a program: too long to show, and the probe's note says what is wrong with it
            shown = {
                title: item
                for title, item in inputs.items()
                if isinstance(item, np.ndarray) and (item.ndim <= 2 or item.size <= SHOWN)
            }
            if sum(item.size for item in shown.values()) > READABLE:
                shown = {}
            others = ", ".join(f"{title} = {in_short(item)}" for title, item in inputs.items() if title not in shown)
            expected, result = expected_and_got(name, want, got)
            places = ""
            if any(plane.size > PLANE for plane in (*expected.values(), *result.values())):
                places, expected, result = in_words(name, want, got), {}, {}
            return Case("The smallest case that fails:", others, shown, expected, result, places)
    return None


def wrong_places(probe: Probe, outcome: Outcome) -> Case | None:
    """Say which entries are wrong, without the correct values."""
    for name, want in probe.expected.parts.items():
        got = outcome.parts[name]
        if got.shape == want.shape and not close(got, want):
            places = ", ".join(str(place.tolist()) for place in np.argwhere(differing(got, want))[:6])
            return Case(f"Look again at the entries {places} (rows and columns count from 0).")
    return None


def in_words(name: str, want: np.ndarray, got: np.ndarray) -> str:
    """Say of arrays that are too large to show what differs."""
    if got.shape != want.shape:
        return f"{name} must have shape {want.shape}, but it has shape {got.shape}."
    wrong = np.argwhere(differing(got, want)).tolist()
    lines = [
        f"{titled(name, tuple(place))}: expected {want[tuple(place)]:.6g}, got {got[tuple(place)]:.6g}"
        for place in wrong[:PLACES]
    ]
    more = len(wrong) - len(lines)
    return "\n".join([*lines, *[f"and {more} more of {want.size} entries"] * bool(more)])


def in_short(item: Any) -> str:
    """Write an input on one line."""
    if isinstance(item, np.ndarray):
        return f"random, {item.shape}"
    return item.source if isinstance(item, Code) else str(item)


def lines_of(arrays: dict[str, np.ndarray]) -> Iterator[dict[str, np.ndarray]]:
    """Yield the titled planes that share a line: an array of several planes gets its own line."""
    line: dict[str, np.ndarray] = {}
    for title, array in arrays.items():
        own = planes(title, array)
        if len(own) > 1:
            yield from [line] * bool(line) + [own]
            line = {}
        else:
            line |= own
    yield from [line] * bool(line)


def planes(name: str, array: np.ndarray) -> dict[str, np.ndarray]:
    """Split an array into its planes of rows and columns, each titled with its index: X[0, 1]."""
    return {titled(name, index): array[index] for index in np.ndindex(array.shape[: max(array.ndim - 2, 0)])}


def titled(name: str, index: tuple[int, ...]) -> str:
    """Write a name with an index, if there is one."""
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def expected_and_got(
    name: str, want: np.ndarray, got: np.ndarray
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the two arrays by title; with more than two axes, only the first plane that is wrong."""
    if want.shape != got.shape:
        expected, result = (dict(list(planes(name, array).items())[:1]) for array in (want, got))
    else:
        wrong = np.argwhere(differing(got, want))
        first = wrong[0] if len(wrong) else np.zeros(want.ndim, int)  # none if all entries are off by very little
        index = tuple(first[: max(want.ndim - 2, 0)].tolist())
        expected, result = {titled(name, index): want[index]}, {titled(name, index): got[index]}
    return (
        {f"expected {title}": plane for title, plane in expected.items()},
        {f"got {title}": plane for title, plane in result.items()},
    )


def beside(blocks: dict[str, np.ndarray]) -> str:
    """Write titled arrays side by side, on a new line if the next one would not fit."""
    rows: list[list[list[str]]] = []
    width = WIDTH
    for title, block in blocks.items():
        with np.printoptions(precision=4, suppress=True, threshold=10**6, linewidth=WIDTH - 2):
            lines = [title, *str(block).splitlines()]
        widest = max(map(len, lines))
        if width + widest > WIDTH:
            rows, width = [*rows, []], 2
        rows[-1].append([f"{line:<{widest}}" for line in lines])
        width += widest + 3
    return "\n\n".join(map(side_by_side, rows))


def side_by_side(columns: Sequence[Sequence[str]]) -> str:
    """Join blocks of lines; the lines of each block have the same length."""
    blanks = [" " * len(lines[0]) for lines in columns]
    return "\n".join(
        "  " + "   ".join(line or blank for line, blank in zip(row, blanks, strict=True)).rstrip()
        for row in zip_longest(*columns)
    )
