"""Read the files of a folder that somebody else filled: no link is followed, no pipe waited for, no limit exceeded."""

import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MAX_FILES = 200
MAX_BYTES = 20_000_000
MAX_DEPTH = 20
# What Jupyter, Python, Git and macOS leave behind. It is not read.
DEBRIS = {".ipynb_checkpoints", "__pycache__", "__MACOSX", ".git", ".DS_Store"}
KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# Without O_NONBLOCK, opening a named pipe that took a file's place would wait for a writer.
FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# An open folder: its descriptor, so that it cannot be exchanged for a link meanwhile; on Windows its path.
Handle = int | str


class Unreadable(Exception):
    """A submission that cannot be graded; the message is one sentence for the instructor."""


def read_files(folder: Path, notes: list[str]) -> dict[str, bytes]:
    """Read all files of a folder, within the limits and without following links.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that a student filled.
    notes : list of str
        What was left out is added to it, a sentence each.

    Returns
    -------
    dict of str to bytes
        The contents by relative path, in order.

    Raises
    ------
    Unreadable
        If there are links, special files, or too many or too large ones.
    """
    if folder.is_symlink():
        raise Unreadable(f"The submission folder {folder.name!r} is a link: put the folder itself there.")
    top = open_folder(str(folder), None, folder.name)
    files: dict[str, bytes] = {}
    links: Counter[tuple[int, int]] = Counter()  # how many names each file has inside the folder
    names: dict[tuple[int, int], tuple[str, int]] = {}
    left = MAX_BYTES
    try:
        for count, (name, parent, place) in enumerate(walk(top), 1):
            if count > MAX_FILES:
                raise Unreadable(
                    f"The submission holds more than {MAX_FILES} files: keep only the notebook and what it needs."
                )
            data, about = read_file(parent, place, name, left)
            left -= len(data)
            inode = about.st_dev, about.st_ino
            links[inode] += 1
            names[inode] = name, about.st_nlink
            if is_text(name):
                files[name] = data
            else:
                notes.append(f"The file {name!a} was left out, because its name is not valid UTF-8.")
    except OSError as error:
        raise Unreadable(f"The folder {folder.name!r} cannot be read: {error.strerror}.") from error
    finally:
        close(top)
    for inode, (name, total) in names.items():
        # A second name outside the folder may be another student's file or one of the instructor's.
        if total > links[inode]:
            raise Unreadable(
                f"{name!r} is a hard link to a file outside the submission: replace it with a copy of its own."
            )
    return dict(sorted(files.items()))


def walk(
    folder: Handle, prefix: str = "", depth: int = 0, seen: list[int] | None = None
) -> Iterator[tuple[str, Handle, str]]:
    """Yield the relative path of each file, its folder, and its name there."""
    seen = [0] if seen is None else seen
    for entry in sorted(scan(folder), key=lambda entry: entry.name):
        name = prefix + entry.name
        seen[0] += 1
        if seen[0] > 10 * MAX_FILES:  # empty folders count as well, but nobody hands in so many by mistake
            raise Unreadable(
                f"The submission holds more than {10 * MAX_FILES} files and folders: keep only what it needs."
            )
        about = entry.stat(follow_symlinks=False)
        kind = stat.S_IFMT(about.st_mode)
        if kind in KINDS:
            raise Unreadable(f"{name!r} is {KINDS[kind]}, and only ordinary files and folders are graded: remove it.")
        if entry.name in DEBRIS:
            continue
        if kind == stat.S_IFDIR:
            if depth == MAX_DEPTH:
                raise Unreadable(f"The submission nests folders more than {MAX_DEPTH} deep: keep only what it needs.")
            inner = open_folder(entry.name, folder, name)
            try:
                yield from walk(inner, name + "/", depth + 1, seen)
            finally:
                close(inner)
        else:
            yield name, folder, entry.name


def open_folder(place: str, parent: Handle | None, name: str) -> Handle:
    """Open a folder that is not a link."""
    if sys.platform == "win32" or isinstance(parent, str):
        return os.path.join(str(parent or ""), place)
    try:
        return os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except OSError as error:
        raise Unreadable(f"The folder {name!r} cannot be opened: {error.strerror}.") from error


def close(folder: Handle) -> None:
    """Close a folder."""
    if isinstance(folder, int):
        os.close(folder)


def scan(folder: Handle) -> Iterator[os.DirEntry[str]]:
    """Yield a folder's entries, and stop where there are far too many of them to list."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count > 10 * MAX_FILES:
                raise Unreadable(
                    f"The submission holds more than {MAX_FILES} files: keep only the notebook and what it needs."
                )
            yield entry


def read_file(folder: Handle, place: str, name: str, left: int) -> tuple[bytes, os.stat_result]:
    """Return a file's content and status; it must be an ordinary file of at most ``left`` bytes."""
    try:
        if isinstance(folder, str):
            file = os.open(os.path.join(folder, place), FILE)
        else:
            file = os.open(place, FILE, dir_fd=folder)
    except OSError as error:
        raise Unreadable(f"The file {name!r} cannot be opened: {error.strerror}.") from error
    with open(file, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"{name!r} is not an ordinary file: remove it.")
        data = stream.read(left + 1) if about.st_size <= left else b""
        if about.st_size > left or len(data) > left:
            raise Unreadable(
                f"The submission holds more than {MAX_BYTES // 1_000_000} MB (counted up to {name!r}): keep only the "
                "notebook and what it needs."
            )
    return data, about


def is_text(name: str) -> bool:
    """Return whether a string is valid Unicode, without surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
