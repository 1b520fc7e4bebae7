"""A small network that classifies images, and the loop that trains it."""

from collections.abc import Callable

import numpy as np

from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.nn.layers import (
    flatten_backward,
    flatten_forward,
    linear_backward,
    linear_forward,
    maxpool_backward,
    maxpool_forward,
    relu_backward,
    relu_forward,
)
from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.optimizers import sgd_momentum_step


class ConvNet:
    """Two convolutions, each with ReLU and max pooling, then a linear layer.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness for the weights.
    shape : tuple of int, default (1, 28, 28)
        (C, n_H_prev, n_W_prev) of one image.
    filters : tuple of int, default (8, 16)
        Number of 3x3 filters in the first and the second convolution.
    classes : int, default 10
        Number of classes.
    dtype : dtype, default numpy.float32
        The dtype of the parameters.

    Attributes
    ----------
    params : dict of str to ndarray
        The parameters: W1 and b1, W2 and b2 of the convolutions, W3 and b3 of the linear layer.
    grads : dict of str to ndarray
        The gradient of the loss with respect to each, under the same names. Initially empty.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        shape: tuple = (1, 28, 28),
        filters: tuple = (8, 16),
        classes: int = 10,
        dtype: type = np.float32,
    ) -> None:
        """Draw the weights with He initialization; the biases are zero."""
        C, n_H, n_W = shape
        F_1, F_2 = filters
        n_flat = F_2 * (n_H // 2 // 2) * (n_W // 2 // 2)

        def he(n_in: int, shape: tuple) -> np.ndarray:
            return (rng.normal(size=shape) * np.sqrt(2 / n_in)).astype(dtype)

        self.params = {
            "W1": he(C * 9, (F_1, C, 3, 3)),
            "b1": np.zeros(F_1, dtype),
            "W2": he(F_1 * 9, (F_2, F_1, 3, 3)),
            "b2": np.zeros(F_2, dtype),
            "W3": he(n_flat, (n_flat, classes)),
            "b3": np.zeros(classes, dtype),
        }
        self.grads: dict = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Compute the logits, and remember what the backward pass needs.

        Parameters
        ----------
        X : ndarray, shape (N, C, n_H_prev, n_W_prev)
            A batch of images.

        Returns
        -------
        logits : ndarray, shape (N, classes)
            One score for each class.
        """
        p = self.params
        H, conv1 = conv2d_forward_im2col(X, p["W1"], p["b1"], pad=1)
        H, relu1 = relu_forward(H)
        H, pool1 = maxpool_forward(H, 2, 2)
        H, conv2 = conv2d_forward_im2col(H, p["W2"], p["b2"], pad=1)
        H, relu2 = relu_forward(H)
        H, pool2 = maxpool_forward(H, 2, 2)
        H, flat = flatten_forward(H)
        logits, linear = linear_forward(H, p["W3"], p["b3"])
        self.caches = conv1, relu1, pool1, conv2, relu2, pool2, flat, linear
        return logits

    def backward(self, dlogits: np.ndarray) -> np.ndarray:
        """Send the gradient back through the last forward pass, and refill ``grads``.

        Parameters
        ----------
        dlogits : ndarray, shape (N, classes)
            Gradient of the loss with respect to the logits.

        Returns
        -------
        dX : ndarray, shape (N, C, n_H_prev, n_W_prev)
            Gradient of the loss with respect to the images.
        """
        conv1, relu1, pool1, conv2, relu2, pool2, flat, linear = self.caches
        dH, dW3, db3 = linear_backward(dlogits, linear)
        dH = flatten_backward(dH, flat)
        dH = maxpool_backward(dH, pool2)
        dH = relu_backward(dH, relu2)
        dH, dW2, db2 = conv2d_backward_im2col(dH, conv2)
        dH = maxpool_backward(dH, pool1)
        dH = relu_backward(dH, relu1)
        dX, dW1, db1 = conv2d_backward_im2col(dH, conv1)
        self.grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "W3": dW3, "b3": db3}
        return dX


def train(
    net: "ConvNet",
    X: np.ndarray,
    y: np.ndarray,
    epochs: int,
    lr: float,
    rng: np.random.Generator,
    batch_size: int = 64,
    momentum: float = 0.9,
    on_step: "Callable | None" = None,
) -> list:
    """Train a network with stochastic gradient descent and momentum.

    Parameters
    ----------
    net : ConvNet
        Or anything else with ``forward``, ``backward``, ``params`` and ``grads``. Its params are updated.
    X : ndarray, shape (n_images, ...)
        The images.
    y : ndarray of int, shape (n_images,)
        The class of each image.
    epochs : int
        Number of passes over all images.
    lr : float
        Learning rate.
    rng : numpy.random.Generator
        Draws a new order of the images for each epoch: ``rng.permutation(len(y))``.
    batch_size : int, default 64
        Images per step. The last step of an epoch takes the remainder.
    momentum : float, default 0.9
        The fraction of the velocity that is kept from step to step.
    on_step : callable, optional
        Called after each step with the list of all losses so far.

    Returns
    -------
    losses : list of float
        The loss of each step, before its update.
    """
    velocity = {name: np.zeros_like(param) for name, param in net.params.items()}
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            batch = order[start : start + batch_size]
            loss, dlogits = softmax_cross_entropy(net.forward(X[batch]), y[batch])
            net.backward(dlogits)
            for name, grad in net.grads.items():
                net.params[name], velocity[name] = sgd_momentum_step(
                    net.params[name], grad, velocity[name], lr, momentum
                )
            losses.append(loss)
            if on_step:
                on_step(losses)
    return losses
