"""Correct versions of dilate2d, in the styles that students use."""

import numpy as np

from grading.bank.version import Styles

STYLES = Styles("dilate2d")


@STYLES.version()
def two_loops(dH, stride, shape):
    out = np.zeros(shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            out[h * stride, w * stride] = dH[h, w]
    return out


@STYLES.version()
def every_stride_th(dH, stride, shape):
    out = np.zeros(shape, dtype=dH.dtype)
    out[::stride, ::stride] = dH  # a stride leaves over less than itself
    return out


@STYLES.version()
def fancy_indices(dH, stride, shape):
    out = np.zeros(shape)
    out[np.ix_(*(np.arange(n) * stride for n in dH.shape))] = dH
    return out


@STYLES.version()
def kron_cut(dH, stride, shape):
    corner = np.zeros((stride, stride))
    corner[0, 0] = 1
    return np.kron(dH, corner)[:shape[0], :shape[1]]


@STYLES.version()
def inserted(dH, stride, shape):
    for axis in (0, 1):
        gaps = np.repeat(np.arange(1, dH.shape[axis]), stride - 1)
        dH = np.insert(dH, gaps, 0, axis=axis)
    return np.pad(dH, [(0, n - m) for n, m in zip(shape, dH.shape, strict=True)])


@STYLES.version()
def looked_up(dH, stride, shape):
    return [[0 if i % stride or j % stride or i // stride >= len(dH) or j // stride >= len(dH[0])
             else dH[i // stride, j // stride] for j in range(shape[1])] for i in range(shape[0])]
