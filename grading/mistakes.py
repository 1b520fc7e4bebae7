"""Wrong versions that students really write, each with its diagnosis.

A diagnosis says what the result is, never how to write it. One that begins with dX or dW speaks of that part alone:
parts are matched separately, so it is also told to a student whose other part is right, or wrong in another known way.
Within an exercise the first match is told, so what concerns one part stands before what concerns the whole.
"""

# ruff: noqa: E741

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank import mistake, slips

FORGOT_RETURN = "The function gives back None: it shows its result or keeps it, but does not return it."
NOT_ONE_NUMBER = "What is stored at one position is still an array: the products were not added up to one number."
STILL_ZERO = "Every entry is zero: the result was made, but nothing was ever written into it."

# --- Lesson 01: outputs_by_hand -------------------------------------------------------------------------------------


@mistake("outputs_by_hand", says="These are the outputs of the filter rotated by 180 degrees; here it is laid on as it is.",
         reread="lesson 01, section 2")
def filter_rotated():
    return [[23, 33], [53, 63]]


@mistake("outputs_by_hand",
         says="These are the outputs of the filter transposed (2 and 3 exchanged) or mirrored left to right.",
         reread="lesson 01, section 2")
def filter_transposed_or_mirrored():
    return [[35, 45], [65, 75]]


@mistake("outputs_by_hand", says="These are the outputs of the filter turned upside down, its lower row above.",
         reread="lesson 01, section 2")
def filter_upside_down():
    return [[25, 35], [55, 65]]


@mistake("outputs_by_hand", says="The four numbers are right, but rows and columns of H are exchanged.",
         reread="lesson 01, section 4")
def rows_and_columns_exchanged():
    return [[37, 67], [47, 77]]


@mistake("outputs_by_hand", says="The input was read column by column: X holds 1 to 9 row by row.",
         reread="lesson 01, section 1")
def input_read_by_columns():
    return [[35, 65], [45, 75]]


@mistake("outputs_by_hand", says="These are the sums of the windows alone: each entry must first be multiplied by its weight.",
         reread="lesson 01, section 2")
def weights_forgotten():
    return [[12, 16], [24, 28]]


@mistake("outputs_by_hand", says="The weights were added to the window's entries where they should multiply them.",
         reread="lesson 01, section 2")
def added_for_multiplied():
    return [[22, 26], [34, 38]]


@mistake("outputs_by_hand", says="These are the means of the four products; the layer takes their sum.",
         reread="lesson 01, section 2")
def mean_for_sum():
    return [[9.25, 11.75], [16.75, 19.25]]


@mistake("outputs_by_hand", says="These are the largest of the four products; the layer adds all four.",
         reread="lesson 01, section 2")
def largest_product_only():
    return [[20, 24], [32, 36]]


@mistake("outputs_by_hand", says="Only the first row of each window was used: two products are missing.",
         reread="lesson 01, section 2")
def first_row_of_window_only():
    return [[5, 8], [14, 17]]


@mistake("outputs_by_hand", says="Only the products on the diagonal were added: the weights 2 and 3 are missing.",
         reread="lesson 01, section 2")
def diagonal_only():
    return [[21, 26], [36, 41]]


@mistake("outputs_by_hand", says="Window and filter were multiplied as matrices; here each entry meets just one weight.",
         reread="lesson 01, section 2")
def matmul_for_elementwise():
    return [[64, 84], [124, 144]]


@mistake("outputs_by_hand", says="The windows run on across the end of the row: the second row of H starts at pixel 4.",
         reread="lesson 01, section 3")
def windows_run_on():
    return [[37, 47], [57, 67]]


@mistake("outputs_by_hand", says="The input was taken as 0 to 8, but it holds 1 to 9.", reread="lesson 01, section 1")
def input_counted_from_zero():
    return [[27, 37], [57, 67]]


@mistake("outputs_by_hand", says="The filter was laid half outside the input: its first position is wholly inside, top left.",
         reread="lesson 01, section 3")
def filter_hangs_over():
    return [[4, 11], [18, 37]]


@mistake("outputs_by_hand", says="The four numbers are right, but they stand in one row: H has two rows.",
         reread="lesson 01, section 3")
def one_row():
    return [37, 47, 67, 77]


@mistake("outputs_by_hand", says=STILL_ZERO, reread="lesson 01, section 1")
def zeros():
    return [[0, 0], [0, 0]]


# --- Lesson 01: conv_single_step ------------------------------------------------------------------------------------


def one_step(x_slice, W):
    return float(np.sum(x_slice * W))


slip = slips(one_step, "conv_single_step")
HERE = "lesson 01, section 2"
slip("filter_rotated", "* W", "* W[::-1, ::-1]",
     "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", HERE)
slip("filter_upside_down", "* W", "* W[::-1]", "The filter is turned upside down; lay it on as it is.", HERE)
slip("filter_mirrored", "* W", "* W[:, ::-1]", "The filter is mirrored left to right; lay it on as it is.", HERE)
slip("filter_transposed", "* W", "* W.T",
     "Rows and columns of the filter are exchanged (the trace of a matrix product does the same).", HERE)
slip("matmul_for_elementwise", "x_slice * W", "x_slice @ W",
     "This is the sum of a matrix product; here entry meets entry, each just once.", HERE)
slip("matrix_product", "float(np.sum(x_slice * W))", "x_slice @ W",
     "This is the matrix product of window and filter; one step gives the sum of the entrywise products.", HERE)
slip("products_not_summed", "float(np.sum(x_slice * W))", "x_slice * W",
     "These are the products, entry by entry: they still have to be added up to one number.", HERE)
slip("summed_along_one_axis", "float(np.sum(x_slice * W))", "sum(x_slice * W)",
     "The products were added along the columns only, which leaves one number for each column.", HERE)
slip("number_in_an_array", "float(np.sum(x_slice * W))", "np.sum(x_slice * W, keepdims=True)",
     "The number is right, but it is wrapped in an array with two axes.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "This is the mean of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum", "np.max", "This is the largest product; the layer takes the sum of all.", HERE)
slip("product_for_sum", "np.sum", "np.prod", "The products were multiplied together where they should be added.", HERE)
slip("added_for_multiplied", "x_slice * W", "x_slice + W", "Window and filter were added where they should be multiplied.", HERE)
slip("weights_forgotten", "x_slice * W", "x_slice", "This is the sum of the window alone: the weights are missing.", HERE)
slip("sums_multiplied", "np.sum(x_slice * W)", "np.sum(x_slice) * np.sum(W)",
     "The sum of the window was multiplied by the sum of the filter: multiply entry by entry first, then add.", HERE)
slip("diagonal_only", "np.sum(x_slice * W)", "np.trace(x_slice * W)", "Only the products on the diagonal were added.", HERE)
slip("first_row_only", "x_slice * W", "x_slice[0] * W[0]", "Only the first row of the window was used.", HERE)
slip("last_row_lost", "x_slice * W", "x_slice[:-1] * W[:-1]", "The last row of the window is left out.", HERE)
slip("last_column_lost", "x_slice * W", "x_slice[:, :-1] * W[:, :-1]", "The last column of the window is left out.", HERE)
slip("last_row_and_column_lost", "x_slice * W", "x_slice[:-1, :-1] * W[:-1, :-1]",
     "The last row and the last column of the window are left out: the end of a range does not belong to it.", HERE)
slip("two_by_two_only", "x_slice * W", "x_slice[:2, :2] * W[:2, :2]",
     "Only the upper left 2 by 2 entries were used: the function must work for a filter of any size.", HERE)
slip("absolute_products", "x_slice * W", "np.abs(x_slice * W)", "The signs of the products are lost before they are added.", HERE)
slip("relu_inside", "float(np.sum(x_slice * W))", "max(0.0, float(np.sum(x_slice * W)))",
     "Negative results were set to zero: that is the ReLU, which is another layer.", HERE)
slip("sign_wrong", "float(np.sum", "-float(np.sum", "The sign of the result is wrong.", HERE)
slip("doubled", "float(np.sum", "2 * float(np.sum", "The result is twice what it should be.", HERE)
slip("bias_of_one", "np.sum(x_slice * W)", "np.sum(x_slice * W) + 1", "One was added to the sum: there is no bias in this layer.", HERE)
slip("whole_number", "float(", "int(", "The digits after the point are cut off: the result must stay a decimal number.", HERE)
slip("changes_the_window", "return float(np.sum(x_slice * W))", "x_slice *= W\n    return float(np.sum(x_slice))",
     "The products were written into the window itself: the caller's input is changed, and a second call sees the wrong one.", HERE)
slip("changes_the_filter", "return float(np.sum(x_slice * W))", "W *= x_slice\n    return float(np.sum(W))",
     "The products were written into the filter itself: it is changed, and the next window meets the wrong weights.", HERE)
slip("state_kept", "W):\n    return float(np.sum(x_slice * W))", "W, total=[0]):\n    total[0] += float(np.sum(x_slice * W))\n    return total[0]",
     "The total of earlier calls is still in the result: begin at zero in each call.", HERE)
slip("zero", "float(np.sum(x_slice * W))", "0.0", "The result is always zero.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)

# --- Lesson 01: output_size -----------------------------------------------------------------------------------------


def size(n, f, stride=1, pad=0):
    return (n + 2 * pad - f) // stride + 1


slip = slips(size, "output_size")
HERE = "lesson 01, section 3"
slip("without_plus_one", " + 1", "", "The + 1 is missing: this counts the steps between positions, and there is one position more.", HERE)
slip("plus_one_inside", "- f) // stride + 1", "- f + 1) // stride",
     "The one is added before the division by the stride; the first position must be counted after it.", HERE)
slip("plus_two", " + 1", " + 2", "This is one position too many.", HERE)
slip("minus_one", " + 1", " - 1", "One was subtracted where one must be added.", HERE)
slip("pad_once", "2 * pad", "pad", "The padding is counted once, but it lies at both ends.", HERE)
slip("pad_ignored", " + 2 * pad", "", "The padding is ignored.", HERE)
slip("pad_subtracted", "+ 2", "- 2", "The padding is subtracted, but it makes the input longer.", HERE)
slip("pad_after_the_stride", " + 2 * pad - f) // stride + 1", " - f) // stride + 1 + 2 * pad",
     "The padding is added after the division by the stride, but it is part of the length that is divided.", HERE)
slip("pad_four_times", "2 * pad", "4 * pad", "The padding is counted four times, but along one axis it lies at two ends.", HERE)
slip("stride_ignored", " // stride", "", "The stride is ignored: this is the number of positions at stride 1.", HERE)
slip("stride_and_pad_ignored", " + 2 * pad - f) // stride + 1", " - f) + 1", "Stride and padding are both ignored.", HERE)
slip("stride_multiplied", "//", "*", "The length is multiplied by the stride, but longer steps give fewer positions.", HERE)
slip("rounded_up", "(n + 2 * pad - f) // stride", "-((f - n - 2 * pad) // stride)",
     "The division is rounded up: a last step that does not fit inside is not a position.", HERE)
slip("rounded_to_nearest", "(n + 2 * pad - f) // stride", "round((n + 2 * pad - f) / stride)",
     "The division is rounded to the nearest number: it must be rounded down.", HERE)
slip("not_rounded", "//", "/", "The division is not rounded down: where the stride does not divide, this is no whole number.", HERE)
slip("only_f_divided", "(n + 2 * pad - f) // stride", "n + 2 * pad - f // stride",
     "Only f is divided by the stride: brackets around the whole length are missing.", HERE)
slip("filter_ignored", " - f) // stride + 1", ") // stride + 1", "The filter's length is ignored.", HERE)
slip("f_and_plus_one_forgotten", " - f) // stride + 1", ") // stride",
     "This is the padded length divided by the stride; how long the filter is does not come into it.", HERE)
slip("filter_added", "- f", "+ f", "The filter's length is added, but a longer filter has fewer positions.", HERE)
slip("full_size", "(n + 2 * pad - f) // stride + 1", "(n + 2 * pad + f - 2) // stride + 1",
     "This is the size of the full convolution, where the filter may hang over the edge.", HERE)
slip("same_size", "(n + 2 * pad - f) // stride + 1", "n", "The input's own length is returned.", HERE)
slip("tiles", "(n + 2 * pad - f) // stride + 1", "(n + 2 * pad) // f",
     "This counts windows that do not overlap, as if the stride were the filter's length.", HERE)
slip("range_ends_early", "(n + 2 * pad - f) // stride + 1", "len(range(0, n + 2 * pad - f, stride))",
     "The last position is not counted where it just fits: the end of a range does not belong to it.", HERE)
slip("half_the_filter", "- f", "- f // 2", "Half of the filter's length is subtracted, but it must fit inside as a whole.", HERE)
slip("both_axes_at_once", "(n + 2 * pad - f) // stride + 1", "((n + 2 * pad - f) // stride + 1) ** 2",
     "This is the number of positions in a square: the function is about one axis.", HERE)
slip("returns_a_pair", "return (n + 2 * pad - f) // stride + 1", "n = (n + 2 * pad - f) // stride + 1\n    return n, n",
     "Two numbers are returned: the function is about one axis.", HERE)
slip("zero", "(n + 2 * pad - f) // stride + 1", "0", "The result is always zero.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)

# --- Lesson 01: conv_forward ----------------------------------------------------------------------------------------


def forward(X, W):
    f = W.shape[0]
    n_H = X.shape[0] - f + 1
    n_W = X.shape[1] - f + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)
    return H, (X, W)


slip = slips(forward, "conv_forward")
HERE = "lesson 01, section 2"
slip("filter_rotated", "* W)", "* W[::-1, ::-1])",
     "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", HERE)
slip("filter_upside_down", "* W)", "* W[::-1])", "The filter is turned upside down; lay it on as it is.", HERE)
slip("filter_mirrored", "* W)", "* W[:, ::-1])", "The filter is mirrored left to right; lay it on as it is.", HERE)
slip("filter_transposed", "* W)", "* W.T)", "Rows and columns of the filter are exchanged.", HERE)
slip("matmul_for_elementwise", "* W)", "@ W)", "Window and filter are multiplied as matrices; here entry meets entry, each just once.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "These are means of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum", "np.max", "These are the largest products; the layer takes the sum of all.", HERE)
slip("products_not_summed", "np.sum(X[h:h + f, w:w + f] * W)", "sum(X[h:h + f, w:w + f] * W)", NOT_ONE_NUMBER, HERE)
slip("weights_forgotten", " * W)", ")", "These are the sums of the windows alone: the weights are missing.", HERE)
slip("added_for_multiplied", "* W)", "+ W)", "Window and filter are added where they should be multiplied.", HERE)
slip("absolute_products", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(np.abs(X[h:h + f, w:w + f] * W))",
     "The signs of the products are lost before they are added.", HERE)
slip("divided_by_the_weights", "* W)", "* W) / np.sum(W)", "The sum is divided by the sum of the weights: that is an average, as in a blur.", HERE)
slip("first_row_of_window_only", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(X[h, w:w + f] * W[0])",
     "Only the first row of each window is used.", HERE)
slip("last_row_of_window_lost", "X[h:h + f, w:w + f] * W", "X[h:h + f - 1, w:w + f] * W[:-1]",
     "The last row of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_column_of_window_lost", "X[h:h + f, w:w + f] * W", "X[h:h + f, w:w + f - 1] * W[:, :-1]",
     "The last column of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_row_and_column_of_window_lost", "X[h:h + f, w:w + f] * W", "X[h:h + f - 1, w:w + f - 1] * W[:-1, :-1]",
     "The last row and the last column of each window are left out: the end of a range does not belong to it.", HERE)
slip("window_one_too_short", "X[h:h + f, w:w + f]", "X[h:h + f - 1, w:w + f - 1]",
     "The window is one row and one column shorter than the filter.", HERE)
slip("window_one_too_long", "X[h:h + f, w:w + f]", "X[h:h + f + 1, w:w + f + 1]",
     "The window is one row and one column longer than the filter.", HERE)
slip("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
     "Negative outputs are set to zero: that is the ReLU, which is another layer.", HERE)
slip("bias_of_one", "* W)", "* W) + 1", "One is added to each output: there is no bias in this layer.", HERE)
slip("sign_wrong", "np.sum", "-np.sum", "H has the wrong sign everywhere.", HERE)
slip("doubled", "np.sum", "2 * np.sum", "H is twice what it should be.", HERE)
HERE = "lesson 01, section 3"
slip("size_without_plus_one", "n_W = X.shape[1] - f + 1", "n_H, n_W = n_H - 1, X.shape[1] - f",
     "The + 1 is missing in the size of H: the last row and the last column are lost.", HERE)
slip("height_without_plus_one", "X.shape[0] - f + 1", "X.shape[0] - f", "The + 1 is missing in the height of H: its last row is lost.", HERE)
slip("width_without_plus_one", "X.shape[1] - f + 1", "X.shape[1] - f", "The + 1 is missing in the width of H: its last column is lost.", HERE)
slip("height_used_for_width", "X.shape[1]", "X.shape[0]", "The width of H was computed from the height of X.", HERE)
slip("width_used_for_height", "X.shape[0]", "X.shape[1]", "The height of H was computed from the width of X.", HERE)
slip("height_and_width_exchanged", "n_W = X.shape[1] - f + 1", "n_W = X.shape[1] - f + 1\n    n_H, n_W = n_W, n_H",
     "Height and width of H are exchanged: rows come first.", HERE)
slip("shape_of_X", "H = np.zeros((n_H, n_W))", "H = np.zeros(X.shape)",
     "H was made as large as X: its last rows and columns were never written.", HERE)
slip("shape_of_W", "H = np.zeros((n_H, n_W))", "n_H, n_W = W.shape\n    H = np.zeros((n_H, n_W))",
     "H was made as large as the filter; its size is the number of positions.", HERE)
slip("two_by_two", "H = np.zeros((n_H, n_W))", "n_H = n_W = 2\n    H = np.zeros((n_H, n_W))",
     "H always has the size of the hand example, 2 by 2.", HERE)
slip("filter_of_two", "W.shape[0]", "2", "The filter is always taken as 2 by 2, as in the hand example.", HERE)
slip("windows_do_not_overlap", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(X[h * f:h * f + f, w * f:w * f + f] * W)",
     "The window jumps by its own length at each step: at stride 1 it moves by one.", HERE)
slip("tiles", "n_W = X.shape[1] - f + 1", "n_H, n_W = X.shape[0] // f, X.shape[1] // f",
     "H has one entry for each tile of X, but the windows overlap: there are more positions.", HERE)
HERE = "lesson 01, section 4"
slip("last_row_left_zero", "for h in range(n_H)", "for h in range(n_H - 1)", "The last row of H was never written: the loop stops one too early.", HERE)
slip("last_column_left_zero", "for w in range(n_W)", "for w in range(n_W - 1)", "The last column of H was never written: the loop stops one too early.", HERE)
slip("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)", "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of H were never written: both loops stop one too early.", HERE)
slip("first_row_left_zero", "for h in range(n_H)", "for h in range(1, n_H)", "The first row of H was never written: count from 0.", HERE)
slip("first_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)", "range(1, n_H):\n        for w in range(1, n_W)",
     "The first row and the first column of H were never written: count from 0.", HERE)
slip("loops_over_the_input", "range(n_H):\n        for w in range(n_W)", "range(X.shape[0]):\n        for w in range(X.shape[1])",
     "The loops run over every pixel of X, so the window leaves the input: they must run over the positions of H.", HERE)
slip("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)", "range(f):\n        for w in range(f)",
     "The loops run over the filter's size: they must run over the positions of H.", HERE)
slip("loop_ranges_exchanged", "range(n_H):\n        for w in range(n_W)", "range(n_W):\n        for w in range(n_H)",
     "The row runs over the width and the column over the height.", HERE)
slip("indices_of_H_exchanged", "H[h, w]", "H[w, h]", "Each output is stored at column, row instead of row, column.", HERE)
slip("offsets_of_X_exchanged", "X[h:h + f, w:w + f]", "X[w:w + f, h:h + f]",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("H_transposed", "return H,", "return H.T,", "H is transposed: its rows and columns are exchanged.", HERE)
slip("H_rotated", "return H,", "return H[::-1, ::-1],", "H is rotated by 180 degrees: its first entry belongs to the window at the top left.", HERE)
slip("H_upside_down", "return H,", "return H[::-1],", "H is upside down: its first row belongs to the top of X.", HERE)
slip("H_mirrored", "return H,", "return H[:, ::-1],", "H is mirrored left to right: its first column belongs to the left of X.", HERE)
slip("window_always_first", "X[h:h + f, w:w + f]", "X[:f, :f]", "The window never moves: every output is that of the first position.", HERE)
slip("window_moves_down_only", "w:w + f", ":f", "The window moves down but never to the right.", HERE)
slip("window_moves_right_only", "X[h:h + f", "X[:f", "The window moves to the right but never down.", HERE)
slip("returns_in_the_inner_loop", "    return H", "            return H", "Only the first output is filled: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return H", "        return H", "Only the first row is filled: the return stands inside the outer loop.", HERE)
slip("last_number_only", "H[h, w] =", "H =", "H is only the number of the last position: each number replaced the one before.", HERE)
slip("last_row_repeated", "H = np.zeros((n_H, n_W))", "H = np.array([[0.0] * n_W])[[0] * n_H]\n    H = [[0.0] * n_W] * n_H",
     "", HERE) if False else None
slip("total_everywhere", "H[h, w] =", "H +=", "Every output was added to all of H: each belongs to its own position.", HERE)
slip("zeros", "np.sum(X[h:h + f, w:w + f] * W)", "0", STILL_ZERO, HERE)
slip("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
     "H holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
     "H takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("type_of_W", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=W.dtype)",
     "H takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("input_cut_to_whole_numbers", "    f = W", "    X = X.astype(int)\n    f = W", "X was turned into whole numbers first.", HERE)
slip("changes_X", "            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
     "            window = X[h:h + f, w:w + f]\n            window *= W\n            H[h, w] = np.sum(window)",
     "The products were written into X itself, since a slice is a view: the next window meets changed pixels.", HERE)
slip("changes_W", "H[h, w] = np.sum(X[h:h + f, w:w + f] * W)", "W *= X[h:h + f, w:w + f]\n            H[h, w] = np.sum(W)",
     "The products were written into W itself: the next window meets changed weights.", HERE)
slip("leaves_X_changed", "    return H", "    X[:] = 0\n    return H", "H is right, but X is another array afterwards.", HERE)
slip("state_kept", "W):\n", "W, kept={}):\n", "", HERE) if False else None
slip("calls_X", "X[h:h + f, w:w + f]", "X(h, w)", "X was called like a function: round brackets call, square brackets index.", HERE)
slip("steps_over_H_itself", "for h in range(n_H)", "for h in H",
     "The loop steps over the rows of H, which are arrays: it needs the row numbers.", HERE)
slip("steps_over_a_number", "for h in range(n_H)", "for h in n_H", "The loop steps over a single number: it needs the range up to it.", HERE)
slip("sizes_named_W", "    n_H = X.shape[0] - f + 1\n    n_W = X.shape[1] - f + 1\n    H = ",
     "    H, W = X.shape\n    n_H = H - f + 1\n    n_W = W - f + 1\n    H = ",
     "The width of X was stored under the name W, so the filter is gone: each window is multiplied by a size.", HERE)
slip("filter_lost_to_a_size", "    f = W.shape[0]", "    H, W = X.shape\n    f = W.shape[0]",
     "A size was stored under the name W before the filter was read, so the filter is gone.", HERE)
slip("returns_no_cache", "return H, (X, W)", "return H", "The cache is missing: the backward pass will need what the forward pass saw.", HERE)
slip("returns_three", "return H, (X, W)", "return H, X, W", "The cache must be one thing: X and W are returned side by side, not as one pair.", HERE)
slip("cache_first", "return H, (X, W)", "return (X, W), H", "The order is wrong: H comes first, then the cache.", HERE)
slip("returns_None", "return H, (X, W)", "print(H)", FORGOT_RETURN, HERE)


@mistake("conv_forward", says="All rows of H are the last one: the same list was repeated, so each row overwrote all.",
         reread="lesson 01, section 4")
def rows_share_one_list(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [[0] * n_W] * n_H
    for h in range(n_H):
        for w in range(n_W):
            H[h][w] = np.sum(X[h:h + f, w:w + f] * W)
    return np.array(H), (X, W)


@mistake("conv_forward", says="Outputs of an earlier call are still in H: it must be made anew in each call.",
         reread="lesson 01, section 4")
def state_kept(X, W, kept={}):
    f = W.shape[0]
    H = kept.setdefault(X.shape + W.shape, np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1)))
    for h, w in np.ndindex(H.shape):
        H[h, w] += np.sum(X[h:h + f, w:w + f] * W)
    return H.copy(), (X, W)


@mistake("conv_forward", says="Rows of an earlier call are still in the list: a list as default value is made only once.",
         reread="lesson 01, section 4")
def list_kept(X, W, rows=[]):
    f = W.shape[0]
    for h in range(X.shape[0] - f + 1):
        rows.append([np.sum(X[h:h + f, w:w + f] * W) for w in range(X.shape[1] - f + 1)])
    return rows, (X, W)


@mistake("conv_forward", says="The loops over the filter stop one too early: its last row and column never take part, "
         "and the digits after the point are cut off at each step.", reread="lesson 01, section 4")
def cut_at_each_step_and_one_too_short(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    for h, w in np.ndindex(H.shape):
        for u, v in np.ndindex(f - 1, f - 1):
            H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="H holds whole numbers: the digits after the point are cut off each time a product is added.",
         reread="lesson 01, section 4")
def cut_at_each_step(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    for h, w in np.ndindex(H.shape):
        for u, v in np.ndindex(f, f):
            H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="This is the full result, where the filter may hang over the edge: keep only the positions inside.",
         reread="lesson 01, section 3")
def full_instead_of_valid(X, W):
    padded = np.pad(X, W.shape[0] - 1)
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@mistake("conv_forward", says="X was padded with zeros so that H is as large as X: this layer has no padding.",
         reread="lesson 01, section 3")
def same_instead_of_valid(X, W):
    f = W.shape[0]
    padded = np.pad(X, ((f - 1) // 2, f // 2))
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@mistake("conv_forward", says="The full convolution was cut down from its corner: the filter is rotated and hangs over the edge.",
         reread="lesson 01, section 3")
def full_convolution_cut(X, W):
    f = W.shape[0]
    windows = sliding_window_view(np.pad(X, f - 1), W.shape)
    H = np.einsum("hwuv,uv->hw", windows, W[::-1, ::-1])
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@mistake("conv_forward", says="The windows are read as if X lay without gaps in memory: for a view, the wrong numbers are read.",
         reread="lesson 01, section 4")
def strides_guessed(X, W):
    f = W.shape[0]
    s = X.itemsize
    shape = X.shape[0] - f + 1, X.shape[1] - f + 1, f, f
    windows = as_strided(X, shape, (s * X.shape[1], s, s * X.shape[1], s))
    return np.einsum("hwuv,uv->hw", windows, W), (X, W)


@mistake("conv_forward", says="The outputs are right but were cut into rows at the wrong place: height and width are exchanged in the reshape.",
         reread="lesson 01, section 4")
def reshaped_to_width_and_height(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)]
    return np.reshape(H, (n_W, n_H)), (X, W)


@mistake("conv_forward", says="The outputs were collected column by column but cut into rows.", reread="lesson 01, section 4")
def collected_by_columns(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for w in range(n_W) for h in range(n_H)]
    return np.reshape(H, (n_H, n_W)), (X, W)


@mistake("conv_forward", says="The outputs are right but stand in one long row: H has rows and columns.", reread="lesson 01, section 4")
def one_row(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    return [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)], (X, W)


@mistake("conv_forward", says="The windows were flattened row by row and the filter column by column.", reread="lesson 01, section 4")
def flattened_in_two_orders(X, W):
    windows = sliding_window_view(X, W.shape)
    return windows.reshape(*windows.shape[:2], -1) @ np.roll(W.ravel(order="F"), 0), (X, W)
