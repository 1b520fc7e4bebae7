"""Split what a function returned into its named parts, or say in one sentence why that is impossible."""

from typing import Any

import numpy as np

from convlib.lab.checks.codec import Opaque
from convlib.lab.checks.model import Outcome


def outcome_of(value: Any, parts: tuple[str, ...], opaque: tuple[str, ...] = (), changed: bool = False) -> Outcome:
    """Split a returned value into its named parts.

    Parameters
    ----------
    value : object
        What the function returned.
    parts, opaque : tuple of str
        The arrays it should return, and what follows them and is not inspected (a cache).
    changed : bool
        Whether the call changed its inputs.
    """
    names = (*parts, *opaque)
    wanted = f"({', '.join(names)})" if len(names) > 1 else names[0]
    if len(names) == 1:
        value = (value,)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        got = f"{len(value)} values" if isinstance(value, (tuple, list)) else describe(value)
        # What is there is most likely the first of what is wanted: what is wrong with it can be said as well.
        found = map(as_array, value if isinstance(value, (tuple, list)) else [value])
        return Outcome(
            {name: array for name, array in zip(parts, found, strict=False) if array is not None},
            problem=f"it must return {wanted}, but it returned {got}.",
            changed=changed,
        )
    cache = value[len(parts)] if opaque else None
    arrays = {}
    for name, item in zip(parts, value, strict=False):
        array = as_array(item)
        if array is None:
            first = as_array(item[0]) if len(names) == 1 and isinstance(item, (tuple, list)) and item else None
            return Outcome(
                {name: first} if first is not None else {},
                problem=f"{name} must be an array of numbers, but it is {describe(item)}.",
                changed=changed,
            )
        arrays[name] = array
    return Outcome(arrays, changed=changed, cache=cache)


def as_array(item: Any) -> np.ndarray | None:
    """Return an item as an array of numbers, or None if it is not one."""
    if isinstance(item, Opaque) or item is None:
        return None
    try:
        array = np.array(item)  # a copy, since a function may reuse its buffer in the next call
    except ValueError:
        return None
    return array if array.dtype.kind in "biufc" else None


def describe(item: Any) -> str:
    """Say in a few words what an item is."""
    if item is None:
        return "None (is the `return` missing?)"
    if isinstance(item, (np.ndarray, np.generic)):
        return f"one array of shape {item.shape}" if item.shape else "a single number"
    if isinstance(item, (bool, int, float, str)):
        return f"{item!r}"[:60]
    return f"an object of type {item.kind if isinstance(item, Opaque) else type(item).__name__}"
