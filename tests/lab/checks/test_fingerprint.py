"""Fingerprints: the same for what differs only by rounding, different for what is wrong in another way."""

from dataclasses import replace

import numpy as np
import pytest

from convlib.lab.checks.fingerprint import CORRECT, fingerprint, parse
from convlib.lab.checks.model import Outcome, Probe

RNG = np.random.default_rng(0)
WANT, WRONG = RNG.normal(size=(2, 3, 4, 5))[:, 0]
PROBE = Probe("values", (), {}, expected=Outcome({"y": WANT, "z": np.array(3.0)}))


def of(y, z=3.0, probe=PROBE, **rest):
    return fingerprint(probe, Outcome({"y": np.asarray(y), "z": np.asarray(z)}, **rest))


def test_what_is_right_has_no_digest():
    assert of(WANT * (1 + 1e-12)).parts == {"y": CORRECT, "z": CORRECT}


@pytest.mark.parametrize("factor", [1, 1e-3, 1e6, 1e150, 1e300])
def test_rounding_does_not_change_it_and_another_error_does(factor):
    wrong = WRONG * factor
    assert of(wrong) == of(wrong * (1 + 1e-14)) != of(-wrong)
    assert of(wrong) != of(wrong.T) and of(wrong).parts["z"] == CORRECT


def test_single_precision_does_not_change_it():
    assert of(WRONG) == of(WRONG.astype(np.float32))


def test_simple_fractions_lie_at_no_border():
    for number in np.arange(-40, 40):
        for step in (1 / 8, 1 / 3, 0.7, 1 / 1024, 1 / 2048):
            assert of(WANT, number * step + 1e-14) == of(WANT, number * step - 1e-14), (number, step)


def test_errors_that_rounding_would_hide_are_told_apart():
    one, other = WANT + 1e-5, WANT - 1e-5
    assert CORRECT not in (of(one).parts["y"], of(other).parts["y"])
    assert of(one) == of(one + 1e-13) != of(other)


def test_what_is_not_finite_has_a_place_of_its_own():
    values = [np.nan, np.inf, -np.inf, 1e308]
    assert len({of(np.where(WANT == WANT[0, 0], value, WANT)).parts["y"] for value in values}) == len(values)


def test_changed_inputs_a_problem_and_the_cache_count():
    assert of(WANT) != of(WANT, changed=True)
    problems = ["it stopped with A: b", "it stopped with C", "it must return H."]
    first, second, third = (fingerprint(PROBE, Outcome(problem=problem)) for problem in problems)
    assert first == second != third
    kept = replace(PROBE, expected=replace(PROBE.expected, cache={"X": WANT, "W": WRONG}))
    assert of(WANT, probe=kept, cache=(WANT, WRONG)).parts["cache"] == CORRECT
    assert of(WANT, probe=kept, cache=(WRONG, WANT)).parts["cache"] != CORRECT


def test_the_dtype_counts_where_it_must_be_kept():
    strict = replace(PROBE, keeps_dtype=True)
    single = WANT.astype(np.float32)
    assert of(WANT, probe=strict) == of(WANT) and of(single) == of(WANT) != of(single, probe=strict)


def test_it_survives_being_stored():
    kept = replace(PROBE, expected=replace(PROBE.expected, cache={"X": WANT, "W": WRONG}))
    prints = [of(WANT, 4), of(WRONG, changed=True), fingerprint(PROBE, Outcome(problem="it stopped.")),
              of(WANT, probe=kept, cache=None)]  # fmt: skip
    probes = [PROBE, PROBE, PROBE, kept]
    assert list(parse("".join(map(str, prints)), probes)) == prints
