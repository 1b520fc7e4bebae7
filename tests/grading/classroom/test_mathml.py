"""Formulas become MathML, and nothing else."""

import re

import nbformat
import pytest

from grading.classroom.mathml import mathml
from grading.course import NOTEBOOKS, lesson_names


def formulas(lesson):
    for cell in nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"`[^`]*`", "", cell.source)
            yield from (found[1] or found[2] for found in re.finditer(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.DOTALL))


@pytest.mark.parametrize("lesson", lesson_names())
def test_every_formula_of_the_course_can_be_converted(lesson):
    assert not [formula for formula in formulas(lesson) if not mathml(formula).startswith("<math ")]


def test_a_fraction():
    shown = mathml(r"\frac{\partial L}{\partial X} < 3", display=True)
    assert "<mfrac>" in shown and "<mo>&lt;</mo>" in shown and 'display="block"' in shown


def test_aligned_rows_are_a_table():
    assert mathml(r"\begin{aligned}a &= 1 \\ b &= 2\end{aligned}").count("<mtr>") == 2


@pytest.mark.parametrize(
    "hostile",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;img src=x onerror=alert(1)&gt;}",
        r"\href{javascript:alert(1)}{x}",
        r'\href{" onclick="alert(1)}{x}',
        r'\color{red" onclick="alert(1)}{x}',
        r"\class{x}{y}\style{background:url(https://example.org)}{z}",
        "</code><script>alert(1)</script>",
        "<svg onload=alert(1)>",
    ],
)
def test_a_hostile_formula_runs_nothing(hostile):
    shown = mathml(hostile)
    tags = {tag.split()[0] for tag in re.findall(r"<([^/>][^>]*)>", shown)}
    assert all(tag == "code" or tag.startswith("m") for tag in tags)
    attributes = " ".join(re.findall(r"<[^>]*>", shown))
    assert not re.search(r"href|onclick|onerror|onload|style=|javascript", attributes)


@pytest.mark.parametrize("malformed", [r"\frac{", "{" * 5000, r"\text{&}"])
def test_a_malformed_formula_is_shown_as_written(malformed):
    assert mathml(malformed) == f"<code>{malformed.replace('&', '&amp;')}</code>"
