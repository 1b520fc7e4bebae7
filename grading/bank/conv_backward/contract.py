"""The contract of conv_backward."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise
from grading.bank.recipes import one_channel


def recipe(draw: Draw) -> Iterator[tuple]:
    def arrange(X, W):
        n_H, n_W = (n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
        whole = "i" in (X.dtype.kind, W.dtype.kind)
        dH = draw.tenths(n_H, n_W) if whole else draw(n_H, n_W)
        return (dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W)

    yield from one_channel(draw, arrange)


def gradients(points: int) -> tuple[Property, ...]:
    """Return the properties of a backward pass; dW is worth ``points``, and dX one more."""
    return (
        Property("shape", 1, "shape"),
        Property("dX", points + 1, part="dX", probes="values"),
        Property("dW", points, part="dW", probes="values"),
        *LAST,
    )


EXERCISE = Exercise(
    name="conv_backward",
    lesson="02_backprop_by_hand",
    module="convlib.conv.single",
    parts=("dX", "dW"),
    properties=gradients(2),
    recipe=recipe,
    companion="conv_forward",
)
