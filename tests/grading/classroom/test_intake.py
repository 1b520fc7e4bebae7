"""Reading submission folders: what is dangerous is refused, what is odd is mended and noted, and nothing is written."""

import json
import os
import sys

import nbformat
import pytest

from grading.classroom import demo, intake
from grading.classroom.folder import Unreadable
from grading.classroom.intake import read_submission, write_submission
from tests.hostile.folders import CASES

LESSON = demo.FORWARD
NAME = f"{LESSON}.ipynb"


@pytest.fixture(scope="module")
def solved():
    """A solved notebook, as JSON."""
    return json.loads(nbformat.writes(demo.solved(LESSON)))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "ada" / LESSON
    path.mkdir(parents=True)
    return path


def roles(notebook):
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


@pytest.mark.skipif(sys.platform == "win32", reason="the folders hold links, pipes and names that Windows cannot have")
@pytest.mark.parametrize("name", CASES)
def test_each_odd_or_hostile_folder_is_read_or_refused(name, folder, solved):
    build, expected = CASES[name]
    build(folder, json.loads(json.dumps(solved)), NAME)
    before = sorted(os.listdir(folder.parent)), sorted(os.listdir(folder))
    if expected == "refuse":
        with pytest.raises(Unreadable) as refusal:
            read_submission(folder, "ada", LESSON)
        assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)
    else:
        submission = read_submission(folder, "ada", LESSON)
        nbformat.validate(submission.notebook)
        assert roles(submission.notebook).keys() == roles(nbformat.from_dict(solved)).keys()
        answer = roles(submission.notebook)["conv_forward"].source
        assert answer == "".join(next(c["source"] for c in solved["cells"] if c["id"] == "conv_forward"))
        if expected == "note":
            assert submission.notes and all(note.endswith(".") for note in submission.notes)
    assert (sorted(os.listdir(folder.parent)), sorted(os.listdir(folder))) == before


@pytest.mark.parametrize("student", ["", "a*", "[ ]", "a?", ".ada", " ada", "a<b>", 'a"b', "a\nb", "a/b", "a#b"])
def test_an_id_that_nbgrader_takes_for_something_else_is_refused(student, folder, solved):
    (folder / NAME).write_text(json.dumps(solved))
    with pytest.raises(Unreadable, match="rename"):
        read_submission(folder, student, LESSON)


@pytest.mark.parametrize("student", ["a+b", "o'neil", "Müller, Jörg", "a.b-c_d", "12 34", "a@b.edu", "a..b", "李明"])
def test_an_odd_id_is_fine(student, folder, solved):
    (folder / NAME).write_text(json.dumps(solved))
    assert read_submission(folder, student, LESSON).student == student


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_student_folder_that_is_a_link_is_refused(folder, solved):
    (folder / NAME).write_text(json.dumps(solved))
    neighbour = folder.parent.with_name("bob")
    neighbour.symlink_to(folder.parent)
    with pytest.raises(Unreadable, match="link"):
        read_submission(neighbour / LESSON, "bob", LESSON)


def test_of_the_metadata_only_the_roles_are_kept(folder, solved):
    for cell in solved["cells"]:
        cell["metadata"] |= {"convlib": {"passed": True}, "tags": ["x"]}
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 1000, "locked": False}
    solved["metadata"]["widgets"] = {}
    (folder / NAME).write_text(json.dumps(solved))
    notebook = read_submission(folder, "ada", LESSON).notebook
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert not any("convlib" in cell.metadata or cell.metadata.get("tags") == ["x"] for cell in notebook.cells)
    check = roles(notebook)["check_conv_forward"].metadata.nbgrader
    assert check.points == 6 and check.locked


def test_files_beside_the_notebook_are_kept_relative_to_it(folder, solved):
    (folder / "work" / "helpers").mkdir(parents=True)
    (folder / "work" / NAME).write_text(json.dumps(solved))
    (folder / "work" / "helpers" / "__init__.py").write_text("X = 1")
    (folder / "work" / "other.ipynb").write_text("{}")
    (folder / "notes.txt").write_text("notes")
    submission = read_submission(folder, "ada", LESSON)
    assert submission.files == {"helpers/__init__.py": b"X = 1"}
    assert "'notes.txt'" in submission.notes[-1]


@pytest.mark.parametrize("name", [NAME, "timestamp.txt"])
def test_a_folder_with_the_name_of_a_file_is_in_nobodys_way(name, folder, solved, tmp_path):
    (folder / "answer.ipynb").write_text(json.dumps(solved))
    (folder / name).mkdir()
    (folder / name / "x.txt").write_text("x")
    write_submission(read_submission(folder, "ada", LESSON), tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {NAME}


def test_an_empty_notebook_does_not_hide_the_right_one(folder, solved):
    (folder / NAME).write_text("")
    (folder / f"{LESSON} (1).ipynb").write_text(json.dumps(solved))
    submission = read_submission(folder, "ada", LESSON)
    assert len(roles(submission.notebook)) == 10
    assert any("is empty" in note for note in submission.notes)


def test_a_notebook_of_many_cells_is_refused_before_its_cells_are_rebuilt(folder, solved, monkeypatch):
    """Rebuilding 100,000 of them took a quarter of a minute, in which nobody else was graded."""
    monkeypatch.setattr(intake, "rebuild", lambda cell: pytest.fail("it was rebuilt"))
    many = solved | {"cells": solved["cells"][:1] * (intake.MAX_CELLS + 1)}
    (folder / NAME).write_text(json.dumps(many))
    with pytest.raises(Unreadable, match="more than 1000 cells"):
        read_submission(folder, "ada", LESSON)


def test_the_digest_depends_on_content_alone(folder, solved):
    def digest():
        return read_submission(folder, "ada", LESSON).digest

    (folder / "b.py").write_text("b")
    (folder / NAME).write_text(json.dumps(solved))
    (folder / "a.py").write_text("a")
    first = digest()
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    (folder / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    assert digest() == first
    (folder / "a.py").rename(folder / "c.py")
    renamed = digest()
    (folder / "c.py").write_text("A")
    assert len({first, renamed, digest()}) == 3


def test_a_timestamp_is_kept_if_it_is_one(folder, solved):
    (folder / NAME).write_text(json.dumps(solved))
    (folder / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    assert "timestamp.txt" in read_submission(folder, "ada", LESSON).files
    (folder / "timestamp.txt").write_text("tomorrow, perhaps")
    submission = read_submission(folder, "ada", LESSON)
    assert "timestamp.txt" not in submission.files and submission.notes


def test_a_deleted_setup_comes_back_at_the_start(folder, solved):
    solved["cells"] = [cell for cell in solved["cells"] if cell["id"] != "setup"]
    (folder / NAME).write_text(json.dumps(solved))
    submission = read_submission(folder, "ada", LESSON)
    assert submission.notebook.cells[0].metadata.nbgrader.grade_id == "setup"
    assert "setup" in submission.notes[0]


def test_a_written_submission_reads_the_same(folder, solved, tmp_path):
    (folder / f"copy of {NAME}").write_text(json.dumps(solved), encoding="utf-16")
    (folder / "helpers").mkdir()
    (folder / "helpers" / "a.py").write_text("X = 1")
    submission = read_submission(folder, "ada", LESSON)
    write_submission(submission, tmp_path / "new")
    again = read_submission(tmp_path / "new", "ada", LESSON)
    assert (again.notebook, again.files, again.notes) == (submission.notebook, submission.files, ())
