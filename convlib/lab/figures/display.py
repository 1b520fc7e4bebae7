"""How a figure is displayed: a picture with its alt text, and a film as a player or as a strip of frames."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from html import escape
from io import BytesIO
from math import ceil
from time import monotonic
from typing import Any

import numpy as np

from convlib.lab.figures import embed
from convlib.lab.figures.canvas import Point, Sheet
from convlib.lab.figures.theme import GREY, INK, PALE, WIDEST

BOOK = "book"  # the value of CONVLIB_STATIC for notebooks of which a book is made
LEGIBLE = 10.0  # the smallest text in a strip, in logical pixels


def live() -> bool:
    """Whether the output goes to a reader in JupyterLab, rather than a built notebook, a report or a terminal."""
    if "IPython" not in sys.modules:  # a plain Python process, in which IPython need not even be installed
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel") and not os.environ.get("CONVLIB_STATIC")


def keeps_interactive() -> bool:
    """Whether a static output also keeps, in its metadata, what a page needs to make it interactive again."""
    return os.environ.get("CONVLIB_STATIC") == BOOK


class Picture:
    """A PNG at twice its logical size, with a text that says what it shows.

    Parameters
    ----------
    png : bytes
        The image.
    alt : str
        The text for readers who cannot see the image.
    """

    def __init__(self, png: bytes, alt: str) -> None:
        self.png, self.alt = png, alt
        self.width, self.height = (int.from_bytes(png[k : k + 4], "big") // 2 for k in (16, 20))

    def __repr__(self) -> str:
        return self.alt

    def html(self, kind: str = "png") -> str:
        """Return the picture as an HTML element; as "webp" it takes half the space."""
        data = b64encode(self._as(kind)).decode()
        return (
            f'<img alt="{escape(self.alt)}" width="{self.width}" height="{self.height}" '
            f'style="max-width: 100%; height: auto" src="data:image/{kind};base64,{data}">'
        )

    def _as(self, kind: str) -> bytes:
        if kind == "png":
            return self.png
        from PIL import Image

        file = BytesIO()
        Image.open(BytesIO(self.png)).save(file, kind, lossless=True)
        return file.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if live():  # JupyterLab ignores the alt text of an image/png
            return {"text/html": self.html(), "text/plain": self.alt}
        size = {"width": self.width, "height": self.height}
        return (
            {"image/png": b64encode(self.png).decode(), "text/plain": self.alt},
            {"image/png": {"alt": self.alt, **size}},
        )


class Film:
    """A sequence of drawings: a player that needs no kernel, and a strip that shows everywhere.

    Parameters
    ----------
    frames : list of (callable, str, str)
        For each frame a function that draws it on a ``Sheet``, its caption, and the numbers in words for those who
        cannot see it.
    alt : str
        What the film shows; the captions and numbers follow it in the strip's alt text.
    width, height : float
        Size of every frame in logical pixels.
    """

    def __init__(
        self, frames: Iterable[tuple[Callable[[Sheet], None], str, str]], alt: str, width: float, height: float
    ) -> None:
        self.frames, self.title = list(frames), alt
        self.width, self.height = ceil(width), ceil(height)

    @property
    def captions(self) -> list[str]:
        """The caption of every frame."""
        return [caption for _, caption, _ in self.frames]

    @property
    def words(self) -> list[str]:
        """The caption of every frame, and its numbers."""
        return [f"{caption} {numbers}".strip() for _, caption, numbers in self.frames]

    @property
    def alt(self) -> str:
        """The title, then every step in words."""
        return " ".join([self.title, *(f"Step {k}: {words}" for k, words in enumerate(self.words, 1))])

    def __repr__(self) -> str:
        return self.alt

    def frame(self, k: int) -> Picture:
        """Return frame k as a ``Picture``."""
        sheet = Sheet(self.width, self.height)
        self.frames[k][0](sheet)
        return Picture(sheet.png(), self.words[k])

    def strip(self) -> Picture:
        """Return the frames as one ``Picture``: numbered, in rows, at most nine and all of them legible."""
        last = len(self.frames) - 1
        shown = np.unique(np.linspace(0, last, min(last + 1, 9)).round().astype(int)).tolist()
        columns, scale = self._columns(len(shown))
        note = "" if len(shown) == len(self.frames) else f"{len(shown)} of {len(self.frames)} steps are shown."
        return Picture(self._side_by_side(shown, columns, scale, note)[0].png(), self.alt)

    def _side_by_side(
        self, shown: Sequence[int], columns: int, scale: float, note: str = ""
    ) -> tuple[Sheet, list[Point]]:
        """Return a sheet with numbered frames in rows, and the corner of each frame on it."""
        width, height = self.width * scale + 14, self.height * scale + 34
        sheet = Sheet(columns * width, ceil(len(shown) / columns) * height + (24 if note else 0))
        corners = []
        for place, k in enumerate(shown):
            x, y = place % columns * width, place // columns * height
            sheet.box(x + 3, y + 3, width - 6, height - 6, edge=PALE)
            sheet.circle(x + 17, y + 17, 10, fill=INK, edge=INK)
            sheet.text(x + 17, y + 17, str(k + 1), 11, "white", bold=True)
            corners.append((x + 7, y + 26))
            self.frames[k][0](sheet.part(*corners[-1], scale))
        if note:
            sheet.text(8, sheet.height - 12, note, 12, GREY, align="left")
        return sheet, corners

    def _columns(self, count: int) -> tuple[int, float]:
        """Return how many of ``count`` frames to put in a row, and the scale at which to draw them."""
        trial = Sheet(self.width, self.height)
        self.frames[0][0](trial)

        def scale(columns: int) -> float:
            return min(0.9, (WIDEST / columns - 14) / self.width)

        fits = [c for c in range(2, min(6, count) + 1) if scale(c) * trial.smallest_text >= LEGIBLE]
        columns = ceil(count / ceil(count / max(fits, default=1)))  # no row much shorter than the others
        return columns, scale(columns)

    def _embedded(self) -> dict[str, Any]:
        """Return what ``embed.html`` takes: all frames side by side in one picture, and where each is."""
        columns, cut = ceil(len(self.frames) ** 0.5), 2  # the number above a frame reaches so far into its margin
        sheet, corners = self._side_by_side(range(len(self.frames)), columns, 1.0)
        frames = [
            [round(x), round(y) + cut, caption, numbers]
            for (x, y), (_, caption, numbers) in zip(corners, self.frames, strict=True)
        ]
        size = {"width": self.width, "height": self.height - cut, "whole": sheet.width}
        picture = Picture(sheet.png(), self.alt).html("webp")
        return {"name": "film", "data": {"title": self.title, "frames": frames, **size}, "picture": picture}

    def html(self) -> str:
        """Return the film with its player as HTML that needs no kernel."""
        return embed.html(**self._embedded())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if live():
            return {"text/html": self.html(), "text/plain": self.alt}
        data, metadata = self.strip()._repr_mimebundle_()
        if keeps_interactive():
            metadata[embed.METADATA] = self._embedded()
        return data, metadata


class Live:
    """A picture of something that is running: redrawn in place in a live JupyterLab, elsewhere drawn once, at the end.

    Parameters
    ----------
    draw : callable
        Returns the ``Picture`` of the current state.
    seconds : float
        The minimum time between two pictures.
    """

    def __init__(self, draw: Callable[[], Picture], seconds: float = 1.0) -> None:
        self.draw, self.seconds = draw, seconds
        self._shown = monotonic()
        self._handle: Any = None

    def update(self) -> None:
        """Show the current state, if the last picture has been shown long enough."""
        if live() and monotonic() - self._shown >= self.seconds:
            self._show()
            self._shown = monotonic()  # after drawing, so that drawing never takes most of the time

    def done(self) -> Picture | None:
        """Show the last state, or return its ``Picture`` if nothing was shown while it ran."""
        if not live():
            return self.draw()
        self._show()
        return None

    def _show(self) -> None:
        from IPython.display import display

        if self._handle:
            self._handle.update(self.draw())
        else:
            self._handle = display(self.draw(), display_id=True)
