"""The figures of lesson 02 that show whether a gradient is correct: for correct, wrong and broken functions."""

import sys

import matplotlib
import numpy as np
import pytest

from convlib.conv.single import conv_backward
from convlib.lab import plots
from convlib.lab.figures.display import Picture
from convlib.lab.figures.theme import WIDEST
from tests.lab.figures.layout import assert_described_and_small, assert_fits, assert_strip_shows_every_frame_legibly

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
RNG = np.random.default_rng(0)
X6, W3 = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3))
EPS = 10.0 ** np.arange(-10, 0)

SMALL = {
    "step_size": lambda: plots.step_size(EPS, 1e-15 / EPS + EPS**2),
    "impulse_view": lambda: plots.impulse_view(conv_backward, X, W),
}
LARGE = {
    "impulse_view": lambda: plots.impulse_view(conv_backward, X6, W3),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_figures_have_alt_text_and_fit(name):
    assert_described_and_small(SMALL[name]())


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert_fits(LARGE[name]())


@pytest.mark.parametrize("name", ["impulse_view"])
def test_the_strips_of_the_worked_example_show_every_frame_legibly(name, undrawn, sheets):
    assert_strip_shows_every_frame_legibly(SMALL[name](), sheets)


def stub(dH, cache):
    raise NotImplementedError("Write conv_backward.")


def rotated(dH, cache):
    dX, dW = conv_backward(dH, (cache[0], cache[1][::-1, ::-1]))
    return dX, dW


def changes_its_inputs(dH, cache):
    dX, dW = conv_backward(dH, cache)
    dH[:], cache[0][:], cache[1][:] = 0, 0, 0
    return dX, dW


def test_impulse_view_of_a_right_function():
    for function in (conv_backward, changes_its_inputs):
        film = plots.impulse_view(function, X, W)
        assert film.captions[2] == "✓ dX is right: W stamped at [1, 0]. ✓ dW is right: the window of X at [1, 0]."
    assert X[0, 0] == 1 and W[0, 0] == 1


def test_impulse_view_of_a_stub_is_a_card():
    card = plots.impulse_view(stub, X, W)
    assert isinstance(card, Picture) and card.alt.startswith("Write conv_backward first")


def test_impulse_view_counts_the_wrong_cells():
    film = plots.impulse_view(rotated, X, W)
    assert film.captions[0] == ("✗ dX differs in 4 cells (crossed). ✓ dW is right: the window of X at [0, 0].")
    assert film.frame(0).png != plots.impulse_view(conv_backward, X, W).frame(0).png


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda dH, cache: dH(0, 0), "✗ conv_backward raised TypeError"),
        (lambda dH, cache: sys.exit(), "raised SystemExit"),
        (lambda dH: None, "raised TypeError"),
        (lambda dH, cache: None, "must return two arrays"),
        (lambda dH, cache: (dH, "text"), "dX has shape (2, 2); it should be (3, 3). ✗ dW is not an array"),
        (lambda dH, cache: ([[1], [1, 2]], None), "dX is not an array of numbers."),
        (lambda dH, cache: (X * np.nan, W * np.inf), "dX differs in 9 cells"),
    ],
)
def test_impulse_view_never_raises(function, words, undrawn):
    film = plots.impulse_view(function, X, W)
    assert words in film.captions[0]
    assert film.frame(0).width <= WIDEST


def test_the_best_step_is_named(undrawn):
    alt = plots.step_size([1e-3, 1e-5, 1e-8], [1e-6, 1e-10, 1e-8]).alt
    assert "smallest error 1e−10 at step 1e−5" in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.step_size([1, 2], [1]), "eps and errors must have one axis and the same length"),
        (lambda: plots.impulse_view(conv_backward, W, X), "must fit inside X"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)


def test_a_chart_is_the_same_whatever_a_reader_has_set_in_matplotlib():
    before = SMALL["step_size"]().png
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linewidth": 9}):
        assert SMALL["step_size"]().png == before
