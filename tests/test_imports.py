"""Imports are declared in pyproject.toml, and point only downward."""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from grading.course import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {"convlib", "grading", "benchmarks", "tests"}
# Packages whose import name differs from their distribution name.
DISTRIBUTION = {"PIL": "pillow", "yaml": "pyyaml"}
# Each part of the project, and the other parts that it may import.
BELOW = {
    "convlib.shapes": [],
    "convlib.gradcheck": ["convlib.shapes"],
    "convlib.conv": ["convlib.shapes", "convlib.gradcheck"],
    "convlib.nn": ["convlib.shapes", "convlib.gradcheck", "convlib.conv"],
    "convlib.course": ["convlib.shapes", "convlib.gradcheck", "convlib.conv", "convlib.nn"],
    "convlib.lab": ["convlib.shapes"],
    "convlib": [],
    "grading.course": [],
    "grading.given": ["grading.course"],
    "grading.nbgrader_setup": ["grading.course"],
    "grading.sandbox": ["convlib.lab", "grading.course"],
    "grading.sections": ["grading.course"],
    "grading.bank": ["convlib", "grading.course", "grading.given", "grading.sections"],
    "grading.build": [
        "convlib",
        "grading.course",
        "grading.given",
        "grading.sections",
        "grading.nbgrader_setup",
        "grading.bank",
    ],
    "grading.judge": [
        "convlib",
        "grading.course",
        "grading.given",
        "grading.sandbox",
        "grading.bank",
        "grading.build",
    ],
    "grading.classroom": [
        "convlib",
        "grading.course",
        "grading.given",
        "grading.nbgrader_setup",
        "grading.sandbox",
        "grading.bank",
        "grading.build",
        "grading.judge",
    ],
    "grading": ["convlib", "grading"],  # the command line
}


@cache
def modules(*folders):
    """Return the file of each module by name; a package's is its __init__.py."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imported(path: Path, module: str):
    """Yield each name that a file imports, absolute, and whether it does so lazily: in a function, or for types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    later = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        or (isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING")
        for node in ast.walk(block)
    }
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            start = ".".join([*parents, *([node.module] if node.module else [])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield name, id(node) in later


def test_a_relative_import_is_understood(tmp_path):
    file = tmp_path / "c.py"
    file.write_text("from . import d\nfrom ..e import f\ndef g():\n    import h.i\nif TYPE_CHECKING:\n    import j\n")
    assert list(imported(file, "a.b.c")) == [("a.b.d", False), ("a.e.f", False), ("h.i", True), ("j", True)]
    (tmp_path / "__init__.py").write_text("from . import d\nfrom .. import e")
    assert list(imported(tmp_path / "__init__.py", "a.b")) == [("a.b.d", False), ("a.e", False)]


# What is imported is declared


def requirements(*extras):
    """Return the requirements of an installation with these extras, by package name."""
    listed = list(PROJECT["dependencies"])
    for extra in extras:
        for each in PROJECT["optional-dependencies"][extra]:
            nested = re.fullmatch(r"convlib\[(.+)\]", each)
            listed += requirements(*nested[1].split(",")).values() if nested else [each]
    return {re.match(r"[\w.-]+", each)[0].lower(): each for each in listed}


def others(folder, at_import_only=False):
    """Return the third-party distributions that a folder imports: name -> files."""
    found = {}
    for module, path in modules(folder).items():
        for name, later in imported(path, module):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in OWN and not (later and at_import_only):
                distribution = DISTRIBUTION.get(top, top).lower().replace("_", "-")
                found.setdefault(distribution, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_the_library_and_the_checks_can_be_imported_with_numpy_alone():
    assert set(others("convlib", at_import_only=True)) == set(requirements()) == {"numpy"}


@pytest.mark.parametrize(
    "folder, extras",
    [
        ("convlib", ["lab", "torch", "widget"]),
        ("lessons", ["course"]),
        ("grading", ["grading", "cluster"]),
        ("benchmarks", ["bench"]),
        ("tests", ["test", "torch"]),
    ],
)
def test_what_is_imported_is_declared(folder, extras):
    undeclared = {name: files for name, files in others(folder).items() if name not in requirements(*extras)}
    assert not undeclared, f"pyproject.toml does not list these under {extras}: {undeclared}"


def test_each_requirement_has_a_minimum():
    for extra in PROJECT["optional-dependencies"]:
        for each in requirements(extra).values():
            assert re.match(r"[\w-]+(\[\w+\])?(>=|==)[\d.]+", each), each


# Imports go downward


def part_of(module):
    """Return the part of the project that a module belongs to, as a name in BELOW."""
    return next((part for part in BELOW if module == part or module.startswith(f"{part}.")), None)


@cache
def graph():
    """Return which modules each module of convlib and grading imports: a dict of sets of names.

    Importing a module first runs the packages that contain it, so those count as well, except for those that contain
    the importing module.
    """
    known = modules("convlib", "grading")
    arrows = {}
    for module, path in known.items():
        targets = set()
        for name, _ in imported(path, module):
            # `from package import name` imports a module of that name, or the package that defines the name.
            target = name if name in known else name.rpartition(".")[0]
            while target in known:
                targets.add(target)
                target = target.rpartition(".")[0]
                if f"{module}.".startswith(f"{target}."):
                    break
        arrows[module] = targets - {module}
    return arrows


def test_imports_go_downward():
    upward = [
        f"{module} imports {target}"
        for module, targets in graph().items()
        for target in targets
        if part_of(target) != part_of(module)
        and not any(
            part_of(target) == part or part_of(target).startswith(f"{part}.") for part in BELOW[part_of(module)]
        )
        and target not in ("convlib", "grading")  # the packages themselves, which import nothing
    ]
    assert not upward and not graph()["convlib"] | graph()["grading"]


def test_imports_have_no_cycle():
    done, path = set(), []

    def visit(module):
        if module in path:
            pytest.fail("a cycle: " + " -> ".join([*path[path.index(module) :], module]))
        if module not in done:
            path.append(module)
            for target in sorted(graph()[module]):
                visit(target)
            done.add(path.pop())

    for module in graph():
        visit(module)
