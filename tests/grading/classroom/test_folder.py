"""Reading a folder that somebody else filled; tests/hostile/folders.py holds more of them, read in test_intake.py."""

import os
import sys

import pytest

from grading.classroom import folder
from grading.classroom.folder import Unreadable, read_files


def test_files_are_read_by_their_relative_path_and_debris_is_not(tmp_path):
    for name in ("b.txt", "a/b/c.txt", ".git/config", "a/__pycache__/x.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert read_files(tmp_path, []) == {"a/b/c.txt": b"a/b/c.txt", "b.txt": b"b.txt"}


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(Unreadable, match="absent"):
        read_files(tmp_path / "absent", [])


@pytest.mark.parametrize(("size", "fits"), [(10, True), (11, False)])
def test_the_limit_holds_for_all_files_together(size, fits, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "MAX_BYTES", 15)
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"x" * size)
    if fits:
        assert len(read_files(tmp_path, [])["b"]) == size
    else:
        with pytest.raises(Unreadable, match="'b'"):
            read_files(tmp_path, [])


@pytest.mark.skipif(sys.platform == "win32", reason="hard links are not counted there")
def test_hard_links_may_stay_inside(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a").write_bytes(b"a")
    os.link(inside / "a", inside / "b")
    assert read_files(inside, []) == {"a": b"a", "b": b"a"}
    os.link(inside / "a", tmp_path / "outside")
    with pytest.raises(Unreadable, match="hard link"):
        read_files(inside, [])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no descriptors of folders")
def test_a_file_exchanged_for_a_link_or_a_pipe_is_not_opened(tmp_path, monkeypatch):
    """Between the listing and the reading."""
    (tmp_path / "secret").write_bytes(b"secret")
    for exchange in (lambda path: path.symlink_to(tmp_path / "secret"), os.mkfifo):
        victim = tmp_path / "victim"
        victim.mkdir()
        (victim / "a").write_bytes(b"a")
        read = folder.read_file

        def exchanged(*arguments, exchange=exchange, path=victim / "a", read=read):
            path.unlink()
            exchange(path)
            return read(*arguments)

        with monkeypatch.context() as patched, pytest.raises(Unreadable):
            patched.setattr(folder, "read_file", exchanged)
            read_files(victim, [])
        (victim / "a").unlink()
        victim.rmdir()
