"""The sections of the lessons, and which of them a student has come to."""

from grading.bank import EXERCISES, mistakes_of
from grading.bank.probes import says
from grading.course import lesson_names
from grading.sections import reached, sections_of


def test_the_sections_are_numbered_and_hold_every_exercise_once():
    held = []
    for lesson in lesson_names():
        found = sections_of(lesson)
        assert [section.title.partition(" · ")[0] for section in found] == [str(k + 1) for k in range(len(found))]
        held += [name for section in found for name in section.exercises]
    assert held == [name for name in EXERCISES if EXERCISES[name].lesson in lesson_names()]


def test_what_lies_ahead_is_not_reached():
    lesson = EXERCISES["conv_backward"].lesson  # its section is the fifth
    assert reached("lesson 02, section 5", lesson, "conv_backward")
    assert reached("lesson 01, section 9", lesson, "conv_backward")
    assert not reached("lesson 02, section 6", lesson, "conv_backward")
    assert not reached("lesson 03, section 1", lesson, "conv_backward")
    assert reached("the start page", "start_here", "warm_up")


def test_no_mistake_sends_the_student_ahead():
    """The place is left out, and the sentence stays."""
    told = {
        (name, id): says(version, EXERCISES[name]) for name in EXERCISES for id, version in mistakes_of(name).items()
    }
    shortened = {key for key, text in told.items() if " Reread " not in text}
    assert ("conv_backward", "calls_dH") in shortened and ("conv_backward_repaired", "calls_dH") not in shortened
    for (name, id), text in told.items():
        version = mistakes_of(name)[id]
        assert text.startswith(version.diagnosis)
        assert reached(version.reread, EXERCISES[name].lesson, name) != ((name, id) in shortened)
