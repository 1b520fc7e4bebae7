"""Zips that lie, and zips that are merely odd."""

import io
import stat
import zipfile

import pytest

from grading.classroom.archive import Archive, Unsafe
from grading.course import Refusal


def packed(files, compression=zipfile.ZIP_DEFLATED):
    """Return a zip of (name or ZipInfo, content) pairs."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target


def read(data):
    with Archive(data) as archive:
        return archive.read(("/".join(entry.parts), entry) for entry in archive.entries)


def test_ordinary_files_are_read():
    files = [("a.ipynb", "{}"), ("deep/b.py", "x"), ("__MACOSX/._a.ipynb", "junk"), (".DS_Store", "junk")]
    assert read(packed(files)) == {"a.ipynb": b"{}", "deep/b.py": b"x"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "files, sentence",
    [
        ([("../up.py", "x")], "leads out"),
        ([("a/../../up.py", "x")], "leads out"),
        ([("/etc/passwd", "x")], "leads out"),
        ([("C:/x.py", "x")], "leads out"),
        ([("a\\..\\b.py", "x")], "leads out"),
        ([("a//b.py", "x")], "leads out"),
        ([link("gradebook", "/elsewhere/gradebook.db")], "link or a special file"),
        ([("a.py", "1"), ("a.py", "2")], "is there twice$"),
        ([("a.py", "1"), ("A.py", "2")], "capital and small letters"),
        ([("a", "1"), ("a/b", "2")], "also a file"),
        ([("x" * 300 + ".py", "1")], "too long"),
        ([("王" * 100 + ".py", "1")], "too long"),
        ([("d/" * 30 + "a.py", "1")], "too deep|too long or too deep"),
        ([(f"{k}.py", "x") for k in range(201)], "more than 200"),
        ([("zeros", bytes(19_000_000))], "zip bombs"),
        ([("big", bytes(21_000_000))], "more than 20 MB"),
    ],
)
def test_what_is_dangerous_is_not_unpacked(files, sentence):
    with pytest.raises(Unsafe, match=sentence):
        read(packed(files))


def test_a_notebook_that_printed_in_a_loop_is_read():
    assert len(read(packed([("work.ipynb", b"here\n" * 1_000_000)]))["work.ipynb"]) == 5_000_000


def test_the_limit_counts_all_files_together():
    with pytest.raises(Unsafe, match="more than 20 MB"):
        read(packed([(f"{k}", bytes(6_000_000)) for k in range(4)], zipfile.ZIP_STORED))


def test_a_size_that_lies_is_noticed():
    data = bytearray(packed([("a.txt", b"x" * 100_000)]))
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(signature) + place
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Unsafe, match="damaged"):
        read(bytes(data))


def test_an_encrypted_file_is_named():
    data = bytearray(packed([("a.txt", b"secret")]))
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + place] |= 1
    with pytest.raises(Unsafe, match="encrypted"):
        read(bytes(data))


def test_a_damaged_file_is_named():
    data = bytearray(packed([("a.txt", b"0123456789" * 50)], zipfile.ZIP_STORED))
    data[data.index(b"0123456789")] ^= 1
    with pytest.raises(Unsafe, match="damaged"):
        read(bytes(data))


def test_names_in_utf8_without_the_flag_are_understood():
    data = packed([("Jürgen.py", "x")])
    for signature, place in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
        at = data.index(signature) + place
        data = data[:at] + bytes([data[at] & ~8]) + data[at + 1 :]
    assert list(read(data)) == ["Jürgen.py"]


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off", b"<html>Log in</html>"])
def test_what_is_no_zip_gets_one_sentence(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=r"x\.zip is not a zip file, or it is damaged"):
        Archive(path)


def test_a_missing_zip_and_a_folder_are_refused(tmp_path):
    with pytest.raises(Refusal, match="No such file"):
        Archive(tmp_path / "nowhere.zip")
    with pytest.raises(Refusal, match="Is a directory"):
        Archive(tmp_path)
