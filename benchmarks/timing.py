"""The stopwatch: calls take turns, so that other load on the machine affects all of them alike."""

from collections import defaultdict
from statistics import median
from time import process_time

# Reading a clock takes noticeable time next to a call of microseconds, so calls are timed in batches of at least this.
BATCH_SECONDS = 0.001


def interleaved(calls, rounds, seconds, clock=process_time, patience=None):
    """Time several calls, which take turns.

    Parameters
    ----------
    calls : dict of callable
        What to time, by name.
    rounds : int
        How many turns each call gets.
    seconds : float
        How long a turn takes. Each begins with a call that is not timed, to warm the caches; one that takes longer
        than a turn is timed nevertheless.
    clock : callable, default time.process_time
        The clock; ``time.perf_counter`` for wall time.
    patience : dict of float, optional
        Seconds after which a call gets no further turn, by name.

    Returns
    -------
    dict of float
        The median seconds of a call, by name.
    """
    times, patience = defaultdict(list), patience or {}
    for _ in range(rounds):
        for name, call in calls.items():
            if sum(times[name]) < patience.get(name, float("inf")):
                times[name] += turn(call, seconds, clock)
    return {name: median(found) for name, found in times.items()}


def turn(call, seconds, clock):
    """Return the times of a call in one turn."""
    first = timed(call, 1, clock)
    if first >= seconds:
        return [first]
    batch = max(1, round(BATCH_SECONDS / first)) if first else 1
    times, spent = [], 0
    while spent < seconds:
        times.append(timed(call, batch, clock))
        spent += batch * times[-1]
    return times


def timed(call, batch, clock):
    """Return the mean seconds of a call over a batch of calls."""
    start = clock()
    for _ in range(batch):
        call()
    return (clock() - start) / batch
