"""What a check knows of the notebook it runs in: who shows its output, and which cells did not compile."""

import re
import sys
from typing import Any

CELL_ID = re.compile(r"[\w-]+")
DEFINED = re.compile(r"^(?:def|class)\s+(\w+)", re.MULTILINE)


def shell() -> Any:
    """Return IPython's shell, if this process has one."""
    if "IPython" not in sys.modules:  # a plain Python process, in which IPython need not even be installed
        return None
    from IPython import get_ipython

    return get_ipython()


def in_browser() -> bool:
    """Return whether Python itself runs in the reader's browser: Pyodide, as on the course's site."""
    return sys.platform == "emscripten"


def cell_id() -> str:
    """Return the id of the running cell, if the program that runs it says so."""
    parent: dict[str, Any] = getattr(shell(), "get_parent", dict)()
    return str(parent.get("metadata", {}).get("cellId", ""))


def shows_html() -> bool:
    """Return whether a reader sees the output at once.

    JupyterLab names the cell that it runs; nbgrader's Validate and other programs that run a notebook do not, and
    show the text of a failed check only.
    """
    return in_browser() or bool(cell_id())


def in_jupyterlab() -> bool:
    """Return whether the output can run JupyterLab's commands.

    VS Code names its cells too, but by an address.
    """
    return "google.colab" not in sys.modules and (in_browser() or bool(CELL_ID.fullmatch(cell_id())))


class Uncompiled:
    """The functions whose newest version did not compile, so that an earlier one is still in use."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def after_cell(self, result: Any) -> None:
        """Remember what a cell that has just run would have defined, or forget what it did define."""
        names = DEFINED.findall(result.info.raw_cell or "")
        error = result.error_before_exec
        for name in names:
            self.names.pop(name, None)
            if error is not None:
                line = getattr(error, "lineno", None)
                self.names[name] = type(error).__name__ + (f" in line {line}" if line else "")

    def note(self, name: str) -> list[str]:
        """Return the sentence that a check of this function begins with, if any."""
        if name not in self.names:
            return []
        return [f"Your last change of {name} does not compile ({self.names[name]}): this is the version before it."]


UNCOMPILED = Uncompiled()


def watch_cells() -> None:
    """Follow from now on which cells compile."""
    if events := getattr(shell(), "events", None):
        events.register("post_run_cell", UNCOMPILED.after_cell)


watch_cells()
