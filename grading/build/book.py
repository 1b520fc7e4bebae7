"""The book's sources: the notebooks, turned into pages for Sphinx.

A page is the student's notebook, stubs and all, with the outputs of the executed solution. ``site/`` holds the pages
that are only the book's; they include what is made here in ``generated/``.
"""

import json
import re
import shutil
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from convlib.lab import check
from convlib.lab.figures import embed
from grading.bank import mistakes_of
from grading.build.kit import solutions_in
from grading.build.pictures import stamps
from grading.course import NOTEBOOKS, ROOT, SOLUTIONS, lesson_names
from grading.given import FILE as GIVEN

SITE = ROOT / "site"
GUIDE = ROOT / "docs" / "instructor_guide.md"
LITE = "lite"  # where JupyterLite is in the site
TRAINING = "08_train_a_convnet"
HINT = re.compile(r"<details>.*?</details>", re.DOTALL)
# The mistake that the landing page shows: its line says little about the right one.
SHOWN_MISTAKE = "conv_single_step", "matmul_for_elementwise"


@dataclass(frozen=True)
class Cell:
    """A cell of a student's notebook, with the outputs of the executed solution."""

    name: str
    source: str
    is_code: bool
    is_check: bool
    outputs: tuple[NotebookNode, ...]


@dataclass(frozen=True)
class Figure:
    """A picture in the output of a cell."""

    name: str
    png: bytes
    alt: str
    width: int

    def __str__(self) -> str:
        alt = json.dumps(self.alt, ensure_ascii=False)  # quoted, since it may hold whatever it likes
        return f"```{{image}} /figures/{self.name}\n:alt: {alt}\n:width: {self.width}px\n```"


@dataclass(frozen=True)
class Lesson:
    """What the book says about a lesson in its tables."""

    name: str
    title: str
    will: str
    minutes: int
    points: int

    @property
    def number(self) -> str:
        """Its number, as in the names of files."""
        return self.name[:2]


def write_book(folder: Path, lessons: Sequence[str] = ()) -> None:
    """Write the sources of the book with these lessons, or all, into a folder."""
    wanted = [*lessons] or lesson_names()
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("_build", "requirements.txt", "__pycache__"))
    files: dict[str, str | bytes] = {
        "instructors.md": without_local_links(GUIDE.read_text(encoding="utf-8")),
        "generated/lessons.md": lessons_table(wanted),
        "generated/times.md": times_table(wanted),
        "generated/mistake.md": shown_mistake(),
        "generated/moving.md": raw_html(f'<div class="moving">{stamps().html()}</div>'),
        **result(),
    }
    for lesson in wanted:
        cells = cells_of(lesson)
        files[f"lessons/{lesson}.md"] = page(lesson, cells, wanted)
        files[f"slides/{lesson[:2]}.md"] = slides(lesson, cells)
        files |= {f"figures/{each.name}": each.png for cell in cells for each in figures(lesson, cell)}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


# Reading the notebooks


def cells_of(lesson: str) -> list[Cell]:
    """Return the cells of a lesson: sources from the student's notebook, outputs from the solution."""
    executed = {cell.id: cell for cell in read(SOLUTIONS, lesson).cells}
    return [
        Cell(
            cell.id,
            cell.source,
            cell.cell_type == "code",
            is_grade(cell) and not is_solution(cell),
            () if is_solution(cell) else tuple(executed[cell.id].get("outputs", ())),
        )
        for cell in read(NOTEBOOKS, lesson).cells
    ]


def read(folder: Path, lesson: str) -> NotebookNode:
    """Read a lesson's notebook."""
    return nbformat.read(folder / lesson / f"{lesson}.ipynb", as_version=4)


def about(lesson: str) -> Lesson:
    """Return what a lesson's first cell and its points say."""
    notebook = read(NOTEBOOKS, lesson)
    head = notebook.cells[0].source
    return Lesson(
        name=lesson,
        title=re.findall(r"^# (.+)$", head, re.MULTILINE)[0],
        will=row(head, "You will"),
        minutes=int(re.findall(r"\d+", row(head, "Time"))[0]),
        points=int(sum(cell.metadata.nbgrader.points for cell in notebook.cells if is_grade(cell))),
    )


def row(head: str, name: str) -> str:
    """Return a row of the table at the head of a lesson."""
    return re.findall(rf"^\| \*\*{name}\*\* \| (.+) \|$", head, re.MULTILINE)[0]


# A page


def page(lesson: str, cells: Sequence[Cell], lessons: Sequence[str]) -> str:
    """Return the page of a lesson."""
    title, _, rest = cells[0].source.partition("\n")
    parts = [title, links(lesson), note(lesson), linked(rest.strip(), lessons)]
    for cell in cells[1:]:
        parts += code(lesson, cell) if cell.is_code else [linked(cell.source, lessons)]
    return "\n\n".join(parts) + "\n"


def links(lesson: str) -> str:
    """Return the links at the head of a page: to the notebook, and to the slides."""
    return raw_html(
        '<p class="ways">'
        f'<a class="button" href="../{LITE}/lab/index.html?path={lesson}/{lesson}.ipynb">Open in the browser</a> '
        f'<a href="../slides/{lesson[:2]}.html">Slides</a> '
        f'<a href="../{LITE}/files/{lesson}/{lesson}.ipynb" download>Download the notebook</a></p>'
    )


def note(lesson: str) -> str:
    """Return what a reader must know about a page."""
    text = (
        "This page is for reading. The answers are yours to write, in the notebook; what is shown here below them is "
        "what right answers give."
    )
    if names := solutions_in(lesson):
        text += (
            f" The file `{GIVEN}` beside the notebook holds right answers of earlier lessons, so that nobody is stuck: "
            f"{', '.join(f'`{name}`' for name in names)}."
        )
    return f":::{{note}}\n{text}\n:::"


def code(lesson: str, cell: Cell) -> list[str]:
    """Return a code cell, and what it shows."""
    said = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    caption = ":caption: What the check says to a right answer\n" if cell.is_check else ""
    return [
        block("python", cell.source),
        *([block("text", said.rstrip(), f":class: output\n{caption}")] if said else []),
        *(raw_html(html) for html in interactive(cell)),
        *map(str, figures(lesson, cell)),
    ]


def block(language: str, text: str, options: str = "") -> str:
    """Return a block of code or output."""
    return f"````{{code-block}} {language}\n{options}\n{text}\n````"


def raw_html(html: str) -> str:
    """Return HTML that goes into the page as it is, scripts included."""
    return f"````{{raw}} html\n{html}\n````"


def interactive(cell: Cell) -> Iterator[str]:
    """Yield the outputs of a cell that are HTML, or of which HTML can be made that needs no kernel."""
    for output in cell.outputs:
        if embed.METADATA in output.get("metadata", {}):
            yield embed.html(**output.metadata[embed.METADATA])
        elif "text/html" in output.get("data", {}):
            yield output.data["text/html"]


def figures(lesson: str, cell: Cell) -> Iterator[Figure]:
    """Yield the pictures of a cell, without those that are interactive."""
    for number, output in enumerate(cell.outputs, 1):
        is_picture = "image/png" in output.get("data", {}) and "text/html" not in output.data
        if is_picture and embed.METADATA not in output.metadata:
            png, shown = b64decode(output.data["image/png"]), output.metadata["image/png"]
            yield Figure(f"{lesson[:2]}-{cell.name}-{number}.png", png, shown["alt"], shown["width"])


def linked(text: str, lessons: Sequence[str]) -> str:
    """Return text whose links to notebooks lead to the pages of the book, as far as the book has them."""

    def link(found: re.Match) -> str:
        return f"[{found[1]}]({found[2]}.md)" if found[2] in lessons else found[1]

    return re.sub(r"\[([^\]]+)\]\((?:\.\./)?\w+/(\w+)\.ipynb\)", link, text)


def without_local_links(text: str) -> str:
    """Return text whose links to files of the repository are plain words."""
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)[^)]+\)", r"\1", text)


# The slides


def slides(lesson: str, cells: Sequence[Cell]) -> str:
    """Return the slides of a lesson: its questions, formulas, exercises, figures and recap."""
    head = cells[0].source
    facts = about(lesson)
    parts = [
        "---\norphan: true\nnosearch: true\n---",
        f"# {facts.title}\n\n**You will** {facts.will}.\n\n**You will learn** {row(head, 'You will learn')}.",
    ]
    heading = facts.title
    for cell in cells[1:]:
        if cell.is_code:
            shown = [*map(raw_html, interactive(cell)), *map(str, figures(lesson, cell))]
            parts += [f"# {heading}\n\n{each}" for each in shown]
        else:
            made, heading = talking_points(cell.source, heading)
            parts += made
    return linked("\n\n".join(parts), ()) + "\n"


def talking_points(source: str, heading: str) -> tuple[list[str], str]:
    """Return the slides of a text that stands under a heading, and the heading at its end."""
    blocks = [text for text in HINT.sub("", source).split("\n\n") if text.strip()]
    made = []
    for number, text in enumerate(blocks):
        before, after = blocks[number - 1] if number else "", blocks[number + 1 :]
        if text == "## Recap":
            made.append("\n\n".join(["# Recap", *(each for each in after if not each.startswith("Save the notebook"))]))
            break
        if text.startswith("## "):
            heading = text.removeprefix("## ")
        elif text.startswith("### Exercise"):
            made.append(f"# {text.removeprefix('### ')}\n\n{after[0]}")
        elif text.startswith("**Predict"):
            made.append(f"# {heading}\n\n{text}")
        elif text.startswith("$$"):
            intro = "" if before.startswith(("#", "$$", "|", "-", "**Predict")) else before
            made.append(f"# {heading}\n\n{intro}\n\n{text}")
    return made, heading


# What the other pages include


def lessons_table(lessons: Sequence[str]) -> str:
    """Return the table of the landing page: all lessons, with links to those that are there."""
    rows = ["| Lesson | You will | Minutes |", "|---|---|---|"]
    for each in map(about, lesson_names()):
        title = f"[{each.title}](/lessons/{each.name}.md)" if each.name in lessons else each.title
        rows.append(f"| {title} | {each.will} | {each.minutes} |")
    return "\n".join(rows) + "\n"


def times_table(lessons: Sequence[str]) -> str:
    """Return the table of the syllabus: the time, the points and the slides of each lesson."""
    all_lessons = [about(name) for name in lesson_names()]
    rows = ["| Lesson | Minutes | Points | Slides |", "|---|---|---|---|"]
    for each in all_lessons:
        slides = f'<a href="slides/{each.number}.html">{each.number}</a>' if each.name in lessons else ""
        rows.append(f"| {each.title} | {each.minutes} | {each.points} | {slides} |")
    minutes, points = sum(each.minutes for each in all_lessons), sum(each.points for each in all_lessons)
    rows.append(f"| **Together** | **{minutes}** | **{points}** | |")
    return "\n".join(rows) + "\n"


def shown_mistake() -> str:
    """Return a wrong answer, and what the check really says to it."""
    exercise, name = SHOWN_MISTAKE
    source = mistakes_of(exercise)[name].source.strip()
    defined: dict = {}
    exec(source, defined)
    said = StringIO()
    with redirect_stdout(said):
        try:
            getattr(check, exercise)(defined[exercise])
        except check.CheckFailed as failed:
            print(failed)
    answer = source[source.index("def ") :]
    return f"{block('python', answer)}\n\n{block('text', said.getvalue().strip(), ':class: output')}\n"


def result() -> dict[str, str | bytes]:
    """Return what comes out in lesson 08, as the executed notebook says: the landing page's last piece."""
    cells = cells_of(TRAINING)
    clothes = replace(next(each for cell in cells for each in figures(TRAINING, cell)), name="clothes.png")
    said = "".join(output.text for cell in cells for output in cell.outputs if "text" in output)
    accuracy = float(re.findall(r"test accuracy ([\d.]+) %", said)[0])
    text = f"Your own layer, in your own network, is right on {accuracy:.0f} of 100 pictures that it has never seen."
    return {f"figures/{clothes.name}": clothes.png, "generated/result.md": f"{text}\n\n{clothes}\n"}
