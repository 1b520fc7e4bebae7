"""nbgrader's own commands read submissions through the intake: nothing behind a link is ever copied."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

from grading.classroom import demo
from grading.classroom.guard import Collect, existing_timestamp, install
from grading.classroom.report import scores
from grading.course import NOTEBOOKS, ROOT, SOLUTIONS
from grading.nbgrader_setup import nbgrader_config
from tests.grading.classroom.conftest import register_lesson

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders hold links and named pipes")
LESSON = demo.FORWARD
NAME = f"{LESSON}.ipynb"
SECRET = "nobody may see this"


@pytest.fixture
def course(tmp_path):
    """A course folder in which nbgrader's commands work, with the lesson registered and some submissions."""
    root = tmp_path / "course"
    blank = demo.fill(LESSON, {})
    demo.write(root, {(student, LESSON): blank for student in ("ada", "a+b", "a*", "[ ]", "eve", "fay", "gus")})
    for path in (ROOT / "nbgrader_config.py", NOTEBOOKS, SOLUTIONS):
        (root / path.name).symlink_to(path)
    (tmp_path / "secret.txt").write_text(SECRET)
    (submitted(root, "eve") / "secret.txt").symlink_to(tmp_path / "secret.txt")
    (submitted(root, "fay") / NAME).unlink()
    os.mkfifo(submitted(root, "fay") / NAME)
    (submitted(root, "gus") / NAME).rename(submitted(root, "gus") / f"{LESSON} (1).ipynb")
    register_lesson(root, LESSON)
    return root


def submitted(root, student):
    return root / "grading" / "submitted" / student / LESSON


def autograded(root):
    return {path.parent.parent.name for path in (root / "grading" / "autograded").glob(f"*/*/{NAME}")}


def nbgrader(root, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=root, capture_output=True, text=True, timeout=300
    )


def test_nbgrader_autograde_refuses_links_and_odd_ids_and_grades_the_others(course, needs_bubblewrap):
    done = nbgrader(course, "autograde", LESSON)
    assert done.returncode == 1
    assert autograded(course) == {"ada", "a+b", "gus"}
    assert {student for student, _ in scores(course)} == {"ada", "a+b", "gus"}
    for sentence in (
        "'secret.txt' is a link",
        "is a named pipe",
        "'[ ]' cannot be used",
        "is named",
        "[ ], a*, eve, fay",
    ):
        assert sentence in done.stderr
    copied = [path for path in (course / "grading" / "autograded").rglob("*") if path.is_file()]
    assert copied and not any(SECRET in path.read_text() for path in copied)


def test_formgraders_button_grades_one_student(course, needs_bubblewrap):
    install()
    config = nbgrader_config(course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.autograde(LESSON, "a+b")["success"]
    time = (course / "grading" / "autograded" / "a+b" / LESSON / NAME).stat().st_mtime_ns
    for student, sentence in {"a*": "cannot be used", "eve": "is a link"}.items():
        result = api.autograde(LESSON, student)
        assert not result["success"] and sentence in result["log"]
    assert (course / "grading" / "autograded" / "a+b" / LESSON / NAME).stat().st_mtime_ns == time
    assert api.coursedir.submitted_directory == "grading/submitted"


@pytest.mark.slow
def test_without_a_submission_nbgrader_says_so(course):
    done = nbgrader(course, "autograde", LESSON, "--student", "zoe")
    assert done.returncode == 1 and "No notebooks were matched" in done.stderr


@pytest.fixture
def collect(tmp_path):
    config = nbgrader_config(tmp_path)
    kind = ExchangeFactory(config=config).collect
    assert kind is Collect
    return kind(coursedir=CourseDirectory(config=config), config=config)


def test_collecting_copies_an_ordinary_folder(tmp_path, collect):
    (tmp_path / "inbound").mkdir()
    nbformat.write(demo.fill(LESSON, {}), tmp_path / "inbound" / NAME)
    collect.do_copy(str(tmp_path / "inbound"), str(tmp_path / "collected"))
    assert os.listdir(tmp_path / "collected") == [NAME]


def test_collecting_does_not_follow_a_link(tmp_path, collect):
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "inbound").mkdir()
    (tmp_path / "inbound" / NAME).symlink_to(tmp_path / "secret.txt")
    collect.do_copy(str(tmp_path / "inbound"), str(tmp_path / "collected"))
    (left,) = Path(tmp_path / "collected").iterdir()
    assert "is a link" in left.read_text() and SECRET not in left.read_text()


def test_formgraders_list_reads_a_timestamp_only_from_a_file(tmp_path):
    course, stamp = CourseDirectory(), tmp_path / "timestamp.txt"
    assert existing_timestamp(course, str(tmp_path)) is None
    os.mkfifo(stamp)
    assert existing_timestamp(course, str(tmp_path)) is None
    stamp.unlink()
    stamp.symlink_to("/dev/zero")
    assert existing_timestamp(course, str(tmp_path)) is None
    stamp.unlink()
    stamp.write_text("nonsense")
    assert existing_timestamp(course, str(tmp_path)) is None
    stamp.write_text("2026-01-02 03:04:05 UTC")
    assert existing_timestamp(course, str(tmp_path)).hour == 3
