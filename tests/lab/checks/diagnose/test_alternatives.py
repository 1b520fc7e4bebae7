"""A wrong result is described by the choices that lead to it."""

from dataclasses import replace

import numpy as np

from convlib.lab.checks.diagnose.alternatives import Computation, chosen
from convlib.lab.checks.model import Outcome

COMPUTATION = Computation(
    {
        "how": {"times": "", "plus": "x and w are added", "over": "x is divided by w"},
        "sign": {"right": "", "minus": "the sign is wrong"},
    },
    lambda given, how, sign: (
        {"times": given["x"] * given["w"], "plus": given["x"] + given["w"], "over": given["x"] / given["w"]}[how]
        * (-1 if sign == "minus" else 1)
    ),
)


def said(exam, function):
    probes = [replace(probe, group="values") for probe in exam.probes]
    return chosen(exam, [(p, Outcome({"y": np.asarray(function(*p.args))})) for p in probes], "y", COMPUTATION, 5)


def test_one_wrong_choice_and_two_are_found(exam):
    assert said(exam, lambda x, w: x + w) == ["y is what you get when x and w are added."]
    assert said(exam, lambda x, w: -x / w) == ["y is what you get when x is divided by w, and the sign is wrong."]


def test_nothing_is_said_of_a_right_result_or_of_one_that_no_choice_explains(exam):
    assert said(exam, lambda x, w: x * w) == []
    assert said(exam, lambda x, w: x**2) == []
    assert said(exam, lambda x, w: x + w if len(x) == 1 else x - w) == []
