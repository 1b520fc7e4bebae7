"""The contract of linear_forward."""

from collections.abc import Iterator

from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import products


def recipe(draw: Draw) -> Iterator[tuple]:
    for group, *rest in products(draw, lambda X, W, b: (X, W, b)):
        yield "values" if group == "shape" else group, *rest


EXERCISE = Exercise(
    name="linear_forward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("H",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
    opaque=("cache",),
)
