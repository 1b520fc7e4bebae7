"""Say what goes wrong besides: with whole numbers, at a second call, with the cache or the inputs.

The checks do not test these while the values are wrong. But a result shows some of it whatever its values are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.closeness import Sealed, close
from convlib.lab.checks.diagnose.kept import about_cache
from convlib.lab.checks.fingerprint import CORRECT, fingerprint
from convlib.lab.checks.model import Examination, Fingerprint, Outcome, Probe, Trials

BESIDES = "Besides, "
ONE_PASS = "one pass"
# What a network does in a probe, beside one pass, that must not change the results.
OTHER_PASSES = "a second pass", "two forward passes", "two networks"


def besides(exam: Examination, caller: Caller, trials: Trials, known: Sequence[str]) -> list[str]:
    """Return sentences about what goes wrong besides what these known mistakes do."""
    does = [one for id in known for one in exam.known()[id]]
    says: list[str] = []
    if not any(one.parts.get("cache", CORRECT) != CORRECT for one in does):
        says += about_cache(exam, trials)
    unexplained = [without(trial, prints) for trial, *prints in alongside(exam, trials, known)]
    says += of_another_dtype(unexplained, trials)
    says += called_again(caller, unexplained)
    if any(outcome.changed for _, outcome in trials) and not any(one.changed for one in does):
        says.append(f"{BESIDES}the inputs are changed: work on a copy.")
    return says


def alongside(exam: Examination, trials: Trials, known: Sequence[str]) -> Iterator[tuple]:
    """Yield each trial with the fingerprints of the known mistakes on its probe."""
    return zip(trials, *(exam.known()[id] for id in known), strict=True)


def without(trial: tuple[Probe, Outcome], prints: Sequence[Fingerprint]) -> tuple[Probe, Outcome]:
    """Return a trial without the parts to which a known mistake does the same."""
    probe, outcome = trial
    own = fingerprint(probe, outcome).parts
    said = {part for one in prints for part, mark in one.parts.items() if own.get(part) == mark != CORRECT}
    left = {part: array for part, array in outcome.parts.items() if part not in said}
    return probe, replace(outcome, parts=left)


def of_another_dtype(trials: Trials, all_trials: Trials) -> list[str]:
    """Return sentences about parts that cannot hold the right numbers, or must keep the dtype of the input.

    ``all_trials`` tell whether a part holds only whole numbers in every case.
    """
    says = {}
    fractions = {
        part
        for _, outcome in all_trials
        if not outcome.problem
        for part, got in outcome.parts.items()
        if got.dtype.kind not in "iub"
    }
    for probe, outcome in trials:
        for part, got in () if outcome.problem else outcome.parts.items():
            want = probe.expected.parts[part]
            if isinstance(want, Sealed) or got.dtype == want.dtype:
                continue
            if got.dtype.kind in "iub" and want.dtype.kind == "f" and np.isfinite(want).all() and (want % 1).any():
                when = " in some cases" if part in fractions else ""
                says[part] = f"{BESIDES}{part} holds only whole numbers{when}: fractions are cut off."
            elif probe.keeps_dtype and part not in says:
                says[part] = f"{BESIDES}{part} has dtype {got.dtype}, but it must keep that of the input, {want.dtype}."
    return list(says.values())


def called_again(caller: Caller, trials: Trials) -> list[str]:
    """Return sentences about results that depend on other calls."""
    for probe, outcome in trials:
        if probe.calls > 1 and not outcome.changed and differ(outcome, caller.call(replace(probe, calls=1))):
            return [f"{BESIDES}a second call returns something else than the first: something is kept between calls."]
    says = []
    for probe, outcome in trials:
        if probe.kwargs.get("play") in OTHER_PASSES:
            once = caller.call(replace(probe, kwargs=probe.kwargs | {"play": ONE_PASS}, parts=()))
            if differ(outcome, once):
                says.append(f"{BESIDES}{probe.note}")
    return says


def differ(one: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes differ in a part that both have."""
    if one.problem or other.problem:
        return False
    return any(not close(array, other.parts[part]) for part, array in one.parts.items() if part in other.parts)
