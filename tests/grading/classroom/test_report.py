"""The class table: every student, every lesson that somebody handed in, and the mistakes."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from sqlalchemy import create_engine

from grading.classroom import report
from grading.classroom.record import Records, SubmissionRecord, create_tables
from grading.classroom.report import class_table, most_common, named_mistakes
from grading.classroom.result import Status
from grading.course import Refusal, lesson_names

FIRST, SECOND, *_ = lesson_names()


def test_the_table(tmp_path, monkeypatch):
    engine = create_engine(f"sqlite:///{tmp_path}/gradebook.db")
    create_tables(engine)
    with engine.begin() as connection:
        Records(connection).save(SubmissionRecord("cy", FIRST, Status.UNREADABLE, "it is no notebook."))
    monkeypatch.setattr(report, "scores", lambda root: {("ada", FIRST): (14, 14), ("bo", SECOND): (2.5, 24)})
    monkeypatch.setattr(report, "named_mistakes", lambda root: {"bo": ["pad2d: wrong_axis", "rot180: not written"]})
    lines = class_table(tmp_path).splitlines()
    assert [line.split() for line in lines[:5]] == [
        ["student", FIRST[:2], SECOND[:2], "mistakes"],
        lines[1].split(),
        ["ada", "14/14", "–"],
        ["bo", "–", "2.5/24", "pad2d:", "wrong_axis;", "rot180:", "not", "written"],
        ["cy", "unreadable", "–"],
    ]
    assert set(lines[1]) == {"-", " "}
    assert f"{FIRST} of cy is unreadable: it is no notebook." in lines


def test_common_mistakes_are_those_of_more_than_one_student():
    mistakes = {"ada": ["pad2d: wrong_axis"], "bo": ["pad2d: wrong_axis", "rot180: not written"], "cy": []}
    assert most_common(mistakes) == ["Most common:", "  2 students: pad2d: wrong_axis", ""]


def test_without_a_gradebook_there_is_no_table(tmp_path):
    with pytest.raises(Refusal, match="Nothing is graded yet"):
        class_table(tmp_path)


def test_only_check_cells_carry_reports(tmp_path):
    """A notebook that was graded before metadata was restored may hold anything."""
    check = {"grade": True, "locked": True, "grade_id": "check_pad2d"}
    said = {"passed": False, "exercise": "pad2d", "mistake": "wrong_axis", "properties": []}
    cells = [
        new_code_cell("1", metadata={"convlib": 7}),
        new_code_cell("2", metadata={"convlib": said | {"mistake": "forged"}}),
        new_code_cell("3", metadata={"convlib": said, "nbgrader": check}),
    ]
    folder = tmp_path / "grading" / "autograded" / "ada" / FIRST
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{FIRST}.ipynb")
    assert named_mistakes(tmp_path) == {"ada": ["pad2d: wrong_axis"]}
