"""Python in the browser: which files of Pyodide the site needs, and the lock file that names the course's own wheels.

Pyodide installs what its lock file lists. The site has a lock file of its own: Pyodide's packages that the course
needs, and the course's pure wheels. With it the kernel starts with everything installed, and asks no package index.
"""

import hashlib
import json
import shutil
import urllib.request
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from grading.course import Refusal

VERSION = "0.27.7"
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
LOCK = "pyodide-lock.json"
CORE = "pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"
# What the kernel itself imports, and what the course does.
KERNEL = "micropip", "ssl", "sqlite3", "jedi", "ipython"
COURSE = "numpy", "matplotlib"


@dataclass(frozen=True)
class Pyodide:
    """A Pyodide distribution: a folder on this machine, or the address of one.

    Parameters
    ----------
    source : str
        A folder, or an address that ends with a slash.
    """

    source: str = ADDRESS

    @property
    def is_remote(self) -> bool:
        """Whether it is an address."""
        return self.source.startswith(("https://", "http://"))

    def read(self, name: str) -> bytes:
        """Return the contents of a file.

        Raises
        ------
        grading.course.Refusal
            If it cannot be read.
        """
        try:
            if self.is_remote:
                with urllib.request.urlopen(urljoin(self.source, name), timeout=60) as answer:
                    return answer.read()
            return (Path(self.source) / name).read_bytes()
        except OSError as error:
            raise Refusal(f"Pyodide's {name} cannot be read from {self.source}: {error}.") from error

    def lock(self) -> dict[str, Any]:
        """Return the lock file, with its packages by normalized name."""
        lock = json.loads(self.read(LOCK))
        if lock["info"]["version"] != VERSION:
            raise Refusal(f"{self.source} holds Pyodide {lock['info']['version']}; the kernel needs {VERSION}.")
        packages = {normalized(name): entry for name, entry in lock["packages"].items()}
        for entry in packages.values():
            entry["depends"] = [normalized(name) for name in entry["depends"]]
        return {"info": lock["info"], "packages": packages}


def normalized(name: str) -> str:
    """Return a package's name as package indexes compare it."""
    return name.lower().replace("_", "-").replace(".", "-")


def closure(packages: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> list[str]:
    """Return the names, and those of everything that they depend on, sorted."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return sorted(found)


def entry(wheel: Path, imports: list[str], depends: Iterable[str]) -> dict[str, Any]:
    """Return the lock file's entry for a pure wheel that lies beside it."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        about = Parser().parsestr(archive.read(metadata).decode("utf-8"))
    return {
        "name": normalized(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "imports": imports,
        "depends": list(depends),
        "install_dir": "site",
        "package_type": "package",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "unvendored_tests": False,
    }


def install(pyodide: Pyodide, wheels: Mapping[Path, tuple[list[str], list[str]]], folder: Path) -> list[str]:
    """Write Pyodide, the wheels and the lock file into a folder of the site.

    Parameters
    ----------
    pyodide : Pyodide
        From a folder, its packages are copied, so that the site asks no other host. From an address, only the core is;
        browsers load the packages from there.
    wheels : mapping of pathlib.Path to (list of str, list of str)
        The course's own wheels: what can be imported from each, and the packages that it depends on.
    folder : pathlib.Path

    Returns
    -------
    list of str
        The packages that the kernel loads when it starts.
    """
    folder.mkdir(parents=True)
    for name in CORE:
        (folder / name).write_bytes(pyodide.read(name))
    lock = pyodide.lock()
    needed = closure(lock["packages"], (*KERNEL, *COURSE))
    packages = {name: lock["packages"][name] for name in needed}
    for package in packages.values():
        if pyodide.is_remote:
            package["file_name"] = urljoin(pyodide.source, package["file_name"])
            continue
        content = pyodide.read(package["file_name"])
        if hashlib.sha256(content).hexdigest() != package["sha256"]:
            raise Refusal(f"{package['file_name']} in {pyodide.source} is not the file that its lock file names.")
        (folder / package["file_name"]).write_bytes(content)
    own = {}
    for wheel, (imports, depends) in wheels.items():
        shutil.copy(wheel, folder)
        made = entry(wheel, imports, depends)
        own[made["name"]] = made
    text = json.dumps({"info": lock["info"], "packages": packages | own}, indent=1)
    (folder / LOCK).write_text(text, encoding="utf-8")
    return [*KERNEL, *COURSE, *own]
