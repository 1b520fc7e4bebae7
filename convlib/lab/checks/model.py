"""What an examination is made of: the properties that must hold, the probes that show them, and outcomes of calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

VALUES = "values"  # the group of probes that shows what a function computes on ordinary inputs


@dataclass(frozen=True)
class Property:
    """One thing that must hold, and its points.

    Parameters
    ----------
    name : str
        What the report calls it.
    points : float
    kind : {"shape", "values", "untouched"}
        What is compared: shapes; values, of all parts or of ``part`` alone; values, and the inputs are as before.
    part : str, optional
        The only part that counts.
    probes : str, optional
        The group of probes to look at, by default the one of the property's own name.
    builds_on_values : bool
        Whether it says something only where the values are right: it is about dtypes, repeated calls or side
        effects. What a function does on these probes is not held against a known mistake when it is recognised.
    """

    name: str
    points: float
    kind: Literal["shape", "values", "untouched"] = "values"
    part: str | None = None
    probes: str | None = None
    builds_on_values: bool = False

    @property
    def group(self) -> str:
        """The group of probes that prove this property."""
        return self.probes or self.name


@dataclass(frozen=True)
class Outcome:
    """What one call did: the parts it returned, or the one sentence that says why there are none."""

    parts: dict[str, np.ndarray] = field(default_factory=dict)
    problem: str | None = None
    changed: bool = False  # whether the inputs are no longer as they were


@dataclass(frozen=True)
class Probe:
    """One set of inputs, with the right outcome."""

    group: str
    args: tuple
    kwargs: dict[str, Any]
    calls: int = 1
    expected: Outcome = field(default_factory=Outcome)
    note: str = ""  # what to tell the student where it fails; it never reaches the student's function
    parts: tuple[str, ...] = ()  # what this call returns, where it is not what the exercise says


# What a function did on each probe.
Trials: TypeAlias = Sequence[tuple[Probe, Outcome]]


@dataclass(frozen=True)
class Examination:
    """Everything the comparison needs to know about one exercise.

    Raises
    ------
    ValueError
        If a property has no probes, and so would always hold, or if probes show no property.
    """

    exercise: str
    inputs: tuple[str, ...]  # the names of the arguments, a cache taken apart
    parts: tuple[str, ...]
    opaque: tuple[str, ...]
    companion: str | None
    through: str | None  # the scenario that calls what the student wrote
    properties: tuple[Property, ...]
    probes: tuple[Probe, ...]
    diagnoses: dict[str, str]  # mistake id -> one sentence and where to reread
    reveal: bool  # whether a failing check may show the right answer beside the wrong one
    known: Callable[[], dict[str, list[Outcome]]]  # mistake id -> its outcome on each probe; asked only on a failure

    def __post_init__(self) -> None:
        proved, shown = {p.group for p in self.properties}, {p.group for p in self.probes}
        if proved != shown:
            raise ValueError(
                f"{self.exercise}: the groups of probes must be those of the properties, but they differ in "
                f"{', '.join(sorted(proved ^ shown))}."
            )

    @property
    def special_groups(self) -> set[str]:
        """The groups of probes whose properties build on right values."""
        return {p.group for p in self.properties if p.builds_on_values}
