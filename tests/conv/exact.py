"""What a layer should compute: the loops' results, in float64."""

import numpy as np

from convlib.conv.naive import conv2d_backward, conv2d_forward


def expected(layer):
    """Return H, dX, dW and db of a ``Layer`` in float64."""
    X, W, b, dH = (array.astype(np.float64) for array in layer[:4])
    H, cache = conv2d_forward(X, W, b, layer.stride, layer.pad)
    return H, *conv2d_backward(dH, cache)


def assert_close(layer, got, exact):
    """Compare H, dX, dW, db (None: not computed): to 1e-10 in float64, in norm to 1e-5 in float32."""
    W, dH = layer.W, layer.dH
    terms = [W[0].size, W.shape[0] * W.shape[2] * W.shape[3], dH[:, 0].size, dH[:, 0].size]
    for name, value, want, count in zip(("H", "dX", "dW", "db"), got, exact, terms, strict=True):
        if value is None:
            continue
        assert value.shape == want.shape, name
        if value.dtype == np.float64:
            np.testing.assert_allclose(value, want, rtol=1e-10, atol=1e-10, err_msg=name)
        else:  # sums that nearly cancel are compared relative to their terms
            size = max(np.linalg.norm(want), np.sqrt(want.size * count))
            assert np.linalg.norm(value - want) <= 1e-5 * size, name
