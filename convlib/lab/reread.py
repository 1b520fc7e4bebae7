"""The sections of the lessons, to which a diagnosis points."""

from functools import cache
from typing import NamedTuple

from convlib.lab.progress import course


class Section(NamedTuple):
    """A section of a lesson."""

    lesson: str
    title: str

    @property
    def anchor(self) -> str:
        """The heading's anchor, in JupyterLab and in nbconvert's pages."""
        return self.title.replace(" ", "-")


@cache
def sections() -> dict[tuple[int, int], Section]:
    """Return the sections by the numbers of lesson and section."""
    return {
        (int(lesson["name"][:2]), number): Section(lesson["name"], title)
        for lesson in course()
        for number, title in enumerate(lesson["sections"], 1)
    }


def section(lesson: int, number: int) -> Section | None:
    """Return a section, or None if the course has none of these numbers."""
    return sections().get((lesson, number))


def from_lesson(lesson: int, number: int) -> str | None:
    """Return the address of a section as seen from the folder of any lesson."""
    found = section(lesson, number)
    return f"../{found.lesson}/{found.lesson}.ipynb#{found.anchor}" if found else None


def within(own: str, lesson: int, number: int) -> str | None:
    """Return the address of a section on the page of its own lesson, which holds no others."""
    found = section(lesson, number)
    return f"#{found.anchor}" if found and found.lesson == own else None
