"""The judge in a process of its own: when it hangs or dies, what was judged stays, and no fault of ours is a 0."""

import os
import signal
import time

import pytest

from convlib.lab.checks.report import Report
from grading.bank import exercises_of
from grading.build.notebooks import exercise_source
from grading.course import NotGraded
from grading.judge import process as module
from grading.judge.judge import Cell
from grading.judge.process import judge_in_process
from grading.sandbox.bubblewrap import Sandbox

LESSON = exercises_of("01_convolution_by_hand")
RIGHT = [
    Cell("import numpy as np\nfrom convlib.lab import shapes"),
    *(Cell(exercise_source(exercise), exercise.name) for exercise in LESSON),
]
LONG = 60


@pytest.fixture
def judging(monkeypatch):
    """``judging(function)`` puts a function in place of the judge: the process is forked, so it has it as well."""

    def judging(function):
        def judge(exercises, cells, sandbox, files, seed, seconds, judged):
            first = exercises[0]
            judged(first.name, Report(first.name, 2, 2, True, [], None, ""))
            function()

        monkeypatch.setattr(module, "judge_submission", judge)
        monkeypatch.setattr(module.threading, "active_count", lambda: 1)
        return lambda seconds=LONG: judge_in_process(LESSON, RIGHT, Sandbox(unsafe=True), seconds=seconds)

    return judging


@pytest.mark.usefixtures("needs_bubblewrap")
def test_the_reports_are_those_of_the_judge():
    reports = judge_in_process(LESSON, RIGHT, Sandbox(), {"given.py": b""}, seed=3)
    assert reports.seed == 3
    assert {name: report.score for name, report in reports.items()} == {e.name: e.points for e in LESSON}


@pytest.mark.usefixtures("needs_bubblewrap")
def test_what_was_judged_before_the_time_was_over_keeps_its_points():
    cells = [*RIGHT[:3], Cell("import time\nwhile True: time.sleep(1)"), *RIGHT[3:]]
    reports = judge_in_process(LESSON, cells, Sandbox(), seconds=6)
    assert [report.passed for report in reports.values()] == [True, True, False, False]
    assert reports["conv_forward"].properties[0].message.startswith("not judged: all cells and calls")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the judge's stand-in reaches the process only by a fork")
class TestWithoutASandbox:
    def test_a_judge_that_hangs_is_terminated_with_what_it_started(self, judging, monkeypatch, tmp_path):
        monkeypatch.setattr(module, "GRACE_SECONDS", 0)
        noted = tmp_path / "pid"

        def hang():
            if (child := os.fork()) == 0:
                time.sleep(1000)
            noted.write_text(str(child))
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True:
                time.sleep(1)

        reports = judging(hang)(1)
        assert [report.passed for report in reports.values()] == [True, False, False, False]
        assert ended(int(noted.read_text()))

    def test_it_ends_with_the_process_that_wanted_it(self, judging, tmp_path):
        noted = tmp_path / "pid"
        judge = judging(lambda: noted.write_text(str(os.getpid())) and time.sleep(1000))
        if (parent := os.fork()) == 0:
            judge()
        while not (noted.exists() and noted.read_text()):
            time.sleep(0.01)
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)
        assert ended(int(noted.read_text()))

    @pytest.mark.parametrize("end", [lambda: os._exit(0), lambda: os.kill(os.getpid(), signal.SIGKILL)])
    def test_a_judge_that_dies_is_no_grade(self, judging, end):
        with pytest.raises(NotGraded, match="ended early"):
            judging(end)()

    def test_a_judge_that_fails_is_no_grade(self, judging):
        with pytest.raises(NotGraded, match="the judge failed with ZeroDivisionError"):
            judging(lambda: 1 / 0)()

    @pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no memory limit here")
    def test_memory_is_limited(self, judging):
        with pytest.raises(NotGraded, match="MemoryError"):
            judging(lambda: bytearray(2 * module.MEMORY_BYTES))()

    def test_the_reason_for_no_grade_gets_through(self, judging):
        def refuse():
            raise NotGraded("the sandbox did not start")

        with pytest.raises(NotGraded, match="the sandbox did not start"):
            judging(refuse)()

    def test_a_process_that_cannot_be_started_is_no_grade(self, judging, monkeypatch):
        monkeypatch.setattr(module, "PAUSES", (0, 0))
        tried = []

        def fork():
            tried.append(1)
            raise OSError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(module.os, "fork", fork)
        with pytest.raises(NotGraded, match="Resource temporarily unavailable"):
            judging(lambda: None)()
        assert len(tried) == 3


def ended(pid):
    """Whether a process is gone, or about to be."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if open(f"/proc/{pid}/stat").read().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_each_submission_gets_a_seed_of_its_own(judging):
    assert judging(lambda: None)().seed != judging(lambda: None)().seed
