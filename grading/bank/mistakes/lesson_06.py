"""Wrong versions of the exercises of lesson 06."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from convlib.conv.im2col import col2im, im2col
from grading.bank.mistakes.lesson_01_to_03 import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import mistake, slips

# --- im2col ---------------------------------------------------------------------------------------------------------

HERE = "lesson 06, section 1"


def tap_by_tap(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W))
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


ROWS, COLUMNS = "u:u + n_H * stride:stride", "v:v + n_W * stride:stride"
GRID = f"padded[:, :, {ROWS}, {COLUMNS}]"
slip = slips(tap_by_tap, "im2col")
slip("padding_ignored", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "X",
     "The padding is counted in the number of windows, but no zeros were put around the images.", HERE)
slip("padding_forgotten_altogether", "    n_H = (n_H_prev", "    pad = 0\n    n_H = (n_H_prev",
     "The padding is left out: there must be zeros around each channel before it is unfolded.", HERE)
slip("pad_top_left", "(pad, pad), (pad, pad)", "(2 * pad, 0), (2 * pad, 0)",
     "All the padding went to the top and to the left: half of it belongs on each side.", HERE)
slip("pad_bottom_right", "(pad, pad), (pad, pad)", "(0, 2 * pad), (0, 2 * pad)",
     "All the padding went to the bottom and to the right: half of it belongs on each side.", HERE)
slip("pad_all_axes", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "np.pad(X, pad)",
     "Zeros were put around all four axes: images and channels get no padding, only rows and columns.", HERE)
slip("pad_images_and_channels", "(0, 0), (0, 0), (pad, pad), (pad, pad)", "(pad, pad), (pad, pad), (0, 0), (0, 0)",
     "The zeros were put around the axes of images and channels instead of those of rows and columns.", HERE)
slip("pad_rows_only", "(pad, pad), (pad, pad)", "(pad, pad), (0, 0)",
     "Zeros were put above and below only: the columns need them too.", HERE)
slip("pad_columns_only", "(pad, pad), (pad, pad)", "(0, 0), (pad, pad)",
     "Zeros were put left and right only: the rows need them too.", HERE)
slip("pad_by_edge", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='edge'",
     "The border repeats the outermost pixels: this layer pads with zeros.", HERE)
slip("pad_by_reflection", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='reflect'",
     "The border mirrors the image: this layer pads with zeros.", HERE)
slip("pad_by_ones", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), constant_values=1",
     "The border holds ones: this layer pads with zeros.", HERE)
slip("pad_counted_once", "n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad",
     "n_H_prev + pad - f_H) // stride + 1\n    n_W = (n_W_prev + pad",
     "The padding is counted once, but it stands on both sides, so windows are missing.", HERE)
slip("stride_ignored_in_places", GRID, "padded[:, :, u:u + n_H, v:v + n_W]",
     "The windows are counted with the stride but taken side by side: each must start a stride further on.", HERE)
slip("stride_ignored_altogether", "    n_H = (n_H_prev", "    stride = 1\n    n_H = (n_H_prev",
     "The stride is left out: these are the windows of stride 1.", HERE)
slip("stride_on_rows_only", COLUMNS, "v:v + n_W",
     "The stride moves the windows down but not to the right: columns are taken side by side.", HERE)
slip("stride_on_columns_only", ROWS, "u:u + n_H",
     "The stride moves the windows to the right but not down: rows are taken side by side.", HERE)
slip("end_without_stride", GRID, "padded[:, :, u:u + n_H:stride, v:v + n_W:stride]",
     "A tap's grid of pixels ends too early: with a stride it stretches over more rows and columns.", HERE)
slip("end_fixed", GRID, "padded[:, :, u:n_H * stride:stride, v:n_W * stride:stride]",
     "The end of a tap's grid stays where it was: it must move with its start, or pixels are missing.", HERE)
slip("grid_open_at_the_end", GRID, "padded[:, :, u::stride, v::stride]",
     "A tap's grid of pixels has no end, so it takes more of them than there are windows.", HERE)
slip("step_by_filter", GRID, "padded[:, :, u:u + n_H * f_H:f_H, v:v + n_W * f_W:f_W]",
     "The windows step by the filter's sides instead of the stride.", HERE)
slip("one_window_missing", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "- f_H) // stride\n    n_W = (n_W_prev + 2 * pad - f_W) // stride",
     "The + 1 is missing in the number of windows: the last ones are lost on both axes.", HERE)
slip("rounded_up", "(n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "-((f_H - n_H_prev - 2 * pad) // stride) + 1\n    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1",
     "The number of windows was rounded up: a window that hangs over the edge does not count.", HERE)
slip("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
     "The number of windows across was computed from the height of the images.", HERE)
slip("width_with_filter_height", "- f_W) // stride", "- f_H) // stride",
     "The number of windows across was computed with the height of the filter.", HERE)
slip("height_with_filter_width", "- f_H) // stride", "- f_W) // stride",
     "The number of windows down was computed with the width of the filter.", HERE)
slip("sides_exchanged", "n_H_prev, n_W_prev = X.shape", "n_W_prev, n_H_prev = X.shape",
     "Height and width of the images are exchanged: the rows come first in a shape.", HERE)
slip("batch_and_channels_exchanged", "    N, C, n_H_prev", "    C, N, n_H_prev",
     "Images and channels are exchanged: the first axis of X counts the images.", HERE)
slip("filter_sides_exchanged", "for u in range(f_H):\n        for v in range(f_W)",
     "for u in range(f_W):\n        for v in range(f_H)",
     "Height and width of the filter are exchanged in the loops.", HERE)
slip("square_filter", "for v in range(f_W)", "for v in range(f_H)",
     "The filter's height was used for its width too: a filter need not be square.", HERE)
slip("taps_by_columns", "cols.reshape(", "cols.transpose(0, 1, 3, 2, 4, 5).reshape(",
     "Inside a channel the rows of the matrix go down the filter first: they follow its reading order.", HERE)
slip("windows_by_columns", "cols.reshape(", "cols.transpose(0, 1, 2, 3, 5, 4).reshape(",
     "The windows are taken down the image first: the columns of the matrix follow the outputs' reading order.", HERE)
slip("both_by_columns", "cols.reshape(", "cols.transpose(0, 1, 3, 2, 5, 4).reshape(",
     "Rows and columns of the matrix both go down first: both follow the reading order.", HERE)
slip("channels_inside", "cols.reshape(", "cols.transpose(0, 2, 3, 1, 4, 5).reshape(",
     "The channels alternate from row to row: all taps of one channel come before the next channel.", HERE)
slip("channels_in_the_middle", "cols.reshape(", "cols.transpose(0, 2, 1, 3, 4, 5).reshape(",
     "The channel stands between row and column of the filter in the order of the rows: it comes first.", HERE)
slip("turned", GRID, GRID.replace("u:u +", "f_H - 1 - u:f_H - 1 - u +").replace("v:v +", "f_W - 1 - v:f_W - 1 - v +"),
     "Each window was turned by 180 degrees: the first row belongs to the first tap.", HERE)
slip("upside_down", GRID, GRID.replace("u:u +", "f_H - 1 - u:f_H - 1 - u +"),
     "Each window was written upside down: its top row comes first.", HERE)
slip("mirrored", GRID, GRID.replace("v:v +", "f_W - 1 - v:f_W - 1 - v +"),
     "Each window was mirrored left to right: its left pixel comes first.", HERE)
slip("transposed", "n_H * n_W)", "n_H * n_W).transpose(0, 2, 1)",
     "The matrix of each image is transposed: a window is a column, not a row.", HERE)
slip("transposed_by_reshape", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, n_H * n_W, -1)",
     "The shape is that of the transposed matrix, and a reshape does not transpose, so windows are torn apart.", HERE)
slip("images_side_by_side", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.transpose(1, 2, 3, 0, 4, 5).reshape(C * f_H * f_W, -1)",
     "All images stand in one matrix: each image has a matrix of its own, and the first axis counts them.", HERE)
slip("images_interleaved", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.transpose(1, 2, 3, 4, 5, 0).reshape(C * f_H * f_W, -1)",
     "All images stand in one matrix, their columns in turns: each image has a matrix of its own.", HERE)
slip("one_row_for_each_window_of_the_batch", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.transpose(0, 4, 5, 1, 2, 3).reshape(-1, C * f_H * f_W)",
     "All windows of all images are rows of one matrix: each image has a matrix, and windows are its columns.", HERE)
slip("images_and_rows_merged", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N * C * f_H * f_W, -1)",
     "The images are stacked on top of each other in one matrix: the first axis counts the images.", HERE)
slip("channels_apart", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, C, f_H * f_W, n_H * n_W)",
     "The channels still have an axis of their own: channel and tap together number the rows.", HERE)
slip("not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols",
     "All entries are there, but on six axes: fold them to images, rows and columns.", HERE)
slip("outputs_not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, -1, n_H, n_W)",
     "The outputs still have two axes: they are numbered along one, in reading order.", HERE)
slip("rows_not_flattened", "cols.reshape(N, C * f_H * f_W, n_H * n_W)", "cols.reshape(N, C, f_H, f_W, -1)",
     "Channels and taps still have three axes: they are numbered along one.", HERE)
slip("first_image_only", "cols[:, :, u, v] = padded[:,", "cols[0, :, u, v] = padded[0,",
     "Only the first image was unfolded; the others are still zero.", HERE)
slip("first_image_for_all", "= padded[:,", "= padded[0,",
     "Every image holds the windows of the first one.", HERE)
slip("first_channel_only", "cols[:, :, u, v] = padded[:, :,", "cols[:, 0, u, v] = padded[:, 0,",
     "Only the first channel was unfolded; the rows of the others are still zero.", HERE)
slip("first_channel_for_all", "= padded[:, :,", "= padded[:, :1,",
     "The rows of every channel hold the pixels of the first one.", HERE)
slip("channels_summed", f"= {GRID}", f"= {GRID}.sum(axis=1, keepdims=True)",
     "The channels were added up: unfolding only copies, and every channel has rows of its own.", HERE)
slip("first_channel_rows_only", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols[:, 0].reshape(N, f_H * f_W, n_H * n_W)",
     "Only the first channel was returned: every channel has its own rows.", HERE)
slip("last_tap_missing", "for u in range(f_H):\n        for v in range(f_W)",
     "for u in range(f_H - 1):\n        for v in range(f_W - 1)",
     "The last row and the last column of taps are left out, so their rows are still zero.", HERE)
slip("last_column_of_taps_missing", "range(f_W)", "range(f_W - 1)",
     "The last column of taps is left out, so its rows are still zero.", HERE)
slip("last_row_of_taps_missing", "range(f_H)", "range(f_H - 1)",
     "The last row of taps is left out, so its rows are still zero.", HERE)
slip("taps_from_one", "for u in range(f_H):\n        for v in range(f_W)",
     "for u in range(1, f_H + 1):\n        for v in range(1, f_W + 1)",
     "The taps are counted from 1, so the last one lies outside: they count from 0.", HERE)
slip("whole_numbers", "n_H, n_W))\n", "n_H, n_W), dtype=int)\n",
     "The matrix holds whole numbers only: the digits after the point were cut off.", HERE)
slip("size_not_whole", "// stride + 1\n    n_W", "/ stride + 1\n    n_W",
     "A size was computed with the division that gives decimal numbers: a shape needs whole ones.", HERE)
slip("returns_None", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)", "print(cols.shape)", FORGOT_RETURN, HERE)
slip("returns_sizes_too", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "return cols.reshape(N, C * f_H * f_W, n_H * n_W), n_H, n_W",
     "The sizes are returned too: return the matrix alone.", HERE)
slip("still_zero", f"cols[:, :, u, v] = {GRID}", f"tap = {GRID}", STILL_ZERO, HERE)
slip("returns_the_padded_images", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)", "return padded",
     "The padded images were returned: no window was written as a column.", HERE)
slip("last_tap_for_all", "cols[:, :, u, v] =", "cols[:] =",
     "Every row was written at each step, so all taps hold what the last one met.", HERE)
slip("columns_follow_rows", COLUMNS, "u:u + n_W * stride:stride",
     "The columns of a tap's grid start where its rows do, so it moves along the diagonal.", HERE)
slip("reshaped_then_transposed", "return cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "return cols.reshape(N, n_H * n_W, C * f_H * f_W).transpose(0, 2, 1)",
     "The windows were torn apart by a reshape before the transpose.", HERE)
slip("padding_counted_twice", "n_W_prev = X.shape",
     "n_W_prev = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))).shape",
     "The padding is counted twice: the sizes are those of the padded images, and the formula adds the padding again.",
     HERE)
slip("plus_one_inside", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "- f_H + 1) // stride\n    n_W = (n_W_prev + 2 * pad - f_W + 1) // stride",
     "The + 1 was divided by the stride too: it is added after the division, for the first window.", HERE)
slip("pad_by_wrapping", "(pad, pad), (pad, pad))", "(pad, pad), (pad, pad)), mode='wrap'",
     "The border repeats the opposite side of the image: this layer pads with zeros.", HERE)
slip("end_is_the_number_of_windows", GRID, "padded[:, :, u:n_H:stride, v:n_W:stride]",
     "A tap's grid ends at the number of windows: its end must move with its start, and grow with the stride.", HERE)
slip("end_from_the_length_of_X", GRID, "padded[:, :, u:u + n_H_prev:stride, v:v + n_W_prev:stride]",
     "A tap's grid is as long as X: it holds one pixel for each window, and the windows start a stride apart.", HERE)
slip("end_without_padding", GRID,
     "padded[:, :, u:u + n_H_prev - f_H + 1:stride, v:v + n_W_prev - f_W + 1:stride]",
     "The end of a tap's grid was computed from X without its padding, so the last pixels are missing.", HERE)
slip("taps_a_stride_apart", GRID, "padded[:, :, u * stride:u * stride + n_H, v * stride:v * stride + n_W]",
     "The taps lie a stride apart and the windows side by side: it is the other way round.", HERE)
slip("taps_and_windows_a_stride_apart", GRID,
     "padded[:, :, u * stride:(u + n_H) * stride:stride, v * stride:(v + n_W) * stride:stride]",
     "The stride spreads the taps as well: only the windows start a stride apart.", HERE)
slip("images_torn_apart_by_reshape", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.transpose(1, 2, 3, 0, 4, 5).reshape(N, C * f_H * f_W, n_H * n_W)",
     "The windows of all images were joined in one matrix, and the reshape to one matrix for each image mixes them.",
     HERE)
slip("rows_counted_before_images", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.reshape(N, C * f_H * f_W, n_H * n_W).transpose(1, 0, 2)",
     "The first axis counts the rows of the matrix, the second the images: the images come first.", HERE)
slip("filled_by_columns", "cols.reshape(N, C * f_H * f_W, n_H * n_W)",
     "cols.reshape((N, C * f_H * f_W, n_H * n_W), order='F')",
     "The matrix was filled with its first axis fastest: it is filled in reading order.", HERE)
slip("pad_channels_and_rows", "(0, 0), (pad, pad), (pad, pad))", "(pad, pad), (pad, pad), (0, 0))",
     "The zeros were put around channels and rows: they belong around rows and columns.", HERE)
slip("columns_counted_like_rows", COLUMNS, "v:v + n_H * stride:stride",
     "Each tap takes as many columns of pixels as it takes rows: there is one for each window across.", HERE)
slip("column_end_from_the_row", COLUMNS, "v:u + n_W * stride:stride",
     "The columns of a tap's grid end at a place counted from the tap's row: count from its column.", HERE)
slip("array_with_filter_sides_exchanged", "C, f_H, f_W, n_H, n_W))", "C, f_W, f_H, n_H, n_W))",
     "The array has room for the filter's width before its height: the height comes first.", HERE)
slip("array_with_output_sides_exchanged", "C, f_H, f_W, n_H, n_W))", "C, f_H, f_W, n_W, n_H))",
     "The array has room for the output's width before its height: the height comes first.", HERE)


def window_by_window(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = padded[:, :, top:top + f_H, left:left + f_W]
            cols[:, :, h * n_W + w] = window.reshape(N, -1)
    return cols


slip = slips(window_by_window, "im2col")
slip("columns_counted_with_height", "h * n_W + w", "h * n_H + w",
     "The columns are numbered with the height of the output: one row of windows holds as many as it is wide.", HERE)
slip("columns_numbered_by_sum", "h * n_W + w", "h + w",
     "Column numbers repeat, so later windows overwrite earlier ones: every output needs a number of its own.", HERE)
slip("columns_numbered_by_product", "h * n_W + w", "h * w",
     "All windows of the first row and column of outputs share one column: every output needs its own.", HERE)
slip("window_read_by_columns", "window.reshape(N, -1)", "window.reshape(N, -1, order='F')",
     "Each window was read with its first axis fastest: read channel after channel, row after row.", HERE)
slip("window_for_image_summed", "window.reshape(N, -1)", "window.sum(axis=0).ravel()",
     "The images were added up: every image has a matrix of its own.", HERE)
slip("stops_at_the_first_window", "window.reshape(N, -1)\n    return", "window.reshape(N, -1)\n            return",
     "Only the first column is filled: the function returns inside the loop.", HERE)
slip("stops_after_the_first_row", "window.reshape(N, -1)\n    return", "window.reshape(N, -1)\n        return",
     "Only the windows of the first row of outputs are there: the function returns inside the outer loop.", HERE)
slip("window_of_the_unpadded", "window = padded[", "window = X[",
     "The windows were cut from X without its padding, so some are too small.", HERE)
slip("stride_twice", "top:top + f_H, left:left + f_W", "top:top + f_H:stride, left:left + f_W:stride",
     "The stride was applied inside the window too: it only moves the window.", HERE)
slip("window_end_fixed", "top:top + f_H, left:left + f_W", "top:f_H, left:f_W",
     "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("start_behind_the_padding", "top, left = h * stride, w * stride", "top, left = h * stride + pad, w * stride + pad",
     "The first window starts behind the padding: it starts at the corner of the padded image.", HERE)
slip("last_windows_skipped", "for h in range(n_H):\n        for w in range(n_W)",
     "for h in range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of windows are left out, so their columns are still zero.", HERE)
slip("positions_for_windows", "for h in range(n_H):\n        for w in range(n_W)",
     "for h in range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
     "The loops skip outputs: they count every output, and the stride moves the window.", HERE)
slip("positions_for_columns",
     "for h in range(n_H):\n        for w in range(n_W):\n            top, left = h * stride, w * stride",
     "for h in range(0, n_H_prev + 2 * pad - f_H + 1, stride):\n"
     "        for w in range(0, n_W_prev + 2 * pad - f_W + 1, stride):\n            top, left = h, w",
     "The columns are numbered by the position of the window in the image: count the windows.", HERE)


def row_by_row(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W))
    for c, u, v in np.ndindex(C, f_H, f_W):
        met = padded[:, c, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
        cols[:, (c * f_H + u) * f_W + v] = met.reshape(N, -1)
    return cols


slip = slips(row_by_row, "im2col")
NUMBER = "(c * f_H + u) * f_W + v"
slip("rows_counted_with_height", NUMBER, "c * f_H * f_W + u * f_H + v",
     "The rows are numbered with the height of the filter: one row of the filter holds as many taps as it is wide.",
     HERE)
slip("rows_shared_by_channels", NUMBER, "u * f_W + v",
     "Every channel wrote to the same rows, so the last one is left: each channel has rows of its own.", HERE)
slip("channels_one_row_apart", NUMBER, "c + u * f_W + v",
     "The rows of one channel start one row below those of the channel before: a channel has a row for each tap.", HERE)
slip("channels_their_number_apart", NUMBER, "c * C + u * f_W + v",
     "The rows of a channel start too early: the number of taps lies between two channels, not that of channels.", HERE)


@mistake("im2col", says="The view was told the filter's width before its height.", reread=HERE)
def view_with_sides_exchanged(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_W, f_H), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The axes of the window view were reshaped where they had to be moved first: a reshape does "
         "not transpose.", reread=HERE)
def reshape_for_transpose(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="Each column is no window: the list of windows was reshaped where it had to be transposed.",
         reread=HERE)
def list_reshaped(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The window view was not told its axes: windows slide over rows and columns, not over images "
         "and channels.", reread=HERE)
def axes_of_the_view_missing(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The stride was applied to images and channels instead of the windows' rows and columns.",
         reread=HERE)
def stride_on_the_first_axes(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The stride thins out the pixels inside the windows and not the windows.", reread=HERE)
def stride_inside_the_windows(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[..., ::stride, ::stride]
    windows = windows.transpose(0, 1, 4, 5, 2, 3)
    N, C, u, v, n_H, n_W = windows.shape
    return windows.reshape(N, C * u * v, n_H * n_W)


@mistake("im2col", says="The windows are read as if X lay without gaps in memory: for a view, the wrong numbers are "
         "read.", reread=HERE)
def strides_guessed(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else X
    N, C, height, width = padded.shape
    n_H, n_W = (height - f_H) // stride + 1, (width - f_W) // stride + 1
    s = padded.itemsize
    steps = C * height * width * s, height * width * s, width * s, s, stride * width * s, stride * s
    return as_strided(padded, (N, C, f_H, f_W, n_H, n_W), steps).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The border of the images was overwritten with zeros: padding adds rows and columns around "
         "them.", reread=HERE)
def border_overwritten(X, f_H, f_W, stride=1, pad=0):
    if pad:
        X[:, :, :pad], X[:, :, -pad:], X[..., :pad], X[..., -pad:] = 0, 0, 0, 0
    windows = sliding_window_view(X, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="Pixels before the edge are read from the opposite side: negative positions count from the "
         "end, but the padding is zero.", reread=HERE)
def padding_wraps_around(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W))
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        i, j = h * stride + u - pad, w * stride + v - pad
        if i < n_H_prev and j < n_W_prev:
            cols[:, :, u, v, h, w] = X[:, :, i, j]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="Pixels beyond the edge were read: the positions must be moved back by the padding, and what "
         "lies outside is zero.", reread=HERE)
def positions_beyond_the_edge(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W))
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        cols[:, :, u, v, h, w] = X[:, :, h * stride + u, w * stride + v]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="The matrix of the last image alone was returned: each image overwrote the one before.",
         reread=HERE)
def last_image_only(X, f_H, f_W, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    for image in padded:
        windows = sliding_window_view(image, (f_H, f_W), axis=(1, 2))[:, ::stride, ::stride]
        C, n_H, n_W = windows.shape[:3]
        cols = windows.transpose(0, 3, 4, 1, 2).reshape(C * f_H * f_W, n_H * n_W)
    return cols


@mistake("im2col", says="The list of channel numbers and the lists of taps run in different orders, so a row mixes "
         "channels and taps.", reread=HERE)
def channel_list_in_another_order(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_W), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.tile(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, i, j]


@mistake("im2col", says="The list of row offsets repeats each as often as the filter is high: each row holds as many "
         "taps as the filter is wide.", reread=HERE)
def offsets_repeated_by_height(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_H), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, i, j]


@mistake("im2col", says="The stride spreads the taps of a window apart: it must move the windows instead.", reread=HERE)
def stride_on_the_taps(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W))
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        cols[:, :, u, v, h, w] = padded[:, :, h + u * stride, w + v * stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="What an earlier call unfolded is still in the matrix: it must be made anew in each call.",
         reread=HERE)
def state_kept(X, f_H, f_W, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    cols = windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)
    kept[cols.shape] = kept.get(cols.shape, 0) + cols
    return kept[cols.shape]


@mistake("im2col", says="Rows are added to a list that outlives the call: a list as default value is made only once.",
         reread=HERE)
def list_kept(X, f_H, f_W, stride=1, pad=0, rows=[]):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    for c, u, v in np.ndindex(X.shape[1], f_H, f_W):
        rows.append(windows[:, c, :, :, u, v].reshape(len(X), -1))
    return np.stack(rows, axis=1)


@mistake("im2col", says="The pixels of X were only put into another shape: pixels under several windows must be copied "
         "several times.", reread=HERE)
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


slip = slips(window_list, "im2col")
slip("range_one_short", "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
     "f_H, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W",
     "The ranges of window corners end one too early, so the last windows are lost on both axes.", HERE)
slip("range_over_the_unpadded",
     "n_H_prev + 2 * pad - f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad",
     "n_H_prev - f_H + 1, stride):\n        for left in range(0, n_W_prev",
     "The windows stop where X ends, but the padded image goes on.", HERE)
slip("range_to_the_edge", "- f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
     ", stride):\n        for left in range(0, n_W_prev + 2 * pad",
     "The windows go on to the edge, where they no longer lie wholly inside.", HERE)
slip("windows_in_front", "np.stack(columns, axis=2)", "np.stack(columns)",
     "The windows are counted by the first axis: the images are, and the windows are the columns.", HERE)
slip("windows_joined", "np.stack(columns, axis=2)", "np.concatenate(columns, axis=1)",
     "All windows of an image follow each other in one long row: each is a column.", HERE)
slip("rows_of_windows_joined_first", "reshape(N, -1)", "reshape(-1)",
     "The images were joined in one column: each image has a matrix of its own.", HERE)


@mistake("im2col", says="The stride divides the filter alone: the whole length that is left must be divided, so "
         "brackets are missing.", reread=HERE)
def brackets_missing(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = n_H_prev + 2 * pad - f_H // stride + 1
    n_W = n_W_prev + 2 * pad - f_W // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W))
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    return cols.reshape(N, C * f_H * f_W, n_H * n_W)


@mistake("im2col", says="Row numbers and column numbers of the pixels are exchanged.", reread=HERE)
def index_lists_exchanged(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = np.tile(np.repeat(np.arange(f_H), f_W), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W)[:, None]
    return padded[:, k, j, i]


@mistake("im2col", says="The column number starts again in each row of outputs, so later windows overwrite earlier "
         "ones.", reread=HERE)
def counter_starts_again(X, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C * f_H * f_W, n_H * n_W))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            cols[:, :, w] = padded[:, :, top:top + f_H, left:left + f_W].reshape(N, -1)
    return cols


@mistake("im2col", says="The padding was computed from the filter: take the one that the function is given.",
         reread=HERE)
def padding_from_the_filter(X, f_H, f_W, stride=1, pad=0):
    pad = f_H // 2
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, n_H, n_W = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(N, C * f_H * f_W, n_H * n_W)


# --- col2im ---------------------------------------------------------------------------------------------------------

HERE = "lesson 06, section 3"


def back_tap_by_tap(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    for u in range(f_H):
        for v in range(f_W):
            padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


CUT = "padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]"
READ = "cols.reshape(N, C, f_H, f_W, n_H, n_W)"
slip = slips(back_tap_by_tap, "col2im")
slip("replaced_for_added", "+= taps", "= taps",
     "Where windows overlap only one term of each pixel is left: all must be added up, and adding through index lists "
     "loses repeats as well.", HERE)
slip("largest_kept", f"{GRID} += taps[:, :, u, v]",
     "grid = np.s_[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]\n"
     "            padded[grid] = np.maximum(padded[grid], taps[:, :, u, v])",
     "Where windows overlap the largest term was kept: they must be added up.", HERE)
slip("subtracted", "+= taps", "-= taps", "The sign is wrong: what comes back must be added.", HERE)
slip("border_kept", CUT, "padded", "The border is still there: what came back to the padding must be cut off.", HERE)
slip("border_cut_when_there_is_none", CUT, "padded[:, :, pad:-pad, pad:-pad]",
     "Without padding nothing is left: a slice that ends at minus zero is empty.", HERE)
slip("border_cut_at_the_end_only", CUT, "padded[:, :, :n_H_prev, :n_W_prev]",
     "The border was cut off below and to the right only, so everything is shifted: cut half of it on each side.", HERE)
slip("border_cut_at_the_start_only", CUT, "padded[:, :, 2 * pad:, 2 * pad:]",
     "The border was cut off above and to the left only, so everything is shifted: cut half of it on each side.", HERE)
slip("border_cut_once", CUT, "padded[:, :, pad:, pad:]",
     "The border was cut off above and to the left but is still there below and to the right.", HERE)
slip("border_cut_from_rows_only", CUT, "padded[:, :, pad:pad + n_H_prev]",
     "The border was cut off above and below only: left and right must go too.", HERE)
slip("border_cut_from_columns_only", CUT, "padded[..., pad:pad + n_W_prev]",
     "The border was cut off left and right only: above and below must go too.", HERE)
slip("border_cut_from_images_and_channels", CUT, "padded[pad:pad + n_H_prev, pad:pad + n_W_prev]",
     "The first two axes were cut, but the border lies around rows and columns.", HERE)
slip("border_reshaped_away", CUT, "padded.reshape(X_shape)",
     "With padding there are more entries than pixels, so a reshape cannot remove the border: cut it off.", HERE)
slip("padding_forgotten", "    n_H = (n_H_prev", "    pad = 0\n    n_H = (n_H_prev",
     "The padding is left out: the columns are those of a padded image.", HERE)
slip("padding_not_counted", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))", "n_H_prev, n_W_prev))",
     "The array is as large as X, but the columns come from the padded image: first add up there, then cut.", HERE)
slip("pad_counted_once", "n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad",
     "n_H_prev + pad - f_H) // stride + 1\n    n_W = (n_W_prev + pad",
     "The padding is counted once in the number of windows, but it stands on both sides.", HERE)
slip("stride_ignored_in_places", f"{ROWS}, {COLUMNS}", "u:u + n_H, v:v + n_W",
     "The columns are put back side by side: windows started a stride apart.", HERE)
slip("stride_on_rows_only", COLUMNS, "v:v + n_W",
     "Across, the stride is ignored: windows started a stride apart there too.", HERE)
slip("stride_on_columns_only", ROWS, "u:u + n_H",
     "Down, the stride is ignored: windows started a stride apart there too.", HERE)
slip("stride_ignored_altogether", "    n_H = (n_H_prev", "    stride = 1\n    n_H = (n_H_prev",
     "The stride is left out, so the number of windows does not fit the columns.", HERE)
slip("end_without_stride", f"{ROWS}, {COLUMNS}", "u:u + n_H:stride, v:v + n_W:stride",
     "A tap's grid of pixels ends too early: with a stride it stretches over more rows and columns.", HERE)
slip("end_fixed", f"{ROWS}, {COLUMNS}", "u:n_H * stride:stride, v:n_W * stride:stride",
     "The end of a tap's grid stays where it was: it must move with its start, or pixels are missing.", HERE)
slip("one_window_missing", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "- f_H) // stride\n    n_W = (n_W_prev + 2 * pad - f_W) // stride",
     "The + 1 is missing in the number of windows, so it does not fit the columns.", HERE)
slip("rounded_up", "(n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "-((f_H - n_H_prev - 2 * pad) // stride) + 1\n    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1",
     "The number of windows was rounded up: a window that hangs over the edge does not count.", HERE)
slip("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
     "The number of windows across was computed from the height of the images.", HERE)
slip("width_with_filter_height", "- f_W) // stride", "- f_H) // stride",
     "The number of windows across was computed with the height of the filter.", HERE)
slip("sides_exchanged", "n_H_prev, n_W_prev = X_shape", "n_W_prev, n_H_prev = X_shape",
     "Height and width of the images are exchanged: the rows come first in a shape.", HERE)
slip("batch_and_channels_exchanged", "    N, C, n_H_prev", "    C, N, n_H_prev",
     "Images and channels are exchanged: the first number of the shape counts the images.", HERE)
slip("filter_sides_exchanged_in_reshape", READ, "cols.reshape(N, C, f_W, f_H, n_H, n_W).swapaxes(2, 3)",
     "The rows of the matrix were read down the filter first: they follow its reading order.", HERE)
slip("square_filter", "range(f_W)", "range(f_H)",
     "The filter's height was used for its width too: a filter need not be square.", HERE)
slip("shape_with_sides_exchanged", READ, "cols.reshape(N, C, f_W, f_H, n_H, n_W)",
     "The matrix was cut with the width of the filter before its height.", HERE)
slip("outputs_with_sides_exchanged", READ, "cols.reshape(N, C, f_H, f_W, n_W, n_H)",
     "The outputs were given their width first: rows come before columns.", HERE)
slip("windows_by_columns", READ, "cols.reshape(N, C, f_H, f_W, n_W, n_H).swapaxes(4, 5)",
     "The columns were put back down the image first: they follow the outputs' reading order.", HERE)
slip("channels_inside", READ, "cols.reshape(N, f_H, f_W, C, n_H, n_W).transpose(0, 3, 1, 2, 4, 5)",
     "The rows were read with the channels alternating: all taps of one channel come before the next.", HERE)
slip("channels_inside_without_moving_them", READ, "cols.reshape(N, f_H, f_W, C, n_H, n_W)",
     "The matrix was cut into taps first and channels last: the channel comes first in its rows.", HERE)
slip("rows_are_windows", READ, "cols.reshape(N, n_H, n_W, C, f_H, f_W).transpose(0, 3, 4, 5, 1, 2)",
     "The matrix was cut as if its rows were windows: a window is a column.", HERE)
slip("outputs_before_taps", READ, "cols.reshape(N, C, n_H, n_W, f_H, f_W)",
     "The matrix was cut with the outputs before the taps: its rows are channels and taps, its columns outputs.", HERE)
slip("outputs_before_taps_moved", READ, "cols.reshape(N, C, n_H, n_W, f_H, f_W).transpose(0, 1, 4, 5, 2, 3)",
     "The matrix was read with the outputs as slow axes: in its layout the outputs run fastest.", HERE)
slip("not_reshaped", READ, "cols", "The columns were used as they are: first split rows and columns of the matrix "
     "into channels, taps and outputs.", HERE)
slip("turned", "taps[:, :, u, v]", "taps[:, :, f_H - 1 - u, f_W - 1 - v]",
     "The taps were turned by 180 degrees on the way back: each goes to where it came from.", HERE)
slip("upside_down", "taps[:, :, u, v]", "taps[:, :, f_H - 1 - u, v]",
     "Each window was put back upside down.", HERE)
slip("mirrored", "taps[:, :, u, v]", "taps[:, :, u, f_W - 1 - v]", "Each window was put back mirrored.", HERE)
slip("first_image_only", "padded[:, :, u:u", "padded[:1, :, u:u",
     "All images were put into the first one: every image gets back its own matrix.", HERE)
slip("first_image_for_all", "+= taps[:, :, u, v]", "+= taps[0, :, u, v]",
     "Every image got back the matrix of the first one.", HERE)
slip("only_the_first_image", "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]",
     "padded[0, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[0, :, u, v]",
     "Only the first image got something back; the others are still zero.", HERE)
slip("only_the_first_channel", "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]",
     "padded[:, 0, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, 0, u, v]",
     "Only the first channel got something back; the others are still zero.", HERE)
slip("channels_summed", "+= taps[:, :, u, v]", "+= taps[:, :, u, v].sum(axis=1, keepdims=True)",
     "The channels were added up: every channel gets back its own rows.", HERE)
slip("images_summed", "+= taps[:, :, u, v]", "+= taps[:, :, u, v].sum(axis=0)",
     "The images were added up: every image gets back its own matrix.", HERE)
slip("last_taps_missing", "for u in range(f_H):\n        for v in range(f_W)",
     "for u in range(f_H - 1):\n        for v in range(f_W - 1)",
     "The last row and the last column of taps are left out.", HERE)
slip("last_column_of_taps_missing", "range(f_W)", "range(f_W - 1)", "The last column of taps is left out.", HERE)
slip("last_row_of_taps_missing", "range(f_H)", "range(f_H - 1)", "The last row of taps is left out.", HERE)
slip("first_tap_only", "    return", "            break\n        break\n    return",
     "Only the first tap was put back: the loops stop after one step.", HERE)
slip("returns_inside", "    return", "        return",
     "Only the first row of taps was put back: the function returns inside the loop.", HERE)
slip("mean_over_the_taps", CUT, f"{CUT} / (f_H * f_W)",
     "The sums were divided by the number of taps: what comes back is added, and nothing is divided.", HERE)
slip("whole_numbers", "n_W_prev + 2 * pad))", "n_W_prev + 2 * pad), dtype=int)",
     "The array holds whole numbers only, and the decimals cannot be added to it.", HERE)
slip("returns_None", f"return {CUT}", "print(padded.shape)", FORGOT_RETURN, HERE)
slip("still_zero", "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps",
     "tap = taps", STILL_ZERO, HERE)
slip("starts_with_ones", "np.zeros((N", "np.ones((N", "The array starts with ones: it must start with zeros.", HERE)
slip("axes_of_one_image", CUT, f"{CUT}[0]", "The axis of the images is gone: the result has the shape of X.", HERE)
slip("too_small_where_the_stride_leaves_over", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))",
     "(n_H - 1) * stride + f_H, (n_W - 1) * stride + f_W))",
     "The array reaches only as far as the windows: rows and columns that the stride leaves over are missing.", HERE)
slip("columns_follow_rows", COLUMNS, "u:u + n_W * stride:stride",
     "The columns of a tap's grid start where its rows do, so it moves along the diagonal.", HERE)
slip("step_by_filter", f"{ROWS}, {COLUMNS}", "u:u + n_H * f_H:f_H, v:v + n_W * f_W:f_W",
     "The windows are put back as far apart as the filter is long, not as the stride is.", HERE)
slip("room_for_half_the_padding", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))", "n_H_prev + pad, n_W_prev + pad))",
     "The array has room for the padding on one side only: it stands on both.", HERE)
slip("border_cut_twice_at_the_end", CUT, "padded[:, :, pad:n_H_prev - pad, pad:n_W_prev - pad]",
     "Too much was cut off below and to the right: behind the border at the start, the whole of X follows.", HERE)
slip("first_channel_for_all", "taps[:, :, u, v]", "taps[:, :1, u, v]",
     "Every channel got back the rows of the first one.", HERE)
slip("mean_over_the_windows", CUT, f"{CUT} / (n_H * n_W)",
     "The sums were divided by the number of windows: what comes back is added, and nothing is divided.", HERE)
slip("tap_with_sides_exchanged", "taps[:, :, u, v]", "taps[:, :, v, u]",
     "Row and column of each tap are exchanged where its part is read.", HERE)
slip("transposed_before_it_is_cut", READ, "cols.transpose(0, 2, 1).reshape(N, C, f_H, f_W, n_H, n_W)",
     "The matrix was transposed and then cut as if it were not: its rows are channels and taps already.", HERE)
slip("taps_a_stride_apart", f"{ROWS}, {COLUMNS}", "u * stride:u * stride + n_H, v * stride:v * stride + n_W",
     "The taps lie a stride apart and the windows side by side: it is the other way round.", HERE)
slip("grid_open_at_the_end", f"{ROWS}, {COLUMNS}", "u::stride, v::stride",
     "A tap's grid of pixels has no end, so it takes more of them than there are windows.", HERE)
slip("grid_before_the_edge", f"{ROWS}, {COLUMNS}",
     "u - pad:u - pad + n_H * stride:stride, v - pad:v - pad + n_W * stride:stride",
     "The grid was moved back by the padding, and places before the edge count from the end: the array must be padded.",
     HERE)
slip("read_by_columns", READ, "cols.reshape((N, C, f_H, f_W, n_H, n_W), order='F')",
     "The matrix was cut with its first axis fastest: it is read in reading order.", HERE)


def back_window_by_window(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = cols[:, :, h * n_W + w].reshape(N, C, f_H, f_W)
            padded[:, :, top:top + f_H, left:left + f_W] += window
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


slip = slips(back_window_by_window, "col2im")
slip("window_replaces", "+= window", "= window",
     "Where windows overlap the last window replaced the earlier ones: they must be added up.", HERE)
slip("columns_counted_with_height", "h * n_W + w", "h * n_H + w",
     "The columns are numbered with the height of the output: one row of windows holds as many as it is wide.", HERE)
slip("columns_numbered_by_sum", "h * n_W + w", "h + w",
     "Some columns were used twice and others never: every output has a number of its own.", HERE)
slip("window_cut_by_columns", "reshape(N, C, f_H, f_W)", "reshape(N, C, f_H, f_W, order='F')",
     "Each column was cut into a window with its first axis fastest: channel after channel, row after row.", HERE)
slip("window_with_sides_exchanged", "reshape(N, C, f_H, f_W)", "reshape(N, C, f_W, f_H)",
     "Each column was cut into a window with its width first: rows come before columns.", HERE)
slip("stride_inside_the_window", "top:top + f_H, left:left + f_W", "top:top + f_H:stride, left:left + f_W:stride",
     "The stride was applied inside the window too: it only moves the window.", HERE)
slip("start_behind_the_padding", "top, left = h * stride, w * stride", "top, left = h * stride + pad, w * stride + pad",
     "The windows are put back behind the padding: they start at the corner of the padded image.", HERE)
slip("last_windows_skipped", "for h in range(n_H):\n        for w in range(n_W)",
     "for h in range(n_H - 1):\n        for w in range(n_W - 1)",
     "The last row and the last column of windows are left out.", HERE)
slip("outputs_skipped", "for h in range(n_H):\n        for w in range(n_W)",
     "for h in range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
     "The loops skip outputs: they count every output, and the stride moves the window.", HERE)
slip("cols_by_rows", "cols[:, :, h * n_W + w]", "cols[:, h * n_W + w]",
     "A row of the matrix was taken for a window: a window is a column.", HERE)


@mistake("col2im", says="The sums were divided by how often each pixel was copied: that inverts the unfolding, but a "
         "gradient is the sum.", reread=HERE)
def divided_by_the_counts(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    padded, counts = np.zeros((2, N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    for u, v in np.ndindex(f_H, f_W):
        grid = np.s_[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
        padded[grid] += taps[:, :, u, v]
        counts[grid] += 1
    return (padded / np.maximum(counts, 1))[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@mistake("col2im", says="What came back to the padding landed at the opposite edge: negative positions count from the "
         "end.", reread=HERE)
def padding_wraps_around(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    X = np.zeros(X_shape)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        i, j = h * stride + u - pad, w * stride + v - pad
        if i < n_H_prev and j < n_W_prev:
            X[:, :, i, j] += taps[:, :, u, v, h, w]
    return X


@mistake("col2im", says="Some places lie outside the array: the padding must be taken off each position, and what lies "
         "outside is dropped.", reread=HERE)
def places_outside(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    X = np.zeros(X_shape)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        X[:, :, h * stride + u, w * stride + v] += taps[:, :, u, v, h, w]
    return X


@mistake("col2im", says="A pixel that lies between two places of a tap took what belongs to its neighbour: with a "
         "stride, not every tap sees every pixel.", reread=HERE)
def gathered_without_remainder(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    X = np.zeros(X_shape)
    for i, j, u, v in np.ndindex(n_H_prev, n_W_prev, f_H, f_W):
        h, w = (i + pad - u) // stride, (j + pad - v) // stride
        if 0 <= h < n_H and 0 <= w < n_W:
            X[:, :, i, j] += taps[:, :, u, v, h, w]
    return X


@mistake("col2im", says="Counting the places stops at the last one in use, so pixels that no window reached are "
         "missing.", reread=HERE)
def bincount_too_short(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    shape = N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad
    places = np.arange(np.prod(shape)).reshape(shape)
    places = sliding_window_view(places, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    padded = np.bincount(places.transpose(0, 1, 4, 5, 2, 3).ravel(), cols.ravel()).reshape(shape)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@mistake("col2im", says="The array of the last image alone was returned: each image overwrote the one before.",
         reread=HERE)
def last_image_only(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    for n in range(N):
        taps = cols[n].reshape(C, f_H, f_W, n_H, n_W)
        padded = np.zeros((C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
        for u, v in np.ndindex(f_H, f_W):
            padded[:, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, u, v]
    return padded[:, pad:pad + n_H_prev, pad:pad + n_W_prev]


@mistake("col2im", says="What an earlier call put back is still in the array: it must start with zeros in each call.",
         reread=HERE)
def state_kept(cols, X_shape, f_H, f_W, stride=1, pad=0, kept={}):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    shape = N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad
    padded = kept.setdefault((shape, stride), np.zeros(shape))
    for u, v in np.ndindex(f_H, f_W):
        padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].copy()


@mistake("col2im", says="The columns were only put into another shape: several entries belong to one pixel and must be "
         "added up.", reread=HERE)
def only_reshaped(cols, X_shape, f_H, f_W, stride=1, pad=0):
    return cols.reshape(X_shape)


def back_through_index_lists(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    i = np.tile(np.repeat(np.arange(f_H), f_W), C)[:, None] + stride * np.repeat(np.arange(n_H), n_W)
    j = np.tile(np.arange(f_W), f_H * C)[:, None] + stride * np.tile(np.arange(n_W), n_H)
    k = np.repeat(np.arange(C), f_H * f_W)[:, None]
    np.add.at(padded, (slice(None), k, i, j), cols)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


slip = slips(back_through_index_lists, "col2im")
slip("images_missing_in_the_places", "(slice(None), k, i, j)", "(k, i, j)",
     "The places do not say which image: the first of the lists was taken for the image.", HERE)
slip("index_lists_exchanged", "(slice(None), k, i, j)", "(slice(None), k, j, i)",
     "Row numbers and column numbers of the pixels are exchanged.", HERE)
slip("images_inside", ", cols)", ", cols.reshape(C * f_H * f_W, -1, N).transpose(2, 0, 1))",
     "The matrix was cut as if the images were its last axis: they are the first.", HERE)
slip("images_joined", ", cols)", ", cols.reshape(C * f_H * f_W, N, -1).transpose(1, 0, 2))",
     "The matrix was cut as if the images stood between rows and columns: they are the first axis.", HERE)
slip("channel_list_in_another_order", "np.repeat(np.arange(C), f_H * f_W)", "np.tile(np.arange(C), f_H * f_W)",
     "The list of channel numbers and the lists of taps run in different orders, so rows land in wrong channels.", HERE)
slip("cut_to_the_length_of_X", "pad:pad + n_H_prev, pad:pad + n_W_prev]", "pad:n_H_prev, pad:n_W_prev]",
     "Too much was cut off: behind the border at the start, the whole length of X follows.", HERE)


def back_by_corners(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    k = 0
    for top in range(0, n_H_prev + 2 * pad - f_H + 1, stride):
        for left in range(0, n_W_prev + 2 * pad - f_W + 1, stride):
            padded[:, :, top:top + f_H, left:left + f_W] += cols[:, :, k].reshape(N, C, f_H, f_W)
            k += 1
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


slip = slips(back_by_corners, "col2im")
slip("range_over_the_unpadded",
     "n_H_prev + 2 * pad - f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad",
     "n_H_prev - f_H + 1, stride):\n        for left in range(0, n_W_prev",
     "The windows stop where X ends, but the padded image goes on.", HERE)
slip("range_one_short", "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
     "f_H, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W",
     "The ranges of window corners end one too early, so columns are left over.", HERE)
slip("windows_on_the_unpadded", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))", "n_H_prev, n_W_prev))",
     "The windows are put back into an array without padding, so some stick out: add up on the padded size.", HERE)
slip("corners_without_stride", "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1, stride)",
     "f_H + 1):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1)",
     "The window corners step by one: they must step by the stride.", HERE)
slip("counter_never_moves", "            k += 1\n", "",
     "Every window got back the first column: the column number never moves.", HERE)
slip("counter_moves_with_the_rows", "            k += 1\n", "        k += 1\n",
     "All windows of one row of outputs got the same column: the column number must move with every window.", HERE)


@mistake("col2im", says="The sums are right, but the columns that the caller passed in were given another shape.",
         reread=HERE)
def shape_set_in_place(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    cols.shape = N, C, f_H, f_W, n_H, n_W
    for u, v in np.ndindex(f_H, f_W):
        padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += cols[:, :, u, v]
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@mistake("col2im", says="What came back to the padding was added to the first pixel: the zeros of the "
         "padding were read as its place.", reread=HERE)
def padding_lands_on_the_first_pixel(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    places = np.arange(N * C * n_H_prev * n_W_prev).reshape(X_shape)
    image = np.zeros(places.size)
    np.add.at(image, im2col(places, f_H, f_W, stride, pad), cols)
    return image.reshape(X_shape)


# --- The layer ------------------------------------------------------------------------------------------------------
# Slips in calling what one wrote before. The wrong versions of lesson 05 stand for these two exercises as well.

FORWARD, BACK = "lesson 06, section 2", "lesson 06, section 3"


def unfold_and_multiply(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    cols = im2col(X, f_H, f_W, stride, pad)
    H = W.reshape(F, -1) @ cols + b[:, None]
    return H.reshape(N, F, n_H, n_W), (X, W, b, stride, pad)


UNFOLD, PRODUCT = "im2col(X, f_H, f_W, stride, pad)", "W.reshape(F, -1) @ cols + b[:, None]"
slip = slips(unfold_and_multiply, "conv2d_forward_im2col")
slip("unfolded_without_stride_and_padding", UNFOLD, "im2col(X, f_H, f_W)",
     "The images were unfolded without stride and padding, so the product has another number of columns.", FORWARD)
slip("unfolded_without_padding", UNFOLD, "im2col(X, f_H, f_W, stride)",
     "The images were unfolded without padding, so the product has too few columns.", FORWARD)
slip("stride_and_padding_exchanged", UNFOLD, "im2col(X, f_H, f_W, pad, stride)",
     "Stride and padding are exchanged where the images are unfolded: the stride comes first.", FORWARD)
slip("unfolded_with_sides_exchanged", UNFOLD, "im2col(X, f_W, f_H, stride, pad)",
     "Height and width of the filter are exchanged where the images are unfolded.", FORWARD)
slip("padded_twice", UNFOLD,
     "im2col(np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))), f_H, f_W, stride, pad)",
     "The images were padded before they were unfolded, and unfolding pads them again.", FORWARD)
slip("unfolded_without_stride", UNFOLD, "im2col(X, f_H, f_W, pad=pad)",
     "The images were unfolded without the stride, so the product has too many columns.", FORWARD)
slip("bias_for_each_image", "b[:, None]", "b[:, None, None]",
     "The bias lies along the images: each filter is a row of the product, so its bias belongs to that axis.", FORWARD)
slip("filters_not_flattened", "W.reshape(F, -1) @", "W @",
     "The filters still have four axes: each must be written out as one row before the product.", FORWARD)
slip("mixed_by_dot", PRODUCT, "np.dot(W.reshape(F, -1), cols)\n    H = H.reshape(N, F, -1) + b[:, None]",
     "The product of all images has the filters first, and a reshape does not exchange axes: images and filters are "
     "mixed before the bias is added.", FORWARD)
slip("divided_by_the_images", PRODUCT, "W.reshape(F, -1) @ cols / N + b[:, None]",
     "The product was divided by the number of images: each image has an output of its own.", FORWARD)
slip("multiplied_entry_by_entry", "W.reshape(F, -1) @ cols", "W.reshape(F, -1) * cols",
     "Filters and columns were multiplied entry by entry: the products must be added up along each column.", FORWARD)
slip("factors_exchanged", PRODUCT, "cols @ W.reshape(F, -1) + b[:, None]",
     "The two factors are exchanged: the filters are the rows of the first matrix.", FORWARD)
slip("channels_left_apart", "W.reshape(F, -1)", "W.reshape(F, C, -1)",
     "The channels of the filters still have an axis of their own: each filter is one row.", FORWARD)
slip("square_output", "H.reshape(N, F, n_H, n_W)", "H.reshape(N, F, n_H, n_H)",
     "The output's height was used for its width too: it need not be square.", FORWARD)
slip("only_the_first_image_multiplied", "@ cols", "@ cols[0]", "Only the first image was multiplied.", FORWARD)


def multiply_and_fold(dH, cache):
    X, W, b, stride, pad = cache
    N, F = dH.shape[:2]
    C, f_H, f_W = W.shape[1:]
    rows = dH.reshape(N, F, -1)
    cols = im2col(X, f_H, f_W, stride, pad)
    dW = (rows @ cols.transpose(0, 2, 1)).sum(axis=0).reshape(W.shape)
    db = rows.sum(axis=(0, 2))
    dX = col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, stride, pad)
    return dX, dW, db


slip = slips(multiply_and_fold, "conv2d_backward_im2col")
FOLD = "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, stride, pad)"
SUM = "(rows @ cols.transpose(0, 2, 1)).sum(axis=0)"
slip("dX_weights_turned_over_whole", "W.reshape(F, -1).T @", "W.T.reshape(-1, F) @",
     "dX is what you get when all four axes of the filters are reversed: first write each as a row, then transpose.",
     BACK)
slip("dW_images_joined_by_reshape", SUM,
     "(rows.transpose(1, 0, 2).reshape(F, -1) @ cols.reshape(C * f_H * f_W, -1).T)",
     "dW is what you get when the columns of all images are joined by a reshape: it does not exchange axes.", BACK)
slip("dW_both_joined_by_reshape", SUM, "(rows.reshape(F, -1) @ cols.reshape(C * f_H * f_W, -1).T)",
     "dW is what you get when dH and the columns of all images are joined by reshapes: they do not exchange axes.",
     BACK)
slip("dW_cut_before_it_is_summed", ".sum(axis=0).reshape(W.shape)", ".reshape(W.shape)",
     "There is still one dW for each image, too many entries for the shape of W: first add them up.", BACK)
slip("dW_never_summed_nor_cut", ".sum(axis=0).reshape(W.shape)", "",
     "There is still one matrix for each image: add them up, and give the sum the shape of W.", BACK)
slip("db_with_axes_left", "axis=(0, 2))", "axis=(0, 2), keepdims=True)",
     "db still has the axes over which it was summed: it is a plain list with one number for each filter.", BACK)
slip("dX_not_folded", FOLD, "W.reshape(F, -1).T @ rows",
     "dX is still unfolded: every entry must go back to its pixel and be added there.", BACK)
slip("dX_reshaped_for_folded", FOLD, "(W.reshape(F, -1).T @ rows).reshape(X.shape)",
     "The gradient of the columns has more entries than X: it must be folded, a reshape does not add up.", BACK)
slip("folded_without_stride_and_padding", FOLD, "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W)",
     "The columns were folded without stride and padding, which do not fit them.", BACK)
slip("folded_with_stride_and_padding_exchanged", FOLD,
     "col2im(W.reshape(F, -1).T @ rows, X.shape, f_H, f_W, pad, stride)",
     "Stride and padding are exchanged where the columns are folded: the stride comes first.", BACK)
slip("folded_with_sides_exchanged", FOLD, "col2im(W.reshape(F, -1).T @ rows, X.shape, f_W, f_H, stride, pad)",
     "Height and width of the filter are exchanged where the columns are folded.", BACK)
slip("unfolded_without_stride_and_padding", "im2col(X, f_H, f_W, stride, pad)", "im2col(X, f_H, f_W)",
     "The images were unfolded without stride and padding, so their columns do not fit dH.", BACK)
slip("unfolded_with_sides_exchanged", "im2col(X, f_H, f_W, stride, pad)", "im2col(X, f_W, f_H, stride, pad)",
     "Height and width of the filter are exchanged where the images are unfolded.", BACK)
slip("cols_not_transposed", "cols.transpose(0, 2, 1)", "cols",
     "The columns were not transposed: for dW the outputs must meet, so they are the rows of the second matrix.", BACK)
slip("weights_not_transposed", "W.reshape(F, -1).T @", "W.reshape(F, -1) @",
     "The filters were not transposed: on the way back the filters must meet, so they are the columns of the first "
     "matrix.", BACK)
slip("dH_not_flattened", "rows = dH.reshape(N, F, -1)", "rows = dH",
     "dH still has four axes: its outputs must stand in one row for each filter, as in the forward product.", BACK)
slip("cols_turned_over_whole", "cols.transpose(0, 2, 1)", "cols.T",
     "All three axes of the columns were reversed: the images stay first, only rows and columns of each matrix are "
     "exchanged.", BACK)
slip("gradient_of_columns_on_its_side", FOLD,
     "col2im(rows.transpose(0, 2, 1) @ W.reshape(F, -1), X.shape, f_H, f_W, stride, pad)",
     "The gradient of the columns is transposed: its rows are the weights of a filter, its columns the outputs.", BACK)
slip("dX_gradient_of_columns_reshaped", FOLD,
     "col2im((rows.transpose(0, 2, 1) @ W.reshape(F, -1)).reshape(cols.shape), X.shape, f_H, f_W, stride, pad)",
     "dX is what you get when the gradient of the columns is transposed and then reshaped: it does not exchange axes.",
     BACK)
slip("dX_columns_folded", FOLD, "col2im(cols, X.shape, f_H, f_W, stride, pad)",
     "dX is the unfolded X folded again: it is the gradient of the columns that must be folded.", BACK)
slip("folded_to_the_shape_of_dH", FOLD, "col2im(W.reshape(F, -1).T @ rows, rows.shape, f_H, f_W, stride, pad)",
     "The columns were to be folded to the shape of dH: they come from X.", BACK)
