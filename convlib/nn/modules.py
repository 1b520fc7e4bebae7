"""Layers as objects that hold their parameters and caches, and a network as a list of layers.

No mathematics happens here: each layer pairs two functions from ``convlib.conv.fast``, ``fast_layers`` or ``layers``.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from convlib import shapes
from convlib.conv import fast
from convlib.nn import fast_layers, layers
from convlib.nn.initialization import he_normal
from convlib.nn.serialization import load_params, save_params


class Layer:
    """A forward and a backward function, with the parameters and the cache that they need.

    Parameters
    ----------
    forward, backward : callable
        The pair: ``forward(X, **params, **settings)`` gives (H, cache) and ``backward(dH, cache)`` gives dX,
        or (dX, then the gradient of each parameter, in order).
    params : dict of ndarray, optional
        The parameters by name. An optimizer updates them in place.
    **settings : int
        Further arguments of ``forward``, such as stride and pad.

    Attributes
    ----------
    params : dict of ndarray
        The parameters by name; empty for a layer that has none.
    grads : dict of ndarray
        Their gradients under the same names, after a backward pass.
    """

    def __init__(
        self, forward: Callable, backward: Callable, params: dict[str, np.ndarray] | None = None, **settings: int
    ) -> None:
        self._forward, self._backward = forward, backward
        self._settings = settings
        self._cache: Any = None
        self.params = params or {}
        self.grads: dict[str, np.ndarray] = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Return the layer's output for X, and keep the cache."""
        H, self._cache = self._forward(X, **self.params, **self._settings)
        return H

    def backward(self, dH: np.ndarray, need_dX: bool = True) -> np.ndarray | None:
        """Return dX for the last forward pass, and store the gradients of the parameters in ``grads``.

        If dX is not needed, a layer may skip the work and return None.

        Raises
        ------
        RuntimeError
            If there has been no forward pass yet.
        """
        if self._cache is None:
            raise RuntimeError(f"{type(self).__name__}.backward needs a forward pass first: call forward(X).")
        gradients = self._gradients(dH, need_dX)
        dX, *rest = gradients if self.params else (gradients,)
        self.grads = dict(zip(self.params, rest, strict=True))
        return dX

    def _gradients(self, dH: np.ndarray, need_dX: bool) -> Any:
        return self._backward(dH, self._cache)


class Conv2D(Layer):
    """A convolution layer (``fast.conv2d_forward_fast``).

    Parameters
    ----------
    C, F : int
        Number of input channels and of filters.
    f : int
        Side of the filters.
    stride : int, default 1
        Step from one position to the next, along both axes.
    pad : int, default 0
        Zero padding on each of the four sides of every channel.
    rng : numpy.random.Generator
        Source of randomness for the weights (see ``he_normal``). The biases start at zero.
    dtype : {float32, float64}, default float32
        Dtype of the parameters; float64 for gradient checks.
    threads : int, default 1
        The maximum number of threads to divide the images among (see ``fast.conv2d_forward_fast``).
    """

    def __init__(
        self,
        C: int,
        F: int,
        f: int,
        stride: int = 1,
        pad: int = 0,
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
        threads: int = 1,
    ) -> None:
        shapes.require_whole(C=(C, 1), F=(F, 1), f=(f, 1))
        params = {"W": he_normal((F, C, f, f), C * f * f, rng, dtype), "b": np.zeros(F, dtype)}
        super().__init__(
            fast.conv2d_forward_fast, fast.conv2d_backward_fast, params, stride=stride, pad=pad, threads=threads
        )

    def _gradients(self, dH: np.ndarray, need_dX: bool) -> Any:
        return self._backward(dH, self._cache, need_dX)


class Linear(Layer):
    """A fully connected layer (``layers.linear_forward``).

    Parameters
    ----------
    n_in, n_out : int
        Number of entries per sample in the input and in the output.
    rng : numpy.random.Generator
        Source of randomness for the weights (see ``he_normal``). The biases start at zero.
    dtype : {float32, float64}, default float32
        Dtype of the parameters; float64 for gradient checks.
    """

    def __init__(self, n_in: int, n_out: int, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        shapes.require_whole(n_in=(n_in, 1), n_out=(n_out, 1))
        params = {"W": he_normal((n_in, n_out), n_in, rng, dtype), "b": np.zeros(n_out, dtype)}
        super().__init__(layers.linear_forward, layers.linear_backward, params)


class ReLU(Layer):
    """Keep positive entries, zero the others (``fast_layers``)."""

    def __init__(self) -> None:
        super().__init__(fast_layers.relu_forward_fast, fast_layers.relu_backward_fast)


class MaxPool(Layer):
    """The largest entry of each window of side ``f``, ``stride`` apart (``fast_layers``)."""

    def __init__(self, f: int, stride: int) -> None:
        super().__init__(fast_layers.maxpool_forward_fast, fast_layers.maxpool_backward_fast, f=f, stride=stride)


class AvgPool(Layer):
    """The mean of each window of side ``f``, ``stride`` apart (``layers.avgpool_forward``)."""

    def __init__(self, f: int, stride: int) -> None:
        super().__init__(layers.avgpool_forward, layers.avgpool_backward, f=f, stride=stride)


class Flatten(Layer):
    """Each sample as one row (``layers.flatten_forward``)."""

    def __init__(self) -> None:
        super().__init__(layers.flatten_forward, layers.flatten_backward)

    def _gradients(self, dH: np.ndarray, need_dX: bool) -> Any:
        return self._backward(np.asfortranarray(dH), self._cache)  # earlier layers are faster with that layout


class Sequential:
    """Layers applied one after another.

    Parameters
    ----------
    layers : list of Layer or Sequential
        The layers from input to output. Each must be a separate object, since it holds one cache.

    Raises
    ------
    ValueError
        If a layer is listed twice.
    """

    def __init__(self, layers: Sequence["Layer | Sequential"]) -> None:
        self.layers = list(layers)
        for index, layer in enumerate(self.layers):
            first = next(i for i, other in enumerate(self.layers) if other is layer)
            if first != index:
                raise ValueError(f"Layers {first} and {index} are the same {type(layer).__name__} object: create two.")

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Send X through all layers; return the output of the last one."""
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dH: np.ndarray, need_dX: bool = True) -> np.ndarray | None:
        """Send the gradient of the last output back through all layers; return dX, or None if it is not needed."""
        gradient: Any = dH
        for index, layer in reversed(list(enumerate(self.layers))):
            gradient = layer.backward(gradient, need_dX or index > 0)
        return gradient if need_dX else None

    @property
    def params(self) -> dict[str, np.ndarray]:
        """All parameters by "layer index.name", as in "0.W": the arrays themselves, to be updated in place."""
        return {
            f"{index}.{name}": param for index, layer in enumerate(self.layers) for name, param in layer.params.items()
        }

    @property
    def grads(self) -> dict[str, np.ndarray]:
        """The gradients of the last backward pass, under the same names as ``params``."""
        return {
            f"{index}.{name}": grad for index, layer in enumerate(self.layers) for name, grad in layer.grads.items()
        }

    def predict(self, X: np.ndarray, batch_size: int = 256) -> np.ndarray:
        """Compute the output for many samples, a batch at a time to limit memory use.

        Parameters
        ----------
        X : ndarray, shape (N, ...)
            The samples, at least one.
        batch_size : int, default 256
            Number of samples that go through the network together.

        Returns
        -------
        ndarray, shape (N, ...)
            What ``forward`` returns: for a classifier the logits, so ``.argmax(axis=1)`` is the predicted class.

        Notes
        -----
        Like every forward pass, it overwrites the caches: ``backward`` would then refer to its last batch.
        """
        shapes.require_whole(samples=(len(X), 1), batch_size=(batch_size, 1))
        return np.concatenate([self.forward(X[start : start + batch_size]) for start in range(0, len(X), batch_size)])

    def save(self, path: str | Path) -> None:
        """Write all parameters to an .npz file (``serialization.save_params``)."""
        save_params(self.params, path)

    def load(self, path: str | Path) -> None:
        """Read the parameters that ``save`` wrote; nothing changes unless all match (``serialization.load_params``)."""
        load_params(self.params, path)
