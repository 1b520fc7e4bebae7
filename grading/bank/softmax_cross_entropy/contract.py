"""The contract of softmax_cross_entropy."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    """Yield probes for softmax with cross-entropy."""

    def labels(N, n_classes):
        return draw.rng.integers(0, n_classes, N)

    yield "shape", (draw(4, 3), labels(4, 3))
    yield "values", (draw(2, 3), np.array([2, 0]))
    yield "values", (draw(1, 4), labels(1, 4))
    yield "values", (draw(3, 3), draw.rng.permutation(3))  # square: reveals a missing axis
    yield "values", (draw(5, 2), np.array([1, 0, 1, 1, 0]))
    yield "values", (draw(4, 3), np.array([1, 1, 1, 1]))
    yield "large scores", (draw(2, 3) + 1000, labels(2, 3))
    yield "large scores", (draw(2, 3) - 1000, labels(2, 3))
    yield "large scores", (draw(3, 2) + np.array([[1000], [0], [-1000]]), labels(3, 2))
    yield "large scores", (draw(1, 4) + np.array([[2000, 0, 2000, 0]]), np.array([0]))
    for shape in ((1, 3), (3, 4)):
        logits = draw(*shape)
        y = labels(*shape)
        logits[range(len(y)), y] -= 900
        yield "tiny probabilities", (logits, y)
    lowest = draw.single(3, 4)
    yield "other dtypes", (lowest, lowest.argmin(axis=1).astype(np.int32))
    yield "other dtypes", (draw.whole(2, 3), np.array([0, 2], np.uint8))
    yield "other dtypes", (draw.view(3, 2), np.array([1, 0, 0], np.int8))
    yield "called twice, inputs untouched", (draw(2, 4), np.array([3, 1])), {"calls": 2}


EXERCISE = Exercise(
    name="softmax_cross_entropy",
    lesson="07_the_other_layers",
    module="convlib.nn.losses",
    parts=("loss", "dlogits"),
    properties=(
        Property("shape", 1, "shape"),
        Property("loss", 1, part="loss", probes="values"),
        Property("dlogits", 2, part="dlogits", probes="values"),
        Property("large scores", 1),
        Property("tiny probabilities", 1),
        Property("other dtypes", 1, builds_on_values=True),
        TWICE,
    ),
    recipe=recipe,
)
