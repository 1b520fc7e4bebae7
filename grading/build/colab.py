"""The course for Google Colab: notebooks that begin with one cell, which installs the kit and fetches ``given.py``.

Colab opens notebooks from a repository. So the folder becomes a branch of its own, and its README links to Colab.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import tomli_w
from nbformat import NotebookNode

from convlib.lab.progress import course
from grading.build.kit import kit
from grading.build.site import build_wheel, write_files
from grading.course import NOTEBOOKS, ROOT, START_PAGE, Refusal
from grading.given import FILE as GIVEN

BRANCH = "colab"
RAW = "https://raw.githubusercontent.com"
COLAB = "https://colab.research.google.com"
# Where the course is already installed, as on the machine that grades, the cell does nothing.
CELL = """\
# On Colab, run this cell first, each time that you open the notebook. It takes half a minute.
import importlib, importlib.util, subprocess, sys, urllib.request

if not importlib.util.find_spec("convlib"):
    BASE = "{base}"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", f"{{BASE}}/{wheel}"]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The course cannot be installed from {{BASE}}. Run this cell again.\\n{{done.stderr}}")
    importlib.invalidate_caches()
"""
FETCH = """\
    urllib.request.urlretrieve(f"{{BASE}}/{lesson}/{given}", "{given}")
"""
README = """# The course on Google Colab

Open a lesson and run its first cell. It installs the checks and the figures, and fetches what earlier lessons built. To
keep your work, choose **File › Save a copy in Drive**. To hand it in, choose **File › Download › Download .ipynb**.

{links}
"""


def write_colab(folder: Path, base: str | None = None, lessons: Sequence[str] = ()) -> Path:
    """Write the notebooks, their ``given.py`` files, the kit's wheel and a README into a folder, and return it.

    Parameters
    ----------
    folder : pathlib.Path
        Files of the same name are replaced.
    base : str, optional
        The address under which the folder will be served; by default the branch ``colab`` of the repository that
        ``pyproject.toml`` names.
    lessons : sequence of str
        All by default. A lesson brings solutions of earlier lessons along, never of later ones.
    """
    base = (base or default_base()).rstrip("/")
    contents = kit(lessons)
    for old in folder.glob("*.whl"):
        old.unlink()
    with TemporaryDirectory() as temporary:
        project = Path(temporary) / "kit"
        write_files(contents | {"pyproject.toml": light(contents["pyproject.toml"])}, project)
        folder.mkdir(parents=True, exist_ok=True)
        wheel = build_wheel(project, folder).name
    files = {
        name.removeprefix(f"{NOTEBOOKS.name}/"): data
        for name, data in contents.items()
        if name.startswith(f"{NOTEBOOKS.name}/")
    }
    for name, data in files.items():
        if name.endswith(".ipynb"):
            lesson = Path(name).stem
            source = CELL.format(base=base, wheel=wheel)
            if f"{lesson}/{GIVEN}" in files:
                source += FETCH.format(lesson=lesson, given=GIVEN)
            files[name] = begun_with(source, data)
    titles = {START_PAGE: "Start here"} | {lesson["name"]: lesson["title"] for lesson in course()}
    names = [f"{START_PAGE}.ipynb", *sorted(name for name in files if re.match(r"\d\d_.*\.ipynb$", name))]
    links = "\n".join(f"- [{titles[Path(name).stem]}]({address(base, name)})" for name in names)
    write_files(files | {"README.md": README.format(links=links).encode()}, folder)
    return folder


def default_base() -> str:
    """Return where the branch ``colab`` of the course's repository is served."""
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"].get("urls", {})
    for url in urls.values():
        if found := re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?", url):
            return f"{RAW}/{found[1]}/{BRANCH}"
    raise Refusal(
        f"Say under which address the folder will be served: --base {RAW}/OWNER/REPOSITORY/{BRANCH} for the branch "
        f"{BRANCH} of a repository on GitHub."
    )


def address(base: str, name: str) -> str:
    """Return the link that opens a notebook: in Colab if the base is a branch on GitHub, else the file itself."""
    found = re.fullmatch(rf"{re.escape(RAW)}/([\w.-]+/[\w.-]+)/([\w./-]+)", base)
    return f"{COLAB}/github/{found[1]}/blob/{found[2]}/{name}" if found else name


def begun_with(source: str, notebook: bytes) -> bytes:
    """Return a notebook with one more cell, its first."""
    read: NotebookNode = nbformat.reads(notebook.decode("utf-8"), as_version=4)
    read.cells.insert(0, nbformat.v4.new_code_cell(source.rstrip("\n"), id="colab"))
    return nbformat.writes(read).encode()


def light(pyproject: bytes) -> bytes:
    """Return the kit's pyproject.toml without what Colab brings: JupyterLab, nbgrader, and any version but NumPy's.

    Colab pins older versions of IPython and ipywidgets; to replace them would break it.
    """
    own = tomllib.loads(pyproject.decode("utf-8"))
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lab = [re.split(r"[^\w.-]", each)[0] for each in whole["optional-dependencies"]["lab"]]
    own["project"]["dependencies"] = [*whole["dependencies"], *lab]
    return tomli_w.dumps(own).encode()
