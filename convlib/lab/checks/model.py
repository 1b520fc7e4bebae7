"""What an examination consists of: the properties that must hold, the probes that test them, and outcomes of calls.

A *probe* is a test case: one set of inputs with the expected outcome. An *examination* is an exercise's test cases
together with its scoring.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

TIME_LIMIT = "TimeLimit"  # the kind of a stop that is no exception of the student's
STOPPED = "it stopped with "  # how the problem of an exception begins


@dataclass(frozen=True)
class Property:
    """One thing that must hold, and its points.

    Parameters
    ----------
    name : str
        Its name in the report.
    points : float
    kind : {"shape", "values", "untouched"}
        What is compared: shapes; values, of all parts or only of ``part``; values, and that the inputs are unchanged.
    part : str, optional
        The only part to compare.
    probes : str, optional
        The group of probes to use, by default the one with the property's own name.
    builds_on_values : bool
        Whether it is meaningful only if the values are correct: it is about dtypes, repeated calls or side effects.
        A mistake in a single part is recognised without these probes.
    """

    name: str
    points: float
    kind: Literal["shape", "values", "untouched"] = "values"
    part: str | None = None
    probes: str | None = None
    builds_on_values: bool = False

    @property
    def group(self) -> str:
        """The group of probes that test this property."""
        return self.probes or self.name


@dataclass(frozen=True)
class Stop:
    """Where and why a call ended without a result: to be shown, never compared.

    The judge gets it from the student's process, which may write anything into it.
    """

    kind: str  # the exception's type, or TIME_LIMIT
    text: str  # its message
    line: int | None = None  # the number of the line in the student's cell or file, if one is to blame
    source: str = ""  # that line
    facts: tuple[str, ...] = ()  # what the line did with what: true sentences


@dataclass(frozen=True)
class Outcome:
    """What one call did: the parts it returned, or one sentence that says why there are none."""

    parts: dict[str, np.ndarray] = field(default_factory=dict)
    problem: str | None = None
    changed: bool = False  # whether the inputs were modified
    cache: Any = None  # what a forward pass returned for its backward pass; of the course's, the items by name
    stop: Stop | None = None  # if the problem is an exception

    @property
    def stopped(self) -> bool:
        """Whether the call ended with an exception, whose words depend on versions and say nothing certain."""
        return self.stop is not None or bool(self.problem and self.problem.startswith(STOPPED))


@dataclass(frozen=True)
class Probe:
    """A test case: one set of inputs with the expected outcome."""

    group: str
    args: tuple
    kwargs: dict[str, Any]
    calls: int = 1
    expected: Outcome = field(default_factory=Outcome)
    note: str = ""  # what to tell the student if it fails; it never reaches the student's function
    parts: tuple[str, ...] = ()  # what this call returns, if not what the exercise says
    keeps_dtype: bool = False  # whether the results must have the dtype of the expected ones


# What a function did on each probe.
Trials: TypeAlias = Sequence[tuple[Probe, Outcome]]


@dataclass(frozen=True)
class Fingerprint:
    """One outcome: the digest of each part or of the problem, and whether the inputs were modified."""

    parts: dict[str, str]
    problem: str = ""
    changed: bool = False

    def __str__(self) -> str:
        """Return it as it is stored: digests one after the other."""
        return (f"!{self.problem}" if self.problem else "".join(self.parts.values())) + "*" * self.changed


@dataclass(frozen=True)
class Examination:
    """Everything the comparison needs to know about one exercise.

    Raises
    ------
    ValueError
        If a property has no probes, and so would always hold, or if probes test no property.
    """

    exercise: str
    inputs: tuple[str, ...]  # the names of the arguments, with a cache unpacked
    parts: tuple[str, ...]
    opaque: tuple[str, ...]
    companion: str | None
    through: str | None  # the scenario that calls what the student wrote
    properties: tuple[Property, ...]
    probes: tuple[Probe, ...]
    diagnoses: dict[str, str]  # mistake id -> one sentence and where to reread
    reveal: bool  # whether a failing check may show the correct answer next to the wrong one
    known: Callable[[], dict[str, list[Fingerprint]]]  # mistake id -> what it does on each probe; for failures only
    forbids: tuple[str, ...] = ()  # functions that would be the whole answer
    pairs: dict[str, str] = field(default_factory=dict)  # pairs of mistakes, as ``fingerprint`` stores them

    def __post_init__(self) -> None:
        proved, shown = {p.group for p in self.properties}, {p.group for p in self.probes}
        if proved != shown:
            raise ValueError(
                f"{self.exercise}: the groups of probes and of properties must be the same, but they differ in "
                f"{', '.join(sorted(proved ^ shown))}."
            )

    @property
    def special_groups(self) -> set[str]:
        """The groups of probes whose properties build on correct values."""
        return {p.group for p in self.properties if p.builds_on_values}
