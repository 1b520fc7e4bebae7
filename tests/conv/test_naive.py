"""The loops, the reference for everything else: each slice equals the single-channel layer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.strided import conv_backward_strided, conv_forward_strided
from tests.conv.drawn import layers

SMALL = {"largest": 6, "images": st.integers(1, 3), "channels": st.integers(1, 3), "sides": st.integers(1, 3)}


@settings(max_examples=50)
@given(layer=layers(**SMALL))
def test_each_slice_equals_the_single_channel_layer(layer):
    X, W, b, dH, stride, pad = layer
    H, cache = conv2d_forward(X, W, b, stride, pad)
    dX, dW, db = conv2d_backward(dH, cache)
    forth = conv_forward_strided
    for n, k in np.ndindex(H.shape[:2]):
        one = b[k] + sum(forth(X[n, c], W[k, c], stride, pad)[0] for c in range(W.shape[1]))
        np.testing.assert_allclose(H[n, k], one, atol=1e-11)
    back = {
        place: conv_backward_strided(dH[place[:2]], (X[place[0], place[2]], W[place[1], place[2]], stride, pad))
        for place in np.ndindex(*H.shape[:2], W.shape[1])
    }
    for n, c in np.ndindex(X.shape[:2]):
        np.testing.assert_allclose(dX[n, c], sum(back[n, k, c][0] for k in range(len(W))), atol=1e-11)
    for k, c in np.ndindex(W.shape[:2]):
        np.testing.assert_allclose(dW[k, c], sum(back[n, k, c][1] for n in range(len(X))), atol=1e-11)
    np.testing.assert_allclose(db, dH.sum(axis=(0, 2, 3)), atol=1e-11)
