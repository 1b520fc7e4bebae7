"""What several test files need."""

import importlib.util
import os
import shutil

import pytest
from hypothesis import settings

from grading.sandbox import bubblewrap

# A shared machine may pause at any moment: a slow example is no failure.
settings.register_profile("noisy", deadline=None)
settings.load_profile("noisy")


# The slowest files begin first, so that no process is left alone with one of them at the end.
SLOWEST = ("test_demo", "test_browser", "test_bank", "test_judge_bank", "test_build", "test_kit")


def pytest_collection_modifyitems(items):
    """Put the slowest files first; the order within a file stays."""
    items.sort(key=lambda item: SLOWEST.index(item.path.stem) if item.path.stem in SLOWEST else len(SLOWEST))


def missing(what: str):
    """Skip the test for want of something; where everything is required (CI), fail it."""
    (pytest.fail if os.environ.get("CONVLIB_REQUIRE_ALL") == "1" else pytest.skip)(what)


@pytest.fixture(scope="session")
def needs_bubblewrap() -> None:
    """Skip or fail the test where there is no sandbox."""
    try:
        bubblewrap.Sandbox().require()
    except bubblewrap.SandboxMissing as reason:
        missing(str(reason))


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
