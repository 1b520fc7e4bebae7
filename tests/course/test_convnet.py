"""The network's gradients against numerical ones, and the loop against sums done by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.course.convnet import ConvNet, train
from convlib.gradcheck import numerical_gradient
from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.optimizers import sgd_momentum_step

NAMES = "W1", "b1", "W2", "b2", "W3", "b3"


def tiny(rng, shape=(2, 5, 8), filters=(2, 3), classes=4):
    """A float64 network with nonzero biases."""
    net = ConvNet(rng, shape, filters, classes, dtype=float)
    for name in ("b1", "b2", "b3"):
        net.params[name] = rng.normal(size=net.params[name].shape)
    return net


@settings(max_examples=8)
@given(*[st.integers(1, 3)] * 3, st.integers(4, 6), st.integers(4, 7), st.integers(0, 99))
def test_every_gradient_matches_the_numerical_one(C, F_1, F_2, n_H, n_W, seed):
    rng = np.random.default_rng(seed)
    net = tiny(rng, (C, n_H, n_W), (F_1, F_2), 3)
    X, dlogits = rng.normal(size=(2, C, n_H, n_W)), rng.normal(size=(2, 3))
    net.forward(X)
    dX = net.backward(dlogits)
    assert dX == pytest.approx(numerical_gradient(net.forward, X, dlogits), rel=1e-4, abs=1e-5)
    for name, param in net.params.items():

        def logits(value, name=name):
            net.params[name] = value
            return net.forward(X)

        measured = numerical_gradient(logits, param, dlogits)
        net.params[name] = param
        assert net.grads[name].shape == param.shape
        assert net.grads[name] == pytest.approx(measured, rel=1e-4, abs=1e-5)


def test_he_start():
    net = ConvNet(np.random.default_rng(1), shape=(16, 12, 16), filters=(40, 50), classes=30)
    for name, n_in in (("W1", 144), ("W2", 360), ("W3", 50 * 3 * 4)):
        W = net.params[name]
        assert W.dtype == np.float32
        assert n_in * W.var() == pytest.approx(2, rel=0.08) and abs(W.mean()) < 0.02
    assert not any(net.params[name].any() for name in ("b1", "b2", "b3")) and net.grads == {}


def test_the_loss_at_the_start_is_that_of_guessing():
    net = ConvNet(np.random.default_rng(0))
    net.params["W3"] = 0 * net.params["W3"]
    X = np.random.default_rng(1).random((5, 1, 28, 28), dtype=np.float32)
    logits = net.forward(X)
    assert logits.dtype == np.float32
    assert softmax_cross_entropy(logits, np.arange(5))[0] == pytest.approx(np.log(10))


def test_float32_stays_float32():
    net = ConvNet(np.random.default_rng(0), (1, 8, 8), (2, 3), 4)
    X, y = np.random.default_rng(1).random((6, 1, 8, 8), dtype=np.float32), np.arange(6) % 4
    train(net, X, y, 1, 0.1, np.random.default_rng(2), batch_size=4)
    assert {array.dtype for array in (*net.params.values(), *net.grads.values())} == {np.dtype(np.float32)}


def test_one_step_of_momentum_as_in_the_text():
    param, velocity = np.array([1.0]), np.array([2.0])
    new = sgd_momentum_step(param, np.array([3.0]), velocity, lr=0.1, momentum=0.5)
    assert np.concatenate(new) == pytest.approx([0.6, 4])
    assert (param, velocity) == (1, 2)


def test_training_memorizes_a_few_images():
    rng = np.random.default_rng(0)
    net = tiny(rng, (1, 8, 8))
    X, y = rng.normal(size=(8, 1, 8, 8)), np.arange(8) % 4
    losses = train(net, X, y, 60, 0.05, rng, batch_size=4)
    assert len(losses) == 120 and losses[-1] < 0.01 < losses[0]
    assert (net.forward(X).argmax(axis=1) == y).all()


def test_every_image_once_an_epoch_in_a_new_order():
    class Recorder:
        params, grads, seen = {}, {}, []

        def forward(self, X):
            self.seen.append(X[:, 0])
            return np.zeros((len(X), 2))

        def backward(self, dlogits):
            pass

    net, calls = Recorder(), []
    X, y = np.arange(7.0)[:, None], np.arange(7) % 2
    losses = train(net, X, y, 2, 0.1, np.random.default_rng(3), 3, on_step=lambda losses: calls.append(len(losses)))
    assert [len(batch) for batch in net.seen] == [3, 3, 1, 3, 3, 1] and calls == [1, 2, 3, 4, 5, 6]
    first, second = np.concatenate(net.seen[:3]), np.concatenate(net.seen[3:])
    assert sorted(first) == sorted(second) == list(range(7)) and list(first) != list(second)
    order = np.random.default_rng(3)
    assert list(first) == list(order.permutation(7)) and list(second) == list(order.permutation(7))
    assert losses == pytest.approx([np.log(2)] * 6)
