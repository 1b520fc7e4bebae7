"""A lesson that changes in mid-term: new cells get their place, marks of the others stay, hand marks are never lost."""

import json
import shutil

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.course import ROOT, SOLUTIONS, Refusal
from grading.nbgrader_setup import gradebook, nbgrader_config

EXTRA = "check_extra"


@pytest.fixture
def changed_course(quick_course, monkeypatch, tmp_path):
    """A course whose lesson 1 can be edited, with one submission that is graded, also by hand."""
    sources = tmp_path / "sources"
    shutil.copytree(SOLUTIONS / quick_course.lesson, sources / quick_course.lesson)
    monkeypatch.setattr("grading.nbgrader_setup.SOLUTIONS", sources)
    quick_course.source = sources / quick_course.lesson / f"{quick_course.lesson}.ipynb"
    quick_course.submit("ada", "output_size")
    quick_course.grade()
    quick_course.by_hand = next(name for name in quick_course.scores()["ada"] if name.startswith("reflection"))
    with gradebook(quick_course.root) as book:
        book.find_grade(quick_course.by_hand, quick_course.lesson, quick_course.lesson, "ada").manual_score = 2
        book.db.commit()
    return quick_course


def edit(course, change):
    notebook = json.loads(course.source.read_text(encoding="utf-8"))
    change(notebook["cells"])
    course.source.write_text(json.dumps(notebook), encoding="utf-8")


def role(name, **about):
    return {
        "nbgrader": {"grade_id": name, "schema_version": 3, "grade": False, "solution": False, "task": False} | about
    }


def test_added_cells_get_a_place_in_each_submission(changed_course):
    answer = new_markdown_cell("An answer", metadata=role("essay", grade=True, solution=True, locked=False, points=3))
    locked = new_code_cell("x = 1", metadata=role("setup_two", locked=True))
    edit(changed_course, lambda cells: cells.extend([locked, answer]))
    before = changed_course.scores()["ada"]
    result = changed_course.grade()
    assert result.exit_code == 0
    assert changed_course.scores()["ada"] == before | {"essay": (0, None)} or "essay" in changed_course.scores()["ada"]
    assert changed_course.scores()["ada"][changed_course.by_hand] == (None, 2)
    changed_course.submit("bob")
    assert changed_course.grade().exit_code == 0
    assert set(changed_course.scores()["bob"]) == set(changed_course.scores()["ada"])


def test_points_that_change_reach_the_gradebook(changed_course):
    def worth_more(cells):
        cell = next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == changed_course.by_hand)
        cell["metadata"]["nbgrader"]["points"] = 7

    edit(changed_course, worth_more)
    changed_course.grade()
    with gradebook(changed_course.root) as book:
        mark = book.find_grade(changed_course.by_hand, changed_course.lesson, changed_course.lesson, "ada")
        assert (mark.max_score, mark.manual_score) == (7, 2)


def test_a_cell_with_marks_by_hand_is_not_removed(changed_course):
    def remove(cells):
        cells[:] = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") != changed_course.by_hand]

    before = changed_course.scores()
    original = changed_course.source.read_text(encoding="utf-8")
    edit(changed_course, remove)
    result = changed_course.grade()
    assert result.exit_code == 1 and changed_course.by_hand in result.faults[0]
    assert changed_course.scores() == before
    changed_course.source.write_text(original, encoding="utf-8")
    with gradebook(changed_course.root) as book:
        mark = book.find_grade(changed_course.by_hand, changed_course.lesson, changed_course.lesson, "ada")
        mark.manual_score = None
        book.db.commit()
    edit(changed_course, remove)
    assert changed_course.grade().exit_code == 0
    assert changed_course.by_hand not in changed_course.scores()["ada"]


def test_a_lesson_that_cannot_be_registered_does_not_block_the_others(changed_course):
    from grading.classroom import demo

    shutil.copytree(SOLUTIONS / demo.BACKWARD, changed_course.source.parent.parent / demo.BACKWARD)
    demo.write(changed_course.root, {("ada", demo.BACKWARD): demo.solved(demo.BACKWARD)})
    changed_course.source.unlink()
    result = changed_course.grade()
    assert {each.lesson: str(each.status) for each in result.submissions} == {
        changed_course.lesson: "not graded",
        demo.BACKWARD: "graded",
    }
    assert len(result.faults) == 1 and result.exit_code == 1


def test_the_configuration_of_a_course_folder_counts(quick_course):
    ours = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (quick_course.root / "nbgrader_config.py").write_text(
        f"{ours}\nc.CourseDirectory.course_id = 'mine'\n", encoding="utf-8"
    )
    assert nbgrader_config(quick_course.root).CourseDirectory.course_id == "mine"
    (quick_course.root / "nbgrader_config.py").write_text("get_config(")
    with pytest.raises(Refusal):
        nbgrader_config(quick_course.root)
