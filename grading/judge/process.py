"""Judge a submission in a process of its own, with a memory limit, that is terminated when its time is over.

The judge bounds all that it reads; this is the wall behind it, for what nobody has thought of.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from grading.bank.exercise import Exercise
from grading.course import NotGraded
from grading.judge.judge import SUBMISSION_SECONDS, Cell, Reports, add_unjudged, judge_submission, new_seed
from grading.judge.starting import PAUSES
from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.starter import Files, Starter

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# What the judge's process may allocate beyond what it has at its start.
MEMORY_BYTES = 2**30
# The judge ends by itself at the deadline; if it does not, it is terminated so many seconds later.
GRACE_SECONDS = 10


def judge_in_process(
    exercises: Iterable[Exercise],
    cells: Iterable[Cell],
    sandbox: Starter,
    files: Files = None,
    seed: int | None = None,
    seconds: float = SUBMISSION_SECONDS,
) -> Reports:
    """Judge what a student handed in, as `judge_submission` does, in a process of its own.

    Parameters
    ----------
    exercises : iterable of grading.bank.exercise.Exercise
        The exercises to judge; they are sent to the process by name.
    cells : iterable of grading.judge.judge.Cell
        The student's code, in order.
    sandbox : grading.sandbox.starter.Starter
        Where the student's code runs.
    files : pathlib.Path or dict of str to bytes, optional
        The files in the working directory of the student's code, or the folder that holds them.
    seed : int, optional
        Seed of the probes. By default, one is drawn.
    seconds : float
        How long everything together may take. Exercises judged before that keep their points.

    Returns
    -------
    grading.judge.judge.Reports
        One report for each exercise.

    Raises
    ------
    grading.course.NotGraded
        If a fault of the machine, not of the student, prevents judging.
    grading.sandbox.bubblewrap.SandboxMissing
        If there is no sandbox.
    """
    if isinstance(sandbox, Sandbox):
        sandbox.require()
    wanted = list(exercises)
    if multiprocessing.current_process().daemon:  # such as Dask's workers: it may start no process of its own
        return judge_submission(wanted, cells, sandbox, files, seed, seconds)
    reports = Reports(new_seed() if seed is None else seed)
    receiver, sender = multiprocessing.Pipe(duplex=False)
    names = [exercise.name for exercise in wanted]
    process = started((sender, names, list(cells), sandbox, files, reports.seed, seconds))
    sender.close()
    end = time.monotonic() + seconds + GRACE_SECONDS
    try:
        done = collect(receiver, process, reports, end)
    finally:
        terminate(process)
        receiver.close()
    if not done and time.monotonic() < end:
        raise NotGraded(f"the judge's own process ended early (exit code {process.exitcode}).")
    add_unjudged(reports, wanted, seconds)
    return reports


def started(arguments: tuple) -> BaseProcess:
    """Start the process, if need be at the second or third attempt.

    A fork is fastest, and shares what is loaded, but is safe only without other threads.
    """
    methods = multiprocessing.get_all_start_methods()
    method = next(name for name in ("fork", "forkserver", "spawn") if name in methods)
    if method == "fork" and threading.active_count() > 1:
        method = "forkserver"
        multiprocessing.set_forkserver_preload([__name__])
    for pause in (*PAUSES, None):
        try:
            context: Any = multiprocessing.get_context(method)
            process = context.Process(target=run, args=arguments, daemon=False)
            process.start()
            return process
        except (OSError, EOFError) as error:  # no memory, or the fork server was killed
            if pause is None:
                raise NotGraded(f"no process could be started to judge in: {error}") from error
            time.sleep(pause)
    raise AssertionError


def collect(receiver: Connection, process: BaseProcess, reports: Reports, end: float) -> bool:
    """Receive reports until the process says that it is done; return False if it ends or hangs before that.

    Raises
    ------
    grading.course.NotGraded
        If the process says that it could not judge.
    """
    while wait([receiver, process.sentinel], max(end - time.monotonic(), 0)):
        try:
            if not receiver.poll():
                return False
            kind, content = receiver.recv()
        except (EOFError, OSError):
            return False
        if kind == "report":
            reports[content.exercise] = content
        elif kind == "not graded":
            raise NotGraded(content)
        else:
            return kind == "done"
    return False


def terminate(process: BaseProcess) -> None:
    """Terminate the process and what it has started: sandboxes end with the process that started them."""
    with suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.kill()
    process.join()


def run(
    sender: Connection,
    names: Sequence[str],
    cells: Sequence[Cell],
    sandbox: Starter,
    files: Files,
    seed: int,
    seconds: float,
) -> None:
    """Judge, in the new process, and send each report as soon as there is one."""
    from grading.bank import EXERCISES

    isolate()
    exercises = [EXERCISES[name] for name in names]
    try:
        judge_submission(
            exercises, cells, sandbox, files, seed, seconds, lambda name, report: sender.send(("report", report))
        )
        sender.send(("done", ""))
    except NotGraded as reason:
        sender.send(("not graded", str(reason)))
    except Exception as error:  # a fault of the judge is no fault of the student either
        sender.send(("not graded", f"the judge failed with {type(error).__name__}: {str(error)[:300]}"))


def isolate() -> None:
    """Give this process its own group, which ends when its parent does, and a memory limit."""
    with suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    threading.Thread(target=end_with, args=[multiprocessing.parent_process()], daemon=True).start()
    if resource:
        with suppress(OSError, ValueError):
            pages = int(open("/proc/self/statm").read().split()[0])
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            # Only the soft limit: the sandbox sets its own.
            resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY_BYTES, hard))


def end_with(parent: BaseProcess) -> None:
    """Wait for the end of the parent, and end this process and what it has started."""
    parent.join()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
