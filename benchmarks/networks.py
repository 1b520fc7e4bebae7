"""The network of W8 and of the training, in convlib and in PyTorch, with the same initial weights."""

import numpy as np

from convlib.conv import im2col
from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.modules import Conv2D, Flatten, Layer, Linear, MaxPool, ReLU, Sequential
from convlib.nn.optimizers import SGD


class Im2colConv2D(Layer):
    """convlib's convolution layer with ``im2col`` in place of ``fast``."""

    def __init__(self, C, F, f, *, pad, rng, dtype, threads):
        params = Conv2D(C, F, f, pad=pad, rng=rng, dtype=dtype).params
        super().__init__(im2col.conv2d_forward_im2col, im2col.conv2d_backward_im2col, params, pad=pad)


CONVS = {"fast": Conv2D, "im2col": Im2colConv2D}


def convlib_network(conv="fast", dtype="float32", threads=1, seed=0):
    """Return the network in convlib, with weights drawn from a seed.

    The pools come before the ReLUs: the results are the same, because the largest entry is positive if any is, and
    it is cheaper.
    """
    layer, rng = CONVS[conv], np.random.default_rng(seed)
    settings = {"pad": 1, "rng": rng, "dtype": dtype, "threads": threads}
    return Sequential(
        [
            layer(1, 8, 3, **settings),
            MaxPool(2, 2),
            ReLU(),
            layer(8, 16, 3, **settings),
            MaxPool(2, 2),
            ReLU(),
            Flatten(),
            Linear(784, 10, rng=rng, dtype=dtype),
        ]
    )


def pytorch_network(memory_format, pool_first, dtype="float32", seed=0):
    """Return the same network in PyTorch, with its arrays in one of PyTorch's memory layouts."""
    import torch
    from torch import nn

    one, two = ([nn.MaxPool2d(2), nn.ReLU()][:: 1 if pool_first else -1] for _ in range(2))
    network = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), *one, nn.Conv2d(8, 16, 3, padding=1), *two, nn.Flatten(), nn.Linear(784, 10)
    )
    network.to(dtype=getattr(torch, dtype), memory_format=getattr(torch, memory_format))
    weights = in_pytorchs_shapes(convlib_network(dtype=dtype, seed=seed).params)
    with torch.no_grad():
        for param, array in zip(network.parameters(), weights, strict=True):
            param.copy_(torch.from_numpy(array))
    return network


def in_pytorchs_shapes(arrays):
    """Return convlib's parameter arrays in PyTorch's shapes: there a linear layer's weights are transposed."""
    return [array.T if array.ndim == 2 else array for array in arrays.values()]


def convlib_step(network, X, y, settings):
    """Return forward, backward and arrays of a training step with convlib, for a ``Contestant``."""
    optimizer = SGD(settings.lr, settings.momentum)

    def forward():
        return softmax_cross_entropy(network.forward(X), y)

    def backward(state):
        network.backward(state[1], need_dX=False)
        optimizer.step(network.params, network.grads)

    def arrays(state, _):
        return [state[0], *in_pytorchs_shapes(network.grads), *in_pytorchs_shapes(network.params)]

    return forward, backward, arrays


def pytorch_step(network, X, y, settings):
    """Return forward, backward and arrays of a training step with PyTorch, for a ``Contestant``."""
    import torch

    params = list(network.parameters())
    optimizer = torch.optim.SGD(params, settings.lr, settings.momentum)

    def forward():
        return torch.nn.functional.cross_entropy(network(X), y)

    def backward(loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def arrays(loss, _):
        return [loss.detach(), *(param.grad for param in params), *(param.detach() for param in params)]

    return forward, backward, arrays
