"""Say what is wrong with an answer: the surest explanation that there is, or none.

================ =========================================================================
``line``         the line of the student's code that stopped
``bank``         the known mistake that behaves the same on all probes, or in some parts
``composition``  the two known mistakes that together behave the same on all probes
``probing``      a description of a (bi)linear function, from its answers to unit impulses
``form``         what is returned in a wrong form: a part is missing, or two are exchanged
``circumstances``  what goes wrong besides, with whole numbers or at a second call; ``kept``, with the cache
``reshaping``    what a result of a wrong shape is, once that is put right
``tables``       which rows or columns of a table that was filled in by hand are wrong, and how
``verdicts``     which pairs a student's test judges wrongly
``start``        which weights of a network start wrongly
``computations`` which choices were made wrong in what is not linear: a maximum, a loss, an error
``relations``    how a wrong result is related to the expected one, and ``shapes`` if its shape is wrong
``where``        in which cases it is wrong
================ =========================================================================
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.diagnose.alternatives import chosen
from convlib.lab.checks.diagnose.bank import (
    mistakes_in,
    mistakes_in_parts,
    parts_wrong,
    sentences_of,
    wrong,
    wrong_entries,
)
from convlib.lab.checks.diagnose.circumstances import BESIDES, besides
from convlib.lab.checks.diagnose.composition import pairs_in
from convlib.lab.checks.diagnose.computations import COMPUTATIONS
from convlib.lab.checks.diagnose.form import Intended, without_result, wrong_form
from convlib.lab.checks.diagnose.line import first_line, stopped
from convlib.lab.checks.diagnose.probing import describe
from convlib.lab.checks.diagnose.relations import about_shapes, related, related_part
from convlib.lab.checks.diagnose.reshaping import reshapings
from convlib.lab.checks.diagnose.shapes import lowered
from convlib.lab.checks.diagnose.start import about_start
from convlib.lab.checks.diagnose.tables import folded, tables
from convlib.lab.checks.diagnose.verdicts import in_its_words, misjudged
from convlib.lab.checks.fingerprint import fingerprint
from convlib.lab.checks.model import Examination, Probe, Trials

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
        also = where + in_its_words(exam, caller, trials) + besides(exam, caller, trials, whole)
        return Diagnosis(in_order(exam, lead + also), mistake, line)
    if form:
        says, repair = form
        lead = lead or [says]
        caller, trials = Intended(caller, repair), [(probe, repair(probe, outcome)) for probe, outcome in trials]
    lead += [] if lead else without_result(exam, trials)
    if not any(wrong(outcome, probe) for probe, outcome in trials) or (where and wrong_entries(trials) < ENOUGH):
        return Diagnosis(in_order(exam, lead + where + besides(exam, caller, trials, whole)), mistake, line)
    named = explanation(exam, caller, trials)
    known = [*whole, *(id for _, group in named for id in group)]
    sentences = [sentence for _, group in named for sentence in sentences_of(exam, group)]
    explained = {part for parts, _ in named for part in parts}
    rest = [(without(probe, explained), outcome) for probe, outcome in trials]
    said = described(exam, caller, rest) + in_its_words(exam, caller, trials)
    sentences = [*lead, *sentences, *where, *said, *besides(exam, caller, trials, known)]
    return Diagnosis(in_order(exam, sentences), mistake or next(iter(known), None), line)


def in_order(exam: Examination, sentences: list[str]) -> list[str]:
    """Return each sentence once; the first one does not begin as if something were said before it."""
    if sentences and sentences[0].startswith(BESIDES):
        said = sentences[0].removeprefix(BESIDES)
        sentences = [said if said.split()[0] in exam.parts else said[0].upper() + said[1:], *sentences[1:]]
    return list(dict.fromkeys(sentences))


def without(probe: Probe, parts: Collection[str]) -> Probe:
    """Return a probe of which these parts are not looked at."""
    left = {name: want for name, want in probe.expected.parts.items() if name not in parts}
    return replace(probe, expected=replace(probe.expected, parts=left), keeps_dtype=False)


def described(exam: Examination, caller: Caller, trials: Trials) -> list[str]:
    """Describe wrong results without naming a mistake."""
    if not any(wrong(replace(outcome, changed=False), probe) for probe, outcome in trials):
        return []
    shape, right_shape = folded(trials)
    if known := mistakes_in(exam, right_shape) if shape else []:
        return shape + sentences_of(exam, known)
    if said := tables(exam, trials) or misjudged(exam, caller, trials):
        return said
    said, parts = computed(exam, trials)
    said += about_start(trials)
    for part in wrong_parts(trials):
        if part not in parts and (sentences := without_its_shape(exam, caller, trials, part)):
            said += sentences
            parts.add(part)
    rest = [(without(probe, parts), outcome) for probe, outcome in trials]
    return said + (of_values(exam, caller, rest, PROBING_SECONDS) if wrong_parts(rest) else [])


def computed(exam: Examination, trials: Trials) -> tuple[list[str], set[str]]:
    """Describe the parts that a computation with wrong choices gives, and return which they are."""
    computations = COMPUTATIONS.get(exam.exercise, {})
    says = {
        part: sentences
        for part in computations
        if part in wrong_parts(trials)
        if (sentences := chosen(exam, trials, part, computations[part], PROBING_SECONDS / len(computations)))
    }
    return together(says), set(says)


def together(says: Mapping[str, list[str]]) -> list[str]:
    """Return the sentences about some parts; what is the same for several of them is said once."""
    parts: dict[str, list[str]] = {}
    for part, sentences in says.items():
        for sentence in sentences:
            parts.setdefault(sentence.replace(f"{part} is ", "{} is ", 1), []).append(part)
    return [
        sentence.replace(
            "{} is ", f"{', '.join(names[:-1])} and {names[-1]} are " if names[1:] else f"{names[0]} is ", 1
        )
        for sentence, names in parts.items()
    ]


def of_values(exam: Examination, caller: Caller, trials: Trials, seconds: float, exact: bool = False) -> list[str]:
    """Describe wrong results by how they are computed, else by how they are related to the right ones."""
    computations = COMPUTATIONS.get(exam.exercise, {})
    said = [
        sentence
        for part in filter(computations.__contains__, wrong_parts(trials))
        for sentence in chosen(exam, trials, part, computations[part], seconds / len(computations))
        or related_part(exam, trials, part, exact=exact)
    ]
    return said or describe(exam, caller, trials, seconds, exact) or ([] if exact else related(exam, trials))


def without_its_shape(exam: Examination, caller: Caller, trials: Trials, part: str) -> list[str]:
    """Say what is wrong with the shape of a part and, as if that were right, with the rest; nothing if neither fits."""
    others = set(exam.parts) - {part}
    ways = list(reshapings(part, trials))
    for reshaping in ways:
        repaired = [(without(probe, others), reshaping(probe, outcome)) for probe, outcome in trials]
        if not wrong_parts(repaired):
            return about_shapes(exam, trials, part) or [reshaping.says]
    for reshaping in ways:
        repaired = [(without(probe, others), reshaping(probe, outcome)) for probe, outcome in trials]
        known = [sentence for _, group in mistakes_in_parts(exam, repaired) for sentence in sentences_of(exam, group)]
        if said := known or of_values(exam, Intended(caller, reshaping), repaired, PROBING_SECONDS / len(ways), True):
            return [reshaping.says, *(f"With that put right, {lowered(part, sentence)}" for sentence in said)]
    return []


def wrong_parts(trials: Trials) -> list[str]:
    """Return the parts that some call returned wrongly."""
    found = dict.fromkeys(part for probe, outcome in trials for part in parts_wrong([fingerprint(probe, outcome)]))
    return [part for part in found if part != "cache"]


def explanation(exam: Examination, caller: Caller, trials: Trials) -> list[tuple[set[str], list[str]]]:
    """Return the surest explanation by known mistakes: for each, the parts that it explains and those that do the same.

    A part that no known mistake explains is left out.
    """
    everything = {*(part for probe in exam.probes for part in probe.expected.parts), "cache"}
    if sentences_of(exam, whole := mistakes_in(exam, trials)):
        return [(everything, whole)]
    if pair := pairs_in(exam, caller, trials):
        return [(everything, [mistake]) for mistake in pair]
    return [(parts, group) for parts, group in mistakes_in_parts(exam, trials) if sentences_of(exam, group)]
