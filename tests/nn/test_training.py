"""The loop trains, reports what happened, and ends well when it is stopped."""

import sys
import warnings

import numpy as np
import pytest

from convlib.nn.modules import Conv2D, Flatten, Linear, MaxPool, ReLU, Sequential
from convlib.nn.optimizers import SGD, Adam
from convlib.nn.training import accuracy, fit


def bars(N, seed):
    """Make noisy 8 x 8 images of a bar: horizontal (class 0), vertical (1), or both (2)."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(0, 0.3, (N, 1, 8, 8)), rng.integers(3, size=N)
    for image, label in zip(X[:, 0], y, strict=True):
        if label != 1:
            image[rng.integers(8)] += 1
        if label != 0:
            image[:, rng.integers(8)] += 1
    return X.astype(np.float32), y


def small(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential([Conv2D(1, 6, 3, pad=1, rng=rng), ReLU(), MaxPool(2, 2), Flatten(), Linear(96, 3, rng=rng)])


class Mirror:
    """Returns its input as logits and has no parameters: so the loss shows which labels came with which samples."""

    params, grads = {}, {}

    def __init__(self):
        self.batches = []

    def forward(self, X):
        self.batches.append(X)
        return X

    predict = forward

    def backward(self, dH, need_dX):
        return dH


class Idle:
    lr = 0.1

    def step(self, params, grads):
        pass


class StopsAt(SGD):
    """Interrupts the training in its n-th step, as Ctrl-C would."""

    def __init__(self, n):
        super().__init__(lr=0.01)
        self.left = n

    def step(self, params, grads):
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        super().step(params, grads)


@pytest.mark.parametrize("optimizer", [SGD(lr=0.05), Adam(lr=0.01)], ids=["SGD", "Adam"])
def test_a_small_network_learns(optimizer):
    network, validation = small(), bars(200, seed=1)
    history = fit(
        network,
        *bars(400, seed=0),
        epochs=20,
        optimizer=optimizer,
        batch_size=32,
        rng=0,
        validation=validation,
        progress=False,
    )
    assert np.mean(history.losses[-10:]) < 0.25 < 0.8 < np.mean(history.losses[:3])
    assert history.validation_accuracy[-1] > 0.85
    assert accuracy(network, *validation) == history.validation_accuracy[-1]


def test_it_can_memorize_a_few_images():
    network, (X, y) = small(), bars(20, seed=0)
    fit(network, X, y, epochs=60, optimizer=SGD(lr=0.05), batch_size=20, rng=0, progress=False)
    assert accuracy(network, X, y) == 1


def test_history():
    history = fit(
        small(), *bars(50, 0), epochs=3, optimizer=SGD(), batch_size=16, rng=0, validation=bars(9, 1), progress=False
    )
    assert len(history.losses) == 3 * 4
    for values in (history.train_loss, history.train_accuracy, history.validation_loss, history.validation_accuracy):
        assert len(values) == 3 and all(isinstance(value, float) for value in values)
    # An epoch's loss is the mean over samples: the last batch has only 2 of the 50.
    assert history.train_loss[0] == pytest.approx(np.average(history.losses[:4], weights=[16, 16, 16, 2]))
    assert not history.interrupted


def test_without_validation_there_are_no_validation_values():
    history = fit(small(), *bars(8, 0), epochs=1, optimizer=SGD(), progress=False)
    assert history.validation_loss == history.validation_accuracy == []


def test_every_sample_once_an_epoch_in_new_order_with_its_own_label():
    y = np.random.default_rng(0).integers(4, size=50)
    X = 20.0 * np.eye(4)[y] + np.arange(50)[:, None]  # the number of the sample shifts all of its logits alike
    network = Mirror()
    history = fit(network, X, list(y), epochs=2, optimizer=Idle(), batch_size=16, rng=0, progress=False)
    assert [len(batch) for batch in network.batches] == [16, 16, 16, 2] * 2
    numbers = [batch.min(axis=1) for batch in network.batches]
    first, second = np.concatenate(numbers[:4]), np.concatenate(numbers[4:])
    assert sorted(first) == sorted(second) == list(range(50))
    assert not np.array_equal(first, second) and not np.array_equal(first, range(50))
    assert max(history.losses) < 1e-7 and history.train_accuracy == [1, 1]


def test_one_seed_gives_one_training():
    def losses(network_seed, rng):
        return fit(
            small(network_seed), *bars(60, 0), epochs=2, optimizer=Adam(), batch_size=16, rng=rng, progress=False
        ).losses

    assert losses(0, 1) == losses(0, 1) == losses(0, np.random.default_rng(1))
    assert losses(0, 1) != losses(0, 2) and losses(0, 1) != losses(3, 1)


def test_an_interruption_keeps_what_was_learned():
    network, other = small(), small()
    history = fit(network, *bars(64, 0), epochs=5, optimizer=StopsAt(7), batch_size=16, rng=0, progress=False)
    assert history.interrupted
    assert len(history.losses) == 6 and len(history.train_loss) == 1
    whole = fit(other, *bars(64, 0), epochs=2, optimizer=SGD(lr=0.01), batch_size=16, rng=0, progress=False)
    assert history.losses == whole.losses[:6]
    assert not np.array_equal(network.params["0.W"], small().params["0.W"])


def test_an_interrupted_validation_keeps_the_epoch():
    network = small()
    network.predict = lambda X: (_ for _ in ()).throw(KeyboardInterrupt)
    history = fit(network, *bars(8, 0), epochs=2, optimizer=SGD(), validation=bars(8, 1), progress=False)
    assert history.interrupted and len(history.train_loss) == 1 and history.validation_loss == []


@pytest.mark.parametrize("progress", [True, False])
def test_the_bar(capsys, progress):
    if progress:
        pytest.importorskip("tqdm")
    fit(small(), *bars(40, 0), epochs=2, optimizer=SGD(), batch_size=16, progress=progress)
    shown = capsys.readouterr().err
    assert ("epoch 2/2: 100%" in shown and "6/6" in shown and "loss=" in shown) if progress else not shown


def test_without_tqdm_it_trains_and_shows_no_bar(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)  # importing it fails
    history = fit(small(), *bars(40, 0), epochs=2, optimizer=SGD(), batch_size=16)
    assert len(history.losses) == 6 and not capsys.readouterr().err


def test_a_loss_that_is_not_finite_is_reported_without_numpys_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(
            FloatingPointError,
            match=r"^The loss is (nan|inf) after \d+ steps: try a smaller learning "
            r"rate than 1e\+20, and check that X holds only finite numbers\.$",
        ):
            fit(small(), *bars(64, 0), epochs=9, optimizer=SGD(lr=1e20), batch_size=16, progress=False)


def test_non_finite_samples():
    X, y = bars(8, 0)
    X[3, 0, 2, 2] = np.nan
    network = small()
    with pytest.raises(FloatingPointError, match=r"The loss is nan after 0 steps: .* X holds only finite numbers"):
        fit(network, X, y, epochs=1, optimizer=SGD(), progress=False)
    np.testing.assert_array_equal(network.params["0.W"], small().params["0.W"])


def test_accuracy():
    X = np.array([[2.0, 1, 0], [0, 1, 2], [0, 3, 1], [5, 0, 1]])
    assert accuracy(Mirror(), X, np.array([0, 2, 1, 2])) == 0.75


X, y = bars(8, 0)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: fit(small(), X, y[:5], 1, SGD()), "Each sample needs one label, but there are 8 samples and 5 labels"),
        (lambda: fit(small(), X, y, 1, SGD(), validation=(X[:2], y)), "there are 2 samples and 8 labels"),
        (lambda: fit(small(), X[:0], y[:0], 1, SGD()), "samples must be an integer of at least 1, but got 0"),
        (lambda: fit(small(), X, y, 0, SGD()), "epochs must be an integer of at least 1"),
        (lambda: fit(small(), X, y, 1, SGD(), batch_size=0), "batch_size must be an integer"),
        (lambda: fit(small(), X, y + 1, 1, SGD(), progress=False), "y must hold classes from 0 to 2 as integers"),
        (lambda: accuracy(small(), X, y[:, None]), r"y must have the shape \(8,\)"),
    ],
)
def test_errors_are_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
