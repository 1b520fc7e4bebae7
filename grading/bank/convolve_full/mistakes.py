"""Wrong versions of convolve_full."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("convolve_full")
SECTION_2 = "lesson 03, section 2"
SECTION_3 = "lesson 03, section 3"


def full(dH, W):
    f = W.shape[0]
    padded = np.pad(dH, f - 1)
    turned = W[::-1, ::-1]
    windows = sliding_window_view(padded, W.shape)
    return np.einsum("hwuv,uv->hw", windows, turned)


slip_in_full = MISTAKES.slips(full)
slip_in_full("filter_not_rotated", "W[::-1, ::-1]", "W",
             "The filter slides without being rotated by 180 degrees: that is a full correlation.", SECTION_2)
slip_in_full("only_rows_reversed", "W[::-1, ::-1]", "W[::-1]",
             "Only the rows of the filter are reversed: a rotation by 180 degrees reverses the columns too.", SECTION_2)
slip_in_full("only_columns_reversed", "W[::-1, ::-1]", "W[:, ::-1]",
             "Only the columns of the filter are reversed: a rotation by 180 degrees reverses the rows too.", SECTION_2)
slip_in_full("transposed_for_rotated", "W[::-1, ::-1]", "W.T",
             "The filter is transposed instead of rotated.", SECTION_2)
slip_in_full("rotated_and_transposed", "W[::-1, ::-1]", "W[::-1, ::-1].T",
             "The filter is rotated and transposed too.", SECTION_2)
slip_in_full("rotated_by_90_degrees", "W[::-1, ::-1]", "np.rot90(W)",
             "The filter is rotated by 90 degrees, not by 180.", SECTION_2)
slip_in_full("rotated_by_270_degrees", "W[::-1, ::-1]", "np.rot90(W, -1)",
             "The filter is rotated by 90 degrees clockwise, not by 180.", SECTION_2)
slip_in_full("dH_rotated_too", "np.pad(dH, f - 1)", "np.pad(dH[::-1, ::-1], f - 1)",
             "dH is rotated as well, so the result is rotated by 180 degrees: only the filter is rotated.", SECTION_2)
slip_in_full("dH_rotated_for_filter", "W[::-1, ::-1]", "W\n    padded = padded[::-1, ::-1]",
             "dH is rotated instead of the filter.", SECTION_2)
slip_in_full("padded_by_f", "f - 1)", "f)",
             "dH is padded with the filter's side: that is one row and column of zeros too many on each side.",
             SECTION_3)
slip_in_full("padded_by_one_more_than_f", "f - 1)", "f + 1)",
             "dH is padded with one more than the filter's side, but it needs one less.", SECTION_3)
slip_in_full("padded_by_f_behind", "f - 1)", "(f - 1, f))",
             "dH has one row and column of zeros too many below and to the right.", SECTION_3)
slip_in_full("padded_by_one", "f - 1)", "1)",
             "dH is padded with one row and column of zeros: that is enough only for a filter of side 2.", SECTION_3)
slip_in_full("padded_by_half", "f - 1)", "f // 2)",
             "dH is padded with half of the filter's side: it needs the side less one.", SECTION_3)
slip_in_full("padded_twice", "f - 1)", "2 * (f - 1))", "dH is padded twice as wide as it should be.", SECTION_3)
slip_in_full("not_padded", "np.pad(dH, f - 1)", "dH",
             "dH is not padded: the filter never extends over its edge.", SECTION_3)
slip_in_full("padded_behind_only", "f - 1)", "(0, 2 * f - 2))",
             "All the zeros are below and to the right of dH: half of them belong above and to the left.", SECTION_3)
slip_in_full("padded_before_only", "f - 1)", "(2 * f - 2, 0))",
             "All the zeros are above and to the left of dH: half of them belong below and to the right.", SECTION_3)
slip_in_full("padded_on_one_side", "f - 1)", "(f - 1, 0))",
             "dH is padded only above and to the left: zeros are missing below and to the right.", SECTION_3)
slip_in_full("padded_on_the_other_side", "f - 1)", "(0, f - 1))",
             "dH is padded only below and to the right: zeros are missing above and to the left.", SECTION_3)
slip_in_full("rows_padded_only", "f - 1)", "((f - 1, f - 1), (0, 0)))",
             "dH is padded above and below, but not at its sides.", SECTION_3)
slip_in_full("columns_padded_only", "f - 1)", "((0, 0), (f - 1, f - 1)))",
             "dH is padded at its sides, but not above and below.", SECTION_3)
slip_in_full("same_size_as_dH", "f - 1)", "((f - 1) // 2, f // 2))",
             "The result is only as large as dH: too few zeros were added around it.", SECTION_3)
slip_in_full("padded_with_edge", "f - 1)", "f - 1, mode='edge')",
             "dH is surrounded by copies of its edge instead of zeros.", SECTION_3)
slip_in_full("padded_with_mirror", "f - 1)", "f - 1, mode='symmetric')",
             "dH is surrounded by its mirror image instead of zeros.", SECTION_3)
slip_in_full("padded_around", "f - 1)", "f - 1, mode='wrap')",
             "dH wraps around at its edges instead of being padded with zeros.", SECTION_3)
slip_in_full("padded_with_ones", "f - 1)", "f - 1, constant_values=1)",
             "dH is surrounded by ones instead of zeros.", SECTION_3)
slip_in_full("last_row_of_filter_lost", "W[::-1, ::-1]", "W[::-1, ::-1] * (np.arange(f) > 0)[:, None]",
             "The last row of the filter is left out.", SECTION_3)
slip_in_full("last_column_of_filter_lost", "W[::-1, ::-1]", "W[::-1, ::-1] * (np.arange(f) > 0)",
             "The last column of the filter is left out.", SECTION_3)
slip_in_full("last_row_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
             "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[-1] = 0\n    return out",
             "The last row of the result was never written.", SECTION_3)
slip_in_full("last_column_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
             "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[:, -1] = 0\n    return out",
             "The last column of the result was never written.", SECTION_3)
slip_in_full("last_row_and_column_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
             "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[-1] = out[:, -1] = 0\n    return out",
             "The last row and column of the result were never written.", SECTION_3)
slip_in_full("last_row_and_column_lost", "turned)", "turned)[:-1, :-1]",
             "The last row and column of the result are lost: the + 1 is missing in its size.", SECTION_3)
slip_in_full("mean_for_sum", "turned)", "turned) / turned.size",
             "These are means of the products: sum them instead.", SECTION_3)
slip_in_full("max_for_sum", 'np.einsum("hwuv,uv->hw", windows, turned)', "np.max(windows * turned, axis=(2, 3))",
             "These are the largest products: sum all of them.", SECTION_3)
slip_in_full("weights_forgotten", "turned = W[::-1, ::-1]", "turned = np.ones(W.shape)",
             "These are only the sums of the windows: the filter is missing.", SECTION_3)
slip_in_full("sign_wrong", "return np", "return -np", "The result has the wrong sign everywhere.", SECTION_3)
slip_in_full("doubled", "return np", "return 2 * np", "The result is twice what it should be.", SECTION_3)
slip_in_full("dH_ignored", "np.pad(dH, f - 1)", "np.pad(np.ones(dH.shape), f - 1)",
             "The result is what you get when dH is all ones.", SECTION_3)
slip_in_full("cut_to_whole_numbers", "turned)", "turned).astype(int)",
             "The result holds integers: the digits after the decimal point are cut off.", SECTION_3)
slip_in_full("type_of_dH", "turned)", "turned).astype(dH.dtype)",
             "The result takes the dtype of dH: when dH holds integers, the digits after the decimal point are cut "
             "off.", SECTION_3)
slip_in_full("transposed", "turned)", "turned).T", "Rows and columns of the result are swapped.", SECTION_3)
slip_in_full("flat", "turned)", "turned).ravel()", "The numbers are right, but they are in one row.", SECTION_3)
slip_in_full("filter_rotated_in_place", "turned = W[::-1, ::-1]", "W[:] = W[::-1, ::-1].copy()\n    turned = W",
             "W itself was rotated: the caller's filter is changed, and a second call rotates it back.", SECTION_3)
slip_in_full("leaves_dH_changed", "    return", "    dH[:] = 0\n    return",
             "The result is right, but an input was modified.", SECTION_3)
slip_in_full("zeros", "turned = W[::-1, ::-1]", "turned = 0 * W", STILL_ZERO, SECTION_3)
slip_in_full("returns_a_pair", "turned)", "turned), W",
             "Two values are returned: return only the array.", SECTION_3)
slip_in_full("returns_None", "return np", "np", FORGOT_RETURN, SECTION_3)


def slide_over_padded(dH, W):
    def correlate_valid(X, K):
        out = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
        for h, w in np.ndindex(out.shape):
            out[h, w] = np.sum(X[h:h + K.shape[0], w:w + K.shape[1]] * K)
        return out

    f = W.shape[0]
    padded = np.pad(dH, f - 1)
    return correlate_valid(padded, W[::-1, ::-1])


slip_in_slide = MISTAKES.slips(slide_over_padded)
slip_in_slide("roles_exchanged", "padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
              "padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH[::-1, ::-1])",
              "The filter was padded and dH rotated: that would need one zero fewer than dH is long; pad dH instead.",
              SECTION_3)
slip_in_slide("roles_exchanged_by_the_height_of_dH",
              "f = W.shape[0]\n    padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
              "f = dH.shape[0]\n    padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH[::-1, ::-1])",
              "The filter was padded by the height of dH on all sides, and dH rotated: dH need not be square; pad dH "
              "instead.",
              SECTION_3)
slip_in_slide("roles_exchanged_not_turned",
              "padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
              "padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH)",
              "The filter was padded and dH slid over it: pad dH, and slide the rotated filter.", SECTION_3)
slip_in_slide("filter_size_from_dH", "f = W.shape[0]", "f = dH.shape[0]",
              "The number of zeros was taken from the height of dH: it is the filter's side less one.", SECTION_3)
slip_in_slide("filter_size_from_the_width_of_dH", "f = W.shape[0]", "f = dH.shape[1]",
              "The number of zeros was taken from the width of dH: it is the filter's side less one.", SECTION_3)
slip_in_slide("arguments_exchanged", "(padded, W[::-1, ::-1])", "(W[::-1, ::-1], padded)",
              "The padded dH slides over the filter, which is smaller: the filter must slide over the padded dH.",
              SECTION_3)
slip_in_slide("padded_by_half_of_the_border", "np.pad(dH, f - 1)", "np.pad(dH, (f - 1) // 2)",
              "dH is padded as for a result of its own size: the full convolution needs the filter's side less one.",
              SECTION_3)
slip_in_slide("not_padded_but_turned", "np.pad(dH, f - 1)", "dH",
              "dH is not padded: the filter never extends over its edge.", SECTION_3)
slip_in_slide("place_one_off", "padded = np.pad(dH, f - 1)",
              "padded = np.zeros((dH.shape[0] + 2 * (f - 1), dH.shape[1] + 2 * (f - 1)))\n    padded[f:-f, f:-f] = dH",
              "The slice for dH inside the zeros is too small: it begins one less than the filter's side from the "
              "edge.", SECTION_3)
slip_in_slide("place_empty_for_one_weight", "padded = np.pad(dH, f - 1)",
              "padded = np.zeros((dH.shape[0] + 2 * (f - 1), dH.shape[1] + 2 * (f - 1)))\n"
              "    padded[f - 1:-(f - 1), f - 1:-(f - 1)] = dH",
              "With a filter of one weight there are no zeros, and a slice that ends at minus zero is empty.",
              SECTION_3)


@MISTAKES.version(
    says="The padded dH slides over the filter, which is smaller: the filter must slide over the padded dH.",
    reread="lesson 03, section 3",
)
def arguments_exchanged_checked(dH, W):
    from convlib import shapes  # as in the notebook, where sizes are checked
    padded = np.pad(dH, W.shape[0] - 1)
    shapes.require_fit(W, padded, "K")
    return np.einsum("hwuv,uv->hw", sliding_window_view(W[::-1, ::-1], padded.shape), padded)


@MISTAKES.version(
    says="The stamps replace each other where they overlap: they must be added.",
    reread="lesson 02, section 3",
)
def overwritten(dH, W):
    f = W.shape[0]
    out = np.zeros((dH.shape[0] + f - 1, dH.shape[1] + f - 1))
    for h, w in np.ndindex(dH.shape):
        out[h:h + f, w:w + f] = W * dH[h, w]
    return out
