"""A small network with every kind of layer, and inputs for it."""

import numpy as np

from convlib.nn.modules import AvgPool, Conv2D, Flatten, Linear, MaxPool, ReLU, Sequential


def small(dtype=np.float32, seed=0):
    """A network with every kind of layer, for images of shape 2 x 7 x 6."""
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Conv2D(2, 3, 3, stride=1, pad=1, rng=rng, dtype=dtype),
            ReLU(),
            MaxPool(2, 2),
            Conv2D(3, 3, 2, rng=rng, dtype=dtype),
            ReLU(),
            AvgPool(2, 1),
            Flatten(),
            Linear(3, 4, rng=rng, dtype=dtype),
        ]
    )


def images(N=5, dtype=np.float32):
    return np.random.default_rng(1).normal(size=(N, 2, 7, 6)).astype(dtype)


def copied(params):
    return {name: param.copy() for name, param in params.items()}


def assert_same(got, expected):
    assert got.keys() == expected.keys()
    for name in expected:
        np.testing.assert_array_equal(got[name], expected[name])
