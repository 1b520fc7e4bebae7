"""Correct versions of correlate_valid, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("correlate_valid")


@STYLES.version()
def einsum(X, K):
    return np.einsum("hwuv,uv", sliding_window_view(X, K.shape), K)


@STYLES.version()
def loop_over_taps(X, K):
    n_H, n_W = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    out = np.zeros((n_H, n_W))
    for (u, v), weight in np.ndenumerate(K):
        out += weight * X[u:u + n_H, v:v + n_W]
    return out


@STYLES.version()
def scipy_signal(X, K):
    from scipy.signal import correlate
    return correlate(X, K, mode="valid", method="direct")


@STYLES.version()
def cut_from_the_fourier_transform(X, K):
    out = np.fft.irfft2(np.fft.rfft2(X) * np.conj(np.fft.rfft2(K, X.shape)), X.shape)
    return out[:X.shape[0] - K.shape[0] + 1, :X.shape[1] - K.shape[1] + 1]


@STYLES.version()
def comprehension(X, K):
    return [[(X[h:h + K.shape[0], w:w + K.shape[1]] * K).sum() for w in range(X.shape[1] - K.shape[1] + 1)]
            for h in range(X.shape[0] - K.shape[0] + 1)]
