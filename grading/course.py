"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "lessons"
SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
START_PAGE = "start_here"
# The tag of cells that measure or train: what they show differs from run to run, and they take their time.
MEASURED = "nbval-ignore-output"


class Refusal(Exception):
    """Something that cannot be done; the text is one sentence that says why and what to do."""


def lesson_names():
    """Return the lessons' names in order: those of the files lessons/NN_*.py."""
    return sorted(path.stem for path in LESSONS.glob("[0-9][0-9]_*.py"))
