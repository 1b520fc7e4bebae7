"""Which algorithm is chosen for which shapes, and on how many threads."""

import pytest

from convlib.conv.fast import plan, pointwise, rows, small, winograd
from tests.conv.fast.forced import only


@pytest.mark.parametrize(
    "X, W, stride, pad, algorithm",
    [
        ((1, 1, 3, 3), (1, 1, 2, 2), 1, 0, small),
        ((64, 1, 28, 28), (8, 1, 3, 3), 1, 1, rows),
        ((64, 8, 14, 14), (16, 8, 3, 3), 1, 1, rows),
        ((128, 16, 28, 28), (32, 16, 5, 5), 1, 2, winograd),
        ((32, 64, 14, 14), (64, 64, 3, 3), 1, 1, winograd),
        ((32, 3, 32, 32), (64, 3, 5, 5), 2, 2, rows),
        ((32, 64, 28, 28), (128, 64, 1, 1), 1, 0, pointwise),
        ((32, 64, 28, 28), (128, 64, 1, 1), 2, 0, rows),
        ((8, 16, 9, 9), (16, 16, 3, 3), 1, 4, rows),
        ((8, 16, 9, 9), (16, 16, 7, 7), 1, 3, rows),
    ],
)
def test_the_algorithm_that_is_chosen(X, W, stride, pad, algorithm):
    assert plan.plan_of(X, W, W[:1], stride, pad, 1).algorithm is algorithm


def test_few_multiplications_get_one_thread():
    assert plan.plan_of((64, 1, 28, 28), (8, 1, 3, 3), (8,), 1, 1, 4).chunks == 1
    assert plan.plan_of((128, 16, 28, 28), (32, 16, 5, 5), (32,), 1, 2, 4).chunks == 4


def test_the_shape_of_the_output():
    assert plan.plan_of((2, 3, 7, 8), (4, 3, 3, 2), (4,), 2, 1, 1).H_shape == (2, 4, 4, 5)


def test_threads_must_be_an_integer_of_at_least_1():
    with pytest.raises(ValueError, match=r"^threads must be an integer of at least 1, but got 0\.$"):
        plan.plan_of((1, 1, 3, 3), (1, 1, 2, 2), (1,), 1, 0, 0)


def test_a_failing_test_leaves_no_algorithm_disabled():
    shapes = (1, 1, 3, 3), (1, 1, 2, 2), (1,), 1, 0, 1
    with pytest.raises(AssertionError), only(winograd):
        assert plan.plan_of(*shapes).algorithm is small
    assert plan.plan_of(*shapes).algorithm is small
    assert not winograd.suits((1, 1, 2, 2), (1, 1, 2, 2), 1, 0)


def test_a_float_that_is_an_integer_leaves_no_floats_in_the_cache():
    float_first = plan.plan_of((1, 2, 9, 9), (3, 2, 3, 3), (3,), 2.0, 1.0, 2.0)
    later = plan.plan_of((1, 2, 9, 9), (3, 2, 3, 3), (3,), 2, 1, 2)
    assert float_first == later
    assert all(type(number) is int for number in (*later.H_shape, later.chunks))
