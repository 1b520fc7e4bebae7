"""What a class got: one mark for each exercise that a student handed in, with the judge's report."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbgrader.api import Assignment, Grade, GradeCell, SubmittedAssignment, SubmittedNotebook

from convlib.lab.checks.calling import NOT_WRITTEN
from grading.classroom.record import open_records
from grading.nbgrader_setup import gradebook, nbgrader_config

CHECK = "check_"


@dataclass(frozen=True)
class ExerciseMark:
    """A student's mark for one exercise.

    Parameters
    ----------
    student, lesson, exercise : str
        ``exercise`` is the name of a function, or of a written answer.
    score, max_score : float
        Points; 0 for a written answer that nobody has marked.
    marked : bool
        Whether nothing is left to mark by hand.
    written : bool
        Whether it is a written answer.
    submitted : datetime.datetime or None
        When it was handed in (UTC), if known.
    late_seconds : float
        How much later than it was due.
    report : dict or None
        The judge's report (``convlib.lab.checks.report.Report.as_dict``).
    """

    student: str
    lesson: str
    exercise: str
    score: float
    max_score: float
    marked: bool
    written: bool
    submitted: datetime | None
    late_seconds: float
    report: dict | None


def marks(root: Path) -> list[ExerciseMark]:
    """Read the marks of a course folder from the gradebook, and the reports from the autograded notebooks."""
    reports = dict(judged(root))
    found = []
    with gradebook(root) as book:
        rows = (
            book.db.query(Grade, GradeCell, SubmittedAssignment, Assignment.name)
            .join(GradeCell, Grade.cell_id == GradeCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        )
        for grade, cell, submission, lesson in rows:
            exercise = cell.name.removeprefix(CHECK)
            found.append(
                ExerciseMark(
                    student=submission.student_id,
                    lesson=lesson,
                    exercise=exercise,
                    score=float(grade.score or 0),
                    max_score=float(cell.max_score),
                    marked=not grade.needs_manual_grade,
                    written=cell.cell_type == "markdown",
                    submitted=submission.timestamp,
                    late_seconds=submission.total_seconds_late,
                    report=reports.get((submission.student_id, lesson, exercise)),
                )
            )
    return sorted(found, key=lambda mark: (mark.lesson, mark.student))


def judged(root: Path) -> Iterator[tuple[tuple[str, str, str], dict]]:
    """Yield each judge's report, with its student, lesson and exercise.

    They come from the records or, for what one of nbgrader's own commands has graded, from the autograded notebook.
    """
    with open_records(root) as records:
        known = records.all() if records else []
    for record in known:
        for mark in record.marks:
            yield (record.student, record.lesson, mark.exercise), mark.report
    recorded = {(record.student, record.lesson) for record in known if record.marks}
    folder = Path(root) / nbgrader_config(root).CourseDirectory.autograded_directory
    for path in sorted(folder.glob("*/*/*.ipynb")):
        student, lesson = path.parts[-3:-1]
        if (student, lesson) in recorded:
            continue
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("grade") and about.get("locked") and (report := cell["metadata"].get("convlib")):
                yield (student, lesson, report["exercise"]), report


def headline(report: dict) -> str:
    """Return a report's first sentence: the diagnosis or, where there is none, the first property that fails."""
    if report["sentences"]:
        return " ".join(report["sentences"][0].split())
    first = next(result for result in report["properties"] if result["passed"] is False)
    return NOT_WRITTEN if first["message"] == NOT_WRITTEN else f"{first['name']}: {first['message']}"
