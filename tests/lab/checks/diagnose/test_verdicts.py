"""Which pairs a student's test judges wrongly."""

from convlib.lab.checks.diagnose.verdicts import misjudged
from convlib.lab.checks.model import Outcome
from convlib.lab.checks.stored import examination


def said(verdict):
    exam = examination("assert_correct")
    return misjudged(exam, [(probe, Outcome({"verdict": verdict(probe)})) for probe in exam.probes])


def test_both_kinds_of_wrong_verdicts_are_counted():
    (accepts,) = said(lambda probe: 1 + 0 * probe.expected.parts["verdict"])
    assert accepts.startswith("Your test accepts all 39 wrong pairs") and "For example, it accepts a pair" in accepts
    (rejects,) = said(lambda probe: 0 * probe.expected.parts["verdict"])
    assert rejects.startswith("Your test rejects all 12 correct pairs")


def test_right_verdicts_and_other_exercises_are_not_commented():
    assert said(lambda probe: probe.expected.parts["verdict"]) == []
    assert misjudged(examination("pad2d"), []) == []
