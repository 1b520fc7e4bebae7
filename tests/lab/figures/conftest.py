"""Fixtures shared by the tests of the figures."""

import pytest

from convlib.lab.figures.canvas import Sheet


@pytest.fixture
def undrawn(monkeypatch):
    """Lay the figures out without drawing them: drawing is what takes time."""

    def header(sheet):
        return bytes(16) + (2 * sheet.width).to_bytes(4, "big") + (2 * sheet.height).to_bytes(4, "big")

    monkeypatch.setattr(Sheet, "png", header)
    monkeypatch.setattr("matplotlib.axes.Axes.text", lambda *_, **__: None)


@pytest.fixture
def sheets(monkeypatch):
    """Every sheet that a test draws on, in order."""
    drawn, make = [], Sheet.__init__
    monkeypatch.setattr(Sheet, "__init__", lambda self, *size: (make(self, *size), drawn.append(self))[0])
    return drawn
