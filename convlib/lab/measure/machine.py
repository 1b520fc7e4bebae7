"""The sizes of this machine's caches, if the system reports them."""

import re
import subprocess
import sys
from pathlib import Path

LINUX = Path("/sys/devices/system/cpu/cpu0/cache")


def cache_sizes() -> dict[str, int]:
    """Return the sizes of the caches of this machine's first core.

    Returns
    -------
    dict of str to int
        The sizes in bytes by name, as in ``{"L1": 32768, "L2": 1048576}``, lowest level first, without the instruction
        cache; empty if the system does not report them.
    """
    try:
        sizes = _by_sysctl() if sys.platform == "darwin" else _by_files(LINUX)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return {name: size for name, size in sorted(sizes.items()) if size > 0}


def _by_files(folder: Path) -> dict[str, int]:
    """Read them on Linux, which has a folder for each cache of a core, with a file for each property."""
    sizes = {}
    for cache in folder.glob("index*"):
        level, kind, size = ((cache / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            sizes[f"L{int(level)}"] = int(size.removesuffix("K")) * 1024
    return sizes


def _by_sysctl() -> dict[str, int]:
    """Read them on macOS from a command, which omits caches that do not exist."""
    names = [f"hw.l{level}{kind}cachesize" for level, kind in ((1, "d"), (2, ""), (3, ""))]
    report = subprocess.run(["sysctl", *names], capture_output=True, text=True, timeout=5).stdout
    return {f"L{level}": int(size) for level, size in re.findall(r"hw\.l(\d)d?cachesize: (\d+)", report)}
