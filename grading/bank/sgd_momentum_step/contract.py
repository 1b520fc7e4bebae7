"""The contract of sgd_momentum_step."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    for shape in ((3,), (2, 4)):
        yield "values", (draw(*shape), draw(*shape), draw(*shape)), {"lr": 0.25, "momentum": 0.5}
    yield "values", (draw(2, 3), draw(2, 3), np.zeros((2, 3))), {"lr": 0.125, "momentum": 0.75}
    yield "default values", (draw(3), draw(3), draw(3))
    yield (
        "called twice, inputs untouched",
        (draw(2, 2), draw(2, 2), draw(2, 2)),
        {"lr": 0.5, "momentum": 0.25, "calls": 2},
    )


EXERCISE = Exercise(
    name="sgd_momentum_step",
    lesson="08_train_a_convnet",
    module="convlib.nn.optimizers",
    parts=("param", "velocity"),
    properties=(
        Property("param", 2, part="param", probes="values"),
        Property("velocity", 1, part="velocity", probes="values"),
        Property("default values", 1),
        TWICE,
    ),
    recipe=recipe,
)
