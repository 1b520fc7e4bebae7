"""Hand out a lesson: through nbgrader's exchange where one is configured, else as a zip."""

import zipfile
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory

from convlib.lab.progress import FILE as PROGRESS
from grading.course import NOTEBOOKS, Refusal
from grading.nbgrader_setup import LOG, logged, nbgrader_config


def release(root: Path, lesson: str, folder: Path) -> str:
    """Release a lesson and return a sentence that says where it is.

    Parameters
    ----------
    root : pathlib.Path
        The course folder.
    lesson : str
    folder : pathlib.Path
        Where to write the zip, if there is no exchange.
    """
    if not (NOTEBOOKS / lesson / f"{lesson}.ipynb").is_file():
        raise Refusal(f"There is no notebook of {lesson} to release: run `make build` first.")
    config = nbgrader_config(root)
    # A plug-in such as ngshare's sets the factory's parts, of which this course sets one; nbgrader's own has a folder.
    if not (config.Exchange.get("root") or set(config.get("ExchangeFactory", {})) - {"collect"}):
        return f"{write_zip(lesson, folder)} is ready to hand out."
    config.CourseDirectory.release_directory = str(NOTEBOOKS)
    config.CourseDirectory.assignment_id = lesson
    with logged(Path(root)) as log:
        try:
            ExchangeFactory(config=config).ReleaseAssignment(
                coursedir=CourseDirectory(config=config),
                authenticator=Authenticator(config=config),
                config=config,
                log=log,
            ).start()
        except (ExchangeError, OSError) as error:
            raise Refusal(f"nbgrader's exchange did not take {lesson} ({error}); {LOG} says more.") from error
    return f"{lesson} is released through nbgrader's exchange."


def write_zip(lesson: str, folder: Path) -> Path:
    """Write a lesson as students get it, a folder in a zip, and return the zip's path."""
    path = folder / f"{lesson}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((NOTEBOOKS / lesson).rglob("*")):
            parts = file.relative_to(NOTEBOOKS).parts
            if file.is_file() and not {"__pycache__", ".ipynb_checkpoints", PROGRESS} & set(parts):
                archive.writestr(zipfile.ZipInfo("/".join(parts)), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path
