"""The student kit: a zip with all that a student needs, and no solution module."""

import tomllib
import zipfile
from pathlib import Path

from grading.course import NOTEBOOKS, ROOT, Refusal

NAME = "convlib-student-kit"
README = """# How a gradient travels back through a convolution

A course in NumPy, in notebooks that check your work.

## Set up, once

You need Python 3.11 or newer. In this folder:

```sh
python3 -m venv .venv
.venv/bin/pip install --editable .
```

On Windows write `py -m venv .venv` and `.venv\\Scripts\\pip`. With conda instead: `conda env create --file
environment.yml`, then `conda activate convlib`.

## Open the course

```sh
.venv/bin/jupyter lab --notebook-dir=notebooks
```

Open `start_here.ipynb` there. It takes five minutes and shows how the notebooks work.

## What is here

| Folder | What it holds |
|---|---|
| `notebooks` | the lessons, in order; `given.py` beside a lesson holds what the lessons before it built |
| `convlib/lab` | the checks and the figures |
| `convlib/quick` | a quick layer, against which yours runs in lessons 6 and 9 |

Your work is in the notebooks: hand those in. `notebooks/progress.json` only remembers which checks passed.
"""
PYPROJECT = """[build-system]
requires = {build}
build-backend = "setuptools.build_meta"

[project]
name = "convlib"
version = "{version}"
description = "The student's toolkit of the course"
requires-python = "{python}"
dependencies = [
{dependencies}
]

[tool.setuptools.packages.find]
include = ["convlib*"]

[tool.setuptools.package-data]
"convlib.lab" = {data}
"""


def write_kit(folder):
    """Write the kit into a folder and return its path. The same course makes the same bytes."""
    path = Path(folder) / f"{NAME}.zip"
    contents = kit()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}"), contents[name], zipfile.ZIP_DEFLATED)
    return path


def kit():
    """Return what the kit holds: the bytes of each file by its name."""
    # No exercise asks for the quick layer, and the sandbox of graded code does not have it.
    folders = NOTEBOOKS, ROOT / "convlib" / "lab", ROOT / "convlib" / "conv" / "fast"
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
        and path.name != "progress.json"
    ]
    if not any(path.suffix == ".ipynb" for path in files):
        raise Refusal("There are no notebooks to put into the kit: run `make build` first.")
    contents = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in [*files, ROOT / "environment.yml", ROOT / "LICENSE"]
    }
    written = {
        "README.md": README,
        "pyproject.toml": pyproject(),
        "convlib/__init__.py": '"""The student\'s toolkit of the course: see ``convlib.lab``."""\n',
    }
    return contents | {name: text.encode() for name, text in written.items()}


def pyproject():
    """Return the kit's pyproject.toml: the course's own, without what only instructors need."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = whole["project"]
    return PYPROJECT.format(
        build=toml(whole["build-system"]["requires"]),
        version=project["version"],
        python=project["requires-python"],
        dependencies="\n".join(f'    "{each}",' for each in project["dependencies"]),
        data=toml(["probes/*.json", "*.json"]),
    )


def toml(texts):
    """Write a list of texts in TOML."""
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"
