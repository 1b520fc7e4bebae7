"""The contract of correlate_valid."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "shape", (draw(4, 6), draw(2, 3))
    for X_shape, K_shape in [((3, 4), (2, 2)), ((5, 6), (3, 2)), ((4, 3), (4, 3)), ((4, 5), (1, 2))]:
        yield "values", (draw(*X_shape), draw(*K_shape))
    yield "values", (draw.whole(4, 3), draw.tenths(2, 2))
    yield "called twice, inputs untouched", (draw(4, 5), draw(2, 3)), {"calls": 2}


EXERCISE = Exercise(
    name="correlate_valid",
    lesson="03_gradients_are_convolutions",
    module="convlib.conv.single",
    parts=("out",),
    properties=(Property("shape", 1, "shape"), *one_property(2), TWICE),
    recipe=recipe,
)
