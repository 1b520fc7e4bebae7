"""A function that does not return is interrupted, and the report says where it was."""

import threading
from time import process_time

import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.watchdog import Limited, TimeIsUp, limited

ENDLESS = "def f(x, w):\n    n = 0\n    while n < 1:\n        n = 0 * n\n    return x, n\n"


def endless():
    while True:
        pass


def test_what_returns_in_time_is_returned():
    assert limited(lambda: 7, process_time() + 1000) == 7


def test_what_does_not_return_is_interrupted():
    with pytest.raises(TimeIsUp):
        limited(endless, process_time())


def test_code_that_catches_the_first_interrupt_gets_another():
    caught = []

    def catches_once():
        try:
            endless()
        except KeyboardInterrupt:
            caught.append(1)
        endless()

    with pytest.raises(TimeIsUp):
        limited(catches_once, process_time())
    assert caught == [1]


def test_the_stop_button_still_stops():
    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        limited(stopped, process_time() + 1000)


def test_there_is_no_limit_where_nothing_can_interrupt(monkeypatch):
    found = []
    thread = threading.Thread(target=lambda: found.append(limited(lambda: 7, process_time())))
    thread.start()
    thread.join()
    assert found == [7]

    def no_threads(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_threads)
    assert limited(lambda: 8, process_time()) == 8


def test_no_call_is_made_after_the_time_is_up(exam, cell):
    calls = []

    def function(x, w):
        calls.append(1)
        return cell(ENDLESS)["f"](x, w)

    caller = Limited(LocalCaller(function, exam), 0.0)
    outcomes = [caller.call(probe) for probe in exam.probes]
    assert len(calls) == 1 and not caller.has_companion
    assert {(o.problem, o.stop.line) for o in outcomes} == {("it was still running after 0 seconds.", 3)}


def test_the_report_says_in_which_loop(exam, cell):
    report = examine_function(exam, cell(ENDLESS)["f"], seconds=0.0)
    assert report.sentences == [
        "It was still running after 0 seconds, in line 3:\n    while n < 1:\nIs there a loop that never ends?"
    ]
    assert {r.message for r in report.properties if r.tested} == {"it was still running after 0 seconds."}
    assert not report.score and report.line == 3 and report.mistake is None


def test_a_right_function_is_not_held_up(exam, right):
    assert examine_function(exam, right, seconds=1000).passed


def test_a_function_that_the_student_calls_may_end_the_loop(exam, cell):
    calls = []

    def counted():
        calls.append(1)
        if len(calls) > 3:
            raise TimeIsUp("3 calls")
        return 0

    space = cell(ENDLESS.replace("0 * n", "counted()"))
    counted.__module__ = "convlib.counted"
    space["counted"] = counted
    report = examine_function(exam, space["f"], seconds=1000)
    assert report.sentences[0].startswith("It was still running after 3 calls, in line")
    assert report.line and len(calls) == 4
