"""The contract of rot180."""

from collections.abc import Iterator

from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "values", (draw(2, 2),)
    yield "values", (draw(3, 4),)
    yield "values", (draw(3, 1),)
    yield "called twice, inputs untouched", (draw(3, 2),), {"calls": 2}


EXERCISE = Exercise(
    name="rot180",
    lesson="03_gradients_are_convolutions",
    module="convlib.conv.single",
    parts=("rotated",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
)
