"""The contract of warm_up."""

from collections.abc import Iterator

from grading.bank.exercise import Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "values", (draw(2, 2),)
    yield "values", (draw(3, 4),)


EXERCISE = Exercise(
    name="warm_up",
    lesson="start_here",
    module="convlib.course.by_hand",
    parts=("total",),
    properties=one_property(1),
    recipe=recipe,
)
