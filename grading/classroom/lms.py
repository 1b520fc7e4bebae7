"""How Moodle, Canvas, Gradescope and people name submissions in the zip that they are downloaded as.

- Moodle: a folder ``Full Name_12345_assignsubmission_file`` (with a final ``_`` before version 4.1), or files whose
  names start so. The number is the participant's in this one assignment; "Participant" stands for an anonymous name,
  and ``Group-`` comes before the name where the assignment has groups.
- Canvas: files ``lastnamefirst_LATE_12345_67890_name.ipynb``: the student's number, then the upload's. A name has no
  punctuation any more; ``-1`` is added to the name of a file that was uploaded again.
- Gradescope: folders ``submission_123``, and ``submission_metadata.yml``, which says who and when.
- Anything else: a folder per student, named by id, e-mail address or name, perhaps with a folder per lesson; or files
  ``STUDENT.ipynb`` and ``STUDENT_anything.ipynb``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from grading.classroom.archive import Archive, Entry, Unsafe
from grading.classroom.roster import Identity, Roster, name_key
from grading.course import Refusal

MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
# Canvas removes all punctuation and spaces from names and makes them lower case: LATE cannot be part of one.
CANVAS = re.compile(
    r"(?:(?P<name>\w*?)_)?(?P<late>LATE_)?(?P<number>\d+|anon_[A-Za-z0-9]+)_(?P<upload>\d+)_(?P<file>.+)", re.DOTALL
)
GRADESCOPE = "submission_metadata.yml"
MAX_METADATA = 50_000_000  # Gradescope writes all results of all attempts into it


@dataclass
class Upload:
    """What one student, or one group, handed in.

    Attributes
    ----------
    source : str
        How the LMS names it: the folder, or the common start of the files' names.
    who : tuple of Identity
        Everyone whose submission it is.
    files : list of (str, Entry)
        The files by their names relative to the folder.
    late : bool
        Whether the LMS says that it was late.
    time : datetime.datetime or None
        When it was handed in, where the LMS says so.
    order : tuple of int
        Which one of several uploads is newer.
    own_stamp : bool
        Whether a ``timestamp.txt`` in it is nbgrader's and not the student's.
    """

    source: str
    who: tuple[Identity, ...]
    files: list[tuple[str, Entry]] = field(default_factory=list)
    late: bool = False
    time: datetime | None = None
    order: tuple[int, ...] = ()
    own_stamp: bool = False


@dataclass(frozen=True)
class Download:
    """A zip as it was understood.

    Attributes
    ----------
    form : str
        Moodle, Canvas, Gradescope or folders.
    uploads : list of Upload
    leftover : list of str
        The names of files that belong to no submission.
    """

    form: str
    uploads: list[Upload]
    leftover: list[str]


def understand(archive: Archive, roster: Roster) -> Download:
    """Return the submissions in a zip, in whichever form it has."""
    entries = archive.entries
    if not entries:
        raise Refusal("The zip is empty.")
    if meta := next((entry for entry in entries if entry.parts[-1] == GRADESCOPE and len(entry.parts) <= 2), None):
        return gradescope(archive, meta)
    if any(MOODLE.fullmatch(part) for entry in entries for part in entry.parts):
        return moodle(entries, roster)
    matching = [entry for entry in entries if CANVAS.fullmatch(entry.parts[-1])]
    if 2 * len(matching) > len(entries):
        return canvas(entries)
    return folders(entries, roster)


def moodle(entries: list[Entry], roster: Roster) -> Download:
    """Return the submissions in a download of Moodle."""
    uploads: dict[str, Upload] = {}
    leftover = []
    for entry in entries:
        found = next(((k, m) for k, part in enumerate(entry.parts) if (m := MOODLE.fullmatch(part))), None)
        if found is None or found[1]["plugin"] != "file":  # "onlinetext" is a text written in the browser
            leftover.append(entry.path)
            continue
        place, match = found
        rest = entry.parts[place + 1 :] if place + 1 < len(entry.parts) else (match["file"] or "file",)
        name, number = match["name"].strip(), match["number"]
        anonymous = name == "Participant"
        key = f"{match['name']}_{number}_assignsubmission_file"
        folder = entry.parts[place] if place + 1 < len(entry.parts) else f"{key}_"
        who = Identity("" if anonymous else without_group(name, roster), number)
        upload = uploads.setdefault(key, Upload(folder, (who,)))
        upload.files.append(("/".join(rest), entry))
    return Download("Moodle", list(uploads.values()), leftover)


def without_group(name: str, roster: Roster) -> str:
    """Return the name in ``Group-Full Name``, as Moodle writes it for an assignment with groups."""
    parts = name.split("-")
    names = ["-".join(parts[start:]) for start in range(len(parts))]
    return next((each for each in names if roster.by_name.get(name_key(each))), name)


def canvas(entries: list[Entry]) -> Download:
    """Return the submissions in a download of Canvas; each notebook is an upload of its own."""
    students: dict[str, list[tuple[re.Match[str], Entry]]] = defaultdict(list)
    leftover = []
    for entry in entries:
        if match := CANVAS.fullmatch(entry.parts[-1]):
            students[match["number"]].append((match, entry))
        else:
            leftover.append(entry.path)
    uploads = []
    for number, files in students.items():
        first = files[0][0]
        who = (Identity(first["name"] or "", number),)
        beside = [(match["file"], entry) for match, entry in files if not is_upload(match["file"])]
        main = [(match, entry) for match, entry in files if is_upload(match["file"])] or files[:1]
        for match, entry in main:
            # Canvas does not say when: that the zip was made later is all that is known, and only if it was late.
            time = entry.modified.replace(tzinfo=UTC) if match["late"] and entry.modified else None
            others = [pair for pair in beside if pair[1] is not entry]
            uploads.append(
                Upload(
                    match.string.removesuffix(match["file"]),
                    who,
                    [(match["file"], entry), *others],
                    bool(match["late"]),
                    time,
                    (int(match["upload"]),),
                )
            )
    return Download("Canvas", uploads, leftover)


def is_upload(name: str) -> bool:
    """Return whether a file can be a whole submission."""
    return name.lower().endswith((".ipynb", ".zip"))


def gradescope(archive: Archive, meta: Entry) -> Download:
    """Return the submissions in an export of Gradescope."""
    try:
        about = yaml.load(archive.read_entry(meta, MAX_METADATA), yaml.BaseLoader)  # every value as text: 007 stays
    except (Unsafe, yaml.YAMLError, RecursionError) as error:
        raise Refusal(f"{GRADESCOPE} in the zip cannot be read: {str(error).splitlines()[0]}.") from error
    if not isinstance(about, dict):
        raise Refusal(f"{GRADESCOPE} in the zip does not list submissions: export the submissions again.")
    base = len(meta.parts) - 1
    uploads = {str(key): upload for key, value in about.items() if (upload := gradescope_upload(str(key), value))}
    leftover = []
    for entry in archive.entries:
        name = entry.parts[base] if len(entry.parts) > base + 1 else ""
        if name in uploads:
            uploads[name].files.append(("/".join(entry.parts[base + 1 :]), entry))
        elif entry is not meta:
            leftover.append(entry.path)
    return Download("Gradescope", list(uploads.values()), leftover)


def gradescope_upload(name: str, about: Any) -> Upload | None:
    """Return one submission of Gradescope's metadata, still without its files."""
    if not isinstance(about, dict):
        return None
    submitters = [each for each in about.get(":submitters") or [] if isinstance(each, dict)]
    who = tuple(Identity(*(str(each.get(key) or "") for key in (":name", ":sid", ":email"))) for each in submitters)
    time = parse_time(str(about.get(":created_at") or ""))
    late = str(about.get(":lateness") or about.get(":late") or "").lower() not in ("", "0", "false", "00:00:00")
    return Upload(name, who, late=late, time=time)


def parse_time(text: str) -> datetime | None:
    """Return a time written as `2026-04-26 17:34:00.861687000 Z`, in UTC."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)?", text.strip())
    if not found:
        return None
    zone = found[4] or "Z"
    try:
        time = datetime.fromisoformat(f"{found[1]} {found[2]}").replace(tzinfo=UTC)
    except ValueError:
        return None
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        time -= (1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes)
    return time + timedelta(seconds=float(found[3] or 0))


def folders(entries: list[Entry], roster: Roster) -> Download:
    """Return the submissions in a zip of plain folders."""
    uploads: dict[str, Upload] = {}
    leftover = []
    for entry in entries:
        place, who = plain_owner(entry, roster)
        if who is None:
            leftover.append(entry.path)
            continue
        source = "/".join(entry.parts[: place + 1])
        upload = uploads.setdefault(source, Upload(source, (who,), own_stamp=place + 1 < len(entry.parts)))
        upload.files.append(("/".join(entry.parts[place + 1 :]) or entry.parts[-1], entry))
    return Download("folders", list(uploads.values()), leftover)


def plain_owner(entry: Entry, roster: Roster) -> tuple[int, Identity | None]:
    """Return which part of a path names the student, and who that is."""
    for place, part in enumerate(entry.parts):
        last = place + 1 == len(entry.parts)
        if part in roster.by_id and not last:  # whoever else may have this name
            return place, Identity(number=part)
        for name in candidates(part) if last else [part]:
            who = Identity(name, name, name)
            try:
                roster.find(who)
            except Refusal:
                if roster.by_name.get(part):  # several students of this name: reported where they are matched
                    return place, who
            else:
                return place, who
    first = entry.parts[0]
    return (0, Identity(first)) if len(entry.parts) > 1 else (0, None)


def candidates(file: str) -> Iterator[str]:
    """Yield what may be a student's name or id in the name of a file."""
    stem = file.rsplit(".", 1)[0]
    yield stem
    for separator in ("_", "-", " "):
        parts = stem.split(separator)
        for count in range(len(parts) - 1, 0, -1):
            yield separator.join(parts[:count])
            yield separator.join(parts[-count:])
