"""The numbered sections of a lesson, and the exercises that each holds."""

import re
from dataclasses import dataclass, field
from functools import cache

from grading.course import LESSONS

HEADING = re.compile(r"# ## (\d+ · .+)")
CHECK = re.compile(r'# %%.* check="(\w+)"')


@dataclass
class Section:
    """A section: its heading, and the names of the exercises that are checked in it."""

    title: str
    exercises: list[str] = field(default_factory=list)


@cache
def sections_of(lesson: str) -> tuple[Section, ...]:
    """Return the sections of a lesson, in order, from its source."""
    sections: list[Section] = []
    for line in (LESSONS / f"{lesson}.py").read_text(encoding="utf-8").splitlines():
        if found := HEADING.fullmatch(line):
            sections.append(Section(found[1].strip()))
        elif sections and (found := CHECK.match(line)):
            sections[-1].exercises.append(found[1])
    return tuple(sections)


def reached(place: str, lesson: str, exercise: str) -> bool:
    """Return whether a student who works on an exercise has come to a place such as "lesson 02, section 6"."""
    found = re.fullmatch(r"lesson (\d+), section (\d+)", place)
    if not found:
        return True
    own = next(n for n, section in enumerate(sections_of(lesson), 1) if exercise in section.exercises)
    return (int(found[1]), int(found[2])) <= (int(lesson[:2]), own)
