"""The contract of conv_single_step."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    for f in (2, 3):
        yield "values", (draw(f, f), draw.tenths(f, f))
    yield "integers", (draw.whole(2, 2), draw.tenths(2, 2))
    yield "integers", (draw.whole(3, 3), draw.whole(3, 3))
    yield "called twice, inputs untouched", (draw(3, 3), draw(3, 3)), {"calls": 2}


EXERCISE = Exercise(
    name="conv_single_step",
    lesson="01_convolution_by_hand",
    module="convlib.conv.single",
    parts=("h",),
    properties=(*one_property(2), Property("integers", 1, builds_on_values=True), TWICE),
    recipe=recipe,
)
