"""The contract of dilate2d."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    for dH_shape, stride, shape in [((2, 3), 2, (3, 5)), ((3, 2), 3, (7, 4)), ((1, 2), 2, (1, 3)), ((2, 3), 1, (2, 3))]:
        yield "values", (draw(*dH_shape), stride, shape)
    yield "values", (draw.whole(2, 3), 2, (3, 5))
    for dH_shape, stride, shape in [
        ((2, 3), 2, (3, 6)),
        ((3, 2), 2, (6, 3)),
        ((2, 2), 3, (5, 6)),
        ((1, 1), 3, (2, 3)),
    ]:
        yield "rows and columns left over", (draw(*dH_shape), stride, shape)
    yield "called twice, inputs untouched", (draw(2, 3), 2, (4, 5)), {"calls": 2}


EXERCISE = Exercise(
    name="dilate2d",
    lesson="04_padding_and_stride",
    module="convlib.conv.strided",
    parts=("dilated",),
    properties=(*one_property(2), Property("rows and columns left over", 1), TWICE),
    recipe=recipe,
)
