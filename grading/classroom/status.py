"""How far each lesson is: who handed in, what is graded, and what still waits for somebody."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC
from pathlib import Path

from tabulate import tabulate

from grading.classroom.collect import refused
from grading.classroom.intake import Unreadable, read_submission
from grading.classroom.record import SubmissionRecord, open_records
from grading.classroom.result import Status
from grading.classroom.task import content_digest
from grading.course import lesson_names
from grading.nbgrader_setup import gradebook, nbgrader_config


@dataclass
class LessonStatus:
    """One lesson; each student is in exactly one of new, graded, stale, unreadable and not_graded.

    Attributes
    ----------
    lesson : str
    new : list of str
        Handed in, and not looked at yet.
    graded : list of str
        The present submission has all its marks.
    stale : list of str
        Another submission than the present one was graded, or another version of the check gave the marks.
    unreadable, not_graded : list of str
        As the last run left them.
    waiting : list of str
        Graded, but written answers wait for marks by hand.
    refused : list of str
        Refused when it was collected, the only submission or the latest.
    """

    lesson: str
    new: list[str] = field(default_factory=list)
    graded: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    not_graded: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def submitted(self) -> int:
        """How many handed in."""
        return sum(map(len, (self.new, self.graded, self.stale, self.unreadable, self.not_graded)))

    def as_dict(self) -> dict:
        """Return it for JSON."""
        return asdict(self) | {"submitted": self.submitted}


def status(root: Path) -> list[LessonStatus]:
    """Return the status of each lesson that somebody handed in."""
    with open_records(root) as records:
        known = {(record.student, record.lesson): record for record in records.all()} if records else {}
    waiting = waiting_for_hand_marks(root) if known else {}
    found = []
    for lesson in lesson_names():
        each = LessonStatus(lesson, waiting=waiting.get(lesson, []), refused=sorted(refused(root, lesson)))
        for student, folder in submissions(root, lesson):
            place = standing(known.get((student, lesson)), folder)
            getattr(each, place).append(student)
        if each.submitted or each.refused:
            found.append(each)
    return found


def submissions(root: Path, lesson: str) -> Iterator[tuple[str, Path]]:
    """Yield the students who handed in a lesson, in order, and where it is."""
    submitted = Path(root) / nbgrader_config(root).CourseDirectory.submitted_directory
    if submitted.is_dir():
        for folder in sorted(submitted.iterdir()):
            if not folder.name.startswith(".") and (folder / lesson).exists():
                yield folder.name, folder / lesson


def standing(record: SubmissionRecord | None, folder: Path) -> str:
    """Return in which of a lesson's lists a submission belongs."""
    if record is None:
        return "new"
    if record.status is Status.UNREADABLE:
        return "unreadable"
    if record.status is Status.NOT_GRADED:
        return "not_graded"
    return "stale" if any(mark.stale for mark in record.marks) or changed(record, folder) else "graded"


def changed(record: SubmissionRecord, folder: Path) -> bool:
    """Return whether another content was graded than is there now."""
    # Only what was touched since then is read again; unlike the time of modification, this one cannot be set.
    touched = max((path.lstat().st_ctime for path in [folder, *folder.rglob("*")]), default=0)
    if touched < record.recorded_at.replace(tzinfo=UTC).timestamp():
        return False
    try:
        return content_digest(read_submission(folder, record.student, record.lesson)) != record.digest
    except Unreadable:
        return True


def waiting_for_hand_marks(root: Path) -> dict[str, list[str]]:
    """Return who has written answers without a mark, by lesson."""
    with gradebook(root) as book:
        return {
            assignment.name: sorted(each.student_id for each in assignment.submissions if each.needs_manual_grade)
            for assignment in book.assignments
        }


def status_table(found: list[LessonStatus]) -> str:
    """Return the status as text."""
    if not found:
        return "Nothing is handed in yet: run `python -m grading collect`, or put submissions into grading/submitted."
    columns = ("new", "graded", "stale", "unreadable", "not_graded", "waiting")
    rows = [[each.lesson, each.submitted, *(len(getattr(each, column)) for column in columns)] for each in found]
    headers = ["lesson", "submitted", "new", "graded", "stale", "unreadable", "not graded", "waiting for hand marks"]
    lines = [tabulate(rows, headers, tablefmt="simple"), ""]
    if any(each.new or each.stale or each.not_graded for each in found):
        lines.append("`python -m grading grade` grades what is new, changed or not graded; `regrade` what is stale.")
    if any(each.waiting for each in found):
        lines.append("Written answers are marked by hand in formgrader: `jupyter lab`, menu Nbgrader.")
    for each in found:
        for what, students in (("is unreadable", each.unreadable), ("was refused when collected", each.refused)):
            if students:
                lines.append(f"{each.lesson} {what}: {', '.join(students)}.")
    return "\n".join(lines).rstrip()
