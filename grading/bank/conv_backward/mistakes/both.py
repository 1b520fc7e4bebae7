"""Wrong versions of conv_backward in which both gradients, or the whole result, are wrong."""

import numpy as np

from grading.bank.conv_backward.mistakes.bases import places, slide, stamp
from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")
HERE = "lesson 02, section 5"
NOTHING_TURNS = places("lesson 02, section 2", "lesson 03, section 1")
SLID = places("lesson 02, section 3", "lesson 03, section 3")

# Both, or the whole result.
slip_in_stamp = MISTAKES.slips(stamp)
slip_in_stamp("parts_exchanged", "return dX, dW", "return dW, dX",
              "dX and dW are swapped in the result: dX comes first.", HERE)
slip_in_stamp("returns_dX_only", "return dX, dW", "return dX",
              "Only dX is returned: dW belongs to the result too.", HERE)
slip_in_stamp("returns_dW_only", "return dX, dW", "return dW",
              "Only dW is returned: dX belongs to the result too.", HERE)
slip_in_stamp("returns_a_dict", "return dX, dW", "return {'dX': dX, 'dW': dW}",
              "The gradients are returned in a dict: return dX and dW themselves.", HERE)
slip_in_stamp("returns_three", "return dX, dW", "return dX, dW, dH",
              "Three values are returned, but this layer has only two gradients: dX and dW.", HERE)
slip_in_stamp("returns_None", "return dX, dW", "print(dX, dW)", FORGOT_RETURN, HERE)
slip_in_stamp("returns_in_the_inner_loop", "    return dX", "            return dX",
              "Only the first output was backpropagated: the return is inside the inner loop.", HERE)
slip_in_stamp("returns_in_the_outer_loop", "    return dX", "        return dX",
              "Only the first row of outputs was backpropagated: the return is inside the outer loop.", HERE)
slip_in_stamp("zeros", "    for h in range(n_H):", "    for h in []:", STILL_ZERO, HERE)
slip_in_stamp("dH_ignored", "    dX =", "    dH = np.ones(dH.shape)\n    dX =",
              "dX and dW are what you get when dH is all ones: the upstream gradient is not used.", HERE)
slip_in_stamp("first_dH_only", "    dX =", "    dH = np.full(dH.shape, dH[0, 0])\n    dX =",
              "Only the first entry of dH is used, for every output.", HERE)
slip_in_stamp("dH_rotated", "    dX =", "    dH = dH[::-1, ::-1]\n    dX =",
              "dX and dW are what you get when dH is rotated by 180 degrees.", HERE)
slip_in_stamp("dH_negative_entries_lost", "    dX =", "    dH = np.maximum(dH, 0)\n    dX =",
              "Negative entries of dH were set to zero: that belongs to the ReLU, a separate layer.", HERE)
slip_in_stamp("dH_absolute", "    dX =", "    dH = np.abs(dH)\n    dX =", "The signs of dH are lost.", HERE)
slip_in_stamp("halved", "    dX =", "    dH = dH / 2\n    dX =",
              "dX and dW are both half of what they should be.", HERE)
slip_in_stamp("dH_scaled_to_mean", "    dX =", "    dH = dH / dH.size\n    dX =",
              "dX and dW are divided by the number of outputs: dH already says how much each output matters.", HERE)
slip_in_stamp("negative", "    dX =", "    dH = -dH\n    dX =", "dX and dW both have the wrong sign.", HERE)
slip_in_stamp("doubled", "    dX =", "    dH = 2 * dH\n    dX =", "dX and dW are both twice what they should be.", HERE)
slip_in_stamp("last_row_lost", "for h in range(n_H)", "for h in range(n_H - 1)",
              "The last row of outputs was not backpropagated: the loop stops one too early.", HERE)
slip_in_stamp("last_column_lost", "for w in range(n_W)", "for w in range(n_W - 1)",
              "The last column of outputs was not backpropagated: the loop stops one too early.", HERE)
slip_in_stamp("last_row_and_column_lost", "range(n_H):\n        for w in range(n_W)",
              "range(n_H - 1):\n        for w in range(n_W - 1)",
              "The last row and the last column of outputs were not backpropagated: both loops stop one too "
              "early.", HERE)
slip_in_stamp("first_row_lost", "for h in range(n_H)", "for h in range(1, n_H)",
              "The first row of outputs was not backpropagated: count from 0.", HERE)
slip_in_stamp("last_position_only", "            dX[h",
              "            dX, dW = np.zeros(X.shape), np.zeros(W.shape)\n            dX[h",
              "Only the last output was backpropagated: dX and dW are cleared at each position.", HERE)
slip_in_stamp("overwritten", "dX[h:h + f, w:w + f] += W * dH[h, w]\n            dW += ",
              "dX[h:h + f, w:w + f] = W * dH[h, w]\n            dW = ",
              "Each output replaces the contribution of the one before, in dX and in dW: the contributions must be "
              "added.",
              HERE)
slip_in_stamp("calls_dH", "dX[h:h + f, w:w + f] += W * dH[h, w]", "dX[h:h + f, w:w + f] += W * dH(h, w)",
              "dH was called like a function: round brackets call, square brackets index.", "lesson 02, section 6")
slip_in_stamp("indices_of_dH_exchanged", "+= W * dH[h, w]", "+= W * dH[w, h]",
              "Rows and columns of dH are swapped, so it is read beyond its edge.", HERE)
slip_in_stamp("dH_not_indexed", "+= W * dH[h, w]", "+= W * dH",
              "The filter is multiplied by the whole of dH: each output has its own entry.", HERE)
slip_in_stamp("loops_over_the_input", "range(n_H):\n        for w in range(n_W)",
              "range(X.shape[0]):\n        for w in range(X.shape[1])",
              "The loops run over every pixel of X, but they must run over the outputs: dH is smaller than X.", HERE)
slip_in_stamp("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)",
              "range(f):\n        for w in range(f)",
              "The loops run over the filter's size, but they must run over the outputs.", HERE)
slip_in_stamp("height_used_for_width", "n_H, n_W = dH.shape", "n_H = n_W = dH.shape[0]",
              "The width of dH was taken to be its height.", HERE)
slip_in_stamp("width_used_for_height", "n_H, n_W = dH.shape", "n_H = n_W = dH.shape[1]",
              "The height of dH was taken to be its width.", HERE)
slip_in_stamp("two_by_two_outputs", "n_H, n_W = dH.shape", "n_H = n_W = 2",
              "The outputs are always taken as 2 by 2, as in the hand example.", HERE)
slip_in_stamp("filter_of_two", "W.shape[0]", "2", "The filter is always taken as 2 by 2, as in the hand example.", HERE)
slip_in_stamp("steps_over_dH_itself", "for h in range(n_H)", "for h in dH",
              "The loop runs over the rows of dH, which are arrays of numbers: it needs the row indices.", HERE)
slip_in_stamp("steps_over_a_number", "for h in range(n_H)", "for h in n_H",
              "The loop runs over a single number: it needs the range up to it.", HERE)
slip_in_stamp("filter_lost_to_a_size", "    f = W.shape[0]", "    H, W = X.shape\n    f = W.shape[0]",
              "A size was stored under the name W before the filter was read, so the filter is lost.", HERE)
slip_in_stamp("sizes_named_W", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)\n",
              "    dW = np.zeros(W.shape)\n    H, W = X.shape\n    dX = np.zeros((H, W))\n",
              "dX is what you get when the width of X is stored under the name W: a size is stamped instead of the "
              "filter.", HERE)
slip_in_stamp("height_of_dH_named_W",
              "    n_H, n_W = dH.shape\n    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)\n",
              "    dX, dW = np.zeros(X.shape), np.zeros(W.shape)\n    H, W = dH.shape\n    n_H, n_W = H, W\n",
              "dX is what you get when the width of dH is stored under the name W: a size is stamped instead of the "
              "filter.", HERE)
slip_in_stamp("cache_not_unpacked", "    X, W = cache\n", "",
              "The filter is used but was never taken out of the cache, which holds X and W.", HERE)
slip_in_stamp("example_for_cache", "X, W = cache",
              "X, W = np.arange(1.0, 10).reshape(3, 3), np.array([[1.0, 2], [3, 4]])",
              "X and W are those of the hand example: take them out of the cache.", HERE)
slip_in_stamp("stamp_one_too_short", "dX[h:h + f, w:w + f] +=", "dX[h:h + f - 1, w:w + f - 1] +=",
              "The slice of dX is one row and one column smaller than the stamp: the end of a range is "
              "exclusive.", HERE)
slip_in_stamp("window_one_too_short", "dW += X[h:h + f, w:w + f]", "dW += X[h:h + f - 1, w:w + f - 1]",
              "The window of X is one row and one column smaller than dW: the end of a range is exclusive.",
              HERE)
slip_in_stamp("dH_cut_like_a_window_for_dW", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[h:h + f, w:w + f] * dH[h:h + f, w:w + f]",
              "For dW, dH was cut like a window: each output has just one entry in it.", HERE)
slip_in_stamp("dH_cut_like_a_window_for_dX", "+= W * dH[h, w]", "+= W * dH[h:h + f, w:w + f]",
              "For dX, dH was cut like a window: each output has just one entry in it.", HERE)
slip_in_stamp("dX_made_as_large_as_dH", "dX = np.zeros(X.shape)", "dX = np.zeros(dH.shape)",
              "The array for dX was created as large as dH, so stamps do not fit: it must be as large as X.", HERE)
slip_in_stamp("end_of_slice_fixed", "dX[h:h + f, w:w + f] += W * dH[h, w]\n            dW += X[h:h + f, w:w + f]",
              "dX[h:f, w:f] += W * dH[h, w]\n            dW += X[h:f, w:f]",
              "The end of a slice stays where it was: it must move with the start, or the window shrinks.", HERE)
slip_in_stamp("W_as_loop_variable", "for w in range(n_W):\n            dX[h:h + f, w:w + f] += W * dH[h, w]\n"
              "            dW += X[h:h + f, w:w + f] * dH[h, w]",
              "for W in range(n_W):\n            dX[h:h + f, W:W + f] += W * dH[h, W]\n"
              "            dW += X[h:h + f, W:W + f] * dH[h, W]",
              "dX is what you get when the column index is also named W: it is stamped instead of the filter.",
              HERE)
slip_in_stamp("cache_unpacked_backwards", "X, W = cache", "W, X = cache",
              "The cache was unpacked in the wrong order: X comes first, then W.", HERE)
slip_in_stamp("whole_number_buffers", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
              "    dX = np.zeros(X.shape, dtype=int)\n    dW = np.zeros(W.shape, dtype=int)",
              "A gradient was created as an array of integers, and NumPy refuses to add fractions to it.", HERE)
slip_in_stamp("buffers_of_the_inputs_type", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
              "    dX = np.zeros_like(X)\n    dW = np.zeros_like(W)",
              "The gradients take the dtype of X and W: when those hold integers, NumPy refuses to add "
              "fractions.", HERE)
slip_in_stamp("dX_refuses_fractions", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
              "dX takes the dtype of X: when X holds integers, NumPy refuses to add fractions to it.", HERE)
slip_in_stamp("dW_refuses_fractions", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
              "dW takes the dtype of W: when W holds integers, NumPy refuses to add fractions to it.", HERE)
slip_in_stamp("dX_made_of_X", "dX = np.zeros(X.shape)", "dX = X",
              "dX is a second name for X, not a new array: the stamps are added to X itself.", HERE)
slip_in_stamp("dW_made_of_W", "dW = np.zeros(W.shape)", "dW = W",
              "dW is a second name for W, not a new array: the filter changes while it is used.", HERE)
slip_in_stamp("leaves_dH_changed", "    return dX", "    dH[:] = 0\n    return dX",
              "dX and dW are right, but an input was modified: work on a copy.", HERE)
slip_in_stamp("dH_averaged_in_place", "    dX = np.zeros", "    dH /= dH.size\n    dX = np.zeros",
              "dH is divided by the number of outputs in place: the gradients are too small, and the caller's dH is "
              "changed.", HERE)
slip_in_stamp("changes_X", "            dW += X[h:h + f, w:w + f] * dH[h, w]",
              "            window = X[h:h + f, w:w + f]\n            window *= dH[h, w]\n            dW += window",
              "The products were written into X itself, since a slice is a view: the next window sees changed pixels.",
              HERE)
slip_in_stamp("changes_W", "            dX[h:h + f, w:w + f] += W * dH[h, w]\n",
              "            W *= dH[h, w]\n            dX[h:h + f, w:w + f] += W\n",
              "The products were written into W itself: the next stamp uses changed weights.", HERE)

slip_in_slide = MISTAKES.slips(slide)
slip_in_slide("filter_rotated_in_place", "turned = W[::-1, ::-1]", "W[:] = W[::-1, ::-1].copy()\n    turned = W",
              "The filter was rotated in place: W is modified, and the next call rotates it back.",
              HERE)
slip_in_slide("both_cut_to_whole_numbers", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
              "    dX = np.zeros(X.shape, dtype=int)\n    dW = np.zeros(W.shape, dtype=int)",
              "dX and dW hold integers: the digits after the decimal point are cut off as they are stored.", HERE)
slip_in_slide("both_of_the_inputs_type", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
              "    dX = np.zeros_like(X)\n    dW = np.zeros_like(W)",
              "dX and dW take the dtypes of X and W: when those hold integers, the digits after the decimal point "
              "are cut off.", HERE)


slip_in_slide("dW_window_end_fixed", "X[u:u + n_H, v:v + n_W]", "X[u:n_H, v:n_W]",
              "The end of the window for dW stays where it was: it must move with the start, or the window shrinks.",
              NOTHING_TURNS)
slip_in_slide("weight_not_indexed",
              "    for h, w in np.ndindex(dX.shape):\n        dX[h, w] = np.sum(padded[h:h + f, w:w + f] * turned)\n",
              "    for u, v in np.ndindex(f, f):\n        dX[u:u + n_H, v:v + n_W] += W * dH\n",
              "The whole filter is multiplied by the whole of dH: use the one weight that multiplies all of dH at "
              "this offset.", SLID)


@MISTAKES.version(
    says="A weight with a negative index was read: an output whose window begins after the pixel never saw it.",
    reread="lesson 02, section 3",
)
def outputs_after_the_pixel(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for i, j, h, w in np.ndindex(*X.shape, n_H, n_W):
        if i - h < f and j - w < f:
            dX[i, j] += W[i - h, j - w] * dH[h, w]
    for u, v in np.ndindex(f, f):
        dW[u, v] = np.sum(X[u:u + n_H, v:v + n_W] * dH)
    return dX, dW


@MISTAKES.version(
    says="For dW, dH is read at the weight's position instead of the output's, where it may not even have an entry.",
    reread="lesson 02, section 2",
)
def dW_window_times_dH_at_the_weight(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
    return dX, np.array([[np.sum(X[u:u + f, v:v + f] * dH[u, v]) for v in range(f)] for u in range(f)])
