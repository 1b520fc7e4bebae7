"""Layers drawn by Hypothesis, with arrays in various memory layouts and dtypes."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

LAYOUTS = {
    "C-contiguous": np.ascontiguousarray,
    "Fortran-contiguous": np.asfortranarray,
    "images innermost": lambda x: np.ascontiguousarray(x.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2),
    "channels innermost": lambda x: np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2),
    "every second": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "reversed": lambda x: x[::-1, ::-1].copy()[::-1, ::-1],
}


class Layer(NamedTuple):
    """A layer with its inputs and upstream gradient; the arrays are read-only."""

    X: np.ndarray
    W: np.ndarray
    b: np.ndarray
    dH: np.ndarray
    stride: int
    pad: int


@st.composite
def layers(
    draw,
    largest=9,
    images=st.integers(1, 7),
    channels=st.integers(1, 4),
    sides=st.integers(1, 5),
    strides=st.integers(1, 3),
    pads=st.integers(0, 3),
    pad_below_side=False,
    dtypes=(np.float64,),
):
    """Draw a ``Layer``; with ``pad_below_side`` every window overlaps the input. Only X and W may be integers."""
    N, C, F, f_H, f_W = draw(images), draw(channels), draw(channels), draw(sides), draw(sides)
    stride, pad = draw(strides), draw(pads)
    if pad_below_side:
        pad = min(pad, f_H - 1, f_W - 1)
    n_H_prev, n_W_prev = (draw(st.integers(max(1, f - 2 * pad), largest)) for f in (f_H, f_W))
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in ((n_H_prev, f_H), (n_W_prev, f_W)))
    rng, dtype = np.random.default_rng(draw(st.integers(0, 2**32 - 1))), draw(st.sampled_from(dtypes))
    names = st.sampled_from(sorted(LAYOUTS))
    floating = np.float64 if dtype is np.int64 else dtype
    X = LAYOUTS[draw(names)]((3 * rng.normal(size=(N, C, n_H_prev, n_W_prev))).astype(dtype))
    W = (3 * rng.normal(size=(F, C, f_H, f_W))).astype(dtype)
    b = rng.normal(size=F).astype(floating)
    dH = LAYOUTS[draw(names)](rng.normal(size=(N, F, n_H, n_W)).astype(floating))
    for array in (X, W, b, dH):
        array.flags.writeable = False
    return Layer(X, W, b, dH, stride, pad)
