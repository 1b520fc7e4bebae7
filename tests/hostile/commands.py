"""The instructor's command on a class of a test, as processes of its own."""

import subprocess
import sys
from pathlib import Path

from grading.course import ROOT
from tests.grading.classroom.conftest import Course

# `python -m grading`, in another course folder.
PROGRAM = """
import sys
from pathlib import Path
from grading import cli
cli.ROOT = Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""
SECONDS = 900
# Answers that lose points, so that marks differ from student to student.
WRONG = ((), ("conv_forward",), ("output_size",), ("conv_single_step", "conv_forward"))


def make_class(root: Path, students: int) -> Course:
    """Write a class of which every fourth student has everything right."""
    course = Course(root)
    for number in range(students):
        course.submit(f"student{number:03}", *WRONG[number % len(WRONG)], marker="nothing = 1 / 0")
    return course


def start(root: Path, *options: str, within: tuple[str, ...] = ()) -> subprocess.Popen:
    """Start `python -m grading grade` on a course folder, perhaps by another program."""
    command = [*within, sys.executable, "-c", PROGRAM, str(root), "grade", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finished(root: Path, *options: str, within: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run the command to its end; return its exit code and what it said about faults."""
    process = start(root, *options, within=within)
    _, said = process.communicate(timeout=SECONDS)
    return process.returncode, said


def gradebook(course: Course) -> dict:
    """Return what must be the same in the end."""
    state = course.state()
    return {name: state[name] for name in ("scores", "records", "folders")}
