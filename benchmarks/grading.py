"""Grading a class, next to plain nbgrader: the whole command, sandbox on, against nbgrader's own without one.

Both get the same submissions, correct answers to a lesson. Plain nbgrader grades them one after another, with its own
Execute and without a sandbox, as ``nbgrader autograde`` does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from grading.classroom import demo
from grading.course import ROOT
from grading.nbgrader_setup import nbgrader_config

LESSONS = demo.FORWARD, demo.LAYER
STUDENTS = 60
SIZES = 60, 300, 2000
WAYS = {"with outputs": True, "without outputs": False}
GOALS = {"with outputs": 8, "without outputs": 12}
# Another process each, as on the command line; the memory is the most that the main process held.
GRADE = """
import json, resource, sys
from pathlib import Path
from grading.classroom.autograde import grade
result = grade(Path(sys.argv[1]), outputs=sys.argv[2] == "True")
usage = resource.getrusage(resource.RUSAGE_SELF)
scores = sorted((each.student, each.score) for each in result.submissions)
print(json.dumps({"faults": result.exit_code, "megabytes": usage.ru_maxrss // 1024, "scores": scores}))
"""
PLAIN = """
import sys
from pathlib import Path
from nbgrader.converters import Autograde, GenerateAssignment
from grading.nbgrader_setup import convert, nbgrader_config
root, lesson = Path(sys.argv[1]), sys.argv[2]
config = nbgrader_config(root, unsafe_no_sandbox=True)
del config.Autograde["sanitize_preprocessors"], config.Autograde["autograde_preprocessors"]
config.CourseDirectory.release_directory = str(root / "release")
convert(GenerateAssignment, config, lesson)
convert(Autograde, config, lesson)
"""


def measure(students=STUDENTS, sizes=SIZES):
    """Time a class in each way.

    Returns
    -------
    dict
        "ratios": a list of dicts with lesson, way, the seconds of both sides per submission and the ratio;
        "sizes": a list of dicts with the number of submissions, seconds and the main process's megabytes.
    """
    ratios = []
    for lesson in LESSONS:
        plain, _ = timed(lesson, students, PLAIN, lesson)
        for way, outputs in WAYS.items():
            seconds, found = timed(lesson, students, GRADE, str(outputs))
            assert not found["faults"] and len({score for _, score in found["scores"]}) == 1
            ours = seconds / students
            ratios.append({"lesson": lesson, "way": way, "plain": plain / students, "convlib": ours})
            ratios[-1]["ratio"] = ratios[-1]["plain"] / ours
    growth = []
    for size in sizes:
        seconds, found = timed(LESSONS[0], size, GRADE, "False")
        growth.append({"submissions": size, "seconds": seconds, "megabytes": found["megabytes"]})
    return {"students": students, "cores": os.cpu_count(), "ratios": ratios, "sizes": growth}


def timed(lesson, students, program, *arguments):
    """Return how long a program takes to grade a new class, and what it prints."""
    with TemporaryDirectory(prefix="convlib-") as folder:
        notebook = demo.solved(lesson)
        demo.write(Path(folder), {(f"student{number:04}", lesson): notebook for number in range(students)})
        command = [sys.executable, "-c", program, folder, *arguments]
        start = perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        seconds = perf_counter() - start
        config = nbgrader_config(Path(folder))
        graded = list((Path(folder) / config.CourseDirectory.autograded_directory).glob("*/*/*.ipynb"))
        assert len(graded) == students, "not every submission was graded"
    return seconds, json.loads(done.stdout or "{}")


def lines(found):
    """Return the result as lines of text."""
    text = [f"Grading {found['students']} submissions on {found['cores']} cores, seconds per submission:"]
    for row in found["ratios"]:
        goal = GOALS[row["way"]]
        text.append(
            f"  {row['lesson']}, {row['way']}: nbgrader {row['plain']:.2f}, convlib {row['convlib']:.3f}: "
            f"{row['ratio']:.1f} times as fast (goal {goal})"
        )
    text += [
        f"  {row['submissions']} submissions: {row['seconds']:.0f} s, {row['megabytes']} MB in the main process"
        for row in found["sizes"]
    ]
    return text
