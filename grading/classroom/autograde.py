"""Grade a class through nbgrader: register the lessons, autograde the submissions, and continue after a failure."""

import sys
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from grading.classroom.guard import Autograde
from grading.course import Refusal, lesson_names
from grading.nbgrader_setup import LOG, convert, nbgrader_config
from grading.sandbox.configurable import Sandboxed


def grade(
    root: Path, lessons: Sequence[str] = (), force: bool = False, unsafe_no_sandbox: bool = False
) -> list[tuple[str, str]]:
    """Autograde every submission in a course folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder with grading/submitted/STUDENT/LESSON/LESSON.ipynb and the gradebook.
    lessons : sequence of str
        Which lessons; all by default.
    force : bool
        Regrade what is already graded.
    unsafe_no_sandbox : bool
        Run students' code unprotected.

    Returns
    -------
    list of (str, str)
        Student and lesson of each submission that could not be read.

    Raises
    ------
    grading.sandbox.bubblewrap.SandboxMissing
        If there is no sandbox; nothing has been written.
    grading.course.Refusal
        If there is nothing to grade, or nbgrader could not register a lesson.
    """
    config = nbgrader_config(root, unsafe_no_sandbox)
    Sandboxed(config=config).sandbox().require()
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


def register(config: Config, lesson: str) -> None:
    """Enter a lesson's cells into the gradebook. The released notebooks are not touched."""
    with tempfile.TemporaryDirectory() as elsewhere:
        config = deepcopy(config)
        config.CourseDirectory.release_directory = elsewhere
        try:
            convert(GenerateAssignment, config, lesson)
        except NbGraderException as error:
            raise Refusal(
                f"nbgrader could not register {lesson} ({LOG} says why): if the lesson's exercises changed after "
                "submissions were graded, grade in a new course folder and keep this one as it is."
            ) from error
