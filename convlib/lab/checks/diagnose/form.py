"""Results in a wrong form: the cache or a gradient is missing, or two gradients are exchanged.

What is wrong with the form is said, and what is there is examined as if the form were right.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.model import Examination, Outcome, Probe, Trials

SHAPE = re.compile(r" of shape \(.*?\)")  # it differs from case to case


Repair = Callable[[Probe, Outcome], Outcome]  # what was returned, as if its form were right


@dataclass(frozen=True)
class Intended:
    """Calls a function and takes what it returns for what it is likely to be."""

    caller: Caller
    repair: Repair
    has_companion = False

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""
        return self.repair(probe, self.caller.call(probe))

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with its own cache."""
        return self.repair(probe, self.caller.call_with_own_cache(probe))


def wrong_form(exam: Examination, trials: Trials) -> tuple[str, Repair] | None:
    """Return what is wrong with the form of all results, and how to take it for what is likely to be meant.

    Returns
    -------
    tuple or None
        A sentence, and the repair of an outcome; None if there is nothing wrong, or too much.
    """
    return incomplete(exam, trials) or exchanged(exam, trials)


def without_result(exam: Examination, trials: Trials) -> list[str]:
    """Return a sentence about the calls that returned nothing that could be looked at, or none."""
    problems = Counter(
        SHAPE.sub("", outcome.problem) for _, outcome in trials if outcome.problem and not outcome.stopped
    )
    if not problems:
        return []
    problem, count = problems.most_common(1)[0]
    returned = sum(not outcome.stopped for _, outcome in trials)
    if count < returned:
        return [f"In {count} of {len(trials)} cases, {problem}"]
    return [as_sentence(exam, problem)]


def as_sentence(exam: Examination, problem: str) -> str:
    """Begin a problem with a capital, unless it begins with the name of a part."""
    return problem if problem.startswith(exam.parts) else problem[0].upper() + problem[1:]


def incomplete(exam: Examination, trials: Trials) -> tuple[str, Repair] | None:
    """Take what all calls returned for the first parts of the result; the others count as right."""
    returned = [(probe, outcome) for probe, outcome in trials if not outcome.stop]
    if not returned or any(not outcome.problem or not outcome.parts for _, outcome in returned):
        return None
    if len(exam.parts) > 1 and any(
        array.shape != probe.expected.parts[name].shape
        for probe, outcome in returned
        for name, array in outcome.parts.items()
    ):
        return None  # which is which is not clear

    def repair(probe: Probe, outcome: Outcome) -> Outcome:
        if outcome.stop or not outcome.parts:
            return outcome
        parts = probe.expected.parts | outcome.parts
        return replace(outcome, parts=parts, problem=None, cache=probe.expected.cache)

    form = SHAPE.sub("", returned[0][1].problem or "")
    return as_sentence(exam, form), repair


def exchanged(exam: Examination, trials: Trials) -> tuple[str, Repair] | None:
    """Exchange two parts if each has the shape of the other in every case."""
    returned = [(probe, outcome) for probe, outcome in trials if not outcome.problem]
    for one, other in combinations(exam.parts, 2):
        swapped = {one: other, other: one}
        shapes = [
            (outcome.parts[name].shape, probe.expected.parts[name].shape, probe.expected.parts[twin].shape)
            for probe, outcome in returned
            if one in outcome.parts and other in outcome.parts
            for name, twin in swapped.items()
        ]
        if not any(got != want for got, want, _ in shapes) or not all(got == twin for got, _, twin in shapes):
            continue

        def repair(probe: Probe, outcome: Outcome, swapped: dict[str, str] = swapped) -> Outcome:
            return replace(outcome, parts={n: outcome.parts[swapped.get(n, n)] for n in outcome.parts})

        return f"{one} and {other} are exchanged: each has the shape of the other.", repair
    return None
