"""What the figures of the worked example must satisfy, whichever lesson shows them."""

from convlib.lab.figures.display import LEGIBLE, Film, Picture
from convlib.lab.figures.theme import WIDEST


def picture_of(figure: Film | Picture) -> Picture:
    """A film's strip, or the picture itself."""
    return figure.strip() if isinstance(figure, Film) else figure


def assert_described_and_small(figure):
    picture = picture_of(figure)
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000
    assert len(picture.alt) > 20 and picture.width <= WIDEST


def assert_fits(figure):
    assert picture_of(figure).width <= WIDEST


def assert_strip_shows_every_frame_legibly(film, sheets):
    film.strip()
    assert len(film.frames) <= 9
    assert sheets[-1].smallest_text >= LEGIBLE - 0.05
    assert film.width <= WIDEST and all(film.captions)
