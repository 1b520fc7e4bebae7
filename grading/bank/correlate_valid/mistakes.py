"""Wrong versions of correlate_valid."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, NOT_ONE_NUMBER, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("correlate_valid")
HERE = "lesson 03, section 1"


def correlate(X, K):
    f_H, f_W = K.shape
    n_H = X.shape[0] - f_H + 1
    n_W = X.shape[1] - f_W + 1
    out = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)
    return out


slip = MISTAKES.slips(correlate)
slip("filter_rotated", "* K)", "* K[::-1, ::-1])",
     "K is rotated by 180 degrees: that is true convolution; this is the correlation.", HERE)
slip("filter_upside_down", "* K)", "* K[::-1])", "K is flipped upside down; use it as it is.", HERE)
slip("filter_mirrored", "* K)", "* K[:, ::-1])", "K is mirrored left to right; use it as it is.", HERE)
slip("filter_transposed", "    f_H, f_W = K.shape", "    K = K.T\n    f_H, f_W = K.shape",
     "Rows and columns of K are swapped.", HERE)
slip("square_filter_by_its_height", "f_H, f_W = K.shape", "f_H = f_W = K.shape[0]",
     "The height of K is used for its width too: K need not be square.", HERE)
slip("square_filter_by_its_width", "f_H, f_W = K.shape", "f_H = f_W = K.shape[1]",
     "The width of K is used for its height too: K need not be square.", HERE)
slip("filter_sides_exchanged", "f_H, f_W = K.shape", "f_W, f_H = K.shape",
     "Height and width of K are swapped: rows come first.", HERE)
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
     "The loops run over every entry of X, so the window runs off it.", HERE)
slip("window_sides_exchanged", "X[h:h + f_H, w:w + f_W]", "X[h:h + f_W, w:w + f_H]",
     "Height and width of K are swapped in the window: rows come first.", HERE)
slip("window_end_fixed", "X[h:h + f_H, w:w + f_W]", "X[h:f_H, w:f_W]",
     "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("stored_at_column_and_row", "out[h, w] =", "out[w, h] =",
     "Each result is stored at column, row instead of row, column.", HERE)
slip("shape_of_the_result_exchanged", "np.zeros((n_H, n_W))", "np.zeros((n_W, n_H))",
     "The result was created with its width first: rows come first in a shape.", HERE)
slip("weights_at_column_and_row", "out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)",
     "for u, v in np.ndindex(f_H, f_W):\n                out[h, w] += X[h + u, w + v] * K[v, u]",
     "The weights of K are read at column, row instead of row, column.", HERE)
slip("rows_cut_twice", "X[h:h + f_H, w:w + f_W]", "X[h:h + f_H][w:w + f_W]",
     "The window was cut with two pairs of brackets, and the second one cuts rows again: rows and columns belong in "
     "one pair.",
     HERE)
slip("offsets_exchanged", "X[h:h + f_H, w:w + f_W]", "X[w:w + f_H, h:h + f_W]",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "These are means of the products: sum them instead.", HERE)
slip("max_for_sum", "np.sum", "np.max", "These are the largest products: sum all of them.", HERE)
slip("products_not_summed", "np.sum(", "list(", NOT_ONE_NUMBER, HERE)
slip("weights_forgotten", " * K)", ")", "These are only the sums of the windows: K is missing.", HERE)
slip("sign_wrong", "np.sum", "-np.sum", "The result has the wrong sign everywhere.", HERE)
slip("divided_by_the_weights", "* K)", "* K) / np.sum(K)",
     "The sum is divided by the sum of the weights: that is an average, as in a blur.", HERE)
slip("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
     "The result holds integers: the digits after the decimal point are cut off.", HERE)
slip("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
     "The result takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.", HERE)
slip("relu_inside", "    return out", "    return np.maximum(out, 0)",
     "Negative entries are set to zero: that is the ReLU, a separate layer.", HERE)
slip("transposed", "    return out", "    return out.T", "Rows and columns of the result are swapped.", HERE)
slip("rotated", "    return out", "    return out[::-1, ::-1]", "The result is rotated by 180 degrees.", HERE)
slip("flat", "    return out", "    return out.ravel()", "The numbers are right, but they are in one row.", HERE)
slip("shape_of_X", "np.zeros((n_H, n_W))", "np.zeros(X.shape)",
     "The result was created as large as X: its last rows and columns were never written.", HERE)
slip("full_instead_of_valid", "    n_H = X", "    X = np.pad(X, ((f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))\n    n_H = X",
     "This is the full result: keep only the positions where K is entirely inside X.", HERE)
slip("same_instead_of_valid", "    n_H = X",
     "    X = np.pad(X, (((f_H - 1) // 2, f_H // 2), ((f_W - 1) // 2, f_W // 2)))\n    n_H = X",
     "X was padded so that the result is as large as X: there is no padding here.", HERE)
slip("window_always_first", "X[h:h + f_H, w:w + f_W]", "X[:f_H, :f_W]",
     "The window never moves: every number is that of the first position.", HERE)
slip("windows_do_not_overlap", "X[h:h + f_H, w:w + f_W]", "X[h * f_H:(h + 1) * f_H, w * f_W:(w + 1) * f_W]",
     "The window jumps by its own length at each step: it moves by one.", HERE)
slip("changes_X", "out[h, w] = np.sum(X[h:h + f_H, w:w + f_W] * K)",
     "X[h:h + f_H, w:w + f_W] *= K\n            out[h, w] = np.sum(X[h:h + f_H, w:w + f_W])",
     "The products were written into X itself: the next window sees changed entries.", HERE)
slip("leaves_an_input_changed", "    return out", "    X[:] = 0\n    return out",
     "The result is right, but an input was modified.", HERE)
slip("returns_in_the_inner_loop", "    return out", "            return out",
     "Only the first number is filled in: the return is inside the inner loop.", HERE)
slip("returns_in_the_outer_loop", "    return out", "        return out",
     "Only the first row is filled in: the return is inside the outer loop.", HERE)
slip("returns_a_pair", "    return out", "    return out, (X, K)",
     "A pair is returned, as by the layer with its cache: here return only the array.", HERE)
slip("zeros", "out[h, w] = np", "np", STILL_ZERO, HERE)
slip("returns_None", "    return out", "    print(out)", FORGOT_RETURN, HERE)
