"""A lesson's source, turned into the instructor's notebook."""

import ast
import inspect
import textwrap

import nbformat
import pytest
from nbgrader.preprocessors import ClearSolutions

from grading.bank import EXERCISES, exercises_of
from grading.build.notebooks import assemble, exercise_source, mark, title
from grading.course import lesson_names


@pytest.mark.parametrize("lesson", lesson_names())
def test_each_exercise_has_its_cell_and_its_check(lesson):
    cells = {cell.id: cell for cell in assemble(lesson).cells}
    for exercise in exercises_of(lesson):
        assert cells[exercise.name].metadata.nbgrader["solution"]
        check = cells[f"check_{exercise.name}"].metadata.nbgrader
        assert check["grade"] and check["locked"] and check["points"] == exercise.points
    assert cells["setup"].metadata.nbgrader["locked"] and not cells["setup"].metadata.nbgrader["grade"]
    assert not any("from given import" in cell.source for cell in cells.values())
    assert len(cells) == len(assemble(lesson).cells), "ids are unique"


def test_a_lesson_is_titled_by_its_first_heading():
    assert title("01_convolution_by_hand") == "1 · Convolution by hand"


def test_what_students_see_of_an_exercise():
    source = exercise_source(EXERCISES["conv_forward"])
    head, body = source.split("    ### BEGIN SOLUTION\n")
    assert head.endswith("shapes.require_fit(X, W)\n")
    assert body.rstrip().endswith("### END SOLUTION")
    ast.parse(textwrap.dedent(source))


def test_what_students_see_of_a_class():
    """The methods keep their signatures and docstrings, and each has a stub of its own."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(exercise_source(EXERCISES["ConvNet"]))])
    mark(notebook.cells[0], "ConvNet", solution=True)
    ClearSolutions().preprocess(notebook, {})
    stub = ast.parse(notebook.cells[0].source).body[0]
    solution = ast.parse(textwrap.dedent(inspect.getsource(EXERCISES["ConvNet"].solution))).body[0]
    assert ast.get_docstring(stub) == ast.get_docstring(solution)
    for method, original in zip(stub.body[1:], solution.body[1:], strict=True):
        assert ast.unparse(method.args) == ast.unparse(original.args)
        assert ast.get_docstring(method) == ast.get_docstring(original)
        assert [ast.unparse(statement) for statement in method.body[1:]] == ["raise NotImplementedError()"]
