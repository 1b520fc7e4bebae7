"""nbgrader's configuration: it finds `grading`, and it alone decides whether students' code runs unprotected."""

import subprocess
import sys

import pytest

from grading.classroom.preprocessors import Judge
from grading.course import ROOT
from grading.nbgrader_setup import nbgrader_config
from grading.sandbox.execute import SandboxedExecute

# As if only nbgrader and convlib were installed: no entry of sys.path leads to `grading`.
WITHOUT_GRADING = """
import sys
from importlib.util import find_spec
from pathlib import Path
sys.path = [entry for entry in sys.path if not Path(entry, "grading").is_dir()]
assert find_spec("grading") is None
from traitlets.config import PyFileConfigLoader
from traitlets.utils.importstring import import_item
config = PyFileConfigLoader("nbgrader_config.py", path=sys.argv[1]).load_config()
for name in config.Autograde.sanitize_preprocessors + config.Autograde.autograde_preprocessors:
    print(import_item(name).__name__)
"""


@pytest.mark.parametrize("link", [False, True])
def test_nbgrader_finds_the_preprocessors(link, tmp_path):
    """In the checkout, and in a course folder that only links to its configuration."""
    if link:
        (tmp_path / "nbgrader_config.py").symlink_to(ROOT / "nbgrader_config.py")
    root = tmp_path if link else ROOT
    done = subprocess.run(
        [sys.executable, "-P", "-c", WITHOUT_GRADING, str(root)], cwd=root, capture_output=True, text=True
    )
    assert {"RestoreCells", "SandboxedExecute", "Judge"} <= set(done.stdout.split()), done.stderr


@pytest.mark.parametrize("unsafe", [False, True])
def test_the_configuration_reaches_the_preprocessors(unsafe, tmp_path, monkeypatch):
    monkeypatch.setenv("CONVLIB_UNSAFE_NO_SANDBOX", "1")  # has no effect
    config = nbgrader_config(tmp_path, unsafe_no_sandbox=unsafe)
    assert [step(config=config).sandbox().unsafe for step in (SandboxedExecute, Judge)] == [unsafe, unsafe]
