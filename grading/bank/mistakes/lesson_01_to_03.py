"""Wrong versions of the exercises of lessons 01 to 03 and of the start page."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import mistake, slips

FORGOT_RETURN = "The function gives back None: it shows its result or keeps it, but does not return it."
NOT_ONE_NUMBER = "What is stored at one position is still an array: the products were not added up to one number."
STILL_ZERO = "Every entry is zero: the result was made, but nothing was ever written into it."

# --- Lesson 01: outputs_by_hand -------------------------------------------------------------------------------------


@mistake("outputs_by_hand", says="These are the outputs of the filter rotated by 180 degrees; here it is laid on as "
         "it is.", reread="lesson 01, section 2")
def filter_rotated():
    return [[23, 33], [53, 63]]


@mistake("outputs_by_hand", says="These are the outputs of the filter transposed (2 and 3 exchanged) or mirrored "
         "left to right.", reread="lesson 01, section 2")
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


@mistake("outputs_by_hand", says="These are the sums of the windows alone: each entry must first be multiplied by "
         "its weight.", reread="lesson 01, section 2")
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


@mistake("outputs_by_hand", says="Window and filter were multiplied as matrices; here each entry meets just one "
         "weight.", reread="lesson 01, section 2")
def matmul_for_elementwise():
    return [[64, 84], [124, 144]]


@mistake("outputs_by_hand", says="The windows run on across the end of the row: the second row of H starts at pixel 4.",
         reread="lesson 01, section 3")
def windows_run_on():
    return [[37, 47], [57, 67]]


@mistake("outputs_by_hand", says="The input was taken as 0 to 8, but it holds 1 to 9.", reread="lesson 01, section 1")
def input_counted_from_zero():
    return [[27, 37], [57, 67]]


@mistake("outputs_by_hand", says="The filter was laid half outside the input: its first position is wholly inside, "
         "top left.", reread="lesson 01, section 3")
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
slip("inner_product_of_rows", "x_slice * W", "x_slice @ W.T",
     "Every row of the window met every row of the filter; here entry meets entry, each just once.", HERE)
slip("matmul_from_the_left", "x_slice * W", "W @ x_slice",
     "This is the sum of the matrix product of filter and window; here entry meets entry, each just once.", HERE)
slip("window_summed_first", "float(np.sum(x_slice * W))", "np.sum(x_slice) * W",
     "The window was added up before it met the weights: multiply entry by entry first, then add.", HERE)
slip("products_not_summed", "float(np.sum(x_slice * W))", "x_slice * W",
     "These are the products, entry by entry: they still have to be added up to one number.", HERE)
slip("summed_along_one_axis", "float(np.sum(x_slice * W))", "sum(x_slice * W)",
     "The products were added along the columns only, which leaves one number for each column.", HERE)
slip("summed_along_the_other_axis", "float(np.sum(x_slice * W))", "np.sum(x_slice * W, axis=1)",
     "The products were added along the rows only, which leaves one number for each row.", HERE)
slip("first_product_only", "np.sum(x_slice * W)", "(x_slice * W)[0, 0]",
     "Only the first product is returned: the return stands inside the loops.", HERE)
slip("last_product_only", "np.sum(x_slice * W)", "(x_slice * W)[-1, -1]",
     "Only the last product is kept: each replaced the one before.", HERE)
slip("convolved_flat", "float(np.sum(x_slice * W))", "np.convolve(x_slice.ravel(), W.ravel())",
     "This is a convolution of the two written out as rows: one window gives just one number.", HERE)
slip("number_in_an_array", "float(np.sum(x_slice * W))", "np.sum(x_slice * W, keepdims=True)",
     "The number is right, but it is wrapped in an array with two axes.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "This is the mean of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum", "np.max", "This is the largest product; the layer takes the sum of all.", HERE)
slip("product_for_sum", "np.sum", "np.prod", "The products were multiplied together where they should be added.", HERE)
slip("added_for_multiplied", "x_slice * W", "x_slice + W",
     "Window and filter were added where they should be multiplied.", HERE)
slip("weights_forgotten", "x_slice * W", "x_slice",
     "This is the sum of the window alone: the weights are missing.", HERE)
slip("sums_multiplied", "np.sum(x_slice * W)", "np.sum(x_slice) * np.sum(W)",
     "The sum of the window was multiplied by the sum of the filter: multiply entry by entry first, then add.", HERE)
slip("diagonal_only", "np.sum(x_slice * W)", "np.trace(x_slice * W)",
     "Only the products on the diagonal were added.", HERE)
slip("first_row_only", "x_slice * W", "x_slice[0] * W[0]", "Only the first row of the window was used.", HERE)
slip("last_row_lost", "x_slice * W", "x_slice[:-1] * W[:-1]", "The last row of the window is left out.", HERE)
slip("last_column_lost", "x_slice * W", "x_slice[:, :-1] * W[:, :-1]",
     "The last column of the window is left out.", HERE)
slip("last_row_and_column_lost", "x_slice * W", "x_slice[:-1, :-1] * W[:-1, :-1]",
     "The last row and the last column of the window are left out: the end of a range does not belong to it.", HERE)
slip("two_by_two_only", "x_slice * W", "x_slice[:2, :2] * W[:2, :2]",
     "Only the upper left 2 by 2 entries were used: the function must work for a filter of any size.", HERE)
slip("absolute_products", "x_slice * W", "np.abs(x_slice * W)",
     "The signs of the products are lost before they are added.", HERE)
slip("relu_inside", "float(np.sum(x_slice * W))", "max(0.0, float(np.sum(x_slice * W)))",
     "Negative results were set to zero: that is the ReLU, which is another layer.", HERE)
slip("sign_wrong", "float(np.sum", "-float(np.sum", "The sign of the result is wrong.", HERE)
slip("doubled", "float(np.sum", "2 * float(np.sum", "The result is twice what it should be.", HERE)
slip("bias_of_one", "np.sum(x_slice * W)", "np.sum(x_slice * W) + 1",
     "One was added to the sum: there is no bias in this layer.", HERE)
slip("whole_number", "float(", "int(",
     "The digits after the point are cut off: the result must stay a decimal number.", HERE)
slip("changes_the_window", "return float(np.sum(x_slice * W))", "x_slice *= W\n    return float(np.sum(x_slice))",
     "The products were written into the window itself: the caller's input is changed, and a second call sees the "
     "wrong one.", HERE)
slip("changes_the_filter", "return float(np.sum(x_slice * W))", "W *= x_slice\n    return float(np.sum(W))",
     "The products were written into the filter itself: it is changed, and the next window meets the wrong weights.",
     HERE)
slip("state_kept", "W):\n    return float(np.sum(x_slice * W))",
     "W, total=[0]):\n    total[0] += float(np.sum(x_slice * W))\n    return total[0]",
     "The total of earlier calls is still in the result: begin at zero in each call.", HERE)
slip("zero", "float(np.sum(x_slice * W))", "0.0", "The result is always zero.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)

# --- Lesson 01: output_size -----------------------------------------------------------------------------------------


def size(n, f, stride=1, pad=0):
    return (n + 2 * pad - f) // stride + 1


slip = slips(size, "output_size")
HERE = "lesson 01, section 3"
slip("without_plus_one", " + 1", "",
     "The + 1 is missing: this counts the steps between positions, and there is one position more.", HERE)
slip("plus_one_inside", "- f) // stride + 1", "- f + 1) // stride",
     "The one is added before the division by the stride; the first position must be counted after it.", HERE)
slip("plus_two", " + 1", " + 2", "This is one position too many.", HERE)
slip("minus_one", " + 1", " - 1", "One was subtracted where one must be added.", HERE)
slip("pad_once", "2 * pad", "pad", "The padding is counted once, but it lies at both ends.", HERE)
slip("pad_ignored", " + 2 * pad", "", "The padding is ignored.", HERE)
slip("pad_subtracted", "+ 2", "- 2", "The padding is subtracted, but it makes the input longer.", HERE)
slip("pad_after_the_stride", " + 2 * pad - f) // stride + 1", " - f) // stride + 1 + 2 * pad",
     "The padding is added after the division by the stride, but it is part of the length that is divided.", HERE)
slip("pad_four_times", "2 * pad", "4 * pad",
     "The padding is counted four times, but along one axis it lies at two ends.", HERE)
slip("stride_ignored", " // stride", "", "The stride is ignored: this is the number of positions at stride 1.", HERE)
slip("stride_and_pad_ignored", " + 2 * pad - f) // stride + 1", " - f) + 1",
     "Stride and padding are both ignored.", HERE)
slip("stride_multiplied", "//", "*",
     "The length is multiplied by the stride, but longer steps give fewer positions.", HERE)
slip("rounded_up", "(n + 2 * pad - f) // stride", "-((f - n - 2 * pad) // stride)",
     "The division is rounded up: a last step that does not fit inside is not a position.", HERE)
slip("rounded_to_nearest", "(n + 2 * pad - f) // stride", "round((n + 2 * pad - f) / stride)",
     "The division is rounded to the nearest number: it must be rounded down.", HERE)
slip("rounded_to_nearest_at_the_end", "(n + 2 * pad - f) // stride + 1", "round((n + 2 * pad - f) / stride + 1)",
     "The result is rounded to the nearest number: it must be rounded down.", HERE)
slip("remainder", "//", "%",
     "This takes the remainder of the division by the stride; the whole quotient is what counts the steps.", HERE)
slip("not_rounded", "//", "/",
     "The division is not rounded down: where the stride does not divide, this is no whole number.", HERE)
slip("only_f_divided", "(n + 2 * pad - f) // stride", "n + 2 * pad - f // stride",
     "Only f is divided by the stride: brackets around the whole length are missing.", HERE)
slip("only_pad_divided", "(n + 2 * pad - f) // stride", "n - f + 2 * pad // stride",
     "Only the padding is divided by the stride: brackets around the whole length are missing.", HERE)
slip("filter_not_divided", "(n + 2 * pad - f) // stride", "(n + 2 * pad) // stride - f",
     "The filter's length is subtracted after the division by the stride: it is part of the length that is divided.",
     HERE)
slip("plus_one_in_the_divisor", "stride + 1", "(stride + 1)",
     "The one is added to the stride, but it counts the first position, after the division.", HERE)
slip("starts_counted", "(n + 2 * pad - f) // stride + 1", "len(range(0, n + 2 * pad, stride))",
     "Every start inside the input is counted, also those where the filter hangs over the end.", HERE)
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
     "The last position is not counted where it just fits: one too many is taken off, or a range ends too early.", HERE)
slip("half_the_filter", "- f", "- f // 2",
     "Half of the filter's length is subtracted, but it must fit inside as a whole.", HERE)
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
slip("matmul_for_elementwise", "* W)", "@ W)",
     "Window and filter are multiplied as matrices; here entry meets entry, each just once.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "These are means of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum", "np.max", "These are the largest products; the layer takes the sum of all.", HERE)
# An array of one entry is stored as a number by older NumPy and refused by newer: hence two versions.
slip("products_not_summed", "np.sum(X[h:h + f, w:w + f] * W)", "list(X[h:h + f, w:w + f] * W)", NOT_ONE_NUMBER, HERE)
slip("products_not_summed_but_one", "np.sum(X[h:h + f, w:w + f] * W)", "np.squeeze(X[h:h + f, w:w + f] * W)",
     NOT_ONE_NUMBER, HERE)
slip("weights_forgotten", " * W)", ")", "These are the sums of the windows alone: the weights are missing.", HERE)
slip("added_for_multiplied", "* W)", "+ W)", "Window and filter are added where they should be multiplied.", HERE)
slip("absolute_products", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(np.abs(X[h:h + f, w:w + f] * W))",
     "The signs of the products are lost before they are added.", HERE)
slip("divided_by_the_weights", "* W)", "* W) / np.sum(W)",
     "The sum is divided by the sum of the weights: that is an average, as in a blur.", HERE)
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
slip("height_without_plus_one", "X.shape[0] - f + 1", "X.shape[0] - f",
     "The + 1 is missing in the height of H: its last row is lost.", HERE)
slip("width_without_plus_one", "X.shape[1] - f + 1", "X.shape[1] - f",
     "The + 1 is missing in the width of H: its last column is lost.", HERE)
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
slip("last_row_left_zero", "for h in range(n_H)", "for h in range(n_H - 1)",
     "The last row of H was never written: the loop stops one too early.", HERE)
slip("last_column_left_zero", "for w in range(n_W)", "for w in range(n_W - 1)",
     "The last column of H was never written: the loop stops one too early.", HERE)
slip("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of H were never written: both loops stop one too early.", HERE)
slip("first_row_left_zero", "for h in range(n_H)", "for h in range(1, n_H)",
     "The first row of H was never written: count from 0.", HERE)
slip("first_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
     "range(1, n_H):\n        for w in range(1, n_W)",
     "The first row and the first column of H were never written: count from 0.", HERE)
slip("loops_over_the_input", "range(n_H):\n        for w in range(n_W)",
     "range(X.shape[0]):\n        for w in range(X.shape[1])",
     "The loops run over every pixel of X, so the window leaves the input: they must run over the positions of H.",
     HERE)
slip("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)", "range(f):\n        for w in range(f)",
     "The loops run over the filter's size: they must run over the positions of H.", HERE)
slip("loop_ranges_exchanged", "range(n_H):\n        for w in range(n_W)", "range(n_W):\n        for w in range(n_H)",
     "The row runs over the width and the column over the height.", HERE)
slip("indices_of_H_exchanged", "H[h, w]", "H[w, h]",
     "Each output is stored at column, row instead of row, column.", HERE)
slip("offsets_of_X_exchanged", "X[h:h + f, w:w + f]", "X[w:w + f, h:h + f]",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("H_transposed", "return H,", "return H.T,", "H is transposed: its rows and columns are exchanged.", HERE)
slip("H_rotated", "return H,", "return H[::-1, ::-1],",
     "H is rotated by 180 degrees: its first entry belongs to the window at the top left.", HERE)
slip("H_upside_down", "return H,", "return H[::-1],", "H is upside down: its first row belongs to the top of X.", HERE)
slip("H_mirrored", "return H,", "return H[:, ::-1],",
     "H is mirrored left to right: its first column belongs to the left of X.", HERE)
slip("window_always_first", "X[h:h + f, w:w + f]", "X[:f, :f]",
     "The window never moves: every output is that of the first position.", HERE)
slip("window_moves_down_only", "w:w + f", ":f", "The window moves down but never to the right.", HERE)
slip("window_moves_right_only", "X[h:h + f", "X[:f", "The window moves to the right but never down.", HERE)
slip("returns_in_the_inner_loop", "    return H", "            return H",
     "Only the first output is filled: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return H", "        return H",
     "Only the first row is filled: the return stands inside the outer loop.", HERE)
slip("last_number_only", "H[h, w] =", "H =",
     "H is only the number of the last position: each number replaced the one before.", HERE)
slip("total_everywhere", "H[h, w] =", "H +=",
     "Every output was added to all of H: each belongs to its own position.", HERE)
slip("zeros", "np.sum(X[h:h + f, w:w + f] * W)", "0", STILL_ZERO, HERE)
slip("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
     "H holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
     "H takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("type_of_W", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=W.dtype)",
     "H takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("input_cut_to_whole_numbers", "    f = W", "    X = X.astype(int)\n    f = W",
     "X was turned into whole numbers first.", HERE)
slip("changes_X", "            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
     "            window = X[h:h + f, w:w + f]\n            window *= W\n            H[h, w] = np.sum(window)",
     "The products were written into X itself, since a slice is a view: the next window meets changed pixels.", HERE)
slip("changes_W", "H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
     "W *= X[h:h + f, w:w + f]\n            H[h, w] = np.sum(W)",
     "The products were written into W itself: the next window meets changed weights.", HERE)
slip("leaves_X_changed", "    return H", "    X[:] = 0\n    return H",
     "H is right, but X is another array afterwards.", HERE)
slip("calls_X", "X[h:h + f, w:w + f]", "X(h, w)",
     "X was called like a function: round brackets call, square brackets index.", HERE)
slip("steps_over_H_itself", "for h in range(n_H)", "for h in H",
     "The loop steps over the rows of H, which are arrays: it needs the row numbers.", HERE)
slip("steps_over_a_number", "for h in range(n_H)", "for h in n_H",
     "The loop steps over a single number: it needs the range up to it.", HERE)
slip("sizes_named_W", "    n_H = X.shape[0] - f + 1\n    n_W = X.shape[1] - f + 1\n    H = ",
     "    H, W = X.shape\n    n_H = H - f + 1\n    n_W = W - f + 1\n    H = ",
     "The width of X was stored under the name W, so the filter is gone: each window is multiplied by a size.", HERE)
slip("filter_lost_to_a_size", "    f = W.shape[0]", "    H, W = X.shape\n    f = W.shape[0]",
     "A size was stored under the name W before the filter was read, so the filter is gone.", HERE)
slip("H_is_a_size", "            H[h, w] =", "            H = n_H\n            H[h, w] =",
     "The name H was given to a size, so there is no array to store the outputs in.", HERE)
slip("size_not_whole", "n_W))", "n_W / 1))",
     "A size was computed with the division that gives decimal numbers: a shape needs whole ones.",
     "lesson 01, section 3")
slip("shape_in_two_arguments", "np.zeros((n_H, n_W))", "np.zeros(n_H, n_W)",
     "The shape of H was given as two arguments: it must be one pair.", HERE)
slip("filter_size_from_X", "f = W.shape[0]", "f = X.shape[0]", "The filter's side was read from X instead of W.", HERE)
slip("W_as_loop_variable", "for w in range(n_W):\n            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
     "for W in range(n_W):\n            H[h, W] = np.sum(X[h:h + f, W:W + f] * W)",
     "The column number is named W as well, so each window is multiplied by its column number instead of the filter.",
     HERE)
slip("total_not_reset", "H[h, w] =", "H[h, w] = H[h - (w == 0), w - 1] +",
     "Each output also holds those before it: the total must begin at zero at each position.", HERE)
slip("total_not_reset_in_a_row", "H[h, w] =", "H[h, w] = (H[h, w - 1] if w else 0) +",
     "Each output also holds those before it in its row: the total must begin at zero at each position.", HERE)
slip("window_end_fixed", "X[h:h + f, w:w + f]", "X[h:f, w:f]",
     "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("counted_from_one", "range(n_H):\n        for w in range(n_W)",
     "range(1, n_H + 1):\n        for w in range(1, n_W + 1)",
     "The positions are counted from 1, so the last one lies outside: rows and columns count from 0.", HERE)
slip("shape_of_H_exchanged", "np.zeros((n_H, n_W))", "np.zeros((n_W, n_H))",
     "H was made with its width first: rows come first in a shape.", HERE)
slip("window_as_large_as_H", "X[h:h + f, w:w + f]", "X[h:h + n_H, w:w + n_W]",
     "The window has the size of H: it must have the size of the filter.", HERE)
slip("pixel_for_window", "X[h:h + f, w:w + f]", "X[h + f, w + f]",
     "One pixel was taken, just behind the window: a window needs a start and an end on each axis.", HERE)
slip("first_pixel_for_window", "X[h:h + f, w:w + f]", "X[h, w]",
     "One pixel was taken for the whole window: a window needs a start and an end on each axis.", HERE)
slip("steps_by_the_filter", "range(n_H):\n        for w in range(n_W)",
     "range(0, n_H, f):\n        for w in range(0, n_W, f)",
     "The loops step by the filter's side, so the outputs between are never written: the window moves by one.", HERE)
slip("rows_for_columns", "w:w + f]", "h:h + f]",
     "The columns of the window follow the row number, so it moves along the diagonal.", HERE)
slip("columns_for_rows", "X[h:h + f,", "X[w:w + f,",
     "The rows of the window follow the column number, so it moves along the diagonal.", HERE)
slip("rows_cut_twice", "X[h:h + f, w:w + f]", "X[h:h + f][w:w + f]",
     "The window was cut with two brackets, and the second one cuts rows again: rows and columns belong into one.",
     HERE)
slip("window_starts_late", "X[h:h + f, w:w + f]", "X[h + 1:h + f, w + 1:w + f]",
     "The window starts one row and one column too late, so it is too small.", HERE)
slip("matmul_from_the_left", "X[h:h + f, w:w + f] * W", "W @ X[h:h + f, w:w + f]",
     "Filter and window are multiplied as matrices; here entry meets entry, each just once.", "lesson 01, section 2")
slip("padded_by_one", "    n_H =", "    X = np.pad(X, 1)\n    n_H =",
     "X got a border of zeros, so H is too large: this layer has no padding.", "lesson 01, section 3")
slip("returns_no_cache", "return H, (X, W)", "return H",
     "The cache is missing: the backward pass will need what the forward pass saw.", HERE)
slip("returns_three", "return H, (X, W)", "return H, X, W",
     "The cache must be one thing: X and W are returned side by side, not as one pair.", HERE)
slip("cache_first", "return H, (X, W)", "return (X, W), H", "The order is wrong: H comes first, then the cache.", HERE)
slip("returns_None", "return H, (X, W)", "print(H)", FORGOT_RETURN, HERE)


@mistake("conv_forward", says="The window moves by two at each step: in this layer it moves by one.",
         reread="lesson 01, section 3")
def stride_of_two(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape)[::2, ::2], W), (X, W)


@mistake("conv_forward", says="These are always the outputs of the hand example, whatever X and W are.",
         reread="lesson 01, section 4")
def always_the_example(X, W):
    return np.array([[37, 47], [67, 77]]), (X, W)


@mistake("conv_forward", says="The loops run over every pixel of X, so they read beyond its edge: they must run over "
         "the positions of H.", reread="lesson 01, section 4")
def pixels_beyond_the_edge(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*X.shape, f, f):
        H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="The window reaches back from its position instead of forward, and negative positions "
         "count from the end.", reread="lesson 01, section 4")
def window_reaches_back(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*H.shape, f, f):
        H[h, w] += X[h - u, w - v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="Only the last product of each window is kept: each replaced the one before.",
         reread="lesson 01, section 2")
def last_product_only(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*H.shape, f, f):
        H[h, w] = X[h + u, w + v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="The end of the window stays where it was: it must move with the start, or the window "
         "shrinks.", reread="lesson 01, section 4")
def window_shrinks(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w in np.ndindex(H.shape):
        for i in range(h, f):
            for j in range(w, f):
                H[h, w] += X[i, j] * W[i - h, j - w]
    return H, (X, W)


@mistake("conv_forward", says="The + 1 is missing in the number of positions: the last row and the last column are "
         "lost.", reread="lesson 01, section 3")
def rows_collected_without_plus_one(X, W):
    f = W.shape[0]
    H = []
    for h in range(X.shape[0] - f):
        H.append([np.sum(X[h:h + f, w:w + f] * W) for w in range(X.shape[1] - f)])
    return np.array(H), (X, W)


def weight_by_weight(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = np.zeros((n_H, n_W))
    for u in range(f):
        for v in range(f):
            H += X[u:u + n_H, v:v + n_W] * W[u, v]
    return H, (X, W)


slip = slips(weight_by_weight, "conv_forward")
slip("piece_end_fixed", "X[u:u + n_H, v:v + n_W]", "X[u:n_H, v:n_W]",
     "The end of the piece of X stays where it was: it must move with the start, or the piece shrinks.", HERE)
slip("piece_as_large_as_the_filter", "X[u:u + n_H, v:v + n_W]", "X[u:u + f, v:v + f]",
     "The piece of X that one weight meets has the size of the filter: it must have the size of H.", HERE)


@mistake("conv_forward", says="The products were added up over the positions, which leaves one number for each weight: "
         "add up each window.", reread="lesson 01, section 4")
def summed_over_positions(X, W):
    return np.sum(sliding_window_view(X, W.shape) * W, axis=(0, 1)), (X, W)


@mistake("conv_forward", says="The axes that are summed do not have the filter's lengths: sum over the two axes of "
         "each window.", reread="lesson 01, section 4")
def wrong_axes_summed(X, W):
    return np.tensordot(sliding_window_view(X, W.shape), W, axes=([0, 1], [0, 1])), (X, W)


@mistake("conv_forward", says="Each row was added to H once for each of its columns: the line stands too far in.",
         reread="lesson 01, section 4")
def rows_repeated(X, W):
    f = W.shape[0]
    H = []
    for h in range(X.shape[0] - f + 1):
        row = []
        for w in range(X.shape[1] - f + 1):
            row.append(np.sum(X[h:h + f, w:w + f] * W))
            H.append(row)
    return np.array(H), (X, W)


@mistake("conv_forward", says="X and W were flattened first, so the window is a piece of one long row.",
         reread="lesson 01, section 4")
def convolved_flat(X, W):
    return np.convolve(X.ravel(), W.ravel(), "valid"), (X, W)


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


@mistake("conv_forward", says="Rows of an earlier call are still in the list: a list as default value is made only "
         "once.", reread="lesson 01, section 4")
def list_kept(X, W, rows=[]):
    f = W.shape[0]
    for h in range(X.shape[0] - f + 1):
        rows.append([np.sum(X[h:h + f, w:w + f] * W) for w in range(X.shape[1] - f + 1)])
    return rows, (X, W)


@mistake("conv_forward", says="H holds whole numbers: the digits after the point are cut off each time a product is "
         "added.", reread="lesson 01, section 4")
def cut_at_each_step(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    for h, w in np.ndindex(H.shape):
        for u, v in np.ndindex(f, f):
            H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@mistake("conv_forward", says="This is the full result, where the filter may hang over the edge: keep only the "
         "positions inside.", reread="lesson 01, section 3")
def full_instead_of_valid(X, W):
    padded = np.pad(X, W.shape[0] - 1)
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@mistake("conv_forward", says="X was padded with zeros so that H is as large as X: this layer has no padding.",
         reread="lesson 01, section 3")
def same_instead_of_valid(X, W):
    f = W.shape[0]
    padded = np.pad(X, ((f - 1) // 2, f // 2))
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@mistake("conv_forward", says="The full convolution was cut down from its corner: the filter is rotated and hangs "
         "over the edge.", reread="lesson 01, section 3")
def full_convolution_cut(X, W):
    f = W.shape[0]
    windows = sliding_window_view(np.pad(X, f - 1), W.shape)
    H = np.einsum("hwuv,uv->hw", windows, W[::-1, ::-1])
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@mistake("conv_forward", says="The windows are read as if X lay without gaps in memory: for a view, the wrong "
         "numbers are read.", reread="lesson 01, section 4")
def strides_guessed(X, W):
    f = W.shape[0]
    s = X.itemsize
    shape = X.shape[0] - f + 1, X.shape[1] - f + 1, f, f
    windows = as_strided(X, shape, (s * X.shape[1], s, s * X.shape[1], s))
    return np.einsum("hwuv,uv->hw", windows, W), (X, W)


@mistake("conv_forward", says="The outputs are right but were cut into rows at the wrong place: height and width are "
         "exchanged in the reshape.", reread="lesson 01, section 4")
def reshaped_to_width_and_height(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)]
    return np.reshape(H, (n_W, n_H)), (X, W)


@mistake("conv_forward", says="The outputs were collected column by column but cut into rows.",
         reread="lesson 01, section 4")
def collected_by_columns(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for w in range(n_W) for h in range(n_H)]
    return np.reshape(H, (n_H, n_W)), (X, W)


@mistake("conv_forward", says="The outputs are right but stand in one long row: H has rows and columns.",
         reread="lesson 01, section 4")
def one_row(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    return [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)], (X, W)

# --- Lesson 02: weight_table and pixel_table ------------------------------------------------------------------------


def weights():
    T = np.zeros((4, 4))
    for u, v, h, w in np.ndindex(2, 2, 2, 2):
        T[2 * u + v, 2 * h + w] = 1 + 3 * (h + u) + w + v
    return T


slip = slips(weights, "weight_table")
HERE = "lesson 02, section 2"
slip("weights_for_inputs", "1 + 3 * (h + u) + w + v", "1 + 2 * u + v",
     "The table holds the weights themselves; the derivative by a weight is the input that it met.", HERE)
slip("products", "1 + 3 * (h + u) + w + v", "(1 + 3 * (h + u) + w + v) * (1 + 2 * u + v)",
     "These are the products of input and weight; the derivative by the weight is the input alone.", HERE)
slip("outputs_for_inputs", "1 + 3 * (h + u) + w + v", "[37, 47, 67, 77][2 * h + w]",
     "The table holds the outputs themselves; the derivative by a weight is the input that it met.", HERE)
slip("ones", "1 + 3 * (h + u) + w + v", "1",
     "The table says that each weight matters, but not by how much: the entry is the input that it met.", HERE)
slip("weights_by_columns", "T[2 * u + v", "T[2 * v + u",
     "The second and third row are exchanged: the weights are taken row by row.", HERE)
slip("outputs_by_columns", "2 * h + w]", "2 * w + h]",
     "The second and third column are exchanged: the outputs are taken row by row.", HERE)
slip("input_read_by_columns", "3 * (h + u) + w + v", "3 * (w + v) + h + u",
     "The input was read column by column: X holds 1 to 9 row by row.", HERE)
slip("rows_from_the_end", "T[2 * u + v", "T[3 - 2 * u - v",
     "The rows stand in reverse order, as if the filter were rotated by 180 degrees.", HERE)
slip("columns_from_the_end", "2 * h + w]", "3 - 2 * h - w]",
     "The columns stand in reverse order: the first belongs to the output at the top left.", HERE)
slip("filter_mirrored", "T[2 * u + v", "T[2 * u + 1 - v",
     "The weights of each row of the filter are exchanged, as if it were mirrored left to right.", HERE)
slip("filter_upside_down", "T[2 * u + v", "T[2 - 2 * u + v",
     "The rows of the filter are exchanged, as if it were turned upside down.", HERE)
slip("first_window_for_all", "3 * (h + u) + w + v", "3 * h + w",
     "Every weight got the same four inputs: each weight meets its own corner of the window.", HERE)
slip("windows_do_not_move", "3 * (h + u) + w + v", "3 * u + v",
     "Every output got the same four inputs: the window moves from output to output.", HERE)
slip("windows_run_on", "3 * (h + u) + w + v", "2 * h + 2 * u + w + v",
     "The inputs run on as if X had two columns: one row further down is three numbers on.", HERE)
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
     "Each column is already multiplied by the gradient of its output: the table asks for the local gradients alone.",
     HERE)
slip("counted_from_zero", "1 + 3", "3", "The input was taken as 0 to 8, but it holds 1 to 9.", HERE)
slip("zeros", "    return T", "    return 0 * T", STILL_ZERO, HERE)


def pixels():
    T = np.zeros((9, 4))
    for h, w, u, v in np.ndindex(2, 2, 2, 2):
        T[3 * (h + u) + w + v, 2 * h + w] = 1 + 2 * u + v
    return T


slip = slips(pixels, "pixel_table")
HERE = "lesson 02, section 3"
slip("filter_rotated", "1 + 2 * u + v", "4 - 2 * u - v",
     "The table is that of the filter rotated by 180 degrees: a pixel at the window's top left meets the first weight.",
     HERE)
slip("filter_transposed", "1 + 2 * u + v", "1 + 2 * v + u",
     "The weights 2 and 3 are exchanged: the filter was read column by column.", HERE)
slip("filter_mirrored", "1 + 2 * u + v", "2 + 2 * u - v",
     "The table is that of the filter mirrored left to right.", HERE)
slip("filter_upside_down", "1 + 2 * u + v", "3 - 2 * u + v",
     "The table is that of the filter turned upside down.", HERE)
slip("outputs_by_columns", "2 * h + w]", "2 * w + h]",
     "The second and third column are exchanged: the outputs are taken row by row.", HERE)
slip("pixels_by_columns", "T[3 * (h + u) + w + v", "T[3 * (w + v) + h + u",
     "The pixels were taken column by column; they are asked for in reading order.", HERE)
slip("columns_from_the_end", "2 * h + w]", "3 - 2 * h - w]",
     "The columns stand in reverse order: the first belongs to the output at the top left.", HERE)
slip("pixels_from_the_end", "T[3 * (h + u) + w + v", "T[8 - 3 * (h + u) - w - v",
     "The rows stand in reverse order: the first belongs to the pixel at the top left.", HERE)
slip("table_transposed", "    return T", "    return T.T",
     "Rows and columns of the table are exchanged: one row for each pixel, one column for each output.", HERE)
slip("inputs_for_weights", "1 + 2 * u + v", "1 + 3 * (h + u) + w + v",
     "The table holds the pixels themselves; the derivative by a pixel is the weight that it met.", HERE)
slip("products", "1 + 2 * u + v", "(1 + 2 * u + v) * (1 + 3 * (h + u) + w + v)",
     "These are the products of weight and pixel; the derivative by the pixel is the weight alone.", HERE)
slip("ones", "1 + 2 * u + v", "1", "The table says which pixel each output sees, but not with which weight.", HERE)
slip("first_touch_only", "    return T", "    return T * (np.cumsum(T > 0, axis=1) == 1)",
     "Each pixel has one entry only, that of the first output that sees it: the middle pixel is seen by four.", HERE)
slip("last_touch_only", "    return T", "    return T * (np.cumsum(T[:, ::-1] > 0, axis=1) == 1)[:, ::-1]",
     "Each pixel has one entry only, that of the last output that sees it: the middle pixel is seen by four.", HERE)
slip("first_output_only", "    return T", "    T[:, 1:] = 0\n    return T",
     "Only the first output is filled in: the other windows see pixels too.", HERE)
slip("middle_pixel_only", "    return T", "    T[:4] = T[5:] = 0\n    return T",
     "Only the middle pixel is filled in: the outputs see the other pixels too.", HERE)
slip("weights_in_rising_order", "    return T",
     "    for row in T:\n        row[row > 0] = np.sort(row[row > 0])\n    return T",
     "The weights stand in rising order in each row: an earlier output saw the pixel under a later weight.", HERE)
slip("middle_pixel_in_rising_order", "    return T", "    T[4] = [1, 2, 3, 4]\n    return T",
     "The row of the middle pixel is in rising order: the first output saw it under its last weight.", HERE)
slip("moved_to_the_left", "    return T",
     "    return np.array([[*row[row > 0], *row[row == 0]] for row in T])",
     "The weights are moved to the left in each row: each belongs in the column of its output, with zeros between.",
     HERE)
slip("rising_and_moved_to_the_left", "    return T",
     "    return np.array([[*np.sort(row[row > 0]), *row[row == 0]] for row in T])",
     "Each row lists its weights from the left and in rising order: each belongs in the column of its output.", HERE)
slip("corners_only", "    return T", "    T[1:8:2] = T[4] = 0\n    return T",
     "Only the corners are filled in: the other pixels are seen too, and by more outputs.", HERE)
slip("window_repeated", "T[3 * (h + u) + w + v", "T[3 * u + v",
     "All outputs see the same four pixels here: the window moves from output to output.", HERE)
slip("windows_run_on", "T[3 * (h + u) + w + v", "T[2 * (h + u) + w + v",
     "The windows run on as if X had two columns: one row further down is three pixels on.", HERE)
slip("last_row_of_pixels_lost", "    return T", "    T[6:] = 0\n    return T",
     "The last row of pixels is empty, but the lower two outputs see it.", HERE)
slip("last_pixel_lost", "    return T", "    T[8] = 0\n    return T",
     "The last pixel is empty, but the last output sees it.", HERE)
slip("with_dH", "1 + 2 * u + v", "(1 + 2 * u + v) * [1, -2, 0.5, 3][2 * h + w]",
     "Each column is already multiplied by the gradient of its output: the table asks for the local gradients alone.",
     HERE)
slip("counted_from_zero", "1 + 2 * u", "2 * u", "The weights were taken as 0 to 3, but they are 1 to 4.", HERE)
slip("no_zeros", "    return T", "    T[T == 0] = 1\n    return T",
     "Where an output does not see the pixel there is a 1: it must be 0.", HERE)
slip("zeros", "    return T", "    return 0 * T", STILL_ZERO, HERE)

# --- Lesson 02: numerical_gradient ----------------------------------------------------------------------------------


def measure(func, x, dH, eps=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = np.sum(func(x) * dH)
        x[index] = kept - eps
        below = np.sum(func(x) * dH)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient


slip = slips(measure, "numerical_gradient")
HERE = "lesson 02, section 4"
slip("forward_difference",
     "x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
     "        gradient[index] = (above - below) / (2 * eps)",
     "x[index] = kept\n        below = np.sum(func(x) * dH)\n        gradient[index] = (above - below) / eps",
     "This is the difference to one side, from the point upwards: the difference from both sides is far more exact.",
     HERE)
slip("backward_difference",
     "x[index] = kept + eps\n        above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n"
     "        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
     "        gradient[index] = (above - below) / (2 * eps)",
     "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n"
     "        x[index] = kept\n        gradient[index] = (above - below) / eps",
     "This is the difference to one side, from the point downwards: the difference from both sides is far more exact.",
     HERE)
slip("divided_by_eps", "(2 * eps)", "eps",
     "The gradient is twice too large: the two points lie two steps apart, not one.", HERE)
slip("one_side_divided_by_two_eps", "kept - eps", "kept",
     "The gradient is half of a one-sided difference: only one of the two points was moved.", HERE)
slip("not_divided", " / (2 * eps)", "", "The difference was not divided by the distance of the two points.", HERE)
slip("multiplied_by_two_eps", "/ (2", "* (2",
     "The difference was multiplied by the distance of the two points; divide by it.", HERE)
slip("divided_by_two_only", "(2 * eps)", "2",
     "The difference was divided by 2 alone: the distance of the two points is two steps.", HERE)
slip("brackets_missing", "/ (2 * eps)", "/ 2 * eps",
     "The difference was divided by 2 and then multiplied by the step: brackets are missing in the divisor.", HERE)
slip("brackets_missing_before_dH",
     "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
     "above = np.sum(func(x))\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
     "Only the values below were multiplied by dH: brackets around the difference are missing.", HERE)
slip("divided_by_eps_squared", "(2 * eps)", "(eps ** 2)", "The difference was divided by the square of the step.", HERE)
slip("divided_by_four_eps", "(2 * eps)", "(4 * eps)",
     "The gradient is half of what it should be: the two points lie two steps apart.", HERE)
slip("sign_wrong", "above - below", "below - above", "The sign is wrong: the value above minus the value below.", HERE)
slip("added_for_subtracted", "above - below", "above + below",
     "The two values were added where one must be subtracted from the other.", HERE)
slip("brackets_missing_in_the_difference", "(above - below) /", "above - below /",
     "Only the value below was divided: brackets around the difference are missing.", HERE)
slip("eps_ignored", "    x = np", "    eps = 1e-5\n    x = np",
     "The argument eps has no effect: the step is always the same.", HERE)
slip("eps_halved", "    x = np", "    eps = eps / 2\n    x = np",
     "Each point was moved by half of eps: eps is the step to either side.", HERE)
slip("dH_ignored", "    x = np", "    dH = 1\n    x = np",
     "dH has no effect: this is the gradient of the plain sum of the function's values.", HERE)
slip("first_of_dH_only", "    x = np", "    dH = np.ravel(dH)[0]\n    x = np",
     "Only the first entry of dH was used, for every output.", HERE)
slip("dH_summed", "    x = np", "    dH = np.sum(dH)\n    x = np",
     "The function's values were multiplied by the sum of dH: each output has its own entry of dH.", HERE)
slip("dH_squared", "    x = np", "    dH = dH * dH\n    x = np", "dH was multiplied in twice.", HERE)
slip("mean_for_sum", "    x = np", "    dH = dH / np.size(dH)\n    x = np",
     "This is the gradient of the mean of the products; the loss is their sum.", HERE)
slip("not_summed", "above = np.sum(func(x) * dH)\n        x[index] = kept - eps\n        below = np.sum(func(x) * dH)",
     "above = func(x) * dH\n        x[index] = kept - eps\n        below = func(x) * dH",
     "The products of output and dH were not added up, so an array was to be stored where one number belongs.", HERE)
slip("x_stays_whole", "np.array(x, dtype=float)", "np.array(x)",
     "When x holds whole numbers, the step is cut off as it is stored: change x to decimal numbers first.", HERE)
slip("result_cut_to_whole_numbers", "gradient = np.zeros(x.shape)", "gradient = np.zeros(x.shape, dtype=int)",
     "The result holds whole numbers: the digits after the point are cut off.", HERE)
slip("result_of_the_type_of_x", "    x = np.array(x, dtype=float)\n    gradient = np.zeros(x.shape)",
     "    gradient = np.zeros_like(x)\n    x = np.array(x, dtype=float)",
     "The result takes the number type of x: when x holds whole numbers, the digits after the point are cut off.", HERE)
slip("left_below", "        x[index] = kept\n", "",
     "An entry stays one step lower after it was measured, so the next ones are measured at another point.", HERE)
slip("left_above", "        x[index] = kept\n", "        x[index] = kept + eps\n",
     "An entry stays one step higher after it was measured, so the next ones are measured at another point.", HERE)
slip("all_entries_moved", "np.ndindex(x.shape):\n        kept = x[index]\n",
     "np.ndindex(x.shape):\n        index = ...\n        kept = x.copy()\n",
     "Every entry is the sum of all derivatives: all of x was moved at once, or each number was added to all entries.",
     HERE)
slip("entries_of_a_row_moved", "for index in np.ndindex(x.shape):\n        kept = x[index]",
     "for index in range(len(x)):\n        kept = x[index].copy()",
     "A whole row of x was moved at once: with two axes, the loop over the first alone is not enough.", HERE)
slip("two_axes_only", "for index in np.ndindex(x.shape)", "for index in np.ndindex(x.shape[0], x.shape[1])",
     "The function works only for an x with two axes: it must work for any shape.", HERE)
slip("square_x", "for index in np.ndindex(x.shape)", "for index in np.ndindex(len(x), len(x))",
     "The number of rows of x is used for its columns too: x may have any shape.", HERE)
slip("first_entry_only", "    return", "        return",
     "Only the first entry was measured: the return stands inside the loop.", HERE)
slip("last_entry_lost", "    return", "    gradient[index] = 0\n    return",
     "The last entry was never measured: the loop stops one too early.", HERE)
slip("one_number", "gradient[index] =", "gradient =",
     "Only the number of the last entry is returned: each must go to its own place.", HERE)
slip("flat", "    return gradient", "    return gradient.ravel()",
     "The numbers are right, but they stand in one row: the result has the shape of x.", HERE)
slip("transposed", "    return gradient", "    return gradient.T",
     "Rows and columns of the result are exchanged.", HERE)
slip("by_columns", "    return gradient", "    return gradient.ravel(order='F').reshape(x.shape)",
     "The numbers were collected column by column but laid out row by row.", HERE)
slip("times_x", "    return gradient", "    return gradient * x",
     "The gradient is multiplied by x once too often.", HERE)
slip("value_returned", "    return gradient", "    return func(x)",
     "This is the function's value; the gradient is asked for.", HERE)
slip("loss_returned", "    return gradient", "    return np.sum(func(x) * dH)",
     "This is the loss itself; its gradient is asked for.", HERE)
slip("zeros", "(above - below)", "0 * (above - below)", STILL_ZERO, HERE)
slip("returns_None", "    return gradient", "    print(gradient)", FORGOT_RETURN, HERE)


def measure_in_place(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = np.sum(func(x) * dH)
        x[index] = kept - eps
        below = np.sum(func(x) * dH)
        x[index] = kept
        gradient[index] = (above - below) / (2 * eps)
    return gradient


# The same slips where x is not made decimal.
slip = slips(measure_in_place, "numerical_gradient")
slip("two_axes_only_in_place", "for index in np.ndindex(x.shape)",
     "for index in np.ndindex(x.shape[0], x.shape[1])",
     "The function works only for an x with two axes: it must work for any shape.", HERE)
slip("square_x_in_place", "for index in np.ndindex(x.shape)", "for index in np.ndindex(len(x), len(x))",
     "The number of rows of x is used for its columns too: x may have any shape.", HERE)
slip("forward_difference_in_place",
     "x[index] = kept - eps\n        below = np.sum(func(x) * dH)\n        x[index] = kept\n"
     "        gradient[index] = (above - below) / (2 * eps)",
     "x[index] = kept\n        below = np.sum(func(x) * dH)\n        gradient[index] = (above - below) / eps",
     "This is the difference to one side, and with whole numbers in x the step is cut off: change x to decimals first.",
     HERE)
slip("divided_by_eps_in_place", "(2 * eps)", "eps",
     "The gradient is twice too large: the two points lie two steps apart, not one.", HERE)
slip("brackets_missing_in_place", "/ (2 * eps)", "/ 2 * eps",
     "The difference was divided by 2 and then multiplied by the step: brackets are missing in the divisor.", HERE)
slip("dH_ignored_in_place", "    gradient = np", "    dH = 1\n    gradient = np",
     "dH has no effect: this is the gradient of the plain sum of the function's values.", HERE)
slip("sign_wrong_in_place", "above - below", "below - above",
     "The sign is wrong: the value above minus the value below.", HERE)


@mistake("numerical_gradient", says="One running number was used to index a result that may have several axes.",
         reread="lesson 02, section 4")
def running_number_as_index(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(x.size):
        step = np.zeros(x.shape)
        step.flat[i] = eps
        gradient[i] = np.sum((func(x + step) - func(x - step)) * dH) / (2 * eps)
    return gradient


def measure_by_steps(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = np.sum(func(x) * dH)
        x[index] -= 2 * eps
        below = np.sum(func(x) * dH)
        x[index] += eps
        gradient[index] = (above - below) / (2 * eps)
    return gradient


# The same slips where x is moved in place, which stops for an x of whole numbers.
slip = slips(measure_by_steps, "numerical_gradient")
slip("moved_back_by_adding", "gradient = np.zeros(x.shape)", "gradient = np.zeros(x.shape)",
     "An x of whole numbers cannot be moved by a small step: work on a copy of x, as decimal numbers.", HERE)
slip("moved_back_by_adding_two_axes_only", "for index in np.ndindex(x.shape)",
     "for index in np.ndindex(x.shape[0], x.shape[1])",
     "The function works only for an x with two axes: it must work for any shape.", HERE)
slip("moved_back_by_adding_divided_by_eps", "(2 * eps)\n    return", "eps\n    return",
     "The gradient is twice too large: the two points lie two steps apart, not one.", HERE)


@mistake("numerical_gradient", says="The entries of x stay moved after the call: the caller's array is changed; work "
         "on a copy.", reread="lesson 02, section 4")
def x_left_changed(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = np.sum(func(x) * dH)
        x[index] -= 2 * eps
        gradient[index] = (above - np.sum(func(x) * dH)) / (2 * eps)
    return gradient


@mistake("numerical_gradient", says="The two moved arrays are one and the same, since giving an array a second name "
         "makes no copy: their difference is always zero.", reread="lesson 02, section 4")
def second_name_for_x(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        high = low = x
        high[index] += eps
        low[index] -= eps
        gradient[index] = (np.sum(func(high) * dH) - np.sum(func(low) * dH)) / (2 * eps)
    return gradient


@mistake("numerical_gradient", says="The whole of x was moved at once and the change of each output multiplied by "
         "dH: that is right only where each output depends on one input.", reread="lesson 02, section 4")
def whole_array_moved(func, x, dH, eps=1e-5):
    return (func(x + eps) - func(x - eps)) / (2 * eps) * dH


@mistake("numerical_gradient", says="The gradient of the plain sum was multiplied by dH afterwards: each output must "
         "be multiplied by its dH before they are added.", reread="lesson 02, section 4")
def dH_multiplied_afterwards(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = eps
        gradient[index] = (np.sum(func(x + step)) - np.sum(func(x - step))) / (2 * eps)
    return gradient * dH


@mistake("numerical_gradient", says="The outputs and dH were multiplied as matrices; here each output meets its own "
         "entry of dH.", reread="lesson 02, section 4")
def matmul_with_dH(func, x, dH, eps=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = eps
        gradient[index] = np.sum((func(x + step) - func(x - step)) @ dH) / (2 * eps)
    return gradient

# --- Lessons 02 and 03: the three backward passes -------------------------------------------------------------------

BACKWARD = "conv_backward", "conv_backward_repaired", "conv_backward_by_convolution"
STAMPED, SLID = BACKWARD[:2], BACKWARD[2]


def places(early, late):
    """Send students of lesson 02 to the first place and those of lesson 03 to the second."""
    return dict.fromkeys(STAMPED, early) | {SLID: late}


def stamp(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            dX[h:h + f, w:w + f] += W * dH[h, w]
            dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW


def slide(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    padded = np.pad(dH, f - 1)
    turned = W[::-1, ::-1]
    for h, w in np.ndindex(dX.shape):
        dX[h, w] = np.sum(padded[h:h + f, w:w + f] * turned)
    for u, v in np.ndindex(dW.shape):
        dW[u, v] = np.sum(X[u:u + n_H, v:v + n_W] * dH)
    return dX, dW


def touch(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(n_H, n_W):
        for u, v in np.ndindex(f, f):
            dX[h + u, w + v] += W[u, v] * dH[h, w]
            dW[u, v] += X[h + u, w + v] * dH[h, w]
    return dX, dW


# dX alone.
slip = slips(stamp, *STAMPED)
HERE = "lesson 02, section 3"
slip("dX_filter_rotated", "+= W * dH", "+= W[::-1, ::-1] * dH",
     "dX is what you get when the filter is rotated by 180 degrees before it is stamped: here it must not be.", HERE)
slip("dX_filter_upside_down", "+= W * dH", "+= W[::-1] * dH",
     "dX is what you get when the filter is turned upside down before it is stamped.", HERE)
slip("dX_filter_mirrored", "+= W * dH", "+= W[:, ::-1] * dH",
     "dX is what you get when the filter is mirrored left to right before it is stamped.", HERE)
slip = slips(slide, SLID)
HERE = "lesson 03, section 2"
slip("dX_filter_not_rotated", "turned = W[::-1, ::-1]", "turned = W",
     "dX is what you get when the filter slides over the padded dH without being rotated by 180 degrees first.", HERE)
slip("dX_only_rows_reversed", "turned = W[::-1, ::-1]", "turned = W[::-1]",
     "dX is what you get when only the rows of the filter are reversed: a rotation by 180 degrees reverses the "
     "columns too.", HERE)
slip("dX_only_columns_reversed", "turned = W[::-1, ::-1]", "turned = W[:, ::-1]",
     "dX is what you get when only the columns of the filter are reversed: a rotation by 180 degrees reverses the "
     "rows too.", HERE)
slip = slips(slide, *BACKWARD)
HERE = places("lesson 02, section 3", "lesson 03, section 2")
slip("dX_filter_transposed", "turned = W[::-1, ::-1]", "turned = W[::-1, ::-1].T",
     "dX is what you get when rows and columns of the filter are exchanged.", HERE)
slip("dX_filter_rotated_by_90_degrees", "turned = W[::-1, ::-1]", "turned = np.rot90(W)",
     "dX is what you get when the filter is rotated by 90 degrees, not by 180.", HERE)
slip("dX_filter_rotated_by_270_degrees", "turned = W[::-1, ::-1]", "turned = np.rot90(W, -1)",
     "dX is what you get when the filter is rotated by 90 degrees clockwise, not by 180.", HERE)
slip("dX_filter_transposed_for_rotated", "turned = W[::-1, ::-1]", "turned = W.T",
     "dX is what you get when the filter is transposed instead of rotated.", HERE)
HERE = places("lesson 02, section 3", "lesson 03, section 3")
slip("dX_mean_for_sum", "= np.sum(padded", "= np.mean(padded",
     "dX is what you get when the products in each window are averaged instead of added up.", HERE)
slip("dX_max_for_sum", "= np.sum(padded", "= np.max(padded",
     "dX is what you get when only the largest product of each window is kept.", HERE)
slip("dX_matmul_for_elementwise", "f] * turned", "f] @ turned",
     "dX is what you get when window and filter are multiplied as matrices.", HERE)
slip("dX_padded_by_one", "np.pad(dH, f - 1)", "np.pad(dH, ((1, 2 * f - 3), (1, 2 * f - 3)) if f > 1 else 0)",
     "dX is what you get when dH has just one row and column of zeros before it: it needs one less than the "
     "filter's side.", HERE)
slip("dX_padded_behind_only", "np.pad(dH, f - 1)", "np.pad(dH, (0, 2 * f - 2))",
     "dX is what you get when all the zeros are put below and to the right of dH: half of them belong above and to "
     "the left.", HERE)
slip("dX_padded_before_only", "np.pad(dH, f - 1)", "np.pad(dH, (2 * f - 2, 0))",
     "dX is what you get when all the zeros are put above and to the left of dH: half of them belong below and to "
     "the right.", HERE)
slip("dX_padded_by_f", "np.pad(dH, f - 1)", "np.pad(dH, f)[:-1, :-1]",
     "dX is what you get when one row and column of zeros too many is put before dH: everything lands one step too "
     "far.", HERE)
slip("dX_too_large", "padded = np.pad(dH, f - 1)",
     "padded = np.pad(dH, f)\n    dX = np.zeros((X.shape[0] + 2, X.shape[1] + 2))",
     "dX is too large by two rows and columns: dH was padded with the filter's side, which is one too many.", HERE)
slip("dX_as_large_as_dH", "padded = np.pad(dH, f - 1)",
     "padded = np.pad(dH, ((f - 1) // 2, f // 2))\n    dX = np.zeros(dH.shape)",
     "dX is only as large as dH: too few zeros were put around dH.", HERE)
slip("dX_not_padded", "padded = np.pad(dH, f - 1)",
     "padded = dH\n    dX = np.zeros([max(n - f + 1, 0) for n in dH.shape])",
     "dX is too small: there are no zeros around dH, so the filter never hangs over its edge.", HERE)
slip("dX_rows_padded_only", "padded = np.pad(dH, f - 1)",
     "padded = np.pad(dH, ((f - 1, f - 1), (0, 0)))\n    dX = np.zeros((X.shape[0], max(n_W - f + 1, 0)))",
     "dX is too narrow: zeros were put above and below dH, but none at its sides.", HERE)
slip("dX_columns_padded_only", "padded = np.pad(dH, f - 1)",
     "padded = np.pad(dH, ((0, 0), (f - 1, f - 1)))\n    dX = np.zeros((max(n_H - f + 1, 0), X.shape[1]))",
     "dX is too low: zeros were put at the sides of dH, but none above and below.", HERE)
slip("dX_padded_with_edge", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='edge')",
     "dX is what you get when dH is surrounded by copies of its edge instead of zeros.", HERE)
slip("dX_padded_with_mirror", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='symmetric')",
     "dX is what you get when dH is surrounded by its mirror image instead of zeros.", HERE)
slip("dX_padded_around", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, mode='wrap')",
     "dX is what you get when dH is continued round its edges instead of with zeros (a Fourier transform without "
     "zeros does so too).", HERE)
slip("dX_padded_with_ones", "np.pad(dH, f - 1)", "np.pad(dH, f - 1, constant_values=1)",
     "dX is what you get when dH is surrounded by ones instead of zeros.", HERE)
slip("dX_cut_to_whole_numbers", "dX = np.zeros(X.shape)", "dX = np.zeros(X.shape, dtype=int)",
     "dX holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("dX_type_of_X", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
     "dX takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("dX_relu_inside", "    return dX", "    dX[X <= 0] = 0\n    return dX",
     "dX is set to zero where X is not positive: that is the gradient of the ReLU, which is another layer.", HERE)
slip("dX_negative_entries_lost", "    return dX", "    dX[dX < 0] = 0\n    return dX",
     "dX has zeros where it should be negative.", HERE)

slip = slips(stamp, *BACKWARD)
HERE = "lesson 02, section 3"
slip("dX_overwritten", "+= W * dH", "= W * dH",
     "dX is what you get when each stamp replaces what lies under it: where stamps overlap they must be added.", HERE)
slip("dX_last_position_only", "            dX[h", "            dX = np.zeros(X.shape)\n            dX[h",
     "dX holds the stamp of the last output only: it was cleared at each position.", HERE)
slip("dX_first_position_only", "+= W * dH[h, w]", "+= W * dH[h, w] * (h == w == 0)",
     "dX holds the stamp of the first output only: every output sends its gradient back.", HERE)
slip("dX_ignores_dH", "+= W * dH[h, w]", "+= W",
     "dX is what you get when dH is all ones: each stamp must be multiplied by the gradient of its output.", HERE)
slip("dX_first_dH_only", "+= W * dH[h, w]", "+= W * dH[0, 0]",
     "dX is what you get when the first entry of dH is used for every output.", HERE)
slip("dX_last_dH_only", "+= W * dH[h, w]", "+= W * dH[-1, -1]",
     "dX is what you get when the last entry of dH is used for every output.", HERE)
slip("dX_dH_summed", "+= W * dH[h, w]", "+= W * np.sum(dH)",
     "dX is what you get when the sum of dH is used for every output.", HERE)
slip("dX_dH_averaged", "+= W * dH[h, w]", "+= W * np.mean(dH)",
     "dX is what you get when the mean of dH is used for every output.", HERE)
slip("dX_dH_squared", "+= W * dH[h, w]", "+= W * dH[h, w] ** 2",
     "dX is what you get when dH is multiplied in twice.", HERE)
slip("dX_dH_rotated", "+= W * dH[h, w]", "+= W * dH[-1 - h, -1 - w]",
     "dX is what you get when dH is rotated by 180 degrees: output and gradient must be at the same place.", HERE)
slip("dX_dH_upside_down", "+= W * dH[h, w]", "+= W * dH[-1 - h, w]",
     "dX is what you get when dH is turned upside down.", HERE)
slip("dX_dH_mirrored", "+= W * dH[h, w]", "+= W * dH[h, -1 - w]",
     "dX is what you get when dH is mirrored left to right.", HERE)
slip("dX_dH_by_columns", "+= W * dH[h, w]", "+= W * dH.ravel(order='F').reshape(dH.shape)[h, w]",
     "dX is what you get when dH is read column by column and used row by row.", HERE)
slip("dX_added_for_multiplied", "+= W * dH", "+= W + dH",
     "dX is what you get when dH is added to the filter instead of multiplying it.", HERE)
slip("dX_weights_forgotten", "+= W * dH", "+= dH",
     "dX is what you get when the weights are left out: each pixel gets dH, but not multiplied by the weight it met.",
     HERE)
slip("dX_weights_summed", "+= W * dH", "+= np.sum(W) * dH",
     "dX is what you get when the sum of the weights is used in place of the weight that each pixel met.", HERE)
slip("dX_X_for_W", "+= W * dH", "+= X[h:h + f, w:w + f] * dH",
     "dX is what you get when the pixels are used in place of the weights: the derivative by a pixel is the weight "
     "it met.", HERE)
slip("dX_products", "    return dX", "    dX *= X\n    return dX", "dX is multiplied by X once too often.", HERE)
slip("dX_negative", "+= W * dH", "-= W * dH", "dX has the wrong sign everywhere.", HERE)
slip("dX_doubled", "+= W * dH", "+= 2 * W * dH", "dX is twice what it should be.", HERE)
slip("dX_halved", "+= W * dH", "+= W / 2 * dH", "dX is half of what it should be.", HERE)
slip("dX_mean_over_positions", "    return dX", "    dX /= dH.size\n    return dX",
     "dX is divided by the number of outputs: the stamps are added, not averaged.", HERE)
slip("dX_mean_of_stamps", "    return dX",
     "    touched = np.zeros(X.shape)\n    for h, w in np.ndindex(dH.shape):\n"
     "        touched[h:h + f, w:w + f] += 1\n    return dX / touched, dW\n    return dX",
     "dX is divided by how many outputs see each pixel: the stamps are added, not averaged.", HERE)
slip("dX_mean_over_pixels", "    return dX", "    dX /= X.size\n    return dX",
     "dX is divided by the number of pixels.", HERE)
slip("dX_rotated", "    return dX,", "    return dX[::-1, ::-1],",
     "dX is right, but rotated by 180 degrees: its first entry belongs to the first pixel.", HERE)
slip("dX_upside_down", "    return dX,", "    return dX[::-1],", "dX is right, but upside down.", HERE)
slip("dX_mirrored", "    return dX,", "    return dX[:, ::-1],", "dX is right, but mirrored left to right.", HERE)
slip("dX_transposed", "    return dX,", "    return dX.T,",
     "dX is right, but its rows and columns are exchanged.", HERE)
slip("dX_flat", "    return dX,", "    return dX.ravel(),",
     "dX is right, but it stands in one row: it has the shape of X.", HERE)
slip("dX_is_one_number", "    return dX,", "    return np.sum(dX),",
     "dX was added up to one number: each pixel has its own gradient.", HERE)
slip("dX_starts_from_X", "dX = np.zeros(X.shape)", "dX = X.astype(float)",
     "X itself is still in dX: begin with zeros.", HERE)
slip("dX_starts_from_ones", "dX = np.zeros(X.shape)", "dX = np.ones(X.shape)",
     "dX is too large by one everywhere: begin with zeros.", HERE)
slip("dX_is_updated_input", "    return dX,", "    return X - dX,",
     "This is X after a step against the gradient: the gradient itself is asked for.", HERE)
slip("dX_last_row_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
     "dX[h:h + f, w:w + f] += W * dH[h, w] * (h < n_H - 1)",
     "dX lacks the stamps of the last row of outputs: the loop stops one too early.", HERE)
slip("dX_last_column_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
     "dX[h:h + f, w:w + f] += W * dH[h, w] * (w < n_W - 1)",
     "dX lacks the stamps of the last column of outputs: the loop stops one too early.", HERE)
slip("dX_last_row_and_column_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
     "dX[h:h + f, w:w + f] += W * dH[h, w] * (h < n_H - 1 and w < n_W - 1)",
     "dX lacks the stamps of the last row and the last column of outputs: both loops stop one too early.", HERE)
slip("dX_first_row_of_dH_lost", "dX[h:h + f, w:w + f] += W * dH[h, w]",
     "dX[h:h + f, w:w + f] += W * dH[h, w] * (h > 0)",
     "dX lacks the stamps of the first row of outputs: count from 0.", HERE)
slip("dX_last_row_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH", "dX[h:h + f - 1, w:w + f] += W[:-1] * dH",
     "dX lacks the last row of the filter: the end of a range does not belong to it.", HERE)
slip("dX_last_column_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH", "dX[h:h + f, w:w + f - 1] += W[:, :-1] * dH",
     "dX lacks the last column of the filter: the end of a range does not belong to it.", HERE)
slip("dX_last_row_and_column_of_filter_lost", "dX[h:h + f, w:w + f] += W * dH",
     "dX[h:h + f - 1, w:w + f - 1] += W[:-1, :-1] * dH",
     "dX lacks the last row and the last column of the filter: the end of a range does not belong to it.", HERE)
slip("dX_first_weight_only", "dX[h:h + f, w:w + f] += W * dH", "dX[h, w] += W[0, 0] * dH",
     "dX holds what flows through the first weight only.", HERE)
slip("dX_stamped_at_origin", "dX[h:h + f, w:w + f]", "dX[:f, :f]",
     "dX is what you get when all stamps land at the top left: each belongs under its own window.", HERE)
slip("dX_moves_down_only", "dX[h:h + f, w:w + f]", "dX[h:h + f, :f]",
     "dX is what you get when the stamp moves down but never to the right.", HERE)
slip("dX_moves_right_only", "dX[h:h + f, w:w + f]", "dX[:f, w:w + f]",
     "dX is what you get when the stamp moves to the right but never down.", HERE)
slip("dX_offsets_exchanged", "dX[h:h + f, w:w + f]", "dX[w:w + f, h:h + f]",
     "A stamp was put at column, row instead of row, column, and left dX.", HERE)
slip("dX_everywhere", "dX[h:h + f, w:w + f] += W * dH", "dX += np.sum(W) * dH",
     "Every pixel has the same gradient: each output sees only the pixels in its own window.", HERE)
slip("dX_zero", "dX[h:h + f, w:w + f] += W * dH[h, w]", "pass",
     "dX is zero everywhere: nothing was ever written into it.", HERE)
slip("dX_is_dH", "    return dX,", "    return dH,",
     "This is dH itself in the place of dX: the gradient must go back through the layer.", HERE)
slip("dX_is_X", "    return dX,", "    return X,", "This is X itself in the place of dX.", HERE)
slip("dX_is_None", "    return dX,", "    return None,", "In the place of dX stands None.", HERE)
slip = slips(touch, *BACKWARD)
slip("dX_cut_at_each_step", "dX = np.zeros(X.shape)", "dX = np.zeros(X.shape, dtype=int)",
     "dX holds whole numbers: the digits after the point are cut off each time a product is added.", HERE)
slip("dX_type_of_X_at_each_step", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
     "dX takes the number type of X: when X holds whole numbers, the digits are cut off each time a product is added.",
     HERE)
slip("dX_minus_the_offset", "dX[h + u, w + v]", "dX[h - u, w - v]",
     "dX is what you get when each weight reaches back instead of forward: negative positions count from the end.",
     HERE)
slip("dX_offset_missing", "dX[h + u, w + v]", "dX[h, w]",
     "dX is what you get when all weights of a window send to its first pixel.", HERE)
slip("dX_first_touch_kept", "dX[h + u, w + v] +=", "dX[h + u, w + v] += (dX[h + u, w + v] == 0) *",
     "dX keeps only what the first output sends to each pixel, as adding at repeated indices does: all must be added.",
     HERE)

# dW alone.
NOTHING_TURNS = places("lesson 02, section 2", "lesson 03, section 1")
slip = slips(stamp, *BACKWARD)
HERE = "lesson 02, section 2"
slip("dW_overwritten", "dW +=", "dW =",
     "dW holds the last output's contribution only: each replaced the one before, but they must be added.", HERE)
slip("dW_first_position_only", "dW += X[h:h + f, w:w + f] * dH[h, w]", "dW += X[:f, :f] * dH[0, 0] * (h == w == 0)",
     "dW holds the first output's contribution only: each weight takes part in every output.", HERE)
slip("dW_ignores_dH", "dW += X[h:h + f, w:w + f] * dH[h, w]", "dW += X[h:h + f, w:w + f]",
     "dW is what you get when dH is all ones: each window must be multiplied by the gradient of its output.", HERE)
slip("dW_first_dH_only", "f] * dH[h, w]", "f] * dH[0, 0]",
     "dW is what you get when the first entry of dH is used for every output.", HERE)
slip("dW_last_dH_only", "f] * dH[h, w]", "f] * dH[-1, -1]",
     "dW is what you get when the last entry of dH is used for every output.", HERE)
slip("dW_dH_summed", "f] * dH[h, w]", "f] * np.sum(dH)",
     "dW is what you get when the sum of dH is used for every output.", HERE)
slip("dW_dH_averaged", "f] * dH[h, w]", "f] * np.mean(dH)",
     "dW is what you get when the mean of dH is used for every output.", HERE)
slip("dW_dH_squared", "f] * dH[h, w]", "f] * dH[h, w] ** 2", "dW is what you get when dH is multiplied in twice.", HERE)
slip("dW_dH_rotated", "f] * dH[h, w]", "f] * dH[-1 - h, -1 - w]",
     "dW is what you get when dH is rotated by 180 degrees: dW is a correlation of X with dH as it is.", NOTHING_TURNS)
slip("dW_dH_upside_down", "f] * dH[h, w]", "f] * dH[-1 - h, w]",
     "dW is what you get when dH is turned upside down.", HERE)
slip("dW_dH_mirrored", "f] * dH[h, w]", "f] * dH[h, -1 - w]",
     "dW is what you get when dH is mirrored left to right.", HERE)
slip("dW_dH_by_columns", "f] * dH[h, w]", "f] * dH.ravel(order='F').reshape(dH.shape)[h, w]",
     "dW is what you get when dH is read column by column and used row by row.", HERE)
slip("dW_added_for_multiplied", "f] * dH[h, w]", "f] + dH[h, w]",
     "dW is what you get when dH is added to the windows instead of multiplying them.", HERE)
slip("dW_inputs_forgotten", "dW += X[h:h + f, w:w + f] * dH", "dW += dH",
     "Every entry of dW is the sum of dH: that is a bias's gradient; each weight also met an input.", HERE)
slip("dW_W_for_X", "dW += X[h:h + f, w:w + f] * dH", "dW += W * dH",
     "dW is what you get when the weights are used in place of the pixels: the derivative by a weight is the pixel "
     "it met.", HERE)
slip("dW_window_summed", "dW += X[h:h + f, w:w + f] * dH", "dW += np.sum(X[h:h + f, w:w + f]) * dH",
     "Every entry of dW is the same: the windows were added up, but each weight met its own pixel.", HERE)
slip("dW_dX_for_X", "dW += X[h", "dW += dX[h", "dW was computed from dX where X belongs.", HERE)
slip("dW_products", "    return dX, dW", "    return dX, dW * W", "dW is multiplied by W once too often.", HERE)
slip("dW_negative", "dW +=", "dW -=", "dW has the wrong sign everywhere.", HERE)
slip("dW_doubled", "dW += X", "dW += 2 * X", "dW is twice what it should be.", HERE)
slip("dW_halved", "dW += X", "dW += 0.5 * X", "dW is half of what it should be.", HERE)
slip("dW_input_rotated", "dW += X[h:h", "dW += X[::-1, ::-1][h:h",
     "dW is what you get when X is rotated by 180 degrees: nothing is turned in dW.", NOTHING_TURNS)
slip("dW_input_transposed", "dW += X[h:h", "dW += X.T[h:h", "The rows and columns of X are exchanged for dW.", HERE)
slip("dW_mean_over_positions", "    return dX, dW", "    return dX, dW / dH.size",
     "dW is divided by the number of outputs: their contributions are added, not averaged.", HERE)
slip("dW_mean_over_weights", "    return dX, dW", "    return dX, dW / (f * f)",
     "dW is divided by the number of weights.", HERE)
slip("dW_rotated", "    return dX, dW", "    return dX, dW[::-1, ::-1]",
     "dW is right, but rotated by 180 degrees: its first entry belongs to the first weight.", NOTHING_TURNS)
slip("dW_upside_down", "    return dX, dW", "    return dX, dW[::-1]", "dW is right, but upside down.", HERE)
slip("dW_mirrored", "    return dX, dW", "    return dX, dW[:, ::-1]", "dW is right, but mirrored left to right.", HERE)
slip("dW_transposed", "    return dX, dW", "    return dX, dW.T",
     "dW is right, but its rows and columns are exchanged.", HERE)
slip("dW_flat", "    return dX, dW", "    return dX, dW.ravel()",
     "dW is right, but it stands in one row: it has the shape of W.", HERE)
slip("dW_is_one_number", "    return dX, dW", "    return dX, np.sum(dW)",
     "dW was added up to one number: each weight has its own gradient.", HERE)
slip("dW_starts_from_W", "dW = np.zeros(W.shape)", "dW = W.astype(float)",
     "W itself is still in dW: begin with zeros.", HERE)
slip("dW_starts_from_ones", "dW = np.zeros(W.shape)", "dW = np.ones(W.shape)",
     "dW is too large by one everywhere: begin with zeros.", HERE)
slip("dW_is_updated_filter", "    return dX, dW", "    return dX, W - dW",
     "This is the filter after a step against the gradient: the gradient itself is asked for.", HERE)
slip("dW_last_row_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW += X[h:h + f, w:w + f] * dH[h, w] * (h < n_H - 1)",
     "dW lacks the last row of outputs: the loop stops one too early.", HERE)
slip("dW_last_column_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW += X[h:h + f, w:w + f] * dH[h, w] * (w < n_W - 1)",
     "dW lacks the last column of outputs: the loop stops one too early.", HERE)
slip("dW_last_row_and_column_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW += X[h:h + f, w:w + f] * dH[h, w] * (h < n_H - 1 and w < n_W - 1)",
     "dW lacks the last row and the last column of outputs: both loops stop one too early.", HERE)
slip("dW_first_row_of_dH_lost", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW += X[h:h + f, w:w + f] * dH[h, w] * (h > 0)",
     "dW lacks the first row of outputs: count from 0.", HERE)
slip("dW_last_row_left_zero", "    return dX", "    dW[-1] = 0\n    return dX",
     "The last row of dW was never written: the loop stops one too early.", HERE)
slip("dW_last_column_left_zero", "    return dX", "    dW[:, -1] = 0\n    return dX",
     "The last column of dW was never written: the loop stops one too early.", HERE)
slip("dW_last_row_and_column_left_zero", "    return dX", "    dW[-1] = dW[:, -1] = 0\n    return dX",
     "The last row and the last column of dW were never written: both loops stop one too early.", HERE)
slip("dW_window_never_moves", "dW += X[h:h + f, w:w + f]", "dW += X[:f, :f]",
     "dW is what you get when the window stays at the top left: each output saw its own window.", HERE)
slip("dW_offsets_exchanged", "dW += X[h:h + f, w:w + f]", "dW += X[w:w + f, h:h + f]",
     "The window of X was cut out at column, row instead of row, column.", HERE)
slip("dW_relu_inside", "    return dX", "    dW[dW < 0] = 0\n    return dX",
     "dW has zeros where it should be negative.", HERE)
slip("dW_absolute_input", "dW += X[h:h + f, w:w + f]", "dW += np.abs(X[h:h + f, w:w + f])",
     "dW is what you get when the signs of X are lost.", HERE)
slip("dW_zero", "dW += X[h:h + f, w:w + f] * dH[h, w]", "pass",
     "dW is zero everywhere: nothing was ever written into it.", HERE)
slip("dW_is_dH", "    return dX, dW", "    return dX, dH",
     "This is dH itself in the place of dW: the gradient must go back through the layer.", HERE)
slip("dW_is_W", "    return dX, dW", "    return dX, W", "This is W itself in the place of dW.", HERE)
slip("dW_is_None", "    return dX, dW", "    return dX, None", "In the place of dW stands None.", HERE)
slip("dW_is_the_output", "    return dX, dW",
     "    return dX, np.einsum('hwuv,uv->hw', sliding_window_view(X, W.shape), W)",
     "This is the layer's output in the place of dW: X was correlated with W where it must be correlated with dH.",
     HERE)
slip("dW_window_as_large_as_filter", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "pass\n    for u, v in np.ndindex(f, f):\n        dW[u, v] = np.sum(X[u:u + f, v:v + f] * dH)",
     "The window that is laid on dH has the size of the filter: it must have the size of dH.", "lesson 02, section 6")
slip("dW_published_line", "dW += X[h:h + f, w:w + f] * dH[h, w]", "dW[h, w] = np.sum(X[h:h + f, w:w + f] * dH)",
     "The published line for dW is still there: it loops over outputs where it must loop over weights, and its "
     "window has the wrong size.", "lesson 02, section 6")
slip("dW_filled_at_outputs", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW[h, w] += np.sum(X[h:h + f, w:w + f]) * dH[h, w]",
     "dW was filled at the output's position: its rows and columns belong to the weights.", "lesson 02, section 6")
slip = slips(slide, *BACKWARD)
HERE = places("lesson 02, section 2", "lesson 03, section 1")
slip("dW_max_for_sum", "np.sum(X", "np.max(X",
     "dW is what you get when only the largest product of each window is kept.", HERE)
slip("dW_not_summed", "np.sum(X", "list(X", NOT_ONE_NUMBER, HERE)
slip("dW_not_summed_but_one", "np.sum(X", "np.squeeze(X", NOT_ONE_NUMBER, HERE)
slip("dW_matmul_for_elementwise", "v:v + n_W] * dH", "v:v + n_W] @ dH.T",
     "dW is what you get when window and dH are multiplied as matrices.", HERE)
slip("dW_cut_to_whole_numbers", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
     "dW holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("dW_type_of_W", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("dW_type_of_X", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=X.dtype)",
     "dW takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("dW_padded_input", "    for u, v in np.ndindex(dW.shape):\n",
     "    X = np.pad(X, 1)\n    for u, v in np.ndindex(dW.shape):\n",
     "dW was taken from X with a border of zeros, so every window lies one step too far up and to the left.", HERE)
slip("dW_as_large_as_X", "    for u, v in np.ndindex(dW.shape):\n",
     "    X = np.pad(X, ((0, n_H - 1), (0, n_W - 1)))\n"
     "    dW = np.zeros((X.shape[0] - n_H + 1, X.shape[1] - n_W + 1))\n    for u, v in np.ndindex(dW.shape):\n",
     "dW is as large as X: dH may not hang over the edge of X, so there are only as many positions as weights.", HERE)
slip("dW_full", "    for u, v in np.ndindex(dW.shape):\n",
     "    X = np.pad(X, ((n_H - 1, n_H - 1), (n_W - 1, n_W - 1)))\n"
     "    dW = np.zeros((X.shape[0] - n_H + 1, X.shape[1] - n_W + 1))\n    for u, v in np.ndindex(dW.shape):\n",
     "dW is too large: X was padded, but dH may not hang over the edge of X.", HERE)
slip("dW_window_transposed_size", "X[u:u + n_H, v:v + n_W]", "X[u:u + n_W, v:v + n_H]",
     "The window that is laid on dH has dH's height and width exchanged.", HERE)
slip("dW_window_one_too_short", "X[u:u + n_H, v:v + n_W] * dH", "X[u:u + n_H - 1, v:v + n_W - 1] * dH",
     "The window that is laid on dH is one row and one column too short.", HERE)
slip = slips(touch, *BACKWARD)
HERE = "lesson 02, section 2"
slip("dW_cut_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
     "dW holds whole numbers: the digits after the point are cut off each time a product is added.", HERE)
slip("dW_type_of_W_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the number type of W: when W holds whole numbers, the digits are cut off each time a product is added.",
     HERE)
slip("dW_offset_missing", "+= X[h + u, w + v]", "+= X[h, w]",
     "Every entry of dW is the same: each weight met its own pixel of the window, not the window's first.", HERE)
slip("dW_minus_the_offset", "+= X[h + u, w + v]", "+= X[h - u, w - v]",
     "dW is what you get when each weight reaches back instead of forward: negative positions count from the end.",
     HERE)
slip("dW_dH_at_the_weight", "+= X[h + u, w + v] * dH[h, w]", "+= X[h + u, w + v] * dH[u, v]",
     "For dW, dH is read at the weight's place instead of the output's, where it may not even have an entry.", HERE)

# Both, or the whole result.
slip = slips(stamp, *BACKWARD)
HERE = "lesson 02, section 5"
slip("parts_exchanged", "return dX, dW", "return dW, dX",
     "dX and dW are exchanged in the result: dX comes first.", HERE)
slip("returns_dX_only", "return dX, dW", "return dX", "Only dX is returned: dW belongs to the result too.", HERE)
slip("returns_dW_only", "return dX, dW", "return dW", "Only dW is returned: dX belongs to the result too.", HERE)
slip("returns_a_dict", "return dX, dW", "return {'dX': dX, 'dW': dW}",
     "The gradients are returned in a dict: return dX and dW themselves.", HERE)
slip("returns_three", "return dX, dW", "return dX, dW, dH",
     "Three values are returned, but this layer has only two gradients: dX and dW.", HERE)
slip("returns_None", "return dX, dW", "print(dX, dW)", FORGOT_RETURN, HERE)
slip("returns_in_the_inner_loop", "    return dX", "            return dX",
     "Only the first output was sent back: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return dX", "        return dX",
     "Only the first row of outputs was sent back: the return stands inside the outer loop.", HERE)
slip("zeros", "    for h in range(n_H):", "    for h in []:", STILL_ZERO, HERE)
slip("dH_ignored", "    dX =", "    dH = np.ones(dH.shape)\n    dX =",
     "dX and dW are what you get when dH is all ones: the gradient that arrives from above is not used.", HERE)
slip("first_dH_only", "    dX =", "    dH = np.full(dH.shape, dH[0, 0])\n    dX =",
     "Only the first entry of dH is used, for every output.", HERE)
slip("dH_rotated", "    dX =", "    dH = dH[::-1, ::-1]\n    dX =",
     "dX and dW are what you get when dH is rotated by 180 degrees.", HERE)
slip("dH_negative_entries_lost", "    dX =", "    dH = np.maximum(dH, 0)\n    dX =",
     "Negative entries of dH were set to zero: that belongs to the ReLU, which is another layer.", HERE)
slip("dH_absolute", "    dX =", "    dH = np.abs(dH)\n    dX =", "The signs of dH are lost.", HERE)
slip("halved", "    dX =", "    dH = dH / 2\n    dX =", "dX and dW are both half of what they should be.", HERE)
slip("dH_scaled_to_mean", "    dX =", "    dH = dH / dH.size\n    dX =",
     "dX and dW are divided by the number of outputs: dH already holds how much each output matters.", HERE)
slip("negative", "    dX =", "    dH = -dH\n    dX =", "dX and dW both have the wrong sign.", HERE)
slip("doubled", "    dX =", "    dH = 2 * dH\n    dX =", "dX and dW are both twice what they should be.", HERE)
slip("last_row_lost", "for h in range(n_H)", "for h in range(n_H - 1)",
     "The last row of outputs was not sent back: the loop stops one too early.", HERE)
slip("last_column_lost", "for w in range(n_W)", "for w in range(n_W - 1)",
     "The last column of outputs was not sent back: the loop stops one too early.", HERE)
slip("last_row_and_column_lost", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of outputs were not sent back: both loops stop one too early.", HERE)
slip("first_row_lost", "for h in range(n_H)", "for h in range(1, n_H)",
     "The first row of outputs was not sent back: count from 0.", HERE)
slip("last_position_only", "            dX[h",
     "            dX, dW = np.zeros(X.shape), np.zeros(W.shape)\n            dX[h",
     "Only the last output was sent back: dX and dW are cleared at each position.", HERE)
slip("overwritten", "dX[h:h + f, w:w + f] += W * dH[h, w]\n            dW += ",
     "dX[h:h + f, w:w + f] = W * dH[h, w]\n            dW = ",
     "Each output replaces what the one before sent back, in dX and in dW: the contributions must be added.", HERE)
slip("calls_dH", "dX[h:h + f, w:w + f] += W * dH[h, w]", "dX[h:h + f, w:w + f] += W * dH(h, w)",
     "dH was called like a function: round brackets call, square brackets index.", "lesson 02, section 6")
slip("indices_of_dH_exchanged", "+= W * dH[h, w]", "+= W * dH[w, h]",
     "Rows and columns of dH are exchanged, so that it is read beyond its edge.", HERE)
slip("dH_not_indexed", "+= W * dH[h, w]", "+= W * dH",
     "The filter is multiplied by the whole of dH: each output has its own entry.", HERE)
slip("loops_over_the_input", "range(n_H):\n        for w in range(n_W)",
     "range(X.shape[0]):\n        for w in range(X.shape[1])",
     "The loops run over every pixel of X, but they must run over the outputs: dH is smaller than X.", HERE)
slip("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)", "range(f):\n        for w in range(f)",
     "The loops run over the filter's size, but they must run over the outputs.", HERE)
slip("height_used_for_width", "n_H, n_W = dH.shape", "n_H = n_W = dH.shape[0]",
     "The width of dH was taken to be its height.", HERE)
slip("width_used_for_height", "n_H, n_W = dH.shape", "n_H = n_W = dH.shape[1]",
     "The height of dH was taken to be its width.", HERE)
slip("two_by_two_outputs", "n_H, n_W = dH.shape", "n_H = n_W = 2",
     "The outputs are always taken as 2 by 2, as in the hand example.", HERE)
slip("filter_of_two", "W.shape[0]", "2", "The filter is always taken as 2 by 2, as in the hand example.", HERE)
slip("steps_over_dH_itself", "for h in range(n_H)", "for h in dH",
     "The loop steps over the rows of dH, which are arrays of numbers: it needs the row numbers.", HERE)
slip("steps_over_a_number", "for h in range(n_H)", "for h in n_H",
     "The loop steps over a single number: it needs the range up to it.", HERE)
slip("filter_lost_to_a_size", "    f = W.shape[0]", "    H, W = X.shape\n    f = W.shape[0]",
     "A size was stored under the name W before the filter was read, so the filter is gone.", HERE)
slip("sizes_named_W", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)\n",
     "    dW = np.zeros(W.shape)\n    H, W = X.shape\n    dX = np.zeros((H, W))\n",
     "dX is what you get when the width of X is stored under the name W: a size is stamped instead of the filter.",
     HERE)
slip("height_of_dH_named_W", "    n_H, n_W = dH.shape\n    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)\n",
     "    dX, dW = np.zeros(X.shape), np.zeros(W.shape)\n    H, W = dH.shape\n    n_H, n_W = H, W\n",
     "dX is what you get when the width of dH is stored under the name W: a size is stamped instead of the filter.",
     HERE)
slip("cache_not_unpacked", "    X, W = cache\n", "",
     "The filter is used but was never taken out of the cache, which holds X and W.", HERE)
slip("example_for_cache", "X, W = cache", "X, W = np.arange(1.0, 10).reshape(3, 3), np.array([[1.0, 2], [3, 4]])",
     "X and W are those of the hand example: take them out of the cache.", HERE)
slip("stamp_one_too_short", "dX[h:h + f, w:w + f] +=", "dX[h:h + f - 1, w:w + f - 1] +=",
     "The place in dX is one row and one column smaller than the stamp: the end of a range does not belong to it.",
     HERE)
slip("window_one_too_short", "dW += X[h:h + f, w:w + f]", "dW += X[h:h + f - 1, w:w + f - 1]",
     "The window of X is one row and one column smaller than dW: the end of a range does not belong to it.", HERE)
slip("dH_cut_like_a_window_for_dW", "dW += X[h:h + f, w:w + f] * dH[h, w]",
     "dW += X[h:h + f, w:w + f] * dH[h:h + f, w:w + f]",
     "For dW, dH was cut like a window: each output has just one entry in it.", HERE)
slip("dH_cut_like_a_window_for_dX", "+= W * dH[h, w]", "+= W * dH[h:h + f, w:w + f]",
     "For dX, dH was cut like a window: each output has just one entry in it.", HERE)
slip("dX_made_as_large_as_dH", "dX = np.zeros(X.shape)", "dX = np.zeros(dH.shape)",
     "The array for dX was made as large as dH, so stamps do not fit: it must be as large as X.", HERE)
slip("end_of_slice_fixed", "dX[h:h + f, w:w + f] += W * dH[h, w]\n            dW += X[h:h + f, w:w + f]",
     "dX[h:f, w:f] += W * dH[h, w]\n            dW += X[h:f, w:f]",
     "The end of a slice stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("W_as_loop_variable",
     "for w in range(n_W):\n            dX[h:h + f, w:w + f] += W * dH[h, w]\n"
     "            dW += X[h:h + f, w:w + f] * dH[h, w]",
     "for W in range(n_W):\n            dX[h:h + f, W:W + f] += W * dH[h, W]\n"
     "            dW += X[h:h + f, W:W + f] * dH[h, W]",
     "dX is what you get when the column number is named W as well: it is stamped instead of the filter.", HERE)
slip("cache_unpacked_backwards", "X, W = cache", "W, X = cache",
     "The cache was unpacked in the wrong order: X comes first, then W.", HERE)
slip("whole_number_buffers", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
     "    dX = np.zeros(X.shape, dtype=int)\n    dW = np.zeros(W.shape, dtype=int)",
     "A gradient was made as an array of whole numbers, and NumPy refuses to add fractions to it.", HERE)
slip("buffers_of_the_inputs_type", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
     "    dX = np.zeros_like(X)\n    dW = np.zeros_like(W)",
     "The gradients take the number type of X and W: when those hold whole numbers, NumPy refuses to add fractions.",
     HERE)
slip("dX_refuses_fractions", "dX = np.zeros(X.shape)", "dX = np.zeros_like(X)",
     "dX takes the number type of X: when X holds whole numbers, NumPy refuses to add fractions to it.", HERE)
slip("dW_refuses_fractions", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the number type of W: when W holds whole numbers, NumPy refuses to add fractions to it.", HERE)
slip("dX_made_of_X", "dX = np.zeros(X.shape)", "dX = X",
     "dX is a second name for X, not a new array: the stamps are added to X itself.", HERE)
slip("dW_made_of_W", "dW = np.zeros(W.shape)", "dW = W",
     "dW is a second name for W, not a new array: the filter changes while it is used.", HERE)
slip("leaves_dH_changed", "    return dX", "    dH[:] = 0\n    return dX",
     "dX and dW are right, but an input is another array afterwards: work on a copy.", HERE)
slip("dH_averaged_in_place", "    dX = np.zeros", "    dH /= dH.size\n    dX = np.zeros",
     "dH is divided by the number of outputs in place: the gradients are too small, and the caller's dH is changed.",
     HERE)
slip("changes_X", "            dW += X[h:h + f, w:w + f] * dH[h, w]",
     "            window = X[h:h + f, w:w + f]\n            window *= dH[h, w]\n            dW += window",
     "The products were written into X itself, since a slice is a view: the next window meets changed pixels.", HERE)
slip("changes_W", "            dX[h:h + f, w:w + f] += W * dH[h, w]\n",
     "            W *= dH[h, w]\n            dX[h:h + f, w:w + f] += W\n",
     "The products were written into W itself: the next stamp is made of changed weights.", HERE)
slip = slips(slide, *BACKWARD)
slip("filter_rotated_in_place", "turned = W[::-1, ::-1]", "W[:] = W[::-1, ::-1].copy()\n    turned = W",
     "The filter was rotated in place: after the call W is another array, and the next call rotates it back.", HERE)
slip("both_cut_to_whole_numbers", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
     "    dX = np.zeros(X.shape, dtype=int)\n    dW = np.zeros(W.shape, dtype=int)",
     "dX and dW hold whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("both_of_the_inputs_type", "    dX = np.zeros(X.shape)\n    dW = np.zeros(W.shape)",
     "    dX = np.zeros_like(X)\n    dW = np.zeros_like(W)",
     "dX and dW take the number types of X and W: when those hold whole numbers, the digits after the point are cut "
     "off.", HERE)


slip("dW_window_end_fixed", "X[u:u + n_H, v:v + n_W]", "X[u:n_H, v:n_W]",
     "The end of the window for dW stays where it was: it must move with the start, or the window shrinks.",
     places("lesson 02, section 2", "lesson 03, section 1"))
slip("weight_not_indexed",
     "    for h, w in np.ndindex(dX.shape):\n        dX[h, w] = np.sum(padded[h:h + f, w:w + f] * turned)\n",
     "    for u, v in np.ndindex(f, f):\n        dX[u:u + n_H, v:v + n_W] += W * dH\n",
     "The whole filter is multiplied by the whole of dH: take the one weight that all of dH meets at this offset.",
     places("lesson 02, section 3", "lesson 03, section 3"))


@mistake(*BACKWARD, says="A weight with a negative number was asked for: an output whose window begins after the pixel "
         "never saw it.", reread="lesson 02, section 3")
def outputs_after_the_pixel(dH, cache):
    X, W = cache
    f = W.shape[0]
    n_H, n_W = dH.shape
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for i, j, h, w in np.ndindex(*X.shape, n_H, n_W):
        if i - h < f and j - w < f:
            dX[i, j] += W[i - h, j - w] * dH[h, w]
    for u, v in np.ndindex(f, f):
        dW[u, v] = np.sum(X[u:u + n_H, v:v + n_W] * dH)
    return dX, dW


@mistake(*BACKWARD, says="For dW, dH is read at the weight's place instead of the output's, where it may not even have "
         "an entry.", reread="lesson 02, section 2")
def dW_window_times_dH_at_the_weight(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
    return dX, np.array([[np.sum(X[u:u + f, v:v + f] * dH[u, v]) for v in range(f)] for u in range(f)])


def convolve_twice(dH, cache):
    def correlate_valid(X, K):
        out = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
        for h, w in np.ndindex(out.shape):
            out[h, w] = np.sum(X[h:h + K.shape[0], w:w + K.shape[1]] * K)
        return out

    def convolve_full(dH, W):
        f = W.shape[0]
        return correlate_valid(np.pad(dH, f - 1), W[::-1, ::-1])

    X, W = cache
    dX = convolve_full(dH, W)
    dW = correlate_valid(X, dH)
    return dX, dW


slip = slips(convolve_twice, SLID)
HERE = "lesson 03, section 4"
slip("dX_full_with_X", "dX = convolve_full(dH, W)", "dX = convolve_full(dH, X)",
     "dX is what you get when dH is convolved with X: it is the filter that dH must be convolved with.", HERE)
slip("dX_full_with_X_each_axis", "dX = convolve_full(dH, W)",
     "dX = correlate_valid(np.pad(dH, [(n - 1, n - 1) for n in X.shape]), X[::-1, ::-1])",
     "dX is what you get when dH is convolved with X: it is the filter that dH must be convolved with.", HERE)
slip("dX_full_of_X", "dX = convolve_full(dH, W)", "dX = convolve_full(X, W)",
     "dX is what you get when X is convolved with the filter: it is dH that must go back through it.", HERE)
slip("dX_padded_once_more", "dX = convolve_full(dH, W)", "dX = convolve_full(np.pad(dH, W.shape[0] - 1), W)",
     "dX is too large: dH was padded, although the full convolution pads it once more.", HERE)
slip("dX_full_of_W", "dX = convolve_full(dH, W)", "dX = convolve_full(W, dH)",
     "dX is what you get when W is padded by the height of dH and dH is turned: give dH first, then the filter.", HERE)
slip("dX_correlated_with_X", "dX = convolve_full(dH, W)", "dX = correlate_valid(X, W)",
     "dX is the layer's output here: it is dH that must go back through the filter.", HERE)
slip("dW_slides_dX_over_X", "dW = correlate_valid(X, dH)", "dW = correlate_valid(X, dX)",
     "dW is one number here, since dX slid over X, and they are of the same size: it is dH that must slide.", HERE)
slip("dW_full_convolution", "dW = correlate_valid(X, dH)", "dW = convolve_full(X, dH)",
     "dW is the full convolution of X with dH: it is the valid correlation that gives one number for each weight.",
     HERE)
slip("dW_full_convolution_each_axis", "dW = correlate_valid(X, dH)",
     "dW = correlate_valid(np.pad(X, [(n - 1, n - 1) for n in dH.shape]), dH[::-1, ::-1])",
     "dW is the full convolution of X with dH: it is the valid correlation that gives one number for each weight.",
     HERE)
slip("dW_slides_X_over_dH", "dW = correlate_valid(X, dH)", "dW = correlate_valid(dH, X)",
     "For dW, X slides over dH, which is smaller: dH must slide over X.", HERE)
slip("dW_correlated_with_dX", "dW = correlate_valid(X, dH)", "dW = correlate_valid(dX, dH)",
     "dW is what you get when dH slides over dX: it must slide over X.", HERE)


@mistake(*BACKWARD, says="These are always the gradients of the hand example, whatever comes in.",
         reread="lesson 02, section 5")
def always_the_example(dH, cache):
    return np.array([[1, 0, -4], [3.5, 2, -2], [1.5, 11, 12]]), np.array([[14, 16.5], [21.5, 24]])


@mistake(*BACKWARD, says="What earlier calls added is still in dX and dW: both must be made anew in each call.",
         reread="lesson 02, section 5")
def state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX, dW = kept.setdefault(X.shape + W.shape, (np.zeros(X.shape), np.zeros(W.shape)))
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX.copy(), dW.copy()


@mistake(*BACKWARD, says="dW is added up over calls: it must be made anew in each call.", reread="lesson 02, section 5")
def dW_state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX = np.zeros(X.shape)
    dW = kept.setdefault(W.shape, np.zeros(W.shape))
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW.copy()


@mistake(*BACKWARD, says="dX is added up over calls: it must be made anew in each call.", reread="lesson 02, section 5")
def dX_state_kept(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX = kept.setdefault(X.shape, np.zeros(X.shape))
    dW = np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX.copy(), dW


@mistake(*BACKWARD, says="The result of the first call with these shapes was kept and is returned again.",
         reread="lesson 02, section 5")
def first_result_returned_again(dH, cache, kept={}):
    X, W = cache
    f = W.shape[0]
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return kept.setdefault(X.shape + W.shape, (dX, dW))


@mistake(SLID, says="For dW, X slides over dH, which is smaller: dH must slide over X.", reread="lesson 03, section 4")
def dW_slides_X_over_dH_checked(dH, cache):
    from convlib import shapes  # as in the notebook, where sizes are checked
    X, W = cache
    padded = np.pad(dH, W.shape[0] - 1)
    dX = np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W[::-1, ::-1])
    shapes.require_fit(dH, X, "K")
    return dX, np.einsum("hwuv,uv->hw", sliding_window_view(dH, X.shape), X)


# --- Lesson 03: rot180 ----------------------------------------------------------------------------------------------


def rotate(K):
    return K[::-1, ::-1]


slip = slips(rotate, "rot180")
HERE = "lesson 03, section 2"
slip("not_rotated", "K[::-1, ::-1]", "K", "The filter comes back as it was.", HERE)
slip("only_rows_reversed", "K[::-1, ::-1]", "K[::-1]",
     "Only the order of the rows is reversed: each row must be reversed too.", HERE)
slip("only_columns_reversed", "K[::-1, ::-1]", "K[:, ::-1]",
     "Only the columns are reversed: the order of the rows must be reversed too.", HERE)
slip("transposed", "K[::-1, ::-1]", "K.T",
     "This is the transpose: rows and columns are exchanged, nothing is rotated.", HERE)
slip("rotated_by_90_degrees", "K[::-1, ::-1]", "np.rot90(K)", "The filter is rotated by 90 degrees: do it twice.", HERE)
slip("rotated_by_270_degrees", "K[::-1, ::-1]", "np.rot90(K, -1)",
     "The filter is rotated by 90 degrees clockwise: do it twice.", HERE)
slip("other_diagonal", "K[::-1, ::-1]", "K[::-1, ::-1].T",
     "The filter is rotated and transposed too, which mirrors it in the other diagonal.", HERE)
slip("rolled", "K[::-1, ::-1]", "np.roll(K, (1, 1), (0, 1))",
     "The entries are shifted round by one: a rotation reverses their order.", HERE)
slip("negative", "K[::-1, ::-1]", "-K",
     "The signs are reversed: the order of the entries is what must be reversed.", HERE)
slip("rotated_and_negative", "K[::-1", "-K[::-1", "The order is right, but the signs are reversed too.", HERE)
slip("inverse", "K[::-1, ::-1]", "1 / K",
     "These are the reciprocals: the order of the entries is what must be reversed.", HERE)
slip("sorted_down", "K[::-1, ::-1]", "np.sort(K, axis=None)[::-1].reshape(K.shape)",
     "The entries are sorted by size: only their order must be reversed.", HERE)
slip("flat", "K[::-1, ::-1]", "K.ravel()[::-1]",
     "The order is right, but the entries stand in one row: the result has the shape of K.", HERE)
slip("first_row_and_column_lost", "K[::-1, ::-1]", "K[-1:0:-1, -1:0:-1]",
     "The first row and column of K are lost: the end of a range does not belong to it.", HERE)
slip("first_row_lost", "K[::-1, ::-1]", "K[-1:0:-1, ::-1]",
     "The first row of K is lost: the end of a range does not belong to it.", HERE)
slip("first_column_lost", "K[::-1, ::-1]", "K[::-1, -1:0:-1]",
     "The first column of K is lost: the end of a range does not belong to it.", HERE)
slip("cut_to_whole_numbers", "K[::-1, ::-1]", "K[::-1, ::-1].astype(int)",
     "The digits after the point are cut off.", HERE)
slip("corners_only", "return K[::-1, ::-1]", "K = K.copy()\n    K[0, 0], K[-1, -1] = K[-1, -1], K[0, 0]\n    return K",
     "Only the first and the last entry were exchanged.", HERE)
slip("negative_indices_off_by_one", "K[::-1, ::-1]",
     "np.array([[K[-i, -j] for j in range(K.shape[1])] for i in range(K.shape[0])])",
     "The entries are counted from the end, but from the wrong one: the last is number minus one, not minus zero.",
     HERE)
slip("written_over_itself", "return K[::-1, ::-1]",
     "for i, j in np.ndindex(K.shape):\n        K[i, j] = K[-1 - i, -1 - j]\n    return K",
     "The second half was read after the first had been written over it: the result needs an array of its own.", HERE)
slip("written_over_a_second_name", "return K[::-1, ::-1]",
     "out = np.array(K)\n    for i, j in np.ndindex(K.shape):\n        out[i, j] = out[-1 - i, -1 - j]\n    return out",
     "The second half was read from the result, whose first half was already written over: read from K.", HERE)
slip("turned_in_place", "return K[::-1, ::-1]", "K[:] = K[::-1, ::-1].copy()\n    return K",
     "K itself was turned: the caller's filter is changed, and a second call turns it back.", HERE)
slip("square_only", "return K[::-1, ::-1]",
     "f = K.shape[0]\n    out = np.zeros(K.shape)\n    for i, j in np.ndindex(f, f):\n"
     "        out[i, j] = K[f - 1 - i, f - 1 - j]\n    return out",
     "The number of rows was used for the columns too: the filter need not be square.", HERE)
slip("zeros", "K[::-1, ::-1]", "np.zeros(K.shape)", STILL_ZERO, HERE)
slip("returns_a_pair", "K[::-1, ::-1]", "K[::-1, ::-1], K",
     "Two arrays are returned: only the rotated filter is asked for.", HERE)
slip("returns_None", "return K[::-1, ::-1]", "print(K[::-1, ::-1])", FORGOT_RETURN, HERE)

# --- Lesson 03: correlate_valid -------------------------------------------------------------------------------------


def correlate(X, K):
    f_H, f_W = K.shape
    n_H = X.shape[0] - f_H + 1
    n_W = X.shape[1] - f_W + 1
    out = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)
    return out


slip = slips(correlate, "correlate_valid")
HERE = "lesson 03, section 1"
slip("filter_rotated", "* K)", "* K[::-1, ::-1])",
     "K is rotated by 180 degrees: that is true convolution; this is the correlation.", HERE)
slip("filter_upside_down", "* K)", "* K[::-1])", "K is turned upside down; lay it on as it is.", HERE)
slip("filter_mirrored", "* K)", "* K[:, ::-1])", "K is mirrored left to right; lay it on as it is.", HERE)
slip("filter_transposed", "    f_H, f_W = K.shape", "    K = K.T\n    f_H, f_W = K.shape",
     "Rows and columns of K are exchanged.", HERE)
slip("square_filter_by_its_height", "f_H, f_W = K.shape", "f_H = f_W = K.shape[0]",
     "The height of K is used for its width too: K need not be square.", HERE)
slip("square_filter_by_its_width", "f_H, f_W = K.shape", "f_H = f_W = K.shape[1]",
     "The width of K is used for its height too: K need not be square.", HERE)
slip("filter_sides_exchanged", "f_H, f_W = K.shape", "f_W, f_H = K.shape",
     "Height and width of K are exchanged: rows come first.", HERE)
slip("filter_sides_exchanged_in_the_size", "n_H = X.shape[0] - f_H + 1\n    n_W = X.shape[1] - f_W + 1",
     "n_H = X.shape[0] - f_W + 1\n    n_W = X.shape[1] - f_H + 1",
     "The height of the result is computed from the width of K, and its width from the height.", HERE)
slip("height_used_for_width", "X.shape[1] - f_W", "X.shape[0] - f_H",
     "The width of the result is computed by the formula for its height.", HERE)
slip("width_used_for_height", "X.shape[0] - f_H", "X.shape[1] - f_W",
     "The height of the result is computed by the formula for its width.", HERE)
slip("size_without_plus_one", "    out =", "    n_H, n_W = n_H - 1, n_W - 1\n    out =",
     "The + 1 is missing in the size of the result: its last row and column are lost.", HERE)
slip("last_row_left_zero", "range(n_H)", "range(n_H - 1)",
     "The last row of the result was never written: the loop stops one too early.", HERE)
slip("last_column_left_zero", "range(n_W)", "range(n_W - 1)",
     "The last column of the result was never written: the loop stops one too early.", HERE)
slip("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
     "range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and column of the result were never written: both loops stop one too early.", HERE)
slip("last_row_of_filter_lost", "np.sum(X[h:h + f_H, w:w + f_W] * K)", "np.sum(X[h:h + f_H - 1, w:w + f_W] * K[:-1])",
     "The last row of K is left out.", HERE)
slip("last_column_of_filter_lost", "np.sum(X[h:h + f_H, w:w + f_W] * K)",
     "np.sum(X[h:h + f_H, w:w + f_W - 1] * K[:, :-1])",
     "The last column of K is left out.", HERE)
slip("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)", "range(f_H):\n        for w in range(f_W)",
     "The loops run over the size of K: they must run over its positions.", HERE)
slip("loops_over_the_input", "range(n_H):\n        for w in range(n_W)",
     "range(X.shape[0]):\n        for w in range(X.shape[1])",
     "The loops run over every entry of X, so the window leaves it.", HERE)
slip("window_sides_exchanged", "X[h:h + f_H, w:w + f_W]", "X[h:h + f_W, w:w + f_H]",
     "Height and width of K are exchanged in the window: rows come first.", HERE)
slip("window_end_fixed", "X[h:h + f_H, w:w + f_W]", "X[h:f_H, w:f_W]",
     "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("stored_at_column_and_row", "out[h, w] =", "out[w, h] =",
     "Each result is stored at column, row instead of row, column.", HERE)
slip("shape_of_the_result_exchanged", "np.zeros((n_H, n_W))", "np.zeros((n_W, n_H))",
     "The result was made with its width first: rows come first in a shape.", HERE)
slip("weights_at_column_and_row", "out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)",
     "for u, v in np.ndindex(f_H, f_W):\n                out[h, w] += X[h + u, w + v] * K[v, u]",
     "The weights of K are read at column, row instead of row, column.", HERE)
slip("rows_cut_twice", "X[h:h + f_H, w:w + f_W]", "X[h:h + f_H][w:w + f_W]",
     "The window was cut with two brackets, and the second one cuts rows again: rows and columns belong into one.",
     HERE)
slip("offsets_exchanged", "X[h:h + f_H, w:w + f_W]", "X[w:w + f_H, h:h + f_W]",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "These are means of the products: add them up.", HERE)
slip("max_for_sum", "np.sum", "np.max", "These are the largest products: add up all of them.", HERE)
slip("products_not_summed", "np.sum(", "list(", NOT_ONE_NUMBER, HERE)
slip("weights_forgotten", " * K)", ")", "These are the sums of the windows alone: K is missing.", HERE)
slip("sign_wrong", "np.sum", "-np.sum", "The result has the wrong sign everywhere.", HERE)
slip("divided_by_the_weights", "* K)", "* K) / np.sum(K)",
     "The sum is divided by the sum of the weights: that is an average, as in a blur.", HERE)
slip("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
     "The result holds whole numbers: the digits after the point are cut off.", HERE)
slip("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
     "The result takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("relu_inside", "    return out", "    return np.maximum(out, 0)",
     "Negative entries are set to zero: that is the ReLU, which is another layer.", HERE)
slip("transposed", "    return out", "    return out.T", "Rows and columns of the result are exchanged.", HERE)
slip("rotated", "    return out", "    return out[::-1, ::-1]", "The result is rotated by 180 degrees.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("shape_of_X", "np.zeros((n_H, n_W))", "np.zeros(X.shape)",
     "The result was made as large as X: its last rows and columns were never written.", HERE)
slip("full_instead_of_valid", "    n_H = X", "    X = np.pad(X, ((f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))\n    n_H = X",
     "This is the full result: keep only the positions where K lies wholly inside X.", HERE)
slip("same_instead_of_valid", "    n_H = X",
     "    X = np.pad(X, (((f_H - 1) // 2, f_H // 2), ((f_W - 1) // 2, f_W // 2)))\n    n_H = X",
     "X was padded so that the result is as large as X: there is no padding here.", HERE)
slip("window_always_first", "X[h:h + f_H, w:w + f_W]", "X[:f_H, :f_W]",
     "The window never moves: every number is that of the first position.", HERE)
slip("windows_do_not_overlap", "X[h:h + f_H, w:w + f_W]", "X[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]",
     "The window jumps by its own length at each step: it moves by one.", HERE)
slip("changes_X", "out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)",
     "X[h:h + f_H, w:w + f_W] *= K\n            out[h, w] = np.sum(X[h:h + f_H, w:w + f_W])",
     "The products were written into X itself: the next window meets changed entries.", HERE)
slip("leaves_an_input_changed", "    return out", "    X[:] = 0\n    return out",
     "The result is right, but an input is another array afterwards.", HERE)
slip("returns_in_the_inner_loop", "    return out", "            return out",
     "Only the first number is filled in: the return stands inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return out", "        return out",
     "Only the first row is filled in: the return stands inside the outer loop.", HERE)
slip("returns_a_pair", "    return out", "    return out, (X, K)",
     "A pair is returned, as by the layer with its cache: here only the array is asked for.", HERE)
slip("zeros", "out[h, w] = np", "np", STILL_ZERO, HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)

# --- Lesson 03: convolve_full ---------------------------------------------------------------------------------------


def full(dH, W):
    f = W.shape[0]
    padded = np.pad(dH, f - 1)
    turned = W[::-1, ::-1]
    windows = sliding_window_view(padded, W.shape)
    return np.einsum("hwuv,uv->hw", windows, turned)


slip = slips(full, "convolve_full")
HERE = "lesson 03, section 2"
slip("filter_not_rotated", "W[::-1, ::-1]", "W",
     "The filter slides without being rotated by 180 degrees: that is a full correlation.", HERE)
slip("only_rows_reversed", "W[::-1, ::-1]", "W[::-1]",
     "Only the rows of the filter are reversed: a rotation by 180 degrees reverses the columns too.", HERE)
slip("only_columns_reversed", "W[::-1, ::-1]", "W[:, ::-1]",
     "Only the columns of the filter are reversed: a rotation by 180 degrees reverses the rows too.", HERE)
slip("transposed_for_rotated", "W[::-1, ::-1]", "W.T", "The filter is transposed instead of rotated.", HERE)
slip("rotated_and_transposed", "W[::-1, ::-1]", "W[::-1, ::-1].T", "The filter is rotated and transposed too.", HERE)
slip("rotated_by_90_degrees", "W[::-1, ::-1]", "np.rot90(W)", "The filter is rotated by 90 degrees, not by 180.", HERE)
slip("rotated_by_270_degrees", "W[::-1, ::-1]", "np.rot90(W, -1)",
     "The filter is rotated by 90 degrees clockwise, not by 180.", HERE)
slip("dH_rotated_too", "np.pad(dH, f - 1)", "np.pad(dH[::-1, ::-1], f - 1)",
     "dH is rotated as well, so the result is rotated by 180 degrees: only the filter turns.", HERE)
slip("dH_rotated_for_filter", "W[::-1, ::-1]", "W\n    padded = padded[::-1, ::-1]",
     "dH is rotated in place of the filter.", HERE)
HERE = "lesson 03, section 3"
slip("padded_by_f", "f - 1)", "f)",
     "dH is padded with the filter's side: that is one row and column of zeros too many on each side.", HERE)
slip("padded_by_one_more_than_f", "f - 1)", "f + 1)",
     "dH is padded with one more than the filter's side: it needs one less.", HERE)
slip("padded_by_f_behind", "f - 1)", "(f - 1, f))",
     "dH has one row and column of zeros too many below and to the right.", HERE)
slip("padded_by_one", "f - 1)", "1)",
     "dH is padded with one row and column of zeros: that is enough only for a filter of side 2.", HERE)
slip("padded_by_half", "f - 1)", "f // 2)",
     "dH is padded with half of the filter's side: it needs the side less one.", HERE)
slip("padded_twice", "f - 1)", "2 * (f - 1))", "dH is padded twice as wide as it should be.", HERE)
slip("not_padded", "np.pad(dH, f - 1)", "dH", "dH is not padded: the filter never hangs over its edge.", HERE)
slip("padded_behind_only", "f - 1)", "(0, 2 * f - 2))",
     "All the zeros are below and to the right of dH: half of them belong above and to the left.", HERE)
slip("padded_before_only", "f - 1)", "(2 * f - 2, 0))",
     "All the zeros are above and to the left of dH: half of them belong below and to the right.", HERE)
slip("padded_on_one_side", "f - 1)", "(f - 1, 0))",
     "dH is padded above and to the left only: zeros are missing below and to the right.", HERE)
slip("padded_on_the_other_side", "f - 1)", "(0, f - 1))",
     "dH is padded below and to the right only: zeros are missing above and to the left.", HERE)
slip("rows_padded_only", "f - 1)", "((f - 1, f - 1), (0, 0)))",
     "dH is padded above and below, but not at its sides.", HERE)
slip("columns_padded_only", "f - 1)", "((0, 0), (f - 1, f - 1)))",
     "dH is padded at its sides, but not above and below.", HERE)
slip("same_size_as_dH", "f - 1)", "((f - 1) // 2, f // 2))",
     "The result is only as large as dH: too few zeros were put around it.", HERE)
slip("padded_with_edge", "f - 1)", "f - 1, mode='edge')",
     "dH is surrounded by copies of its edge instead of zeros.", HERE)
slip("padded_with_mirror", "f - 1)", "f - 1, mode='symmetric')",
     "dH is surrounded by its mirror image instead of zeros.", HERE)
slip("padded_around", "f - 1)", "f - 1, mode='wrap')", "dH is continued round its edges instead of with zeros.", HERE)
slip("padded_with_ones", "f - 1)", "f - 1, constant_values=1)", "dH is surrounded by ones instead of zeros.", HERE)
slip("last_row_of_filter_lost", "W[::-1, ::-1]", "W[::-1, ::-1] * (np.arange(f) > 0)[:, None]",
     "The last row of the filter is left out.", HERE)
slip("last_column_of_filter_lost", "W[::-1, ::-1]", "W[::-1, ::-1] * (np.arange(f) > 0)",
     "The last column of the filter is left out.", HERE)
slip("last_row_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
     "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[-1] = 0\n    return out",
     "The last row of the result was never written.", HERE)
slip("last_column_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
     "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[:, -1] = 0\n    return out",
     "The last column of the result was never written.", HERE)
slip("last_row_and_column_left_zero", '    return np.einsum("hwuv,uv->hw", windows, turned)',
     "    out = np.einsum('hwuv,uv->hw', windows, turned)\n    out[-1] = out[:, -1] = 0\n    return out",
     "The last row and column of the result were never written.", HERE)
slip("last_row_and_column_lost", "turned)", "turned)[:-1, :-1]",
     "The last row and column of the result are lost: the + 1 is missing in its size.", HERE)
slip("mean_for_sum", "turned)", "turned) / turned.size", "These are means of the products: add them up.", HERE)
slip("max_for_sum", 'np.einsum("hwuv,uv->hw", windows, turned)', "np.max(windows * turned, axis=(2, 3))",
     "These are the largest products: add up all of them.", HERE)
slip("weights_forgotten", "turned = W[::-1, ::-1]", "turned = np.ones(W.shape)",
     "These are the sums of the windows alone: the filter is missing.", HERE)
slip("sign_wrong", "return np", "return -np", "The result has the wrong sign everywhere.", HERE)
slip("doubled", "return np", "return 2 * np", "The result is twice what it should be.", HERE)
slip("dH_ignored", "np.pad(dH, f - 1)", "np.pad(np.ones(dH.shape), f - 1)",
     "The result is what you get when dH is all ones.", HERE)
slip("cut_to_whole_numbers", "turned)", "turned).astype(int)",
     "The result holds whole numbers: the digits after the point are cut off.", HERE)
slip("type_of_dH", "turned)", "turned).astype(dH.dtype)",
     "The result takes the number type of dH: when dH holds whole numbers, the digits after the point are cut off.",
     HERE)
slip("transposed", "turned)", "turned).T", "Rows and columns of the result are exchanged.", HERE)
slip("flat", "turned)", "turned).ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("filter_rotated_in_place", "turned = W[::-1, ::-1]", "W[:] = W[::-1, ::-1].copy()\n    turned = W",
     "W itself was rotated: the caller's filter is changed, and a second call rotates it back.", HERE)
slip("leaves_dH_changed", "    return", "    dH[:] = 0\n    return",
     "The result is right, but an input is another array afterwards.", HERE)
slip("zeros", "turned = W[::-1, ::-1]", "turned = 0 * W", STILL_ZERO, HERE)
slip("returns_a_pair", "turned)", "turned), W", "Two values are returned: only the array is asked for.", HERE)
slip("returns_None", "return np", "np", FORGOT_RETURN, HERE)


def slide_over_padded(dH, W):
    def correlate_valid(X, K):
        out = np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
        for h, w in np.ndindex(out.shape):
            out[h, w] = np.sum(X[h:h + K.shape[0], w:w + K.shape[1]] * K)
        return out

    f = W.shape[0]
    padded = np.pad(dH, f - 1)
    return correlate_valid(padded, W[::-1, ::-1])


slip = slips(slide_over_padded, "convolve_full")
slip("roles_exchanged", "padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
     "padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH[::-1, ::-1])",
     "The filter was padded and dH turned: that would need as many zeros as dH is long, less one; pad dH.", HERE)
slip("roles_exchanged_by_the_height_of_dH",
     "f = W.shape[0]\n    padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
     "f = dH.shape[0]\n    padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH[::-1, ::-1])",
     "The filter was padded by the height of dH on all sides, and dH turned: dH need not be square; pad dH.", HERE)
slip("roles_exchanged_not_turned", "padded = np.pad(dH, f - 1)\n    return correlate_valid(padded, W[::-1, ::-1])",
     "padded = np.pad(W, f - 1)\n    return correlate_valid(padded, dH)",
     "The filter was padded and dH slid over it: pad dH, and slide the turned filter.", HERE)
slip("filter_size_from_dH", "f = W.shape[0]", "f = dH.shape[0]",
     "The number of zeros was taken from the height of dH: it is the filter's side less one.", HERE)
slip("filter_size_from_the_width_of_dH", "f = W.shape[0]", "f = dH.shape[1]",
     "The number of zeros was taken from the width of dH: it is the filter's side less one.", HERE)
slip("arguments_exchanged", "(padded, W[::-1, ::-1])", "(W[::-1, ::-1], padded)",
     "The padded dH slides over the filter, which is smaller: the filter must slide over the padded dH.", HERE)
slip("padded_by_half_of_the_border", "np.pad(dH, f - 1)", "np.pad(dH, (f - 1) // 2)",
     "dH is padded as for a result of its own size: the full convolution needs the filter's side less one.", HERE)
slip("not_padded_but_turned", "np.pad(dH, f - 1)", "dH",
     "dH is not padded: the filter never hangs over its edge.", HERE)
slip("place_one_off", "padded = np.pad(dH, f - 1)",
     "padded = np.zeros((dH.shape[0] + 2 * (f - 1), dH.shape[1] + 2 * (f - 1)))\n    padded[f:-f, f:-f] = dH",
     "The place for dH inside the zeros is too small: it begins one less than the filter's side from the edge.", HERE)
slip("place_empty_for_one_weight", "padded = np.pad(dH, f - 1)",
     "padded = np.zeros((dH.shape[0] + 2 * (f - 1), dH.shape[1] + 2 * (f - 1)))\n"
     "    padded[f - 1:-(f - 1), f - 1:-(f - 1)] = dH",
     "With a filter of one weight there are no zeros, and a slice that ends at minus zero is empty.", HERE)


@mistake("convolve_full", says="The padded dH slides over the filter, which is smaller: the filter must slide over the "
         "padded dH.", reread="lesson 03, section 3")
def arguments_exchanged_checked(dH, W):
    from convlib import shapes  # as in the notebook, where sizes are checked
    padded = np.pad(dH, W.shape[0] - 1)
    shapes.require_fit(W, padded, "K")
    return np.einsum("hwuv,uv->hw", sliding_window_view(W[::-1, ::-1], padded.shape), padded)


@mistake("convolve_full", says="The stamps replace each other where they overlap: they must be added.",
         reread="lesson 02, section 3")
def overwritten(dH, W):
    f = W.shape[0]
    out = np.zeros((dH.shape[0] + f - 1, dH.shape[1] + f - 1))
    for h, w in np.ndindex(dH.shape):
        out[h:h + f, w:w + f] = W * dH[h, w]
    return out


# --- Lesson 03: conv_matrix -----------------------------------------------------------------------------------------


def matrix(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1
    A = np.zeros((n_H * n_W, n_H_prev * n_W_prev))
    for h, w, u, v in np.ndindex(n_H, n_W, f, f):
        A[h * n_W + w, (h + u) * n_W_prev + w + v] = W[u, v]
    return A


slip = slips(matrix, "conv_matrix")
HERE = "lesson 03, section 5"
slip("filter_rotated", "= W[u, v]", "= W[f - 1 - u, f - 1 - v]",
     "Each row holds the filter rotated by 180 degrees: the layer correlates, so it stays as it is.", HERE)
slip("filter_transposed", "= W[u, v]", "= W[v, u]", "Each row holds the filter with rows and columns exchanged.", HERE)
slip("filter_upside_down", "= W[u, v]", "= W[f - 1 - u, v]", "Each row holds the filter turned upside down.", HERE)
slip("filter_mirrored", "= W[u, v]", "= W[u, f - 1 - v]", "Each row holds the filter mirrored left to right.", HERE)
slip("transposed", "    return A", "    return A.T",
     "This is the transpose, the matrix that carries the gradient back: the rows belong to the outputs.", HERE)
slip("outputs_by_columns", "A[h * n_W + w", "A[w * n_H + h",
     "The rows follow the outputs column by column, but flattening goes row by row.", HERE)
slip("pixels_by_columns", "(h + u) * n_W_prev + w + v", "(w + v) * n_H_prev + h + u",
     "The columns follow the pixels column by column, but flattening goes row by row.", HERE)
slip("all_by_columns", "A[h * n_W + w, (h + u) * n_W_prev + w + v]", "A[w * n_H + h, (w + v) * n_H_prev + h + u]",
     "Outputs and pixels are both flattened column by column, but it must be row by row.", HERE)
slip("row_step_of_the_output", "(h + u) * n_W_prev", "(h + u) * n_W",
     "One row further down in X was counted as the width of H: it is the width of X.", HERE)
slip("row_step_of_the_filter", "(h + u) * n_W_prev", "(h + u) * f",
     "One row further down in X was counted as the width of the filter: it is the width of X.", HERE)
slip("reshaped_the_wrong_way", "    return A", "    return A.reshape(n_H_prev * n_W_prev, n_H * n_W)",
     "The numbers are right, but they were cut into rows of the wrong length: there is one row for each output.", HERE)
slip("row_step_by_height", "(h + u) * n_W_prev", "(h + u) * n_H_prev",
     "One row further down in X was counted as the height of X: it is its width.", HERE)
slip("output_step_by_height", "A[h * n_W + w", "A[h * n_H + w",
     "One row further down in H was counted as the height of H: it is its width.", HERE)
slip("sizes_exchanged", "    f = W", "    n_H_prev, n_W_prev = n_W_prev, n_H_prev\n    f = W",
     "Height and width of the input are exchanged.", HERE)
slip("square_input_by_its_height", "    f = W", "    n_W_prev = n_H_prev\n    f = W",
     "The height of the input is used for its width too.", HERE)
slip("square_input_by_its_width", "    f = W", "    n_H_prev = n_W_prev\n    f = W",
     "The width of the input is used for its height too.", HERE)
slip("size_without_plus_one", "    A =", "    n_H, n_W = n_H - 1, n_W - 1\n    A =",
     "The + 1 is missing in the number of positions: the last row and column of outputs are lost.", HERE)
slip("shape_exchanged", "np.zeros((n_H * n_W, n_H_prev * n_W_prev))",
     "np.zeros((n_H_prev * n_W_prev, n_H * n_W))",
     "Rows and columns of A are exchanged in its shape: there is one row for each output.", HERE)
slip("filter_not_spread", "(h + u) * n_W_prev + w + v", "h * n_W_prev + w + u * f + v",
     "The filter's rows follow each other without a gap: between them lie the pixels that the window does not see.",
     HERE)
slip("window_always_first", "(h + u) * n_W_prev + w + v", "u * n_W_prev + v",
     "Every row of A is the same: the filter must move with the output.", HERE)
slip("filter_moves_down_only", "(h + u) * n_W_prev + w + v", "(h + u) * n_W_prev + v",
     "The filter moves down but never to the right.", HERE)
slip("filter_moves_right_only", "(h + u) * n_W_prev + w + v", "u * n_W_prev + w + v",
     "The filter moves to the right but never down.", HERE)
slip("windows_run_on", "(h + u) * n_W_prev + w + v", "h * n_W + w + u * n_W_prev + v",
     "The filter moves on by one pixel from row to row of A, also where it should jump to the next line of X.", HERE)
slip("first_row_of_filter_only", "np.ndindex(n_H, n_W, f, f)", "np.ndindex(n_H, n_W, 1, f)",
     "Only the first row of the filter is in the matrix.", HERE)
slip("last_row_and_column_of_filter_lost", "np.ndindex(n_H, n_W, f, f)", "np.ndindex(n_H, n_W, f - 1, f - 1)",
     "The last row and column of the filter are not in the matrix.", HERE)
slip("diagonal_of_filter_only", "= W[u, v]", "= W[u, v] * (u == v)",
     "Only the diagonal of the filter is in the matrix.", HERE)
slip("last_output_lost", "    return A", "    A[-1] = 0\n    return A",
     "The last row of A is empty: the last position was left out.", HERE)
slip("last_row_of_outputs_lost", "np.ndindex(n_H, ", "np.ndindex(n_H - 1, ",
     "The rows of A for the last row of outputs are empty.", HERE)
slip("last_column_of_outputs_lost", "np.ndindex(n_H, n_W, ", "np.ndindex(n_H, n_W - 1, ",
     "The rows of A for the last column of outputs are empty.", HERE)
slip("first_output_only", "    return A", "    A[1:] = 0\n    return A", "Only the first row of A is filled in.", HERE)
slip("ones_for_weights", "= W[u, v]", "= 1",
     "The matrix says which pixels an output sees, but not with which weights.", HERE)
slip("sign_wrong", "= W[u, v]", "= -W[u, v]", "The matrix has the wrong sign everywhere.", HERE)
slip("cut_to_whole_numbers", "n_W_prev))\n    for", "n_W_prev), dtype=int)\n    for",
     "The matrix holds whole numbers: the digits after the point are cut off.", HERE)
slip("four_axes", "    return A", "    return A.reshape(n_H, n_W, n_H_prev, n_W_prev)",
     "The numbers are right, but the array has four axes: outputs and pixels must each be flattened into one.", HERE)
slip("flat", "    return A", "    return A.ravel()", "The numbers are right, but they stand in one row.", HERE)
slip("filter_returned", "    return A", "    return W", "This is the filter itself.", HERE)
slip("zeros", "= W[u, v]", "= 0", STILL_ZERO, HERE)
slip("returns_a_pair", "    return A", "    return A, A.T",
     "Two matrices are returned: the transpose is made from the first when it is needed.", HERE)
slip("returns_None", "    return A", "    print(A)", FORGOT_RETURN, HERE)
slip("filter_rotated_in_place", "    A =", "    W[:] = W[::-1, ::-1].copy()\n    A =",
     "W was rotated in place: the caller's filter is changed, and the layer correlates with the filter as it is.", HERE)
slip("leaves_W_changed", "    return A", "    W[:] = 0\n    return A",
     "The matrix is right, but the filter is another array afterwards.", HERE)


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


slip = slips(matrix_by_rows, "conv_matrix")
slip("row_number_by_the_height", "A[h * n_W + w]", "A[h * n_H + w]",
     "The rows are numbered with the height of H, so that some are written over: it must be its width.", HERE)
slip("row_number_by_the_filter", "A[h * n_W + w]", "A[h * f + w]",
     "The rows are numbered with the side of the filter: it must be the width of H.", HERE)
slip("row_number_by_the_input", "A[h * n_W + w]", "A[h * n_W_prev + w]",
     "The rows are numbered with the width of X: it must be the width of H.", HERE)
slip("row_number_added", "A[h * n_W + w]", "A[h + w]",
     "Row and column number of the output were just added: different outputs are written to the same row of A.", HERE)
slip("row_number_multiplied", "A[h * n_W + w]", "A[h * w]",
     "Row and column number of the output were multiplied: different outputs are written to the same row of A.", HERE)
slip("row_numbers_by_columns", "A[h * n_W + w]", "A[w * n_W + h]",
     "The outputs are numbered column by column: they must be numbered row by row.", HERE)
slip("laid_never_cleared", "    for h in range(n_H):\n        for w in range(n_W):\n"
     "            laid = np.zeros((n_H_prev, n_W_prev))\n",
     "    laid = np.zeros((n_H_prev, n_W_prev))\n    for h in range(n_H):\n        for w in range(n_W):\n",
     "The filter of earlier outputs is still there: each row of A begins with zeros.", HERE)
slip("laid_cleared_in_the_outer_loop",
     "        for w in range(n_W):\n            laid = np.zeros((n_H_prev, n_W_prev))\n",
     "        laid = np.zeros((n_H_prev, n_W_prev))\n        for w in range(n_W):\n",
     "The filter of earlier outputs of the same row is still there: each row of A begins with zeros.", HERE)
slip("laid_shared", "    for h in range(n_H):\n        for w in range(n_W):\n"
     "            laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
     "            A[h * n_W + w] = laid.ravel()\n    return A",
     "    laid, rows = np.zeros((n_H_prev, n_W_prev)), []\n    for h in range(n_H):\n        for w in range(n_W):\n"
     "            laid[h:h + f, w:w + f] = W\n            rows.append(laid.ravel())\n    return np.array(rows)",
     "All rows of A are the last one, since they share one array that was never cleared.", HERE)
slip("always_from_column_zero", "laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
     "            A[h * n_W + w] = laid.ravel()", "A[h * n_W + w, :f * f] = W.ravel()",
     "In every row of A the weights stand side by side from the first column on: they belong to the window's pixels.",
     HERE)
slip("weights_side_by_side", "laid = np.zeros((n_H_prev, n_W_prev))\n            laid[h:h + f, w:w + f] = W\n"
     "            A[h * n_W + w] = laid.ravel()",
     "k = h * n_W + w\n            A[k, k:k + f * f] = W.ravel()",
     "The weights stand side by side and move on by one in each row of A: they belong to the window's pixels.", HERE)
slip("laid_at_column_and_row", "laid[h:h + f, w:w + f]", "laid[w:w + f, h:h + f]",
     "The filter was laid at column, row instead of row, column.", HERE)
slip("laid_at_the_end_fixed", "laid[h:h + f, w:w + f]", "laid[h:f, w:f]",
     "The end of the place for the filter stays where it was: it must move with the start.", HERE)
slip("rows_not_flattened", "    return A", "    return A.reshape(-1, n_H_prev, n_W_prev)",
     "The rows of A are still arrays with two axes: each must be flattened.", HERE)
slip("two_axes_into_a_row", "laid.ravel()", "laid",
     "An array with two axes was to be stored in one row of A: it must be flattened first.", HERE)
slip("rows_written_as_columns", "A[h * n_W + w]", "A[:, h * n_W + w]",
     "Rows and columns of A are exchanged, in its shape or where it is filled: there is one row for each output.", HERE)
slip("as_many_rows_as_pixels", "np.zeros((n_H * n_W,", "np.zeros((n_H_prev * n_W_prev,",
     "A has one row for each pixel, and the last ones are empty: it needs one for each output.", HERE)
slip("size_of_the_filter", "n_H, n_W = n_H_prev - f + 1, n_W_prev - f + 1", "n_H = n_W = f",
     "The number of positions was taken to be the side of the filter.", HERE)


@mistake("conv_matrix", says="The position was worked out from the row of A with the height of H: it must be its "
         "width.", reread="lesson 03, section 5")
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


@mistake("conv_matrix", says="The + 1 is missing in the number of positions: the last row and column of outputs are "
         "lost.", reread="lesson 03, section 5")
def rows_collected_without_plus_one(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    A = []
    for h in range(n_H_prev - f):
        for w in range(n_W_prev - f):
            laid = np.zeros((n_H_prev, n_W_prev))
            laid[h:h + f, w:w + f] = W
            A.append(laid.ravel())
    return np.array(A)


@mistake("conv_matrix", says="The rows go round: the filter leaves the matrix on the right and comes back on the "
         "left, for every pixel.", reread="lesson 03, section 5")
def goes_round(W, n_H_prev, n_W_prev):
    laid = np.zeros((n_H_prev, n_W_prev))
    laid[:W.shape[0], :W.shape[1]] = W
    return np.array([np.roll(laid.ravel(), k) for k in range(laid.size)])


@mistake("conv_matrix", says="This is the matrix of the full convolution, whose output is larger than its input.",
         reread="lesson 03, section 5")
def full_instead_of_valid(W, n_H_prev, n_W_prev):
    f = W.shape[0]
    n_W = n_W_prev + f - 1
    A = np.zeros(((n_H_prev + f - 1) * n_W, n_H_prev * n_W_prev))
    for h, w, u, v in np.ndindex(n_H_prev, n_W_prev, f, f):
        A[(h + u) * n_W + w + v, h * n_W_prev + w] = W[u, v]
    return A

# --- The start page's warm-up ---------------------------------------------------------------------------------------


def add_up(X):
    return X.sum()


slip = slips(add_up, "warm_up")
slip("mean_for_sum", "sum", "mean", "This is the mean of the entries; their sum is asked for.", "the start page")
slip("largest_entry", "sum", "max", "This is the largest entry; the sum of all is asked for.", "the start page")
slip("summed_along_one_axis", "X.sum()", "sum(X)",
     "The entries were added along the columns only, which leaves one number for each column.", "the start page")
slip("first_row_only", "X.sum", "X[0].sum", "Only the first row was added up.", "the start page")
slip("absolute_values", "X.sum()", "abs(X).sum()",
     "The signs were lost before the entries were added.", "the start page")
slip("counted", "X.sum()", "X.size", "This is how many entries there are; their sum is asked for.", "the start page")
slip("zero", "X.sum()", "0", "The result is always zero.", "the start page")
slip("returns_None", "return ", "", FORGOT_RETURN, "the start page")
