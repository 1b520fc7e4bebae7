"""The settings in nbgrader's configuration that decide where students' code runs."""

from pathlib import Path

from traitlets import Bool, Unicode
from traitlets.config import Configurable

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.starter import Starter
from grading.sandbox.zygote import Warm


class Sandboxed(Configurable):
    """Base class of the preprocessors that run students' code.

    ``c.Sandboxed.unsafe_no_sandbox`` in nbgrader's configuration sets it for all of them.
    """

    unsafe_no_sandbox = Bool(False, help="Run students' code unprotected: only if you trust it.").tag(config=True)

    warm = Unicode("", help="The socket of the grader's warm process; the grader sets it itself.").tag(config=True)

    def sandbox(self) -> Sandbox:
        """Return the sandbox to run students' code in."""
        return Sandbox(unsafe=self.unsafe_no_sandbox)

    def starter(self) -> Starter:
        """Return what starts students' code: the warm process if there is one, else a sandbox of its own each time."""
        return Warm(Path(self.warm), self.sandbox()) if self.warm else self.sandbox()
