"""Figures of lesson 06: their numbers are the layer's, they fit, and wrong sizes get a one-sentence error."""

import numpy as np
import pytest

from convlib.conv.im2col import col2im, im2col
from convlib.conv.single import conv_backward
from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE, Film
from convlib.lab.figures.theme import WIDEST
from convlib.lab.figures.words import in_words

X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
DH = np.array([[1.0, -2.0], [0.5, 3.0]])
WIDE = np.arange(1.0, 21.0).reshape(4, 5)
LAYER = (8, 2, 28, 28), (4, 2, 3, 3), 1, 1


def round_trip(X, f, change=0):
    batch, ones = X[None, None], np.ones((1, 1, *X.shape))
    cols = im2col(batch, f, f)
    back, counts = (col2im(c, batch.shape, f, f)[0, 0] for c in (cols, im2col(ones, f, f)))
    return plots.round_trip(X, cols[0], back + change, counts)


FIGURES = {
    "unfolding": lambda: plots.unfolding(X, 2, 2),
    "unfolding with a stride": lambda: plots.unfolding(WIDE, 2, 3, stride=2),
    "folding": lambda: plots.folding(np.outer(W, DH), (3, 3), 2, 2),
    "round_trip": lambda: round_trip(X, 2),
    "forward_product": lambda: plots.forward_product(*LAYER),
    "forward_product of one image": lambda: plots.forward_product((1, 64, 96, 96), (128, 64, 5, 5)),
    "backward_products": lambda: plots.backward_products(*LAYER),
    "backward_products of one image": lambda: plots.backward_products((1, 64, 96, 96), (128, 64, 5, 5)),
    "memory": lambda: plots.memory({"same": LAYER, "fewer": ((1, 3, 9, 9), (2, 3, 7, 7), 5, 0)}),
}


@pytest.mark.parametrize("name", FIGURES)
def test_they_have_alt_text_fit_and_are_legible(name, undrawn, sheets):
    figure = FIGURES[name]()
    picture = figure.strip() if isinstance(figure, Film) else figure
    assert picture.width <= WIDEST and len(picture.alt) > 15
    assert sheets[-1].smallest_text >= LEGIBLE - 0.1


@pytest.mark.parametrize(("image", "f_H", "f_W", "stride"), [(X, 2, 2, 1), (WIDE, 2, 3, 2), (WIDE, 4, 5, 1)])
def test_the_two_orders_fill_the_matrix_of_im2col(image, f_H, f_W, stride, undrawn):
    cols = im2col(image[None, None], f_H, f_W, stride)[0]
    words = plots.unfolding(image, f_H, f_W, stride).words
    assert len(words) == max(cols.shape)
    for k, column in enumerate(cols.T):
        assert f"Column {k} is {in_words(column)}." in words[k]
    for k, row in enumerate(cols):
        assert words[k].endswith(f"Row {k} is {in_words(row)}.")


def test_the_frames_of_both_orders_differ_until_the_last_and_draw():
    film = plots.unfolding(WIDE, 2, 3, stride=2)
    assert film.frame(0).png != film.frame(5).png and film.frame(0).width <= WIDEST


def test_folding_ends_with_the_gradient_of_lesson_2(undrawn):
    film = plots.folding(np.outer(W, DH), (3, 3), 2, 2)
    assert film.words[-1].endswith(f"dX is now {in_words(conv_backward(DH, (X, W))[0])}.")
    dcols = np.arange(24.0).reshape(6, 4)
    film = plots.folding(dcols, WIDE.shape, 2, 3, stride=2)
    assert film.words[-1].endswith(f"{in_words(col2im(dcols[None], (1, 1, 4, 5), 2, 3, 2)[0, 0])}.")


def test_the_round_trip_shows_the_counts_and_says_whether_they_explain_it(undrawn):
    alt = round_trip(X, 2).alt
    assert "[[1, 2, 1], [2, 4, 2], [1, 2, 1]]" in alt and alt.endswith("as often as it was copied.")
    assert round_trip(X, 2, change=1).alt.endswith("This is not X times the counts.")


def test_the_products_have_the_layer_s_sizes(undrawn):
    alt = plots.forward_product(*LAYER).alt
    assert "W.reshape(F, -1) (4, 18) @ cols (8, 18, 784) = H (8, 4, 784)" in alt and "18 weights" in alt
    alt = plots.backward_products(*LAYER).alt
    assert "dH (8, 4, 784) @ cols.T (8, 784, 18) = dW (4, 18), summed over the 8 images" in alt
    assert "W.reshape(F, -1).T (18, 4) @ dH (8, 4, 784) = dcols (8, 18, 784)" in alt and "= db (4, 1)" in alt


def test_memory_is_that_of_the_matrix(undrawn):
    X_shape, W_shape, stride, pad = layer = (2, 3, 9, 8), (4, 3, 3, 2), 2, 1
    cols = im2col(np.zeros(X_shape), *W_shape[2:], stride, pad)
    alt = plots.memory({"a layer": layer}).alt
    assert f"X takes {2 * 3 * 9 * 8 * 8 / 1e3:.2f} kB" in alt
    assert f"{cols.size / np.prod(X_shape):.2f} times as much" in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.unfolding(X.ravel(), 2, 2), "X must have 2 axes"),
        (lambda: plots.unfolding(X, 4, 2), "must fit inside"),
        (lambda: plots.folding(np.zeros((4, 5)), (3, 3), 2, 2), "cols must have the shape (1, 4, 4)"),
        (lambda: plots.round_trip(X, X, X, np.ones((3, 4))), "must have the same shape"),
        (lambda: plots.forward_product((8, 2, 28, 28), (4, 3, 3, 3)), "2 channels"),
        (lambda: plots.memory({"large": ((1, 1, 3, 3), (1, 1, 5, 5), 1, 0)}), "must fit inside"),
    ],
)
def test_wrong_sizes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
