"""Say where the student's code stopped: the line, the exception, and on how many of the cases."""

from collections import Counter

from convlib.lab.checks.case import plainness
from convlib.lab.checks.model import TIME_LIMIT, Examination, Stop, Trials

STOPS, FAILS = "Your code stops", "The call fails"
CODE = "    "  # how a line of code begins in a sentence


def stopped(exam: Examination, trials: Trials) -> list[str]:
    """Return what is known about the calls that raised an exception, if there are any.

    The line at which most of them stopped is shown, as it was in the plainest case.
    """
    stops = [(probe, outcome.stop) for probe, outcome in trials if outcome.stop]
    if not stops:
        return []
    line = first_line(trials)
    here = [(probe, stop) for probe, stop in stops if stop.line == line]
    _, plainest = min(here, key=lambda trial: plainness(exam, trial[0]))
    return [sentence(plainest, len(here), len(trials))]


def first_line(trials: Trials) -> int | None:
    """Return the number of the line at which most of the calls that stopped did so."""
    lines = Counter(outcome.stop.line for _, outcome in trials if outcome.stop and outcome.stop.line)
    return lines.most_common(1)[0][0] if lines else None


def sentence(stop: Stop, count: int, total: int) -> str:
    """Write where a call stopped, and why, with the line itself on a line of its own."""
    code = [CODE + stop.source] * bool(stop.source)
    if stop.kind == TIME_LIMIT:
        where = f"{stop.text.rstrip('.').capitalize()}{f', in line {stop.line}:' if stop.line else '.'}"
        return "\n".join([where, *code, "Is there a loop that never ends?"])
    cases = "in every case" if count == total else f"in {count} of {total} cases"
    where = f"{STOPS} in line {stop.line}, {cases}:" if stop.line else f"{FAILS}, {cases}:"
    error = f"{stop.kind}: {stop.text}" if stop.text else stop.kind
    return "\n".join([where, *code, error, *stop.facts])
