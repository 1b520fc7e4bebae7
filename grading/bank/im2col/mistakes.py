"""Wrong versions of im2col."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("im2col")
HERE = "lesson 06, section 1"


def tap_by_tap(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), X.dtype)
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


ROWS, COLUMNS = "u:u + n_H * stride:stride", "v:v + n_W * stride:stride"
GRID = f"padded[:, :, {ROWS}, {COLUMNS}]"

slip_in_taps = MISTAKES.slips(tap_by_tap)
slip_in_taps("padding_ignored", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "X",
             "The padding is counted in the number of windows, but no zeros were put around the images.", HERE)
slip_in_taps("padding_forgotten_altogether", "    n_H = (n_H_prev", "    pad = 0\n    n_H = (n_H_prev",
             "The padding is left out: there must be zeros around each channel before it is unfolded.", HERE)
slip_in_taps("pad_top_left", "(pad, pad), (pad, pad)", "(2 * pad, 0), (2 * pad, 0)",
             "All the padding went to the top and to the left: half of it belongs on each side.", HERE)
slip_in_taps("pad_bottom_right", "(pad, pad), (pad, pad)", "(0, 2 * pad), (0, 2 * pad)",
             "All the padding went to the bottom and to the right: half of it belongs on each side.", HERE)
slip_in_taps("pad_all_axes", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "np.pad(X, pad)",
             "All four axes were padded with zeros, but only rows and columns get padding.", HERE)
slip_in_taps("pad_images_and_channels", "(0, 0), (0, 0), (pad, pad), (pad, pad)",
             "(pad, pad), (pad, pad), (0, 0), (0, 0)",
             "The zeros were added to the image and channel axes instead of rows and columns.", HERE)
slip_in_taps("pad_rows_only", "(pad, pad), (pad, pad)", "(pad, pad), (0, 0)",
             "Zeros were added only above and below: left and right need them too.", HERE)
slip_in_taps("pad_columns_only", "(pad, pad), (pad, pad)", "(0, 0), (pad, pad)",
             "Zeros were added only left and right: above and below need them too.", HERE)
slip_in_taps("pad_by_edge", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='edge'",
             "The border repeats the outermost pixels: this layer pads with zeros.", HERE)
slip_in_taps("pad_by_reflection", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='reflect'",
             "The border mirrors the image: this layer pads with zeros.", HERE)
slip_in_taps("pad_by_ones", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), constant_values=1",
             "The border holds ones: this layer pads with zeros.", HERE)
slip_in_taps("pad_counted_once", "n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad",
             "n_H_prev + pad - f_H) // stride + 1\n    n_W = (n_W_prev + pad",
             "The padding is counted once, but it is on both sides, so windows are missing.", HERE)
slip_in_taps("stride_ignored_in_places", GRID, "padded[:, :, u:u + n_H, v:v + n_W]",
             "The windows are counted with the stride but taken side by side: each must start a stride after the last.",
             HERE)
slip_in_taps("stride_ignored_altogether", "    n_H = (n_H_prev", "    stride = 1\n    n_H = (n_H_prev",
             "The stride is left out: these are the windows of stride 1.", HERE)
slip_in_taps("stride_on_rows_only", COLUMNS, "v:v + n_W",
             "The stride moves the windows down but not to the right: columns are taken side by side.", HERE)
slip_in_taps("stride_on_columns_only", ROWS, "u:u + n_H",
             "The stride moves the windows to the right but not down: rows are taken side by side.", HERE)
slip_in_taps("end_without_stride", GRID, "padded[:, :, u:u + n_H:stride, v:v + n_W:stride]",
             "A tap's grid of pixels ends too early: with a stride it extends over more rows and columns.", HERE)
slip_in_taps("end_fixed", GRID, "padded[:, :, u:n_H * stride:stride, v:n_W * stride:stride]",
             "The end of a tap's grid stays where it was: it must move with its start, or pixels are missing.", HERE)
slip_in_taps("grid_open_at_the_end", GRID, "padded[:, :, u::stride, v::stride]",
             "A tap's grid of pixels has no end, so it takes more of them than there are windows.", HERE)
slip_in_taps("step_by_filter", GRID, "padded[:, :, u:u + n_H * f_H:f_H, v:v + n_W * f_W:f_W]",
             "The windows step by the filter's sides instead of the stride.", HERE)
slip_in_taps("one_window_missing", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
             "- f_H) // stride\n    n_W = (n_W_prev + 2 * pad - f_W) // stride",
             "The + 1 is missing in the number of windows: the last ones are lost on both axes.", HERE)
slip_in_taps("rounded_up",
             "(n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
             "-((f_H - n_H_prev - 2 * pad) // stride) + 1\n    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1",
             "The number of windows was rounded up: a window that extends over the edge does not count.", HERE)
slip_in_taps("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
             "The number of windows across was computed from the height of the images.", HERE)
slip_in_taps("width_with_filter_height", "- f_W) // stride", "- f_H) // stride",
             "The number of windows across was computed with the height of the filter.", HERE)
slip_in_taps("height_with_filter_width", "- f_H) // stride", "- f_W) // stride",
             "The number of windows down was computed with the width of the filter.", HERE)
slip_in_taps("sides_exchanged", "n_H_prev, n_W_prev = X.shape", "n_W_prev, n_H_prev = X.shape",
             "Height and width of the images are swapped: the rows come first in a shape.", HERE)
slip_in_taps("batch_and_channels_exchanged", "    N, C, n_H_prev", "    C, N, n_H_prev",
             "Images and channels are swapped: the first axis of X counts the images.", HERE)
slip_in_taps("filter_sides_exchanged", "for u in range(f_H):\n        for v in range(f_W)",
             "for u in range(f_W):\n        for v in range(f_H)",
             "Height and width of the filter are swapped in the loops.", HERE)
slip_in_taps("square_filter", "for v in range(f_W)", "for v in range(f_H)",
             "The filter's height was used for its width too: a filter need not be square.", HERE)
slip_in_taps("taps_by_columns", "cols.reshape(", "cols.transpose(0, 1, 3, 2, 4, 5).reshape(",
             "Inside a channel, the rows of the matrix go down the filter first: they must follow its row-major "
             "order.", HERE)
slip_in_taps("windows_by_columns", "cols.reshape(", "cols.transpose(0, 1, 2, 3, 5, 4).reshape(",
             "The windows are taken down the image first: the columns must follow the outputs' row-major order.",
             HERE)
slip_in_taps("both_by_columns", "cols.reshape(", "cols.transpose(0, 1, 3, 2, 5, 4).reshape(",
             "Rows and columns of the matrix both go down first: both must follow row-major order.", HERE)
slip_in_taps("channels_inside", "cols.reshape(", "cols.transpose(0, 2, 3, 1, 4, 5).reshape(",
             "The channels alternate from row to row: all taps of one channel must come before the next channel.", HERE)
slip_in_taps("channels_in_the_middle", "cols.reshape(", "cols.transpose(0, 2, 1, 3, 4, 5).reshape(",
             "The channel comes between row and column of the filter in the order of the rows: it must come "
             "first.", HERE)
slip_in_taps("turned", GRID,
             GRID.replace("u:u +", "f_H - 1 - u:f_H - 1 - u +").replace("v:v +", "f_W - 1 - v:f_W - 1 - v +"),
             "Each window was rotated by 180 degrees: the first row belongs to the first tap.", HERE)
slip_in_taps("upside_down", GRID, GRID.replace("u:u +", "f_H - 1 - u:f_H - 1 - u +"),
             "Each window was written upside down: its top row comes first.", HERE)
slip_in_taps("mirrored", GRID, GRID.replace("v:v +", "f_W - 1 - v:f_W - 1 - v +"),
             "Each window was mirrored left to right: its left pixel comes first.", HERE)
slip_in_taps("transposed", "n_H * n_W)", "n_H * n_W).transpose(0, 2, 1)",
             "The matrix of each image is transposed: a window is a column, not a row.", HERE)
slip_in_taps("transposed_by_reshape", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, n_H * n_W, -1)",
             "The shape is that of the transposed matrix, and a reshape does not transpose, so windows are torn apart.",
             HERE)
slip_in_taps("images_side_by_side", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.transpose(1, 2, 3, 0, 4, 5).reshape(C * f_H * f_W, -1)",
             "All images are in one matrix: each image needs its own matrix, along the first axis.",
             HERE)
slip_in_taps("images_interleaved", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.transpose(1, 2, 3, 4, 5, 0).reshape(C * f_H * f_W, -1)",
             "All images are in one matrix, their columns interleaved: each image needs its own matrix.", HERE)
slip_in_taps("one_row_for_each_window_of_the_batch", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.transpose(0, 4, 5, 1, 2, 3).reshape(-1, C * f_H * f_W)",
             "All windows of all images are rows of one matrix: each image needs its own matrix, with windows as "
             "columns.",
             HERE)
slip_in_taps("images_and_rows_merged", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.reshape(N * C * f_H * f_W, -1)",
             "The images are stacked on top of each other in one matrix: the first axis must be the images.", HERE)
slip_in_taps("channels_apart", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, C, f_H * f_W, n_H * n_W)",
             "The channels still have their own axis: channel and tap together index the rows.", HERE)
slip_in_taps("not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols",
             "All entries are there, but on six axes: reshape them to images, rows and columns.", HERE)
slip_in_taps("outputs_not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, -1, n_H, n_W)",
             "The outputs still have two axes: they must be on one, in row-major order.", HERE)
slip_in_taps("rows_not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, C, f_H, f_W, -1)",
             "Channels and taps still have three axes: they must be on one.", HERE)
slip_in_taps("first_image_only", "cols[:, :, u, v] = padded[:,", "cols[0, :, u, v] = padded[0,",
             "Only the first image was unfolded; the others are still zero.", HERE)
slip_in_taps("first_image_for_all", "= padded[:,", "= padded[0,",
             "Every image holds the windows of the first one.", HERE)
slip_in_taps("first_channel_only", "cols[:, :, u, v] = padded[:, :,", "cols[:, 0, u, v] = padded[:, 0,",
             "Only the first channel was unfolded; the rows of the others are still zero.", HERE)
slip_in_taps("first_channel_for_all", "= padded[:, :,", "= padded[:, :1,",
             "The rows of every channel hold the pixels of the first one.", HERE)
slip_in_taps("channels_summed", f"= {GRID}", f"= {GRID}.sum(axis=1, keepdims=True)",
             "The channels were summed: unfolding only copies, and every channel has its own rows.", HERE)
slip_in_taps("first_channel_rows_only", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols[:, 0].reshape(N, f_H * f_W, n_H * n_W)",
             "Only the first channel was returned: every channel has its own rows.", HERE)
slip_in_taps("last_tap_missing", "for u in range(f_H):\n        for v in range(f_W)",
             "for u in range(f_H - 1):\n        for v in range(f_W - 1)",
             "The last row and the last column of taps are left out, so their rows are still zero.", HERE)
slip_in_taps("last_column_of_taps_missing", "range(f_W)", "range(f_W - 1)",
             "The last column of taps is left out, so its rows are still zero.", HERE)
slip_in_taps("last_row_of_taps_missing", "range(f_H)", "range(f_H - 1)",
             "The last row of taps is left out, so its rows are still zero.", HERE)
slip_in_taps("taps_from_one", "for u in range(f_H):\n        for v in range(f_W)",
             "for u in range(1, f_H + 1):\n        for v in range(1, f_W + 1)",
             "The taps are counted from 1, so the last one is outside: they count from 0.", HERE)
slip_in_taps("whole_numbers", "n_W), X.dtype)\n", "n_W), dtype=int)\n",
             "The matrix holds integers only: the digits after the decimal point were cut off.", HERE)
slip_in_taps("float64_always", "n_W), X.dtype)\n", "n_W))\n",
             "The matrix is of float64 whatever X is: from float32 it takes twice the memory.", HERE)
slip_in_taps("size_not_whole", "// stride + 1\n    n_W", "/ stride + 1\n    n_W",
             "A size was computed with true division, which gives a float: a shape needs integers.", HERE)
slip_in_taps("returns_None", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)", "print(cols.shape)", FORGOT_RETURN,
             HERE)
slip_in_taps("returns_sizes_too", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "return cols.reshape(N, C * f_H * f_W, n_H * n_W), n_H, n_W",
             "The sizes are returned too: return only the matrix.", HERE)
slip_in_taps("still_zero", f"cols[:, :, u, v] = {GRID}", f"tap = {GRID}", STILL_ZERO, HERE)
slip_in_taps("returns_the_padded_images", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)", "return padded",
             "The padded images were returned: no window was written as a column.", HERE)
slip_in_taps("last_tap_for_all", "cols[:, :, u, v] =", "cols[:] =",
             "Every row was written at each step, so all taps hold the last one's pixels.", HERE)
slip_in_taps("columns_follow_rows", COLUMNS, "u:u + n_W * stride:stride",
             "The columns of a tap's grid start where its rows do, so it moves along the diagonal.", HERE)
slip_in_taps("reshaped_then_transposed", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "return cols.reshape(N, n_H * n_W, C * f_H * f_W).transpose(0, 2, 1)",
             "The windows were torn apart by a reshape before the transpose.", HERE)
slip_in_taps("padding_counted_twice", "n_W_prev = X.shape",
             "n_W_prev = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))).shape",
             "The padding is counted twice: the sizes are those of the padded images, and the formula adds the "
             "padding again.", HERE)
slip_in_taps("plus_one_inside", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
             "- f_H + 1) // stride\n    n_W = (n_W_prev + 2 * pad - f_W + 1) // stride",
             "The + 1 was divided by the stride too: it must be added after the division, for the first window.", HERE)
slip_in_taps("pad_by_wrapping", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='wrap'",
             "The border repeats the opposite side of the image: this layer pads with zeros.", HERE)
slip_in_taps("end_is_the_number_of_windows", GRID, "padded[:, :, u:n_H:stride, v:n_W:stride]",
             "A tap's grid ends at the number of windows: its end must move with its start and grow with the stride.",
             HERE)
slip_in_taps("end_from_the_length_of_X", GRID, "padded[:, :, u:u + n_H_prev:stride, v:v + n_W_prev:stride]",
             "A tap's grid is as long as X: it holds one pixel for each window, and the windows start a stride apart.",
             HERE)
slip_in_taps("end_without_padding", GRID,
             "padded[:, :, u:u + n_H_prev - f_H + 1:stride, v:v + n_W_prev - f_W + 1:stride]",
             "The end of a tap's grid was computed from X without its padding, so the last pixels are missing.", HERE)
slip_in_taps("taps_a_stride_apart", GRID, "padded[:, :, u * stride:u * stride + n_H, v * stride:v * stride + n_W]",
             "The taps lie a stride apart and the windows side by side: it must be the other way round.", HERE)
slip_in_taps("taps_and_windows_a_stride_apart", GRID,
             "padded[:, :, u * stride:(u + n_H) * stride:stride, v * stride:(v + n_W) * stride:stride]",
             "The stride spreads the taps as well: only the windows start a stride apart.", HERE)
slip_in_taps("images_torn_apart_by_reshape", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.transpose(1, 2, 3, 0, 4, 5).reshape(N, C * f_H * f_W, n_H * n_W)",
             "The windows of all images were joined in one matrix, and the reshape to one matrix for each image mixes "
             "them.", HERE)
slip_in_taps("rows_counted_before_images", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.reshape(N, C * f_H * f_W, n_H * n_W).transpose(1, 0, 2)",
             "The first axis is the rows of the matrix, the second the images: the images must come first.", HERE)
slip_in_taps("filled_by_columns", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
             "cols.reshape((N, C * f_H * f_W, n_H * n_W), order='F')",
             "The matrix was filled with its first axis varying fastest: it must be in row-major order.", HERE)
slip_in_taps("pad_channels_and_rows", "(0, 0), (pad, pad), (pad, pad))", "(pad, pad), (pad, pad), (0, 0))",
             "The zeros were added to channels and rows: they belong around rows and columns.", HERE)
slip_in_taps("columns_counted_like_rows", COLUMNS, "v:v + n_H * stride:stride",
             "Each tap takes as many columns of pixels as it takes rows: there is one for each window across.", HERE)
slip_in_taps("column_end_from_the_row", COLUMNS, "v:u + n_W * stride:stride",
             "The columns of a tap's grid end at a place counted from the tap's row: count from its column.", HERE)
slip_in_taps("array_with_filter_sides_exchanged", "C, f_H, f_W, n_H, n_W)", "C, f_W, f_H, n_H, n_W)",
             "The array has room for the filter's width before its height: the height comes first.", HERE)
slip_in_taps("array_with_output_sides_exchanged", "C, f_H, f_W, n_H, n_W)", "C, f_H, f_W, n_W, n_H)",
             "The array has room for the output's width before its height: the height comes first.", HERE)


def window_by_window(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = padded[:, :, top:top + f_H, left:left + f_W]
            cols[:, :, h * n_W + w] = window.reshape(N, -1)
    return cols


slip_in_windows = MISTAKES.slips(window_by_window)
slip_in_windows("columns_counted_with_height", "h * n_W + w", "h * n_H + w",
                "The columns are numbered with the height of the output: one row of windows holds as many as it is "
                "wide.", HERE)
slip_in_windows("columns_numbered_by_sum", "h * n_W + w", "h + w",
                "Column numbers repeat, so later windows overwrite earlier ones: every output needs its own "
                "number.", HERE)
slip_in_windows("columns_numbered_by_product", "h * n_W + w", "h * w",
                "All windows of the first row and column of outputs share one column: every output needs its own.",
                HERE)
slip_in_windows("window_read_by_columns", "window.reshape(N, -1)", "window.reshape(N, -1, order='F')",
                "Each window was read with its first axis fastest: read channel after channel, row after row.", HERE)
slip_in_windows("window_for_image_summed", "window.reshape(N, -1)", "window.sum(axis=0).ravel()",
                "The images were summed, but every image needs its own matrix.", HERE)
slip_in_windows("stops_at_the_first_window", "window.reshape(N, -1)\n    return",
                "window.reshape(N, -1)\n            return",
                "Only the first column is filled: the function returns inside the loop.", HERE)
slip_in_windows("stops_after_the_first_row", "window.reshape(N, -1)\n    return",
                "window.reshape(N, -1)\n        return",
                "Only the windows of the first row of outputs are there: the function returns inside the outer loop.",
                HERE)
slip_in_windows("window_of_the_unpadded", "window = padded[", "window = X[",
                "The windows were cut from X without its padding, so some are too small.", HERE)
slip_in_windows("stride_twice", "top:top + f_H, left:left + f_W", "top:top + f_H:stride, left:left + f_W:stride",
                "The stride was applied inside the window too: it only moves the window.", HERE)
slip_in_windows("window_end_fixed", "top:top + f_H, left:left + f_W", "top:f_H, left:f_W",
                "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip_in_windows("start_behind_the_padding", "top, left = h * stride, w * stride",
                "top, left = h * stride + pad, w * stride + pad",
                "The first window starts behind the padding: it starts at the corner of the padded image.", HERE)
slip_in_windows("last_windows_skipped", "for h in range(n_H):\n        for w in range(n_W)",
                "for h in range(n_H - 1):\n        for w in range(n_W - 1)",
                "The last row and the last column of windows are left out, so their columns are still zero.", HERE)
slip_in_windows("positions_for_windows", "for h in range(n_H):\n        for w in range(n_W)",
                "for h in range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
                "The loops skip outputs: they count every output, and the stride moves the window.", HERE)
slip_in_windows("positions_for_columns",
                "for h in range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
                "for h in range(0, n_H_prev + 2 * pad - f_H + 1, stride):\n"
                "        for w in range(0, n_W_prev + 2 * pad - f_W + 1, stride):\n            top, left = h, w",
                "The columns are numbered by the position of the window in the image: count the windows.", HERE)


def row_by_row(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    for c, u, v in np.ndindex(C, f_H, f_W):
        met = padded[:, c, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
        cols[:, (c * f_H + u) * f_W + v] = met.reshape(N, -1)
    return cols


slip_in_rows = MISTAKES.slips(row_by_row)
NUMBER = "(c * f_H + u) * f_W + v"
slip_in_rows("rows_counted_with_height", NUMBER, "c * f_H * f_W + u * f_H + v",
             "The rows are numbered with the height of the filter: one row of the filter has as many taps as it is "
             "wide.", HERE)
slip_in_rows("rows_shared_by_channels", NUMBER, "u * f_W + v",
             "Every channel wrote to the same rows, so the last one is left: each channel has its own rows.", HERE)
slip_in_rows("channels_one_row_apart", NUMBER, "c + u * f_W + v",
             "The rows of one channel start one row below those of the previous channel: a channel has a row for each "
             "tap.", HERE)
slip_in_rows("channels_their_number_apart", NUMBER, "c * C + u * f_W + v",
             "The rows of a channel start too early: the offset from channel to channel is the number of taps, not of "
             "channels.", HERE)


@MISTAKES.version(says="The view was given the filter's width before its height.", reread=HERE)
def view_with_sides_exchanged(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_W, f_H), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="The axes of the window view were reshaped but had to be moved first: a reshape does not transpose.",
    reread=HERE,
)
def reshape_for_transpose(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="The columns are not windows: the list of windows was reshaped instead of transposed.",
    reread=HERE,
)
def list_reshaped(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="The window view was not given its axes: windows slide over rows and columns, not over images and channels.",
    reread=HERE,
)
def axes_of_the_view_missing(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="The stride was applied to images and channels instead of the windows' rows and columns.",
    reread=HERE,
)
def stride_on_the_first_axes(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(says="The stride skips pixels inside the windows instead of skipping windows.", reread=HERE)
def stride_inside_the_windows(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[..., ::stride, ::stride]
    windows = windows.transpose(0, 1, 4, 5, 2, 3)
    N, C, u, v, n_H, n_W = windows.shape
    return windows.reshape(N, C * u * v, n_H * n_W)


@MISTAKES.version(
    says="The windows are read as if X were contiguous in memory: for a view, the wrong numbers are read.",
    reread=HERE,
)
def strides_guessed(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else X
    N, C, height, width = padded.shape
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    s = padded.itemsize
    steps = C * height * width * s, height * width * s, width * s, s, stride * width * s, stride * s
    return as_strided(padded, (N, C, f_H, f_W, n_H, n_W), steps).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="The border of the images was overwritten with zeros: padding adds rows and columns around them.",
    reread=HERE,
)
def border_overwritten(X, f_H, f_W, stride=1, pad=0):
    if pad:
        X[:, :, :pad], X[:, :, -pad:], X[..., :pad], X[..., -pad:] = 0, 0, 0, 0
    windows = sliding_window_view(X, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="Pixels before the edge are read from the opposite side: negative positions count from the end, but the "
    "padding is zero.",
    reread=HERE,
)
def padding_wraps_around(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), X.dtype)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        i, j = h * stride + u - pad, w * stride + v - pad
        if i < n_H_prev and j < n_W_prev:
            cols[:, :, u, v, h, w] = X[:, :, i, j]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="Pixels beyond the edge were read: the positions must be moved back by the padding, and what is outside is "
         "zero.",
    reread=HERE,
)
def positions_beyond_the_edge(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), X.dtype)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        cols[:, :, u, v, h, w] = X[:, :, h * stride + u, w * stride + v]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="Only the matrix of the last image was returned: each image overwrote the one before.",
    reread=HERE,
)
def last_image_only(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    for image in padded:
        windows = sliding_window_view(image, (f_H, f_W), axis=(1, 2))[:, ::stride, ::stride]
        C, n_H, n_W = windows.shape[:3]
        cols = windows.transpose(0, 3, 4, 1, 2).reshape(C * f_H * f_W, n_H * n_W)
    return cols


@MISTAKES.version(
    says="The list of channel indices and the lists of taps are in different orders, so a row mixes channels and taps.",
    reread=HERE,
)
def channel_list_in_another_order(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_W), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.tile(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, i, j]


@MISTAKES.version(
    says="The list of row offsets repeats each one as often as the filter is high: each row has as many taps as the "
         "filter is wide.",
    reread=HERE,
)
def offsets_repeated_by_height(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_H), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, i, j]


@MISTAKES.version(says="The stride spreads the taps of a window apart: it must move the windows instead.", reread=HERE)
def stride_on_the_taps(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), X.dtype)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        cols[:, :, u, v, h, w] = padded[:, :, h + u * stride, w + v * stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(
    says="Results of an earlier call are still in the matrix: it must be created anew in each call.",
    reread=HERE,
)
def state_kept(X, f_H, f_W, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    cols = windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)
    kept[cols.shape] = kept.get(cols.shape, 0) + cols
    return kept[cols.shape]


@MISTAKES.version(
    says="Rows are added to a list that outlives the call: a default list is created only once.",
    reread=HERE,
)
def list_kept(X, f_H, f_W, stride=1, pad=0, rows=[]):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    for c, u, v in np.ndindex(X.shape[1], f_H, f_W):
        rows.append(windows[:, c, :, :, u, v].reshape(len(X), -1))
    return np.stack(rows, axis=1)


@MISTAKES.version(
    says="The pixels of X were only reshaped: pixels under several windows must be copied several times.",
    reread=HERE,
)
def only_reshaped(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    return X.reshape(N, C * f_H * f_W, n_H * n_W)


def window_list(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = []
    for top in range(0, n_H_prev + 2 * pad - f_H + 1, stride):
        for left in range(0, n_W_prev + 2 * pad - f_W + 1, stride):
            columns.append(padded[:, :, top:top + f_H, left:left + f_W].reshape(N, -1))
    return np.stack(columns, axis=2)


slip_in_list = MISTAKES.slips(window_list)
slip_in_list("range_one_short", "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
             "f_H, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W",
             "The ranges of window corners end one too early, so the last windows are lost on both axes.", HERE)
slip_in_list("range_over_the_unpadded",
             "n_H_prev + 2 * pad - f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad",
             "n_H_prev - f_H + 1, stride):\n        for left in range(0, n_W_prev",
             "The windows stop where X ends, but the padded image goes on.", HERE)
slip_in_list("range_to_the_edge", "- f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
             ", stride):\n        for left in range(0, n_W_prev + 2 * pad",
             "The windows go on to the edge, where they are no longer entirely inside.", HERE)
slip_in_list("windows_in_front", "np.stack(columns, axis=2)", "np.stack(columns)",
             "The windows are on the first axis: that axis is for the images, and the windows are the columns.", HERE)
slip_in_list("windows_joined", "np.stack(columns, axis=2)", "np.concatenate(columns, axis=1)",
             "All windows of an image follow each other in one long row: each must be a column.", HERE)
slip_in_list("rows_of_windows_joined_first", "reshape(N, -1)", "reshape(-1)",
             "The images were joined in one column: each image needs its own matrix.", HERE)


@MISTAKES.version(
    says="The stride divides only the filter's side: the whole difference must be divided, so brackets are missing.",
    reread=HERE,
)
def brackets_missing(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = n_H_prev + 2 * pad - f_H // stride + 1
    n_W = n_W_prev + 2 * pad - f_W // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), X.dtype)
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@MISTAKES.version(says="Row and column indices of the pixels are swapped.", reread=HERE)
def index_lists_exchanged(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_W), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, j, i]


@MISTAKES.version(
    says="The column index starts again in each row of outputs, so later windows overwrite earlier ones.",
    reread=HERE,
)
def counter_starts_again(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W), X.dtype)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            cols[:, :, w] = padded[:, :, top:top + f_H, left:left + f_W].reshape(N, -1)
    return cols


@MISTAKES.version(
    says="The padding was computed from the filter: use the one that is passed in.",
    reread=HERE,
)
def padding_from_the_filter(X, f_H, f_W, stride=1, pad=0):
    pad = f_H // 2
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)
