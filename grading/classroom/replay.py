"""Judge a submission again exactly as it was judged, for an appeal: the same content, and probes from the same seed."""

from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from grading.classroom import pool
from grading.classroom.gradebook import Book
from grading.classroom.intake import Unreadable, read_submission
from grading.classroom.record import Mark, open_records
from grading.classroom.register import released_cells
from grading.classroom.task import Task, content_digest
from grading.course import NotGraded, Refusal
from grading.nbgrader_setup import nbgrader_config
from grading.sandbox.configurable import Sandboxed


@dataclass(frozen=True)
class ReplayedMark:
    """One mark, as it is stored and as it comes out now.

    Parameters
    ----------
    mark : Mark
        As stored.
    now : dict
        The judge's report now.
    """

    mark: Mark
    now: dict

    @property
    def same(self) -> bool:
        """Whether the score and the verdict on each property are the same."""
        return verdict(self.mark.report) == verdict(self.now) and self.mark.score == self.now["score"]


@dataclass(frozen=True)
class Replay:
    """All marks of one submission, given again.

    Parameters
    ----------
    student, lesson : str
    marks : tuple of ReplayedMark
    """

    student: str
    lesson: str
    marks: tuple[ReplayedMark, ...]

    @property
    def same(self) -> bool:
        """Whether every mark is the same."""
        return all(mark.same for mark in self.marks)


def verdict(report: dict) -> tuple:
    """Return what has to be the same in two reports: the score, and which properties pass."""
    return float(report["score"]), [(each["name"], each["passed"]) for each in report["properties"]]


def replay(root: Path, student: str, lesson: str, unsafe_no_sandbox: bool = False) -> Replay:
    """Judge a submission again with the stored seeds, and compare. Nothing is written.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    student, lesson : str
    unsafe_no_sandbox : bool
        Run the student's code unprotected.

    Raises
    ------
    grading.course.Refusal
        If the submission has no marks, has changed since, or cannot be judged now.
    """
    with open_records(root) as records:
        record = records.find(student, lesson) if records else None
    if record is None or not record.marks:
        raise Refusal(f"There is no mark of {student!r} in {lesson}: run `python -m grading grade` first.")
    config = nbgrader_config(root, unsafe_no_sandbox)
    Sandboxed(config=config).sandbox().require()
    try:
        submission = read_submission(
            Path(root) / config.CourseDirectory.submitted_directory / student / lesson, student, lesson
        )
    except Unreadable as reason:
        raise Refusal(f"The submission of {student!r} in {lesson} cannot be read any more: {reason}") from reason
    if content_digest(submission) != record.digest:
        raise Refusal(
            f"The submission of {student!r} in {lesson} is not the one that was graded: put that one back, or grade "
            "the new one."
        )
    with Book(CourseDirectory(config=config)) as book:
        cells = released_cells(book, lesson)
    reports: dict[str, dict] = {}
    for seed in sorted({mark.seed for mark in record.marks}):  # several, if only some marks were given anew
        [(_, outcome)] = pool.run([Task.of(submission, cells, config, seed, outputs=False)], 1)
        if isinstance(outcome, NotGraded):
            raise Refusal(f"The submission of {student!r} in {lesson} could not be judged now: {outcome}")
        reports |= {mark.exercise: outcome.reports[mark.exercise] for mark in record.marks if mark.seed == seed}
    return Replay(student, lesson, tuple(ReplayedMark(mark, reports[mark.exercise]) for mark in record.marks))
