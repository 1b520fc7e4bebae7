"""Wrong versions of pixel_table."""

import numpy as np

from grading.bank.diagnoses import STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("pixel_table")
HERE = "lesson 02, section 3"


def pixels():
    T = np.zeros((9, 4))
    for h, w, u, v in np.ndindex(2, 2, 2, 2):
        T[3 * (h + u) + w + v, 2 * h + w] = 1 + 2 * u + v
    return T


slip = MISTAKES.slips(pixels)
slip("filter_rotated", "1 + 2 * u + v", "4 - 2 * u - v",
     "The table is that of the filter rotated by 180 degrees: a pixel at the window's top left is multiplied by the "
     "first weight.",
     HERE)
slip("filter_transposed", "1 + 2 * u + v", "1 + 2 * v + u",
     "The weights 2 and 3 are swapped: the filter was read column by column.", HERE)
slip("filter_mirrored", "1 + 2 * u + v", "2 + 2 * u - v",
     "The table is that of the filter mirrored left to right.", HERE)
slip("filter_upside_down", "1 + 2 * u + v", "3 - 2 * u + v",
     "The table is that of the filter flipped upside down.", HERE)
slip("outputs_by_columns", "2 * h + w]", "2 * w + h]",
     "The second and third column are swapped: the outputs are in row-major order.", HERE)
slip("pixels_by_columns", "T[3 * (h + u) + w + v", "T[3 * (w + v) + h + u",
     "The pixels were taken column by column; they must be in row-major order.", HERE)
slip("columns_from_the_end", "2 * h + w]", "3 - 2 * h - w]",
     "The columns are in reverse order: the first belongs to the output at the top left.", HERE)
slip("pixels_from_the_end", "T[3 * (h + u) + w + v", "T[8 - 3 * (h + u) - w - v",
     "The rows are in reverse order: the first belongs to the pixel at the top left.", HERE)
slip("table_transposed", "    return T", "    return T.T",
     "Rows and columns of the table are swapped: one row for each pixel, one column for each output.", HERE)
slip("inputs_for_weights", "1 + 2 * u + v", "1 + 3 * (h + u) + w + v",
     "The table holds the pixels themselves; the derivative with respect to a pixel is its weight.", HERE)
slip("products", "1 + 2 * u + v", "(1 + 2 * u + v) * (1 + 3 * (h + u) + w + v)",
     "These are the products of weight and pixel; the derivative with respect to the pixel is only the weight.", HERE)
slip("ones", "1 + 2 * u + v", "1", "The table says which pixel each output sees, but not its weight.", HERE)
slip("first_touch_only", "    return T", "    return T * (np.cumsum(T > 0, axis=1) == 1)",
     "Each pixel has only one entry, that of the first output that sees it, but the middle pixel is seen by "
     "four.", HERE)
slip("last_touch_only", "    return T", "    return T * (np.cumsum(T[:, ::-1] > 0, axis=1) == 1)[:, ::-1]",
     "Each pixel has only one entry, that of the last output that sees it, but the middle pixel is seen by four.", HERE)
slip("first_output_only", "    return T", "    T[:, 1:] = 0\n    return T",
     "Only the first output is filled in: the other windows see pixels too.", HERE)
slip("middle_pixel_only", "    return T", "    T[:4] = T[5:] = 0\n    return T",
     "Only the middle pixel is filled in: the outputs see the other pixels too.", HERE)
slip("weights_in_rising_order", "    return T",
     "    for row in T:\n        row[row > 0] = np.sort(row[row > 0])\n    return T",
     "The weights are in increasing order in each row, but an earlier output saw the pixel under a later weight.", HERE)
slip("middle_pixel_in_rising_order", "    return T", "    T[4] = [1, 2, 3, 4]\n    return T",
     "The row of the middle pixel is in increasing order, but the first output saw it under its last weight.", HERE)
slip("moved_to_the_left", "    return T",
     "    return np.array([[*row[row > 0], *row[row == 0]] for row in T])",
     "The weights are moved to the left in each row: each belongs in the column of its output, with zeros between.",
     HERE)
slip("rising_and_moved_to_the_left", "    return T",
     "    return np.array([[*np.sort(row[row > 0]), *row[row == 0]] for row in T])",
     "Each row lists its weights from the left and in increasing order: each belongs in the column of its "
     "output.", HERE)
slip("corners_only", "    return T", "    T[1:8:2] = T[4] = 0\n    return T",
     "Only the corners are filled in: the other pixels are seen too, and by more outputs.", HERE)
slip("window_repeated", "T[3 * (h + u) + w + v", "T[3 * u + v",
     "All outputs see the same four pixels here: the window moves from output to output.", HERE)
slip("windows_run_on", "T[3 * (h + u) + w + v", "T[2 * (h + u) + w + v",
     "The windows advance as if X had two columns, but one row down is three pixels on.", HERE)
slip("last_row_of_pixels_lost", "    return T", "    T[6:] = 0\n    return T",
     "The last row of pixels is empty, but the lower two outputs see it.", HERE)
slip("last_pixel_lost", "    return T", "    T[8] = 0\n    return T",
     "The last pixel is empty, but the last output sees it.", HERE)
slip("with_dH", "1 + 2 * u + v", "(1 + 2 * u + v) * [1, -2, 0.5, 3][2 * h + w]",
     "Each column is already multiplied by the gradient of its output: the table asks only for the local gradients.",
     HERE)
slip("counted_from_zero", "1 + 2 * u", "2 * u", "The weights were taken as 0 to 3, but they are 1 to 4.", HERE)
slip("no_zeros", "    return T", "    T[T == 0] = 1\n    return T",
     "Where an output does not see the pixel there is a 1, but it must be 0.", HERE)
slip("zeros", "    return T", "    return 0 * T", STILL_ZERO, HERE)
