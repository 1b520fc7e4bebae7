"""Name the mistake: the known wrong versions of the bank that behave the same on the probes.

A name is given only where wrong *values* agree: that two calls both stopped proves nothing about why.
"""

from collections.abc import Iterable, Sequence

from convlib.lab.checks.closeness import close, differing
from convlib.lab.checks.model import Examination, Outcome, Probe, Trials

ALTERNATIVES = 3  # known mistakes that do the same: with more of them, naming them helps nobody


def mistakes_in(exam: Examination, trials: Trials) -> list[str]:
    """Return the ids of the known mistakes that explain all outcomes: all of them do the same."""
    return [
        mistake
        for mistake, outcomes in exam.known().items()
        if all(alike(outcome, other) for (_, outcome), other in zip(trials, outcomes, strict=True))
        and any(wrong(outcome, probe) for probe, outcome in trials)
    ]


def mistakes_in_parts(exam: Examination, trials: Trials) -> list[list[str]]:
    """Return the ids of known mistakes that explain wrong parts: for each part, or parts, those that do the same.

    A mistake is considered only if all that it gets wrong is wrong in the same way here; or if its sentence is about
    one part alone, and it explains that part. The mistakes that explain the most parts come first, and of those that
    explain the same parts, the ones that agree in the most probes.
    """
    special = exam.special_groups
    ordinary = [k for k, probe in enumerate(exam.probes) if probe.group not in special]
    own = [trials[k] for k in ordinary]
    parts = [
        part
        for part in dict.fromkeys(part for probe in exam.probes for part in probe.expected.parts)
        if any(part_differs(outcome, probe, part) for probe, outcome in own)
    ]
    explained: dict[str, set[str]] = {}
    agreeing: dict[str, int] = {}
    for mistake, outcomes in exam.known().items():
        others = [outcomes[k] for k in ordinary]
        if found := {part for part in parts if explains_part(others, part, own)}:
            does_wrong = {
                part
                for other, (probe, _) in zip(others, own, strict=True)
                for part in probe.expected.parts
                if part_differs(other, probe, part)
            }
            about = about_part(exam.diagnoses[mistake], does_wrong)
            if about is not None:
                found &= {about}
            if found and (about is not None or does_wrong <= found):
                explained[mistake] = found
                agreeing[mistake] = sum(alike(o, k) for (_, o), k in zip(trials, outcomes, strict=True))
    groups = []
    left = set(parts)
    while candidates := {mistake: found & left for mistake, found in explained.items() if found & left}:
        best = max(candidates, key=lambda mistake: (len(candidates[mistake]), agreeing[mistake]))
        rank = candidates[best], agreeing[best]
        groups.append([mistake for mistake in candidates if (candidates[mistake], agreeing[mistake]) == rank])
        left -= candidates[best]
    return sorted(groups, key=lambda group: min(parts.index(part) for part in explained[group[0]]))


def about_part(sentence: str, parts: Iterable[str]) -> str | None:
    """Return the part that a sentence begins with, and so is about, if it is one of these."""
    first = sentence.split()[0] if sentence else ""
    return first if first in parts else None


def sentences_of(exam: Examination, group: Sequence[str]) -> list[str]:
    """Return what to say if one of several known mistakes was made that all do the same."""
    says = list(dict.fromkeys(exam.diagnoses[mistake] for mistake in group))
    if len(says) > ALTERNATIVES:
        return []
    return [f"Or: {sentence}" if k else sentence for k, sentence in enumerate(says)]


def alike(outcome: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes are the same: the parts or the problem, and whether the inputs changed.

    The words of an exception do not count: they depend on versions, and on the style of the line that raised it.
    """
    if outcome.problem or other.problem:
        return (outcome.stopped and other.stopped) or outcome.problem == other.problem
    return outcome.changed == other.changed and all(
        close(outcome.parts[name], other.parts[name]) for name in other.parts
    )


def wrong(outcome: Outcome, probe: Probe) -> bool:
    """Return whether a call returned something, and not what was expected."""
    if outcome.stopped:
        return False
    return bool(outcome.problem) or outcome.changed or any(part_differs(outcome, probe, p) for p in outcome.parts)


def wrong_entries(trials: Trials) -> int:
    """Return how many wrong entries the calls returned, in all: how much there is to be explained."""
    return sum(
        int(differing(got, want).sum()) if got.shape == want.shape else got.size
        for probe, outcome in trials
        for got, want in ((got, probe.expected.parts[part]) for part, got in outcome.parts.items())
    )


def part_differs(outcome: Outcome, probe: Probe, part: str) -> bool:
    """Return whether a part was returned and is not the expected one."""
    if outcome.problem or part not in probe.expected.parts:
        return False
    return not close(outcome.parts[part], probe.expected.parts[part])


def explains_part(outcomes: Sequence[Outcome], part: str, trials: Trials) -> bool:
    """Return whether a mistake gets one part wrong in the same way, whatever it does to the others."""
    differs = False
    for (probe, outcome), other in zip(trials, outcomes, strict=True):
        if part not in probe.expected.parts or (outcome.stopped and other.stopped):
            continue
        if outcome.problem or other.problem or not close(outcome.parts[part], other.parts[part]):
            return False
        differs = differs or part_differs(other, probe, part)
    return differs
