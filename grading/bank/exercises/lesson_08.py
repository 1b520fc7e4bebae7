"""Lesson 08: a network that trains."""

import numpy as np

from convlib.lab.checks.examine import Property
from grading.bank.exercise import TWICE, Exercise

PARAMS = "W1", "b1", "W2", "b2", "W3", "b3"
WATCHED = "it must be called after each step, with the list of all losses so far."
GRADS = tuple(f"d{name}" for name in PARAMS)


def networks(draw):
    def some(*shape):
        return draw.rng.normal(size=shape).round(2)

    def network(N, C, sides, F_1, F_2, classes, dtype=float):
        n_H, n_W = sides
        layers = [
            some(F_1, C, 3, 3),
            some(F_1),
            some(F_2, F_1, 3, 3),
            some(F_2),
            some(F_2 * (n_H // 4) * (n_W // 4), classes),
            some(classes),
        ]
        return tuple(array.astype(dtype) for array in (some(N, C, *sides), some(N, classes), *layers))

    def playing(play, *parts, note=""):
        return {"play": play, "note": note} | ({"parts": parts} if parts else {})

    usual = 3, 1, (5, 8), 2, 4, 5
    yield (
        "params",
        network(*usual),
        playing("shapes", "shapes", note="a parameter has another shape; the rows are W1, b1, W2, b2, W3, b3."),
    )
    yield (
        "params",
        network(1, 3, (12, 7), 4, 2, 6),
        playing("shapes", "shapes", note="a parameter has another shape; the rows are W1, b1, W2, b2, W3, b3."),
    )
    # Several channels, so that they count in the number of inputs.
    yield (
        "start values",
        network(3, 3, (5, 8), 2, 4, 5),
        playing(
            "start",
            "variance",
            "mean",
            "bias",
            "same_seed_and_next_net",
            note="they are not He's; the variance, times the number of inputs of one output, must be near 2 "
            "in W1, W2, W3.",
        ),
    )
    for shape in (usual, (2, 3, (9, 6), 3, 1, 4)):
        layers = network(*shape)
        yield "logits", layers, playing("logits", "logits")
        yield "values", layers, playing("one pass")
    small = 2, 1, (4, 6), 2, 3, 4
    yield (
        "a second pass",
        network(*small),
        playing("a second pass", "dX", *GRADS, note="the gradients of an earlier pass play a part."),
    )
    yield (
        "two forward passes",
        network(*small),
        playing(
            "two forward passes",
            "dX",
            *GRADS,
            note="with two forward passes before it, the backward pass must belong to the second.",
        ),
    )
    yield (
        "two networks",
        network(*small),
        playing("two networks", "dX", *GRADS, note="two networks get in each other's way: something is shared."),
    )
    for dtype in (np.float32, float):
        yield (
            "number types",
            network(*small, dtype),
            playing(
                "bytes", "params_bytes", "results_bytes", note="the numbers have another type than the one asked for."
            ),
        )


def steps(draw):
    for shape in ((3,), (2, 4)):
        yield "values", (draw(*shape), draw(*shape), draw(*shape)), {"lr": 0.25, "momentum": 0.5}
    yield "values", (draw(2, 3), draw(2, 3), np.zeros((2, 3))), {"lr": 0.125, "momentum": 0.75}
    yield "default values", (draw(3), draw(3), draw(3))
    yield (
        "called twice, inputs untouched",
        (draw(2, 2), draw(2, 2), draw(2, 2)),
        {"lr": 0.5, "momentum": 0.25, "calls": 2},
    )


def trainings(draw):
    def arguments(n_images):
        # Images in a random order of their classes, three of each at least.
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
            "parts": ("calls",),
            "note": WATCHED,
        },
    )
    yield (
        "called twice, inputs untouched",
        arguments(6),
        {"epochs": 2, "lr": 0.5, "batch_size": 3, "momentum": 0.5, "calls": 2},
    )


_L8 = "08_train_a_convnet"

EXERCISES = [
    Exercise(
        "ConvNet",
        _L8,
        "convlib.course.convnet",
        ("logits", "dX", *GRADS),
        (
            Property("params", 1),
            Property("start values", 1),
            Property("logits", 2),
            Property("dX", 1, part="dX", probes="values"),
            *(Property(name, 1, part=name, probes="values") for name in reversed(GRADS)),
            Property("a second pass", 1, builds_on_values=True),
            Property("two forward passes", 1, builds_on_values=True),
            Property("two networks", 1, builds_on_values=True),
            Property("number types", 1),
        ),
        networks,
        through="network",
    ),
    Exercise(
        "sgd_momentum_step",
        _L8,
        "convlib.nn.optimizers",
        ("param", "velocity"),
        (
            Property("param", 1, part="param", probes="values"),
            Property("velocity", 1, part="velocity", probes="values"),
            Property("default values", 1),
            TWICE,
        ),
        steps,
    ),
    Exercise(
        "train",
        _L8,
        "convlib.course.convnet",
        ("losses", "scale", "shift"),
        (
            Property("one step", 1),
            Property("many steps", 1),
            Property("the last batch", 1),
            Property("epochs", 2),
            Property("default values", 1),
            Property("on_step", 1),
            TWICE,
        ),
        trainings,
        through="training",
        uses=("sgd_momentum_step",),
    ),
]
