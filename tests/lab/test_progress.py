"""The overview: what it records, shows and survives."""

import json
import os
from types import SimpleNamespace

import IPython
import pytest

from convlib.lab import check, progress
from grading.bank import EXERCISES, exercises_of
from grading.course import lesson_names

L1, L2 = lesson_names()[:2]


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A live notebook of lesson 01, in a folder of its own."""
    (tmp_path / L1).mkdir()
    monkeypatch.chdir(tmp_path / L1)
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.delenv("CONVLIB_STATIC", raising=False)
    return tmp_path


def test_a_check_records_its_score_beside_the_notebooks(notebook):
    check.output_size(EXERCISES["output_size"].solution)
    with pytest.raises(check.CheckFailed):
        check.conv_single_step(lambda x_slice, W: 0.0)
    assert {path.name for path in notebook.iterdir()} == {L1, "progress.json"}
    assert json.loads((notebook / "progress.json").read_text()) == {"conv_single_step": 0, "output_size": 3}


def test_the_overview(notebook):
    for exercise in exercises_of(L1):
        progress.record(exercise.name, exercise.points)
    progress.record("conv_backward", 5)
    overview = check.progress()
    lines = repr(overview).splitlines()
    assert lines[0] == "1 · Convolution by hand: 4 of 4, 14 / 14" and "✓ conv_forward" in lines[1]
    assert "◐ conv_backward" in lines[3] and "○ weight_table" in lines[3]
    total = sum(e.points for e in EXERCISES.values() if e.lesson in lesson_names())
    assert overview.total == (19, total)
    assert lines[-1] == f"19 of {total:g} points. Next: weight_table in 2 · Backprop by hand."
    html = overview._repr_html_()
    assert f'<a href="../{L2}/{L2}.ipynb">2 · Backprop by hand</a>' in html
    assert "✓ conv_forward" in html and "4 of 4" in html


def test_on_the_start_page_links_lead_down(notebook, monkeypatch):
    monkeypatch.chdir(notebook)
    assert f'<a href="{L1}/{L1}.ipynb">' in check.progress()._repr_html_()


def test_at_the_end(notebook):
    for exercise in EXERCISES.values():
        progress.record(exercise.name, exercise.points)
    assert "every check passes" in repr(check.progress()) and check.progress().next is None


@pytest.mark.parametrize("damaged", ["", "no json", "[1, 2]", '{"conv_forward": "many"}', '{"conv_forward": null}'])
def test_a_damaged_file_counts_as_none_and_is_replaced(notebook, damaged):
    (notebook / "progress.json").write_text(damaged)
    assert progress.recorded() == {}
    progress.record("rot180", 2)
    assert progress.recorded() == {"rot180": 2}


def test_what_goes_wrong_while_writing_leaves_the_old_file(notebook, monkeypatch):
    progress.record("rot180", 2)
    monkeypatch.setattr(os, "replace", lambda *args: (_ for _ in ()).throw(OSError("full")))
    progress.record("rot180", 0)
    assert progress.recorded() == {"rot180": 2}
    assert {path.name for path in notebook.iterdir()} == {L1, "progress.json"}


def test_nothing_is_recorded_outside_a_notebook(notebook, monkeypatch):
    monkeypatch.setenv("CONVLIB_STATIC", "1")
    check.output_size(EXERCISES["output_size"].solution)
    assert not (notebook / "progress.json").exists()


def test_the_course_it_knows_is_the_registry():
    assert [(lesson["name"], [tuple(e) for e in lesson["exercises"]]) for lesson in progress.course()] == [
        (name, [(e.name, e.points) for e in exercises_of(name)]) for name in lesson_names()
    ]
