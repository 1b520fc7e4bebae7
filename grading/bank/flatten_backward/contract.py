"""The contract of flatten_backward."""

from collections.abc import Iterator

import numpy as np

from grading.bank.exercise import TWICE, Draw, Exercise, one_property
from grading.bank.recipes import samples, upstream


def recipe(draw: Draw) -> Iterator[tuple]:
    for group, X in samples(draw):
        dH = draw.view(len(X), X[0].size) if not X.flags.c_contiguous else upstream(draw, X, len(X), X[0].size)
        yield group, (dH, X.shape), {"calls": 2 if "twice" in group else 1}
    for shape in [(2, 3, 2), (3, 2), (1, 2, 1, 3, 2)]:  # a shape of the form (N, ...), not only of images
        yield "values", (draw(shape[0], int(np.prod(shape[1:]))), shape)


EXERCISE = Exercise(
    name="flatten_backward",
    lesson="07_the_other_layers",
    module="convlib.nn.layers",
    parts=("dX",),
    properties=(*one_property(2), TWICE),
    recipe=recipe,
    companion="flatten_forward",
    cache=("cache",),
)
