"""Faults of the machine that a whole run meets: nothing is lost, and the next run ends as if there had been none."""

import shutil
import sys

import pytest

from grading.classroom.result import Status
from tests.grading.classroom.conftest import Course
from tests.hostile.commands import finished, gradebook, make_class

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox runs on Linux"),
]

VIEW = ("bwrap", "--dev-bind", "/", "/")  # the same machine, but for what is said next
# In place of bubblewrap, which takes the place of a program that is not needed here and is seen in every sandbox.
ELSEWHERE = "/usr/bin/false"
FAILING = """#!/bin/sh
if [ -w {calls} ]; then
    echo >> {calls}
    if [ $(( $(wc -l < {calls}) % 3 )) -eq 0 ]; then echo "no namespaces left" >&2; exit 1; fi
fi
exec {bubblewrap} "$@"
"""


@pytest.fixture(scope="module")
def undisturbed(needs_bubblewrap, tmp_path_factory):
    """A class, and its folder after a run that nothing disturbed."""
    root = tmp_path_factory.mktemp("class")
    course = make_class(root / "submitted", 4)
    shutil.copytree(course.root, root / "graded")
    code, said = finished(root / "graded", "--no-outputs")
    assert code == 0, said
    return course, Course(root / "graded")


def assert_repaired(course, graded):
    """What is graded is right, and the same command ends in the same gradebook once the fault is mended."""
    wanted, scores = gradebook(graded), course.scores()
    for student, record in course.records().items():
        if record.status == Status.GRADED:
            assert scores[student] == wanted["scores"][student]
    code, said = finished(course.root, "--no-outputs")
    assert code == 0, said
    assert gradebook(course) == wanted


def test_a_folder_that_may_not_be_written(undisturbed, tmp_path):
    _, graded = undisturbed
    course = Course(shutil.copytree(graded.root, tmp_path / "course"))
    code, said = finished(
        course.root, "--no-outputs", "--force", within=(*VIEW, "--ro-bind", str(course.root), str(course.root))
    )
    assert code == 2 and said.count("\n") == 1 and "cannot be written" in said
    assert gradebook(course) == gradebook(graded)


def test_a_disk_that_gets_full(undisturbed, tmp_path):
    """The disk has room for some of the students; afterwards everything is moved to a larger one."""
    submitted, graded = undisturbed
    disk, course = tmp_path / "disk", Course(tmp_path / "course")
    disk.mkdir()
    used = sum(path.stat().st_size for path in graded.root.rglob("*") if path.is_file())
    work = 'cp -r "$0"/. "$1"; "${@:3}"; code=$?; cp -r "$1" "$2"; exit $code'
    folders = (str(submitted.root), str(disk), str(course.root))
    within = (*VIEW, "--size", str(used * 4 // 5), "--tmpfs", str(disk), "bash", "-c", work, *folders)
    code, said = finished(disk, "--no-outputs", within=within)
    assert code in (1, 2) and "Traceback" not in said
    assert "No space left" in said or "make room" in said
    assert_repaired(course, graded)


def test_a_sandbox_that_fails_now_and_then(undisturbed, tmp_path):
    """Every third start fails: who gets no mark is named, and who gets one gets the right one."""
    submitted, graded = undisturbed
    course = Course(shutil.copytree(submitted.root, tmp_path / "course"))
    bubblewrap, calls, wrapper = shutil.which("bwrap"), tmp_path / "calls", tmp_path / "bwrap"
    calls.touch()
    wrapper.write_text(FAILING.format(calls=calls, bubblewrap=ELSEWHERE))
    wrapper.chmod(0o755)
    within = (*VIEW, "--bind", bubblewrap, ELSEWHERE, "--bind", str(wrapper), bubblewrap)
    code, said = finished(course.root, "--no-outputs", within=within)
    assert len(calls.read_text()) >= 3
    statuses = {student: record.status for student, record in course.records().items()}
    assert code == (1 if Status.NOT_GRADED in statuses.values() else 0), said
    assert {*statuses.values()} <= {Status.GRADED, Status.NOT_GRADED}
    assert_repaired(course, graded)
