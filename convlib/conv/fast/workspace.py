"""How work is cut into pieces that fit the processor, and the memory that the pieces use one after the other."""

import math
import threading

import numpy as np

# What one piece of work may take, in bytes: about what a core finds in its caches without waiting for memory.
BLOCK_BYTES = 2 * 2**20
# Up to so many multiplications OpenBLAS multiplies two matrices as they lie, without packing them first.
SMALL_PRODUCT = 10**6
# It computes so many columns at a time; what is left over takes longer.
COLUMNS = 16


def blocks(N, bytes_each):
    """Cut N images or rows, each of which needs so many bytes, into blocks that fit into the cache."""
    return even(N, math.ceil(N * bytes_each / BLOCK_BYTES))


def at_most(images, N):
    """Cut N images into blocks of at most so many images."""
    return even(N, math.ceil(N / images))


def even(length, count, multiple=1):
    """Cut a length into at most ``count`` slices, as equal as can be; all but the last a multiple of something."""
    step = max(1, math.ceil(length / max(1, count) / multiple)) * multiple
    return [slice(start, min(start + step, length)) for start in range(0, length, step)]


def pieces(length, multiplications):
    """Cut lines, each of which costs so many multiplications, into small products; what is large stays whole."""
    most = SMALL_PRODUCT // max(1, multiplications) // COLUMNS * COLUMNS
    count = math.ceil(length / most) if most else math.inf
    return even(length, count if count <= 8 else 1, COLUMNS)


# Linux gives arrays of at least so many bytes pages of 2 MiB, because NumPy asks for them: far fewer addresses to look
# up, and all parts of the caches are used alike. Smaller pieces of memory are made as large, and at most 2 MiB of each
# lie idle.
HUGE_BYTES = 2**22
# Bytes by which each starts later than the one before, lest all of them want the same places in the caches.
STAGGER = 20 * 1024 + 64

_held = threading.local()  # of its own for each thread: two that wrote into one array would spoil each other's numbers


def scratch(name, shape, dtype):
    """Return an array with any contents, the same memory at each call by this thread with this name.

    Fresh memory costs more than what is done with it: the system hands out large arrays page by page, at the first
    touch. What is handed out here must not leave the function that asked, neither as a result nor in a cache.
    """
    size = math.prod(shape)
    if size < 4096:  # small ones come from memory that Python has at hand
        return np.empty(shape, dtype)
    held = _held.__dict__.get((name, dtype))
    if held is None or held.size < size:
        itemsize = np.dtype(dtype).itemsize
        start = len(_held.__dict__) * STAGGER // itemsize
        held = _held.__dict__[name, dtype] = np.empty(max(start + size, HUGE_BYTES // itemsize), dtype)[start:]
    return held[:size].reshape(shape)
