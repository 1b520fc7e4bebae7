"""How a figure reaches the reader: a picture with its alt text, and a film to scrub with its strip."""

import os
from base64 import b64encode
from html import escape
from math import ceil

import numpy as np

from convlib.lab.style import GREY, INK, PALE, WIDEST, Sheet

LEGIBLE = 8.0  # the smallest text in a strip, in logical pixels


class Picture:
    """A PNG at twice its logical size, with the text that says what it shows.

    Parameters
    ----------
    png : bytes
        The image.
    alt : str
        What a reader who cannot see it should know.
    """

    def __init__(self, png, alt):
        self.png, self.alt = png, alt
        self.width, self.height = (int.from_bytes(png[k:k + 4], "big") // 2 for k in (16, 20))

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        size = {"width": self.width, "height": self.height}
        return ({"image/png": b64encode(self.png).decode(), "text/plain": self.alt},
                {"image/png": {"alt": self.alt, **size}})


class Film:
    """Drawings that follow each other: a player in a live JupyterLab, and a strip that shows everywhere.

    Parameters
    ----------
    frames : list of (callable, str)
        For each frame a function that draws it on a ``Sheet``, and its caption.
    alt : str
        What the film shows; the captions follow it in the strip's alt text.
    width, height : float
        Size of every frame in logical pixels.
    """

    def __init__(self, frames, alt, width, height):
        self.frames, self.title = list(frames), alt
        self.width, self.height = ceil(width), ceil(height)
        self._drawn = {}

    @property
    def captions(self):
        """The caption of every frame."""
        return [caption for _, caption in self.frames]

    @property
    def alt(self):
        """The title, then every step in words."""
        steps = (f"Step {k}: {caption}" for k, caption in enumerate(self.captions, 1))
        return " ".join([self.title, *steps])

    def __repr__(self):
        return self.alt

    def frame(self, k):
        """Frame k as a ``Picture``."""
        if k not in self._drawn:
            draw, caption = self.frames[k]
            sheet = Sheet(self.width, self.height)
            draw(sheet)
            self._drawn[k] = Picture(sheet.png(), caption)
        return self._drawn[k]

    def strip(self):
        """All frames as one ``Picture``: numbered, in rows, at most nine and all of them legible."""
        if "strip" not in self._drawn:
            columns, scale = self._columns()
            last = len(self.frames) - 1
            shown = np.unique(np.linspace(0, last, min(last + 1, 9, 3 * columns)).round().astype(int))
            rows = ceil(len(shown) / columns)
            columns = ceil(len(shown) / rows)
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
            self._drawn["strip"] = Picture(sheet.png(), self.alt)
        return self._drawn["strip"]

    def _columns(self):
        """How many frames to put in a row, and the scale at which to draw them."""
        trial = Sheet(self.width, self.height)
        self.frames[0][0](trial)
        least = LEGIBLE / trial.smallest_text
        for columns in range(min(6, len(self.frames)), 0, -1):
            scale = min(1.0, (WIDEST / columns - 14) / self.width)
            if scale >= least:
                break
        rows = ceil(len(self.frames) / columns)
        columns = ceil(len(self.frames) / rows)
        return columns, min(0.9, (WIDEST / columns - 14) / self.width)

    def player(self):
        """The widget that plays and scrubs the film."""
        import ipywidgets as widgets
        last = len(self.frames)
        size = {"width": f"{self.width}px", "height": f"{self.height}px"}
        image = widgets.Image(format="png", layout=widgets.Layout(**size, max_width="none"))
        caption = widgets.HTML(layout=widgets.Layout(width=f"{max(self.width, 480)}px", min_height="3.2em"))
        play = widgets.Play(min=1, max=last, interval=1400, show_repeat=False)
        slider = widgets.IntSlider(1, 1, last, description="Step", continuous_update=True)
        before = widgets.Button(description="Previous", icon="step-backward", layout={"width": "auto"})
        after = widgets.Button(description="Next", icon="step-forward", layout={"width": "auto"})

        def show(_=None):
            picture = self.frame(slider.value - 1)
            image.value = picture.png
            caption.value = f"<b>Step {slider.value} of {last}.</b> {escape(picture.alt)}"

        def step(by):
            slider.value = min(max(slider.value + by, 1), last)

        slider.observe(show, "value")
        before.on_click(lambda _: step(-1))
        after.on_click(lambda _: step(1))
        widgets.jslink((play, "value"), (slider, "value"))
        show()
        return widgets.VBox([widgets.HBox([play, before, after, slider]), image, caption])

    def _ipython_display_(self):
        from IPython import get_ipython
        from IPython.display import display
        if hasattr(get_ipython(), "kernel") and not os.environ.get("CONVLIB_STATIC"):
            bundle = self.player()._repr_mimebundle_()
            bundle["text/plain"] = "(The player needs a running kernel; the strip below shows its steps.)"
            display(bundle, raw=True)
        display(self.strip())
