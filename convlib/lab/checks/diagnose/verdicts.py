"""Say which pairs a test judges wrongly, and what it never tries.

Its results are only verdicts. What it tries is found with right pairs that raise an error where it is tried.
"""

from collections.abc import Iterator
from dataclasses import replace

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.diagnose.line import CODE
from convlib.lab.checks.model import Examination, Probe, Trials

ACCEPTED = "verdict"  # the scenario whose only result is 1 for a pair that was accepted, 0 for one that was rejected
EXAMPLES = 5  # pairs of one kind that are described
# What a test may never try, and when a call of the forward or the backward pass tries it.
FORWARD = {
    "a stride larger than 1": "stride > 1",
    "padding": "pad > 0",
    "several images": "X.shape[0] > 1",
    "several channels": "X.shape[1] > 1",
    "several filters": "W.shape[0] > 1",
    "a filter that is not square": "W.shape[2] != W.shape[3]",
    "an input that is not square": "X.shape[2] != X.shape[3]",
}
BACKWARD = {
    "a dH with different entries": "dH.size and dH.max() > dH.min()",
    "backward a second time with the same cache": "any(cache is one for one in seen)",
}
TRIPWIRE = """
right_forward, right_backward, seen = conv2d_forward, conv2d_backward, []


def conv2d_forward(X, W, b, stride=1, pad=0):
    assert not ({forward})
    return right_forward(X, W, b, stride, pad)


def conv2d_backward(dH, cache):
    assert not ({backward})
    seen.append(cache)
    return right_backward(dH, cache)
"""


def misjudged(exam: Examination, caller: Caller, trials: Trials) -> list[str]:
    """Return how many pairs were wrongly accepted or rejected, each kind with examples, or nothing."""
    if exam.through != ACCEPTED:
        return []
    sentences = []
    for group in dict.fromkeys(probe.group for probe in exam.probes):
        own = [(probe, outcome) for probe, outcome in trials if probe.group == group]
        sentences += about_kind(own, 0.0, f"accepts {{}} pairs of the kind {group!r}")
    rejects = about_kind(trials, 1.0, "rejects {} correct pairs")
    return sentences + rejects + in_its_words(exam, caller, trials) + never_tried(caller, trials)


def in_its_words(exam: Examination, caller: Caller, trials: Trials) -> list[str]:
    """Return the error with which the test rejects a correct pair, the first that it rejects, if it rejects any."""
    for probe, outcome in trials if exam.through == ACCEPTED else ():
        if not outcome.problem and probe.expected.parts[ACCEPTED] and not outcome.parts[ACCEPTED]:
            stop = caller.call(replace(probe, kwargs={"loud": True})).stop
            if stop:
                error = f"{stop.kind}: {stop.text}" if stop.text else stop.kind
                where = f"in line {stop.line}:" if stop.line else "with:"
                code = [CODE + stop.source] * bool(stop.source)
                return ["\n".join([f"It rejects a correct pair {where}", *code, error])]
    return []


def about_kind(trials: Trials, right: float, says: str) -> list[str]:
    """Return a sentence about the pairs that must get this verdict, or none."""
    judged = [
        (probe, float(outcome.parts[ACCEPTED]))
        for probe, outcome in trials
        if not outcome.problem and float(probe.expected.parts[ACCEPTED]) == right
    ]
    notes = list(dict.fromkeys(probe.note for probe, got in judged if got != right))
    wrong = sum(got != right for _, got in judged)
    if not wrong:
        return []
    count = f"all {len(judged)}" if wrong == len(judged) > 1 else f"{wrong} of {len(judged)}"
    head = "" if len(notes) <= EXAMPLES else "For example: "
    examples = " ".join(note[0].upper() + note[1:] for note in notes[: 2 if head else EXAMPLES])
    return [f"Your test {says.format(count)}. {head}{examples}"]


def never_tried(caller: Caller, trials: Trials) -> list[str]:
    """Return a sentence about what a test never tries, if it accepts something wrong and notices errors at all."""
    verdicts = [(probe, probe.expected.parts[ACCEPTED], outcome) for probe, outcome in trials if not outcome.problem]
    accepted = [probe for probe, right, outcome in verdicts if right and outcome.parts[ACCEPTED]]
    if not accepted or not any(not right and outcome.parts[ACCEPTED] for _, right, outcome in verdicts):
        return []
    probe = accepted[0]
    if not all(tries(caller, probe, **{side: "True"}) for side in ("forward", "backward")):
        return []
    missing = list(untried(caller, probe))
    return [f"It never tries {listed(missing)}."] if missing else []


def untried(caller: Caller, probe: Probe) -> Iterator[str]:
    """Yield what a test never tries on a right pair."""
    for side, conditions in (("forward", FORWARD), ("backward", BACKWARD)):
        for what, condition in conditions.items():
            if not tries(caller, probe, **{side: condition}):
                yield what


def tries(caller: Caller, probe: Probe, forward: str = "False", backward: str = "False") -> bool:
    """Return whether a test makes a call for which this condition holds."""
    (source,) = probe.args
    with_tripwire = source + TRIPWIRE.format(forward=forward, backward=backward)
    outcome = caller.call(replace(probe, args=(with_tripwire,)))
    return bool(outcome.problem) or not outcome.parts[ACCEPTED]


def listed(items: list[str]) -> str:
    """Write a list of things that are not done."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
