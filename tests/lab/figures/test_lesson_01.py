"""The figures of lesson 01: their numbers, their words and their size."""

import matplotlib
import numpy as np
import pytest

from convlib.conv.single import conv_forward
from convlib.lab import plots
from convlib.lab.figures.theme import number
from tests.lab.figures.layout import (
    assert_described_and_small,
    assert_fits,
    assert_strip_shows_every_frame_legibly,
    picture_of,
)

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])
RNG = np.random.default_rng(0)
X6, W3, DH4 = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3)), RNG.integers(-9, 10, (4, 4))

SMALL = {
    "arrays": lambda: plots.arrays(X=X, W=W, dH=DH, b=[1, 2, 3.5]),
    "sliding": lambda: plots.sliding(X, W),
    "correlation_and_convolution": lambda: plots.correlation_and_convolution(X, W),
    "positions": lambda: plots.positions(8, 3, 2),
    "images": lambda: plots.images(picture=X, vertical_edges=X - 5),
}
LARGE = {
    "arrays": lambda: plots.arrays(X=X6, W=W3, dH=DH4),
    "sliding": lambda: plots.sliding(X6, W3),
    "correlation_and_convolution": lambda: plots.correlation_and_convolution(X6, W3),
    "positions": lambda: plots.positions(28, 5, 3),
    "images": lambda: plots.images(**{name: X6 for name in "abcdef"}),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_figures_have_alt_text_and_fit(name):
    assert_described_and_small(SMALL[name]())


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert_fits(LARGE[name]())


@pytest.mark.parametrize("name", ["sliding"])
def test_the_strips_of_the_worked_example_show_every_frame_legibly(name, undrawn, sheets):
    assert_strip_shows_every_frame_legibly(SMALL[name](), sheets)


def test_the_sliding_captions_are_the_forward_pass():
    film = plots.sliding(X, W)
    assert film.words[0] == "W is at [0, 0]: H[0, 0] = 37. H[0, 0] = 1 × 1 + 2 × 2 + 4 × 3 + 5 × 4."
    H, _ = conv_forward(X, W)
    assert [c.split(" = ")[-1] for c in film.captions] == [f"{number(value)}." for value in H.ravel()]


def test_the_words(undrawn):
    alt = plots.correlation_and_convolution(X, W).alt
    assert "[[37, 47], [67, 77]]" in alt and "[[23, 33], [53, 63]]" in alt
    alt = plots.positions(8, 3, 2).alt
    assert alt.startswith("3 positions for a filter of length 3 on 8 cells") and "1 cell left over" in alt
    assert "none left over" in plots.positions(5, 2).alt
    assert "[[1, 2], [3, 4]]" in plots.arrays(W=W).alt
    assert "values −4 to 4" in plots.images(edges=X - 5).alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.arrays(X=np.zeros((2, 2, 2))), "X must have 1 or 2 axes"),
        (lambda: plots.sliding(X.ravel(), W), "X must have 2 axes"),
        (lambda: plots.sliding(W, X), "must fit inside X"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["images", "sliding"])
def test_a_drawing_is_the_same_whatever_a_reader_has_set_in_matplotlib(name):
    before = picture_of(SMALL[name]()).png
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linewidth": 9}):
        assert picture_of(SMALL[name]()).png == before
