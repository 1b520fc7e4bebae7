"""What several test files need."""

import os

import pytest

from grading import sandbox


@pytest.fixture(scope="session")
def needs_bubblewrap() -> None:
    """Skip the test where there is no sandbox; where everything is required (CI), fail it."""
    try:
        sandbox.command(["true"])
    except sandbox.SandboxMissing as missing:
        (pytest.fail if os.environ.get("CONVLIB_REQUIRE_ALL") == "1" else pytest.skip)(str(missing))


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
