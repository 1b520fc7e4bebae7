"""Wrong versions of col2im."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from convlib.conv.im2col import im2col
from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("col2im")
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


ROWS, COLUMNS = "u:u + n_H * stride:stride", "v:v + n_W * stride:stride"
GRID = f"padded[:, :, {ROWS}, {COLUMNS}]"
CUT = "padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]"
READ = "cols.reshape(N, C, f_H, f_W, n_H, n_W)"

slip_in_taps = MISTAKES.slips(back_tap_by_tap)
slip_in_taps("replaced_for_added", "+= taps", "= taps",
             "Where windows overlap, only one term of each pixel is left: all must be summed, and adding with index "
             "lists also loses repeats.", HERE)
slip_in_taps("largest_kept", f"{GRID} += taps[:, :, u, v]",
             "grid = np.s_[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]\n"
             "            padded[grid] = np.maximum(padded[grid], taps[:, :, u, v])",
             "Where windows overlap, the largest term was kept: they must be added up.", HERE)
slip_in_taps("subtracted", "+= taps", "-= taps", "The sign is wrong: the gradients must be added.", HERE)
slip_in_taps("border_kept", CUT, "padded",
             "The border is still there: the gradient of the padding must be cropped.", HERE)
slip_in_taps("border_cut_when_there_is_none", CUT, "padded[:, :, pad:-pad, pad:-pad]",
             "Without padding nothing is left: a slice that ends at minus zero is empty.", HERE)
slip_in_taps("border_cut_at_the_end_only", CUT, "padded[:, :, :n_H_prev, :n_W_prev]",
             "The border was cropped only below and to the right, so everything is shifted: crop half of it on each "
             "side.", HERE)
slip_in_taps("border_cut_at_the_start_only", CUT, "padded[:, :, 2 * pad:, 2 * pad:]",
             "The border was cropped only above and to the left, so everything is shifted: crop half of it on each "
             "side.", HERE)
slip_in_taps("border_cut_once", CUT, "padded[:, :, pad:, pad:]",
             "The border was cropped above and to the left but is still there below and to the right.", HERE)
slip_in_taps("border_cut_from_rows_only", CUT, "padded[:, :, pad:pad + n_H_prev]",
             "The border was cropped only above and below: left and right must be cropped too.", HERE)
slip_in_taps("border_cut_from_columns_only", CUT, "padded[..., pad:pad + n_W_prev]",
             "The border was cropped only left and right: above and below must be cropped too.", HERE)
slip_in_taps("border_cut_from_images_and_channels", CUT, "padded[pad:pad + n_H_prev, pad:pad + n_W_prev]",
             "The first two axes were cropped, but the border is around rows and columns.", HERE)
slip_in_taps("border_reshaped_away", CUT, "padded.reshape(X_shape)",
             "With padding there are more entries than pixels, so a reshape cannot remove the border: crop it.",
             HERE)
slip_in_taps("padding_forgotten", "    n_H = (n_H_prev", "    pad = 0\n    n_H = (n_H_prev",
             "The padding is left out: the columns are those of a padded image.", HERE)
slip_in_taps("padding_not_counted", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))", "n_H_prev, n_W_prev))",
             "The array is as large as X, but the columns come from the padded image: sum there first, then crop.",
             HERE)
slip_in_taps("pad_counted_once", "n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad",
             "n_H_prev + pad - f_H) // stride + 1\n    n_W = (n_W_prev + pad",
             "The padding is counted once in the number of windows, but it is on both sides.", HERE)
slip_in_taps("stride_ignored_in_places", f"{ROWS}, {COLUMNS}", "u:u + n_H, v:v + n_W",
             "The columns are put back side by side: windows start a stride apart.", HERE)
slip_in_taps("stride_on_rows_only", COLUMNS, "v:v + n_W",
             "The stride is ignored horizontally: windows start a stride apart there too.", HERE)
slip_in_taps("stride_on_columns_only", ROWS, "u:u + n_H",
             "The stride is ignored vertically: windows start a stride apart there too.", HERE)
slip_in_taps("stride_ignored_altogether", "    n_H = (n_H_prev", "    stride = 1\n    n_H = (n_H_prev",
             "The stride is left out, so the number of windows does not fit the columns.", HERE)
slip_in_taps("end_without_stride", f"{ROWS}, {COLUMNS}", "u:u + n_H:stride, v:v + n_W:stride",
             "A tap's grid of pixels ends too early: with a stride it extends over more rows and columns.", HERE)
slip_in_taps("end_fixed", f"{ROWS}, {COLUMNS}", "u:n_H * stride:stride, v:n_W * stride:stride",
             "The end of a tap's grid stays where it was: it must move with its start, or pixels are missing.", HERE)
slip_in_taps("one_window_missing", "- f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
             "- f_H) // stride\n    n_W = (n_W_prev + 2 * pad - f_W) // stride",
             "The + 1 is missing in the number of windows, so it does not fit the columns.", HERE)
slip_in_taps("rounded_up",
             "(n_H_prev + 2 * pad - f_H) // stride + 1\n    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
             "-((f_H - n_H_prev - 2 * pad) // stride) + 1\n    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1",
             "The number of windows was rounded up: a window that extends over the edge does not count.", HERE)
slip_in_taps("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
             "The number of windows across was computed from the height of the images.", HERE)
slip_in_taps("width_with_filter_height", "- f_W) // stride", "- f_H) // stride",
             "The number of windows across was computed with the height of the filter.", HERE)
slip_in_taps("sides_exchanged", "n_H_prev, n_W_prev = X_shape", "n_W_prev, n_H_prev = X_shape",
             "Height and width of the images are swapped: the rows come first in a shape.", HERE)
slip_in_taps("batch_and_channels_exchanged", "    N, C, n_H_prev", "    C, N, n_H_prev",
             "Images and channels are swapped: the first number of the shape counts the images.", HERE)
slip_in_taps("filter_sides_exchanged_in_reshape", READ, "cols.reshape(N, C, f_W, f_H, n_H, n_W).swapaxes(2, 3)",
             "The rows of the matrix were read down the filter first, but they are in its row-major order.", HERE)
slip_in_taps("square_filter", "range(f_W)", "range(f_H)",
             "The filter's height was used for its width too: a filter need not be square.", HERE)
slip_in_taps("shape_with_sides_exchanged", READ, "cols.reshape(N, C, f_W, f_H, n_H, n_W)",
             "The matrix was split with the width of the filter before its height.", HERE)
slip_in_taps("outputs_with_sides_exchanged", READ, "cols.reshape(N, C, f_H, f_W, n_W, n_H)",
             "The outputs were given their width first, but rows come before columns.", HERE)
slip_in_taps("windows_by_columns", READ, "cols.reshape(N, C, f_H, f_W, n_W, n_H).swapaxes(4, 5)",
             "The columns were put back down the image first, but they are in the outputs' row-major order.", HERE)
slip_in_taps("channels_inside", READ, "cols.reshape(N, f_H, f_W, C, n_H, n_W).transpose(0, 3, 1, 2, 4, 5)",
             "The rows were read with alternating channels, but all taps of one channel come before the next.", HERE)
slip_in_taps("channels_inside_without_moving_them", READ, "cols.reshape(N, f_H, f_W, C, n_H, n_W)",
             "The matrix was split into taps first and channels last: the channel comes first in its rows.", HERE)
slip_in_taps("rows_are_windows", READ, "cols.reshape(N, n_H, n_W, C, f_H, f_W).transpose(0, 3, 4, 5, 1, 2)",
             "The matrix was split as if its rows were windows: a window is a column.", HERE)
slip_in_taps("outputs_before_taps", READ, "cols.reshape(N, C, n_H, n_W, f_H, f_W)",
             "The matrix was split with the outputs before the taps: its rows are channels and taps, its columns "
             "outputs.", HERE)
slip_in_taps("outputs_before_taps_moved", READ, "cols.reshape(N, C, n_H, n_W, f_H, f_W).transpose(0, 1, 4, 5, 2, 3)",
             "The matrix was read with the outputs varying slowly: in its layout the outputs vary fastest.", HERE)
slip_in_taps("not_reshaped", READ, "cols",
             "The columns were used as they are: first split rows and columns of the matrix into channels, taps and "
             "outputs.", HERE)
slip_in_taps("turned", "taps[:, :, u, v]", "taps[:, :, f_H - 1 - u, f_W - 1 - v]",
             "The taps were rotated by 180 degrees: each goes back to where it came from.", HERE)
slip_in_taps("upside_down", "taps[:, :, u, v]", "taps[:, :, f_H - 1 - u, v]",
             "Each window was put back upside down.", HERE)
slip_in_taps("mirrored", "taps[:, :, u, v]", "taps[:, :, u, f_W - 1 - v]", "Each window was put back mirrored.", HERE)
slip_in_taps("first_image_only", "padded[:, :, u:u", "padded[:1, :, u:u",
             "All images were put into the first one: every image gets back its own matrix.", HERE)
slip_in_taps("first_image_for_all", "+= taps[:, :, u, v]", "+= taps[0, :, u, v]",
             "Every image got back the matrix of the first one.", HERE)
slip_in_taps("only_the_first_image",
             "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]",
             "padded[0, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[0, :, u, v]",
             "Only the first image got its gradient back; the others are still zero.", HERE)
slip_in_taps("only_the_first_channel",
             "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, :, u, v]",
             "padded[:, 0, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps[:, 0, u, v]",
             "Only the first channel got its gradient back; the others are still zero.", HERE)
slip_in_taps("channels_summed", "+= taps[:, :, u, v]", "+= taps[:, :, u, v].sum(axis=1, keepdims=True)",
             "The channels were summed, but every channel gets back its own rows.", HERE)
slip_in_taps("images_summed", "+= taps[:, :, u, v]", "+= taps[:, :, u, v].sum(axis=0)",
             "The images were summed, but every image gets back its own matrix.", HERE)
slip_in_taps("last_taps_missing", "for u in range(f_H):\n        for v in range(f_W)",
             "for u in range(f_H - 1):\n        for v in range(f_W - 1)",
             "The last row and the last column of taps are left out.", HERE)
slip_in_taps("last_column_of_taps_missing", "range(f_W)", "range(f_W - 1)",
             "The last column of taps is left out.", HERE)
slip_in_taps("last_row_of_taps_missing", "range(f_H)", "range(f_H - 1)", "The last row of taps is left out.", HERE)
slip_in_taps("first_tap_only", "    return", "            break\n        break\n    return",
             "Only the first tap was put back: the loops stop after one step.", HERE)
slip_in_taps("returns_inside", "    return", "        return",
             "Only the first row of taps was put back: the function returns inside the loop.", HERE)
slip_in_taps("mean_over_the_taps", CUT, f"{CUT} / (f_H * f_W)",
             "The sums were divided by the number of taps: the gradients are added, not averaged.", HERE)
slip_in_taps("whole_numbers", "n_W_prev + 2 * pad))", "n_W_prev + 2 * pad), dtype=int)",
             "The array holds only integers, and decimals cannot be added to it.", HERE)
slip_in_taps("returns_None", f"return {CUT}", "print(padded.shape)", FORGOT_RETURN, HERE)
slip_in_taps("still_zero", "padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += taps",
             "tap = taps", STILL_ZERO, HERE)
slip_in_taps("starts_with_ones", "np.zeros((N", "np.ones((N",
             "The array starts with ones, but it must start with zeros.", HERE)
slip_in_taps("axes_of_one_image", CUT, f"{CUT}[0]",
             "The image axis is gone, but the result must have the shape of X.", HERE)
slip_in_taps("too_small_where_the_stride_leaves_over", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))",
             "(n_H - 1) * stride + f_H, (n_W - 1) * stride + f_W))",
             "The array reaches only as far as the windows: the rows and columns that the stride leaves over are "
             "missing.",
             HERE)
slip_in_taps("columns_follow_rows", COLUMNS, "u:u + n_W * stride:stride",
             "The columns of a tap's grid start where its rows do, so it moves along the diagonal.", HERE)
slip_in_taps("step_by_filter", f"{ROWS}, {COLUMNS}", "u:u + n_H * f_H:f_H, v:v + n_W * f_W:f_W",
             "The windows are put back a filter length apart instead of a stride apart.", HERE)
slip_in_taps("room_for_half_the_padding", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))",
             "n_H_prev + pad, n_W_prev + pad))",
             "The array has room for the padding on one side only: it is on both.", HERE)
slip_in_taps("border_cut_twice_at_the_end", CUT, "padded[:, :, pad:n_H_prev - pad, pad:n_W_prev - pad]",
             "Too much was cropped below and to the right: the whole of X follows the border at the start.",
             HERE)
slip_in_taps("first_channel_for_all", "taps[:, :, u, v]", "taps[:, :1, u, v]",
             "Every channel got back the rows of the first one.", HERE)
slip_in_taps("mean_over_the_windows", CUT, f"{CUT} / (n_H * n_W)",
             "The sums were divided by the number of windows: the gradients are added, not averaged.", HERE)
slip_in_taps("tap_with_sides_exchanged", "taps[:, :, u, v]", "taps[:, :, v, u]",
             "Row and column of each tap are swapped when its part is read.", HERE)
slip_in_taps("transposed_before_it_is_cut", READ, "cols.transpose(0, 2, 1).reshape(N, C, f_H, f_W, n_H, n_W)",
             "The matrix was transposed and then split as if it were not: its rows are channels and taps "
             "already.", HERE)
slip_in_taps("taps_a_stride_apart", f"{ROWS}, {COLUMNS}", "u * stride:u * stride + n_H, v * stride:v * stride + n_W",
             "The taps lie a stride apart and the windows side by side: it must be the other way round.", HERE)
slip_in_taps("grid_open_at_the_end", f"{ROWS}, {COLUMNS}", "u::stride, v::stride",
             "A tap's grid of pixels has no end, so it takes more of them than there are windows.", HERE)
slip_in_taps("grid_before_the_edge", f"{ROWS}, {COLUMNS}",
             "u - pad:u - pad + n_H * stride:stride, v - pad:v - pad + n_W * stride:stride",
             "The grid was moved back by the padding, and positions before the edge count from the end: the array "
             "must be padded.", HERE)
slip_in_taps("read_by_columns", READ, "cols.reshape((N, C, f_H, f_W, n_H, n_W), order='F')",
             "The matrix was split with its first axis varying fastest, but it is in row-major order.", HERE)


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


slip_in_windows = MISTAKES.slips(back_window_by_window)
slip_in_windows("window_replaces", "+= window", "= window",
                "Where windows overlap, the last window replaced the earlier ones: they must be added up.", HERE)
slip_in_windows("columns_counted_with_height", "h * n_W + w", "h * n_H + w",
                "The columns are numbered with the height of the output: one row of windows holds as many as it is "
                "wide.", HERE)
slip_in_windows("columns_numbered_by_sum", "h * n_W + w", "h + w",
                "Some columns were used twice and others never: every output has its own number.", HERE)
slip_in_windows("window_cut_by_columns", "reshape(N, C, f_H, f_W)", "reshape(N, C, f_H, f_W, order='F')",
                "Each column was folded into a window with its first axis fastest: it must go channel by channel, row "
                "by row.",
                HERE)
slip_in_windows("window_with_sides_exchanged", "reshape(N, C, f_H, f_W)", "reshape(N, C, f_W, f_H)",
                "Each column was folded into a window with its width first, but rows come before columns.", HERE)
slip_in_windows("stride_inside_the_window", "top:top + f_H, left:left + f_W",
                "top:top + f_H:stride, left:left + f_W:stride",
                "The stride was applied inside the window too: it only moves the window.", HERE)
slip_in_windows("start_behind_the_padding", "top, left = h * stride, w * stride",
                "top, left = h * stride + pad, w * stride + pad",
                "The windows are put back after the padding, but they start at the corner of the padded image.", HERE)
slip_in_windows("last_windows_skipped", "for h in range(n_H):\n        for w in range(n_W)",
                "for h in range(n_H - 1):\n        for w in range(n_W - 1)",
                "The last row and the last column of windows are left out.", HERE)
slip_in_windows("outputs_skipped", "for h in range(n_H):\n        for w in range(n_W)",
                "for h in range(0, n_H, stride):\n        for w in range(0, n_W, stride)",
                "The loops skip outputs: they count every output, and the stride moves the window.", HERE)
slip_in_windows("cols_by_rows", "cols[:, :, h * n_W + w]", "cols[:, h * n_W + w]",
                "A row of the matrix was taken for a window, but a window is a column.", HERE)


@MISTAKES.version(
    says="The sums were divided by the number of copies of each pixel: that inverts the unfolding, but a gradient is "
         "the sum.",
    reread=HERE,
)
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


@MISTAKES.version(
    says="The gradient of the padding landed at the opposite edge: negative positions count from the end.",
    reread=HERE,
)
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


@MISTAKES.version(
    says="Some positions are outside the array: subtract the padding from each position, and drop what is outside.",
    reread=HERE,
)
def places_outside(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    taps = cols.reshape(N, C, f_H, f_W, n_H, n_W)
    X = np.zeros(X_shape)
    for u, v, h, w in np.ndindex(f_H, f_W, n_H, n_W):
        X[:, :, h * stride + u, w * stride + v] += taps[:, :, u, v, h, w]
    return X


@MISTAKES.version(
    says="A pixel between two positions of a tap took its neighbour's gradient: with a stride, not every tap sees "
         "every pixel.",
    reread=HERE,
)
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


@MISTAKES.version(
    says="Counting the positions stops at the last one in use, so pixels that no window reached are missing.",
    reread=HERE,
)
def bincount_too_short(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    shape = N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad
    places = np.arange(np.prod(shape)).reshape(shape)
    places = sliding_window_view(places, (f_H, f_W), axis=(2, 3))[:, :, ::stride, ::stride]
    padded = np.bincount(places.transpose(0, 1, 4, 5, 2, 3).ravel(), cols.ravel()).reshape(shape)
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@MISTAKES.version(
    says="Only the array of the last image was returned: each image overwrote the one before.",
    reread=HERE,
)
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


@MISTAKES.version(
    says="The gradient of an earlier call is still in the array: it must start with zeros in each call.",
    reread=HERE,
)
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


@MISTAKES.version(
    says="The columns were only reshaped, but several entries belong to one pixel and must be summed.",
    reread=HERE,
)
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


slip_in_index_lists = MISTAKES.slips(back_through_index_lists)
slip_in_index_lists("images_missing_in_the_places", "(slice(None), k, i, j)", "(k, i, j)",
                    "The indices do not say which image: the first list was taken for the image.", HERE)
slip_in_index_lists("index_lists_exchanged", "(slice(None), k, i, j)", "(slice(None), k, j, i)",
                    "Row and column indices of the pixels are swapped.", HERE)
slip_in_index_lists("images_inside", ", cols)", ", cols.reshape(C * f_H * f_W, -1, N).transpose(2, 0, 1))",
                    "The matrix was split as if the images were its last axis, but they are the first.", HERE)
slip_in_index_lists("images_joined", ", cols)", ", cols.reshape(C * f_H * f_W, N, -1).transpose(1, 0, 2))",
                    "The matrix was split as if the images were between rows and columns, but they are the first axis.",
                    HERE)
slip_in_index_lists("channel_list_in_another_order", "np.repeat(np.arange(C), f_H * f_W)",
                    "np.tile(np.arange(C), f_H * f_W)",
                    "The list of channel indices and the lists of taps are in different orders, so rows land in wrong "
                    "channels.", HERE)
slip_in_index_lists("cut_to_the_length_of_X", "pad:pad + n_H_prev, pad:pad + n_W_prev]", "pad:n_H_prev, pad:n_W_prev]",
                    "Too much was cropped: the whole length of X follows the border at the start.", HERE)


def back_by_corners(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    k = 0
    for top in range(0, n_H_prev + 2 * pad - f_H + 1, stride):
        for left in range(0, n_W_prev + 2 * pad - f_W + 1, stride):
            padded[:, :, top:top + f_H, left:left + f_W] += cols[:, :, k].reshape(N, C, f_H, f_W)
            k += 1
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


slip_in_corners = MISTAKES.slips(back_by_corners)
slip_in_corners("range_over_the_unpadded",
                "n_H_prev + 2 * pad - f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad",
                "n_H_prev - f_H + 1, stride):\n        for left in range(0, n_W_prev",
                "The windows stop where X ends, but the padded image goes on.", HERE)
slip_in_corners("range_one_short", "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1",
                "f_H, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W",
                "The ranges of window corners end one too early, so columns are left over.", HERE)
slip_in_corners("windows_on_the_unpadded", "n_H_prev + 2 * pad, n_W_prev + 2 * pad))", "n_H_prev, n_W_prev))",
                "The windows are put back into an array without padding, so some stick out: sum in an array of the "
                "padded size.",
                HERE)
slip_in_corners("corners_without_stride",
                "f_H + 1, stride):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1, stride)",
                "f_H + 1):\n        for left in range(0, n_W_prev + 2 * pad - f_W + 1)",
                "The window corners step by one: they must step by the stride.", HERE)
slip_in_corners("counter_never_moves", "            k += 1\n", "",
                "Every window got back the first column: the column index never changes.", HERE)
slip_in_corners("counter_moves_with_the_rows", "            k += 1\n", "        k += 1\n",
                "All windows of one row of outputs got the same column: the column index must change with every "
                "window.",
                HERE)


@MISTAKES.version(
    says="The sums are right, but the caller's columns were reshaped in place.",
    reread=HERE,
)
def shape_set_in_place(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.zeros((N, C, n_H_prev + 2 * pad, n_W_prev + 2 * pad))
    cols.shape = N, C, f_H, f_W, n_H, n_W
    for u, v in np.ndindex(f_H, f_W):
        padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride] += cols[:, :, u, v]
    return padded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]


@MISTAKES.version(
    says="The gradient of the padding was added to the first pixel: the padding's zeros were read as its index.",
    reread=HERE,
)
def padding_lands_on_the_first_pixel(cols, X_shape, f_H, f_W, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X_shape
    places = np.arange(N * C * n_H_prev * n_W_prev).reshape(X_shape)
    image = np.zeros(places.size)
    np.add.at(image, im2col(places, f_H, f_W, stride, pad), cols)
    return image.reshape(X_shape)
