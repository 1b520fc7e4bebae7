"""The contract of conv2d_forward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise
from grading.bank.recipes import whole_layer


def recipe(draw: Draw) -> Iterator[tuple]:
    yield from whole_layer(draw, lambda *layer: layer)


EXERCISE = Exercise(
    name="conv2d_forward",
    lesson="05_channels_and_batches",
    module="convlib.conv.naive",
    parts=("H",),
    properties=(
        Property("shape", 1, "shape"),
        Property("values", 2),
        Property("channels", 1),
        Property("batch", 1),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
    recipe=recipe,
    opaque=("cache",),
)
