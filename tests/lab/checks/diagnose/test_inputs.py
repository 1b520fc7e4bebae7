"""The inputs of a probe by name."""

import numpy as np

from convlib.lab.checks.diagnose.inputs import arrays, inputs, with_arrays
from convlib.lab.checks.stored import examination


def test_a_cache_is_unpacked_and_a_shape_is_not():
    exam = examination("conv2d_backward")
    assert list(inputs(exam, exam.probes[0])) == ["dH", "X", "W", "b", "stride", "pad"]
    exam = examination("col2im")
    assert len(inputs(exam, exam.probes[0])["X_shape"]) == 4
    assert list(arrays(exam, exam.probes[0])) == ["cols"]


def test_arrays_are_exchanged_in_place():
    exam = examination("conv_backward")
    probe = exam.probes[0]
    other = with_arrays(exam, probe, {"W": np.zeros(arrays(exam, probe)["W"].shape)})
    assert not other.args[1][1].any() and other.args[1][0] is probe.args[1][0] and other.args[0] is probe.args[0]
