"""How the checks call what does not take plain arrays: a network's class, a training loop, a test.

Each scenario takes what the student wrote and returns a function of arrays, which the probes call.
"""

from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any

import numpy as np


def verdict(test: Callable) -> Callable[[str], float]:
    """Run a student's test on a forward and a backward pass, given as the text of a Python file.

    Returns
    -------
    callable
        ``verdict(source, loud=False) -> float``: 1 if the test accepts the pair, 0 if it raises an exception; this
        goes through if ``loud``.
    """

    @cache  # some correct pairs are among the wrong ones of several groups
    def verdict(source: str, loud: bool = False) -> float:
        space: dict[str, Any] = {}
        exec(_program(source), space)
        try:
            test(space["conv2d_forward"], space["conv2d_backward"])
        except NotImplementedError:
            raise
        except Exception:
            if loud:
                raise
            return 0.0
        return 1.0

    return verdict


PARAMS = "W1", "b1", "W2", "b2", "W3", "b3"


def network(ConvNet: Callable) -> Callable:
    """Run networks of the student's class.

    Returns
    -------
    callable
        ``network(X, dlogits, W1, b1, W2, b2, W3, b3, play)`` makes a matching network, gives it these parameters and
        runs what ``play`` names; what it returns depends on ``play``.
    """

    def network(
        X: np.ndarray,
        dlogits: np.ndarray,
        W1: np.ndarray,
        b1: np.ndarray,
        W2: np.ndarray,
        b2: np.ndarray,
        W3: np.ndarray,
        b3: np.ndarray,
        play: str = "one pass",
    ) -> Any:
        params = dict(zip(PARAMS, (W1, b1, W2, b2, W3, b3), strict=True))

        def new(rng: np.random.Generator) -> Any:
            net = ConvNet(rng, shape=X.shape[1:], filters=(len(b1), len(b2)), classes=len(b3), dtype=X.dtype)
            _in_order(net.params, "params")
            return net

        rng = np.random.default_rng(8)
        net = new(rng)
        start = _in_order(net.params, "params")
        if play == "shapes":
            return tuple(start)
        if play == "start":
            nets = [start] + [_in_order(new(rng).params, "params") for _ in range(400)]
            again = _in_order(new(np.random.default_rng(8)).params, "params")
            return *(np.array(same) for same in zip(*nets, strict=True)), *again
        other = new(rng)
        net.params.update(params)
        other.params.update({name: -2 * param for name, param in params.items()})
        if play == "logits":
            return net.forward(X)
        if play == "a second pass":
            net.forward(2 - X)
            net.backward(3 * dlogits)
        if play == "two forward passes":
            net.forward(2 - X)
        logits = net.forward(X)
        if play == "two networks":
            other.forward(2 - X)
        dX = net.backward(dlogits)
        if play == "two networks":
            other.backward(3 * dlogits)
        results = logits, dX, *_in_order(net.grads, "grads")
        if play == "bytes":
            return *start, *results
        return results if play == "one pass" else results[1:]

    return network


def _in_order(arrays: Any, name: str) -> list[np.ndarray]:
    if not isinstance(arrays, dict) or set(arrays) != set(PARAMS):
        got = ", ".join(map(str, arrays)) or "none" if isinstance(arrays, dict) else f"is a {type(arrays).__name__}"
        raise ValueError(f"{name} must be a dict with the keys {', '.join(PARAMS)}, but got: {got}.")
    return [np.asarray(arrays[key]) for key in PARAMS]


def _shapes(*params: np.ndarray) -> np.ndarray:
    """Return the shapes of the parameters."""
    return np.array([(*np.shape(param), 0, 0, 0)[:4] for param in params])


def _statistics(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return how the weights of many networks spread, rounded to remove chance, and whether they repeat."""
    many, again = arrays[: len(PARAMS)], arrays[len(PARAMS) :]
    weights, biases = many[::2], many[1::2]
    inputs = [W[0, 0].size if W.ndim > 3 else W.shape[1] for W in weights]
    spread = [round(2 * n * W.var()) / 2 for n, W in zip(inputs, weights, strict=True)]
    mean = [round(2 * W.mean() * np.sqrt(n)) / 2 for n, W in zip(inputs, weights, strict=True)]
    first, second = [array[0] for array in many], [array[1] for array in many]
    alike = [all(map(np.array_equal, first, again)), all(map(np.array_equal, first, second))]
    return np.array(spread), np.array(mean), np.array([np.abs(b).max() for b in biases]), np.array(alike, dtype=int)


def _bytes(*arrays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the sizes of the numbers in the parameters and in the results."""
    sizes = [np.asarray(array).dtype.itemsize for array in arrays]
    return np.array(sizes[: len(PARAMS)]), np.array(sizes[len(PARAMS) :])


# What is compared, if not the arrays themselves. The judge works it out: a student's process could forge it.
READINGS: dict[str, Callable[..., Any]] = {"shapes": _shapes, "start": _statistics, "bytes": _bytes}


def is_read(kwargs: dict[str, Any]) -> bool:
    """Return whether something worked out of the results is compared, for these keyword arguments of the probe."""
    return kwargs.get("play") in READINGS


def reading(value: Any, kwargs: dict[str, Any]) -> Any:
    """Return what is compared of the value that a scenario returned for these keyword arguments of the probe."""
    return READINGS[kwargs["play"]](*value) if is_read(kwargs) else value


def training(train: Callable) -> Callable:
    """Run the student's loop on a small network of another kind.

    Returns
    -------
    callable
        ``training(X, y, scale, shift, seed, watched, **options)`` returns the losses and the two parameters after
        training; if ``watched``, ``on_step`` shifts the parameters by an amount that depends on the losses it is
        shown, so that these results tell when it was called, and with what.
    """

    def training(
        X: np.ndarray,
        y: np.ndarray,
        scale: np.ndarray,
        shift: np.ndarray,
        seed: int,
        watched: bool = False,
        **options: Any,
    ) -> Any:
        net = _ScaleAndShift(scale, shift)

        def on_step(*args: Any) -> None:
            if len(args) != 1 or not np.ndim(args[0]):
                raise ValueError("on_step must be called with one argument, the list of all losses so far.")
            for param in net.params.values():
                param += len(args[0]) / 4 + sum(args[0]) / 8

        if watched:
            options["on_step"] = on_step
        losses = train(net, X, y, rng=np.random.default_rng(seed), **options)
        return losses, net.params["scale"], net.params["shift"]

    return training


class _ScaleAndShift:
    """A network in which each logit is one number of the sample, scaled and shifted."""

    def __init__(self, scale: np.ndarray, shift: np.ndarray) -> None:
        self.params = {"scale": scale.copy(), "shift": shift.copy()}
        self.grads: dict[str, np.ndarray] = {}

    def forward(self, X: np.ndarray) -> np.ndarray:
        self.X = X
        return X * self.params["scale"] + self.params["shift"]

    def backward(self, dlogits: np.ndarray) -> np.ndarray:
        self.grads = {"scale": np.einsum("nc,nc->c", dlogits, self.X), "shift": np.einsum("nc->c", dlogits)}
        return dlogits * self.params["scale"]


@cache
def _program(source: str) -> CodeType:
    """Compile a file once: every wrong test in the bank is run on the same pairs."""
    return compile(source, "<pair>", "exec")


SCENARIOS: dict[str, Callable[..., Callable]] = {"verdict": verdict, "network": network, "training": training}
