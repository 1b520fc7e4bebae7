"""The line of the student's code that stopped, and what is certain about it."""

import numpy as np
import pytest

from convlib.lab.checks.calling import call
from convlib.lab.checks.model import TIME_LIMIT
from convlib.lab.checks.stop import LONGEST, kind_of, still_running, stop_of

X, W, K = np.arange(12.0).reshape(3, 4), np.ones((2, 2)), np.ones((2, 2), int)


def stopped(space, *args):
    """Return how ``f`` of a cell stops, called as the checks call it."""
    try:
        call(space["f"], args, {})
    except BaseException as error:
        return stop_of(error)
    raise AssertionError("it did not stop")


@pytest.mark.parametrize(
    "line, facts",
    [
        (
            "W(1, 0)",
            ["W is an array of shape (2, 2), and round brackets call a function.", "in square brackets: W[1, 0]."],
        ),
        ("X[0:2, 0:2] * W.T()", ["W.T is an array of shape (2, 2), and", "Leave them out: W.T."]),
        ("X.shape(0)", ["X.shape is a tuple of 2 entries, and", "in square brackets: X.shape[0]."]),
        ("f2 = 2; f2(X)", ["f2 is the number 2, and round brackets call a function."]),
        ("n, m, c = X.shape", ["X.shape holds 2 values, and there are 3 names for them."]),
        ("a, b = X", ["X has shape (3, 4), so it unpacks into 3, and there are 2 names for them."]),
        ("X[3, 1]", ["X has shape (3, 4): the last row is 2, and 3 was asked for."]),
        ("h, w = 1, 4; X[h, w] += 1", ["X has shape (3, 4): the last column is 3, and w = 4 was asked for."]),
        ("X[0, 0, 0]", ["X has 2 axes, and here are 3 indices."]),
        ("X[0, 0] = W", ["X[0, 0] is one number, and W is an array of shape (2, 2)."]),
        ("X[0, 0] += W * X[1, 1]", ["X[0, 0] is one number, and W * X[1, 1] is an array of shape (2, 2)."]),
        ("X[0:2, 0:3] = W", ["X[0:2, 0:3] is an array of shape (2, 3), and W is an array of shape (2, 2)."]),
        (
            "X @ W",
            ["X has shape (3, 4), and W has shape (2, 2).", "as many rows as the left has columns: 4."],
        ),
        ("X - X.max(axis=1)", ["X has shape (3, 4), and X.max(axis=1) has shape (3,)."]),
        ("K += K / 2", ["K holds only whole numbers (int64), and cannot take fractions."]),
        ("X.reshape(5, 2)", ["X has shape (3, 4), 12 numbers; the new shape (5, 2) has room for 10."]),
        ("n = len(X) / 2; range(n)", ["n is 1.5, a float: range needs whole numbers."]),
        ("np.zeros((len(X) / 2, 3))", ["len(X) / 2 is 1.5, a float: np.zeros needs whole numbers."]),
        ("n = 1.0; X[n]", ["n is 1.0, a float: an index needs whole numbers."]),
        ("np.zeros[3]", ["np.zeros is a function: round brackets call it, square brackets index."]),
        ("X.sum / 2", ["X.sum is a function: only round brackets after it give its result."]),
        ("n = 3; n[0]", ["n is the number 3, which has no entries."]),
        ("grads = {}; grads['W']", ["grads has no entries when this line reads it."]),
        ("grads = {'b': 1}; grads['W']", ["grads has only the keys 'b' when this line reads it."]),
        ("(X, W).shape", ["(X, W) is a tuple of 2 entries."]),
        ("n = 5; np.linalg.inv(X * n)", ["There, X has shape (3, 4), n = 5."]),
        ("unknown + 1", []),
    ],
)
def test_what_is_certain_about_a_line(cell, line, facts):
    setup, _, last = line.rpartition("; ")
    stop = stopped(cell(f"def f(X, W, K):\n    {setup or 'pass'}\n    {last}\n"), X, W, K)
    assert (stop.line, stop.source) == (3, last)
    assert len(stop.facts) == len(facts)
    assert all(fact in said for fact, said in zip(facts, stop.facts, strict=True)), stop.facts


def test_the_error_is_that_of_the_innermost_line_of_the_students(cell):
    space = cell("def g(X):\n    return np.concatenate(X[0, 0])\n\ndef f(X):\n    return g(X)\n")
    stop = stopped(space, X)
    assert (stop.line, stop.source) == (2, "return np.concatenate(X[0, 0])")
    assert stop.kind and stop.text


def test_a_call_that_does_not_reach_the_students_code_has_no_line(cell):
    stop = stopped(cell("def f(X):\n    return X\n"), X, W)
    assert (stop.kind, stop.line, stop.source, stop.facts) == ("TypeError", None, "", ())


def test_looking_never_runs_the_students_code(cell):
    source = """
ran = []
class Odd:
    @property
    def shape(self):
        ran.append("shape")
        raise ValueError
    def __repr__(self):
        ran.append("repr")
        raise ValueError
    def __getattr__(self, name):
        ran.append(name)
        raise AttributeError
    __len__ = __call__ = __mul__ = __array__ = None
def f(X):
    odd = Odd()
    return X[0, 0] * odd + X
"""
    space = cell(source)
    try:
        call(space["f"], (X,), {})
    except Exception as error:
        space["ran"].clear()  # NumPy itself looks
        assert stop_of(error).line == 17
    assert space["ran"] == []


def test_lines_and_messages_are_cut(cell):
    stop = stopped(cell("def f(X):\n    raise ValueError('x\\n' * 1000 + '" + "x" * 200 + "')\n"), X)
    assert len(stop.source) == LONGEST and stop.source.endswith("…")
    assert len(stop.text) <= 300 and "\n" not in stop.text


def test_a_stub_has_not_stopped(cell):
    assert stopped(cell("def f(X):\n    raise NotImplementedError()\n"), X) is None


def test_a_file_that_does_not_compile_names_its_line():
    stop = stop_of(SyntaxError("odd", ("cell", 4, 1, "  x = \n")))
    assert (stop.kind, stop.text, stop.line, stop.source) == ("SyntaxError", "odd", 4, "x =")


def test_an_endless_loop_is_named_by_its_while(cell):
    source = "def f(X):\n    while True:\n        for k in range(3):\n            X[0, 0] += interrupt(k)\n"
    space = cell(source)

    def interrupt(k):
        raise KeyboardInterrupt

    space["interrupt"] = interrupt
    interrupt.__globals__["__name__"], name = "numpy", interrupt.__globals__["__name__"]
    try:
        call(space["f"], (X,), {})
    except KeyboardInterrupt as error:
        stop = still_running(error, "it was still running.")
    finally:
        interrupt.__globals__["__name__"] = name
    assert (stop.kind, stop.text, stop.line, stop.source) == (TIME_LIMIT, "it was still running.", 2, "while True:")


@pytest.mark.parametrize(
    "value, words",
    [
        (None, "None"),
        (np.float64(2.5), "the number 2.5"),
        (True, "the truth value True"),
        ([1], "a list of 1 entry"),
        (print, "a function"),
        ("text", "a str"),
        (object(), "an object"),
        (np.array(3), "an array of one number"),
    ],
)
def test_what_a_value_is(value, words):
    assert kind_of(value) == words
