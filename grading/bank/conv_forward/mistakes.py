"""Wrong versions of conv_forward."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.diagnoses import FORGOT_RETURN, NOT_ONE_NUMBER, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_forward")
SECTION_2 = "lesson 01, section 2"
SECTION_3 = "lesson 01, section 3"
SECTION_4 = "lesson 01, section 4"


def forward(X, W):
    f = W.shape[0]
    n_H = X.shape[0] - f + 1
    n_W = X.shape[1] - f + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)
    return H, (X, W)


slip_in_loops = MISTAKES.slips(forward)
slip_in_loops("filter_rotated", "* W)", "* W[::-1, ::-1])",
              "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", SECTION_2)
slip_in_loops("filter_upside_down", "* W)", "* W[::-1])",
              "The filter is flipped upside down; use it as it is.", SECTION_2)
slip_in_loops("filter_mirrored", "* W)", "* W[:, ::-1])",
              "The filter is mirrored left to right; use it as it is.", SECTION_2)
slip_in_loops("filter_transposed", "* W)", "* W.T)", "Rows and columns of the filter are swapped.", SECTION_2)
slip_in_loops("matmul_for_elementwise", "* W)", "@ W)",
              "Window and filter are multiplied as matrices; the product must be elementwise.", SECTION_2)
slip_in_loops("mean_for_sum", "np.sum", "np.mean",
              "These are means of the products; the layer takes their sum.", SECTION_2)
slip_in_loops("max_for_sum", "np.sum", "np.max",
              "These are the largest products; the layer takes the sum of all.", SECTION_2)
# Older NumPy stores an array of one entry as a number, newer NumPy raises an error: hence two versions.
slip_in_loops("products_not_summed", "np.sum(X[h:h + f, w:w + f] * W)", "list(X[h:h + f, w:w + f] * W)", NOT_ONE_NUMBER,
              SECTION_2)
slip_in_loops("products_not_summed_but_one", "np.sum(X[h:h + f, w:w + f] * W)", "np.squeeze(X[h:h + f, w:w + f] * W)",
              NOT_ONE_NUMBER, SECTION_2)
slip_in_loops("weights_forgotten", " * W)", ")",
              "These are only the sums of the windows: the weights are missing.", SECTION_2)
slip_in_loops("added_for_multiplied", "* W)", "+ W)",
              "Window and filter are added instead of multiplied.", SECTION_2)
slip_in_loops("absolute_products", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(np.abs(X[h:h + f, w:w + f] * W))",
              "The signs of the products are lost before they are added.", SECTION_2)
slip_in_loops("divided_by_the_weights", "* W)", "* W) / np.sum(W)",
              "The sum is divided by the sum of the weights: that is an average, as in a blur.", SECTION_2)
slip_in_loops("first_row_of_window_only", "np.sum(X[h:h + f, w:w + f] * W)", "np.sum(X[h, w:w + f] * W[0])",
              "Only the first row of each window is used.", SECTION_2)
slip_in_loops("last_row_of_window_lost", "X[h:h + f, w:w + f] * W", "X[h:h + f - 1, w:w + f] * W[:-1]",
              "The last row of each window is left out: the end of a range is exclusive.", SECTION_2)
slip_in_loops("last_column_of_window_lost", "X[h:h + f, w:w + f] * W", "X[h:h + f, w:w + f - 1] * W[:, :-1]",
              "The last column of each window is left out: the end of a range is exclusive.", SECTION_2)
slip_in_loops("last_row_and_column_of_window_lost", "X[h:h + f, w:w + f] * W",
              "X[h:h + f - 1, w:w + f - 1] * W[:-1, :-1]",
              "The last row and the last column of each window are left out: the end of a range is exclusive.",
              SECTION_2)
slip_in_loops("window_one_too_short", "X[h:h + f, w:w + f]", "X[h:h + f - 1, w:w + f - 1]",
              "The window is one row and one column shorter than the filter.", SECTION_2)
slip_in_loops("window_one_too_long", "X[h:h + f, w:w + f]", "X[h:h + f + 1, w:w + f + 1]",
              "The window is one row and one column longer than the filter.", SECTION_2)
slip_in_loops("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
              "Negative outputs are set to zero: that is the ReLU, a separate layer.", SECTION_2)
slip_in_loops("bias_of_one", "* W)", "* W) + 1",
              "One is added to each output, but this layer has no bias.", SECTION_2)
slip_in_loops("sign_wrong", "np.sum", "-np.sum", "H has the wrong sign everywhere.", SECTION_2)
slip_in_loops("doubled", "np.sum", "2 * np.sum", "H is twice what it should be.", SECTION_2)
slip_in_loops("size_without_plus_one", "n_W = X.shape[1] - f + 1", "n_H, n_W = n_H - 1, X.shape[1] - f",
              "The + 1 is missing in the size of H: the last row and the last column are lost.", SECTION_3)
slip_in_loops("height_without_plus_one", "X.shape[0] - f + 1", "X.shape[0] - f",
              "The + 1 is missing in the height of H: its last row is lost.", SECTION_3)
slip_in_loops("width_without_plus_one", "X.shape[1] - f + 1", "X.shape[1] - f",
              "The + 1 is missing in the width of H: its last column is lost.", SECTION_3)
slip_in_loops("height_used_for_width", "X.shape[1]", "X.shape[0]",
              "The width of H was computed from the height of X.", SECTION_3)
slip_in_loops("width_used_for_height", "X.shape[0]", "X.shape[1]",
              "The height of H was computed from the width of X.", SECTION_3)
slip_in_loops("height_and_width_exchanged", "n_W = X.shape[1] - f + 1",
              "n_W = X.shape[1] - f + 1\n    n_H, n_W = n_W, n_H",
              "Height and width of H are swapped: rows come first.", SECTION_3)
slip_in_loops("shape_of_X", "H = np.zeros((n_H, n_W))", "H = np.zeros(X.shape)",
              "H was created as large as X: its last rows and columns were never written.", SECTION_3)
slip_in_loops("shape_of_W", "H = np.zeros((n_H, n_W))", "n_H, n_W = W.shape\n    H = np.zeros((n_H, n_W))",
              "H was created as large as the filter; its size is the number of positions.", SECTION_3)
slip_in_loops("two_by_two", "H = np.zeros((n_H, n_W))", "n_H = n_W = 2\n    H = np.zeros((n_H, n_W))",
              "H always has the size of the hand example, 2 by 2.", SECTION_3)
slip_in_loops("filter_of_two", "W.shape[0]", "2",
              "The filter is always taken as 2 by 2, as in the hand example.", SECTION_3)
slip_in_loops("windows_do_not_overlap", "np.sum(X[h:h + f, w:w + f] * W)",
              "np.sum(X[h * f:h * f + f, w * f:w * f + f] * W)",
              "The window jumps by its own length at each step: at stride 1 it moves by one.", SECTION_3)
slip_in_loops("tiles", "n_W = X.shape[1] - f + 1", "n_H, n_W = X.shape[0] // f, X.shape[1] // f",
              "H has one entry for each tile of X, but the windows overlap: there are more positions.", SECTION_3)
slip_in_loops("last_row_left_zero", "for h in range(n_H)", "for h in range(n_H - 1)",
              "The last row of H was never written: the loop stops one too early.", SECTION_4)
slip_in_loops("last_column_left_zero", "for w in range(n_W)", "for w in range(n_W - 1)",
              "The last column of H was never written: the loop stops one too early.", SECTION_4)
slip_in_loops("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
              "range(n_H - 1):\n        for w in range(n_W - 1)",
              "The last row and the last column of H were never written: both loops stop one too early.", SECTION_4)
slip_in_loops("first_row_left_zero", "for h in range(n_H)", "for h in range(1, n_H)",
              "The first row of H was never written: count from 0.", SECTION_4)
slip_in_loops("first_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
              "range(1, n_H):\n        for w in range(1, n_W)",
              "The first row and the first column of H were never written: count from 0.", SECTION_4)
slip_in_loops("loops_over_the_input", "range(n_H):\n        for w in range(n_W)",
              "range(X.shape[0]):\n        for w in range(X.shape[1])",
              "The loops run over every pixel of X, so the window runs off the input: they must run over the "
              "positions of H.", SECTION_4)
slip_in_loops("loops_over_the_filter", "range(n_H):\n        for w in range(n_W)",
              "range(f):\n        for w in range(f)",
              "The loops run over the filter's size: they must run over the positions of H.", SECTION_4)
slip_in_loops("loop_ranges_exchanged", "range(n_H):\n        for w in range(n_W)",
              "range(n_W):\n        for w in range(n_H)",
              "The row runs over the width and the column over the height.", SECTION_4)
slip_in_loops("indices_of_H_exchanged", "H[h, w]", "H[w, h]",
              "Each output is stored at column, row instead of row, column.", SECTION_4)
slip_in_loops("offsets_of_X_exchanged", "X[h:h + f, w:w + f]", "X[w:w + f, h:h + f]",
              "The window is cut out at column, row instead of row, column.", SECTION_4)
slip_in_loops("H_transposed", "return H,", "return H.T,",
              "H is transposed: its rows and columns are swapped.", SECTION_4)
slip_in_loops("H_rotated", "return H,", "return H[::-1, ::-1],",
              "H is rotated by 180 degrees: its first entry belongs to the window at the top left.", SECTION_4)
slip_in_loops("H_upside_down", "return H,", "return H[::-1],",
              "H is upside down: its first row belongs to the top of X.", SECTION_4)
slip_in_loops("H_mirrored", "return H,", "return H[:, ::-1],",
              "H is mirrored left to right: its first column belongs to the left of X.", SECTION_4)
slip_in_loops("window_always_first", "X[h:h + f, w:w + f]", "X[:f, :f]",
              "The window never moves: every output is that of the first position.", SECTION_4)
slip_in_loops("window_moves_down_only", "w:w + f", ":f", "The window moves down but never to the right.", SECTION_4)
slip_in_loops("window_moves_right_only", "X[h:h + f", "X[:f",
              "The window moves to the right but never down.", SECTION_4)
slip_in_loops("returns_in_the_inner_loop", "    return H", "            return H",
              "Only the first output is filled: the return is inside the inner loop.", SECTION_4)
slip_in_loops("returns_in_the_outer_loop", "    return H", "        return H",
              "Only the first row is filled: the return is inside the outer loop.", SECTION_4)
slip_in_loops("last_number_only", "H[h, w] =", "H =",
              "H is only the number of the last position: each number replaced the one before.", SECTION_4)
slip_in_loops("total_everywhere", "H[h, w] =", "H +=",
              "Every output was added to all of H: each belongs to its own position.", SECTION_4)
slip_in_loops("zeros", "np.sum(X[h:h + f, w:w + f] * W)", "0", STILL_ZERO, SECTION_4)
slip_in_loops("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
              "H holds integers: the digits after the decimal point are cut off as they are stored.", SECTION_4)
slip_in_loops("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
              "H takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
              SECTION_4)
slip_in_loops("type_of_W", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=W.dtype)",
              "H takes the dtype of W: when W holds integers, the digits after the decimal point are cut off.",
              SECTION_4)
slip_in_loops("input_cut_to_whole_numbers", "    f = W", "    X = X.astype(int)\n    f = W",
              "X was first converted to integers.", SECTION_4)
slip_in_loops("changes_X", "            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
              "            window = X[h:h + f, w:w + f]\n            window *= W\n            H[h, w] = np.sum(window)",
              "The products were written into X itself, since a slice is a view: the next window sees changed pixels.",
              SECTION_4)
slip_in_loops("changes_W", "H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
              "W *= X[h:h + f, w:w + f]\n            H[h, w] = np.sum(W)",
              "The products were written into W itself: the next window is multiplied by changed weights.", SECTION_4)
slip_in_loops("leaves_X_changed", "    return H", "    X[:] = 0\n    return H",
              "H is right, but X was modified.", SECTION_4)
slip_in_loops("calls_X", "X[h:h + f, w:w + f]", "X(h, w)",
              "X was called like a function: round brackets call, square brackets index.", SECTION_4)
slip_in_loops("steps_over_H_itself", "for h in range(n_H)", "for h in H",
              "The loop runs over the rows of H, which are arrays: it needs the row indices.", SECTION_4)
slip_in_loops("steps_over_a_number", "for h in range(n_H)", "for h in n_H",
              "The loop runs over a single number: it needs the range up to it.", SECTION_4)
slip_in_loops("sizes_named_W", "    n_H = X.shape[0] - f + 1\n    n_W = X.shape[1] - f + 1\n    H = ",
              "    H, W = X.shape\n    n_H = H - f + 1\n    n_W = W - f + 1\n    H = ",
              "The width of X was stored under the name W, so the filter is lost: each window is multiplied by a size.",
              SECTION_4)
slip_in_loops("filter_lost_to_a_size", "    f = W.shape[0]", "    H, W = X.shape\n    f = W.shape[0]",
              "A size was stored under the name W before the filter was read, so the filter is lost.", SECTION_4)
slip_in_loops("H_is_a_size", "            H[h, w] =", "            H = n_H\n            H[h, w] =",
              "The name H was given to a size, so there is no array to store the outputs in.", SECTION_4)
slip_in_loops("size_not_whole", "n_W))", "n_W / 1))",
              "A size was computed with true division, which gives a float: a shape needs integers.",
              "lesson 01, section 3")
slip_in_loops("shape_in_two_arguments", "np.zeros((n_H, n_W))", "np.zeros(n_H, n_W)",
              "The shape of H was given as two arguments: it must be one pair.", SECTION_4)
slip_in_loops("filter_size_from_X", "f = W.shape[0]", "f = X.shape[0]",
              "The filter's side was read from X instead of W.", SECTION_4)
slip_in_loops("W_as_loop_variable", "for w in range(n_W):\n            H[h, w] = np.sum(X[h:h + f, w:w + f] * W)",
              "for W in range(n_W):\n            H[h, W] = np.sum(X[h:h + f, W:W + f] * W)",
              "The column index is also named W, so each window is multiplied by its column index instead of the "
              "filter.", SECTION_4)
slip_in_loops("total_not_reset", "H[h, w] =", "H[h, w] = H[h - (w == 0), w - 1] +",
              "Each output also holds those before it: the total must start at zero at each position.", SECTION_4)
slip_in_loops("total_not_reset_in_a_row", "H[h, w] =", "H[h, w] = (H[h, w - 1] if w else 0) +",
              "Each output also holds those before it in its row: the total must start at zero at each position.",
              SECTION_4)
slip_in_loops("window_end_fixed", "X[h:h + f, w:w + f]", "X[h:f, w:f]",
              "The end of the window stays where it was: it must move with the start, or the window shrinks.",
              SECTION_4)
slip_in_loops("counted_from_one", "range(n_H):\n        for w in range(n_W)",
              "range(1, n_H + 1):\n        for w in range(1, n_W + 1)",
              "The positions are counted from 1, so the last one is outside: rows and columns count from 0.",
              SECTION_4)
slip_in_loops("shape_of_H_exchanged", "np.zeros((n_H, n_W))", "np.zeros((n_W, n_H))",
              "H was created with its width first: rows come first in a shape.", SECTION_4)
slip_in_loops("window_as_large_as_H", "X[h:h + f, w:w + f]", "X[h:h + n_H, w:w + n_W]",
              "The window has the size of H: it must have the size of the filter.", SECTION_4)
slip_in_loops("pixel_for_window", "X[h:h + f, w:w + f]", "X[h + f, w + f]",
              "One pixel was taken, just beyond the window: a window needs a start and an end on each axis.", SECTION_4)
slip_in_loops("first_pixel_for_window", "X[h:h + f, w:w + f]", "X[h, w]",
              "One pixel was taken for the whole window: a window needs a start and an end on each axis.", SECTION_4)
slip_in_loops("steps_by_the_filter", "range(n_H):\n        for w in range(n_W)",
              "range(0, n_H, f):\n        for w in range(0, n_W, f)",
              "The loops step by the filter's side, so the outputs between are never written: the window moves by one.",
              SECTION_4)
slip_in_loops("rows_for_columns", "w:w + f]", "h:h + f]",
              "The columns of the window follow the row number, so it moves along the diagonal.", SECTION_4)
slip_in_loops("columns_for_rows", "X[h:h + f,", "X[w:w + f,",
              "The rows of the window follow the column number, so it moves along the diagonal.", SECTION_4)
slip_in_loops("rows_cut_twice", "X[h:h + f, w:w + f]", "X[h:h + f][w:w + f]",
              "The window was cut with two pairs of brackets, and the second one cuts rows again: rows and columns "
              "belong in one pair.", SECTION_4)
slip_in_loops("window_starts_late", "X[h:h + f, w:w + f]", "X[h + 1:h + f, w + 1:w + f]",
              "The window starts one row and one column too late, so it is too small.", SECTION_4)
slip_in_loops("matmul_from_the_left", "X[h:h + f, w:w + f] * W", "W @ X[h:h + f, w:w + f]",
              "Filter and window are multiplied as matrices; the product must be elementwise.",
              "lesson 01, section 2")
slip_in_loops("padded_by_one", "    n_H =", "    X = np.pad(X, 1)\n    n_H =",
              "X got a border of zeros, so H is too large: this layer has no padding.", "lesson 01, section 3")
slip_in_loops("returns_no_cache", "return H, (X, W)", "return H",
              "The cache is missing: the backward pass will need the inputs of the forward pass.", SECTION_4)
slip_in_loops("returns_three", "return H, (X, W)", "return H, X, W",
              "The cache must be one object: X and W are returned separately, not as one pair.", SECTION_4)
slip_in_loops("cache_is_None", "return H, (X, W)", "return H, None",
              "The cache is None: the backward pass will need the inputs of the forward pass.", SECTION_4)
slip_in_loops("cache_exchanged", "return H, (X, W)", "return H, (W, X)",
              "The cache holds W before X: X comes first.", SECTION_4)
slip_in_loops("cache_with_H", "return H, (X, W)", "return H, (H, W)",
              "The cache holds something else in the place of X, such as the output: the gradient "
              "of a weight is an input.", SECTION_4)
slip_in_loops("cache_first", "return H, (X, W)", "return (X, W), H",
              "The order is wrong: H comes first, then the cache.", SECTION_4)
slip_in_loops("returns_None", "return H, (X, W)", "print(H)", FORGOT_RETURN, SECTION_4)


@MISTAKES.version(
    says="The window moves by two at each step: in this layer it moves by one.",
    reread="lesson 01, section 3",
)
def stride_of_two(X, W):
    return np.einsum("hwuv,uv->hw", sliding_window_view(X, W.shape)[::2, ::2], W), (X, W)


@MISTAKES.version(
    says="These are always the outputs of the hand example, whatever X and W are.",
    reread="lesson 01, section 4",
)
def always_the_example(X, W):
    return np.array([[37, 47], [67, 77]]), (X, W)


@MISTAKES.version(
    says="The loops run over every pixel of X, so they read beyond its edge: they must run over the positions of H.",
    reread="lesson 01, section 4",
)
def pixels_beyond_the_edge(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*X.shape, f, f):
        H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@MISTAKES.version(
    says="The window reaches back from its position instead of forward, and negative positions count from the end.",
    reread="lesson 01, section 4",
)
def window_reaches_back(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*H.shape, f, f):
        H[h, w] += X[h - u, w - v] * W[u, v]
    return H, (X, W)


@MISTAKES.version(
    says="Only the last product of each window is kept: each replaced the one before.",
    reread="lesson 01, section 2",
)
def last_product_only(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w, u, v in np.ndindex(*H.shape, f, f):
        H[h, w] = X[h + u, w + v] * W[u, v]
    return H, (X, W)


@MISTAKES.version(
    says="The end of the window stays where it was: it must move with the start, or the window shrinks.",
    reread="lesson 01, section 4",
)
def window_shrinks(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1))
    for h, w in np.ndindex(H.shape):
        for i in range(h, f):
            for j in range(w, f):
                H[h, w] += X[i, j] * W[i - h, j - w]
    return H, (X, W)


@MISTAKES.version(
    says="The + 1 is missing in the number of positions: the last row and the last column are lost.",
    reread="lesson 01, section 3",
)
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


slip_weight_by_weight = MISTAKES.slips(weight_by_weight)
slip_weight_by_weight("piece_end_fixed", "X[u:u + n_H, v:v + n_W]", "X[u:n_H, v:n_W]",
                      "The end of the slice of X stays where it was: it must move with the start, or the slice "
                      "shrinks.", SECTION_4)
slip_weight_by_weight("piece_as_large_as_the_filter", "X[u:u + n_H, v:v + n_W]", "X[u:u + f, v:v + f]",
                      "The slice of X that one weight multiplies has the size of the filter: it must have the size of "
                      "H.",
                      SECTION_4)


@MISTAKES.version(
    says="The products were summed over the positions, which leaves one number for each weight: sum over each window.",
    reread="lesson 01, section 4",
)
def summed_over_positions(X, W):
    return np.sum(sliding_window_view(X, W.shape) * W, axis=(0, 1)), (X, W)


@MISTAKES.version(
    says="The axes that are summed do not have the filter's lengths: sum over the two axes of each window.",
    reread="lesson 01, section 4",
)
def wrong_axes_summed(X, W):
    return np.tensordot(sliding_window_view(X, W.shape), W, axes=([0, 1], [0, 1])), (X, W)


@MISTAKES.version(
    says="Each row was added to H once for each of its columns: the line is indented too far.",
    reread="lesson 01, section 4",
)
def rows_repeated(X, W):
    f = W.shape[0]
    H = []
    for h in range(X.shape[0] - f + 1):
        row = []
        for w in range(X.shape[1] - f + 1):
            row.append(np.sum(X[h:h + f, w:w + f] * W))
            H.append(row)
    return np.array(H), (X, W)


@MISTAKES.version(
    says="X and W were flattened first, so the window is a slice of one long row.",
    reread="lesson 01, section 4",
)
def convolved_flat(X, W):
    return np.convolve(X.ravel(), W.ravel(), "valid"), (X, W)


@MISTAKES.version(
    says="All rows of H are the last one: the same list was repeated, so each row overwrote all of them.",
    reread="lesson 01, section 4",
)
def rows_share_one_list(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [[0] * n_W] * n_H
    for h in range(n_H):
        for w in range(n_W):
            H[h][w] = np.sum(X[h:h + f, w:w + f] * W)
    return np.array(H), (X, W)


@MISTAKES.version(
    says="Outputs of an earlier call are still in H: it must be created anew in each call.",
    reread="lesson 01, section 4",
)
def state_kept(X, W, kept={}):
    f = W.shape[0]
    H = kept.setdefault(X.shape + W.shape, np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1)))
    for h, w in np.ndindex(H.shape):
        H[h, w] += np.sum(X[h:h + f, w:w + f] * W)
    return H.copy(), (X, W)


@MISTAKES.version(
    says="Rows of an earlier call are still in the list: a default list is created only once.",
    reread="lesson 01, section 4",
)
def list_kept(X, W, rows=[]):
    f = W.shape[0]
    for h in range(X.shape[0] - f + 1):
        rows.append([np.sum(X[h:h + f, w:w + f] * W) for w in range(X.shape[1] - f + 1)])
    return rows, (X, W)


@MISTAKES.version(
    says="H holds integers: the digits after the decimal point are cut off each time a product is added.",
    reread="lesson 01, section 4",
)
def cut_at_each_step(X, W):
    f = W.shape[0]
    H = np.zeros((X.shape[0] - f + 1, X.shape[1] - f + 1), dtype=int)
    for h, w in np.ndindex(H.shape):
        for u, v in np.ndindex(f, f):
            H[h, w] += X[h + u, w + v] * W[u, v]
    return H, (X, W)


@MISTAKES.version(
    says="This is the full result, where the filter may extend over the edge: keep only the positions inside.",
    reread="lesson 01, section 3",
)
def full_instead_of_valid(X, W):
    padded = np.pad(X, W.shape[0] - 1)
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@MISTAKES.version(
    says="X was padded with zeros so that H is as large as X: this layer has no padding.",
    reread="lesson 01, section 3",
)
def same_instead_of_valid(X, W):
    f = W.shape[0]
    padded = np.pad(X, ((f - 1) // 2, f // 2))
    return np.einsum("hwuv,uv->hw", sliding_window_view(padded, W.shape), W), (X, W)


@MISTAKES.version(
    says="The full convolution was cropped from its corner: the filter is rotated and extends over the edge.",
    reread="lesson 01, section 3",
)
def full_convolution_cut(X, W):
    f = W.shape[0]
    windows = sliding_window_view(np.pad(X, f - 1), W.shape)
    H = np.einsum("hwuv,uv->hw", windows, W[::-1, ::-1])
    return H[:X.shape[0] - f + 1, :X.shape[1] - f + 1], (X, W)


@MISTAKES.version(
    says="The windows are read as if X were contiguous in memory: for a view, the wrong numbers are read.",
    reread="lesson 01, section 4",
)
def strides_guessed(X, W):
    f = W.shape[0]
    s = X.itemsize
    shape = X.shape[0] - f + 1, X.shape[1] - f + 1, f, f
    windows = as_strided(X, shape, (s * X.shape[1], s, s * X.shape[1], s))
    return np.einsum("hwuv,uv->hw", windows, W), (X, W)


@MISTAKES.version(
    says="The outputs are right but were split into rows at the wrong places: height and width are swapped in the "
         "reshape.",
    reread="lesson 01, section 4",
)
def reshaped_to_width_and_height(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)]
    return np.reshape(H, (n_W, n_H)), (X, W)


@MISTAKES.version(says="The outputs were collected column by column but folded row by "
                       "row.", reread="lesson 01, section 4")
def collected_by_columns(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    H = [np.sum(X[h:h + f, w:w + f] * W) for w in range(n_W) for h in range(n_H)]
    return np.reshape(H, (n_H, n_W)), (X, W)


@MISTAKES.version(
    says="The outputs are right but in one long row: H must have rows and columns.",
    reread="lesson 01, section 4",
)
def one_row(X, W):
    f = W.shape[0]
    n_H, n_W = X.shape[0] - f + 1, X.shape[1] - f + 1
    return [np.sum(X[h:h + f, w:w + f] * W) for h in range(n_H) for w in range(n_W)], (X, W)
