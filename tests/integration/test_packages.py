"""The wheel and the sdist: what is inside, and that they work with only NumPy, outside the checkout."""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import files
from pathlib import Path

import pytest

from grading.course import ROOT

# What the sdist is built from.
SOURCES = "convlib", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CITATION.cff"
NEEDS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
CHECK = """
from convlib.conv.single import conv_forward
from convlib.lab import check
check.conv_forward(conv_forward)
"""


def run(*command, cwd):
    """Run a command and return its output; it must succeed."""
    done = subprocess.run([str(each) for each in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the sdist, and from it the wheel. Returns their paths by kind."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", target, cwd=source)
    [sdist], [wheel] = target.glob("*.tar.gz"), target.glob("*.whl")
    return {"sdist": sdist, "wheel": wheel}


def test_the_wheel_holds_the_library_and_the_toolkit(built):
    with zipfile.ZipFile(built["wheel"]) as archive:
        names = set(archive.namelist())
        [metadata] = [archive.read(name).decode() for name in names if name.endswith("METADATA")]
    wanted = {"convlib/py.typed", "convlib/lab/course.json", "convlib/lab/data/fashion_mnist.npz"}
    for pattern in ("convlib/lab/probes/*.json", "convlib/**/*.py", "convlib/**/*.pyi"):
        wanted |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside >= wanted and {name.split("/")[0] for name in inside} == {"convlib"}
    assert not any(name.endswith((".ipynb", ".pyc")) for name in names)
    assert [
        need for need in re.findall("^Requires-Dist: (.*)", metadata, re.MULTILINE) if "extra ==" not in need
    ] == NEEDS


def test_the_sdist_holds_what_the_wheel_is_built_from(built):
    with tarfile.open(built["sdist"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tops = {name.split("/")[0] for name in names if name}
    assert tops == {*SOURCES, "PKG-INFO", "setup.cfg", "convlib.egg-info"}


@pytest.fixture(params=["wheel", "sdist"])
def python(request, built, tmp_path):
    """An interpreter outside the checkout with only the package, NumPy, and what builds an sdist.

    Nothing is downloaded: NumPy and setuptools come from the environment of the tests.
    """
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=sys.platform != "win32")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    for file in files("numpy") + (files("setuptools") if request.param == "sdist" else []):
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.locate(), site / file)
    pip = sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-build-isolation"
    run(*pip, built[request.param], cwd=tmp_path)
    return python


def test_it_works_with_numpy_alone(python, tmp_path):
    alone = python, "-I", "-X", "utf8", "-c"
    assert re.search(r"\b(\d+) of \1 points", run(*alone, CHECK, cwd=tmp_path))
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    assert float(run(*alone, example, cwd=tmp_path)) > 0.75
    assert (tmp_path / "clothes.npz").exists()
    where = run(*alone, "import convlib; print(convlib.__file__)", cwd=tmp_path)
    assert Path(where).is_relative_to(tmp_path)
