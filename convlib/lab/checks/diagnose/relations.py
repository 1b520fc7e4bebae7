"""Say how a wrong result is related to the expected one: a factor, a sign, a transpose."""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from types import NoneType

import numpy as np

from convlib.lab.checks.closeness import Sealed, close, differing
from convlib.lab.checks.diagnose.filled import missing
from convlib.lab.checks.diagnose.inputs import arrays, inputs
from convlib.lab.checks.diagnose.shapes import Sized, shape_related
from convlib.lab.checks.diagnose.where import where_it_is_wrong
from convlib.lab.checks.model import Examination, Probe, Trials
from convlib.lab.checks.scenarios import is_read

FEWEST = 2  # a relation must hold on at least so many wrong results, unless there is one probe only
ENTRIES = 3  # and on so many numbers
OF_ALL: dict[str, Callable] = {
    "the largest entry": np.max,
    "the smallest entry": np.min,
    "the sum of all entries": np.sum,
    "the mean of all entries": np.mean,
}
IN_SOME = "That holds in all cases in which it is wrong; in the others it is right."
Relation = tuple[str, Callable[..., bool]]
Pair = tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]  # the result, the expected one, the inputs by name


def related(exam: Examination, trials: Trials) -> list[str]:
    """Return true sentences about the results of these calls, or none."""
    parts = dict.fromkeys(part for probe in exam.probes for part in probe.expected.parts)
    return [sentence for part in parts for sentence in related_part(exam, trials, part)]


def related_part(
    exam: Examination, trials: Trials, part: str, plain_only: bool = False, exact: bool = False
) -> list[str]:
    """Return sentences about one part of the results, or none; on request only a plain one, or one on all numbers."""
    found: list[tuple[Probe, Pair]] = []
    for probe, outcome in trials:
        if outcome.problem or part not in probe.expected.parts or part not in outcome.parts:
            continue
        if probe.group in exam.special_groups or probe.calls > 1 or isinstance(probe.expected.parts[part], Sealed):
            continue
        if is_read(probe.kwargs):
            continue  # a number that the check works out has no name that a student knows
        got = outcome.parts[part]
        got = got if got.dtype.kind in "fc" else got.astype(float)
        found.append((probe, (got, probe.expected.parts[part], arrays(exam, probe))))
    wrong = [pair for _, pair in found if not close(pair[0], pair[1])]
    if len(wrong) < min(FEWEST, len(found)) or not wrong:
        return []
    where = where_it_is_wrong(part, [(inputs(exam, probe), not close(got, want)) for probe, (got, want, _) in found])
    if says := holding(part, wrong, exam.reveal, plain_only):
        return [" ".join([says, *(where or [IN_SOME])])] if len(wrong) < len(found) else [says]
    return [] if plain_only or exact else of_other_shapes(exam, part, found) or where


def about_shapes(exam: Examination, trials: Trials, part: str) -> list[str]:
    """Return sentences about the results of one part whose shape is wrong, or none."""
    return of_other_shapes(
        exam,
        part,
        [
            (probe, (outcome.parts[part], probe.expected.parts[part], arrays(exam, probe)))
            for probe, outcome in trials
            if not outcome.problem and part in outcome.parts and probe.group not in exam.special_groups
            if not isinstance(probe.expected.parts.get(part), (Sealed, NoneType))
        ],
    )


def holding(part: str, wrong: Sequence[Pair], reveal: bool, plain_only: bool = False) -> str:
    """Return the plainest relation that holds on all these results, or nothing."""
    relations = plain if plain_only else every
    for chosen, where in ((wrong, ""), ([pair for pair in wrong if finite(pair)], "Where all numbers are finite: ")):
        if sum(got.size for got, _, _ in chosen) < ENTRIES:
            continue
        for says, holds in relations(part, chosen, reveal):
            if all(holds(*pair) for pair in chosen):
                return where + says
    return ""


def of_other_shapes(exam: Examination, part: str, found: Sequence[tuple[Probe, Pair]]) -> list[str]:
    """Return sentences about the results whose shape is wrong, or none."""
    sized = [(got, want, inputs(exam, probe)) for probe, (got, want, _) in found if got.shape != want.shape]
    if not sized:
        return []

    def compare(same: list[Sized]) -> list[str]:
        pairs: list[Pair] = [(got, want, {}) for got, want, _ in same if not close(got, want)]
        says = holding(part, pairs, exam.reveal) if len(pairs) >= min(FEWEST, len(same)) else ""
        return [says] if says and len(pairs) == len(same) else []

    says = shape_related(part, sized, compare)
    if says and len(sized) < len(found):
        kinds = [(inputs(exam, probe), got.shape != want.shape) for probe, (got, want, _) in found]
        says += where_it_is_wrong(part, kinds, "has a wrong shape", "the right one")
    return says


def finite(pair: Pair) -> bool:
    """Return whether the result and the expected one are finite."""
    return bool(np.isfinite(pair[0]).all() and np.isfinite(pair[1]).all())


def plain(part: str, wrong: Sequence[Pair], reveal: bool) -> Iterator[Relation]:
    """Yield the plainest sentences, each with the test whether it holds for one wrong result."""
    some = "" if all(want.ndim == 0 for _, want, _ in wrong) else " in some entries"
    yield (
        f"{part} is NaN or infinite{some}.",
        lambda got, want, given: np.isfinite(want).all() and not np.isfinite(got).all(),
    )
    if not all(map(finite, wrong)):
        return
    for name in dict.fromkeys(name for _, _, given in wrong for name in given):
        yield (
            f"{part} equals {name}, one of the inputs.",
            lambda got, want, given, name=name: name in given and close(got, given[name]),
        )
    value = wrong[0][0].flat[0] if wrong[0][0].size else 0
    if any(got.size > 1 for got, _, _ in wrong):
        yield (
            f"Every entry of {part} is {np.real(value) + 0.0:.6g}.",
            lambda got, want, given: got.shape == want.shape and bool(np.all(got == value)),
        )


def every(part: str, wrong: Sequence[Pair], reveal: bool) -> Iterator[Relation]:
    """Yield all relations, the plainest first."""
    yield from plain(part, wrong, reveal)
    if not all(map(finite, wrong)):
        return
    yield (
        f"{part} has the wrong sign: every entry is -1 times the right one.",
        lambda got, want, given: close(-got, want),
    )
    for name in dict.fromkeys(name for _, _, given in wrong for name in given):
        for what, of in OF_ALL.items():
            yield (
                f"Every entry of {part} is {what} of {name}.",
                lambda got, want, given, name=name, of=of: (
                    name in given and given[name].size > 1 and close(got, np.full(got.shape, of(given[name])))
                ),
            )
    yield (
        f"All entries of {part} are equal.",
        lambda got, want, given: bool(want.size > 1 and got.size > 1 and np.all(got == got.flat[0])),
    )
    if reveal:
        yield from quantities(part, wrong)
    yield from proportional(part)
    for name in dict.fromkeys(name for _, _, given in wrong for name in given):
        yield (
            f"{part} and the right result add up to {name}: {part} is {name} minus the right result.",
            lambda got, want, given, name=name: (
                matches(got, given, name) and got.shape == want.shape and close(got + want, given[name])
            ),
        )
        yield (
            f"The step from {name} to {'the new ' if name == part else ''}{part} has the wrong sign.",
            lambda got, want, given, name=name: (
                matches(got, given, name)
                and matches(want, given, name)
                and close(got - given[name], given[name] - want)
            ),
        )
    yield (
        f"{part} is transposed: its rows and columns are swapped.",
        lambda got, want, given: want.ndim == 2 and close(got, want.T),
    )
    for says, turn in (
        ("is rotated by 180 degrees", lambda a: a[..., ::-1, ::-1]),
        ("is upside down: its rows are in reverse order", lambda a: a[..., ::-1, :]),
        ("is mirrored: its columns are in reverse order", lambda a: a[..., ::-1]),
    ):
        yield (
            f"{part} {says}.",
            lambda got, want, given, turn=turn: want.ndim >= 2 and want.size > 1 and close(got, np.asarray(turn(want))),
        )
    yield f"{part} is rounded to whole numbers.", lambda got, want, given: close(got, np.asarray(np.round(want)))
    yield f"{part} is cut off to whole numbers.", lambda got, want, given: close(got, np.trunc(want))
    yield (
        f"{part} holds absolute values: every entry has the right size, without its sign.",
        lambda got, want, given: close(got, np.abs(want)),
    )
    yield f"{part} is the square of the right result.", lambda got, want, given: close(got, want**2)
    yield (
        f"{part} is the square root of the right result.",
        lambda got, want, given: bool((want >= 0).all()) and close(got, np.sqrt(np.abs(want))),
    )
    for what in ("row", "column"):
        for side, keep in (("last", slice(-1, None)), ("first", slice(0, 1))):
            index = (..., keep, slice(None)) if what == "row" else (..., keep)
            yield (
                f"Only the {side} {what} of {part} is right; the others are zero.",
                lambda got, want, given, index=index: only(got, want, index),
            )
            yield (
                f"Only the {side} {what} of {part} is wrong.",
                lambda got, want, given, index=index: only_wrong(got, want, index),
            )
    yield f"{part} has the right shape and the right sum, but the numbers are in the wrong places.", permuted
    yield f"{part} is too large: the right result lies in its middle, with a border around it.", bordered
    yield f"{part} has the right numbers, but its axes are in another order.", turned
    yield (
        f"{part} is the mean of the right result instead of the whole.",
        lambda got, want, given: want.size > 1 and got.size == 1 and close(got.ravel(), want.mean().reshape(1)),
    )
    yield (
        f"{part} is the sum of the right result instead of the whole.",
        lambda got, want, given: want.size > 1 and got.size == 1 and close(got.ravel(), want.sum().reshape(1)),
    )
    place = differing(wrong[0][0], wrong[0][1]) if wrong[0][0].shape == wrong[0][1].shape else np.zeros(0, bool)
    if place.any():
        bad = wrong[0][0][place].flat[0]
        yield (
            f"Wherever {part} is wrong, it is {np.real(bad) + 0.0:.6g}.",
            lambda got, want, given: got.shape == want.shape and bool(np.allclose(got[differing(got, want)], bad)),
        )
    for axis, what in ((0, "image"), (1, "channel")):
        yield (
            f"Only the first {what} of {part} is right.",
            lambda got, want, given, axis=axis: first_only(got, want, axis),
        )
    right = min(leading(got, want) for got, want, _ in wrong)
    first = f"The first {right} entries" if right > 1 else "The first entry"
    yield (
        f"{first} of {part} {'are' if right > 1 else 'is'} right in every case; only later ones are wrong.",
        lambda got, want, given: right > 0,
    )
    yield (
        f"{part} is zero in every entry in which the right result is not zero.",
        lambda got, want, given: got.shape == want.shape and bool(got.any()) and not (got * want).any(),
    )
    yield (
        f"Where {part} is wrong, it is zero.",
        lambda got, want, given: got.shape == want.shape and not got[differing(got, want)].any(),
    )
    yield (
        f"{part} is wrong only where the right entry is zero.",
        lambda got, want, given: got.shape == want.shape and not want[differing(got, want)].any(),
    )
    yield (
        f"Where {part} is wrong, it has the right size and the wrong sign.",
        lambda got, want, given: (
            got.shape == want.shape and bool(np.allclose(got[differing(got, want)], -want[differing(got, want)]))
        ),
    )


def quantities(part: str, wrong: Sequence[Pair]) -> Iterator[Relation]:
    """Yield a factor and a difference: with them, a reader can compute the right result."""
    subject = part if all(want.ndim == 0 for _, want, _ in wrong) else f"Every entry of {part}"
    got, want, _ = max(wrong, key=lambda pair: float(np.abs(pair[1]).max(initial=0)))
    if got.shape == want.shape and got.size and np.abs(want).max() > 1e-6:
        place = np.unravel_index(np.argmax(np.abs(want)), want.shape)
        ratio = float(np.real(got[place] / want[place]))
        if abs(ratio) > 1e-6:
            yield (
                f"{subject} is {ratio:.6g} times the right one.",
                lambda got, want, given: close(got, ratio * want),
            )
        offset = float(np.real(got[place] - want[place]))
        size = "large" if offset > 0 else "small"
        yield (
            f"{subject} is too {size} by {abs(offset):.6g}.",
            lambda got, want, given: close(got, want + offset),
        )
        x, y = (want - want[place]).ravel(), (got - got[place]).ravel()
        slope = float(np.real(y @ x / max(np.abs(x @ x), 1e-9)))
        if want.size >= ENTRIES and abs(slope) > 1e-6:
            shift = float(np.real(got[place] - slope * want[place]))
            yield (
                f"{subject} is {slope:.6g} times the right one, {'plus' if shift > 0 else 'minus'} {abs(shift):.6g}.",
                lambda got, want, given: close(got, slope * want + shift),
            )


def proportional(part: str) -> Iterator[tuple[str, Callable[..., bool]]]:
    """Yield factors that depend on the size of an input: its first axis counts images or samples."""

    def by(power: int) -> Callable[..., bool]:
        def holds(got: np.ndarray, want: np.ndarray, given: dict[str, np.ndarray]) -> bool:
            first = next(iter(given.values()), np.zeros(()))
            return first.ndim >= 2 and len(first) > 1 and close(got, want * float(len(first)) ** power)

        return holds

    yield f"Every entry of {part} is too large by a factor of N, the length of the first axis.", by(1)
    yield f"Every entry of {part} is divided by N, the length of the first axis, once too often.", by(-1)


def matches(array: np.ndarray, given: dict[str, np.ndarray], name: str) -> bool:
    """Return whether an input has the shape of an array."""
    return name in given and given[name].shape == array.shape


def only(got: np.ndarray, want: np.ndarray, index: tuple) -> bool:
    """Return whether one row or column is right and the others are zero."""
    if got.shape != want.shape or want.ndim < 2 or want[index].size == want.size or not want[index].any():
        return False
    rest = got.copy()
    rest[index] = 0
    return close(got[index], want[index]) and not rest.any()


def only_wrong(got: np.ndarray, want: np.ndarray, index: tuple) -> bool:
    """Return whether one row or column is wrong and the others are right."""
    if got.shape != want.shape or want.ndim < 2 or want[index].size == want.size:
        return False
    repaired = got.astype(complex)
    repaired[index] = want[index]
    return close(repaired, want)


def permuted(got: np.ndarray, want: np.ndarray, given: dict[str, np.ndarray]) -> bool:
    """Return whether the entries are the right ones in other places."""
    return got.shape == want.shape and want.size > 1 and close(np.sort(got.ravel()), np.sort(want.ravel()))


def bordered(got: np.ndarray, want: np.ndarray, given: dict[str, np.ndarray]) -> bool:
    """Return whether the right result lies in the middle of a larger one."""
    if got.ndim != want.ndim or want.ndim < 2 or got.shape == want.shape:
        return False
    more = [n - m for n, m in zip(got.shape, want.shape, strict=True)]
    if any(n < 0 or n % 2 for n in more):
        return False
    return close(got[tuple(slice(n // 2, n // 2 + m) for n, m in zip(more, want.shape, strict=True))], want)


def turned(got: np.ndarray, want: np.ndarray, given: dict[str, np.ndarray]) -> bool:
    """Return whether another order of the axes gives the right result."""
    if got.ndim != want.ndim or want.ndim < 2 or sorted(got.shape) != sorted(want.shape):
        return False
    return any(close(got.transpose(order), want) for order in permutations(range(want.ndim)))


def first_only(got: np.ndarray, want: np.ndarray, axis: int) -> bool:
    """Return whether of an array of four axes the first item along an axis is right, and each of the others wrong."""
    if got.shape != want.shape or want.ndim != 4 or want.shape[axis] < 2:
        return False
    wrong = np.moveaxis(differing(got, want), axis, 0).reshape(want.shape[axis], -1).max(axis=1)
    return not wrong.flat[0] and bool(np.all(wrong[1:]))


def leading(got: np.ndarray, want: np.ndarray) -> int:
    """Return how many entries of an array of one axis are right before the first one that is wrong or missing."""
    if got.shape != want.shape or want.ndim != 1:
        return 0
    return int(np.argmax(differing(got, want) | missing(got)))
