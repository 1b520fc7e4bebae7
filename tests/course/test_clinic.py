"""The clinic: the relative error, the test, and the pairs that the test is tried on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from convlib.conv.im2col import conv2d_backward_im2col, conv2d_forward_im2col
from convlib.conv.naive import conv2d_backward, conv2d_forward
from convlib.conv.taps import conv2d_backward_taps, conv2d_forward_taps
from convlib.course.clinic import assert_correct, relative_error
from convlib.lab import check
from convlib.lab.checks.scenarios import verdict
from grading.bank import EXERCISES
from grading.bank.assert_correct.planted import BUGS, PLAIN, RIGHT, TEXTS
from grading.bank.exercise import Draw

NUMBERS = st.floats(-1e6, 1e6)
ARRAYS = array_shapes(max_dims=3, max_side=3).flatmap(
    lambda shape: st.tuples(*2 * [arrays(float, shape, elements=NUMBERS)])
)


@given(ARRAYS)
def test_the_error_is_symmetric_and_at_most_two(pair):
    got, want = pair
    error = relative_error(got, want)
    assert error == relative_error(want, got) and 0 <= error <= 2 + 1e-9
    assert relative_error(got, got) == 0


def test_the_error_of_known_arrays():
    assert relative_error(np.array([3.0, 4]), np.array([0.0, 0])) == 1
    assert relative_error(np.zeros((2, 2)), np.zeros((2, 2))) == 0
    assert relative_error(np.ones((3, 1)), np.ones(3)) == np.inf
    assert np.isnan(relative_error(np.array([np.nan]), np.ones(1)))


@pytest.mark.parametrize(
    "pair",
    [
        (conv2d_forward, conv2d_backward),
        (conv2d_forward_taps, conv2d_backward_taps),
        (conv2d_forward_im2col, conv2d_backward_im2col),
    ],
    ids=["naive", "taps", "im2col"],
)
def test_the_course_s_layers_are_accepted(pair):
    assert assert_correct(*pair) is None


@pytest.mark.parametrize("style", RIGHT)
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2)])
def test_the_correct_pairs_are_the_layer(style, stride, pad):
    space = {}
    exec(TEXTS[style], space)
    rng = np.random.default_rng(1)
    X, W, b = rng.normal(size=(2, 3, 4, 6)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
    H, cache = space["conv2d_forward"](X, W, b, stride, pad)
    right, course_cache = conv2d_forward(X, W, b, stride, pad)
    np.testing.assert_allclose(H, right, atol=1e-12)
    dH = rng.normal(size=H.shape)
    for got, want in zip(space["conv2d_backward"](dH, cache), conv2d_backward(dH, course_cache), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-12)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.says)
def test_every_planted_bug_is_rejected_in_every_style(bug):
    assert [verdict(assert_correct)(source) for source in bug.sources] == [0.0] * len(bug.sources)
    assert len(bug.sources) >= 2 and not set(bug.sources) & set(TEXTS.values())


def test_each_group_holds_bugs_and_a_correct_pair_in_random_order():
    def drawn(seed):
        return [
            (group, options["note"].startswith("it rejects a correct pair"), source)
            for group, (source,), options in EXERCISES["assert_correct"].recipe(Draw(seed))
        ]

    probes = drawn(1)
    for group in {bug.group for bug in BUGS} - {"spares right pairs"}:
        right = [is_right for name, is_right, *_ in probes if name == group]
        assert right.count(True) == 1 and right.count(False) >= 4
    assert sum(is_right for name, is_right, *_ in probes if name == "spares right pairs") == len(RIGHT)
    assert set(PLAIN) < set(RIGHT)
    assert drawn(1) == probes != drawn(2)


def test_always_accepting_or_rejecting_earns_nothing():
    exam = check.examination("assert_correct")
    for prop in exam.properties:
        assert {float(p.expected.parts["verdict"]) for p in exam.probes if p.group == prop.group} == {0.0, 1.0}


def test_the_report_names_the_bug_and_shows_no_program():
    def forgets_db(forward, backward):
        def with_right_db(dH, cache):
            dX, dW, _ = backward(dH, cache)
            return dX, dW, dH.sum(axis=(0, 2, 3))

        assert_correct(forward, with_right_db)

    with pytest.raises(check.CheckFailed) as caught:
        check.assert_correct(forgets_db)
    report = str(caught.value)
    assert "✗ wrong db: it accepts a pair whose db" in report and "✓ wrong dX" in report
    assert "The test never checks db." in report
    assert "def " not in report and "smallest case" not in report


def test_a_correct_pair_that_is_rejected_is_reported():
    def asks_for_a_tuple(forward, backward):
        def strict(dH, cache):
            gradients = backward(dH, cache)
            assert isinstance(gradients, tuple)
            return gradients

        assert_correct(forward, strict)

    with pytest.raises(check.CheckFailed, match="it rejects a correct pair that keeps an object"):
        check.assert_correct(asks_for_a_tuple)


def test_the_stub_is_distinguished_from_a_rejection():
    def stub(forward, backward):
        raise NotImplementedError()

    with pytest.raises(check.NotWritten):
        check.assert_correct(stub)


def test_no_solution_appears_in_the_planted_pairs():
    from grading.build.notebooks import exercise_source

    for name in ("conv2d_forward", "conv2d_backward", "conv2d_forward_im2col", "conv2d_backward_im2col"):
        body = exercise_source(EXERCISES[name]).split("### BEGIN SOLUTION\n")[1].split("    ### END")[0]
        for text in (*TEXTS.values(), *(source for bug in BUGS for source in bug.sources)):
            assert body.strip() not in text
            shared = {line.strip() for line in body.splitlines() if len(line.strip()) > 40} & {
                line.strip() for line in text.splitlines()
            }
            assert not shared


def test_a_pair_is_tested_with_few_calls():
    """The check tries it on many pairs, so each must be fast: what takes time is calling the forward pass."""
    calls = []

    def forward(*args, **kwargs):
        calls.append(args)
        return conv2d_forward_taps(*args, **kwargs)

    assert_correct(forward, conv2d_backward_taps)
    assert len(calls) < 700
