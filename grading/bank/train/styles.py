"""Correct versions of train, in the styles that students use."""

import numpy as np

from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.optimizers import sgd_momentum_step
from grading.bank.version import Styles

STYLES = Styles("train")


@STYLES.version()
def with_zip_and_split(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
    losses, velocity = [], {}
    cuts = range(batch_size, len(y), batch_size)
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for images, labels in zip(np.split(X[order], cuts), np.split(y[order], cuts), strict=True):
            loss, dlogits = softmax_cross_entropy(net.forward(images), labels)
            net.backward(dlogits)
            for name, grad in net.grads.items():
                old = velocity.get(name, 0 * grad)
                net.params[name], velocity[name] = sgd_momentum_step(
                    net.params[name], grad, old, lr=lr, momentum=momentum)
            losses.append(loss)
            on_step and on_step(losses)
    return losses


@STYLES.version()
def in_place_without_the_step(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
    names = list(net.params)
    velocity = [np.zeros(net.params[name].shape) for name in names]
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        k = 0
        while k < len(order):
            chosen = order[k:k + batch_size]
            k += batch_size
            loss, dlogits = softmax_cross_entropy(net.forward(X[chosen]), y[chosen])
            net.backward(dlogits)
            for v, name in zip(velocity, names, strict=True):
                v *= momentum
                v += net.grads[name]
                net.params[name] -= lr * v
            losses.append(float(loss))
            if on_step:
                on_step(losses)
    return losses


@STYLES.version()
def with_a_helper(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
    velocity = {}

    def one_step(batch):
        loss, dlogits = softmax_cross_entropy(net.forward(X[batch]), y[batch])
        net.backward(dlogits)
        for name in sorted(net.params):
            v = velocity.setdefault(name, np.zeros_like(net.params[name]))
            net.params[name], velocity[name] = sgd_momentum_step(
                param=net.params[name], grad=net.grads[name], velocity=v, lr=lr, momentum=momentum)
        return loss

    losses = np.array([])
    n_steps = int(np.ceil(len(y) / batch_size))
    for _ in range(epochs):
        order = rng.permutation(np.arange(len(y)))
        for step in range(n_steps):
            losses = np.append(losses, one_step(order[step * batch_size:(step + 1) * batch_size]))
            if on_step is not None:
                on_step(list(losses))
    return losses
