"""What is wrong with a table that was filled in by hand, without knowing the right one."""

import numpy as np
import pytest

from convlib.lab.checks.calling import LocalCaller
from convlib.lab.checks.diagnose.tables import folded, tables
from convlib.lab.checks.stored import examination
from grading.bank import EXERCISES


def said(exercise, table):
    exam = examination(exercise)
    caller = LocalCaller(lambda: table, exam)
    return tables(exam, [(probe, caller.call(probe)) for probe in exam.probes])


RIGHT = np.array(EXERCISES["weight_table"].solution())


def with_entry(row, column, value):
    table = RIGHT.copy()
    table[row, column] = value
    return table


@pytest.mark.parametrize(
    ("words", "table"),
    [
        ("Row 2, that of W[1, 0], is in reverse order. (Rows count from 0.)", [*RIGHT[:2], RIGHT[2][::-1], RIGHT[3]]),
        ("The columns 0 and 1 of table are swapped. (They count from 0.)", RIGHT[:, [1, 0, 2, 3]]),
        ("Every entry of table is too small by 1: the numbers count from 1.", RIGHT - 1),
        ("Row 1, that of W[0, 1], is wrong in the column H[1, 0]. (Rows count from 0.)", with_entry(1, 2, 40)),
        ("Row 3 of table is missing; the others are right. (Rows count from 0.)", RIGHT[:3]),
        ("table has 5 rows, but it must have 4.", [*RIGHT, RIGHT[0]]),
        ("table must be a list of 4 rows, with 4 numbers in each.", [1, 2, 3]),
        ("The numbers are right, but table must have the shape (4, 4).", RIGHT.reshape(2, 8)),
    ],
)
def test_a_wrong_table_is_described(words, table):
    assert said("weight_table", table)[0] == words


def test_a_missing_row_does_not_hide_another_mistake():
    assert said("weight_table", with_entry(1, 2, 40)[:3])[1:] == [
        "It seems that row 3 is missing. If so:",
        "Row 1, that of W[0, 1], is wrong in the column H[1, 0]. (Rows count from 0.)",
    ]


def test_the_right_table_is_not_described_and_no_entry_of_it_is_told():
    assert said("weight_table", RIGHT) == []
    assert said("weight_table", np.full((4, 4), 99)) == ["table is wrong in every entry."]


def test_a_flat_table_is_folded():
    exam = examination("weight_table")
    caller = LocalCaller(lambda: RIGHT.ravel(), exam)
    lead, ((_, outcome),) = folded([(probe, caller.call(probe)) for probe in exam.probes])
    assert lead and outcome.parts["table"].tolist() == RIGHT.tolist()
