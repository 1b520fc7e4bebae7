"""The student kit: a zip with the lessons and the lab, and only the solutions that the lessons in it build on.

A lesson's ``given.py`` solves exercises of earlier lessons. So a class that has not come so far gets a kit without the
later lessons: ``kit --until 03``, or one lesson alone: ``kit 05``.
"""

import ast
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from convlib.lab.progress import FILE as PROGRESS
from grading.bank import EXERCISES
from grading.course import JUPYTERLAB, NOTEBOOKS, ROOT, START_PAGE, Refusal, lesson_names
from grading.given import FILE as GIVEN

# Also the name of the distribution: pip must not mistake the kit for the library, which holds the solutions.
NAME = "convlib-student-kit"
LIBRARY = "convlib"
EXTRAS = "lab", "course"
# The lab and what it depends on.
PARTS = "convlib/py.typed", "convlib/shapes.py", "convlib/lab", "environment.yml", "LICENSE"
# The fast layer races the student's own in some lessons. Only kits with one of these have it: it solves exercises too.
FAST = "convlib/conv/__init__.py", "convlib/conv/fast"
RACE = "convlib.conv.fast"
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
.venv/bin/jupyter lab --notebook-dir=notebooks --LabApp.app_settings_dir=jupyterlab
```

On Windows:

```bat
.venv\\Scripts\\jupyter lab --notebook-dir=notebooks --LabApp.app_settings_dir=jupyterlab
```

Open `start_here.ipynb` there. It takes five minutes and shows how the notebooks work.

## What is here

| Folder | Contents |
|---|---|
| `notebooks` | {lessons} |
| `convlib/lab` | the checks and the figures, with the stored inputs of the checks and what is expected for them |
{fast}
{solutions}

Your work is in the notebooks: hand those in. `notebooks/progress.json` only records which checks passed.
"""
FAST_ROW = (
    "| `convlib/conv/fast` | a fast layer, which races yours in {races}; it is a solution, optimized for speed |\n"
)
INIT = '"""The student\'s toolkit of the course: see ``convlib.lab``."""\n'


def write_kit(folder: Path, lessons: Sequence[str] = ()) -> Path:
    """Write the kit with these lessons, or all, into a folder and return its path.

    The same course gives the same bytes.
    """
    path = Path(folder) / f"{file_name(lessons)}.zip"
    contents = kit(lessons)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}"), contents[name], zipfile.ZIP_DEFLATED)
    return path


def file_name(lessons: Sequence[str] = ()) -> str:
    """Return the name of a kit's file: it says which lessons are in it."""
    numbers = [lesson[:2] for lesson in lessons]
    if not lessons or [*lessons] == lesson_names():
        return NAME
    if len(lessons) > 1 and [*lessons] == lesson_names()[: len(lessons)]:
        return f"{NAME}-until-{numbers[-1]}"
    return "-".join([NAME, *numbers])


def kit(lessons: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the contents of the kit with these lessons, or all: the bytes of each file by its name."""
    wanted = [*lessons] or lesson_names()
    folders = [NOTEBOOKS / lesson for lesson in wanted]
    if not all(any(folder.glob("*.ipynb")) for folder in folders):
        raise Refusal("There are no notebooks to put into the kit: run `make build` first.")
    races = [lesson for lesson in wanted if RACE in (NOTEBOOKS / lesson / f"{lesson}.ipynb").read_text("utf-8")]
    parts = [ROOT / part for part in (*PARTS, *(FAST if races else ()))]
    contents = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for part in (*parts, NOTEBOOKS / f"{START_PAGE}.ipynb", *folders)
        for path in ([part] if part.is_file() else part.rglob("*"))
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints", PROGRESS} & set(path.parts)
    }
    written = {f"{JUPYTERLAB.name}/{path.name}": path.read_bytes() for path in sorted(JUPYTERLAB.iterdir())}
    texts = {
        "README.md": readme(wanted, races),
        "pyproject.toml": tomli_w.dumps(pyproject()),
        "convlib/__init__.py": INIT,
    }
    return contents | written | {name: text.encode() for name, text in texts.items()}


def readme(lessons: Sequence[str], races: Sequence[str]) -> str:
    """Return the kit's README, which says exactly which lessons and which solutions are in it."""
    solved = {lesson: solutions_in(lesson) for lesson in lessons}
    lines = [
        f"- `notebooks/{lesson}/{GIVEN}` holds {', '.join(f'`{name}`' for name in names)}"
        for lesson, names in solved.items()
        if names
    ]
    intro = (
        "A lesson builds on earlier ones. Solutions of their exercises are in this kit, so that nobody is stuck: try "
        "each one yourself before you read it.\n\n"
    )
    return README.format(
        lessons="the start page and " + ", ".join(f"`{lesson}`" for lesson in lessons),
        fast=FAST_ROW.format(races=" and ".join(f"`{lesson}`" for lesson in races)) if races else "",
        solutions=intro + "\n".join(lines) if lines else "There are no solutions of exercises in this kit.",
    )


def solutions_in(lesson: str) -> list[str]:
    """Return the exercises that the ``given.py`` of a lesson solves, in order."""
    path = NOTEBOOKS / lesson / GIVEN
    if not path.exists():
        return []
    defined = [getattr(node, "name", "") for node in ast.parse(path.read_text(encoding="utf-8")).body]
    return [name for name in defined if name in EXERCISES]


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
