"""The contract of ConvNet."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import Draw, Exercise

PARAMS = "W1", "b1", "W2", "b2", "W3", "b3"
GRADS = tuple(f"d{name}" for name in PARAMS)


def recipe(draw: Draw) -> Iterator[tuple]:
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
        playing("shapes", "shapes", note="a parameter has the wrong shape; the rows are W1, b1, W2, b2, W3, b3."),
    )
    yield (
        "params",
        network(1, 3, (12, 7), 4, 2, 6),
        playing("shapes", "shapes", note="a parameter has the wrong shape; the rows are W1, b1, W2, b2, W3, b3."),
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
            note="they do not follow He's rule; in W1, W2 and W3, the variance times the number of inputs of one "
            "output must be near 2.",
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
        playing("a second pass", "dX", *GRADS, note="the gradients of an earlier pass leak into this one."),
    )
    yield (
        "two forward passes",
        network(*small),
        playing(
            "two forward passes",
            "dX",
            *GRADS,
            note="after two forward passes, the backward pass must belong to the second.",
        ),
    )
    yield (
        "two networks",
        network(*small),
        playing("two networks", "dX", *GRADS, note="two networks interfere with each other: they share something."),
    )
    for dtype in (np.float32, float):
        yield (
            "dtypes",
            network(*small, dtype),
            playing("bytes", "params_bytes", "results_bytes", note="the numbers do not have the requested dtype."),
        )


EXERCISE = Exercise(
    name="ConvNet",
    lesson="08_train_a_convnet",
    module="convlib.course.convnet",
    parts=("logits", "dX", *GRADS),
    properties=(
        Property("params", 1),
        Property("start values", 1),
        Property("logits", 2),
        Property("dX", 1, part="dX", probes="values"),
        *(Property(name, 1, part=name, probes="values") for name in reversed(GRADS)),
        Property("a second pass", 1, builds_on_values=True),
        Property("two forward passes", 1, builds_on_values=True),
        Property("two networks", 1, builds_on_values=True),
        Property("dtypes", 1),
    ),
    recipe=recipe,
    through="network",
)
