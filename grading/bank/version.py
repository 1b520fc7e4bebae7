"""What the bank is made of: wrong versions with their diagnosis, and right ones in every style.

``@mistake(...)`` and ``@style(...)`` register the function below them; ``slips(...)`` registers a right function with
one fragment replaced, so that the slip itself is all one reads. Each version stands alone: it is handed in as a file,
as a student would, with the imports of ``PREAMBLE`` at its head.
"""

import inspect
import re
import textwrap
from dataclasses import dataclass

from grading.bank.exercises import EXERCISES
from grading.given import given_functions

PREAMBLE = "import numpy as np\nfrom numpy.lib.stride_tricks import as_strided, sliding_window_view\n"


@dataclass(frozen=True)
class Version:
    """One version of an exercise's function, as the file that a student would hand in."""

    exercise: str
    id: str  # unique within its exercise
    source: str
    diagnosis: str = ""
    reread: str = ""

    def load(self):
        """Run the file and return its function: a new one each time, which remembers nothing of earlier calls.

        As in the notebook, it finds what the lesson gives and the earlier exercises that it is meant to use.
        """
        exercise = EXERCISES[self.exercise]
        space = {
            "__name__": self.id,
            **given_functions(exercise.lesson),
            **{name: EXERCISES[name].solution for name in exercise.uses},
        }
        exec(compile(self.source, f"<{self.exercise}: {self.id}>", "exec"), space)
        return space[self.exercise]


MISTAKES: list[Version] = []
STYLES: list[Version] = []


def mistake(*exercises, says, reread):
    """Register a wrong version.

    Parameters
    ----------
    *exercises : str
        The exercises that it is a wrong version of.
    says : str
        One plain sentence that tells the student what went wrong.
    reread : str
        Where the lesson explains it.
    """

    def register(function):
        MISTAKES.extend(
            Version(exercise, function.__name__, _file({exercise: function}), says, reread) for exercise in exercises
        )
        return function

    return register


def slips(right, *exercises):
    """Return ``slip(id, right_fragment, wrong_fragment, says, reread)``, which registers one slip in a right version.

    ``reread`` is one place, or a dict with one for each exercise.

    Parameters
    ----------
    right : callable
        The right version, in which each fragment must be found exactly once.
    *exercises : str
        The exercises that it is a version of.
    """
    texts = {exercise: _file({exercise: right}) for exercise in exercises}

    def slip(name, fragment, wrong, says, reread):
        for exercise, text in texts.items():
            if text.count(fragment) != 1:
                raise ValueError(f"{name}: {fragment!r} is {text.count(fragment)} times in the right version.")
            place = reread if isinstance(reread, str) else reread[exercise]
            MISTAKES.append(Version(exercise, name, text.replace(fragment, wrong), says, place))

    return slip


def style(*exercises, **companions):
    """Register a right version.

    Parameters
    ----------
    *exercises : str
        The exercises that it is a right version of.
    **companions : callable
        Other functions that the same file defines, as in ``conv_forward=forward_that_caches_an_object``.
    """

    def register(function):
        STYLES.extend(
            Version(exercise, function.__name__, _file(companions | {exercise: function})) for exercise in exercises
        )
        return function

    return register


def _file(functions):
    """Return the text of a file that defines the functions by these names."""
    parts = [PREAMBLE]
    for name, function in functions.items():
        text = textwrap.dedent(inspect.getsource(function))
        definition = text[re.search(r"^(def|class) ", text, re.MULTILINE).start() :]
        parts.append(re.sub(rf"^(def|class) {function.__name__}\b", rf"\1 {name}", definition, count=1))
    return "\n\n".join(parts)


def mistakes_of(exercise):
    """Return the wrong versions of an exercise, by id."""
    import grading.bank.mistakes  # noqa: F401  registers them

    return {version.id: version for version in MISTAKES if version.exercise == exercise}


def styles_of(exercise):
    """Return the right versions of an exercise, by id."""
    import grading.bank.styles  # noqa: F401  registers them

    return {version.id: version for version in STYLES if version.exercise == exercise}
