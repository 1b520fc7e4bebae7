"""Describe a wrong function that is linear or bilinear, from its answers to unit impulses."""

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.model import Examination, Trials


def describe(exam: Examination, caller: Caller, trials: Trials, seconds: float) -> list[str]:
    """Return true sentences about the function that was called, or none.

    Parameters
    ----------
    exam : Examination
    caller : Caller
        Calls the function on further probes: ``caller.call``.
    trials : Trials
        What it returned on the examination's probes.
    seconds : float
        How long it may take.
    """
    return []
