"""The versions of an exercise's function, and the two registries in which its folder keeps them.

``mistakes.py`` holds the wrong versions, each with its diagnosis, ``styles.py`` the correct ones. ``@version(...)``
registers the function below it; ``slips(right)`` registers a correct version with one fragment replaced, so that only
the slip itself is written out; ``take(...)`` reuses versions of another exercise. Each version is self-contained: it is
handed in as a file, as a student's would be, with the imports of ``PREAMBLE`` at the top.
"""

import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

PREAMBLE = "import numpy as np\nfrom numpy.lib.stride_tricks import as_strided, sliding_window_view\n"
Slip = Callable[[str, str, str, str, str | Mapping[str, str]], None]


@dataclass(frozen=True)
class Edit:
    """A fragment of a correct file, replaced by a wrong one."""

    right: str
    fragment: str
    wrong: str

    @property
    def span(self) -> tuple[int, int]:
        """Where the fragment begins and ends in the correct file."""
        start = self.right.index(self.fragment)
        return start, start + len(self.fragment)


@dataclass(frozen=True)
class Version:
    """One version of an exercise's function, as the file that a student would hand in.

    Parameters
    ----------
    exercise, id : str
        The exercise, and the name of the version, unique within the exercise.
    source : str
        The text of the file.
    diagnosis, reread : str
        For a wrong version: one plain sentence that says what went wrong, and where the lesson explains it.
    elsewhere : dict
        Where the lesson of another exercise explains it, by the name of that exercise.
    edit : Edit, optional
        What makes a correct file this one, if it is a slip.
    """

    exercise: str
    id: str
    source: str
    diagnosis: str = ""
    reread: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict, compare=False)
    edit: Edit | None = field(default=None, compare=False)


class Versions:
    """Versions of one exercise, in order, by id."""

    def __init__(self, exercise: str) -> None:
        self.exercise = exercise
        self.versions: dict[str, Version] = {}

    def add(self, version: Version) -> None:
        """Add a version; its id must be new."""
        if version.id in self.versions:
            raise ValueError(f"{self.exercise} has two versions with the id {version.id}.")
        self.versions[version.id] = version

    def take(self, others: "Versions", but: Collection[str] = (), **companions: str) -> None:
        """Reuse versions of another exercise, or of a part of this one.

        Parameters
        ----------
        others : Versions
            The registry to take them from.
        but : collection of str
            The ids of those that are left out.
        **companions : str
            New names for the other functions in their files, as in ``conv2d_forward="conv2d_forward_im2col"``.
        """
        for version in others.versions.values():
            if version.id not in but:
                names = {others.exercise: self.exercise, **companions}
                edit = version.edit and Edit(*(renamed(text, names) for text in vars(version.edit).values()))
                reread = version.elsewhere.get(self.exercise, version.reread)
                source = renamed(version.source, names)
                self.add(replace(version, exercise=self.exercise, source=source, reread=reread, edit=edit))


class Mistakes(Versions):
    """The wrong versions of one exercise.

    A diagnosis describes the result, never the solution. One that begins with the name of a part, such as dX,
    is about that part only: parts are matched separately, so a student whose other part is correct, or wrong in another
    known way, reads it as well. The first match is shown, so mistakes in one part come before mistakes in the whole.
    """

    def version(self, says: str, reread: str) -> Callable:
        """Return the decorator that registers a wrong version.

        Parameters
        ----------
        says : str
            One plain sentence that tells the student what went wrong.
        reread : str
            Where the lesson explains it.
        """

        def register(function: Callable) -> Callable:
            source = file_of({self.exercise: function})
            self.add(Version(self.exercise, function.__name__, source, says, reread))
            return function

        return register

    def slips(self, right: Callable) -> Slip:
        """Return ``slip(id, fragment, wrong, says, reread)``, which registers a correct version with one slip in it.

        ``reread`` is one place or, if another exercise reuses the version and its lesson explains it elsewhere,
        a dict with the place for each exercise.

        Parameters
        ----------
        right : callable
            The correct version, in which each fragment must occur exactly once.
        """
        text = file_of({self.exercise: right})

        def slip(id: str, fragment: str, wrong: str, says: str, reread: str | Mapping[str, str]) -> None:
            if text.count(fragment) != 1:
                raise ValueError(f"{id}: {fragment!r} occurs {text.count(fragment)} times in the correct version.")
            places = {self.exercise: reread} if isinstance(reread, str) else reread
            source = text.replace(fragment, wrong)
            edit = Edit(text, fragment, wrong)
            self.add(Version(self.exercise, id, source, says, places[self.exercise], places, edit))

        return slip


class Styles(Versions):
    """The correct versions of one exercise, in the styles that students really use: each must get full marks."""

    def version(self, **companions: Callable) -> Callable:
        """Return the decorator that registers a correct version.

        Parameters
        ----------
        **companions : callable
            Other functions that the same file defines, as in ``conv_forward=forward_that_caches_an_object``.
        """

        def register(function: Callable) -> Callable:
            source = file_of({**companions, self.exercise: function})
            self.add(Version(self.exercise, function.__name__, source))
            return function

        return register


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Return the text of a file with other names for functions that it defines."""
    for name, new in names.items():
        text = re.sub(rf"^(def|class) {name}\b", rf"\1 {new}", text, flags=re.MULTILINE)
    return text


def composed(one: Version, other: Version) -> str | None:
    """Return the file with two slips in it, or None if they cannot be made together.

    They can if both are slips of the same correct file, at places that do not overlap.
    """
    if not (one.edit and other.edit and one.edit.right == other.edit.right):
        return None
    first, second = sorted((one.edit, other.edit), key=lambda edit: edit.span)
    if first.span[1] > second.span[0]:
        return None
    right, (start, end) = second.right, second.span
    both = right[:start] + second.wrong + right[end:]
    return both[: first.span[0]] + first.wrong + both[first.span[1] :]


def file_of(functions: Mapping[str, Callable]) -> str:
    """Return the text of a file that defines the functions by these names."""
    parts = [PREAMBLE]
    for name, function in functions.items():
        text = textwrap.dedent(inspect.getsource(function))
        definition = re.search(r"^(def|class) .*", text, re.MULTILINE | re.DOTALL)
        assert definition, "a version is a function or a class"
        parts.append(re.sub(rf"^(def|class) {function.__name__}\b", rf"\1 {name}", definition[0], count=1))
    return "\n\n".join(parts)
