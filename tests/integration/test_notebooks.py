"""The student notebooks run except for their stubs, and the prose keeps its promises."""

import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

from convlib.lab.figures.theme import WIDEST
from grading.bank import exercises_of
from grading.course import LESSONS, NOTEBOOKS, SOLUTIONS, START_PAGE, lesson_names

PAGES = [*lesson_names(), START_PAGE]


def notebook_path(page):
    return NOTEBOOKS / page / f"{page}.ipynb" if page != START_PAGE else NOTEBOOKS / f"{page}.ipynb"


def prose(page):
    """The markdown of a lesson's source."""
    lines = (LESSONS / f"{page}.py").read_text(encoding="utf-8").splitlines()
    return "\n".join(line[2:] if line.startswith("# ") else "" for line in lines if line.startswith("#"))


@pytest.mark.parametrize("page", PAGES)
def test_only_the_checks_of_the_stubs_fail(page):
    path = notebook_path(page)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": path.parent}}).execute(
        env={**os.environ, "CONVLIB_STATIC": "1"}
    )  # a test must not record a student's progress
    failed = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                failed[cell.source] = (output.ename, output.evalue)
            assert output.get("name") != "stderr", output
    assert set(failed) == {f"check.{exercise.name}({exercise.name})" for exercise in exercises_of(page)}
    for name, text in failed.values():
        assert name == "NotWritten" and "it is not written yet" in text
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert sum("raise NotImplementedError()" in source for source in code) == len(exercises_of(page))


@pytest.mark.parametrize("page", PAGES)
def test_worked_sums_in_the_prose_are_correct(page):
    found = 0
    for left, right in re.findall(r"((?:\(?-?[\d.]+\)?·\(?-?[\d.]+\)?(?: \+ )?)+) = (-?[\d.]+\d|\d)", prose(page)):
        found += 1
        assert eval(left.replace("·", "*")) == pytest.approx(float(right)), f"{left} = {right}"
    assert found or page not in lesson_names() or page.startswith("03")


@pytest.mark.parametrize("lesson", lesson_names())
def test_the_table_of_exercises_is_correct(lesson):
    text = prose(lesson)
    rows = re.findall(r"\| \d\.\d+ `(\w+)` \| [●○]{3} \| (\d+) \| (\d+) \|", text)
    assert [(name, float(points)) for name, _, points in rows] == [(e.name, e.points) for e in exercises_of(lesson)]
    written = re.search(r"\| \d\.\d+ Reflection \| [●○]{3} \| (\d+) \| (\d+) \|", text)
    minutes = sum(int(minutes) for _, minutes, _ in rows) + int(written[1])
    promised = int(re.search(r"about (\d+) minutes", text)[1])
    assert minutes <= promised <= 1.5 * minutes
    assert f"points={written[2]}" in (LESSONS / f"{lesson}.py").read_text(encoding="utf-8")
    link = f"({lesson}/{lesson}.ipynb) | "
    assert re.search(re.escape(link) + rf".* \| {promised} \|", prose(START_PAGE)), "the start page says otherwise"


@pytest.mark.parametrize("lesson", lesson_names())
def test_every_exercise_has_three_folded_hints(lesson):
    text = prose(lesson)
    for k in (1, 2, 3):
        assert text.count(f"<summary>Hint {k} of 3") == len(exercises_of(lesson))
    assert text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", prose(page)):
        assert target.startswith("https://") or (notebook_path(page).parent / target).exists(), target


@pytest.mark.parametrize("lesson", lesson_names())
def test_every_figure_has_alt_text_and_fits(lesson):
    notebook = nbformat.read(SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)
    pictures = [
        output for cell in notebook.cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})
    ]
    assert pictures
    for picture in pictures:
        about = picture.metadata["image/png"]
        assert len(about["alt"]) > 20 and about["alt"] == picture.data["text/plain"]
        assert about["width"] <= WIDEST
    for alt in re.findall(r"!\[(.*?)\]\(", prose(lesson)):
        assert alt


@pytest.mark.parametrize("lesson", lesson_names())
def test_in_a_solved_lesson_no_cell_waits_for_an_answer(lesson):
    notebook = nbformat.read(SOLUTIONS / lesson / f"{lesson}.ipynb", as_version=4)
    shown = [output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [text for text in shown if "needs a right answer" in text]
