"""Correct versions of convolve_full, in the styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.version import Styles

STYLES = Styles("convolve_full")


@STYLES.version()
def stamps(dH, W):
    out = np.zeros((dH.shape[0] + W.shape[0] - 1, dH.shape[1] + W.shape[1] - 1))
    for (h, w), g in np.ndenumerate(dH):
        out[h:h + W.shape[0], w:w + W.shape[1]] += g * W
    return out


@STYLES.version()
def dH_stamped_by_the_weights(dH, W):
    out = np.zeros((dH.shape[0] + W.shape[0] - 1, dH.shape[1] + W.shape[1] - 1))
    for u, v in np.ndindex(W.shape):
        out[u:u + dH.shape[0], v:v + dH.shape[1]] += W[u, v] * dH
    return out


@STYLES.version()
def scipy_signal(dH, W):
    from scipy.signal import convolve2d
    return convolve2d(dH, W, mode="full")


@STYLES.version()
def fourier(dH, W):
    s = [a + b - 1 for a, b in zip(dH.shape, W.shape, strict=True)]
    return np.fft.ifft2(np.fft.fft2(dH, s) * np.fft.fft2(W, s)).real


@STYLES.version()
def padded_slide(dH, W):
    p = W.shape[0] - 1
    padded = np.pad(dH, ((p, p), (p, p)), mode="constant")
    return np.tensordot(sliding_window_view(padded, W.shape), W[::-1, ::-1], axes=((2, 3), (0, 1)))


@STYLES.version()
def filter_padded_instead(dH, W):
    padded = np.pad(W, [(n - 1, n - 1) for n in dH.shape])
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, dH.shape), dH[::-1, ::-1])


@STYLES.version()
def bounds_checked(dH, W):
    f = W.shape[0]
    n_H, n_W = dH.shape
    return [[sum(W[u, v] * dH[i - u, j - v] for u in range(f) for v in range(f)
                 if 0 <= i - u < n_H and 0 <= j - v < n_W)
             for j in range(n_W + f - 1)] for i in range(n_H + f - 1)]
