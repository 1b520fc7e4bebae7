"""Build the notebooks: lessons + convlib -> solutions/ (executed) -> notebooks/ (nbgrader's own generate step).

A lesson is a jupytext py:percent file. Its cells carry what they are:

- ``exercise="conv_forward"``: the solution's import. The build puts the function's source in its place.
- ``check="conv_forward"``: the check, graded; its points come from the exercise.
- ``course="setup"``: a cell that students should not change. Imports from convlib's solution modules in it become
  imports from ``given.py``, which the build writes beside the notebook.
- ``answer="reflection" points=2``: a markdown cell with the model answer, graded by hand.
- ``tags=["nbval-ignore-output"]``: what this cell shows is measured and differs from run to run.
"""

import ast
import inspect
import json
import os
import re
import shutil
import tempfile
import textwrap
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbclient import NotebookClient
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from convlib.lab import plots
from convlib.lab.progress import FILE as PROGRESS
from grading.course import LESSONS, MEASURED, NOTEBOOKS, ROOT, SOLUTIONS, START_PAGE, Refusal, lesson_names
from grading.bank.exercises import EXERCISES, exercises_of
from grading.build.given import SOLUTION_IMPORT, given_functions
from grading.build.stubs import check_stub
from grading.bank.mutations import table
from grading.classroom.nbgrader_setup import convert, nbgrader_config
from grading.bank.probes import stored

README_PICTURE = ROOT / "lessons" / "readme_picture.png"
MUTATIONS = ROOT / "grading" / "mutations.md"
BUILT = "convlib/lab/probes", "convlib/lab/course.json", "convlib/lab/check.pyi", "solutions", "notebooks"
REBUILD = "run `make build` and commit what it wrote"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def build(lessons=(), check=False, force=False):
    """Build everything, or compare what is there with what would be built.

    Parameters
    ----------
    lessons : sequence of str
        Build these lessons alone; all by default.
    check : bool
        Write nothing; say which files are stale or edited by hand.
    force : bool
        Write over student notebooks even if somebody worked in them.

    Returns
    -------
    list of str
        With ``check``: a sentence for each file that is not as built.
    """
    if not check and not force:
        refuse_to_overwrite_work()
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        write_probes(fresh / "convlib" / "lab" / "probes")
        write_course(fresh / "convlib" / "lab" / "course.json")
        (fresh / "convlib" / "lab" / "check.pyi").write_text(check_stub(), encoding="utf-8")
        if not check:
            shutil.copytree(fresh / "convlib", ROOT / "convlib", dirs_exist_ok=True)  # the lessons' checks read them
        for lesson in lessons or lesson_names():
            write_solution(lesson, fresh / "solutions" / lesson, execute=not check)
            if not check:
                keep_if_same(fresh / "solutions" / lesson / f"{lesson}.ipynb")
        release(fresh / "solutions", fresh / "notebooks")
        write_start_page(fresh / "notebooks")
        if check:
            return differences(fresh)
        README_PICTURE.write_bytes(readme_picture().png)
        MUTATIONS.write_text(table(), encoding="utf-8")
        # What else lies there may be somebody's own: it stays, and the check names it.
        for folder in ("solutions", "notebooks"):
            shutil.copytree(fresh / folder, ROOT / folder, dirs_exist_ok=True)
    return []


def write_probes(folder):
    """Write the data files of the student's check."""
    folder.mkdir(parents=True)
    for exercise in EXERCISES.values():
        (folder / f"{exercise.name}.json").write_text(stored(exercise), encoding="utf-8")


def write_course(path):
    """Write what the student's overview knows of the lessons: titles, exercises and points."""
    lessons = [
        {"name": lesson, "title": title(lesson), "exercises": [[e.name, e.points] for e in exercises_of(lesson)]}
        for lesson in lesson_names()
    ]
    path.write_text(json.dumps(lessons, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def title(lesson):
    """Return a lesson's title: its first heading."""
    return re.search(r"^# # (.+)$", (LESSONS / f"{lesson}.py").read_text(encoding="utf-8"), re.MULTILINE)[1]


def write_solution(lesson, folder, execute):
    """Write one instructor notebook and the ``given.py`` that it needs."""
    folder.mkdir(parents=True)
    notebook = assemble(lesson)
    if earlier := given_functions(lesson):
        (folder / "given.py").write_text(given_source(earlier.values()), encoding="utf-8")
    if execute:
        run(notebook, folder)
    write(notebook, folder / f"{lesson}.ipynb")


def readme_picture():
    """Draw the README's picture: the gradient of the input, stamp by stamp."""
    return plots.dX_by_outputs(np.array([[1, -2], [0.5, 3]]), np.array([[1, 2], [3, 4]])).strip()


def write_start_page(folder):
    """Write the page that JupyterLab opens on: no assignment, but its exercise is a stub as well."""
    notebook = assemble(START_PAGE)
    ClearSolutions().preprocess(notebook, {})
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    write(notebook, folder / f"{START_PAGE}.ipynb")


def assemble(lesson):
    """Turn a lesson's source into a notebook.

    Returns
    -------
    nbformat.NotebookNode
    """
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
            new.source = SOLUTION_IMPORT.sub(r"from given import \2", new.source)
            mark(new, name, locked=True)
        notebook.cells.append(new)
    return notebook


def mark(cell, name, grade=False, solution=False, locked=False, points=None):
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


def exercise_source(exercise):
    """Return a solution's source with nbgrader's markers around what the student writes.

    The docstring stays, and so does everything up to the last statement that calls ``shapes``: the student gets the
    clear errors for free. Of a class each method is cut in this way.
    """
    lines = textwrap.dedent(inspect.getsource(exercise.solution)).splitlines()
    solution = ast.parse("\n".join(lines)).body[0]
    for function in solution.body if isinstance(solution, ast.ClassDef) else [solution]:
        if isinstance(function, ast.FunctionDef):
            given = [function.body[0], *(s for s in function.body if ast.unparse(s).startswith("shapes."))]
            indent = (function.col_offset + 4) * " "
            # Within the lines, so that their count, and so the places of the methods below, stay.
            lines[given[-1].end_lineno - 1] += f"\n{indent}### BEGIN SOLUTION"
            lines[function.end_lineno - 1] += f"\n{indent}### END SOLUTION"
    return "\n".join(lines)


def given_source(functions):
    """Return the text of given.py: the functions of earlier lessons, to read and to import."""
    functions = [inspect.getsource(function) for function in functions]
    imports = ["import numpy as np"] + ["from convlib import shapes"] * any("shapes." in f for f in functions)
    head = '"""What earlier lessons built, ready to use here."""\n\n' + "\n\n".join(imports)
    return "\n\n\n".join([head, *functions]).replace("\n\n\n\n", "\n\n\n").rstrip() + "\n"


def run(notebook, folder):
    """Execute a notebook in its folder; its outputs hold nothing that changes from run to run."""
    client = NotebookClient(notebook, timeout=120, record_timing=False, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, "CONVLIB_STATIC": "1"})
    notebook.metadata["language_info"] = {"name": "python"}
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)


def keep_if_same(path):
    """Keep the notebook as it was if only measurements differ, so that a second build leaves nothing to commit."""
    there = SOLUTIONS / path.parent.name / path.name
    if there.exists() and lasting(path) == lasting(there):
        shutil.copy(there, path)


def lasting(path):
    """Return the cells of a notebook without the outputs that differ from run to run."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell | {"outputs": []} if MEASURED in cell.metadata.get("tags", []) else cell for cell in cells]


def release(solutions, notebooks):
    """Make the student notebooks with nbgrader's own generate step, without touching any gradebook."""
    config = nbgrader_config(solutions.parent, source_directory=solutions, release_directory=notebooks)
    config.SaveCells.enabled = False
    for folder in sorted(solutions.iterdir()):
        if folder.is_dir():
            convert(GenerateAssignment, config, folder.name, no_database=True)


def write(notebook, path):
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def differences(fresh):
    """Return a sentence for each file that differs from the freshly built one, or is missing, or is one too many."""
    found = []
    for entry in BUILT:
        built, there = files_of(fresh, entry), files_of(ROOT, entry)
        found += [f"{path} is built from nothing: move it away." for path in there - built]
        found += [f"{path} is missing: {REBUILD}." for path in built - there]
        found += [
            f"{path} is stale or was edited by hand: {REBUILD}."
            for path in built & there
            if differs(fresh / path, ROOT / path)
        ]
    return sorted(found)


def files_of(root, entry):
    """Return the files of a built entry, a file or a folder, without what JupyterLab and Python leave there."""
    paths = (root / entry).rglob("*") if (root / entry).is_dir() else [root / entry]
    return {
        path.relative_to(root)
        for path in paths
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__", PROGRESS} & set(path.parts)
    }


def differs(fresh, there):
    """Compare two files; of a notebook the outputs do not count, because running it is another test."""
    if fresh.suffix != ".ipynb":
        return fresh.read_text(encoding="utf-8") != there.read_text(encoding="utf-8")
    return without_outputs(fresh) != without_outputs(there)


def without_outputs(path):
    """Read a notebook and drop what execution adds."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def refuse_to_overwrite_work():
    """Stop if a student notebook is not the one that the present solutions make: somebody worked in it."""
    if not any(SOLUTIONS.glob("*/*.ipynb")):
        return
    with tempfile.TemporaryDirectory() as scratch:
        expected = Path(scratch) / "notebooks"
        release(SOLUTIONS, expected)
        for path in expected.glob("*/*.ipynb"):
            there = NOTEBOOKS / path.relative_to(expected)
            if there.exists() and sources(there) != sources(path):
                raise Refusal(
                    f"{there.relative_to(ROOT)} holds somebody's work: move it away, or build with --force "
                    "to write over it."
                )


def sources(path):
    """Return the cells' texts of a notebook."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]
