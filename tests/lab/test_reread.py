"""Where a diagnosis points to."""

import json

from convlib.lab.reread import from_lesson, section, sections, within
from grading.course import SOLUTIONS, lesson_names
from grading.sections import sections_of


def test_every_section_is_known_by_its_numbers():
    assert [(s.lesson, s.title) for s in sections().values()] == [
        (lesson, found.title) for lesson in lesson_names() for found in sections_of(lesson)
    ]
    assert all(s.title.startswith(f"{number} · ") for (_, number), s in sections().items())


def test_the_address_leads_to_a_heading_of_the_notebook():
    address = from_lesson(2, 6)
    found = section(2, 6)
    assert address == f"../{found.lesson}/{found.lesson}.ipynb#{found.title.replace(' ', '-')}"
    cells = json.loads((SOLUTIONS / found.lesson / f"{found.lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any(f"## {found.title}\n" in "".join(cell["source"]) + "\n" for cell in cells)
    assert from_lesson(2, 99) is None


def test_a_page_links_only_to_itself():
    own = section(2, 1).lesson
    assert within(own, 2, 1) == f"#{section(2, 1).anchor}"
    assert within(own, 1, 1) is None and within(own, 2, 99) is None
