"""Property by property: what holds, what does not, and with which cache."""

import re

import numpy as np
import pytest

from convlib.lab import check
from convlib.lab.checks import scoring
from convlib.lab.checks.model import Outcome
from convlib.lab.checks.scoring import examine_caller, examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES


def messages(report):
    return {result.name: result.message for result in report.properties}


def test_a_right_function_gets_all_points(exam, right):
    report = examine_function(exam, right)
    assert report.passed and report.score == report.max_score == 5
    assert report.mistake is None and report.message == "" and report.case is None


def test_each_property_is_worth_its_own_points(exam, right):
    report = examine_function(exam, lambda x, w: (right(x, w)[0], 0.5))
    assert not report.passed and report.score == 3
    assert messages(report) == {
        "shape": "",
        "y": "",
        "z": "z has the wrong value: expected 3.5, got 0.5.",
        "integers": "not tested while the values are wrong.",
    }
    assert [result.tested for result in report.properties] == [True, True, True, False]


def test_a_wrong_shape_and_the_count_of_wrong_entries(exam, right):
    report = examine_function(exam, lambda x, w: (right(x, w)[0].ravel() + 1, [right(x, w)[1]]))
    assert messages(report)["shape"] == "y has shape (3,), expected shape (1, 3)."
    assert messages(report)["z"] == "z has shape (1,), expected a single number."
    report = examine_function(exam, lambda x, w: (right(x, w)[0] + (x < 0), right(x, w)[1]))
    assert messages(report)["y"] == "y is wrong in 1 of 3 entries."


def test_a_call_that_stops_says_why_although_the_values_are_wrong(exam, right):
    def stops_on_integers(x, w):
        if x.dtype.kind == "i":
            raise TypeError("no integers")
        return x, np.sum(x)

    message = messages(examine_function(exam, stops_on_integers))["integers"]
    assert re.fullmatch(r"it stopped with TypeError in line \d+\.", message)


def test_what_stops_as_the_values_do_is_not_tested(exam):
    report = examine_function(exam, lambda x, w: 1 / 0)
    assert [result.tested for result in report.properties] == [True, True, True, False]


def test_what_builds_on_the_values_waits_for_them():
    with pytest.raises(check.CheckFailed) as caught:
        check.rot180(lambda K: K)
    assert "– called twice, inputs untouched: not tested while the values are wrong." in str(caught.value)


def test_changed_inputs_are_reported():
    def conv_forward(X, W):
        result = EXERCISES["conv_forward"].solution(X, W)
        X += 1
        return result

    report = examine_function(examination("conv_forward"), conv_forward).text()
    assert "✓ values" in report and "✗ called twice: H is wrong" in report
    assert "✗ inputs untouched: it changed its inputs; work on a copy." in report


def test_rounding_is_no_change_of_the_inputs():
    """Perturbing an entry by eps and back leaves a rounding error, which is not held against the student."""

    def numerical_gradient(func, x, dH, eps=1e-5):
        x = x if x.dtype.kind == "f" else x.astype(float)
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            x[index] += eps
            above = np.sum(func(x) * dH)
            x[index] -= 2 * eps
            gradient[index] = (above - np.sum(func(x) * dH)) / (2 * eps)
            x[index] += eps
        return gradient

    assert examine_function(examination("numerical_gradient"), numerical_gradient).passed


OWN_CACHE = """
def conv_forward(X, W):
    return None, {"kept": (X, W)}

def conv_backward(dH, cache):
    X, W = cache["kept"]
    f = len(W)
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return [dX, dW]
"""


def defined(source):
    space = {"np": np}
    exec(source, space)
    return space


def test_a_cache_of_ones_own_is_accepted():
    space = defined(OWN_CACHE)
    assert examine_function(examination("conv_backward"), space["conv_backward"]).passed


def test_the_companion_may_be_given():
    elsewhere, forward = defined(OWN_CACHE), defined(OWN_CACHE)["conv_forward"]
    del elsewhere["conv_forward"]
    exam = examination("conv_backward")
    assert examine_function(exam, elsewhere["conv_backward"]).score == 0
    assert examine_function(exam, elsewhere["conv_backward"], forward).passed


def test_a_check_with_ones_own_cache_leaves_the_probes_as_they_were():
    """The cache is made of copies: a backward pass that writes into it must not spoil the next check."""
    space = defined(
        "def conv_forward(X, W):\n    return None, (X, W)\n"
        "def conv_backward(dH, cache):\n    cache[0][...] = 0\n    return cache"
    )
    exam = examination("conv_backward")
    before = exam.probes[0].args[1][0].copy()
    assert not examine_function(exam, space["conv_backward"]).passed
    assert (exam.probes[0].args[1][0] == before).all()


class Scripted:
    """A caller with fixed answers, which records what it was asked."""

    has_companion = True

    def __init__(self, plain, own):
        self.plain, self.own, self.asked = plain, own, []

    def call(self, probe):
        self.asked.append("plain")
        return self.plain(probe)

    def call_with_own_cache(self, probe):
        self.asked.append("own")
        return self.own(probe)


def expected(probe):
    return probe.expected


def nothing(probe):
    return Outcome(problem="it stopped.")


def only_y(probe):
    return Outcome({"y": probe.expected.parts["y"], "z": np.array(0.5)})


@pytest.mark.parametrize(
    "plain, own, score, asked",
    [
        (expected, nothing, 5, {"plain"}),
        (nothing, expected, 5, {"plain", "own"}),
        (only_y, nothing, 3, {"plain", "own"}),
        (nothing, only_y, 3, {"plain", "own"}),
    ],
)
def test_the_better_of_the_two_caches_counts(exam, plain, own, score, asked):
    caller = Scripted(plain, own)
    assert examine_caller(exam, caller).score == score
    assert set(caller.asked) == asked


def test_without_a_companion_the_own_cache_is_not_asked_for(exam):
    caller = Scripted(nothing, expected)
    caller.has_companion = False
    assert examine_caller(exam, caller).score == 0 and set(caller.asked) == {"plain"}


def test_an_error_in_the_diagnosis_costs_only_the_diagnosis(exam, right, monkeypatch):
    def broken(*args):
        raise KeyError("y")

    monkeypatch.setattr(scoring, "diagnose", broken)
    with pytest.warns(scoring.DiagnosisFailed, match="scale could not be diagnosed .KeyError"):
        report = examine_function(exam, lambda x, w: (right(x, w)[0], 0.5))
    assert report.score == 3 and not report.passed and report.sentences == []
    with pytest.raises(scoring.DiagnosisFailed):  # the project's tests see it
        examine_function(exam, lambda x, w: (right(x, w)[0], 0.5))


def test_a_cache_with_an_array_that_was_changed_is_not_called_another_one():
    right = EXERCISES["conv_forward"].solution

    def forward(X, W):
        H, _ = right(X, W)
        X += 1
        return H, (X, W)

    said = messages(examine_function(examination("conv_forward"), forward))
    assert said["shape"] == "it changed its inputs; work on a copy."
    assert not any("cache" in message for message in said.values())
