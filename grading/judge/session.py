"""The judge's end of the pipe to a worker in the sandbox.

Every request has a time limit and every reply a size limit.
"""

import json
import queue
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from grading.sandbox.starter import Starter

WORKER = Path(__file__).with_name("worker.py").read_text(encoding="utf-8")
START_SECONDS = 60
MAX_REPLY_BYTES = 32 * 2**20
MAX_UNREAD_REPLIES = 100


class WorkerStopped(Exception):
    """The worker has terminated; the message tells the student why."""


class Session:
    """One worker process.

    Parameters
    ----------
    starter : grading.sandbox.starter.Starter
        Where the worker runs.
    files : pathlib.Path, optional
        Folder whose files (except notebooks) are in the working directory of the student's code.
    """

    def __init__(self, starter: Starter, files: Path | None = None):
        self.process = starter.start(WORKER, files)
        assert self.process.stdin and self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        self.replies: queue.Queue[dict | None] = queue.Queue()
        threading.Thread(target=self._read_replies, daemon=True).start()
        self._next_reply(START_SECONDS, START_SECONDS)

    def request(self, request: dict, seconds: float, callback: Callable[[dict], dict] | None = None) -> dict:
        """Send a request and return the reply.

        Parameters
        ----------
        request : dict
            What the worker should do, in the format of `grading.judge.worker`.
        seconds : float
            How long the reply may take.
        callback : callable, optional
            Answers the worker's own requests, which call a function that the judge provides.

        Returns
        -------
        dict
            The reply. It may be forged: nothing in it is trusted.

        Raises
        ------
        WorkerStopped
            If no reply came in time, or the process terminated. The session is then closed.
        """
        end = monotonic() + seconds
        # Writing to a worker that does not read may block forever; killing it ends that.
        watchdog = threading.Timer(seconds + 1, self.process.kill)
        watchdog.start()
        try:
            self._send(request)
            while "provided" in (reply := self._next_reply(max(end - monotonic(), 0), seconds)) and callback:
                self._send(callback(reply))
            return reply
        finally:
            watchdog.cancel()

    def close(self) -> None:
        """Terminate the worker."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):  # a request that the worker did not read before it terminated
            self.stdin.close()

    def _send(self, message: dict) -> None:
        data = json.dumps(message).encode()
        try:
            self.stdin.write(struct.pack(">I", len(data)) + data)
            self.stdin.flush()
        except OSError:
            pass  # the worker has terminated: the missing reply says so

    def _next_reply(self, left: float, seconds: float) -> dict:
        """Wait for a reply for what is left of the seconds."""
        try:
            reply = self.replies.get(timeout=left)
        except queue.Empty:
            self.close()
            raise WorkerStopped(f"it did not finish within {seconds:g} seconds: is there an infinite loop?") from None
        if reply is None:
            self.close()
            raise WorkerStopped("it terminated the whole process (too much memory or CPU time, or an exit).")
        return reply

    def _read_replies(self) -> None:
        """Put each reply into the queue, and None at the end or at anything that an honest worker would not send."""
        with self.stdout as pipe:
            while len(head := pipe.read(4)) == 4:
                (size,) = struct.unpack(">I", head)
                try:
                    reply = json.loads(pipe.read(size)) if size <= MAX_REPLY_BYTES else None
                except (ValueError, RecursionError):
                    reply = None
                if not isinstance(reply, dict) or self.replies.qsize() > MAX_UNREAD_REPLIES:
                    break
                self.replies.put(reply)
        self.replies.put(None)
