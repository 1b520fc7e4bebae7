"""Wrong versions of conv_backward_strided in which only dX is wrong."""

from grading.bank.conv_backward_strided.mistakes.bases import convolve, scatter
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward_strided")
LESSON_03_SECTION_3 = "lesson 03, section 3"
LESSON_04_SECTION_4 = "lesson 04, section 4"
LESSON_04_SECTION_5 = "lesson 04, section 5"
LESSON_04_SECTION_6 = "lesson 04, section 6"

# Only dX.
slip_in_convolve = MISTAKES.slips(convolve)
FULL = "convolve_full(dilated, W)  # noqa: F821  given"
CUT = "dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad]"
slip_in_convolve("dX_only_rows_reversed", FULL, "convolve_full(dilated, W[:, ::-1])",
                 "dX is what you get when only the rows of the filter are reversed.", "lesson 03, section 2")
slip_in_convolve("dX_only_columns_reversed", FULL, "convolve_full(dilated, W[::-1])",
                 "dX is what you get when only the columns of the filter are reversed.", "lesson 03, section 2")
slip_in_convolve("dX_valid_for_full", FULL + "\n    dX = " + CUT,
                 "correlate_valid(np.pad(dilated, pad), rot180(W)) if all("
                 "n + 2 * pad >= f for n, f in zip(dilated.shape, W.shape)) else np.zeros((0, 0))",
                 "dX is too small: the filter must slide over zeros around dH too, which makes the convolution a full "
                 "one.", LESSON_03_SECTION_3)
slip_in_convolve("dX_not_dilated", FULL, "convolve_full(dH, W)",
                 "dX is too small where the stride is not 1: dH was not spread out before the full convolution.",
                 LESSON_04_SECTION_4)
slip_in_convolve("dX_without_the_rest", FULL,
                 "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)",
                 "dX lacks the rows and columns that the stride leaves over: they belong to it, with zeros in them.",
                 "lesson 04, section 3")
slip_in_convolve("dX_rest_above", FULL,
                 "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
                 "    dX = np.pad(dX, [(n - m, 0) for n, m in zip(padded.shape, dX.shape)])",
                 "dX has the rows and columns that the stride leaves over above and at the left: they are the last "
                 "ones.", "lesson 04, section 3")
slip_in_convolve("dX_rest_after_the_border", FULL + "\n    dX = " + CUT,
                 "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
                 "    inside, dX = dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], np.zeros(X.shape)\n"
                 "    dX[:inside.shape[0], :inside.shape[1]] = inside",
                 "dX has zeros in its last rows or columns although windows see them: what the stride leaves over "
                 "must be there before the border is removed.", "lesson 04, section 6")
slip_in_convolve("dX_spread_after_the_convolution", FULL,
                 "convolve_full(dH, W)\n    small, dX = dX, np.zeros(padded.shape)\n"
                 "    for i, j in np.ndindex(small.shape):\n"
                 "        if i * stride < dX.shape[0] and j * stride < dX.shape[1]:\n"
                 "            dX[i * stride, j * stride] = small[i, j]",
                 "dX was spread out after the full convolution: dH is spread out, before it.", LESSON_04_SECTION_4)
slip_in_convolve("dX_dilated_by_the_shape_of_X", FULL,
                 "convolve_full(np.pad(dilated, ((0, f_H - 1), (0, f_W - 1))), W)",
                 "dX is too large: dH was spread into the shape of the input, but at stride 1 there are fewer outputs "
                 "than pixels.", LESSON_04_SECTION_4)
slip_in_convolve("dX_repeated", FULL,
                 "convolve_full(np.pad(np.kron(dH, np.ones((stride, stride))), ((0, stride), (0, stride)))[:room[0], "
                 ":room[1]], W)",
                 "dX is what you get when each entry of dH is repeated over the whole step: zeros belong between them.",
                 LESSON_04_SECTION_4)
slip_in_convolve("dX_one_zero_too_many", FULL,
                 "convolve_full(dilated, W)\n    spread = np.zeros([(n - 1) * (stride + 1) + 1 for n in dH.shape])\n"
                 "    spread[::stride + 1, ::stride + 1] = dH\n    dX = convolve_full(spread, W)",
                 "dX is what you get with as many zeros between two entries of dH as the stride is long: it must be "
                 "one fewer.", LESSON_04_SECTION_4)
slip_in_convolve("dX_dilated_at_the_end", FULL,
                 "convolve_full(dilated[:(dH.shape[0] - 1) * stride + 1, :(dH.shape[1] - 1) * stride + 1], W)\n"
                 "    dX = np.pad(dX, [((n - m + 1) // 2, (n - m) // 2) for n, m in zip(padded.shape, dX.shape)])",
                 "dX has what the stride leaves over on both sides: all of it belongs below and at the right.",
                 "lesson 04, section 3")
slip_in_convolve("dX_resized", FULL, "np.resize(convolve_full(dH, W), padded.shape)",
                 "dX was brought to its size by repeating entries: spread dH out before the full convolution instead.",
                 LESSON_04_SECTION_4)
slip_in_convolve("dX_border_not_taken_off", CUT, "dX",
                 "dX still has the border: the gradient of the padding is discarded, so that dX has the shape of X.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_border_off_at_the_start", CUT, "dX[pad:, pad:]",
                 "dX still has the border below and at the right: it must be removed on all four sides.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_border_off_at_the_end", CUT, "dX[:dX.shape[0] - pad, :dX.shape[1] - pad]",
                 "dX still has the border above and at the left: it must be removed on all four sides.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_border_off_rows_only", CUT, "dX[pad:dX.shape[0] - pad]",
                 "dX still has the border at the left and right.", LESSON_04_SECTION_5)
slip_in_convolve("dX_border_off_columns_only", CUT, "dX[:, pad:dX.shape[1] - pad]",
                 "dX still has the border above and below.", LESSON_04_SECTION_5)
slip_in_convolve("dX_top_left_kept", CUT, "dX[:X.shape[0], :X.shape[1]]",
                 "dX is shifted by the padding: it must begin behind the border, not in its corner.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_bottom_right_kept", CUT, "dX[2 * pad:, 2 * pad:]",
                 "dX has the right shape but ends in the border: crop the same amount on all four sides.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_empty_without_padding", CUT, "dX[pad:-pad, pad:-pad]",
                 "dX is empty without padding: minus zero is zero, so the slice ends where it begins.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_rows_empty_without_padding", CUT, "dX[pad:-pad, pad:dX.shape[1] - pad]",
                 "dX has no rows without padding: minus zero is zero, so the slice ends where it begins.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_columns_empty_without_padding", CUT, "dX[pad:dX.shape[0] - pad, pad:-pad]",
                 "dX has no columns without padding: minus zero is zero, so the slice ends where it begins.",
                 LESSON_04_SECTION_5)
slip_in_convolve("dX_end_empty_without_padding", CUT, "dX[:-pad, :-pad]",
                 "dX loses its border only at the end, and is empty without padding.", LESSON_04_SECTION_5)
slip_in_convolve("dX_one_off_each_side", CUT, "dX[1:-1, 1:-1]",
                 "dX loses one row and column on each side, whatever the padding is.", LESSON_04_SECTION_5)
slip_in_convolve("dX_border_cleared", CUT,
                 "np.pad(dX[pad:dX.shape[0] - pad, pad:dX.shape[1] - pad], pad)",
                 "dX has zeros in place of the border: the border itself must be removed.", LESSON_04_SECTION_5)
slip_in_convolve("dX_border_cut_twice", CUT,
                 "dX[2 * pad:max(dX.shape[0] - 2 * pad, 0), 2 * pad:max(dX.shape[1] - 2 * pad, 0)]",
                 "dX is too small: the border was removed twice.", LESSON_04_SECTION_5)
slip_in_convolve("dX_folded_border", CUT, "dX\n    whole, dX = dX, np.zeros(X.shape)\n"
                 "    for i, j in np.ndindex(whole.shape):\n"
                 "        dX[min(max(i - pad, 0), X.shape[0] - 1), min(max(j - pad, 0), X.shape[1] - 1)] += whole[i, "
                 "j]",
                 "dX has the border's gradient added to its edge: the border holds constants, and their gradient is "
                 "discarded.", LESSON_04_SECTION_5)
slip_in_convolve("dX_mean_for_sum", "    return dX", "    dX = dX / W.size\n    return dX",
                 "dX is what you get when the products in each window are averaged instead of summed.",
                 LESSON_03_SECTION_3)
slip_in_convolve("dX_is_one_number", "    return dX", "    dX = np.sum(dX)\n    return dX",
                 "dX was summed to one number: each pixel has its own gradient.", LESSON_03_SECTION_3)
slip_in_convolve("dX_transposed", "    return dX", "    dX = dX.T\n    return dX",
                 "dX has its rows and columns swapped.", LESSON_03_SECTION_3)
slip_in_convolve("dX_rotated", "    return dX", "    dX = dX[::-1, ::-1]\n    return dX",
                 "dX is rotated by 180 degrees.", LESSON_03_SECTION_3)
slip_in_convolve("dX_upside_down", "    return dX", "    dX = dX[::-1]\n    return dX",
                 "dX is upside down.", LESSON_03_SECTION_3)
slip_in_convolve("dX_mirrored", "    return dX", "    dX = dX[:, ::-1]\n    return dX",
                 "dX is mirrored left to right.", LESSON_03_SECTION_3)
slip_in_convolve("dX_flat", "    return dX", "    dX = dX.ravel()\n    return dX",
                 "dX is flattened into one row: it must have the shape of X.", LESSON_03_SECTION_3)
slip_in_convolve("dX_negative", "    return dX", "    dX = -dX\n    return dX",
                 "dX has the wrong sign everywhere.", LESSON_03_SECTION_3)
slip_in_convolve("dX_doubled", "    return dX", "    dX = 2 * dX\n    return dX",
                 "dX is twice what it should be.", LESSON_03_SECTION_3)
slip_in_convolve("dX_cut_to_whole_numbers", "    return dX", "    dX = dX.astype(int)\n    return dX",
                 "dX holds integers: the digits after the decimal point are cut off.", LESSON_03_SECTION_3)
slip_in_convolve("dX_type_of_X", "    return dX", "    dX = dX.astype(X.dtype)\n    return dX",
                 "dX takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
                 LESSON_03_SECTION_3)
slip_in_convolve("dX_relu_inside", "    return dX", "    dX = dX * (X > 0)\n    return dX",
                 "dX is set to zero where X is not positive: that is the gradient of the ReLU, a separate layer.",
                 LESSON_03_SECTION_3)
slip_in_convolve("dX_divided_by_the_stride", "    return dX", "    dX = dX / stride ** 2\n    return dX",
                 "dX is divided by the square of the stride: the stride spreads the entries out but does not shrink "
                 "them.", "lesson 04, section 4")
slip_in_convolve("dX_multiplied_by_the_stride", "    return dX", "    dX = dX * stride\n    return dX",
                 "dX is multiplied by the stride: the stride spreads the entries out but does not scale them.",
                 "lesson 04, section 4")

slip_in_scatter = MISTAKES.slips(scatter)
STAMP = "dX[top:top + f_H, left:left + f_W] += W * dH[h, w]"
slip_in_scatter("dX_stride_ignored", STAMP, "dX[h:h + f_H, w:w + f_W] += W * dH[h, w]",
                "dX is what you get when the stamps move by one, whatever the stride is: dH was not spread out.",
                LESSON_04_SECTION_6)
slip_in_scatter("dX_stride_on_rows_only", STAMP, "dX[top:top + f_H, w:w + f_W] += W * dH[h, w]",
                "dX is what you get when the stamps move by the stride down, but by one to the right.",
                LESSON_04_SECTION_6)
slip_in_scatter("dX_stride_on_columns_only", STAMP, "dX[h:h + f_H, left:left + f_W] += W * dH[h, w]",
                "dX is what you get when the stamps move by the stride to the right, but by one down.",
                LESSON_04_SECTION_6)
slip_in_scatter("dX_steps_of_the_filter", STAMP, "target = dX[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]\n"
                "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
                "dX is what you get when the stamps move by the length of the filter: they move by the stride.",
                LESSON_04_SECTION_6)
slip_in_scatter("dX_stride_twice", STAMP,
                "target = dX[top * stride:top * stride + f_H, left * stride:left * stride + f_W]\n"
                "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
                "dX is what you get when the stride is applied twice.", LESSON_04_SECTION_6)
slip_in_scatter("dX_overwritten", "+= W * dH", "= W * dH",
                "dX is what you get when each stamp overwrites what is under it: where stamps overlap, they must be "
                "added.", "lesson 02, section 3")
slip_in_scatter("dX_last_position_only", "            dX[top",
                "            dX = np.zeros(padded.shape)\n            dX[top",
                "dX holds only the stamp of the last output: it was cleared at each position.", "lesson 02, section 3")
slip_in_scatter("dX_filter_rotated", "+= W * dH", "+= W[::-1, ::-1] * dH",
                "dX is what you get when the filter has the wrong orientation: a stamp uses it as it is, and the full "
                "convolution rotates it once.", "lesson 02, section 3")
slip_in_scatter("dX_ignores_dH", "+= W * dH[h, w]", "+= W",
                "dX is what you get when dH is all ones: each stamp must be multiplied by the gradient of its output.",
                "lesson 02, section 3")
slip_in_scatter("dX_first_dH_only", "+= W * dH[h, w]", "+= W * dH[0, 0]",
                "dX is what you get when the first entry of dH is used for every output.", "lesson 02, section 3")
slip_in_scatter("dX_dH_summed", "+= W * dH[h, w]", "+= W * np.sum(dH)",
                "dX is what you get when the sum of dH is used for every output.", "lesson 02, section 3")
slip_in_scatter("dX_dH_rotated", "+= W * dH[h, w]", "+= W * dH[-1 - h, -1 - w]",
                "dX is what you get when dH is rotated by 180 degrees.", "lesson 02, section 3")
slip_in_scatter("dX_dH_at_the_window", "+= W * dH[h, w]", "+= W * dH[top % dH.shape[0], left % dH.shape[1]]",
                "dX is what you get when dH is read at the window's position, but it has one entry for each "
                "output.", LESSON_04_SECTION_6)
slip_in_scatter("dX_weights_forgotten", "+= W * dH", "+= dH",
                "dX is what you get when the weights are left out.", "lesson 02, section 3")
slip_in_scatter("dX_X_for_W", "+= W * dH", "+= padded[top:top + f_H, left:left + f_W] * dH",
                "dX is what you get when the pixels are used instead of the weights.", "lesson 02, section 3")
slip_in_scatter("dX_starts_from_X", "dX = np.zeros(padded.shape)", "dX = padded.astype(float)",
                "X itself is still in dX: start with zeros.", "lesson 02, section 3")
slip_in_scatter("dX_last_row_of_dH_lost", STAMP, STAMP + " * (h < dH.shape[0] - 1)",
                "dX lacks the stamps of the last row of outputs.", LESSON_04_SECTION_6)
slip_in_scatter("dX_last_column_of_dH_lost", STAMP, STAMP + " * (w < dH.shape[1] - 1)",
                "dX lacks the stamps of the last column of outputs.", LESSON_04_SECTION_6)
slip_in_scatter("dX_border_clipped_at_the_corner", STAMP, "i, j = max(top - pad, 0), max(left - pad, 0)\n"
                "            target = dX[pad + i:pad + min(i + f_H, n_H_prev), pad + j:pad + min(j + f_W, n_W_prev)]\n"
                "            target += (W * dH[h, w])[:target.shape[0], :target.shape[1]]",
                "dX has its outer stamps pushed inside: where a window begins in the border, the filter's first rows "
                "or columns are dropped.", "lesson 04, section 5")
slip_in_scatter("dX_zero", STAMP, "pass",
                "dX is zero everywhere: nothing was ever written into it.", LESSON_04_SECTION_6)
slip_in_scatter("dX_is_X", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return X,",
                "This is X itself in place of dX.", LESSON_04_SECTION_6)
slip_in_scatter("dX_is_dH", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return dH,",
                "This is dH itself in place of dX: the gradient must go back through the layer.",
                LESSON_04_SECTION_6)
slip_in_scatter("dX_is_None", "    return dX[pad:pad + n_H_prev, pad:pad + n_W_prev],", "    return None,",
                "None is returned in place of dX.", LESSON_04_SECTION_6)
