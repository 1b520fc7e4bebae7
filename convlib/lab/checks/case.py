"""Show the smallest failing case: its inputs and, below them, expected next to got."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np

from convlib.lab.checks.closeness import close, differing
from convlib.lab.checks.codec import Code
from convlib.lab.checks.model import Examination, Outcome, Probe, Trials
from convlib.lab.checks.report import WIDTH

READABLE = 80  # numbers that the inputs of a case may hold: nobody reads all parameters of a network
SHOWN = 24  # entries of the largest array of more than two axes that a report shows


def case_to_read(exam: Examination, failing: Trials) -> str:
    """Show the smallest of the failing cases or, if no answer may be revealed, say which entries are wrong.

    Returns
    -------
    str
        Empty if no case fails or none can be shown.
    """
    if not failing:
        return ""
    probe, outcome = min(failing, key=lambda trial: size_of(trial[0]))
    return smallest_case(exam, probe, outcome) if exam.reveal else wrong_places(probe, outcome)


def size_of(probe: Probe) -> tuple[bool, int]:
    """Return a key that sorts probes by size; a 1x1 array comes last, because it teaches the least."""
    arrays = [item for item in flat(probe.args) if isinstance(item, np.ndarray)]
    return any(a.size == 1 and a.ndim > 1 for a in arrays), sum(a.size for a in arrays)


def flat(items: Iterable) -> Iterator[Any]:
    """Yield the items of nested tuples, in order; a shape, a tuple of integers, is one item."""
    for item in items:
        if isinstance(item, (tuple, list)) and not all(isinstance(n, int) for n in item):
            yield from flat(item)
        else:
            yield item


def smallest_case(exam: Examination, probe: Probe, outcome: Outcome) -> str:
    """Show the inputs and, below them, expected next to got for the first part that is wrong."""
    for name, want in probe.expected.parts.items():
        got = outcome.parts[name]
        if not close(got, want):
            inputs = dict(zip(exam.inputs, flat(probe.args), strict=False)) | probe.kwargs
            if any(isinstance(item, str) for item in inputs.values()):
                return ""  # a program: too long to show, and the probe's note says what is wrong with it
            shown = {
                title: item
                for title, item in inputs.items()
                if isinstance(item, np.ndarray) and (item.ndim <= 2 or item.size <= SHOWN)
            }
            if sum(item.size for item in shown.values()) > READABLE:
                shown = {}
            others = ", ".join(f"{title} = {in_short(item)}" for title, item in inputs.items() if title not in shown)
            others = textwrap.indent(textwrap.fill(others, WIDTH - 2), "  ")
            blocks = [others] * bool(others) + list(map(beside, lines_of(shown)))
            blocks.append(beside(expected_and_got(name, want, got)))
            return "The smallest case that fails:\n" + "\n\n".join(blocks)
    return ""


def wrong_places(probe: Probe, outcome: Outcome) -> str:
    """Say which entries are wrong, without the correct values."""
    for name, want in probe.expected.parts.items():
        got = outcome.parts[name]
        if got.shape == want.shape and not close(got, want):
            places = ", ".join(str(place.tolist()) for place in np.argwhere(differing(got, want))[:6])
            return f"Look again at the entries {places} (rows and columns count from 0)."
    return ""


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


def expected_and_got(name: str, want: np.ndarray, got: np.ndarray) -> dict[str, np.ndarray]:
    """Return the two arrays by title; with more than two axes, only the first plane that is wrong."""
    if want.shape != got.shape:
        return {
            f"{word} {title}": plane
            for word, array in (("expected", want), ("got", got))
            for title, plane in list(planes(name, array).items())[:1]
        }
    wrong = np.argwhere(differing(got, want))
    first = wrong[0] if len(wrong) else np.zeros(want.ndim, int)  # none if all entries are off by very little
    index = tuple(first[: max(want.ndim - 2, 0)].tolist())
    return {f"expected {titled(name, index)}": want[index], f"got {titled(name, index)}": got[index]}


def beside(blocks: dict[str, np.ndarray]) -> str:
    """Write titled arrays side by side, on a new line if the next one would not fit."""
    rows: list[list[list[str]]] = []
    width = WIDTH
    for title, block in blocks.items():
        with np.printoptions(precision=4, suppress=True, threshold=60, linewidth=WIDTH - 2):
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
