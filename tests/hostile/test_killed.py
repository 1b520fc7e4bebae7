"""Whatever process of a run is killed, and whenever: the same command again ends in the same gradebook."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grading.classroom import demo
from grading.course import ROOT
from tests.grading.classroom.conftest import Course
from tests.hostile.processes import Process, all_ended, parts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox runs on Linux"),
]

# `python -m grading`, in another course folder.
PROGRAM = """
import sys
from pathlib import Path
from grading import cli
cli.ROOT = Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""
SECONDS = 600
STUDENTS = 8
# Answers that lose points, so that marks differ from student to student.
WRONG = ((), ("conv_forward",), ("output_size",), ("conv_single_step", "conv_forward"))
PARTS = (
    "main",
    "fork server",
    "resource tracker",
    "task",
    "judge",
    "bubblewrap",
    "warm",
    "supervisor",
    "first",
    "student",
)


def make_class(root: Path, students: int) -> Course:
    """Write a class of which every fourth student has everything right."""
    course = Course(root)
    for number in range(students):
        course.submit(f"student{number:03}", *WRONG[number % len(WRONG)], marker="del numpy_of_nobody")
    return course


def start(root: Path, *options: str) -> subprocess.Popen:
    """Start `python -m grading grade` on a course folder."""
    command = [sys.executable, "-c", PROGRAM, str(root), "grade", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finished(root: Path, *options: str) -> tuple[int, str]:
    """Run the command to its end; return its exit code and what it said about faults."""
    process = start(root, *options)
    _, said = process.communicate(timeout=SECONDS)
    return process.returncode, said


def gradebook(course: Course) -> dict:
    """Return what must be the same in the end."""
    state = course.state()
    return {name: state[name] for name in ("scores", "records", "folders")}


def kill_one(
    process: subprocess.Popen, part: str, moment: int, root: Path, number: int = signal.SIGKILL
) -> tuple[int, str, Process | None, set[Process]]:
    """Kill one process of a run as soon as so many submissions are written.

    Returns
    -------
    tuple
        The run's exit code, what it said, what was killed, and what was running then.
    """
    done = root / "grading" / "autograded"
    while process.poll() is None and len(list(done.glob("*/*"))) < moment:
        time.sleep(0.05)
    time.sleep(random.uniform(0, 0.3))
    killed, running = None, set()
    while process.poll() is None and not killed:
        found = [("main", Process(process.pid, os.getpid(), "", ())), *parts(process.pid)]
        running = {each for name, each in found if name != "main"}
        if those := [each for name, each in found if name == part]:
            killed = random.choice(those)
            killed.kill(number)
    _, said = process.communicate(timeout=SECONDS)
    return process.returncode, said, killed, running


@pytest.fixture(scope="module")
def prepared(needs_bubblewrap, tmp_path_factory):
    """A class, and its gradebook after a run that nothing disturbed."""
    root = tmp_path_factory.mktemp("class")
    course = make_class(root / "submitted", STUDENTS)
    shutil.copytree(course.root, root / "graded")
    graded = Course(root / "graded")
    assert finished(graded.root)[0] == 0
    return course, gradebook(graded)
