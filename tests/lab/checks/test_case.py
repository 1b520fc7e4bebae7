"""The smallest failing case."""

import numpy as np
import pytest

from convlib.lab import check
from convlib.lab.checks.case import beside, case_to_read, size_of, wrong_places
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.scoring import examine_function
from grading.bank import EXERCISES


def test_the_smallest_of_the_failing_cases_is_shown(exam):
    message = examine_function(exam, lambda x, w: (x - w, np.max(x))).message
    assert message.splitlines() == [
        "The smallest case that fails:",
        "  x         w",
        "  [[2 5]]   3.0",
        "",
        "  expected y    got y",
        "  [[ 6. 15.]]   [[-1.  2.]]",
    ]


def test_nothing_is_shown_where_nothing_fails(exam):
    assert case_to_read(exam, []) == ""


def test_an_array_of_one_entry_is_shown_last():
    sizes = [size_of(Probe("values", (np.ones(shape),), {})) for shape in ((2, 3), (1, 1), (5,))]
    assert sorted(sizes) == [sizes[2], sizes[0], sizes[1]]


def test_the_right_answer_to_a_by_hand_exercise_is_never_shown():
    with pytest.raises(check.CheckFailed) as caught:
        check.outputs_by_hand(lambda: [[37, 47], [0, 77]])
    assert "[1, 0]" in str(caught.value) and "67" not in str(caught.value)


def test_wrong_places_are_listed_up_to_six():
    probe = Probe("values", (), {}, expected=Outcome({"H": np.zeros((3, 3))}))
    assert wrong_places(probe, Outcome({"H": np.eye(3)})).startswith("Look again at the entries [0, 0], [1, 1], [2, 2]")
    assert wrong_places(probe, Outcome({"H": np.ones((3, 3))})).count("[") == 6


def test_the_smallest_case_shows_all_that_was_passed():
    with pytest.raises(check.CheckFailed, match=r"The smallest case that fails:\n  n = \d+, f = 3, stride = 2"):
        check.output_size(lambda n, f, stride=1, pad=0: n + 2 * pad - f + 1)
    with pytest.raises(check.CheckFailed, match=r"fails:\n  func = lambda x: .*, eps = 0.125\n"):
        check.numerical_gradient(lambda func, x, dH, eps=1e-5: EXERCISES["numerical_gradient"].solution(func, x, dH))


def test_an_array_of_four_axes_is_shown_plane_by_plane_from_the_simplest_case_on():
    right = EXERCISES["conv2d_forward"].solution

    def cut_short(X, W, b, stride=1, pad=0):
        H, cache = right(X, W, b, stride, pad)
        return H[:, :, :, :-1] if pad else H, cache

    def no_bias_of_the_last(X, W, b, stride=1, pad=0):
        H, cache = right(X, W, b, stride, pad)
        H[-1, -1] -= b[-1] * (len(X) > 1)
        return H, cache

    with pytest.raises(check.CheckFailed, match=r"X\[0, 0\] .* W\[0, 0\] .* b\n") as caught:
        check.conv2d_forward(cut_short)  # one image, one channel, one filter
    assert "expected H[0, 0]" in str(caught.value) and "[[[" not in str(caught.value)
    with pytest.raises(check.CheckFailed, match=r"X\[0, 0\] +X\[1, 0\]\n") as caught:
        check.conv2d_forward(no_bias_of_the_last)
    assert "got H[1, 2]" in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) <= 76


def test_what_is_too_wide_goes_to_the_next_line():
    wide = np.arange(12.0).reshape(1, 12) + 1000
    lines = beside({"one": wide, "two": wide}).splitlines()
    assert max(map(len, lines)) <= 76
    assert [line.strip() for line in lines if line.strip() in ("one", "two")] == ["one", "two"]
