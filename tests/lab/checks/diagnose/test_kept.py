"""What is said about a cache."""

import numpy as np
import pytest

from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES


def last(exercise, change):
    right = EXERCISES[exercise].solution

    def wrong(*args, **kwargs):
        H, cache = right(*args, **kwargs)
        return 7 * H + 1, change(cache)

    return examine_function(examination(exercise), wrong).sentences[-1]


@pytest.mark.parametrize(
    ("exercise", "says", "change"),
    [
        (
            "conv_forward_strided",
            "The cache of the lesson is (X, W, stride, pad), but yours holds only 3 of these.",
            lambda cache: cache[:3],
        ),
        ("relu_forward", "The cache of the lesson is X, but yours is another array.", lambda X: X > 0),
        ("flatten_forward", "The cache of the lesson is the shape of X, but yours is an array.", np.zeros),
        (
            "flatten_forward",
            "The cache of the lesson is the shape of X, but yours is another tuple.",
            lambda cache: cache[1:],
        ),
    ],
)
def test_a_cache_that_is_not_the_lesson_s_is_named_beside_a_wrong_result(exercise, says, change):
    assert last(exercise, change) == says


@pytest.mark.parametrize("change", [lambda cache: cache, lambda cache: {"all": cache}])
def test_the_lesson_s_cache_and_one_of_another_kind_are_not_mentioned(change):
    assert "cache" not in last("conv_forward", change)


def test_an_input_that_was_changed_and_kept_is_not_called_another_array():
    def forward(X):
        X *= 3
        return np.abs(X) + 1, X

    said = examine_function(examination("relu_forward"), forward).sentences
    assert any("the inputs are changed" in sentence.lower() for sentence in said)
    assert not any("cache" in sentence for sentence in said)
