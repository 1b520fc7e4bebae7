"""Run a notebook's cells in a student's process and rebuild their outputs: the trusted side of `grading.sandbox.shell`.

Whatever the process sends, a cell ends in time, and only a bounded amount of it is read.
"""

import json
import queue
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from grading.sandbox.limits import Limits
from grading.sandbox.outputs import Outputs
from grading.sandbox.starter import Files, Process, Starter

PROGRAM = Path(__file__).with_name("shell.py").read_text(encoding="utf-8")
GRACE_SECONDS = 3  # after which a cell that ignores the interrupt is terminated
FRAME_BYTES = 4 * 2**20
CELL_BYTES = 64 * 2**20  # of all frames of a cell; the real program stops long before
MAX_WAITING = 4


@dataclass(frozen=True)
class Bounds:
    """How long a notebook may run, and how much it may show.

    Parameters
    ----------
    cell_seconds, notebook_seconds, start_seconds : float
        For one cell, for all cells together, and for Python to start.
    text_bytes : int
        Text in the outputs of one cell.
    image_bytes : int
        All figures of the notebook.
    """

    cell_seconds: float = 10
    notebook_seconds: float = 120
    start_seconds: float = 60
    text_bytes: int = 200_000
    image_bytes: int = 2_000_000


class NotStarted(Exception):
    """The process did not start; nothing of the student's has run."""


def run_notebook(starter: Starter, cells: Sequence[str], files: Files, bounds: Bounds) -> Iterator[list[dict]]:
    """Run cells and yield the outputs of each; those that cannot run any more are left out.

    Parameters
    ----------
    starter : Starter
        Where the cells run.
    cells : sequence of str
        Their source.
    files : dict of str to bytes, or pathlib.Path, optional
        What is in the working directory.
    bounds : Bounds

    Raises
    ------
    NotStarted
        If the process did not start.
    """
    limits = Limits(cpu_seconds=int(bounds.notebook_seconds) + 10)
    process = starter.start(PROGRAM, files, limits)
    try:
        yield from Run(process, cells, bounds).outputs()
    finally:
        process.kill()
        process.wait()


class Run:
    """One run of a notebook.

    Parameters
    ----------
    process : Process
        It runs `grading.sandbox.shell`.
    cells : sequence of str
    bounds : Bounds
    """

    def __init__(self, process: Process, cells: Sequence[str], bounds: Bounds) -> None:
        self.bounds, self.cells = bounds, cells
        self.frames: queue.Queue[bytes | None] = queue.Queue(MAX_WAITING)  # None at the end
        self.left = {"text": 10 * bounds.text_bytes, "figures": bounds.image_bytes}
        job = {name: getattr(bounds, name) for name in ("cell_seconds", "notebook_seconds", "text_bytes")}
        data = json.dumps(job | {"cells": list(cells)}).encode()
        # Reading and writing may block for as long as the process lives.
        for work in (lambda: write_job(process.stdin, data), lambda: self._read(process.stdout)):
            threading.Thread(target=work, daemon=True).start()

    def _read(self, pipe: IO[bytes] | None) -> None:
        assert pipe
        with pipe:
            frame: bytes | None = b""
            while frame is not None:
                frame = next_frame(pipe)
                self.frames.put(frame)

    def outputs(self) -> Iterator[list[dict]]:
        """Yield the outputs of each cell."""
        try:
            yield from self._outputs()
        finally:
            threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        """Let the reader come to its end, which the process's end brings."""
        while self.frames.get() is not None:
            pass

    def _outputs(self) -> Iterator[list[dict]]:
        if self._until_done(monotonic() + self.bounds.start_seconds, None, "ready") is None:
            raise NotStarted("Python did not start in the sandbox")
        until = monotonic() + self.bounds.notebook_seconds
        for count in range(1, len(self.cells) + 1):
            outputs = Outputs(count, min(self.bounds.text_bytes, self.left["text"]), self.left["figures"])
            end = min(until, monotonic() + self.bounds.cell_seconds) + GRACE_SECONDS
            done = self._until_done(end, outputs)
            if done is None:
                late = "" if monotonic() < end else "notebook" if monotonic() >= until + GRACE_SECONDS else "cell"
            else:
                late = str(done.get("late"))
            for name, used in outputs.used.items():
                self.left[name] -= used
            yield [*outputs.found, *self._notes(outputs.cut, late, died=done is None)]
            if done is None or monotonic() >= until:
                return

    def _until_done(self, end: float, outputs: Outputs | None, kind: str = "done") -> dict | None:
        """Collect outputs until a frame of this kind; return its content, or None if there is none in time."""
        size = 0
        while (left := end - monotonic()) > 0 and size <= CELL_BYTES:
            try:
                frame = self.frames.get(timeout=left)
            except queue.Empty:
                return None
            if frame is None:
                self.frames.put(None)  # for _drain
                return None
            size += len(frame)
            try:
                sent, content = json.loads(frame)
                if sent == kind and isinstance(content, dict):
                    return content
                if outputs and sent == "cut":
                    outputs.cut = True
                elif outputs:
                    outputs.add(sent, content)
            except Exception:  # a frame that the real program does not send
                continue
        return None

    def _notes(self, cut: bool, late: str, died: bool) -> Iterator[dict]:
        """Yield what the grader adds to a cell's outputs."""
        if cut:
            limit = f"{self.bounds.text_bytes // 1000} kB of text per cell"
            limit += f", {self.bounds.image_bytes // 1000} kB of figures per notebook"
            text = f"\n[Some output was cut here. The limits are {limit}.]\n"
            yield {"output_type": "stream", "name": "stdout", "text": text}
        reason = "This cell terminated Python, or exceeded its limit of memory or CPU time." if died else ""
        if late == "cell":
            reason = f"This cell ran longer than {self.bounds.cell_seconds} s and was stopped."
        if late == "notebook":
            seconds = self.bounds.notebook_seconds
            reason = f"The notebook ran longer than {seconds} s in total and was stopped here."
        if reason:
            yield {"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}


def write_job(pipe: IO[bytes] | None, data: bytes) -> None:
    """Write the job; a process that ends before it has read it all is noticed elsewhere."""
    assert pipe
    with suppress(OSError), pipe:
        pipe.write(data)


def next_frame(pipe: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end, or if it is larger than any that the real program sends."""
    head = pipe.read(4)
    size = struct.unpack(">I", head)[0] if len(head) == 4 else FRAME_BYTES + 1
    frame = pipe.read(size) if size <= FRAME_BYTES else b""
    return frame if len(frame) == size else None
