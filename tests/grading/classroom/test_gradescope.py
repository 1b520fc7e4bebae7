"""The autograder for Gradescope, run by its own script in a clean folder."""

import json
import os
import subprocess
import sys
import zipfile

import nbformat
import pytest

from grading.classroom import demo
from grading.classroom.gradescope import write_autograder
from grading.course import NotGraded
from grading.sandbox.bubblewrap import Sandbox

LESSON = demo.FORWARD


@pytest.fixture(scope="module")
def autograder(tmp_path_factory):
    """The folders as Gradescope sets them up."""
    base = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(write_autograder(LESSON, base)) as archive:
        archive.extractall(base / "source")
    for name in ("submission", "results"):
        (base / name).mkdir()
    return base


def run(base, notebook, **environment):
    (base / "results" / "results.json").unlink(missing_ok=True)
    for old in (base / "submission").iterdir():
        old.unlink()
    if isinstance(notebook, str):
        (base / "submission" / "answer.ipynb").write_text(notebook)
    else:
        nbformat.write(notebook, base / "submission" / "answer.ipynb")
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    script = base / "source" / "run_autograder"
    return subprocess.run(
        ["bash", str(script)],
        env={**inherited, "AUTOGRADER": str(base), "PYTHON": sys.executable, **environment},
        cwd=base,
        capture_output=True,
        text=True,
    )


@pytest.mark.usefixtures("needs_bubblewrap")
def test_its_script_writes_the_judges_scores_and_messages(autograder):
    done = run(autograder, demo.solved(LESSON, demo.wrong("conv_forward", "last_row_left_zero")))
    assert done.returncode == 0, done.stderr
    found = json.loads((autograder / "results" / "results.json").read_text())
    tests = {test["name"]: test for test in found["tests"]}
    wrong = tests.pop("conv_forward")
    assert wrong["status"] == "failed" and wrong["score"] < wrong["max_score"] and "row" in wrong["output"]
    assert all(test["status"] == "passed" and test["score"] == test["max_score"] for test in tests.values())
    assert found["score"] == sum(test["score"] for test in found["tests"]) and found["stdout_visibility"] == "hidden"


@pytest.mark.slow
def test_what_cannot_be_read_says_why(autograder):
    done = run(autograder, "no notebook")
    if done.returncode:  # there is no sandbox here
        pytest.skip(done.stderr)
    found = json.loads((autograder / "results" / "results.json").read_text())
    assert found["score"] == 0 and "cannot be graded" in found["output"]


@pytest.mark.skipif(sys.platform == "win32", reason="the empty PATH hides nothing there")
@pytest.mark.slow
def test_without_a_sandbox_there_are_no_results_rather_than_a_zero(autograder, tmp_path):
    (tmp_path / "bash").symlink_to("/bin/bash")
    done = run(autograder, demo.solved(LESSON), PATH=str(tmp_path))
    assert done.returncode == 1 and "Not graded: Grading needs bubblewrap" in done.stderr
    assert not (autograder / "results" / "results.json").exists()


def test_a_fault_of_the_machine_is_no_zero(tmp_path, monkeypatch):
    from grading.classroom import gradescope

    def fault(*args):
        raise NotGraded("no process could be started.")

    monkeypatch.setattr(gradescope, "results", fault)
    monkeypatch.setattr(Sandbox, "require", lambda self: None)
    assert gradescope.main([LESSON, str(tmp_path), str(tmp_path / "results.json")]) == 1
    assert not (tmp_path / "results.json").exists()


def test_the_zip_has_what_gradescope_asks_for(autograder):
    path = next(autograder.glob("*.zip"))
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        assert {"setup.sh", "run_autograder"} <= names
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
    assert not any(name.startswith(("tests/", "grading/submitted")) for name in names)
    assert len([name for name in names if name.startswith("solutions/")]) <= 2
