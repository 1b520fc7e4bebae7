"""The figures of lesson 08 about what a network has learned: their text states the numbers, and they fit."""

import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.data import CLASSES
from convlib.lab.figures.lesson_08_results import _tenths
from convlib.lab.figures.theme import WIDEST

RNG = np.random.default_rng(0)
FILTERS = RNG.normal(size=(8, 1, 3, 3))
COUNTS = np.diag(range(10, 20)) + np.eye(10, k=2, dtype=int)
COUNTS[6, 0] = 7
X, Y = RNG.random((20, 1, 28, 28)), np.arange(20) % 10
SAID = np.eye(10)[Y]
SAID[3], SAID[7] = 0.1 * np.eye(10)[3] + 0.9 * np.eye(10)[5], 0.4 * np.eye(10)[7] + 0.6 * np.eye(10)[9]
EXHIBITS = [("right", 0.82, 1e-10), ("dX is zero", 0.775, 1.0), ("a name that is somewhat longer", 0.8, 0.31)]

FIGURES = {
    "confusion": lambda: plots.confusion(COUNTS, CLASSES),
    "filters": lambda: plots.filters(before=FILTERS, after=FILTERS + 0.5),
    "mistaken": lambda: plots.mistaken(X, Y, SAID, CLASSES),
    "museum": lambda: plots.museum(EXHIBITS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_fit(name, sheets):
    picture = FIGURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST
    assert sheets[0].smallest_text >= 10


def test_the_confusion_matrix_in_words(undrawn):
    alt = plots.confusion(COUNTS, CLASSES).alt
    assert "T-shirt/top 10 of 11" in alt and "Shirt 16 of 24" in alt
    assert alt.endswith("The most frequent error: Shirt mistaken for T-shirt/top, 7 times.")


def test_the_most_confident_mistakes_come_first(undrawn):
    alt = plots.mistaken(X, Y, SAID, CLASSES).alt
    assert alt.startswith("2 images") and alt.endswith(
        "Dress (10 %) mistaken for Sandal (90 %); Sneaker (40 %) mistaken for Ankle boot (60 %)."
    )


def test_filters_tell_how_far_they_moved(undrawn):
    assert "changed by 0.5 (root mean square)" in FIGURES["filters"]().alt
    assert [_tenths(value) for value in (0.31, -1.24, -0.04, 1.0)] == [".3", "−1.2", "0", "1"]


def test_the_museum_in_words(undrawn):
    alt = plots.museum(EXHIBITS).alt
    assert "right: accuracy 82.0 %, gradient check passes, error 1e−10" in alt
    assert "dX is zero: accuracy 77.5 %, gradient check fails, error 1" in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.confusion(np.eye(3), CLASSES), "counts must have shape (10, 10)"),
        (
            lambda: plots.mistaken(X, Y, np.eye(10)[Y], CLASSES),
            "At least one image must be misclassified, but all 20",
        ),
    ],
)
def test_what_cannot_be_drawn_gets_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
