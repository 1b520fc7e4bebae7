"""Turn an exercise's recipe into an examination: inputs, expected outcomes, and the outcome of every known mistake."""

import io
import json
import warnings
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from inspect import signature
from typing import Any

import numpy as np

from convlib.lab.checks.calling import outcome_here, staged
from convlib.lab.checks.case import flat
from convlib.lab.checks.closeness import Sealed, is_single
from convlib.lab.checks.codec import decode, decode_examination, encode_examination
from convlib.lab.checks.fingerprint import fingerprint
from convlib.lab.checks.model import Examination, Fingerprint, Probe
from convlib.lab.checks.stored import FOLDER
from grading.bank import mistakes_of
from grading.bank.exercise import Draw, Exercise
from grading.bank.loading import load
from grading.bank.pairs import pairs_of
from grading.bank.version import Version
from grading.sections import reached

# Before 2.4, NumPy converted an array of one number to that number, so these mistakes pass on a window of one pixel
# there and raise an error in later versions.
DEPENDS_ON_NUMPY = {("maxpool_forward", "python_max")}
# The seed of the probes stored for the student's check. The judge draws its own.
STORED_SEED = 20


def examination(exercise: Exercise, seed: int | None = None) -> Examination:
    """Draw inputs for an exercise and compute the outcomes of the reference and of every known mistake.

    Parameters
    ----------
    exercise : grading.bank.exercise.Exercise
    seed : int, optional
        None draws fresh inputs.

    Returns
    -------
    convlib.lab.checks.model.Examination
    """
    probes: list[Probe] = []
    for group, args, *rest in exercise.recipe(Draw(seed, fresh=seed != STORED_SEED)):
        options = dict(*rest)
        own = {key: options.pop(key) for key in ("calls", "note", "parts", "keeps_dtype") if key in options}
        probe = Probe(group, args, options, **own)
        expected = outcome_here(exercise.solution, probe, exercise)
        wanted = (
            items_of(expected.cache, exercise) if exercise.opaque and group == exercise.properties[0].group else None
        )
        if expected.problem:  # nothing would be compared, and every answer would pass
            raise ValueError(f"The solution of {exercise.name} fails on a probe of {group!r}: {expected.problem}")
        if not exercise.reveal:
            expected = replace(expected, parts=sealed(expected.parts, f"{exercise.name} {len(probes)}"))
        probes.append(replace(probe, expected=replace(expected, cache=wanted)))
    bank = mistakes_of(exercise.name)
    return Examination(
        exercise.name,
        input_names(exercise),
        exercise.parts,
        exercise.opaque,
        exercise.companion,
        exercise.through,
        exercise.properties,
        tuple(probes),
        {name: says(version, exercise) for name, version in bank.items()},
        exercise.reveal,
        cache(lambda: known_outcomes(bank, probes, exercise)),
        exercise.forbids,
    )


def sealed(parts: Mapping[str, Any], salt: str) -> dict[str, Any]:
    """Return results of which only digests can be read."""
    return {name: Sealed.of(part, f"{salt} {name}") for name, part in parts.items()}


def says(version: Version, exercise: Exercise) -> str:
    """Return what the student reads about a mistake: never to reread what still lies ahead."""
    ahead = not reached(version.reread, exercise.lesson, exercise.name)
    return version.diagnosis if ahead else f"{version.diagnosis} Reread {version.reread}."


def items_of(cache: Any, exercise: Exercise) -> dict[str, Any]:
    """Return the items of the course's cache by name."""
    items = cache if len(exercise.cache) > 1 else [cache]
    return dict(zip(exercise.cache, items, strict=True))


def known_outcomes(
    bank: Mapping[str, Version], probes: Sequence[Probe], exercise: Exercise
) -> dict[str, list[Fingerprint]]:
    """Return what every wrong version does on each probe."""
    outcomes = {}
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        for name, version in bank.items():
            # Loaded anew each time: a version that keeps state between calls must start without it.
            function = load(version)
            outcomes[name] = [fingerprint(probe, outcome_here(function, probe, exercise)) for probe in probes]
    return outcomes


def input_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the names of the arguments that a probe passes, a cache unpacked into its contents."""
    function = staged(exercise.through, exercise.solution)
    return tuple(
        item for name in signature(function).parameters for item in (exercise.cache if name == "cache" else (name,))
    )


@cache
def drawn(exercise: Exercise, seed: int = STORED_SEED) -> Examination:
    """Return the examination for a seed, computed once: the known outcomes take time."""
    return examination(exercise, seed)


def stored(exercise: Exercise) -> str:
    """Return the text of the file from which the student's check reads an exercise's examination."""
    exam = drawn(exercise)
    path = FOLDER / f"{exercise.name}.json"
    before = json.loads(path.read_text(encoding="utf-8")).get("pairs") if path.is_file() else None
    return encode_examination(replace(exam, pairs=pairs_of(exercise, exam, decode(before) or {})))


def meaning(text: str) -> dict[str, Any]:
    """Return the meaning of such a file, for comparison: the same for every version of NumPy."""
    exam = decode_examination(text)
    known = {
        id: [portable(probe, one) for probe, one in zip(exam.probes, prints, strict=True)]
        for id, prints in exam.known().items()
        if (exam.exercise, id) not in DEPENDS_ON_NUMPY
    }
    arrays = [item for probe in exam.probes for item in flat(probe.args) if isinstance(item, np.ndarray)]
    return vars(exam) | {"known": known, "C-contiguous": [array.flags.c_contiguous for array in arrays]}


def portable(probe: Probe, one: Fingerprint) -> Fingerprint:
    """Return what of a fingerprint is the same everywhere: not the words of errors, nor single precision's digests."""
    if any(isinstance(item, np.ndarray) and is_single(item) for item in flat(probe.args)):
        return replace(one, parts=dict.fromkeys(one.parts, ""), problem="stops" if one.problem else "")
    return replace(one, problem="stops" if one.problem else "")
