"""Argument checks whose errors state what was expected and what was given."""

import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def require_2d(**arrays: ArrayLike) -> None:
    """Raise ``ValueError`` unless every named array has two axes.

    Parameters
    ----------
    **arrays : array_like
        The arrays, under the names to use in the message, as in ``require_2d(X=X, W=W)``.
    """
    for name, array in arrays.items():
        shape = np.shape(array)
        if len(shape) != 2:
            raise ValueError(f"{name} must have 2 axes (rows, columns), but its shape is {shape}.")


def require_same(**arrays: ArrayLike) -> None:
    """Raise ``ValueError`` unless all named arrays have the same shape."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    if len(set(shapes.values())) > 1:
        names, got = (" and ".join(map(str, items)) for items in (shapes, shapes.values()))
        raise ValueError(f"{names} must have the same shape, but they have {got}.")


def require_fit(X: ArrayLike, W: ArrayLike, name: str = "W") -> None:
    """Raise ``ValueError`` unless both have two axes and W, called ``name`` in the message, fits inside X."""
    require_2d(**{"X": X, name: W})
    (n_H_prev, n_W_prev), (f_H, f_W) = np.shape(X), np.shape(W)
    if not (1 <= f_H <= n_H_prev and 1 <= f_W <= n_W_prev):
        raise ValueError(f"{name} must fit inside X, but {name} is {(f_H, f_W)} and X is {(n_H_prev, n_W_prev)}.")


def require_upstream(dH: ArrayLike, X: ArrayLike, W: ArrayLike) -> None:
    """Raise ``ValueError`` unless dH has the shape of the output for X and W at stride 1."""
    require_fit(X, W)
    expected = tuple(n - f + 1 for n, f in zip(np.shape(X), np.shape(W), strict=True))
    if np.shape(dH) != expected:
        raise ValueError(f"dH must have the output's shape {expected}, but its shape is {np.shape(dH)}.")


def require_sizes(n: int, f: int, stride: int, pad: int) -> None:
    """Raise ``ValueError`` unless n, f and stride are positive integers, pad is a non-negative one, and f fits."""
    require_whole(n=(n, 1), f=(f, 1), stride=(stride, 1), pad=(pad, 0))
    if f > n + 2 * pad:
        raise ValueError(
            f"The filter must fit inside the padded input, but its side f is {f} and the input's side n + 2 * pad is "
            f"{n + 2 * pad}."
        )


def require_whole(**numbers: tuple[Any, int]) -> None:
    """Raise ``ValueError`` unless the number of each named (number, least) is an integer and at least ``least``.

    A float such as 2.0 counts as an integer.
    """
    for name, (number, least) in numbers.items():
        if not (_is_integer(number) and number >= least):
            raise ValueError(f"{name} must be an integer of at least {least}, but got {number!r}.")


def _is_integer(number: Any) -> bool:
    try:
        operator.index(number)
    except TypeError:
        return isinstance(number, float | np.floating) and float(number).is_integer()
    return True


def require_border(X: ArrayLike, pad: int) -> None:
    """Raise ``ValueError`` unless anything is left of X after removing a border of ``pad``."""
    require_whole(pad=(pad, 0))
    if min(np.shape(X)[-2:]) <= 2 * pad:
        raise ValueError(f"A border of {pad} on each side leaves nothing of an array of shape {np.shape(X)}.")


def require_room(dH: ArrayLike, stride: int, shape: tuple[int, ...]) -> None:
    """Raise ``ValueError`` unless the entries of dH, spaced ``stride`` apart, fit into ``shape``."""
    require_whole(stride=(stride, 1))
    least = tuple((n - 1) * stride + 1 for n in np.shape(dH))
    if len(shape) != 2 or any(n < m for n, m in zip(shape, least, strict=True)):
        raise ValueError(
            f"shape must be at least {least} for dH of shape {np.shape(dH)} at stride {stride}, but got {shape}."
        )


def _sides(lengths: tuple[int, ...], filters: tuple[int, ...], stride: int, pad: int) -> tuple[int, ...]:
    """Return the number of filter positions along each axis; raise ``ValueError`` if the filter does not fit."""
    require_whole(stride=(stride, 1), pad=(pad, 0))
    padded = tuple(n + 2 * pad for n in lengths)
    if not all(1 <= f <= n for n, f in zip(padded, filters, strict=True)):
        raise ValueError(f"The filter {tuple(filters)} must fit inside the padded input, which is {padded}.")
    return tuple((n - f) // stride + 1 for n, f in zip(padded, filters, strict=True))


def _require_axes(names: str, **arrays: ArrayLike) -> None:
    """Raise ``ValueError`` unless every named array has as many axes as there are ``names``."""
    for name, array in arrays.items():
        if np.ndim(array) != len(names.split(", ")):
            raise ValueError(f"{name} must have the axes ({names}), but its shape is {np.shape(array)}.")


def require_conv(X: ArrayLike, W: ArrayLike, stride: int, pad: int, dH: ArrayLike | None = None) -> None:
    """Raise ``ValueError`` unless W fits into the padded X and dH, if given, has the output's shape."""
    require_2d(X=X, W=W)
    sides = _sides(np.shape(X), np.shape(W), stride, pad)
    if dH is not None:
        _require_shape("dH", dH, sides)


def require_conv2d(
    X: ArrayLike, W: ArrayLike, b: ArrayLike, stride: int, pad: int, dH: ArrayLike | None = None
) -> None:
    """Raise ``ValueError`` unless X, W and b fit together and dH, if given, has the output's shape."""
    _require_axes("N, C, n_H_prev, n_W_prev", X=X)
    _require_axes("F, C, f_H, f_W", W=W)
    if np.shape(X)[1] != np.shape(W)[1]:
        raise ValueError(
            f"X has {np.shape(X)[1]} channels, but the filters in W have {np.shape(W)[1]}: X is "
            f"{np.shape(X)}, W is {np.shape(W)}."
        )
    _require_shape("b", b, np.shape(W)[:1])
    sides = _sides(np.shape(X)[2:], np.shape(W)[2:], stride, pad)
    if dH is not None:
        _require_shape("dH", dH, (np.shape(X)[0], np.shape(W)[0], *sides))


def require_windows(X: ArrayLike, f_H: int, f_W: int, stride: int, pad: int = 0, dH: ArrayLike | None = None) -> None:
    """Raise ``ValueError`` unless windows fit into the padded batch X and dH, if given, has one entry per window."""
    _require_axes("N, C, n_H_prev, n_W_prev", X=X)
    require_whole(f_H=(f_H, 1), f_W=(f_W, 1))
    sides = _sides(np.shape(X)[2:], (f_H, f_W), stride, pad)
    if dH is not None:
        _require_shape("dH", dH, (*np.shape(X)[:2], *sides))


def require_columns(cols: ArrayLike, X_shape: tuple[int, ...], f_H: int, f_W: int, stride: int, pad: int) -> None:
    """Raise ``ValueError`` unless cols has the shape that ``im2col`` returns for such an input."""
    if len(X_shape) != 4:
        raise ValueError(f"X_shape must be (N, C, n_H_prev, n_W_prev), but got {tuple(X_shape)}.")
    require_whole(f_H=(f_H, 1), f_W=(f_W, 1))
    n_H, n_W = _sides(X_shape[2:], (f_H, f_W), stride, pad)
    _require_shape("cols", cols, (X_shape[0], X_shape[1] * f_H * f_W, n_H * n_W))


def require_linear(X: ArrayLike, W: ArrayLike, b: ArrayLike, dH: ArrayLike | None = None) -> None:
    """Raise ``ValueError`` unless X @ W + b can be computed and dH, if given, has the shape of the result."""
    _require_axes("N, n_in", X=X)
    _require_axes("n_in, n_out", W=W)
    if np.shape(X)[1] != np.shape(W)[0]:
        raise ValueError(
            f"X has {np.shape(X)[1]} columns, but W has {np.shape(W)[0]} rows: X is {np.shape(X)}, W is {np.shape(W)}."
        )
    _require_shape("b", b, np.shape(W)[1:])
    if dH is not None:
        _require_shape("dH", dH, (np.shape(X)[0], np.shape(W)[1]))


def require_labels(logits: ArrayLike, y: ArrayLike) -> None:
    """Raise ``ValueError`` unless y holds one class label for each row of logits."""
    _require_axes("N, n_classes", logits=logits)
    y = np.asarray(y)
    _require_shape("y", y, np.shape(logits)[:1])
    allowed = f"y must hold classes from 0 to {np.shape(logits)[1] - 1} as integers"
    if y.dtype.kind not in "iu":
        raise ValueError(f"{allowed}, but its dtype is {y.dtype}.")
    if y.size and not 0 <= y.min() <= y.max() < np.shape(logits)[1]:
        raise ValueError(f"{allowed}, but got values from {y.min()} to {y.max()}.")


def _require_shape(name: str, array: ArrayLike, expected: tuple[int, ...]) -> None:
    if np.shape(array) != tuple(expected):
        raise ValueError(f"{name} must have the shape {tuple(expected)}, but its shape is {np.shape(array)}.")
