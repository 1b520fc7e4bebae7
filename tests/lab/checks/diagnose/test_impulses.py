"""One entry of a wrong result, worked out from unit impulses."""

import time

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.formulas import FORMULAS
from convlib.lab.checks.diagnose.impulses import said, worked_out
from convlib.lab.checks.diagnose.terms import parsed
from convlib.lab.checks.stored import examination


def sentence(function):
    exam = examination("conv_forward")
    probes = [probe for probe in exam.probes if probe.group == "values" and probe.args[1].shape == (2, 2)]
    formula = parsed(FORMULAS["conv_forward"]["H"][0])
    return worked_out(exam, LocalCaller(function, exam), probes, "H", formula, time.monotonic() + 600)


def convolved(X, W, windows=np.lib.stride_tricks.sliding_window_view):
    return np.einsum("hwuv,uv->hw", windows(X, W.shape), W), None


def test_a_wrong_product_is_named():
    (text,) = sentence(lambda X, W: convolved(X, W[[1, 0]]))
    assert text.startswith("H[0, 0] must get X[0, 0] * W[0, 0]; yours gets X[0, 0] * W[1, 0].") and "of shape" in text


def test_a_wrong_factor_is_named():
    (text,) = sentence(lambda X, W: convolved(X, W * [[3, 1], [1, 1]]))
    assert "must get X[0, 0] * W[0, 0]; yours gets 3 * X[0, 0] * W[0, 0]." in text


@pytest.mark.parametrize(
    "function",
    [
        convolved,
        lambda X, W: convolved(X, W**2),
        lambda X, W: convolved(X + 1, W),
        lambda X, W: 1 / 0,
        lambda X, W: (np.zeros(3), None),
    ],
)
def test_nothing_is_said_of_a_right_or_nonlinear_function(function):
    assert sentence(function) == []


def test_what_is_missing_superfluous_or_scaled():
    assert said("y[0]", {"a": 1.0}, {"a": 0.0}) == "y[0] must get a; yours does not."
    assert said("y[0]", {"a": 0.0}, {"a": 1.0}) == "y[0] must not get a; yours does."
    assert said("y[0]", {"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 2.0}) == "y[0] must get a; yours gets 2 * b."
    assert said("y[0]", {"a": 1.0}, {"a": 1.0}) == ""
