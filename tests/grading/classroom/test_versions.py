"""The versions that a mark is stored with."""

import tomllib

import pytest

from grading.bank import EXERCISES
from grading.classroom import versions
from grading.classroom.versions import check_version, package_version
from grading.course import ROOT


def test_each_exercise_has_a_version_of_its_own():
    found = {name: check_version(name) for name in EXERCISES}
    assert len(set(found.values())) == len(found) > 30


def test_the_package_version_is_that_of_the_project():
    assert (
        package_version() == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    )


@pytest.mark.parametrize("change, same", [("# a comment\n", True), ("ANOTHER = 1\n", False)])
def test_only_a_change_of_the_contract_changes_the_version(change, same, tmp_path, monkeypatch):
    before = check_version("pad2d")
    place = tmp_path / "grading" / "bank" / "pad2d"
    place.mkdir(parents=True)
    source = (ROOT / "grading" / "bank" / "pad2d" / "contract.py").read_text(encoding="utf-8")
    for module in (ROOT / "grading" / "bank").glob("*.py"):
        (tmp_path / "grading" / "bank" / module.name).write_bytes(module.read_bytes())
    (place / "contract.py").write_text(source + change, encoding="utf-8")
    monkeypatch.setattr(versions, "ROOT", tmp_path)
    assert (check_version.__wrapped__("pad2d") == before) is same
