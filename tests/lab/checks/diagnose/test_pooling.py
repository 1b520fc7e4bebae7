"""Max pooling with two wrong choices at once."""

import numpy as np

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.alternatives import chosen
from convlib.lab.checks.diagnose.computations import COMPUTATIONS
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination


def test_where_gradients_go_is_described():
    def last_maximum_exchanged(dH, cache):
        X, f, stride = cache
        dX = np.zeros(X.shape)
        for n, c, h, w in np.ndindex(*dH.shape):
            window = X[n, c, h * stride : h * stride + f, w * stride : w * stride + f]
            j, i = np.argwhere(window == window.max())[-1]
            dX[n, c, h * stride + i, w * stride + j] += dH[n, c, h, w]
        return dX

    (sentence,) = examine_function(examination("maxpool_backward"), last_maximum_exchanged).sentences
    assert sentence == (
        "dX is what you get when the last of several equal maxima gets the gradient, instead of the first, and row "
        "and column of the maximum inside the window are swapped."
    )


def test_two_wrong_choices_of_the_forward_pass():
    exam = examination("maxpool_forward")
    caller = LocalCaller(smallest_of_the_first_image, exam)
    trials = [(probe, caller.call(probe)) for probe in exam.probes]
    (sentence,) = chosen(exam, trials, "H", COMPUTATIONS["maxpool_forward"]["H"], 60)
    assert sentence == (
        "H is what you get when the smallest entry of each window is taken, and the first image's windows are used "
        "for all images."
    )


def smallest_of_the_first_image(X, f, stride):
    n_H, n_W = ((n - f) // stride + 1 for n in X.shape[2:])
    H = np.zeros((*X.shape[:2], n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        H[..., h, w] = X[:1, :, h * stride : h * stride + f, w * stride : w * stride + f].min(axis=(2, 3))
    return H, (X, f, stride)
