"""The figures of lesson 8: their numbers, their words, their size, and the curves that are drawn while they grow."""

import numpy as np
import pytest

from convlib.course.convnet import ConvNet
from convlib.lab import plots
from convlib.lab.data import CLASSES
from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import Picture
from convlib.lab.figures.lesson_08 import running_mean, tenths
from convlib.lab.figures.theme import WIDEST

RNG = np.random.default_rng(0)
NET = ConvNet(RNG)
COUNTS = np.diag(range(10, 20)) + np.eye(10, k=2, dtype=int)
COUNTS[6, 0] = 7
X, Y = RNG.random((20, 1, 28, 28)), np.arange(20) % 10
SAID = np.eye(10)[Y]
SAID[3], SAID[7] = 0.1 * np.eye(10)[3] + 0.9 * np.eye(10)[5], 0.4 * np.eye(10)[7] + 0.6 * np.eye(10)[9]
EXHIBITS = [("right", 0.82, 1e-10), ("dX is zero", 0.775, 1.0), ("a name that is somewhat longer", 0.8, 0.31)]


def curves(test=None):
    grown = plots.Curves(test, every=4)
    for name, start in (("lr 0.05", 0), ("lr 0.01", 20)):
        on_step, losses = grown.line(name, start), []
        for k in range(20):
            losses.append(2.0 / (k + 1))
            on_step(losses)
    return grown


FIGURES = {
    "clothes": lambda: plots.clothes(X, Y, CLASSES),
    "architecture": lambda: plots.architecture(NET.params, (1, 28, 28)),
    "spreads": lambda: plots.spreads({"He's rule": [1, 1.1, 0.9], "half as large": [1, 0.5, 0.25]}),
    "kink": lambda: plots.kink(3e-6, 1e-5),
    "gradient_check": lambda: plots.gradient_check({"W1": 1e-10, "b1": 0.0, "W2": 0.3, "b2": 2.5}),
    "curves": lambda: curves().done(),
    "curves_with_test": lambda: curves(lambda: 0.87).done(),
    "losses": lambda: plots.losses(twenty_images=[2.3, 0.5, 0.01]),
    "confusion": lambda: plots.confusion(COUNTS, CLASSES),
    "filters": lambda: plots.filters(before=NET.params["W1"], after=NET.params["W1"] + 0.5),
    "mistaken": lambda: plots.mistaken(X, Y, SAID, CLASSES),
    "museum": lambda: plots.museum(EXHIBITS),
}


@pytest.fixture
def undrawn(monkeypatch):
    """Lay the figures out without drawing them: the time goes into drawing."""

    def header(sheet):
        return bytes(16) + (2 * sheet.width).to_bytes(4, "big") + (2 * sheet.height).to_bytes(4, "big")

    monkeypatch.setattr(Sheet, "png", header)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_fit(name, monkeypatch):
    sheets = []
    make = Sheet.__init__
    monkeypatch.setattr(Sheet, "__init__", lambda self, *size: (make(self, *size), sheets.append(self))[0])
    picture = FIGURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST
    assert sheets[0].smallest_text >= 10


def test_the_network_counts_its_numbers(undrawn):
    alt = plots.architecture(NET.params, (1, 28, 28)).alt
    total = sum(param.size for param in NET.params.values())
    assert "max pooling 2, 2 × 2 gives 16 × 7 × 7" in alt and f"It learns {total} numbers in all." in alt
    assert "flatten gives 784" in alt and f"together {NET.params['W3'].size + 10}" in alt
    small = ConvNet(RNG, (2, 9, 14), (3, 4), 5)
    assert "flatten gives 24" in plots.architecture(small.params, (2, 9, 14)).alt


def test_the_kink_is_measured_as_in_the_text(undrawn):
    assert "measures 0.65" in plots.kink(3e-6, 1e-5).alt and "its slope is 1" in plots.kink(3e-6, 1e-5).alt
    assert "its slope is 0" in plots.kink(-3e-6, 1e-5).alt


def test_the_gradient_check_names_the_wrong_ones(undrawn):
    alt = FIGURES["gradient_check"]().alt
    assert "W1 right (1e−10), b1 right (0), W2 WRONG (0.3), b2 WRONG (2.5)" in alt


def test_curves_follow_each_other(undrawn):
    picture = curves(lambda: 0.87).done()
    assert "lr 0.05: loss 0.36 after 20 steps; lr 0.01: loss 0.36 after 40 steps" in picture.alt
    assert picture.alt.endswith("Test accuracy at the end: 87.0 %.")
    assert "Test accuracy" not in curves().done().alt


def test_the_test_images_are_asked_every_so_many_steps():
    grown = curves(lambda: 0.5)
    assert [step for step, _ in grown.tested] == list(range(4, 41, 4))


def test_curves_before_the_first_step(undrawn):
    grown = plots.Curves(lambda: 0.5)
    grown.line("lr 0.05")([2.3])
    assert "lr 0.05: loss 2.3 after 1 step" in grown.done().alt


def test_running_mean():
    assert running_mean([1, 2, 3, 4], 2) == pytest.approx([1, 1.5, 2.5, 3.5])
    assert running_mean([5.0], 30) == pytest.approx([5])


def test_in_a_live_notebook_the_curves_grow_in_one_place(undrawn, monkeypatch):
    shown, updated = [], []

    class Handle:
        update = staticmethod(updated.append)

    def display(picture, display_id):
        shown.append(picture)
        return Handle()

    clock = iter(np.arange(0, 100, 0.3))
    monkeypatch.setattr(display, "live", lambda: True)
    monkeypatch.setattr(display, "monotonic", lambda: next(clock))
    monkeypatch.setattr("IPython.display.display", display)
    grown = curves()
    assert grown.done() is None
    assert len(shown) == 1 and 3 < len(updated) < 20
    assert all(isinstance(picture, Picture) for picture in [*shown, *updated])
    assert "after 40 steps" in updated[-1].alt


def test_the_confusion_matrix_in_words(undrawn):
    alt = plots.confusion(COUNTS, CLASSES).alt
    assert "T-shirt/top 10 of 11" in alt and "Shirt 16 of 24" in alt
    assert alt.endswith("The most frequent mistake: Shirt taken for T-shirt/top, 7 times.")


def test_the_surest_mistakes_come_first(undrawn):
    alt = plots.mistaken(X, Y, SAID, CLASSES).alt
    assert alt.startswith("2 images") and alt.endswith(
        "Dress (10 %) taken for Sandal (90 %); Sneaker (40 %) taken for Ankle boot (60 %)."
    )


def test_filters_tell_how_far_they_moved(undrawn):
    assert "changed by 0.5 in the root mean square" in FIGURES["filters"]().alt
    assert [tenths(value) for value in (0.31, -1.24, -0.04, 1.0)] == [".3", "−1.2", "0", "1"]


def test_the_museum_in_words(undrawn):
    alt = plots.museum(EXHIBITS).alt
    assert "right: accuracy 82.0 %, gradient check passes, error 1e−10" in alt
    assert "dX is zero: accuracy 77.5 %, gradient check fails, error 1" in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.confusion(np.eye(3), CLASSES), "counts must have shape (10, 10)"),
        (lambda: plots.mistaken(X, Y, np.eye(10)[Y], CLASSES), "No image is mistaken"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
