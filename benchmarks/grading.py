"""Grading a class, next to plain nbgrader: the whole command, sandbox on, against nbgrader's own without one.

Both get the same submissions to a lesson: right, in another style, wrong and blank, as honest students hand them in.
Plain nbgrader grades them one after another, with its own Execute and the scores of the students' checks, as
``nbgrader autograde`` does. The scores must be the same but for partial credit, which only the judge gives: to plain
nbgrader a check that fails is worth nothing. The report counts the scores that differ.
"""

import json
import os
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from grading.bank import exercises_of, mistakes_of
from grading.classroom import demo
from grading.course import ROOT
from grading.nbgrader_setup import gradebook

LESSONS = demo.FORWARD, demo.LAYER
STUDENTS = 60
SIZES = 60, 300, 2000
WAYS = {"with outputs": True, "without outputs": False}
GOALS = {"with outputs": 8, "without outputs": 12}
# The steps that run a student's code.
STEPS = {"SandboxedExecute": "running the notebook", "Judge": "judging"}
# Another process each, as on the command line.
GRADE = """
import json, resource, sys
from collections import Counter
from pathlib import Path
from time import perf_counter
begin = perf_counter()
from grading.classroom import autograde
from grading.classroom.writer import Writer
stages = Counter({"importing": perf_counter() - begin})

def timed(stage, function):
    def call(*args, **kwargs):
        start = perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            stages[stage] += perf_counter() - start
    return call

def write(writer, task, graded):
    if not stages["until the first is graded"]:
        stages["until the first is graded"] = perf_counter() - begin
    for step, seconds in graded.seconds.items():
        stages["in processes: " + STEPS.get(step, "nbgrader's other steps")] += seconds
    return written(writer, task, graded)

written = timed("writing", Writer.write)
Writer.__init__, Writer.write = timed("opening the gradebook", Writer.__init__), write
autograde.register = timed("registering the lesson", autograde.register)
autograde.read_submission = timed("reading submissions", autograde.read_submission)
result = autograde.grade(Path(sys.argv[1]), outputs=sys.argv[3] == "True")
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"exit": result.exit_code, "megabytes": megabytes, "stages": stages}))
"""
PLAIN = """
import json, sys
from pathlib import Path
from nbgrader.converters import Autograde, GenerateAssignment
from grading.nbgrader_setup import convert, nbgrader_config
root, lesson = Path(sys.argv[1]), sys.argv[2]
config = nbgrader_config(root, unsafe_no_sandbox=True)
del config.Autograde["sanitize_preprocessors"], config.Autograde["autograde_preprocessors"]
config.CourseDirectory.release_directory = str(root / "release")
convert(GenerateAssignment, config, lesson)
convert(Autograde, config, lesson)
print("{}")
"""
# What formgrader's pages load, and the class table.
PAGES = """
import json, sys
from pathlib import Path
from time import perf_counter
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from grading.classroom.report import class_table
from grading.nbgrader_setup import nbgrader_config
root, lesson = Path(sys.argv[1]), sys.argv[2]
api = NbGraderAPI(CourseDirectory(config=nbgrader_config(root)))
seconds = {}
for name, load in {
    "formgrader, assignments": api.get_assignments,
    "formgrader, submissions": lambda: api.get_submissions(lesson),
    "formgrader, notebooks": lambda: api.get_notebook_submissions(lesson, lesson),
    "formgrader, students": api.get_students,
    "report": lambda: class_table(root),
}.items():
    start = perf_counter()
    load()
    seconds[name] = perf_counter() - start
print(json.dumps(seconds))
"""


def measure(sizes=SIZES, students=STUDENTS):
    """Time a class in each way, and classes of several sizes without outputs.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of submissions of a class; at the largest, also formgrader's pages and the report are timed.
    students : int
        In the class that plain nbgrader grades as well; 0 for no such class.

    Returns
    -------
    dict
        "ratios": a list of dicts with lesson, way, both sides' seconds per submission, the ratio, seconds by stage,
        and the students whose scores are different;
        "sizes": a list of dicts with the number of submissions, seconds and the main process's megabytes;
        "pages": the seconds of each page at the largest size.
    """
    ratios, growth, pages = [], [], {}
    for lesson in LESSONS if students else ():
        with Class(lesson, students) as plain:
            seconds, _ = plain.timed(PLAIN)
            scores = plain.scores()
        for way, outputs in WAYS.items():
            with Class(lesson, students) as ours:
                took, found = ours.timed(GRADE, str(outputs))
                different = [name for name, score in ours.scores().items() if score != scores[name]]
            row = {"lesson": lesson, "way": way, "plain": seconds / students, "convlib": took / students}
            row |= {"ratio": seconds / took, "stages": found["stages"], "different": different}
            ratios.append(row)
            say(ratio_line(ratios[-1]))
    for size in sizes:
        with Class(LESSONS[0], size) as large:
            seconds, found = large.timed(GRADE, "False")
            growth.append({"submissions": size, "seconds": seconds, "megabytes": found["megabytes"]})
            say(size_line(growth[-1]))
            if size == max(sizes):
                _, pages = large.timed(PAGES)
    return {"students": students, "cores": os.cpu_count(), "ratios": ratios, "sizes": growth, "pages": pages}


class Class:
    """A course folder of its own with made-up submissions.

    Parameters
    ----------
    lesson : str
    students : int
    """

    def __init__(self, lesson, students):
        self.lesson, self.students = lesson, students

    def __enter__(self):
        self.folder = TemporaryDirectory(prefix="convlib-")
        self.root = Path(self.folder.name)
        handed_in = enumerate(islice(notebooks(self.lesson), self.students))
        demo.write(self.root, {(f"student{number:04}", self.lesson): each for number, each in handed_in})
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def timed(self, program, *arguments):
        """Return how long a program takes, and what it prints."""
        # As for an instructor, Python keeps its compiled files.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        program = f"STEPS = {STEPS}\n{program}"
        command = [sys.executable, "-c", program, str(self.root), self.lesson, *arguments]
        start = perf_counter()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        return perf_counter() - start, json.loads(done.stdout)

    def scores(self):
        """Return each student's points for code."""
        with gradebook(self.root) as book:
            found = book.assignment_submissions(self.lesson)
            scores = {each.student.id: sum(notebook.code_score for notebook in each.notebooks) for each in found}
        assert len(scores) == self.students, "not every submission was graded"
        return scores


def notebooks(lesson):
    """Yield what students of a class hand in: half of them right, a sixth each in another style, wrong, and blank."""
    right, style, blank = demo.solved(lesson), demo.fill(lesson, demo.other_style(lesson)), demo.fill(lesson, {})
    last = exercises_of(lesson)[-1].name  # nothing builds on it, for which the judge would lend the course's own
    wrong = cycle(demo.solved(lesson, demo.wrong(last, mistake)) for mistake in islice(mistakes_of(last), 5))
    while True:
        yield from (right, style, right, next(wrong), right, blank)


def say(line):
    """Print what was measured, while the rest is still being measured."""
    print(line, file=sys.stderr, flush=True)


def ratio_line(row):
    """Return a ratio as a line of text."""
    return (
        f"{row['lesson']}, {row['way']}: nbgrader {row['plain']:.2f}, convlib {row['convlib']:.3f}: "
        f"{row['ratio']:.1f} times as fast (goal {GOALS[row['way']]}), {len(row['different'])} scores differ"
    )


def size_line(row):
    """Return the cost of a class as a line of text."""
    each = row["seconds"] / row["submissions"]
    return f"{row['submissions']} submissions: {row['seconds']:.0f} s, {each:.3f} s each, {row['megabytes']} MB"
