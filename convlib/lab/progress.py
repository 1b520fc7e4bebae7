"""A student's progress: kept in a small file next to the notebooks, and never needed for grading."""

import json
import os
import tempfile
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from convlib.lab.figures.display import live

FILE = "progress.json"
COURSE = files("convlib.lab") / "course.json"


def course() -> list[dict[str, Any]]:
    """Return the lessons in order: name, title, and (exercise, points) of each exercise."""
    return json.loads(COURSE.read_text(encoding="utf-8"))


def folder() -> Path:
    """Return the folder that holds the lessons' folders, as seen from the running notebook."""
    here = Path.cwd()
    return here.parent if here.name in {lesson["name"] for lesson in course()} else here


def recorded() -> dict[str, float]:
    """Return the last score of each exercise; nothing if the file cannot be read."""
    try:
        scores = json.loads((folder() / FILE).read_text(encoding="utf-8"))
        return {str(name): float(score) for name, score in scores.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def record(exercise: str, score: float) -> None:
    """Save an exercise's score, if a student runs the check in a notebook. This never makes the check fail.

    The file is replaced atomically, so that a reader never finds a partial one.
    """
    if not live():
        return
    scores = recorded() | {exercise: score}
    try:
        with tempfile.TemporaryDirectory(dir=folder(), prefix=".progress") as own:
            path = Path(own) / FILE
            path.write_text(json.dumps(scores, indent=1, sort_keys=True), encoding="utf-8")
            os.replace(path, folder() / FILE)
    except OSError:
        pass  # a folder that cannot be written to costs the overview, not the check


class Progress:
    """The overview of all lessons: a table in a notebook, lines of text elsewhere."""

    def __init__(self) -> None:
        scores = recorded()
        self.lessons = [
            (
                lesson["name"],
                lesson["title"],
                [(name, scores.get(name, 0.0), points) for name, points in lesson["exercises"]],
            )
            for lesson in course()
        ]

    @property
    def next(self) -> tuple[str, str, str] | None:
        """The first exercise without full points: (lesson, title, exercise), or None at the end."""
        return next(
            (
                (lesson, title, name)
                for lesson, title, exercises in self.lessons
                for name, score, points in exercises
                if score < points
            ),
            None,
        )

    @property
    def total(self) -> tuple[float, float]:
        """Points earned, and points in total."""
        every = [(score, points) for *_, exercises in self.lessons for _, score, points in exercises]
        return sum(score for score, _ in every), sum(points for _, points in every)

    def __repr__(self) -> str:
        lines = [
            f"{title}: {_passed(exercises)}, {_points(exercises)}\n  "
            + "  ".join(f"{_mark(score, points)} {name}" for name, score, points in exercises)
            for _, title, exercises in self.lessons
        ]
        return "\n".join([*lines, self._summary(lambda lesson, title: title)])

    def _repr_html_(self) -> str:
        up = "" if folder() == Path.cwd() else "../"

        def link(lesson: str, title: str) -> str:
            return f'<a href="{up}{lesson}/{lesson}.ipynb">{escape(title)}</a>'

        rows = "".join(
            f'<tr><td style="text-align: left">{link(lesson, title)}</td><td>{_passed(exercises)}</td>'
            f'<td>{_points(exercises)}</td><td style="text-align: left">'
            + " ".join(
                f'<span style="white-space: nowrap">{_mark(score, points)} {escape(name)}</span>&ensp;'
                for name, score, points in exercises
            )
            + "</td></tr>"
            for lesson, title, exercises in self.lessons
        )
        return (
            '<table><thead><tr><th style="text-align: left">Lesson</th><th>Passed</th><th>Points</th>'
            f'<th style="text-align: left">Exercises: ✓ passed, ◐ in part, ○ to do</th></tr></thead>'
            f"<tbody>{rows}</tbody></table><p>{self._summary(link)}</p>"
        )

    def _summary(self, link: Callable[[str, str], str]) -> str:
        score, points = self.total
        if not self.next:
            return f"All {points:g} points: every check passes."
        lesson, title, name = self.next
        return f"{score:g} of {points:g} points. Next: {name} in {link(lesson, title)}."


def _mark(score: float, points: float) -> str:
    return "✓" if score >= points else "◐" if score else "○"


def _passed(exercises: list[tuple[str, float, float]]) -> str:
    return f"{sum(score >= points for _, score, points in exercises)} of {len(exercises)}"


def _points(exercises: list[tuple[str, float, float]]) -> str:
    return f"{sum(score for _, score, _ in exercises):g} / {sum(points for *_, points in exercises):g}"
