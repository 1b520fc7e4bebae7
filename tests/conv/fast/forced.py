"""Force what the fast layer would choose by itself; everything is restored at the end, even after a failure."""

from contextlib import ExitStack, contextmanager
from unittest import mock

from convlib.conv.fast import blocks, plan, pointwise, rows


@contextmanager
def patched(*changes):
    """Change attributes, given as (module, name, value), and clear the cached plans before and after."""
    with ExitStack() as stack:
        stack.callback(plan.cached_plan.cache_clear)
        for module, name, value in changes:
            stack.enter_context(mock.patch.object(module, name, value))
        plan.cached_plan.cache_clear()
        yield


def small_blocks():
    """Split even small layers into many blocks with a remainder, and divide them among threads."""
    return patched(
        (blocks, "BLOCK_BYTES", 2000),
        (blocks, "SMALL_PRODUCT", 300),
        (blocks, "COLUMNS", 2),
        (rows, "IMAGES", 3),
        (pointwise, "IMAGES", 3),
        (plan, "MULTIPLICATIONS_PER_THREAD", 1),
    )


def only(algorithm):
    """Make the layer use one algorithm, whatever it would choose."""
    return patched((plan, "ALGORITHMS", (algorithm,)), (algorithm, "suits", lambda *_: True))
