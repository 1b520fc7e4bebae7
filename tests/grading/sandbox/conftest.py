"""Run Python code in a sandbox."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits


def run_python(code: str, limits: Limits = Limits(), files: Path | None = None, unsafe: bool = False, **options):
    sandbox = Sandbox(unsafe, limits)
    argv = sandbox.command([sys.executable, "-c", code], files=files)
    return subprocess.run(argv, env=sandbox.environment(), capture_output=True, text=True, timeout=300, **options)


def run_answer(code: str, limits: Limits = Limits(), files: Path | None = None, unsafe: bool = False):
    done = run_python(f"import json, os, sys\n{code}", limits, files, unsafe)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run_outcome(statement: str, limits: Limits = Limits()) -> str:
    code = f"""
try:
    exec({statement!r})
except BaseException as error:
    print(json.dumps(type(error).__name__))
else:
    print('"ok"')
"""
    return run_answer(code, limits)


@pytest.fixture
def python():
    """``python(code, limits, files, unsafe)`` runs code and returns the completed process."""
    return run_python


@pytest.fixture
def answer():
    """``answer(code, limits, files, unsafe)`` returns what the code printed as JSON."""
    return run_answer


@pytest.fixture
def outcome():
    """``outcome(statement, limits)`` returns the name of the error that a statement raises, or "ok"."""
    return run_outcome
