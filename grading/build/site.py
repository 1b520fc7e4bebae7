"""The course in the browser: a static folder with JupyterLite, for any web server.

Python runs in the visitor's browser (Pyodide); nothing has to be installed, and work is kept in the browser.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from grading.build import pyodide
from grading.build.kit import kit
from grading.course import LESSONS, NOTEBOOKS, ROOT, START_PAGE, Refusal

SITE = ROOT / "site"
OUTPUT = SITE / "_build"
LITE = "lite"
# The wheels that Pyodide does not have: what is imported from each, and what it depends on.
PURE_WHEELS: dict[str, tuple[list[str], list[str]]] = {
    "comm": (["comm"], []),
    "tqdm": (["tqdm"], []),
}
COURSE_WHEEL = (["convlib"], ["numpy", "matplotlib", "tqdm"])
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension:kernel"


def write_site(output: Path = OUTPUT, source: str = pyodide.ADDRESS, jupyter: Path | None = None) -> Path:
    """Build the site and return its folder; an earlier one is replaced.

    Parameters
    ----------
    output : pathlib.Path
        The folder to write.
    source : str
        Where Pyodide is: a folder, whose files become part of the site, or an address, from which browsers load its
        packages.
    jupyter : pathlib.Path, optional
        The ``jupyter`` program of the environment with JupyterLite; by default that of ``make site``.
    """
    jupyter = jupyter or ROOT / ".venv" / "site" / ("Scripts/jupyter.exe" if os.name == "nt" else "bin/jupyter")
    if not jupyter.exists():
        raise Refusal("JupyterLite is not installed here: run `make site`, which installs it first.")
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        contents = {name: data for name, data in kit().items()}
        write_files(contents, work / "kit")
        wheels = {build_wheel(work / "kit", work / "wheels"): COURSE_WHEEL}
        wheels |= {download(name, work / "wheels"): about for name, about in PURE_WHEELS.items()}
        lite = work / "lite"
        packages = pyodide.install(pyodide.Pyodide(source), wheels, lite / "static" / "pyodide")
        (lite / "jupyter-lite.json").write_text(json.dumps(settings(packages)), encoding="utf-8")
        shutil.copy(LESSONS / "jupyterlab.json", lite / "overrides.json")
        # In a folder of its own: what an earlier build left in the working directory would be taken for up to date.
        command = [str(jupyter), "lite", "build", "--lite-dir", str(lite), "--output-dir", str(work / "built")]
        command += ["--contents", str(work / "kit" / NOTEBOOKS.name), "--no-sourcemaps", "--apps", "lab"]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True)
        if done.returncode:
            raise Refusal(f"JupyterLite could not build the site: {(done.stderr or done.stdout).strip()[-2000:]}")
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(work / "built", output / LITE)
        (output / "index.html").write_text(redirect(), encoding="utf-8")
    return output


def settings(packages: list[str]) -> dict:
    """Return JupyterLite's settings."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": packages}}
    data = {"appName": "convlib", "exposeAppInBrowser": True, "litePluginSettings": {KERNEL_EXTENSION: kernel}}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def redirect() -> str:
    """Return the page that opens the course's start page."""
    target = f"{LITE}/lab/index.html?path={START_PAGE}.ipynb"
    head = f'<meta charset="utf-8"><title>convlib</title><meta http-equiv="refresh" content="0; url={target}">'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head></html>\n'


def write_files(contents: dict[str, bytes], folder: Path) -> None:
    """Write files, by name, into a folder."""
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project and return its path."""
    return pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(project), folder=folder)


def download(name: str, folder: Path) -> Path:
    """Download the wheel of a pure package and return its path."""
    return pip("download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), name, folder=folder)


def pip(*arguments: str, folder: Path) -> Path:
    """Run pip, and return the wheel that it added to a folder."""
    before = set(folder.glob("*.whl"))
    done = subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], capture_output=True, text=True)
    added = set(folder.glob("*.whl")) - before
    if done.returncode or len(added) != 1:
        raise Refusal(f"pip could not provide a wheel for the site: {done.stderr.strip()[-1000:]}")
    return added.pop()
