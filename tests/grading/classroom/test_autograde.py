"""Grading a class: only in a sandbox, unless somebody asks to do without one."""

import pytest

from grading.classroom import demo
from grading.classroom.autograde import grade
from grading.classroom.report import scores
from grading.sandbox import bubblewrap
from grading.sandbox.bubblewrap import SandboxMissing


def test_grading_without_a_sandbox_only_when_asked(tmp_path, monkeypatch):
    """Through all of nbgrader, on a machine without bubblewrap."""

    def missing():
        raise SandboxMissing("no bubblewrap here")

    monkeypatch.setattr(bubblewrap, "_require_bubblewrap", missing)
    demo.write(tmp_path, {("cleo_blank", demo.FORWARD): demo.fill(demo.FORWARD, {})})
    with pytest.raises(SandboxMissing):
        grade(tmp_path)
    assert not (tmp_path / "gradebook.db").exists()
    assert grade(tmp_path, unsafe_no_sandbox=True) == []
    assert scores(tmp_path) == {("cleo_blank", demo.FORWARD): (0, 14)}
