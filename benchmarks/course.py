"""How long the course itself takes: a student's check, the build, the autograding.

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

import numpy as np

from convlib.lab import check
from grading.bank import EXERCISES
from grading.course import ROOT
from grading.sandbox import bubblewrap

GOAL = 0.3
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "gradebook.db")


def measure():
    """Measure checks, build and autograding.

    Returns
    -------
    dict
        "goal": the seconds that a check may take; "checks": the seconds for each exercise's check; "build": the
        seconds for a whole build; "grading": the seconds for each notebook of the demo class.
    """
    checks = {name: check_seconds(name) for name in EXERCISES}
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        shutil.copytree(ROOT, course, ignore=LEFT_BEHIND)
        build = run(course, "build")[-1]
        grading = grading_seconds(course)
    return {"goal": GOAL, "checks": checks, "build": build, "grading": grading}


def check_seconds(name):
    """Return the seconds for a student's first check of an exercise: a correct answer, its probes not loaded yet."""
    check.examination.cache_clear()
    with redirect_stdout(io.StringIO()):
        start = perf_counter()
        getattr(check, name)(EXERCISES[name].solution)
        return perf_counter() - start


def grading_seconds(course):
    """Return the seconds for each notebook of the demo class; none where there is no sandbox."""
    try:
        bubblewrap.Sandbox().require()
    except bubblewrap.SandboxMissing as reason:
        print(reason, file=sys.stderr)
        return []
    # A line is printed before each notebook.
    return np.diff(run(course, "grade", "--demo", line_begins="Grading ")).tolist()


def run(course, *command, line_begins=""):
    """Run an instructor's command in a course folder.

    Returns
    -------
    list of float
        The seconds from the start to each line that begins with ``line_begins``, and to the end of the command.
    """
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "grading", *command],
        cwd=course,
        text=True,
        env=os.environ | {"PYTHONPATH": str(course)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        lines = [(line, perf_counter() - start) for line in process.stdout]
    moments = [moment for line, moment in lines if line.startswith(line_begins)] + [perf_counter() - start]
    if process.returncode:
        raise RuntimeError(f"python -m grading {' '.join(command)} failed: {''.join(line for line, _ in lines[-5:])}")
    return moments


def summary(course):
    """Return the results as sentences."""
    checks, grading = course["checks"], course["grading"]
    slowest = max(checks, key=checks.get)
    within = sum(seconds < course["goal"] for seconds in checks.values())
    sentences = [
        f"Checks: {within} of {len(checks)} take less than {course['goal']} s. Half take less than "
        f"{1000 * median(checks.values()):.0f} ms; the slowest, {slowest}, takes {checks[slowest]:.2f} s.",
        f"Build of all lessons: {course['build']:.0f} s.",
    ]
    if grading:
        sentences.append(
            f"Autograding: {len(grading)} notebooks in {sum(grading):.0f} s, half of them in less than "
            f"{median(grading):.1f} s each; the slowest takes {max(grading):.1f} s."
        )
    return sentences
