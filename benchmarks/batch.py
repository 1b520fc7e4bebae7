"""The cost against the batch size: it should be a straight line, so that the time of an image stays the same."""

import numpy as np

from .competitors import competitors, is_rival
from .speed import ready
from .timing import interleaved
from .workloads import CONVOLUTIONS

LAYER = next(workload for workload in CONVOLUTIONS if workload.name == "W3")
SIZES = 16, 32, 64, 128, 256, 512, 1024
DTYPE = "float32"


def measure(rounds, seconds):
    """Measure forward and backward of W3's layer with batches of many sizes, on one thread.

    Returns
    -------
    list of dict
        For each way: the seconds by batch size, and the line that fits them.
    """
    ways = {name: way for name, way in competitors(LAYER, threads=1).items() if is_rival(name)}
    calls = {}
    for N in SIZES:
        taking_part, _ = ready(LAYER.images(N), DTYPE, 1, ways)
        calls |= {(way, N): contestant.both for way, (contestant, _, _) in taking_part.items()}
    found = interleaved(calls, rounds, seconds)
    return [{"way": way, "sizes": SIZES, "seconds": [found[way, N] for N in SIZES],
             **line(SIZES, [found[way, N] for N in SIZES])} for way in ways if (way, SIZES[0]) in found]


def line(sizes, seconds):
    """Fit seconds = fixed + per_image * N, with equal weight on the relative error of each size.

    Returns
    -------
    dict
        "fixed" and "per_image" in seconds, and "off": the largest relative distance of a time from the line.
    """
    sizes, seconds = np.array(sizes), np.array(seconds)
    per_image, fixed = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    off = np.abs((fixed + per_image * sizes) / seconds - 1).max()
    return {"fixed": float(fixed), "per_image": float(per_image), "off": float(off)}
