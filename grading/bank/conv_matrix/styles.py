"""Correct versions of conv_matrix, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("conv_matrix")


@STYLES.version()
def laid_out(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    rows = []
    for h in range(n_H_prev - f + 1):
        for w in range(n_W_prev - f + 1):
            rows.append(np.pad(W, ((h, n_H_prev - f - h), (w, n_W_prev - f - w))).ravel())
    return rows


@STYLES.version()
def four_axes(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H, n_W, n_H_prev, n_W_prev))
    for h, w in np.ndindex(n_H, n_W):
        A[h, w, h:h + f, w:w + f] = W
    return A.reshape(n_H * n_W, n_H_prev * n_W_prev)


@STYLES.version()
def kronecker(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    return sum(weight * np.kron(np.eye(n_H, n_H_prev, u), np.eye(n_W, n_W_prev, v))
               for (u, v), weight in np.ndenumerate(W))


@STYLES.version()
def impulses(W, n_H_prev, n_W_prev):
    columns = [np.einsum("hwuv,uv->hw", sliding_window_view(e.reshape(n_H_prev, n_W_prev), W.shape), W).ravel()
               for e in np.eye(n_H_prev * n_W_prev)]
    return np.array(columns).T


@STYLES.version()
def flat_indices(W, n_H_prev, n_W_prev):
    places = sliding_window_view(np.arange(n_H_prev * n_W_prev).reshape(n_H_prev, n_W_prev), W.shape)
    places = places.reshape(-1, W.size)
    A = np.zeros((len(places), n_H_prev * n_W_prev))
    np.put_along_axis(A, places, np.broadcast_to(W.ravel(), places.shape), axis=1)
    return A


@STYLES.version()
def scipy_toeplitz_blocks(W, n_H_prev, n_W_prev):
    from scipy.linalg import toeplitz
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    bands = [toeplitz(np.r_[row[0], np.zeros(n_W - 1)], np.r_[row, np.zeros(n_W - 1)]) for row in W]
    blank = np.zeros((n_W, n_W_prev))
    return np.block([[bands[j - h] if 0 <= j - h < f else blank for j in range(n_H_prev)] for h in range(n_H)])
