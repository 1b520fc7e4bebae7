"""Judge a function on an examination's probes, property by property.

The student's check (stored probes) and the judge (fresh probes, a process in the sandbox) both end here, so they
cannot disagree about what is correct.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from convlib.lab.checks.cache import cache_fault
from convlib.lab.checks.calling import Caller, LocalCaller
from convlib.lab.checks.calls import forbidden_call
from convlib.lab.checks.case import case_to_read
from convlib.lab.checks.closeness import close, differing
from convlib.lab.checks.diagnose import Diagnosis, diagnose
from convlib.lab.checks.model import TIME_LIMIT, Examination, Outcome, Probe, Property, Trials
from convlib.lab.checks.report import Report, Result, empty_report
from convlib.lab.checks.watchdog import Limited

FORBIDDEN = "it calls {}, which would be the whole answer: write it yourself."
CHANGED = "it changed its inputs; work on a copy."


class DiagnosisFailed(RuntimeWarning):
    """There was an error while looking for what is wrong with an answer."""


def examine_function(
    exam: Examination, function: Callable, companion: Callable | None = None, seconds: float | None = None
) -> Report:
    """Judge a function in this process.

    Parameters
    ----------
    exam : Examination
    function : callable
        What the student wrote.
    companion : callable, optional
        The student's own forward pass, if ``function`` is a backward pass; by default the one that is defined
        next to it.
    seconds : float, optional
        How long all calls together may take.
    """
    if name := forbidden_call(function, exam.forbids):
        return empty_report(exam.properties, exam.exercise, FORBIDDEN.format(name))
    beside = getattr(function, "__globals__", {}).get(exam.companion)
    caller = LocalCaller(function, exam, companion or beside)
    return examine_caller(exam, caller if seconds is None else Limited(caller, seconds))


def examine_caller(exam: Examination, caller: Caller) -> Report:
    """Judge a function, wherever it runs.

    A backward pass is judged with the course's cache and, if it fails, with the cache that the student's own forward
    pass returned; the better report counts. Students may cache what they like, so a backward pass that cannot read
    ``(X, W)`` is not wrong because of that.
    """
    report = examine(exam, caller)
    if report.passed or not caller.has_companion:
        return report
    return max(report, examine(exam, WithOwnCache(caller)), key=lambda report: report.score)


@dataclass(frozen=True)
class WithOwnCache:
    """Calls a backward pass always with the cache of the student's own forward pass."""

    caller: Caller
    has_companion = False

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe, with its own cache."""
        return self.caller.call_with_own_cache(probe)

    call_with_own_cache = call


def examine(exam: Examination, caller: Caller) -> Report:
    """Run a function on every probe, once, and report."""
    trials = [(probe, caller.call(probe)) for probe in exam.probes]
    results = results_of(exam, trials)
    passed = all(r.passed for r in results)
    diagnosis = Diagnosis() if passed else diagnosed(exam, caller, trials)
    return Report(
        exam.exercise,
        sum(r.points for r in results if r.passed),
        sum(p.points for p in exam.properties),
        passed,
        results,
        diagnosis.mistake,
        diagnosis.sentences,
        case_to_read(exam, failing(exam, trials)),
        diagnosis.line,
    )


def diagnosed(exam: Examination, caller: Caller, trials: Trials) -> Diagnosis:
    """Diagnose wrong outcomes; an error in there costs the diagnosis, never the report.

    Warns
    -----
    DiagnosisFailed
        If there was an error. The project's tests turn this into an error.
    """
    try:
        return diagnose(exam, caller, trials)
    except Exception as error:
        problem = f"{exam.exercise} could not be diagnosed ({type(error).__name__}: {error}). The points are right."
        warnings.warn(problem, DiagnosisFailed, stacklevel=2)
        return Diagnosis()


def results_of(exam: Examination, trials: Trials) -> list[Result]:
    """Judge each property; one that means nothing while the values are wrong counts as not tested then."""
    results: list[Result] = []
    wrong = stopped = False  # the values
    for prop in exam.properties:
        own = [(probe, outcome) for probe, outcome in trials if probe.group == prop.group]
        message = next(filter(None, (fault(prop, probe, outcome) for probe, outcome in own)), "")
        stops = any(outcome.stop for _, outcome in own)
        fails = any(outcome.problem for _, outcome in own)
        untested = bool(message) and wrong and prop.builds_on_values and (stopped if stops else not fails)
        if not prop.builds_on_values and prop.kind != "shape":
            wrong |= bool(message)
            stopped |= stops
        message = "not tested while the values are wrong." if untested else message
        results.append(Result(prop.name, prop.points, not message, message, not untested))
    return results


def failing(exam: Examination, trials: Trials) -> Trials:
    """Return the trials that returned something, but not the expected result."""
    return [
        (probe, outcome)
        for probe, outcome in trials
        if not outcome.problem
        and any(fault(prop, probe, outcome) for prop in exam.properties if prop.group == probe.group)
    ]


def fault(prop: Property, probe: Probe, outcome: Outcome) -> str | None:
    """Say in one sentence why a probe fails its property, or return None."""
    if outcome.stop and outcome.stop.kind != TIME_LIMIT:
        return f"it stopped with {outcome.stop.kind}{f' in line {outcome.stop.line}' * bool(outcome.stop.line)}."
    if outcome.problem:
        return outcome.problem
    for name in [prop.part] if prop.part else probe.expected.parts:
        got, want = outcome.parts[name], probe.expected.parts[name]
        if got.shape != want.shape:
            expected = f"shape {want.shape}" if want.shape else "a single number"
            return f"{name} has shape {got.shape}, expected {expected}."
        if prop.kind != "shape" and not close(got, want):
            return probe.note or f"{name} {wrong_entries(got, want)}."
        if probe.keeps_dtype and got.dtype != want.dtype:
            return f"{name} has dtype {got.dtype}, but it must keep {want.dtype}, that of the input."
    if prop.kind == "untouched" and outcome.changed:
        return CHANGED
    unlike = cache_fault(outcome.cache, probe.expected.cache)
    if unlike and outcome.changed and outcome.cache is not None:
        return CHANGED  # which may be all that is wrong with the arrays in the cache
    return unlike or None


def wrong_entries(got: np.ndarray, want: np.ndarray) -> str:
    """Say how many entries differ, or what a single number should be."""
    if want.ndim == 0:
        return f"has the wrong value: expected {want:g}, got {got:g}"
    # At least one, since many small differences may add up to a wrong norm.
    return f"is wrong in {max(int(differing(got, want).sum()), 1)} of {want.size} entries"
