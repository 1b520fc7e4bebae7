"""Grade on several machines: the same task, on the workers of a Dask scheduler.

A worker gives each submission a process of its own, as on one machine. A worker that dies loses nothing: Dask gives
its tasks to another.
"""

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grading.classroom import pool
from grading.classroom.pool import Outcome
from grading.classroom.task import Task
from grading.classroom.versions import package_version
from grading.course import NotGraded, Refusal
from grading.sandbox.bubblewrap import Sandbox

INSTALL = "install it with `pip install 'convlib[cluster]'`"
START = "DASK_DISTRIBUTED__WORKER__DAEMON=False dask worker ADDRESS --nthreads 1"
CONNECT_SECONDS = 20
AHEAD = 2  # tasks that wait at each worker, so that none is idle


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler, such as tcp://10.0.0.1:8786.
    unsafe : bool
        Whether students' code runs unprotected.
    """

    address: str
    unsafe: bool = False

    def run(self, tasks: Iterable[Task], lessons: Collection[str]) -> Iterator[tuple[Task, Outcome]]:
        """Grade submissions, and yield the outcomes in the order in which they are done.

        Raises
        ------
        grading.course.Refusal
            If the scheduler or its workers cannot be used.
        """
        try:
            from distributed import Client, as_completed
        except ImportError as error:
            raise Refusal(f"Grading on several machines needs Dask: {INSTALL}.") from error
        try:
            client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Refusal(
                f"There is no Dask scheduler at {self.address}: start one, or leave out --scheduler."
            ) from error
        with client:
            waiting = iter(tasks)
            slots = self._require_workers(client)
            done = as_completed(loop=client.loop, raise_errors=False)
            sent: dict[str, Task] = {}
            for task in waiting:
                try:
                    future = client.submit(remote, task, tuple(lessons), self.unsafe, pure=False, retries=1)
                except Exception as error:
                    raise self._lost() from error
                sent[str(future.key)] = task
                done.add(future)
                if len(sent) >= AHEAD * slots:
                    yield self._next(done, sent)
            while sent:
                yield self._next(done, sent)

    def _next(self, done: "object", sent: dict[str, Task]) -> tuple[Task, Outcome]:
        """Wait for one outcome."""
        try:
            future = next(done)  # type: ignore[call-overload]
            if future.status in ("cancelled", "lost"):  # by the client, when it gives up on the scheduler
                raise self._lost()
            task = sent.pop(str(future.key))
            if future.status == "finished":
                outcome = future.result()
            else:
                error = future.exception()
                outcome = NotGraded(f"the worker failed ({type(error).__name__}: {pool.first_line(error)}).")
            future.release()
            return task, outcome
        except Refusal:
            raise
        except Exception as error:
            raise self._lost() from error

    def _lost(self) -> Refusal:
        return Refusal(
            f"The Dask scheduler at {self.address} has ended: start it again, with its workers, then run this again."
        )

    def _require_workers(self, client: "object") -> int:
        """Return how many tasks the workers run at a time; refuse unless each of them can grade."""
        workers = client.scheduler_info(n_workers=-1)["workers"]  # type: ignore[attr-defined]
        if not workers:
            raise Refusal(f"The Dask scheduler at {self.address} has no workers: start some with `{START}`.")
        for worker, found in client.run(ready, self.unsafe, on_error="return").items():  # type: ignore[attr-defined]
            if isinstance(found, Exception):
                raise Refusal(
                    f"The Dask worker {worker} cannot grade ({pool.first_line(found)}): start it with the course "
                    f"folder in PYTHONPATH, in an environment with convlib[grading,cluster], as `{START}`."
                )
            if found != package_version():
                raise Refusal(f"The Dask worker {worker} has version {found} of the course, not {package_version()}.")
        return sum(worker["nthreads"] for worker in workers.values())


def ready(unsafe: bool) -> str:
    """Return this worker's version of the course; raise what keeps it from grading."""
    import multiprocessing

    if multiprocessing.current_process().daemon:
        raise RuntimeError("it may not start processes")
    Sandbox(unsafe=unsafe).require()
    return package_version()


def remote(task: Task, lessons: tuple[str, ...], unsafe: bool) -> Outcome:
    """Grade one submission in a process of its own. This is what a worker runs."""
    [(_, outcome)] = pool.run([task], 1, warm_here(lessons, unsafe))
    return outcome


_warm = ExitStack()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _warm_for(lessons: tuple[str, ...], unsafe: bool) -> Path | None:
    _warm.close()
    return _warm.enter_context(pool.warm_process(lessons, unsafe))


def warm_here(lessons: tuple[str, ...], unsafe: bool) -> Path | None:
    """Return the socket of this worker's own warm process, which it keeps for its next tasks."""
    with _lock:
        return _warm_for(lessons, unsafe)
