"""The mutation table counts what it should, also where a check is not perfect, which the bank itself never shows."""

import pytest

from convlib.lab.checks.diagnose.line import STOPS
from convlib.lab.checks.report import Report
from grading.bank import EXERCISES, mutations
from grading.bank.mutations import Counts, counted, listing, recognised, report_of, row, summary
from grading.bank.version import Version

WRONG = {
    id: Version("rot180", id, "", f"It is {id}.", "lesson 03, section 1") for id in ("caught", "misnamed", "passes")
}
RIGHT = {id: Version("rot180", id, "") for id in ("accepted", "refused")}


@pytest.fixture
def bank(monkeypatch):
    """Three wrong versions and two right ones, of which the checks recognise one each."""
    caught = ["It is caught. Reread lesson 03, section 1."]
    reports = {
        "caught": Report("rot180", 0.5, 2, False, [], "caught", caught),
        "misnamed": Report("rot180", 0, 2, False, [], "caught", caught),
        "passes": Report("rot180", 2, 2, True, []),
        "accepted": Report("rot180", 2, 2, True, []),
        "refused": Report("rot180", 1, 2, False, []),
    }
    monkeypatch.setattr(mutations, "mistakes_of", lambda exercise: WRONG)
    monkeypatch.setattr(mutations, "styles_of", lambda exercise: RIGHT)
    monkeypatch.setattr(mutations, "report_of", lambda version, seed: reports[version.id])


def test_what_is_failed_named_and_accepted_is_counted(bank):
    assert counted("rot180") == Counts(wrong=3, failed=2, named=1, right=2, full_marks=1)


def test_a_crash_is_recognised_by_its_line_and_a_description_is_no_name():
    stops = Report("rot180", 0, 2, False, [], None, [f"{STOPS} in line 3, in every case:\n    x\nError"], line=3)
    described = Report("rot180", 0, 2, False, [], None, ["Each entry is doubled."])
    named = Report("rot180", 0, 2, False, [], "misnamed", ["It is misnamed.", *stops.sentences])
    assert [recognised(WRONG["caught"], report) for report in (stops, described, named)] == [True, False, False]
    assert recognised(WRONG["misnamed"], named)


def test_the_table_has_a_row_for_each_exercise_and_the_sums():
    table = summary({"one": Counts(3, 2, 1, 2, 1), "two": Counts(10, 20, 30, 40, 50)}).splitlines()
    assert table[-3:] == [
        "| `one` | 3 | 2 | 1 | 2 | 1 |",
        "| `two` | 10 | 20 | 30 | 40 | 50 |",
        "| **all** | 13 | 22 | 31 | 42 | 51 |",
    ]
    head = next(line for line in table if line.startswith("| Exercise"))
    assert head.count("|") == table[-1].count("|")


def test_the_listing_says_what_the_student_gets_and_reads(bank):
    lines = listing("rot180").splitlines()
    assert lines[0] == "## rot180" and len(lines) == 4 + len(WRONG)
    assert lines[4] == "| caught | 0.5 of 2 | It is caught. Reread lesson 03, section 1. |"
    assert "| 2 of 2 |" in lines[6]


def test_a_bar_in_a_cell_does_not_end_it():
    assert row("a|b", 3) == "| a\\|b | 3 |"


def test_a_version_is_examined_without_a_word_of_its_own(capsys, recwarn):
    noisy = "import warnings\n\ndef rot180(K):\n    print(K)\n    warnings.warn('careful')\n    return K[::-1, ::-1]\n"
    report = report_of(Version("rot180", "noisy", noisy), 1)
    assert report.passed and report.score == EXERCISES["rot180"].points
    assert capsys.readouterr() == ("", "") and not recwarn.list
