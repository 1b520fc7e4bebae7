"""What grading a class gives back: one result for each submission, and the progress on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of a submission."""

    GRADED = "graded"
    SKIPPED = "already graded"  # the same content has a complete score
    UNREADABLE = "unreadable"  # the student's fault: it stays so until the submission changes
    NOT_GRADED = "not graded"  # a fault of the machine: the next run tries again


@dataclass(frozen=True)
class SubmissionResult:
    """What became of one submission.

    Parameters
    ----------
    student, lesson : str
    status : Status
    sentence : str
        Why it is unreadable or not graded.
    score, maximum : float, optional
        The judge's points, and how many there are; None if it has none.
    notes : tuple of str
        What was mended before it was graded.
    """

    student: str
    lesson: str
    status: Status
    sentence: str = ""
    score: float | None = None
    maximum: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the submission has no score."""
        return self.status in (Status.UNREADABLE, Status.NOT_GRADED)


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    done, total : int
        Submissions; those that are skipped count from the start.
    seconds_left : float or None
        An estimate; None before the first one is graded.
    last : SubmissionResult
        The submission that was finished just now.
    """

    done: int
    total: int
    seconds_left: float | None
    last: SubmissionResult


OnProgress = Callable[[Progress], object]


@dataclass(frozen=True)
class ClassResult:
    """What became of a class.

    Parameters
    ----------
    submissions : tuple of SubmissionResult
        By lesson and student.
    faults : tuple of str
        What kept a whole lesson, or the rest of the run, from being graded: one sentence each.
    """

    submissions: tuple[SubmissionResult, ...] = ()
    faults: tuple[str, ...] = ()

    def of(self, *statuses: Status) -> list[SubmissionResult]:
        """Return the submissions with one of these statuses."""
        return [each for each in self.submissions if each.status in statuses]

    @property
    def exit_code(self) -> int:
        """0 if every submission has a score, else 1."""
        return int(bool(self.faults) or any(each.failed for each in self.submissions))


def in_order(results: Iterable[SubmissionResult]) -> tuple[SubmissionResult, ...]:
    """Return results by lesson and student, whatever order they were finished in."""
    return tuple(sorted(results, key=lambda each: (each.lesson, each.student)))
