"""Marks are read from the gradebook, reports from the autograded notebooks."""

import json

import nbformat
from nbgrader.api import Gradebook

from grading.classroom.results import headline, judged, marks
from grading.course import lesson_names
from grading.nbgrader_setup import nbgrader_config

LESSON = lesson_names()[0]
REPORT = {"exercise": "conv_forward", "passed": True}


def cell(role, report=None):
    made = nbformat.v4.new_code_cell("")
    made.metadata.update({"nbgrader": role, **({"convlib": report} if report else {})})
    return made


def write(root, student, cells):
    folder = root / nbgrader_config(root).CourseDirectory.autograded_directory / student / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").write_text(json.dumps(nbformat.v4.new_notebook(cells=cells)))


def test_marks_join_the_gradebook_with_the_reports(tmp_path):
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        book.add_assignment(LESSON)
        book.add_notebook(LESSON, LESSON)
        book.add_grade_cell("check_conv_forward", LESSON, LESSON, max_score=6, cell_type="code")
        book.add_grade_cell("reflection_sharing", LESSON, LESSON, max_score=2, cell_type="markdown")
        book.add_student("ada")
        book.add_submission(LESSON, "ada")
        forward = book.find_grade("check_conv_forward", LESSON, LESSON, "ada")
        forward.auto_score, forward.needs_manual_grade = 6, False
        book.find_grade("reflection_sharing", LESSON, LESSON, "ada").needs_manual_grade = True
        book.db.commit()
    write(tmp_path, "ada", [cell({"grade": True, "locked": True}, REPORT)])
    forward, written = sorted(marks(tmp_path), key=lambda mark: mark.exercise)
    assert (forward.student, forward.lesson, forward.exercise) == ("ada", LESSON, "conv_forward")
    assert (forward.score, forward.max_score, forward.marked, forward.written) == (6, 6, True, False)
    assert forward.report == REPORT
    assert (written.score, written.marked, written.written, written.report) == (0, False, True, None)


def test_only_the_courses_check_cells_are_believed(tmp_path):
    forged = [
        cell({"grade": True, "locked": False}, REPORT),
        nbformat.v4.new_code_cell("", metadata={"convlib": REPORT}),
    ]
    write(tmp_path, "eve", forged)
    assert not list(judged(tmp_path))


def test_the_headline():
    values = {"name": "values", "passed": False, "message": "H is wrong."}
    assert headline({"mistake": None, "message": "", "properties": [values]}) == "values: H is wrong."
    assert headline({"mistake": "m", "message": "First.\nSecond.", "properties": [values]}) == "First."
