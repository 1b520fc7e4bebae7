"""How long a call takes."""

from collections.abc import Callable
from time import perf_counter

# A clock in a browser ticks at a tenth of a millisecond, so that shorter spans cannot be measured.
SHORTEST_SPAN = 0.002


def seconds(function: Callable[[], object], repeat: int = 5) -> float:
    """Call a function several times and return the shortest time.

    The shortest, not the mean: other programs on the machine can only make a call slower. A call that is too short
    for the clock is repeated within each span that is timed, as ``timeit`` does.

    Parameters
    ----------
    function : callable
        Called without arguments.
    repeat : int, default 5
        Number of timed spans, after a first call that does not count because it often waits for memory.

    Returns
    -------
    float
        Wall-clock seconds of the fastest call.
    """
    function()
    calls = 1
    while (shortest := min(span(function, calls) for _ in range(repeat))) < SHORTEST_SPAN:
        calls *= 4
    return shortest / calls


def span(function: Callable[[], object], calls: int) -> float:
    """Return the wall-clock seconds of a number of calls together."""
    start = perf_counter()
    for _ in range(calls):
        function()
    return perf_counter() - start
