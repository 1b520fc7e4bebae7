"""The interface of every full layer (``naive``, ``taps``, ``im2col``, ``fast``): a forward and a backward pass."""

from typing import Protocol

import numpy as np


class Forward(Protocol):
    """The forward pass of a convolution layer."""

    def __call__(
        self, X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int = 1, pad: int = 0
    ) -> tuple[np.ndarray, tuple]:
        """Slide every filter over every image of a batch (cross-correlation).

        Parameters
        ----------
        X : ndarray, shape (N, C, n_H_prev, n_W_prev)
            The input, floats or integers in any memory layout. It is not modified; the cache may refer to it.
        W : ndarray, shape (F, C, f_H, f_W)
            The weights, likewise.
        b : ndarray, shape (F,)
            The biases, floats.
        stride : int, default 1
            Step from one position to the next, along both axes.
        pad : int, default 0
            Zero padding on each of the four sides of every channel.

        Returns
        -------
        H : ndarray, shape (N, F, n_H, n_W)
            The output, a new array in any memory layout: float32 if X, W and b are, otherwise float64.
        cache : tuple
            What the backward pass needs. It stays valid regardless of calls in between.

        Raises
        ------
        ValueError
            If the shapes do not fit together, stride is not a positive integer, or pad is not a non-negative integer.
        """
        ...


class Backward(Protocol):
    """The backward pass of a convolution layer."""

    def __call__(self, dH: np.ndarray, cache: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Send the gradient of the loss back through the forward pass that returned the cache.

        Parameters
        ----------
        dH : ndarray, shape (N, F, n_H, n_W)
            Gradient of the loss with respect to H, floats in any memory layout. It is not modified.
        cache : tuple
            What the forward pass returned. It may be used more than once.

        Returns
        -------
        dX, dW, db : ndarray
            Gradients with respect to X, W and b, each with that array's shape: float32 if X, W and dH are, otherwise
            float64.

        Raises
        ------
        ValueError
            If dH does not have the shape of the output.
        """
        ...
