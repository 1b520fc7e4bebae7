"""The contract of linear_backward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise
from grading.bank.recipes import products, upstream


def recipe(draw: Draw) -> Iterator[tuple]:
    return products(draw, lambda X, W, b: (upstream(draw, X, len(X), W.shape[1]), (X, W, b)))


EXERCISE = Exercise(
    name="linear_backward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("dX", "dW", "db"),
    properties=(
        Property("shape", 1, "shape"),
        Property("dX", 2, part="dX", probes="values"),
        *(Property(part, 1, part=part, probes="values") for part in ("dW", "db")),
        TWICE,
    ),
    recipe=recipe,
    companion="linear_forward",
    cache=("X", "W", "b"),
)
