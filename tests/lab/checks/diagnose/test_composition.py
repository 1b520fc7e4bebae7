"""Two mistakes at once are recognised by the digest of all their outcomes."""

from dataclasses import replace

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose import composition
from convlib.lab.checks.diagnose.composition import decode_pairs, encode_pairs, pair_digest, pairs_in
from convlib.lab.checks.fingerprint import fingerprint

IDS = [f"mistake {k}" for k in range(400)]


def both(x, w):
    return x + w, np.mean(x)


def trials_of(exam, function):
    caller = LocalCaller(function, exam)
    return [(probe, caller.call(probe)) for probe in exam.probes]


@pytest.fixture
def stored(exam, monkeypatch):
    prints = [fingerprint(*trial) for trial in trials_of(exam, both) if trial[0].group not in exam.special_groups]
    table = encode_pairs({("adds", "mean_for_sum"): pair_digest(prints)}, list(exam.diagnoses))
    stored = replace(exam, pairs=table)
    monkeypatch.setattr(composition, "names", lambda: [exam.exercise])
    monkeypatch.setattr(composition, "examination", lambda name: stored)
    return stored


def test_a_pair_is_named_and_another_answer_is_not(stored):
    assert pairs_in(stored, LocalCaller(both, stored), trials_of(stored, both)) == ["adds", "mean_for_sum"]
    other = lambda x, w: (x - w, np.mean(x))  # noqa: E731
    assert pairs_in(stored, LocalCaller(other, stored), trials_of(stored, other)) == []


def test_the_judge_s_probes_are_its_own_so_the_function_is_called_on_the_stored_ones(stored, exam):
    assert pairs_in(exam, LocalCaller(both, exam), []) == ["adds", "mean_for_sum"]


def test_a_table_survives_being_stored():
    found = {
        (IDS[a], IDS[b]): f"{a % 100:02}{b % 100:02}"
        for a, b in [(0, 1), (0, 70), (0, 399), (3, 4), (200, 264), (2, 65)]
    }
    table = encode_pairs(found, IDS) | {"made from": "something"}
    assert decode_pairs(table, IDS) == {digest: pair for pair, digest in found.items()}
