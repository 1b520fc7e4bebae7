"""The results of an exercise, and the report as text."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from convlib.lab.checks.model import Property

WIDTH = 76  # characters of a line that nbgrader's Validate shows


@dataclass
class Result:
    """The result of one property."""

    name: str
    points: float
    passed: bool
    message: str


@dataclass
class Report:
    """The result of one exercise."""

    exercise: str
    score: float
    max_score: float
    passed: bool
    properties: list[Result]
    mistake: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data, ready for JSON."""
        report = asdict(self)
        for result in report["properties"]:
            del result["points"]
        return report

    def text(self) -> str:
        """Return the report as lines of text, none wider than a terminal."""
        lines = [f"{self.exercise}: {self.score:g} of {self.max_score:g} points"]
        above = ""
        for result in self.properties:
            mark = "✓" if result.passed else "✗"
            message = "same reason as above." if result.message and result.message == above else result.message
            lines.append(f"  {mark} {result.name}" + (f": {message}" if message else ""))
            above = result.message
        return "\n".join(map(wrapped, [*lines, *self.message.splitlines()]))


def empty_report(properties: Sequence[Property], exercise: str, message: str) -> Report:
    """Return the report of an exercise that could not be examined: no points, and a sentence that says why."""
    results = [Result(p.name, p.points, False, message) for p in properties]
    return Report(exercise, 0, sum(p.points for p in properties), False, results, None, "")


def wrapped(line: str) -> str:
    """Wrap a sentence that is too wide; leave arrays, which are indented, as they are."""
    sentence = line.lstrip()[:1] in ("✓", "✗") or not line.startswith(" ")
    return textwrap.fill(line, WIDTH, subsequent_indent="      " if line.startswith(" ") else "") if sentence else line
