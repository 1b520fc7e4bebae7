"""What a lesson gets ready-made from earlier lessons: the solutions that its setup cell imports."""

import re
from importlib import import_module

from grading.course import LESSONS

SOLUTION_IMPORT = re.compile(r"^from (convlib\.(?!lab|shapes)[\w.]+) import (\([^)]*\)|.+)$", re.MULTILINE)
SETUP = re.compile(r"^# %% course=\"setup\"\n(.*?)(?=^# %%)", re.MULTILINE | re.DOTALL)


def given(lesson):
    """Return (module, name) of each function that the lesson's setup cell imports, in order."""
    path = LESSONS / f"{lesson}.py"
    setup = SETUP.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return [
        (module, name)
        for module, names in SOLUTION_IMPORT.findall(setup[1] if setup else "")
        for name in re.findall(r"\w+", names)
    ]


def given_functions(lesson):
    """Return those functions by name."""
    return {name: getattr(import_module(module), name) for module, name in given(lesson)}
