"""Name two known mistakes that were made at once: the pair whose composed version behaves the same on all probes."""

from collections.abc import Iterable, Mapping, Sequence

from convlib.lab.checks.calling import Caller
from convlib.lab.checks.fingerprint import fingerprint, text_digest
from convlib.lab.checks.model import Examination, Fingerprint, Probe, Trials
from convlib.lab.checks.stored import examination, names

LENGTH = 4  # characters of a pair's digest
# A step from one mistake to the next that is in a pair; the last one is a step without a pair.
STEPS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def pairs_in(exam: Examination, caller: Caller, trials: Trials) -> list[str]:
    """Return the ids of the two known mistakes that together give these outcomes, or none.

    The outcomes of pairs are known for the stored probes only. The judge, which draws its own, calls the function on
    those as well.
    """
    if exam.exercise not in names():
        return []
    stored = examination(exam.exercise)
    if not stored.pairs:
        return []
    if exam is not stored:
        trials = [(probe, caller.call(probe)) for probe in ordinary(stored)]
    own = [fingerprint(probe, outcome) for probe, outcome in trials if probe.group not in stored.special_groups]
    return list(decode_pairs(stored.pairs, list(stored.diagnoses)).get(pair_digest(own), ()))


def ordinary(exam: Examination) -> list[Probe]:
    """Return the probes on which pairs are compared: not those about dtypes, repeated calls or side effects."""
    return [probe for probe in exam.probes if probe.group not in exam.special_groups]


def pair_digest(prints: Iterable[Fingerprint]) -> str:
    """Return the digest of what a function does on all ordinary probes."""
    return text_digest(*map(str, prints))[:LENGTH]


def encode_pairs(found: Mapping[tuple[str, str], str], ids: Sequence[str]) -> dict[str, str]:
    """Return the digests of pairs as they are stored: for each first mistake, the second ones with their digests."""
    place = {id: k for k, id in enumerate(ids)}
    table: dict[str, str] = {}
    last: dict[str, int] = {}
    for first, second in sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]])):
        key = str(place[first])
        step = place[second] - last.get(key, place[first])
        last[key] = place[second]
        wide, narrow = divmod(step, len(STEPS) - 1)
        table[key] = table.get(key, "") + wide * STEPS[-1] + STEPS[narrow] + found[first, second]
    return table


def decode_pairs(table: Mapping[str, str], ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the pairs of mistakes by their digests. Of several with the same digest, the first counts."""
    pairs: dict[str, tuple[str, str]] = {}
    for key, text in table.items():
        if not key.isdecimal():
            continue
        at, second = 0, int(key)
        while at < len(text):
            step = STEPS.index(text[at])
            second, at = second + step, at + 1
            if step < len(STEPS) - 1:
                pairs.setdefault(text[at : at + LENGTH], (ids[int(key)], ids[second]))
                at += LENGTH
    return pairs
