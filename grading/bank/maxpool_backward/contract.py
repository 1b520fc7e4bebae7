"""The contract of maxpool_backward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import pools, upstream


def recipe(draw: Draw) -> Iterator[tuple]:
    def arrange(X, f, stride):
        sides = ((n - f) // stride + 1 for n in X.shape[2:])
        return upstream(draw, X, *X.shape[:2], *sides), (X, f, stride)

    return pools(draw, arrange)


EXERCISE = Exercise(
    name="maxpool_backward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("dX",),
    properties=(
        Property("shape", 1, "shape"),
        *one_property(2),
        Property("stride", 1),
        Property("overlapping windows", 1),
        Property("ties", 1),
        Property("other dtypes", 1, builds_on_values=True),
        TWICE,
    ),
    recipe=recipe,
    companion="maxpool_forward",
    cache=("X", "f", "stride"),
)
