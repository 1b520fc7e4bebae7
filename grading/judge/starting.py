"""Start the worker. A worker that does not start is a fault of the machine: no student's code has run in it yet."""

import os
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from grading.course import NotGraded
from grading.judge.session import NotReady, Session
from grading.sandbox.limits import Limits
from grading.sandbox.starter import Files, Process, Starter

WORKER = Path(__file__).with_name("worker.py").read_text(encoding="utf-8")
START_SECONDS = 30
PAUSES = 0.5, 2.0  # seconds before the second and the third attempt
MESSAGE_BYTES = 2000


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
        if os.name == "posix":  # a process that it has started may keep the pipe open
            os.set_blocking(stream.fileno(), False)
        lines = (stream.read(MESSAGE_BYTES) or b"").decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
