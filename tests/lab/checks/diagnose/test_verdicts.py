"""Which pairs a student's test judges wrongly, and what it never tries."""

import numpy as np

from convlib.course.clinic import relative_error
from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.verdicts import misjudged
from convlib.lab.checks.model import Outcome
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination


def said(verdict):
    exam = examination("assert_correct")
    caller = LocalCaller(lambda forward, backward: None, exam)
    return misjudged(exam, caller, [(probe, Outcome({"verdict": np.array(verdict(probe))})) for probe in exam.probes])


def test_wrong_verdicts_are_counted_for_each_kind():
    accepts = said(lambda probe: 1 + 0 * probe.expected.parts["verdict"])
    assert len(accepts) == 6
    assert accepts[0].startswith("Your test accepts all 10 pairs of the kind 'wrong outputs'.")
    assert "It accepts a pair" in accepts[0]
    rejects = said(lambda probe: 0 * probe.expected.parts["verdict"])
    assert rejects[0].startswith("Your test rejects all 12 correct pairs.")


def test_right_verdicts_and_other_exercises_are_not_commented():
    assert said(lambda probe: probe.expected.parts["verdict"]) == []
    assert misjudged(examination("pad2d"), LocalCaller(lambda X, pad: X, examination("pad2d")), []) == []


def test_what_a_test_never_tries_is_said():
    def careless(forward, backward):
        X, W, b = np.arange(72.0).reshape(2, 3, 3, 4), np.ones((2, 3, 2, 2)), np.ones(2)
        H, cache = forward(X, W, b)
        dX, dW, db = backward(np.ones(H.shape), cache)
        assert relative_error(db, np.full(2, H[:, 0].size)) < 1e-6
        assert dX.shape == X.shape and relative_error(dX.sum(), W.sum() * H[:, 0].size) < 1e-6

    *_, last = examine_function(examination("assert_correct"), careless).sentences
    assert last.startswith("It never tries a stride larger than 1, padding, a filter that is not square")
    assert "a dH with different entries" in last and "images" not in last


def test_the_words_with_which_a_test_rejects_a_correct_pair_are_shown():
    def pedantic(forward, backward):
        H, cache = forward(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.zeros(1))
        assert type(cache) is dict, "the cache must be a dict"

    said = " ".join(examine_function(examination("assert_correct"), pedantic).sentences)
    assert "AssertionError: the cache must be a dict" in said
