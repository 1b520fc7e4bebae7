"""Layers as objects that remember their parameters and caches, and a network as a list of them.

No mathematics lives here: each layer is a pair of functions of ``quick``, ``fast_layers`` and ``layers``.
"""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from convlib import shapes
from convlib.conv import fast
from convlib.nn import fast_layers, layers


class Layer:
    """A forward and a backward function, with the parameters and the cache that they need.

    Parameters
    ----------
    forward, backward : callable
        The pair: ``forward(X, **params, **settings)`` gives (H, cache) and ``backward(dH, cache)`` gives dX,
        or (dX, gradient of each parameter in turn).
    params : dict of ndarray, optional
        The parameters by name. An optimizer changes them in place.
    **settings : int
        What else ``forward`` takes, such as stride and pad.

    Attributes
    ----------
    params : dict of ndarray
        The parameters by name; empty for a layer that has none.
    grads : dict of ndarray
        Their gradients by the same names, after a backward pass.
    """

    def __init__(self, forward, backward, params=None, **settings):
        self._forward, self._backward = forward, backward
        self._settings = settings
        self._cache = None
        self.params = params or {}
        self.grads = {}

    def forward(self, X):
        """Return the layer's output for X, and remember the cache."""
        H, self._cache = self._forward(X, **self.params, **self._settings)
        return H

    def backward(self, dH, need_dX=True):
        """Return dX for the last forward pass, and put the gradients of the parameters into ``grads``.

        Where dX is not needed, a layer may save the work and return None.

        Raises
        ------
        RuntimeError
            If there was no forward pass yet.
        """
        if self._cache is None:
            raise RuntimeError(f"{type(self).__name__}.backward needs a forward pass first: call forward(X).")
        gradients = self._gradients(dH, need_dX)
        dX, *rest = gradients if self.params else (gradients,)
        self.grads = dict(zip(self.params, rest, strict=True))
        return dX

    def _gradients(self, dH, need_dX):
        return self._backward(dH, self._cache)


class Conv2D(Layer):
    """A convolution layer (``fast.conv2d_forward_fast``).

    Parameters
    ----------
    C, F : int
        Channels of the input, and filters.
    f : int
        Side of the filters.
    stride : int, default 1
        Steps from one position to the next, on both axes.
    pad : int, default 0
        Zeros on each of the four sides of every channel.
    rng : numpy.random.Generator
        Where the weights come from (see ``he_normal``). The biases start at zero.
    dtype : {float32, float64}, default float32
        Type of the parameters; float64 for gradient checks.
    threads : int, default 1
        Among how many threads the images are shared (see ``fast.conv2d_forward_fast``).
    """

    def __init__(self, C, F, f, stride=1, pad=0, *, rng, dtype=np.float32, threads=1):
        shapes.require_whole(C=(C, 1), F=(F, 1), f=(f, 1))
        params = {"W": he_normal((F, C, f, f), C * f * f, rng, dtype), "b": np.zeros(F, dtype)}
        super().__init__(
            fast.conv2d_forward_fast, fast.conv2d_backward_fast, params, stride=stride, pad=pad, threads=threads
        )

    def _gradients(self, dH, need_dX):
        return self._backward(dH, self._cache, need_dX)


class Linear(Layer):
    """A fully connected layer (``layers.linear_forward``).

    Parameters
    ----------
    n_in, n_out : int
        Entries of each sample in the input and in the output.
    rng : numpy.random.Generator
        Where the weights come from (see ``he_normal``). The biases start at zero.
    dtype : {float32, float64}, default float32
        Type of the parameters; float64 for gradient checks.
    """

    def __init__(self, n_in, n_out, *, rng, dtype=np.float32):
        shapes.require_whole(n_in=(n_in, 1), n_out=(n_out, 1))
        params = {"W": he_normal((n_in, n_out), n_in, rng, dtype), "b": np.zeros(n_out, dtype)}
        super().__init__(layers.linear_forward, layers.linear_backward, params)


class ReLU(Layer):
    """Keep what is positive (``fast_layers``)."""

    def __init__(self):
        super().__init__(fast_layers.relu_forward_fast, fast_layers.relu_backward_fast)


class MaxPool(Layer):
    """The largest entry of each window of side ``f``, ``stride`` apart (``fast_layers``)."""

    def __init__(self, f, stride):
        super().__init__(fast_layers.maxpool_forward_fast, fast_layers.maxpool_backward_fast, f=f, stride=stride)


class AvgPool(Layer):
    """The mean of each window of side ``f``, ``stride`` apart (``layers.avgpool_forward``)."""

    def __init__(self, f, stride):
        super().__init__(layers.avgpool_forward, layers.avgpool_backward, f=f, stride=stride)


class Flatten(Layer):
    """Each sample as one row (``layers.flatten_forward``)."""

    def __init__(self):
        super().__init__(layers.flatten_forward, layers.flatten_backward)

    def _gradients(self, dH, need_dX):
        return self._backward(np.asfortranarray(dH), self._cache)  # the layers before are quicker with that order


class Sequential:
    """Layers one after the other.

    Parameters
    ----------
    layers : list of Layer or Sequential
        The layers from input to output. Each must be an object of its own, since it remembers one cache.

    Raises
    ------
    ValueError
        If a layer is listed twice.
    """

    def __init__(self, layers):
        self.layers = list(layers)
        for index, layer in enumerate(self.layers):
            first = next(i for i, other in enumerate(self.layers) if other is layer)
            if first != index:
                raise ValueError(f"Layers {first} and {index} are one {type(layer).__name__} object: make two of them.")

    def forward(self, X):
        """Send X through all layers; return what the last one gives."""
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dH, need_dX=True):
        """Send the gradient of the last output back through all layers; return dX, or None where it is not needed."""
        for index, layer in reversed(list(enumerate(self.layers))):
            dH = layer.backward(dH, need_dX or index > 0)
        return dH if need_dX else None

    @property
    def params(self):
        """All parameters by "index of the layer.name", as in "0.W": the arrays themselves, to be changed in place."""
        return {
            f"{index}.{name}": param for index, layer in enumerate(self.layers) for name, param in layer.params.items()
        }

    @property
    def grads(self):
        """The gradients of the last backward pass, by the names of ``params``."""
        return {
            f"{index}.{name}": grad for index, layer in enumerate(self.layers) for name, grad in layer.grads.items()
        }

    def predict(self, X, batch_size=256):
        """Compute the output for many samples, a batch at a time, so that memory suffices.

        Parameters
        ----------
        X : ndarray, shape (N, ...)
            The samples, at least one.
        batch_size : int, default 256
            Samples that go through the network together.

        Returns
        -------
        ndarray, shape (N, ...)
            What ``forward`` gives: for a classifier the logits, so ``.argmax(axis=1)`` is the predicted class.

        Notes
        -----
        Like every forward pass it replaces the caches: ``backward`` would then follow its last batch.
        """
        shapes.require_whole(samples=(len(X), 1), batch_size=(batch_size, 1))
        return np.concatenate([self.forward(X[start : start + batch_size]) for start in range(0, len(X), batch_size)])

    def save(self, path):
        """Write all parameters to an .npz file; an interruption leaves no half file.

        Parameters
        ----------
        path : str or Path
            The file. One that exists is replaced.

        Raises
        ------
        FileNotFoundError
            If its folder does not exist.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(f"There is no folder {path.parent} to save in: make it first.")
        # Written beside its place and moved there when whole: a move within one disk happens wholly or not at all.
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            whole = Path(folder, "params.npz")
            np.savez(whole, **self.params)
            os.replace(whole, path)

    def load(self, path):
        """Read the parameters that ``save`` wrote. Nothing changes unless all of them fit.

        Parameters
        ----------
        path : str or Path
            The file.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If it is no whole .npz file, holds pickled objects, or its names, shapes or dtypes are not the network's.
        """
        params, stored = self.params, _read_arrays(path)
        faults = [f"{name} is missing" for name in params if name not in stored]
        faults += [f"{name} is unknown to the network" for name in stored if name not in params]
        for name in params.keys() & stored.keys():
            got, expected = (f"{array.dtype} {array.shape}" for array in (stored[name], params[name]))
            if got != expected:
                faults.append(f"{name} is {got} but must be {expected}")
        if faults:
            raise ValueError(f"{path} does not fit this network: {'; '.join(sorted(faults))}.")
        for name, param in params.items():
            param[...] = stored[name]


def he_normal(shape, fan_in, rng, dtype=np.float32):
    """Draw weights that keep the size of signals from layer to layer, with ReLU between them.

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights.
    fan_in : int
        How many inputs each output sums over.
    rng : numpy.random.Generator
        The source of randomness.
    dtype : {float32, float64}, default float32
        Type of the weights. One seed gives the same weights in both, up to rounding.

    Returns
    -------
    ndarray, shape ``shape``
        Normal with mean 0 and standard deviation sqrt(2 / fan_in).

    Raises
    ------
    TypeError
        If rng is no generator, or dtype is neither float32 nor float64.

    Notes
    -----
    He et al. (2015), Delving Deep into Rectifiers, equation 10.
    """
    # A seed would do here, but it would give two layers of equal shape the same weights.
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a generator, as np.random.default_rng(0) makes, but it is {rng!r}.")
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"dtype must be float32 or float64, but it is {np.dtype(dtype)}.")
    return rng.normal(0, np.sqrt(2 / fan_in), shape).astype(dtype)


def _read_arrays(path):
    """Return all arrays of an .npz file by name; raise one sentence where that cannot be done."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"There is no file {path} to load.")
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is no .npz file, or only a part of one: write it again with save.")
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except Exception as reason:  # a damaged archive fails in many ways: zip, zlib, NumPy, the system
        raise ValueError(f"{path} is damaged, or holds pickled objects, which are never loaded.") from reason
    # NumPy hands out as bytes what is no array.
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{path} is no file of parameters: {name} in it is no array.")
    return arrays
