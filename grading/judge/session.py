"""A conversation with a worker in the sandbox: every question has a time limit, every answer a size limit."""

import json
import queue
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from grading.sandbox import bubblewrap

WORKER = Path(__file__).with_name("worker.py").read_text(encoding="utf-8")
START_SECONDS = 60
LONGEST_ANSWER = 32 * 2**20


class Stopped(Exception):
    """The worker is gone; the text says why, in words for the student."""


class Session:
    """One worker process.

    Parameters
    ----------
    files : pathlib.Path, optional
        Folder whose files (not notebooks) the student's code finds beside it.
    """

    def __init__(self, files=None):
        self.process = subprocess.Popen(
            bubblewrap.command([sys.executable, "-c", WORKER], files=files),
            env=bubblewrap.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.answers = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._next(START_SECONDS, START_SECONDS)

    def ask(self, question, seconds, lend=None):
        """Send a question and return the answer.

        Parameters
        ----------
        question : dict
        seconds : float
            How long the answer may take.
        lend : callable, optional
            Computes what the student's code borrows on the way: takes and returns a dict.

        Raises
        ------
        Stopped
            If no answer came in time, or the process ended. The session is closed then.
        """
        end = time.monotonic() + seconds
        self._send(question)
        while "borrow" in (answer := self._next(max(end - time.monotonic(), 0), seconds)) and lend:
            self._send(lend(answer))
        return answer

    def _send(self, frame):
        data = json.dumps(frame).encode()
        try:
            self.process.stdin.write(struct.pack(">I", len(data)) + data)
            self.process.stdin.flush()
        except OSError:
            pass  # the worker has ended: the missing answer says so

    def close(self):
        """End the worker."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def _next(self, left, seconds):
        try:
            answer = self.answers.get(timeout=left)
        except queue.Empty:
            self.close()
            raise Stopped(f"it did not finish within {seconds:g} seconds: does a loop never end?") from None
        if answer is None:
            self.close()
            raise Stopped("it ended the whole process (too much memory or processor time, or an exit).")
        return answer

    def _listen(self):
        """Put each answer into the queue, and None at the end or at anything that is no answer."""
        with self.process.stdout as pipe:
            while len(head := pipe.read(4)) == 4:
                (size,) = struct.unpack(">I", head)
                try:
                    answer = json.loads(pipe.read(size)) if size <= LONGEST_ANSWER else None
                except (ValueError, RecursionError):
                    answer = None
                if not isinstance(answer, dict):
                    break
                self.answers.put(answer)
        self.answers.put(None)
