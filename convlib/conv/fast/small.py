"""Layers so small that call overhead dominates: im2col of the whole batch, in as few calls as possible."""

import numpy as np


def suits(H_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int) -> bool:
    """Return whether the stride is 1 and there are so few multiplications that call overhead outweighs them."""
    N, F, n_H, n_W = H_shape
    _, C, f_H, f_W = W_shape
    return stride == 1 and pad < min(f_H, f_W) and 0 < N * F * n_H * n_W * C * f_H * f_W <= 20_000


def empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an uninitialized C-contiguous array."""
    return np.empty(shape, dtype)


def forward(X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, pad: int, H: np.ndarray) -> None:
    """Fill H, (N, F, n_H, n_W)."""
    F, C, f_H, f_W = W.shape
    cols = _unfolded(X, pad, pad, f_H, f_W, H.dtype)
    H.transpose(0, 2, 3, 1)[...] = (cols @ W.reshape(F, -1).T + b).reshape(-1, *H.shape[2:], F)


def backward(
    dH: np.ndarray, X: np.ndarray, W: np.ndarray, stride: int, pad: int, dX: np.ndarray | None, dtype: np.dtype
) -> tuple[np.ndarray, np.ndarray]:
    """Fill dX, unless it is None, and return (dW, db).

    dX is dH correlated with the rotated filters, and the same unfolded dH gives dW.
    """
    F, C, f_H, f_W = W.shape
    cols = _unfolded(dH, f_H - 1 - pad, f_W - 1 - pad, f_H, f_W, dtype)
    if dX is not None:
        rotated = W[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
        dX.transpose(0, 2, 3, 1)[...] = (cols @ rotated.reshape(C, -1).T).reshape(-1, *dX.shape[2:], C)
    dW = (X.transpose(1, 0, 2, 3).reshape(C, -1) @ cols).reshape(C, F, f_H, f_W)
    return dW.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1], dH.sum(axis=(0, 2, 3), dtype=dtype)


def _unfolded(X: np.ndarray, pad_H: int, pad_W: int, f_H: int, f_W: int, dtype: np.dtype) -> np.ndarray:
    """Return all windows as rows, (N * n_H * n_W, C * f_H * f_W)."""
    N, C, n_H, n_W = X.shape
    if pad_H or pad_W:
        padded = np.zeros((N, C, n_H + 2 * pad_H, n_W + 2 * pad_W), dtype)
        padded[:, :, pad_H : pad_H + n_H, pad_W : pad_W + n_W] = X
    else:
        padded = np.ascontiguousarray(X, dtype)
    image, channel, row, step = padded.strides
    windows = np.ndarray(
        (N, n_H + 2 * pad_H - f_H + 1, n_W + 2 * pad_W - f_W + 1, C, f_H, f_W),
        dtype,
        padded,
        strides=(image, row, step, channel, row, step),
    )
    return windows.reshape(-1, C * f_H * f_W)
