"""Committed files are up to date on every machine: with other BLAS kernels, locales, time zones and paths."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grading.course import ROOT

# The kernels that OpenBLAS would choose for other processors, and the CPU flags that they require.
KERNELS = {"Prescott": "sse3 pni", "Haswell": "avx2", "SkylakeX": "avx512f"}
COPIED = "convlib", "grading", "lessons", "notebooks", "solutions", "docs", "nbgrader_config.py", "pyproject.toml"
BLAS = {"OPENBLAS_CORETYPE": None, "OPENBLAS_L2_SIZE": None}
AT_ONCE = 2


def flags():
    """This processor's flags, as listed by Linux."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return {flag for line in lines if line.startswith("flags") for flag in line.partition(":")[2].split()}


def check(root, **changes):
    """Run the check in a tree with a changed environment; return its output."""
    environment = os.environ | BLAS | {"PYTHONPATH": str(root)} | changes
    done = subprocess.run(
        [sys.executable, "-m", "grading", "build", "--check"],
        cwd=root,
        env={name: value for name, value in environment.items() if value is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout.decode(errors="replace")


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """The output of each variant; they run in parallel."""
    elsewhere = tmp_path_factory.mktemp("a copy") / "Übung 3"
    elsewhere.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, elsewhere)
    variants = {kernel: (ROOT, {"OPENBLAS_CORETYPE": kernel}) for kernel in KERNELS if can_run(kernel)}
    variants["locale and time zone"] = ROOT, {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}
    variants["elsewhere"] = elsewhere, {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {name: pool.submit(check, root, **changes) for name, (root, changes) in variants.items()}
        return {name: future.result() for name, future in running.items()}


def can_run(kernel):
    return bool(flags() & set(KERNELS[kernel].split()))


@pytest.mark.parametrize("kernel", KERNELS)
def test_with_the_kernels_for_another_processor(kernel, verdicts):
    if not can_run(kernel):
        pytest.skip(f"this processor cannot run the kernels of {kernel}")
    assert verdicts[kernel] == "Everything is built.\n"


@pytest.mark.parametrize("variant", ["locale and time zone", "elsewhere"])
def test_in_another_locale_time_zone_and_place(variant, verdicts):
    assert verdicts[variant] == "Everything is built.\n"
