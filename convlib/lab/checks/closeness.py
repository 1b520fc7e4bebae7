"""When two results count as equal. There are three questions, each with its own limit.

=====================  ==============================================  =========  =========
question               measure                                         float64    float32
=====================  ==============================================  =========  =========
``close``              norm of the difference, relative to the         1e-6       1e-4
                       expected norm: is the result correct?
``differing``          entry by entry, for a reader: which entries     1e-4       1e-4
                       should a report point to?
``same``               entry by entry, up to rounding: is a value      1e-9       1e-6
                       unchanged?
=====================  ==============================================  =========  =========

Integers, booleans and complex numbers count as float64, and half precision as float32. Correct answers in float64
differ by about 1e-12 in norm, those in float32 by 1e-6; incorrect ones by 1e-1.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

LIMIT_FLOAT64, LIMIT_FLOAT32 = 1e-6, 1e-4
ROUNDING_FLOAT64, ROUNDING_FLOAT32 = 1e-9, 1e-6
SMALLEST_NORM = 1e-3  # below this norm the error is absolute, so that an expected zero can be matched


ROUNDS = 1000  # of hashing, so that trying numbers takes longer than working out the answer


@dataclass(frozen=True)
class Sealed:
    """An expected array of which the student's check keeps only a salted digest of each entry.

    The answer to an exercise done by hand cannot be read from it. But its entries are small numbers, so somebody who
    programs a search finds them.
    """

    shape: tuple[int, ...]
    salt: str
    digests: tuple[str, ...]

    @classmethod
    def of(cls, array: np.ndarray, salt: str) -> "Sealed":
        """Seal an array."""
        return cls(array.shape, salt, cls(array.shape, salt, ())._digests_of(array))

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self.digests)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def differing(self, got: np.ndarray) -> np.ndarray:
        """Return a boolean array: which entries of an array of the same shape are not those that were sealed."""
        pairs = zip(self._digests_of(got), self.digests, strict=True)
        return np.array([one != other for one, other in pairs]).reshape(self.shape)

    def _digests_of(self, array: np.ndarray) -> tuple[str, ...]:
        return tuple(slow_digest(f"{self.salt} {k} {entry:.6g}") for k, entry in enumerate(array.ravel() + 0.0))


@cache
def slow_digest(text: str) -> str:
    """Return a digest that takes about a millisecond to compute."""
    digest = text.encode()
    for _ in range(ROUNDS):  # hashlib.pbkdf2_hmac is not available in the browser
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:12]


def is_single(array: np.ndarray) -> bool:
    """Return whether an array holds float32 or half precision."""
    return array.dtype.kind == "f" and array.dtype.itemsize < 8


def close(got: np.ndarray, expected: np.ndarray | Sealed) -> bool:
    """Return whether two arrays agree in shape and, in norm, in value. The limit is that of ``got``'s dtype."""
    if got.shape != expected.shape:
        return False
    if isinstance(expected, Sealed):
        return not expected.differing(got).any()
    limit = LIMIT_FLOAT32 if is_single(got) else LIMIT_FLOAT64
    finite = np.isfinite(expected)
    if not np.array_equal(got[~finite], expected[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
        return False
    # In complex numbers, since half precision and small integers overflow.
    numbers, wanted = got[finite].astype(complex), expected[finite].astype(complex)
    with np.errstate(over="ignore"):  # a wrong result may be huge
        error = np.linalg.norm(numbers - wanted)
    return bool(error <= limit * max(float(np.linalg.norm(wanted)), SMALLEST_NORM))


def differing(got: np.ndarray, expected: np.ndarray | Sealed) -> np.ndarray:
    """Return a boolean array of the same shape: which entries differ enough for a report to point to them."""
    if isinstance(expected, Sealed):
        return expected.differing(got)
    return ~np.isclose(got, expected, rtol=LIMIT_FLOAT32, atol=LIMIT_FLOAT64, equal_nan=True)


def same(a: Any, b: Any) -> bool:
    """Return whether two values are recursively equal, including their types, with floats equal up to rounding."""
    if isinstance(a, (tuple, list)):
        return isinstance(b, (tuple, list)) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        if not isinstance(b, np.ndarray) or a.shape != b.shape or a.dtype != b.dtype:
            return False
        rounding = ROUNDING_FLOAT32 if is_single(a) else ROUNDING_FLOAT64
        return bool(np.allclose(a, b, rtol=rounding, atol=rounding / 1000, equal_nan=True))
    return type(a) is type(b) and a == b
