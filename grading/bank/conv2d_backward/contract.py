"""The contract of conv2d_backward."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise
from grading.bank.recipes import whole_layer


def recipe(draw: Draw) -> Iterator[tuple]:
    def arrange(X, W, b, stride, pad):
        sides = [(n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape[2:], W.shape[2:], strict=True)]
        while True:
            dH = (draw.tenths if X.flags.c_contiguous else draw.view)(len(X), len(W), *sides)
            if np.abs(dH.sum(axis=(0, 2, 3))).min() > 0.5:  # a db near zero would be mostly rounding error in float32
                break
        return (dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W, b, stride, pad)

    yield from whole_layer(draw, arrange)


EXERCISE = Exercise(
    name="conv2d_backward",
    lesson="05_channels_and_batches",
    module="convlib.conv.naive",
    parts=("dX", "dW", "db"),
    properties=(
        Property("shape", 1, "shape"),
        Property("dX", 2, part="dX", probes="values"),
        *(Property(part, 1, part=part, probes="values") for part in ("dW", "db")),
        Property("channels", 1),
        Property("batch", 1),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
    recipe=recipe,
    companion="conv2d_forward",
    cache=("X", "W", "b", "stride", "pad"),
)
