"""The formulas are right: they give what every probe of their exercises expects."""

import numpy as np
import pytest

from convlib.lab.checks.closeness import close
from convlib.lab.checks.diagnose.formulas import FORMULAS
from convlib.lab.checks.diagnose.terms import case_of, parsed, terms_of
from convlib.lab.checks.stored import examination


@pytest.mark.parametrize("exercise", FORMULAS)
def test_a_formula_gives_what_the_probes_expect(exercise):
    exam = examination(exercise)
    for part, texts in FORMULAS[exercise].items():
        probes = [probe for probe in exam.probes if probe.expected.parts[part].size]
        assert probes
        for probe in probes:
            tables = [terms_of(formula, case_of(exam, probe, part, formula)) for formula in map(parsed, texts)]
            assert close(np.sum([table.result() for table in tables], axis=0), probe.expected.parts[part].ravel())
