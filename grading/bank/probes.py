"""Turn an exercise's recipe into an examination: inputs, right outcomes, and the outcome of every known mistake."""

import io
import json
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, fields, replace
from functools import cache
from inspect import signature
from typing import Any

import numpy as np

from convlib.lab.check import read
from convlib.lab.checks import codec
from convlib.lab.checks.calling import outcome_here, staged
from convlib.lab.checks.codec import same
from convlib.lab.checks.examine import Examination, Outcome, Probe, flat
from grading.bank.exercise import Draw, Exercise
from grading.bank.version import Version, mistakes_of

# Before 2.4 NumPy took an array of one number for that number, so these mistakes pass over a window of one pixel there
# and stop there in later versions.
DEPENDS_ON_NUMPY = {("maxpool_forward", "python_max")}
# The seed of the probes that the student's check carries. The judge draws its own.
STORED_SEED = 20


def examination(exercise: Exercise, seed: int | None = None) -> Examination:
    """Draw inputs for an exercise and work out what the reference and every known mistake make of them.

    Parameters
    ----------
    exercise : grading.bank.exercise.Exercise
    seed : int, optional
        None draws fresh inputs.

    Returns
    -------
    convlib.lab.checks.examine.Examination
    """
    probes = []
    for group, args, *options in exercise.recipe(Draw(seed)):
        options = dict(*options)
        probe = Probe(
            group, args, options, options.pop("calls", 1), note=options.pop("note", ""), parts=options.pop("parts", ())
        )
        probes.append(replace(probe, expected=outcome_here(exercise.solution, probe, exercise)))
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
        {name: f"{version.diagnosis} Reread {version.reread}." for name, version in bank.items()},
        exercise.reveal,
        cache(lambda: known_outcomes(bank, probes, exercise)),
    )


def known_outcomes(bank: dict[str, Version], probes: list[Probe], exercise: Exercise) -> dict[str, list[Outcome]]:
    """Return what every wrong version does on each probe."""
    outcomes = {}
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        for name, version in bank.items():
            # Loaded anew each time: a version that remembers earlier calls must start with none.
            function = version.load()
            outcomes[name] = [outcome_here(function, probe, exercise) for probe in probes]
    return outcomes


def input_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the names of the arguments that a probe passes, a cache taken apart into what it holds."""
    function = staged(exercise.through, exercise.solution)
    return tuple(
        item for name in signature(function).parameters for item in (exercise.cache if name == "cache" else (name,))
    )


@cache
def drawn(exercise: Exercise, seed: int = STORED_SEED) -> Examination:
    """Return the examination of a seed, worked out once: the known outcomes take their time."""
    return examination(exercise, seed)


def stored(exercise: Exercise) -> str:
    """Return the text of the file from which the student's check reads an exercise's examination."""
    exam = drawn(exercise)
    tree = {field.name: getattr(exam, field.name) for field in fields(exam) if field.name != "known"}
    tree["properties"] = [asdict(prop) for prop in exam.properties]
    tree["probes"] = [{**vars(probe), "expected": probe.expected.parts} for probe in exam.probes]
    tree["mistakes"] = {name: list(map(what_differs, outcomes, exam.probes)) for name, outcomes in exam.known().items()}
    data = {key: codec.encode(item, codec.array_as_list) for key, item in tree.items()}
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n"


def meaning(text: str) -> dict[str, Any]:
    """Return what such a file means, to be compared: the same for every NumPy, whatever it leaves out."""
    exam = read(text)
    known = {id: outcomes for id, outcomes in exam.known().items() if (exam.exercise, id) not in DEPENDS_ON_NUMPY}
    arrays = [item for probe in exam.probes for item in flat(probe.args) if isinstance(item, np.ndarray)]
    return vars(exam) | {"known": known, "C-contiguous": [array.flags.c_contiguous for array in arrays]}


def what_differs(outcome: Outcome, probe: Probe) -> dict[str, Any]:
    """Return an outcome without what is as expected: most mistakes get something right."""
    parts = {name: array for name, array in outcome.parts.items() if not same(array, probe.expected.parts[name])}
    found = {"parts": parts, "problem": outcome.problem, "changed": outcome.changed}
    return {key: item for key, item in found.items() if item}
