"""nbgrader set up for this course: its settings, its converters, its gradebook."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from difflib import get_close_matches
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from grading.course import ROOT, SOLUTIONS, Refusal

LOG = "nbgrader.log"
CONFIG = "nbgrader_config.py"
FOLDERS = "submitted_directory", "autograded_directory", "feedback_directory"

# nbgrader runs `alembic`, which is installed next to this Python, by its bare name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
# With nbgrader 0.9.6, SQLAlchemy 2.1 warns at each submission, harmlessly.
warnings.filterwarnings("ignore", category=SAWarning)


def nbgrader_config(root: Path = ROOT, unsafe_no_sandbox: bool = False, **directories: Path) -> Config:
    """Load the course's nbgrader settings for a course folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder that holds the submissions and the gradebook.
    unsafe_no_sandbox : bool
        Run students' code unprotected. Otherwise the settings decide; by default they use the sandbox.
    **directories : pathlib.Path
        Other paths for nbgrader's folders, as in ``release_directory=...``.

    Returns
    -------
    traitlets.config.Config
    """
    # A course folder may have a configuration of its own, which nbgrader's commands read there as well.
    place = root if (Path(root) / CONFIG).exists() else ROOT
    try:
        config = PyFileConfigLoader(CONFIG, path=str(place)).load_config()
    except Exception as error:  # it is Python code
        raise Refusal(
            f"{Path(place) / CONFIG} cannot be used ({type(error).__name__}: {error}): correct it."
        ) from error
    check_folders(config, Path(place) / CONFIG)
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = str(SOLUTIONS)
    if unsafe_no_sandbox:
        config.Sandboxed.unsafe_no_sandbox = True
    for name, path in directories.items():
        config.CourseDirectory[name] = str(path)
    return config


def check_folders(config: Config, path: Path) -> None:
    """Raise a Refusal if the settings of nbgrader's folders have a misspelled name, which nbgrader would ignore."""
    known = CourseDirectory.class_trait_names(config=True)
    for name in config.CourseDirectory:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise Refusal(f"{path} sets CourseDirectory.{name}, which nbgrader does not have{hint}")
    missing = [name for name in FOLDERS if name not in config.CourseDirectory]
    if missing:
        raise Refusal(f"{path} does not set CourseDirectory.{missing[0]}: copy that line from {ROOT / CONFIG}.")


def convert(
    converter: type[BaseConverter], config: Config, assignment: str, student: str = "*", **traits: object
) -> None:
    """Run one of nbgrader's converters on one assignment.

    Its messages go to nbgrader.log in the course folder.

    Parameters
    ----------
    converter : type
        One of the classes in ``nbgrader.converters``.
    config : traitlets.config.Config
        The configuration returned by `nbgrader_config`.
    assignment : str
        The lesson.
    student : str
        The student's id; all students by default.
    **traits : object
        Traits of the converter, as in ``force=True``.
    """
    config = deepcopy(config)
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    with logged(Path(config.CourseDirectory.root)) as log:
        converter(coursedir=CourseDirectory(config=config), config=config, log=log, **traits).start()


@contextmanager
def logged(root: Path) -> Iterator[logging.Logger]:
    """Give the log of nbgrader's messages, which goes to nbgrader.log in a course folder."""
    log = logging.getLogger("convlib.nbgrader")
    log.propagate = False
    if log.handlers:  # an outer run has opened it
        yield log
        return
    handler = logging.FileHandler(root / LOG, delay=True, encoding="utf-8")
    log.addHandler(handler)
    try:
        yield log
    finally:
        log.removeHandler(handler)
        handler.close()


def gradebook(root: Path) -> Gradebook:
    """Open the gradebook of a course folder."""
    return Gradebook(CourseDirectory(config=nbgrader_config(root)).db_url)


def gradebook_name(root: Path) -> str:
    """Return the gradebook's address as it may be shown, without a password."""
    url = make_url(CourseDirectory(config=nbgrader_config(root)).db_url)
    return url.render_as_string(hide_password=True).partition("?")[0]
