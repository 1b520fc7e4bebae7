"""The parameters of a network in a file: written atomically, loaded only if names, shapes and dtypes match."""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np


def save_params(params: dict[str, np.ndarray], path: str | Path) -> None:
    """Write parameters to an .npz file; an interruption leaves no partial file.

    Parameters
    ----------
    params : dict of ndarray
        The parameters by name.
    path : str or Path
        The file. An existing one is replaced.

    Raises
    ------
    FileNotFoundError
        If its folder does not exist.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent} to save to: create it first.")
    # Written next to its destination and moved there when complete: a move within one file system is atomic.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        complete = Path(folder, "params.npz")
        np.savez(complete, **params)  # type: ignore[arg-type]  # NumPy's stubs mistake the names for its own arguments
        os.replace(complete, path)


def load_params(params: dict[str, np.ndarray], path: str | Path) -> None:
    """Load the parameters that ``save_params`` wrote, in place. Nothing changes unless all of them match.

    Parameters
    ----------
    params : dict of ndarray
        The parameters by name; their contents are replaced.
    path : str or Path
        The file.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If it is not a complete .npz file, holds pickled objects, or its names, shapes or dtypes do not match those
        of the parameters.
    """
    stored = _read_arrays(path)
    faults = [f"{name} is missing" for name in params if name not in stored]
    faults += [f"{name} is unknown to the network" for name in stored if name not in params]
    for name in params.keys() & stored.keys():
        got, expected = (f"{array.dtype} {array.shape}" for array in (stored[name], params[name]))
        if got != expected:
            faults.append(f"{name} is {got} but must be {expected}")
    if faults:
        raise ValueError(f"{path} does not match this network: {'; '.join(sorted(faults))}.")
    for name, param in params.items():
        param[...] = stored[name]


def _read_arrays(path: str | Path) -> dict[str, np.ndarray]:
    """Return all arrays of an .npz file by name; raise an error of one sentence if that is impossible."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"There is no file {path} to load.")
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is not an .npz file, or is truncated: write it again with save.")
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except Exception as reason:  # a corrupt archive can fail in zip, zlib, NumPy or the system
        raise ValueError(f"{path} is corrupt, or holds pickled objects, which are never loaded.") from reason
    # NumPy returns anything that is not an array as bytes.
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{path} is not a parameter file: {name} in it is not an array.")
    return arrays
