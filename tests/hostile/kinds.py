"""What a kind of hostile submission is: how it is made, and what must happen to it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import nbformat
from nbformat import NotebookNode

from grading.bank import exercises_of
from grading.classroom import demo
from grading.course import NOTEBOOKS

# A file that only code outside the sandbox could make: in the sandbox, /tmp is another folder.
CANARY = Path("/tmp/convlib-hostile-canary")
BREACH = "BREACH"  # printed by what reached something that it must not reach
TRIED = "TRIED"  # printed by what has tried, because an attack that fails by itself proves nothing


@dataclass(frozen=True)
class Kind:
    """One kind of submission.

    Parameters
    ----------
    what : str
        What it tries, in one line.
    build : callable
        Writes the submission into a new folder.
    lesson : str
    loses : tuple of str
        The exercises that get no point. All others keep theirs.
    refused : bool
        Whether it is not graded but refused, with a sentence.
    """

    what: str
    build: Callable[[Path], None]
    lesson: str = demo.FORWARD
    loses: tuple[str, ...] = ()
    refused: bool = False

    @property
    def marks(self) -> dict[str, float]:
        """The points of each exercise."""
        return {each.name: each.points * (each.name not in self.loses) for each in exercises_of(self.lesson)}


def write(folder: Path, notebook: NotebookNode, lesson: str, files: dict[str, str | bytes] | None = None) -> None:
    """Write a notebook and what lies beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for given in (NOTEBOOKS / lesson).glob("*.py"):
        shutil.copy(given, folder)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def code(text: str) -> str:
    """Return source without the indentation that it has in these files."""
    return dedent(text).strip("\n")


def answer(
    what: str, name: str, text: str, before: str = "", after: str = "", files: dict[str, str | bytes] | None = None
) -> Kind:
    """A solved notebook in which one exercise has another body, and perhaps more before and after its function."""
    lesson = demo.lesson_of(name)
    function = demo.body(name, indent(code(text), "    "))[name]
    source = "\n\n".join(filter(None, (code(before), function, code(after))))
    return Kind(what, lambda folder: write(folder, demo.solved(lesson, {name: source}), lesson, files), lesson, (name,))


def cell(what: str, text: str, loses: tuple[str, ...] = (), last: bool = False) -> Kind:
    """A solved notebook with another cell, after the setup or at the end."""

    def build(folder: Path) -> None:
        notebook = demo.solved(demo.FORWARD, added=None if last else code(text))
        if last:
            notebook.cells.append(nbformat.v4.new_code_cell(code(text)))
        write(folder, notebook, demo.FORWARD)

    return Kind(what, build, loses=loses)


def beside(what: str, files: dict[str, str | bytes], loses: tuple[str, ...] = (), lesson: str = demo.FORWARD) -> Kind:
    """A solved notebook with files beside it."""
    return Kind(what, lambda folder: write(folder, demo.solved(lesson), lesson, files), lesson, loses)


def notebook(
    what: str, change: Callable[[NotebookNode], object], loses: tuple[str, ...] = (), refused: bool = False
) -> Kind:
    """A solved notebook that is changed as JSON, and need not be a valid one any more."""

    def build(folder: Path) -> None:
        solved = demo.solved(demo.FORWARD)
        change(solved)
        folder.mkdir(parents=True)
        (folder / f"{demo.FORWARD}.ipynb").write_text(json.dumps(solved), encoding="utf-8")

    return Kind(what, build, loses=loses, refused=refused)
