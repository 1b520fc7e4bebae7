"""What starts a student's process: a sandbox of its own (`Sandbox`), or a child of the warm process (`Warm`)."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, TypeAlias

from grading.sandbox.limits import Limits

# The files beside a notebook: their contents by relative path, or the folder that holds them.
Files: TypeAlias = Mapping[str, bytes] | Path | None


class Process(Protocol):
    """What a starter returns; ``subprocess.Popen`` is one."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """A pipe to the process."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """A pipe from the process."""

    def kill(self) -> None:
        """Terminate the process and all that it has started."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code."""

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""


class Starter(Protocol):
    """Starts Python programs isolated from everything else."""

    def start(self, program: str, files: Files = None, limits: Limits = Limits()) -> Process:
        """Start the source of a program, with these files, read-only, in its working directory.

        Raises
        ------
        OSError
            If it could not be started; nothing of the student's has run.
        """


def contents_of(files: Files) -> dict[str, bytes]:
    """Return the files that a program may see, by relative path.

    Notebooks, hidden files and links, which could lead anywhere, are left out.
    """
    if files is None:
        return {}
    if isinstance(files, Path):
        found = sorted(path for path in files.rglob("*") if path.is_file() and not path.is_symlink())
        files = {path.relative_to(files).as_posix(): path.read_bytes() for path in found if may_be_seen(path, files)}
    return {name: data for name, data in files.items() if is_plain(name)}


def may_be_seen(path: Path, folder: Path) -> bool:
    """Return whether neither a file nor a folder above it is hidden, a link or a notebook."""
    above = [parent for parent in path.parents if parent.is_relative_to(folder) and parent != folder]
    return is_plain(path.relative_to(folder).as_posix()) and not any(parent.is_symlink() for parent in above)


def is_plain(name: str) -> bool:
    """Return whether a relative path stays in its folder, and names neither a notebook nor anything hidden."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return bool(path.parts) and not path.is_absolute() and not hidden and path.suffix != ".ipynb" and "\0" not in name
