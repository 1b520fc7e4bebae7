"""A small handmade examination: ``scale(x, w)`` returns ``y = w * x`` and ``z``, the sum of x."""

import linecache
from itertools import count

import numpy as np
import pytest

from convlib.lab.checks.fingerprint import fingerprint
from convlib.lab.checks.model import Examination, Outcome, Probe, Property


def scale(x, w):
    """The function that the examination asks for."""
    return w * x, np.sum(x)


MISTAKES = {
    "adds": lambda x, w: (x + w, np.sum(x)),
    "mean_for_sum": lambda x, w: (w * x, np.mean(x)),
    "stops": lambda x, w: 1 / 0,
}


@pytest.fixture
def exam() -> Examination:
    x, w = np.array([[1.5, -2.0, 4.0]]), np.array(3.0)
    inputs = [("values", (x, w)), ("values", (np.vstack([x, 2 * x]), w)), ("integers", (np.array([[2, 5]]), w))]
    probes = tuple(
        Probe(group, args, {}, expected=Outcome(dict(zip("yz", map(np.asarray, scale(*args)), strict=True))))
        for group, args in inputs
    )

    def outcome(function, probe):
        try:
            return Outcome(dict(zip("yz", map(np.asarray, function(*probe.args)), strict=True)))
        except ZeroDivisionError:
            return Outcome(problem="it stopped.")

    return Examination(
        exercise="scale",
        inputs=("x", "w"),
        parts=("y", "z"),
        opaque=(),
        companion=None,
        through=None,
        properties=(
            Property("shape", 1, "shape", probes="values"),
            Property("y", 2, part="y", probes="values"),
            Property("z", 1, part="z", probes="values"),
            Property("integers", 1, "untouched", builds_on_values=True),
        ),
        probes=probes,
        diagnoses={name: f"It {name}." for name in MISTAKES},
        reveal=True,
        known=lambda: {
            name: [fingerprint(probe, outcome(f, probe)) for probe in probes] for name, f in MISTAKES.items()
        },
    )


@pytest.fixture
def right():
    return scale


@pytest.fixture
def cell():
    """A function that runs a notebook's cell, whose lines Python can look up, and returns what it defines."""
    numbers = count()

    def cell(source):
        name = f"<cell {next(numbers)}>"
        linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
        space = {"np": np, "__name__": "__main__"}
        exec(compile(source, name, "exec"), space)
        return space

    return cell
