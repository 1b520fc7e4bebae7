"""Time against batch size: it should be a straight line, so that the time per image is constant."""

import numpy as np

from .competitors import competitors, is_rival
from .speed import ready
from .timing import interleaved
from .workloads import CONVOLUTIONS

LAYER = next(workload for workload in CONVOLUTIONS if workload.name == "W3")
SIZES = 16, 32, 64, 128, 256, 512, 1024
DTYPE = "float32"


def measure(rounds, seconds):
    """Measure the forward and backward passes of W3's layer at many batch sizes, on one thread.

    Returns
    -------
    list of dict
        For each competitor: the seconds at each batch size, and the line fitted to them.
    """
    rivals = {name: each for name, each in competitors(LAYER, threads=1).items() if is_rival(name)}
    # Compared at one size: in larger batches PyTorch's db, a float32 sum, may be less accurate than the others'.
    taking_part, _ = ready(LAYER.images(SIZES[0]), DTYPE, 1, rivals)
    calls = {(name, N): rivals[name](LAYER.images(N), DTYPE, 1).both for N in SIZES for name in taking_part}
    found = interleaved(calls, rounds, seconds)
    rows = {name: [found[name, N] for N in SIZES] for name in taking_part}
    return [
        {"competitor": name, "sizes": SIZES, "seconds": times, **line(SIZES, times)} for name, times in rows.items()
    ]


def line(sizes, seconds):
    """Fit seconds = fixed + per_image * N, with equal weight on the relative error at each size.

    Returns
    -------
    dict
        "fixed" and "per_image" in seconds, and "off": the largest relative deviation of a time from the line.
    """
    sizes, seconds = np.array(sizes), np.array(seconds)
    per_image, fixed = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    off = np.abs((fixed + per_image * sizes) / seconds - 1).max()
    return {"fixed": float(fixed), "per_image": float(per_image), "off": float(off)}
