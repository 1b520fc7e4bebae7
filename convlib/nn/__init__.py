"""Neural networks around the convolution: layers, modules, optimizers, training."""

from convlib.nn.modules import AvgPool, Conv2D, Flatten, Linear, MaxPool, ReLU, Sequential
from convlib.nn.optimizers import SGD, Adam
from convlib.nn.training import accuracy, fit

__all__ = ["SGD", "Adam", "AvgPool", "Conv2D", "Flatten", "Linear", "MaxPool", "ReLU", "Sequential", "accuracy", "fit"]
