"""The figures of lesson 07: their numbers are the layers', they fit, and they have alt text."""

import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE, Film
from convlib.lab.figures.theme import WIDEST, number
from convlib.lab.figures.words import in_words
from convlib.nn import layers, losses

X = np.array([[1.0, -2.0, 3.0], [-0.5, 4.0, 0.0]])
DH = np.array([[2.0, 5.0, -1.0], [3.0, -2.0, 4.0]])
IMAGE = np.array([[1.0, 3, 2, 0], [4, 2, 1, 5], [0, 6, 7, 2], [3, 1, 4, 8]])
PEAK = np.array([[1.0, 2, 0], [3, 9, 4], [5, 6, 7]])
TIED = np.array([[2.0, 5, 5, 1], [5, 0, 5, 5]])
G = np.array([[1.0, -2], [0.5, 3]])
W = np.array([[1.0, 0.5], [3, -1], [2, 4]])
BIAS = np.array([0.5, -2])
BATCH = np.array([[1.0, 2, -1], [0.5, 3, 2], [2, 0, 1], [-1, 1, 0]])
DBATCH = np.array([[2.0, -1], [1, 3], [-2, 1], [0, 1]])

FIGURES = {
    "relu_gates": lambda: plots.relu_gates(X, DH),
    "max_pooling": lambda: plots.max_pooling(IMAGE, 2, 2),
    "switches": lambda: plots.switches(IMAGE, G, 2, 2),
    "switches, overlapping": lambda: plots.switches(PEAK, G, 2, 1),
    "switches, tied": lambda: plots.switches(TIED, np.array([[4.0, -3]]), 2, 2),
    "average_shares": lambda: plots.average_shares((4, 4), G, 2, 2),
    "addresses": lambda: plots.addresses(np.arange(1, 13).reshape(2, 2, 3), 1, 1, 0),
    "wires": lambda: plots.wires([1, 2, -1], W, BIAS, [2, -1]),
    "linear_products": lambda: plots.linear_products(BATCH, W, BIAS, DBATCH),
    "softmax_bars": lambda: plots.softmax_bars([2, 1, -1], 1),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_are_legible(name, undrawn, sheets):
    figure = FIGURES[name]()
    picture = figure.strip() if isinstance(figure, Film) else figure
    assert picture.width <= WIDEST and len(picture.alt) > 60
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05
    if isinstance(figure, Film):
        assert figure.width <= WIDEST and all(figure.captions)


def test_a_picture_is_drawn():
    picture = FIGURES["softmax_bars"]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000


def test_the_gates_are_the_relu_s(undrawn):
    alt = plots.relu_gates(X, DH).alt
    assert f"H = {in_words(layers.relu_forward(X)[0])}" in alt
    assert alt.endswith(f"dX = {in_words(layers.relu_backward(DH, X))}.")
    assert "[[on, off, on], [off, on, off]]" in alt


@pytest.mark.parametrize(
    ("image", "f", "stride"), [(IMAGE, 2, 2), (PEAK, 2, 1), (TIED, 2, 2), (IMAGE, 3, 1), (IMAGE, 1, 3)]
)
def test_pooling_in_the_figures_is_the_layer_s(image, f, stride, undrawn):
    H, cache = layers.maxpool_forward(image[None, None], f, stride)
    dH = np.random.default_rng(0).integers(-9, 10, H.shape[2:]).astype(float)
    film = plots.max_pooling(image, f, stride)
    assert [c.split(" = ")[1].split(",")[0] for c in film.captions] == [number(h) for h in H.ravel()]
    dX = layers.maxpool_backward(dH[None, None], cache)[0, 0]
    assert plots.switches(image, dH, f, stride).words[-1].endswith(f"dX is now {in_words(dX)}.")
    dX = layers.avgpool_backward(dH[None, None], cache)[0, 0]
    assert plots.average_shares(image.shape, dH, f, stride).words[-1].endswith(f"dX is now {in_words(dX)}.")


def test_the_words_about_overlaps_and_ties(undrawn):
    film = plots.switches(PEAK, G, 2, 1)
    assert film.captions[0] == "dH[0, 0] = 1 goes to X[1, 1], the winner."
    assert film.captions[3].endswith("and is added to what is there: −0.5 + 3 = 2.5.")
    film = plots.switches(TIED, np.array([[4.0, -3]]), 2, 2)
    assert film.captions == [
        "dH[0, 0] = 4 goes to X[0, 1], the first of 2 that tie.",
        "dH[0, 1] = −3 goes to X[0, 2], the first of 3 that tie.",
    ]
    assert "3 entries tie for it" in plots.max_pooling(TIED, 2, 2).captions[1]


def test_the_address_is_flatten_s(undrawn):
    sample = np.arange(24).reshape(2, 3, 4)
    H, _ = layers.flatten_forward(sample[None])
    for c, h, w in [(0, 0, 1), (1, 2, 3), (1, 0, 0)]:
        place = int(np.flatnonzero(H[0] == sample[c, h, w])[0])
        assert f"X[n, {c}, {h}, {w}] is at H[n, {place}]" in plots.addresses(sample, c, h, w).alt


def test_the_linear_figures_are_the_layer_s(undrawn):
    H, cache = layers.linear_forward(BATCH, W, BIAS)
    alt = plots.linear_products(BATCH, W, BIAS, DBATCH).alt
    for values in (H, *layers.linear_backward(DBATCH, cache)):
        assert f"= {in_words(values)}." in alt
    alt = plots.wires(BATCH[0], W, BIAS, DBATCH[0]).alt
    assert f"gives h = {in_words(H[0])}" in alt and f"gives dx = {in_words(DBATCH[0] @ W.T)}" in alt


@pytest.mark.parametrize(("z", "y"), [([2.0, 1.0, -1.0], 1), ([3.0, 0.5], 0)])
def test_the_bars_are_the_loss_s(z, y, undrawn):
    loss, gradient = losses.softmax_cross_entropy(np.array([z]), np.array([y]))
    alt = plots.softmax_bars(z, y).alt
    assert f"= {number(loss)}." in alt and alt.endswith(f"gradient: {in_words(gradient[0])}.")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.relu_gates(X, DH.T), "dH and X must have the same shape"),
        (lambda: plots.max_pooling(X[0], 2, 2), "X must have 2 axes"),
        (lambda: plots.max_pooling(IMAGE, 5, 1), "must fit"),
        (lambda: plots.switches(IMAGE, G[:1], 2, 2), "dH must have the output's shape (2, 2)"),
        (lambda: plots.average_shares((4, 4), G, 2, 1), "dH must have the output's shape (3, 3)"),
        (lambda: plots.addresses(X, 0, 0, 0), "X must have the axes (C, n_H, n_W)"),
        (lambda: plots.addresses(X[None], 1, 0, 0), "c must be from 0 to 0, the channels of X, but got 1"),
        (lambda: plots.addresses(X[None], 0, 2, 0), "is outside"),
        (lambda: plots.wires([1, 2], W, BIAS, [2, -1]), "X has 2 columns, but W has 3 rows"),
        (lambda: plots.linear_products(BATCH, W, BIAS, BATCH), "dH must have the shape (4, 2)"),
        (lambda: plots.softmax_bars([1, 2], 2), "classes from 0 to 1"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
