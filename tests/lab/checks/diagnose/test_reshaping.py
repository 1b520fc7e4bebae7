"""A result of a wrong shape is diagnosed as if its shape were right."""

import numpy as np
import pytest

from convlib.lab.checks.diagnose.reshaping import reshapings
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES

WANT = np.arange(12.0).reshape(3, 4)


def trial(got):
    return Probe("values", (), {}, expected=Outcome({"H": WANT})), Outcome({"H": got})


def sentences(exercise, function):
    return examine_function(examination(exercise), function).sentences


@pytest.mark.parametrize(
    ("says", "got"),
    [
        ("H is transposed: its rows and columns are swapped.", WANT.T),
        ("H has the right number of entries in a wrong shape.", WANT.ravel()),
        ("H has an axis of length 1 too many.", WANT[None]),
        ("H has too many rows and columns on both sides.", np.pad(WANT, 1)),
        ("H lacks columns at the end.", WANT[:, :-1]),
        ("H is empty in 1 of 1 cases.", WANT[:0]),
    ],
)
def test_a_reshaping_gives_the_right_shape_and_keeps_what_is_there(says, got):
    found = {reshaping.says: reshaping for reshaping in reshapings("H", [trial(got)])}
    assert says in found
    assert np.array_equal(found[says](*trial(got)).parts["H"], WANT)


def test_results_that_are_too_large_here_and_too_small_there_have_nothing_in_common():
    assert list(reshapings("H", [trial(WANT[:-1]), trial(np.pad(WANT, 1))])) == []


def test_results_of_the_right_shape_are_left_alone():
    assert list(reshapings("H", [trial(WANT)])) == []


def test_what_is_missing_need_not_be_explained():
    right = EXERCISES["correlate_valid"].solution
    said = sentences("correlate_valid", lambda X, K: right(X, K[:, ::-1])[:, :-1])
    assert said[0] == "out lacks columns at the end."
    assert "K is mirrored left to right" in said[1] and said[1].startswith("With that put right, out")


def test_a_border_that_is_left_and_a_wrong_filter():
    right = EXERCISES["conv_backward_strided"].solution

    def backward(dH, cache):
        X, W, stride, pad = cache
        dX, dW = right(dH, (X, 3 * W, stride, pad))
        return np.pad(dX, pad), dW

    said = " ".join(sentences("conv_backward_strided", backward))
    assert "border" in said or "on both sides" in said
    assert "3" in said


def test_an_empty_result_where_nothing_is_cut_off():
    right = EXERCISES["conv_backward_strided"].solution

    def backward(dH, cache):
        X, W, stride, pad = cache
        dX, dW = right(dH, (X, W[::-1], stride, pad))
        return np.pad(dX, pad)[pad:-pad, pad:-pad], dW

    said = " ".join(sentences("conv_backward_strided", backward))
    assert "dX is empty" in said and "reversed" in said
