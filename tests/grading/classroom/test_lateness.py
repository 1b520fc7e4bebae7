"""The penalty follows marks by hand, the due date and the policy."""

from datetime import datetime

import pytest

from grading.classroom.export import marks
from grading.classroom.lateness import settle_penalties
from grading.course import ROOT
from grading.nbgrader_setup import gradebook

ALL_LOST = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"


@pytest.fixture
def late(quick_course):
    """A class in which ada handed in on 1 March, and got no penalty."""
    folder = quick_course.submit("ada")
    (folder / "timestamp.txt").write_text("2027-03-01 12:00:00 UTC")
    quick_course.grade()
    return quick_course


def policy(course, added):
    (course.root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + added)


def due(course, date):
    with gradebook(course.root) as book:
        book.update_or_create_assignment(course.lesson, duedate=date)


def line(course):
    found = marks(course.root).lines["ada", course.lesson]
    return found.penalty, found.total


def test_the_penalty_follows_what_it_depends_on(late):
    with gradebook(late.root) as book:
        score = book.find_submission(late.lesson, "ada").score
    assert score > 0 and line(late) == (0, score)
    due(late, datetime(2027, 2, 1))
    assert line(late) == (0, score)
    policy(late, ALL_LOST)
    assert line(late) == (score, 0)
    with gradebook(late.root) as book:
        book.find_grade("reflection_sharing", late.lesson, late.lesson, "ada").manual_score = 1.5
        book.db.commit()
    assert line(late) == (score + 1.5, 0)
    due(late, datetime(2027, 4, 1))
    assert line(late) == (0, score + 1.5)


def test_other_lessons_are_left_alone(late):
    due(late, datetime(2027, 2, 1))
    policy(late, ALL_LOST)
    settle_penalties(late.root, [])
    with gradebook(late.root) as book:
        assert not book.find_submission(late.lesson, "ada").late_submission_penalty
