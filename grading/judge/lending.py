"""Earlier exercises that the judge lends to a later one: it computes them itself, outside the sandbox.

An answer may call any earlier exercise by its name, as the hints suggest. Where the student's own is missing or wrong,
the worker sends the call to the judge instead.
"""

from collections.abc import Collection
from functools import cache
from inspect import signature
from itertools import takewhile

import numpy as np

from convlib.lab.checks import codec
from grading.bank import EXERCISES
from grading.bank.exercise import Draw, Exercise
from grading.judge.reply import one_line, read

# The judge computes for arrays of up to this many entries and numbers up to this size, and returns no larger arrays.
ENTRIES, NUMBER, RETURNED = 1000, 32, 20_000
REFUSAL = "The judge computes this function for small arrays only."


@cache
def lendable(exercise: Exercise) -> tuple[str, ...]:
    """Return the earlier exercises that an answer may call, in the order of the course.

    What has the same signature and results would be an answer in itself, and is lent only where the exercise is meant
    to use it.
    """
    earlier = [EXERCISES[name] for name in takewhile(lambda name: name != exercise.name, EXERCISES)]
    return tuple(
        other.name
        for other in earlier
        if other.name in exercise.uses or (takes_arrays(other) and kind_of(other) != kind_of(exercise))
    )


def kind_of(exercise: Exercise) -> tuple:
    """Return an exercise's arguments and results."""
    return tuple(signature(exercise.solution).parameters), exercise.parts


@cache
def takes_arrays(exercise: Exercise) -> bool:
    """Return whether a function can be called through a pipe: it has arguments, and none of them is a function."""
    _, args, *_ = next(iter(exercise.recipe(Draw(0))))
    return exercise.through is None and bool(args) and not any(isinstance(item, codec.Code) for item in args)


def compute(call: dict, lent: Collection[str]) -> dict:
    """Compute a lent function, for small arguments only: the call may be forged.

    Parameters
    ----------
    call : dict
        The worker's request: the function's name and its arguments.
    lent : collection of str
        The functions that may be called.

    Returns
    -------
    dict
        The reply to the worker: the value, or why there is none.
    """
    try:
        name, args = call["provided"], read(call["args"])
        kwargs = {key: read(item) for key, item in call["kwargs"]["dict"].items()}
        if name not in lent or not all(map(is_small, [*args, *kwargs.values()])):
            raise ValueError(REFUSAL)
        with np.errstate(all="ignore"):
            value = EXERCISES[name].solution(*args, **kwargs)
        if largest(value) > RETURNED:
            raise ValueError(REFUSAL)
        return {"value": codec.encode(value)}
    except Exception as error:
        return {"problem": one_line(str(error)) or REFUSAL}


def largest(value: object) -> int:
    """Return the number of entries of the largest array in a result."""
    if isinstance(value, tuple | list):
        return max(map(largest, value), default=0)
    return value.size if isinstance(value, np.ndarray) else 1


def is_small(item: object) -> bool:
    """Return whether an argument is a small array, a small number, or a tuple of these."""
    if isinstance(item, np.ndarray):
        return max(item.size, *item.shape, 0) <= ENTRIES
    if isinstance(item, tuple | list):
        return len(item) <= NUMBER and all(map(is_small, item))
    return item is None or (isinstance(item, int | float) and abs(item) <= NUMBER)
