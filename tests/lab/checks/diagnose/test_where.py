"""In which cases a result is wrong."""

import numpy as np

from convlib.lab.checks.diagnose.where import where_it_is_wrong


def case(wrong, **given):
    return {"X": np.ones((2, 2)), "stride": 1, "pad": 0} | given, wrong


def test_what_the_wrong_cases_have_in_common_is_said():
    cases = [case(True, stride=2), case(True, stride=3, pad=1), case(False), case(False, pad=1)]
    (sentence,) = where_it_is_wrong("H", cases)
    assert sentence == "H is wrong in all cases with a stride larger than 1, and right in all others."


def test_extreme_numbers_are_a_condition():
    large = np.array([[1000.0, 0]])
    (sentence,) = where_it_is_wrong("H", [case(True, X=large), case(True, X=-large), case(False), case(False)])
    assert "beyond 500" in sentence


def test_nothing_is_said_without_a_condition_that_holds_exactly():
    assert where_it_is_wrong("H", [case(True, stride=2), case(True), case(False), case(False, pad=1)]) == []
    assert where_it_is_wrong("H", [case(True, stride=2), case(True, stride=2), case(False)]) == []
