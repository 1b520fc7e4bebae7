"""How numbers are formatted, and where lines of text are broken."""

import numpy as np
import pytest

from convlib.lab.figures.theme import factor, number, wrapped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-2, "−2"),
        (16.5, "16.5"),
        (1 / 3, "0.333"),
        (123.5, "123.5"),
        (1e-7, "1e−7"),
        (-0.0, "0"),
        (1200, "1200"),
        (2.5e-10, "2.5e−10"),
        (np.inf, "∞"),
        (np.nan, "nan"),
        (999.9999, "1000"),
        (None, ""),
        ("text", "text"),
    ],
)
def test_numbers_are_short_and_true(value, text):
    assert number(value) == text


def test_a_negative_factor_is_in_brackets():
    assert factor(-2) == "(−2)" and factor(2) == "2"


def test_lines_break_before_the_sign():
    assert wrapped("a + b + c", 10, 1, between=" + ") == ["a", "+ b", "+ c"]
    assert wrapped("a + b + c", 10, 1000, between=" + ") == ["a + b + c"]
