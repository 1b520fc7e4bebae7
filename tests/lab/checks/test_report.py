"""The report as text and as data."""

from convlib.lab.checks.model import Property
from convlib.lab.checks.report import WIDTH, Report, Result, empty_report, wrapped

RESULTS = [
    Result("shape", 1, True, ""),
    Result("values", 2, False, "it stopped."),
    Result("called twice", 1, False, "it stopped."),
    Result("inputs untouched", 0.5, False, "it changed its inputs; work on a copy."),
]
REPORT = Report("conv_forward", 1, 4.5, False, RESULTS, "stops", "It stops.\nThe smallest case that fails:\n  X")


def test_a_reason_is_given_once():
    assert REPORT.text().splitlines() == [
        "conv_forward: 1 of 4.5 points",
        "  ✓ shape",
        "  ✗ values: it stopped.",
        "  ✗ called twice: same reason as above.",
        "  ✗ inputs untouched: it changed its inputs; work on a copy.",
        "It stops.",
        "The smallest case that fails:",
        "  X",
    ]


def test_sentences_are_broken_and_arrays_are_not():
    sentence = "word " * 40
    assert max(map(len, wrapped(sentence).splitlines())) <= WIDTH
    assert wrapped("  ✗ values: " + sentence).splitlines()[1].startswith("      word")
    assert wrapped("  " + "1. " * 40) == "  " + "1. " * 40


def test_as_data():
    data = REPORT.as_dict()
    assert data["properties"][1] == {"name": "values", "passed": False, "message": "it stopped."}
    assert data["mistake"] == "stops" and data["score"] == 1


def test_an_exercise_that_could_not_be_examined_gets_no_points():
    report = empty_report([Property("values", 2), Property("stride", 1)], "conv_forward", "nothing was seen.")
    assert (report.score, report.max_score, report.passed) == (0, 3, False)
    assert [result.message for result in report.properties] == ["nothing was seen."] * 2
