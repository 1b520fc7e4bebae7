"""The feedback page holds marks, diagnoses and formulas, and loads nothing."""

import re
from types import SimpleNamespace

import pytest
from nbconvert.exporters.exporter import ResourcesDict

from grading.classroom.demo import solved
from grading.classroom.feedback_page import FeedbackExporter, GetMarks, marks_of
from grading.classroom.rubric import ShowRubric
from grading.course import lesson_names
from grading.nbgrader_setup import nbgrader_config

LESSON = lesson_names()[1]
REPORT = {
    "exercise": "conv_backward",
    "passed": False,
    "mistake": "dX_filter_rotated",
    "sentences": ["The filter is <rotated>."],
    "properties": [],
}


class FakeGradebook:
    """A gradebook in which everything has all points but conv_backward, and the written answer is not marked."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def find_submission_notebook(self, *_):
        return SimpleNamespace(late_submission_penalty=None, score=19, max_score=26)

    def find_comment(self, name, *_):
        return SimpleNamespace(comment="See <b>section 3</b>." if name.startswith("reflection") else None)

    def find_grade(self, name, *_):
        written = name.startswith("reflection")
        return SimpleNamespace(score=3.0 * (name == "check_conv_backward"), max_score=8, needs_manual_grade=written)


@pytest.fixture
def graded(monkeypatch):
    """A graded notebook with its marks, and nbconvert's resources."""
    monkeypatch.setattr("nbgrader.preprocessors.getgrades.Gradebook", lambda url: FakeGradebook())
    notebook = solved(LESSON)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "check_conv_backward":
            cell.metadata["convlib"] = REPORT
    about = {"notebook": LESSON, "assignment": LESSON, "student": "ada", "db_url": ""}
    resources = ResourcesDict(nbgrader=about, metadata=ResourcesDict(path="", name=LESSON))
    notebook, _ = ShowRubric().preprocess(notebook, resources)
    return GetMarks().preprocess(notebook, resources)


@pytest.fixture
def page(graded):
    html, _ = FeedbackExporter(config=nbgrader_config()).from_notebook_node(graded[0], graded[1])
    return html


def test_the_marks(graded):
    found = {mark["exercise"]: mark for mark in marks_of(graded[0])}
    assert list(found) == [
        "2.1 The table of the weights",
        "2.2 The table of the pixels",
        "2.3 numerical_gradient",
        "2.4 conv_backward",
        *list(found)[4:],
    ]
    assert found["2.4 conv_backward"]["sentence"] == "The filter is <rotated>."
    written = next(mark for mark in found.values() if mark["written"])
    assert not written["marked"] and written["sentence"] == "See <b>section 3</b>."
    assert graded[1]["nbgrader"]["not_marked"] == 8


def test_an_unmarked_answer_is_not_a_zero(page):
    assert "not marked yet (8 points)" in page
    assert "8 of them are not marked yet" in page


def test_texts_are_escaped(page):
    assert "The filter is &lt;rotated&gt;." in page
    assert "See &lt;b&gt;section 3&lt;/b&gt;." in page


def test_it_runs_and_loads_nothing(page):
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_formulas_are_mathml(page):
    assert "<math " in page
    text = re.sub(r"<(pre|code)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert "$" not in re.sub(r"<[^>]*>", "", text.split("</style>")[-1])


def test_students_do_not_get_the_rubric(page):
    assert "Rubric" not in page and "Model answer" not in page
