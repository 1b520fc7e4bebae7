"""The figures of lesson 09: their text states the numbers, and their errors are one sentence."""

import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.figures.theme import WIDEST

RNG = np.random.default_rng(0)
IMAGE, FILTERS, MAPS = RNG.random((28, 28)), RNG.normal(size=(8, 3, 3)), RNG.random((8, 28, 28))
WINDOWS, RESPONSES = RNG.random((8, 3, 3, 3)), -np.sort(-RNG.random((8, 3)))
TABLE = {
    "the shapes are right": {"dW grows": False, "a bug with quite a long name": True},
    "called twice": {"dW grows": True, "a bug with quite a long name": True},
}

FIGURES = {
    "caught_by": lambda: plots.caught_by(TABLE),
    "feature_maps": lambda: plots.feature_maps(IMAGE, FILTERS, MAPS),
    "fires_most": lambda: plots.fires_most(FILTERS, WINDOWS, RESPONSES),
    "gradient_on_image": lambda: plots.gradient_on_image(MAPS[:2], MAPS[:2] - 0.5, ["a score", "another score"]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_drawn_and_fit(name):
    picture = FIGURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert picture.width <= WIDEST and len(picture.alt) > 20


@pytest.mark.parametrize("name", FIGURES)
def test_their_text_is_legible(name, undrawn, sheets):
    FIGURES[name]()
    assert sheets[-1].smallest_text >= 10


def test_large_figures_fit(undrawn):
    many = {f"a test with a name of some length, number {k}": {f"bug {n}": k > n for n in range(12)} for k in range(9)}
    assert plots.caught_by(many).width <= WIDEST
    assert plots.fires_most(np.ones((12, 5, 5)), np.ones((12, 2, 5, 5)), np.ones((12, 2))).width <= WIDEST
    assert plots.feature_maps(IMAGE, np.ones((11, 3, 5)), np.ones((11, 20, 30))).width <= WIDEST


def test_the_words_are_the_numbers(undrawn):
    assert plots.caught_by(TABLE).alt == (
        "the shapes are right: catches 1 of 2 bugs, misses dW grows. called twice: catches 2 of 2 bugs."
    )
    alt = plots.feature_maps(IMAGE, FILTERS, np.full((8, 2, 2), 0.25)).alt
    assert "8 filters" in alt and "filter 7 up to 0.25" in alt
    assert "filter 0: 1.5;" in plots.fires_most(FILTERS, WINDOWS, np.full((8, 3), 1.5)).alt
    gradient = np.zeros((1, 9, 9))
    gradient[0, :, :4], gradient[0, :, 4:] = 2, -0.5
    alt = plots.gradient_on_image(np.ones((1, 9, 9)), gradient, ["the score of a boot"]).alt
    assert "the score of a boot: the gradient reaches 2 in absolute value" in alt
    assert "36 raise the score when they become brighter, 4 lower it" in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.caught_by({}), "table must have the same bugs, at least one"),
        (lambda: plots.caught_by({"a": {"x": True}, "b": {"y": True}}), "but got {'a': ['x'], 'b': ['y']}"),
        (lambda: plots.feature_maps(IMAGE, FILTERS, MAPS[:3]), "one entry for each filter"),
        (lambda: plots.fires_most(FILTERS, WINDOWS, RESPONSES[:3]), "responses (F, n)"),
        (lambda: plots.gradient_on_image(MAPS, MAPS[:2], ["a"]), "must have the same shape"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
