"""All tests with the oldest and the newest versions, in random order: ``make matrix``, or ``nox --session oldest``.

A Python that is not installed is reported and skipped, except where CI is set.
"""

import re
import tomllib
from pathlib import Path

import nox


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Test with the lowest version of each package that pyproject.toml allows."""
    constraints = Path(session.create_tmp()) / "oldest.txt"
    constraints.write_text("\n".join(lowest_versions()), encoding="utf-8")
    install_and_test(session, "--constraint", str(constraints))


@nox.session(python=["3.12", "3.13", "3.14"])
def newest(session: nox.Session) -> None:
    """Test with the newest version of each package that pyproject.toml allows."""
    install_and_test(session)


def lowest_versions() -> list[str]:
    """Return the lower bounds in pyproject.toml as constraints."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    return [f"{found[1]}=={found[2]}" for found in (re.match(r"([\w-]+)>=([\d.]+)", each) for each in listed) if found]


def install_and_test(session: nox.Session, *options: str) -> None:
    """Install the project with what its tests need, and run the tests."""
    session.install(*options, "--editable", ".[test]")
    session.run("python", "-m", "pytest", "-n", "2", "-rs", "-p", "randomly", *session.posargs)
