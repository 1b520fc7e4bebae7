"""The mistakes that probing looks for: small edits of an index formula, each with the words for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.terms import Formula, Index, Terms, place

Change = Callable[[Terms], None]

# What each index letter counts: one, several.
NOUNS = {
    "n": ("image", "images"),
    "c": ("channel", "channels"),
    "k": ("filter", "filters"),
    "h": ("row of positions", "rows of positions"),
    "w": ("column of positions", "columns of positions"),
    "u": ("row of the window", "rows of the window"),
    "v": ("column of the window", "columns of the window"),
    "i": ("row", "rows"),
    "j": ("column", "columns"),
    "a": ("input", "inputs"),
    "b": ("output", "outputs"),
}
# Loops in which a later pass may overwrite an earlier one.
LOOPS = ("hw", "h", "w", "uv", "u", "v", "n", "k", "c", "nk", "nhw", "khw", "nkhw", "chw", "nchw", "kn", "a", "b")


@dataclass(frozen=True)
class Edit:
    """One edit of a table of terms, in words that complete "this is what you get when ..."."""

    says: str
    change: Change

    def __call__(self, terms: Terms) -> Terms:
        """Return the edited terms."""
        edited = terms.copy()
        self.change(edited)
        return edited


def noun(letter: str, letters: set[str]) -> tuple[str, str]:
    """Return what an index letter counts, one and several. The linear layer's images are samples."""
    return ("sample", "samples") if letter == "n" and letters & set("ab") else NOUNS[letter]


def letters_of(formula: Formula) -> set[str]:
    """Return the index letters of a formula."""
    return {x for axes in formula.arrays.values() for i in axes for x in (i.var, i.tap) if x}


def edits(formula: Formula) -> list[Edit]:
    """Return all edits of a formula, the plainest first."""
    return [Edit(says, change) for says, change in every(formula)]


def every(formula: Formula) -> Iterator[tuple[str, Change]]:
    """Yield the words and the change of every edit."""
    for name, axes in formula.arrays.items():
        yield from turns(name, axes, formula)
    for name in formula.factors:
        if len(formula.factors) > 1:
            yield f"{name} is left out, as if it were 1 everywhere", omits(name)
    letters = letters_of(formula)
    if set("hw") <= letters:
        yield "only the first position is used", restricts("hw", lambda i, n: i == 0)
        yield "only the last position is used", restricts("hw", lambda i, n: i == n - 1)
    for letter in sorted(letters):
        one, _ = noun(letter, letters)
        yield f"only the first {one} is used", restricts(letter, lambda i, n: i == 0)
        yield f"only the last {one} is used", restricts(letter, lambda i, n: i == n - 1)
        yield f"the last {one} is left out", restricts(letter, lambda i, n: i < n - 1)
        yield f"the first {one} is left out", restricts(letter, lambda i, n: i > 0)
    yield from windows(formula)
    yield f"each entry of {formula.result} is divided by the number of products that it gets", averages
    if set("hwuv") <= letters:
        yield (
            "only as many rows and columns of positions are used as the filter has rows and columns",
            within("h", "u", "w", "v"),
        )
    for loops in LOOPS:
        if set(loops) <= letters:
            yield overwriting(loops, letters), overwrites(tuple(sorted(loops, key="nkchwuvab".index)))
    for name, axes in formula.arrays.items():
        yield from shifts(name, axes, formula)
    for name, axes in formula.arrays.items():
        yield from choices(name, axes, formula)


def overwriting(loops: str, letters: set[str]) -> str:
    """Say that later passes of these loops replace earlier ones."""
    if loops == "hw":
        return "each position overwrites what earlier positions gave instead of adding to it"
    if loops == "uv":
        return "each weight of the window overwrites what earlier ones gave instead of adding to it"
    names = " and ".join(
        "position" if x == "h" else noun(x, letters)[0] for x in loops if not ("h" in loops and x == "w")
    )
    if loops == "h":
        names = NOUNS["h"][0]
    return f"each {names} overwrites what the earlier ones gave instead of adding to it"


def turns(name: str, axes: tuple[Index, ...], formula: Formula) -> Iterator[tuple[str, Change]]:
    """Yield flips, the transpose and shifts of one array."""
    this = f"the result {formula.result}" if name == "->" else name
    rows, columns = len(axes) - 2, len(axes) - 1
    flattened = len({index.var for index in axes} & set("uvhw")) == 4 or (len(axes) == 4 and axes[0].var == "h")
    spatial = len(axes) >= 2 and axes[columns].var in "hwuvij" and not flattened
    if spatial:
        of = " (its last two axes)" if len(axes) > 2 else ""
        yield f"{this} is off by a rotation of 180 degrees{of}", moves(name, {rows: flip, columns: flip})
        yield f"{this} is upside down{of}", moves(name, {rows: flip})
        yield f"{this} is mirrored left to right{of}", moves(name, {columns: flip})
    if len(axes) >= 2 and not flattened:
        of = " (its last two axes)" if len(axes) > 2 else ""
        yield f"{this} is transposed{of}", transposes(name)
    if len(axes) == 6:  # the columns of im2col
        yield "the rows and columns of each window are reversed in cols", moves(name, {2: flip, 3: flip})
        yield "the rows of each window are reversed in cols", moves(name, {2: flip})
        yield "the columns of each window are reversed in cols", moves(name, {3: flip})
        for order, words in (
            ((0, 1, 3, 2, 4, 5), "the entries of each window are in column-major order in cols"),
            ((0, 1, 2, 3, 5, 4), "the positions are in column-major order in cols"),
            ((0, 2, 3, 1, 4, 5), "the channel varies fastest among the rows of cols, where it must vary slowest"),
        ):
            yield words, reorders(name, order)
    if len(axes) == 4 and not flattened and not any(index.tap or index.pad for index in axes):
        nouns = [noun(index.var, letters_of(formula))[1] for index in axes]
        for of_four in ((1, 0, 2, 3), (1, 2, 3, 0), (3, 0, 1, 2), (0, 2, 3, 1), (0, 1, 3, 2), (2, 3, 0, 1)):
            read = ", ".join(nouns[axis] for axis in of_four)
            says = f"the numbers of {this} are mixed: a reshape takes the place of a transpose"
            yield f"{says}, with the axes in the order {read}", reorders(name, of_four)
    if flattened:
        row = next(axis for axis, index in enumerate(axes) if index.var == "h")
        yield (
            f"the positions are numbered h * n_H + w in {formula.result if name == '->' else name}, where it must be "
            "h * n_W + w",
            renumbers(name, row),
        )
    for axis, index in enumerate(axes):
        if index.var in "nckab" and not index.tap:
            many = noun(index.var, letters_of(formula))[1]
            yield f"the {many} of {this} are in reverse order", moves(name, {axis: flip})


def shifts(name: str, axes: tuple[Index, ...], formula: Formula) -> Iterator[tuple[str, Change]]:
    """Yield shifts of one array by one row or column."""
    this = f"the result {formula.result}" if name == "->" else name
    if len(axes) not in (2, 4) or axes[-1].var not in "hwuvij" or (len(axes) == 4 and axes[0].var == "h"):
        return
    if name == "->":
        for axis, words in ((len(axes) - 2, "row"), (len(axes) - 1, "column")):
            yield f"the last {words} of {formula.result} stays zero", moves(name, {axis: without_last})
            yield f"the first {words} of {formula.result} stays zero", moves(name, {axis: without_first})
    for axis, words in ((len(axes) - 2, "row"), (len(axes) - 1, "column")):
        for step in (1, -1):
            side = {
                ("row", 1): "down",
                ("row", -1): "up",
                ("column", 1): "to the right",
                ("column", -1): "to the left",
            }
            if name == "->":
                says = f"everything in {this} lies one {words} too far {side[words, step]}"
            else:
                says = f"{name} is read one {words} too far {side[words, step]}"
            yield f"{says}, with zeros beyond the edge", moves(name, {axis: shift(step)})
            yield f"{says}, and wraps around at the edge", moves(name, {axis: wrapped(step)})


def choices(name: str, axes: tuple[Index, ...], formula: Formula) -> Iterator[tuple[str, Change]]:
    """Yield the edits that take another entry along one axis of a factor."""
    letters = letters_of(formula)
    for axis, index in enumerate(axes):
        if index.tap or index.strided:
            continue
        one = noun(index.var, letters)[0]
        if name == "->":
            yield f"everything goes to the first {one} of {formula.result}", moves(name, {axis: first})
            yield f"everything goes to the last {one} of {formula.result}", moves(name, {axis: last})
            continue
        alone = len(axes) == 1
        yield (
            f"{name}[0] is used for every {one}" if alone else f"the first {one} of {name} is used for every {one}",
            moves(name, {axis: first}),
        )
        yield (
            f"{name}[-1] is used for every {one}" if alone else f"the last {one} of {name} is used for every {one}",
            moves(name, {axis: last}),
        )
        yield f"each {one} of {name} is replaced by the one before it", moves(name, {axis: wrapped(-1)})
        yield f"each {one} of {name} is replaced by the next one", moves(name, {axis: wrapped(1)})
        for other in "nkc":
            if other != index.var and index.var in "nkc" and other in letters:
                yield (
                    f"the {one} of {name} is chosen by the number of the {noun(other, letters)[0]}",
                    takes(name, axis, other),
                )


def windows(formula: Formula) -> Iterator[tuple[str, Change]]:
    """Yield edits of the indices that combine a position with the stride, the window and the padding."""
    for name, axes in formula.arrays.items():
        this = formula.result if name == "->" else name
        found = [(axis, index) for axis, index in enumerate(axes) if index.strided or index.pad or index.tap]
        if not found:
            continue
        choices = [found, *([item] for item in found)] if len(found) > 1 else [found]
        for chosen in choices:
            where = "rows and columns" if len(chosen) > 1 else "rows" if chosen[0][0] == len(axes) - 2 else "columns"
            index = chosen[0][1]
            if index.strided:
                yield f"the stride is ignored in the {where} of {this}", places(name, chosen, stride=False)
                yield (
                    f"the steps are one shorter than the stride, in the {where} of {this}",
                    moves_by(name, chosen, lambda terms, index: -terms.grid[index.var] * (terms.case.stride > 1)),
                )
                yield (
                    f"the steps are one longer than the stride, in the {where} of {this}",
                    moves_by(name, chosen, lambda terms, index: terms.grid[index.var]),
                )
            if index.pad and index.strided:
                yield (
                    f"the padding is divided by the stride in the {where} of {this}",
                    moves_by(
                        name,
                        chosen,
                        lambda terms, index: index.pad * (terms.case.pad // terms.case.stride - terms.case.pad),
                    ),
                )
            if index.pad:
                wrong = written(index, 0)
                right = written(index, index.pad)
                yield (
                    f"the padding is ignored in the {where} of {this}: an index is {wrong} instead of {right}",
                    places(name, chosen, pad=0),
                )
                yield (
                    f"the padding counts twice in the {where} of {this}: an index is {written(index, 2 * index.pad)} "
                    f"instead of {right}",
                    places(name, chosen, pad=2),
                )
                yield (
                    f"the padding has the wrong sign in the {where} of {this}: an index is "
                    f"{written(index, -index.pad)} instead of {right}",
                    places(name, chosen, pad=-1),
                )
            if index.pad and name != "->":
                axes_of = [axis for axis, _ in chosen]
                yield (
                    f"the border repeats the edge of {this} instead of zeros, in the {where}",
                    moves(name, dict.fromkeys(axes_of, lambda i, n: np.clip(i, 0, n - 1))),
                )
                yield (
                    f"{this} wraps around at its edges instead of continuing with zeros, in the {where}",
                    moves(name, dict.fromkeys(axes_of, lambda i, n: i % n)),
                )
                yield (
                    f"the border mirrors {this} at its edge instead of being zero, in the {where}",
                    moves(name, dict.fromkeys(axes_of, mirrored)),
                )
            if index.tap and index.strided:
                yield (
                    f"the steps within a window are also multiplied by the stride, in the {where} of {this}",
                    places(name, chosen, dilated=True),
                )
            if index.tap:
                yield (
                    f"the place within the window is left out, in the {where} of {this}",
                    places(name, chosen, tap=False),
                )


def written(index: Index, pad: int) -> str:
    """Return an index as code, with this multiple of the padding."""
    text = index.var + (" * stride" if index.strided else "") + (f" + {index.tap}" if index.tap else "")
    sign = " - " if pad < 0 else " + "
    return text + (sign + ("2 * " if abs(pad) == 2 else "") + "pad" if pad else "")


def flip(i: np.ndarray, n: int) -> np.ndarray:
    """Count from the end."""
    return n - 1 - i


def first(i: np.ndarray, n: int) -> np.ndarray:
    """Take the first."""
    return np.zeros_like(i)


def last(i: np.ndarray, n: int) -> np.ndarray:
    """Take the last."""
    return np.full_like(i, n - 1)


def without_last(i: np.ndarray, n: int) -> np.ndarray:
    """Send the last out of range."""
    return np.where(i == n - 1, -1, i)


def without_first(i: np.ndarray, n: int) -> np.ndarray:
    """Send the first out of range."""
    return np.where(i == 0, -1, i)


def mirrored(i: np.ndarray, n: int) -> np.ndarray:
    """Reflect at the edge, which is not repeated."""
    period = max(2 * (n - 1), 1)
    i = i % period
    return np.where(i < n, i, period - i)


def shift(step: int) -> Callable[[np.ndarray, int], np.ndarray]:
    """Move by a step."""
    return lambda i, n: i + step


def wrapped(step: int) -> Callable[[np.ndarray, int], np.ndarray]:
    """Move by a step and wrap around."""
    return lambda i, n: (i + step) % n


def moves(name: str, how: dict[int, Callable[[np.ndarray, int], np.ndarray]]) -> Change:
    """Return the change that maps the indices along some axes of an array."""

    def change(terms: Terms) -> None:
        for axis, pick in how.items():
            terms.places[name][axis] = pick(terms.places[name][axis], terms.shape(name)[axis])

    return change


def transposes(name: str) -> Change:
    """Return the change that swaps the last two axes of an array. It fits only a square one."""

    def change(terms: Terms) -> None:
        axes = terms.places[name]
        axes[-1], axes[-2] = axes[-2], axes[-1]

    return change


def reorders(name: str, order: tuple[int, ...]) -> Change:
    """Return the change that lays an array out in another order of its axes, in the same memory."""

    def change(terms: Terms) -> None:
        shape, axes = terms.shape(name), terms.places[name]
        flat = np.zeros(len(terms.counted), int)
        inside = np.ones(len(terms.counted), bool)  # another edit may have moved some terms out of range
        for axis in order:
            flat = flat * shape[axis] + axes[axis]
            inside &= (axes[axis] >= 0) & (axes[axis] < shape[axis])
        found = np.unravel_index(np.where(inside, flat, 0), shape)
        terms.places[name] = [np.where(inside, axis, -1) for axis in found]

    return change


def renumbers(name: str, row: int) -> Change:
    """Return the change that numbers rows and columns, in two axes, with the number of rows as the length of a row."""

    def change(terms: Terms) -> None:
        axes, columns = terms.places[name], terms.shape(name)[row + 1]
        number = np.maximum(axes[row] * terms.shape(name)[row] + axes[row + 1], 0)
        if name == "->":  # the last one that is stored under a number counts
            order = axes[row] * columns + axes[row + 1]
            stored = np.full(number.max(initial=0) + 1, -1)
            np.maximum.at(stored, number, order)
            terms.counted = terms.counted & (order == stored[number])
        axes[row], axes[row + 1] = number // columns, number % columns

    return change


def omits(name: str) -> Change:
    """Return the change that leaves a factor out."""

    def change(terms: Terms) -> None:
        terms.omitted += (name,)

    return change


def averages(terms: Terms) -> None:
    """Divide each entry of the result by the number of its terms."""
    terms.averaged = True


def within(*pairs: str) -> Change:
    """Return the change that keeps of the first letter's loop no more passes than the second letter has; and so on."""

    def change(terms: Terms) -> None:
        for letter, limit in zip(pairs[::2], pairs[1::2], strict=True):
            terms.counted = terms.counted & (terms.grid[letter] < terms.case.sizes[limit])

    return change


def overwrites(loops: tuple[str, ...]) -> Change:
    """Return the change that keeps only the last term of some loops."""

    def change(terms: Terms) -> None:
        terms.overwrite = loops

    return change


def restricts(letters: str, which: Callable[[np.ndarray, int], np.ndarray]) -> Change:
    """Return the change that keeps only some passes of loops."""

    def change(terms: Terms) -> None:
        for letter in letters:
            terms.counted = terms.counted & which(terms.grid[letter], terms.case.sizes[letter])

    return change


def takes(name: str, axis: int, letter: str) -> Change:
    """Return the change that indexes one axis by another loop's counter."""

    def change(terms: Terms) -> None:
        terms.places[name][axis] = terms.grid[letter]

    return change


def moves_by(name: str, chosen: list[tuple[int, Index]], step: Callable[[Terms, Index], Any]) -> Change:
    """Return the change that moves some indices of an array by a step that depends on the case."""

    def change(terms: Terms) -> None:
        for axis, index in chosen:
            terms.places[name][axis] = terms.places[name][axis] + step(terms, index)

    return change


def places(
    name: str,
    chosen: list[tuple[int, Index]],
    stride: bool = True,
    pad: int = 1,
    dilated: bool = False,
    tap: bool = True,
) -> Change:
    """Return the change that computes some indices of an array in another way."""

    def change(terms: Terms) -> None:
        for axis, index in chosen:
            other = Index(index.var, index.tap if tap else "", index.strided and stride, index.pad * pad, index.reverse)
            value = place(other, terms.grid, terms.case)
            if dilated:
                value = value + terms.grid[index.tap] * (terms.case.stride - 1)
            terms.places[name][axis] = value

    return change


def sizes_of(letters: set[str]) -> list[tuple[str, str]]:
    """Return the counts by which a result may be too large or too small, each with the letters that it multiplies."""
    units = {
        "n": f"the number of {noun('n', letters)[1]}",
        "c": "the number of channels",
        "k": "the number of filters",
        "hw": "the number of positions",
        "uv": "the number of weights in the window",
        "h": "the number of rows of positions",
        "w": "the number of columns of positions",
        "a": "the number of inputs",
        "b": "the number of outputs",
    }
    there = {unit: words for unit, words in units.items() if set(unit) <= letters}
    single = list(there.items())
    several = [
        ("".join(c), " times ".join(there[x] for x in c))
        for r in (2, 3)
        for c in combinations(there, r)
        if len(set("".join(c))) == len("".join(c)) and not {"h", "w"} <= set(c)
    ]
    return single + several
