"""What is remembered of each submission and each mark, beside nbgrader's own tables in the same database.

nbgrader's schema has no place for the content that was graded, the judge's seed and the version of the check. These
tables are in the gradebook's database, SQLite or PostgreSQL, so that a mark and its record are one transaction. They
refer to nbgrader's by name only, so its own commands may delete what they like.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from grading.bank import EXERCISES
from grading.classroom.result import Status
from grading.classroom.versions import check_version, package_version
from grading.nbgrader_setup import nbgrader_config

TABLES = MetaData()
SUBMISSIONS = Table(
    "convlib_submission",
    TABLES,
    Column("student", String(128), primary_key=True),
    Column("lesson", String(128), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("notes", Text, nullable=False),  # JSON
    Column("digest", String(128), nullable=False),
    Column("written", String(64), nullable=False),
    Column("recorded_at", DateTime, nullable=False),  # UTC, like all times in nbgrader's tables
)
MARKS = Table(
    "convlib_mark",
    TABLES,
    Column("student", String(128), primary_key=True),
    Column("lesson", String(128), primary_key=True),
    Column("exercise", String(128), primary_key=True),
    Column("score", Float, nullable=False),
    Column("maximum", Float, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("check_version", String(64), nullable=False),
    Column("package_version", String(64), nullable=False),
    Column("report", Text, nullable=False),  # JSON
)
LESSONS = Table(
    "convlib_lesson",
    TABLES,
    Column("lesson", String(128), primary_key=True),
    Column("registered", String(64), nullable=False),  # digest of the instructor's notebook
)


@dataclass(frozen=True)
class Mark:
    """The judge's mark for one exercise of one submission.

    Parameters
    ----------
    exercise : str
    score, maximum : float
    seed : int
        With it the judge draws the same probes again.
    check_version, package_version : str
        What it was given by.
    report : dict
        The judge's report as plain data.
    """

    exercise: str
    score: float
    maximum: float
    seed: int
    check_version: str
    package_version: str
    report: dict[str, Any]

    @property
    def stale(self) -> str:
        """Why the mark should be given anew, or an empty string."""
        if self.exercise not in EXERCISES:
            return "the course no longer has this exercise"
        if self.check_version != check_version(self.exercise):
            return "the check has changed"
        if self.package_version != package_version():
            return f"given by version {self.package_version} of the course"
        return ""


@dataclass(frozen=True)
class SubmissionRecord:
    """What is remembered of one submission.

    Parameters
    ----------
    student, lesson : str
    status : Status
    sentence : str
        Why it is unreadable or not graded.
    notes : tuple of str
        What was mended before it was graded.
    digest : str
        Of the content that was graded.
    written : str
        Digest of the autograded notebook.
    recorded_at : datetime.datetime
        In UTC.
    marks : tuple of Mark
    """

    student: str
    lesson: str
    status: Status
    sentence: str = ""
    notes: tuple[str, ...] = ()
    digest: str = ""
    written: str = ""
    recorded_at: datetime = datetime.min
    marks: tuple[Mark, ...] = ()

    @property
    def score(self) -> float:
        """The judge's points."""
        return sum(mark.score for mark in self.marks)

    @property
    def maximum(self) -> float:
        """How many points the judge can give."""
        return sum(mark.maximum for mark in self.marks)

    @property
    def seed(self) -> dict[str, int]:
        """The seed of each exercise."""
        return {mark.exercise: mark.seed for mark in self.marks}


class Records:
    """The records in one database.

    Parameters
    ----------
    connection : sqlalchemy.orm.Session or sqlalchemy.Connection
        Whose transaction everything is part of.
    """

    def __init__(self, connection: Session | Connection):
        self.connection = connection

    def all(self, lesson: str | None = None) -> list[SubmissionRecord]:
        """Return all records, or those of one lesson, by lesson and student."""
        return self._select({"lesson": lesson} if lesson else {})

    def find(self, student: str, lesson: str) -> SubmissionRecord | None:
        """Return the record of one submission."""
        return next(iter(self._select({"student": student, "lesson": lesson})), None)

    def _select(self, key: dict[str, str]) -> list[SubmissionRecord]:
        marks: dict[tuple[str, str], list[Mark]] = {}
        for row in self._rows(MARKS, key):
            values = {name: row[name] for name in Mark.__dataclass_fields__ if name != "report"}
            marks.setdefault((row["student"], row["lesson"]), []).append(
                Mark(**values, report=json.loads(row["report"]))
            )
        return [_record(row, marks.get((row["student"], row["lesson"]), [])) for row in self._rows(SUBMISSIONS, key)]

    def stale(self) -> list[tuple[str, str, str, str]]:
        """Return student, lesson, exercise and reason of each mark that should be given anew."""
        return [
            (each.student, each.lesson, mark.exercise, mark.stale)
            for each in self.all()
            for mark in each.marks
            if mark.stale
        ]

    def save(self, record: SubmissionRecord) -> None:
        """Replace the record of a submission, with all its marks."""
        key = {"student": record.student, "lesson": record.lesson}
        for table in (MARKS, SUBMISSIONS):
            self.connection.execute(delete(table).filter_by(**key))
        values = {"status": str(record.status), "sentence": record.sentence, "notes": json.dumps(record.notes)}
        values |= {"digest": record.digest, "written": record.written}
        now = datetime.now(UTC).replace(tzinfo=None)
        self.connection.execute(insert(SUBMISSIONS).values(**key, **values, recorded_at=now))
        for mark in record.marks:
            self.connection.execute(insert(MARKS).values(**key, **vars(mark) | {"report": json.dumps(mark.report)}))

    def registered(self, lesson: str) -> str | None:
        """Return the digest of the instructor's notebook whose cells are in the gradebook."""
        return self.connection.execute(select(LESSONS.c.registered).filter_by(lesson=lesson)).scalar()

    def set_registered(self, lesson: str, digest: str) -> None:
        """Remember that digest."""
        self.connection.execute(delete(LESSONS).filter_by(lesson=lesson))
        self.connection.execute(insert(LESSONS).values(lesson=lesson, registered=digest))

    def _rows(self, table: Table, key: dict[str, str]) -> Iterable[Any]:
        query = select(table).filter_by(**key).order_by(table.c.lesson, table.c.student)
        return self.connection.execute(query).mappings()


def _record(row: Any, marks: Iterable[Mark]) -> SubmissionRecord:
    values = {name: row[name] for name in ("student", "lesson", "sentence", "digest", "written", "recorded_at")}
    order = list(EXERCISES)
    in_order = sorted(marks, key=lambda mark: order.index(mark.exercise) if mark.exercise in order else len(order))
    notes = tuple(json.loads(row["notes"]))
    return SubmissionRecord(**values, status=Status(row["status"]), notes=notes, marks=tuple(in_order))


def create_tables(engine: Engine) -> None:
    """Create the tables in a gradebook that does not have them yet."""
    TABLES.create_all(engine)


@contextmanager
def open_records(root: Path) -> Iterator[Records | None]:
    """Open the records of a course folder for reading; give None if nothing is graded yet."""
    engine = create_engine(CourseDirectory(config=nbgrader_config(root)).db_url)
    try:
        # Connecting to SQLite would create the file.
        if engine.url.get_backend_name() == "sqlite" and not Path(str(engine.url.database)).exists():
            yield None
        elif not inspect(engine).has_table(SUBMISSIONS.name):
            yield None
        else:
            with engine.connect() as connection:
                yield Records(connection)
    finally:
        engine.dispose()
