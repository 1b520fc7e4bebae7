"""What goes wrong besides is said as well."""

import numpy as np

from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES

KEPT = "a second call returns something else than the first"


def sentences(exercise, function):
    return examine_function(examination(exercise), function).sentences


def test_fractions_that_are_cut_off_beside_another_mistake():
    right = EXERCISES["conv_backward"].solution

    def backward(dH, cache):
        dX, dW = right(dH, cache)
        return dX.astype(cache[0].dtype), 7 * dW

    said = sentences("conv_backward", backward)
    assert "7" in said[0]
    assert said[1:] == ["Besides, dX holds only whole numbers in some cases: fractions are cut off."]


def test_a_dtype_that_must_be_kept():
    right = EXERCISES["im2col"].solution
    said = sentences("im2col", lambda *args, **kwargs: 7.0 * right(*args, **kwargs).astype(float))
    assert "Besides, cols has dtype float64, but it must keep that of the input, float32." in said


def test_a_second_call_that_adds_to_the_first():
    right = EXERCISES["conv_backward"].solution
    kept = {}

    def backward(dH, cache):
        dX, dW = right(dH, cache)
        before = kept.get(dX.shape)
        kept[dX.shape] = dX if before is None or np.shape(before) != dX.shape else before + dX
        key = dH.tobytes()
        kept[key] = kept.get(key, 0) + 1
        return 7 * dX * kept[key], dW

    assert any(KEPT in sentence for sentence in sentences("conv_backward", backward))


def test_what_does_not_depend_on_earlier_calls_is_not_said_to():
    right = EXERCISES["conv_backward"].solution
    said = sentences("conv_backward", lambda dH, cache: (7 * right(dH, cache)[0], right(dH, cache)[1]))
    assert len(said) == 1


def test_inputs_that_are_changed():
    def backward(dH, X):
        dH *= 7 * (X > 0)
        return dH

    assert sentences("relu_backward", backward)[-1] == "Besides, the inputs are changed: work on a copy."
