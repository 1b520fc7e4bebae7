"""The two steps that this course adds to nbgrader's autograding: restoring the course's cells, and judging."""

from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook, Notebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from grading.bank import exercises_of
from grading.course import MEASURED
from grading.judge.cells import student_cells
from grading.judge.process import judge_in_process
from grading.sandbox.configurable import Sandboxed
from grading.sandbox.execute import is_measurement

CHECK = "check_"


class RestoreCells(NbGraderPreprocessor):
    """Restore the role of each of the course's cells, and the source of the locked ones, from the gradebook.

    The metadata of a submission is replaced; deleted cells are added at the end. nbgrader's own
    ``OverwriteCells`` trusts that metadata more, and fails if it is malformed.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Restore a whole notebook."""
        about = resources["nbgrader"]
        if "cells" in about:  # the process that grades a submission may not open the gradebook
            known = {name: from_dict(cell) for name, cell in about["cells"].items()}
        else:
            with Gradebook(about["db_url"]) as gradebook:
                known = trusted_cells(gradebook.find_notebook(about["notebook"], about["assignment"]))
        nb.metadata = NotebookNode(
            kernelspec={"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
            language_info={"name": "python"},
        )
        for cell in reversed(nb.cells):  # of several copies of a cell the last one counts, as when the notebook runs
            submitted = cell.metadata.get("nbgrader")
            # Whatever else a student's metadata says could be taken for the judge's report or act in formgrader.
            cell.metadata = NotebookNode(tags=[MEASURED]) if is_measurement(cell) else NotebookNode()
            name = submitted.get("grade_id") if isinstance(submitted, dict) else None
            if isinstance(name, str) and name in known:
                restore(cell, known.pop(name))
        for name, cell in known.items():
            self.log.warning("Cell %s was deleted and is restored", name)
            if not cell.metadata.nbgrader["locked"]:
                cell.source = ""  # a deleted answer is no answer
            nb.cells.append(cell)
        return nb, resources


def trusted_cells(notebook: Notebook) -> dict[str, NotebookNode]:
    """Return a released notebook's cells as stored in the gradebook, by name."""
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    answers = {cell.name for cell in notebook.solution_cells}
    known = {}
    for source in notebook.source_cells:
        make = new_code_cell if source.cell_type == "code" else new_markdown_cell
        role = {
            "schema_version": 3,
            "grade_id": source.name,
            "cell_type": source.cell_type,
            "task": False,
            "locked": bool(source.locked),
            "checksum": source.checksum,
            "grade": source.name in points,
            "solution": source.name in answers,
        }
        if source.name in points:
            role["points"] = points[source.name]
        known[source.name] = make(source.source, id=f"restored-{source.name}", metadata={"nbgrader": role})
    return known


def restore(cell: NotebookNode, trusted: NotebookNode) -> None:
    """Give a submitted cell the role and type of the trusted one, and also its source if it is locked."""
    cell.metadata["nbgrader"] = trusted.metadata["nbgrader"]
    if trusted.metadata.nbgrader["locked"]:
        cell.source = trusted.source
    if cell.cell_type != trusted.cell_type:
        text = cell.source
        kept = cell.get("id")
        cell.clear()
        cell.update(trusted, source=text, **({"id": kept} if kept else {}))


class Judge(Sandboxed, NbGraderPreprocessor):
    """Write the judge's report and score into each check cell, replacing the notebook's own output.

    nbgrader reads a grade from the outputs of the check cell. So points come only from the judge; a notebook that
    merely raises no error earns none.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Judge a whole notebook.

        Raises
        ------
        grading.course.NotGraded
            If a fault of the machine prevented it; nbgrader then records nothing.
        """
        about = resources["nbgrader"]
        lesson, kept = about["assignment"], about.get("kept", {})
        files = Path(resources["metadata"]["path"])
        cells = student_cells(nb, lesson)
        reports = judge_in_process(exercises_of(lesson), cells, self.starter(), files, about.get("seed"))
        for cell in nb.cells:
            if is_grade(cell) and not is_solution(cell):
                name = cell.metadata.nbgrader["grade_id"]
                if name in kept:  # only some marks are given anew, and not this one
                    cell.metadata["convlib"] = from_dict(kept[name]["report"])
                    cell.outputs = from_dict(kept[name]["outputs"])
                    continue
                report = reports[name.removeprefix(CHECK)]
                cell.metadata["convlib"] = report.as_dict()
                cell.outputs = [
                    new_output("stream", name="stdout", text=report.text() + "\n"),
                    new_output("execute_result", data={"text/plain": str(float(report.score))}, execution_count=None),
                ]
        return nb, resources
