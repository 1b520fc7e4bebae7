"""Name the mistake: the known wrong version of the bank that behaves the same on the probes."""

from collections.abc import Sequence

from convlib.lab.checks.fingerprint import CORRECT, Fingerprint, fingerprint
from convlib.lab.checks.model import Examination, Trials


def mistake_in(exam: Examination, trials: Trials) -> list[str]:
    """Return the id of the known mistake that explains all outcomes, in a list, or an empty list."""
    got = [fingerprint(*trial) for trial in trials]
    return next(([mistake] for mistake, prints in exam.known().items() if prints == got), [])


def mistakes_in_parts(exam: Examination, trials: Trials) -> list[str]:
    """Return the ids of known mistakes that explain wrong parts, one for each."""
    special = exam.special_groups
    ordinary = [k for k, probe in enumerate(exam.probes) if probe.group not in special]
    found = []
    for part in dict.fromkeys(part for probe in exam.probes for part in probe.expected.parts):
        own = [k for k in ordinary if part in exam.probes[k].expected.parts]
        got = [fingerprint(*trials[k]) for k in own]
        matches = (name for name, prints in exam.known().items() if same_part([prints[k] for k in own], got, part))
        found.append(next(matches, ""))
    return [mistake for mistake in dict.fromkeys(found) if mistake]


def same_part(prints: Sequence[Fingerprint], got: Sequence[Fingerprint], part: str) -> bool:
    """Return whether a mistake gets one part wrong in the same way, whatever it does to the others."""
    pairs = [(one.parts.get(part), other.parts.get(part)) for one, other in zip(prints, got, strict=True)]
    return all(one == other is not None for one, other in pairs) and any(one != CORRECT for one, _ in pairs)
