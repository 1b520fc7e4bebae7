"""The table of terms of an index formula."""

from convlib.lab.checks.diagnose.terms import Index, case_of, parsed, terms_of
from convlib.lab.checks.stored import examination


def test_a_formula_is_read():
    formula = parsed("X[n, h*s+u-p] * W[u] -> H[n, -h]")
    assert formula.factors == {"X": (Index("n"), Index("h", "u", True, -1)), "W": (Index("u"),)}
    assert formula.result == "H" and formula.target == (Index("n"), Index("h", reverse=True))


def test_the_products_of_one_entry_are_listed():
    exam = examination("conv_forward")
    probe = next(probe for probe in exam.probes if [a.shape for a in probe.args] == [(3, 4), (2, 2)])
    formula = parsed("X[h+u, w+v] * W[u, v] -> H[h, w]")
    table = terms_of(formula, case_of(exam, probe, "H", formula))
    last = table.into(5)  # H[1, 2]
    assert len(last) == 4 and last[("X", (1, 2)), ("W", (0, 0))] == last[("X", (2, 3)), ("W", (1, 1))] == 1


def test_what_lies_in_the_padding_is_no_product():
    exam = examination("conv_forward_strided")
    probe = next(probe for probe in exam.probes if probe.kwargs.get("pad") == 1)
    formula = parsed("X[h*s+u-p, w*s+v-p] * W[u, v] -> H[h, w]")
    corner = terms_of(formula, case_of(exam, probe, "H", formula)).into(0)
    assert corner and (("X", (0, 0)), ("W", (0, 0))) not in corner and (("X", (0, 0)), ("W", (1, 1))) in corner
