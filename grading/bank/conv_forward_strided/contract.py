"""The contract of conv_forward_strided."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise
from grading.bank.recipes import strided


def recipe(draw: Draw) -> Iterator[tuple]:
    def arrange(X, W, stride=1, pad=0):
        given = {"stride": (stride, 1), "pad": (pad, 0)}
        return (X, W), {name: number for name, (number, default) in given.items() if number != default}

    for group, args, options, *calls in strided(draw, arrange):
        yield group, args, options | dict(*calls)


EXERCISE = Exercise(
    name="conv_forward_strided",
    lesson="04_padding_and_stride",
    module="convlib.conv.strided",
    parts=("H",),
    properties=(
        Property("shape", 1, "shape"),
        Property("values", 2),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
    recipe=recipe,
    opaque=("cache",),
    uses=("pad2d",),
)
