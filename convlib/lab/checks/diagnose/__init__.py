"""Say what is wrong with an answer: the surest explanation that there is, or none.

===============  =========================================================================
``line``         the line of the student's code that stopped
``bank``         the known mistake that behaves the same on all probes, or in some parts
``composition``  the two known mistakes that together behave the same on all probes
``probing``      a description of a (bi)linear function, from its answers to unit impulses
``relations``    how a wrong result is related to the expected one
===============  =========================================================================
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.diagnose.bank import mistakes_in, mistakes_in_parts, sentences_of, wrong, wrong_entries
from convlib.lab.checks.diagnose.composition import pairs_in
from convlib.lab.checks.diagnose.line import first_line, stopped
from convlib.lab.checks.diagnose.probing import describe
from convlib.lab.checks.diagnose.relations import related
from convlib.lab.checks.model import Examination, Trials

PROBING_SECONDS = 2.0
ENOUGH = 4  # wrong entries that must agree where other calls stopped: a single number agrees by chance


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with an answer, in sentences."""

    sentences: list[str] = field(default_factory=list)
    mistake: str | None = None  # the id of the known mistake that the first sentence names
    line: int | None = None  # the number of the line that stopped


def diagnose(exam: Examination, caller: Caller, trials: Trials) -> Diagnosis:
    """Explain wrong outcomes.

    Where some calls stop and others return wrong values, the values may be explained as well as the line.

    Parameters
    ----------
    exam : Examination
    caller : Caller
        Calls the function on further probes.
    trials : Trials
        What it returned on the examination's probes.
    """
    where, line = stopped(exam, trials), first_line(trials)
    if not any(wrong(outcome, probe) for probe, outcome in trials) or (where and wrong_entries(trials) < ENOUGH):
        return Diagnosis(where, None, line)
    for groups in explanations(exam, caller, trials):
        sentences = [sentence for group in groups for sentence in sentences_of(exam, group)]
        if sentences:
            return Diagnosis(list(dict.fromkeys(sentences)) + where, groups[0][0], line)
    described = describe(exam, caller, trials, PROBING_SECONDS) or related(exam, trials)
    return Diagnosis(where + described, None, line)


def explanations(exam: Examination, caller: Caller, trials: Trials) -> Iterator[list[list[str]]]:
    """Yield explanations by known mistakes, the surest first: for each slip, the mistakes that do the same."""
    if whole := mistakes_in(exam, trials):
        yield [whole]
    if pair := pairs_in(exam, caller, trials):
        yield [[mistake] for mistake in pair]
    if parts := mistakes_in_parts(exam, trials):
        yield parts
