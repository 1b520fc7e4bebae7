"""Read what students uploaded out of a zip, without trusting a single name, size or flag in it."""

import io
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from grading.classroom.folder import DEBRIS, MAX_BYTES, MAX_DEPTH, MAX_FILES
from grading.course import Refusal

MAX_RATIO = 200  # a bomb shrinks a thousandfold, and so does an honest notebook that prints in a loop
RATIO_FROM = 1_000_000  # small files may shrink as much as they like
MAX_ENTRIES = 200_000
MAX_NAME = 255  # bytes, on most file systems


class Unsafe(Exception):
    """A submission in a zip that is not unpacked; the message is one sentence that says why."""


@dataclass(frozen=True)
class Entry:
    """One file in a zip.

    Attributes
    ----------
    path : str
        Its name, as stored.
    parts : tuple of str
        The folders and the name.
    modified : datetime.datetime or None
        Its time as stored, in no particular zone.
    """

    path: str
    parts: tuple[str, ...]
    modified: datetime | None
    info: zipfile.ZipInfo


class Archive:
    """A zip file that is read with care.

    Parameters
    ----------
    source : pathlib.Path or bytes
        The file, or its content.
    """

    def __init__(self, source: Path | bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except OSError as error:
            raise Refusal(f"{source!s} cannot be read: {error.strerror or error}.") from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            name = "The file" if isinstance(source, bytes) else str(source)
            raise Refusal(f"{name} is not a zip file, or it is damaged: download it again.") from error
        infos = self.zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise Refusal(f"The zip holds {len(infos)} files, more than {MAX_ENTRIES}: it is no download of an LMS.")
        self.entries = [entry_of(info) for info in infos if not info.is_dir()]
        self.entries = [entry for entry in self.entries if not DEBRIS & set(entry.parts)]

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def read(self, files: Iterable[tuple[str, Entry]]) -> dict[str, bytes]:
        """Return the content of one submission's files by their relative names.

        Raises
        ------
        Unsafe
            If a name leads out of the folder, is there twice, or is a link; or if there is too much.
        """
        files = list(files)
        if len(files) > MAX_FILES:
            raise Unsafe(f"it holds {len(files)} files, more than {MAX_FILES}")
        check_names([name for name, _ in files])
        contents, left = {}, MAX_BYTES
        for name, entry in files:
            data = self.read_entry(entry, left)
            left -= len(data)
            contents[name] = data
        return contents

    def read_entry(self, entry: Entry, limit: int = MAX_BYTES) -> bytes:
        """Return the content of one file, at most as many bytes as the limit."""
        info = entry.info
        if not is_safe(entry):
            raise Unsafe(f"the name {entry.path[:100]!r} leads out of the folder")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise Unsafe(f"{entry.path[:100]!r} is a link or a special file")
        if info.flag_bits & 1:
            raise Unsafe(f"{entry.path[:100]!r} is encrypted")
        if info.file_size > limit:
            raise Unsafe(f"it holds more than {MAX_BYTES // 1_000_000} MB")
        dense = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if dense and not entry.path.lower().endswith(".ipynb"):
            raise Unsafe(f"{entry.path[:100]!r} is packed more than {MAX_RATIO}-fold, as zip bombs are")
        try:
            with self.zip.open(info) as stream:
                data = stream.read(limit + 1)
        except Exception as error:  # zipfile and the decompressors raise a dozen kinds for damaged data
            raise Unsafe(f"{entry.path[:100]!r} is damaged ({type(error).__name__})") from error
        if len(data) > limit:
            raise Unsafe(f"it holds more than {MAX_BYTES // 1_000_000} MB")
        return data


def entry_of(info: zipfile.ZipInfo) -> Entry:
    """Return one file of a zip, its name decoded."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:  # not marked as UTF-8, but most programs write it nevertheless
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    try:
        modified = datetime(*info.date_time)
    except ValueError:
        modified = None
    return Entry(name, tuple(part for part in name.split("/") if part != "."), modified, info)


def is_safe(entry: Entry) -> bool:
    """Return whether a file's name stays inside the folder that it is unpacked into, on every system."""
    name, first = entry.path, entry.parts[0] if entry.parts else ""
    return not (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ".." in entry.parts
        or "" in entry.parts
        or first[1:2] == ":"
        or any("\ud800" <= c <= "\udfff" for c in name)
    )


def check_names(names: list[str]) -> None:
    """Raise Unsafe unless the names can live side by side in one folder, on every system."""
    folded = Counter(name.casefold() for name in names)
    for name in names:
        if folded[name.casefold()] > 1:
            if names.count(name) > 1:
                raise Unsafe(f"{name[:100]!r} is there twice")
            raise Unsafe(f"{name[:100]!r} is there twice, with capital and small letters")
        parts = PurePosixPath(name).parts
        if len(parts) > MAX_DEPTH or any(len(part.encode()) > MAX_NAME for part in parts):
            raise Unsafe(f"the name {name[:60]!r}... is too long or too deep for a file system")
        if any(str(parent).casefold() in folded for parent in PurePosixPath(name).parents):
            raise Unsafe(f"a folder of {name[:100]!r} is also a file")
