"""Call a function on copies of the inputs, wherever it lives, and say what happened."""

import numpy as np

from convlib.lab.checks import codec, scenarios
from convlib.lab.checks.examine import Outcome, outcome_of

NOT_WRITTEN = "it is not written yet: replace `raise NotImplementedError()` with your code."


def call(function, args, kwargs, calls=1):
    """Call a function, once or more, on one set of copies.

    Parameters
    ----------
    function : callable
        The student's function, or one of ours.
    args, kwargs : tuple, dict
        The inputs. They are copied, memory layout and all; ``Code`` becomes the function it stands for.
    calls : int
        How often to call; the last value counts.

    Returns
    -------
    value : object
        What the last call returned.
    after : tuple
        The copies as they are afterwards.
    """
    given = codec.copied(args)
    ready = [item.function() if isinstance(item, codec.Code) else item for item in given]
    for _ in range(calls):
        value = function(*ready, **kwargs)
    return value, given


def problem_of(error):
    """Say in one line what an exception means for the student."""
    if isinstance(error, NotImplementedError):
        return NOT_WRITTEN
    if isinstance(error, SyntaxError):
        return f"it stopped with {type(error).__name__}: {error.msg} (line {error.lineno})"
    text = " ".join(str(error).split())
    return f"it stopped with {type(error).__name__}{': ' if text else ''}{text[:300]}"


def call_with_own_cache(function, forward, args, kwargs, calls=1):
    """Call a backward pass with the cache that the student's own forward pass makes of the same inputs."""
    dH, inputs = given = codec.copied(args)
    _, cache = forward(*forward_arguments(inputs))
    for _ in range(calls):
        value = function(dH, cache, **kwargs)
    return value, given


def forward_arguments(cache):
    """Return what a forward pass must get to make this cache: its arguments, its one argument, or just the shape."""
    if not isinstance(cache, (tuple, list)):
        return (cache,)
    if all(isinstance(n, int) for n in cache):
        return (np.zeros(cache),)
    return cache


def staged(through, function):
    """Return the function that the probes call: the student's own, or the scenario that uses it."""
    return getattr(scenarios, through)(function) if through else function


def outcome_here(function, probe, exam, caller=call):
    """Call a function of this process on a probe and sort what it did into an ``Outcome``.

    Parameters
    ----------
    function : callable
    probe : Probe
        Its args, kwargs and calls are used.
    exam : Examination
        Or anything else that has ``parts``, ``opaque`` and ``through``.
    caller : callable
        ``call``, or one that passes on other arguments.
    """
    try:
        value, after = caller(staged(exam.through, function), probe.args, probe.kwargs, probe.calls)
    except Exception as error:
        return Outcome(problem=problem_of(error))
    changed = not codec.same(after, probe.args[: len(after)])
    return outcome_of(value, probe.parts or exam.parts, exam.opaque, changed)
