"""What is kept of a known mistake's outcome: enough to recognise the same outcome, and nothing to read.

A part is either correct or a digest of its entries, rounded to about three digits of the expected array's norm, so that
the last digits of another processor, or of single precision, do not change it. Where the error is so small that
rounding hides it, the digest is that of the error.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator

import numpy as np

from convlib.lab.checks.cache import cache_fault
from convlib.lab.checks.closeness import Sealed, close
from convlib.lab.checks.model import STOPPED, Fingerprint, Outcome, Probe

CORRECT = "="  # in place of the digest of a part that is correct
LENGTH = 4  # characters of a digest, six bits each
STEPS = 2**10  # rounding steps in the expected norm, which is itself rounded up to a power of two
# Borders between two steps lie at no simple fraction, since that is where results do lie.
OFFSET = 0.3183
FARTHEST = 2.0**50  # steps: what is farther away is only very large
# What is much smaller than expected is rounded in steps of its own, unless nothing but rounding errors is left.
SMALL, NOTHING = 2.0**-6, 2.0**-20


def fingerprint(probe: Probe, outcome: Outcome) -> Fingerprint:
    """Return the fingerprint of what a function did on a probe."""
    if outcome.problem:
        # The words of an exception depend on versions, and on the style of the line that raised it.
        return Fingerprint({}, text_digest(STOPPED if outcome.stopped else outcome.problem))
    parts = {name: part_digest(outcome.parts[name], want) for name, want in probe.expected.parts.items()}
    if probe.keeps_dtype:
        parts |= {
            name: text_digest(got.dtype.name, parts[name])
            for name, got in outcome.parts.items()
            if got.dtype != probe.expected.parts[name].dtype
        }
    if probe.expected.cache is not None:
        fault = cache_fault(outcome.cache, probe.expected.cache)
        parts["cache"] = text_digest(fault) if fault else CORRECT
    return Fingerprint(parts, changed=outcome.changed)


def part_digest(got: np.ndarray, want: "np.ndarray | Sealed") -> str:
    """Return the digest of one part, or ``CORRECT``."""
    if close(got, want):
        return CORRECT
    if isinstance(want, Sealed):
        return array_digest(got, 1.0)
    scale = scale_of(want)
    if (own := scale_of(got)) < scale * SMALL:
        scale = max(own, scale * NOTHING)
    digest = array_digest(got, scale)
    if digest == array_digest(want, scale):
        error = np.subtract(got, want, dtype=complex)
        digest = array_digest(error, scale_of(error))
    return digest


def scale_of(array: np.ndarray) -> float:
    """Return the norm of the finite entries, rounded up to a power of two; 1 if it is zero."""
    finite = array[np.isfinite(array)].astype(complex)
    largest = float(np.abs(finite).max(initial=0))
    if not largest:
        return 1.0
    norm = largest * float(np.linalg.norm(finite / largest))  # squares could overflow
    return float(2.0 ** np.clip(np.floor(np.log2(norm) + OFFSET) + 1, -1000, 1000))


def array_digest(array: np.ndarray, scale: float) -> str:
    """Return a digest of an array's shape and of its entries, rounded to steps of ``scale / STEPS``."""
    real, imaginary = np.real(array), np.imag(array)
    planes = [real, imaginary] if np.iscomplexobj(array) and imaginary.any() else [real]
    with np.errstate(over="ignore"):
        values = np.array(planes, dtype=float).ravel() / scale * STEPS
    values = np.nan_to_num(np.clip(values, -FARTHEST, FARTHEST), nan=2 * FARTHEST)
    values[np.isinf(np.array(planes, dtype=float).ravel())] *= 4
    return text_digest(array.shape, np.floor(values + OFFSET).astype("<i8").tobytes())


def text_digest(*items: object) -> str:
    """Return a digest of texts, bytes and numbers."""
    hashed = hashlib.blake2b(digest_size=6)
    for item in items:
        hashed.update(item if isinstance(item, bytes) else str(item).encode())
    return b64encode(hashed.digest()).decode()[:LENGTH]


def is_stop(known: Fingerprint) -> bool:
    """Return whether the call ended with an exception, of which nothing more is kept."""
    return known.problem == text_digest(STOPPED)


def parse(text: str, probes: Iterable[Probe]) -> Iterator[Fingerprint]:
    """Yield the fingerprints of one mistake on all probes from what ``str`` made of them, joined."""
    at = 0
    for probe in probes:
        parts, problem = {}, ""
        if text[at] == "!":
            problem, at = text[at + 1 : at + 1 + LENGTH], at + 1 + LENGTH
        else:
            for name in (*probe.expected.parts, *["cache"] * (probe.expected.cache is not None)):
                length = 1 if text[at] == CORRECT else LENGTH
                parts[name], at = text[at : at + length], at + length
        changed = text[at : at + 1] == "*"
        at += changed
        yield Fingerprint(parts, problem, changed)
