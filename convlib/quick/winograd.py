"""Stride 1 with fewer multiplications: Winograd's method, for layers with many channels and filters.

The product of two polynomials can be had from its values at enough points: evaluate both, multiply the values,
interpolate. A convolution is such a product. A tile of 4x4 outputs of a 3x3 filter then takes 6 * 6 = 36
multiplications instead of 4 * 4 * 9 = 144. Evaluating costs additions, which are shared by all filters.

The matrices A, G and B do it along one axis: ``A @ ((G @ w) * (B @ x))`` are TILE outputs of filter w over the
TILE + f - 1 inputs x. All axes beside the one that is transformed lie behind it in memory, (n_H, n_W, N, C), so
each transform is a plain matrix product too.

Source: Lavin & Gray (2016), Fast Algorithms for Convolutional Neural Networks; the construction of the matrices
follows Toom and Cook.
"""

import math
from functools import lru_cache

import numpy as np

from . import rows, work

# Outputs of a tile along each axis.
TILE = 4
# Where the polynomials are evaluated, besides infinity. More points, or larger ones, would cost too many digits.
POINTS = 0, 1, -1, 2, -2, 1 / 2, -1 / 2


def suits(H_shape, W_shape, stride, pad):
    """Return whether the method is worth while: stride 1, enough channels and filters, and sides of 3 to 5."""
    F, C, f_H, f_W = W_shape
    return stride == 1 and min(F, C) >= 16 and 3 <= min(f_H, f_W) and max(f_H, f_W) <= 5 and pad < min(f_H, f_W)


def forward(X, W, b, stride, pad, H):
    """Fill H, (N, F, n_H, n_W), one row of tiles after the other."""
    F, C, f_H, f_W = W.shape
    n_H, n_W = H.shape[2:]
    U = _filter_values(W, H.dtype)
    for block in _blocks(H, W):
        bordered = _bordered("X", X[block], pad, pad, _tiled(n_H) + f_H - 1, _tiled(n_W) + f_W - 1, H.dtype)
        out = work.scratch("out", (_tiled(n_H), _tiled(n_W), bordered.shape[2], F), H.dtype)
        for top in range(0, n_H, TILE):
            M = _products(_evaluate(bordered[top:top + TILE + f_H - 1], f_H, f_W), U)
            M[1, 1] += b  # the value at the point 1 enters each output with the factor 1
            _interpolate(M, f_H, f_W, out[top:top + TILE])
        H[block].transpose(2, 3, 0, 1)[...] = out[:n_H, :n_W]
        if not math.isfinite(np.vdot(out, out)):  # what is infinite in one place would spread over its tile
            rows.forward(X[block], W, b, stride, pad, H[block])


def backward(dH, X, W, stride, pad, dX):
    """Fill dX and return (dW, db).

    dX is dH convolved with the turned filters: forward once more. For dW every step of that is taken backwards with
    dX's place held by X, since sum(dX * X) and sum(dH * H) have the same gradient with respect to W.
    """
    F, C, f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape[2:]
    U = _filter_values(W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3), dX.dtype)
    dU, db = np.zeros(U.shape, dX.dtype), np.zeros(F, dX.dtype)
    for block in _blocks(dX, W):
        bordered = _bordered("dH", dH[block], f_H - 1 - pad, f_W - 1 - pad, _tiled(n_H_prev) + f_H - 1,
                             _tiled(n_W_prev) + f_W - 1, dX.dtype)
        held = _bordered("X", X[block], 0, 0, _tiled(n_H_prev), _tiled(n_W_prev), dX.dtype)
        out = work.scratch("out", held.shape, held.dtype)
        for top in range(0, n_H_prev, TILE):
            V = _evaluate(bordered[top:top + TILE + f_H - 1], f_H, f_W)
            _interpolate(_products(V, U), f_H, f_W, out[top:top + TILE])
            dU += V.swapaxes(2, 3) @ _interpolate_backward(held[top:top + TILE], f_H, f_W)
        dX[block].transpose(2, 3, 0, 1)[...] = out[:n_H_prev, :n_W_prev]
        db += bordered.reshape(len(bordered), -1).sum(axis=0).reshape(-1, F).sum(axis=0)
    return _filter_values_backward(dU, f_H, f_W)[:, :, ::-1, ::-1], db


@lru_cache
def _matrices(f, dtype):
    """Return A, (TILE, n), G, (n, f), and B, (n, n), for a filter side f and its n = TILE + f - 1 points."""
    points = np.array(POINTS[:TILE + f - 2], float)
    n = len(points) + 1
    A, G, B = np.zeros((TILE, n)), np.zeros((n, f)), np.zeros((n, n))
    A[:, :-1], A[-1, -1] = points ** np.arange(TILE)[:, None], 1
    G[:-1], G[-1, -1] = points[:, None] ** np.arange(f), 1
    for index, point in enumerate(points):
        others = np.delete(points, index)
        B[index, :-1] = np.poly(others)[::-1]  # zero at all other points
        G[index] /= np.prod(point - others)
    B[-1] = np.poly(points)[::-1]
    return tuple(np.ascontiguousarray(matrix, dtype) for matrix in (A, G, B))


def _filter_values(W, dtype):
    """Evaluate the filters (F, C, f_H, f_W) at all points, (p_H, p_W, C, F)."""
    F, C, f_H, f_W = W.shape
    G_H, G_W = (_matrices(f, dtype)[1] for f in W.shape[2:])
    values = np.kron(G_H, G_W) @ W.transpose(2, 3, 1, 0).reshape(f_H * f_W, -1)
    return values.reshape(len(G_H), len(G_W), C, F)


def _filter_values_backward(dU, f_H, f_W):
    """Take ``_filter_values`` backwards: from (p_H, p_W, F, C) to (F, C, f_H, f_W)."""
    G_H, G_W = (_matrices(f, dU.dtype)[1] for f in (f_H, f_W))
    dW = np.kron(G_H, G_W).T @ dU.reshape(-1, dU.shape[2] * dU.shape[3])
    return dW.reshape(f_H, f_W, *dU.shape[2:]).transpose(2, 3, 0, 1)


def _evaluate(rows, f_H, f_W):
    """Evaluate the inputs of one row of tiles, (p_H, n_W + f_W - 1, N, C), at all points, (p_H, p_W, tiles * N, C)."""
    (_, _, B_H), (_, _, B_W) = _matrices(f_H, rows.dtype), _matrices(f_W, rows.dtype)
    p_H, length, N, C = rows.shape
    p_W, tiles, column = len(B_W), (length - f_W + 1) // TILE, N * C * rows.itemsize
    along_H = _matmul("along_H", B_H, rows.reshape(p_H, -1))
    # Neighbouring tiles share f_W - 1 columns, so as windows they overlap in memory.
    windows = np.ndarray((p_H, tiles, p_W, N * C), rows.dtype, along_H,
                         strides=(length * column, TILE * column, column, rows.itemsize))
    values = work.scratch("values", (p_H, p_W, tiles, N * C), rows.dtype)
    np.matmul(B_W, windows, out=values.swapaxes(1, 2))
    return values.reshape(p_H, p_W, tiles * N, C)


def _products(V, U):
    """Multiply the values of inputs and filters point by point, and add up over the channels."""
    return np.matmul(V, U, out=work.scratch("products", (*V.shape[:3], U.shape[3]), V.dtype))


def _matmul(name, A, B):
    return np.matmul(A, B, out=work.scratch(name, (A.shape[0], B.shape[1]), B.dtype))


def _interpolate(M, f_H, f_W, out):
    """Turn values (p_H, p_W, tiles * N, F) into one row of tiles, (TILE, n_W, N, F)."""
    (A_H, _, _), (A_W, _, _) = _matrices(f_H, M.dtype), _matrices(f_W, M.dtype)
    p_H, p_W, tiles = *M.shape[:2], out.shape[1] // TILE
    values = M.reshape(p_H, p_W, tiles, -1).swapaxes(1, 2)
    along_W = np.matmul(A_W, values, out=work.scratch("along_W", (p_H, tiles, TILE, values.shape[3]), M.dtype))
    np.matmul(A_H, along_W.reshape(p_H, -1), out=out.reshape(TILE, -1))


def _interpolate_backward(rows, f_H, f_W):
    """Take ``_interpolate`` backwards: from one row of tiles, (TILE, n_W, N, C), to (p_H, p_W, tiles * N, C)."""
    (A_H, _, _), (A_W, _, _) = _matrices(f_H, rows.dtype), _matrices(f_W, rows.dtype)
    p_H, p_W, tiles = A_H.shape[1], A_W.shape[1], rows.shape[1] // TILE
    along_H = _matmul("along_H", A_H.T, rows.reshape(TILE, -1)).reshape(p_H, tiles, TILE, -1)
    values = work.scratch("held values", (p_H, p_W, tiles, along_H.shape[3]), rows.dtype)
    np.matmul(A_W.T, along_H, out=values.swapaxes(1, 2))
    return values.reshape(p_H, p_W, -1, rows.shape[3])


def _blocks(H, W):
    """Cut the images so that the values of one row of tiles, of input and output, fit into the cache."""
    F, C, f_H, f_W = W.shape
    points = (TILE + f_H - 1) * (TILE + f_W - 1)
    return work.blocks(len(H), points * _tiled(H.shape[3]) // TILE * (C + F) * H.itemsize)


def _tiled(n):
    """Return n, or where tiles of TILE do not fill it, the next number that they do."""
    return math.ceil(n / TILE) * TILE


def empty(shape, dtype):
    """Return an empty array (N, C, n_H, n_W) with the order in memory that is used inside."""
    N, C, n_H, n_W = shape
    return np.empty((n_H, n_W, N, C), dtype).transpose(2, 3, 0, 1)


def _bordered(name, X, above, left, n_H, n_W, dtype):
    """Put X in the order (n_H, n_W, N, C) into zeros of these sides, so many from the upper and the left edge."""
    bordered = work.scratch(name, (n_H, n_W, X.shape[0], X.shape[1]), dtype)
    bordered[...] = 0
    bordered[above:above + X.shape[2], left:left + X.shape[3]] = X.transpose(2, 3, 0, 1)
    return bordered
