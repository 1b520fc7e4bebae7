"""A wrong linear or bilinear function is described; of a right one nothing is said."""

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.probing import describe
from convlib.lab.checks.stored import examination

PLENTY = 600.0  # seconds: the sentences must not depend on the load of the machine


def sentences(exercise, function, seconds=PLENTY):
    exam = examination(exercise)
    caller = LocalCaller(function, exam)
    return describe(exam, caller, [(probe, caller.call(probe)) for probe in exam.probes], seconds)


def forward(X, W, turn=lambda W: W, factor=lambda H, W: 1.0):
    H = np.einsum("hwuv,uv->hw", np.lib.stride_tricks.sliding_window_view(X, W.shape), turn(W))
    return H * factor(H, W), (X, W)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["H is what you get when W is upside down."], {"turn": lambda W: W[::-1]}),
        (["when W is transposed.", "yours gets"], {"turn": lambda W: W.T}),
        (["divided by the number of weights in the window"], {"factor": lambda H, W: 1 / W.size}),
        (["W is off by a rotation of 180 degrees, and H is multiplied by 2."], {"turn": lambda W: 2 * W[::-1, ::-1]}),
    ],
)
def test_what_the_weights_are_used_for_is_described(words, options):
    (sentence,) = sentences("conv_forward", lambda X, W: forward(X, W, **options))
    assert all(word in sentence for word in words)


def test_each_wrong_part_has_its_own_sentence_and_a_right_one_none():
    def backward(dH, cache):
        X, W, b = cache
        return -dH @ W.T, X.T @ dH, dH.mean(axis=0)

    dX, db = sentences("linear_backward", backward)
    assert dX == "Every entry of dX is correct but for a factor: it is multiplied by -1."
    assert db == "Every entry of db is correct but for a factor: it is divided by the number of samples."


def test_terms_that_are_added_are_told_apart():
    (sentence,) = sentences("linear_forward", lambda X, W, b: (X @ W + 2 * b, (X, W, b)))
    assert sentence == "H is what you get when b is multiplied by 2."
    (sentence,) = sentences("linear_forward", lambda X, W, b: (X @ W, (X, W, b)))
    assert sentence == "H is what you get when b is not added."


def test_what_no_edit_explains_is_worked_out_in_one_entry():
    (sentence,) = sentences("conv_forward", lambda X, W: forward(X, W, turn=lambda W: W + W[::-1, ::-1].T))
    assert sentence.startswith("H[0, 0] must get X[0, 0] * W[0, 0]; yours gets 2 * X[0, 0] * W[0, 0].")


def test_nothing_is_said_of_a_right_or_nonlinear_function_or_without_time():
    assert sentences("conv_forward", forward) == []
    assert sentences("conv_forward", lambda X, W: forward(X, W, turn=lambda W: W**3)) == []
    assert sentences("conv_forward", lambda X, W: 1 / 0) == []
    assert sentences("conv_forward", lambda X, W: forward(X, W, turn=lambda W: W + W[::-1, ::-1].T), 0.0) == []
    assert sentences("relu_forward", lambda X: (X, X)) == []
