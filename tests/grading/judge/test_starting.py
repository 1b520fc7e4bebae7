"""A worker that does not start is tried again, and never the student's fault."""

import subprocess
import sys

import pytest

from grading.bank import EXERCISES
from grading.course import NotGraded
from grading.judge import starting
from grading.judge.judge import Cell, judge_submission
from grading.judge.starting import in_a_folder, start_session
from grading.sandbox.limits import Limits

READY = """
import struct, sys
sys.stdout.buffer.write(struct.pack(">I", 15) + b'{"ready": true}')
sys.stdout.buffer.flush()
sys.stdin.buffer.read()
"""


def plain(script):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([sys.executable, "-I", "-S", "-c", script], bufsize=0, **pipes)


class Faulty:
    """Starts what it is told to, one after the other: a script, or an exception."""

    def __init__(self, *attempts):
        self.attempts = list(attempts)

    def start(self, program, files, limits):
        attempt = self.attempts.pop(0)
        if isinstance(attempt, Exception):
            raise attempt
        return plain(attempt)


FAILS = "import sys; print('bwrap: no permission', file=sys.stderr); sys.exit(1)"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(starting, "PAUSES", (0, 0))


@pytest.mark.parametrize("fault", [FAILS, OSError(12, "Cannot allocate memory"), FileNotFoundError("bwrap")])
def test_a_start_that_fails_twice_is_tried_a_third_time(fault):
    session = start_session(Faulty(fault, fault, READY), None, Limits())
    session.close()


@pytest.mark.parametrize(
    "fault, words",
    [(FAILS, "bwrap: no permission"), (OSError(28, "No space left on device"), "No space left"), ("", "ended before")],
)
def test_a_start_that_fails_three_times_is_no_grade(fault, words):
    starter = Faulty(fault, fault, fault, READY)
    with pytest.raises(NotGraded, match=words):
        start_session(starter, None, Limits())
    assert starter.attempts == [READY]


def test_a_worker_that_hangs_at_its_start(monkeypatch):
    monkeypatch.setattr(starting, "START_SECONDS", 0.1)
    hangs = "import time; time.sleep(1000)"
    with pytest.raises(NotGraded, match="not ready within"):
        start_session(Faulty(hangs, hangs, hangs), None, Limits())


def test_the_fault_reaches_who_asked_for_a_grade():
    """Also in the middle of a submission, when a worker is started anew."""
    exercise = EXERCISES["rot180"]
    with pytest.raises(NotGraded):
        judge_submission([exercise], [Cell("x = 1")], Faulty(FAILS, FAILS, FAILS))
    with pytest.raises(NotGraded):  # the first worker is ready and ends
        judge_submission(
            [exercise], [Cell("x = 1")] * 2, Faulty(READY.replace("read()", "read(1)"), FAILS, FAILS, FAILS)
        )


def test_files_are_written_into_a_folder_and_removed():
    with in_a_folder({"a.py": b"1", "b/c.txt": b"2"}) as folder:
        assert (folder / "a.py").read_bytes() == b"1" and (folder / "b" / "c.txt").read_bytes() == b"2"
    assert not folder.exists()
    with in_a_folder(None) as nothing:
        assert nothing is None


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "x" * 300])
def test_files_that_cannot_be_written_are_no_grade(name):
    with pytest.raises(NotGraded, match="could not be written"), in_a_folder({name: b""}):
        pass
