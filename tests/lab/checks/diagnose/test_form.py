"""Results in a wrong form are said to be so, and examined all the same."""

import numpy as np

from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES


def sentences(exercise, function):
    return examine_function(examination(exercise), function).sentences


def test_what_is_wrong_with_a_result_without_its_cache_is_said_as_well():
    right = EXERCISES["conv_forward"].solution
    lead, second = sentences("conv_forward", lambda X, W: right(X, W)[0] * 7)
    assert lead.startswith("The cache is missing")
    assert "7" in second


def test_an_array_of_another_shape_in_place_of_a_pair():
    right = EXERCISES["conv_forward"].solution
    lead, second = sentences("conv_forward", lambda X, W: right(X, W)[0].T)
    assert lead == "It must return (H, cache), but it returned one array."
    assert second.startswith("H is transposed")


def test_exchanged_gradients_are_recognised_by_their_shapes():
    right = EXERCISES["conv_backward"].solution

    def exchanged(dH, cache):
        dX, dW = right(dH, cache)
        return dW * 7, dX

    lead, second = sentences("conv_backward", exchanged)
    assert lead == "dX and dW are exchanged: each has the shape of the other."
    assert second.startswith("Every entry of dW") and "7" in second


def test_which_gradient_is_missing_is_not_guessed():
    right = EXERCISES["linear_backward"].solution
    said = sentences("linear_backward", lambda dH, cache: tuple(np.negative(a) for a in right(dH, cache)[1:]))
    assert not any("sign" in sentence for sentence in said)
