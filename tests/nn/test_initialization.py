"""The initial weights: He's standard deviation, one seed for both dtypes."""

import numpy as np
import pytest

from convlib.nn.initialization import he_normal
from convlib.nn.modules import Conv2D, Linear
from tests.nn.networks import small


def test_he_initialization():
    weights = he_normal((400, 500), 50, np.random.default_rng(0))
    assert weights.std() == pytest.approx(np.sqrt(2 / 50), rel=0.01)
    assert weights.mean() == pytest.approx(0, abs=0.002)
    # Conv2D sums over channels and positions, Linear over inputs; biases start at zero.
    conv, linear = Conv2D(16, 64, 5, rng=np.random.default_rng(0)), Linear(400, 100, rng=np.random.default_rng(0))
    assert conv.params["W"].std() == pytest.approx(np.sqrt(2 / (16 * 25)), rel=0.02)
    assert linear.params["W"].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert not conv.params["b"].any() and not linear.params["b"].any()


def test_one_seed_gives_the_same_network_in_both_types():
    single, double = small(np.float32).params, small(np.float64).params
    for name in double:
        np.testing.assert_array_equal(single[name], double[name].astype(np.float32))


@pytest.mark.parametrize(
    "call, sentence",
    [
        (
            lambda: he_normal((2,), 2, rng=0),
            r"^rng must be a numpy.random.Generator, such as np.random.default_rng\(0\), but got 0\.$",
        ),
        (lambda: he_normal((2,), 2, np.random.default_rng(0), int), "^dtype must be float32 or float64, but got int"),
    ],
)
def test_errors_say_what_was_got(call, sentence):
    with pytest.raises(TypeError, match=sentence):
        call()
