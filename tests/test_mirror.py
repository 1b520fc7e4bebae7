"""Every module is tested in the file of its name in the mirrored folder, or there is a reason why elsewhere."""

from pathlib import Path

import pytest

from grading.course import ROOT

# The folder of the tests of each package.
MIRRORS = {"convlib": "tests", "grading": "tests/grading"}
ELSEWHERE = {
    "grading/__main__.py": "tests/grading/test_cli.py",  # it only starts the command line
    "grading/bank/diagnoses.py": "tests/grading/bank/test_bank.py",  # sentences, looked at with all others
    "grading/classroom/preload.py": "tests/grading/classroom/test_pool.py",  # imports, for speed alone
    "grading/classroom/record.py": "tests/grading/classroom/test_replay.py",  # what is stored to be replayed
    "grading/classroom/task.py": "tests/grading/classroom/test_autograde.py",  # one step of grading a class
    "grading/classroom/writer.py": "tests/grading/classroom/test_autograde.py",  # another
    "grading/classroom/demo.py": "tests/integration/test_demo_class.py",  # a class that goes through every step
}
# The contents of the bank's folders, one for each exercise, are what test_bank.py tries.
EXERCISES = ROOT / "grading" / "bank"


def modules(package):
    """Return the paths of a package's modules; an __init__.py collects what its neighbours hold."""
    paths = (path for path in (ROOT / package).rglob("*.py") if path.name != "__init__.py")
    return [path.relative_to(ROOT).as_posix() for path in paths if EXERCISES not in path.parent.parents]


@pytest.mark.parametrize("package", MIRRORS)
def test_every_module_has_a_test_file_of_its_name(package):
    found = modules(package)
    assert len(found) > 10
    missing = []
    for module in found:
        path = Path(module).relative_to(package)
        named = f"{MIRRORS[package]}/{path.with_name(f'test_{path.name}').as_posix()}"
        if (ROOT / named).is_file() == (module in ELSEWHERE):
            missing.append(named)
    assert not missing, "either the file or its entry in ELSEWHERE"


def test_what_is_tested_elsewhere_is_there():
    assert all((ROOT / path).is_file() for pair in ELSEWHERE.items() for path in pair)
