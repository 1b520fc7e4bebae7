"""Which code the judge needs of a notebook, or of a file handed in as one exercise."""

import json

from grading.course import SOLUTIONS
from grading.judge.judge import Cell


def student_cells(nb, lesson):
    """Return the code that the judge needs: the setup, the answers, and what the student added or edited.

    The checks are left out, and so are the course's own figures, unless they were edited.
    """
    own = {cell["source"] for cell in course_cells(lesson) if "nbgrader" not in cell["metadata"]}
    cells = []
    for cell in nb.cells:
        if cell.cell_type != "code" or role(cell, "grade"):
            continue
        if role(cell, "solution"):
            cells.append(Cell(cell.source, cell.metadata.nbgrader["grade_id"]))
        elif role(cell, "locked") or cell.source not in own:
            cells.append(Cell(cell.source))
    return cells


def file_cells(source, exercise):
    """Return what the judge needs for one exercise handed in as a file: the lesson's setup and the file."""
    setup = [cell for cell in course_cells(exercise.lesson) if role(cell, "locked") and not role(cell, "grade")]
    return [*(Cell(cell["source"]) for cell in setup), Cell(source, exercise.name)]


def course_cells(lesson):
    """Return the code cells of a lesson's solution notebook; the start page has none."""
    path = SOLUTIONS / lesson / f"{lesson}.ipynb"
    if not path.exists():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in cells if cell["cell_type"] == "code"]


def role(cell, name):
    """Tell whether nbgrader's metadata give a cell a role: "grade", "solution" or "locked"."""
    return cell["metadata"].get("nbgrader", {}).get(name, False)
