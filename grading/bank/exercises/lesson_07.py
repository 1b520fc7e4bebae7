"""Lesson 07: ReLU, max pooling, flatten, linear, and softmax with cross-entropy."""

import numpy as np

from convlib.lab.checks.examine import Property
from grading.bank.exercise import TWICE, Exercise, values


def upstream(draw, X, *shape):
    """Return a gradient of the shape: of single precision where X is, and not whole where X is."""
    return {"i": draw.tenths, "f": draw}[X.dtype.kind](*shape).astype(np.result_type(X, np.float32))


def activations(draw, arrange):
    """Yield probes for a layer that looks at each entry alone."""
    for X in (draw(3, 4), draw(2, 3, 2), draw(2, 2, 1, 3), -np.abs(draw(2, 2)), draw(5)):
        yield "values", arrange(X)
    for X in (draw.whole(2, 3), draw.single(3, 2), draw.view(2, 4)):
        yield "values", arrange(X)
    for X in (draw(3, 3), draw(2, 5)):  # a drawn number is never zero
        X[0, 1] = X[1, 2] = X[-1, 0] = 0
        yield "exactly zero", arrange(X)
    yield "called twice, inputs untouched", arrange(draw(3, 2)), {"calls": 2}


def relu_forward(draw):
    for group, *rest in activations(draw, lambda X: (X,)):
        yield "values" if group == "exactly zero" else group, *rest


def relu_backward(draw):
    return activations(draw, lambda X: (upstream(draw, X, *X.shape), X))


def highest(X, *places):
    """Make the entries at these places of every channel the largest, and equal."""
    rows, columns = zip(*places, strict=True)
    X[..., rows, columns] = X.max() + 1
    return X


def pools(draw, arrange):
    """Yield probes for max pooling; ``arrange`` makes the arguments."""
    yield "shape", arrange(draw(2, 3, 5, 7), 3, 2)
    yield "values", arrange(draw(1, 1, 2, 4), 2, 2)
    yield "values", arrange(-np.abs(draw(1, 1, 4, 2)), 2, 2)
    yield "values", arrange(draw(1, 1, 2, 3), 1, 1)
    yield "values", arrange(draw(3, 2, 2, 4), 2, 2)
    yield "values", arrange(draw(1, 3, 3, 6), 3, 3)
    yield "stride", arrange(draw(1, 1, 3, 5), 2, 2)
    yield "stride", arrange(draw(2, 1, 6, 5), 2, 3)
    yield "stride", arrange(draw(1, 2, 7, 6), 3, 4)
    yield "overlapping windows", arrange(highest(draw(1, 1, 3, 4), (1, 1)), 2, 1)
    yield "overlapping windows", arrange(highest(draw(1, 2, 4, 5), (2, 2)), 3, 1)
    yield "overlapping windows", arrange(highest(draw(2, 1, 5, 8), (2, 2)), 3, 2)
    yield "ties", arrange(highest(draw(1, 1, 2, 4), (0, 1), (1, 0), (0, 2), (1, 3)), 2, 2)
    yield "ties", arrange(highest(draw(2, 3, 3, 4), (1, 1), (1, 2)), 2, 1)
    yield "ties", arrange(np.zeros((1, 2, 3, 3)), 3, 3)
    yield "other number types", arrange(draw.whole(1, 2, 4, 2), 2, 2)
    yield "other number types", arrange(draw.single(2, 1, 3, 4), 2, 2)
    yield "other number types", arrange(draw.view(1, 2, 4, 5), 3, 1)
    yield "called twice, inputs untouched", arrange(draw(2, 1, 3, 4), 2, 1), {"calls": 2}


def maxpool_forward(draw):
    joined = {"overlapping windows": "stride", "ties": "values", "other number types": "values"}
    for group, *rest in pools(draw, lambda *pool: pool):
        yield joined.get(group, group), *rest


def maxpool_backward(draw):
    def arrange(X, f, stride):
        sides = ((n - f) // stride + 1 for n in X.shape[2:])
        return upstream(draw, X, *X.shape[:2], *sides), (X, f, stride)

    return pools(draw, arrange)


def samples(draw):
    """Yield inputs of several shapes, by the group they belong to."""
    yield "values", draw(2, 3, 2, 4)
    yield "values", draw(1, 2, 3, 2)
    yield "values", draw(3, 1, 2, 2)
    yield "values", draw(4, 5, 1, 1)
    yield "values", draw.whole(3, 2, 1, 4)
    yield "values", draw.view(2, 3, 2, 2)
    yield "called twice, inputs untouched", draw(2, 2, 1, 3)


def flatten_forward(draw):
    for group, X in samples(draw):
        yield group, (X,), {"calls": 2 if "twice" in group else 1}


def flatten_backward(draw):
    for group, X in samples(draw):
        dH = draw.view(len(X), X[0].size) if not X.flags.c_contiguous else upstream(draw, X, len(X), X[0].size)
        yield group, (dH, X.shape), {"calls": 2 if "twice" in group else 1}


def products(draw, arrange):
    """Yield probes for the linear layer; ``arrange`` makes the arguments."""

    def layer(N, n_in, n_out, of=draw):
        return arrange(of(N, n_in), of(n_in, n_out), of(n_out))

    yield "shape", layer(2, 4, 3)
    for N, n_in, n_out in [(2, 3, 4), (3, 2, 2), (1, 3, 2), (4, 2, 1), (3, 3, 3)]:
        yield "values", layer(N, n_in, n_out)
    for of in (draw.whole, draw.single, draw.view):
        yield "values", layer(3, 2, 4, of)
    yield "called twice, inputs untouched", layer(3, 4, 2), {"calls": 2}


def linear_forward(draw):
    for group, *rest in products(draw, lambda X, W, b: (X, W, b)):
        yield "values" if group == "shape" else group, *rest


def linear_backward(draw):
    return products(draw, lambda X, W, b: (upstream(draw, X, len(X), W.shape[1]), (X, W, b)))


def scores(draw):
    """Yield probes for softmax with cross-entropy."""

    def labels(N, n_classes):
        return draw.rng.integers(0, n_classes, N)

    yield "shape", (draw(4, 3), labels(4, 3))
    yield "values", (draw(2, 3), np.array([2, 0]))
    yield "values", (draw(1, 4), labels(1, 4))
    yield "values", (draw(3, 3), draw.rng.permutation(3))  # square: an axis that was lost shows
    yield "values", (draw(5, 2), np.array([1, 0, 1, 1, 0]))
    yield "values", (draw(4, 3), np.array([1, 1, 1, 1]))
    yield "large scores", (draw(2, 3) + 1000, labels(2, 3))
    yield "large scores", (draw(2, 3) - 1000, labels(2, 3))
    yield "large scores", (draw(3, 2) + np.array([[1000], [0], [-1000]]), labels(3, 2))
    yield "large scores", (draw(1, 4) + np.array([[2000, 0, 2000, 0]]), np.array([0]))
    for shape in ((1, 3), (3, 4)):
        logits = draw(*shape)
        y = labels(*shape)
        logits[range(len(y)), y] -= 900
        yield "tiny probabilities", (logits, y)
    lowest = draw.single(3, 4)
    yield "other number types", (lowest, lowest.argmin(axis=1).astype(np.int32))
    yield "other number types", (draw.whole(2, 3), np.array([0, 2], np.uint8))
    yield "other number types", (draw.view(3, 2), np.array([1, 0, 0], np.int8))
    yield "called twice, inputs untouched", (draw(2, 4), np.array([3, 1])), {"calls": 2}


SHAPE, TYPES, STRIDE = Property("shape", 1, "shape"), Property("other number types", 1), Property("stride", 1)
POOL = ("X", "f", "stride")
_L7, _LAYERS = "07_the_other_layers", "convlib.nn.layers"

EXERCISES = [
    Exercise("relu_forward", _L7, _LAYERS, ("H",), (*values(1), TWICE), relu_forward, opaque=("cache",)),
    Exercise(
        "relu_backward",
        _L7,
        _LAYERS,
        ("dX",),
        (*values(1), Property("exactly zero", 1), TWICE),
        relu_backward,
        companion="relu_forward",
        cache=("X",),
    ),
    Exercise(
        "maxpool_forward", _L7, _LAYERS, ("H",), (SHAPE, *values(1), STRIDE, TWICE), maxpool_forward, opaque=("cache",)
    ),
    Exercise(
        "maxpool_backward",
        _L7,
        _LAYERS,
        ("dX",),
        (SHAPE, *values(1), STRIDE, Property("overlapping windows", 1), Property("ties", 1), TYPES, TWICE),
        maxpool_backward,
        companion="maxpool_forward",
        cache=POOL,
    ),
    Exercise("flatten_forward", _L7, _LAYERS, ("H",), (*values(1), TWICE), flatten_forward, opaque=("cache",)),
    Exercise(
        "flatten_backward",
        _L7,
        _LAYERS,
        ("dX",),
        (*values(1), TWICE),
        flatten_backward,
        companion="flatten_forward",
        cache=("cache",),
    ),
    Exercise("linear_forward", _L7, _LAYERS, ("H",), (*values(1), TWICE), linear_forward, opaque=("cache",)),
    Exercise(
        "linear_backward",
        _L7,
        _LAYERS,
        ("dX", "dW", "db"),
        (SHAPE, *(Property(part, 1, part=part, probes="values") for part in ("dX", "dW", "db")), TWICE),
        linear_backward,
        companion="linear_forward",
        cache=("X", "W", "b"),
    ),
    Exercise(
        "softmax_cross_entropy",
        _L7,
        "convlib.nn.losses",
        ("loss", "dlogits"),
        (
            SHAPE,
            *(Property(part, 1, part=part, probes="values") for part in ("loss", "dlogits")),
            Property("large scores", 1),
            Property("tiny probabilities", 1),
            TYPES,
            TWICE,
        ),
        scores,
    ),
]
