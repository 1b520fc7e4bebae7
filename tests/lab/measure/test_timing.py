"""The stopwatch of the lessons."""

from time import sleep

from convlib.lab.measure.timing import seconds


def test_the_fastest_call_counts():
    naps = iter([0.05, 0.02, 0.001, 0.02])
    assert 0.001 <= seconds(lambda: sleep(next(naps)), repeat=3) < 0.02


def test_the_first_call_warms_up_only():
    calls = []
    seconds(lambda: calls.append(1), repeat=2)
    assert len(calls) == 3
