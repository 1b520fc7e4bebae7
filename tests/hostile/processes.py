"""What runs while a class is graded: every process, and which part it plays."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# The wrappers that become, or start, bubblewrap.
WRAPPERS = ("env", "choom", "setpriv", "prlimit", "bwrap")


@dataclass(frozen=True)
class Process:
    """A process; with the time at which it was started, its id is taken only once.

    Parameters
    ----------
    pid, parent : int
    started : str
        In the kernel's units.
    command : tuple of str
        The program and its arguments.
    """

    pid: int
    parent: int
    started: str
    command: tuple[str, ...]

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self in processes()


def processes() -> set[Process]:
    """Return all processes that run on this machine."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                state, parent, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
                command = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if state != "Z":
                    found.add(Process(int(folder.name), int(parent), rest[17], tuple(command)))
    return found


def parts(main: int) -> Iterator[tuple[str, Process]]:
    """Yield the processes that a grader has started, directly or not, each with its part.

    Parameters
    ----------
    main : int
        The grader's id.
    """
    children: dict[int, list[Process]] = {}
    for process in processes():
        children.setdefault(process.parent, []).append(process)

    def below(parent: int, part: str) -> Iterator[tuple[str, Process]]:
        for process in children.get(parent, ()):
            found = part_of(process, part)
            yield found, process
            yield from below(process.pid, found)

    yield from below(main, "main")


# A process that is forked has its parent's command: what it is follows from what its parent is.
FORKED = {
    "fork server": "task",
    "task": "judge",
    "warm": "supervisor",
    "supervisor": "first",
    "first": "student",
    "sandbox": "student",
    "student": "student",
}


def part_of(process: Process, parent: str) -> str:
    """Return which part a process plays, from its command and its parent's part."""
    text = " ".join(process.command)
    if "multiprocessing.resource_tracker" in text:
        return "resource tracker"
    if Path(process.command[0]).name in WRAPPERS:
        return "bubblewrap" if parent in ("main", "bubblewrap") else "sandbox"
    if parent == "bubblewrap":
        return "warm"
    if parent == "main":
        return "fork server" if "multiprocessing.forkserver" in text else Path(process.command[0]).name
    return FORKED.get(parent, parent)


def all_ended(started: set[Process], seconds: float = 60) -> set[Process]:
    """Wait until all of these have ended; return those that have not within a generous time."""
    until = time.monotonic() + seconds
    while (left := {p for p in started if p in processes()}) and time.monotonic() < until:
        time.sleep(0.2)
    return left
