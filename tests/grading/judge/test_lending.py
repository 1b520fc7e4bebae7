"""Lent functions: which ones, and only for what is small, since a call may be forged."""

import numpy as np
import pytest

from convlib.lab.checks.calling import outcome_here
from convlib.lab.checks.codec import decode, encode
from grading.bank import EXERCISES
from grading.bank.probes import examination
from grading.judge.judge import is_right
from grading.judge.lending import compute, lendable


def call(name, *args, lent=None, **kwargs):
    return compute({"provided": name, "args": encode(args), "kwargs": encode(kwargs)}, [name] if lent is None else lent)


@pytest.mark.parametrize(
    "args",
    [
        (np.ones((40, 40)), 1),
        (np.ones((2, 2)), 10**6),
        (np.ones((2, 2)), -(10**6)),
        (np.ones((2, 2)), float("nan")),
        (np.ones((2, 2)), "1.5"),
        (np.ones((2, 2)), (1,) * 100),
        (np.zeros((10**9, 0)), 1),
        (np.ones((999, 1)), 32),
    ],
)
def test_the_judge_computes_nothing_large_or_odd(args):
    assert call("pad2d", *args).keys() == {"problem"}


def test_the_judge_computes_only_what_it_lends():
    assert decode(call("pad2d", np.ones((2, 2)), pad=1)["value"]).shape == (4, 4)
    assert "problem" in call("pad2d", np.ones((2, 2)), 1, lent=["unpad2d"])


def test_a_result_with_a_cache_of_arrays_and_numbers_is_returned():
    X = np.arange(32.0).reshape(1, 2, 4, 4)
    H, (kept, f, stride) = decode(call("maxpool_forward", X, 2, 2)["value"])
    assert H.shape == (1, 2, 2, 2) and np.array_equal(kept, X) and (f, stride) == (2, 2)


def test_a_cache_may_be_passed():
    X, W = np.arange(9.0).reshape(3, 3), np.ones((2, 2))
    dX, dW = decode(call("conv_backward", np.ones((2, 2)), (X, W))["value"])
    assert dX.shape == (3, 3) and dW.tolist() == [[8, 12], [20, 24]]


@pytest.mark.parametrize("forged", [{}, {"provided": 3}, {"provided": "pad2d", "args": 7, "kwargs": {"dict": {}}}])
def test_a_malformed_call_gets_a_reply(forged):
    assert compute(forged, ["pad2d"]).keys() == {"problem"}


def test_an_error_is_one_printable_line():
    reply = call("pad2d", np.ones((2, 2)), 1, **{"\x1b[2J\n" * 1000: 1})
    assert reply["problem"].isprintable() and len(reply["problem"]) <= 400


@pytest.mark.parametrize(
    "later, earlier",
    [
        ("conv_forward", "conv_single_step"),
        ("conv_matrix", "correlate_valid"),
        ("col2im", "im2col"),
        ("conv2d_backward_im2col", "col2im"),
        ("conv2d_forward", "pad2d"),
        ("train", "sgd_momentum_step"),
        ("ConvNet", "softmax_cross_entropy"),
    ],
)
def test_what_the_hints_suggest_is_lent(later, earlier):
    assert earlier in lendable(EXERCISES[later])


@pytest.mark.parametrize(
    "exercise, other",
    [
        ("conv_backward_repaired", "conv_backward"),
        ("conv_backward_by_convolution", "conv_backward"),
        ("conv2d_forward_im2col", "conv2d_forward"),
        ("conv2d_backward_im2col", "conv2d_backward"),
        ("im2col", "col2im"),
        ("conv_backward", "numerical_gradient"),
        ("pixel_table", "weight_table"),
        ("train", "ConvNet"),
        ("rot180", "rot180"),
    ],
)
def test_what_would_be_the_answer_or_comes_later_or_takes_a_function_is_not_lent(exercise, other):
    assert other not in lendable(EXERCISES[exercise])


def test_no_lent_function_answers_the_exercise():
    """Returned as the answer, whatever is lent fails."""
    for exercise in EXERCISES.values():
        probes = examination(exercise, 1).probes
        for name in lendable(exercise):
            answer = EXERCISES[name].solution
            assert not all(is_right(outcome_here(answer, probe, exercise), probe) for probe in probes), name
