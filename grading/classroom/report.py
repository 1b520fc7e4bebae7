"""The class at a glance: each student's points in each lesson, and the mistakes that were recognised."""

from collections import Counter
from pathlib import Path

from tabulate import tabulate

from convlib.lab.checks.calling import NOT_WRITTEN
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.classroom.results import judged
from grading.course import Refusal, lesson_names
from grading.nbgrader_setup import gradebook


def class_table(root: Path) -> str:
    """Return the table of students by lesson as text.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    """
    with open_records(root) as records:
        known = records.all() if records else []
    if not known and not any(judged(root)):
        raise Refusal("Nothing is graded yet: run `python -m grading grade`.")
    failed = {(each.student, each.lesson): each for each in known if each.status is not Status.GRADED}
    points, mistakes = scores(root), named_mistakes(root)
    students = sorted({student for student, _ in [*points, *failed]})
    lessons = [lesson for lesson in lesson_names() if any(lesson == other for _, other in [*points, *failed])]

    def cell(student: str, lesson: str) -> str:
        if (student, lesson) in failed:
            return str(failed[student, lesson].status)
        if (student, lesson) not in points:
            return "–"
        score, maximum = points[student, lesson]
        return f"{score:g}/{maximum:g}"

    rows = [
        [student, *(cell(student, lesson) for lesson in lessons), "; ".join(mistakes.get(student, []))]
        for student in students
    ]
    headers = ["student", *(lesson[:2] for lesson in lessons), "mistakes"]
    # Every cell is text: a column of "–" and "1/2" must not be parsed as numbers.
    table = tabulate(rows, headers, tablefmt="simple", disable_numparse=True)
    note = [f"{lesson} of {student} is {each.status}: {each.sentence}" for (student, lesson), each in failed.items()]
    note += [""] if failed else []
    return "\n".join(
        [
            table,
            "",
            *note,
            *most_common(mistakes),
            "Points are the judge's. Written answers are graded by hand, in formgrader.",
        ]
    )


def scores(root: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the judge's points and the maximum for each (student, lesson)."""
    results = {}
    with gradebook(root) as book:
        for assignment in book.assignments:
            for submission in book.assignment_submissions(assignment.name):
                grades = [
                    grade
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                    if grade.cell.cell_type == "code"
                ]
                results[submission.student.id, assignment.name] = (
                    sum(grade.auto_score or 0 for grade in grades),
                    sum(grade.max_score for grade in grades),
                )
    return results


def named_mistakes(root: Path) -> dict[str, list[str]]:
    """Return, for each student, what went wrong in each exercise: a mistake's name, or the judge's message."""
    mistakes: dict[str, list[str]] = {}
    for (student, _, exercise), report in judged(root):
        if not report["passed"]:
            mistakes.setdefault(student, []).append(f"{exercise}: {summary(report)}")
    return mistakes


def summary(report: dict) -> str:
    """Return the name of the mistake, or a short form of the message of the first property that fails."""
    if report["mistake"]:
        return report["mistake"]
    first = next(result["message"] for result in report["properties"] if not result["passed"])
    return "not written" if first == NOT_WRITTEN else first.split(": ")[0].removesuffix(".")


def most_common(mistakes: dict[str, list[str]]) -> list[str]:
    """Return the lines that list mistakes made by more than one student."""
    counts = Counter(line for lines in mistakes.values() for line in set(lines))
    common = [f"  {count} students: {line}" for line, count in counts.most_common(5) if count > 1]
    return ["Most common:", *common, ""] if common else []
