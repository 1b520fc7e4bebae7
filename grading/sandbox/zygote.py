"""The warm process, seen from outside: who starts it, keeps it alive, and asks it for children.

One `Zygote` belongs to the process that grades a class; it listens on a Unix socket in a private folder. Any process
of the same user that knows the socket's path can ask for a child by a `Warm`, which can be pickled. The socket is not
in the view of any sandbox. For each child a new connection carries the program and the files, with the descriptors of
two pipes (SCM_RIGHTS); `grading.sandbox.warm` says what happens inside. Closing the connection terminates the child.
"""

import base64
import json
import logging
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import IO

import nbformat

from grading.course import NOTEBOOKS
from grading.sandbox.bubblewrap import Sandbox, SandboxMissing, isolated
from grading.sandbox.limits import USUAL, Limits
from grading.sandbox.starter import Files, Process, contents_of

log = logging.getLogger(__name__)
SOURCES = {name: Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in ("warm", "memory")}
# What students' cells and the programs that run them import. The lessons say the rest.
MODULES = (
    "numpy.random",  # NumPy itself imports it only when it is used, and a child seeds it
    "getpass",
    "IPython.core.interactiveshell",
    "convlib.lab.check",
    "convlib.lab.plots",
    "matplotlib.pyplot",
)
START_SECONDS = 300  # with the figures of all lessons, on a busy machine
EARLY_SECONDS = 60
MAX_EARLY_ENDS = 3  # in a row, each within EARLY_SECONDS: then it is not started again


class Zygote:
    """A warm process that is started again whenever it ends, until this is closed; a context manager.

    Parameters
    ----------
    lessons : sequence of str
        Whose figures to remember.
    modules : sequence of str
        What to import.
    programs : sequence of str
        The sources of programs that will be started, to compile once.

    Attributes
    ----------
    socket : pathlib.Path
        Where to ask for children.
    """

    def __init__(
        self, lessons: Sequence[str] = (), modules: Sequence[str] = MODULES, programs: Sequence[str] = ()
    ) -> None:
        released = [released_lesson(lesson) for lesson in lessons]
        job = {"modules": modules, "lessons": released, "memory": SOURCES["memory"], "programs": programs}
        self._job = json.dumps(job).encode()
        self._folder = tempfile.mkdtemp(prefix="convlib-")  # only this user may enter it
        self.socket = Path(self._folder, "warm")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.socket))
        self._listener.listen(1024)
        self._lock = threading.Lock()
        self._closed = False
        self.process: subprocess.Popen[bytes] | None = None
        # bubblewrap ends with the thread that started it, so one thread stays for all.
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def __enter__(self) -> "Zygote":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Terminate the warm process and all its children."""
        with self._lock:
            self._closed = True
            if self.process:
                self.process.kill()
        self._keeper.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _keep(self) -> None:
        """Start the process again whenever it has ended; connections wait in the meantime."""
        early = 0
        try:
            while early < MAX_EARLY_ENDS:
                started = monotonic()
                with self._lock:
                    if self._closed:
                        return
                    self.process = self._start()
                with suppress(OSError):
                    self.process.communicate(self._job)
                self.process.wait()
                early = early + 1 if monotonic() - started < EARLY_SECONDS else 0
            log.warning("The warm process ended %s times: each student's code gets a sandbox of its own.", early)
        finally:
            self._listener.close()  # from now on nobody waits

    def _start(self) -> "subprocess.Popen[bytes]":
        descriptor = self._listener.fileno()
        argv = [sys.executable, "-P", "-c", SOURCES["warm"], str(descriptor)]
        return subprocess.Popen(
            isolated(argv, {}, USUAL, forks_sandboxes=True),
            env=Sandbox().environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[descriptor],
        )


def released_lesson(lesson: str) -> dict[str, object]:
    """Return the code of a lesson as students receive it, and the given.py beside it, if there is one."""
    folder = NOTEBOOKS / lesson
    notebook = nbformat.read(folder / f"{lesson}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    given = folder / "given.py"
    return {"cells": cells, "given": given.read_text(encoding="utf-8") if given.exists() else ""}


@dataclass(frozen=True)
class Warm:
    """Starts programs in children of a warm process, or in sandboxes of their own where that fails.

    Parameters
    ----------
    socket : pathlib.Path
        That of a `Zygote`.
    otherwise : grading.sandbox.bubblewrap.Sandbox
    """

    socket: Path
    otherwise: Sandbox = field(default_factory=Sandbox)

    def start(self, program: str, files: Files = None, limits: Limits = USUAL) -> Process:
        """Start the source of a Python program; see `grading.sandbox.starter.Starter`."""
        if not self.otherwise.unsafe:
            for _ in range(2):  # the process may end at this very moment, and starts again
                try:
                    return Child(self.socket, program, contents_of(files), limits)
                except OSError as error:
                    why = error
            log.warning("No warm process (%s): this code gets a sandbox of its own.", why)
        return self.otherwise.start(program, files, limits)


class Child:
    """A child of the warm process, with what is used of ``subprocess.Popen``.

    Parameters
    ----------
    path : pathlib.Path
        The warm process's socket.
    program : str
        The source of a Python program.
    contents : dict of str to bytes
        The files in its working directory.
    limits : Limits

    Attributes
    ----------
    lost : bool
        Whether it ended because the warm process did: a fault of the machine, whatever its exit code is.

    Raises
    ------
    OSError
        If it could not be started.
    """

    stderr: IO[bytes] | None = None

    def __init__(self, path: Path, program: str, contents: dict[str, bytes], limits: Limits) -> None:
        self.returncode: int | None = None
        self.lost = False
        self._reading = threading.Lock()
        files = {name: base64.b64encode(data).decode() for name, data in contents.items()}
        request = json.dumps({"program": program, "files": files, "limits": asdict(limits)}).encode()
        self._connection = socket.socket(socket.AF_UNIX)
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
        try:
            self._connection.settimeout(START_SECONDS)
            self._connection.connect(str(path))
            socket.send_fds(self._connection, [struct.pack(">I", len(request))], [theirs_in, theirs_out])
            self._connection.sendall(request)
            why = self._line()
        except OSError:
            self._close()
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        if why != "ready":
            self._close()
            raise OSError(why or "the warm process ended")
        self._code = b""

    def _line(self) -> str:
        """Read the reply: one short line."""
        line = b""
        while not line.endswith(b"\n") and (more := self._connection.recv(1)):
            line += more
        return line.decode(errors="replace").strip()

    def _close(self) -> None:
        for item in (self.stdin, self.stdout, self._connection):
            item.close()

    def kill(self) -> None:
        """Terminate it and all that it has started."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code: 128 + n if signal n ended it, -9 if it was terminated."""
        with self._reading:
            if self.returncode is None:
                self.returncode = self._exit_code(timeout)
                self._connection.close()
            return self.returncode

    def _exit_code(self, timeout: float | None) -> int:
        until = None if timeout is None else monotonic() + timeout
        while len(self._code) < 4:
            self._connection.settimeout(None if until is None else max(until - monotonic(), 0))
            try:
                more = self._connection.recv(4 - len(self._code))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("the warm process's child", timeout or 0) from None
            except ConnectionError:
                more = b""
            if not more:
                self.lost = True
                return -9
            self._code += more
        return int(struct.unpack(">i", self._code)[0])


@cache
def why_not_warm() -> str | None:
    """Return why no warm process can be had on this machine, in one sentence, or None if it can."""
    try:
        Sandbox().require()
    except SandboxMissing as reason:
        return str(reason)
    try:
        with Zygote(modules=()) as zygote:
            child = Child(zygote.socket, "", {}, USUAL)
            with child.stdin, child.stdout:
                code = child.wait(START_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as reason:
        return f"A child of a sandbox cannot be isolated here ({reason}): each student's code gets its own sandbox."
    return None if code == 0 else f"A child of a sandbox ended with exit code {code}."
