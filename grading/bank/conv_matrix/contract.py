"""The contract of conv_matrix."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "shape", (draw(2, 2), 3, 5)
    for f, n_H_prev, n_W_prev in [(2, 3, 4), (3, 5, 4), (2, 2, 3), (1, 2, 3)]:
        yield "values", (draw(f, f), n_H_prev, n_W_prev)
    yield "called twice, inputs untouched", (draw(2, 2), 4, 3), {"calls": 2}


EXERCISE = Exercise(
    name="conv_matrix",
    lesson="03_gradients_are_convolutions",
    module="convlib.conv.single",
    parts=("A",),
    properties=(Property("shape", 1, "shape"), *one_property(3), TWICE),
    recipe=recipe,
)
