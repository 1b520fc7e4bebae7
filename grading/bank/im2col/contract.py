"""The contract of im2col."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "shape", (draw(2, 3, 4, 3), 2, 2), {"stride": 2, "pad": 1}
    for shape, filters in [
        ((1, 1, 3, 4), (2, 2)),
        ((1, 1, 5, 4), (2, 3)),
        ((1, 3, 3, 4), (2, 2)),
        ((3, 2, 4, 3), (3, 2)),
    ]:
        yield "values", (draw(*shape), *filters)
    yield "values", (draw.view(1, 2, 4, 3), 2, 2)
    yield "values", (draw.whole(2, 1, 3, 3), 2, 1)
    yield "padding and stride", (draw(1, 1, 2, 3), 2, 2), {"pad": 1}
    yield "padding and stride", (draw(1, 1, 5, 8), 2, 3), {"stride": 2}
    yield "padding and stride", (draw(1, 1, 3, 2), 3, 2), {"pad": 2}
    yield "padding and stride", (draw(1, 2, 7, 5), 3, 2), {"stride": 3}
    yield "padding and stride", (draw(2, 3, 4, 5), 3, 2), {"stride": 2, "pad": 1}
    yield "called twice, inputs untouched", (draw(2, 2, 2, 3), 2, 2), {"pad": 1, "calls": 2}


EXERCISE = Exercise(
    name="im2col",
    lesson="06_vectorize",
    module="convlib.conv.im2col",
    parts=("cols",),
    properties=(Property("shape", 1, "shape"), Property("values", 4), Property("padding and stride", 3), TWICE),
    recipe=recipe,
)
