"""Wrong versions of conv_backward in which only dW is wrong."""

from grading.bank.conv_backward.mistakes.bases import places, slide, stamp, touch
from grading.bank.diagnoses import NOT_ONE_NUMBER
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_backward")
SECTION_2 = "lesson 02, section 2"
NOTHING_TURNS = places("lesson 02, section 2", "lesson 03, section 1")

# Only dW.
slip_in_stamp = MISTAKES.slips(stamp)
slip_in_stamp("dW_overwritten", "dW +=", "dW =",
              "dW holds only the last output's contribution: each replaced the one before, but they must be added.",
              SECTION_2)
slip_in_stamp("dW_first_position_only", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[:f, :f] * dH[0, 0] * (h == w == 0)",
              "dW holds only the first output's contribution: each weight takes part in every output.", SECTION_2)
slip_in_stamp("dW_ignores_dH", "dW += X[h:h + f, w:w + f] * dH[h, w]", "dW += X[h:h + f, w:w + f]",
              "dW is what you get when dH is all ones: each window must be multiplied by the gradient of its output.",
              SECTION_2)
slip_in_stamp("dW_first_dH_only", "f] * dH[h, w]", "f] * dH[0, 0]",
              "dW is what you get when the first entry of dH is used for every output.", SECTION_2)
slip_in_stamp("dW_last_dH_only", "f] * dH[h, w]", "f] * dH[-1, -1]",
              "dW is what you get when the last entry of dH is used for every output.", SECTION_2)
slip_in_stamp("dW_dH_summed", "f] * dH[h, w]", "f] * np.sum(dH)",
              "dW is what you get when the sum of dH is used for every output.", SECTION_2)
slip_in_stamp("dW_dH_averaged", "f] * dH[h, w]", "f] * np.mean(dH)",
              "dW is what you get when the mean of dH is used for every output.", SECTION_2)
slip_in_stamp("dW_dH_squared", "f] * dH[h, w]", "f] * dH[h, w] ** 2",
              "dW is what you get when dH is multiplied in twice.", SECTION_2)
slip_in_stamp("dW_dH_rotated", "f] * dH[h, w]", "f] * dH[-1 - h, -1 - w]",
              "dW is what you get when dH is rotated by 180 degrees: dW is a correlation of X with dH as it is.",
              NOTHING_TURNS)
slip_in_stamp("dW_dH_upside_down", "f] * dH[h, w]", "f] * dH[-1 - h, w]",
              "dW is what you get when dH is flipped upside down.", SECTION_2)
slip_in_stamp("dW_dH_mirrored", "f] * dH[h, w]", "f] * dH[h, -1 - w]",
              "dW is what you get when dH is mirrored left to right.", SECTION_2)
slip_in_stamp("dW_dH_by_columns", "f] * dH[h, w]", "f] * dH.ravel(order='F').reshape(dH.shape)[h, w]",
              "dW is what you get when dH is read column by column and used row by row.", SECTION_2)
slip_in_stamp("dW_added_for_multiplied", "f] * dH[h, w]", "f] + dH[h, w]",
              "dW is what you get when dH is added to the windows instead of multiplying them.", SECTION_2)
slip_in_stamp("dW_inputs_forgotten", "dW += X[h:h + f, w:w + f] * dH", "dW += dH",
              "Every entry of dW is the sum of dH: that is a bias's gradient; each weight also multiplied an input.",
              SECTION_2)
slip_in_stamp("dW_W_for_X", "dW += X[h:h + f, w:w + f] * dH", "dW += W * dH",
              "dW is what you get when the weights are used instead of the pixels: the derivative with respect to a "
              "weight is the pixel it multiplied.", SECTION_2)
slip_in_stamp("dW_window_summed", "dW += X[h:h + f, w:w + f] * dH", "dW += np.sum(X[h:h + f, w:w + f]) * dH",
              "Every entry of dW is the same: the windows were summed, but each weight multiplied its own "
              "pixel.", SECTION_2)
slip_in_stamp("dW_dX_for_X", "dW += X[h", "dW += dX[h", "dW was computed from dX instead of X.", SECTION_2)
slip_in_stamp("dW_products", "    return dX, dW", "    return dX, dW * W",
              "dW is multiplied by W once too often.", SECTION_2)
slip_in_stamp("dW_negative", "dW +=", "dW -=", "dW has the wrong sign everywhere.", SECTION_2)
slip_in_stamp("dW_doubled", "dW += X", "dW += 2 * X", "dW is twice what it should be.", SECTION_2)
slip_in_stamp("dW_halved", "dW += X", "dW += 0.5 * X", "dW is half of what it should be.", SECTION_2)
slip_in_stamp("dW_input_rotated", "dW += X[h:h", "dW += X[::-1, ::-1][h:h",
              "dW is what you get when X is rotated by 180 degrees: nothing is rotated in dW.", NOTHING_TURNS)
slip_in_stamp("dW_input_transposed", "dW += X[h:h", "dW += X.T[h:h",
              "The rows and columns of X are swapped for dW.", SECTION_2)
slip_in_stamp("dW_mean_over_positions", "    return dX, dW", "    return dX, dW / dH.size",
              "dW is divided by the number of outputs: their contributions are added, not averaged.", SECTION_2)
slip_in_stamp("dW_mean_over_weights", "    return dX, dW", "    return dX, dW / (f * f)",
              "dW is divided by the number of weights.", SECTION_2)
slip_in_stamp("dW_rotated", "    return dX, dW", "    return dX, dW[::-1, ::-1]",
              "dW is right, but rotated by 180 degrees: its first entry belongs to the first weight.", NOTHING_TURNS)
slip_in_stamp("dW_upside_down", "    return dX, dW", "    return dX, dW[::-1]",
              "dW is right, but upside down.", SECTION_2)
slip_in_stamp("dW_mirrored", "    return dX, dW", "    return dX, dW[:, ::-1]",
              "dW is right, but mirrored left to right.", SECTION_2)
slip_in_stamp("dW_transposed", "    return dX, dW", "    return dX, dW.T",
              "dW is right, but its rows and columns are swapped.", SECTION_2)
slip_in_stamp("dW_flat", "    return dX, dW", "    return dX, dW.ravel()",
              "dW is right, but it is flattened into one row: it must have the shape of W.", SECTION_2)
slip_in_stamp("dW_is_one_number", "    return dX, dW", "    return dX, np.sum(dW)",
              "dW was summed to one number: each weight has its own gradient.", SECTION_2)
slip_in_stamp("dW_starts_from_W", "dW = np.zeros(W.shape)", "dW = W.astype(float)",
              "W itself is still in dW: start with zeros.", SECTION_2)
slip_in_stamp("dW_starts_from_ones", "dW = np.zeros(W.shape)", "dW = np.ones(W.shape)",
              "dW is too large by one everywhere: start with zeros.", SECTION_2)
slip_in_stamp("dW_is_updated_filter", "    return dX, dW", "    return dX, W - dW",
              "This is the filter after a gradient step: return the gradient itself.", SECTION_2)
slip_in_stamp("dW_last_row_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[h:h + f, w:w + f] * dH[h, w] * (h < n_H - 1)",
              "dW lacks the last row of outputs: the loop stops one too early.", SECTION_2)
slip_in_stamp("dW_last_column_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[h:h + f, w:w + f] * dH[h, w] * (w < n_W - 1)",
              "dW lacks the last column of outputs: the loop stops one too early.", SECTION_2)
slip_in_stamp("dW_last_row_and_column_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[h:h + f, w:w + f] * dH[h, w] * (h < n_H - 1 and w < n_W - 1)",
              "dW lacks the last row and the last column of outputs: both loops stop one too early.", SECTION_2)
slip_in_stamp("dW_first_row_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW += X[h:h + f, w:w + f] * dH[h, w] * (h > 0)",
              "dW lacks the first row of outputs: count from 0.", SECTION_2)
slip_in_stamp("dW_last_row_left_zero", "    return dX", "    dW[-1] = 0\n    return dX",
              "The last row of dW was never written: the loop stops one too early.", SECTION_2)
slip_in_stamp("dW_last_column_left_zero", "    return dX", "    dW[:, -1] = 0\n    return dX",
              "The last column of dW was never written: the loop stops one too early.", SECTION_2)
slip_in_stamp("dW_last_row_and_column_left_zero", "    return dX", "    dW[-1] = dW[:, -1] = 0\n    return dX",
              "The last row and the last column of dW were never written: both loops stop one too early.", SECTION_2)
slip_in_stamp("dW_window_never_moves", "dW += X[h:h + f, w:w + f]", "dW += X[:f, :f]",
              "dW is what you get when the window stays at the top left: each output saw its own window.", SECTION_2)
slip_in_stamp("dW_offsets_exchanged", "dW += X[h:h + f, w:w + f]", "dW += X[w:w + f, h:h + f]",
              "The window of X was cut out at column, row instead of row, column.", SECTION_2)
slip_in_stamp("dW_relu_inside", "    return dX", "    dW[dW < 0] = 0\n    return dX",
              "dW has zeros where it should be negative.", SECTION_2)
slip_in_stamp("dW_absolute_input", "dW += X[h:h + f, w:w + f]", "dW += np.abs(X[h:h + f, w:w + f])",
              "dW is what you get when the signs of X are lost.", SECTION_2)
slip_in_stamp("dW_zero", "dW += X[h:h + f, w:w + f] * dH[h, w]", "pass",
              "dW is zero everywhere: nothing was ever written into it.", SECTION_2)
slip_in_stamp("dW_is_dH", "    return dX, dW", "    return dX, dH",
              "This is dH itself in place of dW: the gradient must go back through the layer.", SECTION_2)
slip_in_stamp("dW_is_W", "    return dX, dW", "    return dX, W", "This is W itself in place of dW.", SECTION_2)
slip_in_stamp("dW_is_None", "    return dX, dW", "    return dX, None", "None is returned in place of dW.", SECTION_2)
slip_in_stamp("dW_is_the_output", "    return dX, dW",
              "    return dX, np.einsum('hwuv,uv->hw', sliding_window_view(X, W.shape), W)",
              "This is the layer's output in place of dW: X was correlated with W instead of dH.", SECTION_2)
slip_in_stamp("dW_window_as_large_as_filter", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "pass\n    for u, v in np.ndindex(f, f):\n        dW[u, v] = np.sum(X[u:u + f, v:v + f] * dH)",
              "The window that multiplies dH has the size of the filter: it must have the size of dH.",
              "lesson 02, section 6")
slip_in_stamp("dW_published_line", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW[h, w] = np.sum(X[h:h + f, w:w + f] * dH)",
              "The published line for dW is still there: it loops over outputs instead of weights, and its window has "
              "the wrong size.", "lesson 02, section 6")
slip_in_stamp("dW_filled_at_outputs", "dW += X[h:h + f, w:w + f] * dH[h, w]",
              "dW[h, w] += np.sum(X[h:h + f, w:w + f]) * dH[h, w]",
              "dW was filled at the output's position: its rows and columns belong to the weights.",
              "lesson 02, section 6")

slip_in_slide = MISTAKES.slips(slide)
slip_in_slide("dW_max_for_sum", "np.sum(X", "np.max(X",
              "dW is what you get when only the largest product of each window is kept.", NOTHING_TURNS)
slip_in_slide("dW_not_summed", "np.sum(X", "list(X", NOT_ONE_NUMBER, NOTHING_TURNS)
slip_in_slide("dW_not_summed_but_one", "np.sum(X", "np.squeeze(X", NOT_ONE_NUMBER, NOTHING_TURNS)
slip_in_slide("dW_matmul_for_elementwise", "v:v + n_W] * dH", "v:v + n_W] @ dH.T",
              "dW is what you get when window and dH are multiplied as matrices.", NOTHING_TURNS)
slip_in_slide("dW_cut_to_whole_numbers", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
              "dW holds integers: the digits after the decimal point are cut off as they are stored.", NOTHING_TURNS)
slip_in_slide("dW_type_of_W", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
              "dW takes the dtype of W: when W holds integers, the digits after the decimal point are cut off.",
              NOTHING_TURNS)
slip_in_slide("dW_type_of_X", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=X.dtype)",
              "dW takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
              NOTHING_TURNS)
slip_in_slide("dW_padded_input", "    for u, v in np.ndindex(dW.shape):\n",
              "    X = np.pad(X, 1)\n    for u, v in np.ndindex(dW.shape):\n",
              "dW was computed from X with a border of zeros, so every window is one step too far up and to the left.",
              NOTHING_TURNS)
slip_in_slide("dW_as_large_as_X", "    for u, v in np.ndindex(dW.shape):\n",
              "    X = np.pad(X, ((0, n_H - 1), (0, n_W - 1)))\n"
              "    dW = np.zeros((X.shape[0] - n_H + 1, X.shape[1] - n_W + 1))\n"
              "    for u, v in np.ndindex(dW.shape):\n",
              "dW is as large as X: dH must not extend over the edge of X, so there are only as many positions as "
              "weights.", NOTHING_TURNS)
slip_in_slide("dW_full", "    for u, v in np.ndindex(dW.shape):\n",
              "    X = np.pad(X, ((n_H - 1, n_H - 1), (n_W - 1, n_W - 1)))\n"
              "    dW = np.zeros((X.shape[0] - n_H + 1, X.shape[1] - n_W + 1))\n"
              "    for u, v in np.ndindex(dW.shape):\n",
              "dW is too large: X was padded, but dH must not extend over the edge of X.", NOTHING_TURNS)
slip_in_slide("dW_window_transposed_size", "X[u:u + n_H, v:v + n_W]", "X[u:u + n_W, v:v + n_H]",
              "The window that multiplies dH has the height and width of dH swapped.", NOTHING_TURNS)
slip_in_slide("dW_window_one_too_short", "X[u:u + n_H, v:v + n_W] * dH", "X[u:u + n_H - 1, v:v + n_W - 1] * dH",
              "The window that multiplies dH is one row and one column too short.", NOTHING_TURNS)

slip_in_touch = MISTAKES.slips(touch)
slip_in_touch("dW_cut_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
              "dW holds integers: the digits after the decimal point are cut off each time a product is added.",
              SECTION_2)
slip_in_touch("dW_type_of_W_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
              "dW takes the dtype of W: when W holds integers, the digits are cut off each time a product "
              "is added.", SECTION_2)
slip_in_touch("dW_offset_missing", "+= X[h + u, w + v]", "+= X[h, w]",
              "Every entry of dW is the same: each weight multiplied its own pixel of the window, not the first.",
              SECTION_2)
slip_in_touch("dW_minus_the_offset", "+= X[h + u, w + v]", "+= X[h - u, w - v]",
              "dW is what you get when each weight reaches back instead of forward: negative positions count from the "
              "end.", SECTION_2)
slip_in_touch("dW_dH_at_the_weight", "+= X[h + u, w + v] * dH[h, w]", "+= X[h + u, w + v] * dH[u, v]",
              "For dW, dH is read at the weight's position instead of the output's, where it may not even have an "
              "entry.",
              SECTION_2)
