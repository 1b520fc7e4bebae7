"""A version runs as the file that a student hands in: with the lesson's given functions, and anew each time."""

import numpy as np
import pytest

from grading.bank.loading import load
from grading.bank.version import PREAMBLE, Version


def version(exercise, body, before=""):
    return Version(exercise, "tried", f"{PREAMBLE}\n{before}\n\ndef {exercise}(*args):\n    {body}\n")


def test_each_load_is_a_new_function_that_remembers_nothing():
    counts = version("rot180", "calls.append(1)\n    return len(calls)", "calls = []")
    one, other = load(counts), load(counts)
    assert [one(), one(), other(), one()] == [1, 2, 1, 3]


def test_it_finds_numpy_and_what_the_lesson_gives():
    X, W = np.ones((3, 3)), np.ones((2, 2))
    forward = load(version("conv_backward", "return conv_forward(*args)[0] + np.zeros((2, 2))"))
    np.testing.assert_array_equal(forward(X, W), np.full((2, 2), 4))


def test_it_finds_earlier_exercises_that_it_is_meant_to_use_and_no_later_ones():
    K = np.array([[1.0, 2.0]])
    np.testing.assert_array_equal(load(version("convolve_full", "return rot180(*args)"))(K), [[2, 1]])
    with pytest.raises(NameError, match="convolve_full"):
        load(version("rot180", "return convolve_full(*args)"))(K)


def test_its_own_definition_comes_before_the_given_one():
    own = version("convolve_full", "return rot180()", "def rot180():\n    return 'own'")
    assert load(own)() == "own"


def test_an_error_names_the_version():
    with pytest.raises(SyntaxError) as error:
        load(Version("rot180", "tried", "def rot180(:"))
    assert error.value.filename == "<rot180: tried>"
