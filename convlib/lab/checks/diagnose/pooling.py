"""Max pooling with the choices that are often made wrong: which entry of a window counts, how gradients go to it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.alternatives import Computation

Given = Mapping[str, Any]
CHANNEL = {
    "own": "",
    "first": "the first channel's windows are used for all channels",
    "image": "the first image's windows are used for all images",
}
REDUCED: dict[str, Callable] = {
    "max": np.max,
    "min": np.min,
    "mean": np.mean,
    "sum": np.sum,
    "size": lambda a: np.abs(a).max(),
    "positive": lambda a: max(a.max(), 0),
    "first": lambda a: a[0, 0],
    "last": lambda a: a[-1, -1],
    "norm": np.linalg.norm,
    "median": np.median,
}


def source(X: np.ndarray, n: int, c: int, channel: str) -> np.ndarray:
    """Return the plane from which windows are taken."""
    return np.asarray(X[0 if channel == "image" else n, 0 if channel == "first" else c])


def window(plane: np.ndarray, h: int, w: int, f: int, stride: int, placed: str, side: str) -> np.ndarray:
    """Return one window; raises IndexError if there is none."""
    step = {"stride": stride, "one": 1, "window": f}[placed]
    size = f + {"f": 0, "smaller": -1, "larger": 1}[side]
    found = plane[h * step : h * step + size, w * step : w * step + size]
    if not found.size or (size == f and found.shape != (f, f)):
        raise IndexError
    return found


def forward(given: Given, reduced: str, placed: str, side: str, channel: str) -> Any:
    """Return the windows' values."""
    X, f, stride = np.asarray(given["X"], dtype=float), given["f"], given["stride"]
    n_H, n_W = ((n - f) // stride + 1 for n in X.shape[2:])
    H = np.zeros((*X.shape[:2], n_H, n_W))
    for n, c, h, w in np.ndindex(*H.shape):
        planes = [source(X, n, c, channel)] if channel != "all" else list(X[n])
        windows = [window(plane, h, w, f, stride, placed, side) for plane in planes]
        H[n, c, h, w] = max(map(REDUCED[reduced], windows))
    return H


PLACED = {
    "stride": "",
    "one": "the windows are one step apart, whatever the stride is",
    "window": "the windows are f apart, whatever the stride is",
}
pooled = Computation(
    {
        "reduced": {
            "max": "",
            "min": "the smallest entry of each window is taken",
            "mean": "the mean of each window is taken",
            "sum": "the sum of each window is taken",
            "size": "the largest absolute value of each window is taken",
            "positive": "0 is taken where all entries of a window are negative",
            "first": "the first entry of each window is taken",
            "last": "the last entry of each window is taken",
            "norm": "the norm of each window is taken",
            "median": "the median of each window is taken",
        },
        "placed": PLACED,
        "side": {
            "f": "",
            "smaller": "the last row and column of each window are left out",
            "larger": "each window has a row and a column too many",
        },
        "channel": CHANNEL | {"all": "the largest value is looked for in all channels together"},
    },
    forward,
)


def places(a: np.ndarray, where: str, place: str) -> list[tuple[int, int]]:
    """Return the places of a window that get the gradient."""
    f = len(a)
    row, column = (int(i) for i in np.unravel_index(np.argmax(a), a.shape))
    if where == "ties" or where == "shared ties":
        return [(int(i), int(j)) for i, j in np.argwhere(a == a.max())]
    if where == "whole" or where == "shared":
        return list(np.ndindex(*a.shape))
    if where == "columns":
        column, row = (int(i) for i in np.unravel_index(np.argmax(a.T), a.shape))
    if where == "last":
        row, column = (f - 1 - int(i) for i in np.unravel_index(np.argmax(a[::-1, ::-1]), a.shape))
    if where in ("min", "size"):
        of = -a if where == "min" else np.abs(a)
        row, column = (int(i) for i in np.unravel_index(np.argmax(of), a.shape))
    return [
        {
            "exchanged": (column, row),
            "turned": (f - 1 - row, f - 1 - column),
            "corner": (0, 0),
            "end": (f - 1, f - 1),
            "row": (row, 0),
            "column": (0, column),
        }.get(place, (row, column))
    ]


def backward(given: Given, where: str, place: str, added: str, amount: str, channel: str, put: str, right: str) -> Any:
    """Return the gradients at their places."""
    X, dH, f, stride = np.asarray(given["X"], dtype=float), given["dH"], given["f"], given["stride"]
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(*dH.shape):
        a = window(source(X, n, c, channel), h, w, f, stride, "stride", "f")
        if right == "positive" and a.max() <= 0:
            continue
        chosen = places(a, where, place)
        share = len(chosen) if where in ("shared ties", "shared") else 1
        value = {
            "dH": dH[n, c, h, w],
            "one": 1.0,
            "product": dH[n, c, h, w] * a.max(),
            "input": a.max(),
            "minus": -dH[n, c, h, w],
            "average": dH[n, c, h, w] / a.size,
        }[amount] / share
        top, left = {"stride": (h * stride, w * stride), "corner": (0, 0), "one": (h, w), "window": (h * f, w * f)}[put]
        for i, j in chosen:
            at = n, c, top + i, left + j
            if added == "add":
                dX[at] += value
            elif added == "last" or not dX[at]:
                dX[at] = value
    return dX


routed = Computation(
    {
        "where": {
            "first": "",
            "last": "the last of several equal maxima gets the gradient, instead of the first",
            "ties": "each of several equal maxima gets the whole gradient",
            "shared ties": "several equal maxima share the gradient",
            "columns": "of several equal maxima, the first one down the columns gets the gradient",
            "min": "the smallest entry of a window gets the gradient",
            "size": "the entry of the largest absolute value gets the gradient",
            "whole": "every entry of a window gets the whole gradient",
            "shared": "all entries of a window share the gradient",
        },
        "place": {
            "right": "",
            "exchanged": "row and column of the maximum inside the window are swapped",
            "turned": "the place of the maximum is counted from the end of the window",
            "corner": "the first entry of each window gets the gradient",
            "end": "the last entry of each window gets the gradient",
            "row": "the gradient goes to the first column in the row of the maximum",
            "column": "the gradient goes to the first row in the column of the maximum",
        },
        "added": {
            "add": "",
            "last": "an entry that wins several windows keeps only the last gradient",
            "first": "an entry that wins several windows keeps only the first gradient",
        },
        "amount": {
            "dH": "",
            "one": "each window sends 1 instead of its entry of dH",
            "product": "dH is multiplied by the maximum",
            "input": "each window sends its maximum instead of its entry of dH",
            "minus": "the sign of dH is changed",
            "average": "dH is divided by the number of entries of a window",
        },
        "channel": CHANNEL,
        "put": {
            "stride": "",
            "corner": "the place inside the window is used as the place in dX",
            "one": "the windows of dX are one step apart, whatever the stride is",
            "window": "the windows of dX are f apart, whatever the stride is",
        },
        "right": {"any": "", "positive": "windows without a positive entry send nothing"},
    },
    backward,
)
