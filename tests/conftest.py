"""Fixtures and hooks shared by several test files."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

from grading.build.pyodide import VERSION
from grading.course import ROOT
from grading.sandbox import bubblewrap
from grading.sandbox.zygote import why_not_warm
from tests.browser.pyodide_files import write_pyodide

# A shared machine may pause at any moment: a slow example is not a failure.
settings.register_profile("noisy", deadline=None)
settings.load_profile("noisy")

# Notebooks that run in a test, in this process or a child process, must not record a student's progress.
os.environ["CONVLIB_STATIC"] = "1"

# The slowest files start first, so that no process is left alone with one of them at the end.
SLOWEST = (
    "tests/hostile/test_hostile.py",
    "tests/integration/test_same_everywhere.py",
    "tests/integration/test_demo_class.py",
    "tests/browser/test_jupyterlab.py",
    "tests/grading/bank/test_bank.py",
    "tests/grading/judge/test_judge_bank.py",
    "tests/grading/build/test_build.py",
    "tests/grading/build/test_kit.py",
)
# What `make check` also leaves out: these, and everything that runs in the sandbox.
WHOLE = (
    "tests/benchmarks",
    "tests/browser",
    "tests/grading/build",
    "tests/grading/test_cli.py",
    "tests/integration",
    "tests/lab/test_imports.py",
    "solutions",
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark the slow tests before `-m` selects; put the slowest files first after pytest-randomly has shuffled them."""

    def name(item):
        return item.path.relative_to(config.rootpath).as_posix()

    def place(item):
        """Return the sort key of an item: a notebook's cells stay in order, and shuffled tests stay shuffled."""
        rank = SLOWEST.index(name(item)) if name(item) in SLOWEST else len(SLOWEST)
        return (rank, name(item), cells[item]) if item in cells else (rank, "", 0)

    for item in items:
        if name(item).startswith((*SLOWEST, *WHOLE)) or "needs_bubblewrap" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    cells = {item: index for index, item in enumerate(items) if item.path.suffix == ".ipynb"}
    result = yield
    items.sort(key=place)
    return result


def missing(what: str):
    """Skip the test because something is missing; where everything is required (CI), fail it."""
    (pytest.fail if os.environ.get("CONVLIB_REQUIRE_ALL") == "1" else pytest.skip)(what)


@pytest.fixture(scope="session")
def needs_bubblewrap() -> None:
    """Skip or fail the test where there is no sandbox."""
    try:
        bubblewrap.Sandbox().require()
    except bubblewrap.SandboxMissing as reason:
        missing(str(reason))


@pytest.fixture(scope="session")
def needs_warm(needs_bubblewrap) -> None:
    """Skip or fail the test where a sandbox cannot hold further ones."""
    if why := why_not_warm():
        missing(why)


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """The path of an installed Chromium or Chrome; skip or fail the test where there is none to drive."""
    if not importlib.util.find_spec("playwright"):
        missing("The Python package playwright is missing: pip install playwright")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if not path:
        missing("No Chromium or Chrome is on the PATH: on Debian, apt-get install chromium")
    return path


@pytest.fixture(scope="session")
def needs_jupyterlite() -> Path:
    """The ``jupyter`` program of the environment that builds the site."""
    jupyter = ROOT / ".venv" / "site" / "bin" / "jupyter"
    if not jupyter.exists():
        missing("JupyterLite is not installed in .venv/site: make site")
    return jupyter


@pytest.fixture(scope="session")
def pyodide_folder(tmp_path_factory) -> Path:
    """A folder with Pyodide; it is downloaded once and kept with the other downloads."""
    kept = Path.home() / ".cache" / "convlib" / f"pyodide-{VERSION}"
    if not kept.exists():
        made = tmp_path_factory.mktemp("pyodide")
        try:
            write_pyodide(made)
        except (OSError, subprocess.CalledProcessError) as reason:
            missing(f"Pyodide cannot be downloaded for the test: {reason}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, kept, dirs_exist_ok=True)
    return kept


@pytest.fixture(scope="session")
def torch():
    """PyTorch, on one thread; skip or fail the test where it is not installed."""
    try:
        import torch
    except ImportError as reason:
        missing(f"PyTorch cannot be imported ({reason}): make test TORCH=1 installs it")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield torch
    torch.set_num_threads(before)


def pytest_terminal_summary(terminalreporter):
    """Print how many versions of the mistake bank were caught, named and accepted (test_bank.py counts them)."""
    counts = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, count in report.user_properties if getattr(report, "when", "") == "call" else ():
                if name in ("mistakes caught", "named", "styles accepted"):
                    good, total = counts.get(name, (0, 0))
                    counts[name] = good + count[0], total + count[1]
    if counts:
        terminalreporter.write_line(", ".join(f"{name} {good}/{total}" for name, (good, total) in counts.items()))
