"""Calls on copies, through scenarios, and with the student's own cache."""

from types import SimpleNamespace

import numpy as np
import pytest

from convlib.lab.checks.calling import NOT_WRITTEN, call, forward_arguments, outcome_here, problem_of, staged
from convlib.lab.checks.codec import Code
from convlib.lab.checks.model import Probe
from convlib.lab.checks.scenarios import SCENARIOS
from grading.bank import EXERCISES

PLAIN = SimpleNamespace(parts=("H",), opaque=(), through=None)


def test_the_function_gets_copies():
    X = np.ones((2, 4))[:, ::2]

    def overwrites(given, factor):
        assert given.strides == X.strides
        given *= factor
        return given

    value, after = call(overwrites, (X,), {"factor": 3}, calls=2)
    assert value.tolist() == after[0].tolist() == [[9, 9], [9, 9]]
    assert (X == 1).all()


def test_code_becomes_a_function():
    assert call(lambda func, x: func(x), (Code("lambda x: x + 1"), 2), {})[0] == 3


def test_an_outcome_says_whether_the_inputs_changed():
    def shifts(X):
        X += 1
        return X

    probe = Probe("values", (np.zeros(2),), {})
    assert outcome_here(shifts, probe, PLAIN).changed
    assert not outcome_here(np.negative, probe, PLAIN).changed


def test_a_backward_pass_gets_the_cache_of_its_companion():
    probe = Probe("values", (np.ones(1), (np.array([5.0]), np.array([2.0]))), {})
    outcome = outcome_here(lambda dH, cache: dH * cache["W"], probe, PLAIN, lambda X, W: (None, {"W": W}))
    assert outcome.parts["H"].tolist() == [2]


@pytest.mark.parametrize(
    "cache, arguments",
    [((1, "W"), (1, "W")), (["X", 3], ("X", 3)), ("X", ("X",))],
    ids=["arguments", "list", "one argument"],
)
def test_what_a_forward_pass_needs_to_make_a_cache(cache, arguments):
    assert forward_arguments(cache) == arguments


def test_a_shape_as_cache_stands_for_an_array_of_it():
    (X,) = forward_arguments((2, 3))
    assert X.shape == (2, 3)


def test_problems_are_one_line():
    assert problem_of(NotImplementedError("anything")) == NOT_WRITTEN
    assert problem_of(ValueError("first\n  second")) == "it stopped with ValueError: first second"
    assert problem_of(KeyError()) == "it stopped with KeyError"
    assert problem_of(SyntaxError("odd", ("cell", 4, 1, "x"))) == "it stopped with SyntaxError: odd (line 4)"
    assert len(problem_of(ValueError("x" * 1000))) < 400


def test_every_scenario_exists_and_is_used():
    assert {exercise.through for exercise in EXERCISES.values()} - {None} == SCENARIOS.keys()
    assert staged(None, len) is len
