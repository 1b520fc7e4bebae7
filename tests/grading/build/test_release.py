"""What students get: no solutions, and ``given.py`` next to the notebook, whoever releases or grades it."""

import json
import os
import subprocess
import sys

import nbformat
import pytest

from grading.bank import EXERCISES
from grading.build import notebooks
from grading.build.build import write_solution
from grading.build.notebooks import assemble, exercise_source
from grading.build.release import BringGiven, release, write_start_page
from grading.course import NOTEBOOKS, ROOT, lesson_names
from grading.given import given, given_source

FIRST, SECOND = lesson_names()[:2]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """All lessons, released without running them."""
    folder = tmp_path_factory.mktemp("release")
    make(folder, lesson_names())
    return folder / "notebooks"


def make(folder, lessons):
    for lesson in lessons:
        write_solution(lesson, folder, run=False)
    release(folder / "solutions", folder / "notebooks")
    write_start_page(folder / "notebooks")


def files_in(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.name != "nbgrader.log"}


def test_releasing_twice_gives_the_same_bytes(released, tmp_path):
    make(tmp_path, lesson_names())
    assert len(files_in(released)) > 10 and files_in(released) == files_in(tmp_path / "notebooks")


def solution_lines(name):
    """The lines that the student writes, without those too short to mean anything."""
    source = exercise_source(EXERCISES[name])
    bodies = [part.split("### END SOLUTION")[0] for part in source.split("### BEGIN SOLUTION\n")[1:]]
    return {line.strip() for body in bodies for line in body.splitlines() if len(line.strip()) > 12}


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_a_released_notebook_holds_no_solution(path):
    notebook = nbformat.read(path, as_version=4)
    # What given.py shows from earlier lessons, and what the lesson's own demonstrations show, is no secret.
    stem = path.stem
    code = "\n".join(cell.source for cell in notebook.cells if cell.id in EXERCISES)
    own = [name for name, exercise in EXERCISES.items() if exercise.lesson == stem]
    assert own, stem
    for name in own:
        lines = solution_lines(name)
        assert lines
        found = [line for line in lines if line in code]
        assert not found, f"{stem} shows the solution of {name}: {found}"
    for cell in notebook.cells:
        assert "BEGIN SOLUTION" not in cell.source and "BEGIN MARK" not in cell.source
        assert not cell.get("outputs")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert "jupytext" not in path.read_text(encoding="utf-8")


def test_model_answers_are_not_released():
    for lesson in lesson_names():
        answers = [cell for cell in assemble(lesson).cells if cell.id.startswith("reflection")]
        text = (NOTEBOOKS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
        assert len(answers) == 1
        assert json.dumps(answers[0].source.splitlines()[0], ensure_ascii=False).strip('"') not in text
        assert "YOUR ANSWER HERE" in text


@pytest.mark.parametrize("lesson", lesson_names())
def test_given_is_next_to_the_notebook_that_imports_it(lesson, released):
    text = given_source(given(lesson))
    names = {path.name for path in (released / lesson).iterdir()}
    assert names == {f"{lesson}.ipynb", *["given.py"] * bool(text)}
    setup = next(c.source for c in nbformat.read(released / lesson / f"{lesson}.ipynb", 4).cells if c.id == "setup")
    assert ("from given import" in setup) == bool(text)
    assert "from convlib.conv" not in setup and "from convlib.nn" not in setup
    if text:
        assert (released / lesson / "given.py").read_text(encoding="utf-8") == text


def test_a_committed_notebook_s_folder_holds_only_what_it_needs():
    for lesson in lesson_names():
        files = {path.name for path in (NOTEBOOKS / lesson).iterdir() if path.name != ".ipynb_checkpoints"}
        assert files <= {f"{lesson}.ipynb", "given.py"}


def test_nbgrader_s_own_command_does_the_same(released, tmp_path):
    """As formgrader's button does: the gradebook keeps the setup cell that imports from given.py."""
    write_solution(SECOND, tmp_path, run=False)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "nbgrader", "generate_assignment", SECOND),
            f"--CourseDirectory.source_directory={tmp_path / 'solutions'}",
            f"--CourseDirectory.release_directory={tmp_path / 'notebooks'}",
            f"--CourseDirectory.db_url=sqlite:///{tmp_path / 'gradebook.db'}",
            f"--NbGrader.logfile={tmp_path / 'nbgrader.log'}",
        ],
        cwd=ROOT,
        env={**os.environ, "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert files_in(tmp_path / "notebooks" / SECOND) == files_in(released / SECOND)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        cells = {cell.name: cell.source for cell in gradebook.find_notebook(SECOND, SECOND).source_cells}
    assert "from given import conv_forward" in cells["setup"]


@pytest.mark.parametrize("theirs", ["missing", "changed", "read-only", "folder", "link"])
def test_a_submission_is_graded_with_the_course_s_given(theirs, tmp_path):
    folder, elsewhere = tmp_path / "submission", tmp_path / "elsewhere.py"
    folder.mkdir()
    elsewhere.write_text("VALUE = 1")
    path = folder / "given.py"
    if theirs == "folder":
        path.mkdir()
        (path / "__init__.py").write_text("")
    elif theirs == "link":
        path.symlink_to(elsewhere)
    elif theirs != "missing":
        path.write_text("def conv_forward(X, W):\n    return 'mine'")
        path.chmod(0o444 if theirs == "read-only" else 0o644)
    resources = {"metadata": {"path": str(folder)}, "nbgrader": {"assignment": SECOND}}
    BringGiven().preprocess(nbformat.v4.new_notebook(), resources)
    assert path.read_text(encoding="utf-8") == given_source(given(SECOND)) and not path.is_symlink()
    assert elsewhere.read_text() == "VALUE = 1"


def test_a_lesson_that_reuses_nothing_has_no_given(tmp_path):
    (tmp_path / "given.py").write_text("mine")
    resources = {"metadata": {"path": str(tmp_path)}, "nbgrader": {"assignment": FIRST}}
    BringGiven().preprocess(nbformat.v4.new_notebook(), resources)
    assert not (tmp_path / "given.py").exists()


def test_another_body_does_not_change_the_student_notebook(tmp_path, monkeypatch):
    def notebook(name):
        make(tmp_path / name, [FIRST])
        return (tmp_path / name / "notebooks" / FIRST / f"{FIRST}.ipynb").read_bytes()

    before = notebook("before")
    real = notebooks.inspect.getsource
    monkeypatch.setattr(
        notebooks.inspect,
        "getsource",
        lambda function: real(function).replace(
            "return (n + 2 * pad - f) // stride + 1",
            "positions = (n + 2 * pad - f) // stride\n    return positions + 1",
        ),
    )
    assert notebook("after") == before
    changed = (tmp_path / "after" / "solutions" / FIRST / f"{FIRST}.ipynb").read_text(encoding="utf-8")
    assert "positions = (n + 2 * pad - f)" in changed
