"""Stride 1 with fewer multiplications: Winograd's algorithm, for layers with many channels and filters.

The product of two polynomials can be recovered from its values at enough points: evaluate both, multiply the values,
interpolate. A convolution is such a product. A tile of 4x4 outputs of a 3x3 filter then takes 6 * 6 = 36
multiplications instead of 4 * 4 * 9 = 144. Evaluation costs additions, which all filters share.

Internally, the memory layout is (n_H, n_W, N, C). All trailing axes are transformed together, so each transform is also
a plain matrix product.

Source: Lavin & Gray (2016), Fast Algorithms for Convolutional Neural Networks; the construction of the matrices
follows Toom and Cook.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from . import blocks, rows, workspace

# Outputs per tile along each axis.
TILE = 4
# Where the polynomials are evaluated, besides infinity. More points, or larger ones, would lose too much precision.
POINTS = 0, 1, -1, 2, -2, 1 / 2, -1 / 2


class Axis(NamedTuple):
    """The transforms along one axis: A @ ((G @ w) * (B @ x)) are TILE outputs of the filter w over the inputs x."""

    A: np.ndarray  # (TILE, points): interpolate
    G: np.ndarray  # (points, f): evaluate a filter
    B: np.ndarray  # (points, TILE + f - 1): evaluate inputs; as many points as inputs


def suits(H_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int) -> bool:
    """Return whether the algorithm pays off: stride 1, enough channels and filters, and sides of 3 to 5."""
    F, C, f_H, f_W = W_shape
    return stride == 1 and min(F, C) >= 16 and 3 <= min(f_H, f_W) and max(f_H, f_W) <= 5 and pad < min(f_H, f_W)


def empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized array (N, C, n_H, n_W) with the internal memory layout."""
    N, C, n_H, n_W = shape
    return np.empty((n_H, n_W, N, C), dtype).transpose(2, 3, 0, 1)


def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, pad: int, H: np.ndarray) -> None:
    """Fill H, (N, F, n_H, n_W), one row of tiles after another."""
    F, C, f_H, f_W = W.shape
    n_H, n_W = H.shape[2:]
    along_H, along_W = _axis(f_H, H.dtype), _axis(f_W, H.dtype)
    U = _filter_values(W, along_H, along_W)
    for block in _blocks(len(X), n_W, C + F, along_H, along_W):
        bordered = _bordered("X", X[block], pad, pad, _tiled(n_H) + f_H - 1, _tiled(n_W) + f_W - 1, H.dtype)
        out = workspace.array("out", (_tiled(n_H), _tiled(n_W), bordered.shape[2], F), H.dtype)
        for top in range(0, n_H, TILE):
            M = _products(_evaluate(bordered[top : top + TILE + f_H - 1], along_H, along_W), U)
            M[1, 1] += b  # the value at the point 1 enters each output with a factor of 1
            _interpolate(M, along_H, along_W, out[top : top + TILE])
        H[block].transpose(2, 3, 0, 1)[...] = out[:n_H, :n_W]
        if not math.isfinite(np.vdot(out, out)):  # an infinity in one place would spread over its tile
            rows.forward(X[block], W, b, stride, pad, H[block])


def backward(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, stride: int, pad: int, dX: np.ndarray | None, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Fill dX, unless it is None, and return (dW, db).

    dX is dH correlated with the rotated filters: a forward pass. dW is the backward pass of that same step, with X as
    its upstream gradient: without the bias, sum(dX * X) equals sum(dH * H), so both have the same gradient.
    """
    F, C, f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape[2:]
    along_H, along_W = _axis(f_H, dtype), _axis(f_W, dtype)
    U = _filter_values(W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3), along_H, along_W)
    dU, db = np.zeros(U.shape, dtype), np.zeros(F, dtype)
    for block in _blocks(len(X), n_W_prev, C + F, along_H, along_W):
        bordered = _bordered(
            "dH",
            dH[block],
            f_H - 1 - pad,
            f_W - 1 - pad,
            _tiled(n_H_prev) + f_H - 1,
            _tiled(n_W_prev) + f_W - 1,
            dtype,
        )
        upstream = _bordered("X", X[block], 0, 0, _tiled(n_H_prev), _tiled(n_W_prev), dtype)
        out = workspace.array("out", upstream.shape, dtype)
        for top in range(0, n_H_prev, TILE):
            V = _evaluate(bordered[top : top + TILE + f_H - 1], along_H, along_W)
            if dX is not None:
                _interpolate(_products(V, U), along_H, along_W, out[top : top + TILE])
            dU += V.swapaxes(2, 3) @ _interpolate_backward(upstream[top : top + TILE], along_H, along_W)
        if dX is not None:
            dX[block].transpose(2, 3, 0, 1)[...] = out[:n_H_prev, :n_W_prev]
        db += bordered.reshape(len(bordered), -1).sum(axis=0).reshape(-1, F).sum(axis=0)
    return _filter_values_backward(dU, along_H, along_W)[:, :, ::-1, ::-1], db


@lru_cache
def _axis(f: int, dtype: np.dtype) -> Axis:
    """Return the transforms for filters of side f."""
    points = np.array(POINTS[: TILE + f - 2], float)
    n = len(points) + 1
    A, G, B = np.zeros((TILE, n)), np.zeros((n, f)), np.zeros((n, n))
    A[:, :-1], A[-1, -1] = points ** np.arange(TILE)[:, None], 1
    G[:-1], G[-1, -1] = points[:, None] ** np.arange(f), 1
    for index, point in enumerate(points):
        others = np.delete(points, index)
        B[index, :-1] = np.poly(others)[::-1]  # zero at all other points
        G[index] /= np.prod(point - others)
    B[-1] = np.poly(points)[::-1]
    return Axis(*(np.ascontiguousarray(matrix, dtype) for matrix in (A, G, B)))


def _filter_values(W: np.ndarray, along_H: Axis, along_W: Axis) -> np.ndarray:
    """Evaluate the filters, (F, C, f_H, f_W), at all points, (points_H, points_W, C, F)."""
    F, C, f_H, f_W = W.shape
    values = np.kron(along_H.G, along_W.G) @ W.transpose(2, 3, 1, 0).reshape(f_H * f_W, C * F)
    return values.reshape(len(along_H.G), len(along_W.G), C, F)


def _filter_values_backward(dU: np.ndarray, along_H: Axis, along_W: Axis) -> np.ndarray:
    """Go back through ``_filter_values``: from (points_H, points_W, C, F) to (C, F, f_H, f_W)."""
    C, F = dU.shape[2:]
    dW = np.kron(along_H.G, along_W.G).T @ dU.reshape(-1, C * F)
    return dW.reshape(along_H.G.shape[1], along_W.G.shape[1], C, F).transpose(2, 3, 0, 1)


def _evaluate(inputs: np.ndarray, along_H: Axis, along_W: Axis) -> np.ndarray:
    """Evaluate a row of tiles of inputs, (points_H, n_W, N, C), at all points, (points_H, points_W, tiles * N, C)."""
    points_H, n_W, N, C = inputs.shape
    points_W, f_W = along_W.G.shape
    tiles = (n_W - f_W + 1) // TILE
    rows = np.matmul(
        along_H.B,
        inputs.reshape(points_H, -1),
        out=workspace.array("along one axis", (points_H, n_W * N * C), inputs.dtype),
    )
    # Neighbouring tiles share f_W - 1 columns, so as windows they overlap in memory.
    column = N * C * inputs.itemsize
    windows = np.ndarray(
        (points_H, tiles, points_W, N * C),
        inputs.dtype,
        rows,
        strides=(n_W * column, TILE * column, column, inputs.itemsize),
    )
    values = workspace.array("values", (points_H, points_W, tiles, N * C), inputs.dtype)
    np.matmul(along_W.B, windows, out=values.swapaxes(1, 2))
    return values.reshape(points_H, points_W, tiles * N, C)


def _products(V: np.ndarray, U: np.ndarray) -> np.ndarray:
    """Multiply the values of inputs and filters at each point, and sum over the channels."""
    return np.matmul(V, U, out=workspace.array("products", (*V.shape[:3], U.shape[3]), V.dtype))


def _interpolate(M: np.ndarray, along_H: Axis, along_W: Axis, out: np.ndarray) -> None:
    """Fill a row of tiles, (TILE, n_W, N, F), from the values at all points, (points_H, points_W, tiles * N, F)."""
    points_H, points_W, tiles = *M.shape[:2], out.shape[1] // TILE
    values = M.reshape(points_H, points_W, tiles, -1).swapaxes(1, 2)
    rows = np.matmul(
        along_W.A, values, out=workspace.array("along one axis", (points_H, tiles, TILE, values.shape[3]), M.dtype)
    )
    np.matmul(along_H.A, rows.reshape(points_H, -1), out=out.reshape(TILE, -1))


def _interpolate_backward(dout: np.ndarray, along_H: Axis, along_W: Axis) -> np.ndarray:
    """Go back through ``_interpolate``: from (TILE, n_W, N, F) to (points_H, points_W, tiles * N, F)."""
    points_H, points_W, tiles = len(along_H.G), len(along_W.G), dout.shape[1] // TILE
    rows = np.matmul(
        along_H.A.T,
        dout.reshape(TILE, -1),
        out=workspace.array("along one axis", (points_H, dout[0].size), dout.dtype),
    )
    rows = rows.reshape(points_H, tiles, TILE, -1)
    values = workspace.array("upstream values", (points_H, points_W, tiles, rows.shape[3]), dout.dtype)
    np.matmul(along_W.A.T, rows, out=values.swapaxes(1, 2))
    return values.reshape(points_H, points_W, -1, dout.shape[3])


def _blocks(N: int, n_W: int, channels: int, along_H: Axis, along_W: Axis) -> list[slice]:
    """Split the images so that the values of a row of tiles, input and output, fit into the cache."""
    points = len(along_H.G) * len(along_W.G)
    return blocks.fitting(N, points * _tiled(n_W) // TILE * channels * along_H.A.itemsize)


def _tiled(n: int) -> int:
    """Return the smallest multiple of TILE that is at least n."""
    return math.ceil(n / TILE) * TILE


def _bordered(name: str, X: np.ndarray, above: int, left: int, n_H: int, n_W: int, dtype: np.dtype) -> np.ndarray:
    """Embed X, in the layout (n_H, n_W, N, C), in zeros, (n_H, n_W), at this distance from the top and left edges."""
    bordered = workspace.array(name, (n_H, n_W, X.shape[0], X.shape[1]), dtype)
    bordered[...] = 0
    bordered[above : above + X.shape[2], left : left + X.shape[3]] = X.transpose(2, 3, 0, 1)
    return bordered
