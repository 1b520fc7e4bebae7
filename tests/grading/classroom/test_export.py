"""Marks as CSV: nothing becomes a formula, and a missing mark is not a zero."""

import csv
import io

import pytest

from grading.classroom.export import FORMATS, Line, Marks, Person, safe
from grading.course import lesson_names

FIRST, SECOND, *_ = lesson_names()
EXERCISES = (("check_output_size", 2.0, None, 2.0, "off_by_one"), ("reflection", None, 1.0, 2.0, ""))
FOUND = Marks(
    people=(
        Person("mueller", "Jürgen", "Müller", "j@x.example", "101"),
        Person("doe", "Jane", "Doe, Jr", "d@x.example", ""),
        Person("evil", '=HYPERLINK("http://x")', "+Evil", "@x", ""),
        Person("quote", 'A "B"', "Line\nBreak", "", ""),
        Person("absent", "", "", "", ""),
    ),
    lessons=((FIRST, 16.0), (SECOND, 24.0)),
    lines={
        ("mueller", FIRST): Line(
            "mueller", FIRST, "graded", 14.0, 1.0, 0.5, 14.5, 16.0, False, True, "2026", EXERCISES
        ),
        ("mueller", SECOND): Line("mueller", SECOND, "graded", 0.0, 0.0, 0.0, 0.0, 24.0, True),
        ("doe", FIRST): Line("doe", FIRST, "unreadable"),
    },
)


def rows(form):
    return list(csv.reader(io.StringIO(FORMATS[form](FOUND), newline="")))


def test_canvas():
    head, points, *people = rows("canvas")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", FIRST, SECOND]
    assert points[0].strip() == "Points Possible" and points[5:] == ["16", "24"]
    assert people[0] == ["Müller, Jürgen", "101", "", "mueller", "", "14.5", "0"]
    assert people[1][0] == "Doe, Jr, Jane" and people[1][5:] == ["", ""]
    assert people[4][0] == "absent"


def test_moodle():
    head, *people = rows("moodle")
    assert head == ["ID number", "Email address", "First name", "Last name", FIRST, SECOND]
    assert people[0] == ["mueller", "j@x.example", "Jürgen", "Müller", "14.5", "0"]
    assert people[2][1:4] == ["'@x", '\'=HYPERLINK("http://x")', "'+Evil"]
    assert people[3][2:4] == ['A "B"', "Line\nBreak"]


def test_everything():
    head, *lines = rows("csv")
    table = {(row[0], row[4]): dict(zip(head, row, strict=True)) for row in lines}
    assert len(table) == len(FOUND.people) * 2
    full = table["mueller", FIRST]
    assert [full[name] for name in ("judge", "by_hand", "penalty", "total", "maximum", "late", "course_total")] == [
        *("14", "1", "0.5", "14.5", "16", "yes", "14.5")
    ]
    assert table["mueller", SECOND]["waiting_for_hand_marks"] == "yes" and table["mueller", SECOND]["total"] == "0"
    assert table["doe", FIRST]["status"] == "unreadable" and table["doe", FIRST]["total"] == ""
    assert table["absent", FIRST]["status"] == "not handed in" and table["absent", FIRST]["course_total"] == ""


def test_each_exercise():
    assert rows("per_exercise")[1:] == [
        ["mueller", FIRST, "output_size", "2", "", "2", "off_by_one"],
        ["mueller", FIRST, "reflection", "", "1", "2", ""],
    ]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
def test_formulas_become_text(start):
    assert safe(start) == "'" + start


@pytest.mark.parametrize(
    "value, written", [(-1.5, "-1.5"), (1 / 3, "0.3333333333"), (None, ""), ("Doe, Jr", "Doe, Jr")]
)
def test_numbers_and_names_stay(value, written):
    assert safe(value) == written
