"""The sentence about the line that stopped."""

import numpy as np

from convlib.lab.checks.diagnose.line import first_line, sentence
from convlib.lab.checks.model import Outcome, Stop
from convlib.lab.checks.scoring import examine_function

STOPS_ON_LARGE = """
def scale(x, w):
    if x.size > 5:
        return x(w), 0
    return w * x, np.sum(x)
"""
STOPS_AND_ADDS = STOPS_ON_LARGE.replace("w * x", "w + x").replace("> 5", "< 3")


def test_a_crash_shows_its_line_its_facts_and_how_often(exam, cell):
    report = examine_function(exam, cell(STOPS_ON_LARGE)["scale"])
    (sentence,) = report.sentences
    where, line, error, *facts = sentence.splitlines()
    assert where == "Your code stops in line 4, in 1 of 3 cases:" and line == "    return x(w), 0"
    assert error.startswith("TypeError: ")
    assert facts[0] == "x is an array of shape (2, 3), and round brackets call a function."
    assert report.line == 4 and report.mistake is None
    assert report.properties[0].message == "it stopped with TypeError in line 4."


def test_values_that_are_wrong_besides_are_named_as_well(exam, cell):
    report = examine_function(exam, cell(STOPS_AND_ADDS)["scale"])
    assert report.mistake == "adds" and report.sentences[0] == "It adds."
    assert report.sentences[1].startswith("Your code stops in line 4, in 1 of 3 cases:")


def test_nothing_is_named_where_every_call_stops(exam):
    """A known mistake that stops on every probe looks like anything that stops."""
    report = examine_function(exam, lambda x, w: np.zeros(3)[5])
    assert report.mistake is None and report.sentences[0].startswith("Your code stops in line ")


def test_the_line_at_which_most_calls_stopped_is_the_one_shown(exam):
    stops = [Stop("A", "", 7), Stop("B", "", 9), Stop("B", "", 9)]
    trials = [
        (probe, Outcome(problem="it stopped with it", stop=s)) for probe, s in zip(exam.probes, stops, strict=True)
    ]
    assert first_line(trials) == 9
    assert first_line([(exam.probes[0], Outcome())]) is None


def test_without_a_line_the_error_is_shown():
    assert sentence(Stop("TypeError", "f() takes 1 argument"), 3, 3) == (
        "The call fails, in every case:\nTypeError: f() takes 1 argument"
    )
