"""Solutions from earlier lessons, ready to use here."""

import numpy as np

from convlib import shapes


def conv_forward(X: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Slide the filter over the input (cross-correlation, stride 1, no padding).

    Parameters
    ----------
    X : ndarray, shape (n_H_prev, n_W_prev)
        The input.
    W : ndarray, shape (f, f)
        The filter.

    Returns
    -------
    H : ndarray, shape (n_H, n_W)
        The output, n_H = n_H_prev - f + 1 and n_W = n_W_prev - f + 1.
    cache : tuple
        (X, W), for the backward pass.

    Raises
    ------
    ValueError
        If an array does not have two axes, or the filter is larger than the input.
    """
    shapes.require_fit(X, W)
    f_H, f_W = W.shape
    n_H = X.shape[0] - f_H + 1
    n_W = X.shape[1] - f_W + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[h, w] = np.sum(X[h : h + f_H, w : w + f_W] * W)
    cache = (X, W)
    return H, cache
