"""The one writer of a run: it alone opens the gradebook and writes the autograded notebooks.

A submission's notebook is in place before its marks and its record are committed, in one transaction. The record names
the content that was graded and the notebook that was written, so after a kill at any moment the next run sees what is
not complete, and grades it again.
"""

import hashlib
import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Assignment, Grade, GradeCell, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution, parse_utc
from sqlalchemy import func, select
from traitlets.config import Config

from grading.bank import exercises_of
from grading.classroom.gradebook import Book
from grading.classroom.intake import TIMESTAMP
from grading.classroom.preprocessors import CHECK
from grading.classroom.record import Mark, SubmissionRecord
from grading.classroom.result import Status, SubmissionResult
from grading.classroom.task import Graded, Task, write_files
from grading.classroom.versions import check_version, package_version


class SaveGrades(SaveAutoGrades):
    """nbgrader's step, in a gradebook that is open already."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save the scores and the automatic comments of all cells."""
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = about["notebook"], about["assignment"], about["student"]
        self.gradebook = about["book"]
        return NbGraderPreprocessor.preprocess(self, nb, resources)


class SavePenalty(AssignLatePenalties):
    """nbgrader's step, in a gradebook that is open already."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save the penalty that the course's plugin gives for the time of submission."""
        about = resources["nbgrader"]
        book, student = about["book"], about["student"]
        self.init_plugin()
        late = book.find_submission(about["assignment"], student).total_seconds_late
        notebook = book.find_submission_notebook(about["notebook"], about["assignment"], student)
        notebook.late_submission_penalty = None
        if late > 0:
            penalty = self.plugin_inst.late_submission_penalty(student, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = self._check_late_penalty(notebook, penalty)
        return nb, resources


@dataclass(frozen=True)
class Scores:
    """The judge's scores of one submission in the gradebook."""

    count: int
    total: float


class Writer:
    """Writes what was graded into the course folder.

    Parameters
    ----------
    config : traitlets.config.Config
    log : logging.Logger
        Where nbgrader's messages go.
    """

    def __init__(self, config: Config, log: logging.Logger):
        self.coursedir = CourseDirectory(config=config)
        self.book = Book(self.coursedir)
        self.converter = Autograde(coursedir=self.coursedir, config=config, log=log)
        self.steps = [step(config=config, log=log) for step in (SaveGrades, SavePenalty)]

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook."""
        self.book.close()

    def autograded(self, student: str, lesson: str) -> Path:
        """Return the folder of an autograded submission."""
        return Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, lesson))

    def records(self, lesson: str) -> dict[str, SubmissionRecord]:
        """Return the records of a lesson by student."""
        with self.book.transaction() as records:
            return {record.student: record for record in records.all(lesson)}

    def scores(self, lesson: str) -> dict[str, Scores]:
        """Return how many checks of a lesson have a score in the gradebook, and their sum, by student."""
        checks = [CHECK + exercise.name for exercise in exercises_of(lesson)]
        query = (
            select(SubmittedAssignment.student_id, func.count(Grade.auto_score), func.sum(Grade.auto_score))
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(GradeCell, GradeCell.id == Grade.cell_id)
            .where(Assignment.name == lesson, GradeCell.name.in_(checks))
            .group_by(SubmittedAssignment.student_id)
        )
        with self.book.transaction():
            return {student: Scores(count, total or 0) for student, count, total in self.book.db.execute(query)}

    def is_complete(self, record: SubmissionRecord | None, scores: Scores | None) -> bool:
        """Return whether the gradebook and the autograded notebook are still what a record says."""
        if record is None or record.status is not Status.GRADED or scores is None or not record.marks:
            return False
        if scores.count != len(record.marks) or abs(scores.total - record.score) > 1e-6:
            return False
        return digest_of_file(self.notebook(record.student, record.lesson)) == record.written

    def notebook(self, student: str, lesson: str) -> Path:
        """Return the path of an autograded notebook."""
        return self.autograded(student, lesson) / f"{lesson}.ipynb"

    def kept(self, record: SubmissionRecord, but: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        """Return reports and outputs of the check cells of an autograded notebook, but for some exercises."""
        notebook = nbformat.read(self.notebook(record.student, record.lesson), as_version=4)
        checks = {cell.metadata.nbgrader["grade_id"]: cell for cell in notebook.cells if is_check(cell)}
        return {
            name: {"report": cell.metadata["convlib"], "outputs": cell.outputs}
            for name, cell in checks.items()
            if name.removeprefix(CHECK) not in but
        }

    def write(self, task: Task, graded: Graded) -> SubmissionResult:
        """Write one graded submission: all of it, or nothing that a later run would take for complete.

        Raises
        ------
        OSError
            If the autograded notebook cannot be written.
        grading.classroom.gradebook.GradebookFault
            If the gradebook cannot.
        """
        student, lesson = task.student, task.lesson
        with self.book.transaction() as records:
            before = records.find(student, lesson)
            self.book.update_or_create_student(student)
            self.book.update_or_create_submission(lesson, student, **timestamp(task.files))
            notebook = nbformat.reads(graded.notebook, as_version=4)
            about = {"student": student, "assignment": lesson, "notebook": lesson, "book": self.book}
            for step in self.steps:
                step(notebook, {"nbgrader": about})
            marks = tuple(marks_of(task, graded, before))
            self._put(student, lesson, graded)
            written = hashlib.sha256(graded.notebook.encode()).hexdigest()
            record = SubmissionRecord(
                student, lesson, Status.GRADED, notes=task.notes, digest=task.digest, written=written, marks=marks
            )
            records.save(record)
        return SubmissionResult(student, lesson, Status.GRADED, "", record.score, record.maximum, task.notes)

    def note(self, student: str, lesson: str, status: Status, sentence: str) -> SubmissionResult:
        """Remember that a submission is unreadable or not graded; the marks of an earlier one stay."""
        with self.book.transaction() as records:
            before = records.find(student, lesson)
            self.book.update_or_create_student(student)
            marks = before.marks if before else ()
            records.save(SubmissionRecord(student, lesson, status, sentence, marks=marks))
        return SubmissionResult(student, lesson, status, sentence)

    def _put(self, student: str, lesson: str, graded: Graded) -> None:
        """Put the autograded folder into place; it is there as a whole or not at all."""
        folder = self.autograded(student, lesson)
        folder.parent.mkdir(parents=True, exist_ok=True)
        new, old = (folder.with_name(f".{folder.name}.{state}") for state in ("new", "old"))
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        try:
            new.mkdir()
            write_files(new, graded.files)
            with open(new / f"{lesson}.ipynb", "w", encoding="utf-8", newline="") as file:
                file.write(graded.notebook)
                file.flush()
                os.fsync(file.fileno())
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
            self.converter.set_permissions(lesson, student)
        finally:
            for leftover in (new, old):
                shutil.rmtree(leftover, ignore_errors=True)


def marks_of(task: Task, graded: Graded, before: SubmissionRecord | None) -> list[Mark]:
    """Return the marks of a submission: those given now, and those kept from before."""
    known = {mark.exercise: mark for mark in before.marks} if before else {}
    marks = []
    for name, report in graded.reports.items():
        if CHECK + name in task.kept:
            marks.append(known[name])
        else:
            versions = check_version(name), package_version()
            marks.append(Mark(name, report["score"], report["max_score"], task.seed, *versions, report))
    return marks


def timestamp(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the time of submission, if nbgrader's file is among the others."""
    return {"timestamp": parse_utc(files[TIMESTAMP].decode().strip())} if TIMESTAMP in files else {}


def is_check(cell: NotebookNode) -> bool:
    """Return whether a cell of an autograded notebook holds one of the judge's reports."""
    return is_grade(cell) and not is_solution(cell) and "convlib" in cell.metadata


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty string if there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
