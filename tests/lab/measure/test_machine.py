"""The cache sizes: read on Linux and macOS, and silently left out elsewhere."""

import subprocess

import pytest

from convlib.lab.measure import machine


@pytest.fixture
def linux(tmp_path, monkeypatch):
    """A Linux machine whose caches are described in files."""
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(machine, "LINUX", tmp_path)
    for k, texts in enumerate([("2", "Unified", "1024K"), ("1", "Data", "32K"), ("1", "Instruction", "64K")]):
        (tmp_path / f"index{k}").mkdir()
        for name, text in zip(("level", "type", "size"), texts, strict=True):
            (tmp_path / f"index{k}" / name).write_text(text + "\n")
    return tmp_path


def test_linux_reports_them_in_files(linux):
    assert list(machine.cache_sizes().items()) == [("L1", 32 * 1024), ("L2", 1024 * 1024)]


@pytest.mark.parametrize("text", ["", "much", "0K"])
def test_what_cannot_be_read_is_left_out(linux, text):
    for k in range(3):
        (linux / f"index{k}" / "size").write_text(text)
    assert machine.cache_sizes() == {}


def test_a_machine_without_the_files_has_no_sizes(linux, monkeypatch):
    (linux / "index0" / "size").unlink()
    assert machine.cache_sizes() == {}
    monkeypatch.setattr(machine, "LINUX", linux / "nothing")
    assert machine.cache_sizes() == {}


def test_macos_reports_them_by_a_command(monkeypatch):
    def run(command, **_):
        assert command[0] == "sysctl" and "hw.l1dcachesize" in command
        return subprocess.CompletedProcess(
            command, 1, "hw.l1dcachesize: 65536\nhw.l2cachesize: 4194304\n", "sysctl: unknown oid 'hw.l3cachesize'\n"
        )

    monkeypatch.setattr(machine.sys, "platform", "darwin")
    monkeypatch.setattr(machine.subprocess, "run", run)
    assert machine.cache_sizes() == {"L1": 65536, "L2": 4194304}


def test_macos_without_the_command_has_no_sizes(monkeypatch):
    monkeypatch.setattr(machine.sys, "platform", "darwin")
    monkeypatch.setattr(machine.subprocess, "run", lambda *_, **__: (_ for _ in ()).throw(FileNotFoundError()))
    assert machine.cache_sizes() == {}
