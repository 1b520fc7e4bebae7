"""nbgrader's own commands behind the intake: ``nbgrader autograde``, formgrader's button and ``nbgrader collect``."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader import converters
from nbgrader.apps import api, autogradeapp
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.server_extensions.formgrader.handlers import SubmissionFilesHandler

from grading.classroom.folder import Unreadable, read_files
from grading.classroom.intake import TIMESTAMP, parse_timestamp, read_submission, write_submission


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
                # In the course's folder, because nbgrader makes a pattern of the path, and elsewhere it may be any.
                with TemporaryDirectory(prefix=".grading-", dir=course.root) as copy:
                    self.grade(student, Path(copy))
            except Unreadable as reason:
                self.log.error("%s of %s cannot be graded. %s", course.assignment_id, student, reason)
                failed.append(student)
            except NbGraderException:
                failed.append(student)
            finally:
                course.student_id = selected
        if failed:
            message = f"Not graded: {', '.join(failed)}. The log says why."
            self.log.error(message)
            raise NbGraderException(message)

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
        original, course.submitted_directory = course.submitted_directory, copy.name
        course.student_id = student
        try:
            super().start()
        finally:
            course.submitted_directory = original


class Collect(ExchangeCollect):
    """Collect submissions from the exchange, in which students can leave links that nbgrader would follow."""

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy a submission; of one that is refused only the reason, so that it shows as unreadable."""
        try:
            read_files(Path(src), [])
        except Unreadable as reason:
            self.log.error("%s is not collected. %s", src, reason)
            Path(dest).mkdir()
            Path(dest, "not_collected.txt").write_text(f"{reason}\n", encoding="utf-8")
        else:
            super().do_copy(src, dest, log)


def existing_timestamp(course: CourseDirectory, folder: str) -> datetime | None:
    """Return when a submission was made, or None if its timestamp.txt is not a file that holds a time.

    formgrader lists submissions with this before any is graded: a named pipe would hang it, a wrong text break it.
    """
    path = Path(folder, TIMESTAMP)
    try:
        return parse_timestamp(path.read_bytes()) if stat.S_ISREG(path.lstat().st_mode) else None
    except OSError:
        return None


def without_rights(handler: SubmissionFilesHandler, path: str) -> None:
    """Let nothing act in a file that formgrader serves from beside a notebook: a page in it would have your login."""
    handler.set_header("Content-Security-Policy", "default-src 'none'; img-src 'self'; sandbox")
    handler.set_header("X-Content-Type-Options", "nosniff")


def install() -> None:
    """Let ``nbgrader autograde`` and formgrader use what is defined here; nbgrader has no settings for it."""
    autogradeapp.Autograde = api.Autograde = Autograde
    CourseDirectory.get_existing_timestamp = existing_timestamp
    SubmissionFilesHandler.set_extra_headers = without_rights
