"""Figures: their numbers, their words, their size, and what they do live, static and for a broken function."""

import os
import subprocess
import sys
from base64 import b64decode, b64encode
from types import SimpleNamespace

import IPython
import matplotlib
import numpy as np
import pytest

from convlib.conv.single import conv_backward, conv_forward, conv_matrix
from convlib.lab import plots
from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import LEGIBLE, Film, Picture
from convlib.lab.figures.theme import WIDEST, factor, number, wrapped
from convlib.lab.figures.words import in_words

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])
A = conv_matrix(W, 3, 3)
RNG = np.random.default_rng(0)
X6, W3, DH4 = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3)), RNG.integers(-9, 10, (4, 4))
A6 = conv_matrix(W3, 6, 6)
EPS = 10.0 ** np.arange(-10, 0)

SMALL = {
    "arrays": lambda: plots.arrays(X=X, W=W, dH=DH, b=[1, 2, 3.5]),
    "sliding": lambda: plots.sliding(X, W),
    "correlation_and_convolution": lambda: plots.correlation_and_convolution(X, W),
    "positions": lambda: plots.positions(8, 3, 2),
    "images": lambda: plots.images(picture=X, vertical_edges=X - 5),
    "gate": lambda: plots.gate(5, 4, -2),
    "weight_terms": lambda: plots.weight_terms(X, DH, 0, 1),
    "pixel_terms": lambda: plots.pixel_terms((3, 3), W, DH, 1, 1),
    "who_touched": lambda: plots.who_touched((3, 3), W),
    "dW_by_outputs": lambda: plots.dW_by_outputs(X, DH, 2),
    "dX_by_outputs": lambda: plots.dX_by_outputs(DH, W),
    "dW_sliding": lambda: plots.dW_sliding(X, DH),
    "impulse_view": lambda: plots.impulse_view(conv_backward, X, W),
    "step_size": lambda: plots.step_size(EPS, 1e-15 / EPS + EPS**2),
    "rotation": lambda: plots.rotation(W),
    "full_convolution": lambda: plots.full_convolution(DH, W),
    "toeplitz": lambda: plots.toeplitz(A, X, W),
    "toeplitz_transposed": lambda: plots.toeplitz_transposed(A, DH),
    "adjoint": lambda: plots.adjoint(123.25, 99.5),
}
FILMS = [
    "sliding",
    "who_touched",
    "dW_by_outputs",
    "dX_by_outputs",
    "dW_sliding",
    "impulse_view",
    "rotation",
    "full_convolution",
]
LARGE = {
    "arrays": lambda: plots.arrays(X=X6, W=W3, dH=DH4),
    "sliding": lambda: plots.sliding(X6, W3),
    "correlation_and_convolution": lambda: plots.correlation_and_convolution(X6, W3),
    "positions": lambda: plots.positions(28, 5, 3),
    "images": lambda: plots.images(**{name: X6 for name in "abcdef"}),
    "weight_terms": lambda: plots.weight_terms(X6, DH4, 2, 1),
    "pixel_terms": lambda: plots.pixel_terms((6, 6), W3, DH4, 2, 3),
    "who_touched": lambda: plots.who_touched((6, 6), W3, weights=True),
    "dW_by_outputs": lambda: plots.dW_by_outputs(X6, DH4, 3),
    "dX_by_outputs": lambda: plots.dX_by_outputs(DH4, W3),
    "dW_sliding": lambda: plots.dW_sliding(X6, DH4),
    "impulse_view": lambda: plots.impulse_view(conv_backward, X6, W3),
    "full_convolution": lambda: plots.full_convolution(DH4, W3),
    "toeplitz": lambda: plots.toeplitz(A6, X6, W3),
    "toeplitz_transposed": lambda: plots.toeplitz_transposed(A6, DH4),
}


@pytest.fixture
def undrawn(monkeypatch):
    """Lay the figures out without drawing them: the time goes into drawing."""

    def header(sheet):
        return bytes(16) + (2 * sheet.width).to_bytes(4, "big") + (2 * sheet.height).to_bytes(4, "big")

    monkeypatch.setattr(Sheet, "png", header)
    monkeypatch.setattr("matplotlib.axes.Axes.text", lambda *_, **__: None)


def picture_of(figure):
    return figure.strip() if isinstance(figure, Film) else figure


@pytest.mark.parametrize("name", SMALL)
def test_small_figures_have_alt_text_and_fit(name):
    picture = picture_of(SMALL[name]())
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST


@pytest.mark.parametrize("name", LARGE)
def test_large_figures_fit(name, undrawn):
    assert picture_of(LARGE[name]()).width <= WIDEST


@pytest.mark.parametrize("name", FILMS)
def test_the_strips_of_the_worked_example_show_every_frame_legibly(name, undrawn, monkeypatch):
    sheets = []
    make = Sheet.__init__
    monkeypatch.setattr(Sheet, "__init__", lambda self, *size: (make(self, *size), sheets.append(self))[0])
    film = SMALL[name]()
    film.strip()
    assert len(film.frames) <= 9
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05
    assert film.width <= WIDEST and all(film.captions)


def test_no_figure_hides_another_of_its_name():
    modules = [module for name, module in sys.modules.items() if name.startswith("convlib.lab.plots.lesson")]
    names = [
        name
        for module in modules
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", None) == module.__name__ and not name.startswith("_")
    ]
    assert len(modules) >= 7 and len(names) == len(set(names))


def test_numbers_are_short_and_true():
    written = {
        3.0: "3",
        -2: "−2",
        16.5: "16.5",
        1 / 3: "0.333",
        123.5: "123.5",
        1e-7: "1e−7",
        -0.0: "0",
        1200: "1200",
        2.5e-10: "2.5e−10",
        np.inf: "∞",
        999.9999: "1000",
    }
    for value, text in written.items():
        assert number(value) == text
    assert number(np.nan) == "nan" and number(None) == "" and factor(-2) == "(−2)" and factor(2) == "2"
    assert wrapped("a + b + c", 10, 1, between=" + ") == ["a", "+ b", "+ c"]


def test_the_sliding_captions_are_the_forward_pass():
    film = plots.sliding(X, W)
    assert film.words[0] == "W lies at [0, 0]: H[0, 0] = 37. H[0, 0] = 1 × 1 + 2 × 2 + 4 × 3 + 5 × 4."
    H, _ = conv_forward(X, W)
    assert [c.split(" = ")[-1] for c in film.captions] == [f"{number(value)}." for value in H.ravel()]


@pytest.mark.parametrize(("X", "W", "dH"), [(X, W, DH), (X6, W3, DH4)])
def test_gradients_in_the_figures_are_the_layer_s(X, W, dH, undrawn):
    dX, dW = conv_backward(dH, (X, W))
    assert plots.dW_by_outputs(X, dH, len(W)).words[-1].endswith(f"dW is now {in_words(dW)}.")
    assert plots.dX_by_outputs(dH, W).words[-1].endswith(f"dX is now {in_words(dX)}.")
    for film, gradient in ((plots.dW_sliding(X, dH), dW), (plots.full_convolution(dH, W), dX)):
        assert [c.split(" = ")[-1] for c in film.captions] == [f"{number(value)}." for value in gradient.ravel()]
    assert plots.weight_terms(X, dH, 1, 0).alt.endswith(f"= {number(dW[1, 0])}.")
    assert plots.pixel_terms(X.shape, W, dH, 1, 1).alt.endswith(f"= {number(dX[1, 1])}.")
    matrix = conv_matrix(W, *X.shape)
    assert in_words(dX.ravel()) in plots.toeplitz_transposed(matrix, dH).alt
    assert in_words(conv_forward(X, W)[0].ravel()) in plots.toeplitz(matrix, X, W).alt


def test_the_words_of_the_other_figures(undrawn):
    alt = plots.correlation_and_convolution(X, W).alt
    assert "[[37, 47], [67, 77]]" in alt and "[[23, 33], [53, 63]]" in alt
    alt = plots.gate(5, 4, -2).alt
    assert "dh/dx = w = 4" in alt and "dL/dx = w dL/dh = −8" in alt and "dL/dw = x dL/dh = −10" in alt
    assert plots.positions(8, 3, 2).alt.startswith("3 places") and "1 cell left over" in plots.positions(8, 3, 2).alt
    assert "none left over" in plots.positions(5, 2).alt
    film = plots.who_touched((3, 3), W)
    counts = [int(c.split("seen by ")[1].split()[0]) for c in film.captions]
    assert counts == [1, 2, 1, 2, 4, 2, 1, 2, 1] and "W[" not in film.alt  # else it is exercise 2.2's answer key
    assert "H[0, 0] with W[1, 1] = 4" in plots.who_touched((3, 3), W, weights=True).words[4]
    assert plots.full_convolution(DH, W).captions[0] == "Only W[0, 0] lies on dH: dX[0, 0] = 1."
    assert plots.full_convolution(DH4, W3).captions[5].startswith("Only W[0, 2] lies on dH")
    assert plots.full_convolution(DH, W).captions[4] == "4 weights lie on dH: dX[1, 1] = 2."
    assert "[[4, 3], [2, 1]]" in plots.rotation(W).words[-1]
    assert "1e−5" in plots.step_size([1e-3, 1e-5, 1e-8], [1e-6, 1e-10, 1e-8]).alt
    assert "They agree" in plots.adjoint(1 / 3, 1 / 3 + 1e-13).alt
    assert "123.4567" in plots.adjoint(123.4567, 123.4568).alt
    assert "They differ by" in plots.adjoint(123.4567, 123.4568).alt
    assert "[[1, 2], [3, 4]]" in plots.arrays(W=W).alt
    assert "values −4 to 4" in plots.images(edges=X - 5).alt


def test_the_strip_s_alt_text_is_the_steps(undrawn):
    film = plots.dX_by_outputs(DH, W)
    alt = film.strip().alt
    assert all(f"Step {k}: {words}" in alt for k, words in enumerate(film.words, 1))


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.delenv("CONVLIB_STATIC", raising=False)


def shown(monkeypatch, film):
    seen = []
    monkeypatch.setattr(IPython.display, "display", lambda what, **_: seen.append(what))
    film._ipython_display_()
    return seen


def test_live_a_picture_is_an_image_in_html_with_its_alt_text(live, undrawn):
    picture = plots.adjoint(1, 1)
    data = picture._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"} and data["text/plain"] == picture.alt
    assert data["text/html"].startswith('<img alt="A balance: &lt;conv(X), G&gt; = 1 and ')
    assert b64encode(picture.png).decode() in data["text/html"]


def test_live_a_film_is_a_player_and_a_folded_strip(live, monkeypatch, undrawn):
    film = plots.sliding(X, W)
    player, strip = shown(monkeypatch, film)
    assert "application/vnd.jupyter.widget-view+json" in player
    assert strip["text/html"].startswith("<details><summary>") and film.strip().html() in strip["text/html"]


@pytest.mark.parametrize("static", [True, False])
def test_elsewhere_they_are_png_images_with_their_size_and_alt_text(static, live, monkeypatch, undrawn):
    if static:
        monkeypatch.setenv("CONVLIB_STATIC", "1")
    else:
        monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    (picture,) = shown(monkeypatch, plots.sliding(X, W))
    data, metadata = picture._repr_mimebundle_()
    assert b64decode(data["image/png"]) == picture.png
    assert data["text/plain"] == picture.alt == repr(picture) == metadata["image/png"]["alt"]
    assert metadata["image/png"]["width"] == picture.width


def test_the_player_scrubs_and_draws_each_frame_once():
    film = plots.sliding(X, W)
    controls, screen = film.player().children
    play, before, after, slider = controls.children
    assert (play.max, slider.max, slider.description) == (4, 4, "Step") and film.frame(0).html() in screen.value
    after.click()
    assert slider.value == 2 and film.frame(1).html() in screen.value and "= 47." in screen.value
    slider.value = 4
    after.click()
    before.click()
    assert slider.value == 3 and film.frame(2) is film.frame(2) and 3 in film._drawn


def stub(dH, cache):
    raise NotImplementedError("Write conv_backward.")


def rotated(dH, cache):
    dX, dW = conv_backward(dH, (cache[0], cache[1][::-1, ::-1]))
    return dX, dW


def changes_its_inputs(dH, cache):
    dX, dW = conv_backward(dH, cache)
    dH[:], cache[0][:], cache[1][:] = 0, 0, 0
    return dX, dW


def test_impulse_view_of_a_right_function():
    for function in (conv_backward, changes_its_inputs):
        film = plots.impulse_view(function, X, W)
        assert film.captions[2] == "✓ dX is right: W stamped at [1, 0]. ✓ dW is right: the window of X at [1, 0]."
    assert X[0, 0] == 1 and W[0, 0] == 1


def test_impulse_view_of_a_stub_is_a_card():
    card = plots.impulse_view(stub, X, W)
    assert isinstance(card, Picture) and card.alt.startswith("Write conv_backward first")


def test_impulse_view_counts_the_wrong_cells():
    film = plots.impulse_view(rotated, X, W)
    assert film.captions[0] == ("✗ dX differs in 4 cells (crossed). ✓ dW is right: the window of X at [0, 0].")
    assert film.frame(0).png != plots.impulse_view(conv_backward, X, W).frame(0).png


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda dH, cache: dH(0, 0), "raised TypeError: 'numpy.ndarray' object is not callable"),
        (lambda dH, cache: sys.exit(), "raised SystemExit"),
        (lambda dH: None, "raised TypeError"),
        (lambda dH, cache: None, "must return two arrays"),
        (lambda dH, cache: (dH, "text"), "dX has shape (2, 2); it should be (3, 3). ✗ dW is not an array"),
        (lambda dH, cache: ([[1], [1, 2]], None), "dX is not an array of numbers."),
        (lambda dH, cache: (X * np.nan, W * np.inf), "dX differs in 9 cells"),
    ],
)
def test_impulse_view_never_raises(function, words, undrawn):
    film = plots.impulse_view(function, X, W)
    assert words in film.captions[0]
    assert film.frame(0).width <= WIDEST


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.arrays(X=np.zeros((2, 2, 2))), "X must have 1 or 2 axes"),
        (lambda: plots.sliding(X.ravel(), W), "X must have 2 axes"),
        (lambda: plots.sliding(W, X), "must fit inside X"),
        (lambda: plots.dW_by_outputs(X, DH, 3), "dH must have the output's shape (1, 1)"),
        (lambda: plots.weight_terms(X, DH, 2, 0), "W[2, 0] is outside"),
        (lambda: plots.pixel_terms((3, 3), W, DH, 0, 3), "X[0, 3] is outside"),
        (lambda: plots.full_convolution(DH, W[0]), "W must have 2 axes"),
        (lambda: plots.rotation(W[0]), "W must have 2 axes"),
        (lambda: plots.toeplitz(A.T, X, W), "A must have shape (4, 9)"),
        (lambda: plots.toeplitz_transposed(A.T, DH), "A must have a row for each"),
        (lambda: plots.step_size([1, 2], [1]), "two lists of one length"),
    ],
)
def test_wrong_shapes_are_said_in_one_sentence(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)


def test_a_drawing_is_the_same_twice_whatever_a_reader_has_set_in_matplotlib():
    names = "gate", "step_size", "images", "full_convolution"
    before = [picture_of(SMALL[name]()).png for name in names]
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linewidth": 9}):
        assert [picture_of(SMALL[name]()).png for name in names] == before


def test_the_import_is_cheap_and_leaves_pyplot_alone():
    code = (
        "import sys, convlib.lab.plots as plots; early = 'matplotlib' in sys.modules;"
        "film = plots.sliding([[1, 2], [3, 4]], [[1]]); film; plots.gate(1, 2, 3);"
        "print(early, 'matplotlib.pyplot' in sys.modules, 'convlib.conv.single' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ)
    assert (done.stdout.split(), done.stderr) == (["False"] * 3, "")
