"""Say what is wrong with a table that was filled in by hand, of which only digests of the right entries are known.

Whether a rearranged table is right can be tested; the right entries cannot be read.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np

from convlib.lab.checks.closeness import Sealed
from convlib.lab.checks.model import Examination, Trials

OUTPUTS = [f"H[{h}, {w}]" for h, w in product(range(2), repeat=2)]
# What the rows and columns of a table belong to.
ROWS = {
    "weight_table": [f"W[{u}, {v}]" for u, v in product(range(2), repeat=2)],
    "pixel_table": [f"X[{i}, {j}]" for i, j in product(range(3), repeat=2)],
}
Rearranged = tuple[str, np.ndarray]  # a sentence, and the table that is right if the sentence is true


def tables(exam: Examination, trials: Trials) -> list[str]:
    """Return sentences about a table of numbers, or none."""
    sentences: list[str] = []
    for probe, outcome in trials:
        for part, want in probe.expected.parts.items():
            if isinstance(want, Sealed) and part in outcome.parts and not outcome.problem:
                got = np.asarray(outcome.parts[part], dtype=float)
                if got.shape != want.shape or want.differing(got).any():
                    sentences += about(exam.exercise, part, got, want)
    return sentences


def about(exercise: str, part: str, got: np.ndarray, want: Sealed) -> list[str]:
    """Return sentences about one table: about all of it, else about each row."""
    if got.shape != want.shape:
        found = next((says for says, other in reshaped(part, got, want) if right(other, want)), None)
        return [found or shape_in_words(part, got, want), *([] if found else without_a_row(exercise, got, want))]
    wrong = want.differing(got)
    for says, other in rearranged(part, got):
        if right(other, want):
            return [says]
    for says, other in rearranged(part, got):
        rest = want.differing(other)
        if 3 * rest.sum() <= wrong.sum():  # most of it is explained
            return [says, "And if that is put right:", *rows_in_words(exercise, other, want, rest)]
    lines = rows_in_words(exercise, got, want, wrong)
    return lines if len(lines) <= 3 else [in_all(part, wrong)]


def right(table: np.ndarray, want: Sealed) -> bool:
    """Return whether a table is the right one."""
    return table.shape == want.shape and not want.differing(table).any()


def reshaped(part: str, got: np.ndarray, want: Sealed) -> Iterator[Rearranged]:
    """Yield the ways in which right numbers come in a wrong shape."""
    if got.size == want.size:
        yield f"The numbers are right, but {part} must have the shape {want.shape}.", got.reshape(want.shape)
        yield f"{part} is transposed: rows and columns are swapped.", got.T
        yield (
            f"The numbers are right, but they were read column by column, and {part} must have the shape {want.shape}.",
            got.reshape(want.shape, order="F"),
        )


def shape_in_words(part: str, got: np.ndarray, want: Sealed) -> str:
    """Say what is wrong with the shape of a table."""
    if got.ndim != 2:
        return f"{part} must be a list of {want.shape[0]} rows, with {want.shape[1]} numbers in each."
    if got.shape[1:] == want.shape[1:]:
        for k in range(want.shape[0]) if got.shape[0] == want.shape[0] - 1 else ():
            # The row that is tested itself may hold anything: it is left out of the comparison.
            filled = np.insert(got, k, 0, axis=0)
            if not np.delete(want.differing(filled), k, axis=0).any():
                return f"Row {k} of {part} is missing; the others are right. (Rows count from 0.)"
        return f"{part} has {got.shape[0]} rows, but it must have {want.shape[0]}."
    rows, columns = want.shape
    return f"{part} must have {rows} rows and {columns} columns, but it has {got.shape[0]} and {got.shape[1]}."


def rearranged(part: str, got: np.ndarray) -> Iterator[Rearranged]:
    """Yield tables made from the one that was returned, each with what is wrong if it is the right one."""
    if got.shape[0] == got.shape[1]:
        yield f"{part} is transposed: rows and columns are swapped.", got.T
    yield f"The rows of {part} are in reverse order.", got[::-1]
    yield f"Each row of {part} is in reverse order.", got[:, ::-1]
    yield f"{part} is rotated by 180 degrees: all of its entries are in reverse order.", got[::-1, ::-1]
    yield f"Every entry of {part} is too small by 1: the numbers count from 1.", got + 1
    yield f"Every entry of {part} is too large by 1.", got - 1
    yield f"Every entry of {part} has the wrong sign.", -got
    for what, axis in (("rows", 0), ("columns", 1)):
        for one, other in combinations(range(got.shape[axis]), 2):
            yield (
                f"The {what} {one} and {other} of {part} are swapped. (They count from 0.)",
                swapped(got, one, other, axis),
            )
        for shift in (1, -1):
            yield (
                f"The {what} of {part} are shifted by one: each stands one place too "
                f"{'early' if shift > 0 else 'late'}, and the {'last' if shift < 0 else 'first'} is at the other end.",
                np.roll(got, shift, axis),
            )


def swapped(table: np.ndarray, one: int, other: int, axis: int) -> np.ndarray:
    """Return a table with two rows or columns exchanged."""
    order = np.arange(table.shape[axis])
    order[[one, other]] = other, one
    return np.take(table, order, axis)


def rows_in_words(exercise: str, got: np.ndarray, want: Sealed, wrong: np.ndarray) -> list[str]:
    """Return a sentence about each row that is wrong."""
    sentences = []
    for k in np.flatnonzero(wrong.any(axis=1)).tolist():
        name = f"Row {k}" + (f", that of {ROWS[exercise][k]}," if exercise in ROWS else "")
        for says, row in row_rearranged(got[k]):
            if not want.differing(np.concatenate([got[:k], [row], got[k + 1 :]]))[k].any():
                sentences.append(f"{name} {says}")
                break
        else:
            places = np.flatnonzero(wrong[k]).tolist()
            columns = OUTPUTS if exercise in ROWS else [str(m) for m in range(got.shape[1])]
            where = f"in the column{'s' * (len(places) > 1)} {' and '.join(columns[m] for m in places)}"
            sentences.append(f"{name} is wrong {where if len(places) < got.shape[1] else 'in every entry'}.")
    return [sentences[0] + " (Rows count from 0.)", *sentences[1:]] if sentences else []


def row_rearranged(row: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield rows made from one that is wrong, each with what is wrong if it is the right one."""
    if not row.any():
        return
    yield "is in reverse order.", row[::-1]
    for one, other in combinations(range(len(row)), 2):
        if row[one] != row[other]:
            changed = row.copy()
            changed[[one, other]] = row[[other, one]]
            yield f"has its entries for {OUTPUTS[one]} and {OUTPUTS[other]} swapped.", changed
    yield "holds numbers that are too small by 1 each.", row + 1
    yield "holds numbers that are too large by 1 each.", row - 1
    for shift in (1, -1):
        yield "has the right numbers, but shifted by one column.", np.roll(row, shift)


def in_all(part: str, wrong: np.ndarray) -> str:
    """Say which rows and columns are wrong."""
    lines = []
    for axis, what in ((1, "row"), (0, "column")):
        bad = np.flatnonzero(wrong.any(axis=axis)).tolist()
        if len(bad) < wrong.shape[1 - axis]:
            lines.append(f"the {what}{'s' * (len(bad) > 1)} {', '.join(map(str, bad))}")
    where = " and in ".join(lines)
    if not lines:
        return (
            f"{part} is wrong in every row and in every column."
            if not wrong.all()
            else f"{part} is wrong in every entry."
        )
    return f"{part} is wrong only in {where}. (Rows and columns count from 0.)"


def without_a_row(exercise: str, got: np.ndarray, want: Sealed) -> list[str]:
    """Say what else is wrong with a table in which a row is missing, if it is clear which one."""
    if got.ndim != 2 or got.shape != (want.shape[0] - 1, want.shape[1]):
        return []
    wrong = {}
    for k in range(want.shape[0]):
        wrong[k] = want.differing(np.insert(got, k, 0, axis=0))
        wrong[k][k] = False
    counts = {k: int(bad.sum()) for k, bad in wrong.items()}
    best, second = sorted(counts, key=lambda k: counts[k])[:2]
    if not counts[best] or 2 * counts[best] >= counts[second]:
        return []
    lines = rows_in_words(exercise, np.insert(got, best, 0, axis=0), want, wrong[best])
    return [f"It seems that row {best} is missing. If so:", *lines] if len(lines) <= 3 else []


def folded(trials: Trials) -> tuple[list[str], Trials]:
    """Return tables whose numbers are in a wrong shape as if they had the right one, and what their shape must be."""
    sentences, others = [], []
    for probe, outcome in trials:
        parts = dict(outcome.parts)
        for part, want in probe.expected.parts.items():
            if isinstance(want, Sealed) and part in parts and parts[part].shape != want.shape:
                if parts[part].size == want.size:
                    sentences.append(shape_in_words(part, parts[part], want))
                    parts[part] = parts[part].reshape(want.shape)
        others.append((probe, replace(outcome, parts=parts)))
    return sentences, others
