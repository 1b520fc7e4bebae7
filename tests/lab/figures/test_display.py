"""How figures are displayed: live in JupyterLab, static elsewhere, and as a player."""

from base64 import b64decode, b64encode
from types import SimpleNamespace

import IPython
import numpy as np
import pytest

from convlib.lab import plots
from convlib.lab.figures import display
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


def shown(monkeypatch, film):
    seen = []
    monkeypatch.setattr(IPython.display, "display", lambda what, **_: seen.append(what))
    film._ipython_display_()
    return seen


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
