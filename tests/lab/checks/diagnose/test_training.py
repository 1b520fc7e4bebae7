"""Training with wrong choices."""

import numpy as np
import pytest

from convlib.course.convnet import train
from convlib.lab.checks.closeness import close
from convlib.lab.checks.diagnose.inputs import inputs
from convlib.lab.checks.diagnose.training import CHOICES, trained
from convlib.lab.checks.scoring import examine_function
from convlib.lab.checks.stored import examination
from convlib.nn.losses import softmax_cross_entropy

RIGHT = {name: next(iter(options)) for name, options in CHOICES.items()}


def test_the_right_choices_give_the_expected_results():
    exam = examination("train")
    for probe in exam.probes:
        if probe.calls == 1:
            for part, want in probe.expected.parts.items():
                assert close(np.asarray(trained(inputs(exam, probe), part, **RIGHT)), want)


@pytest.mark.parametrize("name", CHOICES)
def test_every_wrong_choice_changes_something(name):
    exam = examination("train")
    for option in list(CHOICES[name])[1:]:
        assert any(
            not close(np.asarray(trained(inputs(exam, probe), part, **RIGHT | {name: option})), want)
            for probe in exam.probes
            for part, want in probe.expected.parts.items()
        )


def test_two_mistakes_are_described_together():
    def two_slips(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
        losses = []

        class Still:
            """A generator that does not shuffle."""

            def permutation(self, n):
                return np.arange(n)

        def noted(so_far):
            losses[:] = so_far
            if on_step:
                on_step(losses)

        train(net, X, y, epochs, -lr, Still(), batch_size, momentum, noted)
        return losses

    (said,) = examine_function(examination("train"), two_slips).sentences
    assert said == (
        "losses, scale and shift are what you get when the images are not shuffled, and the step goes up the gradient."
    )


def test_the_last_of_the_parameters():
    def last_only(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
        losses = []
        for _ in range(epochs):
            order = rng.permutation(len(y))
            for start in range(0, len(y), batch_size):
                batch = order[start : start + batch_size]
                loss, dlogits = softmax_cross_entropy(net.forward(X[batch]), y[batch])
                net.backward(dlogits)
                *_, name = net.params
                net.params[name] = net.params[name] - lr * net.grads[name]
                losses.append(loss)
                if on_step:
                    on_step(losses)
        return losses

    said = " ".join(examine_function(examination("train"), last_only).sentences)
    assert "only the last parameter is updated" in said and "not kept from step to step" in said


def averaging(change):
    """A right loop with one change, which returns the means of the epochs."""

    def averaged(net, X, y, epochs, lr, rng, batch_size=64, momentum=0.9, on_step=None):
        losses = train(net, X, y, *change(epochs, lr, rng), batch_size, momentum, on_step)
        return np.reshape(losses, (epochs, -1)).mean(axis=1)

    return " ".join(examine_function(examination("train"), averaged).sentences)


def test_means_that_are_worked_out_at_the_end_are_described_beside_another_slip():
    said = averaging(lambda epochs, lr, rng: (epochs, -lr, rng))
    assert "the step goes up the gradient, and one loss is returned for each epoch, the mean of its steps" in said


def test_losses_of_another_length_are_not_taken_for_the_last_ones():
    said = averaging(lambda epochs, lr, rng: (epochs, lr * 1.7, rng))
    assert "lacks entries" not in said and "right in every case" not in said
