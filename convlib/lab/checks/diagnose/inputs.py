"""The inputs of a probe by name, a cache unpacked, and the same probe with other arrays."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from convlib.lab.checks.model import Examination, Probe


def inputs(exam: Examination, probe: Probe) -> dict[str, Any]:
    """Return everything that a probe passes, by name."""
    return dict(zip(exam.inputs, leaves(probe.args), strict=False)) | probe.kwargs


def arrays(exam: Examination, probe: Probe) -> dict[str, np.ndarray]:
    """Return the arrays that a probe passes, by name."""
    return {name: item for name, item in inputs(exam, probe).items() if isinstance(item, np.ndarray)}


def with_arrays(exam: Examination, probe: Probe, values: Mapping[str, np.ndarray]) -> Probe:
    """Return a probe with these arrays in place of its own."""
    names = iter(exam.inputs)

    def walk(item: Any) -> Any:
        return tuple(map(walk, item)) if nested(item) else values.get(next(names), item)

    return replace(probe, args=tuple(map(walk, probe.args)))


def leaves(items: tuple) -> Iterator[Any]:
    """Yield the arguments, a cache unpacked."""
    for item in items:
        if nested(item):
            yield from leaves(item)
        else:
            yield item


def nested(item: Any) -> bool:
    """Return whether an argument is a cache; a shape is one argument."""
    return isinstance(item, tuple) and not all(isinstance(n, int) for n in item)
