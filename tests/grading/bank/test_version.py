"""The registries: what is registered, what a slip replaces, and what another exercise reuses."""

import pytest

from grading.bank.version import PREAMBLE, Mistakes, Styles, Version


def add(x, y):
    return x + y


def test_a_slip_is_the_right_version_with_one_fragment_replaced():
    mistakes = Mistakes("total")
    mistakes.slips(add)("minus", "x + y", "x - y", "It subtracts.", "lesson 01, section 1")
    source = f"{PREAMBLE}\n\ndef total(x, y):\n    return x - y\n"
    assert mistakes.versions == {"minus": Version("total", "minus", source, "It subtracts.", "lesson 01, section 1")}


@pytest.mark.parametrize("fragment", ["z", "x"])
def test_the_fragment_must_be_there_just_once(fragment):
    with pytest.raises(ValueError, match=r"minus: .* times in the correct version"):
        Mistakes("total").slips(add)("minus", fragment, "", "It subtracts.", "lesson 01, section 1")


def test_an_id_stands_for_one_version():
    slip = (mistakes := Mistakes("total")).slips(add)
    slip("minus", "x + y", "x - y", "It subtracts.", "lesson 01, section 1")
    with pytest.raises(ValueError, match="two versions with the id minus"):
        slip("minus", "x + y", "y - x", "It subtracts.", "lesson 01, section 1")
    assert len(mistakes.versions) == 1


def test_another_exercise_takes_versions_over_by_its_own_name_and_place():
    mistakes, others = Mistakes("total"), Mistakes("later_total")
    slip = mistakes.slips(add)
    slip("minus", "x + y", "x - y", "It subtracts.", {"total": "here", "later_total": "there"})
    slip("first", "x + y", "x", "It returns the first.", "here")
    slip("last", "x + y", "y", "It returns the last.", "here")
    others.take(mistakes, but=("last",))
    assert [(version.exercise, version.id, version.reread) for version in others.versions.values()] == [
        ("later_total", "minus", "there"),
        ("later_total", "first", "here"),
    ]
    assert "def later_total(x, y):\n    return x - y" in others.versions["minus"].source


def test_a_style_is_a_file_with_its_companions():
    def keeps(x):
        return x, x

    styles, others = Styles("back"), Styles("back_later")
    styles.version(forth=keeps)(add)
    others.take(styles, forth="forth_later")
    source = f"{PREAMBLE}\n\ndef forth(x):\n    return x, x\n\n\ndef back(x, y):\n    return x + y\n"
    assert styles.versions == {"add": Version("back", "add", source)}
    assert others.versions["add"].source == source.replace("forth", "forth_later").replace("back", "back_later")
