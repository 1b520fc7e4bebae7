"""A cache that looks like the course's must be it; what else a student keeps is the student's own affair."""

import numpy as np
import pytest

from convlib.lab.checks.cache import cache_fault

X, W = np.arange(12.0).reshape(3, 4), np.array([[1.0, -2.0], [3.0, 5.0]])
PAIR = {"X": X, "W": W}
FOUR = PAIR | {"stride": 2, "pad": 1}


@pytest.mark.parametrize(
    "cache",
    [(X, W), [X, W.copy()], (X, W.astype(np.float32)), {"X": X, "W": W}, object(), lambda: X, (X, W, X @ X.T), X],
)
def test_what_a_backward_pass_can_use_is_accepted(cache):
    assert cache_fault(cache, PAIR) == ""


def test_numbers_count_whatever_their_type():
    assert cache_fault((X, W, np.int64(2), 1), FOUR) == ""
    assert "in the place of stride" in cache_fault((X, W, 3, 1), FOUR)
    assert "in another order" in cache_fault((X, W, 1, 2), FOUR)


def test_a_cache_of_ones_own_design_is_accepted():
    assert cache_fault((X.ravel(), X.shape, W, 2), FOUR) == ""


def test_none_and_what_only_looks_like_the_cache_are_not():
    assert cache_fault(None, PAIR) == "the cache is None, but the backward pass needs (X, W)."
    assert cache_fault((W, X), PAIR) == "the cache must be (X, W), but yours holds these in another order."
    padded = np.pad(X, 1), W, 2, 1
    assert cache_fault(padded, FOUR) == (
        "the cache must be (X, W, stride, pad), but yours holds something else in the place of X."
    )
    assert cache_fault(None, {"X": X}) == "the cache is None, but the backward pass needs X."


def test_where_nothing_is_asked_for_anything_will_do():
    assert cache_fault(None, None) == ""
