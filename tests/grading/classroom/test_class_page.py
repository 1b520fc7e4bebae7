"""The class report: summaries, the page and the CSV."""

import csv
import io
import re
from datetime import datetime

import pytest

from convlib.lab.checks.calling import NOT_WRITTEN
from grading.classroom.class_page import (
    Misconception,
    by_exercise,
    class_csv,
    class_page,
    misconceptions,
    need_help,
)
from grading.classroom.results import ExerciseMark
from grading.course import lesson_names

LESSON = lesson_names()[0]
WRONG = {
    "exercise": "conv_forward",
    "passed": False,
    "mistake": "last_row",
    "sentences": ["The last row of H was never written.", "more"],
    "properties": [],
}


def mark(student, exercise, score, maximum=6.0, report=None, marked=True, late=0.0):
    return ExerciseMark(
        student, LESSON, exercise, score, maximum, marked, exercise.startswith("reflection"), None, late, report
    )


CLASS = [
    *(mark(name, "output_size", score, 3.0) for name, score in zip("abcdf", (3, 3, 3, 0, 0), strict=True)),
    mark("e", "output_size", 0, 3.0, late=3 * 86400.0),
    *(mark(name, "conv_forward", score) for name, score in zip("abcd", (6, 6, 6, 0), strict=True)),
    mark("e", "conv_forward", 2, report=WRONG, late=3 * 86400.0),
    mark("f", "conv_forward", 2, report=WRONG),
    *(mark(name, "reflection_sharing", 0, 2.0, marked=False) for name in "abcdef"),
]


def test_difficulty_and_discrimination():
    size, forward, written = by_exercise(CLASS)
    assert (size.name, size.students, size.full, size.mean) == ("output_size", 6, 3, 0.5)
    assert forward.mean == pytest.approx((6 * 3 + 2 * 2) / 36)
    # Points (3, 3, 3, 0, 0, 0) against the rest (6, 6, 6, 0, 2, 2).
    assert size.discrimination == pytest.approx(21 / (13.5 * 106 / 3) ** 0.5)
    assert (written.unmarked, written.mean, written.discrimination) == (6, 0.0, None)


def test_the_mean_of_a_few_marked_answers_is_not_shown():
    written = [mark(name, "reflection_sharing", 0, 2.0, marked=name in "ab") for name in "abcdef"]
    page = class_page([*CLASS[:10], *written])
    (row,) = re.findall(r"<code>reflection_sharing</code></th>(<td>.*)</tr>", page)
    assert re.findall(r"<td>(.*?)</td>", row) == ["6", "0", "–", "–", "–", "4"]


def test_a_small_class_has_no_discrimination():
    assert all(each.discrimination is None for each in by_exercise([m for m in CLASS if m.student in "ad"]))


def test_misconceptions_are_counted_by_student():
    assert misconceptions(CLASS) == [Misconception("conv_forward", "The last row of H was never written.", ("e", "f"))]


def test_who_needs_help_is_judged_by_what_is_marked():
    assert need_help(CLASS) == [
        ("d", 0.0, ["output_size", "conv_forward"]),
        ("e", pytest.approx(2 / 9), ["output_size", "conv_forward"]),
        ("f", pytest.approx(2 / 9), ["output_size", "conv_forward"]),
    ]


def test_the_page():
    page = class_page(CLASS, {("zoë", LESSON): ["unreadable: <not> a notebook"]}, {("e", LESSON): 4})
    assert "<strong>2 students</strong>, <code>conv_forward</code>: The last row of H was never written." in page
    assert "late by 3.0 days" in page and "<td>4</td>" in page
    assert "unreadable: &lt;not&gt; a notebook" in page
    assert page.count("<svg") == 2
    assert "<script" not in page and not re.search(r"(src|href)=\"(?!#)[^\"]*//", re.sub(r"xmlns[^ >]*", "", page))


def test_an_empty_class_has_a_page():
    assert "Nothing is graded yet." in class_page([])


def test_a_hostile_name_is_text():
    page = class_page([mark("<script>alert(1)</script>", "conv_forward", 0)])
    assert "<script>alert" not in page


def test_the_csv_can_be_read_back_and_holds_no_formula():
    hostile = ExerciseMark('=HYPERLINK("x")', LESSON, "conv_forward", 1, 6, True, False, datetime(2026, 1, 1), 0, WRONG)
    rows = list(csv.DictReader(io.StringIO(class_csv([*CLASS, hostile]))))
    assert len(rows) == len(CLASS) + 1
    assert rows[-1]["student"] == '\'=HYPERLINK("x")'
    assert rows[-1]["sentence"] == "The last row of H was never written."


def test_students_are_listed_by_name_also_who_handed_in_nothing():
    names = {"d": "Noa Amit", "e": "Jane Doe, Jr", "f": "שרה כהן", "g": "Kim <Lee>"}
    page = class_page(CLASS, {("h", LESSON): ["refused when collected: it is a link"]}, names=names)
    help_list = page.split("Who needs help")[1].split("</ul>")[0]
    assert re.findall(r"<bdi>(.*?)</bdi>", help_list) == ["Noa Amit (d)", "Jane Doe, Jr (e)", "שרה כהן (f)"]
    nothing = page.split("<h3>Handed in nothing</h3>")[1].split("</p>")[0]
    assert re.findall(r"<bdi>(.*?)</bdi>", nothing) == ["Kim &lt;Lee&gt; (g)"]
    assert "6 graded, 1 not graded, 1 handed in nothing; 1 late; 6 wait for marks by hand." in page
    table = page.split("All students")[1]
    assert re.findall(r"<bdi>.*?\((.)\)</bdi>", table) == ["d", "e", "f"]  # and the others after them, by id


def test_rare_mistakes_are_folded_away():
    reports = [WRONG | {"sentences": [f"Mistake {k}."]} for k in (*range(20), *range(3))]
    page = class_page([mark(f"s{k:02}", "conv_forward", 0, report=report) for k, report in enumerate(reports)])
    shown, folded = page.split("17 rarer mistakes")
    assert [f"Mistake {k}." in shown for k in range(20)] == [True] * 3 + [False] * 17
    assert all(f"Mistake {k}." in folded for k in range(3, 20))


def test_wrong_answers_without_a_known_mistake_are_listed():
    values = {"name": "values", "passed": False}
    unknown = WRONG | {"mistake": None, "sentences": [], "properties": [values | {"message": "H is wrong."}]}
    blank = WRONG | {"mistake": None, "sentences": [], "properties": [values | {"message": NOT_WRITTEN}]}
    marks = [mark("a", "conv_forward", 0, report=unknown), mark("b", "conv_forward", 0, report=blank)]
    (summary,) = by_exercise(marks)
    assert (summary.unnamed, summary.not_written) == ({"a": "values: H is wrong."}, 1)
    assert "<bdi>a</bdi>: values: H is wrong." in class_page(marks)
