"""Wrong versions of maxpool_forward."""

import numpy as np

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("maxpool_forward")
HERE = "lesson 07, section 2"


def largest(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H = (n_H_prev - f) // stride + 1
    n_W = (n_W_prev - f) // stride + 1
    H = np.zeros((N, C, n_H, n_W))
    for n in range(N):
        for c in range(C):
            for h in range(n_H):
                for w in range(n_W):
                    i, j = h * stride, w * stride
                    H[n, c, h, w] = np.max(X[n, c, i:i + f, j:j + f])
    return H, (X, f, stride)


slip = MISTAKES.slips(largest)
slip("smallest", "np.max(", "np.min(", "This is the smallest entry of each window: return the largest entry.", HERE)
slip("mean", "np.max(", "np.mean(", "This is the mean of each window: that is average pooling.", HERE)
slip("sum", "np.max(", "np.sum(", "This is the sum of each window: return the largest entry.", HERE)
slip("median", "np.max(", "np.median(", "This is the median of each window: return the largest entry.", HERE)
slip("sizes_compared", "np.max(X[n, c, i:i + f, j:j + f])", "np.abs(X[n, c, i:i + f, j:j + f]).max()",
     "The signs were removed first: return the largest entry, not the largest absolute value.", HERE)
slip("place_for_value", "np.max(", "np.argmax(",
     "This is the position of the largest entry of each window: return its value.", HERE)
slip("first_entry", "np.max(X[n, c, i:i + f, j:j + f])", "X[n, c, i, j]",
     "This is the first entry of each window: return the largest of all.", HERE)
slip("last_entry", "np.max(X[n, c, i:i + f, j:j + f])", "X[n, c, i + f - 1, j + f - 1]",
     "This is the last entry of each window: return the largest of all.", HERE)
slip("starts_at_zero", "np.max(X[n, c, i:i + f, j:j + f])", "max(0, np.max(X[n, c, i:i + f, j:j + f]))",
     "Windows with only negative entries gave zero: the search for the largest started at zero.", HERE)
slip("first_row_of_window", "i:i + f, j", "i, j", "Only the first row of each window was considered.", HERE)
slip("first_column_of_window", "j:j + f", "j", "Only the first column of each window was considered.", HERE)
slip("window_too_small", "i:i + f, j:j + f", "i:max(i + f - 1, i + 1), j:max(j + f - 1, j + 1)",
     "The last row and column of each window are left out: the end of a range is exclusive.", HERE)
slip("window_too_large", "i:i + f, j:j + f", "i:i + f + 1, j:j + f + 1",
     "Each window is one row and one column too large.", HERE)
slip("window_of_stride", "i:i + f, j:j + f", "i:i + stride, j:j + stride",
     "The windows are as large as the stride: their side is f.", HERE)
slip("stride_ignored", "i, j = h * stride, w * stride", "i, j = h, w",
     "The windows move by one: each step must be as long as the stride.", HERE)
slip("steps_of_f", "i, j = h * stride, w * stride", "i, j = min(h * f, n_H_prev - f), min(w * f, n_W_prev - f)",
     "The windows move by their own side: each step must be as long as the stride.", HERE)
slip("loops_step_by_stride",
     "range(n_H):\n                for w in range(n_W):\n                    i, j = h * stride, w * stride",
     "range(0, n_H, stride):\n                for w in range(0, n_W, stride):\n                    i, j = h, w",
     "The loops over the output step by the stride, so outputs between are never written: the stride moves the window.",
     HERE)
slip("stride_on_rows_only", "w * stride", "w", "The stride is used only for the rows.", HERE)
slip("stride_on_columns_only", "h * stride", "h", "The stride is used only for the columns.", HERE)
slip("same_window", "i, j = h * stride, w * stride", "i, j = 0, 0",
     "Every output is the largest entry of the first window: the window must move.", HERE)
slip("largest_of_the_image", "X[n, c, i:i + f, j:j + f]", "X[n, c]",
     "Every output is the largest entry of the whole channel: only the window counts.", HERE)
slip("largest_of_everything", "X[n, c, i:i + f, j:j + f]", "X",
     "Every output is the largest entry of the whole batch: only the window counts.", HERE)
slip("across_channels", "X[n, c, i:i + f, j:j + f]", "X[n, :, i:i + f, j:j + f]",
     "The largest entry was looked for over all channels: each channel is pooled separately.", HERE)
slip("across_images", "X[n, c, i:i + f, j:j + f]", "X[:, c, i:i + f, j:j + f]",
     "The largest entry was looked for over all images: each image is pooled separately.", HERE)
slip("across_everything", "X[n, c, i:i + f, j:j + f]", "X[:, :, i:i + f, j:j + f]",
     "The largest entry was looked for over all images and channels: each channel of each image is pooled "
     "separately.", HERE)
slip("first_image", "X[n, c, i", "X[0, c, i", "Every image shows the first image's result.", HERE)
slip("first_channel", "X[n, c, i", "X[n, 0, i", "Every channel shows the first channel's result.", HERE)
slip("only_first_image_written", "for n in range(N):", "for n in range(1):", "Only the first image was pooled.", HERE)
slip("only_first_channel_written", "for c in range(C):", "for c in range(1):", "Only the first channel was pooled.",
     HERE)
slip("without_plus_one", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = (n_H_prev - f) // stride\n    n_W = (n_W_prev - f) // stride",
     "The number of windows is one too small on each axis: the + 1 is missing.", "lesson 07, section 2")
slip("rounded_up", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = -((f - n_H_prev) // stride) + 1\n    n_W = -((f - n_W_prev) // stride) + 1",
     "The number of windows is rounded up: a window that extends over the edge is not used.", HERE)
slip("tiles", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = n_H_prev // f\n    n_W = n_W_prev // f",
     "The windows were counted as if they lay side by side: their number depends on the stride.", HERE)
slip("divided_by_stride", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = n_H_prev // stride\n    n_W = n_W_prev // stride",
     "The number of windows is the size divided by the stride: the window's side is missing.", HERE)
slip("one_window_at_each_step", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = -(-n_H_prev // stride)\n    n_W = -(-n_W_prev // stride)",
     "There is a window wherever one can start, even if it extends over the edge: a window must lie inside the image.",
     HERE)
slip("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
     "The number of columns was computed from the height.", HERE)
slip("rows_and_columns_exchanged", "i, j = h * stride, w * stride",
     "j, i = min(h * stride, n_W_prev - f), min(w * stride, n_H_prev - f)",
     "Rows and columns are swapped in the window's position.", HERE)
slip("squeezed", "return H", "return np.squeeze(H)", "The axes of length one are lost: H must have four axes.", HERE)
slip("channels_last", "return H", "return H.transpose(0, 2, 3, 1)", "The channels of H come last, but they must come "
                                                                    "second.",
     HERE)
slip("height_and_width_exchanged", "return H", "return H.transpose(0, 1, 3, 2)",
     "Height and width of H are swapped.", HERE)
slip("whole_numbers", "np.zeros((N, C, n_H, n_W))", "np.zeros((N, C, n_H, n_W), int)",
     "H holds integers: the digits after the decimal point are cut off as they are stored.", HERE)
slip("zeros", "H[n, c, h, w] = np.max(X[n, c, i:i + f, j:j + f])", "pass", STILL_ZERO, HERE)
slip("returns_too_early", "np.max(X[n, c, i:i + f, j:j + f])",
     "np.max(X[n, c, i:i + f, j:j + f])\n                    return H, (X, f, stride)",
     "Only the first output was computed: the return is inside the loops.", HERE)
slip("zeros_around", "    n_H =", "    X = np.pad(X, ((0, 0), (0, 0), (1, 1), (1, 1)))\n"
     "    n_H_prev, n_W_prev = n_H_prev + 2, n_W_prev + 2\n    n_H =",
     "X got a border of zeros: this layer has no padding.", HERE)
slip("writes_into_X", "np.max(X[n, c, i:i + f, j:j + f])",
     "np.max(X[n, c, i:i + f, j:j + f])\n                    X[n, c, i:i + f, j:j + f] = H[n, c, h, w]",
     "The largest entries were written into X itself: the input is changed, and the next window sees the wrong values.",
     HERE)
slip("python_max", "np.max(X", "max(X",
     "Two rows were compared as a whole: the largest must be looked for over both axes of the window.", HERE)
slip("no_cache", "return H, (X, f, stride)", "return H",
     "The cache is missing: the backward pass must know where each maximum was.", HERE)
slip("loose_cache", "return H, (X, f, stride)", "return H, X, f, stride",
     "The cache must be one object: X, f and stride are returned separately.", HERE)
slip("returns_None", "return H, (X, f, stride)", "print(H)", FORGOT_RETURN, HERE)


@MISTAKES.version(
    says="The largest was taken over images and channels, the first two axes: height and width of the window are the "
    "last two.",
    reread=HERE,
)
def largest_over_the_wrong_axes(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1
    H = np.zeros((N, C, n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[:, :, h, w] = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f].max(axis=(0, 1))
    return H, (X, f, stride)


@MISTAKES.version(
    says="The image was split into tiles of f by f by reshaping, which works only for windows that lie side by side, "
         "with nothing left over.",
    reread=HERE,
)
def reshaped_into_tiles(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    return X.reshape(N, C, n_H_prev // f, f, n_W_prev // f, f).max(axis=(3, 5)), (X, f, stride)


@MISTAKES.version(
    says="The image was reshaped in one go, so each group of numbers is part of a row instead of a square window.",
    reread=HERE,
)
def reshaped_in_one_go(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1
    padded = np.resize(X.reshape(N, C, -1), (N, C, n_H * n_W * f * f))
    return padded.reshape(N, C, n_H, n_W, f * f).max(axis=-1), (X, f, stride)
