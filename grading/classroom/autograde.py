"""Grade a class through nbgrader: register the lessons, autograde what was handed in, and go on past failures."""

import sys
import tempfile
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import NbGraderException

from grading.classroom.nbgrader_setup import LOG, convert, nbgrader_config
from grading.course import Refusal, lesson_names
from grading.sandbox import bubblewrap


def grade(root, lessons=(), force=False):
    """Autograde every submission below a course folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder with grading/submitted/STUDENT/LESSON/LESSON.ipynb and the gradebook.
    lessons : sequence of str
        Which lessons; all by default.
    force : bool
        Grade again what is graded already.

    Returns
    -------
    list of (str, str)
        Student and lesson of each submission that could not be read.
    """
    bubblewrap.command(["true"])  # refuses before anything is written
    config = nbgrader_config(root)
    submitted = Path(root) / config.CourseDirectory.submitted_directory
    if not any(submitted.glob("*/*/*.ipynb")):
        raise Refusal(f"There is nothing to grade: put each submission at {submitted}/STUDENT/LESSON/LESSON.ipynb.")
    failed = []
    for lesson in lessons or lesson_names():
        students = sorted(path.parent.name for path in submitted.glob(f"*/{lesson}"))
        if students:
            register(config, lesson)
        for student in students:
            print(f"Grading {lesson} of {student}", file=sys.stderr, flush=True)
            try:
                convert(Autograde, config, lesson, student, force=force)
            except NbGraderException:
                failed.append((student, lesson))
    return failed


def register(config, lesson):
    """Tell the gradebook which cells a lesson has. The released notebooks are not touched."""
    with tempfile.TemporaryDirectory() as elsewhere:
        config = config.copy()
        config.CourseDirectory.release_directory = elsewhere
        try:
            convert(GenerateAssignment, config, lesson)
        except NbGraderException as error:
            raise Refusal(
                f"nbgrader could not register {lesson} ({LOG} says why): if the lesson's exercises changed after "
                "submissions were graded, grade in a fresh course folder and keep this one as it is."
            ) from error
