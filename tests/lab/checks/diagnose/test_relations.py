"""How a wrong result is related to the expected one."""

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.filled import filled
from convlib.lab.checks.diagnose.relations import leading, related
from convlib.lab.checks.stored import examination


def sentences(exercise, function):
    exam = examination(exercise)
    caller = LocalCaller(function, exam)
    return related(exam, [(probe, caller.call(probe)) for probe in exam.probes])


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Every entry of rotated is 6 times", lambda K: 6 * K[::-1, ::-1]),
        ("wrong sign", lambda K: -K[::-1, ::-1]),
        ("Every entry of rotated is too large by 1.", lambda K: K[::-1, ::-1] + 1),
        ("rounded to whole numbers", lambda K: np.round(K[::-1, ::-1])),
        ("equals K", lambda K: K),
        ("Every entry of rotated is 0.", lambda K: 0 * K),
        ("NaN or infinite", lambda K: K / 0),
        ("is upside down", lambda K: K[:, ::-1]),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_relation_is_named(words, wrong):
    (sentence,) = sentences("rot180", wrong)
    assert words in sentence


def test_a_relation_that_holds_only_sometimes_is_not_named():
    assert sentences("rot180", lambda K: K[::-1, ::-1] * (2 if K.shape[0] > 2 else 3)) == []


def test_a_step_in_the_wrong_direction():
    def step(param, grad, velocity, lr=0.01, momentum=0.9):
        velocity = momentum * velocity + grad
        return param + lr * velocity, velocity

    (sentence,) = sentences("sgd_momentum_step", step)
    assert sentence == "The step from param to the new param has the wrong sign."


def test_nothing_is_said_of_a_right_result_or_of_a_problem():
    assert sentences("rot180", lambda K: K[::-1, ::-1]) == []
    assert sentences("rot180", lambda K: 1 / 0) == []


def test_a_result_of_another_shape_is_compared():
    (sentence,) = sentences("unpad2d", lambda X, pad: X)
    assert "equals X" in sentence or "border" in sentence


def test_no_number_gives_away_the_answer_of_a_hand_calculation():
    assert sentences("outputs_by_hand", lambda: [[38, 48], [68, 78]]) == []


def test_an_entry_that_is_missing_is_not_said_to_be_right():
    want = np.array([4.0, 1.0, 3.0, 8.0])
    assert leading(np.array([4.0, 1.0, 2.0, 8.0]), want) == 2
    assert leading(filled(want, np.array([7.0, 9.0]), (slice(2, 4),)), want) == 0
