"""Memory for intermediate results that is used again at the next call."""

import math
import threading

import numpy as np

# Linux gives arrays of at least so many bytes pages of 2 MiB, because NumPy asks for them: far fewer addresses to look
# up, and all parts of the caches are used alike. Smaller workspaces are made as large; at most 2 MiB of each lie idle.
HUGE_BYTES = 2**22
# Bytes by which each starts later than the one before, so that they do not compete for the same lines of the caches.
STAGGER = 20 * 1024 + 64


class _Held(threading.local):
    """The arrays of one thread: two threads must not write into one array."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, np.dtype], np.ndarray] = {}


_held = _Held()


def array(name: str, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized array; the same memory at each call by this thread with this name.

    New memory costs more than what is done with it: the system provides large arrays page by page, when they are first
    touched. An array from here must not leave the function that asked for it, neither as a result nor in a cache.
    """
    size = math.prod(shape)
    if size < 4096:  # Python keeps memory of this size ready by itself
        return np.empty(shape, dtype)
    held = _held.arrays.get((name, dtype))
    if held is None or held.size < size:
        itemsize = np.dtype(dtype).itemsize
        start = len(_held.arrays) * STAGGER // itemsize
        held = _held.arrays[name, dtype] = np.empty(max(start + size, HUGE_BYTES // itemsize), dtype)[start:]
    return held[:size].reshape(shape)
