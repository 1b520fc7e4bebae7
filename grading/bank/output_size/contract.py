"""The contract of output_size."""

from collections.abc import Iterator

from convlib.lab.checks.model import Property
from grading.bank.exercise import Draw, Exercise


def recipe(draw: Draw) -> Iterator[tuple]:
    n = int(draw.rng.integers(8, 20))
    for f in (2, 3):
        yield "stride 1", (n, f)
    yield "stride 1", (4, 4)
    # Some of these consecutive lengths leave one or two columns over.
    for length in (n, n + 1):
        yield "stride", (length, 3), {"stride": 2}
    for length in (n, n + 1, n + 2):
        yield "padding", (length, 4), {"stride": 3, "pad": 2}
    yield "padding", (n, 3), {"pad": 1}


EXERCISE = Exercise(
    name="output_size",
    lesson="01_convolution_by_hand",
    module="convlib.conv.single",
    parts=("n_out",),
    properties=(Property("stride 1", 1), Property("stride", 1), Property("padding", 1)),
    recipe=recipe,
)
