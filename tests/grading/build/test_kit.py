"""The student kit: complete, runnable in its own environment, and without solutions."""

import ast
import hashlib
import inspect
import json
import pkgutil
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
import venv
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

import convlib
from grading.bank import EXERCISES
from grading.build.kit import NAME, file_name, kit, solutions_in, write_kit
from grading.course import JUPYTERLAB, NOTEBOOKS, ROOT, lesson_names
from grading.given import given, given_source

# The toolkit and what it depends on, and the fast layer: lessons 6 and 9 race against it, and no exercise asks for it.
NO_SOLUTIONS = "convlib.lab", "convlib.shapes", "convlib.conv.fast"
# Runs in the kit's own environment: each notebook up to the first check, which says that nothing is written yet.
UP_TO_THE_FIRST_STUB = """
import sys, nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
for path in sys.argv[1:]:
    folder = path.rpartition("/")[0]
    try:
        NotebookClient(nbformat.read(path, 4), timeout=600, resources={"metadata": {"path": folder}}).execute()
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


def test_building_the_kit_is_reproducible(tmp_path):
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
    modules = {name.removesuffix(".py").replace("/", ".") for name in held if name.startswith("convlib/")}
    others = {name for name in modules if not f"{name}.".startswith(tuple(f"{known}." for known in NO_SOLUTIONS))}
    assert others == {"convlib.__init__", "convlib.conv.__init__", "convlib.py.typed"}
    assert "convlib/conv/fast/rows.py" in held
    assert not any(name.split("/")[0] in ("grading", "solutions", "lessons", "tests") for name in held)


def solutions():
    """Every function and class of the solution modules, and the lines of its body without the docstring."""
    for module in pkgutil.walk_packages(convlib.__path__, "convlib."):
        if f"{module.name}.".startswith(tuple(f"{known}." for known in NO_SOLUTIONS)):
            continue
        for name, thing in vars(import_module(module.name)).items():
            if getattr(thing, "__module__", None) == module.name and not name.startswith("_"):
                yield name, body(ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0])


def body(definition):
    """The body of a function or class as text, without docstrings and without a stub's shape checks."""
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    kept = [node for node in definition.body if not ast.unparse(node).startswith("shapes.")]
    return "\n".join(map(ast.unparse, kept))


def code_of(path):
    """The Python code in a file of the kit: cells, modules, and strings in data files."""
    if path.suffix == ".py":
        return [path.read_text(encoding="utf-8")]
    if path.suffix == ".ipynb":
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    if path.suffix == ".json":
        return [text for text in texts(json.loads(path.read_text(encoding="utf-8"))) if "def " in text]
    return []


def texts(tree):
    """Every string in a JSON tree."""
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
    """By name or by body; but given.py shows solutions from earlier lessons, on purpose."""
    assert {name for name, _ in solutions()} >= set(EXERCISES)
    bodies = {text: name for name, text in solutions()}
    found, seen = [], 0
    for path in unpacked.rglob("*"):
        allowed = names_given(path.parent.name) if path.name == "given.py" else set()
        for source in code_of(path) if path.is_file() else ():
            for name, text in definitions(source):
                seen += 1
                if text in bodies and bodies[text] not in allowed:
                    found.append(f"{path.relative_to(unpacked)}: {name} has the body of {bodies[text]}")
    assert seen > 300 and not found, "\n".join(found)


def names_given(lesson):
    """The functions and classes that a lesson's given.py is meant to hold."""
    return {node.name for node in ast.parse(given_source(given(lesson))).body if hasattr(node, "name")}


def test_it_brings_the_settings_that_make_lab_uses(unpacked):
    folder = re.search(r"app_settings_dir=(\w+)\n", (unpacked / "README.md").read_text(encoding="utf-8"))[1]
    assert [*hashes(unpacked / folder).values()] == [*hashes(JUPYTERLAB).values()]


def test_its_own_distribution_needs_what_the_course_needs(unpacked):
    project = tomllib.loads((unpacked / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    library = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == NAME != library["name"]
    assert set(library["dependencies"]) < set(project["dependencies"])
    names = {re.match(r"[\w.-]+", each)[0] for each in project["dependencies"]}
    assert {"numpy", "matplotlib", "jupyterlab", "nbgrader"} <= names and "convlib" not in names


def environment(folder):
    """A new environment; returns its Python."""
    venv.create(folder, with_pip=True)
    return next(path for path in folder.glob("*/python*") if path.stem == "python")


def pip(python, *args):
    done = subprocess.run([python, "-m", "pip", "--quiet", *args], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("first", ["kit", "library"])
def test_the_kit_and_the_library_leave_each_other_s_files_alone(first, unpacked, tmp_path):
    python = environment(tmp_path / "env")
    source = tmp_path / "source"  # a build leaves files behind
    source.mkdir()
    for name in ("convlib", "grading"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    installs = {"kit": ["--editable", unpacked], "library": [source]}
    before = hashes(unpacked)
    for name in [first, *installs.keys() - {first}]:
        pip(python, "install", "--no-deps", *installs[name])
    assert hashes(unpacked) == before
    pip(python, "install", "numpy")
    # Python imports from the library, which contains the lab as well; without the library, from the kit.
    where = "import convlib, pathlib; print(pathlib.Path(convlib.__file__).parents[1])"
    library = Path(subprocess.check_output([python, "-c", where], cwd=tmp_path, text=True).strip())
    assert library.name == "site-packages" and (library / "convlib" / "conv" / "single.py").exists()
    subprocess.run([python, "-c", "from convlib.conv.single import conv_forward"], cwd=tmp_path, check=True)
    pip(python, "uninstall", "--yes", "convlib")
    assert hashes(unpacked) == before
    assert Path(subprocess.check_output([python, "-c", where], cwd=tmp_path, text=True).strip()) == unpacked
    pip(python, "install", "--no-deps", source)
    pip(python, "uninstall", "--yes", NAME)
    assert hashes(unpacked) == before
    subprocess.run([python, "-c", "from convlib.conv.single import conv_forward"], cwd=tmp_path, check=True)


def hashes(folder):
    """The contents of the kit's files, without the metadata that pip writes next to them."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.endswith(".egg-info") or part == "__pycache__" for part in path.parts)
    }


def test_every_notebook_runs_up_to_its_first_stub_in_a_clean_environment(unpacked, tmp_path):
    python = environment(tmp_path / "env")
    pip(python, "install", "--editable", unpacked)
    for module, code in {"convlib.conv.fast": 0, "convlib.conv.single": 1, "grading": 1}.items():
        assert subprocess.run([python, "-c", f"import {module}"], capture_output=True, cwd=tmp_path).returncode == code
    paths = [path.as_posix() for path in sorted((unpacked / "notebooks").rglob("*.ipynb"))]
    done = subprocess.run([python, "-c", UP_TO_THE_FIRST_STUB, *paths], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{path} NotWritten" for path in paths]
    assert Path(sys.executable).parent != python.parent


def given_in(contents):
    return sorted(name.split("/")[1] for name in contents if name.endswith("/given.py"))


def test_a_kit_until_a_lesson_has_no_later_solution(tmp_path):
    lessons = lesson_names()[:3]
    contents = kit(lessons)
    held = {name.split("/")[1] for name in contents if name.startswith("notebooks/0")}
    assert held == set(lessons) and set(given_in(contents)) <= set(lessons)
    assert not any(name.startswith("convlib/conv/") for name in contents)  # the fast layer solves exercises too
    assert write_kit(tmp_path, lessons).name == f"{NAME}-until-03.zip"
    solved = {name for lesson in lessons for name in solutions_in(lesson)}
    earlier = {exercise.name for exercise in EXERCISES.values() if exercise.lesson in lessons[:2]}
    assert solved <= earlier


def test_a_kit_of_one_lesson_has_that_lesson_alone():
    lesson = lesson_names()[4]
    contents = kit([lesson])
    assert given_in(contents) == [lesson]
    assert file_name([lesson]) == f"{NAME}-05" and file_name() == file_name(lesson_names()) == NAME


@pytest.mark.parametrize("lessons", [[], lesson_names()[:1], lesson_names()[:3], lesson_names()[5:6]])
def test_the_readme_says_exactly_which_solutions_are_in_the_kit(lessons):
    contents = kit(lessons)
    readme = contents["README.md"].decode()
    defined = {
        (name.split("/")[1], node.name)
        for name in contents
        if name.endswith("/given.py")
        for node in ast.parse(contents[name]).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in EXERCISES
    }
    said = {
        (line.split("/")[1], exercise)
        for line in readme.splitlines()
        if line.startswith("- `notebooks/")
        for exercise in re.findall(r"`(\w+)`", line)
    }
    assert said == defined
    assert ("convlib/conv/fast" in readme) == any(name.startswith("convlib/conv/fast/") for name in contents)
    assert bool(said) != ("no solutions of exercises" in readme)
