"""Name the mistake: the known wrong versions of the bank that behave the same on the probes.

A name is given only where wrong *values* agree: that two calls both stopped proves nothing about why.
"""

from collections.abc import Iterable, Sequence

from convlib.lab.checks.closeness import differing
from convlib.lab.checks.fingerprint import CORRECT, fingerprint, is_stop
from convlib.lab.checks.model import Examination, Fingerprint, Outcome, Probe, Trials

ALTERNATIVES = 3  # known mistakes that do the same: with more of them, naming them helps nobody


def mistakes_in(exam: Examination, trials: Trials) -> list[str]:
    """Return the ids of the known mistakes that explain all outcomes: all of them do the same."""
    if not any(wrong(outcome, probe) for probe, outcome in trials):
        return []
    own = [fingerprint(*trial) for trial in trials]
    return [mistake for mistake, prints in exam.known().items() if prints == own]


def mistakes_in_parts(exam: Examination, trials: Trials) -> list[tuple[set[str], list[str]]]:
    """Return the parts that known mistakes explain, each time with the ids of those that do the same.

    A mistake is considered only if all that it gets wrong is wrong in the same way here; or if its sentence is about
    one part alone, and it explains that part. The mistakes that explain the most parts come first, and of those that
    explain the same parts, the ones that agree in the most probes.
    """
    special = exam.special_groups
    ordinary = [k for k, probe in enumerate(exam.probes) if probe.group not in special]
    everywhere = [fingerprint(*trial) for trial in trials]
    own = [everywhere[k] for k in ordinary]
    parts = parts_wrong(own)
    explained: dict[str, set[str]] = {}
    agreeing: dict[str, int] = {}
    for mistake, prints in exam.known().items():
        if any(
            known.changed and not (one.changed or one.problem) for one, known in zip(everywhere, prints, strict=True)
        ):
            continue  # it changes its inputs, and this answer does not
        others = [prints[k] for k in ordinary]
        if found := {part for part in parts if explains_part(others, part, own)}:
            does_wrong = parts_wrong(others)
            about = about_part(exam.diagnoses[mistake], does_wrong)
            if about is not None:
                found &= {about}
            if found and (about is not None or set(does_wrong) <= found):
                explained[mistake] = found
                agreeing[mistake] = sum(one == other for one, other in zip(everywhere, prints, strict=True))
    groups: list[tuple[set[str], list[str]]] = []
    left = set(parts)
    while candidates := {mistake: found & left for mistake, found in explained.items() if found & left}:
        best = max(candidates, key=lambda mistake: (len(candidates[mistake]), agreeing[mistake]))
        rank = candidates[best], agreeing[best]
        alike = [mistake for mistake in candidates if (candidates[mistake], agreeing[mistake]) == rank]
        groups.append((candidates[best], alike))
        left -= candidates[best]
    return sorted(groups, key=lambda group: min(map(parts.index, group[0])))


def parts_wrong(prints: Iterable[Fingerprint]) -> list[str]:
    """Return the parts that are wrong in any of these outcomes."""
    return list(dict.fromkeys(part for one in prints for part, mark in one.parts.items() if mark != CORRECT))


def about_part(sentence: str, parts: Iterable[str]) -> str | None:
    """Return the part that a sentence begins with, and so is about, if it is one of these."""
    first, second = (*sentence.split(), "", "")[:2]
    return first if first in parts and second != "and" else None


def sentences_of(exam: Examination, group: Sequence[str]) -> list[str]:
    """Return what to say if one of several known mistakes was made that all do the same."""
    says = list(dict.fromkeys(exam.diagnoses[mistake] for mistake in group))
    if len(says) > ALTERNATIVES:
        return []
    return [f"Or: {sentence}" if k else sentence for k, sentence in enumerate(says)]


def wrong(outcome: Outcome, probe: Probe) -> bool:
    """Return whether a call returned something, and not what was expected."""
    if outcome.stopped:
        return False
    one = fingerprint(probe, outcome)
    return bool(one.problem) or one.changed or bool(parts_wrong([one]))


def wrong_entries(trials: Trials) -> int:
    """Return how many wrong entries the calls returned, in all: how much there is to be explained."""
    return sum(
        int(differing(got, want).sum()) if got.shape == want.shape else got.size
        for probe, outcome in trials
        for got, want in ((got, probe.expected.parts[part]) for part, got in outcome.parts.items())
    )


def explains_part(prints: Sequence[Fingerprint], part: str, own: Sequence[Fingerprint]) -> bool:
    """Return whether a mistake gets one part wrong in the same way, whatever it does to the others."""
    differs = False
    for one, other in zip(prints, own, strict=True):
        if (is_stop(one) and is_stop(other)) or not (one.problem or other.problem or part in one.parts):
            continue
        if one.problem or other.problem or one.parts[part] != other.parts[part]:
            return False
        differs = differs or one.parts[part] != CORRECT
    return differs
