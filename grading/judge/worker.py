"""Inside the sandbox: run a student's cells and call their functions, as the judge asks.

Requests and replies are JSON, one frame each: a length of four bytes, then the text. The judge sends

- ``{"execute": source}``: run a cell; the reply is ``{"problem": ...}``;
- ``{"call": name, "args": ..., "kwargs": ..., "calls": ..., "through": ..., "forward": ...}``: call a function of the
  student's; the reply is ``{"value": ..., "after": ...}``, ``{"problem": ..., "stop": ...}`` or ``{"missing": True}``;
- ``{"check": name}``: run the student's check of an exercise; the reply is ``{"report": ...}`` or
  ``{"missing": True}``.

Each may have ``"cpu_seconds"``: the process terminates if it uses more. While a function is called or checked, those
in ``"provide"`` replace earlier exercises, and those in ``"lend"`` do so where there are none: a call of one is sent to
the judge as ``{"provided": name, "args": ..., "kwargs": ...}``, which replies ``{"value": ...}`` or
``{"problem": ...}``.

Nothing here is trusted: a student's code shares this process and may forge any reply, but the judge compares every
reply with values that never enter this process.
"""

import sys

# Nothing below may import a student's file: until the worker is ready, a fault is the machine's.
sys.path[:] = [path for path in sys.path if path]

import json  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import struct  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from dataclasses import asdict  # noqa: E402
from itertools import count, repeat  # noqa: E402

# The pipe gets file descriptors other than those that a student's code prints to.
requests = os.fdopen(os.dup(0), "rb")
replies = os.fdopen(os.dup(1), "wb")
devnull = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(devnull, descriptor)

import numpy as np  # noqa: E402
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets.config import Config  # noqa: E402

from convlib.lab.checks import codec  # noqa: E402
from convlib.lab.checks.calling import call, call_with_own_cache, problem_of, staged  # noqa: E402
from convlib.lab.checks.stop import stop_of  # noqa: E402
from convlib.lab.checks.watchdog import TimeIsUp  # noqa: E402

# A fault in here is one of the line of the student's that called it (``convlib.lab.checks.stop``).
__name__ = "convlib.worker"
CHECK_CALLS = 4000  # of the judge's functions in one check; fewer than the judge answers (grading.judge.session)
MAX_ENTRIES = 100_000  # of an array; the same as in grading.judge.reply


class Shell(InteractiveShell):
    """IPython's shell without a display."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: %matplotlib has no event loop to start here."""


def execute(shell: InteractiveShell, source: str) -> dict:
    """Run a cell, including magics, and return the problem that it ended with, if any."""
    result = shell.run_cell(source, store_history=False, silent=True)
    error = result.error_before_exec or result.error_in_exec
    return {"problem": error and problem_of(error)}


def send(frame: bytes) -> None:
    """Write one frame."""
    replies.write(struct.pack(">I", len(frame)) + frame)
    replies.flush()


def receive() -> dict:
    """Read one frame; exit if the judge has closed the pipe."""
    head = requests.read(4)
    if len(head) < 4:
        sys.exit()
    return json.loads(requests.read(*struct.unpack(">I", head)))


def provided_function(name: str, calls: Iterator[int]) -> Callable:
    """Return a function that the judge computes outside, for an answer that builds on an earlier exercise."""

    def function(*args: object, **kwargs: object) -> object:
        if next(calls) == CHECK_CALLS:
            raise TimeIsUp(f"{CHECK_CALLS} calls of the course's functions")
        arguments = {"args": codec.encode(args), "kwargs": codec.encode(kwargs)}
        send(json.dumps({"provided": name, **arguments}).encode())
        reply = receive()
        if "problem" in reply:
            raise ValueError(reply["problem"])
        return codec.decode(reply["value"])

    return function


@contextmanager
def provided(shell: InteractiveShell, request: dict) -> Iterator[None]:
    """Put the judge's functions among the student's, and remove them again."""
    own = dict(shell.user_ns)
    names = {*request.get("provide", ()), *(name for name in request.get("lend", ()) if name not in own)}
    # In a check, a loop that calls them for ever ends here, where its line is known; else the judge ends it.
    calls = count() if "check" in request else repeat(0)
    shell.user_ns.update({name: provided_function(name, calls) for name in names})
    try:
        yield
    finally:
        for name in names:
            shell.user_ns.pop(name, None)
        shell.user_ns.update(own)


def reply_to(shell: InteractiveShell, request: dict) -> dict:
    """Handle one request."""
    if "execute" in request:
        return execute(shell, request["execute"])
    own = shell.user_ns.get(request.get("call", request.get("check"))), shell.user_ns.get(request.get("forward"))
    if not callable(own[0]) or (request.get("forward") and own[1] is None):
        return {"missing": True}
    try:
        with provided(shell, request):
            return call_function(*own, request) if "call" in request else check(request["check"], own[0])
    except BaseException as error:  # a student's sys.exit() must not terminate the worker
        return {"problem": problem_of(error), "stop": stop_data(error)}


def stop_data(error: BaseException) -> dict | None:
    """Return where a call stopped, as plain data."""
    stop = stop_of(error)
    return asdict(stop) if stop else None


def call_function(function: Callable, forward: Callable | None, request: dict) -> dict:
    """Call the student's function."""
    rest = codec.decode(request["args"]), codec.decode(request["kwargs"]), request["calls"]
    function = staged(request["through"], function)
    if forward:
        value, after = call_with_own_cache(function, forward, *rest)
    else:
        value, after = call(function, *rest)
    return {"value": codec.encode(value, bounded), "after": codec.encode(after)}


def bounded(array: np.ndarray) -> dict:
    """Encode an array, or only the shape of one that the judge would not read."""
    return codec.array_as_npy(array) if array.size <= MAX_ENTRIES else {"too_large": list(array.shape)}


def check(name: str, function: Callable) -> dict:
    """Run the student's check."""
    from convlib.lab.checks.scoring import examine_function
    from convlib.lab.checks.stored import examination
    from convlib.lab.checks.watchdog import SECONDS

    report = examine_function(examination(name), function, seconds=SECONDS)
    return {"report": report.as_dict() | {"text": report.text()}}


def limit_cpu_time(seconds: float) -> None:
    """Terminate this process once it has used so much CPU time; 0 for no limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Reply to requests until the judge closes the pipe."""
    config = Config()
    config.HistoryManager.enabled = False
    config.TerminalInteractiveShell.colors = "NoColor"
    shell = Shell.instance(config=config)
    send(b'{"ready": true}')
    sys.path.insert(0, "")
    while True:
        request = receive()
        limit_cpu_time(request.get("cpu_seconds", 0))
        reply = reply_to(shell, request)
        try:
            frame = json.dumps(reply).encode()
        except ValueError as error:  # an integer with too many digits
            frame = json.dumps({"problem": problem_of(error)}).encode()
        limit_cpu_time(0)
        send(frame)


main()
