"""Layer objects share nothing, a network's gradients are the measured ones, and its parameters survive a file."""

import os
import zipfile

import numpy as np
import pytest

from convlib.conv import im2col
from convlib.gradcheck import numerical_gradient
from convlib.nn.modules import AvgPool, Conv2D, Flatten, Linear, MaxPool, ReLU, Sequential, he_normal


def small(dtype=np.float32, seed=0):
    """A network of every kind of layer, for images of 2 x 7 x 6."""
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Conv2D(2, 3, 3, stride=1, pad=1, rng=rng, dtype=dtype),
            ReLU(),
            MaxPool(2, 2),
            Conv2D(3, 3, 2, rng=rng, dtype=dtype),
            ReLU(),
            AvgPool(2, 1),
            Flatten(),
            Linear(3, 4, rng=rng, dtype=dtype),
        ]
    )


def images(N=5, dtype=np.float32):
    return np.random.default_rng(1).normal(size=(N, 2, 7, 6)).astype(dtype)


def copied(params):
    return {name: param.copy() for name, param in params.items()}


def assert_same(got, expected):
    assert got.keys() == expected.keys()
    for name in expected:
        np.testing.assert_array_equal(got[name], expected[name])


def test_gradients_are_what_is_measured():
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


def test_one_seed_gives_the_same_network_in_both_types():
    single, double = small(np.float32).params, small(np.float64).params
    for name in double:
        np.testing.assert_array_equal(single[name], double[name].astype(np.float32))


def test_he_initialization():
    weights = he_normal((400, 500), 50, np.random.default_rng(0))
    assert weights.std() == pytest.approx(np.sqrt(2 / 50), rel=0.01)
    assert weights.mean() == pytest.approx(0, abs=0.002)
    # Conv2D sums over channels and positions, Linear over inputs; biases start at zero.
    conv, linear = Conv2D(16, 64, 5, rng=np.random.default_rng(0)), Linear(400, 100, rng=np.random.default_rng(0))
    assert conv.params["W"].std() == pytest.approx(np.sqrt(2 / (16 * 25)), rel=0.02)
    assert linear.params["W"].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert not conv.params["b"].any() and not linear.params["b"].any()


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
def test_backward_before_forward_is_told(layer):
    sentence = rf"^{type(layer).__name__}.backward needs a forward pass first: call forward\(X\).$"
    with pytest.raises(RuntimeError, match=sentence):
        layer.backward(np.ones((1, 1)))


@pytest.mark.parametrize("N, batch_size", [(5, 2), (4, 2), (3, 8), (1, 1)])
def test_predict_is_forward_in_batches(N, batch_size):
    network, X = small(), images(N)
    np.testing.assert_allclose(network.predict(X, batch_size), network.forward(X), atol=1e-6)


def test_save_and_load(tmp_path):
    network, other, path = small(seed=0), small(seed=1), tmp_path / "network.npz"
    network.save(path)
    arrays = other.params
    other.load(str(path))
    assert_same(other.params, network.params)
    # In place: whoever holds the arrays, an optimizer say, holds the loaded ones.
    assert all(arrays[name] is other.params[name] for name in arrays)
    with np.load(path, allow_pickle=False) as stored:
        assert sorted(stored.files) == sorted(network.params)
    np.testing.assert_array_equal(other.forward(images()), network.forward(images()))


def test_save_replaces_the_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "network.npz"
    small(seed=0).save(path)
    network = small(seed=1)
    network.save(path)
    other = small(seed=2)
    other.load(path)
    assert_same(other.params, network.params)
    assert os.listdir(tmp_path) == ["network.npz"]


@pytest.mark.parametrize("moment", ["savez", "replace"])
def test_an_interrupted_save_leaves_the_old_file(tmp_path, monkeypatch, moment):
    path, network = tmp_path / "network.npz", small(seed=0)
    network.save(path)
    before = path.read_bytes()

    def half(file, *args, **kwargs):
        with open(file, "ab") as half_file:
            half_file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(*{"savez": (np, "savez"), "replace": (os, "replace")}[moment], half)
    with pytest.raises(KeyboardInterrupt):
        small(seed=1).save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["network.npz"]


def write(path, **changes):
    """Write the parameters of ``small`` with changes; None leaves one out."""
    arrays = {**small(seed=5).params, **{name.replace("_", "."): value for name, value in changes.items()}}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})


def cut(path):
    write(path)
    path.write_bytes(path.read_bytes()[:700])


def flip(path):
    """Damage one byte of the numbers."""
    write(path)
    content = bytearray(path.read_bytes())
    content[200] ^= 255
    path.write_bytes(content)


def foreign(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("0.W.npy", "no array")


@pytest.mark.parametrize(
    "make, error, sentence",
    [
        (lambda path: None, FileNotFoundError, r"^There is no file .*network.npz to load\.$"),
        (lambda path: path.write_text("hello"), ValueError, r"network.npz is no \.npz file, or only a part of one"),
        (lambda path: path.write_bytes(b""), ValueError, r"is no \.npz file"),
        (cut, ValueError, r"is no \.npz file, or only a part of one"),
        (flip, ValueError, r"is damaged"),
        (foreign, ValueError, r"0\.W in it is no array"),
        (lambda path: write(path, **{"7_b": np.array([print], dtype=object)}), ValueError, r"holds pickled objects"),
        (lambda path: write(path, **{"7_b": None}), ValueError, r"^\S+ does not fit this network: 7\.b is missing\.$"),
        (lambda path: write(path, **{"9_W": np.ones(2)}), ValueError, r"network: 9\.W is unknown to the network\.$"),
        (
            lambda path: write(path, **{"7_b": np.ones(5, np.float32)}),
            ValueError,
            r"network: 7\.b is float32 \(5,\) but must be float32 \(4,\)\.$",
        ),
        (
            lambda path: write(path, **{"7_b": np.ones(4)}),
            ValueError,
            r"7\.b is float64 \(4,\) but must be float32 \(4,\)",
        ),
        (
            lambda path: write(path, **{"0_b": None, "7_b": np.ones((1, 4), np.float32)}),
            ValueError,
            r"network: 0\.b is missing; 7\.b is float32 \(1, 4\) but must be float32 \(4,\)\.$",
        ),
    ],
    ids=[
        "absent",
        "text",
        "empty",
        "cut",
        "damaged",
        "foreign",
        "pickled",
        "missing",
        "extra",
        "shape",
        "dtype",
        "two",
    ],
)
def test_what_does_not_fit_is_told_and_changes_nothing(tmp_path, make, error, sentence):
    path, network = tmp_path / "network.npz", small()
    make(path)
    before = copied(network.params)
    with pytest.raises(error, match=sentence):
        network.load(path)
    assert_same(network.params, before)


@pytest.mark.parametrize(
    "call, error, sentence",
    [
        (lambda: Sequential([layer := ReLU(), Flatten(), layer]), ValueError, r"Layers 0 and 2 are one ReLU object"),
        (lambda: Conv2D(0, 2, 3, rng=np.random.default_rng(0)), ValueError, "C must be a whole number of at least 1"),
        (lambda: Linear(3, 2.5, rng=np.random.default_rng(0)), ValueError, "n_out must be a whole number"),
        (lambda: Linear(3, 2, rng=0), TypeError, r"rng must be a generator, as np.random.default_rng\(0\) makes"),
        (lambda: Linear(3, 2, rng=np.random.default_rng(0), dtype=int), TypeError, "dtype must be float32 or float64"),
        (lambda: small().predict(images(0)), ValueError, "samples must be a whole number of at least 1, but it is 0"),
        (lambda: small().predict(images(), batch_size=0), ValueError, "batch_size must be a whole number"),
        (lambda: small().save("no/such/folder/network.npz"), FileNotFoundError, "There is no folder .*: make it first"),
    ],
)
def test_errors_are_one_sentence(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


def test_no_damage_gets_through(tmp_path):
    """Whatever single byte is wrong: either it was none of the numbers, or it is one sentence."""
    path, network = tmp_path / "network.npz", small()
    network.save(path)
    content, before = path.read_bytes(), copied(network.params)
    for place in range(0, len(content), 17):
        damaged = bytearray(content)
        damaged[place] ^= 0xA5
        path.write_bytes(damaged)
        try:
            network.load(path)
        except ValueError as error:
            assert str(path) in str(error)
        assert_same(network.params, before)


def test_networks_can_be_nested():
    rng = np.random.default_rng(0)
    inner = Sequential([ReLU(), Linear(3, 4, rng=rng)])
    outer = Sequential([Linear(5, 3, rng=rng), inner])
    outer.forward(np.ones((2, 5)))
    outer.backward(np.ones((2, 4)))
    assert list(outer.params) == list(outer.grads) == ["0.W", "0.b", "1.1.W", "1.1.b"]
    assert outer.params["1.1.W"] is inner.params["1.W"]
