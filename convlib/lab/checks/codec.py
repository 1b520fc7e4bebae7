"""Arrays, numbers and tuples as plain JSON and back: the one format of stored probes and of the judge's pipe.

Nothing is ever pickled, so reading a value cannot run code. The one exception is ``Code``, which only the course
itself writes (the judge ignores it in what a student's process sends back).
"""

import base64
import io
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Code:
    """A function that a probe hands to the student's function, as the source of one expression."""

    source: str

    def function(self):
        """Return the function that the source describes."""
        return eval(self.source, {"np": np})


@dataclass(frozen=True)
class Opaque:
    """Something that cannot travel, such as a student's own cache: only the name of its type does."""

    kind: str


def array_as_list(array):
    """Encode an array as nested lists: readable, for stored probes (ten significant digits)."""
    numbers = [number if isinstance(number, int) else float(f"{number:.10g}") for number in array.ravel().tolist()]
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": numbers}


def array_as_npy(array):
    """Encode an array as NumPy's own file format: exact, for the judge's pipe."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return {"npy": base64.b64encode(buffer.getvalue()).decode()}


def encode(value, array=array_as_npy):
    """Turn a value into what ``json`` can write.

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
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        plain = np.asarray(value)
        return array(plain) | ({} if plain.flags.c_contiguous else {"strided": True})
    if isinstance(value, (tuple, list)):
        return {
            type(value).__name__ if type(value) in (tuple, list) else "tuple": [encode(item, array) for item in value]
        }
    if type(value) is dict and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(item, array) for key, item in value.items()}}
    return {"opaque": type(value).__name__}


def decode(data):
    """Turn what ``encode`` made back into the value. Raises ``ValueError`` on anything else."""
    try:
        return _decode(data)
    except Exception as error:
        raise ValueError(f"not a value of this format: {error}") from error


def _decode(data):
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
    elif "tuple" in data:
        return tuple(_decode(item) for item in data["tuple"])
    elif "list" in data:
        return [_decode(item) for item in data["list"]]
    else:
        return {key: _decode(item) for key, item in data["dict"].items()}
    return with_gaps(array) if data.get("strided") else array


def with_gaps(array):
    """Return a view of the same numbers that do not lie side by side: some solutions read those between them."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def copied(value):
    """Return what ``decode(encode(value))`` returns for the inputs of a probe, without the detour."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(copied, value))
    if isinstance(value, np.ndarray):
        return np.array(value, order="C") if value.flags.c_contiguous else with_gaps(value)
    return value


def same(a, b):
    """Tell whether two values are equal all the way down, floats up to rounding."""
    if isinstance(a, (tuple, list)):
        return isinstance(b, (tuple, list)) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        alike = isinstance(b, np.ndarray) and a.shape == b.shape and a.dtype == b.dtype
        return alike and np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True)
    return type(a) is type(b) and a == b
