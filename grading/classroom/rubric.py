"""What a grader of a written answer needs beside it: rubric, model answer and comments to copy.

They stand in a cell after the answer in the autograded notebook, which formgrader shows and students never get.
"""

from functools import cache

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from grading.judge.cells import assembled

RUBRIC = "rubric-"


class ShowRubric(NbGraderPreprocessor):
    """Add the rubric and the model answer after each answer that is marked by hand."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Add them to a whole notebook."""
        known = rubrics(resources["nbgrader"]["assignment"])
        for place in reversed(range(len(nb.cells))):
            cell = nb.cells[place]
            if is_grade(cell) and is_solution(cell) and (name := cell.metadata.nbgrader["grade_id"]) in known:
                nb.cells.insert(place + 1, new_markdown_cell(known[name], id=f"{RUBRIC}{name}"))
        return nb, resources


@cache
def rubrics(lesson: str) -> dict[str, str]:
    """Return the text for graders of each written answer of a lesson, by the answer's name."""
    return {
        cell.metadata.nbgrader["grade_id"]: cell.source
        for cell in assembled(lesson)
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade")
    }


def is_rubric(cell: NotebookNode) -> bool:
    """Return whether a cell of an autograded notebook was added for graders."""
    return "nbgrader" not in cell.metadata and cell.get("id", "").startswith(RUBRIC)
