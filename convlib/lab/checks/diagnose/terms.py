"""The table of terms of an index formula: which entries are multiplied, and to which entry the product is added."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.inputs import inputs
from convlib.lab.checks.model import Examination, Probe


@dataclass(frozen=True)
class Index:
    """One index in a formula: ``var``, ``var*s+tap-p`` or ``-var``."""

    var: str
    tap: str = ""
    strided: bool = False
    pad: int = 0  # what is added to the index, in units of the padding
    reverse: bool = False


@dataclass(frozen=True)
class Formula:
    """A product of arrays, each with its indices, and where it is added."""

    factors: Mapping[str, tuple[Index, ...]]
    result: str
    target: tuple[Index, ...]

    @property
    def arrays(self) -> dict[str, tuple[Index, ...]]:
        """The factors and, last, the result, under the name ``->``: it may have the name of an argument's twin."""
        return {**self.factors, "->": self.target}


@cache
def parsed(text: str) -> Formula:
    """Read a formula."""
    left, right = text.split("->")
    return Formula(dict(map(parsed_array, left.split(" * "))), *parsed_array(right))


def parsed_array(text: str) -> tuple[str, tuple[Index, ...]]:
    """Read ``X[n, h*s+u-p]``."""
    name, inside = text.strip().rstrip("]").split("[")
    return name, tuple(parsed_index(item.strip()) for item in inside.split(",") if item.strip())


def parsed_index(text: str) -> Index:
    """Read ``h*s+u-p``."""
    letters = [letter for letter in re.findall("[a-z]", text) if letter not in "sp"]
    pad = 1 if "+p" in text else -1 if "-p" in text else 0
    return Index(letters[0], "".join(letters[1:]), "*s" in text, pad, text.startswith("-"))


@dataclass(frozen=True)
class Case:
    """The inputs of one probe by name, its expected result, and the stride and padding."""

    arrays: Mapping[str, np.ndarray]
    shape: tuple[int, ...]  # of the result, as the formula counts its axes
    stride: int
    pad: int
    sizes: Mapping[str, int]  # how far each index letter runs
    shown: Mapping[str, tuple[int, ...]]  # the shapes of the arrays as the student sees them
    text: str  # the inputs, for a reader


def case_of(exam: Examination, probe: Probe, part: str, formula: Formula) -> Case:
    """Return what a formula needs to know about a probe."""
    given = inputs(exam, probe)
    stride, pad = given.get("stride", 1), given.get("pad", 0)
    sizes: dict[str, int] = {}
    shapes = {name: np.shape(given[name]) for name in formula.factors} | {"->": probe.expected.parts[part].shape}
    own = dict(shapes)
    if formula.result == "cols" or "cols" in formula.factors:
        image = given["X"].shape if "X" in given else given["X_shape"]
        sizes |= {"u": given["f_H"], "v": given["f_W"]}
        sizes |= {
            letter: (n + 2 * pad - sizes[tap]) // stride + 1
            for letter, tap, n in zip("hw", "uv", image[2:], strict=True)
        }
        shapes["->" if formula.result == "cols" else "cols"] = (*image[:2], *(sizes[letter] for letter in "uvhw"))
    if exam.exercise == "conv_matrix":
        image = given["n_H_prev"], given["n_W_prev"]
        sizes |= {letter: n - f + 1 for letter, n, f in zip("hw", image, np.shape(given["W"]), strict=True)}
        shapes["->"] = (sizes["h"], sizes["w"], *image)
    for name, indices in formula.arrays.items():
        for index, n in zip(indices, shapes[name], strict=True):
            if index in (Index(index.var), Index(index.var, reverse=True)):
                sizes[index.var] = n
    arrays = {name: np.asarray(given[name]).reshape(shapes[name]) for name in formula.factors}
    text = [
        f"{name} of shape {np.shape(value)}" if isinstance(value, np.ndarray) else f"{name} = {value}"
        for name, value in given.items()
    ]
    return Case(arrays, shapes["->"], stride, pad, sizes, own, ", ".join(text))


@dataclass
class Terms:
    """All terms of a formula on one case. Edits change them in place."""

    case: Case
    grid: dict[str, np.ndarray]
    places: dict[str, list[np.ndarray]]  # array -> the index along each of its axes, for every term
    counted: np.ndarray  # which terms are there
    omitted: tuple[str, ...] = ()  # factors that are left out
    overwrite: tuple[str, ...] = ()  # the loops in which a later term replaces an earlier one
    averaged: bool = False  # whether each entry of the result is divided by the number of its terms

    def copy(self) -> "Terms":
        """Return a copy that may be edited."""
        return replace(self, places={name: list(axes) for name, axes in self.places.items()})

    def shape(self, name: str) -> tuple[int, ...]:
        """Return an array's shape."""
        return self.case.shape if name == "->" else self.case.arrays[name].shape

    def flat(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the flat index into an array for every term, and whether it lies inside."""
        shape, axes = self.shape(name), self.places[name]
        inside = np.ones(len(self.counted), bool)
        flat = np.zeros(len(self.counted), int)
        for n, axis in zip(shape, axes, strict=True):
            inside &= (axis >= 0) & (axis < n)
            flat = flat * n + axis
        return np.where(inside, flat, 0), inside

    def kept(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where every term goes, and whether it arrives there and stays."""
        target, kept = self.flat("->")
        kept &= self.counted
        if self.overwrite:
            order = np.zeros(len(kept), int)
            for letter in self.overwrite:
                order = order * self.case.sizes[letter] + self.grid[letter]
            last = np.full(prod(self.case.shape), -1)
            np.maximum.at(last, target[kept], order[kept])
            kept &= order == last[target]
        return target, kept

    def result(self) -> np.ndarray:
        """Add up the terms."""
        values: Any = np.ones(len(self.counted))
        for name, array in self.case.arrays.items():
            if name not in self.omitted:
                flat, inside = self.flat(name)
                values = values * np.where(inside, array.ravel()[flat], 0)
        target, kept = self.kept()
        total = np.bincount(target[kept], values[kept].real, prod(self.case.shape)).astype(float)
        if self.averaged:
            total /= np.maximum(np.bincount(target[kept], minlength=len(total)), 1)
        return total

    def into(self, place: int) -> dict[tuple[tuple[str, tuple[int, ...]], ...], int]:
        """Return the products that arrive at one entry of the result, with how often."""
        target, kept = self.kept()
        found: dict[tuple[tuple[str, tuple[int, ...]], ...], int] = {}
        for term in np.flatnonzero(kept & (target == place)):
            factors = []
            for name in self.case.arrays:
                if name in self.omitted:
                    continue
                flat, inside = self.flat(name)
                if not inside[term]:
                    break  # a zero of the padding
                entry = np.unravel_index(flat[term], self.case.shown[name])
                factors.append((name, tuple(map(int, entry))))
            else:
                key = tuple(factors)
                found[key] = found.get(key, 0) + 1
        return found


def terms_of(formula: Formula, case: Case) -> Terms:
    """Return the table of terms of the formula itself."""
    letters = list(dict.fromkeys(x for axes in formula.arrays.values() for i in axes for x in (i.var, i.tap) if x))
    # In the order of a student's loops, so that "the last one wins" means the same.
    letters.sort(key="nkchwuvijab".index)
    grid = dict(zip(letters, np.indices([case.sizes[x] for x in letters]).reshape(len(letters), -1), strict=True))
    places = {name: [place(index, grid, case) for index in axes] for name, axes in formula.arrays.items()}
    return Terms(case, grid, places, np.ones(prod(case.sizes[x] for x in letters), bool))


def place(index: Index, grid: Mapping[str, np.ndarray], case: Case) -> np.ndarray:
    """Return an index's value for every term."""
    value = grid[index.var] * (case.stride if index.strided else 1) + index.pad * case.pad
    if index.tap:
        value = value + grid[index.tap]
    return case.sizes[index.var] - 1 - value if index.reverse else value
