"""How a figure is displayed: a picture with its alt text, and a film as a player and as a strip of frames."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.theme import GREY, INK, PALE, WIDEST

if TYPE_CHECKING:
    from ipywidgets import VBox

LEGIBLE = 10.0  # the smallest text in a strip, in logical pixels


def live() -> bool:
    """Whether the output goes to a reader in JupyterLab, rather than a built notebook, a report or a terminal."""
    if "IPython" not in sys.modules:  # a plain Python process, in which IPython need not even be installed
        return False
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel") and not os.environ.get("CONVLIB_STATIC")


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

    def html(self) -> str:
        """Return the picture as an HTML element."""
        return (
            f'<img alt="{escape(self.alt)}" width="{self.width}" height="{self.height}" '
            f'style="max-width: 100%; height: auto" src="data:image/png;base64,{b64encode(self.png).decode()}">'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        if live():  # JupyterLab ignores the alt text of an image/png
            return {"text/html": self.html(), "text/plain": self.alt}
        size = {"width": self.width, "height": self.height}
        return (
            {"image/png": b64encode(self.png).decode(), "text/plain": self.alt},
            {"image/png": {"alt": self.alt, **size}},
        )


class Film:
    """A sequence of drawings: a player in a live JupyterLab, and a strip that shows everywhere.

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
        self._drawn: dict[int, Picture] = {}

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
        if k not in self._drawn:
            sheet = Sheet(self.width, self.height)
            self.frames[k][0](sheet)
            self._drawn[k] = Picture(sheet.png(), self.words[k])
        return self._drawn[k]

    def strip(self) -> Picture:
        """Return the frames as one ``Picture``: numbered, in rows, at most nine and all of them legible."""
        last = len(self.frames) - 1
        shown = np.unique(np.linspace(0, last, min(last + 1, 9)).round().astype(int))
        columns, scale = self._columns(len(shown))
        rows = ceil(len(shown) / columns)
        width, height = self.width * scale + 14, self.height * scale + 34
        note = 0 if len(shown) == len(self.frames) else 24
        sheet = Sheet(columns * width, rows * height + note)
        for place, k in enumerate(shown):
            x, y = place % columns * width, place // columns * height
            sheet.box(x + 3, y + 3, width - 6, height - 6, edge=PALE)
            sheet.circle(x + 17, y + 17, 10, fill=INK, edge=INK)
            sheet.text(x + 17, y + 17, str(k + 1), 11, "white", bold=True)
            self.frames[k][0](sheet.part(x + 7, y + 26, scale))
        if note:
            words = f"{len(shown)} of {len(self.frames)} steps are shown."
            sheet.text(8, sheet.height - 12, words, 12, GREY, align="left")
        return Picture(sheet.png(), self.alt)

    def _columns(self, count: int) -> tuple[int, float]:
        """Return how many of ``count`` frames to put in a row, and the scale at which to draw them."""
        trial = Sheet(self.width, self.height)
        self.frames[0][0](trial)

        def scale(columns: int) -> float:
            return min(0.9, (WIDEST / columns - 14) / self.width)

        fits = [c for c in range(2, min(6, count) + 1) if scale(c) * trial.smallest_text >= LEGIBLE]
        columns = ceil(count / ceil(count / max(fits, default=1)))  # no row much shorter than the others
        return columns, scale(columns)

    def player(self) -> "VBox":
        """Return the widget that plays and scrubs the film."""
        import ipywidgets as widgets

        last = len(self.frames)
        screen = widgets.HTML()
        play = widgets.Play(min=1, max=last, interval=1400, show_repeat=False)
        slider = widgets.IntSlider(1, 1, last, description="Step", continuous_update=True)
        before = widgets.Button(description="Previous", icon="step-backward", layout={"width": "auto"})
        after = widgets.Button(description="Next", icon="step-forward", layout={"width": "auto"})

        def show(_: object = None) -> None:
            k = slider.value - 1
            screen.value = (
                f'{self.frame(k).html()}<p style="margin: 0; font-size: 14px">'
                f"<b>Step {k + 1} of {last}.</b> {escape(self.captions[k])}</p>"
            )

        def step(by: int) -> None:
            slider.value = min(max(slider.value + by, 1), last)

        slider.observe(show, "value")
        before.on_click(lambda _: step(-1))
        after.on_click(lambda _: step(1))
        widgets.jslink((play, "value"), (slider, "value"))
        show()
        return widgets.VBox([widgets.HBox([play, before, after, slider]), screen])

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not live():
            display(self.strip())
            return
        bundle = self.player()._repr_mimebundle_()
        bundle["text/plain"] = "(The player needs a running kernel; its steps are shown side by side below.)"
        display(bundle, raw=True)
        folded = f"<details><summary>All steps side by side</summary>{self.strip().html()}</details>"
        display({"text/html": folded, "text/plain": self.alt}, raw=True)


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
