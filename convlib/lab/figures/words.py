"""Numbers and arrays as text, for captions and alt texts."""

import numpy as np
from numpy.typing import ArrayLike

from convlib.lab.figures.theme import number


def in_words(values: ArrayLike) -> str:
    """Write an array on one line: [[1, 2], [3, 4]]."""
    array = np.asarray(values)
    if array.ndim:
        return "[" + ", ".join(in_words(value) for value in array) + "]"
    return number(array.item())


def size_of(values: ArrayLike) -> str:
    """Write the size of an array: 3 × 4, or 5 numbers if it has one axis."""
    shape = np.shape(values)
    return f"{shape[0]} × {shape[1]}" if len(shape) == 2 else count_of(shape[0], "number")


def in_full(value: float) -> str:
    """Write a number with ten significant digits."""
    return f"{value:.10g}".replace("-", "−")


def count_of(n: int, thing: str) -> str:
    """Write a count: 1 cell, 2 cells, 4 entries."""
    if n == 1:
        return f"{n} {thing}"
    return f"{n} {thing.removesuffix('y')}ies" if thing.endswith("y") else f"{n} {thing}s"


def rows_and_columns(n_rows: int, n_cols: int) -> str:
    """Write the numbers of rows and columns, omitting zeros: 1 row and 2 columns."""
    return " and ".join(count_of(n, thing) for n, thing in ((n_rows, "row"), (n_cols, "column")) if n)


def message_of(error: BaseException) -> str:
    """Write an exception's message after a colon, on one short line."""
    text = " ".join(str(error).split())
    return f": {text[:60]}{'…' if len(text) > 60 else ''}" if text else "."


def labels_of(name: str, shape: tuple[int, ...]) -> list[str]:
    """Return the name of every entry of a matrix: H[0, 0], H[0, 1], ..."""
    return [f"{name}[{i}, {j}]" for i, j in np.ndindex(*shape)]


def shape_in_words(shape: tuple[int, ...]) -> str:
    """Write a shape: 8 × 28 × 28."""
    return " × ".join(map(str, shape))
