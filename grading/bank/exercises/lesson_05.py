"""Lesson 05: the whole layer, with batches, channels and filters, written with loops."""

import numpy as np

from convlib.lab.checks.examine import Property
from grading.bank.exercise import LAST, Exercise

CACHE = ("X", "W", "b", "stride", "pad")


def whole_layer(draw, arrange):
    """Yield probes for a pass through the layer; ``arrange`` makes the arguments of the layer's own."""

    def layer(N, C, F, sides, filters, stride=1, pad=0, X=draw, W=draw, b=draw):
        return arrange(X(N, C, *sides), W(F, C, *filters), b(F), stride, pad)

    yield "shape", layer(2, 3, 4, (3, 4), (2, 1), 2, 1)
    yield "values", layer(1, 1, 1, (3, 4), (2, 2))
    yield "values", layer(1, 1, 2, (4, 3), (2, 3))
    yield "channels", layer(1, 3, 1, (3, 2), (2, 1))
    yield "channels", layer(1, 2, 3, (3, 4), (2, 2))
    yield "batch", layer(3, 1, 2, (2, 3), (2, 2))
    yield "batch", layer(2, 3, 1, (3, 4), (3, 2))
    yield "padding", layer(1, 1, 1, (2, 3), (2, 2), 1, 1)
    yield "padding", layer(1, 2, 3, (3, 2), (3, 3), 1, 2)
    yield "stride", layer(1, 1, 1, (4, 6), (2, 2), 2)
    yield "stride", layer(1, 2, 1, (6, 5), (2, 3), 3)
    yield "stride", layer(2, 1, 3, (4, 3), (3, 2), 2, 1)
    yield "other number types", layer(1, 2, 3, (3, 4), (2, 2), X=draw.whole, W=draw.tenths, b=draw.tenths)
    yield "other number types", layer(1, 2, 3, (4, 3), (2, 2), X=draw.tenths, W=draw.whole, b=draw.whole)
    yield "other number types", layer(1, 2, 3, (4, 3), (2, 2), 1, 0, draw.single, draw.single, draw.single)
    yield "other number types", layer(2, 1, 3, (3, 4), (2, 3), 1, 0, draw.view, draw.view, draw.view)
    yield "called twice", layer(2, 1, 3, (2, 3), (2, 2), 1, 1), {"calls": 2}
    # Other numbers, the same shapes: what was kept of the call before does not fit.
    yield "called twice", layer(2, 1, 3, (2, 3), (2, 2), 1, 1)
    yield "inputs untouched", layer(2, 1, 3, (3, 4), (2, 2))
    yield "inputs untouched", layer(1, 3, 2, (3, 4), (2, 2))


def forward(draw):
    yield from whole_layer(draw, lambda *layer: layer)


def backward(draw):
    def arrange(X, W, b, stride, pad):
        sides = [(n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape[2:], W.shape[2:], strict=True)]
        while True:
            dH = (draw.tenths if X.flags.c_contiguous else draw.view)(len(X), len(W), *sides)
            if np.abs(dH.sum(axis=(0, 2, 3))).min() > 0.5:  # a db near zero would be all rounding in float32
                break
        return (dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W, b, stride, pad)

    yield from whole_layer(draw, arrange)


FORWARD = dict(
    parts=("H",),
    opaque=("cache",),
    recipe=forward,
    properties=(
        Property("shape", 1, "shape"),
        Property("values", 1),
        Property("channels", 1),
        Property("batch", 1),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
)
BACKWARD = dict(
    parts=("dX", "dW", "db"),
    recipe=backward,
    cache=CACHE,
    properties=(
        Property("shape", 1, "shape"),
        *(Property(part, 1, part=part, probes="values") for part in ("dX", "dW", "db")),
        Property("channels", 1),
        Property("batch", 1),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
)
_L5 = "05_channels_and_batches"

EXERCISES = [
    Exercise("conv2d_forward", _L5, "convlib.conv.naive", **FORWARD),
    Exercise("conv2d_backward", _L5, "convlib.conv.naive", companion="conv2d_forward", **BACKWARD),
]
