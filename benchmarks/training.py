"""Training to a fixed accuracy on Fashion-MNIST, beside the same network in PyTorch, on one thread.

Both begin with the same weights and see the same batches in the same order. After some hundred steps they differ all
the same, by what rounding made of it, and one of them may need an epoch more: so each trains several times. The clock
stands still while the accuracy on the test pictures is measured.
"""

import sys
from functools import partial
from math import ceil
from time import process_time

import numpy as np

from convlib.lab.data import load_fashion_mnist
from convlib.optimizers import SGD
from convlib.training import accuracy, fit

from . import networks
from .competitors import PYTORCH, QUICK, NotApplicable, require
from .workloads import TRAINING_STEP

GOAL = 0.85
MOST_EPOCHS = 30
SEEDS = 1, 2, 3


def measure():
    """Train convlib's network, and PyTorch's in each of its ways.

    Returns
    -------
    dict
        "goal": the accuracy; "seeds": how often each was trained; "runs": a list of dicts with way, and in all its
        trainings together CPU seconds, epochs and steps; and the least accuracy that was reached.
    """
    data = load_fashion_mnist()
    sides = {f"{QUICK}, reading order": convlib_side}
    try:
        require("torch")
        sides |= {f"{PYTORCH}, {memory_format.removesuffix('_format')}, {'pool' if pool_first else 'ReLU'} first":
                  partial(pytorch_side, memory_format, pool_first)
                  for memory_format in ("contiguous_format", "channels_last") for pool_first in (False, True)}
    except NotApplicable as reason:
        print(reason, file=sys.stderr)
    return {"goal": GOAL, "seeds": len(SEEDS), "runs": [run(way, side, data) for way, side in sides.items()]}


def run(way, side, data):
    """Train with each seed until the goal is reached."""
    seconds, epochs, reached = 0.0, 0, []
    for seed in SEEDS:
        epoch, test = side(data, seed)
        for _ in range(MOST_EPOCHS):
            start = process_time()
            epoch()
            seconds += process_time() - start
            epochs += 1
            if (right := test()) >= GOAL:
                break
        reached.append(right)
    steps = epochs * ceil(len(data.X_train) / TRAINING_STEP.N)
    return {"way": way, "seconds": seconds, "epochs": epochs, "steps": steps, "accuracy": min(reached)}


def convlib_side(data, seed):
    """Return what trains convlib's network for an epoch, and what tests it."""
    network, rng = networks.convlib_network(seed=seed), np.random.default_rng(seed)
    optimizer = SGD(TRAINING_STEP.lr, TRAINING_STEP.momentum)

    def epoch():
        fit(network, data.X_train, data.y_train, 1, optimizer, TRAINING_STEP.N, rng, progress=False)

    return epoch, lambda: accuracy(network, data.X_test, data.y_test)


def pytorch_side(memory_format, pool_first, data, seed):
    """Return what trains PyTorch's network for an epoch, and what tests it."""
    import torch
    torch.set_num_threads(1)
    network, rng = networks.pytorch_network(memory_format, pool_first, seed=seed), np.random.default_rng(seed)
    X_train, y_train, X_test, y_test = (torch.from_numpy(array) for array in data)
    X_train, X_test = (X.to(memory_format=getattr(torch, memory_format)) for X in (X_train, X_test))
    optimizer = torch.optim.SGD(network.parameters(), TRAINING_STEP.lr, TRAINING_STEP.momentum)

    def epoch():
        for batch in torch.from_numpy(rng.permutation(len(X_train))).split(TRAINING_STEP.N):
            loss = torch.nn.functional.cross_entropy(network(X_train[batch]), y_train[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def test():
        with torch.no_grad():
            return (network(X_test).argmax(1) == y_test).double().mean().item()

    return epoch, test
