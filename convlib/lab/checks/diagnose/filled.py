"""A result in which some entries are missing: the expected ones stand in for them, and nothing has to explain them."""

from typing import Any

import numpy as np


class Filled(np.ndarray):
    """An array of the right shape, of which not all entries were returned."""

    missing: np.ndarray

    def __array_finalize__(self, other: Any) -> None:
        """Forget what is missing: the result of a computation may have another shape."""
        self.missing = np.zeros(self.shape, bool)


def filled(want: np.ndarray, got: np.ndarray, inside: tuple[slice, ...]) -> Filled:
    """Return the expected array with what was returned in its place."""
    array = want.astype(np.result_type(got, want)).view(Filled)
    array[inside] = got
    array.missing = np.ones(want.shape, bool)
    array.missing[inside] = False
    return array


def missing(array: np.ndarray) -> np.ndarray:
    """Return which entries of a result are missing."""
    return array.missing if isinstance(array, Filled) else np.zeros(array.shape, bool)
