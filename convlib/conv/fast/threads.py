"""Dividing the images of a batch among threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from . import blocks

Result = TypeVar("Result")


def on_chunks(call: Callable[[slice], Result], N: int, chunks: int) -> list[Result]:
    """Call ``call(chunk)`` for at most ``chunks`` chunks of N images, one thread for each; return results in order."""
    if chunks == 1:
        return [call(slice(None))]
    return list(_pool(chunks).map(call, blocks.even(N, chunks)))


@lru_cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Return the thread pool of this size, which is kept for later calls."""
    return ThreadPoolExecutor(threads)
