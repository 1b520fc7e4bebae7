"""The judge's end of the pipe: whatever the process at the other end does, the judge gets a reply or ``WorkerStopped``.

The workers here are plain Python processes without a sandbox, each of which misbehaves in its own way.
"""

import os
import subprocess
import sys
from time import monotonic, sleep

import pytest

from grading.judge import session as module
from grading.judge.session import Session, WorkerStopped

# What an honest worker does: it sends a frame when it is ready, and reads frames.
HONEST = """
import json, struct, sys, time
def frame(data):
    sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)
    sys.stdout.buffer.flush()
def send(**message):
    frame(json.dumps(message).encode())
def receive():
    return json.loads(sys.stdin.buffer.read(*struct.unpack(">I", sys.stdin.buffer.read(4))))
"""
READY = HONEST + "send(ready=True)\n"
ENDED, LATE = "process", r"within 0\.1 seconds"  # what the student reads
IN_TIME = 60  # seconds for what takes none


class Plain:
    """In place of a sandbox: it runs a script, whatever the session wants to run."""

    def __init__(self, script):
        self.script = script

    def command(self, argv, files=None):
        return [sys.executable, "-I", "-S", "-c", self.script]

    def environment(self):
        return dict(os.environ)


@pytest.fixture
def start(monkeypatch):
    """``start(script)`` returns a session; at the end none of its processes may be left."""
    processes, popen = [], subprocess.Popen
    monkeypatch.setattr(module.subprocess, "Popen", lambda *a, **k: processes.append(popen(*a, **k)) or processes[-1])
    yield lambda script: Session(Plain(script))
    left = [process for process in processes if process.returncode is None]
    for process in left:
        process.kill()
        process.wait()
    assert processes and not left, "the session left a process behind"


def test_a_request_is_answered(start):
    session = start(READY + "while True: send(got=receive())")
    for number in (1, 2):
        assert session.request({"number": number}, IN_TIME) == {"got": {"number": number}}
    session.close()


def test_the_worker_s_own_requests_are_answered_before_it_replies(start):
    session = start(
        READY
        + """
receive()
found = []
for name in "ab":
    send(provided=name)
    found.append(receive()["value"])
send(value=found)
receive()
send(provided="c")
receive()
"""
    )
    assert session.request({}, IN_TIME, lambda call: {"value": call["provided"].upper()}) == {"value": ["A", "B"]}
    assert session.request({}, IN_TIME) == {"provided": "c"}  # without a callback it is a reply like any other
    session.close()


@pytest.mark.parametrize("script", ["import time; time.sleep(1000)", "while True: pass"], ids=["asleep", "busy"])
def test_a_worker_that_never_gets_ready(start, monkeypatch, script):
    monkeypatch.setattr(module, "START_SECONDS", 0.1)
    with pytest.raises(WorkerStopped, match=LATE):
        start(script)


def test_a_worker_that_never_answers(start):
    session = start(READY + "receive(); time.sleep(1000)")
    with pytest.raises(WorkerStopped, match=LATE):
        session.request({}, 0.1)


def test_a_worker_that_asks_without_end(start):
    """The time is that of the whole request, not of each message."""
    session = start(READY + "while True: receive(); send(provided='f')")
    with pytest.raises(WorkerStopped):
        session.request({}, 0.2, lambda call: {"value": 1})


def test_a_worker_that_does_not_read(start):
    """What is sent is more than a pipe holds, so the judge waits in the middle of it."""
    session = start(READY + "time.sleep(1000)")
    with pytest.raises(WorkerStopped):
        session.request({"args": "x" * 2**22}, 0.1)


@pytest.mark.parametrize(
    "misbehaves",
    [
        f"sys.stdout.buffer.write(struct.pack('>I', {module.MAX_REPLY_BYTES + 1})); sys.stdout.flush(); receive()",
        "frame(b'no JSON'); receive()",
        "frame(bytes([0xff, 0xfe])); receive()",
        "frame(b'[1]'); receive()",
        "frame(b'3'); receive()",
        "frame(b'[' * 10**6); receive()",
        """sys.stdout.buffer.write(struct.pack('>I', 9) + b'{"a"'); sys.stdout.flush()""",
        "sys.stdout.buffer.write(bytes(2)); sys.stdout.flush()",
        "sys.exit(1)",
    ],
    ids=["too long", "no JSON", "no text", "a list", "a number", "deep", "cut", "cut length", "exit"],
)
def test_what_no_honest_worker_sends_is_its_end(start, misbehaves):
    session = start(READY + f"receive(); {misbehaves}")
    with pytest.raises(WorkerStopped, match=ENDED):
        session.request({}, IN_TIME)


def test_a_reply_may_be_as_long_as_the_limit(start, monkeypatch):
    monkeypatch.setattr(module, "MAX_REPLY_BYTES", 1000)
    session = start(READY + "receive(); frame(b'{}'.ljust(1000)); receive(); frame(b'{}'.ljust(1001)); receive()")
    assert session.request({}, IN_TIME) == {}
    with pytest.raises(WorkerStopped, match=ENDED):
        session.request({}, IN_TIME)


def test_of_a_flood_only_so_many_replies_are_kept(start):
    session = start(READY + f"for _ in range({3 * module.MAX_UNREAD_REPLIES}): send()\ntime.sleep(1000)")
    until = monotonic() + IN_TIME
    while not session.stdout.closed and monotonic() < until:  # the reader gives up
        sleep(0.01)
    replies = 0
    with pytest.raises(WorkerStopped, match=ENDED):
        while replies < 3 * module.MAX_UNREAD_REPLIES:
            assert session.request({}, IN_TIME) == {}
            replies += 1
    assert 0 < replies <= module.MAX_UNREAD_REPLIES + 1


def test_a_worker_that_ended_between_two_requests(start):
    """Writing into the closed pipe is no error of its own."""
    session = start(READY)
    session.process.wait()
    with pytest.raises(WorkerStopped, match=ENDED):
        session.request({}, IN_TIME)


@pytest.mark.parametrize("script", [READY, READY + "time.sleep(1000)"], ids=["ended", "running"])
def test_it_can_be_closed_twice(start, script):
    session = start(script)
    session.close()
    session.close()
    assert session.process.returncode is not None
