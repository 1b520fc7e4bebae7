"""A forbidden function is found however it is called."""

import functools

import pytest

from convlib.lab.checks.calls import forbidden_call

FORBIDDEN = ("conv_backward",)


def answer(source):
    space = {}
    exec("def conv_backward(x):\n    return x\n\n\n" + source, space)
    return space["answer"]


@pytest.mark.parametrize(
    "source",
    [
        "def answer(x):\n    return conv_backward(x)",
        "def answer(x):\n    helper = conv_backward\n    return helper(x)",
        "helper = conv_backward\ndef answer(x):\n    return helper(x)",
        "def helper(x):\n    return conv_backward(x)\ndef answer(x):\n    return helper(x)",
        "def answer(x):\n    return [conv_backward(y) for y in x]",
        "def answer(x):\n    def inner():\n        return conv_backward(x)\n    return inner()",
        "def answer(x):\n    from given import conv_backward as old\n    return old(x)",
        "answer = conv_backward",
        "answer = lambda x: conv_backward(x)",
        "def answer(x):\n    return given.conv_backward(x)",
    ],
)
def test_a_call_is_found(source):
    assert forbidden_call(answer(source), FORBIDDEN) == "conv_backward"


@pytest.mark.parametrize(
    "source",
    [
        "def answer(x):\n    conv_backward_of_mine = x\n    return conv_backward_of_mine",
        "def answer(x):\n    'unlike conv_backward'\n    return x",
        "def unrelated(x):\n    return conv_backward(x)\ndef answer(x):\n    return x",
        "def answer(x):\n    return answer(x[1:]) if x else x",
    ],
)
def test_what_does_not_call_it_is_not_accused(source):
    assert forbidden_call(answer(source), FORBIDDEN) == ""


def test_what_is_imported_may_call_what_it_likes():
    elsewhere = answer("def answer(x):\n    return conv_backward(x)")
    space = {"lent": elsewhere}
    exec("def answer(x):\n    return lent(x)", space)
    assert forbidden_call(space["answer"], FORBIDDEN) == ""


def test_a_callable_without_code_is_left_alone():
    assert forbidden_call(functools.partial(len), FORBIDDEN) == ""
