"""The contract of flatten_forward."""

from collections.abc import Iterator

from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import samples


def recipe(draw: Draw) -> Iterator[tuple]:
    for group, X in samples(draw):
        yield group, (X,), {"calls": 2 if "twice" in group else 1}


EXERCISE = Exercise(
    name="flatten_forward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("H",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
    opaque=("cache",),
)
