"""Wrong versions of weight_table."""

import numpy as np

from grading.bank.diagnoses import STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("weight_table")
HERE = "lesson 02, section 2"


def weights():
    T = np.zeros((4, 4))
    for u, v, h, w in np.ndindex(2, 2, 2, 2):
        T[2 * u + v, 2 * h + w] = 1 + 3 * (h + u) + w + v
    return T


slip = MISTAKES.slips(weights)
slip("weights_for_inputs", "1 + 3 * (h + u) + w + v", "1 + 2 * u + v",
     "The table holds the weights themselves; the derivative with respect to a weight is the input it "
     "multiplied.", HERE)
slip("products", "1 + 3 * (h + u) + w + v", "(1 + 3 * (h + u) + w + v) * (1 + 2 * u + v)",
     "These are the products of input and weight; the derivative with respect to the weight is only the input.", HERE)
slip("outputs_for_inputs", "1 + 3 * (h + u) + w + v", "[37, 47, 67, 77][2 * h + w]",
     "The table holds the outputs themselves; the derivative with respect to a weight is the input it "
     "multiplied.", HERE)
slip("ones", "1 + 3 * (h + u) + w + v", "1",
     "The table says that each weight matters, but not by how much: the entry is the input that it multiplied.", HERE)
slip("weights_by_columns", "T[2 * u + v", "T[2 * v + u",
     "The second and third row are swapped: the weights are in row-major order.", HERE)
slip("outputs_by_columns", "2 * h + w]", "2 * w + h]",
     "The second and third column are swapped: the outputs are in row-major order.", HERE)
slip("input_read_by_columns", "3 * (h + u) + w + v", "3 * (w + v) + h + u",
     "The input was read column by column: X holds 1 to 9 row by row.", HERE)
slip("rows_from_the_end", "T[2 * u + v", "T[3 - 2 * u - v",
     "The rows are in reverse order, as if the filter were rotated by 180 degrees.", HERE)
slip("columns_from_the_end", "2 * h + w]", "3 - 2 * h - w]",
     "The columns are in reverse order: the first belongs to the output at the top left.", HERE)
slip("filter_mirrored", "T[2 * u + v", "T[2 * u + 1 - v",
     "The weights of each row of the filter are swapped, as if it were mirrored left to right.", HERE)
slip("filter_upside_down", "T[2 * u + v", "T[2 - 2 * u + v",
     "The rows of the filter are swapped, as if it were flipped upside down.", HERE)
slip("first_window_for_all", "3 * (h + u) + w + v", "3 * h + w",
     "Every weight got the same four inputs: each weight multiplies its own corner of the window.", HERE)
slip("windows_do_not_move", "3 * (h + u) + w + v", "3 * u + v",
     "Every output got the same four inputs: the window moves from output to output.", HERE)
slip("windows_run_on", "3 * (h + u) + w + v", "2 * h + 2 * u + w + v",
     "The inputs advance as if X had two columns, but one row down is three numbers on.", HERE)
slip("first_output_only", "    return T", "    T[:, 1:] = 0\n    return T",
     "Only the first output is filled in: each weight takes part in all four.", HERE)
slip("diagonal_only", "    return T", "    return np.diag(np.diag(T))",
     "Only the diagonal is filled in: each weight takes part in all four outputs.", HERE)
slip("first_row_only", "    return T", "    T[1:] = 0\n    return T",
     "Only the first row is filled in: the other weights take part in every output too.", HERE)
slip("first_two_rows_only", "    return T", "    T[2:] = 0\n    return T",
     "The last two rows are empty: the lower weights take part in every output too.", HERE)
slip("last_row_lost", "    return T", "    T[3] = 0\n    return T",
     "The last row is empty: the fourth weight takes part in every output too.", HERE)
slip("with_dH", "1 + 3 * (h + u) + w + v", "(1 + 3 * (h + u) + w + v) * [1, -2, 0.5, 3][2 * h + w]",
     "Each column is already multiplied by the gradient of its output: the table asks only for the local gradients.",
     HERE)
slip("counted_from_zero", "1 + 3", "3", "The input was taken as 0 to 8, but it holds 1 to 9.", HERE)
slip("zeros", "    return T", "    return 0 * T", STILL_ZERO, HERE)
