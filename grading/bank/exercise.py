"""What an exercise is, and how the numbers in its probes are drawn.

A recipe yields probes as (group of properties, arguments, options). It takes its numbers from ``draw``, so that the
same recipe makes the stored probes of the student's check and the judge's fresh ones. ``draw(4, 5)`` returns
multiples of 1/2 whose magnitudes are distinct and nonzero: no symmetry and no tie can hide a mistake, and a failing
case is readable.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import DTypeLike

from convlib.lab.checks.model import Property


@dataclass(frozen=True)
class Exercise:
    """One function that a student writes.

    Parameters
    ----------
    name, lesson, module : str
        The function, the lesson it belongs to, and the module that contains its solution.
    parts, opaque : tuple of str
        The arrays that it returns, and after them what is not inspected (a cache).
    properties : tuple of convlib.lab.checks.model.Property
        What is tested, with the points.
    recipe : callable
        ``recipe(draw)`` yields the probes. The options of a probe are keyword arguments of the function, and
        ``calls`` (how many times to call), ``note`` (what to tell the student if the probe fails) and ``parts`` (what
        the call returns, if not the exercise's ``parts``).
    companion : str, optional
        The forward pass whose cache a backward pass may need.
    cache : tuple of str
        The contents of the course's cache, for the report.
    through : str, optional
        The function in ``convlib.lab.checks.scenarios`` that turns what the student wrote (a class, say) into a
        function of the probe's arguments.
    reveal : bool
        Whether a failing check may show the correct answer next to the wrong one.
    uses : tuple of str
        Earlier exercises of the same lesson that the answer is meant to call.
    """

    name: str
    lesson: str
    module: str
    parts: tuple[str, ...]
    properties: tuple[Property, ...]
    recipe: Callable[["Draw"], Iterator[tuple]]
    opaque: tuple[str, ...] = ()
    companion: str | None = None
    cache: tuple[str, ...] = ("X", "W")
    through: str | None = None
    reveal: bool = True
    uses: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The total points of all properties."""
        return sum(p.points for p in self.properties)

    @property
    def solution(self) -> Callable:
        """The reference function."""
        return getattr(import_module(self.module), self.name)


class Draw:
    """Random arrays without symmetries, ties or zeros."""

    def __init__(self, seed: int | None = None) -> None:
        self.rng = np.random.default_rng(seed)

    def __call__(self, *shape: int, scale: float = 2, dtype: DTypeLike = float) -> np.ndarray:
        """Return an array of the shape with entries of distinct magnitudes, multiples of 1 / scale."""
        size = int(np.prod(shape))
        sizes = self.rng.permutation(size + 2)[:size] + 1
        signs = self.rng.choice([-1, 1], size)
        return (sizes * signs / scale).reshape(shape).astype(dtype)

    def whole(self, *shape: int) -> np.ndarray:
        """Return an integer array."""
        return self(*shape, scale=1, dtype=int)

    def tenths(self, *shape: int) -> np.ndarray:
        """Return multiples of 0.7: their sums are hardly ever integers, as sums of halves often are."""
        return self(*shape, scale=10 / 7).round(1)

    def single(self, *shape: int) -> np.ndarray:
        """Return a float32 array."""
        return self(*shape, dtype=np.float32)

    def view(self, *shape: int) -> np.ndarray:
        """Return an array whose entries are not contiguous in memory."""
        return np.repeat(self(*shape), 2, axis=-1)[..., ::2]


def one_property(points: int) -> tuple[Property]:
    """Return the one property of an exercise whose result is either right or wrong."""
    return (Property("values", points),)


# What most exercises end with: one property for a small function, three for a pass through a layer. Whether the inputs
# changed only the student's process can tell, and it could lie about it: no points depend on that.
TWICE = Property("called twice, inputs untouched", 0, "untouched", builds_on_values=True)
LAST = (
    Property("other dtypes", 1, builds_on_values=True),
    Property("called twice", 1, builds_on_values=True),
    Property("inputs untouched", 0, "untouched", builds_on_values=True),
)
