"""The preprocessors: cells are restored from the gradebook, and points come only from the judge."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import determine_grade

from grading.bank import exercises_of
from grading.classroom import demo, preprocessors
from grading.classroom.preprocessors import Judge, RestoreCells
from grading.course import MEASURED, NOTEBOOKS
from tests.grading.classroom.conftest import register_lesson

LESSON = demo.FORWARD


@pytest.fixture(scope="module")
def resources(tmp_path_factory):
    """What nbgrader passes to a preprocessor, with a gradebook in which the lesson is registered."""
    root = tmp_path_factory.mktemp("course")
    register_lesson(root, LESSON)
    about = {"notebook": LESSON, "assignment": LESSON, "student": "ada", "db_url": f"sqlite:///{root}/gradebook.db"}
    return {"nbgrader": about, "metadata": {"path": str(root)}}


def released():
    return nbformat.read(NOTEBOOKS / LESSON / f"{LESSON}.ipynb", as_version=4)


def by_name(notebook):
    return {cell.metadata.nbgrader["grade_id"]: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_an_untouched_notebook_is_not_changed(resources):
    restored, _ = RestoreCells().preprocess(released(), resources)
    before, after = by_name(released()), by_name(restored)
    assert list(before) == list(after)
    for name, cell in before.items():
        assert after[name].source == cell.source
        assert after[name].metadata.nbgrader == cell.metadata.nbgrader


def test_locked_cells_come_back(resources):
    notebook = released()
    cells = by_name(notebook)
    cells["check_conv_forward"].source = "6.0"
    cells["setup"].source = "import os"
    cells["conv_forward"].source = "def conv_forward(X, W): ..."
    notebook.cells.remove(cells["check_output_size"])
    notebook.cells.remove(cells["output_size"])
    notebook.cells.remove(cells["reflection_sharing"])
    restored = by_name(RestoreCells().preprocess(notebook, resources)[0])
    assert restored["check_conv_forward"].source == "check.conv_forward(conv_forward)"
    assert restored["setup"].source == by_name(released())["setup"].source
    assert restored["conv_forward"].source == "def conv_forward(X, W): ..."
    assert restored["check_output_size"].source == "check.output_size(output_size)"
    assert restored["output_size"].source == restored["reflection_sharing"].source == ""


@pytest.mark.parametrize(
    "metadata",
    [
        "text",
        3,
        {},
        {"grade_id": None},
        {"grade_id": ["a"]},
        {"grade_id": "unknown", "grade": True, "points": 9},
        {"grade_id": "check_conv_forward", "points": "many", "schema_version": 0},
    ],
)
def test_strange_metadata_do_no_harm(metadata, resources):
    notebook = released()
    notebook.cells.append(new_code_cell("7.0", metadata={"nbgrader": metadata}))
    restored, _ = RestoreCells().preprocess(notebook, resources)
    roles = [cell.metadata.nbgrader for cell in by_name(restored).values()]
    assert sum(role["points"] for role in roles if role["grade"]) == sum(e.points for e in exercises_of(LESSON)) + 2
    assert len(by_name(restored)) == len(by_name(released()))


def test_of_a_students_metadata_nothing_remains(resources):
    notebook = released()
    for cell, forged in zip(notebook.cells, [7, {"passed": True}] * len(notebook.cells), strict=False):
        cell.metadata |= {"convlib": forged, "tags": "x", "isolated": True}
    notebook.metadata["widgets"] = "</script>"
    restored, _ = RestoreCells().preprocess(notebook, resources)
    assert set().union(*(cell.metadata for cell in restored.cells)) == {"nbgrader"}
    assert set(restored.metadata) == {"kernelspec", "language_info"}


def test_cells_that_measure_time_stay_marked(resources):
    notebook = released()
    notebook.cells += [new_code_cell("train()", metadata={"tags": [MEASURED, "x"], "y": 1})]
    restored, _ = RestoreCells().preprocess(notebook, resources)
    assert restored.cells[-1].metadata == {"tags": [MEASURED]}


def test_of_copies_the_last_counts(resources):
    notebook = released()
    place = next(k for k, cell in enumerate(notebook.cells) if cell.id == "conv_forward")
    copy = nbformat.from_dict(dict(notebook.cells[place], id="copy", source="def conv_forward(X, W): return 2"))
    notebook.cells.insert(place + 1, copy)
    assert by_name(RestoreCells().preprocess(notebook, resources)[0])["conv_forward"].source.endswith("return 2")


def test_a_code_cell_turned_into_text_is_code_again(resources):
    notebook = released()
    place = next(k for k, cell in enumerate(notebook.cells) if cell.id == "conv_forward")
    notebook.cells[place] = new_markdown_cell("answer = 1", metadata=notebook.cells[place].metadata)
    cell = by_name(RestoreCells().preprocess(notebook, resources)[0])["conv_forward"]
    assert cell.cell_type == "code" and cell.source == "answer = 1" and cell.outputs == []


def test_without_evidence_no_points(resources, monkeypatch):
    """nbgrader alone would give full points to a notebook whose check cells raise no error."""
    notebook = released()
    checks = [cell for name, cell in by_name(notebook).items() if name.startswith("check_")]
    assert all(determine_grade(cell)[0] == cell.metadata.nbgrader["points"] for cell in checks)
    from convlib.lab.checks.report import empty_report

    monkeypatch.setattr(
        preprocessors,
        "judge_in_process",
        lambda exercises, *rest: {e.name: empty_report(e.properties, e.name, "nothing was seen.") for e in exercises},
    )
    Judge().preprocess(notebook, resources)
    assert [determine_grade(cell)[0] for cell in checks] == [0] * len(checks)
    shown = checks[0].outputs[0].data
    assert "nothing was seen." in shown["text/plain"] and "nothing was seen." in shown["text/html"]
