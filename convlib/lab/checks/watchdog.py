"""Interrupt a function that does not return in time, and say in which line it was.

The time is the processor's, so that a slow or busy machine fails nobody.
"""

import _thread
import threading
from collections.abc import Callable
from time import process_time

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.stop import still_running

SECONDS = 10.0  # for all calls of a student's check together
INTERVAL = 0.1  # seconds between two looks at the clock, and between two interrupts


class TimeIsUp(BaseException):
    """A call was interrupted; no ``except Exception`` of the student's keeps it running.

    The message says after what, if not after the time.
    """


def limited(call: Callable[[], Outcome], end: float) -> Outcome:
    """Call a function, and interrupt it as Ctrl + C would if it does not return in time.

    Code that catches the interrupt gets another one. There is no limit outside the main thread, which alone can be
    interrupted, nor where no thread can be started, as in a browser.

    Parameters
    ----------
    call : callable
    end : float
        When to interrupt it, in ``time.process_time()``.

    Raises
    ------
    TimeIsUp
        From the ``KeyboardInterrupt`` that ended the call.
    """
    if threading.current_thread() is not threading.main_thread():
        return call()
    returned, late = threading.Event(), threading.Event()

    def watch() -> None:
        while not returned.wait(INTERVAL):
            if process_time() > end:
                late.set()
                _thread.interrupt_main()

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        watcher.start()
    except RuntimeError:
        return call()
    try:
        try:
            return call()
        finally:
            returned.set()
            watcher.join()  # no interrupt may come after this
    except KeyboardInterrupt as interrupt:
        if late.is_set():
            raise TimeIsUp from interrupt
        raise


class Limited:
    """A caller whose calls together may take some seconds; after that, none is made.

    Parameters
    ----------
    caller : Caller
    seconds : float
    """

    def __init__(self, caller: Caller, seconds: float) -> None:
        self.caller, self.seconds = caller, seconds
        self.end = process_time() + seconds
        self.stopped: Outcome | None = None

    @property
    def has_companion(self) -> bool:
        """Whether there is a forward pass that can produce the student's own cache."""
        return self.caller.has_companion and self.stopped is None

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""
        return self._call(lambda: self.caller.call(probe))

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with the cache that the student's own forward pass returns."""
        return self._call(lambda: self.caller.call_with_own_cache(probe))

    def _call(self, call: Callable[[], Outcome]) -> Outcome:
        if self.stopped is None:
            try:
                return limited(call, self.end)
            except TimeIsUp as late:
                problem = f"it was still running after {str(late) or f'{self.seconds:g} seconds'}."
                self.stopped = Outcome(problem=problem, stop=still_running(late.__cause__ or late, problem))
        return self.stopped
