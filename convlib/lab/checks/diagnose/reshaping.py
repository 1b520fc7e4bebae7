"""Take results of a wrong shape for what they are likely to be, so that the rest can be diagnosed as well.

Entries that are missing count as right: no description has to explain them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations

import numpy as np

from convlib.lab.checks.diagnose.filled import filled
from convlib.lab.checks.diagnose.shapes import AXES, PLURAL, SIDES
from convlib.lab.checks.model import Outcome, Probe, Trials

Pair = tuple[np.ndarray, np.ndarray]  # the result, the expected one
PLACES = {"outer": "on both sides", "first": "at the start", "last": "at the end"}


@dataclass(frozen=True)
class Reshaping:
    """What is wrong with the shape of one part, and how to put it right."""

    part: str
    says: str
    put_right: Callable[[np.ndarray, np.ndarray], np.ndarray]

    def __call__(self, probe: Probe, outcome: Outcome) -> Outcome:
        """Return an outcome whose part has the right shape, where that is possible."""
        got, want = outcome.parts.get(self.part), probe.expected.parts.get(self.part)
        if outcome.problem or got is None or want is None:
            return outcome
        right = self.put_right(got, want)
        return replace(outcome, parts=outcome.parts | {self.part: right}) if right.shape == want.shape else outcome


def reshapings(part: str, trials: Trials) -> Iterator[Reshaping]:
    """Yield what may be wrong with the shape of a part, if it is wrong in the same way wherever it is wrong."""
    pairs = [
        (outcome.parts[part], probe.expected.parts[part])
        for probe, outcome in trials
        if not outcome.problem and part in outcome.parts and part in probe.expected.parts
    ]
    sized = [(got, want) for got, want in pairs if got.shape != want.shape]
    if not sized:
        return
    if all(not got.size and got.ndim == want.ndim for got, want in sized):
        yield Reshaping(part, f"{part} is empty in {len(sized)} of {len(pairs)} cases.", taken_as_right)
        return
    yield from axes_in_another_order(part, sized)
    if all(got.size == want.size for got, want in sized):
        yield from in_another_shape(part, sized)
    elif all(got.ndim == want.ndim and want.ndim in AXES for got, want in sized):
        yield from cut_or_filled(part, sized)


def taken_as_right(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """Return the expected array in place of an empty one."""
    return got if got.shape == want.shape else filled(want, got, tuple(map(slice, got.shape)))


def axes_in_another_order(part: str, sized: Sequence[Pair]) -> Iterator[Reshaping]:
    """Yield the orders of the axes that give the right shape."""
    axes = sized[0][1].ndim
    if any(got.ndim != axes or want.ndim != axes for got, want in sized):
        return
    for order in permutations(range(axes)):
        if all(tuple(got.shape[axis] for axis in order) == want.shape for got, want in sized):
            moved = [axis for axis in range(axes) if order[axis] != axis]
            says = f"The axes of {part} are in another order."
            if axes == 2:
                says = f"{part} is transposed: its rows and columns are swapped."
            elif len(moved) == 2:
                says = f"The axes {moved[0]} and {moved[1]} of {part} are swapped."
            yield Reshaping(part, says, partial(reordered, order=order))


def reordered(got: np.ndarray, want: np.ndarray, order: tuple[int, ...]) -> np.ndarray:
    """Return a result with its axes in this order."""
    return got.transpose(order) if got.ndim == len(order) else got


def in_another_shape(part: str, sized: Sequence[Pair]) -> Iterator[Reshaping]:
    """Yield the ways to read as many numbers into the right shape."""
    single = all(got.squeeze().shape == want.squeeze().shape for got, want in sized)
    says = f"{part} has the right number of entries in a wrong shape."
    if single:
        more = all(got.ndim > want.ndim for got, want in sized)
        less = all(got.ndim < want.ndim for got, want in sized)
        says = f"{part} {'has an axis of length 1 too many' if more else 'lacks an axis of length 1'}."
        if not (more or less):
            return
    yield Reshaping(part, says, lambda got, want: got.reshape(want.shape) if got.size == want.size else got)


def cut_or_filled(part: str, sized: Sequence[Pair]) -> Iterator[Reshaping]:
    """Yield the ends at which something is too many or missing; what is missing counts as right."""
    more = np.array([np.subtract(got.shape, want.shape) for got, want in sized])
    if (more < 0).any() and (more > 0).any():
        return
    names = AXES[sized[0][1].ndim]
    which = " and ".join(PLURAL.get(names[k], f"{names[k]}s") for k in np.flatnonzero(more.any(axis=0)))
    for side in PLACES if (more > 0).any() else reversed(PLACES):
        place = PLACES[side]

        def put_right(got: np.ndarray, want: np.ndarray, side: str = side) -> np.ndarray:
            if got.ndim != want.ndim:
                return got
            ends = [SIDES[side](abs(n - m)) for n, m in zip(got.shape, want.shape, strict=True)]
            if None in ends:
                return got
            inside = tuple(
                slice(start, start + min(n, m))
                for (start, _), n, m in zip(filter(None, ends), got.shape, want.shape, strict=True)
            )
            if all(n >= m for n, m in zip(got.shape, want.shape, strict=True)):
                return got[inside]
            if all(n <= m for n, m in zip(got.shape, want.shape, strict=True)):
                return filled(want, got, inside)
            return got

        if all(put_right(got, want).shape == want.shape for got, want in sized):
            what = f"has too many {which}" if (more > 0).any() else f"lacks {which}"
            yield Reshaping(part, f"{part} {what} {place}.", put_right)
