"""The contract of conv_forward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise, one_property
from grading.bank.recipes import one_channel


def recipe(draw: Draw) -> Iterator[tuple]:
    yield from one_channel(draw, lambda X, W: (X, W))


EXERCISE = Exercise(
    name="conv_forward",
    lesson="01_convolution_by_hand",
    module="convlib.conv.single",
    parts=("H",),
    properties=(Property("shape", 1, "shape"), *one_property(3), *LAST),
    recipe=recipe,
    opaque=("cache",),
)
