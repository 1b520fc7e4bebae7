"""Compare files built here with files built elsewhere, by meaning.

Another processor sums in another order, another version of NumPy words its errors differently, another version of
Matplotlib renders text slightly differently. None of this may make a file stale. So numbers are compared up to
rounding, words exactly and images by their pixels, never byte by byte.
"""

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Any

import matplotlib.image
import numpy as np
from nbformat import NotebookNode

from convlib.lab.figures.embed import METADATA
from grading.course import MEASURED

# Relative to the norm of the whole array; rounding is about 1e-15 of it in float64 and 1e-7 in float32.
LIMIT = 1e-6
LIMITS = {"float16": 1e-2, "float32": 1e-5, "complex64": 1e-5}
# Smaller arrays are compared as if this were their norm: where a sum should be zero, only rounding is left.
SMALLEST_NORM = 1e-3
# Images are compared by the means of blocks of this many pixels squared, between black (0) and white (1). Text rendered
# by Matplotlib 3.9 and 3.11 differs by 0.03 in a block; what an image says is compared as its alt text.
BLOCK, BLOCK_LIMIT = 32, 0.1
NUMBER = re.compile(r"(?<![\w.])([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|nan|inf))(?!\w)")
INTEGER = re.compile(r"[-+]?\d+")
STOPPED = re.compile(r"(it stopped with \w+).*", re.DOTALL)


def same(a: Any, b: Any, white_space: bool = True) -> bool:
    """Return whether two values mean the same, recursively.

    Parameters
    ----------
    a, b : object
        Numbers, arrays, strings, None, or tuples, lists, dicts and dataclasses of these.
    white_space : bool
        Compare the white space in strings as well. In printed arrays it depends on how many digits a number has.
    """
    if is_number(a) and is_number(b):
        return same_arrays(np.asarray(a), np.asarray(b))
    if type(a) is not type(b):
        return False
    if isinstance(a, str):
        return same_texts(a, b, white_space)
    if isinstance(a, np.ndarray):
        return same_arrays(a, b)
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(same(x, y, white_space) for x, y in zip(a, b, strict=True))
    if isinstance(a, Mapping):
        return a.keys() == b.keys() and all(same(a[key], b[key], white_space) for key in a)
    if is_dataclass(a):
        return all(same(getattr(a, field.name), getattr(b, field.name), white_space) for field in fields(a))
    return bool(a == b)


def is_number(value: Any) -> bool:
    """Return whether a value is a single number; a Boolean is not."""
    return isinstance(value, int | float | complex | np.number) and not isinstance(value, bool)


def same_arrays(a: np.ndarray, b: np.ndarray) -> bool:
    """Return whether two arrays have the same shape, dtype and, in norm, entries. A nan equals a nan."""
    # The width of an integer depends on the platform, and for a single number NumPy 1 and 2 choose different dtypes.
    loose = a.dtype.kind in "iu" or a.shape == ()
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind or (a.dtype != b.dtype and not loose):
        return False
    if a.dtype.kind not in "fc":
        return np.array_equal(a, b)
    finite = np.isfinite(a)
    if not np.array_equal(finite, np.isfinite(b)) or not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    limit = max(LIMITS.get(array.dtype.name, LIMIT) for array in (a, b))
    # In double precision and scaled, since squares overflow.
    a, b = a[finite].astype(complex), b[finite].astype(complex)
    scale = max(np.abs(a).max(initial=SMALLEST_NORM), np.abs(b).max(initial=SMALLEST_NORM))
    size = max(np.linalg.norm(a / scale), np.linalg.norm(b / scale), SMALLEST_NORM / scale)
    return bool(np.linalg.norm(a / scale - b / scale) <= limit * size)


def same_texts(a: str, b: str, white_space: bool = True) -> bool:
    """Return whether two texts are the same: the words exactly, the numbers in them up to rounding."""
    if a == b:
        return True
    # With one group in the pattern, ``split`` returns words and numbers alternately.
    ours, theirs = NUMBER.split(own_words(a)), NUMBER.split(own_words(b))
    words = [[text if white_space else text.split() for text in texts[::2]] for texts in (ours, theirs)]
    if words[0] != words[1]:
        return False
    return all(map(same_figures, ours[1::2], theirs[1::2]))


def same_figures(a: str, b: str) -> bool:
    """Return whether two numbers in a text are the same; integers exactly."""
    if INTEGER.fullmatch(a) and INTEGER.fullmatch(b):
        return int(a) == int(b)
    return same_arrays(np.asarray(float(a)), np.asarray(float(b)))


def own_words(sentence: str) -> str:
    """Return the course's own words about a call: that it stopped, and with which error.

    How NumPy or Python describe the error differs from version to version.
    """
    return STOPPED.sub(r"\1", sentence) if STOPPED.match(sentence) else sentence


def same_pictures(a: bytes, b: bytes) -> bool:
    """Return whether two PNGs have the same size and nearly the same pixels everywhere; no bytes are no picture."""
    if a == b or not (a and b):
        return a == b
    ours, theirs = (matplotlib.image.imread(io.BytesIO(png), format="png") for png in (a, b))
    return ours.shape == theirs.shape and bool(np.abs(block_means(ours) - block_means(theirs)).max() <= BLOCK_LIMIT)


def block_means(image: np.ndarray) -> np.ndarray:
    """Return the mean of each block of an image of shape (height, width, channels); the last blocks may be smaller."""
    rows, columns = (np.arange(0, length, BLOCK) for length in image.shape[:2])

    def sums(values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)

    return sums(image) / sums(np.ones_like(image))


def same_notebooks(a: NotebookNode, b: NotebookNode, with_outputs: bool) -> bool:
    """Return whether two notebooks have the same cells.

    Parameters
    ----------
    a, b : nbformat.NotebookNode
    with_outputs : bool
        Compare the outputs as well, except those of measurements.
    """
    return (
        a.metadata == b.metadata
        and len(a.cells) == len(b.cells)
        and all(same_cells(x, y, with_outputs) for x, y in zip(a.cells, b.cells, strict=True))
    )


def same_cells(a: NotebookNode, b: NotebookNode, with_outputs: bool) -> bool:
    """Return whether two cells are the same; their source and role exactly."""
    ran = "outputs", "execution_count"
    if {k: v for k, v in a.items() if k not in ran} != {k: v for k, v in b.items() if k not in ran}:
        return False
    if not with_outputs or a.cell_type != "code" or MEASURED in a.metadata.get("tags", []):
        return True
    ours, theirs = joined(a.outputs), joined(b.outputs)
    return len(ours) == len(theirs) and all(map(same_outputs, ours, theirs))


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with consecutive prints joined: how they are split into chunks depends on the machine's load."""
    found: list[NotebookNode] = []
    for stream, group in groupby(outputs, key=lambda output: output.get("name")):
        parts = list(group)
        found += [NotebookNode(parts[0], text="".join(part.text for part in parts))] if stream else parts
    return found


def same_outputs(a: NotebookNode, b: NotebookNode) -> bool:
    """Return whether two outputs show the same."""
    ours, theirs = plain(a), plain(b)
    for tree in (ours, theirs):  # the strip shows the same frames
        tree.get("metadata", {}).get(METADATA, {}).pop("picture", None)
    png = [tree.setdefault("data", {}).pop("image/png", "") for tree in (ours, theirs)]
    return same(ours, theirs, white_space=False) and same_pictures(*map(base64.b64decode, png))


def plain(tree: Any) -> Any:
    """Return a copy of a notebook's tree as plain dicts and lists."""
    if isinstance(tree, Mapping):
        return {key: plain(item) for key, item in tree.items()}
    return [plain(item) for item in tree] if isinstance(tree, list) else tree
