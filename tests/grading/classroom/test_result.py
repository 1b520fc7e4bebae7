"""What grading a class gives back."""

import pytest

from grading.classroom.result import ClassResult, Status, SubmissionResult, in_order

ONE = {status: SubmissionResult("ada", "01", status) for status in Status}


@pytest.mark.parametrize(
    "status, code",
    [(Status.GRADED, 0), (Status.SKIPPED, 0), (Status.UNREADABLE, 1), (Status.NOT_GRADED, 1)],
)
def test_the_exit_code_says_whether_every_submission_has_a_score(status, code):
    assert ClassResult((ONE[Status.GRADED], ONE[status])).exit_code == code
    assert ClassResult((ONE[Status.GRADED],), ("A lesson is missing.",)).exit_code == 1


def test_results_can_be_selected_and_are_in_order():
    result = ClassResult(tuple(ONE.values()))
    assert result.of(Status.UNREADABLE, Status.NOT_GRADED) == [each for each in ONE.values() if each.failed]
    mixed = [SubmissionResult(name, lesson, Status.GRADED) for name, lesson in [("b", "02"), ("a", "02"), ("c", "01")]]
    assert [each.student for each in in_order(mixed)] == ["c", "a", "b"]
