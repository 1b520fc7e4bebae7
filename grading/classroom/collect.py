"""Put the submissions of an LMS's download where nbgrader expects them. Every attempt is kept."""

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grading.bank import EXERCISES
from grading.classroom.archive import Archive, Entry, Unsafe
from grading.classroom.gradebook import Book
from grading.classroom.intake import TIMESTAMP, is_notebook_name
from grading.classroom.lms import Upload, understand
from grading.classroom.roster import Roster, Student, read_roster
from grading.course import Refusal, lesson_names
from grading.nbgrader_setup import nbgrader_config

ATTEMPTS = "grading/attempts"
COLLECTED = "grading/collected"
NEW, REPLACED, UNCHANGED, EARLIER = "new", "replaced", "unchanged", "earlier attempt"
REFUSED, UNMATCHED = "refused", "not matched"


@dataclass(frozen=True)
class Item:
    """What became of one upload.

    Attributes
    ----------
    outcome : str
        new, replaced (the one before is kept), unchanged, earlier attempt, refused or not matched.
    source : str
        How the LMS names it.
    student, lesson : str
        Empty where they are not known.
    late : bool
        Whether the LMS says that it was late.
    time : str
        When it was handed in, in UTC; empty if the LMS does not say.
    sentence : str
        Why it was refused, or what was decided.
    """

    outcome: str
    source: str
    student: str = ""
    lesson: str = ""
    late: bool = False
    time: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Collected:
    """What became of a download."""

    form: str
    items: tuple[Item, ...]
    leftover: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 if everything found its place, else 1."""
        return int(any(item.outcome in (REFUSED, UNMATCHED) for item in self.items) or bool(self.leftover))

    def as_dict(self) -> dict:
        """Return it for JSON."""
        return asdict(self)

    def text(self) -> str:
        """Return the report for the instructor."""
        counts = Counter(item.outcome for item in self.items)
        lines = [f"{self.form}: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) + "."]
        for item in self.items:
            if item.outcome in (REFUSED, UNMATCHED) or item.sentence:
                where = f" ({item.student}, {item.lesson})" if item.student and item.lesson else ""
                lines.append(f"  {item.outcome}: {item.source[:100]!r}{where}: {item.sentence}")
        if late := sorted({item.student for item in self.items if item.late and item.student}):
            lines.append(f"Late, says {self.form}: {', '.join(late)}.")
        if self.leftover:
            shown = ", ".join(repr(name[:80]) for name in self.leftover[:10])
            more = f" and {len(self.leftover) - 10} more" if len(self.leftover) > 10 else ""
            lines.append(f"Belongs to no submission, and stays in the zip: {shown}{more}.")
        if self.missing:
            lines.append(f"Handed in nothing: {', '.join(self.missing)}.")
        if not any(item.time for item in self.items):
            lines.append(
                "The download does not say when anything was handed in, so nobody counts as late in the gradebook"
                + ("; give Moodle's grading worksheet as a further --roster." if self.form == "Moodle" else ".")
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class Attempt:
    """One student's upload for one lesson, read and safe."""

    upload: Upload
    student: Student
    lesson: str
    files: dict[str, bytes]
    time: datetime | None
    note: str = ""

    @property
    def digest(self) -> str:
        """A hash of the content, whatever the time."""
        return digest(self.files)


def collect(root: Path, archive: Path, rosters: Sequence[Path], lesson: str | None = None) -> Collected:
    """Unpack a download, match it to the class, and put it into the course folder.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    archive : pathlib.Path
        The zip.
    rosters : sequence of pathlib.Path
        The class list, and exports of the LMS that complete it.
    lesson : str, optional
        Which lesson everything belongs to; by default each notebook's name or content says.

    Raises
    ------
    grading.course.Refusal
        If the zip or the class list cannot be read; nothing has been written.
    """
    roster = read_roster(*rosters)
    with Archive(archive) as opened:
        download = understand(opened, roster)
        items, matched = match(download.uploads, roster)
        register(root, roster)
        for _, group in groupby(matched, key=lambda pair: pair[0].id):
            attempts: list[Attempt] = []
            for student, upload in group:
                try:
                    attempts += read_upload(opened, upload, student, lesson)
                except Unsafe as error:
                    sentence = f"{error}; nothing of it was unpacked."
                    items.append(Item(REFUSED, upload.source, student.id, late=upload.late, sentence=sentence))
            attempts.sort(key=lambda a: (a.lesson, a.time.timestamp() if a.time else 0, a.upload.order))
            for _, same in groupby(attempts, key=lambda a: a.lesson):
                items += store(root, list(same))
    usual = usual_lesson(items)
    if download.form != "folders" or sum(item.lesson == usual for item in items) > 0.9 * len(items):
        items = [marked_as_other(item, usual) for item in items]
    remember(root, items, download.form, usual)
    found = {item.student for item in items}
    missing = tuple(student.id for student in roster.students if student.id not in found)
    return Collected(download.form, tuple(items), tuple(download.leftover), missing)


def usual_lesson(items: Sequence[Item]) -> str:
    """Return the lesson that most handed in, or nothing."""
    lessons = Counter(item.lesson for item in items if item.lesson)
    return lessons.most_common(1)[0][0] if lessons else ""


def marked_as_other(item: Item, usual: str) -> Item:
    """Return an item with a sentence if it belongs to another lesson than most others."""
    if item.lesson in ("", usual):
        return item
    also = f"; {item.sentence}" if item.sentence else "."
    return replace(item, sentence=f"most of the others are for {usual}{also}")


def match(uploads: list[Upload], roster: Roster) -> tuple[list[Item], list[tuple[Student, Upload]]]:
    """Return what belongs to nobody, and the others by student, in order."""
    items: list[Item] = []
    matched: list[tuple[Student, Upload]] = []
    for upload in uploads:
        if not upload.who:
            items.append(Item(UNMATCHED, upload.source, sentence="the LMS does not say whose it is."))
        for who in upload.who:
            try:
                matched.append((roster.find(who), upload))
            except Refusal as error:
                items.append(Item(UNMATCHED, upload.source, late=upload.late, sentence=str(error)))
    # Two people of one name in the LMS, but only one of them in the class list: neither is certain.
    people: dict[str, set[tuple[str, str]]] = {}
    for student, upload in matched:
        people.setdefault(student.id, set()).update(
            (w.number, w.email) for w in upload.who if roster.find(w) == student
        )
    doubtful = {
        student
        for student, numbers in people.items()
        if len([n for n, _ in numbers if n]) > 1 and not all(n in roster.by_number for n, _ in numbers)
    }
    for student, upload in matched:
        if student.id in doubtful:
            sentence = f"the LMS has several people of this name, the class list only {student.id}; complete the list."
            items.append(Item(UNMATCHED, upload.source, late=upload.late, sentence=sentence))
    certain = [pair for pair in matched if pair[0].id not in doubtful]
    return items, sorted(certain, key=lambda pair: pair[0].id)


def read_upload(archive: Archive, upload: Upload, student: Student, lesson: str | None) -> Iterator[Attempt]:
    """Yield what a student handed in for each lesson."""
    stamps = [(name, entry) for name, entry in upload.files if PurePosixPath(name).name == TIMESTAMP]
    files = archive.read(upload.files)
    if not any(map(is_notebook_name, files)) and (packed := [name for name in files if name.lower().endswith(".zip")]):
        files = unpack(files, packed)
    notebooks = {name: lesson or lesson_of(name, files[name]) for name in files if is_notebook_name(name)}
    known = sorted({found for found in notebooks.values() if found})
    if not known:
        names = ", ".join(repr(name[:60]) for name in list(files)[:3])
        raise Unsafe(f"no notebook in it belongs to a lesson (it holds {names})")
    time = upload.time
    for each in known:
        mine = [name for name, found in notebooks.items() if found == each]
        chosen, note = newest(mine, dict(upload.files))
        base = PurePosixPath(chosen).parent
        beside = {
            str(PurePosixPath(name).relative_to(base)): data
            for name, data in files.items()
            if name not in notebooks
            and PurePosixPath(name).is_relative_to(base)
            and PurePosixPath(name).name != TIMESTAMP
        }
        if student.submitted and time is None:
            time = worksheet_time(student.submitted)
        if upload.own_stamp and time is None:
            time = next((stamp_time(files[name]) for name, _ in stamps if PurePosixPath(name).parent == base), None)
        for name in mine:
            if name != chosen:  # before the newest, where their order ends
                yield Attempt(upload, student, each, {f"{each}.ipynb": files[name]}, None)
        yield Attempt(upload, student, each, {f"{each}.ipynb": files[chosen], **beside}, time, note)


def unpack(files: dict[str, bytes], packed: list[str]) -> dict[str, bytes]:
    """Return a submission with the zip in it unpacked."""
    if len(packed) > 1:
        raise Unsafe("it holds several zips and no notebook")
    try:
        with Archive(files[packed[0]]) as inner:
            return inner.read(("/".join(entry.parts), entry) for entry in inner.entries)
    except Refusal as error:
        raise Unsafe(f"the zip in it cannot be read ({error})".rstrip(".")) from error


def newest(names: list[str], entries: dict[str, Entry]) -> tuple[str, str]:
    """Return which of several notebooks of a lesson is the newest, and a note if there was a choice."""

    def age(name: str) -> tuple[float, int, str]:
        modified = entries[name].modified if name in entries else None
        return (modified.timestamp() if modified else 0, len(name), name)

    chosen = max(names, key=age)
    if len(names) == 1:
        return chosen, ""
    return chosen, f"of {len(names)} notebooks {chosen[:80]!r} is the newest and is graded; the others are kept."


def lesson_of(name: str, data: bytes) -> str | None:
    """Return the lesson of a notebook: its name says, or the exercises in it."""
    stem = "".join(c if c.isalnum() else "_" for c in PurePosixPath(name).name.casefold())
    named = [lesson for lesson in lesson_names() if lesson.casefold() in stem]
    if len(named) == 1:
        return named[0]
    try:
        cells = json.loads(data)["cells"]
        ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells if "nbgrader" in cell.get("metadata", {})]
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError):
        ids = []
    votes = Counter(EXERCISES[each].lesson for each in ids if isinstance(each, str) and each in EXERCISES)
    if votes:
        return votes.most_common(1)[0][0]
    numbered = [lesson for lesson in lesson_names() if stem.startswith(lesson[:3])]
    return numbered[0] if numbered else None


def stamp_time(data: bytes) -> datetime | None:
    """Return the time in a timestamp.txt of nbgrader."""
    try:
        return parse_utc(data[:200].decode().strip())
    except Exception:  # which errors the parser raises is not documented
        return None


def worksheet_time(text: str) -> datetime | None:
    """Return a time of Moodle's grading worksheet, taken as UTC."""
    return stamp_time(text.encode())


# Where it goes


def store(root: Path, attempts: list[Attempt]) -> Iterator[Item]:
    """Store one student's attempts at one lesson, oldest first; the newest is what will be graded."""
    *earlier, last = attempts
    student, lesson = last.student.id, last.lesson
    submitted = root / nbgrader_config(root).CourseDirectory.submitted_directory / student / lesson
    kept = root / ATTEMPTS / student / lesson
    for folder in (submitted.parent, submitted, kept.parent, kept):
        if folder.is_symlink():
            raise Refusal(f"{folder} is a link: put a folder there, and collect again.")
    have = {digest(read_folder(folder)) for folder in kept.glob("*")}
    current = digest(read_folder(submitted)) if submitted.is_dir() else None
    for attempt in earlier:
        outcome = EARLIER
        if attempt.digest in have | {current, last.digest}:
            outcome = UNCHANGED
        else:
            install(attempt, free_place(kept))
            have.add(attempt.digest)
        yield item_of(attempt, outcome)
    if current == last.digest:
        if last.time and not (submitted / TIMESTAMP).exists():  # the first download did not say when
            write_whole(submitted / TIMESTAMP, stamp(last.time))
        yield item_of(last, UNCHANGED)
    elif current is None:
        install(last, submitted)
        yield item_of(last, NEW)
    elif is_older(last.time, submitted):
        if last.digest not in have:
            install(last, free_place(kept))
        yield item_of(last, EARLIER, "it is older than the submission that is there.")
    else:
        place = free_place(kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        submitted.rename(place)
        install(last, submitted)
        yield item_of(last, REPLACED, f"the one before is kept in {place.relative_to(root)}.")


def item_of(attempt: Attempt, outcome: str, sentence: str = "") -> Item:
    """Return what became of an attempt."""
    return Item(
        outcome,
        attempt.upload.source,
        attempt.student.id,
        attempt.lesson,
        attempt.upload.late,
        stamp(attempt.time) if attempt.time else "",
        " ".join(filter(None, (attempt.note, sentence))),
    )


def is_older(time: datetime | None, folder: Path) -> bool:
    """Return whether a time is before that of a submission that is there."""
    path = folder / TIMESTAMP
    there = stamp_time(path.read_bytes()) if path.is_file() else None
    return bool(time and there and naive(time) < naive(there))


def naive(time: datetime) -> datetime:
    """Return a time in UTC without its zone; nbgrader's parser leaves it out."""
    return time.replace(tzinfo=None)


def stamp(time: datetime) -> str:
    """Return a time as nbgrader's own exchange writes it."""
    return f"{naive(time):%Y-%m-%d %H:%M:%S.%f} UTC"


def free_place(folder: Path) -> Path:
    """Return the next free place among a student's attempts."""
    taken = [int(path.name) for path in folder.glob("*") if path.name.isdigit()]
    return folder / f"{max(taken, default=0) + 1:03}"


def install(attempt: Attempt, folder: Path) -> None:
    """Write an attempt into a new folder, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=".collecting-", dir=folder.parent.parent))
    try:
        os.chmod(staged, 0o755)
        for name, data in attempt.files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if attempt.time:
            (staged / TIMESTAMP).write_text(stamp(attempt.time), encoding="utf-8")
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the ordinary files of a folder that was collected, without the time."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name != TIMESTAMP}


def digest(files: dict[str, bytes]) -> str:
    """Return a hash over names and contents."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(errors="surrogateescape"), files[name]):
            total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def register(root: Path, roster: Roster) -> None:
    """Enter the class into the gradebook, so that exports also list who handed in nothing."""
    with Book(CourseDirectory(config=nbgrader_config(root))) as book, book.transaction():
        for student in roster.students:
            about = {"first_name": student.first, "last_name": student.last, "email": student.email}
            about["lms_user_id"] = student.number
            book.update_or_create_student(student.id, **{key: value for key, value in about.items() if value})


def remember(root: Path, items: list[Item], form: str, usual: str) -> None:
    """Record how the LMS names each submission, and what it says about lateness: feedback goes back by that name.

    A refused submission, of which nobody can say for which lesson it is, counts for the one that most handed in.
    """
    refused = {item.student: item.sentence for item in items if item.outcome == REFUSED}
    for lesson in sorted({item.lesson for item in items if item.lesson}):
        known = collected(root, lesson)
        for item in items:
            if item.lesson == lesson and item.outcome in (NEW, REPLACED, UNCHANGED):
                known[item.student] = {"form": form, "source": item.source, "late": item.late, "time": item.time}
        for student in refused if lesson == usual else ():
            known.setdefault(student, {})["refused"] = refused[student]
        path = root / COLLECTED / f"{lesson}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True))


def write_whole(path: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def collected(root: Path, lesson: str) -> dict[str, dict]:
    """Return what the LMS said about each student's submission of a lesson."""
    path = root / COLLECTED / f"{lesson}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def refused(root: Path, lesson: str) -> dict[str, str]:
    """Return whose submission of a lesson was refused, the latest or the only one, and why."""
    submitted = Path(root) / nbgrader_config(root).CourseDirectory.submitted_directory
    return {
        student: about["refused"]
        for student, about in collected(root, lesson).items()
        # One that was put there by hand instead is no longer missing.
        if "refused" in about and ("form" in about or not (submitted / student / lesson).exists())
    }
