"""The fast layer as a whole: threads, need_dX, non-finite values, and results that do not alias the workspace."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib.conv.fast import conv2d_backward_fast, conv2d_forward_fast, pointwise
from convlib.conv.fast.plan import ALGORITHMS
from convlib.conv.naive import conv2d_backward, conv2d_forward
from tests.conv.drawn import layers
from tests.conv.exact import assert_close, expected
from tests.conv.fast.forced import only, small_blocks

each_algorithm = pytest.mark.parametrize(
    "algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.__name__.split(".")[-1]
)


def assert_agrees(layer, threads):
    exact = expected(layer)
    H, cache = conv2d_forward_fast(layer.X, layer.W, layer.b, layer.stride, layer.pad, threads)
    got = H, *conv2d_backward_fast(layer.dH, cache)
    assert {array.dtype for array in got} == {layer.X.dtype}
    assert_close(layer, got, exact)
    without = conv2d_backward_fast(layer.dH, cache, need_dX=False)
    assert without[0] is None
    assert_close(layer, (None, *without), exact)


@settings(max_examples=75)
@given(layer=layers(dtypes=(np.float32, np.float64)))
def test_any_layer(layer):
    assert_agrees(layer, 1)


@settings(max_examples=50)
@given(layer=layers(dtypes=(np.float32, np.float64)), threads=st.integers(2, 3))
def test_images_divided_among_threads(layer, threads):
    with small_blocks():
        assert_agrees(layer, threads)


@settings(max_examples=20)
@given(
    layer=layers(
        sides=st.integers(3, 5), strides=st.just(1), channels=st.integers(16, 20), dtypes=(np.float32, np.float64)
    )
)
def test_deep_layers(layer):
    assert_agrees(layer, 1)


@pytest.mark.parametrize("N, C, F", [(0, 2, 3), (2, 0, 3), (2, 3, 0), (0, 16, 16), (4, 16, 0)])
@pytest.mark.parametrize("f, stride, pad", [(3, 1, 1), (2, 2, 0), (1, 1, 0)])
def test_empty_inputs_give_empty_outputs(N, C, F, f, stride, pad):
    X, W, b = np.ones((N, C, 9, 8), np.float32), np.ones((F, C, f, f), np.float32), np.ones(F, np.float32)
    H, cache = conv2d_forward_fast(X, W, b, stride, pad, threads=2)
    exact_H, exact_cache = conv2d_forward(X, W, b, stride, pad)
    np.testing.assert_array_equal(H, exact_H)
    exact = conv2d_backward(np.ones_like(H), exact_cache)
    for got, want in zip(conv2d_backward_fast(np.ones_like(H), cache), exact, strict=True):
        np.testing.assert_array_equal(got, want)
    for got, want in zip(conv2d_backward_fast(np.ones_like(H), cache, need_dX=False)[1:], exact[1:], strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("name", ["X", "W", "dH"])
@pytest.mark.parametrize("shape", [(2, 2, 6, 5, 3), (3, 16, 9, 10, 16)], ids=["few channels", "many channels"])
@pytest.mark.filterwarnings("ignore:invalid value")
def test_non_finite_values_spread_as_in_the_loops(bad, name, shape):
    N, C, n_H, n_W, F = shape
    rng = np.random.default_rng(0)
    arrays = {
        "X": rng.normal(size=(N, C, n_H, n_W)),
        "W": rng.normal(size=(F, C, 3, 3)),
        "b": rng.normal(size=F),
        "dH": rng.normal(size=(N, F, n_H, n_W)),
    }
    arrays[name][(0, 1, 2, 1) if name != "W" else (1, 0, 0, 2)] = bad
    dH = arrays.pop("dH")
    exact_H, exact_cache = conv2d_forward(**arrays, pad=1)
    H, cache = conv2d_forward_fast(**arrays, pad=1)
    exact = conv2d_backward(dH, exact_cache)
    pairs = [(H, exact_H), *zip(conv2d_backward_fast(dH, cache), exact, strict=True)]
    pairs += zip(conv2d_backward_fast(dH, cache, need_dX=False)[1:], exact[1:], strict=True)
    for got, want in pairs:
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)


@each_algorithm
def test_results_do_not_alias_the_workspace(algorithm):
    rng = np.random.default_rng(0)
    f = 1 if algorithm is pointwise else 3
    X, W, b = rng.normal(size=(5, 17, 9, 8)), rng.normal(size=(18, 17, f, f)), rng.normal(size=18)
    with only(algorithm):
        H, cache = conv2d_forward_fast(X, W, b, 1, f // 2)
        other_H, other_cache = conv2d_forward_fast(2 * X, 3 * W, b, 1, f // 2)  # a second layer of equal shape
        kept = H.copy(), other_H.copy()
        first = conv2d_backward_fast(H, cache)  # after the other's forward pass
        first_kept = [x.copy() for x in first]
        other = conv2d_backward_fast(H, other_cache)
        again = conv2d_backward_fast(H, cache)
    np.testing.assert_array_equal(H, kept[0])
    np.testing.assert_array_equal(other_H, kept[1])
    for one, copy, two in zip(first, first_kept, again, strict=True):
        np.testing.assert_array_equal(one, copy)
        np.testing.assert_array_equal(one, two)
    np.testing.assert_allclose(first[0], conv2d_backward(H, (X, W, b, 1, f // 2))[0], atol=1e-9)
    np.testing.assert_allclose(other[0], 3 * first[0], atol=1e-9)
    np.testing.assert_allclose(other[1], 2 * first[1], atol=1e-9)


def test_many_threads_at_once():
    rng = np.random.default_rng(0)
    cases = [
        [rng.normal(size=shape) for shape in ((6, C, 11, 9), (F, C, 3, 3), (F,))]
        for C, F in [(2, 3), (16, 16), (17, 20)] * 3
    ]

    def both(case):
        H, cache = conv2d_forward_fast(*case, pad=1)
        return H, *conv2d_backward_fast(H, cache)

    alone = [both(case) for case in cases]
    with ThreadPoolExecutor(8) as executor:
        for _ in range(5):
            for together, want in zip(executor.map(both, cases), alone, strict=True):
                for one, other in zip(together, want, strict=True):
                    np.testing.assert_array_equal(one, other)
