"""All competitors, behind one interface; one whose results differ from the others' does not run.

Each competitor is a function that takes a workload, its dtype and a number of threads, prepares the inputs in the
memory layout it prefers, and returns a ``Contestant``. It raises ``NotApplicable`` where it cannot run the workload.
"""

import collections
import collections.abc
import importlib
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from convlib.conv import fast, im2col, naive, taps

from . import networks
from .workloads import Convolution

TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


class NotApplicable(Exception):
    """A competitor cannot run a workload, or is not installed; the message says why."""


class Disagreement(Exception):
    """A competitor's results differ; the message says by how much."""


class Contestant(NamedTuple):
    """A competitor with its inputs, ready to run a workload.

    Attributes
    ----------
    forward : callable
        Called without arguments; returns the state that the backward pass needs.
    backward : callable
        Takes that state; returns the gradients.
    arrays : callable
        Takes the state and the gradients; returns them as NumPy arrays, in the course's shapes.
    """

    forward: Callable
    backward: Callable
    arrays: Callable

    def both(self):
        """Run the forward and the backward pass."""
        return self.backward(self.forward())

    def results(self):
        """Run both passes, and return copies of all arrays that they returned, in their memory layouts."""
        state = self.forward()
        return [np.asarray(array).copy("K") for array in self.arrays(state, self.backward(state))]


def of_pair(forward, backward, X, W, b, dH, *settings):
    """Return the contestant made of two functions with convlib's signatures."""
    return Contestant(
        lambda: forward(X, W, b, *settings),
        lambda state: backward(dH, state[1]),
        lambda state, gradients: [state[0], *gradients],
    )


def c_contiguous(forward, backward):
    """Return the competitor made of two functions, with X and dH C-contiguous."""

    def competitor(workload, dtype, threads):
        return of_pair(forward, backward, *workload.arrays(dtype), workload.stride, workload.pad)

    return competitor


def fast_c_contiguous(workload, dtype, threads):
    """convlib.conv.fast, with X and dH C-contiguous."""
    return of_pair(
        fast.conv2d_forward_fast,
        fast.conv2d_backward_fast,
        *workload.arrays(dtype),
        workload.stride,
        workload.pad,
        threads,
    )


def fast_own_layout(workload, dtype, threads):
    """convlib.conv.fast, with X and dH in the memory layouts in which it returns dX and H."""
    X, W, b, dH = workload.arrays(dtype)
    H, dX, _, _ = fast_c_contiguous(workload, dtype, threads).results()
    return of_pair(
        fast.conv2d_forward_fast,
        fast.conv2d_backward_fast,
        in_layout_of(dX, X),
        W,
        b,
        in_layout_of(H, dH),
        workload.stride,
        workload.pad,
        threads,
    )


def in_layout_of(model, array):
    """Return a copy of an array in the memory layout of ``model``."""
    copied = np.empty_like(model)
    copied[...] = array
    return copied


def pytorch(memory_format):
    """Return the competitor PyTorch, in eager mode, with its arrays in one of its two memory layouts."""

    def competitor(workload, dtype, threads):
        torch = require("torch")
        torch.set_num_threads(threads)
        X, W, b, dH = (torch.from_numpy(array) for array in workload.arrays(dtype))
        X, W, dH = (tensor.to(memory_format=getattr(torch, memory_format)) for tensor in (X, W, dH))
        inputs = [tensor.requires_grad_() for tensor in (X, W, b)]
        return Contestant(
            lambda: torch.nn.functional.conv2d(*inputs, stride=workload.stride, padding=workload.pad),
            lambda H: torch.autograd.grad(H, inputs, dH, retain_graph=True),
            lambda H, gradients: [H.detach(), *gradients],
        )

    return competitor


def scipy_correlate(method):
    """Return the competitor ``scipy.signal.correlate``: each image with each filter, over all channels at once."""

    def competitor(workload, dtype, threads):
        if workload.stride > 1:
            raise NotApplicable("scipy.signal.correlate has no stride")
        signal = require("scipy.signal")
        X, W, b, dH = workload.arrays(dtype)
        pad, rest = workload.pad, workload.f - 1 - workload.pad
        rotated = W[:, :, ::-1, ::-1].swapaxes(0, 1)

        def correlate(A, B):
            return signal.correlate(A, B, mode="valid", method=method)[0]

        def padded(array, pad):
            return np.pad(array, ((0, 0), (0, 0), (pad, pad), (pad, pad)))

        def forward():
            return np.array([[correlate(image, w) for w in W] for image in padded(X, pad)]) + b[:, None, None]

        def backward(H):
            dX = np.array([[correlate(image, w) for w in rotated] for image in padded(dH, rest)])
            channels = padded(X, pad).swapaxes(0, 1)
            dW = np.array([[correlate(channel, dh) for channel in channels] for dh in dH.swapaxes(0, 1)])
            return dX, dW, dH.sum(axis=(0, 2, 3))

        return Contestant(forward, backward, lambda H, gradients: [H, *gradients])

    return competitor


def autograd(workload, dtype, threads):
    """The package autograd: ``autograd.scipy.signal.convolve`` and its gradients."""
    anp, core, signal = (require(f"autograd.{name}") for name in ("numpy", "core", "scipy.signal"))
    X, W, b, dH = workload.arrays(dtype)
    pad, step = workload.pad, slice(None, None, workload.stride)

    def layer(inputs):
        X, W, b = inputs
        padded = anp.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
        H = signal.convolve(padded, W[:, :, ::-1, ::-1], axes=([2, 3], [2, 3]), dot_axes=([1], [1]), mode="valid")
        return H[:, :, step, step] + b[:, None, None]

    return Contestant(
        lambda: core.make_vjp(layer, (X, W, b)),
        lambda state: state[0](dH),
        lambda state, gradients: [state[1], *gradients],
    )


def numpy_ml(workload, dtype, threads):
    """The package numpy-ml: its Conv2D, which expects the channels last."""
    collections.Hashable = collections.abc.Hashable  # numpy-ml expects it where it was before Python 3.10
    layers = require("numpy_ml.neural_nets.layers")
    X, W, b, dH = workload.arrays(dtype)
    X, dH = (np.ascontiguousarray(array.transpose(0, 2, 3, 1)) for array in (X, dH))
    layer = layers.Conv2D(workload.F, (workload.f, workload.f), pad=workload.pad, stride=workload.stride)
    layer.in_ch = X.shape[3]
    layer._init_params()
    layer.parameters = {"W": np.ascontiguousarray(W.transpose(2, 3, 1, 0)), "b": b.reshape(1, 1, 1, -1)}

    def forward():
        layer.flush_gradients()
        return layer.forward(X)

    def arrays(H, dX):
        dW, db = layer.gradients["W"], layer.gradients["b"]
        return [H.transpose(0, 3, 1, 2), dX.transpose(0, 3, 1, 2), dW.transpose(3, 2, 0, 1), db.ravel()]

    return Contestant(forward, lambda H: layer.backward(dH), arrays)


def convlib_step(conv):
    """Return the competitor that runs a training step with one of convlib's convolution layers."""

    def competitor(step, dtype, threads):
        X, y = step.arrays(dtype)
        return Contestant(*networks.convlib_step(networks.convlib_network(conv, dtype, threads), X, y, step))

    return competitor


def pytorch_step(memory_format, pool_first):
    """Return the competitor that runs a training step in PyTorch."""

    def competitor(step, dtype, threads):
        torch = require("torch")
        torch.set_num_threads(threads)
        X, y = step.arrays(dtype)
        network = networks.pytorch_network(memory_format, pool_first, dtype)
        X = torch.from_numpy(X).to(memory_format=getattr(torch, memory_format))
        return Contestant(*networks.pytorch_step(network, X, torch.from_numpy(y), step))

    return competitor


FAST, PYTORCH, POOL_FIRST = "fast", "PyTorch", "pool-first PyTorch"
# Names with the same part before the comma count as one, by the best of its layouts. All must agree with the first.
LAYERS = {
    f"{FAST}, C-contiguous": fast_c_contiguous,
    f"{FAST}, its own layout": fast_own_layout,
    f"{PYTORCH}, contiguous": pytorch("contiguous_format"),
    f"{PYTORCH}, channels_last": pytorch("channels_last"),
    "im2col": c_contiguous(im2col.conv2d_forward_im2col, im2col.conv2d_backward_im2col),
    "taps": c_contiguous(taps.conv2d_forward_taps, taps.conv2d_backward_taps),
    "naive": c_contiguous(naive.conv2d_forward, naive.conv2d_backward),
    "SciPy, direct": scipy_correlate("direct"),
    "SciPy, FFT": scipy_correlate("fft"),
    "autograd": autograd,
    "numpy-ml": numpy_ml,
}
STEPS = {
    f"{FAST}, C-contiguous": convlib_step("fast"),
    f"{PYTORCH}, contiguous": pytorch_step("contiguous_format", False),
    f"{PYTORCH}, channels_last": pytorch_step("channels_last", False),
    f"{POOL_FIRST}, contiguous": pytorch_step("contiguous_format", True),
    f"{POOL_FIRST}, channels_last": pytorch_step("channels_last", True),
    "im2col": convlib_step("im2col"),
}


def competitors(workload, threads):
    """Return the competitors for a workload, by name; with several threads, only those that can use them."""
    named = LAYERS if isinstance(workload, Convolution) else STEPS
    return {name: competitor for name, competitor in named.items() if threads == 1 or is_rival(name)}


def is_rival(name):
    """Return whether this is one of the two that the benchmarks are about: fast or PyTorch."""
    return family(name) in (FAST, PYTORCH)


def family(name):
    """Return the part of a name before its first comma."""
    return name.split(",")[0]


def require_agreement(results, reference, dtype):
    """Reject results that differ from the reference.

    Parameters
    ----------
    results, reference : list of ndarray
        The values returned by ``Contestant.results``.
    dtype : {"float32", "float64"}
        The dtype of the computation.

    Raises
    ------
    Disagreement
        If an array has a different shape, or differs by more than rounding explains.
    """
    for number, (array, expected) in enumerate(zip(results, reference, strict=True)):
        if array.shape != expected.shape:
            raise Disagreement(f"array {number} has shape {array.shape}, not {expected.shape}")
        off = np.linalg.norm(array - expected) / np.linalg.norm(expected)
        if not off <= TOLERANCE[dtype]:
            raise Disagreement(f"array {number} is off by {off:.1e} relative to its norm")


def require(module):
    """Import an optional module."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return importlib.import_module(module)
    except ImportError:
        raise NotApplicable(f"{module.split('.')[0]} is not installed: pip install '.[bench]'") from None
