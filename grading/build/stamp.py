"""The release that each notebook of the site carries, so that a newer one is told from a student's copy of an older."""

import hashlib
import json
import tomllib
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from convlib.lab.releases import KEY
from grading.course import ROOT


def stamp(folder: Path) -> dict[str, str]:
    """Write into each notebook in a folder which release it is, and return the releases by path."""
    releases = {}
    for path in sorted(folder.rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        release = notebook.metadata[KEY] = release_of(notebook)
        nbformat.write(notebook, path)
        releases[path.relative_to(folder).as_posix()] = release
    return releases


def release_of(notebook: NotebookNode) -> str:
    """Return the course's version and a digest of the cells: a mended word is a new release."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    cells = json.dumps([(cell.cell_type, cell.source) for cell in notebook.cells])
    return f"{version}-{hashlib.sha256(cells.encode()).hexdigest()[:6]}"
