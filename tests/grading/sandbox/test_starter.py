"""Which files of a submission a program may see."""

import pytest

from grading.sandbox.starter import contents_of, is_plain


@pytest.mark.parametrize("name", ["given.py", "data.csv", "package/part.py", "no_suffix"])
def test_plain_files_are_seen(name):
    assert is_plain(name) and contents_of({name: b"x"}) == {name: b"x"}


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", ".hidden", ".git/config", "01.ipynb", "", "a\0b"])
def test_notebooks_hidden_files_and_paths_that_lead_out_are_not(name):
    assert not is_plain(name) and contents_of({name: b"x"}) == {}


def test_a_folder_is_read_without_its_links(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/secret").write_bytes(b"s")
    folder = tmp_path / "in"
    (folder / "package").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("given.py", "package/part.py", ".git/config", "01.ipynb"):
        (folder / name).write_bytes(name.encode())
    (folder / "link").symlink_to(tmp_path / "out/secret")
    (folder / "folder").symlink_to(tmp_path / "out", target_is_directory=True)
    assert contents_of(folder) == {"given.py": b"given.py", "package/part.py": b"package/part.py"}


def test_no_files():
    assert contents_of(None) == {}
