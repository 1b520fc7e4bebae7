"""Inside the sandbox: run a student's cells and call their functions, as the judge asks.

Questions and answers are JSON, one frame each: four bytes of length, then the text. Nothing here is trusted: a
student's code shares this process and may forge any answer, but the judge compares every answer with numbers that
never come in here.
"""

import json
import os
import struct
import sys

# The pipe moves away from the file descriptors that students print to.
questions = os.fdopen(os.dup(0), "rb")
answers = os.fdopen(os.dup(1), "wb")
nowhere = os.open(os.devnull, os.O_RDWR)
for descriptor in (0, 1, 2):
    os.dup2(nowhere, descriptor)

from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets.config import Config  # noqa: E402

from convlib.lab.checks import codec  # noqa: E402
from convlib.lab.checks.calling import call, call_with_own_cache, problem_of, staged  # noqa: E402


def run(shell, source):
    """Run a cell, magics and all. Returns the problem it ended with, or None."""
    result = shell.run_cell(source, store_history=False, silent=True)
    error = result.error_before_exec or result.error_in_exec
    return {"problem": error and problem_of(error)}


def send(reply):
    """Write one frame."""
    frame = json.dumps(reply).encode()
    answers.write(struct.pack(">I", len(frame)) + frame)
    answers.flush()


def receive():
    """Read one frame, or end with the judge."""
    head = questions.read(4)
    if len(head) < 4:
        sys.exit()
    return json.loads(questions.read(*struct.unpack(">I", head)))


def borrowed(name):
    """Return a function that the judge computes, outside, for an answer that builds on an earlier exercise."""

    def function(*args, **kwargs):
        send({"borrow": name, "args": codec.encode(args), "kwargs": codec.encode(kwargs)})
        reply = receive()
        if "problem" in reply:
            raise ValueError(reply["problem"])
        return codec.decode(reply["value"])

    return function


def answer(shell, question):
    """Do what one question asks."""
    if "run" in question:
        return run(shell, question["run"])
    own = dict(shell.user_ns)
    shell.user_ns.update({name: borrowed(name) for name in question["lend"]})
    try:
        return try_out(shell, question)
    finally:
        shell.user_ns.update(own)


def try_out(shell, question):
    """Call the student's function."""
    function = shell.user_ns.get(question["call"])
    if not callable(function):
        return {"missing": True}
    rest = codec.decode(question["args"]), codec.decode(question["kwargs"]), question["calls"]
    try:
        function = staged(question["through"], function)
        if question["forward"]:
            forward = shell.user_ns.get(question["forward"])
            if forward is None:
                return {"missing": True}
            value, after = call_with_own_cache(function, forward, *rest)
        else:
            value, after = call(function, *rest)
        return {"value": codec.encode(value), "after": codec.encode(after)}
    except BaseException as error:  # a student's sys.exit() must not end the conversation
        return {"problem": problem_of(error)}


def main():
    """Answer until the judge hangs up."""
    config = Config()
    config.HistoryManager.enabled = False
    config.TerminalInteractiveShell.colors = "NoColor"
    shell = InteractiveShell.instance(config=config)
    shell.enable_gui = lambda gui=None: None  # so that %matplotlib has nothing to fail on
    send({"ready": True})
    while True:
        send(answer(shell, receive()))


main()
