"""nbgrader's own ``autograde``, behind the intake: its command and formgrader's button grade what was read and mended."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader import converters
from nbgrader.apps import api, autogradeapp
from nbgrader.converters.base import NbGraderException

from grading.classroom.intake import Unreadable, read_submission, write_submission


class Autograde(converters.Autograde):
    """Autograde each submission from a mended copy, so that nbgrader never opens the folder that a student filled.

    A submission that cannot be read is named with the reason in the log, and the others are graded.
    """

    def start(self) -> None:
        """Grade the submissions that the course directory's assignment and student select."""
        course = self.coursedir
        selected = course.student_id
        students = list(self.selected())
        if not students:
            # nbgrader's own message, which suggests the nearest assignment
            return super().start()
        failed = []
        for student in students:
            try:
                with TemporaryDirectory(prefix="convlib-") as copy:
                    self.grade(student, Path(copy))
            except Unreadable as reason:
                self.log.error("%s of %s cannot be graded. %s", course.assignment_id, student, reason)
                failed.append(student)
            except NbGraderException:
                failed.append(student)
            finally:
                course.student_id = selected
        if failed:
            raise NbGraderException(f"Not graded: {', '.join(failed)}. The log says why.")

    def selected(self) -> Iterator[str]:
        """Yield the ids of the students to grade: one by name, or several by nbgrader's pattern."""
        submitted, wanted = self.submitted(), self.coursedir.student_id
        found = sorted(os.listdir(submitted)) if submitted.is_dir() else []
        for student in [wanted] if wanted in found else found:
            # Not exists(): what is there may be a link to nowhere.
            if (student == wanted or fnmatchcase(student, wanted)) and os.path.lexists(self.folder(student)):
                yield student

    def submitted(self) -> Path:
        """Return the folder that holds a folder for each student."""
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, "", ""))

    def folder(self, student: str) -> Path:
        """Return the folder of a student's submission."""
        return self.submitted() / student / self.coursedir.assignment_id

    def grade(self, student: str, copy: Path) -> None:
        """Read one submission, and let nbgrader grade its copy."""
        course = self.coursedir
        submission = read_submission(self.folder(student), student, course.assignment_id)
        for note in submission.notes:
            self.log.warning("%s of %s: %s", course.assignment_id, student, note)
        write_submission(submission, copy / student / course.assignment_id)
        original, course.submitted_directory = course.submitted_directory, str(copy)
        course.student_id = student
        try:
            super().start()
        finally:
            course.submitted_directory = original


def install() -> None:
    """Let ``nbgrader autograde`` and formgrader use this class; nbgrader has no setting for it."""
    autogradeapp.Autograde = api.Autograde = Autograde
