"""Neural networks around the convolution: layers, losses, modules, optimizers, training, serialization.

``layers`` and ``losses`` are plain functions, forward next to backward; ``fast_layers`` holds faster versions of two
layers. ``modules`` wraps them in objects that hold parameters and caches. ``initialization`` draws the weights,
``optimizers`` updates them, ``training`` is the training loop, and ``serialization`` saves them to a file.
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
