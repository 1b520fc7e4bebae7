"""The computations that are neither linear nor bilinear, with the choices that are often made wrong."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.alternatives import Computation
from convlib.lab.checks.diagnose.differences import differences
from convlib.lab.checks.diagnose.pooling import pooled, routed
from convlib.lab.checks.diagnose.training import after_training

Given = Mapping[str, Any]


def softmax(logits: np.ndarray, over: str) -> np.ndarray:
    """Return the softmax over some axis."""
    axis = {"classes": 1, "samples": 0, "all": None, "sum": 0}[over]
    powers = np.exp(logits - logits.max(axis=1 if over == "sum" else axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def loss(given: Given, over: str, log: str, total: str, of: str, sign: str) -> Any:
    """Return a cross-entropy loss."""
    logits, y = np.asarray(given["logits"], dtype=float), given["y"]
    p = softmax(logits, over)
    logarithms: dict[str, Callable] = {"natural": np.log, "two": np.log2, "ten": np.log10, "none": np.positive}
    numbers = logarithms[log]
    each = -numbers(p[range(len(y)), y] if of == "right" else p if of == "every" else p.max(axis=1))
    whole = {
        "mean": each.sum() / len(y),
        "sum": each.sum(),
        "classes": each.sum() / logits.shape[1],
        "entries": each.sum() / logits.size,
        "half": each.sum() / len(y) / 2,
    }[total]
    return -whole if sign == "minus" else whole


def dlogits(given: Given, over: str, hot: str, divided: str, sign: str) -> Any:
    """Return the gradient of a cross-entropy loss."""
    logits, y = np.asarray(given["logits"], dtype=float), given["y"]
    one_hot = np.eye(logits.shape[1])[np.asarray(y, dtype=int)]
    if hot == "columns":
        one_hot = np.tile(one_hot.max(axis=0), (len(y), 1))
    factor = {"minus": -1, "none": 0, "plus": 1, "twice": -2, "columns": -1}[hot]
    count = {"N": len(y), "not": 1, "classes": logits.shape[1], "entries": logits.size, "squared": len(y) ** 2}[divided]
    return (softmax(logits, over) + factor * one_hot) / count * (-1 if sign == "minus" else 1)


OVER = {
    "classes": "",
    "samples": "the softmax runs over axis 0, the samples, instead of axis 1, the classes",
    "sum": "the exponentials are summed over axis 0, the samples, instead of axis 1, the classes",
    "all": "the softmax runs over all scores of the batch at once",
}
SIGN = {"plus": "", "minus": "everything is multiplied by -1"}


def error(given: Given, difference: str, divided: str) -> Any:
    """Return an error between two arrays."""
    got, want = (np.asarray(given[name], dtype=float) for name in ("got", "want"))
    if got.shape != want.shape:
        return np.inf if divided != "nothing" else np.nan
    measures: dict[str, Callable] = {
        "norm": np.linalg.norm,
        "largest": lambda a: np.abs(a).max(),
        "sum": lambda a: np.abs(a).sum(),
        "mean": lambda a: np.abs(a).mean(),
        "squares": lambda a: (a**2).sum(),
        "mean square": lambda a: (a**2).mean(),
        "root mean square": lambda a: np.sqrt((a**2).mean()),
    }
    if difference in ("entrywise", "mean entrywise"):
        each = np.abs(got - want) / {
            "larger": np.maximum(np.abs(got), np.abs(want)),
            "want": np.abs(want),
            "got": np.abs(got),
            "sum": np.abs(got) + np.abs(want),
            "nothing": np.ones(want.shape),
        }.get(divided, np.full(want.shape, np.nan))
        each = np.where(got == want, 0, each)
        return each.max() if difference == "entrywise" else each.mean()
    measure = measures[difference] if difference in measures else np.linalg.norm
    top = abs(measure(got) - measure(want)) if difference == "norms" else measure(got - want)
    a, b = measure(got), measure(want)
    bottom = {
        "larger": max(a, b),
        "want": b,
        "got": a,
        "sum": a + b,
        "mean": (a + b) / 2,
        "smaller": min(a, b),
        "product": a * b,
        "size": got.size,
        "nothing": 1.0,
    }[divided]
    return np.nan if bottom == 0 else top / bottom


def relu(given: Given, gate: str, value: str) -> Any:
    """Return what passes a gate."""
    X = given["X"]
    is_open = {
        "positive": X > 0,
        "not negative": X >= 0,
        "negative": X < 0,
        "not zero": X != 0,
        "all": X == X,
        "dH": given.get("dH", X) > 0,
        "above one": X > 1,
    }[gate]
    dH = given.get("dH", X)
    values = {
        "own": dH,
        "one": np.ones(X.shape),
        "size": np.abs(dH),
        "squared": dH**2,
        "product": dH * X,
        "minus": -dH,
        "input": X,
    }
    return np.where(is_open, values[value], 0)


GATE = {
    "positive": "",
    "not negative": "the gate is open at 0 as well",
    "negative": "the gate is open where X is negative",
    "not zero": "the gate is open wherever X is not 0",
    "all": "the gate is always open",
    "above one": "the gate is open only where X is above 1",
}


def step(given: Given, kept: str, added: str) -> Any:
    """Return a velocity."""
    grad, velocity, momentum, lr = given["grad"], given["velocity"], momentum_of(given), rate_of(given)
    old = {"momentum": momentum, "one": 1, "none": 0, "rest": 1 - momentum, "rate": lr, "minus": -momentum}[kept]
    new = {"one": 1, "rate": lr, "rest": 1 - momentum, "minus": -1, "minus rate": -lr, "momentum": momentum, "none": 0}[
        added
    ]
    return old * velocity + new * grad


def moved(given: Given, along: str, by: str) -> Any:
    """Return a parameter after a step."""
    new = momentum_of(given) * given["velocity"] + given["grad"]
    steps = {"new": new, "old": given["velocity"], "gradient": given["grad"], "own": given["own"].get("velocity", new)}
    factor = {
        "rate": rate_of(given),
        "one": 1,
        "minus": -rate_of(given),
        "squared": rate_of(given) ** 2,
        "momentum": rate_of(given) * momentum_of(given),
    }[by]
    return given["param"] - factor * steps[along]


def momentum_of(given: Given) -> float:
    """Return the momentum that is passed, or its default."""
    return given.get("momentum", 0.9)


def rate_of(given: Given) -> float:
    """Return the learning rate that is passed, or its default."""
    return given.get("lr", 0.01)


def size(given: Given, window: str, border: str, one: str, rounded: str, stride: str) -> Any:
    """Return the length of an output."""
    n, f, s, p = (given.get(name, usual) for name, usual in (("n", 0), ("f", 0), ("stride", 1), ("pad", 0)))
    border_of = {"both": 2 * p, "one": p, "none": 0, "minus": -2 * p, "minus one": -p, "four": 4 * p, "after": 0}
    window_of = {"minus": -f, "plus": f, "none": 0, "half": -(f // 2), "twice": -2 * f}
    length = n + border_of[border] + window_of[window] + {"inside": 1, "minus one": -1}.get(one, 0)
    step = {"given": s, "one": 1, "next": s + 1, "times": 1}[stride]
    roundings: dict[str, Callable] = {"down": np.floor, "up": np.ceil, "nearest": np.round, "not": float}
    count = roundings[rounded](length / step)
    count = count * (s if stride == "times" else 1) + {"outside": 1, "two": 2, "minus one": 1}.get(one, 0)
    return count + (2 * p if border == "after" else 0)


SIZE = {
    "window": {
        "minus": "",
        "plus": "f is added instead of subtracted",
        "none": "f is not subtracted",
        "half": "only half of f is subtracted",
        "twice": "f is subtracted twice",
    },
    "border": {
        "both": "",
        "one": "the padding counts on one side only",
        "none": "the padding does not count",
        "minus": "the padding is subtracted instead of added",
        "minus one": "the padding is subtracted, once",
        "four": "the padding counts four times",
        "after": "the padding is added after the division by the stride",
    },
    "one": {
        "outside": "",
        "none": "the + 1 is missing",
        "inside": "the + 1 is added before the division by the stride",
        "two": "2 is added instead of 1",
        "minus one": "1 is subtracted before the division by the stride",
    },
    "rounded": {
        "down": "",
        "up": "the quotient is rounded up",
        "nearest": "the quotient is rounded to the nearest whole number",
        "not": "the quotient is not rounded down",
    },
    "stride": {
        "given": "",
        "one": "the stride does not divide",
        "next": "it is divided by stride + 1",
        "times": "it is multiplied by the stride instead of divided",
    },
}


GRADIENT_GATE = {**GATE, "dH": "the gate is open where dH is positive, instead of X"}
COMPUTATIONS: dict[str, dict[str, Computation]] = {
    "train": {part: after_training(part) for part in ("losses", "scale", "shift")},
    "output_size": {"n_out": Computation(SIZE, size)},
    "numerical_gradient": {"gradient": differences},
    "maxpool_forward": {"H": pooled},
    "maxpool_backward": {"dX": routed},
    "softmax_cross_entropy": {
        "loss": Computation(
            {
                "over": OVER,
                "log": {
                    "natural": "",
                    "two": "the logarithm has base 2",
                    "ten": "the logarithm has base 10",
                    "none": "the logarithm is missing",
                },
                "total": {
                    "mean": "",
                    "sum": "the losses of the samples are added up, not averaged",
                    "classes": "the sum is divided by the number of classes instead of that of samples",
                    "entries": "the sum is divided by the number of all scores",
                    "half": "the mean is halved",
                },
                "of": {
                    "right": "",
                    "every": "the losses of all classes are added, not only that of the right one",
                    "largest": "the largest probability is taken instead of that of the right class",
                },
                "sign": SIGN,
            },
            loss,
        ),
        "dlogits": Computation(
            {
                "over": OVER,
                "hot": {
                    "minus": "",
                    "none": "the one-hot labels are not subtracted",
                    "plus": "the one-hot labels are added instead of subtracted",
                    "twice": "the one-hot labels are subtracted twice",
                    "columns": "1 is subtracted in every row at the labels of all samples",
                },
                "divided": {
                    "N": "",
                    "not": "it is not divided by N, the number of samples",
                    "classes": "it is divided by the number of classes instead of that of samples",
                    "entries": "it is divided by the number of all scores instead of that of samples",
                    "squared": "it is divided by N twice",
                },
                "sign": SIGN,
            },
            dlogits,
        ),
    },
    "relative_error": {
        "error": Computation(
            {
                "difference": {
                    "norm": "",
                    "norms": "the two norms are subtracted instead of the arrays",
                    "largest": "the largest entries are compared instead of the norms",
                    "sum": "the sums of the absolute values are compared instead of the norms",
                    "mean": "the means of the absolute values are compared instead of the norms",
                    "squares": "the sums of the squares are compared: the root is missing",
                    "mean square": "the means of the squares are compared instead of the norms",
                    "root mean square": "the root of the mean square is taken instead of the norm",
                    "entrywise": "each entry has a relative error of its own, and the largest counts",
                    "mean entrywise": "each entry has a relative error of its own, and their mean counts",
                },
                "divided": {
                    "larger": "",
                    "want": "it is always measured against want, never against got",
                    "got": "it is always measured against got, never against want",
                    "sum": "it is divided by the sum of the two norms",
                    "mean": "it is divided by the mean of the two norms",
                    "smaller": "it is divided by the smaller of the two norms",
                    "product": "it is divided by the product of the two norms",
                    "size": "it is divided by the number of entries",
                    "nothing": "it is not divided by anything",
                },
            },
            error,
        )
    },
    "relu_forward": {
        "H": Computation(
            {
                "gate": GATE,
                "value": {
                    "own": "",
                    "one": "every open entry is 1",
                    "size": "open entries lose their sign",
                    "squared": "open entries are squared",
                    "minus": "open entries change their sign",
                },
            },
            relu,
        )
    },
    "relu_backward": {
        "dX": Computation(
            {
                "gate": GRADIENT_GATE,
                "value": {
                    "own": "",
                    "one": "every open entry is 1 instead of dH",
                    "size": "dH loses its sign",
                    "input": "X passes instead of dH",
                    "product": "dH is multiplied by X",
                    "minus": "dH changes its sign",
                },
            },
            relu,
        )
    },
    "sgd_momentum_step": {
        "velocity": Computation(
            {
                "kept": {
                    "momentum": "",
                    "one": "the old velocity is kept whole",
                    "none": "the old velocity is lost",
                    "rest": "the old velocity is multiplied by 1 - momentum",
                    "rate": "the old velocity is multiplied by the learning rate",
                    "minus": "the old velocity is subtracted",
                },
                "added": {
                    "one": "",
                    "rate": "the gradient is multiplied by the learning rate",
                    "rest": "the gradient is multiplied by 1 - momentum",
                    "minus": "the gradient is subtracted",
                    "minus rate": "the gradient is multiplied by the learning rate and subtracted",
                    "momentum": "the gradient is multiplied by the momentum",
                    "none": "the gradient is not added",
                },
            },
            step,
        ),
        "param": Computation(
            {
                "along": {
                    "new": "",
                    "old": "the step goes along the old velocity",
                    "gradient": "the step goes along the gradient instead of the velocity",
                    "own": "the step goes along your own new velocity",
                },
                "by": {
                    "rate": "",
                    "one": "the learning rate is missing in the step",
                    "minus": "the step goes in the other direction",
                    "squared": "the learning rate is applied twice",
                    "momentum": "the step is multiplied by the momentum as well",
                },
            },
            moved,
        ),
    },
}
