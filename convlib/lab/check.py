"""Check an exercise: ``check.conv_forward(conv_forward)`` reports what holds and what does not, and names the mistake.

There is one check for each exercise, under the exercise's own name. ``check.pyi`` lists them for editors.
"""

import difflib
from collections.abc import Callable
from typing import Any, TypeVar

from convlib.lab.checks.calling import NOT_WRITTEN, problem_of
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination, names
from convlib.lab.checks.watchdog import SECONDS
from convlib.lab.handing_in import HandIn
from convlib.lab.notebook import UNCOMPILED, shows_html
from convlib.lab.progress import Progress, record
from convlib.lab.releases import Releases
from convlib.lab.reread import from_lesson

T = TypeVar("T")


class CheckFailed(AssertionError):
    """A failed check. Its message is the report."""

    def _render_traceback_(self) -> list[str]:
        """Show only the report: where in the library the check failed does not help the student."""
        return [str(self)]


class SeeAbove(CheckFailed):
    """A failed check whose report is already on display."""

    def _render_traceback_(self) -> list[str]:
        return [str(self).splitlines()[0] + ": see the report above."]


class NotWritten(CheckFailed, NotImplementedError):
    """A check of a function that is still a stub."""


def __getattr__(name: str) -> Callable[[Callable[..., Any]], None]:
    """Return the check of the exercise with this name."""
    if name.startswith("_"):
        raise AttributeError(name)
    if name not in names():
        near = difflib.get_close_matches(name, __dir__(), n=1)
        raise AttributeError(f"There is no check named {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""))

    def check(function: Callable[..., Any]) -> None:
        run(name, function)

    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"Run your ``{name}`` on small inputs and report what holds and what does not."
    return check


def __dir__() -> list[str]:
    return sorted([*names(), "hand_in", "progress", "releases", "when_written"])


def progress() -> Progress:
    """Return the overview of all lessons: what is passed, the points, and the next exercise."""
    return Progress()


def hand_in() -> HandIn:
    """Return a button that saves and downloads this notebook, with the points that its checks have given so far."""
    return HandIn()


def releases() -> Releases:
    """Return which notebooks have a newer release, after saving each beside the student's copy."""
    return Releases()


def when_written(show: Callable[[], T]) -> T | None:
    """Return what ``show`` returns, or say what it is waiting for: it uses an exercise that may not be correct yet."""
    try:
        return show()
    except NotImplementedError:
        print("This cell has something to show once you have written the exercise above.")
    except KeyboardInterrupt:
        raise KeyboardInterrupt("you stopped this cell") from None  # without a long traceback
    except Exception as error:
        problem = problem_of(error).rstrip(".")
        print(f"This cell needs a correct answer to the exercise above: {problem}. Run its check first.")
    return None


def run(name: str, function: Callable[..., Any]) -> None:
    """Check a function and print the report.

    Parameters
    ----------
    name : str
        The exercise.
    function : callable
        The student's function.

    Raises
    ------
    NotWritten, CheckFailed
        If a property does not hold.
    """
    if not callable(function):
        raise CheckFailed(
            f"check.{name} needs the function itself, as in check.{name}({name}), but got "
            f"{type(function).__name__}. Leave out the parentheses after the function's name."
        )
    report = examine_function(examination(name), function, seconds=SECONDS)
    report.notes += UNCOMPILED.note(name)
    record(name, report.score)
    if report.passed:
        print(report.text())
        return
    # Some methods of a class may already be written: then the report is worth reading.
    if not report.score and any(NOT_WRITTEN == result.message for result in report.properties):
        raise NotWritten("\n".join([f"{name}: {NOT_WRITTEN}", *report.notes]))
    if not shows_html():
        raise CheckFailed(report.text())
    from IPython.display import display

    display({"text/html": report.html(from_lesson), "text/plain": report.text()}, raw=True)
    raise SeeAbove(report.text())
