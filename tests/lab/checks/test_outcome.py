"""How a returned value is split into an outcome."""

import numpy as np
import pytest

from convlib.lab.checks.codec import Opaque
from convlib.lab.checks.outcome import outcome_of


@pytest.mark.parametrize(
    "value, sentence",
    [
        (None, "it must return (H, cache), but it returned None (is the `return` missing?)."),
        (np.ones((2, 2)), "it must return (H, cache), but it returned one array of shape (2, 2)."),
        (np.float64(3), "it must return (H, cache), but it returned a single number."),
        (7, "it must return (H, cache), but it returned 7."),
        ({}, "it must return (H, cache), but it returned an object of type dict."),
        ((1, 2, 3), "it must return (H, cache), but it returned 3 values."),
        (("text", None), "H must be an array of numbers, but it is 'text'."),
        (([[1], [1, 2]], None), "H must be an array of numbers, but it is an object of type list."),
        ((Opaque("Tensor"), None), "H must be an array of numbers, but it is an object of type Tensor."),
    ],
)
def test_a_wrong_kind_of_result_is_described(value, sentence):
    outcome = outcome_of(value, ("H",), ("cache",), changed=True)
    assert outcome.problem == sentence and outcome.changed


def test_what_is_there_is_kept_of_a_result_that_lacks_something():
    assert outcome_of(np.ones((2, 2)), ("H",), ("cache",)).parts["H"].shape == (2, 2)
    assert outcome_of((np.ones(3), np.ones(2)), ("dX", "dW", "db")).parts.keys() == {"dX", "dW"}
    assert outcome_of((np.ones((2, 2)), 3), ("H",)).parts["H"].shape == (2, 2)
    assert not outcome_of({}, ("H",), ("cache",)).parts


def test_lists_and_numbers_are_arrays_and_what_is_opaque_is_not_kept():
    outcome = outcome_of([[[1, 2]], object()], ("H",), ("cache",))
    assert outcome.problem is None and outcome.parts.keys() == {"H"}
    assert outcome.parts["H"].tolist() == [[1, 2]]
    assert outcome_of(3.5, ("loss",)).parts["loss"].shape == ()


def test_a_part_is_a_copy():
    """A function may write its next result into the same buffer."""
    buffer = np.ones(2)
    outcome = outcome_of(buffer, ("H",))
    buffer[:] = 7
    assert outcome.parts["H"].tolist() == [1, 1]
