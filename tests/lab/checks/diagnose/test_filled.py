"""Entries that are missing are known to be."""

import numpy as np

from convlib.lab.checks.diagnose.filled import filled, missing

WANT = np.arange(6).reshape(2, 3)


def test_the_expected_entries_stand_in_for_missing_ones():
    array = filled(WANT, np.array([[7.5, 8.5]]), (slice(1), slice(2)))
    assert array.tolist() == [[7.5, 8.5, 2], [3, 4, 5]]
    assert missing(array).tolist() == [[False, False, True], [True, True, True]]


def test_nothing_is_missing_in_other_arrays():
    assert not missing(WANT).any()
    assert not missing(2 * filled(WANT, WANT[:1], (slice(1),))).any()
