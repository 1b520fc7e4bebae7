"""The contract of conv_backward_strided."""

from collections.abc import Iterator

import numpy as np

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, Draw, Exercise
from grading.bank.recipes import strided


def recipe(draw: Draw) -> Iterator[tuple]:
    def arrange(X, W, stride=1, pad=0):
        n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape, W.shape, strict=True))
        whole = "i" in (X.dtype.kind, W.dtype.kind)
        dH = draw.tenths(n_H, n_W) if whole else draw(n_H, n_W)
        return (((dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W, stride, pad)),)

    yield from strided(draw, arrange)


EXERCISE = Exercise(
    name="conv_backward_strided",
    lesson="04_padding_and_stride",
    module="convlib.conv.strided",
    parts=("dX", "dW"),
    properties=(
        Property("shape", 1, "shape"),
        Property("dX", 2, part="dX", probes="values"),
        Property("dW", 1, part="dW", probes="values"),
        Property("padding", 1),
        Property("stride", 1),
        *LAST,
    ),
    recipe=recipe,
    companion="conv_forward_strided",
    cache=("X", "W", "stride", "pad"),
    uses=("pad2d", "dilate2d", "unpad2d"),
)
