"""The contract of train."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise

WATCHED = "it must be called after each step, with the list of all losses so far."


def recipe(draw: Draw) -> Iterator[tuple]:
    def arguments(n_images):
        # Images in random order of their classes, at least three of each.
        y = draw.rng.permutation(np.arange(n_images) % 3)
        X, scale, shift = (draw.rng.normal(size=shape).round(2) for shape in ((n_images, 3), 3, 3))
        return X, y, scale, shift, int(draw.rng.integers(100))

    yield "one step", arguments(9), {"epochs": 1, "lr": 0.5, "batch_size": 9, "momentum": 0.5}
    yield "one step", arguments(4), {"epochs": 1, "lr": 0.25, "batch_size": 6, "momentum": 0.5}
    yield "many steps", arguments(12), {"epochs": 1, "lr": 0.5, "batch_size": 3, "momentum": 0.75}
    yield "the last batch", arguments(8), {"epochs": 1, "lr": 0.5, "batch_size": 3, "momentum": 0.5}
    yield "epochs", arguments(6), {"epochs": 3, "lr": 0.5, "batch_size": 2, "momentum": 0.5}
    yield "epochs", arguments(7), {"epochs": 2, "lr": 0.5, "batch_size": 3, "momentum": 0.5}
    yield "default values", arguments(70), {"epochs": 1, "lr": 0.5}
    yield (
        "on_step",
        arguments(7),
        {
            "epochs": 2,
            "lr": 0.5,
            "batch_size": 3,
            "momentum": 0.5,
            "watched": True,
            "note": WATCHED,
        },
    )
    yield (
        "called twice, inputs untouched",
        arguments(6),
        {"epochs": 2, "lr": 0.5, "batch_size": 3, "momentum": 0.5, "calls": 2},
    )


EXERCISE = Exercise(
    name="train",
    lesson="08_train_a_convnet",
    module="convlib.course.convnet",
    parts=("losses", "scale", "shift"),
    properties=(
        Property("one step", 1),
        Property("many steps", 2),
        Property("the last batch", 1),
        Property("epochs", 2),
        Property("default values", 1),
        Property("on_step", 1),
        TWICE,
    ),
    recipe=recipe,
    through="training",
    uses=("sgd_momentum_step",),
)
