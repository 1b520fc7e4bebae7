"""Wrong versions of conv_matrix."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_matrix")
HERE = "lesson 03, section 5"


def matrix(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H * n_W, n_H_prev * n_W_prev))
    for h, w, u, v in np.ndindex(n_H, n_W, f, f):
        A[h * n_W + w, (h + u) * n_W_prev + w + v] = W[u, v]
    return A


slip_in_matrix = MISTAKES.slips(matrix)
slip_in_matrix("filter_rotated", "= W[u, v]", "= W[f - 1 - u, f - 1 - v]",
               "Each row holds the filter rotated by 180 degrees: the layer correlates, so it stays as it is.", HERE)
slip_in_matrix("filter_transposed", "= W[u, v]", "= W[v, u]",
               "Each row holds the filter with rows and columns swapped.", HERE)
slip_in_matrix("filter_upside_down", "= W[u, v]", "= W[f - 1 - u, v]",
               "Each row holds the filter flipped upside down.", HERE)
slip_in_matrix("filter_mirrored", "= W[u, v]", "= W[u, f - 1 - v]",
               "Each row holds the filter mirrored left to right.", HERE)
slip_in_matrix("transposed", "    return A", "    return A.T",
               "This is the transpose, the matrix that carries the gradient back: the rows must belong to the outputs.",
               HERE)
slip_in_matrix("outputs_by_columns", "A[h * n_W + w", "A[w * n_H + h",
               "The rows follow the outputs column by column, but flattening goes row by row.", HERE)
slip_in_matrix("pixels_by_columns", "(h + u) * n_W_prev + w + v", "(w + v) * n_H_prev + h + u",
               "The columns follow the pixels column by column, but flattening goes row by row.", HERE)
slip_in_matrix("all_by_columns", "A[h * n_W + w, (h + u) * n_W_prev + w + v]",
               "A[w * n_H + h, (w + v) * n_H_prev + h + u]",
               "Outputs and pixels are both flattened column by column, but it must be row by row.", HERE)
slip_in_matrix("row_step_of_the_output", "(h + u) * n_W_prev", "(h + u) * n_W",
               "One row down in X was counted as the width of H: it is the width of X.", HERE)
slip_in_matrix("row_step_of_the_filter", "(h + u) * n_W_prev", "(h + u) * f",
               "One row down in X was counted as the width of the filter: it is the width of X.", HERE)
slip_in_matrix("reshaped_the_wrong_way", "    return A", "    return A.reshape(n_H_prev * n_W_prev, n_H * n_W)",
               "The numbers are right, but they were cut into rows of the wrong length: there is one row for each "
               "output.", HERE)
slip_in_matrix("row_step_by_height", "(h + u) * n_W_prev", "(h + u) * n_H_prev",
               "One row down in X was counted as the height of X: it is its width.", HERE)
slip_in_matrix("output_step_by_height", "A[h * n_W + w", "A[h * n_H + w",
               "One row down in H was counted as the height of H: it is its width.", HERE)
slip_in_matrix("sizes_exchanged", "    f = W", "    n_H_prev, n_W_prev = n_W_prev, n_H_prev\n    f = W",
               "Height and width of the input are swapped.", HERE)
slip_in_matrix("square_input_by_its_height", "    f = W", "    n_W_prev = n_H_prev\n    f = W",
               "The height of the input is used for its width too.", HERE)
slip_in_matrix("square_input_by_its_width", "    f = W", "    n_H_prev = n_W_prev\n    f = W",
               "The width of the input is used for its height too.", HERE)
slip_in_matrix("size_without_plus_one", "    A =", "    n_H, n_W = n_H - 1, n_W - 1\n    A =",
               "The + 1 is missing in the number of positions: the last row and column of outputs are lost.", HERE)
slip_in_matrix("shape_exchanged", "np.zeros((n_H * n_W, n_H_prev * n_W_prev))",
               "np.zeros((n_H_prev * n_W_prev, n_H * n_W))",
               "Rows and columns of A are swapped in its shape: there is one row for each output.", HERE)
slip_in_matrix("filter_not_spread", "(h + u) * n_W_prev + w + v", "h * n_W_prev + w + u * f + v",
               "The filter's rows follow each other without a gap, but between them are the pixels that the window "
               "does not see.", HERE)
slip_in_matrix("window_always_first", "(h + u) * n_W_prev + w + v", "u * n_W_prev + v",
               "Every row of A is the same: the filter must move with the output.", HERE)
slip_in_matrix("filter_moves_down_only", "(h + u) * n_W_prev + w + v", "(h + u) * n_W_prev + v",
               "The filter moves down but never to the right.", HERE)
slip_in_matrix("filter_moves_right_only", "(h + u) * n_W_prev + w + v", "u * n_W_prev + w + v",
               "The filter moves to the right but never down.", HERE)
slip_in_matrix("windows_run_on", "(h + u) * n_W_prev + w + v", "h * n_W + w + u * n_W_prev + v",
               "The filter moves by one pixel from row to row of A, even where it should jump to the next row of "
               "X.", HERE)
slip_in_matrix("first_row_of_filter_only", "np.ndindex(n_H, n_W, f, f)", "np.ndindex(n_H, n_W, 1, f)",
               "Only the first row of the filter is in the matrix.", HERE)
slip_in_matrix("last_row_and_column_of_filter_lost", "np.ndindex(n_H, n_W, f, f)", "np.ndindex(n_H, n_W, f - 1, f - 1)",
               "The last row and column of the filter are not in the matrix.", HERE)
slip_in_matrix("diagonal_of_filter_only", "= W[u, v]", "= W[u, v] * (u == v)",
               "Only the diagonal of the filter is in the matrix.", HERE)
slip_in_matrix("last_output_lost", "    return A", "    A[-1] = 0\n    return A",
               "The last row of A is empty: the last position was left out.", HERE)
slip_in_matrix("last_row_of_outputs_lost", "np.ndindex(n_H, ", "np.ndindex(n_H - 1, ",
               "The rows of A for the last row of outputs are empty.", HERE)
slip_in_matrix("last_column_of_outputs_lost", "np.ndindex(n_H, n_W, ", "np.ndindex(n_H, n_W - 1, ",
               "The rows of A for the last column of outputs are empty.", HERE)
slip_in_matrix("first_output_only", "    return A", "    A[1:] = 0\n    return A",
               "Only the first row of A is filled in.", HERE)
slip_in_matrix("ones_for_weights", "= W[u, v]", "= 1",
               "The matrix says which pixels an output sees, but not their weights.", HERE)
slip_in_matrix("sign_wrong", "= W[u, v]", "= -W[u, v]", "The matrix has the wrong sign everywhere.", HERE)
slip_in_matrix("cut_to_whole_numbers", "n_W_prev))\n    for", "n_W_prev), dtype=int)\n    for",
               "The matrix holds integers: the digits after the decimal point are cut off.", HERE)
slip_in_matrix("four_axes", "    return A", "    return A.reshape(n_H, n_W, n_H_prev, n_W_prev)",
               "The numbers are right, but the array has four axes: outputs and pixels must each be flattened into "
               "one.", HERE)
slip_in_matrix("flat", "    return A", "    return A.ravel()",
               "The numbers are right, but they are in one row.", HERE)
slip_in_matrix("filter_returned", "    return A", "    return W", "This is the filter itself.", HERE)
slip_in_matrix("zeros", "= W[u, v]", "= 0", STILL_ZERO, HERE)
slip_in_matrix("returns_a_pair", "    return A", "    return A, A.T",
               "Two matrices are returned: return only the first; the transpose is taken from it when needed.", HERE)
slip_in_matrix("returns_None", "    return A", "    print(A)", FORGOT_RETURN, HERE)
slip_in_matrix("filter_rotated_in_place", "    A =", "    W[:] = W[::-1, ::-1].copy()\n    A =",
               "W was rotated in place: the caller's filter is changed, and the layer correlates with the filter as "
               "it is.", HERE)
slip_in_matrix("leaves_W_changed", "    return A", "    W[:] = 0\n    return A",
               "The matrix is right, but the filter was modified.", HERE)


def matrix_by_rows(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H * n_W, n_H_prev * n_W_prev))
    for h in range(n_H):
        for w in range(n_W):
            laid = np.zeros((n_H_prev, n_W_prev))
            laid[h:h + f, w:w + f] = W
            A[h * n_W + w] = laid.ravel()
    return A


slip_in_rows = MISTAKES.slips(matrix_by_rows)
slip_in_rows("row_number_by_the_height", "A[h * n_W + w]", "A[h * n_H + w]",
             "The rows are numbered with the height of H, so some are overwritten: it must be its width.", HERE)
slip_in_rows("row_number_by_the_filter", "A[h * n_W + w]", "A[h * f + w]",
             "The rows are numbered with the side of the filter: it must be the width of H.", HERE)
slip_in_rows("row_number_by_the_input", "A[h * n_W + w]", "A[h * n_W_prev + w]",
             "The rows are numbered with the width of X: it must be the width of H.", HERE)
slip_in_rows("row_number_added", "A[h * n_W + w]", "A[h + w]",
             "Row and column number of the output were just added: different outputs are written to the same row of A.",
             HERE)
slip_in_rows("row_number_multiplied", "A[h * n_W + w]", "A[h * w]",
             "Row and column number of the output were multiplied: different outputs are written to the same row of A.",
             HERE)
slip_in_rows("row_numbers_by_columns", "A[h * n_W + w]", "A[w * n_W + h]",
             "The outputs are numbered column by column: they must be numbered row by row.", HERE)
slip_in_rows("laid_never_cleared", "    for h in range(n_H):\n        for w in range(n_W):\n"
             "            laid = np.zeros((n_H_prev, n_W_prev))\n",
             "    laid = np.zeros((n_H_prev, n_W_prev))\n    for h in range(n_H):\n        for w in range(n_W):\n",
             "The filter of earlier outputs is still there: each row of A begins with zeros.", HERE)
slip_in_rows("laid_cleared_in_the_outer_loop",
             "        for w in range(n_W):\n            laid = np.zeros((n_H_prev, n_W_prev))\n",
             "        laid = np.zeros((n_H_prev, n_W_prev))\n        for w in range(n_W):\n",
             "The filter of earlier outputs of the same row is still there: each row of A begins with zeros.", HERE)
slip_in_rows("laid_shared", "    for h in range(n_H):\n        for w in range(n_W):\n"
             "            laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
             "            A[h * n_W + w] = laid.ravel()\n    return A",
             "    laid, rows = np.zeros((n_H_prev, n_W_prev)), []\n    for h in range(n_H):\n"
             "        for w in range(n_W):\n"
             "            laid[h:h + f, w:w + f] = W\n            rows.append(laid.ravel())\n    return np.array(rows)",
             "All rows of A equal the last one, since they share one array that was never cleared.", HERE)
slip_in_rows("always_from_column_zero",
             "laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
             "            A[h * n_W + w] = laid.ravel()", "A[h * n_W + w, :f * f] = W.ravel()",
             "In every row of A the weights are side by side from the first column on: they must be at the window's "
             "pixels.", HERE)
slip_in_rows("weights_side_by_side", "laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
             "            A[h * n_W + w] = laid.ravel()", "k = h * n_W + w\n            A[k, k:k + f * f] = W.ravel()",
             "The weights are side by side and move by one in each row of A: they must be at the window's pixels.",
             HERE)
slip_in_rows("laid_at_column_and_row", "laid[h:h + f, w:w + f]", "laid[w:w + f, h:h + f]",
             "The filter was placed at column, row instead of row, column.", HERE)
slip_in_rows("laid_at_the_end_fixed", "laid[h:h + f, w:w + f]", "laid[h:f, w:f]",
             "The end of the slice for the filter stays where it was: it must move with the start.", HERE)
slip_in_rows("rows_not_flattened", "    return A", "    return A.reshape(-1, n_H_prev, n_W_prev)",
             "The rows of A are still arrays with two axes: each must be flattened.", HERE)
slip_in_rows("two_axes_into_a_row", "laid.ravel()", "laid",
             "An array with two axes was assigned to one row of A: it must be flattened first.", HERE)
slip_in_rows("rows_written_as_columns", "A[h * n_W + w]", "A[:, h * n_W + w]",
             "Rows and columns of A are swapped, in its shape or where it is filled: there is one row for each "
             "output.", HERE)
slip_in_rows("as_many_rows_as_pixels", "np.zeros((n_H * n_W,", "np.zeros((n_H_prev * n_W_prev,",
             "A has one row for each pixel, and the last ones are empty: it needs one for each output.", HERE)
slip_in_rows("size_of_the_filter", "n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1", "n_H = n_W = f",
             "The number of positions was taken to be the side of the filter.", HERE)


@MISTAKES.version(
    says="The position was computed from the row of A with the height of H: it must be its width.",
    reread="lesson 03, section 5",
)
def position_by_the_height(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H * n_W, n_H_prev * n_W_prev))
    for k in range(n_H * n_W):
        h, w = divmod(k, n_H)
        laid = np.zeros((n_H_prev, n_W_prev))
        laid[h:h + f, w:w + f] = W
        A[k] = laid.ravel()
    return A


@MISTAKES.version(
    says="The + 1 is missing in the number of positions: the last row and column of outputs are lost.",
    reread="lesson 03, section 5",
)
def rows_collected_without_plus_one(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    A = []
    for h in range(n_H_prev - f):
        for w in range(n_W_prev - f):
            laid = np.zeros((n_H_prev, n_W_prev))
            laid[h:h + f, w:w + f] = W
            A.append(laid.ravel())
    return np.array(A)


@MISTAKES.version(
    says="The rows wrap around: the filter leaves the matrix on the right and comes back on the left, for every pixel.",
    reread="lesson 03, section 5",
)
def goes_round(W, n_H_prev, n_W_prev):
    laid = np.zeros((n_H_prev, n_W_prev))
    laid[:W.shape[0], :W.shape[1]] = W
    return np.array([np.roll(laid.ravel(), k) for k in range(laid.size)])


@MISTAKES.version(
    says="This is the matrix of the full convolution, whose output is larger than its input.",
    reread="lesson 03, section 5",
)
def full_instead_of_valid(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_W = n_W_prev + f - 1
    A = np.zeros(((n_H_prev + f - 1) * n_W, n_H_prev * n_W_prev))
    for h, w, u, v in np.ndindex(n_H_prev, n_W_prev, f, f):
        A[(h + u) * n_W + w + v, h * n_W_prev + w] = W[u, v]
    return A
