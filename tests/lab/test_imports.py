"""Importing any part of the lab is cheap: no optional package, no drawing, no thread, no solution."""

import json
import subprocess
import sys
from pkgutil import walk_packages

import pytest

from convlib import lab

# Imported where they are used: to download, to race, to grade, to draw, to display.
LATE = {"pooch", "torch", "nbgrader", "matplotlib", "PIL", "IPython", "anywidget", "tqdm"}
ANSWERS = {"convlib.conv", "convlib.nn", "convlib.course"}
REPORT = """
import json, sys, threading
from importlib import import_module
before = threading.active_count()
import_module(sys.argv[1])
print(json.dumps([sorted(sys.modules), threading.active_count() - before]))
"""
MODULES = [lab.__name__, *(module.name for module in walk_packages(lab.__path__, f"{lab.__name__}."))]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_s_import_brings_in_nothing_else(module):
    done = subprocess.run([sys.executable, "-c", REPORT, module], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    modules, threads = json.loads(done.stdout)
    assert threads == 0
    assert not (LATE | ANSWERS) & set(modules)


def test_drawing_leaves_pyplot_and_the_answers_alone():
    code = (
        "import sys; from convlib.lab import plots; plots.sliding([[1, 2], [3, 4]], [[1]]).strip();"
        "print('matplotlib.pyplot' in sys.modules, 'convlib.conv' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "False"]
