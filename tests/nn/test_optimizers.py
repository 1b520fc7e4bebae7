"""The steps against their formulas, and the objects: in place, by name, all or nothing."""

import numpy as np
import pytest

from convlib.nn.optimizers import SGD, Adam, adam_step, sgd_momentum_step


def arrays(seed):
    rng = np.random.default_rng(seed)
    shapes = {"0.W": (3, 2), "0.b": (2,), "1.W": (3, 2)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def test_momentum_by_hand():
    param, velocity = sgd_momentum_step(np.array([1.0]), np.array([2.0]), np.array([0.0]), lr=0.1, momentum=0.5)
    np.testing.assert_allclose([param, velocity], [[0.8], [2.0]])
    param, velocity = sgd_momentum_step(param, np.array([-1.0]), velocity, lr=0.1, momentum=0.5)
    np.testing.assert_allclose([param, velocity], [[0.8], [0.0]], atol=1e-15)


def test_the_first_step_of_adam_is_lr_whatever_the_gradient():
    param, mean, square = adam_step(np.zeros(3), np.array([1e-3, -5.0, 0.0]), np.zeros(3), np.zeros(3), t=1, lr=0.1)
    np.testing.assert_allclose(param, [-0.1, 0.1, 0], rtol=1e-4)
    np.testing.assert_allclose(mean, [1e-4, -0.5, 0])
    np.testing.assert_allclose(square, [1e-9, 25e-3, 0])


@pytest.mark.parametrize("step, state", [(sgd_momentum_step, 1), (adam_step, 2)])
def test_functions_change_nothing_and_keep_the_type(step, state):
    given = [np.ones(3, np.float32) for _ in range(2 + state)]
    for array in given:
        array.flags.writeable = False
    for result in step(*given, **({"t": 1} if step is adam_step else {})):
        assert result.dtype == np.float32 and not any(np.shares_memory(result, array) for array in given)


def test_sgd_keeps_a_velocity_for_each_name():
    params, optimizer = arrays(0), SGD(lr=0.1, momentum=0.9)
    expected, velocities = arrays(0), {name: 0 for name in params}
    held = list(params.values())
    for seed in range(1, 6):
        grads = arrays(seed)
        optimizer.step(params, grads)
        for name in expected:
            velocities[name] = 0.9 * velocities[name] + grads[name]
            expected[name] = expected[name] - 0.1 * velocities[name]
            np.testing.assert_allclose(params[name], expected[name], atol=1e-12)
    assert all(param is array for param, array in zip(params.values(), held, strict=True))


def test_adam_by_its_formula():
    params, optimizer = arrays(0), Adam(lr=0.1, beta1=0.8, beta2=0.9, eps=1e-3)
    expected, history = arrays(0), []
    for t in range(1, 6):
        history.append(arrays(t))
        optimizer.step(params, history[-1])
        for name in expected:
            # The running means, written out as weighted means of all gradients so far.
            ages = np.arange(t)[::-1]
            mean, square = (
                sum(beta**age * grads[name] ** power for age, grads in zip(ages, history, strict=True))
                / sum(beta**age for age in ages)
                for beta, power in ((0.8, 1), (0.9, 2))
            )
            expected[name] = expected[name] - 0.1 * mean / (np.sqrt(square) + 1e-3)
            np.testing.assert_allclose(params[name], expected[name], atol=1e-12)


@pytest.mark.parametrize("optimizer", [SGD(lr=0.1), Adam(lr=0.1)], ids=["SGD", "Adam"])
def test_both_find_the_minimum_of_a_valley(optimizer):
    params = {"x": np.array([3.0, -2.0], np.float32)}
    steep = np.array([1.0, 10.0], np.float32)
    for _ in range(500):
        optimizer.step(params, {"x": steep * (params["x"] - 1)})
    np.testing.assert_allclose(params["x"], [1, 1], atol=1e-2)
    assert params["x"].dtype == np.float32


@pytest.mark.parametrize("make", [SGD, Adam])
@pytest.mark.parametrize(
    "change, sentence",
    [
        (lambda grads: grads.pop("1.W"), r"There is no gradient for 1\.W: call backward before each step"),
        (
            lambda grads: grads.update({"1.W": np.ones(2)}),
            r"1\.W and its gradient must have the same shape, but they have \(3, 2\) and \(2,\)",
        ),
    ],
)
def test_a_gradient_that_does_not_fit_changes_nothing(make, change, sentence):
    params, grads = arrays(0), arrays(1)
    change(grads)
    with pytest.raises(ValueError, match=sentence):
        make().step(params, grads)
    for name, expected in arrays(0).items():
        np.testing.assert_array_equal(params[name], expected)


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: SGD(lr=0), "lr must be positive, but got 0"),
        (lambda: Adam(lr=float("nan")), "lr must be positive, but got nan"),
        (lambda: SGD(momentum=1), r"momentum must be in \[0, 1\), but got 1"),
        (lambda: Adam(beta2=-0.1), r"beta2 must be in \[0, 1\), but got -0.1"),
    ],
)
def test_numbers_out_of_range(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
