"""Correct versions of ConvNet, in the styles that students use."""

import numpy as np

from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.nn.layers import (
    flatten_backward,
    flatten_forward,
    linear_backward,
    linear_forward,
    maxpool_backward,
    maxpool_forward,
    relu_backward,
    relu_forward,
)
from grading.bank.version import Styles

STYLES = Styles("ConvNet")


@STYLES.version()
class stack_of_caches:
    """Caches are pushed on the way forward and popped on the way back."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        self.params = {}
        self.grads = {}
        self.stack = []
        n_channels = shape[0]
        for k, n_filters in enumerate(filters, start=1):
            spread = (2 / (n_channels * 3 * 3)) ** 0.5
            self.params[f"W{k}"] = rng.normal(0, spread, (n_filters, n_channels, 3, 3)).astype(dtype)
            self.params[f"b{k}"] = np.zeros(n_filters, dtype=dtype)
            n_channels = n_filters
        n_in = n_channels * (shape[1] // 4) * (shape[2] // 4)
        self.params["W3"] = rng.normal(0, (2 / n_in) ** 0.5, (n_in, classes)).astype(dtype)
        self.params["b3"] = np.zeros(classes, dtype=dtype)

    def remember(self, pair):
        self.stack.append(pair[1])
        return pair[0]

    def forward(self, X):
        for k in (1, 2):
            X = self.remember(conv2d_forward_im2col(X, self.params[f"W{k}"], self.params[f"b{k}"], 1, 1))
            X = self.remember(relu_forward(X))
            X = self.remember(maxpool_forward(X, 2, 2))
        X = self.remember(flatten_forward(X))
        return self.remember(linear_forward(X, self.params["W3"], self.params["b3"]))

    def backward(self, dlogits):
        dH, self.grads["W3"], self.grads["b3"] = linear_backward(dlogits, self.stack.pop())
        dH = flatten_backward(dH, self.stack.pop())
        for k in (2, 1):
            dH = maxpool_backward(dH, self.stack.pop())
            dH = relu_backward(dH, self.stack.pop())
            dH, self.grads[f"W{k}"], self.grads[f"b{k}"] = conv2d_backward_im2col(dH, self.stack.pop())
        return dH


@STYLES.version()
class pooling_before_relu:
    """The largest of the ReLUs is the ReLU of the largest, and three quarters of the work are saved."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        def uniform(n_in, *sides):
            limit = np.sqrt(6 / n_in)
            return rng.uniform(-limit, limit, sides).astype(dtype)

        (C, n_H, n_W), (F_1, F_2) = shape, filters
        n_flat = F_2 * ((n_H // 2) // 2) * ((n_W // 2) // 2)
        self.params = dict(
            b3=np.zeros(classes), W3=uniform(n_flat, n_flat, classes), b1=np.zeros(F_1), b2=np.zeros(F_2),
            W1=uniform(9 * C, F_1, C, 3, 3), W2=uniform(9 * F_1, F_2, F_1, 3, 3))
        self.params = {name: param.astype(dtype) for name, param in self.params.items()}
        self.grads = {name: np.zeros_like(param) for name, param in self.params.items()}

    def forward(self, X):
        W1, b1, W2, b2, W3, b3 = (self.params[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
        H, c1 = conv2d_forward_im2col(X, W1, b1, pad=1)
        H, p1 = maxpool_forward(H, 2, 2)
        H, r1 = relu_forward(H)
        H, c2 = conv2d_forward_im2col(H, W2, b2, pad=1)
        H, p2 = maxpool_forward(H, 2, 2)
        H, r2 = relu_forward(H)
        H, flat = flatten_forward(H)
        logits, linear = linear_forward(H, W3, b3)
        self.cache = {"c1": c1, "p1": p1, "r1": r1, "c2": c2, "p2": p2, "r2": r2, "flat": flat, "linear": linear}
        return logits

    def backward(self, dlogits):
        c, g = self.cache, self.grads
        dH, g["W3"], g["b3"] = linear_backward(dlogits, c["linear"])
        dH = relu_backward(flatten_backward(dH, c["flat"]), c["r2"])
        dH, g["W2"], g["b2"] = conv2d_backward_im2col(maxpool_backward(dH, c["p2"]), c["c2"])
        dH = relu_backward(dH, c["r1"])
        dX, g["W1"], g["b1"] = conv2d_backward_im2col(maxpool_backward(dH, c["p1"]), c["c1"])
        return dX


@STYLES.version()
class layers_as_closures:
    """Each layer's forward pass leaves a function that takes the gradient back."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        C, n_H, n_W = shape
        sides = {"W1": (filters[0], C, 3, 3), "W2": (filters[1], filters[0], 3, 3)}
        for _ in filters:
            n_H, n_W = n_H // 2, n_W // 2
        sides["W3"] = (filters[1] * n_H * n_W, classes)
        self.params, self.grads = {}, {}
        for name, side in sides.items():
            n_in = side[0] if name == "W3" else np.prod(side[1:])
            self.params[name] = (np.sqrt(2.0 / n_in) * rng.standard_normal(side)).astype(dtype)
            self.params["b" + name[1]] = np.zeros(side[1] if name == "W3" else side[0], dtype)

    def forward(self, X):
        self.back = []

        def keep(backward, cache, number=None):
            def go(dH):
                if number is None:
                    return backward(dH, cache)
                dH, self.grads["W" + number], self.grads["b" + number] = backward(dH, cache)
                return dH
            self.back.insert(0, go)

        for number in ("1", "2"):
            X, cache = conv2d_forward_im2col(X, self.params["W" + number], self.params["b" + number], stride=1, pad=1)
            keep(conv2d_backward_im2col, cache, number)
            X, cache = relu_forward(X)
            keep(relu_backward, cache)
            X, cache = maxpool_forward(X, f=2, stride=2)
            keep(maxpool_backward, cache)
        X, cache = flatten_forward(X)
        keep(flatten_backward, cache)
        X, cache = linear_forward(X, self.params["W3"], self.params["b3"])
        keep(linear_backward, cache, "3")
        return X

    def backward(self, dlogits):
        self.grads = {}
        for go in self.back:
            dlogits = go(dlogits)
        return dlogits


@STYLES.version()
class recomputes_everything:
    """Keeps only the images and goes forward once more on the way back."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        n_1, n_2 = filters
        n_in = n_2 * (shape[1] // 4) * (shape[2] // 4)
        self.grads = {}
        self.params = {"W1": rng.normal(size=(n_1, shape[0], 3, 3)) * np.sqrt(2 / (9 * shape[0])), "b1": np.zeros(n_1),
                       "W2": rng.normal(size=(n_2, n_1, 3, 3)) * np.sqrt(2 / (9 * n_1)), "b2": np.zeros(n_2),
                       "W3": rng.normal(size=(n_in, classes)) * np.sqrt(2 / n_in), "b3": np.zeros(classes)}
        for name in self.params:
            self.params[name] = np.asarray(self.params[name], dtype=dtype)

    def run(self, X):
        caches = []
        for W, b in (("W1", "b1"), ("W2", "b2")):
            H, conv = conv2d_forward_im2col(X, self.params[W], self.params[b], 1, 1)
            H = np.maximum(H, 0)
            X, pool = maxpool_forward(H, 2, 2)
            caches.append((conv, H > 0, pool))
        return X, caches

    def forward(self, X):
        self.X = X
        H, _ = self.run(X)
        return H.reshape(len(X), -1) @ self.params["W3"] + self.params["b3"]

    def backward(self, dlogits):
        H, ((conv1, on1, pool1), (conv2, on2, pool2)) = self.run(self.X)
        self.grads = {"W3": H.reshape(len(H), -1).T @ dlogits, "b3": dlogits.sum(0)}
        dH = (dlogits @ self.params["W3"].T).reshape(H.shape)
        dH, self.grads["W2"], self.grads["b2"] = conv2d_backward_im2col(maxpool_backward(dH, pool2) * on2, conv2)
        dH, self.grads["W1"], self.grads["b1"] = conv2d_backward_im2col(maxpool_backward(dH, pool1) * on1, conv1)
        return dH


@STYLES.version()
class gradients_set_to_zero_then_added:
    """As in frameworks: the gradients are cleared, then everything adds to them."""

    def __init__(self, rng, shape=(1, 28, 28), filters=(8, 16), classes=10, dtype=np.float32):
        C, n_H, n_W = shape
        F_1, F_2 = filters
        inputs = 9 * C, 9 * F_1, F_2 * (n_H // 4) * (n_W // 4)
        sides = (F_1, C, 3, 3), (F_2, F_1, 3, 3), (inputs[2], classes)
        W1, W2, W3 = (rng.standard_normal(sides[k]) * np.sqrt(2) / np.sqrt(inputs[k]) for k in range(3))
        self.params = {"W1": W1, "W2": W2, "W3": W3}
        self.params |= {"b1": 0 * W1[:, 0, 0, 0], "b2": 0 * W2[:, 0, 0, 0], "b3": 0 * W3[0]}
        self.params = {key: value.astype(dtype) for key, value in self.params.items()}
        self.zero_grad()

    def zero_grad(self):
        self.grads = {key: np.zeros_like(value) for key, value in self.params.items()}

    def layer(self, X, k):
        X, conv = conv2d_forward_im2col(X, self.params[f"W{k}"], self.params[f"b{k}"], pad=1)
        X, relu = relu_forward(X)
        X, pool = maxpool_forward(X, 2, 2)
        return X, (conv, relu, pool)

    def layer_back(self, dH, caches, k):
        conv, relu, pool = caches
        dH, dW, db = conv2d_backward_im2col(relu_backward(maxpool_backward(dH, pool), relu), conv)
        self.grads[f"W{k}"] += dW
        self.grads[f"b{k}"] += db
        return dH

    def forward(self, X):
        H, self.first = self.layer(X, 1)
        H, self.second = self.layer(H, 2)
        H, self.flat = flatten_forward(H)
        logits, self.last = linear_forward(H, self.params["W3"], self.params["b3"])
        return logits

    def backward(self, dlogits):
        self.zero_grad()
        dH, dW, db = linear_backward(dlogits, self.last)
        self.grads["W3"] += dW
        self.grads["b3"] += db
        dH = self.layer_back(flatten_backward(dH, self.flat), self.second, 2)
        return self.layer_back(dH, self.first, 1)
