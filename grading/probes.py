"""Turn an exercise's recipe into an examination: inputs, right outcomes, and the outcome of every known mistake."""

import io
import json
import warnings
from contextlib import redirect_stdout
from dataclasses import replace
from inspect import signature

from convlib.lab import values
from convlib.lab.calling import outcome_here
from convlib.lab.examine import Examination, Probe
from grading.bank import mistakes_of
from grading.exercises import Draw

# The seed of the probes that the student's check carries. The judge draws its own.
STORED_SEED = 20


def examination(exercise, seed=None):
    """Draw inputs for an exercise and work out what the reference and every known mistake make of them.

    Parameters
    ----------
    exercise : grading.exercises.Exercise
    seed : int, optional
        None draws fresh inputs.

    Returns
    -------
    convlib.lab.examine.Examination
    """
    bank = mistakes_of(exercise.name)
    # Loaded anew each time: a version that remembers earlier calls must start with none.
    wrong = {name: version.load() for name, version in bank.items()}
    probes = []
    for group, args, *options in exercise.recipe(Draw(seed)):
        options = dict(*options)
        calls = options.pop("calls", 1)

        probe = Probe(group, args, options, calls)
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            known = {name: outcome_here(function, probe, exercise) for name, function in wrong.items()}
        probes.append(replace(probe, expected=outcome_here(exercise.solution, probe, exercise), mistakes=known))
    return Examination(
        exercise.name, input_names(exercise.solution), exercise.parts, exercise.opaque, exercise.companion, exercise.properties, tuple(probes),
        {name: f"{version.diagnosis} Reread {version.reread}." for name, version in bank.items()}, exercise.reveal)


def input_names(function):
    """Return the names of a function's arguments, with a cache as the (X, W) that it holds."""
    names = signature(function).parameters
    return tuple(item for name in names for item in (("X", "W") if name == "cache" else (name,)))


def stored(exercise):
    """Return the text of the file from which the student's check reads an exercise's examination."""
    data = values.encode(as_tree(examination(exercise, STORED_SEED)), values.array_as_list)
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n"


def as_tree(item):
    """Turn dataclasses into dicts, all the way down, and leave the rest."""
    if hasattr(item, "__dataclass_fields__") and not isinstance(item, values.Code):
        return {name: as_tree(getattr(item, name)) for name in item.__dataclass_fields__}
    if isinstance(item, dict):
        return {name: as_tree(value) for name, value in item.items()}
    if isinstance(item, (tuple, list)):
        return type(item)(as_tree(value) for value in item)
    return item
