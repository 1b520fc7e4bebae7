"""Neural networks around the convolution: layers, losses, modules, optimizers, training, serialization.

``layers`` and ``losses`` are plain functions, forward beside backward; ``fast_layers`` holds faster versions of two of
them. ``modules`` makes objects of them that remember parameters and caches. ``initialization`` draws the weights,
``optimizers`` move them along their gradients, ``training`` is the loop, and ``serialization`` keeps them in a file.
"""

from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.modules import AvgPool, Conv2D, Flatten, Linear, MaxPool, ReLU, Sequential
from convlib.nn.optimizers import SGD, Adam
from convlib.nn.training import History, accuracy, fit

__all__ = [
    "SGD",
    "Adam",
    "AvgPool",
    "Conv2D",
    "Flatten",
    "History",
    "Linear",
    "MaxPool",
    "ReLU",
    "Sequential",
    "accuracy",
    "fit",
    "softmax_cross_entropy",
]
