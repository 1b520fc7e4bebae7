"""The data of the course: Fashion-MNIST."""

from convlib.lab.data.fashion_mnist import CLASSES, FashionMNIST, load_fashion_mnist

__all__ = ["CLASSES", "FashionMNIST", "load_fashion_mnist"]
