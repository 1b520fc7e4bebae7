"""Blocks cover everything once, and are as small as they should be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.conv.fast import blocks


@given(st.integers(0, 200), st.integers(0, 20), st.integers(1, 16))
def test_slices_cover_the_length_once(length, count, multiple):
    slices = blocks.even(length, count, multiple)
    assert [index for some in slices for index in range(length)[some]] == list(range(length))
    assert len(slices) <= max(1, count)
    assert all((some.stop - some.start) % multiple == 0 for some in slices[:-1])


@pytest.mark.parametrize("N, most, lengths", [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (3, 4, [3]), (0, 4, [])])
def test_at_most_this_many_images(N, most, lengths):
    assert [some.stop - some.start for some in blocks.at_most(most, N)] == lengths


def test_blocks_fit_into_the_cache():
    slices = blocks.fitting(100, 10**5)
    assert max(some.stop - some.start for some in slices) * 10**5 <= blocks.BLOCK_BYTES
    assert blocks.fitting(5, 10) == [slice(0, 5)]


def test_large_products_stay_whole():
    assert len(blocks.of_columns(500, 10**4)) > 1
    assert blocks.of_columns(10**6, 10**4) == [slice(0, 10**6)] == blocks.of_columns(10**6, 10**7)
