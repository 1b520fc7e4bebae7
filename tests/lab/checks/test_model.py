"""The constraints on an examination."""

from dataclasses import replace

import pytest

from convlib.lab.checks.model import Property
from grading.bank.exercise import LAST, TWICE


def test_a_misspelt_group_is_rejected(exam):
    misspelt = replace(exam.properties[-1], name="intgers")
    with pytest.raises(ValueError, match="they differ in integers, intgers"):
        replace(exam, properties=(*exam.properties[:-1], misspelt))
    with pytest.raises(ValueError, match="they differ in integers"):
        replace(exam, properties=exam.properties[:-1])


def test_a_property_looks_at_the_probes_of_its_own_name():
    assert Property("padding", 1).group == "padding"
    assert Property("dX", 1, part="dX", probes="values").group == "values"


def test_types_repetition_and_side_effects_build_on_the_values(exam):
    assert exam.special_groups == {"integers"}
    assert all(prop.builds_on_values for prop in (*LAST, TWICE))
