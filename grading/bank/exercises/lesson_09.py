"""Lesson 09: a test for a pair of passes, tried on pairs with a bug and on right ones."""

import numpy as np

from convlib.lab.checks.examine import Property
from grading.bank.exercise import TWICE, Exercise, values
from grading.bank.planted import BUGS, PLAIN, RIGHT, TEXTS


def errors(draw):
    for shape in [(3,), (2, 3), (2, 1, 2, 3)]:
        want = draw(*shape)
        yield "values", (want + 0.1 * draw.tenths(*shape), want)
    yield "values", (draw(2, 2), np.zeros((2, 2)))
    yield "values", (1e-4 * draw(4), 1e-4 * draw(4))
    yield "equal arrays", (np.zeros((2, 3)), np.zeros((2, 3)))
    want = draw(3)
    yield "equal arrays", (want.copy(), want)
    yield "other shapes", (draw(3, 1), draw(3))
    yield "other shapes", (draw(2, 3), draw(3, 2))
    yield "other shapes", (draw(1), draw(2, 2))
    yield "called twice, inputs untouched", (draw(2, 3), draw(2, 3)), {"calls": 2}


def clinic(draw):
    """Yield pairs to test: every bug in one style or another, and right pairs among those of each group."""
    for group in dict.fromkeys(bug.group for bug in BUGS):
        pairs = [
            (str(draw.rng.choice(bug.sources)), f"it accepts a pair {bug.says}.") for bug in BUGS if bug.group == group
        ]
        pairs += map(right, RIGHT if group == "spares right pairs" else [draw.rng.choice(PLAIN)])
        for k in draw.rng.permutation(len(pairs)):
            source, note = pairs[k]
            yield group, (source,), {"note": note}


def right(style):
    return TEXTS[style], f"it refuses a right pair that {RIGHT[style]}."


_L9, _CLINIC = "09_debug_and_race", "convlib.course.clinic"

EXERCISES = [
    Exercise(
        "relative_error",
        _L9,
        _CLINIC,
        ("error",),
        (*values(1), Property("equal arrays", 1), Property("other shapes", 1), TWICE),
        errors,
    ),
    Exercise(
        "assert_correct",
        _L9,
        _CLINIC,
        ("verdict",),
        (
            Property("wrong outputs", 3),
            Property("wrong dX", 3),
            Property("wrong dW", 3),
            Property("wrong db", 2),
            Property("state and inputs", 3),
            Property("spares right pairs", 2),
        ),
        clinic,
        through="verdict",
        uses=("relative_error",),
    ),
]
