"""Shape errors in plain words: each message says what was expected and what was got."""

import numpy as np


def require_2d(**arrays):
    """Raise ``ValueError`` unless every named array has two axes.

    Parameters
    ----------
    **arrays : array_like
        The arrays by the names that the message should use, as in ``require_2d(X=X, W=W)``.
    """
    for name, array in arrays.items():
        shape = np.shape(array)
        if len(shape) != 2:
            raise ValueError(f"{name} must have 2 axes (rows, columns), but its shape is {shape}.")


def require_same(**arrays):
    """Raise ``ValueError`` unless all named arrays have one shape."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        names, got = (" and ".join(map(str, items)) for items in (shapes, shapes.values()))
        raise ValueError(f"{names} must have the same shape, but they have {got}.")


def require_fit(X, W, name="W"):
    """Raise ``ValueError`` unless both have two axes and W, called by ``name``, fits inside the input X."""
    require_2d(**{"X": X, name: W})
    (n_H_prev, n_W_prev), (f_H, f_W) = np.shape(X), np.shape(W)
    if not (1 <= f_H <= n_H_prev and 1 <= f_W <= n_W_prev):
        raise ValueError(f"{name} must fit inside X, but {name} is {(f_H, f_W)} and X is {(n_H_prev, n_W_prev)}.")


def require_upstream(dH, X, W):
    """Raise ``ValueError`` unless dH has the shape of the output that X and W make at stride 1."""
    require_fit(X, W)
    expected = tuple(n - f + 1 for n, f in zip(np.shape(X), np.shape(W), strict=True))
    if np.shape(dH) != expected:
        raise ValueError(f"dH must have the output's shape {expected}, but its shape is {np.shape(dH)}.")


def require_sizes(n, f, stride, pad):
    """Raise ``ValueError`` unless n, f, stride and pad are whole numbers and the filter fits."""
    sizes = {"n": (n, 1), "f": (f, 1), "stride": (stride, 1), "pad": (pad, 0)}
    for name, (size, least) in sizes.items():
        if int(size) != size or size < least:
            raise ValueError(f"{name} must be a whole number of at least {least}, but it is {size!r}.")
    if f > n + 2 * pad:
        raise ValueError(f"The filter side f = {f} must fit inside the padded input, {n + 2 * pad} long.")
