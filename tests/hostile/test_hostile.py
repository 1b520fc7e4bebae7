"""Every kind of hostile submission goes through the real pipeline in one class, beside honest students.

Each kind loses exactly the exercises that its table says, or is refused; nobody else loses anything.
"""

import json
import socket
import sys
from collections.abc import Collection
from contextlib import nullcontext, suppress
from pathlib import Path

import nbformat
import pytest

from grading.bank import exercises_of
from grading.classroom import demo, pool
from grading.classroom.autograde import grade
from grading.classroom.preprocessors import CHECK
from grading.classroom.record import open_records
from grading.classroom.result import Status
from grading.course import ROOT
from grading.judge.judge import SUBMISSION_SECONDS
from grading.judge.process import GRACE_SECONDS
from grading.nbgrader_setup import gradebook
from grading.sandbox.execute import SandboxedExecute
from tests.hostile import breakouts, cheats, files, folders, forged, hanging, lying, notebooks
from tests.hostile.kinds import BREACH, CANARY, TRIED, Kind

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
# Answers are judged without running the notebook for its outputs too, in which they would do the same for the second
# time; but for some of each way to hang, to exhaust, to flood, to forge and to end the process.
ANSWERS = {name for table in (forged, lying, hanging, cheats) for name, kind in table.KINDS.items() if kind.loses}
SHOWN = {"loop", "stops_itself", "kills_itself", "fork_bomb", "memory_hog", "floods_the_output", "floods_every_pipe"}
SHOWN |= {"wild_address", "error_of_5_mb", "error_of_terminal_codes", "forged_check", "forged_replies_in_json"}
UNSHOWN = ["g_neighbour", *sorted(ANSWERS - SHOWN)]
# Those that also go the way of a machine without a warm process, on which each gets a sandbox of its own.
SAMPLE = ("kills_itself", "closes_everything", "answers_for_the_worker", "imports_the_solution", "shadow_startup")
SAMPLE += ("kills_others_by_number", "mounts", "becomes_root", "uses_the_network", "writes_the_canary")
# What hangs waits, so that more at a time than there are cores are done sooner.
JOBS = 2 * pool.cores()
# What hangs when the notebook is run for its outputs is stopped sooner than in a course.
SETTINGS = "\nc.SandboxedExecute.notebook_seconds = 10\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


def grade_class(root: Path, names: Collection[str], neighbours: Collection[tuple[str, str]]) -> dict:
    """Grade these kinds beside their neighbours; return what became of each student in each lesson, with the marks."""
    CANARY.unlink(missing_ok=True)
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + SETTINGS)
    submitted = root / "grading" / "submitted"
    for name in names:
        (submitted / name).mkdir(parents=True)
        KINDS[name].build(submitted / name / KINDS[name].lesson)
    demo.write(root, {(name, lesson): demo.solved(lesson) for name, lesson in neighbours})
    with socket.socket() as service:  # what would be in reach without a network of one's own
        with suppress(OSError):  # somebody else's serves as well
            service.bind(("127.0.0.1", 8888))
            service.listen()
        results = grade(root, LESSONS, UNSHOWN, jobs=JOBS, outputs=False), grade(root, LESSONS, jobs=JOBS)
    assert not any(result.faults for result in results)
    with open_records(root) as records:
        marks = {(each.student, each.lesson): {m.exercise: m.score for m in each.marks} for each in records.all()}
    found = {(each.student, each.lesson): each for result in reversed(results) for each in result.submissions}
    return {key: (result, marks[key]) for key, result in found.items()}


def reached_and_tried(root: Path) -> tuple[set[str], set[str]]:
    """Return whose outputs say that something was reached, and whose that everything was tried."""
    reached, tried = set(), set()
    for path in (root / "grading" / "autograded").glob("*/*/*.ipynb"):
        outputs = json.dumps([cell.get("outputs", []) for cell in nbformat.read(path, 4).cells])
        reached |= {path.parts[-3]} if f"{BREACH}:" in outputs else set()
        tried |= {path.parts[-3]} if TRIED in outputs else set()
    return reached, tried


@pytest.fixture(scope="module")
def graded(root, needs_bubblewrap):
    """The whole corpus, graded."""
    return grade_class(root, KINDS, NEIGHBOURS)


def test_the_corpus_is_large_and_no_name_is_taken_twice():
    assert len(KINDS) == sum(len(table.KINDS) for table in TABLES) + len(folders.CASES) >= 120
    assert SHOWN < ANSWERS
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
    reached, tried = reached_and_tried(root)
    assert not reached
    assert tried == {name for name, kind in breakouts.KINDS.items() if not kind.loses}


def test_nbgraders_gradebook_holds_the_same_marks(graded, root):
    """Nobody has a point that is not the judge's."""
    with gradebook(root) as book:
        found = {
            (submission.student.id, lesson): {
                grade.name: grade.auto_score for grade in submission.notebooks[0].grades if grade.auto_score
            }
            for lesson in LESSONS
            for submission in book.assignment_submissions(lesson)
        }
    assert found == {
        key: {CHECK + name: score for name, score in marks.items() if score}
        for key, (result, marks) in graded.items()
        if result.status == Status.GRADED
    }


def test_where_there_is_no_warm_process_a_sample_fares_the_same(needs_bubblewrap, monkeypatch, tmp_path):
    monkeypatch.setattr(pool, "warm_process", lambda *args: nullcontext())
    found = grade_class(tmp_path, SAMPLE, [("z_neighbour", demo.FORWARD)])
    expected = {(name, KINDS[name].lesson): (Status.GRADED, KINDS[name].marks) for name in SAMPLE}
    expected["z_neighbour", demo.FORWARD] = Status.GRADED, {e.name: e.points for e in exercises_of(demo.FORWARD)}
    assert {key: (result.status, marks) for key, (result, marks) in found.items()} == expected
    reached, tried = reached_and_tried(tmp_path)
    assert not CANARY.exists() and not reached
    assert tried == {name for name in SAMPLE if name in breakouts.KINDS}
