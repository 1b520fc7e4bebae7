"""Whether this machine can grade: what is wrong, and what to do about it."""

import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from grading.classroom.gradebook import explain
from grading.classroom.versions import package_version
from grading.course import NOTEBOOKS, Refusal, lesson_names
from grading.nbgrader_setup import nbgrader_config
from grading.sandbox.bubblewrap import Sandbox, SandboxMissing
from grading.sandbox.zygote import why_not_warm

PACKAGES = "numpy", "nbgrader", "nbclient", "jupyter-client", "sqlalchemy"
# What must fail inside: it would be the solution, the judge, and the answers.
FORBIDDEN = "convlib.conv.single", "convlib.nn", "grading", "grading.bank"
TRIAL_SECONDS = 60


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.good else 'FAIL'} {self.name}: {self.sentence}"

    def as_dict(self) -> dict:
        """Return it for JSON."""
        return asdict(self)


def doctor(root: Path) -> Iterator[Finding]:
    """Yield what was found in a course folder and on this machine."""
    checks: dict[str, Callable[[], str]] = {
        "versions": versions,
        "configuration": lambda: configuration(root),
        "notebooks": notebooks,
        "course folder": lambda: writable(root),
        "database": lambda: database(root),
        "sandbox": sandbox,
        "solutions hidden": solutions_hidden,
        "warm process": warm_process,
    }
    for name, check in checks.items():
        try:
            yield Finding(name, True, check())
        except (Refusal, SandboxMissing) as error:
            yield Finding(name, False, str(error))


def versions() -> str:
    """Return the versions of what grades."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError as error:
            raise Refusal(f"{package} is not installed: run `pip install --editable '.[grading]'`.") from error
    return f"course {package_version()}, Python {platform.python_version()}, {', '.join(found)}."


def configuration(root: Path) -> str:
    """Return that nbgrader's settings can be read."""
    nbgrader_config(root)
    return "nbgrader_config.py can be read."


def notebooks() -> str:
    """Return how many lessons are built."""
    missing = [name for name in lesson_names() if not (NOTEBOOKS / name / f"{name}.ipynb").is_file()]
    if missing:
        raise Refusal(f"{', '.join(missing)} is not built: run `make build`.")
    return f"{len(lesson_names())} lessons are built."


def writable(root: Path) -> str:
    """Return that submissions and marks can be written."""
    if not os.access(root, os.W_OK):
        raise Refusal(f"{root} cannot be written: give yourself permission.")
    return f"{root} can be written."


def database(root: Path) -> str:
    """Return that the gradebook can be reached; it is not created."""
    url = make_url(CourseDirectory(config=nbgrader_config(root)).db_url)
    where = url.render_as_string(hide_password=True)
    # Connecting to SQLite would create the file.
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return f"{where} does not exist yet; collecting or grading creates it."
    try:
        engine = create_engine(url)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise Refusal(
            f"The gradebook {where} needs a driver: run `pip install 'psycopg[binary]'` ({error})."
        ) from error
    try:
        tables = inspect(engine).get_table_names()
    except SQLAlchemyError as error:
        raise Refusal(explain(error, where)) from error
    finally:
        engine.dispose()
    return f"{where} can be reached{'' if 'grade' in tables else ', and has no marks yet'}."


def sandbox() -> str:
    """Return that a program runs in the sandbox."""
    if run_inside("print(6 * 7)").strip() != "42":
        raise SandboxMissing("The sandbox starts, but Python does not run in it: is it installed under /usr?")
    return "bubblewrap starts, and Python runs in it."


def solutions_hidden() -> str:
    """Return that students' code cannot import the solutions."""
    lines = run_inside(
        "import importlib\n"
        f"for name in {FORBIDDEN!r}:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError:\n"
        "        continue\n"
        "    print(name)\n"
        "try:\n"
        "    import convlib.lab.check\n"
        "    print('end')\n"
        "except Exception as error:\n"
        "    print(repr(error).replace(' ', '_'))"
    ).split()
    *seen, end = lines or ["no_answer"]
    if end != "end":
        raise Refusal(f"The student's toolkit cannot be imported in the sandbox ({end}): install the course again.")
    if seen:
        raise Refusal(
            f"Students' code can import {', '.join(seen)} in the sandbox: uninstall every copy of convlib but this one."
        )
    return "`import` of the solutions and of the judge fails in the sandbox."


def warm_process() -> str:
    """Return that one warm process can serve all students; without it grading is slower, and as safe."""
    reason = why_not_warm()
    return f"each student gets a sandbox of their own, which is slower. {reason}" if reason else "it can be used."


def run_inside(program: str) -> str:
    """Run a program in a sandbox, and return what it prints."""
    process = Sandbox().start(program)
    try:
        return process.communicate(timeout=TRIAL_SECONDS)[0].decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.wait()
        raise SandboxMissing(f"The sandbox did not end within {TRIAL_SECONDS} seconds: is the machine busy?") from error
