"""Penalties for lateness, brought up to date: marks by hand, the due date or the policy may have changed since."""

from collections.abc import Iterable
from pathlib import Path

from nbformat.v4 import new_notebook
from nbgrader.coursedir import CourseDirectory

from grading.classroom.gradebook import Book
from grading.classroom.writer import SavePenalty
from grading.nbgrader_setup import nbgrader_config


def settle_penalties(root: Path, lessons: Iterable[str]) -> None:
    """Give the penalties of late submissions again, by the course's plugin for nbgrader.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lessons : iterable of str
    """
    config = nbgrader_config(root)
    step = SavePenalty(config=config)
    with Book(CourseDirectory(config=config)) as book, book.transaction():
        for assignment in book.assignments:
            if assignment.name not in lessons:
                continue
            for submission in assignment.submissions:
                if submission.total_seconds_late <= 0 and not submission.late_submission_penalty:
                    continue
                about = {"book": book, "assignment": assignment.name, "student": submission.student_id}
                for notebook in submission.notebooks:
                    step.preprocess(new_notebook(), {"nbgrader": about | {"notebook": notebook.name}})
