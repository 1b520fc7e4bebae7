"""Feedback pages, and a zip of them under the names by which the LMS takes them back."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from grading.classroom.collect import collected
from grading.classroom.lateness import settle_penalties
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.course import Refusal
from grading.nbgrader_setup import LOG, convert, nbgrader_config


def feedback(root: Path, lesson: str, students: Sequence[str] = ()) -> tuple[list[Path], list[str]]:
    """Write the feedback pages of a lesson through nbgrader.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lesson : str
    students : sequence of str
        Only these; all whose submission is graded by default.

    Returns
    -------
    list of pathlib.Path
        The pages.
    list of str
        The students whose page nbgrader could not write.
    """
    with open_records(root) as records:
        known = records.all(lesson) if records else []
    graded = [each.student for each in known if each.status is Status.GRADED]
    wanted = [student for student in graded if not students or student in students]
    if not wanted:
        raise Refusal(f"Nothing of {lesson} is graded yet: run `python -m grading grade {lesson}`.")
    settle_penalties(root, [lesson])
    config = nbgrader_config(root)
    pages, failed = [], []
    for student in wanted:
        try:
            # Marks by hand may have been added since the page was written.
            convert(GenerateFeedback, config, lesson, student, force=True)
            pages.append(page(root, lesson, student))
        except (NbGraderException, SystemExit):
            failed.append(f"The feedback for {student} could not be written; {LOG} says why.")
    return pages, failed


def page(root: Path, lesson: str, student: str) -> Path:
    """Return where a student's feedback page is."""
    folder = Path(root) / nbgrader_config(root).CourseDirectory.feedback_directory
    return folder / student / lesson / f"{lesson}.html"


def feedback_zip(root: Path, lesson: str, pages: Sequence[Path]) -> Path:
    """Write a zip of feedback pages and return its path.

    Moodle takes it back under *Upload multiple feedback files in a zip*, Canvas under *Upload submissions*: each page
    has the name that the LMS gave to the submission. What was not collected from one is at STUDENT/LESSON.html.
    """
    path = pages[0].parents[2] / f"{lesson}-feedback.zip"
    lms = collected(root, lesson)
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in pages:
            archive.write(each, name_in_lms(lms.get(each.parent.parent.name), each))
    partial.replace(path)
    return path


def name_in_lms(about: dict | None, path: Path) -> str:
    """Return the name of a feedback page in the zip."""
    source = (about or {}).get("source", path.parent.parent.name)
    return f"{source}{path.name}" if about and about.get("form") == "Canvas" else f"{source}/{path.name}"
