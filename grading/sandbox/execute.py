"""Run a submitted notebook in a sandboxed kernel, so that its feedback shows what really happened.

No score depends on it: the judge scores in a separate process.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_client.connect import write_connection_file
from jupyter_client.session import new_id
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Integer

from grading.course import MEASURED
from grading.sandbox import kernel
from grading.sandbox.configurable import Sandboxed


def is_measurement(cell: NotebookNode) -> bool:
    """Return whether a cell trains or measures time; it is never an answer."""
    tags = cell.metadata.get("tags")
    return isinstance(tags, list) and MEASURED in tags and "nbgrader" not in cell.metadata


def text_output(sentence: str) -> NotebookNode:
    """Return an output that holds one sentence."""
    return new_output("stream", name="stdout", text=sentence + "\n")


class SandboxedExecute(Sandboxed, Execute):
    """Execute the code cells in a sandboxed kernel.

    Whatever the student's code does, this raises no error, finishes in time, and limits the size of the outputs.
    """

    timeout = Integer(10, help="How many seconds one cell may run.").tag(config=True)
    notebook_seconds = Integer(120, help="How many seconds all cells together may run.").tag(config=True)
    start_seconds = Integer(60, help="How many seconds the kernel may take to start.").tag(config=True)
    text_bytes = Integer(200_000, help="Maximum text in the outputs of one cell.").tag(config=True)
    image_bytes = Integer(2_000_000, help="Maximum size of all figures of the notebook.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict, km: None = None) -> tuple[NotebookNode, dict]:
        """Replace the outputs of all code cells with those of this run."""
        cells = {index: cell for index, cell in enumerate(nb.cells) if cell.cell_type == "code"}
        for cell in cells.values():
            cell.outputs, cell.execution_count = [], None
        cells = {index: cell for index, cell in cells.items() if cell.source.strip()}
        for index in [index for index, cell in cells.items() if is_measurement(cell)]:
            cells.pop(index).outputs = [text_output("Not run when graded: this cell trains or measures time.")]
        nb.metadata["language_info"] = from_dict({"name": "python", "pygments_lexer": "ipython3"})
        files = resources.get("metadata", {}).get("path")
        last = 0
        for line in self._run([(i, cell.source) for i, cell in cells.items()], files) if cells else []:
            cell, last = cells.pop(line["index"]), line["count"]
            cell.outputs, cell.execution_count = from_dict(line["outputs"]), last
        why = f"cell [{last}] stopped the kernel" if last else "the kernel did not start"
        for cell in cells.values():
            cell.outputs = [text_output(f"Not run: {why}.")]
        return nb, resources

    def _run(self, cells: list[tuple[int, str]], files: str | None) -> list[dict]:
        """Run the cells in `grading.sandbox.kernel` and return its report on each cell that ran."""
        # A private folder (0700) with a short path, because a socket's path has at most 107 characters.
        with tempfile.TemporaryDirectory(prefix="convlib-", ignore_cleanup_errors=True) as folder:
            transport, ip = ("tcp", "") if sys.platform == "win32" else ("ipc", f"{folder}/kernel")
            path, connection = write_connection_file(
                f"{folder}/kernel.json", key=new_id().encode(), transport=transport, ip=ip
            )
            argv = [sys.executable, "-m", "ipykernel_launcher", "-f", path, "--HistoryManager.enabled=False"]
            sandbox = self.sandbox(cpu_seconds=self.notebook_seconds + 10)
            job = {
                "argv": sandbox.command(argv, files=Path(files) if files else None, socket_dir=Path(folder)),
                "environment": sandbox.environment(),
                "folder": files if sys.platform == "win32" else folder,
                "path": path,
                "connection": connection,
                "cells": cells,
                "cell_seconds": self.timeout,
                "notebook_seconds": self.notebook_seconds,
                "start_seconds": self.start_seconds,
                "text_bytes": self.text_bytes,
                "image_bytes": self.image_bytes,
            }
            with tempfile.TemporaryFile() as messages:
                try:
                    done = subprocess.run(
                        [sys.executable, "-P", kernel.__file__],
                        input=json.dumps(job, default=bytes.decode).encode(),
                        stdout=subprocess.PIPE,
                        stderr=messages,
                        timeout=self.start_seconds + self.notebook_seconds + 20,
                    ).stdout
                except subprocess.TimeoutExpired as late:
                    done = late.stdout or b""
                messages.seek(0)
                if not done:
                    reason = messages.read(4000).decode(errors="replace")
                    self.log.error("The kernel did not start: %s", reason)
        # A line without a newline was cut off when the process died.
        return [json.loads(line) for line in done.splitlines(keepends=True) if line.endswith(b"\n")]
