"""Winograd's method: its transforms are exact, it multiplies less, and tiles fit together at the edges."""

import numpy as np
import pytest

from convlib.conv.fast import winograd
from convlib.conv.fast.winograd import TILE
from tests.conv.drawn import Layer
from tests.conv.exact import assert_close, expected

FLOAT64 = np.dtype(float)
each_side = pytest.mark.parametrize("f", [3, 4, 5])


@each_side
def test_the_transforms_give_the_correlation_along_one_axis(f):
    A, G, B = winograd._axis(f, FLOAT64)
    rng = np.random.default_rng(f)
    w, x = rng.normal(size=f), rng.normal(size=TILE + f - 1)
    np.testing.assert_allclose(A @ ((G @ w) * (B @ x)), np.correlate(x, w, "valid"), atol=1e-12)


@each_side
def test_a_tile_takes_as_many_multiplications_as_it_has_inputs(f):
    """TILE + f - 1 along an axis are the fewest that are possible; the loops take TILE * f."""
    A, G, B = winograd._axis(f, FLOAT64)
    points = TILE + f - 1
    assert (A.shape, G.shape, B.shape) == ((TILE, points), (points, f), (points, points))
    if f == 3:
        assert points**2 == 36 and TILE**2 * f**2 == 144


@each_side
def test_no_transform_costs_many_digits(f):
    """What rounding adds grows with the sizes of the three matrices."""
    assert np.prod([np.linalg.norm(matrix, np.inf) for matrix in winograd._axis(f, FLOAT64)]) < 1000
    assert {matrix.dtype for matrix in winograd._axis(f, np.dtype(np.float32))} == {np.dtype(np.float32)}


def test_the_value_at_the_point_1_enters_each_output_with_the_factor_1():
    """There the bias is added."""
    assert winograd.POINTS[1] == 1
    assert all((winograd._axis(f, FLOAT64).A[:, 1] == 1).all() for f in (3, 4, 5))


def test_neighbouring_tiles_overlap_by_a_side_less_one():
    """Each tile of inputs is evaluated alone: the values of the whole row are those of its windows."""
    along_H, along_W = winograd._axis(3, FLOAT64), winograd._axis(4, FLOAT64)
    N, C, tiles = 2, 3, 3
    inputs = np.random.default_rng(0).normal(size=(TILE + 2, tiles * TILE + 3, N, C))
    values = winograd._evaluate(inputs, along_H, along_W).reshape(6, 7, tiles, N, C)
    for tile in range(tiles):
        window = inputs[:, tile * TILE : tile * TILE + TILE + 3]
        want = np.einsum("pi,qj,ijnc->pqnc", along_H.B, along_W.B, window)
        np.testing.assert_allclose(values[:, :, tile], want, atol=1e-11)


@pytest.mark.parametrize(("n", "tiled"), [(1, 4), (3, 4), (4, 4), (5, 8), (8, 8), (9, 12)])
def test_an_output_is_rounded_up_to_whole_tiles(n, tiled):
    assert winograd._tiled(n) == tiled


@pytest.mark.parametrize(
    ("F", "C", "sides", "stride", "pad", "suits"),
    [
        (16, 16, (3, 3), 1, 0, True),
        (16, 16, (3, 5), 1, 2, True),
        (15, 16, (3, 3), 1, 0, False),
        (16, 15, (3, 3), 1, 0, False),
        (16, 16, (2, 3), 1, 0, False),
        (16, 16, (3, 6), 1, 0, False),
        (16, 16, (3, 5), 1, 3, False),
        (16, 16, (3, 3), 2, 0, False),
    ],
)
def test_it_suits_stride_1_many_channels_and_sides_of_3_to_5(F, C, sides, stride, pad, suits):
    assert winograd.suits((2, F, 8, 8), (F, C, *sides), stride, pad) is suits


@pytest.mark.parametrize("n_H, n_W", [(1, 1), (3, 4), (4, 5), (5, 8), (9, 7)])
@pytest.mark.parametrize("pad", [0, 2])
def test_outputs_around_whole_tiles(n_H, n_W, pad):
    """Filters of 3x5; the last tile of a row or column may hang over the edge."""
    rng = np.random.default_rng(n_H)
    X = rng.normal(size=(2, 3, max(1, n_H + 2 - 2 * pad), max(1, n_W + 4 - 2 * pad)))
    W, b = rng.normal(size=(4, 3, 3, 5)), rng.normal(size=4)
    dH = rng.normal(size=(2, 4, X.shape[2] + 2 * pad - 2, X.shape[3] + 2 * pad - 4))
    H, dX = winograd.empty(dH.shape, FLOAT64), winograd.empty(X.shape, FLOAT64)
    winograd.forward(X, W, b, 1, pad, H)
    dW, db = winograd.backward(dH, X, W, 1, pad, dX, FLOAT64)
    layer = Layer(X, W, b, dH, 1, pad)
    assert_close(layer, (H, dX, dW, db), expected(layer))
