"""What is no function of arrays is made one: a network's class, a training loop, a test."""

import numpy as np
import pytest

from convlib.course.convnet import ConvNet, train
from convlib.lab.checks import scenarios
from convlib.lab.checks.scenarios import PARAMS

# A test of the two passes

PAIR = """
calls = []
def conv2d_forward(x):
    calls.append(x)
    return {} * len(calls)
def conv2d_backward(x):
    return x
"""


def doubles(forward, backward):
    assert forward(1) == 2 and backward(3) == 3


def test_a_verdict_is_1_where_the_student_s_test_accepts_the_pair_and_0_where_it_raises():
    verdict = scenarios.verdict(doubles)
    assert [verdict(PAIR.format(factor)) for factor in (2, 3, "None")] == [1, 0, 0]


def test_each_verdict_is_on_a_pair_made_anew():
    verdict = scenarios.verdict(doubles)
    assert [verdict(PAIR.format(2)) for _ in range(3)] == [1, 1, 1]  # the second call of one pair would return 4


def test_a_test_that_is_not_written_has_no_verdict():
    def unwritten(forward, backward):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        scenarios.verdict(unwritten)(PAIR.format(2))


# A network

RNG = np.random.default_rng(0)
SHAPES = (2, 2, 5, 8), (2, 4), (2, 2, 3, 3), 2, (3, 2, 3, 3), 3, (6, 4), 4
ARGS = [RNG.normal(size=shape) for shape in SHAPES]  # X, dlogits and the parameters


class Accumulates(ConvNet):
    """It adds to the gradients of the pass before."""

    def backward(self, dlogits):
        before = self.grads
        dX = super().backward(dlogits)
        self.grads = {name: grad + before.get(name, 0) for name, grad in self.grads.items()}
        return dX


class Shares(ConvNet):
    """All networks remember in one place."""

    caches = property(lambda self: Shares.kept, lambda self, caches: setattr(Shares, "kept", caches))


class KeepsTheFirst(ConvNet):
    """It goes back through its first forward pass."""

    def forward(self, X):
        before = getattr(self, "caches", None)
        logits = super().forward(X)
        self.caches = before or self.caches
        return logits


@pytest.mark.parametrize(
    ("network", "fails"),
    [
        (ConvNet, set()),
        (Accumulates, {"a second pass"}),
        (Shares, {"two networks"}),
        (KeepsTheFirst, {"two forward passes", "a second pass"}),
    ],
)
def test_each_play_shows_what_a_network_must_not_remember(network, fails):
    play = scenarios.network(network)
    logits, *gradients = play(*ARGS)
    assert len(gradients) == 1 + len(PARAMS) and logits.shape == (2, 4)
    assert np.array_equal(play(*ARGS, play="logits"), logits)
    plays = "a second pass", "two networks", "two forward passes"
    differ = {name for name in plays if not all(map(np.allclose, play(*ARGS, play=name), gradients))}
    assert differ == fails


def read(value, play):
    return scenarios.reading(value, {"play": play})


def test_what_is_compared_does_not_depend_on_what_the_network_says_of_itself():
    """Only its arrays count: what is compared is worked out from them, by the judge."""
    arrays = scenarios.network(ConvNet)(*ARGS, play="start")
    spread, mean, bias, alike = read(arrays, "start")
    assert len(spread) == len(mean) == len(bias) == 3 and alike.tolist() == [1, 0]
    forged = [np.ones_like(array) for array in arrays]
    assert read(forged, "start")[0].tolist() == [0, 0, 0] and read(forged, "start")[3].tolist() == [1, 1]
    assert scenarios.reading(3, {}) == 3


def test_a_network_gets_the_sizes_of_the_probe():
    play = scenarios.network(ConvNet)
    shapes = read(play(*ARGS, play="shapes"), "shapes")
    assert shapes.tolist() == [[2, 2, 3, 3], [2, 0, 0, 0], [3, 2, 3, 3], [3, 0, 0, 0], [6, 4, 0, 0], [4, 0, 0, 0]]


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 4), (np.float64, 8)])
def test_a_network_gets_the_dtype_of_the_probe(dtype, size):
    arrays = scenarios.network(ConvNet)(*(array.astype(dtype) for array in ARGS), play="bytes")
    start, results = read(arrays, "bytes")
    assert start.tolist() == [size] * 6 and results.tolist() == [size] * 8


def test_gradients_of_other_names_are_reported():
    class Renames(ConvNet):
        def backward(self, dlogits):
            dX = super().backward(dlogits)
            self.grads = {f"d{name}": grad for name, grad in self.grads.items()}
            return dX

    with pytest.raises(ValueError, match=r"grads must .* W1, b1, .*dW1, db1"):
        scenarios.network(Renames)(*ARGS)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"W": 1}, "params must be a dict with the keys W1, b1, W2, b2, W3, b3, but got: W."),
        ([1, 2], "params must be a dict with the keys W1, b1, W2, b2, W3, b3, but got: is a list."),
        ({}, "but got: none."),
    ],
)
def test_a_class_with_other_params_is_reported(params, words):
    class Strange:
        def __init__(self, *_, **__):
            self.params = params

    X = np.zeros((1, 1, 4, 4))
    with pytest.raises(ValueError) as caught:
        scenarios.network(Strange)(X, *[np.zeros(1)] * 7)
    assert words in str(caught.value)


def test_chance_has_no_say_in_the_start_values():
    """Whatever the seed, the rounded statistics of a right start are the same."""
    net = scenarios.network(ConvNet)
    shapes = (1, 1, 5, 8), (1, 5), (2, 1, 3, 3), 2, (4, 2, 3, 3), 4, (8, 5), 5
    args = [np.zeros(shape) for shape in shapes]
    real, found = np.random.default_rng, set()
    try:
        for seed in range(12):
            np.random.default_rng = lambda _, seed=seed: real(100 + seed)
            found.add(str([np.asarray(part).tolist() for part in read(net(*args, play="start"), "start")]))
    finally:
        np.random.default_rng = real
    assert found == {"[[2.0, 2.0, 2.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1, 0]]"}


# A training loop

X, Y = RNG.normal(size=(6, 3)), np.array([0, 1, 2, 2, 1, 0])
SCALE, SHIFT = np.array([1.0, 2.0, -1.0]), np.array([0.5, 0.0, -0.5])


def test_the_loop_trains_a_network_of_another_kind_from_the_probe_s_start():
    losses, scale, shift = scenarios.training(train)(X, Y, SCALE, SHIFT, 1, epochs=30, lr=0.1, batch_size=4)
    assert len(losses) == 60 and np.mean(losses[-2:]) < np.mean(losses[:2])
    assert (scale != [1, 2, -1]).all() and (shift != [0.5, 0, -0.5]).all()
    again = scenarios.training(train)(X, Y, SCALE, SHIFT, 1, epochs=30, lr=0.1, batch_size=4)
    other = scenarios.training(train)(X, Y, SCALE, SHIFT, 2, epochs=30, lr=0.1, batch_size=4)
    assert again[0] == losses != other[0]


def test_a_loop_that_updates_in_place_leaves_the_probe_as_it_was():
    def adds(net, X, y, rng):
        for param in net.params.values():
            param += 1
        return [0.0]

    _, scale, shift = scenarios.training(adds)(X, Y, SCALE, SHIFT, 1)
    assert scale.tolist() == [2, 3, 0] and shift.tolist() == [1.5, 1, 0.5]
    assert SCALE.tolist() == [1, 2, -1] and SHIFT.tolist() == [0.5, 0, -0.5]


def test_its_network_s_gradients_are_the_derivatives():
    net, seen = scenarios._ScaleAndShift(SCALE, SHIFT), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    np.testing.assert_array_equal(net.forward(seen), [[1.5, 4, -3.5], [4.5, 10, -6.5]])
    dlogits = np.array([[1.0, 0.0, 2.0], [10.0, 1.0, 0.0]])
    np.testing.assert_array_equal(net.backward(dlogits), [[1, 0, -2], [10, 2, 0]])
    assert net.grads["scale"].tolist() == [41, 5, 6] and net.grads["shift"].tolist() == [11, 1, 2]


def watched(loop):
    return scenarios.training(loop)(X, Y, SCALE, SHIFT, 1, watched=True, epochs=1, lr=0.1, batch_size=2)


def test_the_results_of_a_watched_loop_tell_what_it_showed_and_when():
    def shows_nothing(net, X, y, on_step, **options):
        return train(net, X, y, **options)

    def shows_others(net, X, y, on_step, **options):
        return train(net, X, y, on_step=lambda losses: on_step([0.0, *losses[1:]]), **options)

    def shows_at_the_end(net, X, y, on_step, **options):
        losses = train(net, X, y, **options)
        for step in range(len(losses)):
            on_step(losses[: step + 1])
        return losses

    def shows_copies(net, X, y, on_step, **options):
        return train(net, X, y, on_step=lambda losses: on_step(tuple(losses)), **options)

    def same(loop):
        return all(map(np.allclose, watched(loop), watched(train)))

    assert same(shows_copies)
    assert not any(map(same, [shows_nothing, shows_others, shows_at_the_end]))


@pytest.mark.parametrize("arguments", [(), (1.5,), ([1.5], 2)])
def test_a_loop_that_shows_something_else_is_reported(arguments):
    def odd(net, X, y, on_step, **options):
        on_step(*arguments)

    with pytest.raises(ValueError, match=r"on_step .* losses"):
        watched(odd)
