"""Create the subset of Fashion-MNIST that comes with the course: ``python -m convlib.lab.data.make_subset``."""

import numpy as np

from convlib.lab.data import fashion_mnist

TRAIN_PER_CLASS = 1000
TEST_PER_CLASS = 200


def balanced(labels: np.ndarray, per_class: int) -> np.ndarray:
    """Choose the first images of each class, and shuffle the classes.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
    per_class : int
        Number of images of each class; each class must have at least this many.

    Returns
    -------
    ndarray of int, shape (10 * per_class,)
        Their indices. Each run of ten contains every class once, in random order.
    """
    # RandomState, because NumPy promises that its numbers will never change.
    random = np.random.RandomState(seed=0)
    chosen = np.stack([np.flatnonzero(labels == c)[:per_class] for c in range(len(fashion_mnist.CLASSES))], axis=1)
    for run in chosen:
        random.shuffle(run)
    return chosen.ravel()


def subset(full: fashion_mnist.FashionMNIST) -> fashion_mnist.FashionMNIST:
    """Take the subset: its training images from the training images and its test images from the test images.

    Parameters
    ----------
    full : FashionMNIST
        What ``fashion_mnist.published`` returns.

    Returns
    -------
    FashionMNIST
        1,000 training images and 200 test images of each class, of the same dtype as in ``full``.
    """
    train, test = balanced(full.y_train, TRAIN_PER_CLASS), balanced(full.y_test, TEST_PER_CLASS)
    return fashion_mnist.FashionMNIST(full.X_train[train], full.y_train[train], full.X_test[test], full.y_test[test])


if __name__ == "__main__":
    np.savez_compressed(fashion_mnist.SUBSET, **subset(fashion_mnist.published())._asdict())
    print(f"{fashion_mnist.SUBSET}: {fashion_mnist.SUBSET.stat().st_size} bytes")
