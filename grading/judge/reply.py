"""Read what a worker sends. Nothing in it is trusted: every size is bounded before anything of that size is made."""

import base64
import io
import math
import re
from typing import Any

import numpy as np
from numpy.lib import format as npy

from convlib.lab.checks.closeness import same
from convlib.lab.checks.codec import NUMBERS, Opaque, with_gaps
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.outcome import outcome_of
from convlib.lab.checks.scenarios import reading
from grading.bank.exercise import Exercise

# A right answer has at most a few thousand entries.
MAX_ENTRIES = 100_000
MAX_AXES = 12
MAX_ITEMS = 10_000  # of all lists and tuples together
MAX_DEPTH = 20
MAX_TEXT = 400

HIDDEN_MODULE = re.compile(r"No module named '((convlib|grading)(\.\w+)?)'")
MISSING = "there is no such function."
UNREADABLE = "its answer could not be read."


def outcome_from(reply: dict, probe: Probe, exercise: Exercise) -> Outcome:
    """Turn a worker's reply into an ``Outcome``."""
    if reply.get("missing"):
        return Outcome(problem=MISSING)
    if "value" not in reply:
        return Outcome(problem=one_line(reply.get("problem")) or UNREADABLE)
    try:
        value, after = read(reply["value"]), read(reply.get("after"))
        changed = not isinstance(after, (tuple, list)) or not same(after, probe.args[: len(after)])
        outcome = outcome_of(reading(value, probe.kwargs), probe.parts or exercise.parts, exercise.opaque, changed)
    except TooLarge as error:
        return Outcome(problem=f"it returned {error}.")
    except Exception:  # whatever a forged reply makes NumPy raise
        return Outcome(problem=UNREADABLE)
    return outcome


class TooLarge(ValueError):
    """A value of a size that no right answer has; the message says what it is."""


def read(data: Any) -> Any:
    """Return the value that ``convlib.lab.checks.codec.encode`` has encoded.

    Raises
    ------
    TooLarge
        If it is too large.
    ValueError
        If it is not a value of this format.
    """
    return Reader().value(data, 0)


class Reader:
    """Reads one value and counts its items."""

    def __init__(self) -> None:
        self.items = 0

    def value(self, data: Any, depth: int) -> Any:
        """Read a value inside so many lists and tuples."""
        self.items += 1
        if self.items > MAX_ITEMS or depth > MAX_DEPTH:
            raise TooLarge("lists or tuples with too many items")
        if data is None or isinstance(data, bool | int):
            return data
        if isinstance(data, str):
            return data[:MAX_TEXT]
        if not isinstance(data, dict):
            raise ValueError(UNREADABLE)
        for kind, content in data.items():
            if kind == "npy":
                array = read_array(content)
                return with_gaps(array) if data.get("strided") and array.ndim else array
            if kind == "too_large":
                raise too_large(tuple(map(int, content[:MAX_AXES])))
            if kind == "float":
                return float(content[:MAX_TEXT])
            if kind == "opaque":
                return Opaque((one_line(content) or "unknown")[:60])
            if kind in ("tuple", "list"):
                items = [self.value(item, depth + 1) for item in content[:MAX_ITEMS]]
                return tuple(items) if kind == "tuple" else items
            if kind == "dict":  # a student's own cache
                return Opaque("dict")
        raise ValueError(UNREADABLE)


def read_array(text: str) -> np.ndarray:
    """Read an array in NumPy's file format, after its shape and dtype were looked at."""
    data = base64.b64decode(text, validate=True)
    buffer = io.BytesIO(data)
    headers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    shape, fortran_order, dtype = headers[npy.read_magic(buffer)](buffer)
    if dtype.kind not in NUMBERS or min(shape, default=0) < 0:
        raise ValueError(UNREADABLE)
    if len(shape) > MAX_AXES or max(shape, default=0) > MAX_ENTRIES or math.prod(shape) > MAX_ENTRIES:
        raise too_large(shape)
    array = np.frombuffer(data, dtype, math.prod(shape), buffer.tell())
    return array.reshape(shape, order="F" if fortran_order else "C").copy(order="C")


def too_large(shape: tuple[int, ...]) -> TooLarge:
    """Return the exception for an array that no right answer returns."""
    return TooLarge(f"an array of {len(shape)} axes" if len(shape) > MAX_AXES else f"an array of shape {shape}")


def one_line(text: object) -> str | None:
    """Return a worker's text as one short printable line; a hidden module gets a sentence of its own."""
    if not isinstance(text, str):
        return None
    text = text[:MAX_TEXT]
    if hidden := HIDDEN_MODULE.search(text):
        return (
            f"it imports {hidden[1]}, the course's own solution, which is not available when your work is judged: "
            "write the function yourself."
        )
    return "".join(c if c.isprintable() else " " for c in text)


def printable(data: Any) -> Any:
    """Return JSON data whose texts hold no control codes but line breaks."""
    if isinstance(data, str):
        return "".join(c if c.isprintable() or c == "\n" else " " for c in data)
    if isinstance(data, list):
        return [printable(item) for item in data]
    if isinstance(data, dict):
        return {printable(key): printable(item) for key, item in data.items()}
    return data
