"""Wrong versions of conv_forward_strided."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, NOT_ONE_NUMBER, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv_forward_strided")
SECTION_2 = "lesson 04, section 2"
SECTION_1 = "lesson 04, section 1"
FILTER = "lesson 01, section 2"


def forward(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            H[h, w] = np.sum(padded[top:top + f_H, left:left + f_W] * W)
    return H, (X, W, stride, pad)


slip_in_forward = MISTAKES.slips(forward)
SIZES = """    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1"""
WINDOW = "padded[top:top + f_H, left:left + f_W]"
STEP = "top, left = h * stride, w * stride"
slip_in_forward("filter_rotated", "* W)", "* W[::-1, ::-1])",
                "The filter is rotated by 180 degrees: that is true convolution, and this layer correlates.", FILTER)
slip_in_forward("filter_upside_down", "* W)", "* W[::-1])",
                "The filter is flipped upside down; use it as it is.", FILTER)
slip_in_forward("filter_mirrored", "* W)", "* W[:, ::-1])",
                "The filter is mirrored left to right; use it as it is.", FILTER)
slip_in_forward("filter_transposed", "    f_H, f_W = W.shape", "    W = W.T\n    f_H, f_W = W.shape",
                "Rows and columns of the filter are swapped.", FILTER)
slip_in_forward("mean_for_sum", "np.sum", "np.mean",
                "These are means of the products; the layer takes their sum.", FILTER)
slip_in_forward("max_for_sum", "np.sum", "np.max",
                "These are the largest products; the layer takes the sum of all.", FILTER)
slip_in_forward("products_not_summed", "np.sum(", "list(", NOT_ONE_NUMBER, FILTER)
slip_in_forward("weights_forgotten", " * W)", ")",
                "These are only the sums of the windows: the weights are missing.", FILTER)
slip_in_forward("sign_wrong", "np.sum", "-np.sum", "H has the wrong sign everywhere.", FILTER)
slip_in_forward("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
                "Negative outputs are set to zero: that is the ReLU, a separate layer.", FILTER)
slip_in_forward("stride_ignored", STEP, "top, left = h, w",
                "The window moves by one at each step, whatever the stride is; only the size of H uses the stride.",
                SECTION_2)
slip_in_forward("stride_ignored_everywhere", SIZES + "\n", "    stride = 1\n" + SIZES + "\n",
                "The stride is ignored: this is the output at stride 1.", SECTION_2)
slip_in_forward("stride_on_rows_only", STEP, "top, left = h * stride, w",
                "The stride moves the window down, but not to the right.", SECTION_2)
slip_in_forward("stride_on_columns_only", STEP, "top, left = h, w * stride",
                "The stride moves the window to the right, but not down.", SECTION_2)
slip_in_forward("stride_ignored_in_the_size", SIZES, SIZES.replace(" // stride", ""),
                "H has the size for stride 1, so the window runs off the input: the size must be divided by the "
                "stride.",
                SECTION_2)
slip_in_forward("strided_places_in_a_large_output",
                "    H = np.zeros((n_H, n_W))\n    for h in range(n_H):\n        for w in range(n_W):\n"
                "            top, left = h * stride, w * stride\n            H[h, w]",
                "    H = np.zeros((padded.shape[0] - f_H + 1, padded.shape[1] - f_W + 1))\n    for h in range(n_H):\n"
                "        for w in range(n_W):\n            top, left = h * stride, w * stride\n"
                "            H[top, left]",
                "H has room for every position at stride 1, with zeros between the outputs: keep only the outputs.",
                SECTION_2)
slip_in_forward("stride_twice", STEP, "top, left = h * stride * stride, w * stride * stride",
                "The stride is applied twice, so the window runs off the input.", SECTION_2)
slip_in_forward("steps_of_the_filter", STEP, "top, left = h * f_H, w * f_W",
                "The window jumps by its own length: it must jump by the stride.", SECTION_2)
slip_in_forward("window_as_long_as_the_stride", WINDOW, "padded[top:top + stride, left:left + stride]",
                "The window is as large as the stride: it must be as large as the filter.", SECTION_2)
slip_in_forward("window_square_by_the_height", WINDOW, "padded[top:top + f_H, left:left + f_H]",
                "The window takes its width from the filter's height.", SECTION_2)
slip_in_forward("window_square_by_the_width", WINDOW, "padded[top:top + f_W, left:left + f_W]",
                "The window takes its height from the filter's width.", SECTION_2)
slip_in_forward("window_sides_exchanged", WINDOW, "padded[top:top + f_W, left:left + f_H]",
                "Height and width of the filter are swapped in the window: rows come first.", SECTION_2)
slip_in_forward("window_end_without_the_stride", WINDOW, "padded[top:h + f_H, left:w + f_W]",
                "The window starts at the right place, but its end ignores the stride.", SECTION_2)
slip_in_forward("matmul_for_elementwise", WINDOW + " * W", WINDOW + " @ W",
                "Window and filter are multiplied as matrices; the product must be elementwise.", FILTER)
slip_in_forward("matmul_with_the_transpose", WINDOW + " * W", WINDOW + " @ W.T",
                "Every row of the window was multiplied by every row of the filter; the product must be "
                "elementwise.", FILTER)
slip_in_forward("stored_in_steps",
                "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
                "range(0, n_H * stride, stride):\n        for w in range(0, n_W * stride, stride):\n"
                "            top, left = h, w",
                "The windows are right, but each output is stored at the position of its window: outputs must be "
                "adjacent.", SECTION_2)
slip_in_forward("loops_end_before_the_border", "range(n_H):\n        for w in range(n_W)",
                "range(max(X.shape[0] - f_H + stride, 0) // stride):\n"
                "        for w in range(max(X.shape[1] - f_W + stride, 0) // stride)",
                "The loops end where X without its border would end: the outputs of the far border are missing.",
                SECTION_2)
slip_in_forward("stride_added", STEP, "top, left = h + stride - 1, w + stride - 1",
                "The stride is added to the position: it must multiply it.", SECTION_2)
slip_in_forward("window_grows_with_the_stride", WINDOW + " * W", "np.resize(padded[top:top + f_H * stride:stride, "
                "left:left + f_W * stride:stride], W.shape) * W",
                "The entries inside the window are spread apart: the stride is between windows, not inside "
                "them.", SECTION_2)
slip_in_forward("shape_of_every_other", SIZES, "    n_H = -(-(X.shape[0] + 2 * pad - f_H) // stride)\n"
                "    n_W = -(-(X.shape[1] + 2 * pad - f_W) // stride)",
                "The + 1 is missing and the division is rounded up: where the stride divides, the last position is "
                "lost.", SECTION_2)
slip_in_forward("size_is_a_fraction", SIZES, SIZES.replace("//", "/"),
                "The size of H is a fraction instead of an integer: the division must be rounded down.", SECTION_2)
slip_in_forward("size_rounded_to_the_nearest", SIZES,
                SIZES.replace("= (", "= round((").replace(" // stride", " / stride)"),
                "The size is rounded to the nearest number: it must be rounded down, since a step that sticks out is "
                "not a position.", SECTION_2)
slip_in_forward("size_without_plus_one", SIZES, SIZES.replace(" + 1", ""),
                "The + 1 is missing in the size of H: its last row and column are lost.", SECTION_2)
slip_in_forward("height_without_plus_one", "- f_H) // stride + 1", "- f_H) // stride",
                "The + 1 is missing in the height of H: its last row is lost.", SECTION_2)
slip_in_forward("width_without_plus_one", "- f_W) // stride + 1", "- f_W) // stride",
                "The + 1 is missing in the width of H: its last column is lost.", SECTION_2)
slip_in_forward("plus_one_inside", SIZES, SIZES.replace(") // stride + 1", " + 1) // stride"),
                "The 1 is added before the division by the stride; the first position must be counted after it.",
                SECTION_2)
slip_in_forward("rounded_up", SIZES, SIZES.replace("= (", "= -(-(").replace(" // stride + 1", " // stride) + 1"),
                "The size is rounded up: a last step that does not fit inside is not a position.", SECTION_2)
slip_in_forward("rounded_up_and_cut", "    H = np.zeros((n_H, n_W))",
                "    n_H = -(-(padded.shape[0] - f_H) // stride) + 1\n"
                "    n_W = -(-(padded.shape[1] - f_W) // stride) + 1\n"
                "    padded = np.pad(padded, ((0, stride), (0, stride)))\n    H = np.zeros((n_H, n_W))",
                "H is too large where the stride does not divide: the last windows extend over the edge and see zeros "
                "there.", SECTION_2)
slip_in_forward("size_by_the_input_over_stride", SIZES,
                "    n_H = (X.shape[0] + 2 * pad) // stride\n    n_W = (X.shape[1] + 2 * pad) // stride",
                "The size ignores the filter: it is not just the input's length divided by the stride.", SECTION_2)
slip_in_forward("size_ignores_pad", SIZES, SIZES.replace(" + 2 * pad", ""),
                "The input is padded, but the size of H ignores it: outputs are missing.", SECTION_2)
slip_in_forward("size_counts_pad_once", SIZES, SIZES.replace("2 * pad", "pad"),
                "The size counts the padding once, but there are zeros at both ends.", SECTION_2)
slip_in_forward("size_counts_pad_twice", SIZES, SIZES.replace("X.shape", "padded.shape"),
                "The size adds the padding to an input that is already padded.", SECTION_2)
slip_in_forward("height_used_for_width", "X.shape[1] + 2 * pad - f_W", "X.shape[0] + 2 * pad - f_H",
                "The width of H is computed by the formula for its height.", SECTION_2)
slip_in_forward("width_used_for_height", "X.shape[0] + 2 * pad - f_H", "X.shape[1] + 2 * pad - f_W",
                "The height of H is computed by the formula for its width.", SECTION_2)
slip_in_forward("square_filter_by_its_height", "f_H, f_W = W.shape", "f_H = f_W = W.shape[0]",
                "The height of the filter is used for its width too: it need not be square.", SECTION_2)
slip_in_forward("square_filter_by_its_width", "f_H, f_W = W.shape", "f_H = f_W = W.shape[1]",
                "The width of the filter is used for its height too: it need not be square.", SECTION_2)
slip_in_forward("filter_sides_exchanged", "f_H, f_W = W.shape", "f_W, f_H = W.shape",
                "Height and width of the filter are swapped: rows come first.", SECTION_2)
slip_in_forward("offsets_exchanged", STEP, "top, left = w * stride, h * stride",
                "The window is cut out at column, row instead of row, column.", SECTION_2)
slip_in_forward("stored_at_column_and_row", "H[h, w] =", "H[w, h] =",
                "Each output is stored at column, row instead of row, column.", SECTION_2)
slip_in_forward("window_end_fixed", WINDOW, "padded[top:f_H, left:f_W]",
                "The end of the window stays where it was: it must move with the start.", SECTION_2)
slip_in_forward("last_row_of_window_lost", WINDOW + " * W", "padded[top:top + f_H - 1, left:left + f_W] * W[:-1]",
                "The last row of each window is left out: the end of a range is exclusive.", SECTION_2)
slip_in_forward("last_column_of_window_lost", WINDOW + " * W", "padded[top:top + f_H, left:left + f_W - 1] * W[:, :-1]",
                "The last column of each window is left out: the end of a range is exclusive.", SECTION_2)
slip_in_forward("last_row_left_zero", "range(n_H)", "range(n_H - 1)",
                "The last row of H was never written: the loop stops one too early.", SECTION_2)
slip_in_forward("last_column_left_zero", "range(n_W)", "range(n_W - 1)",
                "The last column of H was never written: the loop stops one too early.", SECTION_2)
slip_in_forward("last_row_and_column_left_zero", "range(n_H):\n        for w in range(n_W)",
                "range(n_H - 1):\n        for w in range(n_W - 1)",
                "The last row and column of H were never written: both loops stop one too early.", SECTION_2)
slip_in_forward("every_stride_th_stored", "range(n_H):\n        for w in range(n_W)",
                "range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
                "The loops skip outputs: they must run over all outputs, and the stride belongs in the position of "
                "the window.", SECTION_2)
slip_in_forward("loops_skip_and_step_is_one",
                "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
                "range(0, n_H, stride):\n        for w in range(0, n_W, stride):\n            top, left = h, w",
                "The loops run over window positions but end at the size of H, and the outputs are stored with gaps.",
                SECTION_2)
slip_in_forward("loops_over_the_input",
                "range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
                "range(0, padded.shape[0], stride):\n        for w in range(0, padded.shape[1], stride):\n"
                "            top, left = h, w",
                "The loops run over every start in the input, so the window runs off it or there is no position in H.",
                SECTION_2)
slip_in_forward("window_from_X", WINDOW, "X[top:top + f_H, left:left + f_W]",
                "The windows are cut from X without its border, so they run off it or are shifted.",
                "lesson 04, section 1")
slip_in_forward("pad_shifts_the_window", WINDOW, "padded[top + pad:top + pad + f_H, left + pad:left + pad + f_W]",
                "The windows start after the border, but the first one must start in its "
                "corner.", "lesson 04, section 1")
slip_in_forward("transposed", "    return H,", "    return H.T,", "Rows and columns of H are swapped.", SECTION_2)
slip_in_forward("rotated", "    return H,", "    return H[::-1, ::-1],", "H is rotated by 180 degrees.", SECTION_2)
slip_in_forward("flat", "    return H,", "    return H.ravel(),",
                "The numbers are right, but they are in one row.", SECTION_2)
slip_in_forward("cut_to_whole_numbers", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=int)",
                "H holds integers: the digits after the decimal point are cut off.", SECTION_2)
slip_in_forward("type_of_X", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=X.dtype)",
                "H takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
                SECTION_2)
slip_in_forward("type_of_W", "np.zeros((n_H, n_W))", "np.zeros((n_H, n_W), dtype=W.dtype)",
                "H takes the dtype of W: when W holds integers, the digits after the decimal point are cut off.",
                SECTION_2)
slip_in_forward("products_written_into_X", "            H[h, w] = np.sum(" + WINDOW + " * W)",
                "            " + WINDOW + " *= W\n            H[h, w] = np.sum(" + WINDOW + ")",
                "The products are written into the padded input itself: overlapping windows see changed entries.",
                SECTION_2)
slip_in_forward("leaves_X_changed", "    return H", "    X[:] = 0\n    return H",
                "H is right, but an input was modified.", SECTION_2)
slip_in_forward("state_kept", "stride=1, pad=0):\n", "stride=1, pad=0, kept={}):\n"
                "    W = kept.setdefault(W.shape, np.zeros(W.shape)) + W\n"
                "    kept[W.shape] = W\n",
                "The filters of earlier calls are added to this one's: start anew in each call.", SECTION_2)
slip_in_forward("returns_in_the_inner_loop", "    return H", "            return H",
                "Only the first output is filled in: the return is inside the inner loop.", SECTION_2)
slip_in_forward("returns_in_the_outer_loop", "    return H", "        return H",
                "Only the first row of outputs is filled in: the return is inside the outer loop.", SECTION_2)
slip_in_forward("returns_H_only", "    return H, (X, W, stride, pad)", "    return H",
                "Only H is returned: the cache belongs to the result too.", SECTION_2)
slip_in_forward("cache_is_None", "return H, (X, W, stride, pad)", "return H, None",
                "The cache is None: the backward pass will need the inputs of the forward pass.", SECTION_2)
slip_in_forward("cache_padded", "return H, (X, W, stride, pad)", "return H, (padded, W, stride, pad)",
                "The cache holds something else in the place of X, such as the padded input: it must "
                "hold X as it came in.", SECTION_2)
slip_in_forward("cache_numbers_exchanged", "return H, (X, W, stride, pad)", "return H, (X, W, pad, stride)",
                "The items of the cache are in another order: X and W come first, then the stride, "
                "then the padding.", SECTION_2)
slip_in_forward("returns_cache_in_pieces", "return H, (X, W, stride, pad)", "return H, X, W, stride, pad",
                "The cache is returned as separate values: it must be one tuple.", SECTION_2)
slip_in_forward("zeros", "H[h, w] = np", "np", STILL_ZERO, SECTION_2)
slip_in_forward("returns_None", "    return H, (X, W, stride, pad)", "    print(H)", FORGOT_RETURN, SECTION_2)
PADDING = "pad2d(X, pad)  # noqa: F821  an earlier exercise"
slip_in_forward("pad_ignored", PADDING, "X\n    pad = 0",
                "The padding is ignored: there are no zeros around X.", SECTION_1)
slip_in_forward("pad_all_before", PADDING, "np.pad(X, (2 * pad, 0))",
                "All the zeros are above and at the left of X: half of them belong on the other sides.", SECTION_1)
slip_in_forward("pad_all_behind", PADDING, "np.pad(X, (0, 2 * pad))",
                "All the zeros are below and at the right of X: half of them belong on the other sides.", SECTION_1)
slip_in_forward("pad_rows_only", PADDING, "np.pad(X, ((pad, pad), (0, 0)))",
                "There are no zeros at the left and right of X, so the windows there are cut short.", SECTION_1)
slip_in_forward("pad_columns_only", PADDING, "np.pad(X, ((0, 0), (pad, pad)))",
                "There are no zeros above and below X, so the windows there are cut short.", SECTION_1)
slip_in_forward("padded_with_edge", PADDING, "np.pad(X, pad, mode='edge')",
                "The border repeats the edge of X: they must be zeros.", SECTION_1)
slip_in_forward("padded_with_mirror", PADDING, "np.pad(X, pad, mode='symmetric')",
                "The border mirrors X: they must be zeros.", SECTION_1)
slip_in_forward("padded_around", PADDING, "np.pad(X, pad, mode='wrap')",
                "The border wraps around to the other end of X: it must be zeros.", SECTION_1)
slip_in_forward("padded_with_ones", PADDING, "np.pad(X, pad, constant_values=1)",
                "There are ones around X, but there must be zeros.", SECTION_1)
slip_in_forward("padded_by_one", PADDING, "np.pad(X, 1 if pad else 0)",
                "The border is at most one pixel wide, whatever the padding is.", SECTION_1)
slip_in_forward("padded_for_same_size", PADDING,
                "np.pad(X, (((f_H - 1) // 2, f_H // 2), ((f_W - 1) // 2, f_W // 2)))\n    pad = 0\n"
                "    X = padded",
                "X is padded so that the output keeps its size, whatever the padding is.", SECTION_1)



@MISTAKES.version(
    says="Where a window is partly outside, the filter was cut at the wrong end: above and at the left its first rows "
         "and columns are on the padding.",
    reread="lesson 04, section 1",
)
def filter_cut_at_the_wrong_end(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    n_H = (X.shape[0] + 2 * pad - f_H) // stride + 1
    n_W = (X.shape[1] + 2 * pad - f_W) // stride + 1
    H = np.zeros((n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        i, j = h * stride - pad, w * stride - pad
        window = X[max(i, 0):max(i + f_H, 0), max(j, 0):max(j + f_W, 0)]
        H[h, w] = np.sum(window * W[:window.shape[0], :window.shape[1]])
    return H, (X, W, stride, pad)


@MISTAKES.version(
    says="The last position on each axis is lost where the stride divides: the loop must include the last start at "
         "which the filter fits.",
    reread="lesson 04, section 2",
)
def last_start_left_out(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    H = [[np.sum(padded[top:top + f_H, left:left + f_W] * W) for left in range(0, padded.shape[1] - f_W, stride)]
         for top in range(0, padded.shape[0] - f_H, stride)]
    return np.array(H), (X, W, stride, pad)


@MISTAKES.version(
    says="H is too large: windows that stick out were cut at the edge, but where the filter does not fit, there is no "
         "output.",
    reread="lesson 04, section 2",
)
def windows_cut_at_the_edge(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    H = np.zeros([-(-n // stride) for n in padded.shape])
    for h, w in np.ndindex(*H.shape):
        window = padded[h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        H[h, w] = np.sum(window * W[:window.shape[0], :window.shape[1]])
    return H, (X, W, stride, pad)


def by_output_size(X, W, stride=1, pad=0):
    f_H, f_W = W.shape
    padded = pad2d(X, pad)  # noqa: F821  an earlier exercise
    n_H = output_size(X.shape[0], f_H, stride, pad)  # noqa: F821  given
    n_W = output_size(X.shape[1], f_W, stride, pad)  # noqa: F821  given
    H = np.zeros((n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            i, j = h * stride, w * stride
            H[h, w] = np.sum(padded[i:i + f_H, j:j + f_W] * W)
    return H, (X, W, stride, pad)


slip_by_output_size = MISTAKES.slips(by_output_size)
COUNTS = """    n_H = output_size(X.shape[0], f_H, stride, pad)  # noqa: F821  given
    n_W = output_size(X.shape[1], f_W, stride, pad)  # noqa: F821  given"""
slip_by_output_size("counts_exchange_stride_and_pad", COUNTS, COUNTS.replace("stride, pad", "pad, stride"),
                    "Stride and padding are swapped when the outputs are counted: the stride comes first.", SECTION_2)
slip_by_output_size("counts_forget_both", COUNTS, COUNTS.replace(", stride, pad", ""),
                    "The outputs are counted as if there were no stride and no padding.", SECTION_2)
slip_by_output_size("counts_forget_the_padding", COUNTS, COUNTS.replace(", pad", ""),
                    "The outputs are counted as if there were no padding: some are missing.", SECTION_2)
slip_by_output_size("counts_take_the_stride_for_the_filter", COUNTS,
                    COUNTS.replace("f_H, stride", "stride, f_H").replace(
                    "f_W, stride", "stride, f_W"),
                    "Filter and stride are swapped when the outputs are counted.", SECTION_2)
slip_by_output_size("counts_by_the_height", "X.shape[1]", "X.shape[0]",
                    "The width of H is counted along the height of X.", SECTION_2)
slip_by_output_size("counts_by_the_width", "X.shape[0]", "X.shape[1]",
                    "The height of H is counted along the width of X.", SECTION_2)


def keep(X, W, stride=1, pad=0):
    H = correlate_valid(pad2d(X, pad), W)[::stride, ::stride]  # noqa: F821  given, and an earlier exercise
    return H, (X, W, stride, pad)


slip_in_keep = MISTAKES.slips(keep)
slip_in_keep("pad_forgotten", "pad2d(X, pad)", "X",
             "The padding is forgotten: there are no zeros around X, so H is too small.", "lesson 04, section 1")
slip_in_keep("output_padded", "correlate_valid(pad2d(X, pad), W)", "pad2d(correlate_valid(X, W), pad)",
             "The zeros were put around the output, but they belong around the input.", "lesson 04, section 1")
slip_in_keep("input_strided", "pad2d(X, pad), W)[::stride, ::stride]", "pad2d(X, pad)[::stride, ::stride], W)",
             "Rows and columns of the input are skipped: windows are spread apart, but the pixels inside a window are "
             "neighbours.", SECTION_2)
slip_in_keep("X_strided_before_padding", "pad2d(X, pad), W)[::stride, ::stride]",
             "pad2d(X[::stride, ::stride], pad), W)",
             "Rows and columns of X are skipped before it is padded: only the outputs may be skipped.", SECTION_2)
slip_in_keep("rows_kept_all", "[::stride, ::stride]", "[:, ::stride]",
             "The stride skips columns of outputs, but no rows.", SECTION_2)
slip_in_keep("columns_kept_all", "[::stride, ::stride]", "[::stride]",
             "The stride skips rows of outputs, but no columns.", SECTION_2)
slip_in_keep("kept_from_the_second", "[::stride, ::stride]", "[stride - 1::stride, stride - 1::stride]",
             "The first outputs are skipped, but the first window is in the corner.", SECTION_2)
slip_in_keep("kept_from_the_middle_of_a_step", "[::stride, ::stride]", "[stride // 2::stride, stride // 2::stride]",
             "The outputs are picked from the middle of each step, but the first window is in the corner.", SECTION_2)
slip_in_keep("padded_twice", "pad2d(X, pad)", "pad2d(pad2d(X, pad), pad)",
             "The border was put around X twice.", "lesson 04, section 1")
slip_in_keep("first_outputs_kept", "[::stride, ::stride]", "[:stride, :stride]",
             "Only the first outputs are kept, as many as the stride: every stride-th one must be kept.", SECTION_2)
slip_in_keep("convolved_full", "correlate_valid(pad2d(X, pad), W)", "convolve_full(pad2d(X, pad), rot180(W))",
             "This is the full correlation: the filter must not stick out of the padded input.", SECTION_2)
