"""Wrong versions of the exercises of lesson 04."""

import numpy as np

from grading.bank.mistakes.lesson_01_to_03 import FORGOT_RETURN, NOT_ONE_NUMBER, STILL_ZERO
from grading.bank.version import mistake, slips

# --- pad2d ----------------------------------------------------------------------------------------------------------


def pad(X, pad):
    n_H_prev, n_W_prev = X.shape
    out = np.zeros((n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    out[pad:pad + n_H_prev, pad:pad + n_W_prev] = X
    return out


slip = slips(pad, "pad2d")
HERE = "lesson 04, section 1"
BODY = """    n_H_prev, n_W_prev = X.shape
    out = np.zeros((n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    out[pad:pad + n_H_prev, pad:pad + n_W_prev] = X
    return out"""
SIZE = "(n_H_prev + 2 * pad, n_W_prev + 2 * pad)"
PLACE = "out[pad:pad + n_H_prev, pad:pad + n_W_prev]"
slip("not_padded", BODY, "    return X", "X comes back as it was: there are no zeros around it.", HERE)
slip("rows_padded_only", BODY, "    return np.pad(X, ((pad, pad), (0, 0)))",
     "There are zeros above and below, but none at the left and right.", HERE)
slip("columns_padded_only", BODY, "    return np.pad(X, ((0, 0), (pad, pad)))",
     "There are zeros at the left and right, but none above and below.", HERE)
slip("before_only", BODY, "    return np.pad(X, ((pad, 0), (pad, 0)))",
     "The result has room for a border above and at the left only: it goes all the way round, so it counts twice.",
     HERE)
slip("behind_only", BODY, "    return np.pad(X, ((0, pad), (0, pad)))",
     "The zeros stand below and at the right only: the border goes all the way round.", HERE)
slip("none_at_the_right", BODY, "    return np.pad(X, ((pad, pad), (pad, 0)))",
     "There are no zeros at the right: the border goes all the way round.", HERE)
slip("none_below", BODY, "    return np.pad(X, ((pad, 0), (pad, pad)))",
     "There are no zeros below: the border goes all the way round.", HERE)
slip("all_before", PLACE, "out[2 * pad:, 2 * pad:]",
     "All the zeros stand above and at the left: half of them belong below and at the right.", HERE)
slip("all_behind", PLACE, "out[:n_H_prev, :n_W_prev]",
     "X lies in the top left corner: half of the zeros belong above it and at its left.", HERE)
slip("above_and_right", PLACE, "out[2 * pad:, :n_W_prev]",
     "X lies in the bottom left corner: it belongs in the middle of the zeros.", HERE)
slip("below_and_left", PLACE, "out[:n_H_prev, 2 * pad:]",
     "X lies in the top right corner: it belongs in the middle of the zeros.", HERE)
slip("border_of_one", BODY, "    return np.pad(X, 1)",
     "The border is always one wide, whatever the padding is.", HERE)
slip("border_one_too_wide", BODY, "    return np.pad(X, pad + 1)", "The border is one too wide on each side.", HERE)
slip("border_twice_as_wide", BODY, "    return np.pad(X, 2 * pad)",
     "The border is twice as wide as asked for: each side gets the padding once.", HERE)
slip("half_the_border", BODY, "    return np.pad(X, (pad // 2, pad - pad // 2))",
     "The padding is shared between the two ends: each side gets all of it.", HERE)
slip("zeros_between", BODY,
     "    out = np.zeros([(n - 1) * (pad + 1) + 1 for n in X.shape])\n"
     "    out[::pad + 1, ::pad + 1] = X\n    return out",
     "The zeros stand between the entries of X: they belong around it.", HERE)
slip("ones_around", BODY, "    return np.pad(X, pad, constant_values=1)",
     "There are ones around X: it must be zeros.", HERE)
slip("edge_repeated", BODY, "    return np.pad(X, pad, mode='edge')",
     "The border repeats the edge of X: it must be zeros.", HERE)
slip("mirrored", BODY, "    return np.pad(X, pad, mode='symmetric')",
     "The border mirrors X: it must be zeros.", HERE)
slip("reflected", BODY, "    return np.pad(X, pad, mode='reflect')",
     "The border reflects X without its edge: it must be zeros.", HERE)
slip("wrapped_around", BODY, "    return np.pad(X, pad, mode='wrap')",
     "The border continues X from its other end: it must be zeros.", HERE)
slip("mean_around", BODY, "    return np.pad(X, pad, mode='mean')",
     "The border holds means of X: it must be zeros.", HERE)
slip("nan_around", BODY, "    return np.pad(X.astype(float), pad, constant_values=np.nan)",
     "The border holds no numbers (nan): it must be zeros.", HERE)
slip("height_for_both", SIZE, "(n_H_prev + 2 * pad, n_H_prev + 2 * pad)",
     "The width was computed from the height of X: each axis has its own length.", HERE)
slip("width_for_both", SIZE, "(n_W_prev + 2 * pad, n_W_prev + 2 * pad)",
     "The height was computed from the width of X: each axis has its own length.", HERE)
slip("sides_exchanged", SIZE, "(n_W_prev + 2 * pad, n_H_prev + 2 * pad)",
     "Height and width of the result are exchanged: rows come first.", HERE)
slip("end_is_the_length", PLACE, "out[pad:n_H_prev, pad:n_W_prev]",
     "There is too little room for X: the new array is larger by twice the padding, and the place for X ends later "
     "by as much as it begins later.", HERE)
slip("end_is_the_length_and_one", PLACE, "out[pad:n_H_prev + 1, pad:n_W_prev + 1]",
     "The place for X ends at its length and one: that is right for a padding of 1 only.", HERE)
slip("end_one_before_the_last", PLACE, "out[pad:-1, pad:-1]",
     "The place for X ends one before the end of the new array: that is right for a padding of 1 only.", HERE)
slip("starts_at_one", PLACE, "out[1:1 + n_H_prev, 1:1 + n_W_prev]",
     "X begins at row 1 and column 1, whatever the padding is: as many zeros come before it as the padding says.", HERE)
slip("square_of_the_longer_side", SIZE, "(max(X.shape) + 2 * pad, max(X.shape) + 2 * pad)",
     "The result is square: each axis has its own length.", HERE)
slip("place_by_the_height", PLACE, "out[pad:pad + n_H_prev, pad:pad + n_H_prev]",
     "The place for X takes its width from the height of X: each axis has its own length.", HERE)
slip("end_is_the_length_twice", PLACE + " = X", "out[pad:n_H_prev, pad:n_W_prev] = X[pad:, pad:]",
     "Only a part of X is there: the place for it begins after the padding, so it also ends that much later.", HERE)
slip("empty_for_zero", PLACE, "out[pad:-pad, pad:-pad]",
     "With a padding of 0 it stops: a slice that ends at minus zero is empty.", "lesson 04, section 5")
slip("transposed", "    return out", "    return out.T", "Rows and columns are exchanged.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("type_of_bytes", "n_W_prev + 2 * pad))", "n_W_prev + 2 * pad), dtype=int)",
     "The digits after the point are cut off: the new array holds whole numbers.", HERE)
slip("leaves_X_changed", "    return out", "    X[:] = 0\n    return out",
     "The result is right, but X is another array afterwards.", HERE)
slip("zeros", PLACE + " = X", "pass", STILL_ZERO, HERE)
slip("returns_a_pair", "    return out", "    return out, pad",
     "Two values are returned: only the padded array is asked for.", HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)

# --- unpad2d --------------------------------------------------------------------------------------------------------


def unpad(X, pad):
    return X[pad:X.shape[0] - pad, pad:X.shape[1] - pad]


slip = slips(unpad, "unpad2d")
HERE = "lesson 04, section 5"
CUT = "X[pad:X.shape[0] - pad, pad:X.shape[1] - pad]"
slip("empty_for_zero", CUT, "X[pad:-pad, pad:-pad]",
     "With a border of 0 nothing is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("rows_empty_for_zero", CUT, "X[pad:-pad, pad:X.shape[1] - pad]",
     "With a border of 0 no row is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("columns_empty_for_zero", CUT, "X[pad:X.shape[0] - pad, pad:-pad]",
     "With a border of 0 no column is left: minus zero is zero, so the slice ends where it begins.", HERE)
slip("end_empty_for_zero", CUT, "X[:-pad, :-pad]",
     "The border is taken off at the end only, and with a border of 0 nothing is left.", HERE)
slip("not_cut", CUT, "X", "The border is still there.", HERE)
slip("start_only", CUT, "X[pad:, pad:]", "The border is taken off above and at the left only.", HERE)
slip("end_only", CUT, "X[:X.shape[0] - pad, :X.shape[1] - pad]",
     "The border is taken off below and at the right only.", HERE)
slip("rows_only", CUT, "X[pad:X.shape[0] - pad]", "The border is taken off above and below only.", HERE)
slip("columns_only", CUT, "X[:, pad:X.shape[1] - pad]", "The border is taken off at the left and right only.", HERE)
slip("rows_only_empty_for_zero", CUT, "X[pad:-pad]",
     "The border is taken off above and below only, and with a border of 0 nothing is left.", HERE)
slip("columns_only_empty_for_zero", CUT, "X[:, pad:-pad]",
     "The border is taken off at the left and right only, and with a border of 0 nothing is left.", HERE)
slip("rows_cut_twice", CUT, "X[pad:X.shape[0] - pad][pad:X.shape[1] - pad]",
     "Two brackets cut the rows twice: rows and columns belong into one bracket.", HERE)
slip("rows_cut_twice_empty_for_zero", CUT, "X[pad:-pad][pad:-pad]",
     "Two brackets cut the rows twice and never the columns, and with a border of 0 nothing is left.", HERE)
slip("all_at_the_start", CUT, "X[2 * pad:, 2 * pad:]",
     "Everything is taken off above and at the left: half of it belongs to the other ends.", HERE)
slip("all_at_the_end", CUT, "X[:X.shape[0] - 2 * pad, :X.shape[1] - 2 * pad]",
     "Everything is taken off below and at the right: half of it belongs to the other ends.", HERE)
slip("end_cut_twice", CUT, "X[pad:X.shape[0] - 2 * pad, pad:X.shape[1] - 2 * pad]",
     "At the end twice the border is taken off: the original size was meant as a length, but a slice takes an end.",
     HERE)
slip("always_one", CUT, "X[1:-1, 1:-1]", "One row and column is taken off on each side, whatever the border is.", HERE)
slip("always_one_row", CUT, "X[1:-1]",
     "One row is taken off above and below, whatever the border is, and no column.", HERE)
slip("end_always_one", CUT, "X[pad:X.shape[0] - 1, pad:X.shape[1] - 1]",
     "At the end one row and column is taken off, whatever the border is.", HERE)
slip("start_always_one", CUT, "X[1:X.shape[0] - pad, 1:X.shape[1] - pad]",
     "At the start one row and column is taken off, whatever the border is.", HERE)
slip("one_too_many", CUT, "X[pad + 1:X.shape[0] - pad - 1, pad + 1:X.shape[1] - pad - 1]",
     "One row and column too many is taken off on each side.", HERE)
slip("one_too_many_at_the_end", CUT, "X[pad:X.shape[0] - pad - 1, pad:X.shape[1] - pad - 1]",
     "One row and column too many is taken off at the end: the end of a slice does not belong to it.", HERE)
slip("one_too_few_at_the_end", CUT, "X[pad:X.shape[0] - pad + 1, pad:X.shape[1] - pad + 1]",
     "One row and column of the border is still there at the end.", HERE)
slip("first_entries_in_the_right_shape", CUT,
     "X.ravel()[:(X.shape[0] - 2 * pad) * (X.shape[1] - 2 * pad)].reshape(X.shape[0] - 2 * pad, -1)",
     "The shape is right, but these are the first entries of the array: the border was not taken off.", HERE)
slip("half_the_border", CUT, "X[pad // 2:X.shape[0] - pad + pad // 2, pad // 2:X.shape[1] - pad + pad // 2]",
     "The border is shared between the two ends: it is that wide on each side.", HERE)
slip("sides_exchanged", CUT, "X[pad:X.shape[1] - pad, pad:X.shape[0] - pad]",
     "The ends of rows and columns are exchanged: rows come first.", HERE)
slip("height_for_both", CUT, "X[pad:X.shape[0] - pad, pad:X.shape[0] - pad]",
     "The height is used for the width too.", HERE)
slip("width_for_both", CUT, "X[pad:X.shape[1] - pad, pad:X.shape[1] - pad]",
     "The width is used for the height too: too many rows stay.", HERE)
slip("set_to_zero", "return " + CUT,
     "out = np.zeros(X.shape)\n    out[pad:len(X) - pad, pad:X.shape[1] - pad] = " + CUT + "\n    return out",
     "The border is set to zero, but it is still there: the result is smaller than the input.", HERE)
slip("padded_again", CUT, "np.pad(X, pad)", "Another border is put around: it should be taken off.", HERE)
slip("nothing_for_zero", "return " + CUT, "if pad:\n        return " + CUT,
     "With a border of 0 the function gives back None: it should give back the array as it is.", HERE)
slip("transposed", "- pad]", "- pad].T", "Rows and columns are exchanged.", HERE)
slip("flat", "- pad]", "- pad].ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("cut_to_whole_numbers", "- pad]", "- pad].astype(int)", "The digits after the point are cut off.", HERE)
slip("border_cleared_in_the_input", "return " + CUT,
     "out = " + CUT + ".copy()\n    X[:] = 0\n    return out",
     "The result is right, but the input is another array afterwards.", HERE)
slip("zeros", "- pad]", "- pad] * 0", STILL_ZERO, HERE)
slip("returns_a_pair", CUT, CUT + ", pad", "Two values are returned: only the inner array is asked for.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)

# --- dilate2d -------------------------------------------------------------------------------------------------------


def dilate(dH, stride, shape):
    n_H, n_W = dH.shape
    out = np.zeros(shape)
    for h in range(n_H):
        for w in range(n_W):
            out[h * stride, w * stride] = dH[h, w]
    return out


slip = slips(dilate, "dilate2d")
HERE = "lesson 04, section 4"
SLOW = """    for h in range(n_H):
        for w in range(n_W):
            out[h * stride, w * stride] = dH[h, w]
    return out"""
AT = "out[h * stride, w * stride]"
slip("not_spread", AT, "out[h, w]",
     "The entries stand side by side in the corner: they belong as many steps apart as the stride is long.", HERE)
slip("rows_spread_only", AT, "out[h * stride, w]",
     "The rows stand apart, but the columns do not: the stride counts on both axes.", HERE)
slip("columns_spread_only", AT, "out[h, w * stride]",
     "The columns stand apart, but the rows do not: the stride counts on both axes.", HERE)
slip("one_zero_between", SLOW, "    out[:2 * n_H:2, :2 * n_W:2] = dH\n    return out",
     "The entries stand two apart, whatever the stride is.", HERE)
slip("stride_zeros_between", SLOW,
     "    out = np.zeros([(n - 1) * (stride + 1) + 1 for n in dH.shape])\n"
     "    out[::stride + 1, ::stride + 1] = dH\n    return out",
     "There are as many zeros between two entries as the stride is long: one fewer is right.", HERE)
slip("starts_late", AT, "out[(h * stride + stride - 1) % shape[0], (w * stride + stride - 1) % shape[1]]",
     "The entries do not start in the corner: the first one belongs to position 0, 0.", HERE)
slip("starts_at_one", AT, "out[h * stride + 1, w * stride + 1]",
     "The entries start at position 1, 1: the first one belongs to position 0, 0.", HERE)
slip("zeros_around", SLOW,
     "    out = np.zeros([n * stride + 1 for n in dH.shape])\n"
     "    out[1:n_H * stride:stride, 1:n_W * stride:stride] = dH\n    return out",
     "There are zeros around the entries too: here they only come between them.", HERE)
slip("smallest_shape", "np.zeros(shape)", "np.zeros([(n - 1) * stride + 1 for n in dH.shape])",
     "The result ends at the last entry, so the rows and columns that the stride leaves over are lost.", HERE)
slip("shape_by_the_stride", "np.zeros(shape)", "np.zeros([n * stride for n in dH.shape])",
     "The shape is that of dH times the stride: it must be the shape that is asked for.", HERE)
slip("shape_exchanged", "np.zeros(shape)", "np.zeros(shape[::-1])",
     "Height and width of the shape are exchanged: rows come first.", HERE)
slip("square", "np.zeros(shape)", "np.zeros((shape[0], shape[0]))",
     "The height of the shape is used for its width too.", HERE)
slip("square_by_the_width", "np.zeros(shape)", "np.zeros((shape[1], shape[1]))",
     "The width of the shape is used for its height too.", HERE)
slip("repeated", SLOW,
     "    return np.kron(dH, np.ones((stride, stride)))[:shape[0], :shape[1]]",
     "Each entry is repeated in a block: between the entries there must be zeros.", HERE)
slip("shared_out", SLOW, "    return np.kron(dH, np.ones((stride, stride)) / stride ** 2)[:shape[0], :shape[1]]",
     "Each entry is shared out over a block: it goes wholly to one place, with zeros around it.", HERE)
slip("ones_between", "np.zeros(shape)", "np.ones(shape)", "There are ones between the entries: it must be zeros.", HERE)
slip("picked_instead_of_spread", SLOW, "    return dH[::stride, ::stride]",
     "Entries of dH are picked out: the way back must put them apart instead.", HERE)
slip("at_the_end", AT, "out[shape[0] - 1 - (n_H - 1 - h) * stride, shape[1] - 1 - (n_W - 1 - w) * stride]",
     "The entries are pushed to the bottom right: what is left over belongs below and at the right of them.", HERE)
slip("spread_evenly", AT,
     "out[h * (shape[0] - 1) // max(n_H - 1, 1), w * (shape[1] - 1) // max(n_W - 1, 1)]",
     "The entries are spread evenly over the whole shape: they stand one stride apart, and the rest is left over.",
     HERE)
slip("rest_at_both_ends", AT,
     "out[h * stride + (shape[0] - 1 - (n_H - 1) * stride) // 2, "
     "w * stride + (shape[1] - 1 - (n_W - 1) * stride) // 2]",
     "The entries lie in the middle of the shape: all that is left over belongs below and at the right of them.", HERE)
slip("one_zero_between_and_no_room", SLOW,
     "    out = np.zeros((2 * n_H - 1, 2 * n_W - 1))\n    out[::2, ::2] = dH\n    return out",
     "There is one zero between two entries, whatever the stride is, and the result ends at the last entry.", HERE)
slip("position_exchanged", AT, "out[w * stride, h * stride]",
     "Each entry stands at column, row instead of row, column.", HERE)
slip("rotated", "= dH[h, w]", "= dH[-1 - h, -1 - w]", "dH is rotated by 180 degrees: only the filter turns.", HERE)
slip("upside_down", "= dH[h, w]", "= dH[-1 - h, w]", "dH is turned upside down.", HERE)
slip("mirrored", "= dH[h, w]", "= dH[h, -1 - w]", "dH is mirrored left to right.", HERE)
slip("first_entry_only", "= dH[h, w]", "= dH[0, 0]", "The first entry of dH stands at every place.", HERE)
slip("dH_ignored", "= dH[h, w]", "= 1", "There are ones in the places of the entries of dH.", HERE)
slip("last_row_lost", "range(n_H)", "range(n_H - 1)",
     "The last row of dH is missing: the loop stops one too early.", HERE)
slip("last_column_lost", "range(n_W)", "range(n_W - 1)",
     "The last column of dH is missing: the loop stops one too early.", HERE)
slip("last_row_and_column_lost", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of dH are missing: both loops stop one too early.", HERE)
slip("slice_ends_too_early", SLOW,
     "    out[:(n_H - 1) * stride:stride, :(n_W - 1) * stride:stride] = dH\n    return out",
     "The slice has room for one row and one column fewer than dH has: its end does not belong to it.", HERE)
slip("slice_of_columns_by_the_height", SLOW,
     "    out[:n_H * stride:stride, :n_H * stride:stride] = dH\n    return out",
     "The slice takes its columns from the number of rows of dH: each axis has its own number.", HERE)
slip("slice_ends_without_the_stride", SLOW, "    out[:n_H:stride, :n_W:stride] = dH\n    return out",
     "The slice ends after as many places as dH has entries: they stand apart, so it must reach further.", HERE)
slip("slice_without_step", SLOW, "    out[:n_H * stride, :n_W * stride] = dH\n    return out",
     "The slice is long enough but has no step, so it has more places than dH has entries.", HERE)
slip("slice_ends_with_the_stride_added", SLOW,
     "    out[:n_H + stride:stride, :n_W + stride:stride] = dH\n    return out",
     "The slice ends too early for some sizes: the stride counts once for each entry of dH.", HERE)
slip("slice_of_rows_only", SLOW, "    out[::stride] = dH\n    return out",
     "The step is there for the rows, but not for the columns.", HERE)
slip("slice_starts_late", SLOW, "    out[stride - 1::stride, stride - 1::stride] = dH\n    return out",
     "The slice starts one step late: the first entry belongs to position 0, 0.", HERE)
slip("slice_starts_at_one", SLOW, "    out[1::stride, 1::stride] = dH\n    return out",
     "The slice starts at 1: the first entry belongs to position 0, 0.", HERE)
slip("shape_by_the_stride_less_one", SLOW,
     "    out = np.zeros((n_H * stride - 1, n_W * stride - 1))\n    out[::stride, ::stride] = dH\n    return out",
     "The shape is that of dH times the stride, less one: it must be the shape that is asked for.", HERE)
slip("dH_read_at_column_and_row", "= dH[h, w]", "= dH[w, h]",
     "dH is read at column, row instead of row, column.", HERE)
slip("loops_in_steps_over_the_shape", SLOW,
     "    for h in range(0, shape[0], stride):\n        for w in range(0, shape[1], stride):\n"
     "            out[h, w] = dH[h, w]\n    return out",
     "The loops run over the places in the result, but dH is read at the same index: its entries stand side by side.",
     HERE)
slip("loops_over_the_shape", SLOW,
     "    for h in range(shape[0]):\n        for w in range(shape[1]):\n"
     "            out[h * stride, w * stride] = dH[h, w]\n    return out",
     "The loops run over the shape of the result: they must run over the entries of dH.", HERE)
slip("stride_plus_one", AT, "out[h * (stride + 1), w * (stride + 1)]",
     "The entries stand one step too far apart: a stride of 2 puts one zero between them.", HERE)
slip("stride_added", AT, "out[h + stride - 1, w + stride - 1]",
     "The stride is added to the index: it must multiply it.", HERE)
slip("whole_stride_added", AT, "out[h + stride, w + stride]",
     "The stride is added to the index, so the entries stand side by side and too far on: it must multiply it.", HERE)
slip("blocks_over_each_other", AT, "out[h:h + stride, w:w + stride]",
     "Each entry fills a block at its old place: it goes to one place, which the stride moves.", HERE)
slip("repeated_uncut", SLOW, "    return np.repeat(np.repeat(dH, stride, axis=0), stride, axis=1)",
     "Each entry is repeated in a block, and the shape is not the one that is asked for.", HERE)
slip("stride_times_itself", AT, "out[h * stride * stride, w * stride * stride]",
     "The stride is multiplied in twice: entries land on each other or in the wrong place.", HERE)
slip("divided_by_the_stride", "= dH[h, w]", "= dH[h, w] / stride",
     "The entries are divided by the stride: they keep their values.", HERE)
slip("multiplied_by_the_stride", "= dH[h, w]", "= dH[h, w] * stride",
     "The entries are multiplied by the stride: they keep their values.", HERE)
slip("sign_wrong", "= dH[h, w]", "= -dH[h, w]", "The signs of all entries are reversed.", HERE)
slip("cut_to_whole_numbers", "np.zeros(shape)", "np.zeros(shape, dtype=int)",
     "The digits after the point are cut off: the new array holds whole numbers.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("leaves_dH_changed", "    return out", "    dH[:] = 0\n    return out",
     "The result is right, but dH is another array afterwards.", HERE)
slip("returns_in_the_inner_loop", "    return out", "            return out",
     "Only the first entry is there: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return out", "        return out",
     "Only the first row of entries is there: the return stands inside the outer loop.", HERE)
slip("zeros", AT + " = dH[h, w]", "pass", STILL_ZERO, HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)

# --- conv_forward_strided -------------------------------------------------------------------------------------------


def forward(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            H[h, w] = np.sum(padded[top:top + f_H, left:left + f_W] * W)
    return H, (X, W, stride, pad)


slip = slips(forward, "conv_forward_strided")
HERE = "lesson 04, section 2"
FILTER = "lesson 01, section 2"
SIZES = """    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1"""
WINDOW = "padded[top:top + f_H, left:left + f_W]"
STEP = "top, left = h * stride, w * stride"
slip("filter_rotated", "* W)", "* W[::-1, ::-1])",
     "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", FILTER)
slip("filter_upside_down", "* W)", "* W[::-1])", "The filter is turned upside down; lay it on as it is.", FILTER)
slip("filter_mirrored", "* W)", "* W[:, ::-1])", "The filter is mirrored left to right; lay it on as it is.", FILTER)
slip("filter_transposed", "    f_H, f_W = W.shape", "    W = W.T\n    f_H, f_W = W.shape",
     "Rows and columns of the filter are exchanged.", FILTER)
slip("mean_for_sum", "np.sum", "np.mean", "These are means of the products; the layer takes their sum.", FILTER)
slip("max_for_sum", "np.sum", "np.max", "These are the largest products; the layer takes the sum of all.", FILTER)
slip("products_not_summed", "np.sum(", "list(", NOT_ONE_NUMBER, FILTER)
slip("weights_forgotten", " * W)", ")", "These are the sums of the windows alone: the weights are missing.", FILTER)
slip("sign_wrong", "np.sum", "-np.sum", "H has the wrong sign everywhere.", FILTER)
slip("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
     "Negative outputs are set to zero: that is the ReLU, which is another layer.", FILTER)
slip("stride_ignored", STEP, "top, left = h, w",
     "The window moves by one at each step, whatever the stride is; only the size of H knows the stride.", HERE)
slip("stride_ignored_everywhere", SIZES + "\n", "    stride = 1\n" + SIZES + "\n",
     "The stride is ignored: this is the output at stride 1.", HERE)
slip("stride_on_rows_only", STEP, "top, left = h * stride, w",
     "The stride moves the window down, but not to the right.", HERE)
slip("stride_on_columns_only", STEP, "top, left = h, w * stride",
     "The stride moves the window to the right, but not down.", HERE)
slip("stride_ignored_in_the_size", SIZES,
     SIZES.replace(" // stride", ""),
     "H has the size for stride 1, so the window leaves the input: the size must be divided by the stride.", HERE)
slip("strided_places_in_a_large_output",
     "    H = np.zeros((n_H, n_W))\n    for h in range(n_H):\n        for w in range(n_W):\n"
     "            top, left = h * stride, w * stride\n            H[h, w]",
     "    H = np.zeros((padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1))\n    for h in range(n_H):\n"
     "        for w in range(n_W):\n            top, left = h * stride, w * stride\n            H[top, left]",
     "H has room for every position at stride 1, with zeros between the outputs: keep only the outputs.", HERE)
slip("stride_twice", STEP, "top, left = h * stride * stride, w * stride * stride",
     "The stride is multiplied in twice, so the window leaves the input.", HERE)
slip("steps_of_the_filter", STEP, "top, left = h * f_H, w * f_W",
     "The window jumps by its own length: it must jump by the stride.", HERE)
slip("window_as_long_as_the_stride", WINDOW, "padded[top:top + stride, left:left + stride]",
     "The window is as large as the stride: it must be as large as the filter.", HERE)
slip("window_square_by_the_height", WINDOW, "padded[top:top + f_H, left:left + f_H]",
     "The window takes its width from the filter's height.", HERE)
slip("window_square_by_the_width", WINDOW, "padded[top:top + f_W, left:left + f_W]",
     "The window takes its height from the filter's width.", HERE)
slip("window_sides_exchanged", WINDOW, "padded[top:top + f_W, left:left + f_H]",
     "Height and width of the filter are exchanged in the window: rows come first.", HERE)
slip("window_end_without_the_stride", WINDOW, "padded[top:h + f_H, left:w + f_W]",
     "The window starts at the right place, but its end forgets the stride.", HERE)
slip("matmul_for_elementwise", WINDOW + " * W", WINDOW + " @ W",
     "Window and filter are multiplied as matrices; here entry meets entry, each just once.", FILTER)
slip("matmul_with_the_transpose", WINDOW + " * W", WINDOW + " @ W.T",
     "Every row of the window met every row of the filter; here entry meets entry, each just once.", FILTER)
slip("stored_in_steps", "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
     "range(0, n_H * stride, stride):\n        for w in range(0, n_W * stride, stride):\n            top, left = h, w",
     "The windows are right, but each output is stored at the place of its window: outputs stand side by side.", HERE)
slip("loops_end_before_the_border",
     "range(n_H):\n        for w in range(n_W)",
     "range(max(X.shape[0] - f_H + stride, 0) // stride):\n"
     "        for w in range(max(X.shape[1] - f_W + stride, 0) // stride)",
     "The loops end where X without its border would end: the outputs of the far border are missing.", HERE)
slip("stride_added", STEP, "top, left = h + stride - 1, w + stride - 1",
     "The stride is added to the position: it must multiply it.", HERE)
slip("window_grows_with_the_stride", WINDOW + " * W", "np.resize(padded[top:top + f_H * stride:stride, "
     "left:left + f_W * stride:stride], W.shape) * W",
     "The entries inside the window stand apart: the stride is between windows, not inside them.", HERE)
slip("shape_of_every_other", SIZES, "    n_H = -(-(X.shape[0] + 2 * pad - f_H) // stride)\n"
     "    n_W = -(-(X.shape[1] + 2 * pad - f_W) // stride)",
     "The + 1 is missing and the division is rounded up: where the stride divides, the last position is lost.", HERE)
slip("size_is_a_fraction", SIZES, SIZES.replace("//", "/"),
     "The size of H is a fraction and no whole number: the division must be rounded down.", HERE)
slip("size_rounded_to_the_nearest", SIZES, SIZES.replace("= (", "= round((").replace(" // stride", " / stride)"),
     "The size is rounded to the nearest number: it is rounded down, since a step that sticks out is not a position.",
     HERE)
slip("size_without_plus_one", SIZES, SIZES.replace(" + 1", ""),
     "The + 1 is missing in the size of H: its last row and column are lost.", HERE)
slip("height_without_plus_one", "- f_H) // stride + 1", "- f_H) // stride",
     "The + 1 is missing in the height of H: its last row is lost.", HERE)
slip("width_without_plus_one", "- f_W) // stride + 1", "- f_W) // stride",
     "The + 1 is missing in the width of H: its last column is lost.", HERE)
slip("plus_one_inside", SIZES, SIZES.replace(") // stride + 1", " + 1) // stride"),
     "The one is added before the division by the stride; the first position must be counted after it.", HERE)
slip("rounded_up", SIZES, SIZES.replace("= (", "= -(-(").replace(" // stride + 1", " // stride) + 1"),
     "The size is rounded up: a last step that does not fit inside is not a position.", HERE)
slip("rounded_up_and_cut", "    H = np.zeros((n_H, n_W))",
     "    n_H = -(-(padded.shape[0] - f_H) // stride) + 1\n    n_W = -(-(padded.shape[1] - f_W) // stride) + 1\n"
     "    padded = np.pad(padded, ((0, stride), (0, stride)))\n    H = np.zeros((n_H, n_W))",
     "H is too large where the stride does not divide: the last windows hang over the edge and see zeros there.", HERE)
slip("size_by_the_input_over_stride", SIZES,
     "    n_H = (X.shape[0] + 2 * pad) // stride\n    n_W = (X.shape[1] + 2 * pad) // stride",
     "The size forgets the filter: it is not the input's length divided by the stride.", HERE)
slip("size_ignores_pad", SIZES, SIZES.replace(" + 2 * pad", ""),
     "The input is padded, but the size of H does not know it: outputs are missing.", HERE)
slip("size_counts_pad_once", SIZES, SIZES.replace("2 * pad", "pad"),
     "The size counts the padding once, but there are zeros at both ends.", HERE)
slip("size_counts_pad_twice", SIZES, SIZES.replace("X.shape", "padded.shape"),
     "The size adds the padding to an input that is padded already.", HERE)
slip("height_used_for_width", "X.shape[1] + 2 * pad - f_W", "X.shape[0] + 2 * pad - f_H",
     "The width of H is computed by the formula for its height.", HERE)
slip("width_used_for_height", "X.shape[0] + 2 * pad - f_H", "X.shape[1] + 2 * pad - f_W",
     "The height of H is computed by the formula for its width.", HERE)
slip("square_filter_by_its_height", "f_H, f_W = W.shape", "f_H = f_W = W.shape[0]",
     "The height of the filter is used for its width too: it need not be square.", HERE)
slip("square_filter_by_its_width", "f_H, f_W = W.shape", "f_H = f_W = W.shape[1]",
     "The width of the filter is used for its height too: it need not be square.", HERE)
slip("filter_sides_exchanged", "f_H, f_W = W.shape", "f_W, f_H = W.shape",
     "Height and width of the filter are exchanged: rows come first.", HERE)
slip("offsets_exchanged", STEP, "top, left = w * stride, h * stride",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("stored_at_column_and_row", "H[h, w] =", "H[w, h] =",
     "Each output is stored at column, row instead of row, column.", HERE)
slip("window_end_fixed", WINDOW, "padded[top:f_H, left:f_W]",
     "The end of the window stays where it was: it must move with the start.", HERE)
slip("last_row_of_window_lost", WINDOW + " * W", "padded[top:top + f_H - 1, left:left + f_W] * W[:-1]",
     "The last row of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_column_of_window_lost", WINDOW + " * W", "padded[top:top + f_H, left:left + f_W - 1] * W[:, :-1]",
     "The last column of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_row_left_zero", "range(n_H)", "range(n_H - 1)",
     "The last row of H was never written: the loop stops one too early.", HERE)
slip("last_column_left_zero", "range(n_W)", "range(n_W - 1)",
     "The last column of H was never written: the loop stops one too early.", HERE)
slip("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and column of H were never written: both loops stop one too early.", HERE)
slip("every_stride_th_stored", "range(n_H):\n        for w in range(n_W)",
     "range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
     "The loops skip outputs: they run over all outputs, and the stride belongs into the position of the window.",
     HERE)
slip("loops_skip_and_step_is_one",
     "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
     "range(0, n_H, stride):\n        for w in range(0, n_W, stride):\n            top, left = h, w",
     "The loops run over window positions but end at the size of H, and the outputs are stored with gaps.", HERE)
slip("loops_over_the_input",
     "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
     "range(0, padded.shape[0], stride):\n        for w in range(0, padded.shape[1], stride):\n"
     "            top, left = h, w",
     "The loops run over every start in the input, so the window leaves it or there is no place in H.", HERE)
slip("window_from_X", WINDOW, "X[top:top + f_H, left:left + f_W]",
     "The windows are cut from X without its border, so they leave it or are shifted.", "lesson 04, section 1")
slip("pad_shifts_the_window", WINDOW, "padded[top + pad:top + pad + f_H, left + pad:left + pad + f_W]",
     "The windows start after the border: the first one starts in its corner.", "lesson 04, section 1")
slip("transposed", "    return H,", "    return H.T,", "Rows and columns of H are exchanged.", HERE)
slip("rotated", "    return H,", "    return H[::-1, ::-1],", "H is rotated by 180 degrees.", HERE)
slip("flat", "    return H,", "    return H.ravel(),", "The numbers are right, but they stand in one row.", HERE)
slip("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
     "H holds whole numbers: the digits after the point are cut off.", HERE)
slip("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
     "H takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("type_of_W", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=W.dtype)",
     "H takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("products_written_into_X", "            H[h, w] = np.sum(" + WINDOW + " * W)",
     "            " + WINDOW + " *= W\n            H[h, w] = np.sum(" + WINDOW + ")",
     "The products are written into the padded input itself: windows that overlap meet changed entries.", HERE)
slip("leaves_X_changed", "    return H", "    X[:] = 0\n    return H",
     "H is right, but an input is another array afterwards.", HERE)
slip("state_kept", "stride=1, pad=0):\n", "stride=1, pad=0, kept={}):\n"
     "    W = kept.setdefault(W.shape, np.zeros(W.shape)) + W\n"
     "    kept[W.shape] = W\n",
     "The filters of earlier calls are added to this one's: begin anew in each call.", HERE)
slip("returns_in_the_inner_loop", "    return H", "            return H",
     "Only the first output is filled in: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return H", "        return H",
     "Only the first row of outputs is filled in: the return stands inside the outer loop.", HERE)
slip("returns_H_only", "    return H, (X, W, stride, pad)", "    return H",
     "Only H is returned: the cache belongs to the result too.", HERE)
slip("returns_cache_in_pieces", "return H, (X, W, stride, pad)", "return H, X, W, stride, pad",
     "The cache is returned in pieces: it must be one tuple.", HERE)
slip("zeros", "H[h, w] = np", "np", STILL_ZERO, HERE)
slip("returns_None", "    return H, (X, W, stride, pad)", "    print(H)", FORGOT_RETURN, HERE)
slip = slips(forward, "conv_forward_strided")
HERE = "lesson 04, section 1"
PADDING = "pad2d(X, pad)  # noqa: F821  an earlier exercise"
slip("pad_ignored", PADDING, "X\n    pad = 0", "The padding is ignored: there are no zeros around X.", HERE)
slip("pad_all_before", PADDING, "np.pad(X, (2 * pad, 0))",
     "All the zeros are above and at the left of X: half of them belong on the other sides.", HERE)
slip("pad_all_behind", PADDING, "np.pad(X, (0, 2 * pad))",
     "All the zeros are below and at the right of X: half of them belong on the other sides.", HERE)
slip("pad_rows_only", PADDING, "np.pad(X, ((pad, pad), (0, 0)))",
     "There are no zeros at the left and right of X, so the windows there are cut short.", HERE)
slip("pad_columns_only", PADDING, "np.pad(X, ((0, 0), (pad, pad)))",
     "There are no zeros above and below X, so the windows there are cut short.", HERE)
slip("padded_with_edge", PADDING, "np.pad(X, pad, mode='edge')",
     "The border repeats the edge of X: it must be zeros.", HERE)
slip("padded_with_mirror", PADDING, "np.pad(X, pad, mode='symmetric')",
     "The border mirrors X: it must be zeros.", HERE)
slip("padded_around", PADDING, "np.pad(X, pad, mode='wrap')",
     "The border continues X from its other end: it must be zeros.", HERE)
slip("padded_with_ones", PADDING, "np.pad(X, pad, constant_values=1)",
     "There are ones around X: it must be zeros.", HERE)
slip("padded_by_one", PADDING, "np.pad(X, 1 if pad else 0)",
     "The border is at most one wide, whatever the padding is.", HERE)
slip("padded_for_same_size", PADDING,
     "np.pad(X, (((f_H - 1) // 2, f_H // 2), ((f_W - 1) // 2, f_W // 2)))\n    pad = 0\n"
     "    X = padded",
     "X is padded so that the output keeps its size, whatever the padding is.", HERE)



@mistake("conv_forward_strided", says="Where a window lies half outside, the filter was cut at the wrong end: above "
         "and at the left its first rows and columns lie on the padding.", reread="lesson 04, section 1")
def filter_cut_at_the_wrong_end(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1
    H = np.zeros((n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        i, j = h * stride - pad, w * stride - pad
        window = X[max(i, 0):max(i + f_H, 0), max(j, 0):max(j + f_W, 0)]
        H[h, w] = np.sum(window * W[:window.shape[0], :window.shape[1]])
    return H, (X, W, stride, pad)


@mistake("conv_forward_strided", says="The last position on each axis is lost where the stride divides: the last start "
         "at which the filter still fits belongs to the loop.", reread="lesson 04, section 2")
def last_start_left_out(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    H = [[np.sum(padded[top:top + f_H, left:left + f_W] * W) for left in range(0, padded.shape[1] - f_W, stride)]
         for top in range(0, padded.shape[0] - f_H, stride)]
    return np.array(H), (X, W, stride, pad)


@mistake("conv_forward_strided", says="H is too large: windows that stick out were cut at the edge, but where the "
         "filter does not fit there is no output.", reread="lesson 04, section 2")
def windows_cut_at_the_edge(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    H = np.zeros([-(-n // stride) for n in padded.shape])
    for h, w in np.ndindex(*H.shape):
        window = padded[h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        H[h, w] = np.sum(window * W[:window.shape[0], :window.shape[1]])
    return H, (X, W, stride, pad)


def by_output_size(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    n_H = output_size(X.shape[0], f_H, stride, pad)  # noqa: F821  given
    n_W = output_size(X.shape[1], f_W, stride, pad)  # noqa: F821  given
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            i, j = h * stride, w * stride
            H[h, w] = np.sum(padded[i:i + f_H, j:j + f_W] * W)
    return H, (X, W, stride, pad)


slip = slips(by_output_size, "conv_forward_strided")
HERE = "lesson 04, section 2"
COUNTS = """    n_H = output_size(X.shape[0], f_H, stride, pad)  # noqa: F821  given
    n_W = output_size(X.shape[1], f_W, stride, pad)  # noqa: F821  given"""
slip("counts_exchange_stride_and_pad", COUNTS, COUNTS.replace("stride, pad", "pad, stride"),
     "Stride and padding are exchanged in counting the outputs: the stride comes first.", HERE)
slip("counts_forget_both", COUNTS, COUNTS.replace(", stride, pad", ""),
     "The outputs are counted as if there were no stride and no padding.", HERE)
slip("counts_forget_the_padding", COUNTS, COUNTS.replace(", pad", ""),
     "The outputs are counted as if there were no padding: some are missing.", HERE)
slip("counts_take_the_stride_for_the_filter", COUNTS, COUNTS.replace("f_H, stride", "stride, f_H").replace(
     "f_W, stride", "stride, f_W"), "Filter and stride are exchanged in counting the outputs.", HERE)
slip("counts_by_the_height", "X.shape[1]", "X.shape[0]", "The width of H is counted along the height of X.", HERE)
slip("counts_by_the_width", "X.shape[0]", "X.shape[1]", "The height of H is counted along the width of X.", HERE)


def keep(X, W, stride=1, pad=0):
    H = correlate_valid(pad2d(X, pad), W)[::stride, ::stride]  # noqa: F821  given, and an earlier exercise
    return H, (X, W, stride, pad)


slip = slips(keep, "conv_forward_strided")
HERE = "lesson 04, section 2"
slip("pad_forgotten", "pad2d(X, pad)", "X",
     "The padding is forgotten: there are no zeros around X, so H is too small.", "lesson 04, section 1")
slip("output_padded", "correlate_valid(pad2d(X, pad), W)", "pad2d(correlate_valid(X, W), pad)",
     "The zeros were put around the output: they belong around the input.", "lesson 04, section 1")
slip("input_strided", "pad2d(X, pad), W)[::stride, ::stride]", "pad2d(X, pad)[::stride, ::stride], W)",
     "Rows and columns of the input are skipped: windows lie apart, but the pixels inside a window are neighbours.",
     HERE)
slip("X_strided_before_padding", "pad2d(X, pad), W)[::stride, ::stride]", "pad2d(X[::stride, ::stride], pad), W)",
     "Rows and columns of X are skipped before it is padded: only the outputs may be skipped.", HERE)
slip("rows_kept_all", "[::stride, ::stride]", "[:, ::stride]",
     "The stride skips columns of outputs, but no rows.", HERE)
slip("columns_kept_all", "[::stride, ::stride]", "[::stride]",
     "The stride skips rows of outputs, but no columns.", HERE)
slip("kept_from_the_second", "[::stride, ::stride]", "[stride - 1::stride, stride - 1::stride]",
     "The first outputs are skipped: the first window lies in the corner.", HERE)
slip("kept_from_the_middle_of_a_step", "[::stride, ::stride]", "[stride // 2::stride, stride // 2::stride]",
     "The outputs are picked from the middle of each step: the first window lies in the corner.", HERE)
slip("padded_twice", "pad2d(X, pad)", "pad2d(pad2d(X, pad), pad)",
     "The border was put around X twice.", "lesson 04, section 1")
slip("first_outputs_kept", "[::stride, ::stride]", "[:stride, :stride]",
     "The first outputs are kept, as many as the stride is long: every so many-th one must be kept.", HERE)
slip("convolved_full", "correlate_valid(pad2d(X, pad), W)", "convolve_full(pad2d(X, pad), rot180(W))",
     "This is the full correlation: the filter may not stick out of the padded input.", HERE)

# --- conv_backward_strided ------------------------------------------------------------------------------------------


def scatter(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape
    padded = np.pad(X, pad)
    dX = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            top, left = h * stride, w * stride
            dX[top:top + f_H, left:left + f_W] += W * dH[h, w]
            dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]
    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW


def convolve(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    room = (padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)
    dilated = np.zeros(room)
    dilated[:dH.shape[0] * stride:stride, :dH.shape[1] * stride:stride] = dH
    dX = convolve_full(dilated, W)  # noqa: F821  given
    dX = dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad]
    dW = correlate_valid(padded, dilated)  # noqa: F821  given
    return dX, dW


# dX alone.
slip = slips(convolve, "conv_backward_strided")
HERE = "lesson 03, section 3"
FULL = "convolve_full(dilated, W)  # noqa: F821  given"
CUT = "dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad]"
slip("dX_only_rows_reversed", FULL, "convolve_full(dilated, W[:, ::-1])",
     "dX is what you get when only the rows of the filter are reversed.", "lesson 03, section 2")
slip("dX_only_columns_reversed", FULL, "convolve_full(dilated, W[::-1])",
     "dX is what you get when only the columns of the filter are reversed.", "lesson 03, section 2")
slip("dX_valid_for_full", FULL + "\n    dX = " + CUT, "correlate_valid(np.pad(dilated, pad), rot180(W)) if all("
     "n + 2 * pad >= f for n, f in zip(dilated.shape, W.shape)) else np.zeros((0, 0))",
     "dX is too small: the filter must slide over zeros around dH too, which makes the convolution a full one.", HERE)
HERE = "lesson 04, section 4"
slip("dX_not_dilated", FULL, "convolve_full(dH, W)",
     "dX is too small where the stride is not 1: dH was not spread out before the full convolution.", HERE)
slip("dX_without_the_rest", FULL,
     "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)",
     "dX lacks the rows and columns that the stride leaves over: they belong to it, with zeros in them.",
     "lesson 04, section 3")
slip("dX_rest_above", FULL,
     "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
     "    dX = np.pad(dX, [(n - m, 0) for n, m in zip(padded.shape, dX.shape)])",
     "dX has the rows and columns that the stride leaves over above and at the left: they are the last ones.",
     "lesson 04, section 3")
slip("dX_rest_after_the_border", FULL + "\n    dX = " + CUT,
     "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
     "    inside, dX = dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], np.zeros(X.shape)\n"
     "    dX[:inside.shape[0], :inside.shape[1]] = inside",
     "dX has zeros in its last rows or columns although windows see them: what the stride leaves over must be there "
     "before the border comes off.", "lesson 04, section 6")
slip("dX_spread_after_the_convolution", FULL,
     "convolve_full(dH, W)\n    small, dX = dX, np.zeros(padded.shape)\n"
     "    for i, j in np.ndindex(small.shape):\n"
     "        if i * stride < dX.shape[0] and j * stride < dX.shape[1]:\n"
     "            dX[i * stride, j * stride] = small[i, j]",
     "dX was spread out after the full convolution: dH is spread out, before it.", HERE)
slip("dX_dilated_by_the_shape_of_X", FULL,
     "convolve_full(np.pad(dilated, ((0, f_H - 1), (0, f_W - 1))), W)",
     "dX is too large: dH was spread into the shape of the input, but at stride 1 there are fewer outputs than pixels.",
     HERE)
slip("dX_repeated", FULL,
     "convolve_full(np.pad(np.kron(dH, np.ones((stride, stride))), ((0, stride), (0, stride)))[:room[0], :room[1]], W)",
     "dX is what you get when each entry of dH is repeated over the whole step: zeros belong between them.",
     HERE)
slip("dX_one_zero_too_many", FULL,
     "convolve_full(dilated, W)\n    spread = np.zeros([(n - 1) * (stride + 1) + 1 for n in dH.shape])\n"
     "    spread[::stride + 1, ::stride + 1] = dH\n    dX = convolve_full(spread, W)",
     "dX is what you get with as many zeros between two entries of dH as the stride is long: one fewer is right.", HERE)
slip("dX_dilated_at_the_end", FULL,
     "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
     "    dX = np.pad(dX, [((n - m + 1) // 2, (n - m) // 2) for n, m in zip(padded.shape, dX.shape)])",
     "dX has what the stride leaves over on both sides: all of it belongs below and at the right.",
     "lesson 04, section 3")
slip("dX_resized", FULL, "np.resize(convolve_full(dH, W), padded.shape)",
     "dX was brought to its size by repeating entries: spread dH out before the full convolution instead.", HERE)
HERE = "lesson 04, section 5"
slip("dX_border_not_taken_off", CUT, "dX",
     "dX still has the border: what reaches the padding is thrown away, so that dX has the shape of X.", HERE)
slip("dX_border_off_at_the_start", CUT, "dX[pad:, pad:]",
     "dX still has the border below and at the right: it must be taken off on all four sides.", HERE)
slip("dX_border_off_at_the_end", CUT, "dX[:dX.shape[0] - pad, :dX.shape[1] - pad]",
     "dX still has the border above and at the left: it must be taken off on all four sides.", HERE)
slip("dX_border_off_rows_only", CUT, "dX[pad:dX.shape[0] - pad]",
     "dX still has the border at the left and right.", HERE)
slip("dX_border_off_columns_only", CUT, "dX[:, pad:dX.shape[1] - pad]",
     "dX still has the border above and below.", HERE)
slip("dX_top_left_kept", CUT, "dX[:X.shape[0], :X.shape[1]]",
     "dX is shifted by the padding: it must begin behind the border, not in its corner.", HERE)
slip("dX_bottom_right_kept", CUT, "dX[2 * pad:, 2 * pad:]",
     "dX has the right shape but ends in the border: cut off the same on all four sides.", HERE)
slip("dX_empty_without_padding", CUT, "dX[pad:-pad, pad:-pad]",
     "dX is empty where there is no padding: minus zero is zero, so the slice ends where it begins.", HERE)
slip("dX_rows_empty_without_padding", CUT, "dX[pad:-pad, pad:dX.shape[1] - pad]",
     "dX has no rows where there is no padding: minus zero is zero, so the slice ends where it begins.", HERE)
slip("dX_columns_empty_without_padding", CUT, "dX[pad:dX.shape[0] - pad, pad:-pad]",
     "dX has no columns where there is no padding: minus zero is zero, so the slice ends where it begins.", HERE)
slip("dX_end_empty_without_padding", CUT, "dX[:-pad, :-pad]",
     "dX loses its border at the end only, and is empty where there is no padding.", HERE)
slip("dX_one_off_each_side", CUT, "dX[1:-1, 1:-1]",
     "dX loses one row and column on each side, whatever the padding is.", HERE)
slip("dX_border_cleared", CUT,
     "np.pad(dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], pad)",
     "dX has zeros in the place of the border: the border itself must go.", HERE)
slip("dX_border_cut_twice", CUT, "dX[2 * pad:max(dX.shape[0] - 2 * pad, 0), 2 * pad:max(dX.shape[1] - 2 * pad, 0)]",
     "dX is too small: the border was taken off twice.", HERE)
slip("dX_folded_border", CUT,
     "dX\n    whole, dX = dX, np.zeros(X.shape)\n"
     "    for i, j in np.ndindex(whole.shape):\n"
     "        dX[min(max(i - pad, 0), X.shape[0] - 1), min(max(j - pad, 0), X.shape[1] - 1)] += whole[i, j]",
     "dX has the border's gradient added to its edge: the border holds constants, and their gradient is thrown away.",
     HERE)
HERE = "lesson 03, section 3"
slip("dX_mean_for_sum", "    return dX", "    dX = dX / W.size\n    return dX",
     "dX is what you get when the products in each window are averaged instead of added up.", HERE)
slip("dX_is_one_number", "    return dX", "    dX = np.sum(dX)\n    return dX",
     "dX was added up to one number: each pixel has its own gradient.", HERE)
slip("dX_transposed", "    return dX", "    dX = dX.T\n    return dX", "dX has its rows and columns exchanged.", HERE)
slip("dX_rotated", "    return dX", "    dX = dX[::-1, ::-1]\n    return dX", "dX is rotated by 180 degrees.", HERE)
slip("dX_upside_down", "    return dX", "    dX = dX[::-1]\n    return dX", "dX is upside down.", HERE)
slip("dX_mirrored", "    return dX", "    dX = dX[:, ::-1]\n    return dX", "dX is mirrored left to right.", HERE)
slip("dX_flat", "    return dX", "    dX = dX.ravel()\n    return dX",
     "dX stands in one row: it has the shape of X.", HERE)
slip("dX_negative", "    return dX", "    dX = -dX\n    return dX", "dX has the wrong sign everywhere.", HERE)
slip("dX_doubled", "    return dX", "    dX = 2 * dX\n    return dX", "dX is twice what it should be.", HERE)
slip("dX_cut_to_whole_numbers", "    return dX", "    dX = dX.astype(int)\n    return dX",
     "dX holds whole numbers: the digits after the point are cut off.", HERE)
slip("dX_type_of_X", "    return dX", "    dX = dX.astype(X.dtype)\n    return dX",
     "dX takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("dX_relu_inside", "    return dX", "    dX = dX * (X > 0)\n    return dX",
     "dX is set to zero where X is not positive: that is the gradient of the ReLU, which is another layer.", HERE)
slip("dX_divided_by_the_stride", "    return dX", "    dX = dX / stride ** 2\n    return dX",
     "dX is divided by the square of the stride: the stride spreads the entries out, it does not shrink them.",
     "lesson 04, section 4")
slip("dX_multiplied_by_the_stride", "    return dX", "    dX = dX * stride\n    return dX",
     "dX is multiplied by the stride: the stride spreads the entries out, it does not scale them.",
     "lesson 04, section 4")

slip = slips(scatter, "conv_backward_strided")
HERE = "lesson 04, section 6"
STAMP = "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]"
slip("dX_stride_ignored", STAMP, "dX[h:h + f_H, w:w + f_W] += W * dH[h, w]",
     "dX is what you get when the stamps move by one, whatever the stride is: dH was not spread out.", HERE)
slip("dX_stride_on_rows_only", STAMP, "dX[top:top + f_H, w:w + f_W] += W * dH[h, w]",
     "dX is what you get when the stamps move by the stride down, but by one to the right.", HERE)
slip("dX_stride_on_columns_only", STAMP, "dX[h:h + f_H, left:left + f_W] += W * dH[h, w]",
     "dX is what you get when the stamps move by the stride to the right, but by one down.", HERE)
slip("dX_steps_of_the_filter", STAMP,
     "target = dX[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]\n"
     "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
     "dX is what you get when the stamps move by the length of the filter: they move by the stride.", HERE)
slip("dX_stride_twice", STAMP,
     "target = dX[top * stride:top * stride + f_H, left * stride:left * stride + f_W]\n"
     "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
     "dX is what you get when the stride is multiplied in twice.", HERE)
slip("dX_overwritten", "+= W * dH", "= W * dH",
     "dX is what you get when each stamp replaces what lies under it: where stamps overlap they must be added.",
     "lesson 02, section 3")
slip("dX_last_position_only", "            dX[top", "            dX = np.zeros(padded.shape)\n            dX[top",
     "dX holds the stamp of the last output only: it was cleared at each position.", "lesson 02, section 3")
slip("dX_filter_rotated", "+= W * dH", "+= W[::-1, ::-1] * dH",
     "dX is what you get when the filter lies the wrong way round: a stamp shows it as it is, and the full convolution "
     "rotates it once.",
     "lesson 02, section 3")
slip("dX_ignores_dH", "+= W * dH[h, w]", "+= W",
     "dX is what you get when dH is all ones: each stamp must be multiplied by the gradient of its output.",
     "lesson 02, section 3")
slip("dX_first_dH_only", "+= W * dH[h, w]", "+= W * dH[0, 0]",
     "dX is what you get when the first entry of dH is used for every output.", "lesson 02, section 3")
slip("dX_dH_summed", "+= W * dH[h, w]", "+= W * np.sum(dH)",
     "dX is what you get when the sum of dH is used for every output.", "lesson 02, section 3")
slip("dX_dH_rotated", "+= W * dH[h, w]", "+= W * dH[-1 - h, -1 - w]",
     "dX is what you get when dH is rotated by 180 degrees.", "lesson 02, section 3")
slip("dX_dH_at_the_window", "+= W * dH[h, w]", "+= W * dH[top % dH.shape[0], left % dH.shape[1]]",
     "dX is what you get when dH is read at the window's place: it has one entry for each output, side by side.", HERE)
slip("dX_weights_forgotten", "+= W * dH", "+= dH",
     "dX is what you get when the weights are left out.", "lesson 02, section 3")
slip("dX_X_for_W", "+= W * dH", "+= padded[top:top + f_H, left:left + f_W] * dH",
     "dX is what you get when the pixels are used in place of the weights.", "lesson 02, section 3")
slip("dX_starts_from_X", "dX = np.zeros(padded.shape)", "dX = padded.astype(float)",
     "X itself is still in dX: begin with zeros.", "lesson 02, section 3")
slip("dX_last_row_of_dH_lost", STAMP, STAMP + " * (h < dH.shape[0] - 1)",
     "dX lacks the stamps of the last row of outputs.", HERE)
slip("dX_last_column_of_dH_lost", STAMP, STAMP + " * (w < dH.shape[1] - 1)",
     "dX lacks the stamps of the last column of outputs.", HERE)
slip("dX_border_clipped_at_the_corner", STAMP,
     "i, j = max(top - pad, 0), max(left - pad, 0)\n"
     "            target = dX[pad + i:pad + min(i + f_H, n_H_prev), pad + j:pad + min(j + f_W, n_W_prev)]\n"
     "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
     "dX has its outer stamps pushed inside: where a window begins in the border, the filter's first rows or columns "
     "fall away.", "lesson 04, section 5")
slip("dX_zero", STAMP, "pass", "dX is zero everywhere: nothing was ever written into it.", HERE)
slip("dX_is_X", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return X,",
     "This is X itself in the place of dX.", HERE)
slip("dX_is_dH", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return dH,",
     "This is dH itself in the place of dX: the gradient must go back through the layer.", HERE)
slip("dX_is_None", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return None,",
     "In the place of dX stands None.", HERE)

# dW alone.
slip = slips(convolve, "conv_backward_strided")
HERE = "lesson 04, section 6"
SLIDE = "correlate_valid(padded, dilated)  # noqa: F821  given"
slip("dW_not_dilated", SLIDE, "correlate_valid(padded, dH)",
     "dW is too large where the stride is not 1: dH was not spread out before it slid over the input.", HERE)
slip("dW_input_skipped", SLIDE, "correlate_valid(padded[::stride, ::stride], dH)",
     "dW was computed from every so many-th pixel: no pixel is skipped, dH is spread out instead.", HERE)
slip("dW_not_dilated_but_skipping", SLIDE,
     "correlate_valid(padded, dH)[::stride, ::stride]",
     "dW is what you get when dH slides over the input in steps of the stride: it must be spread out and slide by one.",
     HERE)
slip("dW_without_the_rest", SLIDE,
     "correlate_valid(padded, dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1])",
     "dW is too large where the stride leaves rows or columns over: the spread dH must have room for them.",
     "lesson 04, section 3")
slip("dW_unpadded_input", SLIDE, "np.zeros(W.shape)\n"
     "    for u, v in np.ndindex(W.shape):\n"
     "        part = X[u:u + room[0], v:v + room[1]]\n"
     "        dW[u, v] = np.sum(part * dilated[:part.shape[0], :part.shape[1]])",
     "dW is what you get from X without its border: each window was cut from the padded input.", "lesson 04, section 1")
slip("dW_unpadded_input_valid", SLIDE, "correlate_valid(X, dilated) if all(n >= m for n, m in zip(X.shape, room)) "
     "else np.zeros((0, 0))",
     "dW is too small where there is padding: dH must slide over the padded input.", "lesson 04, section 1")
slip("dW_full_for_valid", SLIDE, "correlate_valid(np.pad(padded, [(m - 1, m - 1) for m in room]), dilated)",
     "dW is too large: dH may not hang over the edge of the padded input.", "lesson 03, section 1")
slip("dW_dH_rotated", SLIDE, "correlate_valid(padded, dilated[::-1, ::-1])",
     "dW is what you get when the spread dH is rotated by 180 degrees: dW is a plain correlation.",
     "lesson 03, section 1")
slip("dW_convolved_with_dH", SLIDE, "correlate_valid(padded, dilated)[::-1, ::-1]",
     "dW is rotated by 180 degrees: its first entry belongs to the first weight.", "lesson 03, section 1")
slip("dW_padding_of_ones", SLIDE, "correlate_valid(np.pad(X, pad, constant_values=1), dilated)",
     "dW is what you get when the border holds ones: the forward pass had zeros there.", "lesson 04, section 1")
slip("dW_padding_by_the_edge", SLIDE, "correlate_valid(np.pad(X, pad, mode='edge'), dilated)",
     "dW is what you get when the border repeats the edge of X: the forward pass had zeros there.",
     "lesson 04, section 1")
slip("dW_dX_for_X", SLIDE, "correlate_valid(convolve_full(dilated, W), dilated)",
     "dW was computed from dX where X belongs.", HERE)
slip("dW_transposed", "    return dX, dW", "    return dX, dW.T", "dW has its rows and columns exchanged.", HERE)
slip("dW_upside_down", "    return dX, dW", "    return dX, dW[::-1]", "dW is upside down.", HERE)
slip("dW_mirrored", "    return dX, dW", "    return dX, dW[:, ::-1]", "dW is mirrored left to right.", HERE)
slip("dW_flat", "    return dX, dW", "    return dX, dW.ravel()", "dW stands in one row: it has the shape of W.", HERE)
slip("dW_is_one_number", "    return dX, dW", "    return dX, np.sum(dW)",
     "dW was added up to one number: each weight has its own gradient.", HERE)
slip("dW_negative", "    return dX, dW", "    return dX, -dW", "dW has the wrong sign everywhere.", HERE)
slip("dW_doubled", "    return dX, dW", "    return dX, 2 * dW", "dW is twice what it should be.", HERE)
slip("dW_mean_over_positions", "    return dX, dW", "    return dX, dW / dH.size",
     "dW is divided by the number of outputs: their contributions are added, not averaged.", HERE)
slip("dW_mean_over_the_grid", "    return dX, dW", "    return dX, dW / dilated.size",
     "dW is divided by the number of places at stride 1: contributions are added, not averaged.", HERE)
slip("dW_divided_by_the_stride", "    return dX, dW", "    return dX, dW / stride ** 2",
     "dW is divided by the square of the stride: the stride spreads the entries out, it does not shrink them.", HERE)
slip("dW_cut_to_whole_numbers", "    return dX, dW", "    return dX, dW.astype(int)",
     "dW holds whole numbers: the digits after the point are cut off.", HERE)
slip("dW_type_of_W", "    return dX, dW", "    return dX, dW.astype(W.dtype)",
     "dW takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("dW_relu_inside", "    return dX, dW", "    return dX, np.maximum(dW, 0)",
     "dW has zeros where it should be negative.", HERE)
slip("dW_is_W", "    return dX, dW", "    return dX, W", "This is W itself in the place of dW.", HERE)
slip("dW_is_dH", "    return dX, dW", "    return dX, dH",
     "This is dH itself in the place of dW: the gradient must go back through the layer.", HERE)
slip("dW_is_the_spread_dH", "    return dX, dW", "    return dX, dilated",
     "This is the spread dH in the place of dW: it must still slide over the padded input.", HERE)
slip("dW_is_None", "    return dX, dW", "    return dX, None", "In the place of dW stands None.", HERE)

slip = slips(scatter, "conv_backward_strided")
GATHER = "dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]"
slip("dW_stride_ignored", GATHER, "dW += padded[h:h + f_H, w:w + f_W] * dH[h, w]",
     "dW is what you get when the windows move by one, whatever the stride is: dH was not spread out.", HERE)
slip("dW_stride_on_rows_only", GATHER, "dW += padded[top:top + f_H, w:w + f_W] * dH[h, w]",
     "dW is what you get when the windows move by the stride down, but by one to the right.", HERE)
slip("dW_stride_on_columns_only", GATHER, "dW += padded[h:h + f_H, left:left + f_W] * dH[h, w]",
     "dW is what you get when the windows move by the stride to the right, but by one down.", HERE)
slip("dW_steps_of_the_filter", GATHER,
     "part = padded[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]\n"
     "            dW[:part.shape[0], :part.shape[1]] += part * dH[h, w]",
     "dW is what you get when the windows move by the length of the filter: they move by the stride.", HERE)
slip("dW_overwritten", "dW +=", "dW =",
     "dW holds the last output's contribution only: each replaced the one before, but they must be added.",
     "lesson 02, section 2")
slip("dW_ignores_dH", GATHER, "dW += padded[top:top + f_H, left:left + f_W]",
     "dW is what you get when dH is all ones: each window must be multiplied by the gradient of its output.",
     "lesson 02, section 2")
slip("dW_first_dH_only", "left:left + f_W] * dH[h, w]", "left:left + f_W] * dH[0, 0]",
     "dW is what you get when the first entry of dH is used for every output.", "lesson 02, section 2")
slip("dW_dH_summed", "left:left + f_W] * dH[h, w]", "left:left + f_W] * np.sum(dH)",
     "dW is what you get when the sum of dH is used for every output.", "lesson 02, section 2")
slip("dW_inputs_forgotten", GATHER, "dW += dH[h, w]",
     "Every entry of dW is the sum of dH: each weight also met an input.", "lesson 02, section 2")
slip("dW_W_for_X", GATHER, "dW += W * dH[h, w]",
     "dW is what you get when the weights are used in place of the pixels.", "lesson 02, section 2")
slip("dW_window_never_moves", GATHER, "dW += padded[:f_H, :f_W] * dH[h, w]",
     "dW is what you get when the window stays at the top left: each output saw its own window.", HERE)
slip("dW_last_row_of_dH_lost", GATHER, GATHER + " * (h < dH.shape[0] - 1)",
     "dW lacks the last row of outputs.", HERE)
slip("dW_last_column_of_dH_lost", GATHER, GATHER + " * (w < dH.shape[1] - 1)",
     "dW lacks the last column of outputs.", HERE)
slip("dW_starts_from_W", "dW = np.zeros(W.shape)", "dW = W.astype(float)",
     "W itself is still in dW: begin with zeros.", HERE)
slip("dW_border_skipped", GATHER,
     "window = np.pad(X * 0 + 1, pad)[top:top + f_H, left:left + f_W].all()\n            " + GATHER + " * window",
     "dW leaves out the outputs whose windows touch the border: their other pixels are real ones.",
     "lesson 04, section 5")
slip("dW_zero", GATHER, "pass", "dW is zero everywhere: nothing was ever written into it.", HERE)

# Both, or the whole result.
slip = slips(scatter, "conv_backward_strided")
HERE = "lesson 04, section 6"
BACK = "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW"
slip("stride_ignored", "top, left = h * stride, w * stride", "top, left = h, w",
     "The stride is ignored: windows and stamps move by one.", HERE)
slip("stride_on_rows_only", "top, left = h * stride, w * stride", "top, left = h * stride, w",
     "The stride moves windows and stamps down, but not to the right.", HERE)
slip("stride_on_columns_only", "top, left = h * stride, w * stride", "top, left = h, w * stride",
     "The stride moves windows and stamps to the right, but not down.", HERE)
slip("stride_twice", "top, left = h * stride, w * stride", "top, left = h * stride ** 2, w * stride ** 2",
     "The stride is multiplied in twice, so the windows leave the input.", HERE)
slip("steps_of_the_filter", "top, left = h * stride, w * stride", "top, left = h * f_H, w * f_W",
     "Windows and stamps jump by the length of the filter: they jump by the stride.", HERE)
slip("offsets_exchanged", "top, left = h * stride, w * stride", "top, left = w * stride, h * stride",
     "Windows and stamps lie at column, row instead of row, column.", HERE)
slip("dH_at_the_window",
     "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]\n"
     "            dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]",
     "dX[top:top + f_H, left:left + f_W] += W * dH[top, left]\n"
     "            dW += padded[top:top + f_H, left:left + f_W] * dH[top, left]",
     "dH is read at the place of the window: it has one entry for each output, side by side.", HERE)
slip("pad_subtracted_from_the_position", "top, left = h * stride, w * stride",
     "top, left = h * stride - pad, w * stride - pad",
     "The padding is subtracted from the position, but in the padded array the first window lies in the corner.",
     "lesson 04, section 5")
slip("pad_added_to_the_position", "top, left = h * stride, w * stride",
     "top, left = h * stride + pad, w * stride + pad",
     "The padding is added to the position, but in the padded array the first window lies in the corner.",
     "lesson 04, section 5")
slip("loops_skip", "range(dH.shape[0]):\n        for w in range(dH.shape[1])",
     "range(0, dH.shape[0], stride):\n        for w in range(0, dH.shape[1], stride)",
     "The loops skip entries of dH: all of them count, and the stride belongs into the position of the window.", HERE)
slip("loops_over_the_input",
     "range(dH.shape[0]):\n        for w in range(dH.shape[1]):\n            top, left = h * stride, w * stride",
     "range(padded.shape[0] - f_H + 1):\n        for w in range(padded.shape[1] - f_W + 1):\n"
     "            top, left = h, w",
     "The loops run over the positions at stride 1, where dH has no entry: run over dH.", HERE)
slip("pad_ignored", "padded = np.pad(X, pad)", "padded, pad = X, 0",
     "The padding is ignored: windows and stamps belong on the padded input.", "lesson 04, section 5")
slip("pad_ignored_and_clipped", "    padded = np.pad(X, pad)",
     "    padded, pad = np.pad(X, ((0, 2 * pad), (0, 2 * pad))), 0",
     "All of the border is put below and at the right: half of it belongs above and at the left.",
     "lesson 04, section 1")
slip("square_filter_by_its_height", "f_H, f_W = W.shape", "f_H = f_W = W.shape[0]",
     "The height of the filter is used for its width too: it need not be square.", HERE)
slip("square_filter_by_its_width", "f_H, f_W = W.shape", "f_H = f_W = W.shape[1]",
     "The width of the filter is used for its height too: it need not be square.", HERE)
slip("filter_sides_exchanged", "f_H, f_W = W.shape", "f_W, f_H = W.shape",
     "Height and width of the filter are exchanged: rows come first.", HERE)
slip("stride_and_pad_exchanged", "X, W, stride, pad = cache", "X, W, pad, stride = cache",
     "Stride and padding are exchanged as they are taken from the cache: the stride comes first.", HERE)
slip("two_from_the_cache", "X, W, stride, pad = cache", "X, W = cache\n    stride, pad = 1, 0",
     "The cache holds four things here: the stride and the padding too.", HERE)
slip("X_and_W_exchanged", "X, W, stride, pad = cache", "W, X, stride, pad = cache",
     "Input and filter are exchanged as they are taken from the cache: X comes first.", HERE)
slip("stride_1_and_no_padding", "X, W, stride, pad = cache", "X, W, *_ = cache\n    stride, pad = 1, 0",
     "Stride and padding are both ignored: this is the backward pass of lesson 2.", HERE)
slip("dH_ignored", "    n_H_prev", "    dH = np.ones(dH.shape)\n    n_H_prev",
     "The result is what you get when dH is all ones.", HERE)
slip("dH_called", "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]",
     "dX[top:top + f_H, left:left + f_W] += W * dH(h, w)",
     "An array is called like a function: square brackets index it.", "lesson 02, section 6")
slip("parts_exchanged", BACK, "    return dW, dX[pad:pad + n_H_prev, pad:pad + n_W_prev]",
     "dX and dW are exchanged in the result: dX comes first.", HERE)
slip("returns_dX_only", BACK, BACK.removesuffix(", dW"), "Only dX is returned: dW belongs to the result too.", HERE)
slip("returns_dW_only", BACK, "    return dW", "Only dW is returned: dX belongs to the result too.", HERE)
slip("returns_three", BACK, BACK + ", dH", "Three values are returned: this layer has two gradients, dX and dW.", HERE)
slip("returns_None", BACK, "    print(dX, dW)", FORGOT_RETURN, HERE)
slip("returns_in_the_inner_loop", BACK, "        " + BACK,
     "Only the first output was sent back: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", BACK, "    " + BACK,
     "Only the first row of outputs was sent back: the return stands inside the outer loop.", HERE)
slip("zeros", "range(dH.shape[0]):\n", "[]:\n", STILL_ZERO, HERE)
slip("sign_wrong", BACK, "    return -dX[pad:pad + n_H_prev, pad:pad + n_W_prev], -dW",
     "Both gradients have the wrong sign: subtracting them is the optimizer's task.", HERE)
slip("leaves_dH_changed", BACK, "    dH[:] = 0\n" + BACK,
     "The gradients are right, but dH is another array afterwards.", HERE)
slip("leaves_X_changed", BACK, "    X[:] = 0\n" + BACK,
     "The gradients are right, but X is another array afterwards.", HERE)
slip("leaves_W_changed", BACK, "    W -= W\n" + BACK,
     "The gradients are right, but W is another array afterwards: updating is the optimizer's task.", HERE)
slip("whole_numbers", BACK, "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev].astype(int), dW.astype(int)",
     "Both gradients hold whole numbers: the digits after the point are cut off.", HERE)
slip("type_of_the_inputs", BACK,
     "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev].astype(X.dtype), dW.astype(W.dtype)",
     "The gradients take the number types of X and W: where these hold whole numbers, digits are cut off.", HERE)
slip("buffers_like_the_inputs", "dX = np.zeros(padded.shape)\n    dW = np.zeros(W.shape)",
     "dX = np.zeros_like(padded)\n    dW = np.zeros_like(W)",
     "The buffers take the number types of X and W: where these hold whole numbers, adding to them stops.", HERE)


def compose(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    room = (padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)
    dilated = dilate2d(dH, stride, room)  # noqa: F821  an earlier exercise
    dX = unpad2d(convolve_full(dilated, W), pad)  # noqa: F821  an earlier exercise, and given
    dW = correlate_valid(padded, dilated)  # noqa: F821  given
    return dX, dW


slip = slips(compose, "conv_backward_strided")
HERE = "lesson 04, section 6"
ROOM = "(padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1)"
SPREAD = "dilate2d(dH, stride, room)"
INSIDE = "unpad2d(convolve_full(dilated, W), pad)"
TOO_SMALL = "dH is spread into too small a shape"
slip("room_of_the_padded_input", ROOM, "padded.shape",
     "dH is spread into the shape of the padded input, but at stride 1 there are fewer outputs than pixels.", HERE)
slip("room_of_X", ROOM, "X.shape",
     "dH is spread into the shape of X, but it must be that of all outputs at stride 1.", HERE)
slip("room_of_X_and_border_kept", ROOM + "\n    dilated = dilate2d(dH, stride, room)  # noqa: F821  an earlier exercise"
     "\n    dX = " + INSIDE, "X.shape\n    dilated = dilate2d(dH, stride, room)\n    dX = convolve_full(dilated, W)",
     "dH is spread into the shape of X, where it must be that of all outputs, and the border stays on dX.", HERE)
slip("room_without_the_border", ROOM, "(X.shape[0] - f_H + 1, X.shape[1] - f_W + 1)",
     TOO_SMALL + ": all outputs at stride 1 are those of the padded input.", HERE)
slip("room_with_one_border", ROOM, "(X.shape[0] + pad - f_H + 1, X.shape[1] + pad - f_W + 1)",
     TOO_SMALL + ": the padding lies at both ends.", HERE)
slip("room_without_plus_one", ROOM, "(padded.shape[0] - f_H, padded.shape[1] - f_W)",
     TOO_SMALL + ": the + 1 is missing in the number of outputs at stride 1.", HERE)
slip("room_of_the_outputs", ROOM, "dH.shape",
     TOO_SMALL + ": it must have room for all outputs at stride 1, not only for those that were kept.", HERE)
slip("room_by_the_stride", ROOM, "(dH.shape[0] * stride, dH.shape[1] * stride)",
     "dH is spread into its own shape times the stride: what the stride leaves over can be less than that.",
     "lesson 04, section 3")
slip("room_exchanged", ROOM, "(padded.shape[1] - f_W + 1, padded.shape[0] - f_H + 1)",
     "Height and width of the shape that dH is spread into are exchanged: rows come first.", HERE)
slip("room_square_filter", ROOM, "(padded.shape[0] - f_H + 1, padded.shape[1] - f_H + 1)",
     "The width of the shape that dH is spread into is computed with the filter's height.", HERE)
slip("dW_from_X", "correlate_valid(padded, dilated)", "correlate_valid(X, dilated)",
     "For dW, dH slides over X without its border, where it does not fit: the windows came from the padded input.",
     HERE)
slip("dW_knows_nothing", "correlate_valid(padded, dilated)", "correlate_valid(X, dH)",
     "dW is still that of lesson 3: it must be taken from the padded input and the spread dH.", HERE)
slip("dX_knows_only_the_border", INSIDE, "unpad2d(convolve_full(dH, W), pad)",
     "For dX, dH was not spread out before the full convolution.", "lesson 04, section 4")
slip("dX_knows_nothing", INSIDE, "convolve_full(dH, W)",
     "dX is still that of lesson 3: dH must be spread out, and the border taken off.", "lesson 04, section 4")
slip("nothing_dilated", SPREAD, "dH",
     "dH is not spread out: both convolutions need it at stride 1, with zeros between its entries.",
     "lesson 04, section 4")
slip("dX_from_the_input", "convolve_full(dilated, W)", "convolve_full(padded, dilated)",
     "For dX, the padded input met dH, as it does for dW: dH must meet the weights.", HERE)
slip("dW_arguments_exchanged", "correlate_valid(padded, dilated)", "correlate_valid(dilated, padded)",
     "For dW, the padded input slides over dH, which is smaller: dH must slide over the padded input.", HERE)
slip("dW_border_taken_off", "dW = correlate_valid(padded, dilated)  # noqa: F821  given",
     "dW = unpad2d(correlate_valid(padded, dilated), pad)",
     "The border is taken off dW, which never had one: only the input was padded.", HERE)
slip("dW_is_a_full_convolution", "dW = correlate_valid(padded, dilated)", "dW = convolve_full(padded, dilated)",
     "dW is far too large: it is the valid correlation, not the full convolution.", "lesson 03, section 4")
slip("dX_valid_correlation", INSIDE, "unpad2d(correlate_valid(dilated, W), pad)",
     "For dX, the filter slides over dH without zeros around it and without a turn: it must be the full convolution.",
     "lesson 03, section 3")
slip("dX_valid_convolution", INSIDE, "unpad2d(correlate_valid(dilated, rot180(W)), pad)",
     "For dX, the turned filter slides over dH without zeros around it: it must be the full convolution.",
     "lesson 03, section 3")
slip("dX_valid_correlation_with_border", INSIDE, "correlate_valid(dilated, W)",
     "For dX, the filter slides over dH without zeros around it, and without a turn: dX is far too small.",
     "lesson 03, section 3")
slip("dX_full_by_hand_with_one_zero", INSIDE, "unpad2d(correlate_valid(np.pad(dilated, 1), rot180(W)), pad)",
     "For dX, dH gets one ring of zeros whatever the filter's size: it needs the filter's length less one.",
     "lesson 03, section 3")
slip("dX_full_by_hand_square", INSIDE, "unpad2d(correlate_valid(np.pad(dilated, f_H - 1), rot180(W)), pad)",
     "dX gets its zeros on all sides by the filter's height: at the left and right its width counts.",
     "lesson 03, section 3")
slip("dX_border_as_wide_as_the_stride", INSIDE, "unpad2d(convolve_full(dilated, W), stride)",
     "dX loses a border as wide as the stride: the border is as wide as the padding.", "lesson 04, section 5")
slip("nothing_new", "    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise",
     "    return convolve_full(dH, W), correlate_valid(X, dH)\n    padded = X",
     "This is the backward pass of lesson 3: it knows neither stride nor padding.", HERE)
slip("nothing_new_but_the_padding", "    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise",
     "    padded = np.pad(X, pad)\n    return convolve_full(dH, W), correlate_valid(padded, dH)",
     "dH is not spread out, and the border stays on dX: only the padding of X is there.", HERE)
slip("dX_arguments_exchanged", "convolve_full(dilated, W)", "convolve_full(W, dilated[::-1, ::-1])",
     "For dX, filter and dH changed places and dH was turned: a full convolution turns its second part already.",
     "lesson 03, section 3")
slip("dX_convolved_with_X", "convolve_full(dilated, W)", "convolve_full(dilated, X)",
     "For dX, dH met the pixels: it must meet the weights.", "lesson 02, section 3")
slip("dX_border_off_too_early", INSIDE, "convolve_full(unpad2d(dilated, pad), W)",
     "The border is taken off dH before the convolution: it must be taken off dX, after it.", "lesson 04, section 5")
slip("dX_padded_once_more", INSIDE, "pad2d(convolve_full(dilated, W), pad)",
     "dX gets another border: the one that it has must be taken off.", "lesson 04, section 5")
slip("dX_cropped_by_the_filter", INSIDE,
     "(lambda whole: whole[f_H - 1:whole.shape[0] - f_H + 1, f_W - 1:whole.shape[1] - f_W + 1])"
     "(convolve_full(dilated, W))",
     "dX loses a border as wide as the filter less one: the border is as wide as the padding.", "lesson 04, section 5")
slip("dH_padded", SPREAD, "dilate2d(pad2d(dH, pad), stride, room)",
     "The padding was put around dH, but it was X that was padded.", "lesson 04, section 5")
slip("dilated_twice", "convolve_full(dilated, W)",
     "convolve_full(dilate2d(dilated, stride, [n * stride for n in room]), W)",
     "dH is spread out twice before the full convolution.", "lesson 04, section 4")
slip("filter_dilated", "convolve_full(dilated, W)",
     "convolve_full(dH, dilate2d(W, stride, ((f_H - 1) * stride + 1, (f_W - 1) * stride + 1)))",
     "For dX, the filter was spread out instead of dH.", "lesson 04, section 4")
slip("stride_one_off", SPREAD, "dilate2d(dH, stride - 1 or 1, room)",
     "The entries of dH stand one step too close: there is one zero fewer between them than the stride is long.",
     "lesson 04, section 4")


@mistake("conv_backward_strided", says="For dW, the windows are cut from X without its border: they came from the "
         "padded input.", reread="lesson 04, section 6")
def windows_from_X(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    dX = np.zeros((X.shape[0] + 2 * pad, X.shape[1] + 2 * pad))
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        i, j = h * stride, w * stride
        dX[i:i + f_H, j:j + f_W] += W * dH[h, w]
        dW += X[i:i + f_H, j:j + f_W] * dH[h, w]
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], dW


@mistake("conv_backward_strided", says="The loops go in steps over dH, so entries are skipped: every entry counts, and "
         "the stride belongs into the position of the window.", reread="lesson 04, section 6")
def loops_in_steps(dH, cache):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    padded = np.pad(X, pad)
    dX, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(0, dH.shape[0], stride):
        for w in range(0, dH.shape[1], stride):
            dX[h:h + f_H, w:w + f_W] += W * dH[h, w]
            dW += padded[h:h + f_H, w:w + f_W] * dH[h, w]
    return dX[pad:pad + X.shape[0], pad:pad + X.shape[1]], dW


@mistake("conv_backward_strided", says="The gradients of earlier calls are still in the result: begin with zeros in "
         "each call.", reread="lesson 04, section 6")
def gradients_accumulate(dH, cache, kept={}):
    X, W, stride, pad = cache
    f_H, f_W = W.shape
    n_H_prev, n_W_prev = X.shape
    padded = np.pad(X, pad)
    dX = kept.setdefault(("dX", padded.shape), np.zeros(padded.shape))
    dW = kept.setdefault(("dW", W.shape), np.zeros(W.shape))
    for h, w in np.ndindex(dH.shape):
        i, j = h * stride, w * stride
        dX[i:i + f_H, j:j + f_W] += W * dH[h, w]
        dW += padded[i:i + f_H, j:j + f_W] * dH[h, w]
    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev], dW


@mistake("conv_backward_strided", says="dH is not spread out, so a stride above 1 gives a dX that is too small and a "
         "dW that is too large.", reread="lesson 04, section 4")
def neither_dilated(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    dX = convolve_full(dH, W)  # noqa: F821  given
    return dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], correlate_valid(padded, dH)  # noqa: F821


@mistake("conv_backward_strided", says="dH is spread out only as far as its last entry, so what the stride leaves over "
         "is missing in dX and makes dW too large.", reread="lesson 04, section 3")
def rest_forgotten(dH, cache):
    X, W, stride, pad = cache
    padded = np.pad(X, pad)
    dilated = np.zeros([(n - 1) * stride + 1 for n in dH.shape])
    dilated[::stride, ::stride] = dH
    dX = convolve_full(dilated, W)  # noqa: F821  given
    return dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], correlate_valid(padded, dilated)  # noqa: F821
