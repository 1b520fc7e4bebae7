"""Correct versions of assert_correct, in the styles that students use."""

import numpy as np

from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.course.clinic import relative_error
from convlib.gradcheck import numerical_gradient
from grading.bank.version import Styles

STYLES = Styles("assert_correct")


@STYLES.version()
def numerical_gradients(forward, backward):
    rng = np.random.default_rng()
    for stride, pad in [(1, 0), (2, 1), (3, 2)]:
        X = rng.normal(size=(2, 3, 4, 3))
        W = rng.normal(size=(4, 3, 3, 2))
        b = rng.normal(size=4)
        H, cache = forward(X, W, b, stride=stride, pad=pad)
        assert relative_error(H, conv2d_forward(X, W, b, stride, pad)[0]) < 1e-9
        dH = rng.normal(size=H.shape)
        copies = [x.copy() for x in (X, W, b, dH)]
        forward(X[::-1] + 1, W, b, stride=stride, pad=pad)
        backward(dH, cache)
        dX, dW, db = backward(dH, cache)
        for old, new in zip(copies, (X, W, b, dH)):
            assert (old == new).all()
        assert relative_error(dX, numerical_gradient(lambda x: forward(x, W, b, stride, pad)[0], X, dH)) < 1e-7
        assert relative_error(dW, numerical_gradient(lambda x: forward(X, x, b, stride, pad)[0], W, dH)) < 1e-7
        assert relative_error(db, numerical_gradient(lambda x: forward(X, W, x, stride, pad)[0], b, dH)) < 1e-7
    X = np.arange(-20, 28).reshape(2, 2, 3, 4)
    W, b = rng.normal(size=(3, 2, 2, 3)), rng.normal(size=3)
    assert relative_error(forward(X, W, b)[0], conv2d_forward(X, W, b)[0]) < 1e-9


@STYLES.version()
def adjoint_identities(forward, backward):
    """The layer is linear in X, in W and in b: each gradient is the adjoint of one of the three maps."""
    rng = np.random.default_rng(1)

    def dot(a, b):
        assert np.shape(a) == np.shape(b)
        return np.vdot(a, b)

    for stride, pad in [(1, 1), (1, 0), (2, 0), (3, 1)]:
        X, W = rng.integers(-5, 6, (3, 2, 6, 5)), rng.normal(size=(4, 2, 3, 2))
        b = rng.normal(size=4)
        H, cache = forward(X, W, b, stride, pad)
        np.testing.assert_allclose(H, conv2d_forward(X, W, b, stride, pad)[0], atol=1e-9)
        other = X + rng.normal(size=X.shape)
        forward(other, W + 1, b, stride, pad)
        dH = rng.normal(size=H.shape)
        sums = [a.sum() for a in (X, W, b, dH)]
        for _ in range(2):
            for V, gradient in zip((X, W, b), backward(dH, cache), strict=True):
                V = rng.normal(size=V.shape)
                maps = {X.shape: (V, W, 0 * b), W.shape: (X, V, 0 * b), b.shape: (0 * X, W, V)}
                out, _ = conv2d_forward(*maps[V.shape], stride, pad)
                assert abs(dot(out, dH) - dot(V, gradient)) < 1e-8
        assert sums == [a.sum() for a in (X, W, b, dH)]


@STYLES.version()
def own_slow_reference(forward, backward):
    def slow(X, W, b, stride, pad, dH):
        N, C, n, m = X.shape
        F, _, p, q = W.shape
        H, dX, dW, db = np.zeros(dH.shape), np.zeros(X.shape), np.zeros(W.shape), np.zeros(F)
        for n_, k, h, w in np.ndindex(dH.shape):
            H[n_, k, h, w] = b[k]
            db[k] += dH[n_, k, h, w]
            for c, u, v in np.ndindex(C, p, q):
                i, j = h * stride + u - pad, w * stride + v - pad
                if 0 <= i < n and 0 <= j < m:
                    H[n_, k, h, w] += X[n_, c, i, j] * W[k, c, u, v]
                    dX[n_, c, i, j] += W[k, c, u, v] * dH[n_, k, h, w]
                    dW[k, c, u, v] += X[n_, c, i, j] * dH[n_, k, h, w]
        return H, dX, dW, db

    rng = np.random.default_rng(5)
    for stride, pad, n_H, n_W in [(2, 1, 2, 3), (1, 0, 2, 3)]:
        X, W, b = rng.integers(-4, 5, (2, 3, 3, 5)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
        dH = rng.normal(size=(2, 4, n_H, n_W))
        want = slow(X, W, b, stride, pad, dH)
        given = [a.copy() for a in (X, W, b)]
        H, cache = forward(*given, stride, pad)
        forward(given[0] * 3, given[1], given[2], stride, pad)
        for _ in range(2):
            got = H, *backward(dH, cache)
            for a, a_right in zip(got, want):
                if np.shape(a) != a_right.shape or not np.allclose(a, a_right, atol=1e-9):
                    raise ValueError("wrong")
        if not all(np.array_equal(a, a_before) for a, a_before in zip(given, (X, W, b))):
            raise ValueError("inputs changed")


@STYLES.version()
def compared_with_the_loops(forward, backward):
    rng = np.random.default_rng(123)
    for _ in range(4):
        N, C, F = rng.permutation([1, 2, 3]) + 1
        f_H, f_W = rng.permutation([1, 2, 3])[:2]
        X = rng.integers(-9, 9, (N, C, *rng.permutation([4, 6])))
        W, b = rng.standard_normal((F, C, f_H, f_W)), rng.standard_normal(F)
        b_copy = b.copy()
        for stride in (1, 2, 3):
            for pad in (0, 1):
                H, cache = forward(X, W, b, stride, pad)
                want, right = conv2d_forward(X, W, b, stride, pad)
                assert np.allclose(H, want) and H.shape == want.shape
                forward(X + 1, W, b, stride, pad)
                dH = rng.standard_normal(H.shape)
                dH_copy, X_copy = dH.copy(), X.copy()
                backward(dH, cache)
                for got, want in zip(backward(dH, cache), conv2d_backward(dH_copy, right), strict=True):
                    assert got.shape == want.shape and np.allclose(got, want)
                assert np.all(dH == dH_copy) and np.all(X == X_copy) and np.all(b == b_copy)


@STYLES.version()
def complex_steps(forward, backward):
    """Gradients of the loops by complex steps: exact, and no difference of two numbers."""
    rng = np.random.default_rng(77)

    def output(X, W, b, stride, pad):
        X = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        windows = np.lib.stride_tricks.sliding_window_view(X, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
        return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b.reshape(-1, 1, 1)

    for stride, pad in ((1, 0), (2, 1)):
        inputs = [rng.integers(-9, 10, size=(2, 3, 3, 5)), rng.random((4, 3, 2, 3)) - 0.5, rng.random(4)]
        H, cache = forward(*inputs, stride, pad)
        np.testing.assert_allclose(H, output(*inputs, stride, pad), rtol=1e-7, atol=1e-9)
        dH = rng.random(H.shape) - 0.5
        before = [a.tobytes() for a in (*inputs, dH)]
        forward(*[a + 1 for a in inputs], stride, pad)
        for _ in "twice":
            gradients = backward(dH, cache)
            assert len(gradients) == 3
            for k, gradient in enumerate(gradients):
                exact = np.zeros(inputs[k].shape)
                for place in np.ndindex(exact.shape):
                    moved = [a.astype(complex) for a in inputs]
                    moved[k][place] += 1e-20j
                    exact[place] = np.sum(output(*moved, stride, pad).imag * dH) / 1e-20
                np.testing.assert_allclose(gradient, exact, rtol=1e-6, atol=1e-9)
                assert np.shape(gradient) == exact.shape
            assert before == [a.tobytes() for a in (*inputs, dH)]


@STYLES.version()
def directional_derivatives(forward, backward):
    rng = np.random.default_rng(2)
    settings = [(s, p) for s in (1, 2) for p in (0, 1)]
    while settings:
        stride, pad = settings.pop()
        inputs = dict(X=rng.normal(size=(2, 3, 4, 6)), W=rng.normal(size=(5, 3, 2, 3)), b=rng.normal(size=5))
        inputs = {name: a.round(6) for name, a in inputs.items()}
        sums = {name: a.sum() for name, a in inputs.items()}
        whole = inputs | {"X": (10 * inputs["X"]).astype(np.int64)}
        for case in (whole, inputs):
            H, cache = forward(**case, stride=stride, pad=pad)
            error = np.abs(H - conv2d_forward(**case, stride=stride, pad=pad)[0]).max()
            if not error < 1e-9:
                raise RuntimeError(f"the output is off by {error}")
        forward(**{name: -a for name, a in inputs.items()}, stride=stride, pad=pad)
        dH = rng.normal(size=H.shape)
        total = dH.sum()
        results = [dict(zip(inputs, backward(dH, cache), strict=True)) for _ in range(3)]
        assert dH.sum() == total and all(inputs[name].sum() == sums[name] for name in inputs)
        for gradients in results:
            for name, a in inputs.items():
                assert gradients[name].shape == a.shape
                for _ in range(3):
                    V = rng.normal(size=a.shape)
                    up, down = (forward(**inputs | {name: a + e * V}, stride=stride, pad=pad)[0] for e in (1e-4, -1e-4))
                    slope = np.sum((up - down) * dH) / 2e-4
                    assert abs(slope - np.sum(gradients[name] * V)) < 1e-7 * np.linalg.norm(V) * np.linalg.norm(dH)
