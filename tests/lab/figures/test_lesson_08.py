"""The figures of lesson 08: their numbers, their text, their size, and the curves that grow while they are shown."""

import numpy as np
import pytest

from convlib.course.convnet import ConvNet
from convlib.lab import plots
from convlib.lab.data import CLASSES
from convlib.lab.figures import display
from convlib.lab.figures.lesson_08 import _running_mean
from convlib.lab.figures.theme import WIDEST

RNG = np.random.default_rng(0)
NET = ConvNet(RNG)
X, Y = RNG.random((20, 1, 28, 28)), np.arange(20) % 10


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
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_fit(name, sheets):
    picture = FIGURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST
    assert sheets[0].smallest_text >= 10


def test_the_network_counts_its_numbers(undrawn):
    alt = plots.architecture(NET.params, (1, 28, 28)).alt
    total = sum(param.size for param in NET.params.values())
    assert "max pooling 2, 2 × 2 gives 16 × 7 × 7" in alt and f"It has {total} parameters in all." in alt
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


def test_test_accuracy_is_measured_at_regular_steps():
    grown = curves(lambda: 0.5)
    assert [step for step, _ in grown.tested] == list(range(4, 41, 4))


def test_curves_before_the_first_step(undrawn):
    grown = plots.Curves(lambda: 0.5)
    grown.line("lr 0.05")([2.3])
    assert "lr 0.05: loss 2.3 after 1 step" in grown.done().alt


def test_running_mean():
    assert _running_mean([1, 2, 3, 4], 2) == pytest.approx([1, 1.5, 2.5, 3.5])
    assert _running_mean([5.0], 30) == pytest.approx([5])


def test_in_a_live_notebook_the_curves_grow_in_one_place(undrawn, monkeypatch):
    shown, updated, clock = [], [], iter(np.arange(0, 100, 0.3))

    class Handle:
        update = staticmethod(updated.append)

    def show(picture, display_id):
        shown.append(picture)
        return Handle()

    monkeypatch.setattr(display, "live", lambda: True)
    monkeypatch.setattr(display, "monotonic", lambda: next(clock))
    monkeypatch.setattr("IPython.display.display", show)
    grown = curves()
    assert grown.done() is None
    assert len(shown) == 1 and 3 < len(updated) < 20
    assert "after 40 steps" in updated[-1].alt
