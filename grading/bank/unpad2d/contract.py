"""The contract of unpad2d."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    for shape, pad in [((4, 5), 1), ((3, 6), 1), ((6, 7), 2)]:
        yield "values", (draw(*shape), pad)
    yield "a border of 0", (draw(2, 3), 0)
    yield "a border of 0", (draw(3, 1), 0)
    yield "called twice, inputs untouched", (draw(5, 4), 1), {"calls": 2}


EXERCISE = Exercise(
    name="unpad2d",
    lesson="04_padding_and_stride",
    module="convlib.conv.strided",
    parts=("inside",),
    properties=(*one_property(2), Property("a border of 0", 1), TWICE),
    recipe=recipe,
)
