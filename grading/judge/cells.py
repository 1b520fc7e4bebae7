"""Which code the judge needs from a notebook, or from a file handed in for one exercise."""

from functools import cache

from nbformat import NotebookNode

from grading.bank.exercise import Exercise
from grading.build.notebooks import assemble
from grading.given import from_given
from grading.judge.judge import Cell


def student_cells(nb: NotebookNode, lesson: str) -> list[Cell]:
    """Return the code that the judge needs: the setup, the answers, and what the student added or edited.

    The checks are left out, and so are the course's own figures unless they were edited.
    """
    own = {cell.source for cell in course_cells(lesson) if "nbgrader" not in cell.metadata}
    cells = []
    for cell in nb.cells:
        if cell.cell_type != "code" or role(cell, "grade"):
            continue
        if role(cell, "solution"):
            cells.append(Cell(cell.source, cell.metadata.nbgrader["grade_id"]))
        elif role(cell, "locked") or cell.source not in own:
            cells.append(Cell(cell.source))
    return cells


def file_cells(source: str, exercise: Exercise) -> list[Cell]:
    """Return what the judge needs for one exercise handed in as a file: the lesson's setup and the file."""
    setup = [cell for cell in course_cells(exercise.lesson) if role(cell, "locked") and not role(cell, "grade")]
    return [*(Cell(from_given(cell.source)) for cell in setup), Cell(source, exercise.name)]


def course_cells(lesson: str) -> list[NotebookNode]:
    """Return the code cells of a lesson, from its source."""
    return [cell for cell in assembled(lesson) if cell.cell_type == "code"]


@cache
def assembled(lesson: str) -> tuple[NotebookNode, ...]:
    """Return the cells of a lesson, from its source."""
    return tuple(assemble(lesson).cells)


def role(cell: NotebookNode, name: str) -> bool:
    """Return whether nbgrader's metadata gives a cell a role: "grade", "solution" or "locked"."""
    return cell.metadata.get("nbgrader", {}).get(name, False)
