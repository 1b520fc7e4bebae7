"""Graders see the rubric beside a written answer."""

import pytest

from grading.classroom.demo import solved
from grading.classroom.rubric import ShowRubric, is_rubric, rubrics
from grading.course import lesson_names


@pytest.mark.parametrize("lesson", lesson_names())
def test_every_lesson_has_a_rubric_a_model_answer_and_comments(lesson):
    assert rubrics(lesson)
    for text in rubrics(lesson).values():
        assert text.startswith("**Rubric.**")
        assert "**Model answer.**" in text
        comments = text.split("**Comments to copy.**")[1].strip().splitlines()
        assert len(comments) >= 3 and all(line.startswith("- ") for line in comments)


def test_it_comes_directly_after_the_answer():
    lesson = lesson_names()[0]
    before = solved(lesson)
    count = len(before.cells)
    after, _ = ShowRubric().preprocess(before, {"nbgrader": {"assignment": lesson}})
    places = [place for place, cell in enumerate(after.cells) if is_rubric(cell)]
    assert len(places) == 1 and len(after.cells) == count + 1
    name = after.cells[places[0] - 1].metadata.nbgrader["grade_id"]
    assert after.cells[places[0]].source == rubrics(lesson)[name]


def test_a_students_cell_is_no_rubric():
    assert not any(is_rubric(cell) for cell in solved(lesson_names()[0]).cells)
