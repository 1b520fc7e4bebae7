"""Say where the student's code stopped: the line, the exception, and on how many of the cases."""

from collections import Counter

from convlib.lab.checks.model import Examination, Stop, Trials
from convlib.lab.checks.case import plainness

CODE = "    "  # how a line of code begins in a sentence


def stopped(exam: Examination, trials: Trials) -> list[str]:
    """Return what is known about the calls that raised an exception, if there are any.

    The line at which most of them stopped is shown, as it was in the plainest case.
    """
    stops = [(probe, outcome.stop) for probe, outcome in trials if outcome.stop]
    if not stops:
        return []
    (line, _), count = Counter((stop.line, stop.kind) for _, stop in stops).most_common(1)[0]
    _, stop = min(
        ((probe, stop) for probe, stop in stops if stop.line == line),
        key=lambda trial: plainness(exam, trial[0]),
    )
    return [sentence(stop, len(stops), len(trials))]


def first_line(trials: Trials) -> int | None:
    """Return the number of the line at which most of the calls that stopped did so."""
    lines = Counter(outcome.stop.line for _, outcome in trials if outcome.stop and outcome.stop.line)
    return lines.most_common(1)[0][0] if lines else None


def sentence(stop: Stop, count: int, total: int) -> str:
    """Write where a call stopped, and why, with the line itself on a line of its own."""
    cases = "in every case" if count == total else f"in {count} of {total} cases"
    where = f"Your code stops in line {stop.line}, {cases}:" if stop.line else f"Your code stops, {cases}:"
    error = f"{stop.kind}: {stop.text}" if stop.text else stop.kind
    return "\n".join([where, *[CODE + stop.source] * bool(stop.source), error, *stop.facts])
