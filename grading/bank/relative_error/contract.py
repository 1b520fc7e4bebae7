"""The contract of relative_error."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
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


EXERCISE = Exercise(
    name="relative_error",
    lesson="09_debug_and_race",
    module="convlib.course.clinic",
    parts=("error",),
    properties=(*one_property(2), Property("equal arrays", 1), Property("other shapes", 1), TWICE),
    recipe=recipe,
)
