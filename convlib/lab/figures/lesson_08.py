"""The figures of lesson 08: a network before and during training."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from convlib.lab.figures.canvas import Sheet
from convlib.lab.figures.charts import line_chart
from convlib.lab.figures.display import Live, Picture
from convlib.lab.figures.shared import thumbnail
from convlib.lab.figures.theme import GREY, HUES, INK, PALE, WIDEST, number
from convlib.lab.figures.words import count_of, shape_in_words

LARGEST_ERROR = 1e-6  # the tolerance of a gradient check in float64


def clothes(X: np.ndarray, y: np.ndarray, names: Sequence[str]) -> Picture:
    """Show the first image of each class.

    Parameters
    ----------
    X : ndarray, shape (N, 1, n_H_prev, n_W_prev)
        The images.
    y : ndarray of int, shape (N,)
        Their classes, as indices into ``names``.
    names : sequence of str
        The names of the classes.

    Returns
    -------
    Picture
    """
    wide, columns = 150, 5
    sheet = Sheet(columns * wide, -(-len(names) // columns) * 130)
    for k, name in enumerate(names):
        x, top = (k % columns + 0.5) * wide, 4 + k // columns * 130
        thumbnail(sheet, X[np.flatnonzero(np.asarray(y) == k)[0], 0], x, top)
        sheet.text(x, top + 108, f"{k}  {name}", 13)
    return Picture(
        sheet.png(), "One image of each class: " + ", ".join(f"{k} {name}" for k, name in enumerate(names)) + "."
    )


def architecture(params: Mapping[str, np.ndarray], shape: tuple[int, int, int]) -> Picture:
    """Show the layers of the network: the shape of each output, and the parameters of each layer.

    Parameters
    ----------
    params : dict of str to ndarray
        W1, b1, W2, b2, W3 and b3.
    shape : tuple of int
        (C, n_H_prev, n_W_prev) of one image.

    Returns
    -------
    Picture
    """
    C, n_H, n_W = shape
    layers = [("images X", shape_in_words(shape), "")]
    for k in "12":
        F = len(params[f"b{k}"])
        layers += [
            (f"convolution {k}, 3 × 3, pad 1", shape_in_words((F, n_H, n_W)), k),
            (f"ReLU {k}", shape_in_words((F, n_H, n_W)), ""),
        ]
        n_H, n_W = n_H // 2, n_W // 2
        layers.append((f"max pooling {k}, 2 × 2", shape_in_words((F, n_H, n_W)), ""))
    layers += [("flatten", number(F * n_H * n_W), ""), ("linear: the logits", str(len(params["b3"])), "3")]
    total = sum(np.size(param) for param in params.values())
    sheet = Sheet(WIDEST, 36 * len(layers) + 70)
    heads = (130, "layer", "center"), (320, "output", "center"), (425, "parameters", "left")
    for x, head, align in heads:
        sheet.text(x, 16, head, 13, GREY, align=align)
    words = []
    for row, (name, out, k) in enumerate(layers):
        y = 34 + 36 * row
        colors = HUES["W" if k else "X" if not row else "H"]
        sheet.box(30, y, 200, 24, fill=colors.tint, edge=colors.line, stroke=1.5)
        sheet.text(130, y + 12, name, 12.5, bold=bool(k))
        sheet.text(320, y + 12, out, 13)
        if row:
            sheet.arrow((100, y - 12), (100, y - 1), stroke=1.2)
            sheet.arrow((160, y - 1), (160, y - 12), color=HUES["H"].ink, stroke=1.2, dashed=True)
        learns = ""
        if k:
            W, b = params[f"W{k}"], params[f"b{k}"]
            learns = f"W{k}: {shape_in_words(W.shape)}, b{k}: {len(b)}; together {W.size + b.size}"
            sheet.text(425, y + 12, learns, 13, HUES["W"].ink, align="left")
        words.append(f"{name} gives {out}" + f" (parameters {learns})" * bool(k))
    y = 34 + 36 * len(layers)
    sheet.text(425, y + 12, f"{total} parameters in all", 13, HUES["W"].ink, True, "left")
    sheet.text(30, y + 12, "down: forward pass; up: gradients", 12, GREY, align="left")
    return Picture(sheet.png(), "The network. " + "; ".join(words) + f". It has {total} parameters in all.")


def spreads(spread_of: Mapping[str, ArrayLike], name: str = "layer") -> Picture:
    """Plot the root mean square after each of many layers, for several initializations.

    Parameters
    ----------
    spread_of : dict of str to array_like, shape (n,)
        The root mean square after each layer, by the name of the initialization; the first is that of the input.
    name : str, default "layer"
        The label of the horizontal axis.

    Returns
    -------
    Picture
    """
    spread = {start: np.asarray(values, dtype=float) for start, values in spread_of.items()}
    lines = {start: (np.arange(len(values)), values) for start, values in spread.items()}
    sheet = Sheet(700, 346)
    line_chart(sheet, (76, 36, 440, 250), lines, name, "root mean square of the numbers", log=True)
    return Picture(
        sheet.png(),
        "The root mean square from layer to layer, on a logarithmic scale. "
        + " ".join(
            f"{start}: {number(values[0])} at the input, {number(values[-1])} after the last layer."
            for start, values in spread.items()
        ),
    )


def kink(x: float, eps: float) -> Picture:
    """Show a central difference that reaches across the kink of the ReLU.

    Parameters
    ----------
    x : float
        Where the slope is measured.
    eps : float
        The step to either side.

    Returns
    -------
    Picture
    """

    def relu(t: float) -> float:
        return max(t, 0.0)

    slope = (relu(x + eps) - relu(x - eps)) / (2 * eps)
    true = float(x > 0)
    sheet = Sheet(640, 250)
    across, up, zero, ground = 165.0, 110.0, 300.0, 190.0

    def at(t: float) -> tuple[float, float]:
        return zero + t / eps * across, ground - relu(t) / eps * up

    sheet.line((30, ground), (610, ground), color=PALE, stroke=1)
    sheet.line((zero, 72), (zero, 206), color=PALE, stroke=1)
    sheet.line((40, ground), at(0), at(1.55 * eps), color=HUES["H"].line, stroke=2.5)
    left, right = at(x - eps), at(x + eps)
    sheet.line(left, right, color=HUES["W"].ink, stroke=2, dashed=True)
    for place, words in ((x - eps, "x − ε"), (x, "x"), (x + eps, "x + ε")):
        sheet.circle(*at(place), 4.5, fill=INK if place == x else "white")
        sheet.text(at(place)[0], ground + 18, words, 13)
    sheet.text(at(1.55 * eps)[0] - 22, at(1.55 * eps)[1] + 2, "ReLU", 14, HUES["H"].ink, True, "right")
    sheet.text(40, 28, f"slope at x: {number(true)}", 14, HUES["H"].ink, True, "left")
    sheet.text(40, 50, f"measured from x − ε to x + ε (dashed): {number(slope)}", 14, HUES["W"].ink, True, "left")
    sheet.text(zero, ground + 40, "the kink, at 0", 12, GREY)
    return Picture(
        sheet.png(),
        f"The ReLU near its kink at 0. At x = {number(x)} its slope is {number(true)}, but the "
        f"central difference with ε = {number(eps)} reaches across the kink and measures {number(slope)}.",
    )


def gradient_check(errors: Mapping[str, float]) -> Picture:
    """Show how far each gradient of the network is from the numerical one, and what that means.

    Parameters
    ----------
    errors : dict of str to float
        The relative error of each gradient, by name.

    Returns
    -------
    Picture
    """
    sheet = Sheet(640, 30 * len(errors) + 92)
    left, right, top = 90, 470, 38
    low, high = -16, 1

    def at(error: float) -> float:
        return left + (right - left) * (np.clip(np.log10(max(error, 1e-16)), low, high) - low) / (high - low)

    limit = at(LARGEST_ERROR)
    bottom = top + 30 * len(errors)
    sheet.box(left, top, limit - left, bottom - top, fill=HUES["H"].tint)
    sheet.box(limit, top, right - limit, bottom - top, fill=HUES["W"].tint)
    sheet.text((left + limit) / 2, 20, "rounding only", 12, HUES["H"].ink)
    sheet.text((limit + right) / 2, 20, "a wrong gradient", 12, HUES["W"].ink)
    for row, (name, error) in enumerate(errors.items()):
        y, fine = top + 30 * row + 15, error < LARGEST_ERROR
        sheet.line((left, y), (right, y), color=PALE, stroke=0.8)
        sheet.circle(at(error), y, 6, fill=HUES["H" if fine else "W"].line)
        sheet.text(left - 10, y, name, 14, align="right", bold=True)
        sheet.text(right + 14, y, f"{'✓' if fine else '✗'}  {number(error)}", 14, align="left", bold=not fine)
    for power in (-16, -12, -8, -4, 0):
        sheet.text(at(10.0**power), bottom + 14, f"1e{power}".replace("-", "−") if power else "1", 12, GREY)
    sheet.text((left + right) / 2, bottom + 36, "relative error, largest allowed 1e−6", 12, GREY)
    return Picture(
        sheet.png(),
        "Relative error of each gradient: "
        + ", ".join(
            f"{name} {'right' if error < LARGEST_ERROR else 'WRONG'} ({number(error)})"
            for name, error in errors.items()
        )
        + ".",
    )


class Curves:
    """Learning curves of one or several training runs, drawn while they run.

    Parameters
    ----------
    test : callable, optional
        Returns the current accuracy on the test images, from 0 to 1.
    every : int, default 100
        The number of steps from one call of ``test`` to the next.
    mean_of : int, default 30
        Each point of a curve is the mean of this many losses.
    """

    def __init__(self, test: Callable[[], float] | None = None, every: int = 100, mean_of: int = 30) -> None:
        self.test, self.every, self.mean_of = test, every, mean_of
        self.lines: dict[str, tuple[int, Sequence[float]]] = {}
        self.tested: list[tuple[int, float]] = []
        self._live = Live(self.picture)

    def line(self, name: str, start: int = 0) -> Callable[[Sequence[float]], None]:
        """Start a curve.

        Parameters
        ----------
        name : str
            The label at its end.
        start : int, default 0
            The number of steps before its first one.

        Returns
        -------
        callable
            What ``train`` takes as ``on_step``: to be called after each step with all losses so far.
        """

        def on_step(losses: Sequence[float]) -> None:
            self.lines[name] = start, losses
            step = start + len(losses)
            if self.test and step % self.every == 0:
                self.tested.append((step, self.test()))
            self._live.update()

        return on_step

    def done(self) -> Picture | None:
        """Show the finished curves, or return their ``Picture`` if nothing was shown while they grew."""
        return self._live.done()

    def picture(self) -> Picture:
        """Return the curves as they are now."""
        curves = {}
        for name, (start, losses) in self.lines.items():
            first = min(len(losses), 10) - 1  # the mean of fewer losses says little
            x, y = start + np.arange(1, len(losses) + 1), _running_mean(losses, self.mean_of)
            curves[name] = x[first:], y[first:]
        sheet = Sheet(WIDEST, 320)
        above = f"training loss, mean of {self.mean_of} steps"
        if self.test:
            line_chart(sheet, (60, 34, 270, 230), curves, "step", above)
            tested = np.array(self.tested or [(0, np.nan)]).T
            line_chart(
                sheet,
                (490, 34, 180, 230),
                {"": (tested[0], 100 * tested[1])},
                "step",
                "test accuracy in percent",
                marker="o",
                first=max(1, self.mean_of),
            )
            if not self.tested:
                sheet.text(580, 149, f"first after {count_of(self.every, 'step')}", 12, GREY)
        else:
            line_chart(sheet, (60, 34, 440, 230), curves, "step", above)
        words = "; ".join(
            f"{name}: loss {number(y[-1])} after {count_of(int(x[-1]), 'step')}" for name, (x, y) in curves.items()
        )
        accuracy = f" Test accuracy at the end: {100 * self.tested[-1][1]:.1f} %." if self.tested else ""
        return Picture(sheet.png(), f"Training curves. {words}.{accuracy}")


def _running_mean(values: ArrayLike, width: int) -> np.ndarray:
    """Return, at each position, the mean of the last ``width`` values, or of fewer at the beginning."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(sums))
    begin = np.maximum(end - width, 0)
    return (sums[end] - sums[begin]) / (end - begin)


def losses(log: bool = True, **curves: ArrayLike) -> Picture:
    """Plot the losses of finished training runs against the step.

    Parameters
    ----------
    log : bool, default True
        Whether the vertical axis is logarithmic.
    **curves : array_like, shape (n,)
        As in ``losses(twenty_images=list)``; an underscore in a name becomes a space.

    Returns
    -------
    Picture
    """
    runs = {name.replace("_", " "): np.asarray(values, dtype=float) for name, values in curves.items()}
    lines = {name: (np.arange(1, len(values) + 1), values) for name, values in runs.items()}
    sheet = Sheet(700, 316)
    line_chart(sheet, (76, 36, 440, 220), lines, "step", "loss", log=log)
    return Picture(
        sheet.png(),
        "Loss against the step. "
        + " ".join(
            f"{name}: {number(y[0])} at first, {number(y[-1])} after {count_of(len(y), 'step')}."
            for name, y in runs.items()
        ),
    )
