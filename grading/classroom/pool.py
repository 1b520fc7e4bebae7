"""A process of its own for each submission, several at a time.

The processes are forked from one that has imported everything, which is cheap. Each has a limit of memory and of wall
time, and is killed, with all that it started, when it exceeds them or when the grader dies.
"""

import _thread
import multiprocessing
import os
import pickle
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from grading.classroom.task import Graded, Task, grade_submission
from grading.course import NotGraded
from grading.judge.starting import PAUSES
from grading.sandbox.zygote import Zygote, why_not_warm

SECONDS = 900  # more than a student's code can take: the sandbox and the judge have shorter limits of their own
MEMORY = 4 * 1024**3  # address space
Outcome = Graded | NotGraded


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class Slot:
    """A running process."""

    task: Task
    process: Any
    answer: Path
    until: float


def run(
    tasks: Iterable[Task], jobs: int, warm: Path | None = None, seconds: float = SECONDS
) -> Iterator[tuple[Task, Outcome]]:
    """Grade submissions in processes of their own.

    Parameters
    ----------
    tasks : iterable of Task
        Taken one by one, whenever a process is free.
    jobs : int
        How many processes at a time.
    warm : pathlib.Path, optional
        The socket of a warm process, which makes students' code start faster.
    seconds : float
        How long one submission may take.

    Yields
    ------
    tuple of (Task, Graded or NotGraded)
        In the order in which they are done.
    """
    context = processes()
    slots: list[Slot] = []
    waiting = iter(tasks)
    with tempfile.TemporaryDirectory(prefix="convlib-", ignore_cleanup_errors=True) as folder:
        try:
            for number, task in enumerate(waiting):
                try:
                    slots.append(start(context, task, Path(folder) / str(number), warm, seconds))
                except NotGraded as fault:
                    yield task, fault
                if len(slots) == jobs:
                    yield from finished(slots)
            while slots:
                yield from finished(slots)
        finally:
            for slot in slots:
                stop(slot)


def processes() -> ForkServerContext | SpawnContext:
    """Return the way to start processes, with everything imported once where that is possible."""
    if os.name == "nt":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grading.classroom.preload"])
    return context


def start(
    context: ForkServerContext | SpawnContext, task: Task, answer: Path, warm: Path | None, seconds: float
) -> Slot:
    """Start the process of one submission, if need be at the second or third attempt.

    Raises
    ------
    grading.course.NotGraded
        If it does not start.
    """
    for pause in (*PAUSES, None):
        process = context.Process(target=work, args=(task, answer, warm), daemon=False)
        try:
            process.start()
            return Slot(task, process, answer, monotonic() + seconds)
        except (OSError, EOFError) as error:  # the process that forks them was killed: a new one takes its place
            if pause is None:
                raise NotGraded(f"no process could be started to grade it in ({first_line(error)}).") from error
            sleep(pause)
    raise AssertionError


def work(task: Task, answer: Path, warm: Path | None) -> None:
    """Grade one submission, and leave the outcome in a file. This is what the process runs."""
    if os.name != "nt":
        import resource

        os.setsid()
        end_with_parent()

        with suppress(ValueError, OSError):  # the limit is lower already, or (on macOS) there is none
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    task.config.Sandboxed.warm = str(warm or "")
    try:
        outcome: Outcome = grade_submission(task)
    except NotGraded as fault:
        outcome = fault
    except Exception as error:
        outcome = NotGraded(f"grading it failed ({type(error).__name__}: {first_line(error)}).")
    # Not through a pipe: a process that dies while it writes must not leave the reader waiting.
    unfinished = answer.with_suffix(".part")
    unfinished.write_bytes(pickle.dumps(outcome))
    unfinished.replace(answer)


def end_with_parent() -> None:
    """Kill this process, with all that it started, as soon as the one that wants its answer is gone."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        os.read(parent.sentinel, 1)  # returns when the parent's end of the pipe is closed
        os.killpg(0, signal.SIGKILL)

    # It holds no lock, so the judge may fork: `threading` need not know it.
    _thread.start_new_thread(watch, ())


@contextmanager
def warm_process(lessons: Iterable[str], unsafe: bool) -> Iterator[Path | None]:
    """Keep a warm process for these lessons, and give its socket; None where it cannot be had."""
    if unsafe or why_not_warm():
        yield None
        return
    with Zygote(list(lessons)) as zygote:
        yield zygote.socket


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message."""
    return (str(error).strip().splitlines() or ["no message"])[0][:300]


def finished(slots: list[Slot]) -> Iterator[tuple[Task, Outcome]]:
    """Wait until at least one process is done, or over its time; take it from the list and give its outcome."""
    left = max(0.0, min(slot.until for slot in slots) - monotonic())
    wait([slot.process.sentinel for slot in slots], timeout=left)
    for slot in slots.copy():
        ended = not slot.process.is_alive()
        if ended or monotonic() >= slot.until:
            slots.remove(slot)
            stop(slot, ended)
            yield slot.task, outcome_of(slot, ended)


def stop(slot: Slot, ended: bool = False) -> None:
    """Kill a process with its group: also one that has ended may have left others behind."""
    if os.name != "nt":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(slot.process.pid, signal.SIGKILL)
    if not ended:  # in its first moments it has no group of its own yet
        slot.process.kill()
    slot.process.join()


def outcome_of(slot: Slot, ended: bool) -> Outcome:
    """Return what a process left."""
    try:
        outcome: Outcome = pickle.loads(slot.answer.read_bytes())
        slot.answer.unlink()
        return outcome
    except OSError:
        if not ended:
            return NotGraded("grading it took too long and was stopped.")
        return NotGraded(f"the process that graded it ended before it was done (exit code {slot.process.exitcode}).")
