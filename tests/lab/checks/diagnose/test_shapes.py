"""What is wrong with a result of a wrong shape."""

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.relations import related
from convlib.lab.checks.stored import examination


def sentences(exercise, function):
    exam = examination(exercise)
    caller = LocalCaller(function, exam)
    return related(exam, [(probe, caller.call(probe)) for probe in exam.probes])


def padded(X, pad):
    return np.pad(X, pad)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("padded is right, but its last row is missing.", lambda X, pad: padded(X, pad)[:-1]),
        ("padded is right, but its first column is missing.", lambda X, pad: padded(X, pad)[:, 1:]),
        ("padded is right, but it has a last row too many.", lambda X, pad: np.pad(padded(X, pad), ((0, 1), (0, 0)))),
        ("The numbers are right, and in the right order.", lambda X, pad: padded(X, pad).ravel()),
        ("they run down the columns (Fortran order)", lambda X, pad: padded(X, pad).ravel("F")),
        ("padded has an axis of length 1 too many", lambda X, pad: padded(X, pad)[None]),
        ("padded has one row too few in every case in which", lambda X, pad: padded(X, pad)[:-1] ** 2 + 1),
        ("padded is a single number, but it must have 2 axes.", lambda X, pad: 5.5),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_described(words, wrong):
    assert words in sentences("pad2d", wrong)[0]


def test_what_is_there_is_compared():
    first, second = sentences("pad2d", lambda X, pad: np.pad(X, ((pad, 0), (pad, 0)), constant_values=1))
    assert first == "padded has too few rows and too few columns in every case in which its shape is wrong."
    assert second == (
        "And if the last rows are missing and the last columns are missing, the rest is wrong as well: "
        "wherever padded is wrong, it is 1."
    )


def test_the_shape_of_an_input_is_recognised():
    assert "the shape of K" in sentences("correlate_valid", lambda X, K: K + 1.5)[0]


def test_nothing_is_said_of_shapes_that_have_nothing_in_common():
    rng = np.random.default_rng(1)
    assert sentences("rot180", lambda K: rng.uniform(1, 2, rng.integers(1, 9, 2))) == []
