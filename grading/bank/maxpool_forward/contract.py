"""The contract of maxpool_forward."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import pools


def recipe(draw: Draw) -> Iterator[tuple]:
    joined = {"overlapping windows": "stride", "ties": "values", "other dtypes": "values"}
    for group, *rest in pools(draw, lambda *pool: pool):
        yield joined.get(group, group), *rest


EXERCISE = Exercise(
    name="maxpool_forward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("H",),
    properties=(Property("shape", 1, "shape"), *one_property(2), Property("stride", 1), TWICE),
    recipe=recipe,
    opaque=("cache",),
)
