"""The judge's end of the pipe: whatever the process at the other end does, the judge gets a reply or ``WorkerStopped``.

The workers here are plain Python processes without a sandbox, each of which misbehaves in its own way.
"""

import signal
import subprocess
import sys
from time import sleep

import pytest

from grading.judge import session as module
from grading.judge.session import NotReady, Session, WorkerKilled, WorkerStopped

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
ENDED, LATE = "process|more than", r"within 0\.1 seconds"  # what the student reads
IN_TIME = 60  # seconds for what takes none


def run(script):
    """Start a script as a process with pipes."""
    command = [sys.executable, "-I", "-S", "-c", script]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


@pytest.fixture
def start():
    """``start(script)`` returns a session; at the end none of its processes may be left."""
    processes = []

    def start(script, seconds=IN_TIME):
        processes.append(run(script))
        return Session(processes[-1], seconds)

    yield start
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


@pytest.mark.parametrize(
    "script, seconds",
    [("import time; time.sleep(1000)", 0.1), ("while True: pass", 0.1), ("", IN_TIME), ("print('no frame')", IN_TIME)],
    ids=["asleep", "busy", "ended", "no worker"],
)
def test_a_worker_that_never_gets_ready(start, script, seconds):
    """No student's code has run in it: this is not the student's fault."""
    with pytest.raises(NotReady):
        start(script, seconds)


def test_a_worker_that_never_answers(start):
    session = start(READY + "receive(); time.sleep(1000)")
    with pytest.raises(WorkerStopped, match=LATE):
        session.request({}, 0.1)


def test_a_worker_that_asks_without_end(start, monkeypatch):
    """The time is that of the whole request, not of each message, and so is the number of its own requests."""
    asks = READY + "while True: receive(); send(provided='f')"
    with pytest.raises(WorkerStopped, match="within"):
        start(asks).request({}, 0.2, lambda call: {"value": 1})
    monkeypatch.setattr(module, "MAX_CALLBACKS", 7)
    asked = []
    with pytest.raises(WorkerStopped, match="more than 7 times"):
        start(asks).request({}, IN_TIME, lambda call: asked.append(call) or {"value": 1})
    assert len(asked) == 7


def test_requests_that_wait_do_not_extend_the_time(start):
    session = start(READY + "receive()\nfor _ in range(1000): send(provided='f')\ntime.sleep(1000)")
    slow = []
    with pytest.raises(WorkerStopped, match="within"):
        session.request({}, 0.2, lambda call: slow.append(sleep(0.06)) or {"value": 1})
    assert len(slow) <= 4


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


def test_a_flood_has_to_wait(start, tmp_path):
    """Only so many replies are kept in memory; the worker's writing blocks."""
    count = tmp_path / "count"
    session = start(
        READY
        + f"""
for number in range(10**6):
    send(filler="x" * 10**5)
    open({str(count)!r}, "w").write(str(number))
"""
    )
    sleep(0.5)
    session.request({}, IN_TIME)
    session.close()
    assert int(count.read_text() or 0) < 100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system limits no CPU time")
def test_cpu_time_that_is_over_is_told_from_other_ends(start):
    burn = "import signal; signal.setitimer(signal.ITIMER_PROF, 0.05)\nwhile True: pass"
    with pytest.raises(WorkerStopped, match="within 3 seconds: is there an infinite loop"):
        start(READY + f"receive(); {burn}").request({}, IN_TIME, cpu_seconds=3)
    with pytest.raises(WorkerStopped, match=ENDED):
        start(READY + "receive(); sys.exit(1)").request({}, IN_TIME, cpu_seconds=3)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_a_worker_that_was_killed_is_told_from_one_that_ended(start):
    with pytest.raises(WorkerKilled, match=ENDED) as killed:
        start(READY + "import os; receive(); os.kill(os.getpid(), 9)").request({}, IN_TIME)
    assert not killed.value.lost
    session = start(READY + "receive(); sys.exit(1)")
    session.process.lost = True  # as a child of a warm process that has ended
    with pytest.raises(WorkerKilled) as killed:
        session.request({}, IN_TIME)
    assert killed.value.lost


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
