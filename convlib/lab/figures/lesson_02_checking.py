"""The figures of lesson 02 that show whether a gradient is correct."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.lab.figures.canvas import Panel, Sheet, row_size
from convlib.lab.figures.display import Film, Picture
from convlib.lab.figures.shared import EDGE, blank, card_that_says, cell_size, checked
from convlib.lab.figures.theme import FONT, GREY, HUES, INK, number, own_settings, wrapped
from convlib.lab.figures.words import count_of, message_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def step_size(eps: ArrayLike, errors: ArrayLike) -> Picture:
    """Plot the error of a numerical gradient against its step size.

    Parameters
    ----------
    eps : array_like, shape (n,)
        The step sizes.
    errors : array_like, shape (n,)
        The error at each step size.

    Returns
    -------
    Picture
    """
    eps, errors = np.asarray(eps, dtype=float), np.asarray(errors, dtype=float)
    if eps.ndim != 1 or eps.shape != errors.shape:
        raise ValueError(
            f"eps and errors must have one axis and the same length, but their shapes are {eps.shape} and "
            f"{errors.shape}."
        )
    order = np.argsort(eps)
    eps, errors = eps[order], errors[order]
    shown = np.maximum(errors, np.min(errors[errors > 0], initial=1.0) / 10)
    best = int(np.argmin(shown))
    sheet = Sheet(640, 380)
    least, at = number(errors[best]), number(eps[best])
    with own_settings():
        _plot_errors(sheet.axes(80, 24, 530, 290), eps, shown, best, f"smallest error {least} at ε = {at}")
    return Picture(
        sheet.png(),
        "Error of a numerical gradient against the step, both on logarithmic scales: "
        f"smallest error {least} at step {at}; {number(errors[0])} at the smallest step "
        f"{number(eps[0])}, {number(errors[-1])} at the largest step {number(eps[-1])}.",
    )


def impulse_view(conv_backward: Callable, X: np.ndarray, W: np.ndarray) -> Film | Picture:
    """Show where a student's gradient lands when dH is 0 except for a single 1, next to where it should.

    Parameters
    ----------
    conv_backward : callable
        The student's function: ``conv_backward(dH, (X, W)) -> (dX, dW)``.
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f_H, f_W)
        The filter.

    Returns
    -------
    Film or Picture
        One frame for each output, or a card if the function is not written yet. An exception in ``conv_backward`` is
        shown, not raised.
    """
    X, W = checked(X=X, W=W)
    out = tuple(n - f + 1 for n, f in zip(X.shape, W.shape, strict=True))
    frames = []
    for h, w in np.ndindex(out):
        dH = np.zeros(out)
        dH[h, w] = 1
        window = np.s_[h : h + W.shape[0], w : w + W.shape[1]]
        stamp = np.zeros(X.shape)
        stamp[window] = W
        expected = {"dX": stamp, "dW": X[window]}
        try:
            result = conv_backward(dH.copy(), (X.copy(), W.copy()))
        except NotImplementedError:
            return card_that_says("Write conv_backward first: then this view shows where your gradient lands.")
        except (Exception, SystemExit) as error:
            got: dict[str, np.ndarray] = {}
            verdicts = [f"✗ conv_backward raised {type(error).__name__}{message_of(error)}"]
        else:
            got, verdicts = _judge(result, expected, h, w)
        frames.append((dH, expected, got, verdicts))
    cell = cell_size(X.shape[1] + W.shape[1] + out[1], 270, 36)
    rows, left = [Panel(expected[name], name) for name in expected], EDGE + out[1] * cell + 30
    width, tall = row_size(rows, cell, 26)[0], max(X.shape[0], W.shape[0]) * cell + 32
    wide = max(left + 96 + width, 420) + EDGE
    lines = [
        [line for verdict in verdicts for line in wrapped(verdict, 14, wide - 2 * EDGE, True)]
        for *_, verdicts in frames
    ]

    def draw(
        sheet: Sheet, dH: np.ndarray, expected: dict[str, np.ndarray], got: dict[str, np.ndarray], lines: list[str]
    ) -> None:
        grid = sheet.grid(Panel(dH, "dH"), EDGE, tall + 12 - out[0] * cell / 2, cell)
        sheet.outline(grid, *np.argwhere(dH)[0])
        for k, (title, values) in enumerate((("yours", got), ("should be", expected))):
            y = 4 + k * tall
            panels = [Panel(values.get(name, blank(array.shape)), name) for name, array in expected.items()]
            grids = sheet.row(panels, left + 96, y, cell, 26)
            sheet.text(left, y + 24 + (tall - 32) / 2, title, 15, GREY, True, "left")
            for grid, name in zip(grids, expected, strict=True):
                for wrong in np.argwhere(~_drawn_as_equal(values[name], expected[name])) if name in values else ():
                    sheet.cross(grid, *wrong)
        for k, line in enumerate(lines):
            sheet.text(EDGE, 2 * tall + 18 + 22 * k, line, 14, align="left", bold="✗" in line)

    return Film(
        [
            (partial(draw, dH=dH, expected=expected, got=got, lines=wrapped_lines), " ".join(verdicts), "")
            for (dH, expected, got, verdicts), wrapped_lines in zip(frames, lines, strict=True)
        ],
        "A single 1 in dH: where your gradient lands, and where it should.",
        wide,
        2 * tall + 16 + 22 * max(map(len, lines)),
    )


def _judge(result: Any, expected: dict[str, np.ndarray], h: int, w: int) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return the arrays that could be read from a student's result, and a sentence about each."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {}, ["✗ conv_backward must return two arrays, dX and dW."]
    right = {"dX": f"✓ dX is right: W stamped at [{h}, {w}].", "dW": f"✓ dW is right: the window of X at [{h}, {w}]."}
    got: dict[str, np.ndarray] = {}
    verdicts = []
    for (name, should), value in zip(expected.items(), result, strict=True):
        try:
            value = np.asarray(value, dtype=float)
        except Exception:
            verdicts.append(f"✗ {name} is not an array of numbers.")
            continue
        if value.shape != should.shape:
            verdicts.append(f"✗ {name} has shape {value.shape}; it should be {should.shape}.")
            continue
        got[name] = value
        wrong = int((~_drawn_as_equal(value, should)).sum())
        verdicts.append(f"✗ {name} differs in {count_of(wrong, 'cell')} (crossed)." if wrong else right[name])
    return got, verdicts


def _plot_errors(axes: "Axes", eps: np.ndarray, shown: np.ndarray, best: int, words: str) -> None:
    """Plot error against step on logarithmic axes, with the smallest error marked and both regimes labelled."""
    axes.loglog(eps, shown, "o-", color=HUES["X"].line, markersize=4, linewidth=1.6)
    axes.loglog(eps[best], shown[best], "D", color=HUES["W"].line, markersize=9)
    low, high = np.log10(shown.min()), np.log10(shown.max())
    axes.set(ylim=(10 ** (low - 0.25 * (high - low + 1)), 10 ** (high + 0.3 * (high - low + 1))))
    font: dict[str, Any] = {"family": FONT, "color": INK}
    axes.set_xlabel("step ε", size=12, **font)
    axes.set_ylabel("error of the numerical gradient", size=12, **font)
    axes.tick_params(labelsize=10, colors=GREY, which="both")
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    align = "left" if best < len(eps) / 4 else "right" if best > 3 * len(eps) / 4 else "center"
    axes.annotate(
        words, (eps[best], shown[best]), (0, -20), textcoords="offset points", ha=align, size=11, weight="bold", **font
    )
    regimes = (
        (best > 0, 0.02, "left", "← round-off grows as the step shrinks"),
        (best < len(eps) - 1, 0.98, "right", "truncation grows with the step →"),
    )
    for _, place, align, words in (regime for regime in regimes if regime[0]):
        axes.text(place, 0.95, words, ha=align, va="center", size=11, transform=axes.transAxes, **font)


def _drawn_as_equal(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return where two arrays agree up to rounding in float32: the cells that are not crossed out."""
    return np.isclose(got, expected, rtol=1e-4, atol=1e-7)
