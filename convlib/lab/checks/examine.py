"""Compare what a function does with what it should do, property by property, and name the mistake.

The student's check (stored probes) and the judge (fresh probes, sandboxed process) both end here, so they cannot
disagree about what is right.
"""

import textwrap
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import zip_longest

import numpy as np

from convlib.lab.checks import codec

# Relative error in norm. Correct float64 answers differ by 1e-12, correct float32 ones by 1e-6; wrong ones by 1e-1.
LIMIT_FLOAT64 = 1e-6
LIMIT_FLOAT32 = 1e-4
WIDTH = 76
READABLE = 80  # numbers that the inputs of a case may hold: all parameters of a network are no case to read
SHOWN = 24  # entries of an array of more than two axes that a report still shows
# The groups of probes that show number types, repetition and side effects; the others show what a function computes.
MANNERS = {
    "whole numbers",
    "other number types",
    "called twice",
    "inputs untouched",
    "called twice, inputs untouched",
    "a second pass",
    "two forward passes",
    "two networks",
}


@dataclass(frozen=True)
class Property:
    """One thing that must hold, and its points.

    ``kind`` says what is looked at: "shape", "values" (of all parts, or of ``part`` alone) or "untouched" (values,
    and the inputs are as before). ``probes`` names the group of probes to look at, by default that of its own name.
    """

    name: str
    points: float
    kind: str = "values"
    part: str | None = None
    probes: str | None = None

    @property
    def group(self):
        """The group of probes that prove this property."""
        return self.probes or self.name


@dataclass(frozen=True)
class Outcome:
    """What one call did: the parts it returned, or the one sentence that says why there are none."""

    parts: dict = field(default_factory=dict)
    problem: str | None = None
    changed: bool = False


@dataclass(frozen=True)
class Probe:
    """One set of inputs, with the right outcome."""

    group: str
    args: tuple
    kwargs: dict
    calls: int
    expected: Outcome | None = None
    note: str = ""  # what to tell the student where it fails; it never reaches the student's function
    parts: tuple = ()  # what this call returns, where it is not what the exercise says


@dataclass(frozen=True)
class Examination:
    """Everything the comparison needs to know about one exercise."""

    exercise: str
    inputs: tuple  # their names, a cache taken apart
    parts: tuple
    opaque: tuple
    companion: str | None
    through: str | None  # the function in convlib.lab.checks.scenarios that calls what the student wrote
    properties: tuple
    probes: tuple
    diagnoses: dict  # mistake id -> one sentence and where to reread
    reveal: bool  # whether a failing check may show the right answer beside the wrong one
    known: Callable  # () -> {mistake id: its outcome on each probe}; asked only when something is wrong


@dataclass
class Result:
    """How one property went."""

    name: str
    points: float
    passed: bool
    message: str


@dataclass
class Report:
    """How one exercise went."""

    exercise: str
    score: float
    max_score: float
    passed: bool
    properties: list
    mistake: str | None
    message: str

    def as_dict(self):
        """Return the report as plain data, ready for JSON."""
        report = asdict(self)
        for result in report["properties"]:
            del result["points"]
        return report

    def text(self):
        """Return the report as lines of text, none wider than a terminal."""
        lines = [f"{self.exercise}: {self.score:g} of {self.max_score:g} points"]
        said = None
        for result in self.properties:
            mark = "✓" if result.passed else "✗"
            message = "the same" if result.message and result.message == said else result.message
            lines.append(f"  {mark} {result.name}" + (f": {message}" if message else ""))
            said = result.message
        return "\n".join(map(wrapped, [*lines, *self.message.splitlines()]))


def wrapped(line):
    """Break a sentence that is too wide for nbgrader's Validate; leave arrays, which are indented, as they are."""
    sentence = line.lstrip()[:1] in ("✓", "✗") or not line.startswith(" ")
    return textwrap.fill(line, WIDTH, subsequent_indent="      " if line.startswith(" ") else "") if sentence else line


def empty_report(properties, exercise, message):
    """Return the report of an exercise that could not be looked at: no points, and the sentence that says why."""
    results = [Result(p.name, p.points, False, message) for p in properties]
    return Report(exercise, 0, sum(p.points for p in properties), False, results, None, "")


def outcome_of(value, parts, opaque=(), changed=False):
    """Sort a returned value into its named parts.

    Parameters
    ----------
    value : object
        What the function returned.
    parts, opaque : tuple of str
        The arrays it should return, and after them what is not looked into (a cache).
    changed : bool
        Whether the call changed its inputs.
    """
    names = (*parts, *opaque)
    wanted = f"({', '.join(names)})" if len(names) > 1 else names[0]
    if len(names) == 1:
        value = (value,)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        got = f"{len(value)} values" if isinstance(value, (tuple, list)) else describe(value)
        return Outcome(problem=f"it must return {wanted}, but it returned {got}.", changed=changed)
    arrays = {}
    for name, item in zip(parts, value, strict=False):
        array = as_array(item)
        if array is None:
            return Outcome(problem=f"{name} must be an array of numbers, but it is {describe(item)}.", changed=changed)
        arrays[name] = array
    return Outcome(arrays, changed=changed)


def as_array(item):
    """Return an item as an array of numbers, or None where it is none."""
    if isinstance(item, codec.Opaque) or item is None:
        return None
    try:
        array = np.array(item)  # a copy, since a function may use its buffer again at the next call
    except ValueError:
        return None
    return array if array.dtype.kind in "biufc" else None


def describe(item):
    """Say in a few words what an item is."""
    if item is None:
        return "None (is the `return` missing?)"
    if isinstance(item, (np.ndarray, np.generic)):
        return f"one array of shape {item.shape}" if item.shape else "a single number"
    if isinstance(item, (bool, int, float, str)):
        return f"{item!r}"[:60]
    return f"an object of type {item.kind if isinstance(item, codec.Opaque) else type(item).__name__}"


def close(got, expected):
    """Tell whether two arrays agree in shape and, in norm, in value."""
    if got.shape != expected.shape:
        return False
    limit = LIMIT_FLOAT32 if got.dtype.itemsize < 8 and got.dtype.kind == "f" else LIMIT_FLOAT64
    finite = np.isfinite(expected)
    if not np.array_equal(got[~finite], expected[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
        return False
    # In complex numbers, since half precision and small integers overflow.
    got, expected = got[finite].astype(complex), expected[finite].astype(complex)
    return np.linalg.norm(got - expected) <= limit * max(np.linalg.norm(expected), 1e-3)


def alike(outcome, other):
    """Tell whether two outcomes are the same: what was returned or said, and whether the inputs changed."""
    if outcome.problem or other.problem:
        # The words as a set: which operand of an error's shapes stands first, or is named again, is a matter of style.
        return set((outcome.problem or "").split()) == set((other.problem or "").split())
    return outcome.changed == other.changed and all(
        close(outcome.parts[name], other.parts[name]) for name in other.parts
    )


def examine(exam, call):
    """Try a function on every probe and report.

    Parameters
    ----------
    exam : Examination
        The probes and what should hold.
    call : callable
        ``call(probe) -> Outcome``: runs the student's function, wherever it lives.

    Returns
    -------
    Report
    """
    pairs = [(probe, call(probe)) for probe in exam.probes]
    results, basics_wrong = [], False
    for prop in exam.properties:
        own = [(p, o) for p, o in pairs if p.group == prop.group]
        message = next((m for m in (fault(prop, p, o) for p, o in own) if m), "")
        if message and basics_wrong and prop.group in MANNERS and not any(o.problem for _, o in own):
            message = "not shown while the values are wrong."
        basics_wrong |= bool(message) and prop.group == "values"
        results.append(Result(prop.name, prop.points, not message, message))
    score = sum(r.points for r in results if r.passed)
    passed = all(r.passed for r in results)
    mistake, message = (None, "") if passed else explain(exam, pairs)
    return Report(exam.exercise, score, sum(p.points for p in exam.properties), passed, results, mistake, message)


def examine_best(exam, call, call_with_own_cache=None):
    """Examine with the course's cache and, where that fails, with the student's own; keep the better report.

    Students may cache what they like, so a backward pass that cannot read ``(X, W)`` is not wrong for that.
    """
    report = examine(exam, call)
    if report.passed or not call_with_own_cache:
        return report
    return max(report, examine(exam, call_with_own_cache), key=lambda report: report.score)


def fault(prop, probe, outcome):
    """Say in one sentence what keeps a probe from proving its property, or return None."""
    if outcome.problem:
        return outcome.problem
    expected = probe.expected.parts
    for name in [prop.part] if prop.part else expected:
        got, want = outcome.parts[name], expected[name]
        if got.shape != want.shape:
            expected = "a single number" if want.shape == () else f"shape {want.shape}"
            return f"{name} has shape {got.shape}, expected {expected}."
        if prop.kind != "shape" and not close(got, want):
            return probe.note or f"{name} is wrong in {wrong_entries(got, want)}."
    if prop.kind == "untouched" and outcome.changed:
        return "it changed its inputs; work on a copy."
    return None


def wrong_entries(got, want):
    """Say how many entries differ."""
    if want.ndim == 0:
        return f"value: expected {want:g}, got {got:g}"
    wrong = int(np.sum(~np.isclose(got, want, rtol=LIMIT_FLOAT32, atol=LIMIT_FLOAT64, equal_nan=True)))
    return f"{max(wrong, 1)} of {want.size} entries"


def explain(exam, pairs):
    """Find the known mistake that does the same, and show the smallest case that fails.

    Returns
    -------
    mistake : str or None
        The id of the mistake, where one was recognised.
    message : str
        Its diagnosis, then the smallest failing case, expected beside got.
    """
    names = list(name_mistakes(exam, pairs))
    sentences = [exam.diagnoses[name] for name in names]
    failing = [
        (p, o) for p, o in pairs if not o.problem and any(fault(q, p, o) for q in exam.properties if q.group == p.group)
    ]
    if failing:
        probe, outcome = min(failing, key=lambda pair: size_of(pair[0]))
        shown = smallest_case(exam, probe, outcome) if exam.reveal else wrong_places(probe, outcome)
        sentences += [shown] if shown else []
    return (names[0] if names else None), "\n".join(sentences)


def name_mistakes(exam, pairs):
    """Yield the ids of known mistakes that explain the outcomes: one for the whole, else one for each wrong part."""
    known = exam.known()
    for mistake, outcomes in known.items():
        if all(alike(outcome, other) for (_, outcome), other in zip(pairs, outcomes, strict=True)):
            yield mistake
            return
    for part in dict.fromkeys(part for probe in exam.probes for part in probe.expected.parts):
        match = next((m for m, outcomes in known.items() if explains_part(outcomes, part, pairs)), None)
        if match:
            yield match


def explains_part(outcomes, part, pairs):
    """Tell whether one wrong part is what a mistake makes of it, whatever else is wrong on the special probes."""
    differs = False
    for (probe, outcome), other in zip(pairs, outcomes, strict=True):
        if probe.group in MANNERS or part not in probe.expected.parts:
            continue
        if outcome.problem:
            return False
        if other.problem or not close(outcome.parts[part], other.parts[part]):
            return False
        differs = differs or not close(other.parts[part], probe.expected.parts[part])
    return differs


def flat(items):
    """Yield what nested tuples hold, in order; a shape, a tuple of whole numbers, is one thing."""
    for item in items:
        if isinstance(item, (tuple, list)) and not all(isinstance(n, int) for n in item):
            yield from flat(item)
        else:
            yield item


def size_of(probe):
    """Return a key that sorts probes by size; a 1x1 array comes last, because it teaches the least."""
    arrays = [item for item in flat(probe.args) if isinstance(item, np.ndarray)]
    return any(a.size == 1 and a.ndim > 1 for a in arrays), sum(a.size for a in arrays)


def smallest_case(exam, probe, outcome):
    """Show the inputs and, below them, expected beside got for the first part that is wrong."""
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


def in_short(item):
    """Write an input in a line."""
    if isinstance(item, np.ndarray):
        return f"random, {item.shape}"
    return item.source if isinstance(item, codec.Code) else str(item)


def lines_of(arrays):
    """Yield the titled planes that share a line: an array of several planes has a line of its own."""
    line = {}
    for title, array in arrays.items():
        own = planes(title, array)
        if len(own) > 1:
            yield from [line] * bool(line) + [own]
            line = {}
        else:
            line |= own
    yield from [line] * bool(line)


def planes(name, array):
    """Cut an array into its planes of rows and columns, each titled by its index: X[0, 1]."""
    return {titled(name, index): array[index] for index in np.ndindex(array.shape[: max(array.ndim - 2, 0)])}


def titled(name, index):
    """Write a name with an index, if there is one."""
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def expected_and_got(name, want, got):
    """Return the two arrays by their titles; of more than two axes the first plane that is wrong."""
    if want.shape != got.shape:
        return {
            f"{word} {title}": plane
            for word, array in (("expected", want), ("got", got))
            for title, plane in list(planes(name, array).items())[:1]
        }
    wrong = np.argwhere(~np.isclose(got, want, rtol=LIMIT_FLOAT32, atol=LIMIT_FLOAT64))
    first = wrong[0] if len(wrong) else np.zeros(want.ndim, int)  # none where all entries are off by very little
    index = tuple(first[: max(want.ndim - 2, 0)].tolist())
    return {f"expected {titled(name, index)}": want[index], f"got {titled(name, index)}": got[index]}


def wrong_places(probe, outcome):
    """Say which entries are wrong, without the right ones."""
    for name, want in probe.expected.parts.items():
        got = outcome.parts[name]
        if got.shape == want.shape and not close(got, want):
            places = ", ".join(str([int(i) for i in place]) for place in np.argwhere(~np.isclose(got, want))[:6])
            return f"Look again at the entries {places} (row and column count from 0)."
    return ""


def beside(blocks):
    """Write titled arrays side by side, on a new line where the next one would be too wide."""
    rows, width = [], WIDTH
    for title, block in blocks.items():
        with np.printoptions(precision=4, suppress=True, threshold=60, linewidth=WIDTH - 2):
            lines = [title, *str(block).splitlines()]
        widest = max(map(len, lines))
        if width + widest > WIDTH:
            rows, width = [*rows, []], 2
        rows[-1].append([f"{line:<{widest}}" for line in lines])
        width += widest + 3
    return "\n\n".join(map(side_by_side, rows))


def side_by_side(columns):
    """Join blocks of lines, each block's lines of one length."""
    blanks = [" " * len(lines[0]) for lines in columns]
    return "\n".join(
        "  " + "   ".join(line or blank for line, blank in zip(row, blanks, strict=True)).rstrip()
        for row in zip_longest(*columns)
    )
