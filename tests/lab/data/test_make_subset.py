"""The script that makes the subset: balanced, in an order of its own, and what is committed."""

import numpy as np
import pytest

from convlib.lab.data import fashion_mnist, make_subset


def test_the_first_images_of_each_class_are_chosen_in_runs_of_ten():
    labels = np.arange(50) % 10
    chosen = make_subset.balanced(labels, 3)
    assert sorted(chosen) == list(range(30))
    assert (np.sort(labels[chosen].reshape(3, 10), axis=1) == np.arange(10)).all()
    np.testing.assert_array_equal(make_subset.balanced(labels, 3), chosen)


def test_the_subset_takes_train_from_train_and_test_from_test():
    def numbered(start, stop):
        X = np.arange(start, stop).reshape(-1, 1, 1)
        return X, X.ravel() * 7 % 10

    made = make_subset.subset(fashion_mnist.FashionMNIST(*numbered(0, 12_000), *numbered(12_000, 15_000)))
    for X, y, per_class in ((made.X_train, made.y_train, 1000), (made.X_test, made.y_test, 200)):
        assert (np.bincount(y) == per_class).all() and len(np.unique(X)) == len(X)
        np.testing.assert_array_equal(X.ravel() * 7 % 10, y)
    assert made.X_train.max() < 12_000 <= made.X_test.min()


def test_the_script_makes_the_committed_subset():
    if not all(fashion_mnist.local_copy(file.name) for file in fashion_mnist.PUBLISHED):
        pytest.skip(f"no copy of Fashion-MNIST in {fashion_mnist.DEBIAN} or {fashion_mnist.CACHE}")
    made = make_subset.subset(fashion_mnist.published())
    with np.load(fashion_mnist.SUBSET) as stored:
        for name, array in made._asdict().items():
            np.testing.assert_array_equal(stored[name], array)
