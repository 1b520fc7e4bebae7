"""Say what is wrong with an answer: the surest explanation that there is, or none.

===============  =========================================================================
``line``         the line of the student's code that stopped
``bank``         the known mistake that behaves the same on all probes, or in some parts
``composition``  the two known mistakes that together behave the same on all probes
``probing``      a description of a (bi)linear function, from its answers to unit impulses
``relations``    how a wrong result is related to the expected one
===============  =========================================================================
"""

from dataclasses import dataclass, field

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.diagnose.bank import mistake_in, mistakes_in_parts
from convlib.lab.checks.diagnose.composition import pairs_in
from convlib.lab.checks.diagnose.line import stopped
from convlib.lab.checks.diagnose.probing import describe
from convlib.lab.checks.diagnose.relations import related
from convlib.lab.checks.model import Examination, Trials

PROBING_SECONDS = 2.0


@dataclass(frozen=True)
class Diagnosis:
    """What is wrong with an answer: sentences, and the ids of known mistakes, if that is what it is."""

    sentences: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def diagnose(exam: Examination, caller: Caller, trials: Trials) -> Diagnosis:
    """Explain wrong outcomes.

    Parameters
    ----------
    exam : Examination
    caller : Caller
        Calls the function on further probes.
    trials : Trials
        What it returned on the examination's probes.
    """
    if sentences := stopped(exam, trials):
        return Diagnosis(sentences)
    if mistakes := mistake_in(exam, trials) or pairs_in(exam, caller, trials) or mistakes_in_parts(exam, trials):
        return Diagnosis([exam.diagnoses[mistake] for mistake in mistakes], mistakes)
    return Diagnosis(describe(exam, caller, trials, PROBING_SECONDS) or related(exam, trials))
