"""Every kind of hostile submission goes through the real pipeline in one class, beside honest students.

Each kind loses exactly the exercises that its table says, or is refused; nobody else loses anything.
"""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from grading.bank import exercises_of
from grading.classroom import demo, pool
from grading.classroom.autograde import grade
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.course import ROOT
from grading.judge.judge import SUBMISSION_SECONDS
from grading.judge.process import GRACE_SECONDS
from grading.sandbox.execute import SandboxedExecute
from tests.hostile import breakouts, cheats, files, folders, forged, hanging, lying, notebooks
from tests.hostile.kinds import BREACH, CANARY, Kind

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox runs on Linux"),
]


def of_folder(name: str) -> Kind:
    """Return a case of `folders` as a kind."""
    build, expected = folders.CASES[name]

    def write(folder: Path) -> None:
        folder.mkdir(parents=True)
        build(folder, json.loads(nbformat.writes(demo.solved(demo.FORWARD))), f"{demo.FORWARD}.ipynb")

    return Kind(f"a folder: {name}", write, refused=expected == "refuse")


TABLES = (forged, lying, hanging, breakouts, cheats, files, notebooks)
KINDS = {name: kind for table in TABLES for name, kind in table.KINDS.items()}
KINDS |= {f"folder_{name}": of_folder(name) for name in folders.CASES}
LESSONS = sorted({kind.lesson for kind in KINDS.values()})
# Honest students, in the lesson of most kinds also between the hostile ones and after them.
NEIGHBOURS = [("a_neighbour", lesson) for lesson in LESSONS]
NEIGHBOURS += [(name, demo.FORWARD) for name in ("g_neighbour", "n_neighbour", "z_neighbour")]
# What hangs waits, so that more at a time than there are cores are done sooner.
JOBS = 2 * pool.cores()
# Cells that hang when the notebook is run for its outputs are stopped sooner than in a course.
SETTINGS = "\nc.SandboxedExecute.timeout = 3\nc.SandboxedExecute.notebook_seconds = 6\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def graded(root, needs_bubblewrap):
    """The class, graded: what became of each student in each lesson, with the marks."""
    CANARY.unlink(missing_ok=True)
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + SETTINGS)
    submitted = root / "grading" / "submitted"
    for name, kind in KINDS.items():
        (submitted / name).mkdir(parents=True)
        kind.build(submitted / name / kind.lesson)
    demo.write(root, {(name, lesson): demo.solved(lesson) for name, lesson in NEIGHBOURS})
    result = grade(root, LESSONS, jobs=JOBS)
    assert not result.faults
    with open_records(root) as records:
        marks = {(each.student, each.lesson): {m.exercise: m.score for m in each.marks} for each in records.all()}
    return {(each.student, each.lesson): (each, marks[each.student, each.lesson]) for each in result.submissions}


def test_the_corpus_is_large_and_no_name_is_taken_twice():
    assert len(KINDS) == sum(len(table.KINDS) for table in TABLES) + len(folders.CASES) >= 120
    for name, kind in KINDS.items():
        assert kind.what and {*kind.loses} <= {each.name for each in exercises_of(kind.lesson)}, name


def test_running_and_judging_a_submission_have_limits_that_add_up():
    """Cells that each take as long as they may once held a process for 270 s."""
    assert SandboxedExecute().notebook_seconds + SUBMISSION_SECONDS + GRACE_SECONDS < 200


@pytest.mark.parametrize("name", KINDS)
def test_what_happens_to_each_kind(name, graded):
    kind = KINDS[name]
    result, marks = graded[name, kind.lesson]
    if kind.refused:
        assert (result.status, marks) == (Status.UNREADABLE, {})
        assert result.sentence.endswith(".") and result.sentence.isprintable()
    else:
        assert (result.status, marks) == (Status.GRADED, kind.marks)


@pytest.mark.parametrize(("name", "lesson"), NEIGHBOURS)
def test_no_honest_student_loses_a_point(name, lesson, graded):
    result, marks = graded[name, lesson]
    assert result.status == Status.GRADED
    assert marks == {each.name: each.points for each in exercises_of(lesson)}


def test_nothing_was_reached(graded, root):
    assert not CANARY.exists()
    for path in (root / "grading" / "autograded").glob("*/*/*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            assert f"{BREACH}:" not in json.dumps(cell.get("outputs", [])), path
