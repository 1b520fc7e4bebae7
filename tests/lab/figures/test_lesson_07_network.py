"""The figures of lesson 07 about all layers together: their numbers are the layers', and they fit."""

import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE
from convlib.lab.figures.theme import WIDEST
from convlib.lab.figures.words import in_words
from convlib.nn import layers, losses

W = np.array([[1.0, 0.5], [3, -1], [2, 4]])
BIAS = np.array([0.5, -2])
NET = [
    ("images", (2, 1, 28, 28)),
    ("conv", (2, 8, 24, 24)),
    ("relu", (2, 8, 24, 24)),
    ("max pool", (2, 8, 12, 12)),
    ("flatten", (2, 1152)),
    ("linear", (2, 10)),
    ("softmax\nand loss", ()),
]

FIGURES = {"routes": plots.routes, "network": lambda: plots.network(NET, [shape for _, shape in NET])}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_are_legible(name, sheets):
    picture = FIGURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert picture.width <= WIDEST and len(picture.alt) > 60
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05


def test_the_routes_are_the_layers_own(undrawn):
    window = np.array([[1.0, 3], [4, 2]])[None, None]
    dz = losses.softmax_cross_entropy(np.log([[0.7, 0.2, 0.1]]), np.array([1]))[1][0]
    backs = {
        "[2, 5, 3]": layers.relu_backward(np.array([2.0, 5, 3]), np.array([1.0, 2, -1])),
        "[3]": layers.maxpool_backward(np.full((1, 1, 1, 1), 3.0), (window, 2, 2)).ravel(),
        "[8]": layers.avgpool_backward(np.full((1, 1, 1, 1), 8.0), (window, 2, 2)).ravel(),
        "[2, −1]": layers.linear_backward(np.array([[2.0, -1]]), (np.array([[1.0, 2, -1]]), W, BIAS))[0][0],
        "[L]": dz,
    }
    alt = plots.routes().alt
    for dH, dX in backs.items():
        assert f": {dH} comes back as {in_words(dX)}." in alt


def test_the_network_names_every_shape(undrawn):
    alt = plots.network(NET, [shape for _, shape in NET]).alt
    assert "conv: (2, 1, 28, 28) becomes (2, 8, 24, 24), and the gradient (2, 8, 24, 24) becomes (2, 1, 28, 28)" in alt
    assert "softmax and loss: (2, 10) becomes ()" in alt


def test_lists_of_other_lengths_are_rejected():
    with pytest.raises(ValueError) as error:
        plots.network(NET, [])
    assert "must have the same length, at least 2, but have 7 and 0 entries" in str(error.value)
