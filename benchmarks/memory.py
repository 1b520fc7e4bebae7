"""Peak memory of a forward and a backward pass, each competitor in a process of its own."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .competitors import PYTORCH, NotApplicable, competitors, family
from .workloads import CONVOLUTIONS, TRAINING_STEP

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
WORKLOADS = {workload.name: workload for workload in (*CONVOLUTIONS, TRAINING_STEP)}
DTYPE = "float32"
# fast's own layout is left out: to determine it, fast must run first and would already hold its workspaces.
MEASURED = "fast, C-contiguous", "im2col"
# Freed memory goes back to the system at once, so that the process holds only memory that is in use.
ENVIRONMENT = os.environ | {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}


def measure():
    """Measure fast, PyTorch and im2col on all workloads.

    Returns
    -------
    list of dict
        Each with workload, competitor and the bytes by which the process grew at the peak, beyond its inputs.
    """
    if not CLEAR.exists():
        print("Peak memory can be measured on Linux only: skipped.", file=sys.stderr)
        return []
    rows = []
    for workload in WORKLOADS.values():
        for name in competitors(workload, threads=1):
            if name in MEASURED or family(name) == PYTORCH:
                command = [sys.executable, "-m", "benchmarks.memory", workload.name, name]
                done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
                if done.returncode:
                    print(f"{workload.name}, {name}: {done.stderr.splitlines()[-1]}", file=sys.stderr)
                else:
                    rows.append({"workload": workload.name, "competitor": name, "bytes": int(done.stdout)})
    return rows


def peak(workload, competitor):
    """Return by how many bytes this process grows at the peak of one forward and backward pass.

    A small batch runs first, so that libraries have loaded what they load on the first call; it runs in a thread,
    whose workspaces are freed when it ends.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: competitor(workload.images(min(2, workload.N)), DTYPE, 1).both()).result()
    contestant = competitor(workload, DTYPE, 1)
    CLEAR.write_text("5")  # resets the peak
    before = in_bytes("VmRSS")
    kept = contestant.forward()
    gradients = contestant.backward(kept)
    del kept, gradients
    return in_bytes("VmHWM") - before


def in_bytes(entry):
    """Return an entry of this process's status, in bytes."""
    return 1024 * int(re.search(rf"^{entry}:\s+(\d+) kB$", STATUS.read_text(), re.MULTILINE)[1])


def main(workload, competitor):
    """Print the peak of one competitor."""
    try:
        print(peak(WORKLOADS[workload], competitors(WORKLOADS[workload], threads=1)[competitor]))
    except NotApplicable as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main(*sys.argv[1:])
