"""Check an exercise: ``check.conv_forward(conv_forward)`` says what holds, what does not, and which mistake it is.

There is one check for each exercise, under the exercise's own name. It reads its probes from a data file.
"""

import difflib
import json
from functools import cache
from importlib.resources import files

from convlib.lab.checks import codec
from convlib.lab.checks.calling import NOT_WRITTEN, call_with_own_cache, outcome_here, problem_of
from convlib.lab.checks.examine import Examination, Outcome, Probe, Property, examine_best
from convlib.lab.progress import Progress, record

_PROBES = files("convlib.lab") / "probes"


class CheckFailed(AssertionError):
    """A check that does not hold. Its text is the report."""

    def _render_traceback_(self):
        """Show the report alone: where the check lives in the library does not help the student."""
        return [str(self)]


class NotWritten(CheckFailed, NotImplementedError):
    """A check of a function that is still the stub."""


def __getattr__(name):
    """Return the check of the exercise of this name."""
    if name.startswith("_"):
        raise AttributeError(name)
    known = __dir__()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise AttributeError(f"There is no check named {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""))

    def check(function):
        run(name, function)

    check.__name__ = check.__qualname__ = name
    check.__doc__ = f"Try your ``{name}`` on small inputs and say what holds and what does not."
    return check


def __dir__():
    return sorted(path.name.removesuffix(".json") for path in _PROBES.iterdir() if path.name.endswith(".json"))


def progress():
    """Return the overview of all lessons: what is passed, the points, and the next exercise to do."""
    return Progress()


def when_written(show):
    """Return what ``show`` returns, or say what it waits for: it uses an exercise that may not be right yet."""
    try:
        return show()
    except NotImplementedError:
        print("This cell comes to life when you have written the exercise above.")
    except KeyboardInterrupt:
        raise KeyboardInterrupt("you stopped this cell") from None  # without pages of where it was just then
    except Exception as error:
        problem = problem_of(error).rstrip(".")
        print(f"This cell needs a right answer to the exercise above: {problem}. Run its check first.")


def run(name, function):
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
            f"check.{name} needs the function itself, as in check.{name}({name}), but it got "
            f"{type(function).__name__}. Write no brackets after the function's name."
        )
    exam = examination(name)
    forward = getattr(function, "__globals__", {}).get(exam.companion)
    report = examine_best(
        exam,
        lambda probe: outcome_here(function, probe, exam),
        forward
        and (
            lambda probe: outcome_here(
                function, probe, exam, lambda function, *rest: call_with_own_cache(function, forward, *rest)
            )
        ),
    )
    record(name, report.score)
    if report.passed:
        print(report.text())
        return
    # Of a class some methods may stand already: then the report is worth reading.
    unwritten = not report.score and any(NOT_WRITTEN == result.message for result in report.properties)
    raise NotWritten(f"{name}: {NOT_WRITTEN}") if unwritten else CheckFailed(report.text())


@cache
def examination(name):
    """Read an exercise's examination from its data file."""
    return read((_PROBES / f"{name}.json").read_text(encoding="utf-8"))


def read(text: str) -> Examination:
    """Return the examination that the text of a data file holds."""
    data = json.loads(text)
    mistakes = data.pop("mistakes")
    tree = {key: codec.decode(item) for key, item in data.items()}
    tree["properties"] = tuple(Property(**item) for item in tree["properties"])
    tree["probes"] = tuple(Probe(**item | {"expected": Outcome(item["expected"])}) for item in tree["probes"])
    return Examination(**tree, known=cache(lambda: known(tree["probes"], codec.decode(mistakes))))


def known(probes, mistakes):
    """Fill in what the data file leaves out: the parts that a mistake gets right."""
    return {
        name: [
            Outcome(
                {} if told.get("problem") else probe.expected.parts | told.get("parts", {}),
                told.get("problem"),
                told.get("changed", False),
            )
            for probe, told in zip(probes, outcomes, strict=True)
        ]
        for name, outcomes in mistakes.items()
    }
