"""How figures are displayed: live in JupyterLab, static elsewhere, and as a player."""

import json
import re
from base64 import b64decode, b64encode
from io import BytesIO
from types import SimpleNamespace

import IPython
import numpy as np
import pytest
from PIL import Image

from convlib.lab import plots
from convlib.lab.figures import display, embed
from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.display import Live, Picture

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])


@pytest.fixture
def live(monkeypatch):
    """Pretend that the output goes to a live JupyterLab."""
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.delenv("CONVLIB_STATIC", raising=False)


def test_the_strip_s_alt_text_is_the_steps(undrawn):
    film = plots.dX_by_outputs(DH, W)
    alt = film.strip().alt
    assert all(f"Step {k}: {words}" in alt for k, words in enumerate(film.words, 1))


def test_live_a_picture_is_an_image_in_html_with_its_alt_text(live, undrawn):
    picture = plots.adjoint(1, 1)
    data = picture._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"} and data["text/plain"] == picture.alt
    assert data["text/html"].startswith('<img alt="A balance: &lt;conv(X), G&gt; = 1 and ')
    assert b64encode(picture.png).decode() in data["text/html"]


def test_live_a_film_is_html_that_needs_no_kernel(live):
    film = plots.sliding(X, W)
    data = film._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"} and data["text/plain"] == film.alt
    assert '<div class="convlib-film"' in data["text/html"] and "data:image/webp;base64," in data["text/html"]
    assert "<script" in data["text/html"] and "http" not in data["text/html"]


@pytest.mark.parametrize("static", [True, False])
def test_elsewhere_they_are_png_images_with_their_size_and_alt_text(static, live, monkeypatch, undrawn):
    if static:
        monkeypatch.setenv("CONVLIB_STATIC", "1")
    else:
        monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    film = plots.sliding(X, W)
    strip, (data, metadata) = film.strip(), film._repr_mimebundle_()
    assert b64decode(data["image/png"]) == strip.png and set(metadata) == {"image/png"}
    assert data["text/plain"] == film.alt == repr(film) == metadata["image/png"]["alt"]
    assert metadata["image/png"]["width"] == strip.width


def test_of_a_built_notebook_s_strip_a_page_can_make_the_film_again(live, monkeypatch):
    film = plots.sliding(X, W)
    as_html = film.html()
    monkeypatch.setenv("CONVLIB_STATIC", "book")
    data, metadata = film._repr_mimebundle_()
    assert "text/html" not in data  # GitHub would prefer it to the strip, and show none of it
    assert embed.html(**json.loads(json.dumps(metadata["convlib"]))) == as_html


@pytest.mark.parametrize("shape", [(3, 3), (3, 4)])
def test_a_film_s_picture_holds_every_frame_where_its_data_say(shape):
    film = plots.sliding(np.arange(np.prod(shape)).reshape(shape), W)
    figure = film._embedded()
    about, png = figure["data"], b64decode(re.search('base64,([^"]+)', figure["picture"])[1])
    whole = np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(float)
    assert [frame[2] for frame in about["frames"]] == film.captions and about["whole"] == whole.shape[1] / 2
    for k, (left, top, *_) in enumerate(about["frames"]):
        frame = np.asarray(Image.open(BytesIO(film.frame(k).png)).convert("RGB")).astype(float)
        cut = film.height - about["height"]
        found = whole[2 * top : 2 * (top + about["height"]), 2 * left : 2 * (left + about["width"])]
        assert np.abs(found - frame[2 * cut :]).mean() < 2


def test_a_long_film_s_strip_shows_nine_frames_and_says_so(undrawn, monkeypatch):
    film = plots.sliding(np.ones((5, 6)), W)
    written = []
    monkeypatch.setattr(Sheet, "text", lambda sheet, x, y, text, *_, **__: written.append(text))
    film.strip()
    assert len(film.frames) == 20 and "9 of 20 steps are shown." in written


def test_a_live_picture_is_redrawn_in_its_place_but_not_too_often(live, monkeypatch, undrawn):
    shown, updated, clock = [], [], iter(np.arange(0, 100, 0.3))

    class Handle:
        update = staticmethod(updated.append)

    def show(picture, display_id):
        shown.append(picture)
        return Handle()

    monkeypatch.setattr(display, "monotonic", lambda: next(clock))
    monkeypatch.setattr(IPython.display, "display", show)
    picture = Live(lambda: plots.adjoint(1, 1), seconds=1.0)
    for _ in range(40):
        picture.update()
    assert picture.done() is None
    assert len(shown) == 1 and 3 < len(updated) < 20
    assert all(isinstance(drawing, Picture) for drawing in [*shown, *updated])


def test_a_static_live_picture_is_returned_at_the_end():
    drawn = []
    picture = Live(lambda: drawn.append(1) or "the picture")
    picture.update()
    assert not drawn and picture.done() == "the picture"
