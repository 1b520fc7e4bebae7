"""Resource limits of a sandbox.

The time limit of a notebook is set in `grading.sandbox.execute`, that of a judged cell or call in
`grading.judge.judge`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one sandbox.

    CPU time and memory are limited per process, size per file.

    Parameters
    ----------
    cpu_seconds : int
        CPU time of a process.
    memory_bytes : int
        Address space of a process.
    file_bytes : int
        Size of a file.
    processes : int
        Number of processes at a time.
    tmpfs_bytes : int
        Size of each writable folder: the home folder, ``/tmp`` and ``/dev/shm``.
    """

    cpu_seconds: int = 60
    memory_bytes: int = 2 * 1024**3
    file_bytes: int = 16 * 1024**2
    processes: int = 64
    tmpfs_bytes: int = 64 * 1024**2


USUAL = Limits()
