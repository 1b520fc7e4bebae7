"""The interface of the fast layer's algorithms, used by ``plan`` to choose one and by the layer to call it."""

from typing import Protocol

import numpy as np


class Algorithm(Protocol):
    """An algorithm for the convolution layer: a module with these four functions.

    Shapes are those of the layer: X and dX (N, C, n_H_prev, n_W_prev), W (F, C, f_H, f_W), b (F,), H and dH
    (N, F, n_H, n_W). They are consistent: the layer checks them before it calls.

    - Inputs (X, W, b, dH) may have any memory layout and be floats or integers. They are never written to.
    - Outputs (H, dX) are supplied by the caller, who gets them from ``empty`` or slices such an array along the images.
      Their contents are undefined, and every entry is overwritten. Their dtype is the one to compute in.
    - Results (dW, db) are newly allocated; neither results nor outputs share memory with an input or a workspace.
    - Calls from several threads, each with its own images, do not interfere with one another.
    """

    def suits(self, H_shape: tuple[int, ...], W_shape: tuple[int, ...], stride: int, pad: int) -> bool:
        """Return whether the algorithm can compute a layer of these shapes, and is likely to be fast at it."""
        ...

    def empty(self, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
        """Return an uninitialized array (N, C, n_H, n_W) in the memory layout that the algorithm fills fastest."""
        ...

    def forward(self, X: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, pad: int, H: np.ndarray) -> None:
        """Fill H with the layer's output."""
        ...

    def backward(
        self,
        dH: np.ndarray,
        X: np.ndarray,
        W: np.ndarray,
        stride: int,
        pad: int,
        dX: np.ndarray | None,
        dtype: np.dtype,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Fill dX, unless it is None, and return (dW, db); all three have the dtype.

        None means that dX is not needed; dW and db are then the same up to rounding.
        """
        ...
