"""The contract of col2im."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    def columns(shape, filters, stride=1, pad=0, of=draw):
        (N, C, n_H_prev, n_W_prev), (f_H, f_W) = shape, filters
        n_H, n_W = (n_H_prev + 2 * pad - f_H) // stride + 1, (n_W_prev + 2 * pad - f_W) // stride + 1
        return of(N, C * f_H * f_W, n_H * n_W), shape, f_H, f_W

    yield "shape", columns((2, 3, 4, 3), (2, 2), 2, 1), {"stride": 2, "pad": 1}
    for shape, filters in [
        ((1, 1, 3, 4), (2, 2)),
        ((1, 1, 5, 4), (2, 3)),
        ((1, 3, 3, 4), (2, 2)),
        ((3, 2, 4, 3), (3, 2)),
    ]:
        yield "values", columns(shape, filters)
    yield "values", columns((1, 2, 4, 3), (2, 2), of=draw.view)
    yield "values", columns((2, 1, 3, 3), (2, 1), of=draw.whole)
    for shape, filters, stride, pad in [
        ((1, 1, 2, 3), (2, 2), 1, 1),
        ((1, 1, 5, 8), (2, 3), 2, 0),
        ((1, 1, 3, 2), (3, 2), 1, 2),
        ((1, 2, 7, 5), (3, 2), 3, 0),
        ((2, 3, 4, 5), (3, 2), 2, 1),
    ]:
        options = {"stride": stride, "pad": pad}
        yield "padding and stride", columns(shape, filters, stride, pad), options
    yield "called twice, inputs untouched", columns((2, 2, 2, 3), (2, 2), 1, 1), {"pad": 1, "calls": 2}


EXERCISE = Exercise(
    name="col2im",
    lesson="06_vectorize",
    module="convlib.conv.im2col",
    parts=("X",),
    properties=(Property("shape", 1, "shape"), Property("values", 4), Property("padding and stride", 3), TWICE),
    recipe=recipe,
)
