"""The computations: their right choices give the right results, and wrong ones are recognised."""

import numpy as np
import pytest

from convlib.lab.checks.closeness import close
from convlib.lab.checks.diagnose.computations import COMPUTATIONS
from convlib.lab.checks.diagnose.inputs import inputs
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination


@pytest.mark.parametrize("exercise, part", [(name, part) for name, parts in COMPUTATIONS.items() for part in parts])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_first_options_are_the_right_ones(exercise, part):
    exam = examination(exercise)
    computation = COMPUTATIONS[exercise][part]
    right = {name: next(iter(options)) for name, options in computation.choices.items()}
    compared = 0
    for probe in exam.probes:
        want = probe.expected.parts[part]
        value = np.asarray(computation.compute(inputs(exam, probe) | {"own": probe.expected.parts}, **right))
        if np.isfinite(value).all():
            assert close(value.astype(want.dtype), want)
            compared += 1
    assert compared > 2
    for options in computation.options():
        assert computation.words(options)


def test_a_softmax_over_the_samples():
    def over_samples(logits, y):
        p = np.exp(logits - logits.max(axis=0))
        p /= p.sum(axis=0)
        rows = np.arange(len(y)), y
        loss = -np.log(p[rows]).mean()
        p[rows] -= 1
        return loss, p / len(y)

    with np.errstate(all="ignore"):
        first, *_ = examine_function(examination("softmax_cross_entropy"), over_samples).sentences
    assert first.startswith(("loss and dlogits are", "dlogits and loss are"))
    assert "what you get when the softmax runs over axis 0" in first
