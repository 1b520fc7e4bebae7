"""Run a submitted notebook in the sandbox, so that its feedback shows what really happened.

No score depends on it: the judge scores in a separate process.
"""

from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Integer

from grading.course import MEASURED
from grading.sandbox.configurable import Sandboxed
from grading.sandbox.notebook import Bounds, NotStarted, run_notebook


def is_measurement(cell: NotebookNode) -> bool:
    """Return whether a cell trains or measures time; it is never an answer."""
    tags = cell.metadata.get("tags")
    return isinstance(tags, list) and MEASURED in tags and "nbgrader" not in cell.metadata


def text_output(sentence: str) -> NotebookNode:
    """Return an output that holds one sentence."""
    return new_output("stream", name="stdout", text=sentence + "\n")


class SandboxedExecute(Sandboxed, Execute):
    """Execute the code cells in the sandbox.

    Whatever the student's code does, this raises no error, finishes in time, and limits the size of the outputs.
    """

    timeout = Integer(10, help="How many seconds one cell may run.").tag(config=True)
    # The judge's own budget comes on top: with both, one submission occupies a process for at most three minutes.
    notebook_seconds = Integer(30, help="How many seconds all cells together may run.").tag(config=True)
    start_seconds = Integer(60, help="How many seconds Python may take to start.").tag(config=True)
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
        path = resources.get("metadata", {}).get("path")
        bounds = Bounds(self.timeout, self.notebook_seconds, self.start_seconds, self.text_bytes, self.image_bytes)
        sources = [cell.source for cell in cells.values()]
        runs = run_notebook(self.starter(), sources, Path(path) if path else None, bounds) if cells else iter(())
        waiting, last = list(cells.values()), 0
        try:
            for last, outputs in enumerate(runs, 1):
                cell = waiting.pop(0)
                cell.outputs, cell.execution_count = from_dict(outputs), last
        except (NotStarted, OSError) as reason:
            self.log.error("The notebook was not run: %s", reason)
        why = f"cell [{last}] stopped the kernel" if last else "the kernel did not start"
        for cell in waiting:
            cell.outputs = [text_output(f"Not run: {why}.")]
        return nb, resources
