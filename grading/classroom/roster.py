"""The class list: who is in the class, and who is meant by the name or number that an LMS writes on a submission."""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grading.classroom.intake import Unreadable, check_student
from grading.course import Refusal

# A column that is filled for every student gives the ids: the first of these that there is.
ID_COLUMNS = (
    "studentid",
    "username",
    "sisloginid",
    "sid",
    "sisuserid",
    "idnumber",
    "studentnumber",
    "id",
    "emailaddress",
    "email",
)
NUMBER_COLUMNS = ("id", "identifier", "sid", "sisuserid", "idnumber", "studentnumber", "lmsuserid")
NAME_COLUMNS = ("fullname", "name", "student", "studentname")
FIRST_COLUMNS = ("firstname", "givenname")
LAST_COLUMNS = ("lastname", "surname", "familyname")
EMAIL_COLUMNS = ("emailaddress", "email")
SUFFIXES = {"jr", "sr", "jnr", "snr", "junior", "senior", "ii", "iii", "iv"}
TIME_COLUMN = "lastmodifiedsubmission"  # of Moodle's grading worksheet
WANTED = "a header row, a column `id` (or `username`, `SIS Login ID`, `SID`, `ID number`) and one with the names"


@dataclass(frozen=True)
class Student:
    """One row of the class list.

    Attributes
    ----------
    id : str
        The student's id in the gradebook.
    first, last, email : str
        Empty if the list does not say.
    numbers : frozenset of str
        Every number by which an LMS may know the student.
    number : str
        The one by which Canvas takes marks back, or empty. Moodle's participants have another in each assignment.
    submitted : str
        The time of submission as Moodle's grading worksheet states it, or empty.
    """

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    numbers: frozenset[str] = frozenset()
    number: str = ""
    submitted: str = ""

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Identity:
    """What an LMS writes on a submission about who handed it in; each part may be empty."""

    name: str = ""
    number: str = ""
    email: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.number, self.email))) or "nobody"


class Roster:
    """The students of a class, found by id, number, e-mail address or name.

    Parameters
    ----------
    students : iterable of Student
    """

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = tuple(students)
        self.by_id = {student.id: student for student in self.students}
        self.by_number = index(self.students, lambda s: s.numbers | {s.id})
        self.by_email = index(self.students, lambda s: {s.email.casefold()} - {""})
        self.by_name = index(self.students, lambda s: spellings(s, name_key))
        self.by_plain_name = index(self.students, lambda s: spellings(s, plain_key))

    def find(self, who: Identity) -> Student:
        """Return the one student who is meant.

        Raises
        ------
        Refusal
            If nobody is, if several may be, or if name and number point to different students.
        """
        by_number = self.by_number.get(who.number, []) if who.number else []
        by_email = self.by_email.get(who.email.casefold(), []) if who.email else []
        by_name = self.by_name.get(name_key(who.name), []) if who.name else []
        if not by_name and who.name:
            by_name = self.by_plain_name.get(plain_key(who.name), [])
        certain = by_email or by_number
        if certain and by_name and not {s.id for s in certain} & {s.id for s in by_name}:
            raise Refusal(
                f"{who}: the number or address belongs to {certain[0].id}, but the name to {by_name[0].id}; "
                "correct the class list."
            )
        for found in (by_email, by_number, by_name):
            if len(found) == 1:
                return found[0]
        if by_name:
            raise Refusal(
                f"{who}: {len(by_name)} students have this name ({', '.join(s.id for s in by_name)}); give the LMS's "
                "own list, which has its numbers, as a further --roster, or copy the submission by hand."
            )
        raise Refusal(f"{who}: nobody in the class list has this name, number or address.")


def index(students: Iterable[Student], keys: Callable[[Student], Iterable[str]]) -> dict[str, list[Student]]:
    """Return the students by key."""
    found: dict[str, list[Student]] = defaultdict(list)
    for student in students:
        for key in keys(student):
            found[key].append(student)
    return found


def spellings(student: Student, key: Callable[[str], str]) -> set[str]:
    """Return the keys of a student's name in both orders."""
    return {key(student.first + student.last), key(student.last + student.first)} - {""}


def name_key(name: str) -> str:
    """Return a name without case, punctuation and spaces, which every LMS treats in its own way."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    letters = "".join(c for c in folded if unicodedata.category(c)[0] in "LNM")
    return letters or "".join(folded.split())  # a name of symbols alone


def plain_key(name: str) -> str:
    """Return the key of a name without accents."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return name_key("".join(c for c in bare if unicodedata.category(c) != "Mn"))


def read_roster(path: Path, *others: Path) -> Roster:
    """Read a class list: a CSV file of your own, or the export of Moodle, Canvas, Gradescope or nbgrader.

    Parameters
    ----------
    path : pathlib.Path
        The list that says who is in the class, and by which ids.
    *others : pathlib.Path
        Exports of an LMS, which add its numbers, missing names and addresses, and the times of submission.

    Raises
    ------
    Refusal
        If it cannot be read, if ids are missing, unusable or there twice.
    """
    rows = read_rows(path)
    if not rows:
        raise Refusal(f"The class list {path} has no students: it needs {WANTED}.")
    ids = next((c for c in ID_COLUMNS if c in rows[0] and all(row.get(c) for row in rows)), None)
    if ids is None:
        partly = [c for c in ID_COLUMNS if any(row.get(c) for row in rows)]
        if not partly:
            raise Refusal(f"The class list {path} cannot be used: it needs {WANTED}.")
        line = next(k for k, row in enumerate(rows, 2) if not row.get(partly[0]))
        raise Refusal(f"The class list {path} has no id in line {line}: fill in its first column of ids everywhere.")
    students = [student_of(row, row[ids]) for row in rows]
    unusable = [student.id for student in students if not is_usable(student.id)]
    if unusable:
        raise Refusal(
            f"The class list {path} has ids with special characters, which nbgrader cannot use: change "
            f"{', '.join(map(repr, unusable))}."
        )
    seen: dict[str, str] = {}
    for student in students:
        if (other := seen.setdefault(student.id.casefold(), student.id)) and other is not student.id:
            twice = "twice" if other == student.id else f"and {other!r}, which differ only in capital letters"
            raise Refusal(
                f"The class list {path} has the id {student.id!r} {twice}: give each student one of their own."
            )
    roster = Roster(students)
    for other_path in others:
        roster = completed(roster, read_rows(other_path))
    return roster


def is_usable(student: str) -> bool:
    """Return whether nbgrader and formgrader can handle a student's id."""
    try:
        check_student(student)
    except Unreadable:
        return False
    return True


def completed(roster: Roster, rows: Iterable[dict[str, str]]) -> Roster:
    """Return the class with what an LMS's export knows about it; rows that fit nobody, or several, add nothing."""
    students = dict(roster.by_id)
    for row in rows:
        known = [row[column] for column in ID_COLUMNS if row.get(column) in students]
        about = student_of(row, known[0] if known else "")
        try:
            mine = students[about.id or roster.find(Identity(about.name, email=about.email)).id]
        except Refusal:
            continue
        students[mine.id] = replace(
            mine,
            first=mine.first if mine.name else about.first,
            last=mine.last if mine.name else about.last,
            email=mine.email or about.email,
            numbers=mine.numbers | about.numbers,
            number=about.number or mine.number,
            submitted=about.submitted,
        )
    return Roster(students.values())


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by the letters of the column names, without rows that name nobody."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"The class list {path} cannot be read: {error.strerror}.") from error
    if data.startswith(b"PK"):
        raise Refusal(f"The class list {path} is a zip or a spreadsheet: save it as CSV first.")
    text = decode(data)
    if "\0" in text:
        raise Refusal(f"The class list {path} is not a CSV file.")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise Refusal(f"The class list {path} is not a CSV file: {error}.") from error
    if not table:
        return []
    header = ["".join(filter(str.isalnum, name)).casefold() for name in table[0]]
    rows = [dict(zip(header, map(str.strip, row), strict=False)) for row in table[1:]]
    # Canvas's export starts with a row of the points possible, and ends with a made-up test student.
    return [row for row in rows if row.get("student") not in ("Points Possible", "Student, Test")]


def decode(data: bytes) -> str:
    """Return the text of a file in whichever encoding a spreadsheet program left it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def student_of(row: dict[str, str], student: str) -> Student:
    """Return one row as a student."""

    def value(columns: Iterable[str]) -> str:
        return next((row[c] for c in columns if row.get(c)), "")

    first, last = value(FIRST_COLUMNS), value(LAST_COLUMNS)
    if not (first or last):
        first, last = parts_of(value(NAME_COLUMNS))
    # Moodle's worksheet says "Participant 12345"
    numbers = {column: row[column].split()[-1] for column in NUMBER_COLUMNS if row.get(column)}
    lms = numbers.get("lmsuserid") or (numbers.get("id") if "sisloginid" in row else None)
    return Student(
        id=student,
        first=first,
        last=last,
        email=value(EMAIL_COLUMNS),
        numbers=frozenset(numbers.values()),
        number=lms or "",
        submitted=row.get(TIME_COLUMN, "").strip("- "),
    )


def parts_of(name: str) -> tuple[str, str]:
    """Return the first and the last name in "Jane Doe", "Doe, Jane", "Jane Doe, Jr" or "Doe, Jr, Jane"."""
    before, comma, after = (part.strip() for part in name.rpartition(","))
    if comma and name_key(after) in SUFFIXES:
        first, last = parts_of(before)
        return first, f"{last}, {after}"
    if comma:
        return after, before
    first, _, last = name.rpartition(" ")
    return first, last
