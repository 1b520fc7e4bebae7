"""Where things are, and nbgrader set up for it."""

import os
import sys
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "lessons"
START_PAGE = "start_here"

# nbgrader calls `alembic`, which lies beside this Python, by its bare name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def lesson_names():
    """Return the lessons' names in order: those of the files lessons/NN_*.py."""
    return sorted(path.stem for path in LESSONS.glob("[0-9][0-9]_*.py"))


def nbgrader_config(root=ROOT, **directories):
    """Load the course's nbgrader settings for a course folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds submissions and gradebook.
    **directories : pathlib.Path
        Other places for one of nbgrader's folders, as in ``release_directory=...``.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = str(ROOT / "solutions")
    for name, path in directories.items():
        config.CourseDirectory[name] = str(path)
    return config


def convert(converter, config, assignment, student="*", **traits):
    """Run one of nbgrader's converters on one assignment."""
    config = Config(config)
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    converter = converter(coursedir=CourseDirectory(config=config), config=config, **traits)
    converter.start()
