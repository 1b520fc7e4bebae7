"""The notebooks for Colab: their first cell, in an environment that has no more than a kernel."""

import os
import re
import shutil
import subprocess

import nbformat
import pytest

from grading.bank import exercises_of
from grading.build import colab
from grading.build.colab import address, default_base, write_colab
from grading.classroom.demo import solved
from grading.course import NOTEBOOKS, Refusal, lesson_names
from grading.judge.cells import student_cells
from grading.judge.judge import judge_submission
from grading.sandbox.bubblewrap import Sandbox
from tests.grading.build.test_kit import UP_TO_THE_FIRST_STUB, environment, pip

LESSONS = lesson_names()[:2]
FIRST, SECOND = LESSONS
GITHUB = "https://raw.githubusercontent.com/someone/a-course/colab"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab") / "course"
    return write_colab(folder, folder.as_uri() + "/", LESSONS)


def test_the_first_cell_installs_the_course_and_the_lesson_runs_up_to_its_first_stub(folder, tmp_path):
    python = environment(tmp_path / "env")
    pip(python, "install", "ipykernel", "nbclient")
    shutil.copy(folder / SECOND / f"{SECOND}.ipynb", tmp_path)
    path = (tmp_path / f"{SECOND}.ipynb").as_posix()
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*arguments):
        return subprocess.run([python, "-c", *arguments], capture_output=True, text=True, cwd=tmp_path, env=alone)

    done = run(UP_TO_THE_FIRST_STUB, path)
    assert (done.stdout.strip(), done.returncode) == (f"{path} NotWritten", 0), done.stderr
    for module in ("jupyterlab", "nbgrader", "convlib.conv.single"):
        assert run(f"import {module}").returncode == 1


def test_the_rest_of_a_notebook_is_the_students(folder):
    for name in ("start_here.ipynb", f"{FIRST}/{FIRST}.ipynb", f"{SECOND}/{SECOND}.ipynb"):
        made, original = (nbformat.read(root / name, 4) for root in (folder, NOTEBOOKS))
        first = made.cells.pop(0)
        assert first.id == "colab" and not first.metadata and made == original
        assert (f"{name.split('/')[0]}/given.py" in first.source) == (name.split("/")[0] == SECOND)


def test_where_the_course_is_installed_the_first_cell_does_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", None)
    exec(nbformat.read(folder / SECOND / f"{SECOND}.ipynb", 4).cells[0].source, {})
    assert not list(tmp_path.iterdir())


def test_what_was_solved_on_colab_gets_all_its_points(folder, needs_bubblewrap):
    submission = solved(SECOND)
    submission.cells.insert(0, nbformat.read(folder / SECOND / f"{SECOND}.ipynb", 4).cells[0])
    reports = judge_submission(exercises_of(SECOND), student_cells(submission, SECOND), Sandbox())
    assert reports and all(report.passed for report in reports.values())


def test_a_site_that_cannot_be_reached_is_named(folder, monkeypatch):
    source = nbformat.read(folder / SECOND / f"{SECOND}.ipynb", 4).cells[0].source
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    failed = subprocess.CompletedProcess([], 1, "", "no such host")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
    with pytest.raises(
        RuntimeError, match=r"cannot be installed from file:.*course\. Run this cell again\.\nno such host"
    ):
        exec(source, {})


def test_it_holds_no_later_lesson_and_one_wheel(folder, tmp_path):
    again = write_colab(shutil.copytree(folder, tmp_path / "again"), GITHUB, LESSONS)
    assert len(list(again.glob("*.whl"))) == 1
    assert {path.name for path in again.iterdir() if path.is_dir()} == set(LESSONS)
    links = re.findall(r"^- \[(.*?)\]\((.*?)\)$", (again / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    colabs = "https://colab.research.google.com/github/someone/a-course/blob/colab/"
    assert [link for _, link in links] == [
        f"{colabs}{name}" for name in ("start_here.ipynb", *(f"{lesson}/{lesson}.ipynb" for lesson in LESSONS))
    ]


def test_elsewhere_than_on_github_a_link_is_the_file_itself():
    assert address("https://a.site/colab", "01/01.ipynb") == "01/01.ipynb"


@pytest.mark.parametrize("url", ["https://github.com/someone/a-course", "https://github.com/someone/a-course.git"])
def test_the_repository_of_pyproject_is_the_default(tmp_path, monkeypatch, url):
    monkeypatch.setattr(colab, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        f'[project.urls]\nDocumentation = "https://a.site"\nRepository = "{url}"\n'
    )
    assert default_base() == GITHUB


def test_without_a_repository_it_asks_for_the_address(tmp_path, monkeypatch):
    monkeypatch.setattr(colab, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(Refusal, match="--base https://raw"):
        default_base()
