"""Handing in: what the button runs, what is said about the points, and what other programs show."""

import json
import re
import sys
from html import unescape
from types import SimpleNamespace

import IPython
import pytest

from convlib.lab import check, progress
from grading.bank import exercises_of
from grading.course import lesson_names

FIRST, SECOND = lesson_names()[:2]


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A live notebook of lesson 01; call it with the id that a program gives its running cell."""
    (tmp_path / FIRST).mkdir()
    monkeypatch.chdir(tmp_path / FIRST)
    monkeypatch.delenv("CONVLIB_STATIC", raising=False)

    def shown_by(cell_id=""):
        parent = {"metadata": {"cellId": cell_id} if cell_id else {}}
        monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=1, get_parent=lambda: parent))

    shown_by("cell-40")
    return shown_by


def test_the_button_saves_first_and_then_downloads(notebook):
    (button,) = re.findall(r"<button (.*?)>(.*?)</button>", check.hand_in()._repr_html_())
    attributes = dict(re.findall(r"data-commandlinker-(\w+)=(?:'|\")(.*?)(?:'|\")(?= |$)", button[0]))
    assert attributes["command"] == "apputils:run-all-enabled"
    assert json.loads(unescape(attributes["args"]))["commands"] == ["docmanager:save", "docmanager:download"]
    assert button[1] == "Save and download this notebook"


def test_it_says_the_points_and_what_is_missing(notebook):
    assert "1 · Convolution by hand: 0 of 14 points so far." in repr(check.hand_in())
    progress.record("output_size", 3)
    progress.record("conv_forward", 2)
    progress.record("weight_table", 2)  # of another lesson
    said = "5 of 14 points so far. Not yet passed: outputs_by_hand, conv_single_step, conv_forward (2 of 6)."
    assert said in repr(check.hand_in()) and said in check.hand_in()._repr_html_()
    for exercise in exercises_of(FIRST):
        progress.record(exercise.name, exercise.points)
    assert "14 of 14 points so far. Every check passes." in repr(check.hand_in())


@pytest.mark.parametrize("cell_id", ["", "vscode-notebook-cell:/course/01.ipynb#W0sZmlsZQ%3D%3D"])
def test_without_jupyterlabs_commands_it_names_the_menu(notebook, cell_id):
    notebook(cell_id)
    handed = check.hand_in()
    assert handed._repr_html_() is None
    assert repr(handed).endswith("Save the notebook first (File › Save), then hand in the .ipynb file.")


def test_in_colab_it_names_colabs_menu_and_goes_by_the_checks(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # no lesson's folder
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    progress.record("weight_table", 2)
    handed = check.hand_in()
    assert handed._repr_html_() is None
    assert repr(handed).startswith("2 · Backprop by hand: 2 of ") and "Download .ipynb" in repr(handed)


def test_outside_any_lesson_and_in_a_built_notebook_it_is_one_sentence(notebook, tmp_path, monkeypatch):
    sentence = "Save the notebook first (File › Save), then hand in the .ipynb file."
    monkeypatch.setenv("CONVLIB_STATIC", "1")
    assert repr(check.hand_in()) == sentence
    monkeypatch.delenv("CONVLIB_STATIC")
    monkeypatch.chdir(tmp_path)
    assert repr(check.hand_in()) == sentence
    assert "<button" in check.hand_in()._repr_html_()


def test_a_damaged_record_counts_as_none(notebook, tmp_path):
    (tmp_path / "progress.json").write_text("[1")
    assert "0 of 14 points" in repr(check.hand_in())
