"""Grade a class: what has no complete score yet, several submissions at a time, and one writer.

submitted/ -> read (intake) -> Task -> [a process each: restore, run, judge] -> Graded -> writer -> gradebook
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from filelock import FileLock, Timeout
from traitlets.config import Config

from grading.bank import exercises_of
from grading.classroom import pool
from grading.classroom.gradebook import GradebookFault
from grading.classroom.intake import Submission, Unreadable, read_submission
from grading.classroom.record import SubmissionRecord
from grading.classroom.register import register
from grading.classroom.result import ClassResult, OnProgress, Progress, Status, SubmissionResult, in_order
from grading.classroom.task import Graded, Task, content_digest
from grading.classroom.versions import check_version
from grading.classroom.writer import Scores, Writer
from grading.course import NotGraded, Refusal, lesson_names
from grading.nbgrader_setup import logged, nbgrader_config
from grading.sandbox.configurable import Sandboxed

LOCK = ".grading.lock"
SEEDS = 2**31
Run = Callable[[Iterable[Task], Collection[str]], Iterator[tuple[Task, Graded | NotGraded]]]


@dataclass(frozen=True)
class Request:
    """What to grade, and how.

    Parameters
    ----------
    students, exercises : sequence of str
        Only these; all by default.
    force : bool
        Grade also what has a complete score.
    stale : bool
        Grade again also what was given by another version of the course, and nothing that is new.
    outputs : bool
        Whether to run the notebooks for their outputs.
    """

    students: Sequence[str] = ()
    exercises: Sequence[str] = ()
    force: bool = False
    stale: bool = False
    outputs: bool = True


def grade(
    root: Path,
    lessons: Sequence[str] = (),
    students: Sequence[str] = (),
    *,
    exercises: Sequence[str] = (),
    force: bool = False,
    jobs: int | None = None,
    outputs: bool = True,
    scheduler: str | None = None,
    unsafe_no_sandbox: bool = False,
    progress: OnProgress | None = None,
) -> ClassResult:
    """Grade the submissions in a course folder that have no complete score for their present content.

    Parameters
    ----------
    root : pathlib.Path
        The folder with grading/submitted/STUDENT/LESSON/LESSON.ipynb and the gradebook.
    lessons, students, exercises : sequence of str
        Only these; all by default. Of a submission that is graded already, only these exercises are judged again.
    force : bool
        Grade also what has a complete score.
    jobs : int, optional
        How many submissions at a time; by default one per core.
    outputs : bool
        Whether to run the notebooks for their outputs, which feedback shows.
    scheduler : str, optional
        The address of a Dask scheduler, to grade on its workers.
    unsafe_no_sandbox : bool
        Run students' code unprotected.
    progress : callable, optional
        Called with a `Progress` after each submission.

    Returns
    -------
    ClassResult

    Raises
    ------
    grading.sandbox.bubblewrap.SandboxMissing
        If there is no sandbox; nothing has been written.
    grading.course.Refusal
        If there is nothing to grade, another run is under way, or the gradebook cannot be used.
    """
    request = Request(students, exercises, force, outputs=outputs)
    return _grade(root, lessons, request, jobs, scheduler, unsafe_no_sandbox, progress)


def regrade(
    root: Path,
    exercises: Sequence[str] = (),
    lessons: Sequence[str] = (),
    students: Sequence[str] = (),
    *,
    jobs: int | None = None,
    outputs: bool = True,
    scheduler: str | None = None,
    unsafe_no_sandbox: bool = False,
    progress: OnProgress | None = None,
) -> ClassResult:
    """Judge again the exercises whose marks are stale; other marks, and those given by hand, stay.

    See `grade` for the parameters.
    """
    of_exercises = [name for name in lesson_names() if {each.name for each in exercises_of(name)} & {*exercises}]
    request = Request(students, exercises, stale=True, outputs=outputs)
    return _grade(root, lessons or of_exercises, request, jobs, scheduler, unsafe_no_sandbox, progress)


def _grade(
    root: Path,
    lessons: Sequence[str],
    request: Request,
    jobs: int | None,
    scheduler: str | None,
    unsafe_no_sandbox: bool,
    progress: OnProgress | None,
) -> ClassResult:
    config = nbgrader_config(root, unsafe_no_sandbox)
    submitted = Path(root) / config.CourseDirectory.submitted_directory
    found = {lesson: _students(submitted, lesson, request.students) for lesson in lessons or lesson_names()}
    if not any(found.values()):
        raise Refusal(f"There is nothing to grade: put each submission at {submitted}/STUDENT/LESSON/LESSON.ipynb.")
    if scheduler:
        from grading.classroom.cluster import Cluster

        run: Run = Cluster(scheduler, unsafe_no_sandbox).run
    else:
        Sandboxed(config=config).sandbox().require()

        def run(tasks: Iterable[Task], lessons: Collection[str]) -> Iterator[tuple[Task, Graded | NotGraded]]:
            with pool.warm_process(lessons, unsafe_no_sandbox) as warm:
                yield from pool.run(tasks, jobs or pool.cores(), warm)

    with _alone(Path(root)), logged(Path(root)) as log:
        try:
            with Writer(config, log) as writer, writer.book.alone():
                return Batch(config, submitted, request, writer, progress).grade(found, run)
        except GradebookFault as fault:
            raise Refusal(str(fault)) from fault


class _alone:
    """Makes sure that one run at a time grades a course folder; a run that was killed does not block the next."""

    def __init__(self, root: Path):
        self.root, self.lock = root, FileLock(root / LOCK)

    def __enter__(self) -> None:
        try:
            self.lock.acquire(timeout=0)
        except Timeout as error:
            raise Refusal(f"Another run is grading {self.root}: wait until it has ended.") from error
        except OSError as error:
            raise Refusal(
                f"The course folder {self.root} cannot be written ({error.strerror}): mend that, then run this again."
            ) from error

    def __exit__(self, *_: object) -> None:
        self.lock.release()


def _students(submitted: Path, lesson: str, only: Sequence[str]) -> list[str]:
    """Return who has a submission of a lesson; a student's name is never taken for a pattern."""
    try:
        names = sorted(path.name for path in submitted.iterdir())
    except OSError:
        return []
    wanted = [name for name in names if (not only or name in only) and not name.startswith(".")]
    return [name for name in wanted if (submitted / name / lesson).is_symlink() or (submitted / name / lesson).exists()]


class Batch:
    """One run over a class.

    Parameters
    ----------
    config : traitlets.config.Config
    submitted : pathlib.Path
    request : Request
    writer : grading.classroom.writer.Writer
    progress : callable, optional
    """

    def __init__(
        self, config: Config, submitted: Path, request: Request, writer: Writer, progress: OnProgress | None = None
    ):
        self.config, self.submitted, self.request, self.writer = config, submitted, request, writer
        self.progress = progress
        self.results: dict[tuple[str, str], SubmissionResult] = {}
        self.faults: list[str] = []
        self.total, self.start, self.settled = 0, monotonic(), 0

    def grade(self, found: dict[str, list[str]], run: Run) -> ClassResult:
        """Grade the students of each lesson."""
        self.total = sum(map(len, found.values()))
        plans: list[Plan] = []
        for lesson, students in found.items():
            if students:
                plans += self._plans(lesson, students)
        self.start, self.settled = monotonic(), len(self.results)
        todo = {(plan.student, plan.lesson) for plan in plans}
        if not plans:
            return self._result()
        tasks = (task for plan in plans if (task := self._task(plan)))
        running = run(tasks, sorted({plan.lesson for plan in plans}))
        try:
            for task, outcome in running:
                self._done(self._finish(task, outcome))
        except (GradebookFault, Refusal) as fault:
            running.close()  # type: ignore[attr-defined]
            self.faults.append(str(fault))
            for student, lesson in todo - {*self.results}:
                self._done(SubmissionResult(student, lesson, Status.NOT_GRADED, str(fault)))
        return self._result()

    def _result(self) -> ClassResult:
        return ClassResult(in_order(self.results.values()), tuple(self.faults))

    def _plans(self, lesson: str, students: list[str]) -> Iterator["Plan"]:
        """Yield what is to be done for each student of a lesson, and settle what needs nothing."""
        try:
            cells = register(self.config, self.writer.book, lesson)
        except Refusal as refusal:
            self.faults.append(str(refusal))
            for student in students:
                self._done(SubmissionResult(student, lesson, Status.NOT_GRADED, str(refusal)))
            return
        records, scores = self.writer.records(lesson), self.writer.scores(lesson)
        for student in students:
            plan = Plan(student, lesson, cells, records.get(student), scores.get(student))
            if self._read(plan):
                yield plan

    def _read(self, plan: "Plan") -> tuple[Submission, tuple[str, ...] | None] | None:
        """Read a submission; return it with the exercises to judge, None for all, or settle it and return nothing."""
        student, lesson = plan.student, plan.lesson
        try:
            submission = read_submission(self.submitted / student / lesson, student, lesson)
        except Unreadable as reason:
            self._done(self.writer.note(student, lesson, Status.UNREADABLE, str(reason)))
            return None
        exercises = self._exercises(plan, content_digest(submission))
        if exercises == ():
            record = plan.record
            assert record  # otherwise everything would be judged
            result = SubmissionResult(student, lesson, Status.SKIPPED, "", record.score, record.maximum, record.notes)
            self._done(result)
            return None
        return submission, exercises

    def _exercises(self, plan: "Plan", digest: str) -> tuple[str, ...] | None:
        """Return which exercises have to be judged: None for the whole submission, and an empty tuple for none."""
        record, request = plan.record, self.request
        lesson = [exercise.name for exercise in exercises_of(plan.lesson)]
        wanted = [name for name in lesson if not request.exercises or name in request.exercises]
        complete = self.writer.is_complete(record, plan.scores)
        if not complete or record is None or record.digest != digest:
            return None
        if request.force:
            return None if wanted == lesson else tuple(wanted)
        marks = {mark.exercise: mark for mark in record.marks}
        if request.stale:
            return tuple(name for name in wanted if name not in marks or marks[name].stale)
        return tuple(name for name in wanted if name not in marks or marks[name].check_version != check_version(name))

    def _task(self, plan: "Plan") -> Task | None:
        """Return the task of a submission, read again only now, so that memory stays flat."""
        if (read := self._read(plan)) is None:
            return None
        submission, exercises = read
        kept = self.writer.kept(plan.record, exercises) if exercises is not None and plan.record else {}
        seed = secrets.randbelow(SEEDS)
        return Task.of(submission, plan.cells, self.config, seed, kept, self.request.outputs)

    def _finish(self, task: Task, outcome: Graded | NotGraded) -> SubmissionResult:
        """Write one outcome."""
        try:
            if isinstance(outcome, Graded):
                return self.writer.write(task, outcome)
        except OSError as error:
            where = self.writer.autograded(task.student, task.lesson)
            outcome = NotGraded(f"{where} cannot be written ({error.strerror}).")
        return self.writer.note(task.student, task.lesson, Status.NOT_GRADED, str(outcome))

    def _done(self, result: SubmissionResult) -> None:
        """Remember a result and tell how far the run is."""
        self.results[result.student, result.lesson] = result
        if self.progress:
            self.progress(Progress(len(self.results), self.total, self._seconds_left(), result))

    def _seconds_left(self) -> float | None:
        """Estimate the time left from the submissions that took time so far."""
        graded = len(self.results) - self.settled
        if graded <= 0:
            return None
        return (monotonic() - self.start) / graded * (self.total - len(self.results))


@dataclass(frozen=True)
class Plan:
    """A submission that has to be graded, and what is known of it."""

    student: str
    lesson: str
    cells: dict[str, dict]
    record: SubmissionRecord | None
    scores: Scores | None
