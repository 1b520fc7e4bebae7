"""How far each lesson is."""

from datetime import UTC, datetime, timedelta

import pytest

from grading.bank import exercises_of
from grading.classroom import status as module
from grading.classroom.record import Mark, SubmissionRecord
from grading.classroom.result import Status
from grading.classroom.status import LessonStatus, changed, standing, status, status_table, submissions
from grading.classroom.versions import check_version, package_version
from grading.course import lesson_names

FIRST, SECOND, *_ = lesson_names()
NAME = exercises_of(FIRST)[0].name


def record(state=Status.GRADED, version=None, **values):
    mark = Mark(NAME, 1, 1, 1, version or check_version(NAME), package_version(), {})
    later = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1)
    return SubmissionRecord(
        **{"student": "ada", "lesson": FIRST, "status": state, "recorded_at": later} | values, marks=(mark,)
    )


@pytest.mark.parametrize(
    "known, place",
    [
        (None, "new"),
        (record(), "graded"),
        (record(version="old"), "stale"),
        (record(Status.UNREADABLE), "unreadable"),
        (record(Status.NOT_GRADED), "not_graded"),
    ],
)
def test_each_submission_has_one_place(tmp_path, known, place):
    assert standing(known, tmp_path) == place


def test_what_was_touched_is_compared(tmp_path, monkeypatch):
    before = record(recorded_at=datetime(2020, 1, 1), digest="one")
    monkeypatch.setattr(module, "read_submission", lambda *args: None)
    for digest, different in (("one", False), ("two", True)):
        monkeypatch.setattr(module, "content_digest", lambda submission, digest=digest: digest)
        assert changed(before, tmp_path) == different
    assert not changed(record(digest="one"), tmp_path)  # not touched since, and so not even read


def test_a_class(tmp_path):
    for student, lesson in (("ada", FIRST), ("bo", FIRST), ("ada", SECOND), (".hidden", FIRST)):
        (tmp_path / "grading" / "submitted" / student / lesson).mkdir(parents=True)
    assert [student for student, _ in submissions(tmp_path, FIRST)] == ["ada", "bo"]
    first, second = status(tmp_path)
    assert (first.lesson, first.new, first.submitted) == (FIRST, ["ada", "bo"], 2)
    assert second.as_dict()["submitted"] == 1


def test_the_table_says_what_to_do():
    text = status_table([LessonStatus(FIRST, new=["a"], unreadable=["bo"], waiting=["cy"], refused=["di"])])
    assert "grading grade" in text and f"{FIRST} is unreadable: bo" in text and "formgrader" in text
    assert f"{FIRST} was refused when collected: di." in text
    assert "Nothing is handed in yet" in status_table([])
