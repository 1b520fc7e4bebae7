"""Layer objects share nothing, and a network's gradients match the numerical ones."""

import numpy as np
import pytest

from convlib.conv import im2col
from convlib.gradcheck import numerical_gradient
from convlib.nn.modules import Conv2D, Flatten, Linear, ReLU, Sequential
from tests.nn.networks import assert_same, copied, images, small


def test_gradients_match_the_numerical_ones():
    network, X = small(np.float64), images(2, np.float64)
    dH = np.random.default_rng(2).normal(size=(2, 4))
    network.forward(X)
    dX, grads = network.backward(dH), network.grads
    np.testing.assert_allclose(dX, numerical_gradient(network.forward, X, dH), atol=1e-8)
    assert grads.keys() == network.params.keys()
    for name, param in network.params.items():
        kept = param.copy()

        def output(values, param=param):
            param[...] = values
            return network.forward(X)

        np.testing.assert_allclose(grads[name], numerical_gradient(output, kept, dH), atol=1e-8, err_msg=name)
        param[...] = kept


def test_params_by_unique_names():
    params = small().params
    assert list(params) == ["0.W", "0.b", "3.W", "3.b", "7.W", "7.b"]
    assert [params[name].shape for name in params] == [(3, 2, 3, 3), (3,), (3, 3, 2, 2), (3,), (3, 4), (4,)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_goes_through_the_whole_network(dtype):
    network = small(dtype)
    H = network.forward(images(dtype=dtype))
    dX = network.backward(H)
    assert {array.dtype for array in (H, dX, *network.params.values(), *network.grads.values())} == {np.dtype(dtype)}


def test_layers_of_equal_shape_share_nothing():
    rng = np.random.default_rng(0)
    one, other = Conv2D(2, 2, 3, pad=1, rng=rng), Conv2D(2, 2, 3, pad=1, rng=rng)
    assert not np.array_equal(one.params["W"], other.params["W"])
    for name in one.params:
        assert not np.shares_memory(one.params[name], other.params[name])
    X = images()
    one.forward(X)
    with pytest.raises(RuntimeError):
        other.backward(X)
    other.forward(2 * X)
    one.backward(X)
    assert other.grads == {}
    np.testing.assert_allclose(
        one.grads["W"], im2col.conv2d_backward_im2col(X, (X, *one.params.values(), 1, 1))[1], 1e-5
    )


def test_backward_follows_the_last_forward():
    network, X = small(), images()
    network.forward(X)
    expected = network.backward(np.ones((5, 4))), copied(network.grads)
    network.forward(-X[:2])
    network.forward(X)
    np.testing.assert_array_equal(network.backward(np.ones((5, 4))), expected[0])
    assert_same(network.grads, expected[1])


@pytest.mark.parametrize("layer", small().layers, ids=lambda layer: type(layer).__name__)
def test_backward_before_forward_is_reported(layer):
    sentence = rf"^{type(layer).__name__}.backward needs a forward pass first: call forward\(X\).$"
    with pytest.raises(RuntimeError, match=sentence):
        layer.backward(np.ones((1, 1)))


@pytest.mark.parametrize("N, batch_size", [(5, 2), (4, 2), (3, 8), (1, 1)])
def test_predict_is_forward_in_batches(N, batch_size):
    network, X = small(), images(N)
    np.testing.assert_allclose(network.predict(X, batch_size), network.forward(X), atol=1e-6)


@pytest.mark.parametrize(
    "call, error, sentence",
    [
        (lambda: Sequential([layer := ReLU(), Flatten(), layer]), ValueError, "Layers 0 and 2 are the same ReLU"),
        (lambda: Conv2D(0, 2, 3, rng=np.random.default_rng(0)), ValueError, "C must be an integer of at least 1"),
        (lambda: Linear(3, 2.5, rng=np.random.default_rng(0)), ValueError, "n_out must be an integer"),
        (lambda: small().predict(images(0)), ValueError, "samples must be an integer of at least 1, but got 0"),
        (lambda: small().predict(images(), batch_size=0), ValueError, "batch_size must be an integer"),
    ],
)
def test_errors_are_one_sentence(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


def test_networks_can_be_nested():
    rng = np.random.default_rng(0)
    inner = Sequential([ReLU(), Linear(3, 4, rng=rng)])
    outer = Sequential([Linear(5, 3, rng=rng), inner])
    outer.forward(np.ones((2, 5)))
    outer.backward(np.ones((2, 4)))
    assert list(outer.params) == list(outer.grads) == ["0.W", "0.b", "1.1.W", "1.1.b"]
    assert outer.params["1.1.W"] is inner.params["1.W"]


def test_save_and_load(tmp_path):
    network, other = small(seed=0), small(seed=1)
    network.save(tmp_path / "network.npz")
    arrays = other.params
    other.load(tmp_path / "network.npz")
    assert_same(other.params, network.params)
    # In place: anything that holds the arrays, such as an optimizer, holds the loaded ones.
    assert all(arrays[name] is other.params[name] for name in arrays)
    np.testing.assert_array_equal(other.forward(images()), network.forward(images()))
