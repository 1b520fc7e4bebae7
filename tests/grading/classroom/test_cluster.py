"""Several machines: a Dask scheduler and two workers in processes of their own."""

import os
import re
import subprocess
import sys

import pytest

from grading.classroom import autograde
from grading.course import ROOT

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


def start(*arguments, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    return subprocess.Popen(command, env=environment | options, stderr=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture
def started():
    """A scheduler on a free port: its address and its process."""
    process = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    for line in process.stderr:
        if found := re.search(r"tcp://127\.0\.0\.1:\d+", line):
            break
    yield found[0], process
    process.kill()
    process.communicate()


@pytest.fixture
def scheduler(started):
    """Its address."""
    return started[0]


@pytest.fixture
def workers(scheduler, tmp_path):
    """Two workers, which the test may kill."""
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "dask")]
    processes = [start("dask_worker", scheduler, *options) for _ in range(2)]
    for process in processes:
        for line in process.stderr:
            if "Registered to" in line:
                break
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def grade(course, scheduler, **options):
    return autograde.grade(course.root, unsafe_no_sandbox=True, outputs=False, scheduler=scheduler, **options)


def test_the_same_gradebook_although_a_worker_is_killed(course, scheduler, workers):
    students = [f"student{number}" for number in range(6)]
    for number, student in enumerate(students):
        course.submit(student, *(["conv_forward"] if number % 2 else []), marker="conv_forward = None")
    done = []

    def kill_one(progress):
        done.append(progress.last)
        if len(done) == 1:
            workers[0].kill()

    result = grade(course, scheduler, progress=kill_one)
    assert result.exit_code == 0 and [each.student for each in result.submissions] == students
    found = {each.student: each.score for each in result.submissions}
    local = autograde.grade(course.root, unsafe_no_sandbox=True, outputs=False, force=True, jobs=2)
    assert found == {each.student: each.score for each in local.submissions}
    assert len(set(found.values())) == 2


def test_a_scheduler_that_is_killed_is_one_sentence_and_loses_nothing(course, started, workers):
    for number in range(8):
        course.submit(f"student{number}")
    address, process = started
    result = grade(course, address, progress=lambda progress: process.kill())
    assert result.exit_code == 1 and "has ended" in result.faults[0]
    assert {str(each.status) for each in result.submissions} == {"graded", "not graded"}
    assert set(course.scores()) == {each.student for each in result.submissions if str(each.status) == "graded"}


def test_what_is_missing_is_one_sentence(quick_course, scheduler):
    quick_course.submit("ada")
    for address, sentence in ((scheduler, "has no workers"), ("tcp://127.0.0.1:1", "There is no Dask scheduler")):
        result = grade(quick_course, address)
        assert result.exit_code == 1 and sentence in result.faults[0]
        assert [str(each.status) for each in result.submissions] == ["not graded"]
    assert quick_course.scores() == {}
    assert quick_course.grade().exit_code == 0
