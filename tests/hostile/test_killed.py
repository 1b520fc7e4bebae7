"""Whatever process of a run is killed, and whenever: the same command again ends in the same gradebook."""

import shutil
import signal
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from tests.grading.classroom.conftest import Course
from tests.hostile.commands import SECONDS, finished, gradebook, make_class, start
from tests.hostile.processes import Process, all_ended, parts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox runs on Linux"),
]

STUDENTS = 12
# In the order in which they are killed: one after another, each in the middle of the work.
PARTS = (
    "student",
    "task",
    "warm",
    "judge",
    "fork server",
    "supervisor",
    "bubblewrap",
    "first",
    "resource tracker",
)


def kill_each(root: Path, plan: list[str], last: int) -> tuple[str, set[Process]]:
    """Grade, kill one process of each part as soon as there is one, and at last send the grader itself a signal.

    What has been killed is removed from the plan.

    Returns
    -------
    tuple of (str, set of Process)
        What the grader said, and all processes that were seen.
    """
    process = start(root, "--no-outputs", "--force")
    seen: set[Process] = set()
    begun = False
    while (plan or not begun) and process.poll() is None:
        now = list(parts(process.pid))
        seen |= {each for _, each in now}
        begun = begun or any(part == "task" for part, _ in now)
        if those := [each for part, each in now if [part] == plan[:1]]:
            those[-1].kill()
            del plan[0]
        time.sleep(0.1)
    process.send_signal(last)
    _, said = process.communicate(timeout=SECONDS)
    return said, seen


@pytest.fixture(scope="module")
def undisturbed(needs_warm, tmp_path_factory):
    """A class, and its gradebook after a run that nothing disturbed."""
    root = tmp_path_factory.mktemp("class")
    course = make_class(root / "submitted", STUDENTS)
    shutil.copytree(course.root, root / "graded")
    code, said = finished(root / "graded", "--no-outputs")
    assert code == 0, said
    return course, gradebook(Course(root / "graded"))


@pytest.mark.parametrize(
    ("plan", "last"),
    [(PARTS, signal.SIGKILL), (PARTS[::-1], signal.SIGTERM), ((), signal.SIGHUP)],
    ids=["each, then SIGKILL", "each, in reverse order, then SIGTERM", "SIGHUP"],
)
def test_whoever_is_killed_the_same_command_again_ends_in_the_same_gradebook(plan, last, undisturbed, tmp_path):
    submitted, wanted = undisturbed
    course = Course(shutil.copytree(submitted.root, tmp_path / "course"))
    left = list(plan)
    for _ in range(5):  # a fast machine may be done before everything is killed
        said, seen = kill_each(course.root, left, last)
        assert "Traceback" not in said
        assert not all_ended(seen), "the grader has left processes behind"
        if not left:
            break
    assert not left
    for number in count():
        code, said = finished(course.root, "--no-outputs")
        if code == 0:
            break
        assert number < 3, said
    assert gradebook(course) == wanted
