"""Where the course's folders are, and which lessons it has."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "lessons"
# What JupyterLab shows to students: no news, and of nbgrader only Validate.
JUPYTERLAB = LESSONS / "jupyterlab"
SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
START_PAGE = "start_here"
# The tag of cells that measure or train: they take long, and their output varies from run to run.
MEASURED = "nbval-ignore-output"


class Refusal(Exception):
    """A request that cannot be fulfilled; the message is one sentence that says why and what to do."""


class NotGraded(Exception):
    """A fault of the machine, not of the student, prevented a mark: the message says which. The next run retries."""


def lesson_names() -> list[str]:
    """Return the names of the lessons, in order, from the files ``lessons/NN_*.py``."""
    return sorted(path.stem for path in LESSONS.glob("[0-9][0-9]_*.py"))
