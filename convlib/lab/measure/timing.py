"""How long a call takes."""

from collections.abc import Callable
from time import perf_counter


def seconds(function: Callable[[], object], repeat: int = 5) -> float:
    """Call a function several times and return the shortest time.

    The shortest, not the mean: other programs on the machine can only make a call slower.

    Parameters
    ----------
    function : callable
        Called without arguments.
    repeat : int, default 5
        Number of timed calls, after a first one that is not timed because it often waits for memory.

    Returns
    -------
    float
        Wall-clock seconds of the fastest call.
    """
    function()
    times = []
    for _ in range(repeat):
        start = perf_counter()
        function()
        times.append(perf_counter() - start)
    return min(times)
