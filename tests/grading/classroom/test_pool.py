"""Processes of their own: what becomes of a submission whose process hangs, dies, or takes too much memory."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from grading.classroom import pool
from grading.classroom.task import Graded
from grading.course import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="no process groups")]

PROGRAM = """
import os, signal, sys, time
from pathlib import Path
from types import SimpleNamespace as Namespace
from grading.classroom import pool
from grading.classroom.task import Graded
from grading.course import NotGraded

def grade_submission(task):
    Path(sys.argv[1], task.student).write_text(str(os.getpid()))
    if task.student == "hangs":
        time.sleep(600)
    if task.student == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if task.student == "large":
        return "x" * 2**33
    if task.student == "fails":
        raise ValueError("a mistake of ours")
    if task.student == "fault":
        raise NotGraded("no sandbox.")
    return Graded("", {"pid": str(os.getpid()).encode()}, {})

pool.grade_submission = grade_submission

def tasks(*students):
    return [Task(student) for student in students]

class Task:
    def __init__(self, student):
        self.student, self.config = student, Namespace(Sandboxed=Namespace())

def processes():
    import multiprocessing
    return multiprocessing.get_context("fork")

pool.processes = processes
"""


def run(tmp_path, program, **options):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM + textwrap.dedent(program), str(tmp_path)], cwd=ROOT, text=True, **options
    )


def outcomes(tmp_path, students, jobs, seconds):
    program = f"""
    for task, outcome in pool.run(tasks(*{students!r}), {jobs}, seconds={seconds}):
        print(task.student, "|", outcome if isinstance(outcome, NotGraded) else "graded", flush=True)
    """
    process = run(tmp_path, program, stdout=subprocess.PIPE)
    lines, _ = process.communicate()
    return dict(line.split(" | ") for line in lines.splitlines())


@pytest.mark.parametrize("jobs", [1, 3])
def test_one_that_fails_stops_nobody_else(jobs, tmp_path):
    students = ["a", "killed", "b", "large", "fails", "fault", "c"]
    found = outcomes(tmp_path, students, jobs, 300)
    assert set(found) == set(students)
    assert {student for student, outcome in found.items() if outcome == "graded"} == {"a", "b", "c"}
    assert "exit code -9" in found["killed"] and "MemoryError" in found["large"]
    assert "ValueError: a mistake of ours" in found["fails"] and found["fault"] == "no sandbox."


def test_the_run_goes_on_when_the_process_that_forks_is_killed():
    """With the real fork server; the tasks are no tasks, so that each is a fault in its process."""
    program = """
    import multiprocessing.forkserver as server
    from grading.classroom import pool
    def tasks():
        for name in "abc":
            yield Namespace(student=name, config=Namespace(Sandboxed=Namespace()))
            if name == "a":
                os.kill(server._forkserver._forkserver_pid, signal.SIGKILL)
    import os, signal
    from types import SimpleNamespace as Namespace
    for task, outcome in pool.run(tasks(), 1):
        print(task.student, outcome, flush=True)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, capture_output=True, text=True)
    assert [line[0] for line in done.stdout.splitlines()] == [*"abc"], done.stderr
    assert done.stdout.count("AttributeError") == 3


def test_one_that_hangs_is_stopped(tmp_path):
    found = outcomes(tmp_path, ["a", "hangs", "b", "c"], 2, 10)
    assert found.pop("hangs") == "grading it took too long and was stopped."
    assert found == {"a": "graded", "b": "graded", "c": "graded"}
    assert ended(int((tmp_path / "hangs").read_text()))


def ended(process: int, seconds: float = 60) -> bool:
    """Return whether a process ends within a generous time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().split()[2] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False


def test_no_process_outlives_a_grader_that_is_killed(tmp_path):
    grader = run(tmp_path, "list(pool.run(tasks('hangs'), 1))")
    mark = tmp_path / "hangs"
    while not (mark.exists() and mark.read_text()):
        assert grader.poll() is None
        time.sleep(0.1)
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    assert ended(int(mark.read_text()))


def test_tasks_are_taken_only_when_a_process_is_free(monkeypatch):
    taken = []

    def tasks():
        for number in range(6):
            taken.append(number)
            yield number

    class Quick:
        def __init__(self, task):
            self.task, self.until = task, float("inf")

    monkeypatch.setattr(pool, "start", lambda context, task, *rest: Quick(task))
    monkeypatch.setattr(pool, "finished", lambda slots: iter([(slots.pop(0).task, Graded("", {}, {}))]))
    monkeypatch.setattr(pool, "stop", lambda *args: None)
    for done, (task, _) in enumerate(pool.run(tasks(), 2), 1):
        assert len(taken) <= done + 2
    assert taken == [*range(6)]
