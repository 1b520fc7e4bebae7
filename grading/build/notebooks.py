"""A lesson's source, turned into the instructor's notebook.

A lesson is a jupytext py:percent file. Its cells declare their type:

- ``exercise="conv_forward"``: the import of the solution. The build replaces it with the function's source.
- ``check="conv_forward"``: the check, graded; its points come from the exercise.
- ``course="setup"``: a cell that students should not change. The release step makes it import solutions from
  ``given.py``.
- ``answer="reflection" points=2``: a markdown cell with the model answer, graded by hand.
- ``tags=["nbval-ignore-output"]``: the cell's output is a measurement and varies from run to run.
"""

import ast
import inspect
import os
import re
import shutil
import textwrap
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from convlib.lab.figures.display import BOOK
from grading.bank import EXERCISES
from grading.bank.exercise import Exercise
from grading.course import LESSONS

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def assemble(lesson: str) -> NotebookNode:
    """Turn a lesson's source into a notebook without outputs."""
    source = jupytext.read(LESSONS / f"{lesson}.py", fmt="py:percent")
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(source.cells, start=1):
        tags = cell.metadata
        make = nbformat.v4.new_markdown_cell if cell.cell_type == "markdown" else nbformat.v4.new_code_cell
        new = make(cell.source, id=f"cell-{number:02}")
        if "tags" in tags:
            new.metadata["tags"] = tags["tags"]
        if name := tags.get("exercise"):
            new.source = exercise_source(EXERCISES[name])
            mark(new, name, solution=True)
        elif name := tags.get("check"):
            mark(new, f"check_{name}", grade=True, locked=True, points=EXERCISES[name].points)
        elif name := tags.get("answer"):
            mark(new, name, solution=True, grade=True, points=tags["points"])
        elif name := tags.get("course"):
            mark(new, name, locked=True)
        notebook.cells.append(new)
    return notebook


def mark(
    cell: NotebookNode,
    name: str,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> None:
    """Give a cell its id and its role in nbgrader."""
    cell.id = name
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
        **({"points": points} if grade else {}),
    }


def exercise_source(exercise: Exercise) -> str:
    """Return a solution's source with nbgrader's markers around what the student writes.

    The docstring stays, and so does everything up to the last statement that calls ``shapes``: the student gets the
    clear errors for free. In a class, each method is cut this way.
    """
    lines = textwrap.dedent(inspect.getsource(exercise.solution)).splitlines()
    solution = ast.parse("\n".join(lines)).body[0]
    for function in solution.body if isinstance(solution, ast.ClassDef) else [solution]:
        if isinstance(function, ast.FunctionDef):
            given = [function.body[0], *(s for s in function.body if ast.unparse(s).startswith("shapes."))]
            indent = (function.col_offset + 4) * " "
            # Within the existing lines, so that the line numbers of the methods below stay valid.
            lines[last_line(given[-1])] += f"\n{indent}### BEGIN SOLUTION"
            lines[last_line(function)] += f"\n{indent}### END SOLUTION"
    return "\n".join(lines)


def last_line(node: ast.stmt) -> int:
    """Return the index of a statement's last line."""
    return (node.end_lineno or node.lineno) - 1


def title(lesson: str) -> str:
    """Return a lesson's title: its first heading."""
    text = (LESSONS / f"{lesson}.py").read_text(encoding="utf-8")
    return re.findall(r"^# # (.+)$", text, re.MULTILINE)[0]


def execute(notebook: NotebookNode, folder: Path, library: Path) -> None:
    """Run a notebook in its folder.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Its outputs are replaced; without anything that changes from run to run.
    folder : pathlib.Path
        The folder that it runs in.
    library : pathlib.Path
        The folder whose ``convlib`` it imports.
    """
    client = NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    path = os.pathsep.join([str(library), *filter(None, [os.environ.get("PYTHONPATH")])])
    client.execute(env={**os.environ, "CONVLIB_STATIC": BOOK, "PYTHONPATH": path})
    notebook.metadata["language_info"] = {"name": "python"}
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
