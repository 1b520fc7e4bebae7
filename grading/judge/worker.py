"""Inside the sandbox: run a student's cells and call their functions, as the judge asks.

Requests and replies are JSON, one frame each: a length of four bytes, then the text. The judge sends

- ``{"execute": source}``: run a cell; the reply is ``{"problem": ...}``;
- ``{"call": name, "args": ..., "kwargs": ..., "calls": ..., "through": ..., "forward": ..., "provide": [...]}``: call a
  function of the student's; the reply is ``{"value": ..., "after": ...}``, ``{"problem": ..., "stop": ...}`` or
  ``{"missing": True}``. While it runs, the functions in ``provide`` replace earlier exercises: a call of one is sent
  to the judge as ``{"provided": name, "args": ..., "kwargs": ...}``, which replies ``{"value": ...}`` or
  ``{"problem": ...}``.

Nothing here is trusted: a student's code shares this process and may forge any reply, but the judge compares every
reply with values that never enter this process.
"""

import json
import os
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict

# The pipe gets file descriptors other than those that a student's code prints to.
requests = os.fdopen(os.dup(0), "rb")
replies = os.fdopen(os.dup(1), "wb")
devnull = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(devnull, descriptor)

from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets.config import Config  # noqa: E402

from convlib.lab.checks import codec  # noqa: E402
from convlib.lab.checks.calling import call, call_with_own_cache, problem_of, staged  # noqa: E402
from convlib.lab.checks.stop import stop_of  # noqa: E402


class Shell(InteractiveShell):
    """IPython's shell without a display."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: %matplotlib has no event loop to start here."""


def execute(shell: InteractiveShell, source: str) -> dict:
    """Run a cell, including magics, and return the problem that it ended with, if any."""
    result = shell.run_cell(source, store_history=False, silent=True)
    error = result.error_before_exec or result.error_in_exec
    return {"problem": error and problem_of(error)}


def send(message: dict) -> None:
    """Write one frame."""
    frame = json.dumps(message).encode()
    replies.write(struct.pack(">I", len(frame)) + frame)
    replies.flush()


def receive() -> dict:
    """Read one frame; exit if the judge has closed the pipe."""
    head = requests.read(4)
    if len(head) < 4:
        sys.exit()
    return json.loads(requests.read(*struct.unpack(">I", head)))


def provided_function(name: str) -> Callable:
    """Return a function that the judge computes outside, for an answer that builds on an earlier exercise."""

    def function(*args: object, **kwargs: object) -> object:
        send({"provided": name, "args": codec.encode(args), "kwargs": codec.encode(kwargs)})
        reply = receive()
        if "problem" in reply:
            raise ValueError(reply["problem"])
        return codec.decode(reply["value"])

    return function


def reply_to(shell: InteractiveShell, request: dict) -> dict:
    """Handle one request."""
    if "execute" in request:
        return execute(shell, request["execute"])
    own = dict(shell.user_ns)
    shell.user_ns.update({name: provided_function(name) for name in request["provide"]})
    try:
        return call_function(shell, request)
    finally:
        for name in request["provide"]:
            shell.user_ns.pop(name, None)
        shell.user_ns.update(own)


def call_function(shell: InteractiveShell, request: dict) -> dict:
    """Call the student's function."""
    function = shell.user_ns.get(request["call"])
    if not callable(function):
        return {"missing": True}
    rest = codec.decode(request["args"]), codec.decode(request["kwargs"]), request["calls"]
    try:
        function = staged(request["through"], function)
        if request["forward"]:
            forward = shell.user_ns.get(request["forward"])
            if forward is None:
                return {"missing": True}
            value, after = call_with_own_cache(function, forward, *rest)
        else:
            value, after = call(function, *rest)
        return {"value": codec.encode(value), "after": codec.encode(after)}
    except BaseException as error:  # a student's sys.exit() must not terminate the worker
        return {"problem": problem_of(error), "stop": stop_data(error)}


def stop_data(error: BaseException) -> dict | None:
    """Return where a call stopped, as plain data."""
    stop = stop_of(error)
    return asdict(stop) if stop else None


def main() -> None:
    """Reply to requests until the judge closes the pipe."""
    config = Config()
    config.HistoryManager.enabled = False
    config.TerminalInteractiveShell.colors = "NoColor"
    shell = Shell.instance(config=config)
    send({"ready": True})
    while True:
        send(reply_to(shell, receive()))


main()
