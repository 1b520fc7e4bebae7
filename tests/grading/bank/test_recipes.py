"""The shared recipes try what their properties are named after."""

import numpy as np
import pytest

from grading.bank.exercise import Draw
from grading.bank.recipes import one_channel, pools, products, samples, strided, whole_layer


def as_given(*args):
    return args


def probes(recipe, arrange=as_given):
    """Return (group, arguments, options) of each probe."""
    found = [(group, args, rest) for group, args, *rest in recipe(Draw(1), arrange)]
    return [(group, args, rest[0] if rest else {}) for group, args, rest in found]


def of(group, recipe, arrange=as_given):
    return [args for name, args, _ in probes(recipe, arrange) if name == group]


def layer(*args):
    """A probe's arguments as one: ``strided`` takes them apart again."""
    return (args,)


def left_over(n, f, stride, pad):
    return (n + 2 * pad - f) % stride


def test_strides_leave_over_nothing_a_row_a_column_and_both():
    found = [
        tuple(left_over(n, f, stride, pad) > 0 for n, f in zip(X.shape, W.shape, strict=True))
        for X, W, stride, pad in of("stride", strided, layer)
    ]
    assert found[:4] == [(False, False), (True, False), (False, True), (True, True)]
    assert any(stride > max(W.shape) for _, W, stride, _ in of("stride", strided, layer))
    assert any(pad and stride > 1 for _, _, stride, pad in of("stride", strided, layer))


def test_padding_is_tried_at_stride_1_and_wider_than_the_input():
    found = of("padding", strided, layer)
    assert {stride for _, _, stride, _ in found} == {1} and min(pad for *_, pad in found) > 0
    assert any(W.shape[0] > X.shape[0] for X, W, *_ in found)


@pytest.mark.parametrize("recipe, arrange", [(one_channel, as_given), (strided, layer), (whole_layer, as_given)])
def test_other_dtypes_are_integers_and_more(recipe, arrange):
    arrays = [a for args in of("other dtypes", recipe, arrange) for a in args[:2]]
    assert {"i", "f"} <= {array.dtype.kind for array in arrays} and np.dtype(np.float32) in {a.dtype for a in arrays}
    assert any(not array.flags.c_contiguous for array in arrays)


def test_a_batch_and_channels_are_tried_apart_from_each_other():
    """A mistake with the images shows where there is one channel, one with the channels where there is one image."""
    assert {X.shape[0] for group in ("values", "channels") for X, *_ in of(group, whole_layer)} == {1}
    assert min(X.shape[1] for X, *_ in of("channels", whole_layer)) > 1
    assert min(X.shape[0] for X, *_ in of("batch", whole_layer)) > 1
    assert any(X.shape[1] == 1 for X, *_ in of("batch", whole_layer))


def windows(X, f, stride):
    return np.lib.stride_tricks.sliding_window_view(X, (f, f), (2, 3))[:, :, ::stride, ::stride]


def test_only_where_ties_are_tried_are_there_ties_in_a_window():
    for group, (X, f, stride), _ in probes(pools):
        flat = windows(X, f, stride).reshape(-1, f * f)
        ties = ((flat == flat.max(axis=1, keepdims=True)).sum(axis=1) > 1).any()
        assert ties == (group == "ties"), group


def test_overlapping_windows_share_their_largest_entry():
    for X, f, stride in of("overlapping windows", pools):
        tops = windows(X, f, stride).max(axis=(4, 5))
        assert stride < f and ((tops == X.max(axis=(2, 3), keepdims=True)).sum(axis=(2, 3)) > 1).all()


def test_some_windows_hold_negative_numbers_alone():
    """So a maximum that starts at zero is seen."""
    assert any((windows(*args).max(axis=(4, 5)) < 0).all() for args in of("values", pools))


def test_matrices_of_the_linear_layer_fit_and_are_seldom_square():
    found = [args for _, args, _ in probes(products)]
    assert all(X.shape[1] == W.shape[0] and W.shape[1:] == b.shape for X, W, b in found)
    assert sum(W.shape[0] == W.shape[1] for _, W, _ in found) < len(found) / 2


def test_samples_have_four_axes_and_several_dtypes():
    arrays = [X for _, X in samples(Draw(1))]
    assert {X.ndim for X in arrays} == {4} and {X.dtype.kind for X in arrays} == {"i", "f"}


@pytest.mark.parametrize("recipe, arrange", [(one_channel, as_given), (strided, layer), (pools, as_given)])
def test_called_twice_means_two_calls(recipe, arrange):
    calls = {group: options.get("calls", 1) for group, _, options in probes(recipe, arrange)}
    assert {group for group, count in calls.items() if count == 2} == {g for g in calls if g.startswith("called twice")}
