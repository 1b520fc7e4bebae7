"""Random initial weights for a layer."""

import numpy as np
from numpy.typing import DTypeLike


def he_normal(
    shape: tuple[int, ...], fan_in: int, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """Draw weights that preserve the scale of signals from layer to layer, with ReLU in between.

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights.
    fan_in : int
        Number of inputs that each output sums over.
    rng : numpy.random.Generator
        The source of randomness.
    dtype : {float32, float64}, default float32
        Dtype of the weights. The same seed gives the same weights in both, up to rounding.

    Returns
    -------
    ndarray, shape ``shape``
        Normally distributed with mean 0 and standard deviation sqrt(2 / fan_in).

    Raises
    ------
    TypeError
        If rng is not a numpy.random.Generator, or dtype is neither float32 nor float64.

    Notes
    -----
    He et al. (2015), Delving Deep into Rectifiers, equation 10.
    """
    # A seed would work too, but it would give two layers of the same shape the same weights.
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, such as np.random.default_rng(0), but got {rng!r}.")
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"dtype must be float32 or float64, but got {np.dtype(dtype)}.")
    return rng.normal(0, np.sqrt(2 / fan_in), shape).astype(dtype)
