"""The feedback page: one HTML file with the marks, the diagnoses and the notebook; no script, no network.

nbgrader's ``generate_feedback`` writes it (see ``nbgrader_config.py``), with these two in place of its own parts.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution

from grading.build.notebooks import title
from grading.classroom.mathml import mathml
from grading.classroom.results import headline
from grading.classroom.rubric import is_rubric

TEMPLATES = Path(__file__).with_name("templates")
HEADING = re.compile(r"^### Exercise (?P<number>[\d.]+) · (?P<title>.+)$", re.MULTILINE)


class GetMarks(GetGrades):
    """Bring the marks from the gradebook into the notebook, and list them for the top of the page.

    Unlike nbgrader's own step it tells a written answer that nobody has marked from one that got no points. The
    rubric, which only graders see, is left out.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Annotate a whole notebook."""
        nb.cells = [cell for cell in nb.cells if not is_rubric(cell)]
        nb, resources = super().preprocess(nb, resources)
        resources["nbgrader"]["title"] = title(self.assignment_id)
        resources["nbgrader"]["marks"] = marks = list(marks_of(nb))
        resources["nbgrader"]["not_marked"] = sum(mark["points"] for mark in marks if not mark["marked"])
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["marked"] = not grade.needs_manual_grade


def marks_of(nb: NotebookNode) -> Iterator[dict[str, Any]]:
    """Yield what the table at the top of the page shows, for each graded cell."""
    exercise = ""
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            exercise = f"{heading['number']} {heading['title'].replace('`', '')}"
        if not is_grade(cell):
            continue
        about = cell.metadata.nbgrader
        report = cell.metadata.get("convlib")
        yield {
            "anchor": about.grade_id,
            "exercise": exercise or about.grade_id,
            "score": about.score,
            "points": about.points,
            "marked": about.marked,
            "written": is_solution(cell),
            "sentence": headline(report) if report and not report["passed"] else about.get("comment") or "",
        }


class MathRenderer(IPythonRenderer):
    """Render formulas as MathML."""

    def inline_math(self, body: str) -> str:
        """Render a formula in a line."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """Render a formula on a line of its own."""
        return mathml(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Render a LaTeX environment."""
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)


class FeedbackExporter(HTMLExporter):
    """Export a graded notebook as the feedback page."""

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Render markdown; formulas become MathML."""
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = MathRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
        return MarkdownWithMath(renderer=renderer).render(source)
