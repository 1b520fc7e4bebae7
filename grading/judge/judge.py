"""The judge: fresh inputs go into the sandbox, arrays come back, and only the comparison outside awards points.

The points of each property are added up in ``convlib.lab.checks.scoring``, as in the student's own check.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from convlib.lab.checks import codec
from convlib.lab.checks.calling import NOT_WRITTEN
from convlib.lab.checks.closeness import same
from convlib.lab.checks.model import STOPPED, Outcome, Probe, Stop
from convlib.lab.checks.outcome import outcome_of
from convlib.lab.checks.report import Report, empty_report
from convlib.lab.checks.scoring import FORBIDDEN, examine_caller
from grading.bank import EXERCISES
from grading.bank.exercise import Exercise
from grading.bank.probes import examination
from grading.judge.forbidden import forbidden_call_in
from grading.judge.session import Session, WorkerStopped
from grading.sandbox.bubblewrap import Sandbox

CELL_SECONDS = 10
CALL_SECONDS = 5
EXERCISE_SECONDS = 30
# What the judge computes for a student's function: arrays of up to this many entries, numbers up to this size.
PROVIDED_ENTRIES, PROVIDED_NUMBER = 1000, 32
HIDDEN_MODULE = re.compile(r"No module named '((convlib|grading)(\.\w+)?)'")
MOST_FACTS = 4  # sentences about the line that stopped
MISSING = "there is no such function."


@dataclass(frozen=True)
class Cell:
    """One cell of a student's code, and the exercise it answers, if any."""

    source: str
    exercise: str | None = None


def judge_submission(
    exercises: Iterable[Exercise],
    cells: Iterable[Cell],
    sandbox: Sandbox,
    files: Path | None = None,
    seed: int | None = None,
) -> dict[str, Report]:
    """Judge what a student handed in.

    Parameters
    ----------
    exercises : iterable of grading.bank.exercise.Exercise
        The exercises to judge.
    cells : iterable of Cell
        The student's code, in order.
    sandbox : grading.sandbox.bubblewrap.Sandbox
        Where the student's code runs.
    files : pathlib.Path, optional
        Folder whose files (given.py) are in the working directory of the student's code.
    seed : int, optional
        Seed of the probes, for tests. By default, fresh ones are drawn.

    Returns
    -------
    dict of str to convlib.lab.checks.report.Report
        One report for each exercise. An exercise that hangs or crashes the process loses only its own points.
    """
    wanted = {exercise.name: exercise for exercise in exercises}
    reports: dict[str, Report] = {}
    with SubmissionJudge(sandbox, files) as submission:
        for cell in cells:
            problem = submission.execute(cell.source)
            if cell.exercise in wanted:
                reports[cell.exercise] = submission.judge_exercise(wanted[cell.exercise], reports, problem, seed)
        # If a cell was deleted or renamed, another cell may define the function.
        for name in [name for name in wanted if name not in reports]:
            reports[name] = submission.judge_exercise(wanted[name], reports, None, seed)
    return reports


class SubmissionJudge:
    """Runs a student's cells in a worker and judges their functions.

    Whenever the student's code terminates the worker, a new one is started with the cells that did not terminate it.

    Parameters
    ----------
    sandbox : grading.sandbox.bubblewrap.Sandbox
        Where the worker runs.
    files : pathlib.Path, optional
        Folder whose files (given.py) are in the working directory of the student's code.
    """

    def __init__(self, sandbox: Sandbox, files: Path | None = None):
        self.sandbox = sandbox
        self.files = files
        self.executed: list[str] = []
        self.session: Session | None = None
        self.problems: list[str] = []

    def __enter__(self) -> "SubmissionJudge":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Terminate the worker."""
        if self.session:
            self.session.close()
        self.session = None

    def execute(self, source: str) -> str | None:
        """Run a cell; return the problem that it ended with, or None."""
        try:
            problem = one_line(self.request({"execute": source}, CELL_SECONDS).get("problem"))
        except WorkerStopped as stopped:
            problem = str(stopped)
        else:
            self.executed.append(source)
        if problem:
            self.problems.append(problem)
        return problem

    def request(self, request: dict, seconds: float, provide: Collection[str] = ()) -> dict:
        """Send a request to the current worker, or to a new one, and return the reply.

        Parameters
        ----------
        request : dict
            What the worker should do.
        seconds : float
            How long the reply may take.
        provide : collection of str
            Earlier exercises that the judge replaces with its own versions.

        Raises
        ------
        grading.judge.session.WorkerStopped
            If no reply came in time, or the worker terminated.
        """
        while self.session is None:
            self._start_session()
        try:
            return self.session.request(request, seconds, lambda call: compute_provided(call, provide))
        except WorkerStopped:
            self.session = None
            raise

    def _start_session(self) -> None:
        """Start a worker and run the earlier cells; a cell that terminates it this time is left out from now on."""
        self.session = Session(self.sandbox, self.files)
        for source in self.executed:
            try:
                self.session.request({"execute": source}, CELL_SECONDS)
            except WorkerStopped:
                self.session = None
                self.executed.remove(source)
                return

    def judge_exercise(
        self, exercise: Exercise, reports: dict[str, Report], problem: str | None, seed: int | None = None
    ) -> Report:
        """Judge one exercise.

        Where this exercise builds on earlier ones, the judge replaces those that failed or are missing with its own
        versions.

        Parameters
        ----------
        exercise : grading.bank.exercise.Exercise
        reports : dict of str to convlib.lab.checks.report.Report
            The reports of the exercises judged so far.
        problem : str or None
            The problem that the exercise's own cell ended with.
        seed : int, optional
            Seed of the probes.
        """
        failed = [name for name in exercise.uses if name in reports and not reports[name].passed]
        missing = [name for name in exercise.uses if name not in reports]
        report = self.examine(exercise, problem, seed, missing + failed)
        if failed:
            note = f"Judged with the course's {' and '.join(failed)}, since yours does not pass."
            report.notes.append(note)
        return report

    def examine(
        self, exercise: Exercise, problem: str | None, seed: int | None = None, provide: Collection[str] = ()
    ) -> Report:
        """Examine the function that the student's cells have defined so far.

        Parameters
        ----------
        exercise : grading.bank.exercise.Exercise
        problem : str or None
            The problem that the exercise's own cell ended with.
        seed : int, optional
            Seed of the probes.
        provide : collection of str
            Earlier exercises that the judge replaces with its own versions.
        """
        if name := forbidden_call_in(self.executed, exercise.name, exercise.forbids):
            return empty_report(exercise.properties, exercise.name, FORBIDDEN.format(name))
        report = examine_caller(examination(exercise, seed), SandboxCaller(self, exercise, provide))
        if all(result.message == MISSING for result in report.properties):
            missing = problem or f"there is no function named {exercise.name}."
            return empty_report(exercise.properties, exercise.name, missing)
        if report.score == 0 and NOT_WRITTEN in {result.message for result in report.properties} and self.problems:
            report.notes.append(f"Earlier in the notebook a cell failed: {self.problems[0]}")
        return report


class SandboxCaller:
    """Calls one exercise's function in the sandbox (a ``convlib.lab.checks.calling.Caller``).

    A function that did not return in time is not called again; all calls together may take ``EXERCISE_SECONDS``.

    Parameters
    ----------
    submission : SubmissionJudge
        Where the function is.
    exercise : grading.bank.exercise.Exercise
    provide : collection of str
        Earlier exercises that the judge replaces with its own versions.
    """

    def __init__(self, submission: SubmissionJudge, exercise: Exercise, provide: Collection[str]):
        self.submission, self.exercise, self.provide = submission, exercise, provide
        self.end = monotonic() + EXERCISE_SECONDS
        self.stopped: Outcome | None = None

    @property
    def has_companion(self) -> bool:
        """Whether the exercise is a backward pass; a missing forward pass is detected when it is called."""
        return self.exercise.companion is not None

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""
        return self._call(probe, None)

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with the cache that the student's own forward pass returns."""
        return self._call(probe, self.exercise.companion)

    def _call(self, probe: Probe, forward: str | None) -> Outcome:
        if self.stopped:
            return self.stopped
        request = {
            "call": self.exercise.name,
            "through": self.exercise.through,
            "forward": forward,
            "provide": list(self.provide),
            "args": codec.encode(probe.args),
            "kwargs": codec.encode(probe.kwargs),
            "calls": probe.calls,
        }
        try:
            if monotonic() > self.end:
                raise WorkerStopped(f"all calls together took longer than {EXERCISE_SECONDS} seconds.")
            reply = self.submission.request(request, CALL_SECONDS, self.provide)
        except WorkerStopped as reason:
            self.stopped = Outcome(problem=str(reason))
            return self.stopped
        return outcome_from(reply, probe, self.exercise)


def compute_provided(call: dict, provide: Collection[str]) -> dict:
    """Compute a function that the judge provides, for small arguments only: the call may be forged.

    Parameters
    ----------
    call : dict
        The worker's request: the function's name and its arguments.
    provide : collection of str
        The functions that may be called.

    Returns
    -------
    dict
        The reply to the worker: the value, or why there is none.
    """
    try:
        args, kwargs = codec.decode(call["args"]), codec.decode(call["kwargs"])
        if call["provided"] not in provide or not all(map(is_small, [*args, *kwargs.values()])):
            raise ValueError("The judge computes this function for small arrays only.")
        return {"value": codec.encode(EXERCISES[call["provided"]].solution(*args, **kwargs))}
    except Exception as error:
        return {"problem": f"{error}"}


def is_small(item: object) -> bool:
    """Return whether an argument is a small array, a small number, or a tuple of small numbers."""
    if isinstance(item, np.ndarray):
        return max(item.size, *item.shape, 0) <= PROVIDED_ENTRIES
    numbers = item if isinstance(item, tuple | list) else [item]
    return all(isinstance(n, int | float) and abs(n) <= PROVIDED_NUMBER for n in numbers)


def outcome_from(reply: dict, probe: Probe, exercise: Exercise) -> Outcome:
    """Turn a worker's reply, which is not trusted, into an ``Outcome``."""
    if reply.get("missing"):
        return Outcome(problem=MISSING)
    if "value" not in reply:
        problem = one_line(reply.get("problem")) or "its answer could not be read."
        return Outcome(problem=problem, stop=stop_from(reply.get("stop")) if problem.startswith(STOPPED) else None)
    try:
        value, after = codec.decode(reply["value"]), codec.decode(reply.get("after"))
    except ValueError:
        return Outcome(problem="its answer could not be read.")
    changed = not isinstance(after, (tuple, list)) or not same(after, probe.args[: len(after)])
    return outcome_of(value, probe.parts or exercise.parts, exercise.opaque, changed)


def stop_from(data: object) -> Stop | None:
    """Return where a call stopped, from a worker's reply: short printable texts, of which none is trusted."""
    if not isinstance(data, dict):
        return None
    kind, text, source = (one_line(data.get(key)) or "" for key in ("kind", "text", "source"))
    line, facts = data.get("line"), data.get("facts")
    known = type(line) is int and 0 < line < 10**6
    sentences = (one_line(fact) for fact in facts[:MOST_FACTS]) if isinstance(facts, list) else ()
    return Stop(kind, text, line if known else None, source, tuple(filter(None, sentences)))


def one_line(text: object) -> str | None:
    """Return a worker's text as one short printable line; a hidden module gets a sentence of its own."""
    if not isinstance(text, str):
        return None
    if hidden := HIDDEN_MODULE.search(text):
        return (
            f"it imports {hidden[1]}, the course's own solution, which is not available when your work is judged: "
            "write the function yourself."
        )
    return "".join(c if c.isprintable() else " " for c in text)[:400]
