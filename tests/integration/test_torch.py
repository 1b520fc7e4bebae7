"""The package against PyTorch, in float64, to 1e-10."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.conv import fast, im2col, naive, taps
from convlib.nn import layers, losses, modules, optimizers


def assert_close(got, expected):
    np.testing.assert_allclose(got, np.asarray(expected), rtol=1e-10, atol=1e-10)


def both_passes(torch, function, dH, *inputs):
    """Return PyTorch's output of the function, and the gradients of the inputs for the upstream gradient dH."""
    tensors = [torch.tensor(x, requires_grad=True) for x in inputs]
    H = function(*tensors)
    H.backward(torch.tensor(dH))
    return H.detach().numpy(), [tensor.grad.numpy() for tensor in tensors]


@st.composite
def convolutions(draw):
    """X, W, b, stride, pad and a generator; any sizes for which the filter fits the padded input."""
    N, C, F = (draw(st.integers(1, 3)) for _ in range(3))
    f_H, f_W, stride = (draw(st.integers(1, 4)) for _ in range(3))
    pad = draw(st.integers(0, 3))
    n_H_prev, n_W_prev = (draw(st.integers(max(1, f - 2 * pad), 8)) for f in (f_H, f_W))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return (
        *(rng.normal(size=shape) for shape in [(N, C, n_H_prev, n_W_prev), (F, C, f_H, f_W), (F,)]),
        stride,
        pad,
        rng,
    )


@pytest.mark.parametrize(
    "forward, backward",
    [
        (naive.conv2d_forward, naive.conv2d_backward),
        (taps.conv2d_forward_taps, taps.conv2d_backward_taps),
        (im2col.conv2d_forward_im2col, im2col.conv2d_backward_im2col),
        (fast.conv2d_forward_fast, fast.conv2d_backward_fast),
    ],
    ids=["naive", "taps", "im2col", "fast"],
)
@given(case=convolutions())
def test_conv2d(torch, forward, backward, case):
    X, W, b, stride, pad, rng = case
    H, cache = forward(X, W, b, stride=stride, pad=pad)
    dH = rng.normal(size=H.shape)
    expected, gradients = both_passes(
        torch, lambda X, W, b: torch.nn.functional.conv2d(X, W, b, stride=stride, padding=pad), dH, X, W, b
    )
    assert_close(H, expected)
    for got, gradient in zip(backward(dH, cache), gradients, strict=True):
        assert_close(got, gradient)


@given(case=convolutions())
def test_im2col_and_col2im_are_unfold_and_fold(torch, case):
    X, W, _, stride, pad, rng = case
    sides = W.shape[2:]
    cols = im2col.im2col(X, *sides, stride, pad)
    assert_close(cols, torch.nn.functional.unfold(torch.tensor(X), sides, padding=pad, stride=stride))
    cols = rng.normal(size=cols.shape)
    folded = torch.nn.functional.fold(torch.tensor(cols), X.shape[2:], sides, padding=pad, stride=stride)
    assert_close(im2col.col2im(cols, X.shape, *sides, stride, pad), folded)


@pytest.mark.parametrize("kind", ["max", "avg"])
@given(
    sizes=st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(3, 9), st.integers(3, 9)),
    f=st.integers(1, 3),
    stride=st.integers(1, 4),
    ties=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_pooling(torch, kind, sizes, f, stride, ties, seed):
    """Including ties: PyTorch also sends the whole gradient to the first largest entry in row-major order."""
    rng = np.random.default_rng(seed)
    X = rng.integers(3, size=sizes).astype(float) if ties else rng.normal(size=sizes)
    H, cache = getattr(layers, f"{kind}pool_forward")(X, f, stride)
    dH = rng.normal(size=H.shape)
    pool = getattr(torch.nn.functional, f"{kind}_pool2d")
    expected, [dX] = both_passes(torch, lambda X: pool(X, f, stride), dH, X)
    assert_close(H, expected)
    assert_close(getattr(layers, f"{kind}pool_backward")(dH, cache), dX)


def test_relu_also_at_zero(torch):
    X = np.array([[-1.5, 0.0, -0.0, 2.0], [1e-300, -1e-300, np.inf, -np.inf]])
    dH = np.arange(1.0, 9.0).reshape(2, 4)
    H, cache = layers.relu_forward(X)
    expected, [dX] = both_passes(torch, torch.relu, dH, X)
    np.testing.assert_array_equal(H, expected)
    np.testing.assert_array_equal(layers.relu_backward(dH, cache), dX)


@given(sizes=st.tuples(*[st.integers(1, 6)] * 3), seed=st.integers(0, 1000))
def test_linear(torch, sizes, seed):
    N, n_in, n_out = sizes
    rng = np.random.default_rng(seed)
    X, W, b, dH = (rng.normal(size=shape) for shape in [(N, n_in), (n_in, n_out), (n_out,), (N, n_out)])
    H, cache = layers.linear_forward(X, W, b)
    # PyTorch stores the weights transposed.
    expected, gradients = both_passes(torch, lambda X, W, b: torch.nn.functional.linear(X, W.T, b), dH, X, W, b)
    assert_close(H, expected)
    for got, gradient in zip(layers.linear_backward(dH, cache), gradients, strict=True):
        assert_close(got, gradient)


@given(
    sizes=st.tuples(st.integers(1, 6), st.integers(2, 10)),
    scale=st.sampled_from([0.1, 1.0, 30.0, 1000.0]),
    seed=st.integers(0, 1000),
)
def test_softmax_cross_entropy(torch, sizes, scale, seed):
    rng = np.random.default_rng(seed)
    logits, y = scale * rng.normal(size=sizes), rng.integers(sizes[1], size=sizes[0])
    loss, dlogits = losses.softmax_cross_entropy(logits, y)
    expected, [gradient] = both_passes(
        torch, lambda logits: torch.nn.functional.cross_entropy(logits, torch.tensor(y)), np.array(1.0), logits
    )
    assert_close(loss, expected)
    assert_close(dlogits, gradient)


OPTIMIZERS = [
    (lambda: optimizers.SGD(lr=0.05, momentum=0.9), lambda t, p: t.optim.SGD(p, lr=0.05, momentum=0.9)),
    (lambda: optimizers.SGD(lr=0.1, momentum=0), lambda t, p: t.optim.SGD(p, lr=0.1)),
    (lambda: optimizers.Adam(lr=0.01), lambda t, p: t.optim.Adam(p, lr=0.01)),
    (lambda: optimizers.Adam(0.1, 0.5, 0.9, 1e-4), lambda t, p: t.optim.Adam(p, 0.1, betas=(0.5, 0.9), eps=1e-4)),
]
each_optimizer = pytest.mark.parametrize(
    "ours, theirs", OPTIMIZERS, ids=["momentum", "no momentum", "Adam", "Adam with other numbers"]
)


@each_optimizer
def test_optimizers_step_for_step(torch, ours, theirs):
    rng = np.random.default_rng(0)
    params = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4)}
    tensors = {name: torch.tensor(param, requires_grad=True) for name, param in params.items()}
    ours, theirs = ours(), theirs(torch, list(tensors.values()))
    for _ in range(20):
        grads = {name: rng.normal(size=param.shape) for name, param in params.items()}
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[name])
        ours.step(params, grads)
        theirs.step()
        for name, tensor in tensors.items():
            assert_close(params[name], tensor.detach())


@each_optimizer
def test_a_whole_network_trains_alike(torch, ours, theirs):
    rng = np.random.default_rng(0)
    own = modules.Sequential(
        [
            modules.Conv2D(2, 4, 3, stride=1, pad=1, rng=rng, dtype=float),
            modules.ReLU(),
            modules.MaxPool(3, 2),
            modules.Conv2D(4, 3, 2, stride=2, rng=rng, dtype=float),
            modules.AvgPool(2, 1),
            modules.Flatten(),
            modules.Linear(3, 5, rng=rng, dtype=float),
        ]
    )
    nn = torch.nn
    other = nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(3, 2),
        nn.Conv2d(4, 3, 2, stride=2),
        nn.AvgPool2d(2, 1),
        nn.Flatten(),
        nn.Linear(3, 5),
    ).double()
    for name, param in own.params.items():
        index, kind = name.split(".")
        values = param.T if name == "6.W" else param
        getattr(other[int(index)], {"W": "weight", "b": "bias"}[kind]).data = torch.tensor(values.copy())
    ours, theirs = ours(), theirs(torch, other.parameters())
    X, y = rng.normal(size=(6, 2, 9, 9)), rng.integers(5, size=6)
    for _ in range(10):
        logits = own.forward(X)
        loss, dlogits = losses.softmax_cross_entropy(logits, y)
        own.backward(dlogits)
        ours.step(own.params, own.grads)
        theirs.zero_grad()
        expected = nn.functional.cross_entropy(other(torch.tensor(X)), torch.tensor(y))
        expected.backward()
        theirs.step()
        assert_close(loss, expected.item())
    assert_close(own.params["0.W"], other[0].weight.detach())
