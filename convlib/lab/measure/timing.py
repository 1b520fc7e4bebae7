"""How long a call takes."""

from time import perf_counter


def seconds(function, repeat=5):
    """Call a function several times and return the best time.

    The best, not the mean: other programs on the machine can only make a call slower.

    Parameters
    ----------
    function : callable
        Called without arguments.
    repeat : int, default 5
        How many calls are timed, after one that is not: the first call of all often waits for memory.

    Returns
    -------
    float
        Seconds of wall time of the fastest call.
    """
    function()
    times = []
    for _ in range(repeat):
        start = perf_counter()
        function()
        times.append(perf_counter() - start)
    return min(times)
