"""Central differences with wrong choices."""

import numpy as np

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.alternatives import chosen
from convlib.lab.checks.diagnose.differences import differences
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination


def test_two_slips_are_described_together():
    def gradient(func, x, dH, eps=1e-5):
        moved, found = x.astype(float), []
        for place in np.ndindex(x.shape):
            moved[place] += eps
            up = func(moved).sum()
            moved[place] -= 2 * eps
            found.append((up - func(moved).sum()) / (2 * eps))
        return np.reshape(found, x.shape)

    exam = examination("numerical_gradient")
    trials = [(probe, LocalCaller(gradient, exam).call(probe)) for probe in exam.probes]
    (said,) = chosen(exam, trials, "gradient", differences, 100)
    assert said == (
        "gradient is what you get when dH is not used, and an entry of x is not put back before the next one is "
        "changed."
    )


def test_inputs_that_are_changed_come_first_if_nothing_else_is_known():
    def gradient(func, x, dH, eps=1e-5):
        x[...] = 5
        return np.full(x.shape, np.pi) * np.arange(x.size).reshape(x.shape) ** 3

    said = examine_function(examination("numerical_gradient"), gradient).sentences
    assert said[-1] == "The inputs are changed: work on a copy." or (said[-1].startswith("Besides") and said[1:])
    assert not said[0].startswith("Besides")
