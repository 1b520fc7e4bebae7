"""The student kit: complete, runnable in an environment of its own, and without a solution inside."""

import ast
import inspect
import json
import pkgutil
import subprocess
import sys
import textwrap
import venv
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

import convlib
from grading.bank import EXERCISES
from grading.build.kit import NAME, write_kit
from grading.course import NOTEBOOKS, lesson_names
from grading.given import given

# The toolkit, and the quick layer: the races of lessons 6 and 9 need it, and no exercise asks for it.
NO_SOLUTIONS = "lab", "quick"
# Runs inside the kit's own environment: each notebook up to the first check, which says that nothing is written yet.
UP_TO_THE_FIRST_STUB = """
import sys, nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
for path in sys.argv[1:]:
    folder = path.rpartition("/")[0]
    try:
        NotebookClient(nbformat.read(path, 4), timeout=60, resources={"metadata": {"path": folder}}).execute()
        print(path, "ran to its end")
    except CellExecutionError as error:
        print(path, error.ename)
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    with zipfile.ZipFile(write_kit(folder)) as archive:
        archive.extractall(folder)
    return folder / NAME


def test_the_kit_is_made_twice_alike(tmp_path):
    (tmp_path / "again").mkdir()
    assert write_kit(tmp_path).read_bytes() == write_kit(tmp_path / "again").read_bytes()


def test_it_holds_what_a_student_needs(unpacked):
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    wanted = {
        "README.md",
        "pyproject.toml",
        "environment.yml",
        "LICENSE",
        "convlib/lab/check.py",
        "notebooks/start_here.ipynb",
        *(f"notebooks/{lesson}/{lesson}.ipynb" for lesson in lesson_names()),
    }
    assert wanted <= held
    assert {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("given.py")} == {
        name.removeprefix("notebooks/") for name in held if name.endswith("given.py")
    }
    modules = {name for name in held if name.startswith("convlib/") and name.split("/")[1] not in NO_SOLUTIONS}
    assert modules == {"convlib/__init__.py"} and "convlib/conv/fast/rows.py" in held
    assert not any(name.split("/")[0] in ("grading", "solutions", "lessons", "tests") for name in held)


def solutions():
    """Every function and class of the solution modules, and the lines of its body without the docstring."""
    for module in pkgutil.iter_modules(convlib.__path__):
        if module.name in NO_SOLUTIONS:
            continue
        space = vars(import_module(f"convlib.{module.name}"))
        for name, thing in space.items():
            if getattr(thing, "__module__", None) == f"convlib.{module.name}" and not name.startswith("_"):
                yield name, body(ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0])


def body(definition):
    """The body of a function or class as text, without docstrings and without the checks of shapes of a stub."""
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    kept = [node for node in definition.body if not ast.unparse(node).startswith("shapes.")]
    return "\n".join(map(ast.unparse, kept))


def code_of(path):
    """The Python code in a file of the kit: cells, modules, and the texts that data files hold."""
    if path.suffix == ".py":
        return [path.read_text(encoding="utf-8")]
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    if path.suffix == ".json":
        return [text for text in texts(json.loads(path.read_text(encoding="utf-8"))) if "def " in text]
    return []


def texts(tree):
    """Every text in a JSON tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list | dict):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from texts(item)


def definitions(source):
    """(name, body) of every function and class in a piece of code."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, body(node)


def test_no_solution_is_inside(unpacked):
    """By name or by body; but given.py shows, on purpose, what lessons before it built."""
    assert {name for name, _ in solutions()} >= set(EXERCISES)
    bodies = {text: name for name, text in solutions()}
    found, seen = [], 0
    for path in unpacked.rglob("*"):
        allowed = {name for _, name in given(path.parent.name)} if path.name == "given.py" else set()
        for source in code_of(path) if path.is_file() else ():
            for name, text in definitions(source):
                seen += 1
                if text in bodies and bodies[text] not in allowed:
                    found.append(f"{path.relative_to(unpacked)}: {name} has the body of {bodies[text]}")
    assert seen > 300 and not found, "\n".join(found)


def test_given_never_shows_the_lesson_s_own_exercises():
    for lesson in lesson_names():
        for _, name in given(lesson):
            if name in EXERCISES:
                assert EXERCISES[name].lesson < lesson, name


def test_every_notebook_runs_up_to_its_first_stub_in_a_clean_environment(unpacked, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = next(path for path in (tmp_path / "env").glob("*/python*") if path.stem == "python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--editable", unpacked], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for module, code in {"convlib.conv.fast": 0, "convlib.conv.single": 1, "grading": 1}.items():
        assert subprocess.run([python, "-c", f"import {module}"], capture_output=True, cwd=tmp_path).returncode == code
    paths = [path.as_posix() for path in sorted((unpacked / "notebooks").rglob("*.ipynb"))]
    done = subprocess.run([python, "-c", UP_TO_THE_FIRST_STUB, *paths], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{path} NotWritten" for path in paths]
    assert Path(sys.executable).parent != python.parent
