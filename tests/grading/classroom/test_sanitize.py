"""Cleaning answers and outputs; tests/browser/test_formgrader.py opens the result in Chromium."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from grading.classroom import demo
from grading.classroom.sanitize import CleanAnswers, CleanOutputs, clean_markdown, clean_output, render
from grading.course import NOTEBOOKS
from tests.hostile.scripts import MARKDOWN, OUTPUTS

RESOURCES = {"nbgrader": {"assignment": demo.FORWARD}}
PNG = "iVBORw0KGgo="


@pytest.mark.parametrize("name", MARKDOWN)
def test_cleaning_again_changes_nothing(name):
    clean = clean_markdown(MARKDOWN[name])
    assert clean_markdown(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Gradients **add** up: $\\sum_i g_i$, see `X[i]`.\n\n- one\n- two\n\n1. three",
        "$$\\frac{a}{b} < c$$ and \\begin{align}a &= b\\end{align}",
        "```html\n<script>alert(1)</script>\n```",
        "```python\nprint('a' < \"b\")\n```",
        "<details><summary>Why?</summary>\n\nBecause.\n</details>",
        "|a|b|\n|---|---|\n|1|2|",
        'a "quoted" word & a < b > c, 5\u00a0px, it\'s',
        f"![plot](data:image/png;base64,{PNG})",
        "H<sub>2</sub>O<br>x<sup>2</sup>",
    ],
)
def test_a_harmless_answer_stays_as_it_was_written(text):
    assert clean_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [the docs](https://numpy.org/doc)", "see the docs (https://numpy.org/doc)"),
        ("see <https://numpy.org>", "see https://numpy.org<"),
        ("![a plot](plot.png)", "[image: a plot]"),
        ("<b>bold</b><script>x</script>", "Left out of this answer: script."),
        ("<svg onload=x></svg>", "&lt;svg onload=x&gt;"),
        ("# A heading", "<h1>A heading</h1>"),
        ("$\\href{http://a}{b}$", "$\\backslash href{http://a}{b}$"),
        ("`$\\href{http://a}{b}$` <i onclick=x>i</i>", "<code>$\\href{http://a}{b}$</code>"),
    ],
)
def test_what_cannot_stay_is_still_readable(text, shown):
    assert shown in clean_markdown(text)


def test_tex_cannot_hide_behind_a_tag_in_an_attribute():
    text = f'<img alt="<pre>" src="data:image/png;base64,{PNG}"> $\\href{{javascript:x}}{{y}}$ <pre></pre>'
    assert "\\href" not in clean_markdown(text)


def test_blank_lines_in_a_cleaned_answer_do_not_start_markdown_again():
    text = "<p onclick=x>a</p>\n\n```\nline\n\n\n    <img src=x>\n```\n\n[x](javascript:y)"
    html = render(clean_markdown(text))
    assert "&lt;img src=x&gt;" in html and "<img" not in html and "javascript" not in html


def test_images_attached_to_an_answer_become_part_of_it():
    cell = new_markdown_cell("![plot](attachment:a.png)", attachments={"a.png": {"image/png": PNG}})
    svg = new_markdown_cell("![plot](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": "PHN2Zz4="}})
    CleanAnswers().preprocess(new_notebook(cells=[cell, svg]), RESOURCES)
    assert f"data:image/png;base64,{PNG}" in cell.source
    assert "svg+xml" not in svg.source
    assert "attachments" not in cell and "attachments" not in svg


def test_the_courses_own_cells_stay():
    released = nbformat.read(NOTEBOOKS / demo.FORWARD / f"{demo.FORWARD}.ipynb", as_version=4)
    before = [cell.source for cell in released.cells]
    after, _ = CleanAnswers().preprocess(released, RESOURCES)
    assert [cell.source for cell in after.cells] == before


def test_raw_cells_and_endless_answers_are_shown_as_text():
    notebook = new_notebook(cells=[new_raw_cell("<script>x</script>"), new_markdown_cell("[" * 10**6)])
    raw, endless = CleanAnswers().preprocess(notebook, RESOURCES)[0].cells
    assert raw.cell_type == "markdown" and raw.source == "<pre>&lt;script&gt;x&lt;/script&gt;</pre>"
    assert endless.source.endswith("[</pre>")


@pytest.mark.parametrize("name", OUTPUTS)
def test_outputs_keep_only_what_is_allowed(name):
    output = clean_output({"output_type": "display_data", "data": OUTPUTS[name], "metadata": {"isolated": True}})
    for mime, text in output.data.items() if output else ():
        assert mime in {"text/html", "text/plain", "text/markdown", "text/latex"}
        assert mime in {"text/plain", "text/latex"} or not any(bad in text for bad in ("<script", "onerror", "evil"))


@pytest.mark.parametrize("output", [7, None, {}, {"output_type": "evil"}, {"output_type": "display_data", "data": 7}])
def test_what_is_no_output_is_dropped(output):
    assert clean_output(output) is None


def test_figures_text_and_errors_stay():
    outputs = [
        new_output(
            "display_data", {"image/png": PNG, "text/plain": "p"}, metadata={"image/png": {"alt": "a", "width": 9}}
        ),
        new_output("execute_result", {"text/plain": "6.0"}, execution_count=3),
        new_output("stream", name="stderr", text="\x1b[31mred\x1b[0m\n"),
        new_output("error", ename="E", evalue="v", traceback=["line"]),
    ]
    cell = new_code_cell("x", outputs=[nbformat.from_dict(dict(output)) for output in outputs], execution_count=3)
    CleanOutputs().preprocess(new_notebook(cells=[cell]), {})
    assert cell.outputs == outputs and cell.execution_count == 3


def test_a_forged_execution_count_is_dropped():
    cell = new_code_cell("x")
    notebook = new_notebook(cells=[cell])
    cell.execution_count = "<script>"
    CleanOutputs().preprocess(notebook, {})
    assert cell.execution_count is None
