"""Wrong versions of dilate2d."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("dilate2d")
HERE = "lesson 04, section 4"


def dilate(dH, stride, shape):
    n_H, n_W = dH.shape
    out = np.zeros(shape)
    for h in range(n_H):
        for w in range(n_W):
            out[h * stride, w * stride] = dH[h, w]
    return out


slip = MISTAKES.slips(dilate)
SLOW = """    for h in range(n_H):
        for w in range(n_W):
            out[h * stride, w * stride] = dH[h, w]
    return out"""
AT = "out[h * stride, w * stride]"
slip("not_spread", AT, "out[h, w]",
     "The entries are side by side in the corner: they must be a stride apart.", HERE)
slip("rows_spread_only", AT, "out[h * stride, w]",
     "The rows are spread apart, but the columns are not: the stride applies to both axes.", HERE)
slip("columns_spread_only", AT, "out[h, w * stride]",
     "The columns are spread apart, but the rows are not: the stride applies to both axes.", HERE)
slip("one_zero_between", SLOW, "    out[:2 * n_H:2, :2 * n_W:2] = dH\n    return out",
     "The entries are two apart, whatever the stride is.", HERE)
slip("stride_zeros_between", SLOW,
     "    out = np.zeros([(n - 1) * (stride + 1) + 1 for n in dH.shape])\n"
     "    out[::stride + 1, ::stride + 1] = dH\n    return out",
     "There are as many zeros between two entries as the stride: it must be one fewer.", HERE)
slip("starts_late", AT, "out[(h * stride + stride - 1) % shape[0], (w * stride + stride - 1) % shape[1]]",
     "The entries do not start in the corner: the first one belongs to position 0, 0.", HERE)
slip("starts_at_one", AT, "out[h * stride + 1, w * stride + 1]",
     "The entries start at position 1, 1: the first one belongs to position 0, 0.", HERE)
slip("zeros_around", SLOW,
     "    out = np.zeros([n * stride + 1 for n in dH.shape])\n"
     "    out[1:n_H * stride:stride, 1:n_W * stride:stride] = dH\n    return out",
     "There are zeros around the entries too, but here they belong only between them.", HERE)
slip("smallest_shape", "np.zeros(shape)", "np.zeros([(n - 1) * stride + 1 for n in dH.shape])",
     "The result ends at the last entry, so the rows and columns that the stride leaves over are lost.", HERE)
slip("shape_by_the_stride", "np.zeros(shape)", "np.zeros([n * stride for n in dH.shape])",
     "The shape is that of dH times the stride: it must be the shape that is passed in.", HERE)
slip("shape_exchanged", "np.zeros(shape)", "np.zeros(shape[::-1])",
     "Height and width of the shape are swapped: rows come first.", HERE)
slip("square", "np.zeros(shape)", "np.zeros((shape[0], shape[0]))",
     "The height of the shape is used for its width too.", HERE)
slip("square_by_the_width", "np.zeros(shape)", "np.zeros((shape[1], shape[1]))",
     "The width of the shape is used for its height too.", HERE)
slip("repeated", SLOW,
     "    blocks = np.kron(dH, np.ones((stride, stride)))[:shape[0], :shape[1]]\n"
     "    out[:len(blocks), :len(blocks[0])] = blocks\n    return out",
     "Each entry is repeated in a block: between the entries there must be zeros.", HERE)
slip("shared_out", SLOW,
     "    blocks = np.kron(dH, np.ones((stride, stride)) / stride ** 2)[:shape[0], :shape[1]]\n"
     "    out[:len(blocks), :len(blocks[0])] = blocks\n    return out",
     "Each entry is divided over a block: it must go to one place as a whole, with zeros around it.", HERE)
slip("ones_between", "np.zeros(shape)", "np.ones(shape)", "There are ones between the entries, but there must be "
                                                          "zeros.", HERE)
slip("picked_instead_of_spread", SLOW, "    return dH[::stride, ::stride]",
     "Entries of dH are picked out: the backward pass must spread them apart instead.", HERE)
slip("at_the_end", AT, "out[shape[0] - 1 - (n_H - 1 - h) * stride, shape[1] - 1 - (n_W - 1 - w) * stride]",
     "The entries are pushed to the bottom right: what is left over belongs below and at the right of them.", HERE)
slip("spread_evenly", AT,
     "out[h * (shape[0] - 1) // max(n_H - 1, 1), w * (shape[1] - 1) // max(n_W - 1, 1)]",
     "The entries are spread evenly over the whole shape: they must be one stride apart, with the rest left over.",
     HERE)
slip("rest_at_both_ends", AT,
     "out[h * stride + (shape[0] - 1 - (n_H - 1) * stride) // 2, "
     "w * stride + (shape[1] - 1 - (n_W - 1) * stride) // 2]",
     "The entries are in the middle of the shape: everything left over belongs below and at the right of them.", HERE)
slip("one_zero_between_and_no_room", SLOW,
     "    out = np.zeros((2 * n_H - 1, 2 * n_W - 1))\n    out[::2, ::2] = dH\n    return out",
     "There is one zero between two entries, whatever the stride is, and the result ends at the last entry.", HERE)
slip("position_exchanged", AT, "out[w * stride, h * stride]",
     "Each entry is at column, row instead of row, column.", HERE)
slip("rotated", "= dH[h, w]", "= dH[-1 - h, -1 - w]", "dH is rotated by 180 degrees: only the filter is rotated.", HERE)
slip("upside_down", "= dH[h, w]", "= dH[-1 - h, w]", "dH is flipped upside down.", HERE)
slip("mirrored", "= dH[h, w]", "= dH[h, -1 - w]", "dH is mirrored left to right.", HERE)
slip("first_entry_only", "= dH[h, w]", "= dH[0, 0]", "The first entry of dH is at every position.", HERE)
slip("dH_ignored", "= dH[h, w]", "= 1", "There are ones in place of the entries of dH.", HERE)
slip("last_row_lost", "range(n_H)", "range(n_H - 1)",
     "The last row of dH is missing: the loop stops one too early.", HERE)
slip("last_column_lost", "range(n_W)", "range(n_W - 1)",
     "The last column of dH is missing: the loop stops one too early.", HERE)
slip("last_row_and_column_lost", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of dH are missing: both loops stop one too early.", HERE)
slip("slice_ends_too_early", SLOW,
     "    out[:(n_H - 1) * stride:stride, :(n_W - 1) * stride:stride] = dH\n    return out",
     "The slice has room for one row and one column fewer than dH has: its end is exclusive.", HERE)
slip("slice_of_columns_by_the_height", SLOW,
     "    out[:n_H * stride:stride, :n_H * stride:stride] = dH\n    return out",
     "The slice takes its columns from the number of rows of dH: each axis has its own length.", HERE)
slip("slice_ends_without_the_stride", SLOW, "    out[:n_H:stride, :n_W:stride] = dH\n    return out",
     "The slice ends after as many positions as dH has entries: they are spread apart, so it must extend "
     "further.", HERE)
slip("slice_without_step", SLOW, "    out[:n_H * stride, :n_W * stride] = dH\n    return out",
     "The slice is long enough but has no step, so it has more positions than dH has entries.", HERE)
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
     "The shape is that of dH times the stride, less one: it must be the shape that is passed in.", HERE)
slip("dH_read_at_column_and_row", "= dH[h, w]", "= dH[w, h]",
     "dH is read at column, row instead of row, column.", HERE)
slip("loops_in_steps_over_the_shape", SLOW,
     "    for h in range(0, shape[0], stride):\n        for w in range(0, shape[1], stride):\n"
     "            out[h, w] = dH[h, w]\n    return out",
     "The loops run over the positions in the result, but dH is read at the same index: its entries are side by side.",
     HERE)
slip("loops_over_the_shape", SLOW,
     "    for h in range(shape[0]):\n        for w in range(shape[1]):\n"
     "            out[h * stride, w * stride] = dH[h, w]\n    return out",
     "The loops run over the shape of the result: they must run over the entries of dH.", HERE)
slip("stride_plus_one", AT, "out[h * (stride + 1), w * (stride + 1)]",
     "The entries are one step too far apart: a stride of 2 puts one zero between them.", HERE)
slip("stride_added", AT, "out[h + stride - 1, w + stride - 1]",
     "The stride is added to the index: it must multiply it.", HERE)
slip("whole_stride_added", AT, "out[h + stride, w + stride]",
     "The stride is added to the index, so the entries are side by side and too far along: it must multiply it.", HERE)
slip("blocks_over_each_other", AT, "out[h:h + stride, w:w + stride]",
     "Each entry fills a block at its old position: it must go to one position, moved by the stride.", HERE)
slip("repeated_uncut", SLOW, "    return np.repeat(np.repeat(dH, stride, axis=0), stride, axis=1)",
     "Each entry is repeated in a block, and the shape is not the one that is passed in.", HERE)
slip("stride_times_itself", AT, "out[h * stride * stride, w * stride * stride]",
     "The stride is applied twice: entries land on each other or in the wrong place.", HERE)
slip("divided_by_the_stride", "= dH[h, w]", "= dH[h, w] / stride",
     "The entries are divided by the stride: they keep their values.", HERE)
slip("multiplied_by_the_stride", "= dH[h, w]", "= dH[h, w] * stride",
     "The entries are multiplied by the stride: they keep their values.", HERE)
slip("sign_wrong", "= dH[h, w]", "= -dH[h, w]", "The signs of all entries are reversed.", HERE)
slip("cut_to_whole_numbers", "np.zeros(shape)", "np.zeros(shape, dtype=int)",
     "The digits after the decimal point are cut off: the new array holds integers.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they are in one row.", HERE)
slip("leaves_dH_changed", "    return out", "    dH[:] = 0\n    return out",
     "The result is right, but dH was modified.", HERE)
slip("returns_in_the_inner_loop", "    return out", "            return out",
     "Only the first entry is there: the return is inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return out", "        return out",
     "Only the first row of entries is there: the return is inside the outer loop.", HERE)
slip("zeros", AT + " = dH[h, w]", "pass", STILL_ZERO, HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)
