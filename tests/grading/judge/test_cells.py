"""Which cells the judge runs: the setup, the answers and the student's own; neither checks nor the course's figures."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.bank import EXERCISES, exercises_of
from grading.course import NOTEBOOKS
from grading.judge.cells import course_cells, file_cells, role, student_cells

LESSON = "01_convolution_by_hand"


@pytest.fixture
def notebook():
    return nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)


def sources(notebook):
    return [cell.source for cell in student_cells(notebook, LESSON)]


def test_the_judge_gets_setup_answers_and_what_was_added(notebook):
    notebook.cells.insert(3, new_code_cell("helper = 1"))
    notebook.cells.insert(3, new_markdown_cell("thoughts = 1"))
    cells = student_cells(notebook, LESSON)
    assert [cell.exercise for cell in cells if cell.exercise] == [e.name for e in exercises_of(LESSON)]
    kept = [cell.source for cell in cells if not cell.exercise]
    assert "helper = 1" in kept and "thoughts = 1" not in kept
    assert any("from convlib.lab import" in source for source in kept)


def test_the_cells_stay_in_their_order(notebook):
    kept = sources(notebook)
    places = [next(i for i, cell in enumerate(notebook.cells) if cell.source == source) for source in kept]
    assert places == sorted(places)


def test_a_figure_of_the_course_is_left_out_unless_it_was_edited(notebook):
    figure = next(cell for cell in notebook.cells if cell.source.startswith("X = np.arange"))
    assert figure.source not in sources(notebook)
    figure.source += "\nimport math"
    assert figure.source in sources(notebook)


def test_a_check_is_left_out_even_where_it_was_edited(notebook):
    checks = [cell for cell in notebook.cells if role(cell, "grade")]
    assert len(checks) >= len(exercises_of(LESSON))
    for cell in checks:
        cell.source = "edited = True"
    assert "edited = True" not in sources(notebook)


def test_the_code_of_a_lesson_comes_from_its_source():
    cells = course_cells(LESSON)
    assert {cell.cell_type for cell in cells} == {"code"}
    assert {e.name for e in exercises_of(LESSON)} <= {
        cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells
    }


def test_a_file_is_judged_after_the_lesson_s_setup():
    setup, answer = file_cells("source", EXERCISES["conv_backward"])
    assert "from given import conv_forward" in setup.source and setup.exercise is None
    assert (answer.source, answer.exercise) == ("source", "conv_backward")
    assert [cell.source for cell in file_cells("source", EXERCISES["warm_up"])] == ["source"]
