"""Name the mistake: the known wrong version of the bank that behaves the same on the probes."""

from collections.abc import Sequence

from convlib.lab.checks.closeness import close
from convlib.lab.checks.model import Examination, Outcome, Trials


def mistake_in(exam: Examination, trials: Trials) -> list[str]:
    """Return the id of the known mistake that explains all outcomes, in a list, or an empty list."""
    for mistake, outcomes in exam.known().items():
        if all(alike(outcome, other) for (_, outcome), other in zip(trials, outcomes, strict=True)):
            return [mistake]
    return []


def mistakes_in_parts(exam: Examination, trials: Trials) -> list[str]:
    """Return the ids of known mistakes that explain wrong parts, one for each."""
    known = exam.known()
    special = exam.special_groups
    ordinary = [k for k, probe in enumerate(exam.probes) if probe.group not in special]
    parts = dict.fromkeys(part for probe in exam.probes for part in probe.expected.parts)
    matches = (
        next(
            (
                mistake
                for mistake, outcomes in known.items()
                if explains_part([outcomes[k] for k in ordinary], part, [trials[k] for k in ordinary])
            ),
            None,
        )
        for part in parts
    )
    return list(dict.fromkeys(mistake for mistake in matches if mistake))


def alike(outcome: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes are the same: the parts or the problem, and whether the inputs changed."""
    if outcome.problem or other.problem:
        # The words as a set: which operand's shape an error names first, or repeats, is a matter of style.
        return set((outcome.problem or "").split()) == set((other.problem or "").split())
    return outcome.changed == other.changed and all(
        close(outcome.parts[name], other.parts[name]) for name in other.parts
    )


def explains_part(outcomes: Sequence[Outcome], part: str, trials: Trials) -> bool:
    """Return whether a mistake gets one part wrong in the same way, whatever it does to the others."""
    differs = False
    for (probe, outcome), other in zip(trials, outcomes, strict=True):
        if part not in probe.expected.parts:
            continue
        if outcome.problem or other.problem or not close(outcome.parts[part], other.parts[part]):
            return False
        differs = differs or not close(other.parts[part], probe.expected.parts[part])
    return differs
