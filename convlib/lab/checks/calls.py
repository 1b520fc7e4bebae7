"""Which functions a student's function calls: some exercises forbid the one that would be the whole answer."""

from collections.abc import Callable, Collection, Iterator
from types import CodeType
from typing import Any


def forbidden_call(function: Callable, forbidden: Collection[str]) -> str:
    """Return the name of a forbidden function that a function calls, itself or through the student's own functions.

    Returns
    -------
    str
        Empty if it calls none.
    """
    space = getattr(function, "__globals__", {})

    def find(name: str) -> CodeType | str | None:
        value: Any = space.get(name)
        known_as = getattr(value, "__name__", None)
        same_file = getattr(value, "__globals__", None) is space  # what is imported may call what it likes
        return value.__code__ if same_file and known_as not in forbidden else known_as

    name = getattr(function, "__name__", "")
    return name if name in forbidden else reached(getattr(function, "__code__", None), find, forbidden)


def reached(start: CodeType | None, find: Callable[[str], CodeType | str | None], forbidden: Collection[str]) -> str:
    """Return the first forbidden name that is reached from a piece of code.

    Parameters
    ----------
    start : code or None
    find : callable
        Returns the code that a name stands for, or another name for the same function, or None.
    forbidden : collection of str
    """
    todo, seen = [start] if start else [], set()
    while todo:
        for name in names_in(todo.pop()):
            found = name if name in forbidden else find(name)
            if isinstance(found, str) and found in forbidden:
                return found
            if isinstance(found, CodeType) and name not in seen:
                seen.add(name)
                todo.append(found)
    return ""


def names_in(code: CodeType) -> Iterator[str]:
    """Yield the global names, attributes and imports that a function uses, with those of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)
