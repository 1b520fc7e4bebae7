"""The bug clinic: a test that no incorrect layer passes, and that no correct one fails."""

from collections.abc import Callable

import numpy as np

from convlib.conv.naive import conv2d_forward
from convlib.gradcheck import numerical_gradient


def relative_error(got: np.ndarray, want: np.ndarray) -> float:
    """Return the relative error between two arrays, measured by norms.

    Parameters
    ----------
    got, want : ndarray, any shape
        The actual array and the expected one.

    Returns
    -------
    float
        The norm of the difference, divided by the larger of the two norms: 0 for equal arrays, at
        most 2. Infinite if the shapes differ.
    """
    if np.shape(got) != np.shape(want):
        return np.inf
    size = max(np.linalg.norm(got), np.linalg.norm(want))
    return float(np.linalg.norm(got - want) / size) if size else 0.0


def assert_correct(forward: "Callable", backward: "Callable") -> None:
    """Test the forward and backward passes of a full layer; return silently if both are correct.

    Parameters
    ----------
    forward : callable
        ``forward(X, W, b, stride=1, pad=0) -> (H, cache)``, as ``conv2d_forward`` in lesson 5.
    backward : callable
        ``backward(dH, cache) -> (dX, dW, db)``, as ``conv2d_backward`` in lesson 5.

    Raises
    ------
    AssertionError
        If an output or a gradient is wrong, if a call depends on earlier ones, or if it changes
        its inputs. Any other exception from the pair counts as well.
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
        forward(-X, W, b, stride, pad)  # must not affect the cache above
        for call in ("first", "second"):
            kept = dH.copy()
            for name, got, want in zip(("dX", "dW", "db"), backward(kept, cache), measured, strict=True):
                assert relative_error(got, want) < 1e-6, f"wrong {name} at the {call} call"
            for name, now, then in zip(("X", "W", "b", "dH"), (X, W, b, kept), (*before, dH), strict=True):
                assert np.array_equal(now, then), f"{name} was changed"

    try_out(stride=1, pad=0)
    try_out(stride=2, pad=1)
