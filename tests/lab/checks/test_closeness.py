"""The three tests of closeness, with the limits that their module states."""

import numpy as np
import pytest

from convlib.lab.checks.closeness import Sealed, close, differing, same

EXPECTED = np.array([[3.0, -4.0], [12.0, 0.0]])  # of norm 13


@pytest.mark.parametrize("dtype, limit", [(np.float64, 1e-6), (np.float32, 1e-4), (np.float16, 1e-4)])
def test_a_result_is_right_up_to_a_norm_relative_limit_of_its_dtype(dtype, limit):
    got = EXPECTED.astype(dtype)
    assert close(got, EXPECTED)
    for factor, verdict in ((0.5, True), (2, False)):
        expected = EXPECTED.copy()
        expected[1, 1] = 13 * limit * factor  # the error is in the expectation: half precision cannot represent it
        assert close(got, expected) is verdict


def test_a_result_of_another_shape_is_wrong():
    assert not close(EXPECTED[0], EXPECTED) and not close(EXPECTED[None], EXPECTED)


def test_an_expected_zero_has_an_absolute_limit():
    zero = np.zeros(2)
    assert close(zero + 1e-10, zero) and not close(zero + 1e-8, zero)


def test_non_finite_values_must_be_in_the_same_places():
    expected = np.array([np.nan, np.inf, 1.0])
    assert close(expected.copy(), expected)
    assert not close(np.array([np.nan, -np.inf, 1.0]), expected)
    assert not close(np.array([np.nan, np.inf, np.nan]), expected)


def test_numbers_of_every_type_are_compared_without_overflow(recwarn):
    right = np.array([300.0, -200.0])
    half = right.astype(np.float16)
    assert not close(half, -right) and not close(-half, half)
    assert not close(np.array([100, 100], np.int8), np.array([-100, 100], np.int8))
    assert close(half, half)
    assert not close(np.array([1e300, 1e300]), right)
    assert not recwarn.list


def test_a_report_points_at_the_entries_that_differ_visibly():
    got = EXPECTED.copy()
    got[0, 0] += 1e-5
    got[1, 0] += 1e-2
    assert differing(got, EXPECTED).tolist() == [[False, False], [True, False]]
    assert not differing(np.array([np.nan]), np.array([np.nan])).any()


@pytest.mark.parametrize("dtype, rounding", [(np.float64, 1e-9), (np.float32, 1e-6)])
def test_a_value_is_the_same_up_to_rounding(dtype, rounding):
    array = np.array([3.0, -4.0], dtype)
    assert same((1, [array]), (1, [array * dtype(1 + rounding / 2)]))
    assert not same((1, [array]), (1, [array * dtype(1 + rounding * 4)]))


@pytest.mark.parametrize(
    "a, b",
    [
        (1, 1.0),
        (1, True),
        ((1, 2), (1,)),
        (np.ones(2), np.ones((2, 1))),
        (np.ones(2), np.ones(2, int)),
        (np.ones(2), [1.0, 1.0]),
        ("a", None),
    ],
)
def test_another_type_or_shape_is_not_the_same(a, b):
    assert not same(a, b) and not same(b, a)


def test_a_sealed_array_tells_what_is_wrong_and_not_what_is_right():
    sealed = Sealed.of(np.array([[37, 47], [67, 77]]), "an exercise")
    assert close(np.array([[37.0, 47.0], [67.0, 77.0]]), sealed)
    assert differing(np.array([[37, 47], [67.5, -77]]), sealed).tolist() == [[False, False], [True, True]]
    assert (sealed.shape, sealed.ndim, sealed.size) == ((2, 2), 2, 4)
    assert not close(np.array([37, 47, 67, 77]), sealed)
    assert not any(number in str(sealed.digests) for number in ("37.", "[37", "'37'"))


def test_equal_entries_of_a_sealed_array_do_not_look_equal():
    assert len({*Sealed.of(np.zeros(4), "a").digests, *Sealed.of(np.zeros(4), "b").digests}) == 8
