"""The loss against SciPy, against numerical gradients, and at its extremes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from convlib.gradcheck import numerical_gradient
from convlib.nn.losses import softmax_cross_entropy


@st.composite
def scores(draw, largest=5):
    """Scores of a few samples, and their labels."""
    N, n_classes = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.uniform(-largest, largest, (N, n_classes)), rng.integers(0, n_classes, N)


@given(scores())
def test_the_loss_is_scipy_s_and_its_gradient_is_the_numerical_one(case):
    logits, y = case
    loss, dlogits = softmax_cross_entropy(logits, y)
    assert loss == pytest.approx(-special.log_softmax(logits, axis=1)[np.arange(len(y)), y].mean())
    measured = numerical_gradient(lambda z: np.array(softmax_cross_entropy(z, y)[0]), logits, 1.0)
    np.testing.assert_allclose(dlogits, measured, atol=1e-8)
    np.testing.assert_allclose(dlogits.sum(axis=1), 0, atol=1e-12)


@given(scores(largest=1000))
def test_the_loss_is_stable(case):
    logits, y = case
    loss, dlogits = softmax_cross_entropy(logits, y)
    assert np.isfinite(loss) and np.isfinite(dlogits).all()
    shifts = 1000 * np.arange(-len(y), len(y), 2.0)[:, None]  # each row by another number
    other_loss, other_dlogits = softmax_cross_entropy(logits + shifts, y)
    assert other_loss == pytest.approx(loss, abs=1e-9)
    np.testing.assert_allclose(other_dlogits, dlogits, atol=1e-9)


def test_the_loss_of_the_extremes():
    for right, expected in ((0, 0.0), (1, 2000.0)):
        loss, _ = softmax_cross_entropy(np.array([[1000.0, -1000.0]]), np.array([right]))
        assert loss == expected
    assert softmax_cross_entropy(np.zeros((3, 10)), np.arange(3))[0] == pytest.approx(np.log(10))


@pytest.mark.parametrize("shape", [(1, 2), (4, 3), (5, 10)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_precision_and_layout(shape, dtype):
    rng = np.random.default_rng(0)
    logits, y = rng.integers(-5, 6, shape), rng.integers(shape[1], size=shape[0])
    expected_loss, expected = softmax_cross_entropy(logits.astype(float), y)
    loss, dlogits = softmax_cross_entropy(np.asfortranarray(logits.astype(dtype)), y)
    assert isinstance(loss, float) and dlogits.dtype == (np.float32 if dtype == np.float32 else np.float64)
    assert loss == pytest.approx(expected_loss, rel=1e-6)
    np.testing.assert_allclose(dlogits, expected, atol=1e-6)


def test_inputs_are_not_modified():
    logits, y = np.random.default_rng(0).normal(size=(2, 12)), np.array([1, 5])
    logits.flags.writeable = y.flags.writeable = False
    softmax_cross_entropy(logits, y)


LOGITS = np.zeros((2, 3))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: softmax_cross_entropy(LOGITS[0], np.array([1])), r"logits must have the axes \(N, n_classes\)"),
        (lambda: softmax_cross_entropy(LOGITS, np.array([1])), r"y must have the shape \(2,\)"),
        (
            lambda: softmax_cross_entropy(LOGITS, np.array([1, 3])),
            r"classes from 0 to 2 as integers, but got values from 1 to 3",
        ),
        (
            lambda: softmax_cross_entropy(LOGITS, np.array([-1, 0])),
            r"classes from 0 to 2 as integers, but got values from -1 to 0",
        ),
        (
            lambda: softmax_cross_entropy(LOGITS, np.array([0.0, 1.0])),
            r"classes from 0 to 2 as integers, but its dtype is float64",
        ),
    ],
)
def test_errors_name_what_was_got_and_expected(call, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        call()
    assert "\n" not in str(error.value)
