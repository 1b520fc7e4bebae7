"""The goals, and whether they are met: how many times as fast as the others fast should be."""

from math import exp, log

from .competitors import FAST, LAYERS, PYTORCH, family
from .workloads import CONVOLUTIONS

# (dtype, threads): the minimum ratio to PyTorch's faster layout, forward and backward, for each workload.
GOALS = {
    ("float32", 1): {"W1": 2, "W2": 2.5, "W3": 1, "W4": 1, "W5": 1, "W6": 1.3, "W7": 1.1, "W8": 1.4},
    ("float64", 1): {"W1": 1.2, "W2": 1.2, "W3": 1.2, "W4": 4, "W5": 1.2, "W6": 1.2, "W7": 1.2, "W8": 1.2},
}
# The same for the geometric mean of W1 to W7.
MEANS = {("float32", 1): 1.5, ("float32", 2): 1, ("float64", 2): 1}
# The minimum ratio to each other package's NumPy layer.
PEERS = tuple(name for name in LAYERS if family(name) in ("SciPy", "autograd", "numpy-ml"))
PEERS_GOAL = 1.5


def seconds(times, workload, dtype, threads, of="both"):
    """Return the seconds of each competitor, by name."""
    return find(times, workload, dtype, threads, of).get("seconds", {})


def find(times, workload, dtype, threads, of="both"):
    """Return the row measured with these settings, or an empty one."""
    wanted = {"workload": workload, "dtype": dtype, "threads": threads, "pass": of}
    return next((row for row in times if wanted.items() <= row.items()), {})


def best(found, name):
    """Return the smallest value of the competitors whose names begin with ``name``, or None if there are none."""
    return min((value for each, value in found.items() if each.startswith(name)), default=None)


def ratio(found, other=PYTORCH):
    """Return the time of another relative to fast, each in its best layout; None where one did not run."""
    ours, theirs = best(found, FAST), best(found, other)
    return theirs / ours if ours and theirs else None


def mean_ratio(times, dtype, threads):
    """Return the geometric mean of the ratios to PyTorch over W1 to W7, or None if one is missing."""
    ratios = [ratio(seconds(times, workload.name, dtype, threads)) for workload in CONVOLUTIONS]
    return exp(sum(map(log, ratios)) / len(ratios)) if all(ratios) else None


def missed(times):
    """Return a sentence for each goal that is not met.

    Parameters
    ----------
    times : list of dict
        As ``speed.measure`` returns them.
    """
    wanted = [
        (f"{workload}, {dtype}, threads: {threads}", ratio(seconds(times, workload, dtype, threads)), goal)
        for (dtype, threads), goals in GOALS.items()
        for workload, goal in goals.items()
    ]
    wanted += [
        (f"mean of W1 to W7, {dtype}, threads: {threads}", mean_ratio(times, dtype, threads), goal)
        for (dtype, threads), goal in MEANS.items()
    ]
    wanted += [
        (f"{workload.name}, {dtype}, against {peer}", value, PEERS_GOAL)
        for dtype in ("float32", "float64")
        for workload in CONVOLUTIONS
        for peer in PEERS
        if (value := ratio(seconds(times, workload.name, dtype, 1), peer))
    ]
    return [
        f"{what}: {f'{value:.2f}' if value else 'not measured'}, the goal is {goal}"
        for what, value, goal in wanted
        if not (value and value >= goal)
    ]
