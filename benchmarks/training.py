"""Training to a fixed accuracy on Fashion-MNIST, beside the same network in PyTorch, on one thread.

Both begin with the same weights and see the same batches in the same order. The clock stands still while the accuracy
on the test pictures is measured.
"""

import sys
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
SEED = 1


def measure():
    """Train convlib's network, and PyTorch's in each of its ways.

    Returns
    -------
    dict
        "goal": the accuracy; "runs": a list of dicts with way, CPU seconds, epochs, steps and the accuracy reached.
    """
    data = load_fashion_mnist()
    runs = [run(f"{QUICK}, reading order", data, *convlib_side(data))]
    try:
        require("torch")
        for memory_format in ("contiguous_format", "channels_last"):
            for pool_first in (False, True):
                way = f"{PYTORCH}, {memory_format.removesuffix('_format')}, {'pool' if pool_first else 'ReLU'} first"
                runs.append(run(way, data, *pytorch_side(data, memory_format, pool_first)))
    except NotApplicable as reason:
        print(reason, file=sys.stderr)
    return {"goal": GOAL, "runs": runs}


def run(way, data, epoch, test):
    """Train until the goal is reached; epoch() trains on all pictures once, test() returns the accuracy."""
    seconds, epochs, reached = 0.0, 0, 0.0
    while reached < GOAL and epochs < MOST_EPOCHS:
        start = process_time()
        epoch()
        seconds += process_time() - start
        epochs += 1
        reached = test()
    steps = epochs * -(-len(data.X_train) // TRAINING_STEP.N)
    return {"way": way, "seconds": seconds, "epochs": epochs, "steps": steps, "accuracy": reached}


def convlib_side(data):
    """Return what trains convlib's network for an epoch, and what tests it."""
    network, rng = networks.convlib_network(), np.random.default_rng(SEED)
    optimizer = SGD(TRAINING_STEP.lr, TRAINING_STEP.momentum)

    def epoch():
        fit(network, data.X_train, data.y_train, 1, optimizer, TRAINING_STEP.N, rng, progress=False)

    return epoch, lambda: accuracy(network, data.X_test, data.y_test)


def pytorch_side(data, memory_format, pool_first):
    """Return what trains PyTorch's network for an epoch, and what tests it."""
    import torch
    torch.set_num_threads(1)
    network, rng = networks.pytorch_network(memory_format, pool_first), np.random.default_rng(SEED)
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
