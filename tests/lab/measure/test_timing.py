"""The lessons' stopwatch, with a clock that the test sets."""

import pytest

from convlib.lab.measure import timing


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless it is moved."""

    class Clock:
        now = 0.0

    monkeypatch.setattr(timing, "perf_counter", lambda: Clock.now)
    return Clock


def taking(clock, durations):
    """A function whose calls take these times, one after the other."""
    left = iter(durations)

    def call():
        clock.now += next(left)

    return call


def test_the_fastest_call_counts(clock):
    assert timing.seconds(taking(clock, [9.0, 2.0, 0.5, 3.0]), repeat=3) == 0.5


def test_the_first_call_warms_up_only(clock):
    assert timing.seconds(taking(clock, [0.5, 3.0, 2.0]), repeat=2) == 2.0


def test_it_is_called_as_often_as_asked_and_once_more(clock):
    calls = []

    def call():
        calls.append(1)
        clock.now += 1.0

    timing.seconds(call, repeat=2)
    assert len(calls) == 3


def test_a_call_shorter_than_a_tick_of_the_clock_is_repeated(monkeypatch):
    spent = [0.0]

    def call():
        spent[0] += 3e-5

    monkeypatch.setattr(timing, "perf_counter", lambda: spent[0] // 1e-4 * 1e-4)
    assert timing.seconds(call, repeat=3) == pytest.approx(3e-5, rel=0.1)
