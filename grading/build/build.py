"""Build everything in a temporary folder, and replace the committed files only if all of it succeeds.

lessons + convlib -> solutions/ (executed) -> notebooks/ (nbgrader's own generate step); and the student's lab gets its
data: the probes of each check and the list of lessons.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from convlib.lab.progress import FILE as PROGRESS
from grading.bank import EXERCISES, exercises_of
from grading.bank.mutations import counted, summary
from grading.bank.probes import meaning, stored
from grading.build.compare import same, same_notebooks, same_pictures
from grading.build.notebooks import assemble, execute, title, write
from grading.build.pictures import readme_picture
from grading.build.release import release, write_start_page
from grading.build.stubs import check_stub
from grading.course import ROOT, START_PAGE, Refusal, lesson_names
from grading.sections import sections_of

PROBES = "convlib/lab/probes"
COURSE = "convlib/lab/course.json"
CHECK_STUB = "convlib/lab/check.pyi"
README_PICTURE = "lessons/readme_picture.png"
MUTATION_TABLE = "docs/mutation_table.md"
# What `--check` compares. The mutation table is left to the tests of the bank, which try every version anyway.
CHECKED = PROBES, COURSE, CHECK_STUB, README_PICTURE, "solutions", "notebooks"
REBUILD = "run `make build` and commit what it wrote"


def build(lessons: Sequence[str] = (), check: bool = False, force: bool = False) -> list[str]:
    """Build everything, or compare the existing files with what would be built.

    Parameters
    ----------
    lessons : sequence of str
        Build only these lessons; all by default.
    check : bool
        Write nothing; say which files are stale or edited by hand.
    force : bool
        Overwrite student notebooks even if somebody has worked in them.

    Returns
    -------
    list of str
        With ``check``: a sentence for each file that differs from its build.
    """
    if not check and not force:
        refuse_to_overwrite_work(lessons or lesson_names())
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        # The notebooks run with this copy of the library, which has the new probes; the original is left unchanged.
        shutil.copytree(ROOT / "convlib", fresh / "convlib", ignore=shutil.ignore_patterns("__pycache__", "probes"))
        write_probes(fresh / PROBES)
        write_course(fresh / COURSE)
        (fresh / CHECK_STUB).write_text(check_stub(), encoding="utf-8")
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
    """Write the data files of the student's checks, trying every known mistake, in several processes."""
    folder.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        names = list(EXERCISES)[::-1]  # the last exercise is the slowest: it starts first
        for name, text in zip(names, pool.map(stored_by_name, names), strict=True):
            (folder / f"{name}.json").write_text(text, encoding="utf-8")


def stored_by_name(name: str) -> str:
    """Return the data file of an exercise; an exercise itself holds functions that cannot be pickled."""
    return stored(EXERCISES[name])


def write_mutation_table(path: Path) -> None:
    """Write how many versions of the bank the checks fail, name and accept."""
    path.parent.mkdir()
    with ProcessPoolExecutor() as pool:
        counts = dict(zip(EXERCISES, pool.map(counted, EXERCISES), strict=True))
    path.write_text(summary(counts), encoding="utf-8")


def write_course(path: Path) -> None:
    """Write the lessons' titles, exercises and points for the student's overview, and the sections to reread."""
    lessons = [
        {
            "name": lesson,
            "title": title(lesson),
            "exercises": [[e.name, e.points] for e in exercises_of(lesson)],
            "sections": [section.title for section in sections_of(lesson)],
        }
        for lesson in lesson_names()
    ]
    path.write_text(json.dumps(lessons, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_solution(lesson: str, fresh: Path, run: bool) -> None:
    """Write one instructor notebook, run with the copied library, into the folder ``fresh``."""
    folder = fresh / "solutions" / lesson
    folder.mkdir(parents=True)
    notebook = assemble(lesson)
    if run:
        try:
            execute(notebook, folder, library=fresh)
        except (CellExecutionError, CellTimeoutError) as error:
            raise Refusal(f"Nothing was built, because a cell of {lesson} fails:\n{error}") from error
    write(notebook, folder / f"{lesson}.ipynb")


def replace_what_differs(fresh: Path) -> None:
    """Replace files whose meaning differs from the new build, so that a second build leaves nothing to commit.

    Other files may be somebody's own: they stay, and the check names them.
    """
    for entry in (*CHECKED, MUTATION_TABLE):
        for path in files_of(fresh, entry):
            if not (ROOT / path).exists() or differs(fresh / path, ROOT / path, with_outputs=True):
                (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(fresh / path, ROOT / path)


def differences(fresh: Path) -> list[str]:
    """Return a sentence for each file that differs from the fresh build, is missing, or is not part of the build."""
    found = []
    for entry in CHECKED:
        built, there = files_of(fresh, entry), files_of(ROOT, entry)
        found += [f"{path.as_posix()} is not part of the build: move it away." for path in there - built]
        found += [f"{path.as_posix()} is missing: {REBUILD}." for path in built - there]
        found += [
            f"{path.as_posix()} is stale or was edited by hand: {REBUILD}."
            for path in built & there
            if differs(fresh / path, ROOT / path)
        ]
    return sorted(found)


def files_of(root: Path, entry: str) -> set[Path]:
    """Return the files of a built entry (a file or a folder), without what JupyterLab and Python leave there."""
    paths = (root / entry).rglob("*") if (root / entry).is_dir() else [root / entry]
    return {
        path.relative_to(root)
        for path in paths
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__", PROGRESS} & set(path.parts)
    }


def differs(fresh: Path, there: Path, with_outputs: bool = False) -> bool:
    """Return whether two built files differ in meaning. Outputs of notebooks that did not run do not count."""
    if fresh.read_bytes() == there.read_bytes():
        return False
    try:
        if fresh.suffix == ".png":
            return not same_pictures(fresh.read_bytes(), there.read_bytes())
        if fresh.suffix == ".ipynb":
            ours, theirs = (nbformat.read(path, as_version=4) for path in (fresh, there))
            return not same_notebooks(ours, theirs, with_outputs)
        texts = [path.read_text(encoding="utf-8") for path in (fresh, there)]
        if fresh.parent.name == Path(PROBES).name:
            ours, theirs = map(meaning, texts)
            return not same(ours, theirs)
        if fresh.suffix == ".json":
            return not same(json.loads(texts[0]), json.loads(texts[1]))
    except Exception:  # the existing file is damaged, in whichever manner
        return True
    return texts[0] != texts[1]


def refuse_to_overwrite_work(lessons: Sequence[str]) -> None:
    """Stop if somebody has worked in a student notebook that is about to be built.

    A lesson's differs then from what the current solutions produce; on the start page the exercise is no stub any more.
    """
    worked_in = [path for path in [ROOT / "notebooks" / f"{START_PAGE}.ipynb"] if path.exists() and not is_stub(path)]
    if any((ROOT / "solutions").glob("*/*.ipynb")):
        with tempfile.TemporaryDirectory() as scratch:
            expected = Path(scratch) / "notebooks"
            release(ROOT / "solutions", expected)
            for path in expected.glob("*/*.ipynb"):
                there = ROOT / "notebooks" / path.relative_to(expected)
                if path.stem in lessons and there.exists() and sources(there) != sources(path):
                    worked_in.append(there)
    if worked_in:
        raise Refusal(
            f"{worked_in[0].relative_to(ROOT)} contains somebody's work: move it away, or build with --force "
            "to overwrite it."
        )


def is_stub(path: Path) -> bool:
    """Return whether no exercise of a notebook is written yet."""
    cells = nbformat.read(path, as_version=4).cells
    return all("raise NotImplementedError()" in cell.source for cell in cells if cell.id in EXERCISES)


def sources(path: Path) -> list[str]:
    """Return the sources of a notebook's cells."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]
