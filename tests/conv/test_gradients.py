"""Every backward pass of the package against numerical gradients. Pairs are found by name, so none is forgotten."""

import importlib
import inspect
import pkgutil
import re

import numpy as np
import pytest

import convlib
from convlib.conv import single
from convlib.gradcheck import numerical_gradient

# How to call a forward pass with these parameters: a shape stands for an array, a number for itself.
CASES = {
    ("X", "W"): [
        {"X": (3, 3), "W": (2, 2)},
        {"X": (5, 7), "W": (3, 2)},
        {"X": (4, 3), "W": (4, 1)},
    ],
    ("X", "W", "stride", "pad"): [
        {"X": (5, 4), "W": (2, 3), "stride": 1, "pad": 0},
        {"X": (5, 7), "W": (3, 2), "stride": 2, "pad": 1},
        {"X": (6, 8), "W": (2, 3), "stride": 3, "pad": 0},
        {"X": (2, 3), "W": (4, 5), "stride": 2, "pad": 2},
    ],
    ("X", "W", "b", "stride", "pad"): [
        {"X": (2, 3, 5, 4), "W": (4, 3, 2, 3), "b": (4,), "stride": 1, "pad": 0},
        {"X": (2, 1, 5, 6), "W": (3, 1, 3, 2), "b": (3,), "stride": 2, "pad": 1},
        {"X": (1, 2, 7, 6), "W": (1, 2, 2, 2), "b": (1,), "stride": 3, "pad": 0},
        {"X": (3, 2, 2, 3), "W": (2, 2, 4, 3), "b": (2,), "stride": 1, "pad": 2},
        {"X": (2, 2, 4, 3), "W": (3, 2, 1, 1), "b": (3,), "stride": 2, "pad": 0},
    ],
    ("X", "W", "b", "stride", "pad", "threads"): [
        {"X": (2, 3, 5, 4), "W": (4, 3, 2, 3), "b": (4,), "stride": 1, "pad": 0, "threads": 1},
        {"X": (2, 1, 5, 6), "W": (3, 1, 3, 2), "b": (3,), "stride": 2, "pad": 1, "threads": 2},
        {"X": (3, 2, 2, 3), "W": (2, 2, 4, 3), "b": (2,), "stride": 1, "pad": 2, "threads": 1},
        {"X": (1, 16, 4, 5), "W": (16, 16, 3, 3), "b": (16,), "stride": 1, "pad": 1, "threads": 1},
    ],
    ("X", "W", "b"): [
        {"X": (4, 3), "W": (3, 5), "b": (5,)},
        {"X": (1, 1), "W": (1, 2), "b": (2,)},
    ],
    ("X",): [
        {"X": (2, 3, 4, 5)},
        {"X": (3, 4)},
        {"X": (1, 1, 1, 1)},
    ],
    ("X", "f", "stride"): [
        {"X": (2, 3, 4, 6), "f": 2, "stride": 2},
        {"X": (2, 2, 5, 6), "f": 3, "stride": 2},
        {"X": (1, 2, 5, 4), "f": 2, "stride": 1},
        {"X": (2, 1, 7, 5), "f": 2, "stride": 3},
        {"X": (1, 1, 3, 4), "f": 1, "stride": 1},
    ],
}
# Further backward passes of a forward pass that already has one under its own name.
FORWARD = {"conv_backward_repaired": single.conv_forward, "conv_backward_by_convolution": single.conv_forward}
# The first lessons do not deal with dtypes yet.
ALWAYS_FLOAT64 = {"conv_forward", "conv_backward", "conv_backward_repaired"}


def named(word):
    """Return all public functions of the package with this word in their names, except in convlib.lab."""
    found = []
    for info in pkgutil.walk_packages(convlib.__path__, "convlib."):
        if not info.name.startswith("convlib.lab"):
            module = importlib.import_module(info.name)
            found += [
                function
                for name, function in inspect.getmembers(module, inspect.isfunction)
                if function.__module__ == info.name and re.fullmatch(rf"[a-z].*_{word}(_.*)?", name)
            ]
    return found


def forward_of(backward):
    name = backward.__name__
    own = name.replace("backward", "forward")
    forward = FORWARD.get(name) or getattr(inspect.getmodule(backward), own, None)
    assert forward, f"{name} has no matching {own}: write one, or name its forward pass in FORWARD."
    return forward


def cases_of(backward):
    names = tuple(inspect.signature(forward_of(backward)).parameters)
    assert names in CASES, f"{backward.__name__} is not tested: say in CASES how to call a forward pass with {names}."
    return CASES[names]


def make(case, dtype=float):
    """Make the inputs: no two entries closer than the finite-difference step, none near 0; read-only."""
    rng = np.random.default_rng(0)
    return {name: spread(rng, shape, dtype) if isinstance(shape, tuple) else shape for name, shape in case.items()}


def spread(rng, shape, dtype=float):
    size = np.prod(shape)
    array = ((rng.permutation(size) + 0.7 - size / 2) * 4 / size).reshape(shape).astype(dtype)
    array.flags.writeable = False
    return array


def run(backward, inputs):
    """Return the output, its random gradient, and the gradients by name of the input."""
    H, cache = forward_of(backward)(**inputs)
    dH = spread(np.random.default_rng(1), H.shape, inputs["X"].dtype)
    gradients = backward(dH, cache)
    arrays = [name for name in inputs if name in ("X", "W", "b")]
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    return H, dH, dict(zip(arrays, gradients, strict=True))


BACKWARDS = named("backward")
every_backward = pytest.mark.parametrize("backward", BACKWARDS, ids=lambda function: function.__name__)


@every_backward
def test_matches_the_numerical_gradient(backward):
    for case in cases_of(backward):
        inputs = make(case)
        _, dH, gradients = run(backward, inputs)
        for name, gradient in gradients.items():
            measured = numerical_gradient(lambda x: forward_of(backward)(**{**inputs, name: x})[0], inputs[name], dH)
            np.testing.assert_allclose(gradient, measured, rtol=1e-7, atol=1e-7, err_msg=f"d{name} of {case}")


@every_backward
def test_adjoint(backward):
    """Forward and backward are one matrix and its transpose: <A x, g> = <x, A.T g>.

    Linear in X and linear in W; the bias adds its own part. ReLU and max pooling are matrices once it is fixed
    which entries they let through. A pair that is not linear, such as a sigmoid, must be left out here.
    """
    for case in cases_of(backward):
        inputs = make(case)
        H, dH, gradients = run(backward, inputs)
        total = np.sum(H * dH) - (np.sum(inputs["b"] * gradients["b"]) if "b" in inputs else 0)
        for name in gradients.keys() - {"b"}:
            np.testing.assert_allclose(np.sum(inputs[name] * gradients[name]), total, atol=1e-10, err_msg=f"{case}")


@every_backward
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_keeps_the_type_and_the_values(backward, dtype):
    forward = forward_of(backward)
    for case in cases_of(backward):
        H, _, gradients = run(backward, make(case, dtype))
        exact_H, _, exact = run(backward, make(case))
        for function, got, expected in [(forward, H, exact_H)] + [(backward, gradients[n], exact[n]) for n in exact]:
            wanted = np.float64 if function.__name__ in ALWAYS_FLOAT64 else dtype
            assert got.dtype == wanted, f"{function.__name__} returns {got.dtype} for {dtype.__name__}: {case}"
            np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-4)


@every_backward
@pytest.mark.parametrize(
    "scatter",
    [
        lambda x: np.asfortranarray(x),
        lambda x: np.repeat(x, 2, axis=-1)[..., ::2],
        lambda x: x[::-1].copy()[::-1],
    ],
    ids=["Fortran-contiguous", "every second", "reversed"],
)
def test_the_memory_layout_does_not_matter(backward, scatter):
    for case in cases_of(backward):
        inputs = make(case)
        H, dH, gradients = run(backward, inputs)
        scattered = {name: scatter(x) if isinstance(x, np.ndarray) else x for name, x in inputs.items()}
        scattered_H, cache = forward_of(backward)(**scattered)
        np.testing.assert_allclose(scattered_H, H, atol=1e-12)
        again = backward(scatter(dH), cache)
        for got, expected in zip(again if isinstance(again, tuple) else (again,), gradients.values(), strict=True):
            np.testing.assert_allclose(got, expected, atol=1e-12)


@every_backward
def test_two_calls_agree_and_inputs_stay(backward):
    for case in cases_of(backward):
        inputs, before = make(case), make(case)
        H, cache = forward_of(backward)(**inputs)
        dH = spread(np.random.default_rng(1), H.shape)
        first, second = backward(dH, cache), backward(dH, cache)
        for one, other in zip(*(g if isinstance(g, tuple) else (g,) for g in (first, second)), strict=True):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(forward_of(backward)(**inputs)[0], H)
        for name in inputs:
            np.testing.assert_array_equal(inputs[name], before[name])
        np.testing.assert_array_equal(dH, spread(np.random.default_rng(1), H.shape))


def test_every_forward_pass_has_a_backward_pass():
    assert {function.__name__ for function in named("forward")} == {forward_of(b).__name__ for b in BACKWARDS}


def test_the_search_finds_the_pairs():
    found = {function.__name__ for function in BACKWARDS}
    assert {
        "conv_backward",
        "conv_backward_strided",
        "conv2d_backward",
        "conv2d_backward_im2col",
        "conv2d_backward_taps",
        "conv2d_backward_fast",
        "maxpool_backward_fast",
        "relu_backward_fast",
        "relu_backward",
        "maxpool_backward",
        "linear_backward",
    } <= found


def test_a_forgotten_pair_is_reported(monkeypatch):
    def swish_forward(X, beta):
        """A stand-in for a new layer that is missing from the table."""

    def swish_backward(dH, cache):
        """A stand-in for its backward pass."""

    with pytest.raises(AssertionError, match="swish_backward has no matching swish_forward"):
        cases_of(swish_backward)
    monkeypatch.setitem(FORWARD, "swish_backward", swish_forward)
    with pytest.raises(AssertionError, match=r"swish_backward is not tested: .* \('X', 'beta'\)"):
        cases_of(swish_backward)
