"""The site: a static folder for any web server, with the book, and beside it the course in JupyterLite.

In JupyterLite, Python runs in the visitor's browser (Pyodide); nothing has to be installed, and work is kept in the
browser.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from convlib.lab.releases import FILE as RELEASES
from grading.build import pyodide
from grading.build.book import LITE, write_book
from grading.build.kit import kit
from grading.build.stamp import stamp
from grading.course import JUPYTERLAB, NOTEBOOKS, ROOT, Refusal

OUTPUT = ROOT / "site" / "_build"
# The programs of the environment that builds the site; `make site` makes it.
PROGRAMS = ROOT / ".venv" / "site" / ("Scripts" if os.name == "nt" else "bin")
CHROMIUM = "chromium", "chromium-browser", "google-chrome", "chrome"
# The wheels that Pyodide does not have: what is imported from each, and what it depends on.
PURE_WHEELS = {
    "comm": (["comm"], []),
    "ipywidgets": (["ipywidgets"], ["comm", "ipython", "traitlets"]),
    "tqdm": (["tqdm"], []),
}
COURSE_WHEEL = (["convlib"], ["numpy", "matplotlib", "ipywidgets", "tqdm"])
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension:kernel"


def write_site(
    output: Path = OUTPUT,
    source: str = pyodide.ADDRESS,
    lessons: Sequence[str] = (),
    pdf: bool = False,
    programs: Path = PROGRAMS,
) -> Path:
    """Build the site and return its folder; an earlier one is replaced.

    Parameters
    ----------
    output : pathlib.Path
        The folder to write.
    source : str
        Where Pyodide is: a folder, whose files become part of the site, or an address, from which browsers load its
        packages.
    lessons : sequence of str
        The lessons that are in the site; all by default.
    pdf : bool
        Whether to print the book as well, as ``book.pdf``.
    programs : pathlib.Path
        The programs of the environment that builds the site.
    """
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        build_book(work / "book", lessons, pdf, programs)
        build_lite(work / "lite", source, lessons, programs)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(work / "book", output)
        shutil.copytree(work / "lite", output / LITE)
    return output


def build_book(output: Path, lessons: Sequence[str] = (), pdf: bool = False, programs: Path = PROGRAMS) -> None:
    """Build the book into a folder."""
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        write_book(work / "sources", lessons)
        # Sphinx imports convlib, for its docstrings. A warning, such as a link to nowhere, is an error.
        sphinx = [program("python", programs), "-m", "sphinx", "-q", "-W", "--keep-going"]
        book = [*sphinx, "-t", "pdf"] if pdf else sphinx
        run([*book, "-d", str(work / "trees"), str(work / "sources"), str(output)], work, PYTHONPATH=str(ROOT))
        (output / ".buildinfo").unlink()  # only for a second build in the same folder
        if pdf:
            page = work / "page"
            single = [*sphinx, "-b", "singlehtml", "-t", "page", "-d", str(work / "page-trees")]
            run([*single, str(work / "sources"), str(page)], work, PYTHONPATH=str(ROOT))
            print_page(page / "index.html", output / "book.pdf")


def print_page(page: Path, pdf: Path) -> None:
    """Print a page as a PDF. Chromium sets formulas in MathML; TeX would be gigabytes."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        raise Refusal("The PDF is printed by Chromium, which is not on the PATH: install it, or build without PDF=1.")
    text = page.read_text(encoding="utf-8").replace("<details>", "<details open>")
    # Without its script a film shows all its frames.
    page.write_text(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL), encoding="utf-8")
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline"]
    # Its own sandbox needs rights that containers rarely have, and the page is ours.
    run([chromium, *options, "--no-sandbox", f"--print-to-pdf={pdf}", page.as_uri()], page.parent)


def build_lite(output: Path, source: str, lessons: Sequence[str] = (), programs: Path = PROGRAMS) -> None:
    """Build the course in JupyterLite into a folder."""
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        write_files(kit(lessons), work / "kit")
        releases = stamp(work / "kit" / NOTEBOOKS.name)
        wheels = {build_wheel(work / "kit", work / "wheels"): COURSE_WHEEL}
        wheels |= {download(name, work / "wheels"): about for name, about in PURE_WHEELS.items()}
        lite = work / "lite"
        packages = pyodide.install(pyodide.Pyodide(source), wheels, lite / "static" / "pyodide")
        (lite / "jupyter-lite.json").write_text(json.dumps(settings(packages)), encoding="utf-8")
        shutil.copy(JUPYTERLAB / "overrides.json", lite / "overrides.json")
        command = [program("jupyter", programs), "lite", "build", "--lite-dir", str(lite), "--output-dir", str(output)]
        command += ["--contents", str(work / "kit" / NOTEBOOKS.name), "--no-sourcemaps", "--apps", "lab"]
        # In a folder of its own: what an earlier build left in the working directory would be taken for up to date.
        run(command, work)
        (output / RELEASES).write_text(json.dumps(releases), encoding="utf-8")


def program(name: str, programs: Path) -> str:
    """Return the path of a program that builds the site."""
    path = programs / (f"{name}.exe" if os.name == "nt" else name)
    if not path.exists():
        raise Refusal("What builds the site is not installed here: run `make site`, which installs it first.")
    return str(path)


def run(command: Sequence[str], folder: Path, **variables: str) -> None:
    """Run a program in a folder, with these environment variables."""
    done = subprocess.run(command, cwd=folder, env=os.environ | variables, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"The site could not be built: {(done.stderr or done.stdout).strip()[-2000:]}")


def settings(packages: list[str]) -> dict:
    """Return JupyterLite's settings."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": packages}}
    data = {"appName": "convlib", "exposeAppInBrowser": True, "litePluginSettings": {KERNEL_EXTENSION: kernel}}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


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
