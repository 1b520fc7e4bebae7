"""The training loop: batch, forward, loss, backward, step."""

import math
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from convlib import shapes
from convlib.nn.losses import softmax_cross_entropy
from convlib.nn.optimizers import Optimizer


class Network(Protocol):
    """Anything that can be trained, such as ``Sequential``."""

    @property
    def params(self) -> dict[str, np.ndarray]:
        """The parameters by name."""
        ...

    @property
    def grads(self) -> dict[str, np.ndarray]:
        """Their gradients under the same names, after a backward pass."""
        ...

    def forward(self, X: np.ndarray) -> np.ndarray:
        """Return the logits (N, n_classes), and keep what the backward pass needs."""
        ...

    def backward(self, dH: np.ndarray, need_dX: bool = True) -> np.ndarray | None:
        """Send the gradient of the logits back, and fill ``grads``."""
        ...

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the logits for any number of samples."""
        ...


@dataclass
class History:
    """What ``fit`` recorded.

    Attributes
    ----------
    losses : list of float
        The loss of each step's batch, before the step.
    train_loss, train_accuracy : list of float
        Mean over all samples of each complete epoch, each evaluated with the parameters of its step.
    validation_loss, validation_accuracy : list of float
        On the validation set after each complete epoch; empty if there is none.
    interrupted : bool
        Whether the user stopped the training early. An interrupted epoch has step losses but no epoch values.
    """

    losses: list[float] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    interrupted: bool = False


def fit(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    epochs: int,
    optimizer: Optimizer,
    batch_size: int = 64,
    rng: np.random.Generator | int | None = None,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    progress: bool = True,
) -> History:
    """Train a classifier. Interrupt it (Ctrl-C, or the stop button) to end early and keep what was learned.

    Parameters
    ----------
    network : Sequential
        Outputs logits (N, n_classes). Its parameters are updated in place.
    X : ndarray, shape (N, ...)
        The samples.
    y : ndarray of int, shape (N,)
        The correct class of each sample.
    epochs : int
        Number of passes over all samples.
    optimizer : SGD or Adam
        Updates the parameters: ``step(params, grads)``.
    batch_size : int, default 64
        Samples per step; the last step of an epoch takes the remainder.
    rng : numpy.random.Generator or int, optional
        Reshuffles the samples in each epoch; the same seed gives the same order.
    validation : tuple (X, y), optional
        Samples that are not trained on, evaluated after each epoch.
    progress : bool, default True
        Whether to show a progress bar. It requires the tqdm package; without it, none is shown.

    Returns
    -------
    History
        The losses and accuracies, step by step and epoch by epoch.

    Raises
    ------
    ValueError
        If there are no samples, the numbers of samples and labels differ, epochs or batch_size is not a positive
        integer, or y does not hold classes.
    FloatingPointError
        If a loss is not finite.
    """
    shapes.require_whole(samples=(len(X), 1), epochs=(epochs, 1), batch_size=(batch_size, 1))
    _require_as_many(X, y)
    if validation is not None:
        _require_as_many(*validation)
    y, rng = np.asarray(y), np.random.default_rng(rng)
    history = History()
    steps = math.ceil(len(X) / batch_size)
    # An overflowing loss is reported by our own error, not by NumPy's warnings.
    with _progress_bar(epochs * steps, progress) as bar, np.errstate(over="ignore", invalid="ignore"):
        try:
            for epoch in range(1, epochs + 1):
                bar.set_description(f"epoch {epoch}/{epochs}")
                _one_epoch(network, X, y, optimizer, batch_size, rng, history, bar)
                if validation is not None:
                    _validate(network, *validation, optimizer, history)
        except KeyboardInterrupt:
            history.interrupted = True
    return history


def accuracy(network: Network, X: np.ndarray, y: np.ndarray) -> float:
    """Return the fraction of the samples that the network classifies correctly.

    Parameters
    ----------
    network : Sequential
        Outputs logits (N, n_classes).
    X : ndarray, shape (N, ...)
        The samples.
    y : ndarray of int, shape (N,)
        The correct class of each sample.

    Returns
    -------
    float
        Between 0 and 1.
    """
    logits = network.predict(X)
    shapes.require_labels(logits, y)
    return _right(logits, y) / len(y)


def _one_epoch(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    optimizer: Optimizer,
    batch_size: int,
    rng: np.random.Generator,
    history: History,
    bar: Any,
) -> None:
    """Take one step for each batch of the shuffled samples."""
    order = rng.permutation(len(X))
    total_loss, right = 0.0, 0
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        logits = network.forward(X[batch])
        loss, dlogits = softmax_cross_entropy(logits, y[batch])
        _require_finite(loss, history, optimizer)
        network.backward(dlogits, need_dX=False)
        optimizer.step(network.params, network.grads)
        history.losses.append(loss)
        total_loss += loss * len(batch)
        right += _right(logits, y[batch])
        bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
        bar.update()
    history.train_loss.append(total_loss / len(X))
    history.train_accuracy.append(right / len(X))


def _validate(network: Network, X: np.ndarray, y: np.ndarray, optimizer: Optimizer, history: History) -> None:
    logits = network.predict(X)
    loss, _ = softmax_cross_entropy(logits, y)
    _require_finite(loss, history, optimizer)
    history.validation_loss.append(loss)
    history.validation_accuracy.append(_right(logits, y) / len(y))


def _right(logits: np.ndarray, y: np.ndarray) -> int:
    return int(np.sum(logits.argmax(axis=1) == y))


def _require_finite(loss: float, history: History, optimizer: Optimizer) -> None:
    if not math.isfinite(loss):
        raise FloatingPointError(
            f"The loss is {loss} after {len(history.losses)} steps: try a smaller learning rate "
            f"than {optimizer.lr}, and check that X holds only finite numbers."
        )


def _require_as_many(X: np.ndarray, y: np.ndarray) -> None:
    if len(X) != len(y):
        raise ValueError(f"Each sample needs one label, but there are {len(X)} samples and {len(y)} labels.")


def _progress_bar(total: int, progress: bool) -> Any:
    """Return tqdm's bar, or one that shows nothing if none is wanted or tqdm is not installed."""
    if progress:
        try:
            from tqdm import tqdm  # its widget would be gone when a notebook is opened again
        except ImportError:
            pass
        else:
            return tqdm(total=total)
    return _NoBar()


class _NoBar:
    """The methods of tqdm's bar that the loop calls, without effect."""

    def __enter__(self) -> "_NoBar":
        return self

    def __exit__(self, *reason: object) -> None:
        pass

    def set_description(self, text: str) -> None:
        pass

    def set_postfix(self, **values: Any) -> None:
        pass

    def update(self) -> None:
        pass
