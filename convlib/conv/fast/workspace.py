"""Memory for intermediate results that is reused in the next call."""

import math
import threading

import numpy as np

# Linux backs arrays of at least this many bytes with 2 MiB pages, because NumPy requests them: far fewer addresses to
# look up, and all parts of the caches are used evenly. Smaller workspaces are enlarged; at most 2 MiB of each is idle.
HUGE_BYTES = 2**22
# Bytes by which each starts later than the previous one, so that they do not compete for the same cache lines.
STAGGER = 20 * 1024 + 64


class _Held(threading.local):
    """The arrays of one thread: two threads must not write to the same array."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, np.dtype], np.ndarray] = {}


_held = _Held()


def array(name: str, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized array; the same memory for each call from this thread with this name.

    Allocating new memory would cost more than using it: the system provides large arrays page by page, when they are
    first touched. An array from here must not escape the function that requested it, as a result or in a cache.
    """
    size = math.prod(shape)
    if size < 4096:  # memory of this size is cheap to allocate
        return np.empty(shape, dtype)
    held = _held.arrays.get((name, dtype))
    if held is None or held.size < size:
        itemsize = np.dtype(dtype).itemsize
        start = len(_held.arrays) * STAGGER // itemsize
        held = _held.arrays[name, dtype] = np.empty(max(start + size, HUGE_BYTES // itemsize), dtype)[start:]
    return held[:size].reshape(shape)
