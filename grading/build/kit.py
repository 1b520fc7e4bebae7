"""The student kit: a zip with everything a student needs, but no solutions."""

import tomllib
import zipfile
from pathlib import Path
from typing import Any

import tomli_w

from convlib.lab.progress import FILE as PROGRESS
from grading.course import NOTEBOOKS, ROOT, Refusal

# Also the name of the distribution: pip must not mistake the kit for the library, which holds the solutions.
NAME = "convlib-student-kit"
LIBRARY = "convlib"
EXTRAS = "lab", "course"
# The lab and what it depends on; and the fast layer, which races the student's own: no exercise asks for it.
PARTS = (
    "convlib/py.typed",
    "convlib/shapes.py",
    "convlib/lab",
    "convlib/conv/__init__.py",
    "convlib/conv/fast",
    "environment.yml",
    "LICENSE",
)
README = """# How a gradient travels back through a convolution

A course in NumPy, in notebooks that check your work.

## Set up, once

You need Python 3.11 or newer. In this folder:

```sh
python3 -m venv .venv && .venv/bin/pip install --editable .
```

On Windows:

```bat
py -m venv .venv && .venv\\Scripts\\pip install --editable .
```

With conda instead: `conda env create --file environment.yml`, then `conda activate convlib`.

## Open the course

```sh
.venv/bin/jupyter lab --notebook-dir=notebooks
```

On Windows:

```bat
.venv\\Scripts\\jupyter lab --notebook-dir=notebooks
```

Open `start_here.ipynb` there. It takes five minutes and shows how the notebooks work.

## What is here

| Folder | Contents |
|---|---|
| `notebooks` | the lessons, in order; `given.py` next to a lesson holds solutions from earlier lessons |
| `convlib/lab` | the checks and the figures |
| `convlib/conv/fast` | a fast layer, which races yours in lessons 6 and 9 |

Your work is in the notebooks: hand those in. `notebooks/progress.json` only records which checks passed.
"""
INIT = '"""The student\'s toolkit of the course: see ``convlib.lab``."""\n'


def write_kit(folder: Path) -> Path:
    """Write the kit into a folder and return its path. The same course gives the same bytes."""
    path = Path(folder) / f"{NAME}.zip"
    contents = kit()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}"), contents[name], zipfile.ZIP_DEFLATED)
    return path


def kit() -> dict[str, bytes]:
    """Return the contents of the kit: the bytes of each file by its name."""
    if not any(NOTEBOOKS.glob("*.ipynb")):
        raise Refusal("There are no notebooks to put into the kit: run `make build` first.")
    contents = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for part in (*PARTS, NOTEBOOKS.relative_to(ROOT))
        for path in ([ROOT / part] if (ROOT / part).is_file() else (ROOT / part).rglob("*"))
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints", PROGRESS} & set(path.parts)
    }
    written = {"README.md": README, "pyproject.toml": tomli_w.dumps(pyproject()), "convlib/__init__.py": INIT}
    return contents | {name: text.encode() for name, text in written.items()}


def pyproject() -> dict[str, Any]:
    """Return the kit's pyproject.toml: the course's own, with the extras that a student needs as dependencies."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = whole["project"]
    extras = [each for name in EXTRAS for each in project["optional-dependencies"][name]]
    return {
        "build-system": whole["build-system"],
        "project": {
            "name": NAME,
            "version": project["version"],
            "description": "The student's toolkit of the course",
            "requires-python": project["requires-python"],
            "license": project["license"],
            # An extra may refer to another extra of the library; the student does not get the library.
            "dependencies": project["dependencies"] + [e for e in extras if not e.startswith(f"{LIBRARY}[")],
        },
        "tool": {"setuptools": whole["tool"]["setuptools"]},
    }
