"""Whether the cache that a forward pass returned is what the lesson asks for."""

from typing import Any

import numpy as np

from convlib.lab.checks.closeness import close


def cache_fault(cache: Any, wanted: dict[str, Any] | None) -> str:
    """Say in one sentence why a backward pass could not use a cache; empty if it could, or if any cache will do.

    Students may keep what they like and how they like it. But a tuple that looks like the course's cache must be it.

    Parameters
    ----------
    cache : object
        What the student's forward pass returned.
    wanted : dict or None
        The items of the course's cache, by name.
    """
    if wanted is None:
        return ""
    names = f"({', '.join(wanted)})" if len(wanted) > 1 else next(iter(wanted))
    if cache is None:
        return f"the cache is None, but the backward pass needs {names}."
    items = list(wanted.values())
    if (
        len(items) == 1
        or not isinstance(cache, (tuple, list))
        or list(map(is_array, cache)) != list(map(is_array, items))
    ):
        return ""
    wrong = [name for name, got, want in zip(wanted, cache, items, strict=True) if not same_item(got, want)]
    if not wrong:
        return ""
    found = [any(same_item(got, want) for got in cache) for want in items]
    said = "holds these in another order" if all(found) else f"holds something else in the place of {wrong[0]}"
    return f"the cache must be {names}, but yours {said}."


def is_array(item: Any) -> bool:
    """Return whether an item is an array of at least one axis."""
    return isinstance(item, np.ndarray) and item.ndim > 0


def same_item(got: Any, want: Any) -> bool:
    """Return whether an item of a cache is the wanted one."""
    if is_array(want):
        return is_array(got) and got.dtype.kind in "biufc" and close(got, want)
    return isinstance(got, (int, float, np.number, np.ndarray)) and bool(np.all(got == want))
