"""The judge: fresh inputs go into the sandbox, arrays come back, and only the comparison outside awards points.

CPU time decides about the student's code, so that a busy machine does not; wall time ends what waits or hangs. All
cells and calls of a submission together have one deadline. The points of each property are added up in
``convlib.lab.checks.scoring``, as in the student's own check.
"""

import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from convlib.lab.checks import codec
from convlib.lab.checks.calling import NOT_WRITTEN
from convlib.lab.checks.closeness import close
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.report import Report, empty_report
from convlib.lab.checks.scoring import FORBIDDEN, examine_caller
from grading.bank import probes
from grading.bank.exercise import Exercise
from grading.course import NotGraded
from grading.judge.forbidden import forbidden_call_in
from grading.judge.lending import compute, lendable
from grading.judge.reply import MISSING, one_line, outcome_from
from grading.judge.session import Session, WorkerKilled, WorkerStopped
from grading.judge.starting import start_session
from grading.sandbox.limits import USUAL
from grading.sandbox.starter import Files, Starter

# CPU seconds of one cell and of one call.
CELL_SECONDS = 10
CALL_SECONDS = 5
# How much more wall time they may take: the machine may be busy, and what the judge lends costs them no CPU time.
WALL = 3
# Wall time of all calls of an exercise, and of all cells and calls of a submission.
EXERCISE_SECONDS = 45
SUBMISSION_SECONDS = 150
OUT_OF_TIME = (
    "not judged: all cells and calls of this notebook together may take {:g} seconds, and earlier ones took them."
)

# With one seed for several submissions, the known mistakes are run only once.
examination = lru_cache(maxsize=64)(probes.examination)


class OutOfTime(Exception):
    """The time of the submission is over."""


@dataclass(frozen=True)
class Cell:
    """One cell of a student's code, and the exercise it answers, if any."""

    source: str
    exercise: str | None = None


class Reports(dict[str, Report]):
    """The reports of a submission by exercise, and the seed of its probes."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed


def new_seed() -> int:
    """Return a seed that no student can guess."""
    return secrets.randbits(62)


def judge_submission(
    exercises: Iterable[Exercise],
    cells: Iterable[Cell],
    sandbox: Starter,
    files: Files = None,
    seed: int | None = None,
    seconds: float = SUBMISSION_SECONDS,
    judged: Callable[[str, Report], None] = lambda name, report: None,
) -> Reports:
    """Judge what a student handed in.

    Parameters
    ----------
    exercises : iterable of grading.bank.exercise.Exercise
        The exercises to judge.
    cells : iterable of Cell
        The student's code, in order.
    sandbox : grading.sandbox.starter.Starter
        Where the student's code runs.
    files : pathlib.Path or dict of str to bytes, optional
        The files (given.py) in the working directory of the student's code, or the folder that holds them.
    seed : int, optional
        Seed of the probes. By default, one is drawn.
    seconds : float
        How long everything together may take. Exercises judged before that keep their points.
    judged : callable, optional
        Called with each exercise's name and report as soon as it is judged.

    Returns
    -------
    Reports
        One report for each exercise. An exercise that hangs or crashes the process loses only its own points.

    Raises
    ------
    grading.course.NotGraded
        If a fault of the machine, not of the student, prevents judging.
    """
    wanted = {exercise.name: exercise for exercise in exercises}
    reports = Reports(new_seed() if seed is None else seed)

    def judge(name: str, problem: str | None) -> None:
        reports[name] = submission.judge_exercise(wanted[name], reports, problem, reports.seed)
        judged(name, reports[name])

    with SubmissionJudge(sandbox, files, seconds) as submission:
        try:
            for cell in cells:
                problem = submission.execute(cell.source)
                if cell.exercise in wanted:
                    judge(cell.exercise, problem)
            # If a cell was deleted or renamed, another cell may define the function.
            for name in [name for name in wanted if name not in reports]:
                judge(name, None)
        except OutOfTime:
            add_unjudged(reports, wanted.values(), seconds)
    return reports


def add_unjudged(reports: dict[str, Report], exercises: Iterable[Exercise], seconds: float) -> None:
    """Give a report without points to the exercises for which no time was left."""
    for exercise in exercises:
        if exercise.name not in reports:
            message = OUT_OF_TIME.format(seconds)
            reports[exercise.name] = empty_report(exercise.properties, exercise.name, message)


class SubmissionJudge:
    """Runs a student's cells in a worker and judges their functions.

    Whenever the student's code terminates the worker, a new one is started with the cells that did not terminate it.

    Parameters
    ----------
    sandbox : grading.sandbox.starter.Starter
        Where the worker runs.
    files : pathlib.Path or dict of str to bytes, optional
        The files in the working directory of the student's code.
    seconds : float
        How long everything together may take.
    """

    def __init__(self, sandbox: Starter, files: Files = None, seconds: float = SUBMISSION_SECONDS) -> None:
        self.starter = sandbox
        self.files = files
        self.deadline = monotonic() + seconds
        self.executed: list[str] = []
        self.session: Session | None = None
        self.lost = 0  # workers that the machine has ended
        self.suspect: str | None = None  # the cell during which a worker was killed when it was run again
        self.problems: list[str] = []
        self.lent: dict[str, None] = {}  # what the exercise that is being judged has called of ours

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

    def request(self, request: dict, cpu_seconds: float) -> dict:
        """Send a request to the current worker, or to a new one, and return the reply.

        Parameters
        ----------
        request : dict
            What the worker should do. It may call the functions that this lends or provides.
        cpu_seconds : float
            How much CPU time it may take.

        Raises
        ------
        grading.judge.session.WorkerStopped
            If no reply came in time, or the worker terminated.
        OutOfTime
            If the time of the submission is over.
        grading.course.NotGraded
            If the machine ended the worker twice.
        """
        ours = {*request.get("provide", ()), *request.get("lend", ())}

        def callback(call: dict) -> dict:
            reply = compute(call, ours)
            if "value" in reply:
                self.lent[call["provided"]] = None
            return reply

        try:
            return self._request(self._running_session(), request, cpu_seconds, callback)
        except WorkerKilled:  # perhaps by the machine, which must not cost the student a point
            return self._request(self._running_session(), request, cpu_seconds, callback)

    def _running_session(self) -> Session:
        while self.session is None:
            self._start_session()
        return self.session

    def _request(
        self, session: Session, request: dict, cpu_seconds: float, callback: Callable[[dict], dict] | None = None
    ) -> dict:
        left = self.deadline - monotonic()
        try:
            if left <= 0:
                raise OutOfTime
            return session.request(request, min(WALL * cpu_seconds, left), callback, cpu_seconds)
        except WorkerStopped as stopped:
            self.session = None
            self.lost += isinstance(stopped, WorkerKilled) and stopped.lost
            if self.lost > 1:
                raise NotGraded("the machine ended the process that ran the student's code, twice.") from None
            if monotonic() >= self.deadline:
                raise OutOfTime from None
            raise

    def _start_session(self) -> None:
        """Start a worker and run the earlier cells; a cell that terminates it this time is left out from now on."""
        if monotonic() >= self.deadline:
            raise OutOfTime
        self.session = start_session(self.starter, self.files, USUAL, self.deadline)
        for source in self.executed:
            try:
                self._request(self.session, {"execute": source}, CELL_SECONDS)
            except WorkerStopped as stopped:
                if not isinstance(stopped, WorkerKilled) or self.suspect == source:
                    self.executed.remove(source)
                self.suspect = source
                return

    def judge_exercise(
        self, exercise: Exercise, reports: dict[str, Report], problem: str | None, seed: int | None = None
    ) -> Report:
        """Judge one exercise.

        Where its answer calls earlier exercises, the judge replaces those that failed or are missing with its own
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
        failed = [name for name in lendable(exercise) if name in reports and not reports[name].passed]
        self.lent.clear()
        report = self.examine(exercise, problem, seed, failed)
        if replaced := [name for name in failed if name in self.lent]:
            note = f"Judged with the course's {' and '.join(replaced)}, since yours does not pass."
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
            Earlier exercises that the judge replaces with its own versions; those that are missing are lent as well.
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

    def __init__(self, submission: SubmissionJudge, exercise: Exercise, provide: Collection[str] = ()) -> None:
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
        request = {
            "call": self.exercise.name,
            "through": self.exercise.through,
            "forward": forward,
            "provide": list(self.provide),
            "lend": list(lendable(self.exercise)),
            "args": codec.encode(probe.args),
            "kwargs": codec.encode(probe.kwargs),
            "calls": probe.calls,
        }
        outcome = self._outcome(request, probe)
        # The worker might say that it called twice and not have done so: a second request cannot be forged.
        if probe.calls > 1 and is_right(outcome, probe):
            outcome = self._outcome(request, probe)
        return outcome

    def _outcome(self, request: dict, probe: Probe) -> Outcome:
        if self.stopped:
            return self.stopped
        try:
            if monotonic() > self.end:
                raise WorkerStopped(f"all calls together took longer than {EXERCISE_SECONDS} seconds.")
            reply = self.submission.request(request, CALL_SECONDS)
        except WorkerStopped as reason:
            self.stopped = Outcome(problem=str(reason))
            return self.stopped
        return outcome_from(reply, probe, self.exercise)


def is_right(outcome: Outcome, probe: Probe) -> bool:
    """Return whether the returned values are those that are expected."""
    return not outcome.problem and all(close(outcome.parts[name], want) for name, want in probe.expected.parts.items())
