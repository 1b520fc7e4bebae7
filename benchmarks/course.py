"""How long the course itself takes: a check as a student feels it, the build, the autograding.

Build and grading write into the course's folder, so they run in a copy of it.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from time import perf_counter

from convlib.lab import check
from grading.course import ROOT
from grading.exercises import EXERCISES

GOAL = 0.3
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "gradebook.db")


def measure():
    """Measure checks, build and autograding.

    Returns
    -------
    dict
        "goal": the seconds that a check may take; "checks": the seconds of each exercise's check; "build": the
        seconds of a whole build; "grading": the seconds of each notebook of the demo class.
    """
    checks = {name: check_seconds(name) for name in EXERCISES}
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch, "course")
        shutil.copytree(ROOT, course, ignore=LEFT_BEHIND)
        built = [seconds for seconds, _ in run(course, "build")]
        graded = run(course, "grade", "--demo")
    # Each line is printed as a notebook's turn comes, so it took the time until the next line, or the end.
    starts = [moment for moment, line in graded if line.startswith("Grading ")]
    ends = [*starts[1:], graded[-1][0]] if starts else []
    return {"goal": GOAL, "checks": checks, "build": built[-1],
            "grading": [end - start for start, end in zip(starts, ends, strict=True)]}


def check_seconds(name):
    """Return the seconds of a student's first check of an exercise: the right answer, its probes not read yet."""
    check.examination.cache_clear()
    with redirect_stdout(io.StringIO()):
        start = perf_counter()
        getattr(check, name)(EXERCISES[name].solution)
        return perf_counter() - start


def run(course, *command):
    """Run an instructor's command in a course folder; return each line it printed with the seconds when it came.

    The last entry is the end of the command.
    """
    start, lines = perf_counter(), []
    environment = os.environ | {"PYTHONPATH": str(course)}
    with subprocess.Popen([sys.executable, "-m", "grading", *command], cwd=course, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        lines = [(perf_counter() - start, line) for line in process.stdout]
    if process.returncode:
        print(f"python -m grading {' '.join(command)} failed:", *(line for _, line in lines[-5:]), file=sys.stderr)
    return [*lines, (perf_counter() - start, "")]


def summary(course):
    """Return sentences that say what was measured."""
    checks, grading = course["checks"], course["grading"]
    slowest = max(checks, key=checks.get)
    within = sum(seconds < course["goal"] for seconds in checks.values())
    sentences = [f"Checks: {within} of {len(checks)} take less than {course['goal']} s. Half take less than "
                 f"{1000 * median(checks.values()):.0f} ms; the slowest, {slowest}, takes {checks[slowest]:.2f} s.",
                 f"Build of all lessons: {course['build']:.0f} s."]
    if grading:
        sentences.append(f"Autograding: {len(grading)} notebooks in {sum(grading):.0f} s, half of them in less than "
                         f"{median(grading):.1f} s each; the slowest takes {max(grading):.1f} s.")
    return sentences
