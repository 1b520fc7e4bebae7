"""What the doctor finds, and what it advises."""

import pytest

from grading.classroom import doctor as module
from grading.classroom.doctor import database, doctor, solutions_hidden, versions
from grading.course import Refusal
from grading.sandbox.bubblewrap import SandboxMissing


@pytest.mark.usefixtures("needs_bubblewrap")
def test_this_machine_can_grade(tmp_path):
    findings = list(doctor(tmp_path))
    assert [finding for finding in findings if not finding.good] == []
    assert {"sandbox", "database", "solutions hidden"} <= {finding.name for finding in findings}
    assert not list(tmp_path.iterdir())  # it only looks


@pytest.mark.usefixtures("needs_bubblewrap")
def test_a_solution_that_can_be_imported_is_noticed(monkeypatch):
    monkeypatch.setattr(module, "FORBIDDEN", ("json", "convlib.conv.single"))
    with pytest.raises(Refusal, match="Students' code can import json in the sandbox"):
        solutions_hidden()


def test_a_fault_is_one_line_with_advice(tmp_path, monkeypatch):
    def missing():
        raise SandboxMissing("Grading needs bubblewrap: run `sudo apt install bubblewrap`.")

    monkeypatch.setattr(module, "sandbox", missing)
    monkeypatch.setattr(module, "solutions_hidden", missing)
    monkeypatch.setattr(module, "why_not_warm", lambda: "There is no sandbox.")
    bad = [str(finding) for finding in doctor(tmp_path) if not finding.good]
    assert bad == [
        f"FAIL {name}: Grading needs bubblewrap: run `sudo apt install bubblewrap`."
        for name in ("sandbox", "solutions hidden")
    ]


def test_a_damaged_gradebook_is_named(tmp_path):
    assert "does not exist yet" in database(tmp_path) and not list(tmp_path.iterdir())
    (tmp_path / "gradebook.db").write_text("no database " * 100)
    with pytest.raises(Refusal, match=r"gradebook\.db is no gradebook"):
        database(tmp_path)


def test_a_missing_package_is_named(monkeypatch):
    assert "nbgrader" in versions()
    monkeypatch.setattr(module, "PACKAGES", ("no-such-package",))
    with pytest.raises(Refusal, match="no-such-package is not installed: run"):
        versions()
