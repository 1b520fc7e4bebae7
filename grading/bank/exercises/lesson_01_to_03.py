"""Lessons 01 to 03, and the start page: one channel, stride 1, no padding."""

import numpy as np

from convlib.lab.checks.codec import Code
from convlib.lab.checks.examine import Property
from grading.bank.exercise import LAST, TWICE, Exercise, values


def no_arguments(draw):
    yield "values", ()


def numbers(draw):
    yield "values", (draw(2, 2),)
    yield "values", (draw(3, 4),)


def windows(draw):
    for f in (2, 3):
        yield "values", (draw(f, f), draw.tenths(f, f))
    yield "whole numbers", (draw.whole(2, 2), draw.tenths(2, 2))
    yield "whole numbers", (draw.whole(3, 3), draw.whole(3, 3))
    yield "called twice, inputs untouched", (draw(3, 3), draw(3, 3)), {"calls": 2}


def sizes(draw):
    n = int(draw.rng.integers(8, 20))
    for f in (2, 3):
        yield "stride 1", (n, f)
    yield "stride 1", (4, 4)
    # Of neighbouring lengths some leave one or two columns over.
    for length in (n, n + 1):
        yield "stride", (length, 3), {"stride": 2}
    for length in (n, n + 1, n + 2):
        yield "padding", (length, 4), {"stride": 3, "pad": 2}
    yield "padding", (n, 3), {"pad": 1}


def one_channel(draw, arrange):
    """Yield probes for an operation on one input and one square filter; ``arrange`` makes the arguments."""
    yield "shape", arrange(draw(4, 6), draw(3, 3))
    for n_H_prev, n_W_prev, f in [(3, 4, 2), (6, 5, 3), (3, 3, 3), (2, 3, 1)]:
        yield "values", arrange(draw(n_H_prev, n_W_prev), draw(f, f))
    yield "other number types", arrange(draw.whole(4, 3), draw.tenths(2, 2))
    yield "other number types", arrange(draw.tenths(3, 4), draw.whole(2, 2))
    yield "other number types", arrange(draw.single(3, 5), draw.single(2, 2))
    yield "other number types", arrange(draw.view(5, 4), draw.view(2, 2))
    yield "called twice", arrange(draw(4, 5), draw(2, 2)), {"calls": 2}
    yield "inputs untouched", arrange(draw(5, 4), draw(2, 2))


def forward(draw):
    yield from one_channel(draw, lambda X, W: (X, W))


def backward(draw):
    def arrange(X, W):
        n_H, n_W = (n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
        whole = "i" in (X.dtype.kind, W.dtype.kind)
        dH = draw.tenths(n_H, n_W) if whole else draw(n_H, n_W)
        return (dH.astype(X.dtype) if X.dtype == np.float32 else dH), (X, W)

    yield from one_channel(draw, arrange)


def gradients(draw):
    yield "values", (Code("lambda x: x * x + 3 * x"), draw(3, 2), draw(3, 2))
    yield "values", (Code("lambda x: x[1:] * x[:-1]"), draw(4), draw(3))
    yield "values", (Code("lambda x: np.array([np.sum(x), np.sum(x * x[::-1])])"), draw(2, 3), draw(2))
    yield "the step eps", (Code("lambda x: x * x * x"), draw(2, 3), draw(2, 3)), {"eps": 0.5}
    yield "the step eps", (Code("lambda x: x[1:] ** 3 * x[:-1]"), draw(3), draw(2)), {"eps": 0.125}
    yield "whole numbers", (Code("lambda x: 0.37 * x * x"), draw.whole(2, 3), draw(2, 3))
    yield "called twice, inputs untouched", (Code("lambda x: x * x"), draw(2, 2), draw(2, 2)), {"calls": 2}


def filters(draw):
    yield "values", (draw(2, 2),)
    yield "values", (draw(3, 4),)
    yield "values", (draw(3, 1),)
    yield "called twice, inputs untouched", (draw(3, 2),), {"calls": 2}


def valid(draw):
    yield "shape", (draw(4, 6), draw(2, 3))
    for X_shape, K_shape in [((3, 4), (2, 2)), ((5, 6), (3, 2)), ((4, 3), (4, 3)), ((4, 5), (1, 2))]:
        yield "values", (draw(*X_shape), draw(*K_shape))
    yield "values", (draw.whole(4, 3), draw.tenths(2, 2))
    yield "called twice, inputs untouched", (draw(4, 5), draw(2, 3)), {"calls": 2}


def full(draw):
    yield "shape", (draw(2, 4), draw(3, 3))
    for dH_shape, f in [((2, 3), 2), ((4, 3), 3), ((1, 2), 2), ((2, 4), 3), ((3, 2), 1)]:
        yield "values", (draw(*dH_shape), draw(f, f))
    yield "values", (draw.whole(2, 3), draw.tenths(2, 2))
    yield "called twice, inputs untouched", (draw(3, 2), draw(2, 2)), {"calls": 2}


def matrices(draw):
    yield "shape", (draw(2, 2), 3, 5)
    for f, n_H_prev, n_W_prev in [(2, 3, 4), (3, 5, 4), (2, 2, 3), (1, 2, 3)]:
        yield "values", (draw(f, f), n_H_prev, n_W_prev)
    yield "called twice, inputs untouched", (draw(2, 2), 4, 3), {"calls": 2}


def _gradients(points):
    """Return the properties of a backward pass; each gradient is worth its own points."""
    return (
        Property("shape", 1, "shape"),
        *(Property(part, points, part=part, probes="values") for part in ("dX", "dW")),
        *LAST,
    )


_BACKWARD = dict(parts=("dX", "dW"), recipe=backward, companion="conv_forward")
_L1, _L2, _L3 = "01_convolution_by_hand", "02_backprop_by_hand", "03_gradients_are_convolutions"
_HAND, _CONV, _CHECK = "convlib.course.by_hand", "convlib.conv.single", "convlib.gradcheck"

EXERCISES = [
    Exercise("warm_up", "start_here", _HAND, ("total",), values(1), numbers),
    Exercise("outputs_by_hand", _L1, _HAND, ("H",), values(2), no_arguments, reveal=False),
    Exercise(
        "conv_single_step",
        _L1,
        _CONV,
        ("h",),
        (*values(1), Property("whole numbers", 1, builds_on_values=True), TWICE),
        windows,
    ),
    Exercise(
        "output_size",
        _L1,
        _CONV,
        ("n_out",),
        (Property("stride 1", 1), Property("stride", 1), Property("padding", 1)),
        sizes,
    ),
    Exercise(
        "conv_forward",
        _L1,
        _CONV,
        ("H",),
        (Property("shape", 1, "shape"), *values(2), *LAST),
        forward,
        opaque=("cache",),
    ),
    Exercise("weight_table", _L2, _HAND, ("table",), values(2), no_arguments, reveal=False),
    Exercise("pixel_table", _L2, _HAND, ("table",), values(3), no_arguments, reveal=False),
    Exercise(
        "numerical_gradient",
        _L2,
        _CHECK,
        ("gradient",),
        (*values(2), Property("the step eps", 1), Property("whole numbers", 1, builds_on_values=True), TWICE),
        gradients,
    ),
    Exercise("conv_backward", _L2, _CONV, properties=_gradients(2), **_BACKWARD),
    Exercise("conv_backward_repaired", _L2, _CONV, properties=_gradients(1), **_BACKWARD),
    Exercise("correlate_valid", _L3, _CONV, ("out",), (Property("shape", 1, "shape"), *values(1), TWICE), valid),
    Exercise("rot180", _L3, _CONV, ("rotated",), (*values(1), TWICE), filters),
    Exercise(
        "convolve_full",
        _L3,
        _CONV,
        ("dX",),
        (Property("shape", 1, "shape"), *values(2), TWICE),
        full,
        uses=("rot180", "correlate_valid"),
    ),
    Exercise(
        "conv_backward_by_convolution",
        _L3,
        _CONV,
        properties=_gradients(1),
        **_BACKWARD,
        uses=("rot180", "correlate_valid", "convolve_full"),
    ),
    Exercise("conv_matrix", _L3, _CONV, ("A",), (Property("shape", 1, "shape"), *values(2), TWICE), matrices),
]
