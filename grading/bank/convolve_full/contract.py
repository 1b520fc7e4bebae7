"""The contract of convolve_full."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "shape", (draw(2, 4), draw(3, 3))
    for dH_shape, f in [((2, 3), 2), ((4, 3), 3), ((1, 2), 2), ((2, 4), 3), ((3, 2), 1)]:
        yield "values", (draw(*dH_shape), draw(f, f))
    yield "values", (draw.whole(2, 3), draw.tenths(2, 2))
    yield "called twice, inputs untouched", (draw(3, 2), draw(2, 2)), {"calls": 2}


EXERCISE = Exercise(
    name="convolve_full",
    lesson="03_gradients_are_convolutions",
    module="convlib.conv.single",
    parts=("dX",),
    properties=(Property("shape", 1, "shape"), *one_property(3), TWICE),
    recipe=recipe,
    uses=("rot180", "correlate_valid"),
)
