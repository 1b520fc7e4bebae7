"""A forbidden call is found in the text of the cells."""

import pytest

from grading.judge.forbidden import forbidden_call_in

OLD = "def conv_backward(x):\n    return x"


@pytest.mark.parametrize(
    "cells",
    [
        ["def answer(x):\n    return conv_backward(x)"],
        ["helper = conv_backward", "def answer(x):\n    return helper(x)"],
        ["from given import conv_backward as old", "def answer(x):\n    return old(x)"],
        ["def helper(x):\n    return [conv_backward(y) for y in x]", "def answer(x):\n    return helper(x)"],
        ["answer = conv_backward"],
        ["%matplotlib inline", "def answer(x):\n    return x", "def answer(x):\n    return conv_backward(x)"],
    ],
)
def test_a_call_is_found(cells):
    assert forbidden_call_in([OLD, *cells], "answer", ("conv_backward",)) == "conv_backward"


@pytest.mark.parametrize(
    "cells",
    [
        ["def answer(x):\n    return x", "conv_backward(1)"],
        ["def answer(x):\n    return conv_backward(x)", "def answer(x):\n    return x"],
        ["def answer(x:"],
        [],
    ],
)
def test_what_does_not_call_it_is_not_accused(cells):
    assert forbidden_call_in([OLD, *cells], "answer", ("conv_backward",)) == ""
