"""Times of the forward pass, the backward pass and both, for each workload and competitor."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time

import numpy as np

from .competitors import Disagreement, NotApplicable, competitors, is_rival, require_agreement
from .timing import interleaved, timed
from .workloads import CONVOLUTIONS, DTYPES, TRAINING_STEP, Convolution

# A competitor far slower than fast and PyTorch would take hours. It gets as many images as it can process in SLOW
# seconds, its times are scaled up to the batch, and the tables say so; and it gets no turn after PATIENCE seconds.
SLOW, PATIENCE = 0.25, 0.5
THREADS = 1, 2


def measure(rounds, seconds):
    """Measure all workloads.

    Parameters
    ----------
    rounds : int
        How many turns each competitor gets.
    seconds : float
        How long a turn takes.

    Returns
    -------
    dict
        "times": a list of dicts with workload, dtype, threads, pass and, by competitor, the seconds, and the number of
        images if it is less than the batch; "absent": which competitor did not run what, and why.
    """
    times, absent = [], []
    for threads in THREADS:
        for dtype in DTYPES:
            for workload in (*CONVOLUTIONS, TRAINING_STEP):
                print(f"{workload.name}, {dtype}, threads: {threads}", file=sys.stderr, flush=True)
                where = {"workload": workload.name, "dtype": dtype, "threads": threads}
                # In a process of its own: what earlier workloads left in memory helps some competitors and not others.
                with ProcessPoolExecutor(1, get_context("spawn")) as process:
                    rows, refused = process.submit(measure_one, workload, dtype, threads, rounds, seconds).result()
                absent += [where | {"competitor": name, "why": why} for name, why in refused.items()]
                times += [where | row for row in rows]
    return {"rounds": rounds, "seconds": seconds, "times": times, "absent": absent}


def measure_one(workload, dtype, threads, rounds, seconds):
    """Return the rows of one workload, and why the other competitors do not run, by name."""
    taking_part, refused = ready(workload, dtype, threads, competitors(workload, threads))
    return list(race(workload, taking_part, threads, rounds, seconds)), refused


def ready(workload, dtype, threads, candidates):
    """Prepare the competitors, and compare their results.

    Returns
    -------
    taking_part : dict
        (Contestant, number of images that it runs), by name.
    refused : dict of str
        Why the others do not run, by name.
    """
    taking_part, refused, references = {}, {}, {}
    reference = next(iter(candidates.values()))
    for name, competitor in candidates.items():
        try:
            its_workload = affordable(name, competitor, workload, dtype, threads)
            results = competitor(its_workload, dtype, threads).results()
            if its_workload not in references:
                references[its_workload] = reference(its_workload, dtype, threads).results()
            require_agreement(results, references[its_workload], dtype)
            taking_part[name] = competitor(its_workload, dtype, threads), its_workload.N
        except (NotApplicable, Disagreement) as reason:
            refused[name] = str(reason)
    return taking_part, refused


def affordable(name, competitor, workload, dtype, threads):
    """Return the workload, with fewer images where a slow competitor would take too long."""
    if is_rival(name) or not isinstance(workload, Convolution):
        return workload
    one = timed(competitor(workload.images(1), dtype, threads).both, 1, perf_counter)
    return workload.images(int(np.clip(SLOW / one, 1, workload.N)))


def race(workload, taking_part, threads, rounds, seconds):
    """Time the passes of all contestants in turn; yield a row for each pass."""
    images = {name: run for name, (_, run) in taking_part.items()}
    for of, calls in passes(workload, taking_part).items():
        patience = {name: PATIENCE for name in calls if not is_rival(name)}
        clock = process_time if threads == 1 else perf_counter
        found = interleaved(calls, rounds, seconds, clock, patience)
        yield {
            "pass": of,
            "seconds": {name: time * workload.N / images[name] for name, time in found.items()},
            "images": {name: run for name, run in images.items() if run < workload.N},
        }


def passes(workload, taking_part):
    """Return what is timed: for each pass, the calls of all contestants by name."""
    contestants = {name: contestant for name, (contestant, _) in taking_part.items()}
    both = {"both": {name: contestant.both for name, contestant in contestants.items()}}
    if not isinstance(workload, Convolution):  # a step's backward pass cannot be run twice
        return both
    return {
        "forward": {name: contestant.forward for name, contestant in contestants.items()},
        "backward": {name: repeated_backward(contestant) for name, contestant in contestants.items()},
        **both,
    }


def repeated_backward(contestant):
    """Return a call of the backward pass alone, always with the state of the same forward pass."""
    state = contestant.forward()
    return lambda: contestant.backward(state)
