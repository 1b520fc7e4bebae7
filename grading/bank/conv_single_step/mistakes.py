"""Wrong versions of conv_single_step."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_single_step")
HERE = "lesson 01, section 2"


def one_step(x_slice, W):
    return float(np.sum(x_slice * W))


slip = MISTAKES.slips(one_step)
slip("filter_rotated", "* W", "* W[::-1, ::-1]",
     "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", HERE)
slip("filter_upside_down", "* W", "* W[::-1]", "The filter is flipped upside down; use it as it is.", HERE)
slip("filter_mirrored", "* W", "* W[:, ::-1]", "The filter is mirrored left to right; use it as it is.", HERE)
slip("filter_transposed", "* W", "* W.T",
     "Rows and columns of the filter are swapped (the trace of a matrix product does the same).", HERE)
slip("matmul_for_elementwise", "x_slice * W", "x_slice @ W",
     "This is the sum of a matrix product; the product must be elementwise.", HERE)
slip("matrix_product", "float(np.sum(x_slice * W))", "x_slice @ W",
     "This is the matrix product of window and filter; one step gives the sum of the elementwise products.", HERE)
slip("inner_product_of_rows", "x_slice * W", "x_slice @ W.T",
     "Every row of the window was multiplied by every row of the filter; the product must be elementwise.", HERE)
slip("matmul_from_the_left", "x_slice * W", "W @ x_slice",
     "This is the sum of the matrix product of filter and window; the product must be elementwise.", HERE)
slip("window_summed_first", "float(np.sum(x_slice * W))", "np.sum(x_slice) * W",
     "The window was summed before it was multiplied by the weights: multiply elementwise first, then add.", HERE)
slip("products_not_summed", "float(np.sum(x_slice * W))", "x_slice * W",
     "These are the elementwise products: they must still be summed to one number.", HERE)
slip("summed_along_one_axis", "float(np.sum(x_slice * W))", "sum(x_slice * W)",
     "The products were added only along the columns, which leaves one number for each column.", HERE)
slip("summed_along_the_other_axis", "float(np.sum(x_slice * W))", "np.sum(x_slice * W, axis=1)",
     "The products were added only along the rows, which leaves one number for each row.", HERE)
slip("first_product_only", "np.sum(x_slice * W)", "(x_slice * W)[0, 0]",
     "Only the first product is returned: the return is inside the loops.", HERE)
slip("last_product_only", "np.sum(x_slice * W)", "(x_slice * W)[-1, -1]",
     "Only the last product is kept: each replaced the one before.", HERE)
slip("convolved_flat", "float(np.sum(x_slice * W))", "np.convolve(x_slice.ravel(), W.ravel())",
     "This is a convolution of the two flattened into rows: one window gives just one number.", HERE)
slip("number_in_an_array", "float(np.sum(x_slice * W))", "np.sum(x_slice * W, keepdims=True)",
     "The number is right, but it is wrapped in an array with two axes.", HERE)
slip("mean_for_sum", "np.sum", "np.mean", "This is the mean of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum", "np.max", "This is the largest product; the layer takes the sum of all.", HERE)
slip("product_for_sum", "np.sum", "np.prod", "The products were multiplied together instead of added.", HERE)
slip("added_for_multiplied", "x_slice * W", "x_slice + W",
     "Window and filter were added instead of multiplied.", HERE)
slip("weights_forgotten", "x_slice * W", "x_slice",
     "This is only the sum of the window: the weights are missing.", HERE)
slip("sums_multiplied", "np.sum(x_slice * W)", "np.sum(x_slice) * np.sum(W)",
     "The sum of the window was multiplied by the sum of the filter: multiply elementwise first, then add.", HERE)
slip("diagonal_only", "np.sum(x_slice * W)", "np.trace(x_slice * W)",
     "Only the products on the diagonal were added.", HERE)
slip("first_row_only", "x_slice * W", "x_slice[0] * W[0]", "Only the first row of the window was used.", HERE)
slip("last_row_lost", "x_slice * W", "x_slice[:-1] * W[:-1]", "The last row of the window is left out.", HERE)
slip("last_column_lost", "x_slice * W", "x_slice[:, :-1] * W[:, :-1]",
     "The last column of the window is left out.", HERE)
slip("last_row_and_column_lost", "x_slice * W", "x_slice[:-1, :-1] * W[:-1, :-1]",
     "The last row and the last column of the window are left out: the end of a range is exclusive.", HERE)
slip("two_by_two_only", "x_slice * W", "x_slice[:2, :2] * W[:2, :2]",
     "Only the upper left 2 by 2 entries were used: the function must work for a filter of any size.", HERE)
slip("absolute_products", "x_slice * W", "np.abs(x_slice * W)",
     "The signs of the products are lost before they are added.", HERE)
slip("relu_inside", "float(np.sum(x_slice * W))", "max(0.0, float(np.sum(x_slice * W)))",
     "Negative results were set to zero: that is the ReLU, a separate layer.", HERE)
slip("sign_wrong", "float(np.sum", "-float(np.sum", "The sign of the result is wrong.", HERE)
slip("doubled", "float(np.sum", "2 * float(np.sum", "The result is twice what it should be.", HERE)
slip("bias_of_one", "np.sum(x_slice * W)", "np.sum(x_slice * W) + 1",
     "One was added to the sum, but this layer has no bias.", HERE)
slip("whole_number", "float(", "int(",
     "The digits after the decimal point are cut off: the result must stay a float.", HERE)
slip("changes_the_window", "return float(np.sum(x_slice * W))", "x_slice *= W\n    return float(np.sum(x_slice))",
     "The products were written into the window itself: the caller's input is changed, and a second call sees the "
     "wrong values.", HERE)
slip("changes_the_filter", "return float(np.sum(x_slice * W))", "W *= x_slice\n    return float(np.sum(W))",
     "The products were written into the filter itself: it is changed, and the next window is multiplied by the wrong "
     "weights.",
     HERE)
slip("state_kept", "W):\n    return float(np.sum(x_slice * W))",
     "W, total=[0]):\n    total[0] += float(np.sum(x_slice * W))\n    return total[0]",
     "The total of earlier calls is still in the result: start at zero in each call.", HERE)
slip("zero", "float(np.sum(x_slice * W))", "0.0", "The result is always zero.", HERE)
slip("returns_None", "return ", "", FORGOT_RETURN, HERE)
