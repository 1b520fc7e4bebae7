"""Values and whole examinations to plain JSON and back: the format of stored probes and of the judge's pipe.

Nothing is ever pickled, so reading a value cannot run code. The one exception is ``Code``, which only the course
itself writes (the judge ignores it in what a student's process sends back).
"""

import base64
import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any

import numpy as np

from convlib.lab.checks.closeness import Sealed
from convlib.lab.checks.fingerprint import parse
from convlib.lab.checks.model import Examination, Fingerprint, Outcome, Probe, Property

NUMBERS = "biufc"  # the kinds of dtype that may travel
# How most diagnoses end, and how that is stored.
REREAD, SHORT = re.compile(r" Reread lesson (\d+), section (\d+)\.$"), re.compile(r"§(\d+)\.(\d+)$")


@dataclass(frozen=True)
class Code:
    """A function that a probe passes to the student's function, as the source of one expression."""

    source: str

    def function(self) -> Callable:
        """Return the function that the source defines."""
        return eval(self.source, {"np": np})


@dataclass(frozen=True)
class Opaque:
    """Something that cannot be encoded, such as a student's own cache: only the name of its type is kept."""

    kind: str


def array_as_list(array: np.ndarray) -> dict[str, Any]:
    """Encode an array as nested lists: readable, for stored probes (ten significant digits)."""
    numbers = [number if isinstance(number, int) else float(f"{number:.10g}") for number in array.ravel().tolist()]
    numbers = [int(number) if number % 1 == 0 else number for number in numbers]  # 3 is shorter than 3.0
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": numbers}


def array_as_npy(array: np.ndarray) -> dict[str, Any]:
    """Encode an array in NumPy's own file format: exact, for the judge's pipe."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return {"npy": base64.b64encode(buffer.getvalue()).decode()}


def encode(value: Any, array: Callable[[np.ndarray], dict[str, Any]] = array_as_npy) -> Any:
    """Convert a value to what ``json`` can write.

    Parameters
    ----------
    value : object
        A number, array, text, None, ``Code``, or tuples, lists and dicts of these.
    array : callable
        ``array_as_npy`` or ``array_as_list``.
    """
    if isinstance(value, np.generic):
        value = np.asarray(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, Code):
        return {"code": value.source}
    if isinstance(value, Opaque):
        return {"opaque": value.kind}
    if isinstance(value, Sealed):
        return {"sealed": [list(value.shape), value.salt, list(value.digests)]}
    if isinstance(value, np.ndarray) and value.dtype.kind in NUMBERS:
        plain = np.asarray(value)
        return array(plain) | ({} if plain.flags.c_contiguous else {"strided": True})
    if isinstance(value, (tuple, list)):
        return {
            type(value).__name__ if type(value) in (tuple, list) else "tuple": [encode(item, array) for item in value]
        }
    if type(value) is dict and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(item, array) for key, item in value.items()}}
    return {"opaque": type(value).__name__}


def decode(data: Any) -> Any:
    """Convert what ``encode`` returned back to the value. Raises ``ValueError`` on anything else."""
    try:
        return _decode(data)
    except Exception as error:
        raise ValueError(f"not a value of this format: {error}") from error


def _decode(data: Any) -> Any:
    if not isinstance(data, dict):
        if data is None or isinstance(data, (bool, int, str)):
            return data
        raise ValueError(f"not a value of this format: {type(data).__name__}")
    if "npy" in data:
        array = np.load(io.BytesIO(base64.b64decode(data["npy"])), allow_pickle=False)
    elif "dtype" in data:
        array = np.array(data["data"], dtype=data["dtype"]).reshape(data["shape"])
    elif "float" in data:
        return float(data["float"])
    elif "code" in data:
        return Code(data["code"])
    elif "opaque" in data:
        return Opaque(str(data["opaque"]))
    elif "sealed" in data:
        shape, salt, digests = data["sealed"]
        return Sealed(tuple(shape), salt, tuple(digests))
    elif "tuple" in data:
        return tuple(_decode(item) for item in data["tuple"])
    elif "list" in data:
        return [_decode(item) for item in data["list"]]
    else:
        return {key: _decode(item) for key, item in data["dict"].items()}
    if array.dtype.kind not in NUMBERS:
        raise ValueError(f"an array of {array.dtype}")
    return with_gaps(array) if data.get("strided") else array


def with_gaps(array: np.ndarray) -> np.ndarray:
    """Return a non-contiguous view of the same numbers: some solutions read what lies between them."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def copied(value: Any) -> Any:
    """Return what ``decode(encode(value))`` returns for the inputs of a probe, without encoding."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(copied, value))
    if isinstance(value, np.ndarray):
        return np.array(value, order="C") if value.flags.c_contiguous else with_gaps(value)
    return value


def encode_examination(exam: Examination) -> str:
    """Return the text of the file from which the student's check reads an examination.

    Of known mistakes only fingerprints are stored.
    """
    tree: dict[str, Any] = {item.name: getattr(exam, item.name) for item in fields(exam) if item.name != "known"}
    tree["properties"] = [asdict(prop) for prop in exam.properties]
    tree["probes"] = list(map(encoded_probe, exam.probes))
    tree["diagnoses"] = {name: REREAD.sub(r"§\1.\2", says) for name, says in exam.diagnoses.items()}
    tree["mistakes"] = {name: "".join(map(str, prints)) for name, prints in exam.known().items()}
    data = {key: encode(item, array_as_list) for key, item in tree.items()}
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n"


def encoded_probe(probe: Probe) -> dict[str, Any]:
    """Return a probe as a dict, without what has its default value."""
    defaults = {"kwargs": {}, "calls": 1, "note": "", "parts": (), "cache": None, "keeps_dtype": False}
    items = vars(probe) | {"expected": probe.expected.parts, "cache": probe.expected.cache}
    return {key: item for key, item in items.items() if key not in defaults or item != defaults[key]}


def decode_examination(text: str) -> Examination:
    """Read what ``encode_examination`` wrote. The known mistakes are parsed only on demand."""
    data = json.loads(text)
    tree = {key: decode(item) for key, item in data.items()}
    mistakes = tree.pop("mistakes")
    tree["diagnoses"] = {
        name: SHORT.sub(r" Reread lesson \1, section \2.", says) for name, says in tree["diagnoses"].items()
    }
    tree["properties"] = tuple(Property(**item) for item in tree["properties"])
    probes = tuple(map(_probe, tree.pop("probes")))

    @cache
    def known() -> dict[str, list[Fingerprint]]:
        return {name: list(parse(prints, probes)) for name, prints in mistakes.items()}

    return Examination(**tree, probes=probes, known=known)


def _probe(items: dict[str, Any]) -> Probe:
    expected = Outcome(items.pop("expected"), cache=items.pop("cache", None))
    return Probe(**{"kwargs": {}} | items, expected=expected)
