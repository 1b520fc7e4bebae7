"""The contract of pad2d."""

from collections.abc import Iterator

from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    for shape, pad in [((2, 3), 1), ((3, 2), 2), ((4, 2), 3), ((2, 4), 0)]:
        yield "values", (draw(*shape), pad)
    yield "values", (draw.whole(3, 4), 1)
    yield "called twice, inputs untouched", (draw(3, 2), 1), {"calls": 2}


EXERCISE = Exercise(
    name="pad2d",
    lesson="04_padding_and_stride",
    module="convlib.conv.strided",
    parts=("padded",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
)
