"""Training with the choices that are often made wrong: the order of the images, the batches, the velocity, the losses.

The network is that of the check's scenario: each logit is one number of the sample, scaled and shifted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from convlib.lab.checks.diagnose.alternatives import Computation

Given = Mapping[str, Any]
CHOICES = {
    "epochs": {"all": "", "fewer": "there is one epoch too few", "more": "there is one epoch too many"},
    "order": {
        "anew": "",
        "once": "the same order of the images serves for all epochs",
        "none": "the images are not shuffled",
        "step": "a new order is drawn for each step",
        "seed": "the order comes from a fixed seed",
    },
    "labels": {
        "own": "",
        "kept": "the labels keep their old order while the images are shuffled",
        "images": "the images keep their old order while the labels are shuffled",
    },
    "last": {"taken": "", "dropped": "a last batch that is not full is left out"},
    "size": {
        "given": "",
        "default": "batch_size is ignored: each batch has 64 images",
        "all": "each step takes all images",
    },
    "velocity": {
        "kept": "",
        "epoch": "the velocities start again at zero in every epoch",
        "step": "the velocities are not kept from step to step",
        "shared": "all parameters share one velocity",
    },
    "momentum": {"given": "", "default": "momentum is ignored: it is always 0.9", "none": "there is no momentum"},
    "rate": {"given": "", "default": "lr is ignored: it is always 0.01", "minus": "the step goes up the gradient"},
    "updated": {
        "all": "",
        "first": "only the first parameter is updated",
        "last": "only the last parameter is updated",
        "swapped": "the new velocity is stored as the parameter, and the new parameter as the velocity",
        "never": "the parameters are never updated",
        "before": "each step uses the gradients of the step before",
    },
    "noted": {
        "step": "",
        "epoch": "only the last loss of each epoch is noted",
        "mean": "one loss is noted for each epoch, the mean of its steps",
        "sum": "one loss is noted for each epoch, the sum of its steps",
        "means": "one loss is returned for each epoch, the mean of its steps",
        "after": "each loss is computed after the update",
        "last": "only the last loss is kept",
        "size": "each loss is multiplied by the size of its batch",
    },
    "called": {
        "step": "",
        "never": "on_step is not called, or too early to matter",
        "epoch": "on_step is called once for each epoch",
        "before": "on_step is called before the loss is added to the list",
    },
}


def trained(given: Given, part: str, **choice: str) -> Any:
    """Return the losses, or a parameter after training."""
    X, y = given["X"], np.asarray(given["y"])
    params = {name: np.array(given[name], dtype=float) for name in ("scale", "shift")}
    velocity = {name: np.zeros_like(param) for name, param in params.items()}
    momentum = {"given": given.get("momentum", 0.9), "default": 0.9, "none": 0.0}[choice["momentum"]]
    rate = {"given": given["lr"], "default": 0.01, "minus": -given["lr"]}[choice["rate"]]
    stale = {name: np.zeros_like(param) for name, param in params.items()}
    losses: list[float] = []
    epoch_losses: list[float] = []
    means: list[float] = []

    def tell() -> None:
        if given.get("watched"):
            for param in params.values():
                param += len(losses) / 4 + sum(losses) / 8

    for images, labels, ends in batches(given, choice, velocity, epoch_losses):
        loss, grads = loss_and_gradients(params, X[images], y[labels])
        used = stale if choice["updated"] == "before" else grads
        step(params, velocity, used, momentum, rate, choice)
        stale = grads
        if choice["noted"] == "after":
            loss, _ = loss_and_gradients(params, X[images], y[labels])
        epoch_losses.append(loss * (len(images) if choice["noted"] == "size" else 1))
        note(losses, epoch_losses, choice, ends, tell)
        if ends:
            means.append(float(np.mean(epoch_losses)))
    results = {"losses": np.array(means if choice["noted"] == "means" else losses), **params}
    return results[part][-1:] if part == "losses" and choice["noted"] == "last" else results[part]


def batches(
    given: Given, choice: Mapping[str, str], velocity: dict[str, np.ndarray], epoch_losses: list[float]
) -> Iterator[tuple[np.ndarray, np.ndarray, bool]]:
    """Yield the images and the labels of each step, and whether it ends an epoch."""
    count = len(given["y"])
    rng = np.random.default_rng(0 if choice["order"] == "seed" else given["seed"])
    size = {"given": given.get("batch_size", 64), "default": 64, "all": count}[choice["size"]]
    stored = np.arange(count)
    order = rng.permutation(count) if choice["order"] == "once" else stored
    for _ in range(given["epochs"] + {"fewer": -1, "more": 1}.get(choice["epochs"], 0)):
        epoch_losses.clear()
        if choice["velocity"] == "epoch":
            velocity.update({name: np.zeros_like(old) for name, old in velocity.items()})
        if choice["order"] in ("anew", "seed"):
            order = rng.permutation(count)
        starts = range(0, count - size + 1 if choice["last"] == "dropped" else count, size)
        for start in starts:
            if choice["order"] == "step":
                order = rng.permutation(count)
            places = slice(start, start + size)
            images = stored if choice["labels"] == "images" else order
            labels = stored if choice["labels"] == "kept" else order
            yield images[places], labels[places], start == starts[-1]


def loss_and_gradients(
    params: Mapping[str, np.ndarray], X: np.ndarray, y: np.ndarray
) -> tuple[float, dict[str, np.ndarray]]:
    """Return the loss of a batch and the gradients of the two parameters."""
    logits = X * params["scale"] + params["shift"]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    dlogits = (p - np.eye(p.shape[1])[y]) / len(y)
    loss = float(-np.log(p[range(len(y)), y]).mean())
    return loss, {"scale": (dlogits * X).sum(axis=0), "shift": dlogits.sum(axis=0)}


def step(
    params: dict[str, np.ndarray],
    velocity: dict[str, np.ndarray],
    grads: Mapping[str, np.ndarray],
    momentum: float,
    rate: float,
    choice: Mapping[str, str],
) -> None:
    """Update the parameters."""
    if choice["updated"] == "never":
        return
    few = {"first": slice(1), "last": slice(-1, None)}
    for name in list(params)[few.get(choice["updated"], slice(None))]:
        key = "scale" if choice["velocity"] == "shared" else name
        new = momentum * velocity[key] + grads[name]
        moved = params[name] - rate * new
        if choice["updated"] == "swapped":
            new, moved = moved, new
        params[name] = moved
        if choice["velocity"] != "step":
            velocity[key] = new


def note(losses: list[float], of_epoch: list[float], choice: Mapping[str, str], ends: bool, tell: Any) -> None:
    """Add to the list of losses, and call ``on_step``."""
    by_epoch = {"epoch": of_epoch[-1], "mean": float(np.mean(of_epoch)), "sum": sum(of_epoch)}
    if choice["called"] == "before":
        tell()
    if choice["noted"] not in by_epoch:
        losses.append(of_epoch[-1])
    elif ends:
        losses.append(by_epoch[choice["noted"]])
    if choice["called"] == "step" or (choice["called"] == "epoch" and ends):
        tell()


def after_training(part: str) -> Computation:
    """Return the computation of one part of the results."""
    return Computation(CHOICES, lambda given, **choice: trained(given, part, **choice))
