"""Wrong versions of maxpool_backward."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("maxpool_backward")
HERE = "lesson 07, section 2"
TIES = "lesson 07, section 3"


def switch(dH, cache):
    X, f, stride = cache
    N, C, n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    i, j = h * stride, w * stride
                    window = X[n, c, i:i + f, j:j + f]
                    u, v = np.unravel_index(np.argmax(window), window.shape)
                    dX[n, c, i + u, j + v] += dH[n, c, h, w]
    return dX


def masked(dH, cache):
    X, f, stride = cache
    N, C, n_H, n_W = dH.shape
    dX = np.zeros(X.shape)
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    i, j = h * stride, w * stride
                    window = X[n, c, i:i + f, j:j + f]
                    first = np.arange(f * f).reshape(f, f) == np.argmax(window)
                    dX[n, c, i:i + f, j:j + f] += first * dH[n, c, h, w]
    return dX



slip_in_masked = MISTAKES.slips(masked)
MASK = "first = np.arange(f * f).reshape(f, f) == np.argmax(window)"
slip_in_masked("every_tie_takes_all", MASK, "first = window == window.max()",
               "Each of several equal maxima took the whole gradient, which multiplies it: only the first one gets it.",
               TIES)
slip_in_masked("ties_share", MASK, "first = (window == window.max()) / np.sum(window == window.max())",
               "Equal maxima shared the gradient: in this course the first one in row-major order gets it all.", TIES)
slip_in_masked("close_to_the_maximum", MASK, "first = window >= window.max() - 0.6",
               "Entries close to the maximum were taken for the maximum as well.", TIES)
slip_in_masked("last_tie", MASK, "first = np.arange(f * f)[::-1].reshape(f, f) == np.argmax(window.ravel()[::-1])",
               "The last of several equal maxima took the gradient: the first in row-major order gets it all.", TIES)
slip_in_masked("first_tie_by_columns", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window.T)).T",
               "The first of several equal maxima in column-major order took the gradient: it must be the first in "
               "row-major order.", TIES)
slip_in_masked("tie_in_each_row", MASK,
               "first = (window == window.max()) & (np.cumsum(window == window.max(), axis=1) == 1)",
               "The first of several equal maxima in each row took the gradient: only the first of the window gets "
               "it.", TIES)
slip_in_masked("ties_lose_it", MASK, "first = (window == window.max()) & (np.sum(window == window.max()) == 1)",
               "Where a window has several equal maxima the gradient is lost: the first in row-major order gets it "
               "all.",
               TIES)
slip_in_masked("equal_entries_overwritten", "dX[n, c, i:i + f, j:j + f] += first * dH[n, c, h, w]",
               "dX[n, c, i:i + f, j:j + f] = first * dH[n, c, h, w]",
               "Each window overwrote the gradients of earlier windows: where windows overlap, gradients must be "
               "added.", TIES)
slip_in_masked("ties_all_and_overwritten", MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first",
               "first = window == window.max()\n                    dX[n, c, i:i + f, j:j + f] = first",
               "Each window overwrote the gradients of earlier windows, and equal maxima each took the whole "
               "gradient.", TIES)
slip_in_masked("ties_share_and_overwritten", MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first",
               "first = (window == window.max()) / np.sum(window == window.max())\n"
               "                    dX[n, c, i:i + f, j:j + f] = first",
               "Each window overwrote the gradients of earlier windows, and equal maxima shared the gradient.",
               TIES)
slip_in_masked("ties_all_and_last_kept",
               MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first * dH[n, c, h, w]",
               "first = window == window.max()\n                    dX[n, c, i:i + f, j:j + f][first] = dH[n, c, h, w]",
               "An entry that wins several windows kept only the last gradient, and equal maxima each took it whole.",
               TIES)
slip_in_masked("average", MASK, "first = np.ones((f, f)) / f ** 2",
               "Each gradient was shared equally in its window: that is the backward pass of average pooling.",
               "lesson 07, section 4")
slip_in_masked("everywhere_in_the_window", MASK, "first = np.ones((f, f))",
               "Each entry of the window got the whole gradient: only the largest entry gets it.", HERE)
slip_in_masked("smallest", MASK, "first = np.arange(f * f).reshape(f, f) == np.argmin(window)",
               "The gradient went to the smallest entry of each window: it belongs to the largest.", HERE)
slip_in_masked("largest_size", MASK, "first = np.arange(f * f).reshape(f, f) == np.argmax(np.abs(window))",
               "The gradient went to the entry of largest absolute value: it belongs to the largest entry.",
               HERE)
slip_in_masked("times_the_maximum", MASK,
               "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) * window.max()",
               "Each gradient was multiplied by the maximum: the derivative with respect to the winner is 1.", HERE)
slip_in_masked("losers", MASK, "first = np.arange(f * f).reshape(f, f) != np.argmax(window)",
               "Every entry but the largest got the gradient: it must be the other way round.", HERE)
slip_in_masked("positive_maxima_only", MASK,
               "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) * (window > 0)",
               "Where the maximum is not positive the gradient is lost: a negative entry can be the largest too.", HERE)
slip_in_masked("maximum_of_at_least_zero", MASK, "first = window == max(0, window.max())",
               "The search for the maximum started at zero, so windows of negative entries lose their gradient, and "
               "ties get none.", HERE)
slip_in_masked("divided_by_window", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) / f ** 2",
               "Each gradient is divided by the size of the window: the winner gets it whole.", HERE)
slip_in_masked("largest_gradient", MASK, "first = window == X[n, c].max()",
               "Only the largest entry of the whole channel got gradients: each window has its own maximum.", HERE)
slip_in_masked("largest_of_everything", MASK, "first = window == X.max()",
               "Only the largest entry of the whole batch got gradients: each window has its own maximum.", HERE)

slip_in_switch = MISTAKES.slips(switch)
slip_in_switch("overwritten", "+= dH", "= dH",
               "An entry that wins several windows kept only the last gradient, as adding at repeated indices does: "
               "everything that arrives must be added.", TIES)
slip_in_switch("first_win_kept", "+= dH[n, c, h, w]", "+= dH[n, c, h, w] * (dX[n, c, i + u, j + v] == 0)",
               "An entry that wins several windows kept only the first gradient: what arrives at one entry must be "
               "added.", TIES)
slip_in_switch("place_inside_the_window", "i + u, j + v", "u, v",
               "The position inside the window was used as the position in the image: the window's own corner must be "
               "added.",
               HERE)
slip_in_switch("corner_of_the_window", "i + u, j + v", "i, j",
               "Each gradient went to the first entry of its window: it belongs to the largest.", HERE)
slip_in_switch("last_of_the_window", "i + u, j + v", "i + f - 1, j + f - 1",
               "Each gradient went to the last entry of its window: it belongs to the largest.", HERE)
slip_in_switch("u_and_v_exchanged", "u, v = np", "v, u = np",
               "Row and column inside the window are swapped.", HERE)
slip_in_switch("row_offset_missing", "i + u, j + v", "u, j + v",
               "The window's own row was not added to the position of the winner.", HERE)
slip_in_switch("column_offset_missing", "i + u, j + v", "i + u, v",
               "The window's own column was not added to the position of the winner.", HERE)
slip_in_switch("stride_missing_in_the_place", "i + u, j + v", "h + u, w + v",
               "The winner was found in the right window, but its position was counted from the output's position: "
               "the stride is missing there.", HERE)
slip_in_switch("stride_ignored", "i, j = h * stride, w * stride", "i, j = h, w",
               "The windows move by one: each step must be as long as the stride.", HERE)
slip_in_switch("steps_of_f", "i, j = h * stride, w * stride",
               "i, j = min(h * f, X.shape[2] - f), min(w * f, X.shape[3] - f)",
               "The windows move by their own side: each step must be as long as the stride.", HERE)
slip_in_switch("stride_on_rows_only", "w * stride", "w", "The stride is used only for the rows.", HERE)
slip_in_switch("stride_on_columns_only", "h * stride", "h", "The stride is used only for the columns.", HERE)
slip_in_switch("window_of_stride", "X[n, c, i:i + f, j:j + f]", "X[n, c, i:i + stride, j:j + stride]",
               "The winner was looked for in windows as large as the stride, but their side is f.", HERE)
slip_in_switch("window_too_small", "X[n, c, i:i + f, j:j + f]",
               "X[n, c, i:max(i + f - 1, i + 1), j:max(j + f - 1, j + 1)]",
               "The winner was looked for without the window's last row and column: the end of a range is "
               "exclusive.", HERE)
slip_in_switch("window_too_large", "X[n, c, i:i + f, j:j + f]", "X[n, c, i:i + f + 1, j:j + f + 1]",
               "The winner was looked for in windows that are one row and one column too large.", HERE)
slip_in_switch("argmax_of_the_image", "window = X[n, c, i:i + f, j:j + f]",
               "window = X[n, c]\n                    i = j = 0",
               "Every gradient went to the largest entry of the whole channel: each window has its own winner.", HERE)
slip_in_switch("argmax_of_everything", "                    dX[n, c, i + u, j + v] +=",
               "                    dX[np.unravel_index(np.argmax(X), X.shape)] +=",
               "Every gradient went to the largest entry of the whole batch: each window has its own winner.", HERE)
slip_in_switch("argmax_of_the_image_modulo", "np.argmax(window)", "np.argmax(X[n, c]) % (f * f)",
               "The winner's position was counted in the whole channel: it must be looked for inside the window.", HERE)
slip_in_switch("argmax_of_dH", "np.argmax(window)", "np.argmax(dH[n, c]) % (f * f)",
               "The winner was looked for in dH, but the input decides.", HERE)
slip_in_switch("first_image_decides", "window = X[n, c", "window = X[0, c",
               "The first image decided where the gradients of every image go.", HERE)
slip_in_switch("first_channel_decides", "window = X[n, c", "window = X[n, 0",
               "The first channel decided where the gradients of every channel go.", HERE)
slip_in_switch("first_image_gradient", "+= dH[n, c", "+= dH[0, c", "Every image got the first image's gradients.", HERE)
slip_in_switch("first_channel_gradient", "+= dH[n, c", "+= dH[n, 0",
               "Every channel got the first channel's gradients.", HERE)
slip_in_switch("all_in_the_first_image", "dX[n, c, i", "dX[0, c, i", "All gradients landed in the first image.", HERE)
slip_in_switch("all_in_the_first_channel", "dX[n, c, i", "dX[n, 0, i",
               "All gradients landed in the first channel.", HERE)
slip_in_switch("only_first_image", "for n in range(N):", "for n in range(1):",
               "Only the first image got gradients.", HERE)
slip_in_switch("only_last_image", "for n in range(N):", "for n in range(N - 1, N):",
               "Only the last image got gradients.", HERE)
slip_in_switch("only_first_channel", "for c in range(C):", "for c in range(1):",
               "Only the first channel got gradients.", HERE)
slip_in_switch("cleared_at_each_window", "                    i, j = h",
               "                    dX = np.zeros(X.shape)\n                    i, j = h",
               "dX was cleared at each window, so only the last one's gradient is left.", HERE)
slip_in_switch("first_gradient_only", "+= dH[n, c, h, w]", "+= dH[n, c, 0, 0]",
               "The first gradient of each channel was used for every window.", HERE)
slip_in_switch("gradient_transposed", "+= dH[n, c, h, w]", "+= dH[n, c].T.reshape(n_H, n_W)[h, w]",
               "dH was read column by column and used row by row.", HERE)
slip_in_switch("ignores_dH", "+= dH[n, c, h, w]", "+= 1",
               "Each winner got a 1: that is its local gradient, which must be multiplied by dH.", HERE)
slip_in_switch("gradient_upside_down", "+= dH[n, c, h, w]", "+= dH[n, c, -1 - h, -1 - w]",
               "dH was rotated by 180 degrees: each gradient belongs to the window at its own place.", HERE)
slip_in_switch("maximum_for_gradient", "+= dH[n, c, h, w]", "+= window.max()",
               "The maximum itself was sent back instead of the gradient of its output.", HERE)
slip_in_switch("negative", "+= dH", "-= dH", "dX has the wrong sign everywhere.", HERE)
slip_in_switch("doubled", "+= dH", "+= 2 * dH", "dX is twice what it should be.", HERE)
slip_in_switch("divided_by_batch", "return dX", "return dX / N",
               "dX is divided by the number of images: each image has its own gradient.", HERE)
slip_in_switch("negative_gradients_lost", "+= dH[n, c, h, w]", "+= max(0, dH[n, c, h, w])",
               "Negative gradients are lost on the way.", HERE)
slip_in_switch("last_window_row_lost", "range(n_H)", "range(n_H - 1)",
               "The last row of windows was not backpropagated: the loop stops one too early.", HERE)
slip_in_switch("last_window_column_lost", "range(n_W)", "range(n_W - 1)",
               "The last column of windows was not backpropagated: the loop stops one too early.", HERE)
slip_in_switch("whole_numbers", "np.zeros(X.shape)", "np.zeros(X.shape, int)",
               "dX holds integers: the digits after the decimal point are cut off each time something arrives.", HERE)
slip_in_switch("type_of_X", "np.zeros(X.shape)", "np.zeros_like(X)",
               "dX takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
               HERE)
slip_in_switch("starts_from_X", "np.zeros(X.shape)", "X.astype(float)",
               "X itself is still in dX: start with zeros.", HERE)
slip_in_switch("starts_from_ones", "np.zeros(X.shape)", "np.ones(X.shape)",
               "dX is too large by one everywhere: start with zeros.", HERE)
slip_in_switch("size_of_covered_part", "np.zeros(X.shape)", "np.zeros((N, C, n_H * f, n_W * f))",
               "dX has the size of windows that lie side by side: it must have the shape of X.", HERE)
slip_in_switch("leftover_cut_off", "return dX", "return dX[:, :, :(n_H - 1) * stride + f, :(n_W - 1) * stride + f]",
               "The rows and columns that no window reached are missing in dX: they belong to X, with gradient 0.",
               HERE)
slip_in_switch("shape_of_dH", "return dX", "return dH",
               "This is dH itself: each gradient must go back to the position of its maximum.", HERE)
slip_in_switch("input_returned", "return dX", "return X", "This is X itself: return its gradient.", HERE)
slip_in_switch("squeezed", "return dX", "return np.squeeze(dX)",
               "The axes of length one are lost: dX must have four axes.", HERE)
slip_in_switch("height_and_width_exchanged", "return dX", "return dX.transpose(0, 1, 3, 2)",
               "Height and width of dX are swapped.", HERE)
slip_in_switch("zeros", "dX[n, c, i + u, j + v] += dH[n, c, h, w]", "pass", STILL_ZERO, HERE)
slip_in_switch("returns_too_early", "+= dH[n, c, h, w]", "+= dH[n, c, h, w]\n                    return dX",
               "Only the first window was backpropagated: the return is inside the loops.", HERE)
slip_in_switch("adds_into_X", "dX = np.zeros(X.shape)", "dX = X",
               "The gradients were added to X itself: the input is changed.", HERE)
slip_in_switch("dH_called", "+= dH[n, c, h, w]", "+= dH(n, c, h, w)",
               "dH was called like a function: round brackets call, square brackets index.", HERE)
slip_in_switch("state_kept",
               "def maxpool_backward(dH, cache):\n    X, f, stride = cache\n    N, C, n_H, n_W = dH.shape\n"
               "    dX = np.zeros(X.shape)",
               "buffers = {}\n\n\ndef maxpool_backward(dH, cache):\n    X, f, stride = cache\n"
               "    N, C, n_H, n_W = dH.shape\n"
               "    dX = buffers.setdefault(X.shape, np.zeros(X.shape))",
               "The gradients of earlier calls are still in dX: start with zeros in each call.", HERE)
slip_in_switch("winner_not_unravelled", "u, v = np.unravel_index(np.argmax(window), window.shape)",
               "u = v = np.argmax(window)",
               "The winner's flat index was used as both its row and its column.", HERE)
slip_in_switch("argmax_along_one_axis", "u, v = np.unravel_index(np.argmax(window), window.shape)",
               "u, v = np.argmax(window, axis=0)[0], np.argmax(window, axis=1)[0]",
               "The row was looked for in the first column and the column in the first row: both must be those of the "
               "largest entry.", HERE)
slip_in_switch("wrong_width", "np.unravel_index(np.argmax(window), window.shape)",
               "divmod(np.argmax(window), X.shape[3])",
               "The winner's flat index was split by the width of the image: it is an index inside the window, whose "
               "width is f.", HERE)
slip_in_switch("split_by_the_stride", "np.unravel_index(np.argmax(window), window.shape)",
               "divmod(np.argmax(window), stride)",
               "The winner's flat index was split by the stride: it is an index inside the window, whose width is "
               "f.", HERE)
slip_in_switch("last_tie_overwritten", "u, v = np.unravel_index(np.argmax(window), window.shape)\n"
               "                    dX[n, c, i + u, j + v] +=",
               "u, v = np.argwhere(window == window.max())[-1]\n                    dX[n, c, i + u, j + v] =",
               "The last of several equal maxima took the gradient, and an entry that wins several windows kept only "
               "the last gradient.", TIES)
slip_in_switch("first_of_the_image", "                    dX[n, c, i + u, j + v] +=",
               "                    i, j = np.argwhere(X[n, c] == window.max())[0]\n"
               "                    dX[n, c, i, j] +=",
               "The first entry of the whole image with the winner's value took the gradient, even where it lies "
               "outside the window.", TIES)
slip_in_switch("returns_pair", "return dX", "return dX, None",
               "Two things are returned: a layer without weights returns only dX.", HERE)
slip_in_switch("returns_None", "return dX", "print(dX)", FORGOT_RETURN, HERE)


@MISTAKES.version(
    says="An entry got the gradient of every output with its value, even from windows that do not contain it.",
    reread=HERE,
)
def by_value_in_the_image(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        top = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f].max()
        dX[n, c] += (X[n, c] == top) * dH[n, c, h, w]
    return dX


@MISTAKES.version(
    says="Each gradient was spread over a block of the image by repeating it, which works only for windows side by "
    "side.",
    reread=HERE,
)
def repeated_and_masked(dH, cache):
    X, f, stride = cache
    high = np.repeat(np.repeat(dH, f, axis=2), f, axis=3)
    tops = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    tops = np.repeat(np.repeat(tops, f, axis=2), f, axis=3)
    return high * (tops == X)


@MISTAKES.version(says="A single winner was determined for all images and channels together: each has its "
                       "own.", reread=HERE)
def one_winner_for_all(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        window = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        *_, u, v = np.unravel_index(window.argmax(), window.shape)
        dX[:, :, h * stride + u, w * stride + v] += dH[:, :, h, w]
    return dX


@MISTAKES.version(
    says="The winners of all images and channels were used in each of them: the index needs image and channel as well "
         "as row and column.",
    reread=HERE,
)
def winners_of_all_in_each(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        window = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        first = window.reshape(*X.shape[:2], -1).argmax(axis=2)
        dX[:, :, h * stride + first // f, w * stride + first % f] += dH[:, :, h, w]
    return dX


@MISTAKES.version(
    says="The largest entry was looked for over all images and channels: each channel of each image has its own "
         "maximum.",
    reread=HERE,
)
def one_maximum_for_all(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        met = np.s_[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        dX[met] += (X[met] == X[met].max()) * dH[:, :, h, w][:, :, None, None]
    return dX


@MISTAKES.version(
    says="Equal maxima of all images and channels took one image's gradient: the shapes of mask and gradient do not "
         "match.",
    reread=HERE,
)
def mask_without_axes(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
        mask = X[:, :, rows, columns] == X[:, :, rows, columns].max(axis=(2, 3), keepdims=True)
        dX[:, :, rows, columns] += mask * dH[:, :, h, w]
    return dX
