"""Pyodide's files for the site: what is copied, what the lock file says, what is refused."""

import hashlib
import json
import zipfile

import pytest

from grading.build.pyodide import CORE, KERNEL, LOCK, VERSION, Pyodide, closure, entry, install, normalized
from grading.course import Refusal

PACKAGES = {
    **{name: {"depends": [], "file_name": f"{name}.whl"} for name in KERNEL},
    "numpy": {"depends": ["Open_BLAS"], "file_name": "numpy.whl"},
    "matplotlib": {"depends": ["numpy"], "file_name": "matplotlib.whl"},
    "Open_BLAS": {"depends": [], "file_name": "blas.whl"},
    "pandas": {"depends": ["numpy"], "file_name": "pandas.whl"},
}


@pytest.fixture
def distribution(tmp_path):
    """A small distribution with the course's packages and one more."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in CORE:
        (folder / name).write_bytes(name.encode())
    for about in PACKAGES.values():
        content = about["file_name"].encode()
        (folder / about["file_name"]).write_bytes(content)
        about["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / LOCK).write_text(json.dumps({"info": {"version": VERSION}, "packages": PACKAGES}))
    return folder


@pytest.fixture
def wheel(tmp_path):
    path = tmp_path / "own_part-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("own_part-1.0.dist-info/METADATA", "Name: own_part\nVersion: 1.0\n")
    return path


def test_a_folders_site_holds_everything_and_nothing_more(distribution, wheel, tmp_path):
    site = tmp_path / "site"
    packages = install(Pyodide(str(distribution)), {wheel: (["own"], ["numpy"])}, site)
    assert packages == [*KERNEL, "numpy", "matplotlib", "own-part"]
    lock = json.loads((site / LOCK).read_text())
    assert lock["packages"]["own-part"]["depends"] == ["numpy"]
    listed = {about["file_name"] for about in lock["packages"].values()}
    assert {path.name for path in site.iterdir()} == {*CORE, LOCK, *listed}
    assert "blas.whl" in listed and "pandas.whl" not in listed


def test_an_addresss_packages_are_named_by_their_address(distribution, wheel, tmp_path, monkeypatch):
    monkeypatch.setattr(Pyodide, "read", lambda self, name: (distribution / name).read_bytes())
    site = tmp_path / "site"
    install(Pyodide("https://example.org/full/"), {wheel: (["own"], [])}, site)
    packages = json.loads((site / LOCK).read_text())["packages"]
    assert packages["numpy"]["file_name"] == "https://example.org/full/numpy.whl"
    assert packages["own-part"]["file_name"] == wheel.name
    assert {path.name for path in site.iterdir()} == {*CORE, LOCK, wheel.name}


def test_a_file_that_the_lock_file_does_not_know_is_refused(distribution, tmp_path):
    (distribution / "numpy.whl").write_bytes(b"something else")
    with pytest.raises(Refusal, match=r"numpy\.whl in .* is not the file that its lock file names"):
        install(Pyodide(str(distribution)), {}, tmp_path / "site")


def test_another_version_is_refused(distribution, tmp_path):
    (distribution / LOCK).write_text(json.dumps({"info": {"version": "0.1"}, "packages": {}}))
    with pytest.raises(Refusal, match=r"holds Pyodide 0\.1"):
        install(Pyodide(str(distribution)), {}, tmp_path / "site")


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(Refusal, match="cannot be read from"):
        install(Pyodide(str(tmp_path / "nowhere")), {}, tmp_path / "site")


def test_the_closure_follows_dependencies():
    packages = {
        normalized(name): {"depends": [normalized(n) for n in about["depends"]]} for name, about in PACKAGES.items()
    }
    assert closure(packages, ["matplotlib"]) == ["matplotlib", "numpy", "open-blas"]


def test_the_entry_of_a_wheel(wheel):
    about = entry(wheel, ["own"], ["numpy"])
    assert (about["name"], about["version"], about["file_name"]) == ("own-part", "1.0", wheel.name)
    assert about["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()
