"""Replaying a mark for an appeal, and giving stale marks anew."""

import pytest

from grading.classroom import autograde, record
from grading.classroom.record import open_records
from grading.classroom.replay import replay
from grading.course import Refusal
from grading.nbgrader_setup import gradebook

CHANGED = "conv_forward"


def test_a_mark_comes_out_the_same(quick_course, monkeypatch):
    seeds = []
    quick_course.submit("ada", "output_size")
    quick_course.grade()
    from grading.classroom import preprocessors

    judge = preprocessors.judge_in_process
    monkeypatch.setattr(preprocessors, "judge_in_process", lambda *args: seeds.append(args[-1]) or judge(*args))
    found = replay(quick_course.root, "ada", quick_course.lesson, unsafe_no_sandbox=True)
    assert found.same and [mark.mark.score for mark in found.marks] == [mark.now["score"] for mark in found.marks]
    assert seeds == [quick_course.records()["ada"].marks[0].seed]


def test_a_mark_that_comes_out_otherwise_is_said(quick_course):
    quick_course.submit("ada", "output_size")
    quick_course.grade()
    with gradebook(quick_course.root) as book:
        book.db.execute(record.MARKS.update().filter_by(exercise="output_size").values(score=3))
        book.db.commit()
    found = replay(quick_course.root, "ada", quick_course.lesson, unsafe_no_sandbox=True)
    assert [mark.mark.exercise for mark in found.marks if not mark.same] == ["output_size"] and not found.same


def test_only_what_was_graded_can_be_replayed(quick_course):
    quick_course.submit("ada")
    with pytest.raises(Refusal, match="no mark"):
        replay(quick_course.root, "ada", quick_course.lesson, unsafe_no_sandbox=True)
    quick_course.grade()
    quick_course.submit("ada", "output_size")
    with pytest.raises(Refusal, match="not the one that was graded"):
        replay(quick_course.root, "ada", quick_course.lesson, unsafe_no_sandbox=True)


@pytest.fixture
def stale_course(quick_course, monkeypatch):
    """A course in which the check of one exercise has changed since two submissions were graded."""
    quick_course.submit("ada")
    quick_course.submit("bob", CHANGED, "output_size")
    quick_course.grade()
    before = record.check_version
    changed = {CHANGED: "another"}
    for module in (record, autograde):
        monkeypatch.setattr(module, "check_version", lambda name: changed.get(name) or before(name))
    monkeypatch.setattr("grading.classroom.writer.check_version", lambda name: changed.get(name) or before(name))
    return quick_course


def test_stale_marks_show(stale_course):
    with open_records(stale_course.root) as records:
        assert [(student, exercise) for student, _, exercise, _ in records.stale()] == [
            ("ada", CHANGED),
            ("bob", CHANGED),
        ]


def test_only_the_stale_exercise_is_judged_again(stale_course):
    before = {student: each.marks for student, each in stale_course.records().items()}
    result = autograde.regrade(stale_course.root, unsafe_no_sandbox=True, outputs=False)
    assert [str(each.status) for each in result.submissions] == ["graded", "graded"]
    for student, each in stale_course.records().items():
        for mark, old in zip(each.marks, before[student], strict=True):
            assert (mark == old) == (mark.exercise != CHANGED) and mark.score == old.score
    with open_records(stale_course.root) as records:
        assert not records.stale()
    assert {str(each.status) for each in stale_course.grade().submissions} == {"already graded"}


def test_exercises_can_be_chosen(stale_course):
    other = autograde.regrade(stale_course.root, ["output_size"], unsafe_no_sandbox=True, outputs=False)
    assert {str(each.status) for each in other.submissions} == {"already graded"}
    chosen = autograde.regrade(stale_course.root, [CHANGED], unsafe_no_sandbox=True, outputs=False)
    assert {str(each.status) for each in chosen.submissions} == {"graded"}
    seeds = {mark.exercise: mark.seed for mark in stale_course.records()["ada"].marks}
    assert len(set(seeds.values())) == 2
    assert replay(stale_course.root, "ada", stale_course.lesson, unsafe_no_sandbox=True).same


def test_another_version_of_the_course_makes_marks_stale(quick_course, monkeypatch):
    quick_course.submit("ada")
    quick_course.grade()
    monkeypatch.setattr(record, "package_version", lambda: "9.9")
    with open_records(quick_course.root) as records:
        assert len(records.stale()) == len(quick_course.records()["ada"].marks)
    assert [str(each.status) for each in quick_course.grade().submissions] == ["already graded"]
    again = autograde.regrade(quick_course.root, unsafe_no_sandbox=True, outputs=False)
    assert [str(each.status) for each in again.submissions] == ["graded"]
