"""The contract of relu_forward."""

from collections.abc import Iterator

from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import activations


def recipe(draw: Draw) -> Iterator[tuple]:
    for group, *rest in activations(draw, lambda X: (X,)):
        yield "values" if group == "exactly zero" else group, *rest


EXERCISE = Exercise(
    name="relu_forward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("H",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
    opaque=("cache",),
)
