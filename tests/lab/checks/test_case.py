"""The smallest failing case."""

from dataclasses import replace

import numpy as np
import pytest

from convlib.lab import check
from convlib.lab.checks.case import PLACES, WIDTH, beside, case_to_read, plainest_case, plainness, wrong_places
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES


def test_the_plainest_of_the_failing_cases_is_shown(exam):
    """The case of integers is smaller, but ordinary numbers fail as well."""
    case = examine_function(exam, lambda x, w: (x - w, np.max(x))).case
    assert case.text().splitlines() == [
        "The smallest case that fails:",
        "  x                    w",
        "  [[ 1.5 -2.   4. ]]   3.0",
        "",
        "  expected y           got y",
        "  [[ 4.5 -6.  12. ]]   [[-1.5 -5.   1. ]]",
    ]


def test_nothing_is_shown_where_nothing_fails(exam):
    assert case_to_read(exam, []) is None


def plainest(name, **wanted):
    """Return the plainest of the probes of an exercise, or of those with these options."""
    exam = examination(name)
    probes = [p for p in exam.probes if all(p.kwargs.get(key) == value for key, value in wanted.items())]
    return exam, min(probes, key=lambda probe: plainness(exam, probe))


@pytest.mark.parametrize("name", ["conv2d_forward", "conv2d_forward_im2col"])
def test_the_plainest_pass_through_a_layer_has_one_channel_and_no_padding(name):
    _, probe = plainest(name)
    X, W, _ = probe.args[:3]
    assert X.shape[:2] == W.shape[:2] == (1, 1) and W[0, 0].size > 1 and X.dtype == float
    assert (probe.kwargs.get("stride", 1), probe.kwargs.get("pad", 0)) == (1, 0)


def test_the_plainest_backward_pass_has_one_channel_and_no_padding():
    _, probe = plainest("conv2d_backward")
    dH, (X, W, b, stride, pad) = probe.args
    assert (stride, pad, len(X), len(b)) == (1, 0, 1, 1)


def test_the_plainest_window_in_pooling_is_no_single_entry_and_overlaps_no_other():
    _, probe = plainest("maxpool_forward")
    X, f, stride = probe.args
    assert f == stride > 1 and X.shape[:2] == (1, 1)


def test_the_right_answer_to_a_by_hand_exercise_is_never_shown():
    with pytest.raises(check.CheckFailed) as caught:
        check.outputs_by_hand(lambda: [[37, 47], [0, 77]])
    assert "[1, 0]" in str(caught.value) and "67" not in str(caught.value)


def test_wrong_places_are_listed_up_to_six():
    probe = Probe("values", (), {}, expected=Outcome({"H": np.zeros((3, 3))}))
    assert (
        wrong_places(probe, Outcome({"H": np.eye(3)}))
        .text()
        .startswith("Look again at the entries [0, 0], [1, 1], [2, 2]")
    )
    assert wrong_places(probe, Outcome({"H": np.ones((3, 3))})).text().count("[") == 6


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
    with pytest.raises(check.CheckFailed, match=r"X\[0, 0\] +X\[1, 0\] +X\[2, 0\]\n") as caught:
        check.conv2d_forward(no_bias_of_the_last)
    assert "got H[2, 1]" in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) <= 76


def test_what_is_too_wide_goes_to_the_next_line():
    wide = np.arange(12.0).reshape(1, 12) + 1000
    lines = beside({"one": wide, "two": wide}).splitlines()
    assert max(map(len, lines)) <= 76
    assert [line.strip() for line in lines if line.strip() in ("one", "two")] == ["one", "two"]


def test_a_large_result_is_shown_by_its_wrong_entries(exam):
    """Elided, it would hide them."""
    want = np.zeros((30, 30))
    probe = replace(exam.probes[0], expected=Outcome({"y": want}))
    got = want.copy()
    got[3:6, 3:6] = 1.5
    lines = plainest_case(exam, probe, Outcome({"y": got})).text().splitlines()
    assert "  y[3, 3]: expected 0, got 1.5" in lines and f"  and {9 - PLACES} more of 900 entries" in lines
    case = plainest_case(exam, probe, Outcome({"y": got[:, :20]}))
    assert case.text().splitlines()[-1] == "  y must have shape (30, 30), but it has shape (30, 20)."


def test_no_array_is_elided_in_any_exercise():
    for name in EXERCISES:
        exam = examination(name)
        for probe in exam.probes if exam.reveal else ():
            wrong = Outcome({part: want + 1.5 for part, want in probe.expected.parts.items()})
            case = plainest_case(exam, probe, wrong)
            if case is not None:
                assert "..." not in case.text(), name
                assert max(map(len, case.text().splitlines())) <= WIDTH, name
