"""Entries, products and factors in words."""

from convlib.lab.checks.diagnose.wording import factor_of, named, product


def test_entries_products_and_factors():
    assert named("W", (1, 0)) == "W[1, 0]" and named("h", ()) == "h"
    assert product((("W", (1, 0)), ("dH", (1, 1)))) == "W[1, 0] * dH[1, 1]" and product(()) == "1"
    assert factor_of(1.0) == "" and factor_of(-0.5) == "-0.5 * "
