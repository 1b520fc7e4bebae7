"""The setting in nbgrader's configuration that decides whether students' code runs in a sandbox."""

from traitlets import Bool
from traitlets.config import Configurable

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.limits import Limits


class Sandboxed(Configurable):
    """Base class of the preprocessors that run students' code.

    ``c.Sandboxed.unsafe_no_sandbox`` in nbgrader's configuration sets it for all of them.
    """

    unsafe_no_sandbox = Bool(False, help="Run students' code unprotected: only if you trust it.").tag(config=True)

    def sandbox(self, **limits: int) -> Sandbox:
        """Return the sandbox to run students' code in, with these limits instead of the default ones."""
        return Sandbox(unsafe=self.unsafe_no_sandbox, limits=Limits(**limits))
