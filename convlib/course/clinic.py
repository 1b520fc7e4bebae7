"""The bug clinic: a test that no wrong layer passes, and that no right one fails."""

from collections.abc import Callable

import numpy as np

from convlib.conv.naive import conv2d_forward
from convlib.gradcheck import numerical_gradient


def relative_error(got: np.ndarray, want: np.ndarray) -> float:
    """Say how far one array is from another, by norms.

    Parameters
    ----------
    got, want : ndarray, any shape
        The array to judge, and the one that it should be.

    Returns
    -------
    float
        The norm of the difference, divided by the larger of the two norms: 0 for equal arrays, at
        most 2. Infinite where the shapes differ.
    """
    if np.shape(got) != np.shape(want):
        return np.inf
    size = max(np.linalg.norm(got), np.linalg.norm(want))
    return float(np.linalg.norm(got - want) / size) if size else 0.0


def assert_correct(forward: "Callable", backward: "Callable") -> None:
    """Test a forward and a backward pass of the whole layer; return quietly if both are right.

    Parameters
    ----------
    forward : callable
        ``forward(X, W, b, stride=1, pad=0) -> (H, cache)``, as ``conv2d_forward`` of lesson 5.
    backward : callable
        ``backward(dH, cache) -> (dX, dW, db)``, as ``conv2d_backward`` of lesson 5.

    Raises
    ------
    AssertionError
        If an output or a gradient is wrong, if a call depends on earlier ones, or if it changes
        its inputs. Whatever else the pair raises counts as well.
    """
    rng = np.random.default_rng(9)

    def try_out(stride: int, pad: int) -> None:
        X, W = rng.normal(size=(2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3))
        b = rng.normal(size=4)
        for numbers in (np.rint(9 * X).astype(int), X):
            right, _ = conv2d_forward(numbers, W, b, stride, pad)
            before = numbers.copy(), W.copy(), b.copy()
            H, cache = forward(numbers, W, b, stride, pad)
            assert relative_error(H, right) < 1e-6, f"wrong output, stride {stride}, pad {pad}"
        dH = rng.normal(size=H.shape)
        measured = (
            numerical_gradient(lambda X: forward(X, W, b, stride, pad)[0], X, dH),
            numerical_gradient(lambda W: forward(X, W, b, stride, pad)[0], W, dH),
            numerical_gradient(lambda b: forward(X, W, b, stride, pad)[0], b, dH),
        )
        forward(-X, W, b, stride, pad)  # the cache above must not care
        for call in ("first", "second"):
            kept = dH.copy()
            for name, got, want in zip(("dX", "dW", "db"), backward(kept, cache), measured, strict=True):
                assert relative_error(got, want) < 1e-6, f"wrong {name} at the {call} call"
            for name, now, then in zip(("X", "W", "b", "dH"), (X, W, b, kept), (*before, dH), strict=True):
                assert np.array_equal(now, then), f"{name} was changed"

    try_out(stride=1, pad=0)
    try_out(stride=2, pad=1)
