"""The figures of lesson 03: both gradients as convolutions, and the layer as a matrix."""

import numpy as np
import pytest

from convlib.conv.single import conv_backward, conv_forward, conv_matrix
from convlib.lab import plots
from convlib.lab.figures.theme import number
from convlib.lab.figures.words import in_words
from tests.lab.figures.layout import assert_described_and_small, assert_fits, assert_strip_shows_every_frame_legibly

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])
A = conv_matrix(W, 3, 3)
RNG = np.random.default_rng(0)
X6, W3, DH4 = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3)), RNG.integers(-9, 10, (4, 4))
A6 = conv_matrix(W3, 6, 6)

SMALL = {
    "dW_sliding": lambda: plots.dW_sliding(X, DH),
    "rotation": lambda: plots.rotation(W),
    "full_convolution": lambda: plots.full_convolution(DH, W),
    "toeplitz": lambda: plots.toeplitz(A, X, W),
    "toeplitz_transposed": lambda: plots.toeplitz_transposed(A, DH),
    "adjoint": lambda: plots.adjoint(123.25, 99.5),
}
LARGE = {
    "dW_sliding": lambda: plots.dW_sliding(X6, DH4),
    "full_convolution": lambda: plots.full_convolution(DH4, W3),
    "toeplitz": lambda: plots.toeplitz(A6, X6, W3),
    "toeplitz_transposed": lambda: plots.toeplitz_transposed(A6, DH4),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_figures_have_alt_text_and_fit(name):
    assert_described_and_small(SMALL[name]())


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert_fits(LARGE[name]())


@pytest.mark.parametrize("name", ["dW_sliding", "rotation", "full_convolution"])
def test_the_strips_of_the_worked_example_show_every_frame_legibly(name, undrawn, sheets):
    assert_strip_shows_every_frame_legibly(SMALL[name](), sheets)


@pytest.mark.parametrize(("X", "W", "dH"), [(X, W, DH), (X6, W3, DH4)])
def test_the_numbers_are_the_layer_s(X, W, dH, undrawn):
    dX, dW = conv_backward(dH, (X, W))
    for film, gradient in ((plots.dW_sliding(X, dH), dW), (plots.full_convolution(dH, W), dX)):
        assert [c.split(" = ")[-1] for c in film.captions] == [f"{number(value)}." for value in gradient.ravel()]
    matrix = conv_matrix(W, *X.shape)
    assert in_words(dX.ravel()) in plots.toeplitz_transposed(matrix, dH).alt
    assert in_words(conv_forward(X, W)[0].ravel()) in plots.toeplitz(matrix, X, W).alt


def test_the_words(undrawn):
    assert plots.full_convolution(DH, W).captions[0] == "Only W[0, 0] overlaps dH: dX[0, 0] = 1."
    assert plots.full_convolution(DH4, W3).captions[5].startswith("Only W[0, 2] overlaps dH")
    assert plots.full_convolution(DH, W).captions[4] == "4 weights overlap dH: dX[1, 1] = 2."
    assert "[[4, 3], [2, 1]]" in plots.rotation(W).words[-1]


def test_the_balance_says_whether_both_sides_agree(undrawn):
    assert "They agree" in plots.adjoint(1 / 3, 1 / 3 + 1e-13).alt
    assert "123.4567" in plots.adjoint(123.4567, 123.4568).alt
    assert "They differ by" in plots.adjoint(123.4567, 123.4568).alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.full_convolution(DH, W[0]), "W must have 2 axes"),
        (lambda: plots.rotation(W[0]), "W must have 2 axes"),
        (lambda: plots.toeplitz(A.T, X, W), "A must have shape (4, 9)"),
        (lambda: plots.toeplitz_transposed(A.T, DH), "A must have a row for each"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
