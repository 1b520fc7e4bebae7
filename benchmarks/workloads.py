"""What is measured: seven convolutions, W1 to W7, and a training step, W8."""

from dataclasses import dataclass, replace

import numpy as np

DTYPES = "float32", "float64"


@dataclass(frozen=True)
class Convolution:
    """One convolution layer and the batch that goes through it.

    Parameters
    ----------
    name : str
        Its name, for example "W1".
    shape : tuple of int
        (N, C, n_H_prev, n_W_prev), the input.
    F, f : int
        Number of filters, and their side length.
    stride, pad : int
        Step from one position to the next, and zeros on each side.
    """

    name: str
    shape: tuple[int, ...]
    F: int
    f: int
    stride: int = 1
    pad: int = 0

    @property
    def N(self) -> int:
        """Number of images in the batch."""
        return self.shape[0]

    def describe(self) -> str:
        """Return the layer in words."""
        extras = [f"stride {self.stride}"] * (self.stride > 1) + [f"pad {self.pad}"] * (self.pad > 0)
        return f"{'×'.join(map(str, self.shape))} → {self.F}, " + " ".join([f"{self.f}×{self.f}", *extras])

    def images(self, N: int) -> "Convolution":
        """Return the same layer with a batch of N images."""
        return replace(self, shape=(N, *self.shape[1:]))

    def arrays(self, dtype: str) -> tuple[np.ndarray, ...]:
        """Return X, W, b and the upstream gradient dH, random but the same on each call."""
        rng = np.random.default_rng(0)
        N, C, *sides = self.shape
        outputs = ((n + 2 * self.pad - self.f) // self.stride + 1 for n in sides)
        shapes = self.shape, (self.F, C, self.f, self.f), (self.F,), (N, self.F, *outputs)
        return tuple(rng.normal(size=shape).astype(dtype) for shape in shapes)


@dataclass(frozen=True)
class TrainingStep:
    """A training step: conv 1-8, ReLU, pool, conv 8-16, ReLU, pool, linear 784-10, cross-entropy, SGD."""

    name: str = "W8"
    N: int = 64
    lr: float = 0.05
    momentum: float = 0.9

    def describe(self) -> str:
        """Return the step in words."""
        return f"training step, batch {self.N}"

    def images(self, N: int) -> "TrainingStep":
        """Return the same step with a batch of N images."""
        return replace(self, N=N)

    def arrays(self, dtype: str) -> tuple[np.ndarray, ...]:
        """Return a batch X and its labels y, random but the same on each call."""
        rng = np.random.default_rng(0)
        return rng.normal(size=(self.N, 1, 28, 28)).astype(dtype), rng.integers(0, 10, self.N)


CONVOLUTIONS = (
    Convolution("W1", (1, 1, 3, 3), 1, 2),
    Convolution("W2", (64, 1, 28, 28), 8, 3, pad=1),
    Convolution("W3", (64, 8, 14, 14), 16, 3, pad=1),
    Convolution("W4", (128, 16, 28, 28), 32, 5, pad=2),
    Convolution("W5", (32, 64, 14, 14), 64, 3, pad=1),
    Convolution("W6", (32, 3, 32, 32), 64, 5, stride=2, pad=2),
    Convolution("W7", (32, 64, 28, 28), 128, 1),
)
TRAINING_STEP = TrainingStep()
