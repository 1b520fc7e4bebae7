"""The contract of numerical_gradient."""

from collections.abc import Iterator

from convlib.lab.checks.codec import Code
from convlib.lab.checks.model import Property
from grading.bank.exercise import TWICE, Draw, Exercise, one_property


def recipe(draw: Draw) -> Iterator[tuple]:
    yield "values", (Code("lambda x: x * x + 3 * x"), draw(3, 2), draw(3, 2))
    yield "values", (Code("lambda x: x[1:] * x[:-1]"), draw(4), draw(3))
    yield "values", (Code("lambda x: np.array([np.sum(x), np.sum(x * x[::-1])])"), draw(2, 3), draw(2))
    yield "the step eps", (Code("lambda x: x * x * x"), draw(2, 3), draw(2, 3)), {"eps": 0.5}
    yield "the step eps", (Code("lambda x: x[1:] ** 3 * x[:-1]"), draw(3), draw(2)), {"eps": 0.125}
    yield "integers", (Code("lambda x: 0.37 * x * x"), draw.whole(2, 3), draw(2, 3))
    yield "called twice, inputs untouched", (Code("lambda x: x * x"), draw(2, 2), draw(2, 2)), {"calls": 2}


EXERCISE = Exercise(
    name="numerical_gradient",
    lesson="02_backprop_by_hand",
    module="convlib.gradcheck",
    parts=("gradient",),
    properties=(
        *one_property(3),
        Property("the step eps", 1),
        Property("integers", 1, builds_on_values=True),
        TWICE,
    ),
    recipe=recipe,
)
