"""How work is cut into blocks that fit the processor's caches."""

import math

# What one block may take, in bytes: about what a core finds in its caches without waiting for memory.
BLOCK_BYTES = 2 * 2**20
# Up to so many multiplications OpenBLAS multiplies two matrices where they are, without packing them first.
SMALL_PRODUCT = 10**6
# It computes so many columns at a time; a remainder takes longer.
COLUMNS = 16


def fitting(N: int, bytes_each: int) -> list[slice]:
    """Cut N images or rows, each of which needs so many bytes, into blocks that fit into the cache."""
    return even(N, math.ceil(N * bytes_each / BLOCK_BYTES))


def at_most(images: int, N: int) -> list[slice]:
    """Cut N images into blocks of at most so many images."""
    return even(N, math.ceil(N / images))


def even(length: int, count: int, multiple: int = 1) -> list[slice]:
    """Cut a length into at most ``count`` slices, as equal as can be; all but the last a multiple of ``multiple``."""
    step = max(1, math.ceil(length / max(1, count) / multiple)) * multiple
    return [slice(start, min(start + step, length)) for start in range(0, length, step)]


def of_columns(length: int, multiplications: int) -> list[slice]:
    """Cut columns, each of which costs so many multiplications, into small products; large products stay whole."""
    most = SMALL_PRODUCT // max(1, multiplications) // COLUMNS * COLUMNS
    count = math.ceil(length / most) if most else math.inf
    return even(length, int(count) if count <= 8 else 1, COLUMNS)
