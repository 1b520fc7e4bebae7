"""convlib.conv.fast against the loops: every way, in small blocks, over threads, with any layout, type and number."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convlib.conv import fast
from convlib.conv.fast import conv2d_backward_fast, conv2d_forward_fast, pointwise, rows, small, winograd, workspace
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.nn import fast_layers
from convlib.nn.layers import maxpool_backward, maxpool_forward, relu_backward, relu_forward

LAYOUTS = {
    "reading order": np.ascontiguousarray,
    "images innermost": lambda x: np.ascontiguousarray(x.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2),
    "channels innermost": lambda x: np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2),
    "columns first": np.asfortranarray,
    "every second": lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
    "backwards": lambda x: x[::-1, ::-1].copy()[::-1, ::-1],
}


@contextmanager
def small_blocks():
    """Cut even small layers into many pieces with a rest, and share them among threads."""
    with (
        mock.patch.object(workspace, "BLOCK_BYTES", 2000),
        mock.patch.object(workspace, "SMALL_PRODUCT", 300),
        mock.patch.object(workspace, "COLUMNS", 2),
        mock.patch.object(rows, "IMAGES", 3),
        mock.patch.object(pointwise, "IMAGES", 3),
        mock.patch.object(fast, "SHARE", 1),
    ):
        fast._plan.cache_clear()
        yield
    fast._plan.cache_clear()


@contextmanager
def only(way):
    """Let the layer take one way, whatever it would choose."""
    others = [other for other in (small, pointwise, winograd, rows) if other is not way]
    with mock.patch.multiple(way, suits=lambda *_: True):
        patches = [mock.patch.multiple(other, suits=lambda *_: False) for other in others]
        for patch in patches:
            patch.start()
        fast._plan.cache_clear()
        yield
        for patch in patches:
            patch.stop()
    fast._plan.cache_clear()


@st.composite
def layers(draw, sides=st.integers(1, 5), strides=st.integers(1, 3), channels=st.integers(1, 4)):
    """Sizes and settings of a layer: (N, C, n_H_prev, n_W_prev), (F, C, f_H, f_W), stride, pad, and how to draw it."""
    N, C, F, f_H, f_W = draw(st.integers(1, 7)), draw(channels), draw(channels), draw(sides), draw(sides)
    stride, pad = draw(strides), draw(st.integers(0, 3))
    n_H_prev, n_W_prev = (draw(st.integers(max(1, f - 2 * pad), 9)) for f in (f_H, f_W))
    return (
        (N, C, n_H_prev, n_W_prev),
        (F, C, f_H, f_W),
        stride,
        pad,
        draw(st.integers(0, 2**32 - 1)),
        draw(st.sampled_from(sorted(LAYOUTS))),
        draw(st.sampled_from(sorted(LAYOUTS))),
        draw(st.sampled_from([np.float32, np.float64])),
        draw(st.integers(1, 3)),
    )


def assert_agrees(layer):
    """Compare with the loops: to 1e-10 in float64, by norm to 1e-5 in float32."""
    X_shape, W_shape, stride, pad, seed, layout, dlayout, dtype, threads = layer
    rng = np.random.default_rng(seed)
    X, W, b = (rng.normal(size=shape).astype(dtype) for shape in (X_shape, W_shape, W_shape[:1]))
    exact_H, exact_cache = conv2d_forward(*(x.astype(np.float64) for x in (X, W, b)), stride, pad)
    dH = rng.normal(size=exact_H.shape).astype(dtype)
    exact = exact_H, *conv2d_backward(dH.astype(np.float64), exact_cache)
    X, dH = LAYOUTS[layout](X), LAYOUTS[dlayout](dH)
    before = [x.copy() for x in (X, W, b, dH)]
    H, cache = conv2d_forward_fast(X, W, b, stride, pad, threads)
    got = H, *conv2d_backward_fast(dH, cache)
    without = conv2d_backward_fast(dH, cache, need_dX=False)
    terms = [W[0].size, W.shape[0] * W.shape[2] * W.shape[3], dH[:, 0].size, dH[:, 0].size]
    for name, value, expected, count in zip(("H", "dX", "dW", "db"), got, exact, terms, strict=True):
        assert value.dtype == dtype and value.shape == expected.shape, name
        if dtype == np.float64:
            np.testing.assert_allclose(value, expected, rtol=1e-10, atol=1e-10, err_msg=name)
        else:  # numbers that nearly cancel are measured by their terms
            size = max(np.linalg.norm(expected), np.sqrt(expected.size * count))
            assert np.linalg.norm(value - expected) <= 1e-5 * size, name
    assert without[0] is None
    for one, other in zip(without[1:], got[2:], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-3 if dtype == np.float32 else 1e-10)
    for now, then in zip((X, W, b, dH), before, strict=True):
        np.testing.assert_array_equal(now, then)


@settings(max_examples=150)
@given(layer=layers())
def test_any_layer(layer):
    assert_agrees(layer)


@settings(max_examples=150)
@given(layer=layers())
def test_rows_in_small_blocks(layer):
    with small_blocks(), only(rows):
        assert_agrees(layer)


@settings(max_examples=100)
@given(layer=layers(sides=st.integers(3, 5), strides=st.just(1)))
def test_winograd_in_small_blocks(layer):
    X, W, stride, pad, *rest = layer
    with small_blocks(), only(winograd):
        assert_agrees(
            (X, W, stride, min(pad, min(W[2:]) - 1), *rest)
            if pad < min(W[2:])
            else ((*X[:2], X[2] + 6, X[3] + 6), W, stride, min(W[2:]) - 1, *rest)
        )


@settings(max_examples=50)
@given(layer=layers(sides=st.just(1), strides=st.just(1)))
@example(layer=((5, 4, 9, 9), (4, 4, 1, 1), 1, 0, 0, "channels innermost", "channels innermost", np.float64, 1))
def test_pointwise_in_small_blocks(layer):
    X, W, stride, _, *rest = layer
    with small_blocks(), only(pointwise):
        assert_agrees((X, W, stride, 0, *rest))


@settings(max_examples=30)
@given(layer=layers(sides=st.integers(3, 5), strides=st.just(1), channels=st.integers(16, 20)))
def test_deep_layers(layer):
    assert_agrees(layer)


@pytest.mark.parametrize(
    "X, W, stride, pad, way",
    [
        ((1, 1, 3, 3), (1, 1, 2, 2), 1, 0, small),
        ((64, 1, 28, 28), (8, 1, 3, 3), 1, 1, rows),
        ((64, 8, 14, 14), (16, 8, 3, 3), 1, 1, rows),
        ((128, 16, 28, 28), (32, 16, 5, 5), 1, 2, winograd),
        ((32, 64, 14, 14), (64, 64, 3, 3), 1, 1, winograd),
        ((32, 3, 32, 32), (64, 3, 5, 5), 2, 2, rows),
        ((32, 64, 28, 28), (128, 64, 1, 1), 1, 0, pointwise),
        ((32, 64, 28, 28), (128, 64, 1, 1), 2, 0, rows),
        ((8, 16, 9, 9), (16, 16, 3, 3), 1, 4, rows),
        ((8, 16, 9, 9), (16, 16, 7, 7), 1, 3, rows),
    ],
)
def test_the_way_that_is_chosen(X, W, stride, pad, way):
    assert fast._plan(X, W, W[:1], stride, pad, 1)[0] is way


def test_few_multiplications_get_one_thread():
    assert fast._plan((64, 1, 28, 28), (8, 1, 3, 3), (8,), 1, 1, 4)[2] == 1
    assert fast._plan((128, 16, 28, 28), (32, 16, 5, 5), (32,), 1, 2, 4)[2] == 4


@pytest.mark.parametrize("N, C, F", [(0, 2, 3), (2, 0, 3), (2, 3, 0), (0, 16, 16), (4, 16, 0)])
@pytest.mark.parametrize("f, stride, pad", [(3, 1, 1), (2, 2, 0), (1, 1, 0)])
def test_nothing_in_nothing_out(N, C, F, f, stride, pad):
    X, W, b = np.ones((N, C, 9, 8), np.float32), np.ones((F, C, f, f), np.float32), np.ones(F, np.float32)
    H, cache = conv2d_forward_fast(X, W, b, stride, pad, threads=2)
    exact_H, exact_cache = conv2d_forward(X, W, b, stride, pad)
    np.testing.assert_array_equal(H, exact_H)
    for got, expected in zip(
        conv2d_backward_fast(np.ones_like(H), cache), conv2d_backward(np.ones_like(H), exact_cache), strict=True
    ):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("name", ["X", "W", "dH"])
@pytest.mark.parametrize("shape", [(2, 2, 6, 5, 3), (3, 16, 9, 10, 16)], ids=["few channels", "many channels"])
@pytest.mark.filterwarnings("ignore:invalid value")
def test_what_is_not_finite_stays_where_it_belongs(bad, name, shape):
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
    pairs = [(H, exact_H), *zip(conv2d_backward_fast(dH, cache), conv2d_backward(dH, exact_cache), strict=True)]
    for got, expected in pairs:
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("way", [rows, winograd, pointwise, small])
def test_results_are_nobody_elses_memory(way):
    """The scratch memory is used again: neither an output nor a cache may lie in it."""
    rng = np.random.default_rng(0)
    f = 1 if way is pointwise else 3
    X, W, b = rng.normal(size=(5, 17, 9, 8)), rng.normal(size=(18, 17, f, f)), rng.normal(size=18)
    with only(way):
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
        for C, F in [(2, 3), (16, 16), (17, 20), (2, 3)] * 4
    ]

    def both(case):
        H, cache = conv2d_forward_fast(*case, pad=1)
        return H, *conv2d_backward_fast(H, cache)

    alone = [both(case) for case in cases]
    with ThreadPoolExecutor(8) as executor:
        for _ in range(5):
            for together, expected in zip(executor.map(both, cases), alone, strict=True):
                for one, other in zip(together, expected, strict=True):
                    np.testing.assert_array_equal(one, other)


def test_errors_are_those_of_the_loops():
    X, W, b = np.ones((2, 3, 5, 6)), np.ones((4, 3, 2, 3)), np.ones(4)
    for args in [
        (X[0], W, b),
        (X, W[:, :2], b),
        (X, W, b[:2]),
        (X, W, b, 0),
        (X, W, b, 1, -1),
        (X, W, b, 1.5),
        (X, np.ones((4, 3, 7, 3)), b),
        (X, W, b, [1]),
        (X, W, b, "1"),
    ]:
        with pytest.raises((ValueError, TypeError)) as quick_error:
            conv2d_forward_fast(*args)
        with pytest.raises((ValueError, TypeError)) as error:
            conv2d_forward(*args)
        assert (quick_error.type, str(quick_error.value)) == (error.type, str(error.value))
    with pytest.raises(ValueError, match="threads must be a whole number of at least 1, but it is 0"):
        conv2d_forward_fast(X, W, b, threads=0)
    with pytest.raises(ValueError, match=r"dH must have the shape \(2, 4, 4, 4\), but its shape is \(2, 4, 4, 3\)"):
        conv2d_backward_fast(np.ones((2, 4, 4, 3)), conv2d_forward_fast(X, W, b)[1])


@given(
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(3, 9), st.integers(3, 9)),
    f=st.integers(1, 3),
    stride=st.integers(1, 4),
    ties=st.booleans(),
    seed=st.integers(0, 1000),
    layout=st.sampled_from(sorted(LAYOUTS)),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_pooling(sizes, f, stride, ties, seed, layout, dtype):
    rng = np.random.default_rng(seed)
    X = LAYOUTS[layout]((rng.integers(3, size=sizes) if ties else rng.normal(size=sizes)).astype(dtype))
    H, cache = fast_layers.maxpool_forward_fast(X, f, stride)
    exact_H, exact_cache = maxpool_forward(X, f, stride)
    np.testing.assert_array_equal(H, exact_H)
    dH = rng.normal(size=H.shape).astype(dtype)
    dX, exact = fast_layers.maxpool_backward_fast(dH, cache), maxpool_backward(dH, exact_cache)
    assert H.dtype == dX.dtype == dtype
    np.testing.assert_allclose(dX, exact, rtol=1e-5 if dtype == np.float32 else 1e-12, atol=1e-6)
    assert not np.shares_memory(H, X)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_relu(layout):
    rng = np.random.default_rng(0)
    X, dH = LAYOUTS[layout](rng.integers(-2, 3, size=(2, 3, 4, 5)).astype(np.float32)), rng.normal(size=(2, 3, 4, 5))
    H, cache = fast_layers.relu_forward_fast(X)
    exact_H, exact_cache = relu_forward(X)
    np.testing.assert_array_equal(H, exact_H)
    np.testing.assert_array_equal(fast_layers.relu_backward_fast(dH, cache), relu_backward(dH, exact_cache))
