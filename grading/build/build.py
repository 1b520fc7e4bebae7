"""Build everything apart from what is committed, and put it there only when all of it succeeded.

lessons + convlib -> solutions/ (executed) -> notebooks/ (nbgrader's own generate step); and the student's lab gets its
data: the probes of each check and the list of the lessons.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError

from convlib.lab.progress import FILE as PROGRESS
from grading.bank.exercises import EXERCISES, exercises_of
from grading.bank.mutations import counted, summary
from grading.bank.probes import meaning, stored
from grading.build.compare import same, same_notebooks, same_pictures
from grading.build.notebooks import assemble, execute, title, write
from grading.build.pictures import readme_picture
from grading.build.release import release, write_start_page
from grading.course import ROOT, Refusal, lesson_names

PROBES = "convlib/lab/probes"
COURSE = "convlib/lab/course.json"
README_PICTURE = "lessons/readme_picture.png"
MUTATION_TABLE = "docs/mutation_table.md"
# What `--check` looks at. The mutation table is left to the tests of the bank, which try every version anyway.
CHECKED = PROBES, COURSE, README_PICTURE, "solutions", "notebooks"
REBUILD = "run `make build` and commit what it wrote"


def build(lessons: Sequence[str] = (), check: bool = False, force: bool = False) -> list[str]:
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
        # The notebooks run with this library: it carries the new probes, the one in use stays as it is.
        shutil.copytree(ROOT / "convlib", fresh / "convlib", ignore=shutil.ignore_patterns("__pycache__", "probes"))
        write_probes(fresh / PROBES)
        write_course(fresh / COURSE)
        for lesson in lessons or lesson_names():
            write_solution(lesson, fresh, run=not check)
        release(fresh / "solutions", fresh / "notebooks")
        write_start_page(fresh / "notebooks")
        (fresh / README_PICTURE).parent.mkdir()
        (fresh / README_PICTURE).write_bytes(readme_picture())
        if check:
            return differences(fresh)
        if not lessons:
            write_mutation_table(fresh / MUTATION_TABLE)
        replace_what_differs(fresh)
    return []


def write_probes(folder: Path) -> None:
    """Write the data files of the student's check. Every known mistake is tried for them, in several processes."""
    folder.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        names = list(EXERCISES)[::-1]  # the slowest is the last exercise: it begins first
        for name, text in zip(names, pool.map(stored_by_name, names), strict=True):
            (folder / f"{name}.json").write_text(text, encoding="utf-8")


def stored_by_name(name: str) -> str:
    """Return the data file of an exercise; an exercise itself holds functions that cannot go to another process."""
    return stored(EXERCISES[name])


def write_mutation_table(path: Path) -> None:
    """Write what the checks make of the bank, in numbers."""
    path.parent.mkdir()
    with ProcessPoolExecutor() as pool:
        counts = dict(zip(EXERCISES, pool.map(counted, EXERCISES), strict=True))
    path.write_text(summary(counts), encoding="utf-8")


def write_course(path: Path) -> None:
    """Write what the student's overview knows of the lessons: titles, exercises and points."""
    lessons = [
        {"name": lesson, "title": title(lesson), "exercises": [[e.name, e.points] for e in exercises_of(lesson)]}
        for lesson in lesson_names()
    ]
    path.write_text(json.dumps(lessons, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_solution(lesson: str, fresh: Path, run: bool) -> None:
    """Write one instructor notebook, run with the library that was copied, into the folder ``fresh``."""
    folder = fresh / "solutions" / lesson
    folder.mkdir(parents=True)
    notebook = assemble(lesson)
    if run:
        try:
            execute(notebook, folder, library=fresh)
        except CellExecutionError as error:
            raise Refusal(f"Nothing was built, because a cell of {lesson} stops:\n{error}") from error
    write(notebook, folder / f"{lesson}.ipynb")


def replace_what_differs(fresh: Path) -> None:
    """Put in place what was built, except where it means what is there: a second build leaves nothing to commit.

    What else lies there may be somebody's own: it stays, and the check names it.
    """
    for entry in (*CHECKED, MUTATION_TABLE):
        for path in files_of(fresh, entry):
            if not (ROOT / path).exists() or differs(fresh / path, ROOT / path, with_outputs=True):
                (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(fresh / path, ROOT / path)


def differences(fresh: Path) -> list[str]:
    """Return a sentence for each file that differs from the freshly built one, or is missing, or is one too many."""
    found = []
    for entry in CHECKED:
        built, there = files_of(fresh, entry), files_of(ROOT, entry)
        found += [f"{path.as_posix()} is built from nothing: move it away." for path in there - built]
        found += [f"{path.as_posix()} is missing: {REBUILD}." for path in built - there]
        found += [
            f"{path.as_posix()} is stale or was edited by hand: {REBUILD}."
            for path in built & there
            if differs(fresh / path, ROOT / path)
        ]
    return sorted(found)


def files_of(root: Path, entry: str) -> set[Path]:
    """Return the files of a built entry, a file or a folder, without what JupyterLab and Python leave there."""
    paths = (root / entry).rglob("*") if (root / entry).is_dir() else [root / entry]
    return {
        path.relative_to(root)
        for path in paths
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__", PROGRESS} & set(path.parts)
    }


def differs(fresh: Path, there: Path, with_outputs: bool = False) -> bool:
    """Tell whether two built files mean different things. Outputs of notebooks that did not run do not count."""
    if fresh.read_bytes() == there.read_bytes():
        return False
    if fresh.suffix == ".png":
        return not same_pictures(fresh.read_bytes(), there.read_bytes())
    try:
        if fresh.suffix == ".ipynb":
            ours, theirs = (nbformat.read(path, as_version=4) for path in (fresh, there))
            return not same_notebooks(ours, theirs, with_outputs)
        texts = [path.read_text(encoding="utf-8") for path in (fresh, there)]
        if fresh.parent.name == Path(PROBES).name:
            return not same(*map(meaning, texts))
        if fresh.suffix == ".json":
            return not same(*map(json.loads, texts))
    except (ValueError, KeyError, TypeError):
        return True  # what is there cannot be read
    return texts[0] != texts[1]


def refuse_to_overwrite_work() -> None:
    """Stop if a student notebook is not the one that the present solutions make: somebody worked in it."""
    if not any((ROOT / "solutions").glob("*/*.ipynb")):
        return
    with tempfile.TemporaryDirectory() as scratch:
        expected = Path(scratch) / "notebooks"
        release(ROOT / "solutions", expected)
        for path in expected.glob("*/*.ipynb"):
            there = ROOT / "notebooks" / path.relative_to(expected)
            if there.exists() and sources(there) != sources(path):
                raise Refusal(
                    f"{there.relative_to(ROOT)} holds somebody's work: move it away, or build with --force "
                    "to write over it."
                )


def sources(path: Path) -> list[str]:
    """Return the cells' texts of a notebook."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]
