"""The figures of lesson 02: their numbers are the layer's, and their text describes them."""

import numpy as np
import pytest

from convlib.conv.single import conv_backward
from convlib.lab import plots
from convlib.lab.figures.theme import number
from convlib.lab.figures.words import in_words
from tests.lab.figures.layout import assert_described_and_small, assert_fits, assert_strip_shows_every_frame_legibly

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])
RNG = np.random.default_rng(0)
X6, W3, DH4 = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3)), RNG.integers(-9, 10, (4, 4))

SMALL = {
    "gate": lambda: plots.gate(5, 4, -2),
    "weight_terms": lambda: plots.weight_terms(X, DH, 0, 1),
    "pixel_terms": lambda: plots.pixel_terms((3, 3), W, DH, 1, 1),
    "who_touched": lambda: plots.who_touched((3, 3), W),
    "dW_by_outputs": lambda: plots.dW_by_outputs(X, DH, 2),
    "dX_by_outputs": lambda: plots.dX_by_outputs(DH, W),
}
LARGE = {
    "weight_terms": lambda: plots.weight_terms(X6, DH4, 2, 1),
    "pixel_terms": lambda: plots.pixel_terms((6, 6), W3, DH4, 2, 3),
    "who_touched": lambda: plots.who_touched((6, 6), W3, weights=True),
    "dW_by_outputs": lambda: plots.dW_by_outputs(X6, DH4, 3),
    "dX_by_outputs": lambda: plots.dX_by_outputs(DH4, W3),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_figures_have_alt_text_and_fit(name):
    assert_described_and_small(SMALL[name]())


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert_fits(LARGE[name]())


@pytest.mark.parametrize("name", ["who_touched", "dW_by_outputs", "dX_by_outputs"])
def test_the_strips_of_the_worked_example_show_every_frame_legibly(name, undrawn, sheets):
    assert_strip_shows_every_frame_legibly(SMALL[name](), sheets)


@pytest.mark.parametrize(("X", "W", "dH"), [(X, W, DH), (X6, W3, DH4)])
def test_the_gradients_are_the_layer_s(X, W, dH, undrawn):
    dX, dW = conv_backward(dH, (X, W))
    assert plots.dW_by_outputs(X, dH, len(W)).words[-1].endswith(f"dW is now {in_words(dW)}.")
    assert plots.dX_by_outputs(dH, W).words[-1].endswith(f"dX is now {in_words(dX)}.")
    assert plots.weight_terms(X, dH, 1, 0).alt.endswith(f"= {number(dW[1, 0])}.")
    assert plots.pixel_terms(X.shape, W, dH, 1, 1).alt.endswith(f"= {number(dX[1, 1])}.")


def test_the_words(undrawn):
    alt = plots.gate(5, 4, -2).alt
    assert "dh/dx = w = 4" in alt and "dL/dx = w dL/dh = −8" in alt and "dL/dw = x dL/dh = −10" in alt
    film = plots.who_touched((3, 3), W)
    counts = [int(c.split("seen by ")[1].split()[0]) for c in film.captions]
    assert counts == [1, 2, 1, 2, 4, 2, 1, 2, 1] and "W[" not in film.alt  # or it would give away exercise 2.2
    assert "H[0, 0] with W[1, 1] = 4" in plots.who_touched((3, 3), W, weights=True).words[4]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.dW_by_outputs(X, DH, 3), "dH must have the output's shape (1, 1)"),
        (lambda: plots.weight_terms(X, DH, 2, 0), "W[2, 0] is outside"),
        (lambda: plots.pixel_terms((3, 3), W, DH, 0, 3), "X[0, 3] is outside"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
