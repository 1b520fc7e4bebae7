"""Pairs of slips are tried once, and again only if something has changed."""

from dataclasses import replace

import numpy as np
import pytest

from convlib.lab.checks.scoring import examine_function
from grading.bank import EXERCISES, mistakes_of, pairs
from grading.bank.loading import load
from grading.bank.pairs import MADE_FROM, origin, outcomes, pairs_of, wrong_parts
from grading.bank.probes import drawn
from grading.bank.version import Mistakes, composed

ROT180 = EXERCISES["rot180"]


def rot180(K):
    rows = K[::-1]
    return rows[:, ::-1] * 1


@pytest.fixture
def three(monkeypatch):
    """Slips of which the first two are at different places, and the third is at the place of the second."""
    bank = Mistakes("rot180")
    slip = bank.slips(rot180)
    slip("rows_stay", "K[::-1]", "K", "The rows stay.", "here")
    slip("doubled", "* 1", "* 2", "It is doubled.", "here")
    slip("tripled", "* 1", "* 3", "It is tripled.", "here")
    monkeypatch.setattr(pairs, "mistakes_of", lambda name: bank.versions)
    return bank.versions


@pytest.fixture
def exam(three):
    prints = lambda version: pairs.tried(version, ROT180, drawn(ROT180).probes)  # noqa: E731
    known = {id: prints(version) for id, version in three.items()}
    return replace(drawn(ROT180), known=lambda: known, diagnoses=dict.fromkeys(three, "It is wrong."))


def test_slips_at_different_places_are_composed(three, exam):
    assert "rows = K\n    return rows[:, ::-1] * 2" in composed(three["rows_stay"], three["doubled"])
    assert composed(three["doubled"], three["rows_stay"]) == composed(three["rows_stay"], three["doubled"])
    assert composed(three["doubled"], three["tripled"]) is None
    assert outcomes(ROT180, exam).keys() == {("rows_stay", "doubled"), ("rows_stay", "tripled")}


def test_what_has_not_changed_is_not_tried_again(three, exam, monkeypatch):
    table = pairs_of(ROT180, exam, {})
    assert table[MADE_FROM] == origin(ROT180, exam)
    monkeypatch.setattr(pairs, "outcomes", lambda *_: pytest.fail("tried again"))
    assert pairs_of(ROT180, exam, table) is table
    three["rows_stay"] = replace(three["rows_stay"], edit=three["doubled"].edit)
    with pytest.raises(pytest.fail.Exception):
        pairs_of(ROT180, exam, table)


def test_a_training_is_not_tried():
    assert pairs_of(EXERCISES["train"], drawn(EXERCISES["train"]), {}) == {}


def test_mistakes_in_two_parts_need_no_pair():
    known = drawn(EXERCISES["conv_backward"]).known()
    assert wrong_parts(known["dX_filter_rotated"]) == {"dX"} and wrong_parts(known["dW_mean_over_positions"]) == {"dW"}
    assert wrong_parts(known["parts_exchanged"]) == {"dX", "dW"}


def test_a_pair_of_the_bank_is_named_by_both_mistakes():
    bank = mistakes_of("conv_forward")
    one, other = bank["filter_rotated"], bank["mean_for_sum"]
    source = composed(one, other)
    report = examine_function(drawn(EXERCISES["conv_forward"]), load(replace(one, source=source)))
    assert report.mistake == one.id and one.diagnosis in report.message and other.diagnosis in report.message
    assert np.isclose(report.score, 1)
