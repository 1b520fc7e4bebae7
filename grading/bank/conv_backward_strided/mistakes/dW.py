"""Wrong versions of conv_backward_strided in which only dW is wrong."""

from grading.bank.conv_backward_strided.mistakes.bases import convolve, scatter
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_strided")
HERE = "lesson 04, section 6"

# Only dW.
slip_in_convolve = MISTAKES.slips(convolve)
SLIDE = "correlate_valid(padded, dilated)  # noqa: F821  given"
slip_in_convolve("dW_not_dilated", SLIDE, "correlate_valid(padded, dH)",
                 "dW is too large where the stride is not 1: dH was not spread out before it slid over the input.",
                 HERE)
slip_in_convolve("dW_input_skipped", SLIDE, "correlate_valid(padded[::stride, ::stride], dH)",
                 "dW was computed from only every stride-th pixel: no pixel may be skipped; spread dH out "
                 "instead.", HERE)
slip_in_convolve("dW_not_dilated_but_skipping", SLIDE, "correlate_valid(padded, dH)[::stride, ::stride]",
                 "dW is what you get when dH slides over the input in steps of the stride: it must be spread out and "
                 "slide by one.", HERE)
slip_in_convolve("dW_without_the_rest", SLIDE,
                 "correlate_valid(padded, dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1])",
                 "dW is too large where the stride leaves rows or columns over: the spread dH must have room for them.",
                 "lesson 04, section 3")
slip_in_convolve("dW_unpadded_input", SLIDE, "np.zeros(W.shape)\n"
                 "    for u, v in np.ndindex(W.shape):\n"
                 "        part = X[u:u + room[0], v:v + room[1]]\n"
                 "        dW[u, v] = np.sum(part * dilated[:part.shape[0], :part.shape[1]])",
                 "dW is what you get from X without its border: each window was cut from the padded input.",
                 "lesson 04, section 1")
slip_in_convolve("dW_unpadded_input_valid", SLIDE,
                 "correlate_valid(X, dilated) if all(n >= m for n, m in zip(X.shape, room)) "
                 "else np.zeros((0, 0))",
                 "dW is too small where there is padding: dH must slide over the padded input.", "lesson 04, section 1")
slip_in_convolve("dW_full_for_valid", SLIDE, "correlate_valid(np.pad(padded, [(m - 1, m - 1) for m in room]), dilated)",
                 "dW is too large: dH must not extend over the edge of the padded input.", "lesson 03, section 1")
slip_in_convolve("dW_dH_rotated", SLIDE, "correlate_valid(padded, dilated[::-1, ::-1])",
                 "dW is what you get when the spread dH is rotated by 180 degrees: dW is a plain correlation.",
                 "lesson 03, section 1")
slip_in_convolve("dW_convolved_with_dH", SLIDE, "correlate_valid(padded, dilated)[::-1, ::-1]",
                 "dW is rotated by 180 degrees: its first entry belongs to the first weight.", "lesson 03, section 1")
slip_in_convolve("dW_padding_of_ones", SLIDE, "correlate_valid(np.pad(X, pad, constant_values=1), dilated)",
                 "dW is what you get when the border holds ones: the forward pass had zeros there.",
                 "lesson 04, section 1")
slip_in_convolve("dW_padding_by_the_edge", SLIDE, "correlate_valid(np.pad(X, pad, mode='edge'), dilated)",
                 "dW is what you get when the border repeats the edge of X: the forward pass had zeros there.",
                 "lesson 04, section 1")
slip_in_convolve("dW_dX_for_X", SLIDE, "correlate_valid(convolve_full(dilated, W), dilated)",
                 "dW was computed from dX instead of X.", HERE)
slip_in_convolve("dW_transposed", "    return dX, dW", "    return dX, dW.T",
                 "dW has its rows and columns swapped.", HERE)
slip_in_convolve("dW_upside_down", "    return dX, dW", "    return dX, dW[::-1]", "dW is upside down.", HERE)
slip_in_convolve("dW_mirrored", "    return dX, dW", "    return dX, dW[:, ::-1]",
                 "dW is mirrored left to right.", HERE)
slip_in_convolve("dW_flat", "    return dX, dW", "    return dX, dW.ravel()",
                 "dW is flattened into one row: it must have the shape of W.", HERE)
slip_in_convolve("dW_is_one_number", "    return dX, dW", "    return dX, np.sum(dW)",
                 "dW was summed to one number: each weight has its own gradient.", HERE)
slip_in_convolve("dW_negative", "    return dX, dW", "    return dX, -dW", "dW has the wrong sign everywhere.", HERE)
slip_in_convolve("dW_doubled", "    return dX, dW", "    return dX, 2 * dW", "dW is twice what it should be.", HERE)
slip_in_convolve("dW_mean_over_positions", "    return dX, dW", "    return dX, dW / dH.size",
                 "dW is divided by the number of outputs: their contributions are added, not averaged.", HERE)
slip_in_convolve("dW_mean_over_the_grid", "    return dX, dW", "    return dX, dW / dilated.size",
                 "dW is divided by the number of positions at stride 1: contributions are added, not averaged.", HERE)
slip_in_convolve("dW_divided_by_the_stride", "    return dX, dW", "    return dX, dW / stride ** 2",
                 "dW is divided by the square of the stride: the stride spreads the entries out but does not shrink "
                 "them.", HERE)
slip_in_convolve("dW_cut_to_whole_numbers", "    return dX, dW", "    return dX, dW.astype(int)",
                 "dW holds integers: the digits after the decimal point are cut off.", HERE)
slip_in_convolve("dW_type_of_W", "    return dX, dW", "    return dX, dW.astype(W.dtype)",
                 "dW takes the dtype of W: when W holds integers, the digits after the decimal point are cut off.",
                 HERE)
slip_in_convolve("dW_relu_inside", "    return dX, dW", "    return dX, np.maximum(dW, 0)",
                 "dW has zeros where it should be negative.", HERE)
slip_in_convolve("dW_is_W", "    return dX, dW", "    return dX, W", "This is W itself in place of dW.", HERE)
slip_in_convolve("dW_is_dH", "    return dX, dW", "    return dX, dH",
                 "This is dH itself in place of dW: the gradient must go back through the layer.", HERE)
slip_in_convolve("dW_is_the_spread_dH", "    return dX, dW", "    return dX, dilated",
                 "This is the spread dH in place of dW: it must still slide over the padded input.", HERE)
slip_in_convolve("dW_is_None", "    return dX, dW", "    return dX, None", "None is returned in place of dW.", HERE)

slip_in_scatter = MISTAKES.slips(scatter)
GATHER = "dW += padded[top:top + f_H, left:left + f_W] * dH[h, w]"
slip_in_scatter("dW_stride_ignored", GATHER, "dW += padded[h:h + f_H, w:w + f_W] * dH[h, w]",
                "dW is what you get when the windows move by one, whatever the stride is: dH was not spread out.", HERE)
slip_in_scatter("dW_stride_on_rows_only", GATHER, "dW += padded[top:top + f_H, w:w + f_W] * dH[h, w]",
                "dW is what you get when the windows move by the stride down, but by one to the right.", HERE)
slip_in_scatter("dW_stride_on_columns_only", GATHER, "dW += padded[h:h + f_H, left:left + f_W] * dH[h, w]",
                "dW is what you get when the windows move by the stride to the right, but by one down.", HERE)
slip_in_scatter("dW_steps_of_the_filter", GATHER,
                "part = padded[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]\n"
                "            dW[:part.shape[0], :part.shape[1]] += part * dH[h, w]",
                "dW is what you get when the windows move by the length of the filter: they move by the stride.", HERE)
slip_in_scatter("dW_overwritten", "dW +=", "dW =",
                "dW holds only the last output's contribution: each replaced the one before, but they must be added.",
                "lesson 02, section 2")
slip_in_scatter("dW_ignores_dH", GATHER, "dW += padded[top:top + f_H, left:left + f_W]",
                "dW is what you get when dH is all ones: each window must be multiplied by the gradient of its output.",
                "lesson 02, section 2")
slip_in_scatter("dW_first_dH_only", "left:left + f_W] * dH[h, w]", "left:left + f_W] * dH[0, 0]",
                "dW is what you get when the first entry of dH is used for every output.", "lesson 02, section 2")
slip_in_scatter("dW_dH_summed", "left:left + f_W] * dH[h, w]", "left:left + f_W] * np.sum(dH)",
                "dW is what you get when the sum of dH is used for every output.", "lesson 02, section 2")
slip_in_scatter("dW_inputs_forgotten", GATHER, "dW += dH[h, w]",
                "Every entry of dW is the sum of dH: each weight also multiplied an input.", "lesson 02, section 2")
slip_in_scatter("dW_W_for_X", GATHER, "dW += W * dH[h, w]",
                "dW is what you get when the weights are used instead of the pixels.", "lesson 02, section 2")
slip_in_scatter("dW_window_never_moves", GATHER, "dW += padded[:f_H, :f_W] * dH[h, w]",
                "dW is what you get when the window stays at the top left: each output saw its own window.", HERE)
slip_in_scatter("dW_last_row_of_dH_lost", GATHER, GATHER + " * (h < dH.shape[0] - 1)",
                "dW lacks the last row of outputs.", HERE)
slip_in_scatter("dW_last_column_of_dH_lost", GATHER, GATHER + " * (w < dH.shape[1] - 1)",
                "dW lacks the last column of outputs.", HERE)
slip_in_scatter("dW_starts_from_W", "dW = np.zeros(W.shape)", "dW = W.astype(float)",
                "W itself is still in dW: start with zeros.", HERE)
slip_in_scatter("dW_border_skipped", GATHER, "window = np.pad(X * 0 + 1, pad)[top:top + f_H, left:left + f_W].all()\n"
                "            " + GATHER + " * window",
                "dW leaves out the outputs whose windows touch the border: their other pixels are real ones.",
                "lesson 04, section 5")
slip_in_scatter("dW_zero", GATHER, "pass", "dW is zero everywhere: nothing was ever written into it.", HERE)
