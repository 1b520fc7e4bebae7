"""The book's sources; tests/browser/test_book.py builds the book and opens it."""

import re

import pytest
from nbformat.v4 import new_output

from convlib.lab.figures import embed
from grading.bank import EXERCISES
from grading.build.book import (
    SITE,
    Cell,
    about,
    cells_of,
    code,
    lessons_table,
    linked,
    page,
    result,
    shown_mistake,
    slides,
    times_table,
    without_local_links,
)
from grading.course import lesson_names

FIRST, SECOND, *_ = lesson_names()


@pytest.fixture(scope="module", params=lesson_names())
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def written(lesson):
    """The page of a lesson, and its slides."""
    cells = cells_of(lesson)
    return cells, page(lesson, cells, lesson_names()), slides(lesson, cells)


def test_each_exercise_is_a_stub(lesson, written):
    cells, text, _ = written
    exercises = [cell for cell in cells if cell.name in EXERCISES]
    assert exercises and text.count("raise NotImplementedError()\n````") >= len(exercises)
    assert all(not cell.outputs for cell in exercises)


def test_each_figure_has_its_alt_text(written):
    cells, text, _ = written
    pictures = [o for cell in cells for o in cell.outputs if "image/png" in o.get("data", {})]
    alts = re.findall(r'^:alt: "(.+)"$|<img alt="(?:[^"]+)"', text, re.MULTILINE)
    assert pictures and len(alts) == len(pictures)


def test_the_hints_are_folded(written):
    cells, text, _ = written
    hints = sum(cell.source.count("<details>") for cell in cells)
    assert hints and text.count("<details>") == text.count("</details>") == hints


def test_no_link_leads_to_a_notebook(written):
    _, text, shown = written
    assert ".ipynb)" not in text + shown


def test_the_browser_opens_that_lesson(lesson, written):
    assert f'href="../lite/lab/index.html?path={lesson}/{lesson}.ipynb"' in written[1]


def test_slides_ask_show_and_recap(lesson, written):
    _, text, shown = written
    titles = re.findall(r"^# (.+)$", shown, re.MULTILINE)
    assert titles[0] == about(lesson).title and "Recap" in titles
    assert shown.count("```{image}") == text.count("```{image}")
    assert "**Predict" in shown and "<details>" not in shown and "nosearch: true" in shown


def test_a_page_says_which_right_answers_lie_beside_the_notebook():
    assert "`given.py` beside the notebook holds right answers of earlier lessons" in page(SECOND, cells_of(SECOND), [])
    assert "given.py" not in page(FIRST, cells_of(FIRST), [])


@pytest.mark.parametrize("kept", ["in its data", "in its metadata"])
def test_what_is_interactive_goes_into_the_page_as_html_instead_of_its_picture(kept):
    film = {"name": "film", "data": {"title": "A film", "frames": []}, "picture": "<img alt='A film'>"}
    html = embed.html(**film)
    data = {"image/png": "iVBORw0KGgo=", "text/plain": "film"}
    metadata = {"image/png": {"alt": "film", "width": 9}}
    if kept == "in its data":
        output = new_output("display_data", data | {"text/html": html}, metadata=metadata)
    else:
        output = new_output("display_data", data, metadata=metadata | {embed.METADATA: film})
    shown = "\n".join(code(FIRST, Cell("film", "plots.film()", True, False, (output,))))
    assert f"{{raw}} html\n{html}\n" in shown and "{image}" not in shown


def test_a_link_to_a_lesson_that_is_not_there_is_plain_text():
    text = f"Next: [*Backprop*](../{SECOND}/{SECOND}.ipynb)."
    assert linked(text, [FIRST, SECOND]) == f"Next: [*Backprop*]({SECOND}.md)."
    assert linked(text, [FIRST]) == "Next: *Backprop*."


def test_links_to_files_become_words():
    assert without_local_links("[a](../b.md), [c](https://d.org)") == "a, [c](https://d.org)"


def test_the_tables_name_all_lessons_and_link_those_that_are_there():
    for table in (lessons_table([FIRST]), times_table([FIRST])):
        assert all(about(name).title in table for name in lesson_names())
    assert lessons_table([FIRST]).count(".md)") == times_table([FIRST]).count("slides/") == 1


def test_the_landing_page_shows_what_the_check_says():
    assert "x_slice @ W" in shown_mistake() and "sum of a matrix product" in shown_mistake()


def test_the_result_is_that_of_the_notebook():
    assert re.search(r"right on 8\d of 100", str(result()["generated/result.md"]))


def test_each_plan_of_the_syllabus_has_every_lesson_once_with_its_time():
    minutes = {str(int(name[:2])): about(name).minutes for name in lesson_names()}
    plans = re.split(r"^## .+ weeks?$", (SITE / "syllabus.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(plans) == 3
    plans[-1] = plans[-1].partition("\n## ")[0]
    for plan in plans:
        rows = [(row[0].split(", "), int(row[1])) for row in re.findall(r"^\| \d \| ([\d, ]+) \| (\d+) \|", plan, re.M)]
        assert [name for names, _ in rows for name in names] == list(minutes)
        assert all(total == sum(minutes[name] for name in names) for names, total in rows)


def test_each_word_of_the_glossary_is_in_the_lesson_that_it_names():
    text = (SITE / "glossary.md").read_text(encoding="utf-8")
    entries = re.findall(r"^(\S[^\n]*)\n  (?:.|\n  )+?\*Lesson (\d)\.\*$", text, re.MULTILINE)
    assert len(entries) == text.count("*Lesson ") > 30
    for word, number in entries:
        lesson = "\n".join(cell.source for cell in cells_of(lesson_names()[int(number) - 1]))
        stem = word.removesuffix(" convolution").removesuffix(" layer").removesuffix("s").split()[0]
        assert stem.lower() in lesson.lower(), word
