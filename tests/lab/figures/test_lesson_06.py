"""Figures of lesson 06: their numbers are the layer's, they fit, and wrong sizes are said in one sentence."""

import numpy as np
import pytest

from convlib.conv.im2col import col2im, im2col
from convlib.conv.single import conv_backward
from convlib.lab import plots
from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import LEGIBLE, Film
from convlib.lab.figures.theme import WIDEST
from convlib.lab.figures.words import in_words

X = np.arange(1.0, 10.0).reshape(3, 3)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
DH = np.array([[1.0, -2.0], [0.5, 3.0]])
WIDE = np.arange(1.0, 21.0).reshape(4, 5)
LAYER = (8, 2, 28, 28), (4, 2, 3, 3), 1, 1
TIMES = {"small": {"loops": 0.61, "taps": 0.0023, "yours": 0.00111}, "large": {"taps": 0.04, "yours": 0.9999999}}
BLOCKS = {1: 85e-6, 2: 47.26e-6, 64: 9.2e-6, 1024: 27e-6}
CACHES = {"L1": 32 * 1024, "L2": 2**20, "L3": 2**25}
RATES = {"first": (4.0, {"taps": 2.1e9, "yours": 6.4e9}), "deep": (160.0, {"yours": 33.5e9, "quick": 120e9})}


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
    "race": lambda: plots.race(TIMES),
    "blocks": lambda: plots.blocks(BLOCKS, 28224, CACHES),
    "blocks without caches": lambda: plots.blocks({1: 0.5}, 28224, {}),
    "roofline": lambda: plots.roofline(100e9, 20e9, RATES),
    "roofline of six ways": lambda: plots.roofline(100e9, 20e9, {"one": (1.0, {way: 1e9 for way in "abcdef"})}),
    "race in one decade": lambda: plots.race({"one": {"a": 1.0}}),
}


@pytest.fixture
def undrawn(monkeypatch):
    """Lay the figures out without drawing them: the time goes into drawing."""

    def header(sheet):
        return bytes(16) + (2 * sheet.width).to_bytes(4, "big") + (2 * sheet.height).to_bytes(4, "big")

    monkeypatch.setattr(Sheet, "png", header)


@pytest.mark.parametrize("name", FIGURES)
def test_they_have_alt_text_fit_and_are_legible(name, undrawn, monkeypatch):
    sheets = []
    make = Sheet.__init__
    monkeypatch.setattr(Sheet, "__init__", lambda self, *size: (make(self, *size), sheets.append(self))[0])
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
    assert "dH (8, 4, 784) @ cols.T (8, 784, 18) = dW (4, 18), added up over the 8 images" in alt
    assert "W.reshape(F, -1).T (18, 4) @ dH (8, 4, 784) = dcols (8, 18, 784)" in alt and "= db (4, 1)" in alt


def test_memory_is_that_of_the_matrix(undrawn):
    X_shape, W_shape, stride, pad = layer = (2, 3, 9, 8), (4, 3, 3, 2), 2, 1
    cols = im2col(np.zeros(X_shape), *W_shape[2:], stride, pad)
    alt = plots.memory({"a layer": layer}).alt
    assert f"X takes {2 * 3 * 9 * 8 * 8 / 1e3:.2f} kB" in alt
    assert f"{cols.size / np.prod(X_shape):.2f} times as much" in alt


def test_the_race_names_the_fastest_and_the_ratios(undrawn):
    alt = plots.race(TIMES).alt
    assert "small, yours: 1.11 ms: the fastest." in alt and "small, loops: 610 ms = 550 × the fastest." in alt
    assert "large, taps: 40 ms: the fastest." in alt and "large, yours: 1 s = 25 × the fastest." in alt
    assert "12 µs: the fastest" in plots.race({"a": {"b": 12e-6}}).alt


def test_the_blocks_name_the_quickest_and_the_caches(undrawn):
    alt = plots.blocks(BLOCKS, 28224, CACHES).alt
    assert "1 image, cols 27.6 KiB: 85 µs." in alt and "64 images, cols 1.72 MiB: 9.2 µs, the quickest." in alt
    assert "L1 holds 32 KiB. L2 holds 1 MiB. L3 holds 32 MiB." in alt
    assert "does not tell what its caches hold" in plots.blocks(BLOCKS, 28224, {}).alt


def test_the_roofline_compares_each_rate_with_what_the_machine_allows(undrawn):
    alt = plots.roofline(100e9, 20e9, RATES).alt
    assert "memory: 20 GB/s and processor: 100 GFLOP/s; they meet at 5 operations per byte" in alt
    assert "first, 4 operations per byte: taps 2.1 GFLOP/s, 3 % of the roof. yours 6.4 GFLOP/s, 8 % of the roof." in alt
    assert "yours 33.5 GFLOP/s, 34 % of the roof. quick 120 GFLOP/s, 120 % of the roof." in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.unfolding(X.ravel(), 2, 2), "X must have 2 axes"),
        (lambda: plots.unfolding(X, 4, 2), "must fit inside"),
        (lambda: plots.folding(np.zeros((4, 5)), (3, 3), 2, 2), "cols must have the shape (1, 4, 4)"),
        (lambda: plots.round_trip(X, X, X, np.ones((3, 4))), "must have the same shape"),
        (lambda: plots.forward_product((8, 2, 28, 28), (4, 3, 3, 3)), "2 channels"),
        (lambda: plots.memory({"large": ((1, 1, 3, 3), (1, 1, 5, 5), 1, 0)}), "must fit inside"),
        (lambda: plots.race({}), "at least one time"),
        (lambda: plots.blocks({}, 1, {}), "at least one block"),
        (lambda: plots.blocks({1: 0.0}, 1, {}), "must be positive"),
        (lambda: plots.roofline(1.0, 1.0, {"a": (1.0, {})}), "at least one rate"),
        (lambda: plots.roofline(1.0, 1.0, {"a": (0.0, {"b": 1.0})}), "must be positive"),
        (lambda: plots.race({"a": {"b": 0.0}}), "must be positive"),
    ],
)
def test_wrong_sizes_are_said_in_one_sentence(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
