"""The stored examinations: one for each exercise, recognising the same mistakes as the bank's own."""

import pytest

from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination, names
from grading.bank import EXERCISES, mistakes_of
from grading.bank.loading import load


def test_there_is_one_for_each_exercise():
    assert set(names()) == EXERCISES.keys()


def test_it_is_read_once():
    assert examination("rot180") is examination("rot180")


@pytest.mark.parametrize("name", ["output_size", "conv_single_step", "rot180", "relu_backward", "train"])
def test_mistakes_are_named_as_by_the_bank(name):
    known = examination(name).known()
    # Those that raise are distinguished by their messages, which in the file are from another NumPy or Python.
    bank = {id: version for id, version in mistakes_of(name).items() if not any(o.problem for o in known[id])}
    assert bank
    named = {id: examine_function(examination(name), load(version)).mistake for id, version in bank.items()}
    assert named == {id: id for id in bank}
