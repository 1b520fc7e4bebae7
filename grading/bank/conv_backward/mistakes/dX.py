"""Wrong versions of conv_backward in which only dX is wrong."""

from grading.bank.conv_backward.mistakes.bases import places, slide, stamp, touch
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")
SECTION_3 = "lesson 02, section 3"
TURNED = places("lesson 02, section 3", "lesson 03, section 2")
SLID = places("lesson 02, section 3", "lesson 03, section 3")

# A student who slides the filter over the padded dH gets the same dX when the filter is not rotated, or reversed along
# one axis only. Those three slips are in conv_backward_by_convolution/mistakes.py, the first as dX_filter_not_rotated.
slip_in_stamp = MISTAKES.slips(stamp)
slip_in_stamp("dX_filter_rotated", "+= W * dH", "+= W[::-1, ::-1] * dH",
              "dX is what you get when the filter is rotated by 180 degrees before it is stamped: here it must not be.",
              SECTION_3)
slip_in_stamp("dX_filter_upside_down", "+= W * dH", "+= W[::-1] * dH",
              "dX is what you get when the filter is flipped upside down before it is stamped.", SECTION_3)
slip_in_stamp("dX_filter_mirrored", "+= W * dH", "+= W[:, ::-1] * dH",
              "dX is what you get when the filter is mirrored left to right before it is stamped.", SECTION_3)

slip_in_slide = MISTAKES.slips(slide)
slip_in_slide("dX_filter_transposed", "turned = W[::-1, ::-1]", "turned = W[::-1, ::-1].T",
              "dX is what you get when rows and columns of the filter are swapped.", TURNED)
slip_in_slide("dX_filter_rotated_by_90_degrees", "turned = W[::-1, ::-1]", "turned = np.rot90(W)",
              "dX is what you get when the filter is rotated by 90 degrees, not by 180.", TURNED)
slip_in_slide("dX_filter_rotated_by_270_degrees", "turned = W[::-1, ::-1]", "turned = np.rot90(W, -1)",
              "dX is what you get when the filter is rotated by 90 degrees clockwise, not by 180.", TURNED)
slip_in_slide("dX_filter_transposed_for_rotated", "turned = W[::-1, ::-1]", "turned = W.T",
              "dX is what you get when the filter is transposed instead of rotated.", TURNED)
slip_in_slide("dX_mean_for_sum", "= np.sum(padded", "= np.mean(padded",
              "dX is what you get when the products in each window are averaged instead of summed.", SLID)
slip_in_slide("dX_max_for_sum", "= np.sum(padded", "= np.max(padded",
              "dX is what you get when only the largest product of each window is kept.", SLID)
slip_in_slide("dX_matmul_for_elementwise", "f] * turned", "f] @ turned",
              "dX is what you get when window and filter are multiplied as matrices.", SLID)
slip_in_slide("dX_padded_by_one", "np.pad(dH, f - 1)", "np.pad(dH, ((1, 2 * f - 3), (1, 2 * f - 3)) if f > 1 else 0)",
              "dX is what you get when dH has just one row and column of zeros before it: it needs one less than the "
              "filter's side.", SLID)
slip_in_slide("dX_padded_behind_only", "np.pad(dH, f - 1)", "np.pad(dH, (0, 2 * f - 2))",
              "dX is what you get when all the zeros are below and to the right of dH: half of them belong above and "
              "to the left.", SLID)
slip_in_slide("dX_padded_before_only", "np.pad(dH, f - 1)", "np.pad(dH, (2 * f - 2, 0))",
              "dX is what you get when all the zeros are above and to the left of dH: half of them belong below and "
              "to the right.", SLID)
slip_in_slide("dX_padded_by_f", "np.pad(dH, f - 1)", "np.pad(dH, f)[:-1, :-1]",
              "dX is what you get when one row and column of zeros too many comes before dH: everything lands one "
              "step too far.", SLID)
slip_in_slide("dX_too_large", "padded = np.pad(dH, f - 1)",
              "padded = np.pad(dH, f)\n    dX = np.zeros((X.shape[0] + 2, X.shape[1] + 2))",
              "dX is too large by two rows and columns: dH was padded with the filter's side, which is one too many.",
              SLID)
slip_in_slide("dX_as_large_as_dH", "padded = np.pad(dH, f - 1)",
              "padded = np.pad(dH, ((f - 1) // 2, f // 2))\n    dX = np.zeros(dH.shape)",
              "dX is only as large as dH: too few zeros were added around dH.", SLID)
slip_in_slide("dX_not_padded", "padded = np.pad(dH, f - 1)",
              "padded = dH\n    dX = np.zeros([max(n - f + 1, 0) for n in dH.shape])",
              "dX is too small: there are no zeros around dH, so the filter never extends over its edge.", SLID)
slip_in_slide("dX_rows_padded_only", "padded = np.pad(dH, f - 1)",
              "padded = np.pad(dH, ((f - 1, f - 1), (0, 0)))\n    dX = np.zeros((X.shape[0], max(n_W - f + 1, 0)))",
              "dX is too narrow: zeros were added above and below dH, but none at its sides.", SLID)
slip_in_slide("dX_columns_padded_only", "padded = np.pad(dH, f - 1)",
              "padded = np.pad(dH, ((0, 0), (f - 1, f - 1)))\n    dX = np.zeros((max(n_H - f + 1, 0), X.shape[1]))",
              "dX is not tall enough: zeros were added at the sides of dH, but none above and below.", SLID)
slip_in_slide("dX_padded_with_edge", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='edge')",
              "dX is what you get when dH is surrounded by copies of its edge instead of zeros.", SLID)
slip_in_slide("dX_padded_with_mirror", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='symmetric')",
              "dX is what you get when dH is surrounded by its mirror image instead of zeros.", SLID)
slip_in_slide("dX_padded_around", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='wrap')",
              "dX is what you get when dH wraps around at its edges instead of being padded with zeros (so does a "
              "Fourier transform without padding).", SLID)
slip_in_slide("dX_padded_with_ones", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, constant_values=1)",
              "dX is what you get when dH is surrounded by ones instead of zeros.", SLID)
slip_in_slide("dX_cut_to_whole_numbers", "dX = np.zeros(X.shape)", "dX = np.zeros(X.shape, dtype=int)",
              "dX holds integers: the digits after the decimal point are cut off as they are stored.", SLID)
slip_in_slide("dX_type_of_X", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
              "dX takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
              SLID)
slip_in_slide("dX_relu_inside", "    return dX", "    dX[X <= 0] = 0\n    return dX",
              "dX is set to zero where X is not positive: that is the gradient of the ReLU, a separate layer.",
              SLID)
slip_in_slide("dX_negative_entries_lost", "    return dX", "    dX[dX < 0] = 0\n    return dX",
              "dX has zeros where it should be negative.", SLID)
slip_in_stamp("dX_overwritten", "+= W * dH", "= W * dH",
              "dX is what you get when each stamp overwrites what is under it: where stamps overlap, they must be "
              "added.", SECTION_3)
slip_in_stamp("dX_last_position_only", "            dX[h", "            dX = np.zeros(X.shape)\n            dX[h",
              "dX holds only the stamp of the last output: it was cleared at each position.", SECTION_3)
slip_in_stamp("dX_first_position_only", "+= W * dH[h, w]", "+= W * dH[h, w] * (h == w == 0)",
              "dX holds only the stamp of the first output: every output sends its gradient back.", SECTION_3)
slip_in_stamp("dX_ignores_dH", "+= W * dH[h, w]", "+= W",
              "dX is what you get when dH is all ones: each stamp must be multiplied by the gradient of its output.",
              SECTION_3)
slip_in_stamp("dX_first_dH_only", "+= W * dH[h, w]", "+= W * dH[0, 0]",
              "dX is what you get when the first entry of dH is used for every output.", SECTION_3)
slip_in_stamp("dX_last_dH_only", "+= W * dH[h, w]", "+= W * dH[-1, -1]",
              "dX is what you get when the last entry of dH is used for every output.", SECTION_3)
slip_in_stamp("dX_dH_summed", "+= W * dH[h, w]", "+= W * np.sum(dH)",
              "dX is what you get when the sum of dH is used for every output.", SECTION_3)
slip_in_stamp("dX_dH_averaged", "+= W * dH[h, w]", "+= W * np.mean(dH)",
              "dX is what you get when the mean of dH is used for every output.", SECTION_3)
slip_in_stamp("dX_dH_squared", "+= W * dH[h, w]", "+= W * dH[h, w] ** 2",
              "dX is what you get when dH is multiplied in twice.", SECTION_3)
slip_in_stamp("dX_dH_rotated", "+= W * dH[h, w]", "+= W * dH[-1 - h, -1 - w]",
              "dX is what you get when dH is rotated by 180 degrees: output and gradient must be at the same place.",
              SECTION_3)
slip_in_stamp("dX_dH_upside_down", "+= W * dH[h, w]", "+= W * dH[-1 - h, w]",
              "dX is what you get when dH is flipped upside down.", SECTION_3)
slip_in_stamp("dX_dH_mirrored", "+= W * dH[h, w]", "+= W * dH[h, -1 - w]",
              "dX is what you get when dH is mirrored left to right.", SECTION_3)
slip_in_stamp("dX_dH_by_columns", "+= W * dH[h, w]", "+= W * dH.ravel(order='F').reshape(dH.shape)[h, w]",
              "dX is what you get when dH is read column by column and used row by row.", SECTION_3)
slip_in_stamp("dX_added_for_multiplied", "+= W * dH", "+= W + dH",
              "dX is what you get when dH is added to the filter instead of multiplying it.", SECTION_3)
slip_in_stamp("dX_weights_forgotten", "+= W * dH", "+= dH",
              "dX is what you get when the weights are left out: each pixel gets dH, but not multiplied by its "
              "weight.", SECTION_3)
slip_in_stamp("dX_weights_summed", "+= W * dH", "+= np.sum(W) * dH",
              "dX is what you get when the sum of the weights is used instead of each pixel's weight.",
              SECTION_3)
slip_in_stamp("dX_X_for_W", "+= W * dH", "+= X[h:h + f, w:w + f] * dH",
              "dX is what you get when the pixels are used instead of the weights: the derivative with respect to a "
              "pixel is its weight.", SECTION_3)
slip_in_stamp("dX_products", "    return dX", "    dX *= X\n    return dX",
              "dX is multiplied by X once too often.", SECTION_3)
slip_in_stamp("dX_negative", "+= W * dH", "-= W * dH", "dX has the wrong sign everywhere.", SECTION_3)
slip_in_stamp("dX_doubled", "+= W * dH", "+= 2 * W * dH", "dX is twice what it should be.", SECTION_3)
slip_in_stamp("dX_halved", "+= W * dH", "+= W / 2 * dH", "dX is half of what it should be.", SECTION_3)
slip_in_stamp("dX_mean_over_positions", "    return dX", "    dX /= dH.size\n    return dX",
              "dX is divided by the number of outputs: the stamps are added, not averaged.", SECTION_3)
slip_in_stamp("dX_mean_of_stamps", "    return dX",
              "    touched = np.zeros(X.shape)\n    for h, w in np.ndindex(dH.shape):\n"
              "        touched[h:h + f, w:w + f] += 1\n    return dX / touched, dW\n    return dX",
              "dX is divided by the number of outputs that see each pixel: the stamps are added, not "
              "averaged.", SECTION_3)
slip_in_stamp("dX_mean_over_pixels", "    return dX", "    dX /= X.size\n    return dX",
              "dX is divided by the number of pixels.", SECTION_3)
slip_in_stamp("dX_rotated", "    return dX,", "    return dX[::-1, ::-1],",
              "dX is right, but rotated by 180 degrees: its first entry belongs to the first pixel.", SECTION_3)
slip_in_stamp("dX_upside_down", "    return dX,", "    return dX[::-1],", "dX is right, but upside down.", SECTION_3)
slip_in_stamp("dX_mirrored", "    return dX,", "    return dX[:, ::-1],",
              "dX is right, but mirrored left to right.", SECTION_3)
slip_in_stamp("dX_transposed", "    return dX,", "    return dX.T,",
              "dX is right, but its rows and columns are swapped.", SECTION_3)
slip_in_stamp("dX_flat", "    return dX,", "    return dX.ravel(),",
              "dX is right, but it is flattened into one row: it must have the shape of X.", SECTION_3)
slip_in_stamp("dX_is_one_number", "    return dX,", "    return np.sum(dX),",
              "dX was summed to one number: each pixel has its own gradient.", SECTION_3)
slip_in_stamp("dX_starts_from_X", "dX = np.zeros(X.shape)", "dX = X.astype(float)",
              "X itself is still in dX: start with zeros.", SECTION_3)
slip_in_stamp("dX_starts_from_ones", "dX = np.zeros(X.shape)", "dX = np.ones(X.shape)",
              "dX is too large by one everywhere: start with zeros.", SECTION_3)
slip_in_stamp("dX_is_updated_input", "    return dX,", "    return X - dX,",
              "This is X after a gradient step: return the gradient itself.", SECTION_3)
slip_in_stamp("dX_last_row_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
              "dX[h:h + f, w:w + f] += W * dH[h, w] * (h < n_H - 1)",
              "dX lacks the stamps of the last row of outputs: the loop stops one too early.", SECTION_3)
slip_in_stamp("dX_last_column_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
              "dX[h:h + f, w:w + f] += W * dH[h, w] * (w < n_W - 1)",
              "dX lacks the stamps of the last column of outputs: the loop stops one too early.", SECTION_3)
slip_in_stamp("dX_last_row_and_column_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
              "dX[h:h + f, w:w + f] += W * dH[h, w] * (h < n_H - 1 and w < n_W - 1)",
              "dX lacks the stamps of the last row and the last column of outputs: both loops stop one too early.",
              SECTION_3)
slip_in_stamp("dX_first_row_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
              "dX[h:h + f, w:w + f] += W * dH[h, w] * (h > 0)",
              "dX lacks the stamps of the first row of outputs: count from 0.", SECTION_3)
slip_in_stamp("dX_last_row_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH", "dX[h:h + f - 1, w:w + f] += W[:-1] * dH",
              "dX lacks the last row of the filter: the end of a range is exclusive.", SECTION_3)
slip_in_stamp("dX_last_column_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH",
              "dX[h:h + f, w:w + f - 1] += W[:, :-1] * dH",
              "dX lacks the last column of the filter: the end of a range is exclusive.", SECTION_3)
slip_in_stamp("dX_last_row_and_column_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH",
              "dX[h:h + f - 1, w:w + f - 1] += W[:-1, :-1] * dH",
              "dX lacks the last row and the last column of the filter: the end of a range is exclusive.",
              SECTION_3)
slip_in_stamp("dX_first_weight_only", "dX[h:h + f, w:w + f] += W * dH", "dX[h, w] += W[0, 0] * dH",
              "dX holds only what flows through the first weight.", SECTION_3)
slip_in_stamp("dX_stamped_at_origin", "dX[h:h + f, w:w + f]", "dX[:f, :f]",
              "dX is what you get when all stamps land at the top left: each belongs under its own window.", SECTION_3)
slip_in_stamp("dX_moves_down_only", "dX[h:h + f, w:w + f]", "dX[h:h + f, :f]",
              "dX is what you get when the stamp moves down but never to the right.", SECTION_3)
slip_in_stamp("dX_moves_right_only", "dX[h:h + f, w:w + f]", "dX[:f, w:w + f]",
              "dX is what you get when the stamp moves to the right but never down.", SECTION_3)
slip_in_stamp("dX_offsets_exchanged", "dX[h:h + f, w:w + f]", "dX[w:w + f, h:h + f]",
              "A stamp was placed at column, row instead of row, column, and extends beyond dX.", SECTION_3)
slip_in_stamp("dX_everywhere", "dX[h:h + f, w:w + f] += W * dH", "dX += np.sum(W) * dH",
              "Every pixel has the same gradient: each output sees only the pixels in its own window.", SECTION_3)
slip_in_stamp("dX_zero", "dX[h:h + f, w:w + f] += W * dH[h, w]", "pass",
              "dX is zero everywhere: nothing was ever written into it.", SECTION_3)
slip_in_stamp("dX_is_dH", "    return dX,", "    return dH,",
              "This is dH itself in place of dX: the gradient must go back through the layer.", SECTION_3)
slip_in_stamp("dX_is_X", "    return dX,", "    return X,", "This is X itself in place of dX.", SECTION_3)
slip_in_stamp("dX_is_None", "    return dX,", "    return None,", "None is returned in place of dX.", SECTION_3)

slip_in_touch = MISTAKES.slips(touch)
slip_in_touch("dX_cut_at_each_step", "dX = np.zeros(X.shape)", "dX = np.zeros(X.shape, dtype=int)",
              "dX holds integers: the digits after the decimal point are cut off each time a product is added.",
              SECTION_3)
slip_in_touch("dX_type_of_X_at_each_step", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
              "dX takes the dtype of X: when X holds integers, the digits are cut off each time a product "
              "is added.", SECTION_3)
slip_in_touch("dX_minus_the_offset", "dX[h + u, w + v]", "dX[h - u, w - v]",
              "dX is what you get when each weight reaches back instead of forward: negative positions count from the "
              "end.", SECTION_3)
slip_in_touch("dX_offset_missing", "dX[h + u, w + v]", "dX[h, w]",
              "dX is what you get when all weights of a window contribute to its first pixel.", SECTION_3)
slip_in_touch("dX_first_touch_kept", "dX[h + u, w + v] +=", "dX[h + u, w + v] += (dX[h + u, w + v] == 0) *",
              "dX keeps only the first output's contribution to each pixel, as adding at repeated indices does: all "
              "must be added.", SECTION_3)
