"""The report on an exercise: what is wrong, the smallest case that fails, and what holds; as text, HTML or data."""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from convlib.lab.checks.case import WIDTH, Case, lines_of
from convlib.lab.checks.closeness import differing
from convlib.lab.checks.model import Property

MARKS = {"passed": ("✓", "holds"), "failed": ("✗", "does not hold"), "untested": ("–", "not tested")}
CODE = "    "  # how a line of code begins in a sentence
REREAD = re.compile(r"Reread lesson (\d+), section (\d+)\.")
NUMBERS = 'style="font-family: monospace; text-align: right; padding: 1px 6px"'
WRONG = 'style="font-family: monospace; text-align: right; padding: 1px 6px; font-weight: bold; outline: 2px solid"'
# Where a lesson's section is found: (number of the lesson, number of the section) -> address, or None.
Address = Callable[[int, int], str | None]


@dataclass
class Result:
    """The result of one property."""

    name: str
    points: float
    passed: bool
    message: str
    tested: bool = True  # some properties mean nothing while the values are wrong

    @property
    def mark(self) -> tuple[str, str]:
        """The mark, and what it says."""
        return MARKS["passed" if self.passed else "failed" if self.tested else "untested"]


@dataclass
class Report:
    """The result of one exercise."""

    exercise: str
    score: float
    max_score: float
    passed: bool
    properties: list[Result]
    mistake: str | None = None  # the id of the known mistake that was recognised
    sentences: list[str] = field(default_factory=list)  # what is wrong; a line of code in one is indented
    case: Case | None = None  # the smallest case that fails
    line: int | None = None  # the number of the line that stopped
    notes: list[str] = field(default_factory=list)  # about how it was examined

    @property
    def message(self) -> str:
        """All but the properties, as text."""
        return "\n".join([*self.notes, *self.sentences, *([self.case.text()] if self.case else [])])

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data, ready for JSON."""
        return {
            "exercise": self.exercise,
            "score": self.score,
            "max_score": self.max_score,
            "passed": self.passed,
            "properties": [{"name": r.name, "passed": r.passed, "message": r.message} for r in self.properties],
            "mistake": self.mistake,
            "line": self.line,
            "sentences": self.sentences,
            "message": self.message,
        }

    def text(self) -> str:
        """Return the report as lines of text, none wider than a terminal."""
        lines = [f"{self.exercise}: {self.score:g} of {self.max_score:g} points", *self.message.splitlines()]
        lines += [f"  {result.mark[0]} {says}" for result, says in self.properties_in_words()]
        return "\n".join(map(wrapped, lines))

    def properties_in_words(self) -> Iterator[tuple[Result, str]]:
        """Yield each result with its line; a reason is given once."""
        above = ""
        for result in self.properties:
            again = result.message == above and result.tested
            message = "for the same reason." if above and again else result.message
            yield result, result.name + (f": {message}" if message else "")
            above = result.message

    def html(self, address: Address) -> str:
        """Return the report as HTML. Every text in it is escaped: some come from the student's process.

        Parameters
        ----------
        address : callable
            Returns the address of a section, or None where there is nothing to link to.
        """
        head = f"<p><b>{escape(self.exercise)}: {self.score:g} of {self.max_score:g} points</b></p>"
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        sentences = "".join(sentence_html(sentence, address) for sentence in self.sentences)
        items = "".join(
            f'<li><span role="img" aria-label="{says}:">{mark}</span> {escape(line)}</li>'
            for result, line in self.properties_in_words()
            for mark, says in [result.mark]
        )
        case = case_html(self.case) if self.case else ""
        properties = f'<ul style="list-style: none; padding-left: 0">{items}</ul>'
        return f'<div class="convlib-report">{head}{notes}{sentences}{case}{properties}</div>'


def sentence_html(sentence: str, address: Address) -> str:
    """Write a sentence: the first line bold, code as code, and where to reread as a link."""
    blocks = []
    for number, line in enumerate(sentence.splitlines()):
        if line.startswith(CODE):
            blocks.append(f"<pre><code>{escape(line.strip())}</code></pre>")
            continue
        found = REREAD.search(line)
        text = escape(line[: found.start()] if found else line)
        place = ""
        if found:
            where = address(int(found[1]), int(found[2]))
            place = escape(found[0])
            place = f'<a href="{escape(where)}">{place}</a>' if where else place
        blocks.append(f"<p>{text if number else f'<b>{text}</b>'}{place}</p>")
    return "".join(blocks)


def case_html(case: Case) -> str:
    """Write a case: the inputs, then expected beside got, as tables with the wrong cells marked."""
    rows = [table_row(line, {}) for line in lines_of(case.inputs)]
    if case.expected:
        (want,), (got,) = case.expected.values(), case.got.values()
        wrong = differing(got, want) if want.shape == got.shape else np.zeros(got.shape, bool)
        rows.append(table_row(case.expected | case.got, {title: wrong for title in case.got}))
    others = f"<p>{escape(case.others)}</p>" if case.others else ""
    places = f"<pre>{escape(case.places)}</pre>" if case.places else ""
    return f"<p>{escape(case.title)}</p>{others}{''.join(rows)}{places}"


def table_row(arrays: dict[str, np.ndarray], wrong: dict[str, np.ndarray]) -> str:
    """Write titled arrays as tables beside each other."""
    tables = "".join(table(title, array, wrong.get(title)) for title, array in arrays.items())
    return f'<div style="display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 24px">{tables}</div>'


def table(title: str, array: np.ndarray, wrong: np.ndarray | None) -> str:
    """Write an array of at most two axes as a table; a wrong entry is bold, framed, and has a cross."""
    marked = np.zeros(array.shape, bool) if wrong is None else wrong
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td {WRONG}>✗ {number(item)}</td>" if bad else f"<td {NUMBERS}>{number(item)}</td>"
            for item, bad in zip(line, bad_line, strict=True)
        )
        + "</tr>"
        for line, bad_line in zip(np.atleast_2d(array), np.atleast_2d(marked), strict=True)
    )
    empty = "" if array.size else f"<tr><td>empty, shape {array.shape}</td></tr>"
    caption = f'<caption style="text-align: left; white-space: nowrap">{escape(title)}</caption>'
    return f'<table style="margin: 4px 0">{caption}<tbody>{rows if array.size else empty}</tbody></table>'


def number(item: Any) -> str:
    """Write a number as the report's text does."""
    return escape(f"{item.item():.4f}".rstrip("0").rstrip(".") if item.dtype.kind == "f" else f"{item}")


def empty_report(properties: Sequence[Property], exercise: str, message: str) -> Report:
    """Return the report of an exercise that could not be examined: no points, and a sentence that says why."""
    results = [Result(p.name, p.points, False, message) for p in properties]
    return Report(exercise, 0, sum(p.points for p in properties), False, results)


def wrapped(line: str) -> str:
    """Wrap a sentence that is too wide; leave arrays and code, which are indented, as they are."""
    sentence = line.lstrip()[:1] in ("✓", "✗", "–") or not line.startswith(" ")
    return textwrap.fill(line, WIDTH, subsequent_indent="      " if line.startswith(" ") else "") if sentence else line
