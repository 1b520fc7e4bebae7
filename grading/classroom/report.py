"""The class at a glance: who has how many points in which lesson, and which mistakes were named."""

from collections import Counter
from pathlib import Path

import nbformat

from convlib.lab.checks.calling import NOT_WRITTEN
from grading.classroom.nbgrader_setup import LOG, gradebook, nbgrader_config
from grading.course import Refusal, lesson_names


def class_table(root, failed=()):
    """Return the table of students by lesson as text.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    failed : list of (str, str)
        Student and lesson of submissions that could not be read.
    """
    if not (Path(root) / "gradebook.db").exists():
        raise Refusal("Nothing is graded yet: run `python -m grading grade`.")
    results, mistakes = scores(root), named_mistakes(root)
    students = sorted({student for student, _ in [*results, *failed]})
    lessons = [lesson for lesson in lesson_names() if any(lesson == other for _, other in [*results, *failed])]
    rows = [["student", *(lesson[:2] for lesson in lessons), "what was seen"]]
    for student in students:
        cells = []
        for lesson in lessons:
            got = results.get((student, lesson))
            cells.append("unreadable" if (student, lesson) in failed else f"{got[0]:g}/{got[1]:g}" if got else "–")
        rows.append([student, *cells, "; ".join(mistakes.get(student, []))])
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]) - 1)]
    lines = [
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in [*widths, len(rows[0][-1])]))
    note = [f"Some submissions could not be read: {LOG} says why.", ""] if failed else []
    return "\n".join(
        [
            *lines,
            "",
            *note,
            *most_common(mistakes),
            "Points are those of the judge. Written answers are graded by hand, in formgrader.",
        ]
    )


def scores(root):
    """Return points and maximum of what the judge graded, for each (student, lesson)."""
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


def named_mistakes(root):
    """Return, for each student, what went wrong in which exercise: a mistake's name, or what the judge said."""
    seen = {}
    folder = Path(root) / nbgrader_config(root).CourseDirectory.autograded_directory
    for path in sorted(folder.glob("*/*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            report = cell.metadata.get("convlib")
            if report and not report["passed"]:
                seen.setdefault(path.parts[-3], []).append(f"{report['exercise']}: {in_short(report)}")
    return seen


def in_short(report):
    """Say what went wrong in a few words."""
    if report["mistake"]:
        return report["mistake"]
    first = next(result["message"] for result in report["properties"] if not result["passed"])
    return "not written" if first == NOT_WRITTEN else first.split(": ")[0].removesuffix(".")


def most_common(mistakes):
    """Return the lines that say what more than one student got wrong in the same way."""
    counts = Counter(line for lines in mistakes.values() for line in set(lines))
    common = [f"  {count} students: {line}" for line, count in counts.most_common(5) if count > 1]
    return ["Most common:", *common, ""] if common else []
