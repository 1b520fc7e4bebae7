"""Wrong versions of pad2d."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("pad2d")
HERE = "lesson 04, section 1"


def pad(X, pad):
    n_H_prev, n_W_prev = X.shape
    out = np.zeros((n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    out[pad:pad + n_H_prev, pad:pad + n_W_prev] = X
    return out


slip = MISTAKES.slips(pad)
BODY = """    n_H_prev, n_W_prev = X.shape
    out = np.zeros((n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    out[pad:pad + n_H_prev, pad:pad + n_W_prev] = X
    return out"""
SIZE = "(n_H_prev + 2 * pad, n_W_prev + 2 * pad)"
PLACE = "out[pad:pad + n_H_prev, pad:pad + n_W_prev]"
slip("not_padded", BODY, "    return X", "X is returned unchanged: there are no zeros around it.", HERE)
slip("rows_padded_only", BODY, "    return np.pad(X, ((pad, pad), (0, 0)))",
     "There are zeros above and below, but none at the left and right.", HERE)
slip("columns_padded_only", BODY, "    return np.pad(X, ((0, 0), (pad, pad)))",
     "There are zeros at the left and right, but none above and below.", HERE)
slip("before_only", BODY, "    return np.pad(X, ((pad, 0), (pad, 0)))",
     "The result has room for a border only above and at the left: it goes all the way round, so it counts twice.",
     HERE)
slip("behind_only", BODY, "    return np.pad(X, ((0, pad), (0, pad)))",
     "The zeros are only below and at the right: the border goes all the way round.", HERE)
slip("none_at_the_right", BODY, "    return np.pad(X, ((pad, pad), (pad, 0)))",
     "There are no zeros at the right: the border goes all the way round.", HERE)
slip("none_below", BODY, "    return np.pad(X, ((pad, 0), (pad, pad)))",
     "There are no zeros below: the border goes all the way round.", HERE)
slip("all_before", PLACE, "out[2 * pad:, 2 * pad:]",
     "All the zeros are above and at the left: half of them belong below and at the right.", HERE)
slip("all_behind", PLACE, "out[:n_H_prev, :n_W_prev]",
     "X is in the top left corner: half of the zeros belong above it and at its left.", HERE)
slip("above_and_right", PLACE, "out[2 * pad:, :n_W_prev]",
     "X is in the bottom left corner: it belongs in the middle of the zeros.", HERE)
slip("below_and_left", PLACE, "out[:n_H_prev, 2 * pad:]",
     "X is in the top right corner: it belongs in the middle of the zeros.", HERE)
slip("border_of_one", BODY, "    return np.pad(X, 1)",
     "The border is always one pixel wide, whatever the padding is.", HERE)
slip("border_one_too_wide", BODY, "    return np.pad(X, pad + 1)", "The border is one pixel too wide on each "
                                                                   "side.", HERE)
slip("border_twice_as_wide", BODY, "    return np.pad(X, 2 * pad)",
     "The border is twice as wide as it should be: each side gets the padding once.", HERE)
slip("half_the_border", BODY, "    return np.pad(X, (pad // 2, pad - pad // 2))",
     "The padding is split between the two ends: each side must get all of it.", HERE)
slip("zeros_between", BODY,
     "    out = np.zeros([(n - 1) * (pad + 1) + 1 for n in X.shape])\n"
     "    out[::pad + 1, ::pad + 1] = X\n    return out",
     "The zeros are between the entries of X, but they belong around it.", HERE)
slip("ones_around", BODY, "    return np.pad(X, pad, constant_values=1)",
     "There are ones around X, but there must be zeros.", HERE)
slip("edge_repeated", BODY, "    return np.pad(X, pad, mode='edge')",
     "The border repeats the edge of X: they must be zeros.", HERE)
slip("mirrored", BODY, "    return np.pad(X, pad, mode='symmetric')",
     "The border mirrors X: they must be zeros.", HERE)
slip("reflected", BODY, "    return np.pad(X, pad, mode='reflect')",
     "The border reflects X without its edge: it must be zeros.", HERE)
slip("wrapped_around", BODY, "    return np.pad(X, pad, mode='wrap')",
     "The border wraps around to the other end of X: it must be zeros.", HERE)
slip("mean_around", BODY, "    return np.pad(X, pad, mode='mean')",
     "The border holds means of X: they must be zeros.", HERE)
slip("nan_around", BODY, "    return np.pad(X.astype(float), pad, constant_values=np.nan)",
     "The border holds nan: it must be zeros.", HERE)
slip("height_for_both", SIZE, "(n_H_prev + 2 * pad, n_H_prev + 2 * pad)",
     "The width was computed from the height of X: each axis has its own length.", HERE)
slip("width_for_both", SIZE, "(n_W_prev + 2 * pad, n_W_prev + 2 * pad)",
     "The height was computed from the width of X: each axis has its own length.", HERE)
slip("sides_exchanged", SIZE, "(n_W_prev + 2 * pad, n_H_prev + 2 * pad)",
     "Height and width of the result are swapped: rows come first.", HERE)
slip("end_is_the_length", PLACE, "out[pad:n_H_prev, pad:n_W_prev]",
     "There is too little room for X: the new array is larger by twice the padding, and the slice for X both starts "
     "and ends later by the padding.", HERE)
slip("end_is_the_length_and_one", PLACE, "out[pad:n_H_prev + 1, pad:n_W_prev + 1]",
     "The slice for X ends at its length plus one: that is right only for a padding of 1.", HERE)
slip("end_one_before_the_last", PLACE, "out[pad:-1, pad:-1]",
     "The slice for X ends one before the end of the new array: that is right only for a padding of 1.", HERE)
slip("starts_at_one", PLACE, "out[1:1 + n_H_prev, 1:1 + n_W_prev]",
     "X begins at row 1 and column 1, whatever the padding is: it must begin after as many zeros as the padding.", HERE)
slip("square_of_the_longer_side", SIZE, "(max(X.shape) + 2 * pad, max(X.shape) + 2 * pad)",
     "The result is square: each axis has its own length.", HERE)
slip("place_by_the_height", PLACE, "out[pad:pad + n_H_prev, pad:pad + n_H_prev]",
     "The slice for X takes its width from the height of X: each axis has its own length.", HERE)
slip("end_is_the_length_twice", PLACE + " = X", "out[pad:n_H_prev, pad:n_W_prev] = X[pad:, pad:]",
     "Only a part of X is there: the slice for it begins after the padding, so it must also end that much later.", HERE)
slip("empty_for_zero", PLACE, "out[pad:-pad, pad:-pad]",
     "With a padding of 0 it fails: a slice that ends at minus zero is empty.", "lesson 04, section 5")
slip("transposed", "    return out", "    return out.T", "Rows and columns are swapped.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they are in one row.", HERE)
slip("type_of_bytes", "n_W_prev + 2 * pad))", "n_W_prev + 2 * pad), dtype=int)",
     "The digits after the decimal point are cut off: the new array holds integers.", HERE)
slip("leaves_X_changed", "    return out", "    X[:] = 0\n    return out",
     "The result is right, but X was modified.", HERE)
slip("zeros", PLACE + " = X", "pass", STILL_ZERO, HERE)
slip("returns_a_pair", "    return out", "    return out, pad",
     "Two values are returned: return only the padded array.", HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)
