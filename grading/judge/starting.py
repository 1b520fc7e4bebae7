"""Start the worker. A worker that does not start is a fault of the machine: no student's code has run in it yet."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Protocol, TypeAlias

from grading.course import NotGraded
from grading.judge.session import NotReady, Process, Session
from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits

WORKER = Path(__file__).with_name("worker.py").read_text(encoding="utf-8")
START_SECONDS = 30
PAUSES = 0.5, 2.0  # seconds before the second and the third attempt
MESSAGE_BYTES = 2000

Files: TypeAlias = Mapping[str, bytes] | Path | None


class Starter(Protocol):
    """Starts a Python program isolated from everything else, with pipes to its stdin and from its stdout."""

    def start(self, program: str, files: Files, limits: Limits) -> Process:
        """Start the source of a program, with these files in its working directory."""


@dataclass(frozen=True)
class SandboxStarter:
    """Starts each program in a sandbox of its own."""

    sandbox: Sandbox

    def start(self, program: str, files: Files, limits: Limits) -> Process:
        """Start the source of a program, with the files of a folder in its working directory."""
        assert files is None or isinstance(files, Path), "write_files first"
        sandbox = Sandbox(self.sandbox.unsafe, limits)
        return subprocess.Popen(
            sandbox.command([sys.executable, "-c", program], files=files),
            env=sandbox.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )


def start_session(starter: Starter, files: Files, limits: Limits, deadline: float = float("inf")) -> Session:
    """Start a worker, if need be at the second or third attempt.

    Parameters
    ----------
    starter : Starter
    files : dict of str to bytes, or pathlib.Path, optional
        The files in the working directory of the student's code.
    limits : grading.sandbox.limits.Limits
    deadline : float
        When to give up, in the time of ``time.monotonic``.

    Raises
    ------
    grading.course.NotGraded
        If none starts.
    """
    for pause in (*PAUSES, None):
        process: Process | None = None
        try:
            process = starter.start(WORKER, files, limits)
            return Session(process, max(min(START_SECONDS, deadline - monotonic()), 0.1))
        except (OSError, NotReady) as error:
            message = last_words(process) or str(error)
        if pause is None or monotonic() + pause > deadline:
            break
        sleep(pause)
    raise NotGraded(f"the process that runs the student's code did not start: {message}")


def last_words(process: Process | None) -> str:
    """Return the last line that a terminated process wrote to stderr."""
    stream: IO[bytes] | None = getattr(process, "stderr", None)
    if stream is None:
        return ""
    with stream:
        lines = stream.read(MESSAGE_BYTES).decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


@contextmanager
def in_a_folder(files: Files) -> Iterator[Path | None]:
    """Yield a folder that holds the files.

    Raises
    ------
    grading.course.NotGraded
        If they cannot be written.
    """
    if not isinstance(files, Mapping):
        yield files
        return
    folder = Path(tempfile.mkdtemp(prefix="convlib-"))
    try:
        try:
            for name, data in files.items():
                path = (folder / name).resolve()
                if not path.is_relative_to(folder.resolve()):
                    raise OSError(f"{name!r} is not a path inside the folder")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        except OSError as error:
            raise NotGraded(f"the files beside the notebook could not be written: {error}") from error
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
