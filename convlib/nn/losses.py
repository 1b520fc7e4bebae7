"""The loss function of a classifier, with its gradient."""

import numpy as np

from convlib import shapes


def softmax_cross_entropy(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the softmax cross-entropy loss of a batch and its gradient.

    Parameters
    ----------
    logits : ndarray, shape (N, n_classes)
        One score for each class; any real numbers.
    y : ndarray of int, shape (N,)
        The correct class of each sample, from 0 to n_classes - 1.

    Returns
    -------
    loss : float
        The mean over the batch of -log(probability of the correct class).
    dlogits : ndarray, shape (N, n_classes)
        Gradient of the loss with respect to the logits: (probabilities - one-hot(y)) / N.

    Raises
    ------
    ValueError
        If logits does not have two axes, or y does not hold one class for each row of logits.
    """
    shapes.require_labels(logits, y)
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_probs[rows, y].mean()
    dlogits = np.exp(log_probs)
    dlogits[rows, y] -= 1
    return float(loss), dlogits / len(y)
