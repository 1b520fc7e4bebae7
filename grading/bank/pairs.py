"""Two mistakes at once: what becomes of a correct version with two slips in it, for all pairs that can be made.

This takes minutes for the whole course, so a build repeats it only for exercises whose slips or probes have changed:
the table says what it was made from.
"""

import io
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from itertools import combinations

from convlib.lab.checks.calling import outcome_here
from convlib.lab.checks.codec import encode
from convlib.lab.checks.diagnose.composition import encode_pairs, ordinary, pair_digest
from convlib.lab.checks.fingerprint import CORRECT, fingerprint, text_digest
from convlib.lab.checks.model import Examination, Fingerprint, Probe
from grading.bank import mistakes_of
from grading.bank.exercise import Exercise
from grading.bank.loading import load
from grading.bank.version import Version, composed

MADE_FROM = "made from"


def pairs_of(exercise: Exercise, exam: Examination, before: dict[str, str]) -> dict[str, str]:
    """Return the table of pairs of an exercise.

    Parameters
    ----------
    exercise : grading.bank.exercise.Exercise
    exam : Examination
        Its stored examination.
    before : dict
        The table of an earlier build, which is returned if nothing has changed.
    """
    if exercise.through:  # a class or a whole training takes too long to try
        return {}
    made_from = origin(exercise, exam)
    if before.get(MADE_FROM) == made_from:
        return before
    return {MADE_FROM: made_from} | encode_pairs(outcomes(exercise, exam), list(exam.diagnoses))


def origin(exercise: Exercise, exam: Examination) -> str:
    """Return a digest of everything that a table of pairs is made from."""
    edits = [(id, version.edit and vars(version.edit)) for id, version in mistakes_of(exercise.name).items()]
    return text_digest(edits, *(encode((probe.args, probe.kwargs)) for probe in ordinary(exam)))


def outcomes(exercise: Exercise, exam: Examination) -> dict[tuple[str, str], str]:
    """Return the digest of each pair that does something that neither one mistake nor one in each part explains."""
    probes = ordinary(exam)
    places = [k for k, probe in enumerate(exam.probes) if probe.group not in exam.special_groups]
    singles = {id: [prints[k] for k in places] for id, prints in exam.known().items()}
    wrong = {id: wrong_parts(prints) for id, prints in singles.items()}
    taken = {pair_digest(prints) for prints in singles.values()}
    explained = {(part, column(prints, part)) for prints in singles.values() for part in exam.parts}
    found: dict[tuple[str, str], str] = {}
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        for one, other in combinations(mistakes_of(exercise.name).values(), 2):
            if wrong[one.id].isdisjoint(wrong[other.id]) or not (source := composed(one, other)):
                continue  # in different parts both are named without their pair
            prints = tried(replace(one, source=source), exercise, probes)
            if not prints or all((part, column(prints, part)) in explained for part in exam.parts):
                continue
            if (digest := pair_digest(prints)) not in taken:
                taken.add(digest)
                found[one.id, other.id] = digest
    return found


def wrong_parts(prints: Sequence[Fingerprint]) -> set[str]:
    """Return the parts that a mistake gets wrong; none if it only stops."""
    return {name for one in prints for name, digest in one.parts.items() if digest != CORRECT}


def tried(version: Version, exercise: Exercise, probes: Sequence[Probe]) -> list[Fingerprint]:
    """Return what a version does on each probe; nothing if it stops on one, since its line says more than a name."""
    try:
        function: Callable = load(version)
    except Exception:
        return []
    prints = []
    for probe in probes:
        outcome = outcome_here(function, probe, exercise)
        if outcome.problem:
            return []
        prints.append(fingerprint(probe, outcome))
    return prints


def column(prints: Sequence[Fingerprint], part: str) -> tuple[str, ...]:
    """Return what a version does to one part on each probe; a correct part needs no explanation."""
    return tuple(one.parts.get(part, CORRECT) for one in prints)
