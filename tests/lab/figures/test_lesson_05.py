"""The figures of lesson 05: their numbers are the layer's, they fit, and their text describes them."""

import numpy as np
import pytest

from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.single import conv_backward, conv_forward
from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE, Film
from convlib.lab.figures.lesson_05 import SLICES
from convlib.lab.figures.theme import WIDEST, number
from convlib.lab.figures.words import in_words

RNG = np.random.default_rng(5)
X, W = RNG.integers(-9, 10, (2, 3, 4, 5)), RNG.integers(-4, 5, (4, 3, 3, 2))
B, DH = np.array([0.5, -1, 2, 3]), RNG.integers(-9, 10, (2, 4, 2, 4)) / 2
DX, DW, DB = conv2d_backward(DH, (X, W, B, 1, 0))
PICTURE = RNG.uniform(size=(3, 6, 8))

FIGURES = {
    "colour_image": lambda: plots.colour_image(PICTURE, redness=PICTURE[0] - PICTURE[1]),
    "through_channels": lambda: plots.through_channels(X[0], W[1], -1, 1, 2),
    "index_flow": lambda: plots.index_flow(),
    "slices_forward": lambda: plots.slices("H"),
    "slices_backward": lambda: plots.slices("dX", "dW", "db"),
    "one_index_flow": lambda: plots.index_flow("dW"),
    "dX_by_filters": lambda: plots.dX_by_filters(DH[0], W, 1),
    "dW_by_images": lambda: plots.dW_by_images(X, DH, 2, 1),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_alt_text_and_fit_legibly(name, sheets):
    figure = FIGURES[name]()
    picture = figure.strip() if isinstance(figure, Film) else figure
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 40 and picture.width <= WIDEST
    # The numbers in the animations are at their widest here.
    assert isinstance(figure, Film) or sheets[-1].smallest_text >= LEGIBLE


def test_the_strips_of_the_lesson_s_example_are_legible(undrawn, sheets):
    dH = np.array([[[1, -2], [0.5, 3]], [[2, 0], [1, -1]], [[0, 1], [-1, 2]]])
    W = np.array([[[1, 0], [2, -1]], [[0, 1], [-1, 1]]])
    X = np.array([[[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[0, 1, 2], [1, 0, 1], [3, 2, 0]]])
    for film in (
        plots.dX_by_filters(dH, np.array([W, W[::-1] + 1, 2 * W]), 1),
        plots.dW_by_images(np.array([X, X[::-1]]), np.array([dH, 2 * dH[::-1]]), 2, 1),
    ):
        film.strip()
        assert sheets[-1].smallest_text >= LEGIBLE - 0.05


def test_one_output_is_the_layer_s(undrawn):
    H, _ = conv2d_forward(X, W, B)
    assert plots.through_channels(X[0], W[1], B[1], 1, 2).alt.endswith(f"= {number(H[0, 1, 1, 2])}.")


def test_the_films_end_with_the_layer_s_gradients(undrawn):
    film = plots.dX_by_filters(DH[0], W, 1)
    assert len(film.frames) == len(W) and film.words[-1].endswith(f"dX[1] is now {in_words(DX[0, 1])}.")
    film = plots.dW_by_images(X, DH, 2, 1)
    assert len(film.frames) == len(X) and film.words[-1].endswith(f"dW[2, 1] is now {in_words(DW[2, 1])}.")


def test_the_flows_are_the_letters_of_the_layer(undrawn):
    alt = plots.index_flow().alt
    assert "H from X times W: image n is kept; filter k is kept; channel c is summed; position i, j and u, v" in alt
    assert "dX from dH times W: image n is kept; filter k is summed; channel c is kept; position h, w and u, v" in alt
    assert "dW from dH times X: image n is summed; filter k is kept; channel c is kept; position h, w and i, j" in alt
    assert "db from dH times 1: image n is summed; filter k is kept; position h, w is summed." in alt
    assert plots.index_flow("dW").alt in alt


@pytest.mark.parametrize("name", SLICES)
def test_the_slices_that_are_marked_are_those_of_the_gradient(name):
    """The result's slice is the sum of the terms that the marked slices contribute, one after the other."""
    result, used, _, _, total = SLICES[name]
    sizes = {"X": X, "W": W, "b": B, "H": DH}
    marked = {
        array: [
            index
            for index in np.ndindex(sizes[array.removeprefix("d")].shape[: len(chosen)])
            if all(want in (None, i) for want, i in zip(chosen, index, strict=True))
        ]
        for array, chosen in used.items()
    }
    if name == "H":
        terms = [conv_forward(X[x], W[w])[0] for x, w in zip(marked["X"], marked["W"], strict=True)]
        assert np.allclose(sum(terms) + B[marked["b"][0]], conv2d_forward(X, W, B)[0][result])
    elif name == "dX":
        terms = [conv_backward(DH[h], (X[result], W[w]))[0] for h, w in zip(marked["dH"], marked["W"], strict=True)]
        assert np.allclose(sum(terms), DX[result])
    elif name == "dW":
        terms = [conv_backward(DH[h], (X[x], W[result]))[1] for h, x in zip(marked["dH"], marked["X"], strict=True)]
        assert np.allclose(sum(terms), DW[result])
    else:
        terms = [DH[h] for h in marked["dH"]]
        assert np.allclose(np.sum(terms), DB[result])
    assert name == "db" or total.endswith(f": {len(terms)} terms")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.colour_image(PICTURE[:2]), "X must have the shape (3, n_H_prev, n_W_prev)"),
        (lambda: plots.through_channels(X[0], W[0, :2], 0, 0, 0), "must have the same number of channels"),
        (lambda: plots.through_channels(X[0], W[0], 0, 2, 0), "H[2, 0] is outside H"),
        (lambda: plots.index_flow("dH"), "must be among H, dX, dW and db, but got: dH"),
        (lambda: plots.slices(), "but got: none"),
        (lambda: plots.dX_by_filters(DH[0], W, 3), "c must be from 0 to 2, but got 3"),
        (lambda: plots.dX_by_filters(DH[0, :2], W, 0), "must have the same number of filters"),
        (lambda: plots.dW_by_images(X[:1], DH, 0, 0), "the same number of images"),
        (lambda: plots.dW_by_images(X, DH, 4, 0), "k must be from 0 to 3, but got 4"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
