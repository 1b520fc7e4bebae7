"""convlib.nn.layers against numerical gradients, plain loops and SciPy, and edge cases: ties, dtypes, errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from convlib.gradcheck import numerical_gradient
from convlib.nn import layers

SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def pools(draw):
    """An input without ties, a window that fits, a stride."""
    f, stride = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    shape = draw(st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(f, 6), st.integers(f, 6)))
    rng = np.random.default_rng(draw(SEEDS))
    return rng.permutation(np.prod(shape)).reshape(shape) / 10 - 3, f, stride


def upstream(H, seed=0):
    return np.random.default_rng(seed).normal(size=H.shape)


def assert_measured(forward, backward, X):
    """The analytic gradient with respect to X matches the numerical one."""
    H, cache = forward(X)
    dH = upstream(H)
    np.testing.assert_allclose(backward(dH, cache), numerical_gradient(lambda X: forward(X)[0], X, dH), atol=1e-7)


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4, 2)])
def test_relu_matches_the_numerical_gradient_away_from_the_kink(shape):
    rng = np.random.default_rng(1)
    assert_measured(layers.relu_forward, layers.relu_backward, rng.choice([-1, 1], shape) * rng.uniform(0.1, 1, shape))


def test_relu_s_gate_is_off_at_exactly_zero():
    X = np.array([-1.0, 0.0, -0.0, 2.0])
    np.testing.assert_array_equal(layers.relu_forward(X)[0], [0, 0, 0, 2])
    np.testing.assert_array_equal(layers.relu_backward(np.array([5.0, 6.0, 7.0, -8.0]), X), [0, 0, 0, -8])


@given(pools())
def test_maxpool_is_scipy_s_maximum_filter(pool):
    X, f, stride = pool
    high = ndimage.maximum_filter(X, (1, 1, f, f), origin=(0, 0, -(f // 2), -(f // 2)), mode="nearest")
    expected = high[:, :, : X.shape[2] - f + 1 : stride, : X.shape[3] - f + 1 : stride]
    np.testing.assert_array_equal(layers.maxpool_forward(X, f, stride)[0], expected)


@given(pools())
def test_pooling_backward_matches_the_numerical_gradient(pool):
    X, f, stride = pool
    assert_measured(lambda X: layers.maxpool_forward(X, f, stride), layers.maxpool_backward, X)
    assert_measured(lambda X: layers.avgpool_forward(X, f, stride), layers.avgpool_backward, X)


@given(pools())
def test_pooling_loses_no_gradient(pool):
    X, f, stride = pool
    for forward, backward in (
        (layers.maxpool_forward, layers.maxpool_backward),
        (layers.avgpool_forward, layers.avgpool_backward),
    ):
        H, cache = forward(X, f, stride)
        dH = upstream(H)
        assert backward(dH, cache).sum() == pytest.approx(dH.sum(), abs=1e-10)


def test_overlapping_windows_meet_at_one_winner():
    X = np.array([[[[1.0, 2.0, 0.0], [3.0, 9.0, 4.0], [5.0, 6.0, 7.0]]]])
    dX = layers.maxpool_backward(np.array([[[[1.0, -2.0], [0.5, 3.0]]]]), (X, 2, 1))
    assert dX[0, 0, 1, 1] == 2.5 and np.count_nonzero(dX) == 1


def test_the_first_of_several_maxima_takes_all():
    X = np.array([[[[2.0, 5.0, 0.0, 0.0], [5.0, 5.0, 0.0, 0.0]]]])
    dX = layers.maxpool_backward(np.array([[[[4.0, -3.0]]]]), (X, 2, 2))
    np.testing.assert_array_equal(dX, [[[[0, 4, -3, 0], [0, 0, 0, 0]]]])


@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 2, 3, 2), (4, 3), (2, 3, 1, 1)])
def test_flatten_forward_and_backward_is_the_identity(shape):
    X = np.random.default_rng(0).normal(size=shape)
    H, cache = layers.flatten_forward(X)
    assert H.shape == (shape[0], X[0].size) and cache == shape
    np.testing.assert_array_equal(H[-1], X[-1].ravel())
    np.testing.assert_array_equal(layers.flatten_backward(H, cache), X)


@pytest.mark.parametrize(("N", "n_in", "n_out"), [(2, 3, 4), (1, 4, 2), (3, 2, 1), (3, 3, 3)])
def test_linear_matches_the_numerical_gradient(N, n_in, n_out):
    rng = np.random.default_rng(2)
    arrays = X, W, b = rng.normal(size=(N, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=n_out)
    H, cache = layers.linear_forward(*arrays)
    dH = upstream(H)
    for k, derived in enumerate(layers.linear_backward(dH, cache)):

        def forward(changed, k=k):
            return layers.linear_forward(*(changed if i == k else array for i, array in enumerate(arrays)))[0]

        assert derived.shape == arrays[k].shape
        np.testing.assert_allclose(derived, numerical_gradient(forward, arrays[k], dH), atol=1e-8)


def passes(X, dtype):
    """Each layer's output and gradients for an input of the dtype."""
    X = X.astype(dtype)
    W, b = np.ones((12, 3), dtype), np.ones(3, dtype)
    for forward, backward in (
        (layers.relu_forward, layers.relu_backward),
        (lambda X: layers.maxpool_forward(X, 2, 1), layers.maxpool_backward),
        (lambda X: layers.avgpool_forward(X, 2, 1), layers.avgpool_backward),
        (layers.flatten_forward, layers.flatten_backward),
    ):
        H, cache = forward(X)
        yield H, backward(H, cache)
    H, cache = layers.linear_forward(X.reshape(2, -1), W, b)
    yield H, *layers.linear_backward(H, cache)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_precision_is_kept(dtype):
    for arrays in passes(np.random.default_rng(0).normal(size=(2, 1, 3, 4)), dtype):
        assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_integers_and_views_give_the_same():
    whole = np.random.default_rng(0).integers(-9, 10, (2, 1, 3, 4))
    view = np.repeat(whole, 2, axis=-1)[..., ::2]
    for arrays in zip(passes(whole, float), passes(whole, int), passes(view, int), strict=True):
        for expected, *others in zip(*arrays, strict=True):
            for got in others:
                np.testing.assert_array_equal(got, expected)


def test_inputs_are_not_modified():
    X = np.random.default_rng(0).normal(size=(2, 1, 3, 4))
    kept = X.copy()
    list(passes(X, float))
    np.testing.assert_array_equal(X, kept)


X4 = np.zeros((2, 3, 4, 5))
LOGITS = np.zeros((2, 3))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: layers.relu_backward(np.ones(3), np.ones(4)),
            r"dH and X must have the same shape, .* \(3,\) and \(4,\)",
        ),
        (lambda: layers.maxpool_forward(X4[0], 2, 2), r"X must have the axes \(N, C, n_H_prev, n_W_prev\)"),
        (lambda: layers.maxpool_forward(X4, 5, 1), r"must fit"),
        (lambda: layers.maxpool_forward(X4, 2, 0), r"stride must be an integer of at least 1, but got 0"),
        (lambda: layers.avgpool_forward(X4, 1.5, 1), r"f_H must be an integer of at least 1, but got 1\.5"),
        (lambda: layers.maxpool_backward(X4, (X4, 2, 2)), r"dH must have the shape \(2, 3, 2, 2\)"),
        (lambda: layers.avgpool_backward(X4, (X4, 2, 2)), r"dH must have the shape \(2, 3, 2, 2\)"),
        (lambda: layers.linear_forward(LOGITS, np.ones((2, 3)), np.ones(3)), r"X has 3 columns, but W has 2 rows"),
        (lambda: layers.linear_forward(LOGITS, np.ones((3, 4)), np.ones(3)), r"b must have the shape \(4,\)"),
        (
            lambda: layers.linear_backward(LOGITS, (LOGITS, np.ones((3, 4)), np.ones(4))),
            r"dH must have the shape \(2, 4\)",
        ),
    ],
)
def test_errors_name_what_was_got_and_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        call()
    assert "\n" not in str(error.value)
