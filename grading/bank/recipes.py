"""Recipes that several exercises share."""

from collections.abc import Callable, Iterator

import numpy as np

from grading.bank.exercise import Draw


def no_arguments(draw: Draw) -> Iterator[tuple]:
    yield "values", ()


def one_channel(draw: Draw, arrange: Callable) -> Iterator[tuple]:
    """Yield probes for an operation on one input and one square filter; ``arrange`` makes the arguments."""
    yield "shape", arrange(draw(4, 6), draw(3, 3))
    for n_H_prev, n_W_prev, f in [(3, 4, 2), (6, 5, 3), (3, 3, 3), (2, 3, 1)]:
        yield "values", arrange(draw(n_H_prev, n_W_prev), draw(f, f))
    yield "other dtypes", arrange(draw.whole(4, 3), draw.tenths(2, 2))
    yield "other dtypes", arrange(draw.tenths(3, 4), draw.whole(2, 2))
    yield "other dtypes", arrange(draw.single(3, 5), draw.single(2, 2))
    yield "other dtypes", arrange(draw.view(5, 4), draw.view(2, 2))
    yield "called twice", arrange(draw(4, 5), draw(2, 2)), {"calls": 2}
    yield "inputs untouched", arrange(draw(5, 4), draw(2, 2))


def strided(draw: Draw, arrange: Callable) -> Iterator[tuple]:
    """Yield probes for a pass through the layer; ``arrange`` makes the arguments and options."""
    yield "shape", *arrange(draw(5, 7), draw(3, 2), 2, 1)
    for X_shape, W_shape in [((3, 4), (2, 2)), ((4, 3), (2, 3)), ((2, 3), (1, 2))]:
        yield "values", *arrange(draw(*X_shape), draw(*W_shape))
    for X_shape, W_shape, pad in [((2, 3), (2, 2), 1), ((2, 2), (2, 3), 2), ((1, 2), (2, 3), 1)]:
        yield "padding", *arrange(draw(*X_shape), draw(*W_shape), 1, pad)
    # In turn: nothing left over, a row, a column, both; a stride larger than the filter; with padding.
    for X_shape, W_shape, stride, pad in [
        ((5, 4), (3, 2), 2, 0),
        ((4, 4), (1, 2), 2, 0),
        ((3, 6), (3, 3), 2, 0),
        ((6, 5), (3, 2), 2, 0),
        ((6, 7), (2, 2), 3, 0),
        ((4, 5), (3, 2), 2, 1),
        ((3, 4), (2, 3), 3, 2),
    ]:
        yield "stride", *arrange(draw(*X_shape), draw(*W_shape), stride, pad)
    yield "other dtypes", *arrange(draw.whole(4, 3), draw.tenths(2, 2), 1, 1)
    yield "other dtypes", *arrange(draw.tenths(3, 4), draw.whole(2, 2), 2, 1)
    yield "other dtypes", *arrange(draw.single(3, 5), draw.single(2, 3), 2, 1)
    yield "other dtypes", *arrange(draw.view(5, 4), draw.view(2, 2), 2, 0)
    yield "called twice", *arrange(draw(4, 5), draw(2, 3), 2, 1), {"calls": 2}
    yield "inputs untouched", *arrange(draw(5, 4), draw(3, 2), 2, 1)


def whole_layer(draw: Draw, arrange: Callable) -> Iterator[tuple]:
    """Yield probes for a pass through the layer; ``arrange`` makes the function's arguments from the layer's."""

    def layer(N, C, F, sides, filters, stride=1, pad=0, X=draw, W=draw, b=draw):
        return arrange(X(N, C, *sides), W(F, C, *filters), b(F), stride, pad)

    yield "shape", layer(2, 3, 4, (3, 4), (2, 1), 2, 1)
    yield "values", layer(1, 1, 1, (3, 4), (2, 2))
    yield "values", layer(1, 1, 2, (4, 3), (2, 3))
    yield "channels", layer(1, 3, 1, (3, 2), (2, 1))
    yield "channels", layer(1, 2, 3, (3, 4), (2, 2))
    yield "batch", layer(3, 1, 2, (2, 3), (2, 2))
    yield "batch", layer(2, 3, 1, (3, 4), (3, 2))
    yield "padding", layer(1, 1, 1, (2, 3), (2, 2), 1, 1)
    yield "padding", layer(1, 2, 3, (3, 2), (3, 3), 1, 2)
    yield "stride", layer(1, 1, 1, (4, 6), (2, 2), 2)
    yield "stride", layer(1, 2, 1, (6, 5), (2, 3), 3)
    yield "stride", layer(2, 1, 3, (4, 3), (3, 2), 2, 1)
    yield "other dtypes", layer(1, 2, 3, (3, 4), (2, 2), X=draw.whole, W=draw.tenths, b=draw.tenths)
    yield "other dtypes", layer(1, 2, 3, (4, 3), (2, 2), X=draw.tenths, W=draw.whole, b=draw.whole)
    yield "other dtypes", layer(1, 2, 3, (4, 3), (2, 2), 1, 0, draw.single, draw.single, draw.single)
    yield "other dtypes", layer(2, 1, 3, (3, 4), (2, 3), 1, 0, draw.view, draw.view, draw.view)
    yield "called twice", layer(2, 1, 3, (2, 3), (2, 2), 1, 1), {"calls": 2}
    # Other numbers, the same shapes: a cache kept from the previous call does not fit.
    yield "called twice", layer(2, 1, 3, (2, 3), (2, 2), 1, 1)
    yield "inputs untouched", layer(2, 1, 3, (3, 4), (2, 2))
    yield "inputs untouched", layer(1, 3, 2, (3, 4), (2, 2))


def upstream(draw, X, *shape):
    """Return a gradient of the shape: of single precision if X is, and non-integer if X is of integers."""
    return {"i": draw.tenths, "f": draw}[X.dtype.kind](*shape).astype(np.result_type(X, np.float32))


def activations(draw: Draw, arrange: Callable) -> Iterator[tuple]:
    """Yield probes for an elementwise layer."""
    for X in (draw(3, 4), draw(2, 3, 2), draw(2, 2, 1, 3), -np.abs(draw(2, 2)), draw(5)):
        yield "values", arrange(X)
    for X in (draw.whole(2, 3), draw.single(3, 2), draw.view(2, 4)):
        yield "values", arrange(X)
    for X in (draw(3, 3), draw(2, 5)):  # a drawn number is never zero
        X[0, 1] = X[1, 2] = X[-1, 0] = 0
        yield "exactly zero", arrange(X)
    yield "called twice, inputs untouched", arrange(draw(3, 2)), {"calls": 2}


def highest(X, *places):
    """Make the entries at these positions of every channel the largest, and equal."""
    rows, columns = zip(*places, strict=True)
    X[..., rows, columns] = X.max() + 1
    return X


def pools(draw: Draw, arrange: Callable) -> Iterator[tuple]:
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
    yield "other dtypes", arrange(draw.whole(1, 2, 4, 2), 2, 2)
    yield "other dtypes", arrange(draw.single(2, 1, 3, 4), 2, 2)
    yield "other dtypes", arrange(draw.view(1, 2, 4, 5), 3, 1)
    yield "called twice, inputs untouched", arrange(draw(2, 1, 3, 4), 2, 1), {"calls": 2}


def samples(draw: Draw) -> Iterator[tuple]:
    """Yield inputs of several shapes, with the group they belong to."""
    yield "values", draw(2, 3, 2, 4)
    yield "values", draw(1, 2, 3, 2)
    yield "values", draw(3, 1, 2, 2)
    yield "values", draw(4, 5, 1, 1)
    yield "values", draw.whole(3, 2, 1, 4)
    yield "values", draw.view(2, 3, 2, 2)
    yield "called twice, inputs untouched", draw(2, 2, 1, 3)


def products(draw: Draw, arrange: Callable) -> Iterator[tuple]:
    """Yield probes for the linear layer; ``arrange`` makes the arguments."""

    def layer(N, n_in, n_out, of=draw):
        return arrange(of(N, n_in), of(n_in, n_out), of(n_out))

    yield "shape", layer(2, 4, 3)
    for N, n_in, n_out in [(2, 3, 4), (3, 2, 2), (1, 3, 2), (4, 2, 1), (3, 3, 3)]:
        yield "values", layer(N, n_in, n_out)
    for of in (draw.whole, draw.single, draw.view):
        yield "values", layer(3, 2, 4, of)
    yield "called twice, inputs untouched", layer(3, 4, 2), {"calls": 2}
