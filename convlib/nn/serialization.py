"""The parameters of a network in a file: written whole or not at all, read only where they fit."""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np


def save_params(params: dict[str, np.ndarray], path: str | Path) -> None:
    """Write parameters to an .npz file; an interruption leaves no half file.

    Parameters
    ----------
    params : dict of ndarray
        The parameters by name.
    path : str or Path
        The file. One that exists is replaced.

    Raises
    ------
    FileNotFoundError
        If its folder does not exist.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent} to save in: make it first.")
    # Written beside its place and moved there when complete: a move within one disk happens wholly or not at all.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        complete = Path(folder, "params.npz")
        np.savez(complete, **params)  # type: ignore[arg-type]  # NumPy's stubs take the names for its own arguments
        os.replace(complete, path)


def load_params(params: dict[str, np.ndarray], path: str | Path) -> None:
    """Read the parameters that ``save_params`` wrote, in place. Nothing changes unless all of them fit.

    Parameters
    ----------
    params : dict of ndarray
        The parameters by name; their contents are replaced.
    path : str or Path
        The file.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not a complete .npz file, holds pickled objects, or its names, shapes or dtypes are not those of the
        parameters.
    """
    stored = _read_arrays(path)
    faults = [f"{name} is missing" for name in params if name not in stored]
    faults += [f"{name} is unknown to the network" for name in stored if name not in params]
    for name in params.keys() & stored.keys():
        got, expected = (f"{array.dtype} {array.shape}" for array in (stored[name], params[name]))
        if got != expected:
            faults.append(f"{name} is {got} but must be {expected}")
    if faults:
        raise ValueError(f"{path} does not fit this network: {'; '.join(sorted(faults))}.")
    for name, param in params.items():
        param[...] = stored[name]


def _read_arrays(path: str | Path) -> dict[str, np.ndarray]:
    """Return all arrays of an .npz file by name; raise an error of one sentence where that cannot be done."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"There is no file {path} to load.")
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is not an .npz file, or only a part of one: write it again with save.")
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except Exception as reason:  # a damaged archive can fail in zip, zlib, NumPy or the system
        raise ValueError(f"{path} is damaged, or holds pickled objects, which are never loaded.") from reason
    # NumPy returns as bytes what is not an array.
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{path} is not a file of parameters: {name} in it is not an array.")
    return arrays
