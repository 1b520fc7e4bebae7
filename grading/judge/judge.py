"""The judge: fresh inputs go into the sandbox, arrays come back, and only the comparison out here gives points."""

import re
from dataclasses import dataclass
from time import monotonic

import numpy as np

from convlib.lab.checks import codec
from convlib.lab.checks.calling import NOT_WRITTEN
from convlib.lab.checks.closeness import same
from convlib.lab.checks.examine import examine_caller
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.outcome import outcome_of
from convlib.lab.checks.report import empty_report
from grading.bank import EXERCISES
from grading.bank.probes import examination
from grading.judge.session import Session, Stopped

CELL_SECONDS = 10
CALL_SECONDS = 5
EXERCISE_SECONDS = 30
LENT_ENTRIES, LENT_NUMBER = 1000, 32
HIDDEN_MODULE = re.compile(r"No module named '((convlib|grading)(\.\w+)?)'")


@dataclass(frozen=True)
class Cell:
    """One piece of a student's code, and the exercise it answers, if any."""

    source: str
    exercise: str | None = None


def judge(exercises, cells, files=None, seed=None):
    """Judge what a student handed in.

    Parameters
    ----------
    exercises : list of grading.bank.exercise.Exercise
        What to look for.
    cells : list of Cell
        The student's code in order.
    files : pathlib.Path, optional
        Folder whose files (given.py) lie beside the student's code.
    seed : int, optional
        Seed of the probes, for tests. None draws fresh ones.

    Returns
    -------
    dict of str to convlib.lab.checks.report.Report
        One report for each exercise. An exercise that hangs or crashes the process costs only its own points.
    """
    wanted = {exercise.name: exercise for exercise in exercises}
    reports = {}
    with Hearing(files) as hearing:
        for cell in cells:
            problem = hearing.run(cell.source)
            if cell.exercise in wanted:
                reports[cell.exercise] = hearing.verdict(wanted[cell.exercise], reports, problem, seed)
        # A cell that was deleted or renamed: the function may stand elsewhere.
        for name in wanted.keys() - reports.keys():
            reports[name] = hearing.verdict(wanted[name], reports, None, seed)
    return reports


class Hearing:
    """A session that is begun again, with the cells that ran well, whenever the student's code ended it."""

    def __init__(self, files):
        self.files = files
        self.ran = []
        self.session = None
        self.problems = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.session:
            self.session.close()

    def ask(self, question, seconds, lend=None):
        """Ask in the present session, or in a new one."""
        while self.session is None:
            self.begin()
        try:
            return self.session.ask(question, seconds, lend)
        except Stopped:
            self.session = None
            raise

    def begin(self):
        """Begin a session and run what ran well before; a cell that ends it this time is left out from now on."""
        self.session = Session(self.files)
        for source in self.ran:
            try:
                self.session.ask({"run": source}, CELL_SECONDS)
            except Stopped:
                self.session = None
                self.ran.remove(source)
                return

    def run(self, source):
        """Run a cell. Returns the problem it ended with, or None."""
        try:
            problem = clean(self.ask({"run": source}, CELL_SECONDS).get("problem"))
        except Stopped as stopped:
            problem = str(stopped)
        else:
            self.ran.append(source)
        if problem:
            self.problems.append(problem)
        return problem

    def verdict(self, exercise, reports, problem, seed):
        """Judge one exercise. Earlier ones that it builds on and that fail, or are not there, are lent."""
        failed = [name for name in exercise.uses if name in reports and not reports[name].passed]
        report = self.look(exercise, problem, seed, [name for name in exercise.uses if name not in reports] + failed)
        if failed:
            note = f"Judged with the course's {' and '.join(failed)}, since yours does not pass."
            report.message = "\n".join([note, *filter(None, [report.message])])
        return report

    def look(self, exercise, problem, seed, lent=()):
        """Judge one exercise in the present state. ``problem`` is what its own cell ended with."""
        report = examine_caller(examination(exercise, seed), SandboxCaller(self, exercise, lent))
        if all(result.message == MISSING for result in report.properties):
            missing = problem or f"there is no function named {exercise.name}."
            return empty_report(exercise.properties, exercise.name, missing)
        if report.score == 0 and NOT_WRITTEN in {result.message for result in report.properties} and self.problems:
            report.message = f"Earlier in the notebook a cell failed: {self.problems[0]}"
        return report


class SandboxCaller:
    """Calls one exercise's function in the sandbox (a ``convlib.lab.checks.calling.Caller``).

    A function that hung once is not asked again, and all calls together have ``EXERCISE_SECONDS``.
    """

    def __init__(self, hearing, exercise, lent):
        self.hearing, self.exercise, self.lent = hearing, exercise, lent
        self.end = monotonic() + EXERCISE_SECONDS
        self.stopped = None

    @property
    def has_companion(self) -> bool:
        """Whether the exercise is a backward pass; whether its forward pass is there shows when it is called."""
        return self.exercise.companion is not None

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""
        return self._ask(probe, None)

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with the cache that the student's own forward pass makes."""
        return self._ask(probe, self.exercise.companion)

    def _ask(self, probe, forward):
        if self.stopped:
            return self.stopped
        question = {
            "call": self.exercise.name,
            "through": self.exercise.through,
            "forward": forward,
            "lend": list(self.lent),
            "args": codec.encode(probe.args),
            "kwargs": codec.encode(probe.kwargs),
            "calls": probe.calls,
        }
        try:
            if monotonic() > self.end:
                raise Stopped(f"all calls together took longer than {EXERCISE_SECONDS} seconds.")
            answer = self.hearing.ask(question, CALL_SECONDS, lambda request: lend(request, self.lent))
        except Stopped as reason:
            self.stopped = Outcome(problem=str(reason))
            return self.stopped
        return outcome_from(answer, probe, self.exercise)


def lend(request, names):
    """Compute what an answer borrows. Only what is small is served, since the request may be forged."""
    try:
        args, kwargs = codec.decode(request["args"]), codec.decode(request["kwargs"])
        if request["borrow"] not in names or not all(map(is_small, [*args, *kwargs.values()])):
            raise ValueError("This function can be borrowed for small arrays only.")
        return {"value": codec.encode(EXERCISES[request["borrow"]].solution(*args, **kwargs))}
    except Exception as error:
        return {"problem": f"{error}"}


def is_small(item):
    """Tell whether an argument is a small array, a small number, or a tuple of small numbers."""
    if isinstance(item, np.ndarray):
        return item.size <= LENT_ENTRIES
    numbers = item if isinstance(item, tuple | list) else [item]
    return all(isinstance(n, int | float) and n <= LENT_NUMBER for n in numbers)


MISSING = "there is no such function."


def outcome_from(answer, probe, exercise):
    """Sort a worker's answer, of which nothing is trusted, into an ``Outcome``."""
    if answer.get("missing"):
        return Outcome(problem=MISSING)
    if "value" not in answer:
        return Outcome(problem=clean(answer.get("problem")) or "its answer could not be read.")
    try:
        value, after = codec.decode(answer["value"]), codec.decode(answer.get("after"))
    except ValueError:
        return Outcome(problem="its answer could not be read.")
    changed = not isinstance(after, (tuple, list)) or not same(after, probe.args[: len(after)])
    return outcome_of(value, probe.parts or exercise.parts, exercise.opaque, changed)


def clean(text):
    """Return a worker's text as one short printable line; a hidden module gets its own sentence."""
    if not isinstance(text, str):
        return None
    if hidden := HIDDEN_MODULE.search(text):
        return (
            f"it imports {hidden[1]}, the course's own solution, which is not there when your work is judged: "
            "write the function yourself."
        )
    return "".join(c if c.isprintable() else " " for c in text)[:400]
