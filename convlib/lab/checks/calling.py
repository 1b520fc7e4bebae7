"""Call a function on copies of a probe's inputs, wherever the function runs, and report what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from convlib.lab.checks import codec
from convlib.lab.checks.closeness import same
from convlib.lab.checks.model import Outcome, Probe
from convlib.lab.checks.outcome import outcome_of
from convlib.lab.checks.scenarios import SCENARIOS, reading

NOT_WRITTEN = "it is not written yet: replace `raise NotImplementedError()` with your code."


class Contract(Protocol):
    """What must be known about an exercise to call its function; an ``Examination`` and the bank both provide it."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The arrays that it returns."""

    @property
    def opaque(self) -> tuple[str, ...]:
        """What it returns after them, which is not inspected."""

    @property
    def through(self) -> str | None:
        """The scenario that calls what the student wrote."""


class Caller(Protocol):
    """Calls one function on probes: in this process, or over the pipe of a sandbox."""

    @property
    def has_companion(self) -> bool:
        """Whether there is a forward pass that can produce the student's own cache."""

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with the cache that the student's own forward pass returns for the same inputs."""


@dataclass(frozen=True)
class LocalCaller:
    """Calls a function in this process."""

    function: Callable
    contract: Contract
    companion: Callable | None = None

    @property
    def has_companion(self) -> bool:
        """Whether a forward pass is known."""
        return self.companion is not None

    def call(self, probe: Probe) -> Outcome:
        """Call the function on a probe."""
        return outcome_here(self.function, probe, self.contract)

    def call_with_own_cache(self, probe: Probe) -> Outcome:
        """Call it with the cache that the companion returns."""
        return outcome_here(self.function, probe, self.contract, self.companion)


def outcome_here(function: Callable, probe: Probe, contract: Contract, companion: Callable | None = None) -> Outcome:
    """Call a function in this process on a probe and return the ``Outcome``.

    Parameters
    ----------
    function : callable
    probe : Probe
        Only its inputs are used, not the expected outcome.
    contract : Contract
    companion : callable, optional
        The forward pass that returns the cache to use in place of the probe's.
    """
    try:
        ready = staged(contract.through, function)
        if companion is None:
            value, after = call(ready, probe.args, probe.kwargs, probe.calls)
        else:
            value, after = call_with_own_cache(ready, companion, probe.args, probe.kwargs, probe.calls)
        value = reading(value, probe.kwargs)
    except Exception as error:
        return Outcome(problem=problem_of(error))
    changed = not same(after, probe.args[: len(after)])
    return outcome_of(value, probe.parts or contract.parts, contract.opaque, changed)


def staged(through: str | None, function: Callable) -> Callable:
    """Return the function that the probes call: the student's own, or the scenario that uses it."""
    return SCENARIOS[through](function) if through else function


def call(function: Callable, args: tuple, kwargs: dict[str, Any], calls: int = 1) -> tuple[Any, tuple]:
    """Call a function one or more times on the same copies of its inputs.

    Parameters
    ----------
    function : callable
        The student's function, or one of ours.
    args, kwargs : tuple, dict
        The inputs. They are copied, including their memory layout; ``Code`` becomes the function it stands for.
    calls : int
        Number of calls; the last value counts.

    Returns
    -------
    value : object
        What the last call returned.
    after : tuple
        The copies after the calls.
    """
    given = codec.copied(args)
    ready = [item.function() if isinstance(item, codec.Code) else item for item in given]
    value = None
    for _ in range(calls):
        value = function(*ready, **kwargs)
    return value, given


def call_with_own_cache(
    function: Callable, forward: Callable, args: tuple, kwargs: dict[str, Any], calls: int = 1
) -> tuple[Any, tuple]:
    """Call a backward pass with the cache that the student's own forward pass returns for the same inputs."""
    dH, inputs = given = codec.copied(args)
    _, cache = forward(*forward_arguments(inputs))
    value = None
    for _ in range(calls):
        value = function(dH, cache, **kwargs)
    return value, given


def forward_arguments(cache: Any) -> tuple:
    """Return the forward pass's arguments for this cache, which holds all of them, the only one, or only its shape."""
    if not isinstance(cache, (tuple, list)):
        return (cache,)
    if all(isinstance(n, int) for n in cache):
        return (np.zeros(cache),)
    return tuple(cache)


def problem_of(error: BaseException) -> str:
    """Say in one line what an exception means for the student."""
    if isinstance(error, NotImplementedError):
        return NOT_WRITTEN
    if isinstance(error, SyntaxError):
        return f"it stopped with {type(error).__name__}: {error.msg} (line {error.lineno})"
    text = " ".join(str(error).split())
    return f"it stopped with {type(error).__name__}{': ' if text else ''}{text[:300]}"
