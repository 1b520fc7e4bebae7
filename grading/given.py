"""Solutions from earlier lessons that a lesson reuses: the student's ``given.py``.

A lesson's setup cell imports solutions from the library, as any user of the package would. Students have only the lab:
their setup cell imports the same names from ``given.py``, which holds the source of these solutions and of everything
that they call.
"""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import jupytext

from grading.course import LESSONS, Refusal

FILE = "given.py"
HEAD = '"""Solutions from earlier lessons, ready to use here."""'
# What students have as well: what a cell imports from these modules is not a solution.
ALSO_STUDENTS = "convlib.lab.", "convlib.shapes."


class Solution(NamedTuple):
    """A name that a module of the library defines."""

    module: str
    name: str


def setup_cell(lesson: str) -> str:
    """Return the source of a lesson's setup cell; empty if it has none."""
    path = LESSONS / f"{lesson}.py"
    if not path.exists():
        return ""
    cells = jupytext.read(path, fmt="py:percent").cells
    return next((cell.source for cell in cells if cell.metadata.get("course") == "setup"), "")


def solution_imports(source: str) -> list[ast.ImportFrom]:
    """Return the statements of a cell that import solutions."""
    found = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom) and is_solution(node.module)]
    if any(alias.asname for node in found for alias in node.names):
        raise Refusal("A setup cell must import solutions by their own names: `import ... as ...` is not supported.")
    return found


def is_solution(module: str | None) -> bool:
    """Return whether a module belongs to the part of the library that students do not have."""
    return str(module).startswith("convlib.") and not f"{module}.".startswith(ALSO_STUDENTS)


def names_in(source: str) -> list[Solution]:
    """Return the solutions that a cell imports, in order."""
    return [Solution(str(node.module), alias.name) for node in solution_imports(source) for alias in node.names]


@cache
def given(lesson: str) -> tuple[Solution, ...]:
    """Return the solutions that a lesson's setup cell imports, in order."""
    return tuple(names_in(setup_cell(lesson)))


def given_functions(lesson: str) -> dict[str, Callable]:
    """Return those solutions themselves, by name."""
    return {name: getattr(import_module(module), name) for module, name in given(lesson)}


def from_given(source: str) -> str:
    """Return a setup cell as students get it: it imports solutions from ``given.py``."""
    lines = source.splitlines()
    for node in reversed(solution_imports(source)):
        first, last = node.lineno - 1, node.end_lineno
        statement = "\n".join(lines[first:last])
        lines[first:last] = statement.replace(f"from {node.module} ", "from given ", 1).splitlines()
    return "\n".join(lines)


def write_given(lesson: str, folder: Path) -> None:
    """Write a lesson's ``given.py`` into a folder, if the lesson needs one."""
    if text := given_file(lesson):
        (folder / FILE).write_text(text, encoding="utf-8")


@cache
def given_file(lesson: str) -> str:
    """Return the text of a lesson's ``given.py``; empty if it needs none."""
    return given_source(given(lesson))


def given_source(solutions: tuple[Solution, ...] | list[Solution]) -> str:
    """Return the text of a ``given.py``: these solutions and everything they need, each after its dependencies.

    Returns
    -------
    str
        Empty if there are no solutions.
    """
    definitions: dict[str, tuple[str, str]] = {}  # name -> (module, source)
    imports: dict[str, None] = {}

    def add(module: str, name: str) -> None:
        contents = parsed(module)
        if name in contents.imported:
            statement, origin = contents.imported[name]
            if origin:
                add(*origin)
            else:
                imports[statement] = None
        elif name not in definitions:
            node = contents.defined[name]
            definitions[name] = module, ""  # before its dependencies, which may need it in turn
            for needed in names_used(node):
                if needed in contents.defined or needed in contents.imported:
                    add(module, needed)
            del definitions[name]
            definitions[name] = module, source_of(contents.text, node)
        elif definitions[name][0] != module:
            raise Refusal(f"Both {module} and {definitions[name][0]} define {name}: a given.py can hold only one.")

    for solution in solutions:
        add(*solution)
    if not definitions:
        return ""
    head = [HEAD, *filter(None, map("\n".join, by_origin(imports)))]
    return "\n\n\n".join(["\n\n".join(head), *(source for _, source in definitions.values())]) + "\n"


def by_origin(imports: dict[str, None]) -> list[list[str]]:
    """Group import statements into the standard library's, third-party and the course's own."""
    own = sorted(statement for statement in imports if statement.split()[1].startswith("convlib"))
    others = sorted(statement for statement in imports if statement.split()[1].split(".")[0] == "numpy")
    return [sorted(imports.keys() - {*own, *others}), others, own]


class Module(NamedTuple):
    """What a module of the library binds at its top level."""

    text: str
    defined: dict[str, ast.stmt]
    imported: dict[str, tuple[str, tuple[str, str] | None]]  # name -> (statement, where a solution comes from)


@cache
def parsed(module: str) -> Module:
    """Read a module of the library without running it."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise Refusal(f"A lesson imports from {module}, but there is no such module.")
    text = Path(spec.origin).read_text(encoding="utf-8")
    contents = Module(text, {}, {})
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                contents.imported[alias.asname or alias.name] = import_of(node, alias)
        else:
            contents.defined.update((name, node) for name in bound_by(node))
    return contents


def import_of(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, tuple[str, str] | None]:
    """Return an import of one name as a statement, and where to look it up if it is a solution."""
    if isinstance(node, ast.ImportFrom) and is_solution(node.module) and node.level == 0:
        return "", (str(node.module), alias.name)
    alone = ast.Import([alias]) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, [alias], node.level)
    return ast.unparse(alone), None


def bound_by(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement at the top level of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


def names_used(node: ast.AST) -> list[str]:
    """Return the names that a piece of code reads, in order."""
    found = [n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return list(dict.fromkeys(n.id for n in sorted(found, key=lambda n: (n.lineno, n.col_offset))))


def source_of(text: str, node: ast.stmt) -> str:
    """Return the lines of a statement, decorators included."""
    first = min(n.lineno for n in [node, *getattr(node, "decorator_list", [])])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
