"""Say in which cases a result is wrong, where the inputs tell: with a stride, with padding, in a batch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

FEWEST = 2  # cases of each kind, right and wrong, that a condition must tell apart
Condition = tuple[str, Callable[[Mapping[str, Any]], bool]]


def where_it_is_wrong(
    part: str, cases: Sequence[tuple[Mapping[str, Any], bool]], bad: str = "is wrong", good: str = "right"
) -> list[str]:
    """Return a sentence on what the cases that are wrong have in common and the others have not, or none.

    Parameters
    ----------
    part : str
    cases : sequence
        The inputs by name, and whether the result is wrong.
    bad, good : str
        What to call a wrong result, and a right one.
    """
    if min(sum(wrong for _, wrong in cases), sum(not wrong for _, wrong in cases)) < FEWEST:
        return []
    for says, holds in conditions(cases[0][0]):
        if all(holds(given) == wrong for given, wrong in cases):
            return [f"{part} {bad} in all cases {says}, and {good} in all others."]
    return []


def conditions(given: Mapping[str, Any]) -> Iterator[Condition]:
    """Yield conditions on the inputs."""
    if "stride" in given:
        yield "with a stride larger than 1", lambda given: given.get("stride", 1) > 1
    if "pad" in given:
        yield "with padding", lambda given: given.get("pad", 0) > 0
        yield "without padding", lambda given: given.get("pad", 0) == 0
    if "pad" in given and "stride" in given:
        yield (
            "with padding or a stride larger than 1",
            lambda given: given.get("pad", 0) > 0 or given.get("stride", 1) > 1,
        )
    if "f" in given and "stride" in given:
        yield "in which the windows overlap", lambda given: given["stride"] < given["f"]
        yield "in which the stride is not f", lambda given: given["stride"] != given["f"]
    for name, array in given.items():
        if not isinstance(array, np.ndarray):
            continue
        if array.dtype.kind == "f":
            yield f"in which {name} holds numbers beyond 500 in size", beyond(name)
        if array.ndim == 4:
            filters = name == "W"
            for axis, what in enumerate(("filter", "channel") if filters else ("image", "channel")):
                yield f"in which {name} has more than one {what}", longer(name, axis)
        if array.ndim == 2:
            yield f"in which {name} has more than one row", longer(name, 0)
        if array.ndim in (2, 4):
            yield f"in which {name} is not square", not_square(name)


def longer(name: str, axis: int) -> Callable[[Mapping[str, Any]], bool]:
    """Return the condition that an axis of an input is longer than 1."""
    return lambda given: np.ndim(given[name]) > axis and given[name].shape[axis] > 1


def not_square(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Return the condition that height and width of an input differ."""
    return lambda given: np.ndim(given[name]) > 1 and given[name].shape[-2] != given[name].shape[-1]


def beyond(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Return the condition that an input holds numbers whose exponentials are extreme."""
    return lambda given: bool(np.abs(given[name]).max(initial=0) > 500)
