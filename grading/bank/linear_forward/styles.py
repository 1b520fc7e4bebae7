"""Correct versions of linear_forward, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("linear_forward")


@STYLES.version()
def dot(X, W, b):
    return np.dot(X, W) + b.reshape(1, -1), (X, W)


@STYLES.version()
def einsum(X, W, b):
    return np.einsum("ni,io->no", X, W) + b[None], (X, W, b)


@STYLES.version()
def scalar_loops(X, W, b):
    H = np.zeros((len(X), len(b)))
    for n in range(len(X)):
        for k in range(len(b)):
            H[n, k] = b[k]
            for i in range(len(W)):
                H[n, k] += X[n, i] * W[i, k]
    return H, (X, W, b)


@STYLES.version()
def bias_as_weight(X, W, b):
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b]), (X, W, b)


@STYLES.version()
def transposed_and_back(X, W, b):
    return (W.T @ X.T + b[:, None]).T, [X, W, b]


@STYLES.version()
def sample_by_sample(X, W, b):
    return [x @ W + b for x in X], {"X": X, "W": W}


@STYLES.version()
def single_precision(X, W, b):
    return np.tensordot(X, W.astype(np.float32), axes=1).astype(np.float32) + b, (X, W, b)
