"""The judge's end of the pipe to a worker.

Whatever the worker does, a request ends by its deadline, and only a bounded amount of what the worker sends is read.
Two threads do the reading and the writing, since either may block forever; they end when the process is terminated.
"""

import json
import queue
import signal
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from subprocess import TimeoutExpired
from time import monotonic
from typing import IO, NoReturn

from grading.sandbox.starter import Process

MAX_REPLY_BYTES = 4 * 2**20
# Messages that wait in either direction; beyond this, the side that sends has to wait.
MAX_WAITING = 4
# How often one request may call the functions that the judge provides.
MAX_CALLBACKS = 5000

ENDED = "it terminated the whole process (too much memory or CPU time, or an exit)."
TOO_LONG = f"it returned more than the {MAX_REPLY_BYTES // 2**20} MB that the judge reads."
ENDLESS = "it did not finish within {:g} seconds: is there an infinite loop?"
KILLED = {-9, 128 + 9}
OUT_OF_CPU_TIME = {-signal.SIGPROF, 128 + signal.SIGPROF} if hasattr(signal, "SIGPROF") else set()


class WorkerStopped(Exception):
    """The worker has terminated; the message tells the student why."""


class WorkerKilled(WorkerStopped):
    """Something has killed the worker: the machine, or its own code. Code does so again when it runs again.

    Parameters
    ----------
    lost : bool
        Whether it was certainly the machine.
    """

    def __init__(self, lost: bool) -> None:
        super().__init__(ENDED)
        self.lost = lost


class NotReady(Exception):
    """The worker did not start; no student's code has run."""


class Session:
    """One worker process.

    Parameters
    ----------
    process : Process
        It runs `grading.judge.worker`.
    seconds : float
        How long it may take to get ready.

    Raises
    ------
    NotReady
        If it did not get ready in time. It is then terminated.
    """

    def __init__(self, process: Process, seconds: float) -> None:
        self.process = process
        self._closed = threading.Event()
        self._replies: queue.Queue[dict | str] = queue.Queue(MAX_WAITING)  # a text says why there are no more
        self._requests: queue.Queue[bytes | None] = queue.Queue(MAX_WAITING)
        for work in (self._read_replies, self._write_requests):
            threading.Thread(target=work, daemon=True).start()
        try:
            self._next_reply(monotonic() + seconds, f"it was not ready within {seconds:g} seconds")
        except WorkerStopped as stopped:
            why = "it ended before it was ready" if str(stopped) == ENDED else str(stopped)
            raise NotReady(why) from None

    def request(
        self,
        request: dict,
        seconds: float,
        callback: Callable[[dict], dict] | None = None,
        cpu_seconds: float | None = None,
    ) -> dict:
        """Send a request and return the reply.

        Parameters
        ----------
        request : dict
            What the worker should do, in the format of `grading.judge.worker`.
        seconds : float
            How long the reply may take.
        callback : callable, optional
            Answers the worker's own requests, which call a function that the judge provides.
        cpu_seconds : float, optional
            How much CPU time the worker may use, if this is less.

        Returns
        -------
        dict
            The reply. It may be forged: nothing in it is trusted.

        Raises
        ------
        WorkerStopped
            If no reply came in time, or the process terminated. The session is then closed.
        WorkerKilled
            If it was killed.
        """
        # One sentence for both limits: which of them is met first depends on how busy the machine is.
        end, late = monotonic() + seconds, ENDLESS.format(cpu_seconds or seconds)
        self._send(request | ({"cpu_seconds": cpu_seconds} if cpu_seconds else {}), end, late)
        for _ in range(MAX_CALLBACKS):
            reply = self._next_reply(end, late, cpu_seconds)
            if "provided" not in reply or callback is None:
                return reply
            self._send(callback(reply), end, late)
        self._stop(f"it called the course's functions more than {MAX_CALLBACKS} times.")

    def close(self) -> None:
        """Terminate the worker."""
        self._closed.set()
        self.process.kill()
        with suppress(queue.Full):
            self._requests.put_nowait(None)
        with suppress(TimeoutExpired):
            self.process.wait(timeout=10)

    def _stop(self, why: str) -> NoReturn:
        self.close()
        raise WorkerStopped(why)

    def _send(self, message: dict, end: float, late: str) -> None:
        data = json.dumps(message).encode()
        try:
            self._requests.put(struct.pack(">I", len(data)) + data, timeout=max(end - monotonic(), 0))
        except queue.Full:
            self._stop(late)

    def _next_reply(self, end: float, late: str, cpu_seconds: float | None = None) -> dict:
        """Return the next reply; one that already waits does not count either when the time is over."""
        left = end - monotonic()
        try:
            reply = self._replies.get(timeout=left) if left > 0 else late
        except queue.Empty:
            reply = late
        if isinstance(reply, dict):
            return reply
        if reply == ENDED:
            code = self._exit_code()
            lost = getattr(self.process, "lost", False)
            if lost or code in KILLED:
                self.close()
                raise WorkerKilled(lost)
            if cpu_seconds and code in OUT_OF_CPU_TIME:
                reply = ENDLESS.format(cpu_seconds)
        self._stop(reply)

    def _exit_code(self) -> int | None:
        with suppress(TimeoutExpired):
            return self.process.wait(timeout=1)
        return None

    def _read_replies(self) -> None:
        """Put each reply into the queue, and at last why there are no more."""
        assert self.process.stdout
        with self.process.stdout as pipe:
            reply: dict | str = {}
            while isinstance(reply, dict):
                reply = next_frame(pipe)
                while not self._closed.is_set():
                    with suppress(queue.Full):
                        self._replies.put(reply, timeout=0.1)
                        break

    def _write_requests(self) -> None:
        """Write what is in the queue until the session is closed or the worker has terminated."""
        assert self.process.stdin
        with suppress(OSError), self.process.stdin as pipe:
            while data := self._requests.get():
                left = memoryview(data)
                while left:
                    left = left[pipe.write(left) :]
                pipe.flush()


def next_frame(pipe: IO[bytes]) -> dict | str:
    """Read one reply, or say why there is none: the end, or something that no honest worker sends."""
    try:
        head = exactly(pipe, 4)
        (size,) = struct.unpack(">I", head)
        if size > MAX_REPLY_BYTES:
            return TOO_LONG
        reply = json.loads(exactly(pipe, size))
    except (EOFError, OSError, ValueError, RecursionError):
        return ENDED
    return reply if isinstance(reply, dict) else ENDED


def exactly(pipe: IO[bytes], size: int) -> bytes:
    """Read so many bytes, from a pipe with or without a buffer."""
    data = bytearray()
    while len(data) < size:
        if not (more := pipe.read(size - len(data))):
            raise EOFError
        data += more
    return bytes(data)
