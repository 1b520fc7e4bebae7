"""Splitting work into blocks that fit the processor's caches."""

import math

# Maximum size of a block, in bytes: about what a core can keep in its caches without waiting for memory.
BLOCK_BYTES = 2 * 2**20
# Up to this many multiplications, OpenBLAS multiplies two matrices directly, without packing them first.
SMALL_PRODUCT = 10**6
# It computes this many columns at a time; a remainder takes longer.
COLUMNS = 16


def fitting(N: int, bytes_each: int) -> list[slice]:
    """Split N images or rows, each of which takes ``bytes_each`` bytes, into blocks that fit into the cache."""
    return even(N, math.ceil(N * bytes_each / BLOCK_BYTES))


def at_most(images: int, N: int) -> list[slice]:
    """Split N images into blocks of at most ``images`` images."""
    return even(N, math.ceil(N / images))


def even(length: int, count: int, multiple: int = 1) -> list[slice]:
    """Split a length into at most ``count`` nearly equal slices; all but the last are a multiple of ``multiple``."""
    step = max(1, math.ceil(length / max(1, count) / multiple)) * multiple
    return [slice(start, min(start + step, length)) for start in range(0, length, step)]


def of_columns(length: int, multiplications: int) -> list[slice]:
    """Split columns, each of which costs ``multiplications``, into small products; large products are not split."""
    most = SMALL_PRODUCT // max(1, multiplications) // COLUMNS * COLUMNS
    count = math.ceil(length / most) if most else math.inf
    return even(length, int(count) if count <= 8 else 1, COLUMNS)
