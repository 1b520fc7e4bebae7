"""Training to a fixed accuracy on Fashion-MNIST, next to the same network in PyTorch, on one thread.

Both start from the same weights and see the same batches in the same order. Rounding still makes them diverge after
some hundred steps, and one of them may need more steps: so each trains several times, and is tested after every eighth
of the training images. The clock is stopped during the test.
"""

import sys
from functools import partial
from math import ceil
from time import process_time

import numpy as np

from convlib.lab.data import load_fashion_mnist
from convlib.nn.optimizers import SGD
from convlib.nn.training import accuracy, fit

from . import networks
from .competitors import FAST, PYTORCH, NotApplicable, require
from .workloads import TRAINING_STEP

GOAL = 0.85
PARTS = 8
MOST_EPOCHS = 30
SEEDS = 1, 2, 3, 4, 5


def measure():
    """Train convlib's network, and PyTorch's in each memory layout and order of layers.

    Returns
    -------
    dict
        "goal": the accuracy; "seeds": how many times each was trained; "runs": a list of dicts with competitor, the CPU
        seconds and steps of all its runs together, and the lowest accuracy reached.
    """
    data = load_fashion_mnist()
    sides = {f"{FAST}, C-contiguous": convlib_side}
    try:
        require("torch")
        sides |= {
            f"{PYTORCH}, {memory_format.removesuffix('_format')}, {'pool' if pool_first else 'ReLU'} first": partial(
                pytorch_side, memory_format, pool_first
            )
            for memory_format in ("contiguous_format", "channels_last")
            for pool_first in (False, True)
        }
    except NotApplicable as reason:
        print(reason, file=sys.stderr)
    return {"goal": GOAL, "seeds": len(SEEDS), "runs": [run(name, side, data) for name, side in sides.items()]}


def run(name, side, data):
    """Train with each seed until the goal is reached."""
    seconds, steps, reached = 0.0, 0, []
    for seed in SEEDS:
        train, test = side(data, seed)
        for number in range(MOST_EPOCHS * PARTS):
            part = slice(number % PARTS, None, PARTS)
            start = process_time()
            train(part)
            seconds += process_time() - start
            steps += ceil(len(data.X_train[part]) / TRAINING_STEP.N)
            if (right := test()) >= GOAL:
                break
        reached.append(right)
    return {"competitor": name, "seconds": seconds, "steps": steps, "accuracy": min(reached)}


def convlib_side(data, seed):
    """Return one function that trains convlib's network on a part of the images, and one that tests it."""
    network, rng = networks.convlib_network(seed=seed), np.random.default_rng(seed)
    optimizer = SGD(TRAINING_STEP.lr, TRAINING_STEP.momentum)

    def train(part):
        fit(network, data.X_train[part], data.y_train[part], 1, optimizer, TRAINING_STEP.N, rng, progress=False)

    return train, lambda: accuracy(network, data.X_test, data.y_test)


def pytorch_side(memory_format, pool_first, data, seed):
    """Return one function that trains PyTorch's network on a part of the images, and one that tests it."""
    import torch

    torch.set_num_threads(1)
    network, rng = networks.pytorch_network(memory_format, pool_first, seed=seed), np.random.default_rng(seed)
    X_train, y_train, X_test, y_test = (torch.from_numpy(array) for array in data)
    X_train, X_test = (X.to(memory_format=getattr(torch, memory_format)) for X in (X_train, X_test))
    optimizer = torch.optim.SGD(network.parameters(), TRAINING_STEP.lr, TRAINING_STEP.momentum)

    def train(part):
        X, y = X_train[part], y_train[part]
        for batch in torch.from_numpy(rng.permutation(len(X))).split(TRAINING_STEP.N):
            loss = torch.nn.functional.cross_entropy(network(X[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def test():
        with torch.no_grad():
            return (network(X_test).argmax(1) == y_test).double().mean().item()

    return train, test
