"""Describe a wrong function that is linear or bilinear: find the edit of the formula that gives the same results.

Every edit, and every pair of edits, is evaluated on the inputs of the examination's probes. One that gives the
student's results on all of them is a description; nothing else is said.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from math import prod

import numpy as np

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.closeness import close
from convlib.lab.checks.diagnose.edits import Edit, edits, sizes_of
from convlib.lab.checks.diagnose.filled import missing
from convlib.lab.checks.diagnose.formulas import FORMULAS
from convlib.lab.checks.diagnose.impulses import worked_out
from convlib.lab.checks.diagnose.inputs import arrays, with_arrays
from convlib.lab.checks.diagnose.relations import about_shapes, related_part
from convlib.lab.checks.diagnose.terms import Case, Formula, Terms, case_of, parsed, terms_of
from convlib.lab.checks.diagnose.wording import named, product
from convlib.lab.checks.model import Examination, Outcome, Probe, Trials

FEW = 6  # with fewer probes, more are drawn
FEWEST = 3  # a description must hold on at least so many probes
TELLING = 8  # about so many cases tell the edits apart
SHARE_OF_IMPULSES = 0.4  # of the time, if the edits do not explain it
NOTHING = Edit("", lambda terms: None)


@dataclass(frozen=True)
class Line:
    """One line of the formula on every case, with its edits."""

    formula: Formula
    tables: tuple[Terms, ...]
    edits: tuple[Edit, ...]
    sizes: tuple[Mapping[str, int], ...]  # of all index letters of all lines, on every case
    known: dict[tuple[Edit, int], np.ndarray] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The line in words, as in "X * W"."""
        return " * ".join(self.formula.factors)

    def values(self, edit: Edit, case: int) -> np.ndarray:
        """Evaluate an edit on one case, once."""
        if (edit, case) not in self.known:
            self.known[edit, case] = edit(self.tables[case]).result()
        return self.known[edit, case]


@dataclass(frozen=True)
class Found:
    """A description: what completes "this is what you get when ...", and the lines as edited."""

    says: tuple[str, ...]
    edited: tuple[Edit, ...]


def describe(exam: Examination, caller: Caller, trials: Trials, seconds: float, exact: bool = False) -> list[str]:
    """Return true sentences about the function that was called, or none.

    Parameters
    ----------
    exam : Examination
    caller : Caller
        Calls the function on further probes: ``caller.call``.
    trials : Trials
        What it returned on the examination's probes.
    seconds : float
        How long it may take.
    exact : bool
        Whether to return only what explains all numbers.
    """
    until = time.process_time() + seconds
    sentences = []
    formulas = {
        part: texts
        for part, texts in FORMULAS.get(exam.exercise, {}).items()
        if any(
            part in outcome.parts and not close(outcome.parts[part], probe.expected.parts[part])
            for probe, outcome in trials
            if part in probe.expected.parts
        )
    }
    for left, (part, texts) in zip(range(len(formulas), 0, -1), formulas.items(), strict=True):
        share = (until - time.process_time()) / left
        sentences += described_part(exam, caller, trials, part, [parsed(text) for text in texts], share, exact)
    return sentences


def described_part(
    exam: Examination,
    caller: Caller,
    trials: Trials,
    part: str,
    formulas: Sequence[Formula],
    seconds: float,
    exact: bool = False,
) -> list[str]:
    """Describe one part of the result: by edits of the formula, else by one entry."""
    until = time.process_time() + seconds
    usable = [
        (probe, outcome.parts[part])
        for probe, outcome in trials
        if probe.group not in exam.special_groups
        and not outcome.problem
        and part in probe.expected.parts
        and probe.calls == 1
        and outcome.parts[part].shape == probe.expected.parts[part].shape
        and outcome.parts[part].size
        and np.isrealobj(outcome.parts[part])
        and np.isfinite(outcome.parts[part]).all()
    ]
    usable += drawn(exam, caller, [probe for probe, _ in usable], part, formulas) if len(usable) < FEW else []
    if len(usable) < FEWEST or all(close(got, probe.expected.parts[part]) for probe, got in usable):
        return related_part(exam, trials, part, exact=exact)
    got = [np.asarray(array).ravel().astype(float) for _, array in usable]
    there = [~missing(array).ravel() for _, array in usable]  # the entries to be explained
    cases = [[case_of(exam, probe, part, formula) for probe, _ in usable] for formula in formulas]
    sizes = tuple(dict(item for case in same for item in case.sizes.items()) for same in zip(*cases, strict=True))
    lines = [
        Line(formula, tuple(map(partial(terms_of, formula), of)), tuple(edits(formula)), sizes)
        for formula, of in zip(formulas, cases, strict=True)
    ]
    right = [total(lines, k) for k in range(len(usable))]
    if not all(close(r, probe.expected.parts[part].ravel()) for r, (probe, _) in zip(right, usable, strict=True)):
        return []  # not what this formula is about, or a probe outside its range
    ordinary = all(
        part in outcome.parts and outcome.parts[part].shape == probe.expected.parts[part].shape
        for probe, outcome in trials
        if probe.group not in exam.special_groups and part in probe.expected.parts
    )
    where = "" if ordinary else "In the cases in which it returns an array of the right shape, "
    if said := related_part(exam, trials, part, plain_only=True):
        return said
    found = search(part, lines, got, there, until - SHARE_OF_IMPULSES * seconds, pairs=len(usable) >= FEW)
    if found:
        sentence = sentence_of(part, found)
        head = where + (sentence[0].lower() + sentence[1:] if where and sentence.startswith("Every ") else sentence)
        shapes = [] if ordinary else about_shapes(exam, trials, part)
        return [*shapes, f"{head} {example(part, lines, found, right, got)}".strip()]
    if said := apart(exam, caller, usable, part, formulas, until) if len(formulas) > 1 else []:
        return said
    if exact:
        return related_part(exam, trials, part, exact=True)
    wrong = [probe for probe, array in usable if not close(array, probe.expected.parts[part])]
    return related_part(exam, trials, part) or worked_out(exam, caller, wrong, part, formulas[0], until)


def apart(
    exam: Examination,
    caller: Caller,
    usable: Sequence[tuple[Probe, np.ndarray]],
    part: str,
    formulas: Sequence[Formula],
    until: float,
) -> list[str]:
    """Describe what each line of a formula gives: the first, with zeros in all other arrays, and what they add to it.

    The shape of the result must not depend on the others, and what they add must not depend on the first.
    """
    first, *others = formulas
    own: list[tuple[Probe, Outcome]] = []
    added: list[tuple[Probe, Outcome]] = []
    for probe, whole in usable:
        zeros = {name: 0 * arrays(exam, probe)[name] for formula in others for name in formula.factors}
        alone = caller.call(with_arrays(exam, probe, zeros))
        if alone.problem or part not in alone.parts or alone.parts[part].shape != whole.shape:
            return []
        want = terms_of(first, case_of(exam, probe, part, first)).result().reshape(whole.shape)
        rest = probe.expected.parts[part] - want
        own.append((with_expected(with_arrays(exam, probe, zeros), part, want), Outcome({part: alone.parts[part]})))
        added.append((with_expected(probe, part, rest), Outcome({part: whole - alone.parts[part]})))
    share = (until - time.process_time()) / 2
    names = " and ".join(name for formula in others for name in formula.factors)
    says = described_part(exam, caller, own, part, [first], share, exact=True)
    says = [f"Without {names}, {sentence}" for sentence in says]
    if any(not close(outcome.parts[part], probe.expected.parts[part]) for probe, outcome in own) and not says:
        return []
    rest = described_part(exam, caller, added, part, others, share, exact=True)
    return says + [f"As to what {names} adds to it, {sentence}" for sentence in rest]


def with_expected(probe: Probe, part: str, array: np.ndarray) -> Probe:
    """Return a probe of which another result is expected."""
    return replace(probe, expected=Outcome({part: array}))


def drawn(
    exam: Examination, caller: Caller, probes: Sequence[Probe], part: str, formulas: Sequence[Formula]
) -> list[tuple[Probe, np.ndarray]]:
    """Call the function on further numbers, where the examination has few probes."""
    rng = np.random.default_rng(0)
    found = []
    for probe in list(probes) * (FEW // max(len(probes), 1)):
        values = {name: rng.uniform(-1, 1, array.shape).round(2) for name, array in arrays(exam, probe).items()}
        other = with_arrays(exam, probe, values)
        right = sum(terms_of(formula, case_of(exam, other, part, formula)).result() for formula in formulas)
        expected = {part: np.reshape(right, probe.expected.parts[part].shape)}
        other = replace(other, expected=Outcome(expected))
        outcome = caller.call(other)
        if not outcome.problem and outcome.parts[part].shape == expected[part].shape:
            found.append((other, outcome.parts[part]))
    return found


def total(lines: Sequence[Line], case: int) -> np.ndarray:
    """Return what the formula itself gives on one case."""
    return np.sum([line.values(NOTHING, case) for line in lines], axis=0)


def sentence_of(part: str, found: Found) -> str:
    """Say what was found. A factor of a correct result is said as such."""
    if found.says[0] == f"{part} is zero everywhere":
        return f"{found.says[0]}."
    if found.says[0].startswith(f"{part} "):
        return f"Every entry of {found.says[0].replace(' is ', ' is correct but for a factor: it is ', 1)}."
    return f"{part} is what you get when {', and '.join(found.says)}."


def search(
    part: str,
    lines: Sequence[Line],
    got: Sequence[np.ndarray],
    there: Sequence[np.ndarray],
    until: float,
    pairs: bool,
) -> Found | None:
    """Return the plainest edits that give these results on all cases. Pairs of edits need many cases to be certain."""
    # Where most can be told apart at little cost: a wrong result of middling size.
    right = [total(lines, k) for k in range(len(got))]
    wrong = [k for k in range(len(got)) if not close(got[k], right[k])]
    wrong.sort(key=lambda k: sum(len(line.tables[k].counted) for line in lines))
    first = wrong[len(wrong) // 2]
    telling = sorted({first, *(wrong[k] for k in range(0, len(wrong), max(1, len(wrong) // TELLING)))})
    everything = [k for k in range(len(got)) if k != first]

    def explains(others: Sequence[tuple[int, Edit]], last: tuple[int, Edit]) -> str | None:
        """Return the words for the factor of the last line with which the edits explain all; none, if they do not."""
        ratios: dict[int, float] = {}
        for k in [first, *everything]:
            rest = got[k] - sum((lines[i].values(edit, k) for i, edit in others), np.zeros(len(got[k])))
            value = lines[last[0]].values(last[1], k)
            ratio = factor(rest[there[k]], value[there[k]], got[k][there[k]])
            if ratio is None:
                return None
            ratios[k] = ratio
        return factor_in_words(part if len(lines) == 1 else lines[last[0]].name, ratios, lines[last[0]])

    for others, last in candidates(lines, telling if pairs else ()):
        if time.process_time() > until:
            return None
        words = explains(others, last)
        if words is not None:
            whole = dict(others) | {last[0]: last[1]}
            says = tuple(edit.says for _, edit in sorted(whole.items(), key=lambda item: item[0]) if edit.says)
            says += (words,) if words else ()
            says = tuple(dict.fromkeys(says))
            return Found(says, tuple(whole[i] for i in range(len(lines)))) if says else None
    return None


def candidates(
    lines: Sequence[Line], telling: Sequence[int]
) -> Iterator[tuple[list[tuple[int, Edit]], tuple[int, Edit]]]:
    """Yield the edits to try, plainest first: for all lines but one, and for the one that may have a factor.

    Pairs are of edits that differ on the telling cases; without such cases there are none.
    """
    numbers = range(len(lines))
    rest = [[(i, NOTHING) for i in numbers if i != k] for k in numbers]
    for k in reversed(numbers):
        yield from ((rest[k], (k, edit)) for edit in (NOTHING, *lines[k].edits))
    if not telling:
        return
    live = [distinct(line, telling) for line in lines]
    for k, i in ((k, i) for k in numbers for i in numbers if k != i):
        yield from (([(k, edit)], (i, other)) for edit in live[k] for other in (NOTHING, *live[i]))
    for k in numbers:
        yield from ((rest[k], (k, both(one, two))) for one, two in combinations(live[k], 2) if not odd(one, two))


def odd(one: Edit, two: Edit) -> bool:
    """Return whether nobody makes these two mistakes together: two shifts."""
    return "too far" in one.says and "too far" in two.says


def both(one: Edit, two: Edit) -> Edit:
    """Return two edits as one."""

    def change(terms: Terms) -> None:
        one.change(terms)
        two.change(terms)

    return Edit(f"{one.says}, and {two.says}", change)


def distinct(line: Line, cases: Sequence[int]) -> list[Edit]:
    """Return the edits that change something in some of these cases, and of those that do the same, the plainest."""
    seen = {signature(line, NOTHING, cases)}
    kept = []
    for edit in line.edits:
        mark = signature(line, edit, cases)
        if mark not in seen:
            seen.add(mark)
            kept.append(edit)
    return kept


def signature(line: Line, edit: Edit, cases: Sequence[int]) -> bytes:
    """Return the same bytes for edits that give the same on these cases."""
    return b"".join(np.round(line.values(edit, k), 9).tobytes() for k in cases)


def factor(rest: np.ndarray, value: np.ndarray, whole: np.ndarray) -> float | None:
    """Return the factor that turns a value into the rest, or None. ``nan`` if any factor does."""
    scale = max(float(np.abs(whole).max(initial=0)), float(np.abs(value).max(initial=0)), 1e-3)
    if np.abs(value).max(initial=0) < 1e-9 * scale:
        return float("nan") if np.abs(rest).max(initial=0) < 1e-7 * scale else None
    ratio = float(rest @ value / (value @ value))
    return ratio if np.abs(rest - ratio * value).max() < 1e-7 * scale else None


def factor_in_words(name: str, ratios: Mapping[int, float], line: Line) -> str | None:
    """Say what the factors on all cases have in common: "" for 1, None if nothing."""
    known = [(ratio, line.sizes[k]) for k, ratio in ratios.items() if not np.isnan(ratio)]
    values = [ratio for ratio, _ in known]
    if not known:
        return None
    if np.allclose(values, 1):
        return ""
    if np.allclose(values, 0, atol=1e-7):
        return f"{name} is not added" if name != line.formula.result else f"{name} is zero everywhere"
    if np.allclose(values, -1):
        return f"{name} is multiplied by -1"
    if np.allclose(values, values[0]):
        return f"{name} is multiplied by {values[0]:.6g}"
    for letters, words in sizes_of(set(line.sizes[0])):
        sizes = [prod(of[x] for x in letters) for _, of in known]
        if len(set(sizes)) < 2:
            continue
        for sign, minus in ((1, ""), (-1, " and by -1")):
            if np.allclose(values, sign * np.array(sizes)):
                return f"{name} is multiplied by {words}{minus}"
            if np.allclose(values, sign / np.array(sizes)):
                return f"{name} is divided by {words}{minus}"
    return None


def example(
    part: str, lines: Sequence[Line], found: Found, right: Sequence[np.ndarray], got: Sequence[np.ndarray]
) -> str:
    """Work out one entry in the smallest case that shows it."""
    order = sorted(range(len(got)), key=lambda k: sum(len(line.tables[k].counted) for line in lines))
    for k in order:
        if close(got[k], right[k]):
            continue
        for place in np.flatnonzero(~np.isclose(got[k], right[k], rtol=1e-6, atol=1e-9)):
            for line, edit in zip(lines, found.edited, strict=True):
                table = line.tables[k]
                wanted, has = table.into(int(place)), edit(table).into(int(place))
                sentence = compared(part, entry_of(table.case, int(place)), wanted, has)
                if sentence:
                    return f"{sentence} ({table.case.text}.)"
    return ""


def entry_of(case: Case, place: int) -> tuple[int, ...]:
    """Return the indices of an entry of the result."""
    return tuple(int(i) for i in np.unravel_index(place, case.shown["->"])) if case.shape else ()


def compared(part: str, entry: tuple[int, ...], wanted: dict, has: dict) -> str:
    """Say which product one entry must get and which it gets."""
    missing, extra = [t for t in wanted if t not in has], [t for t in has if t not in wanted]
    where = named(part, entry)
    if missing and extra:
        return f"For example, {where} must get {product(missing[0])}; yours gets {product(extra[0])}."
    if missing:
        return f"For example, {where} must get {product(missing[0])}; yours does not."
    if extra:
        return f"For example, {where} must not get {product(extra[0])}; yours does."
    return ""
