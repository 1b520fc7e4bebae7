"""Say what is wrong with a result's shape and, where what is there can be compared, whether that is right."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from convlib.lab.checks.closeness import close

# A result, the expected one, and everything that was passed, by name.
Sized = tuple[np.ndarray, np.ndarray, dict[str, Any]]
MOST = 3  # axes along which a result is cut to be compared: more would be guessing
AXES = {1: ("entry",), 2: ("row", "column"), 3: ("channel", "row", "column"), 4: ("image", "channel", "row", "column")}
PLURAL = {"entry": "entries"}
# How the longer of two arrays exceeds the other along an axis: (before, after), or None where it cannot be so.
SIDES: dict[str, Callable[[int], tuple[int, int] | None]] = {
    "last": lambda n: (0, n),
    "first": lambda n: (n, 0),
    "outer": lambda n: (n // 2, n // 2) if n % 2 == 0 else None,
}


def shape_related(part: str, results: Sequence[Sized], compare: Callable[[list[Sized]], list[str]]) -> list[str]:
    """Return sentences about results that all have a wrong shape, or none.

    Parameters
    ----------
    part : str
    results : sequence
    compare : callable
        Returns sentences about results of the right shape: what is wrong with the part that is there.
    """
    for says, holds in rearranged(part):
        if all(holds(got, want) for got, want, _ in results):
            return [says]
    same_axes = all(got.ndim == want.ndim and want.ndim in AXES for got, want, _ in results)
    if same_axes:
        for says in cut(part, results):
            return [says]
        says = swapped(part, results) or like_an_input(part, results) or lengths(part, results)
        return [says, *compared(part, results, compare)] if says else []
    says = like_an_input(part, results) or axes(part, results)
    return [says] if says else []


def rearranged(part: str) -> Iterator[tuple[str, Callable[[np.ndarray, np.ndarray], bool]]]:
    """Yield the ways in which right numbers come in a wrong shape."""
    yield (
        f"{part} is transposed: its numbers are right, but rows and columns are swapped.",
        lambda got, want: want.ndim == 2 and close(got, want.T),
    )
    yield (
        f"{part} is in one row, but it must not be flat. The numbers are right, and in the right order.",
        lambda got, want: got.ndim == 1 < want.ndim and close(got, want.ravel()),
    )
    yield (
        f"{part} is in one row, but it must not be flat. The numbers are right, but they run down the columns "
        "(Fortran order).",
        lambda got, want: got.ndim == 1 < want.ndim and close(got, want.ravel(order="F")),
    )
    yield (
        f"{part} has an axis of length 1 too many; the numbers are right.",
        lambda got, want: got.ndim > want.ndim and close(got.squeeze(), want.squeeze()),
    )
    yield (
        f"{part} lacks an axis of length 1; the numbers are right.",
        lambda got, want: got.ndim < want.ndim and close(got.squeeze(), want.squeeze()),
    )
    yield (
        f"{part} is only the first of the images, without the axis of the images.",
        lambda got, want: got.ndim == want.ndim - 1 and len(want) > 0 and close(got, want[0]),
    )
    yield (
        f"{part} is added up over its first axis.",
        lambda got, want: want.ndim > 0 and any(close(got, want.sum(axis=0, keepdims=keep)) for keep in (True, False)),
    )
    yield (
        f"{part} holds the right numbers, read in the right order into another shape.",
        lambda got, want: want.size > 1 and close(got.ravel(), want.ravel()),
    )
    yield (
        f"{part} holds the right numbers in another shape, but they were read down the columns (Fortran order).",
        lambda got, want: want.size > 1 and close(got.ravel(), want.ravel(order="F")),
    )


def cut(part: str, results: Sequence[Sized]) -> Iterator[str]:
    """Yield sentences on rows or columns that are missing or too many, where all others are right."""
    for sides in product(SIDES, repeat=results[0][1].ndim):
        pairs = overlaps(results, sides)
        if pairs and all(got.size and close(got, want) for got, want in pairs):
            words = [words_of(results, axis, side) for axis, side in enumerate(sides)]
            if None not in words:
                yield f"{part} is right, but {' and '.join(filter(None, words))}."
                return


def overlaps(results: Sequence[Sized], sides: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return what the results have in common with the expected ones, if the longer has so much more on these sides."""
    pairs = []
    for got, want, _ in results:
        of_got, of_want = [], []
        for n, m, side in zip(got.shape, want.shape, sides, strict=True):
            ends = SIDES[side](abs(n - m))
            if ends is None:
                return []
            inside = slice(ends[0], max(n, m) - ends[1])
            of_got.append(inside if n > m else slice(None))
            of_want.append(inside if m > n else slice(None))
        pairs.append((got[tuple(of_got)], want[tuple(of_want)]))
    return pairs


def words_of(results: Sequence[Sized], axis: int, side: str) -> str | None:
    """Say which entries along an axis are missing or too many: "" if none are, None if the cases differ."""
    more = {got.shape[axis] - want.shape[axis] for got, want, _ in results}
    name = AXES[results[0][1].ndim][axis]
    if more == {0}:
        return "" if side == "last" else None  # the same whatever the side: said once
    if not (all(n >= 0 for n in more) or all(n <= 0 for n in more)):
        return None
    what = "too many" if max(more) > 0 else "missing"
    if {abs(n) for n in more} == {1} and side != "outer":
        return f"its {side} {name} is {what}" if what == "missing" else f"it has a {side} {name} too many"
    many = PLURAL.get(name, f"{name}s")
    where = {"last": f"the last {many}", "first": f"the first {many}", "outer": f"{many} on both sides"}[side]
    some = "" if 0 not in more else " in some cases"
    return f"{where} are {what}{some}"


def swapped(part: str, results: Sequence[Sized]) -> str:
    """Say that height and width are exchanged."""
    if not all(got.shape == (*want.shape[:-2], *want.shape[:-3:-1]) for got, want, _ in results):
        return ""
    return f"The height and the width of {part} are swapped." if results[0][1].ndim > 1 else ""


def like_an_input(part: str, results: Sequence[Sized]) -> str:
    """Say that a result has the shape of an input, or as many entries as an input says."""
    for name, item in results[0][2].items():
        if isinstance(item, np.ndarray) and item.ndim:
            if all(np.shape(given[name]) == got.shape for got, _, given in results):
                return f"{part} has the shape of {name} in every case in which its shape is wrong."
        elif isinstance(item, int) and len(results) > 1 and all(got.ndim == 1 for got, _, _ in results):
            if all(given.get(name) == got.size for got, _, given in results):
                return f"The number of entries of {part} equals {name} in every case; it must be another number."
    return ""


def lengths(part: str, results: Sequence[Sized]) -> str:
    """Say along which axes a result is too long or too short."""
    says = []
    for axis, name in enumerate(AXES[results[0][1].ndim]):
        more = {got.shape[axis] - want.shape[axis] for got, want, _ in results}
        many = PLURAL.get(name, f"{name}s")
        if len(more) == 1 and abs(least := min(more)) == 1:
            says.append(f"one {name} too {'many' if least > 0 else 'few'}")
        elif min(more) > 0 or max(more) < 0:
            says.append(f"too {'many' if min(more) > 0 else 'few'} {many}")
        elif more != {0}:
            return ""
    return f"{part} has {' and '.join(says)} in every case in which its shape is wrong." if says else ""


def axes(part: str, results: Sequence[Sized]) -> str:
    """Say that a result has too many or too few axes."""
    has, must = {got.ndim for got, _, _ in results}, {want.ndim for _, want, _ in results}
    if has == {0} and len(must) > 1 and 0 not in must:
        return f"{part} is a single number, but it must be an array."
    if len(has) != 1 or len(must) != 1:
        return ""
    (n,), (m,) = has, must
    if m == 0:
        return f"{part} must be a single number, but it is an array."
    number = "a single number" if n == 0 else f"an array of {n} {'axis' if n == 1 else 'axes'}"
    return f"{part} is {number}, but it must have {m} {'axis' if m == 1 else 'axes'}."


def compared(part: str, results: Sequence[Sized], compare: Callable[[list[Sized]], list[str]]) -> list[str]:
    """Say what is wrong with the rows and columns that a result and the expected one have in common."""
    for sides in product(SIDES, repeat=results[0][1].ndim):
        pairs = overlaps(results, sides)
        if not pairs or None in (words := [words_of(results, axis, side) for axis, side in enumerate(sides)]):
            continue
        says = compare([(got, want, given) for (got, want), (_, _, given) in zip(pairs, results, strict=True)])
        if says:
            missing = " and ".join(filter(None, words))
            return [f"And if {missing}, the rest is wrong as well: {lowered(part, sentence)}" for sentence in says]
    return []


def lowered(part: str, sentence: str) -> str:
    """Return a sentence as it stands after a colon."""
    return sentence if sentence.startswith(part) else sentence[0].lower() + sentence[1:]
