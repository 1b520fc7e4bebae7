"""How the weights of a layer are drawn before training."""

import numpy as np
from numpy.typing import DTypeLike


def he_normal(
    shape: tuple[int, ...], fan_in: int, rng: np.random.Generator, dtype: DTypeLike = np.float32
) -> np.ndarray:
    """Draw weights that keep the size of signals from layer to layer, with ReLU between them.

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights.
    fan_in : int
        How many inputs each output sums over.
    rng : numpy.random.Generator
        The source of randomness.
    dtype : {float32, float64}, default float32
        Type of the weights. One seed gives the same weights in both, up to rounding.

    Returns
    -------
    ndarray, shape ``shape``
        Normal with mean 0 and standard deviation sqrt(2 / fan_in).

    Raises
    ------
    TypeError
        If rng is not a numpy.random.Generator, or dtype is neither float32 nor float64.

    Notes
    -----
    He et al. (2015), Delving Deep into Rectifiers, equation 10.
    """
    # A seed would do here, but it would give two layers of equal shape the same weights.
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a generator, as np.random.default_rng(0) makes, but got {rng!r}.")
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"dtype must be float32 or float64, but got {np.dtype(dtype)}.")
    return rng.normal(0, np.sqrt(2 / fan_in), shape).astype(dtype)
