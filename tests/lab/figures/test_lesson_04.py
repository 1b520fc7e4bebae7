"""The figures of lesson 04: their numbers are the layer's, they fit, and wrong shapes get a one-sentence error."""

import numpy as np
import pytest

from convlib.conv.single import correlate_valid
from convlib.conv.strided import conv_backward_strided, conv_forward_strided, dilate2d
from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE
from convlib.lab.figures.theme import WIDEST, number
from convlib.lab.figures.words import in_words

X = np.arange(1.0, 21.0).reshape(4, 5)
W = np.array([[1.0, 2.0], [3.0, 4.0]])
DH = np.array([[1.0, -2.0], [0.5, 3.0]])
DH3 = np.array([[1.0, -2.0, 3.0], [2.0, -1.0, 0.5], [-3.0, 1.0, 2.0]])
RNG = np.random.default_rng(0)
X7, W3 = RNG.integers(-9, 10, (6, 7)), RNG.integers(-3, 4, (3, 2))
G = RNG.integers(-9, 10, (3, 4))

PICTURES = {
    "times_seen": lambda: plots.times_seen((5, 6), (3, 3), pads=(0, 1)),
    "times_seen_strided": lambda: plots.times_seen((4, 5), (2, 2), pads=(0, 1), stride=2),
    "windows": lambda: plots.windows(X, W, 2, 1),
    "kept": lambda: plots.kept(correlate_valid(X, W), 2),
    "there_and_back": lambda: plots.there_and_back(X, W, DH3, 2, 1),
}
FILMS = {
    "strided": lambda: plots.strided(X, W, 2),
    "way_back": lambda: plots.way_back(DH3, W, X.shape, 2, 1),
    "stamps": lambda: plots.stamps(DH, W, X.shape, 2),
}
LARGE = {
    "times_seen": lambda: plots.times_seen((7, 7), (3, 2), pads=(0, 1), stride=3),
    "strided": lambda: plots.strided(X7, W3, 2).strip(),
    "windows": lambda: plots.windows(X7, W3, 3, 2),
    "kept": lambda: plots.kept(correlate_valid(X7, W3), 3),
    "way_back": lambda: plots.way_back(G, W3, X7.shape, 2, 1).strip(),
    "stamps": lambda: plots.stamps(G[:2, :3], W3, X7.shape, 2).strip(),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_have_alt_text_fit_and_are_legible(name, sheets):
    picture = PICTURES[name]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05


@pytest.mark.parametrize("name", FILMS)
def test_strips_show_every_frame_legibly(name, undrawn, sheets):
    film = FILMS[name]()
    strip = film.strip()
    assert strip.width <= WIDEST and len(film.frames) <= 9 and all(film.captions)
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert LARGE[name]().width <= WIDEST


@pytest.mark.parametrize(
    ("X", "W", "dH", "stride", "pad"),
    [(X, W, DH, 2, 0), (X, W, DH3, 2, 1), (X7, W3, G, 2, 1), (X7, W3, np.ones((6, 8)), 1, 1)],
)
def test_the_numbers_are_the_layer_s(X, W, dH, stride, pad, undrawn):
    H, cache = conv_forward_strided(X, W, stride, pad)
    dX, _ = conv_backward_strided(dH, cache)
    if stride >= max(W.shape):
        assert plots.windows(X, W, stride, pad).alt.endswith(f"H = {in_words(H)}.")
    outputs = correlate_valid(np.pad(X, pad), W)
    assert plots.kept(outputs, stride).alt.endswith(f"{in_words(H)}.")
    whole = plots.there_and_back(X, W, dH, stride, pad).alt
    spread = in_words(dilate2d(dH, stride, outputs.shape))
    assert f"H = {in_words(H)}." in whole and whole.endswith(f"dX = {in_words(dX)}.") and spread in whole
    back = plots.way_back(dH, W, X.shape, stride, pad)
    assert spread in back.words[1] and back.words[-1].endswith(f"dX = {in_words(dX)}.")
    if not pad:
        film = plots.strided(X, W, stride)
        assert [c.split(" = ")[-1] for c in film.captions] == [f"{number(value)}." for value in H.ravel()]
        assert plots.stamps(dH, W, X.shape, stride).words[-1].endswith(f"dX is now {in_words(dX)}.")


def test_the_words_about_what_is_seen(undrawn):
    alt = plots.times_seen((4, 5), (2, 2), pads=(0, 1), stride=2).alt
    assert "[1, 1, 1, 1, 0]" in alt and "4 pixels never seen" in alt and alt.endswith("every pixel is seen.")
    assert "[4, 6, 6, 6, 6, 4]" in plots.times_seen((5, 6), (3, 3), pads=(1,)).alt
    assert "33 pixels never seen" in plots.times_seen((7, 7), (2, 2), stride=3).alt
    assert plots.strided(X, W, 2).title.endswith("with stride 2; 1 column (hatched) is seen by no window.")
    assert plots.strided(X, W).title.endswith("nothing is left over.")
    assert plots.strided(X, W, 2).captions[1] == "H[0, 1] sees the window at [0, 2]: H[0, 1] = 71."
    assert "rows 0, 2 and columns 0, 2" in plots.kept(correlate_valid(X, W), 2).alt
    assert "and 1 column of zeros for" in plots.way_back(DH, W, X.shape, 2, 0).captions[1]
    assert plots.way_back(np.ones((3, 4)), W, X.shape, 1, 0).captions[1] == "Dilate: entries 1 apart, zeros in between."
    assert "1 column (hatched) is seen by no window" in plots.windows(X, W, 2, 1).alt
    assert "1 row and 1 column (hatched) are seen" in plots.windows(np.ones((5, 5)), W, 2, 0).alt
    assert plots.stamps(DH, W, X.shape, 2).captions[1] == "H[0, 1] stamps −2 × W at [0 × 2, 1 × 2] = [0, 2]."


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.times_seen((4, 5), (5, 2)), "The filter (5, 2) must fit inside the padded input"),
        (lambda: plots.times_seen((4, 5), (2, 2), stride=0), "stride must be an integer"),
        (lambda: plots.strided(X.ravel(), W), "X must have 2 axes"),
        (lambda: plots.strided(W, X), "W (4, 5) must fit inside X (2, 2)"),
        (lambda: plots.windows(W, X, 5, 1), "The filter (4, 5) must fit inside the padded input"),
        (lambda: plots.windows(X, W, 1, 1), "stride must be at least 2 for the filter (2, 2)"),
        (lambda: plots.kept(X[0], 2), "H must have 2 axes"),
        (lambda: plots.there_and_back(X, W, DH, 2, 1), "dH must have the shape (3, 3)"),
        (lambda: plots.way_back(DH, W, X.shape, 2, 1), "dH must have the shape (3, 3)"),
        (lambda: plots.stamps(DH, W, X.shape, 1), "dH must have the shape (3, 4)"),
    ],
)
def test_wrong_shapes_get_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
