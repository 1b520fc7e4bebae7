"""Say what is wrong with an answer: the surest explanation that there is, or none.

================ =========================================================================
``line``         the line of the student's code that stopped
``bank``         the known mistake that behaves the same on all probes, or in some parts
``composition``  the two known mistakes that together behave the same on all probes
``probing``      a description of a (bi)linear function, from its answers to unit impulses
``form``         what is returned in a wrong form: a part is missing, or two are exchanged
``tables``       which rows or columns of a table that was filled in by hand are wrong, and how
``verdicts``     which pairs a student's test judges wrongly
``computations`` which choices were made wrong in what is not linear: a maximum, a loss, an error
``relations``    how a wrong result is related to the expected one, and ``shapes`` if its shape is wrong
``where``        in which cases it is wrong
================ =========================================================================
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.diagnose.alternatives import chosen
from convlib.lab.checks.diagnose.bank import mistakes_in, mistakes_in_parts, sentences_of, wrong, wrong_entries
from convlib.lab.checks.diagnose.composition import pairs_in
from convlib.lab.checks.diagnose.computations import COMPUTATIONS
from convlib.lab.checks.diagnose.form import Intended, wrong_form
from convlib.lab.checks.diagnose.line import first_line, stopped
from convlib.lab.checks.diagnose.probing import describe
from convlib.lab.checks.diagnose.relations import related, related_part
from convlib.lab.checks.diagnose.tables import folded, tables
from convlib.lab.checks.diagnose.verdicts import misjudged
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
    whole = [] if where and wrong_entries(trials) < ENOUGH else mistakes_in(exam, trials)
    lead = sentences_of(exam, whole)
    form = wrong_form(exam, trials)
    mistake = whole[0] if lead else None
    if lead and not form:
        return Diagnosis(lead + where, mistake, line)
    if form:
        says, repair = form
        lead = lead or [says]
        caller, trials = Intended(caller, repair), [(probe, repair(probe, outcome)) for probe, outcome in trials]
    if not any(wrong(outcome, probe) for probe, outcome in trials) or (where and wrong_entries(trials) < ENOUGH):
        return Diagnosis(lead + where, mistake, line)
    for groups in explanations(exam, caller, trials):
        named = [sentence for group in groups for sentence in sentences_of(exam, group)]
        if named:
            known = [id for group in groups for id in group]
            sentences = dict.fromkeys([*lead, *named, *where, *changed(exam, trials, known)])
            return Diagnosis(list(sentences), mistake or groups[0][0], line)
    return Diagnosis(lead + where + described(exam, caller, trials) + changed(exam, trials), mistake, line)


def changed(exam: Examination, trials: Trials, known: Sequence[str] = ()) -> list[str]:
    """Say that the inputs are changed, unless that is what the known mistakes do."""
    if not any(outcome.changed for _, outcome in trials):
        return []
    said = any(one.changed for id in known for one in exam.known()[id])
    return [] if said else ["Besides, the inputs are changed: work on a copy."]


def described(exam: Examination, caller: Caller, trials: Trials) -> list[str]:
    """Describe wrong results without naming a mistake."""
    shape, right_shape = folded(trials)
    if known := mistakes_in(exam, right_shape) if shape else []:
        return shape + sentences_of(exam, known)
    if said := tables(exam, trials) or misjudged(exam, trials):
        return said
    computations = COMPUTATIONS.get(exam.exercise, {})
    said = [
        sentence
        for part, computation in computations.items()
        for sentence in chosen(exam, trials, part, computation, PROBING_SECONDS / len(computations))
        or related_part(exam, trials, part)
    ]
    return said or describe(exam, caller, trials, PROBING_SECONDS) or related(exam, trials)


def explanations(exam: Examination, caller: Caller, trials: Trials) -> Iterator[list[list[str]]]:
    """Yield explanations by known mistakes, the surest first: for each slip, the mistakes that do the same."""
    if whole := mistakes_in(exam, trials):
        yield [whole]
    if pair := pairs_in(exam, caller, trials):
        yield [[mistake] for mistake in pair]
    if parts := mistakes_in_parts(exam, trials):
        yield parts
