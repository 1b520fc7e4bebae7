"""Run a version from the bank as the file that a student would hand in."""

import linecache
from collections.abc import Callable
from typing import Any

from grading.bank import EXERCISES
from grading.bank.version import Version
from grading.given import given_functions


def load(version: Version) -> Callable:
    """Run the file and return its function: a new one each time, without state from earlier calls.

    As in the notebook, it has access to what the lesson provides and the earlier exercises that it is meant to use.
    """
    exercise = EXERCISES[version.exercise]
    space: dict[str, Any] = {
        "__name__": version.id,
        **given_functions(exercise.lesson),
        **{name: EXERCISES[name].solution for name in exercise.uses},
    }
    name = f"<{version.exercise}: {version.id}>"
    # As IPython does for a cell, so that an error can show its line.
    linecache.cache[name] = len(version.source), None, version.source.splitlines(keepends=True), name
    exec(compile(version.source, name, "exec"), space)
    return space[version.exercise]
