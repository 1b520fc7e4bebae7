"""Lesson 04: one channel, with padding and stride."""

import numpy as np

from convlib.lab.checks.examine import Property
from grading.bank.exercise import LAST, TWICE, Exercise, values


def padded(draw):
    for shape, pad in [((2, 3), 1), ((3, 2), 2), ((4, 2), 3), ((2, 4), 0)]:
        yield "values", (draw(*shape), pad)
    yield "values", (draw.whole(3, 4), 1)
    yield "called twice, inputs untouched", (draw(3, 2), 1), {"calls": 2}


def unpadded(draw):
    for shape, pad in [((4, 5), 1), ((3, 6), 1), ((6, 7), 2)]:
        yield "values", (draw(*shape), pad)
    yield "a border of 0", (draw(2, 3), 0)
    yield "a border of 0", (draw(3, 1), 0)
    yield "called twice, inputs untouched", (draw(5, 4), 1), {"calls": 2}


def dilated(draw):
    for dH_shape, stride, shape in [((2, 3), 2, (3, 5)), ((3, 2), 3, (7, 4)), ((1, 2), 2, (1, 3)), ((2, 3), 1, (2, 3))]:
        yield "values", (draw(*dH_shape), stride, shape)
    yield "values", (draw.whole(2, 3), 2, (3, 5))
    for dH_shape, stride, shape in [((2, 3), 2, (3, 6)), ((3, 2), 2, (6, 3)), ((2, 2), 3, (5, 6)), ((1, 1), 3, (2, 3))]:
        yield "rows and columns left over", (draw(*dH_shape), stride, shape)
    yield "called twice, inputs untouched", (draw(2, 3), 2, (4, 5)), {"calls": 2}


def strided(draw, arrange):
    """Yield probes for a pass through the layer; ``arrange`` makes the arguments and options."""
    yield "shape", *arrange(draw(5, 7), draw(3, 2), 2, 1)
    for X_shape, W_shape in [((3, 4), (2, 2)), ((4, 3), (2, 3)), ((2, 3), (1, 2))]:
        yield "values", *arrange(draw(*X_shape), draw(*W_shape))
    for X_shape, W_shape, pad in [((2, 3), (2, 2), 1), ((2, 2), (2, 3), 2), ((1, 2), (2, 3), 1)]:
        yield "padding", *arrange(draw(*X_shape), draw(*W_shape), 1, pad)
    # In turn: nothing is left over, a row, a column, both; a stride longer than the filter; with padding.
    for X_shape, W_shape, stride, pad in [
        ((5, 4), (3, 2), 2, 0),
        ((4, 4), (1, 2), 2, 0),
        ((3, 6), (3, 3), 2, 0),
        ((6, 5), (3, 2), 2, 0),
        ((6, 7), (2, 2), 3, 0),
        ((4, 5), (3, 2), 2, 1),
        ((3, 4), (2, 3), 3, 2),
    ]:
        yield "stride", *arrange(draw(*X_shape), draw(*W_shape), stride, pad)
    yield "other number types", *arrange(draw.whole(4, 3), draw.tenths(2, 2), 1, 1)
    yield "other number types", *arrange(draw.tenths(3, 4), draw.whole(2, 2), 2, 1)
    yield "other number types", *arrange(draw.single(3, 5), draw.single(2, 3), 2, 1)
    yield "other number types", *arrange(draw.view(5, 4), draw.view(2, 2), 2, 0)
    yield "called twice", *arrange(draw(4, 5), draw(2, 3), 2, 1), {"calls": 2}
    yield "inputs untouched", *arrange(draw(5, 4), draw(3, 2), 2, 1)


def forward(draw):
    def arrange(X, W, stride=1, pad=0):
        given = {"stride": (stride, 1), "pad": (pad, 0)}
        return (X, W), {name: number for name, (number, default) in given.items() if number != default}

    for group, args, options, *calls in strided(draw, arrange):
        yield group, args, options | dict(*calls)


def backward(draw):
    def arrange(X, W, stride=1, pad=0):
        n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape, W.shape, strict=True))
        whole = "i" in (X.dtype.kind, W.dtype.kind)
        dH = draw.tenths(n_H, n_W) if whole else draw(n_H, n_W)
        return (((dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W, stride, pad)),)

    yield from strided(draw, arrange)


_L4, _STRIDED = "04_padding_and_stride", "convlib.conv.strided"
_PASS = Property("padding", 1), Property("stride", 1), *LAST

EXERCISES = [
    Exercise("pad2d", _L4, _STRIDED, ("padded",), (*values(1), TWICE), padded),
    Exercise(
        "conv_forward_strided",
        _L4,
        _STRIDED,
        ("H",),
        (Property("shape", 1, "shape"), Property("values", 1), *_PASS),
        forward,
        opaque=("cache",),
        uses=("pad2d",),
    ),
    Exercise(
        "dilate2d", _L4, _STRIDED, ("dilated",), (*values(1), Property("rows and columns left over", 1), TWICE), dilated
    ),
    Exercise("unpad2d", _L4, _STRIDED, ("inside",), (*values(1), Property("a border of 0", 1), TWICE), unpadded),
    Exercise(
        "conv_backward_strided",
        _L4,
        _STRIDED,
        ("dX", "dW"),
        (
            Property("shape", 1, "shape"),
            *(Property(part, 1, part=part, probes="values") for part in ("dX", "dW")),
            *_PASS,
        ),
        backward,
        companion="conv_forward_strided",
        cache=("X", "W", "stride", "pad"),
        uses=("pad2d", "dilate2d", "unpad2d"),
    ),
]
