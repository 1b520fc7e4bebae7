"""The contract of relu_backward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import activations, upstream


def recipe(draw: Draw) -> Iterator[tuple]:
    return activations(draw, lambda X: (upstream(draw, X, *X.shape), X))


EXERCISE = Exercise(
    name="relu_backward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("dX",),
    properties=(*one_property(2), Property("exactly zero", 1), TWICE),
    recipe=recipe,
    companion="relu_forward",
    cache=("X",),
)
