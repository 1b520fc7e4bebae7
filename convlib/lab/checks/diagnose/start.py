"""Say which parameters of a network do not start as they must."""

from convlib.lab.checks.closeness import differing
from convlib.lab.checks.model import Trials

WEIGHTS = "W1", "W2", "W3"
SPREAD = "variance"  # the part that holds, for each of the weights, the variance times the number of inputs


def about_start(trials: Trials) -> list[str]:
    """Return a sentence for each of the weights that do not spread as they must."""
    return [
        f"{name} does not start as He's rule asks: its variance times the number of inputs of one output is about "
        f"{got:g}, expected {want:g}."
        for probe, outcome in trials
        if probe.kwargs.get("play") == "start" and SPREAD in probe.expected.parts and SPREAD in outcome.parts
        for name, got, want, wrong in zip(
            WEIGHTS,
            outcome.parts[SPREAD],
            probe.expected.parts[SPREAD],
            differing(outcome.parts[SPREAD], probe.expected.parts[SPREAD]),
            strict=True,
        )
        if wrong
    ]
