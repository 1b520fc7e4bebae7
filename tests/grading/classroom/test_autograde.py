"""Grading a class: what is graded again and what is not, and nothing lost whatever fails."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock
from nbgrader.converters import GenerateFeedback
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy import event
from sqlalchemy.engine import Engine

from grading.classroom import autograde, demo, writer
from grading.classroom.autograde import LOCK, grade
from grading.classroom.guard import Autograde
from grading.classroom.report import scores
from grading.course import ROOT, Refusal
from grading.nbgrader_setup import convert, gradebook, nbgrader_config
from grading.sandbox import bubblewrap
from grading.sandbox.bubblewrap import SandboxMissing

GRADED, SKIPPED, UNREADABLE, NOT_GRADED = "graded", "already graded", "unreadable", "not graded"


def test_grading_without_a_sandbox_only_when_asked(tmp_path, monkeypatch):
    """With real processes, on a machine without bubblewrap."""

    def missing():
        raise SandboxMissing("no bubblewrap here")

    monkeypatch.setattr(bubblewrap, "_require_bubblewrap", missing)
    demo.write(tmp_path, {("cleo_blank", demo.FORWARD): demo.fill(demo.FORWARD, {})})
    with pytest.raises(SandboxMissing):
        grade(tmp_path)
    assert not (tmp_path / "gradebook.db").exists()
    result = grade(tmp_path, unsafe_no_sandbox=True)
    assert [each.status for each in result.submissions] == [GRADED] and result.exit_code == 0
    assert scores(tmp_path) == {("cleo_blank", demo.FORWARD): (0, 14)}


# What is graded again


def test_the_same_content_is_not_graded_twice(quick_course):
    quick_course.submit("ada")
    quick_course.submit("bob", "conv_forward")
    assert quick_course.statuses() == {"ada": GRADED, "bob": GRADED}
    before = quick_course.state(), quick_course.records()
    result = quick_course.grade()
    assert [(each.status, each.score) for each in result.submissions] == [(SKIPPED, 14), (SKIPPED, 8)]
    assert (quick_course.state(), quick_course.records()) == before
    assert quick_course.statuses(force=True) == {"ada": GRADED, "bob": GRADED}


def test_a_better_notebook_in_the_same_place_is_graded(quick_course):
    quick_course.submit("ada", "conv_forward")
    quick_course.grade()
    quick_course.submit("ada")
    (result,) = quick_course.grade().submissions
    assert (result.status, result.score) == (GRADED, 14)


def test_a_changed_file_beside_the_notebook_is_graded(quick_course):
    folder = quick_course.submit("ada")
    (folder / "helper.py").write_text("a = 1")
    quick_course.grade()
    (folder / "helper.py").write_text("a = 2")
    assert quick_course.statuses() == {"ada": GRADED}
    assert (quick_course.notebook("ada").parent / "helper.py").read_text() == "a = 2"
    (folder / "helper.py").unlink()
    assert quick_course.statuses() == {"ada": GRADED}
    assert not (quick_course.notebook("ada").parent / "helper.py").exists()


def test_an_unreadable_submission_stays_so_until_it_changes(quick_course):
    notebook = quick_course.submit("ada") / f"{quick_course.lesson}.ipynb"
    good = notebook.read_text(encoding="utf-8")
    quick_course.grade()
    notebook.write_text(good[:1000], encoding="utf-8")
    quick_course.submit("bob")
    for _ in range(2):
        result = quick_course.grade()
        assert result.exit_code == 1 and result.submissions[0].status == UNREADABLE
        assert quick_course.records()["ada"].status == UNREADABLE
    assert result.submissions[1].status == SKIPPED
    notebook.write_text(good, encoding="utf-8")
    assert quick_course.statuses() == {"ada": GRADED, "bob": SKIPPED}


def test_a_fault_of_the_machine_is_not_a_zero(quick_course):
    quick_course.submit("ada", "output_size", marker="# fault")
    quick_course.submit("bob")
    for _ in range(2):
        result = quick_course.grade()
        assert [(each.status, each.score) for each in result.submissions] == [(NOT_GRADED, None), (GRADED, 14)] or (
            [each.status for each in result.submissions] == [NOT_GRADED, SKIPPED]
        )
        assert result.submissions[0].sentence == "the sandbox did not start." and result.exit_code == 1
        assert "ada" not in quick_course.scores() and not quick_course.notebook("ada").exists()
    quick_course.submit("ada")
    assert quick_course.statuses() == {"ada": GRADED, "bob": SKIPPED}


def test_a_score_that_nbgrader_changed_or_removed_is_given_again(quick_course):
    quick_course.submit("ada")
    quick_course.grade()
    with gradebook(quick_course.root) as book:
        book.find_grade("check_conv_forward", quick_course.lesson, quick_course.lesson, "ada").auto_score = 0
        book.db.commit()
    assert quick_course.statuses() == {"ada": GRADED}
    with gradebook(quick_course.root) as book:
        book.remove_submission(quick_course.lesson, "ada")
    assert quick_course.statuses() == {"ada": GRADED}
    quick_course.notebook("ada").unlink()
    assert quick_course.statuses() == {"ada": GRADED}
    assert quick_course.scores()["ada"]["check_conv_forward"] == (6, None)


def test_names_are_not_patterns(quick_course):
    for student in ("a+b", "ab", "aXb", "Zoë O'Neil"):
        quick_course.submit(student)
    for odd in ("a*", "[ ]"):
        quick_course.submit("ab").parent.rename(quick_course.root / "grading" / "submitted" / odd)
        quick_course.submit("ab")
    statuses = quick_course.statuses()
    assert [statuses[name] for name in ("a+b", "ab", "aXb", "Zoë O'Neil")] == [GRADED] * 4
    assert [statuses[name] for name in ("a*", "[ ]")] == [UNREADABLE] * 2
    assert set(quick_course.statuses(students=["a+b"])) == {"a+b"}


# What nbgrader keeps


def test_marks_given_by_hand_and_extra_credit_are_kept(quick_course):
    quick_course.submit("ada")
    quick_course.grade()
    cell = next(name for name in quick_course.scores()["ada"] if name.startswith("reflection"))
    with gradebook(quick_course.root) as book:
        mark = book.find_grade(cell, quick_course.lesson, quick_course.lesson, "ada")
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 1.5, 0.5, False
        overridden = book.find_grade("check_output_size", quick_course.lesson, quick_course.lesson, "ada")
        overridden.manual_score = 1
        book.db.commit()
    quick_course.submit("ada", "conv_forward")
    quick_course.grade()
    assert quick_course.scores()["ada"][cell] == (None, 1.5)
    assert quick_course.scores()["ada"]["check_conv_forward"] == (0, None)
    with gradebook(quick_course.root) as book:
        mark = book.find_grade(cell, quick_course.lesson, quick_course.lesson, "ada")
        assert mark.needs_manual_grade and mark.extra_credit == 0.5
        assert book.find_grade("check_output_size", quick_course.lesson, quick_course.lesson, "ada").score == 1


class TenPercent(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 10


def test_a_late_submission_gets_the_penalty_of_the_new_score(quick_course, monkeypatch):
    loaded = nbgrader_config

    def config(*args, **kwargs):
        found = loaded(*args, **kwargs)
        found.AssignLatePenalties.plugin_class = TenPercent
        return found

    monkeypatch.setattr(autograde, "nbgrader_config", config)
    folder = quick_course.submit("ada", "conv_forward")
    quick_course.grade()

    def penalty():
        with gradebook(quick_course.root) as book:
            found = book.find_submission_notebook(quick_course.lesson, quick_course.lesson, "ada")
            return found.late_submission_penalty, book.find_submission(quick_course.lesson, "ada").total_seconds_late

    assert penalty() == (None, 0)
    with gradebook(quick_course.root) as book:
        book.update_or_create_assignment(quick_course.lesson, duedate=datetime(2026, 1, 1))
    (folder / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    quick_course.grade()
    assert penalty() == (pytest.approx(0.8), timedelta(days=1).total_seconds())
    quick_course.submit("ada")
    (folder / "timestamp.txt").write_text("2026-01-03 00:00:00 UTC")
    quick_course.grade()
    assert penalty()[0] == pytest.approx(1.4)


def test_nbgraders_own_commands_work_on_the_result(quick_course):
    quick_course.submit("ada", "conv_forward")
    quick_course.grade()
    before = quick_course.scores()
    config = nbgrader_config(quick_course.root, unsafe_no_sandbox=True)
    config.SandboxedExecute.enabled = False
    convert(GenerateFeedback, config, quick_course.lesson)
    pages = list((quick_course.root / "grading" / "feedback").glob("*/*/*.html"))
    assert len(pages) == 1 and "conv_forward: 0 of 6 points" in pages[0].read_text(encoding="utf-8")
    convert(Autograde, config, quick_course.lesson, force=True)
    assert quick_course.scores() == before


# What may fail


def test_two_graders_at_once(quick_course):
    quick_course.submit("ada")
    with FileLock(quick_course.root / LOCK), pytest.raises(Refusal, match="Another run is grading"):
        quick_course.grade()
    assert quick_course.statuses() == {"ada": GRADED}


def test_a_locked_gradebook_is_one_sentence(quick_course, monkeypatch):
    monkeypatch.setattr("grading.classroom.gradebook.WAIT_SECONDS", 0.1)
    for student in ("ada", "bob"):
        quick_course.submit(student)
    quick_course.grade(students=["ada"])
    before = quick_course.state()
    other = sqlite3.connect(quick_course.root / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refusal, match=r"is in use by another program"):
        quick_course.grade()
    other.execute("ROLLBACK")
    assert quick_course.state() == before
    other.execute("BEGIN IMMEDIATE")  # another writer, so reading still works
    result = quick_course.grade()
    assert result.exit_code == 1 and "in use by another program" in result.faults[0]
    assert [each.status for each in result.submissions] == [SKIPPED, NOT_GRADED]
    other.execute("ROLLBACK")
    other.close()
    assert quick_course.statuses() == {"ada": SKIPPED, "bob": GRADED}


@pytest.mark.parametrize("content", [b"no gradebook\n" * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupt_gradebook_is_left_as_it_is(content, quick_course):
    quick_course.submit("ada")
    book = quick_course.root / "gradebook.db"
    book.write_bytes(content)
    with pytest.raises(Refusal, match="damaged"):
        quick_course.grade()
    assert book.read_bytes() == content


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_notebook_that_cannot_be_written_is_not_graded(number, quick_course, monkeypatch):
    for student in ("ada", "bob"):
        quick_course.submit(student)

    def fail(*args):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as context:
        context.setattr(writer.os, "fsync", fail)
        result = quick_course.grade()
    assert [each.status for each in result.submissions] == [NOT_GRADED] * 2 and result.exit_code == 1
    assert os.strerror(number) in result.submissions[0].sentence
    assert quick_course.scores() == {}
    assert quick_course.statuses() == {"ada": GRADED, "bob": GRADED}


def test_a_database_on_a_full_disk_is_one_sentence(quick_course):
    """SQLite itself reports the full disk: it may not grow by a page."""

    def no_growth(connection, _):
        connection.execute("PRAGMA max_page_count = 1")  # SQLite raises this to the present size

    students = [f"student{number}" for number in range(8)]
    for student in students:
        quick_course.submit(student)
    event.listen(Engine, "connect", no_growth)
    try:
        result = quick_course.grade()
    finally:
        event.remove(Engine, "connect", no_growth)
    assert result.exit_code == 1 and "make room" in result.faults[0]
    assert set(quick_course.scores()) == {each.student for each in result.submissions if each.status == GRADED}
    assert set(quick_course.statuses().values()) == {GRADED, SKIPPED}
    assert {sum(score for score, _ in each.values() if score) for each in quick_course.scores().values()} == {14}


def test_a_mistake_in_the_configuration_is_one_sentence(quick_course):
    quick_course.submit("ada")
    (quick_course.root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = courseid")
    with pytest.raises(Refusal, match=r"nbgrader_config\.py cannot be used .*courseid"):
        quick_course.grade()


def test_nothing_to_grade(quick_course):
    with pytest.raises(Refusal, match="nothing to grade"):
        quick_course.grade()


# Killed at any moment

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import conftest
from grading.classroom import gradebook, pool, record, writer

# Whoever runs the tests may ignore these signals, as nohup does, and this process inherits that.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)

def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.{signal})
    signal.pause()

def killing(owner, name, after):
    original = getattr(owner, name)
    calls = []
    def wrapped(*args, **kwargs):
        if after:
            found = original(*args, **kwargs)
        calls.append(name)
        if len(calls) >= {call}:
            kill()
        return found if after else original(*args, **kwargs)
    setattr(owner, name, wrapped)

conftest.make_quick(setattr)
killing({owner}, {name!r}, {after})
conftest.Course(Path({root!r})).grade({options})
"""
STAGES = {
    "before anything is judged": ("pool", "run", False),
    "while the notebook is written": ("writer.os", "fsync", False),
    "before the notebook is in place": ("writer.Path", "rename", False),
    "when the old notebook is away": ("writer.Path", "rename", True),
    "when the notebook is in place": ("record.Records", "save", False),
    "before the commit": ("gradebook.OneTransaction", "finish", False),
    "after the commit": ("gradebook.OneTransaction", "finish", True),
    "between the students": ("writer.Writer", "write", True),
}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("again", [False, True], ids=["first run", "other content"])
def test_a_run_that_was_killed_and_repeated_ends_in_the_same_gradebook(stage, again, quick_course):
    for student in ("ada", "bob", "cleo"):
        quick_course.submit(student, *(["conv_forward"] if student != "cleo" else []))
    if again:
        quick_course.grade()
        quick_course.submit("ada")
        quick_course.submit("bob", "output_size")
    owner, name, after = STAGES[stage]
    # The gradebook's first transactions register the lesson and read the records.
    call = 6 if owner.startswith("gradebook") else 1
    values = {"tests": str(Path(__file__).parent), "root": str(quick_course.root), "options": ""}
    program = KILLED.format(owner=owner, name=name, after=after, call=call, signal="SIGKILL", **values)
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert quick_course.grade().exit_code == 0
    found = quick_course.state()
    assert sum(score for score, _ in found["scores"]["bob"].values() if score) == (11 if again else 8)
    quick_course.grade(force=True)
    assert quick_course.state() == found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_run_that_was_stopped_leaves_no_zero(name, quick_course):
    quick_course.submit("ada")
    values = {"tests": str(Path(__file__).parent), "root": str(quick_course.root), "options": ""}
    program = KILLED.format(owner="record.Records", name="save", after=False, call=1, signal=name, **values)
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert ended.returncode, ended.stderr
    assert quick_course.scores() == {}
    assert quick_course.statuses() == {"ada": GRADED}
    assert nbformat.read(quick_course.notebook("ada"), 4)
