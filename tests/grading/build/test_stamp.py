"""The release in each notebook of the site."""

import re
import shutil

import nbformat
import pytest

from convlib.lab.releases import KEY, release_of
from grading.build.stamp import stamp
from grading.course import NOTEBOOKS, lesson_names

LESSON = lesson_names()[0]
NAME = f"{LESSON}/{LESSON}.ipynb"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / LESSON).mkdir()
    shutil.copy(NOTEBOOKS / NAME, tmp_path / NAME)
    return tmp_path


def test_the_site_lists_the_release_that_the_notebook_carries(folder):
    before = nbformat.read(folder / NAME, 4)
    releases = stamp(folder)
    assert releases == {NAME: release_of(folder / NAME)} and re.fullmatch(r"[\d.]+-[0-9a-f]{6}", releases[NAME])
    after = nbformat.read(folder / NAME, 4)
    assert after.metadata.pop(KEY) and after == before


def test_a_mended_word_is_a_new_release_and_an_output_is_not(folder):
    first = stamp(folder)
    notebook = nbformat.read(folder / NAME, 4)
    next(cell for cell in notebook.cells if cell.cell_type == "code").execution_count = 7
    nbformat.write(notebook, folder / NAME)
    assert stamp(folder) == first
    notebook.cells[0].source += "."
    nbformat.write(notebook, folder / NAME)
    assert stamp(folder) != first
