"""Describe a wrong result by the choices that lead to it: another maximum, another axis, another denominator.

A computation with several choices is evaluated with one or two of them made wrong. What gives the student's results on
all probes is a description; nothing else is said.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from convlib.lab.checks.closeness import Sealed, close
from convlib.lab.checks.diagnose.filled import missing
from convlib.lab.checks.diagnose.inputs import inputs
from convlib.lab.checks.model import Examination, Trials

FEWEST = 2  # wrong results that a description must explain
EXTREME = 500
AT_ONCE = 2  # choices that may be wrong


@dataclass(frozen=True)
class Computation:
    """How a part of the result is computed, with all the choices there are.

    Parameters
    ----------
    choices : mapping
        For each choice, what completes "this is what you get when ..." by option. The first option is the right one.
    compute : callable
        ``compute(given, **options)`` returns the part, or raises an exception where that is impossible. ``given``
        holds the inputs by name, and under ``own`` the other parts of the student's result.
    """

    choices: Mapping[str, Mapping[str, str]]
    compute: Callable[..., Any]

    def options(self) -> Iterator[dict[str, str]]:
        """Yield the options with one choice made wrong, then with two."""
        right = {name: next(iter(options)) for name, options in self.choices.items()}
        for count in range(1, AT_ONCE + 1):
            for names in combinations(self.choices, count):
                for wrong in product(*(list(self.choices[name])[1:] for name in names)):
                    yield right | dict(zip(names, wrong, strict=True))

    def words(self, options: Mapping[str, str]) -> str:
        """Say what was chosen wrongly."""
        return ", and ".join(filter(None, (self.choices[name][option] for name, option in options.items())))


def chosen(exam: Examination, trials: Trials, part: str, computation: Computation, seconds: float) -> list[str]:
    """Return a sentence about one part of the results, or none."""
    until = time.process_time() + seconds
    results = [
        (inputs(exam, probe) | {"own": outcome.parts}, probe.expected.parts[part], outcome.parts[part])
        for probe, outcome in trials
        if probe.group not in exam.special_groups
        and not outcome.problem
        and part in outcome.parts
        and part in probe.expected.parts
        and not isinstance(probe.expected.parts[part], Sealed)
    ]
    wrong = sum(not close(got, want) for _, want, got in results)
    results.sort(key=lambda result: (close(result[2], result[1]), result[1].size))
    if wrong < FEWEST:
        return []
    everything = results
    some = [result for result in results if np.isfinite(result[2]).all()]
    ranges = [("", results)] + [("Where all numbers are finite, ", some)] * (len(some) < len(results))
    some = [result for result in results if moderate(result[0])]
    ranges += [("Where all numbers are of moderate size, ", some)] * (len(some) < len(results))
    for where, results in ranges:
        for options in computation.options():
            if time.process_time() > until:
                break
            if explains(computation, options, results):
                says = f"{where}{part} is what you get when {computation.words(options)}."
                return [says, *not_numbers(part, computation, options, everything)]
    return []


def not_numbers(part: str, computation: Computation, options: Mapping[str, str], results: list[tuple]) -> list[str]:
    """Say that some results are NaN or infinite, though the expected ones and those described are not."""
    count = 0
    for given, want, got in results:
        if np.isfinite(want).all() and not np.isfinite(got).all():
            with np.errstate(all="ignore"):
                count += not np.isinf(computation.compute(given, **options)).any()
    return [f"In {count} of {len(results)} cases, {part} is NaN or infinite."] if count else []


def moderate(given: Mapping[str, Any]) -> bool:
    """Return whether no input holds numbers whose exponentials are extreme."""
    return all(np.abs(array).max(initial=0) <= EXTREME for array in given.values() if isinstance(array, np.ndarray))


def explains(computation: Computation, options: Mapping[str, str], results: list[tuple]) -> bool:
    """Return whether these options give all results, and enough of the wrong ones."""
    wrong = 0
    for given, want, got in results:
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(computation.compute(given, **options), dtype=float)
        except (IndexError, ValueError):
            return False
        if not np.isfinite(value).all():
            continue  # a quotient that does not exist says nothing
        if value.shape == got.shape:
            value = np.where(missing(got), got, value)
        if not close(got if got.dtype.kind in "fc" else got.astype(float), value):
            return False
        wrong += not close(got, want)
    return wrong >= FEWEST
