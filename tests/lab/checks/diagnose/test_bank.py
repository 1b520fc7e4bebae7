"""Known mistakes are recognised by their results."""

import numpy as np

from convlib.lab.checks.diagnose.bank import mistake_in, mistakes_in_parts
from convlib.lab.checks.model import Outcome
from convlib.lab.checks.scoring import examine_function


def test_a_mistake_is_recognised_as_a_whole(exam):
    report = examine_function(exam, lambda x, w: (x + w, np.sum(x)))
    assert report.mistake == "adds" and report.message.startswith("It adds.")


def test_one_wrong_part_is_recognised_whatever_the_other_does(exam):
    report = examine_function(exam, lambda x, w: (x - w, np.mean(x)))
    assert report.mistake == "mean_for_sum"


def test_two_mistakes_at_once_are_both_named(exam):
    report = examine_function(exam, lambda x, w: (x + w, np.mean(x)))
    assert report.mistake == "adds" and "It adds.\nIt mean_for_sum.\n" in report.message


def test_what_happens_on_special_probes_does_not_hide_a_mistake(exam):
    def adds_and_stops_on_integers(x, w):
        if x.dtype.kind == "i":
            raise TypeError("no integers")
        return x + w, np.sum(x)

    assert examine_function(exam, adds_and_stops_on_integers).mistake == "adds"


def test_an_unknown_mistake_has_no_name(exam):
    report = examine_function(exam, lambda x, w: (x - w, np.max(x)))
    assert report.mistake is None and report.message.startswith("The smallest case that fails:")


def test_a_problem_on_an_ordinary_probe_names_nothing(exam, right):
    trials = [(probe, Outcome(problem="it stopped for another reason.")) for probe in exam.probes]
    assert mistake_in(exam, trials) == mistakes_in_parts(exam, trials) == []
    trials = [(probe, Outcome(problem="it stopped.")) for probe in exam.probes]
    assert mistake_in(exam, trials) == ["stops"]
