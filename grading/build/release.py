"""The release: nbgrader's own generate step makes the students' notebooks from the instructor's.

The course adds two steps of its own to nbgrader's pipelines, listed in ``nbgrader_config.py``, so that nbgrader's
commands and the buttons of its formgrader do the same as ``make build`` and ``make grade``.
"""

import shutil
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked

from grading.build.notebooks import assemble, write
from grading.course import START_PAGE
from grading.given import FILE, from_given, given_source, names_in, write_given
from grading.nbgrader_setup import convert, nbgrader_config


class ImportFromGiven(NbGraderPreprocessor):
    """When an assignment is generated: let it import earlier solutions from ``given.py``, written next to it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Rewrite the setup cell, and hand ``given.py`` to nbconvert's writer."""
        for cell in nb.cells:
            if is_setup(cell) and (solutions := names_in(cell.source)):
                cell.source = from_given(cell.source)
                resources.setdefault("outputs", {})[FILE] = given_source(solutions).encode()
        return nb, resources


class BringGiven(NbGraderPreprocessor):
    """When a submission is graded: replace its ``given.py`` with the course's."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Write ``given.py`` into the folder in which the submission will run."""
        folder = Path(resources["metadata"]["path"])
        theirs = folder / FILE
        if theirs.is_dir() and not theirs.is_symlink():
            shutil.rmtree(theirs)
        else:
            theirs.unlink(missing_ok=True)  # it may be read-only, or a link
        write_given(resources["nbgrader"]["assignment"], folder)
        return nb, resources


def is_setup(cell: NotebookNode) -> bool:
    """Return whether a cell is code that students should not change and is not a check."""
    return cell.cell_type == "code" and is_locked(cell) and not is_grade(cell)


def release(solutions: Path, notebooks: Path) -> None:
    """Make the student notebooks from all solutions in a folder, without touching any gradebook."""
    config = nbgrader_config(solutions.parent, source_directory=solutions, release_directory=notebooks)
    config.SaveCells.enabled = False
    for folder in sorted(solutions.iterdir()):
        if folder.is_dir():
            convert(GenerateAssignment, config, folder.name, no_database=True)


def write_start_page(folder: Path) -> None:
    """Write the page that JupyterLab opens with: not an assignment, but its exercise is a stub as well."""
    notebook = assemble(START_PAGE)
    ClearSolutions().preprocess(notebook, {})
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    write(notebook, folder / f"{START_PAGE}.ipynb")
