"""Write the marks as CSV: for Canvas, for Moodle, or in full. nbgrader's gradebook is what counts."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Student, SubmittedAssignment

from grading.classroom.collect import REFUSED, collected, refused
from grading.classroom.lateness import settle_penalties
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.course import Refusal, lesson_names
from grading.nbgrader_setup import gradebook

# What makes a spreadsheet program take a text for a formula. The wide forms are typed on East Asian keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_THERE = "not handed in"


@dataclass(frozen=True)
class Line:
    """One student's marks in one lesson; what is None has no mark yet."""

    student: str
    lesson: str
    status: str
    judge: float | None = None
    hand: float | None = None
    penalty: float | None = None
    total: float | None = None
    maximum: float | None = None
    waiting: bool = False
    late: bool = False
    time: str = ""
    exercises: tuple[tuple[str, float | None, float | None, float, str], ...] = ()


@dataclass(frozen=True)
class Person:
    """One student, as the gradebook knows them."""

    id: str
    first: str
    last: str
    email: str
    number: str

    @property
    def name(self) -> str:
        """The full name, or the id if the gradebook has none."""
        return f"{self.first} {self.last}".strip() or self.id


@dataclass(frozen=True)
class Marks:
    """All marks of a class."""

    people: tuple[Person, ...]
    lessons: tuple[tuple[str, float], ...]
    lines: dict[tuple[str, str], Line]

    @property
    def waiting(self) -> list[Line]:
        """The lines to which marks by hand will be added."""
        return [line for line in self.lines.values() if line.waiting]


def marks(root: Path, lessons: Iterable[str] = ()) -> Marks:
    """Read the marks of a class.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lessons : iterable of str
        Only these; all by default.
    """
    with open_records(root) as records:
        if records is None:
            raise Refusal("Nothing is graded yet: run `python -m grading grade`.")
        known = {(each.student, each.lesson): each for each in records.all()}
    wanted = list(lessons) or lesson_names()
    settle_penalties(root, wanted)
    lines: dict[tuple[str, str], Line] = {}
    with gradebook(root) as book:
        people = tuple(person(each) for each in book.students)
        assignments = [each for each in book.assignments if each.name in wanted]
        for assignment in assignments:
            lms = collected(root, assignment.name)
            for submission in assignment.submissions:
                record = known.get((submission.student_id, assignment.name))
                if record is None or record.status is Status.GRADED:
                    late = lms.get(submission.student_id, {}).get("late", False)
                    line = line_of(submission, assignment.name, late)
                    mistakes = (
                        {mark.exercise: mark.report.get("mistake") or "" for mark in record.marks} if record else {}
                    )
                    lines[line.student, line.lesson] = with_mistakes(line, mistakes)
        for lesson in wanted:
            for student in refused(root, lesson):
                lines.setdefault((student, lesson), Line(student, lesson, REFUSED))
        for (student, lesson), record in known.items():
            if record.status is not Status.GRADED and lesson in wanted:
                lines[student, lesson] = Line(student, lesson, str(record.status))
        return Marks(people, tuple((each.name, each.max_score) for each in assignments), lines)


def person(student: Student) -> Person:
    """Return a student of the gradebook."""
    values = (student.first_name, student.last_name, student.email, student.lms_user_id)
    return Person(student.id, *(value or "" for value in values))


def line_of(submission: SubmittedAssignment, lesson: str, late: bool) -> Line:
    """Return the marks of one submission."""
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    code = [grade for grade in grades if grade.cell.cell_type == "code"]
    written = [grade for grade in grades if grade.cell.cell_type != "code"]
    penalty = submission.late_submission_penalty or 0.0
    return Line(
        student=submission.student_id,
        lesson=lesson,
        status=str(Status.GRADED),
        judge=sum(grade.score for grade in code),
        hand=sum(grade.score for grade in written),
        penalty=penalty,
        total=max(0.0, submission.score - penalty),  # as in nbgrader's own export
        maximum=submission.max_score,
        waiting=bool(submission.needs_manual_grade),
        late=late or submission.total_seconds_late > 0,
        time=str(submission.timestamp or ""),
        exercises=tuple((grade.name, grade.auto_score, grade.manual_score, grade.max_score, "") for grade in grades),
    )


def with_mistakes(line: Line, mistakes: dict[str, str]) -> Line:
    """Return a line with the mistake that was recognised in each exercise."""
    exercises = tuple(
        (name, auto, hand, maximum, mistakes.get(name.removeprefix("check_"), ""))
        for name, auto, hand, maximum, _ in line.exercises
    )
    return replace(line, exercises=exercises)


def to_canvas(found: Marks) -> str:
    """Return what Canvas imports under Grades: a column for each lesson; who has no mark has an empty field."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(lesson for lesson, _ in found.lessons)]
    points = ["    Points Possible", "", "", "", "", *(maximum for _, maximum in found.lessons)]
    rows: list[list[object]] = [
        [f"{p.last}, {p.first}" if p.last and p.first else p.name, p.number, "", p.id, "", *totals(found, p)]
        for p in found.people
    ]
    return table([head, points, *rows])


def to_moodle(found: Marks) -> str:
    """Return what Moodle's gradebook imports, by ID number or e-mail address."""
    head = ["ID number", "Email address", "First name", "Last name", *(lesson for lesson, _ in found.lessons)]
    return table([head, *([p.id, p.email, p.first, p.last, *totals(found, p)] for p in found.people)])


def to_csv(found: Marks) -> str:
    """Return everything that adds up to a mark: a row for each student and lesson."""
    head = "student last_name first_name email lesson status submitted late judge by_hand penalty total maximum".split()
    rows: list[list[object]] = [[*head, "waiting_for_hand_marks", "course_total"]]
    for p in found.people:
        course = [total for total in totals(found, p) if total is not None]
        for lesson, _ in found.lessons:
            line = found.lines.get((p.id, lesson), Line(p.id, lesson, NOT_THERE))
            numbers = [line.judge, line.hand, line.penalty, line.total, line.maximum]
            about = [p.id, p.last, p.first, p.email, lesson, line.status, line.time, yes(line.late)]
            rows.append([*about, *numbers, yes(line.waiting), sum(course) if course else None])
    return table(rows)


def to_exercises(found: Marks) -> str:
    """Return a row for each student and exercise, with the mistake that was recognised."""
    rows: list[list[object]] = [[*"student lesson exercise judge by_hand maximum mistake".split()]]
    for (student, lesson), line in sorted(found.lines.items()):
        for name, auto, hand, maximum, mistake in line.exercises:
            rows.append([student, lesson, name.removeprefix("check_"), auto, hand, maximum, mistake])
    return table(rows)


FORMATS: dict[str, Callable[[Marks], str]] = {
    "canvas": to_canvas,
    "moodle": to_moodle,
    "csv": to_csv,
    "per_exercise": to_exercises,
}


def totals(found: Marks, who: Person) -> list[float | None]:
    """Return a student's total in each lesson; None without a mark: a missing mark is not a zero."""
    return [line.total if (line := found.lines.get((who.id, lesson))) else None for lesson, _ in found.lessons]


def yes(value: bool) -> str:
    """Return a truth value as a word."""
    return "yes" if value else ""


def table(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV that no spreadsheet program takes for formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([safe(value) for value in row] for row in rows)
    return text.getvalue()


def safe(value: object) -> object:
    """Return a field: texts that a spreadsheet program would take for a formula begin with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, str) and (value.startswith(FORMULA) or value.lstrip().startswith(FORMULA)):
        return "'" + value
    return value
