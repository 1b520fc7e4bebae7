"""Wrong versions of the exercises of lesson 07: the layers around a convolution, and the loss."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grading.bank.mistakes.lesson_01_to_03 import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import mistake, slips

# --- ReLU, forward ---------------------------------------------------------------------------------------------------


def gate(X):
    H = np.maximum(X, 0)
    return H, X


HERE = "lesson 07, section 1"
slip = slips(gate, "relu_forward")
slip("minimum", "np.maximum(X, 0)", "np.minimum(X, 0)",
     "The negative entries are kept and the positive ones are lost: it is the other way round.", HERE)
slip("absolute_value", "np.maximum(X, 0)", "np.abs(X)",
     "Negative entries came out positive: they must become zero.", HERE)
slip("unchanged", "np.maximum(X, 0)", "X",
     "H is the input as it is: negative entries must become zero, and H comes before the cache.", HERE)
slip("negated", "np.maximum(X, 0)", "np.maximum(-X, 0)",
     "The sign was changed before the gate, so only the negative entries come through.", HERE)
slip("sign_at_the_end", "np.maximum(X, 0)", "-np.maximum(X, 0)", "The sign of the result is wrong.", HERE)
slip("step", "np.maximum(X, 0)", "(X > 0) * 1.0",
     "This is the gate itself, ones and zeros: the open entries must keep their own value.", HERE)
slip("sign", "np.maximum(X, 0)", "np.sign(X)",
     "This is the sign of each entry: positive entries must keep their own value.", HERE)
slip("at_least_one", "np.maximum(X, 0)", "np.maximum(X, 1)",
     "Entries below one were raised to one: the gate is at zero.", HERE)
slip("gate_at_one", "np.maximum(X, 0)", "np.where(X > 1, X, 0)",
     "Entries from zero to one are lost: the gate is at zero.", HERE)
slip("capped_at_one", "np.maximum(X, 0)", "np.clip(X, 0, 1)",
     "Large entries were cut off at one: a ReLU has no upper end.", HERE)
slip("capped_at_six", "np.maximum(X, 0)", "np.clip(X, 0, 6)",
     "Large entries were cut off at six: that is the ReLU6, and a ReLU has no upper end.", HERE)
slip("leaky", "np.maximum(X, 0)", "np.where(X > 0, X, 0.01 * X)",
     "A little of each negative entry comes through: that is the leaky ReLU, and this gate is shut.", HERE)
slip("leaky_by_a_tenth", "np.maximum(X, 0)", "np.where(X > 0, X, 0.1 * X)",
     "A tenth of each negative entry comes through: that is a leaky ReLU, and this gate is shut.", HERE)
slip("sigmoid", "np.maximum(X, 0)", "1 / (1 + np.exp(-X))", "This is the sigmoid: the ReLU bends nothing.", HERE)
slip("tanh", "np.maximum(X, 0)", "np.tanh(X)", "This is the hyperbolic tangent: the ReLU bends nothing.", HERE)
slip("softplus", "np.maximum(X, 0)", "np.log1p(np.exp(X))",
     "This is the softplus, a smooth relative of the ReLU: the ReLU itself is zero or the entry.", HERE)
slip("exponential_below", "np.maximum(X, 0)", "np.where(X > 0, X, np.exp(np.minimum(X, 0)) - 1)",
     "Negative entries became exponentials: that is the ELU, and here they must become zero.", HERE)
slip("squared", "np.maximum(X, 0)", "X * np.maximum(X, 0)",
     "The positive entries were squared: the gate multiplies by one, not by the entry.", HERE)
slip("double_gate", "np.maximum(X, 0)", "X + np.abs(X)",
     "The positive entries are twice what they should be.", HERE)
slip("divided_by_itself", "np.maximum(X, 0)", "X * (X / np.abs(X) + 1) / 2",
     "Where the input is exactly zero the result is not a number: zero was divided by zero.", HERE)
slip("one_for_zero", "np.maximum(X, 0)", "np.where(X > 0, X, 1)",
     "Negative entries became one: they must become zero.", HERE)
slip("shut_as_nan", "np.maximum(X, 0)", "np.where(X > 0, X, np.nan)",
     "Negative entries became not a number: they must become zero.", HERE)
slip("dropped", "np.maximum(X, 0)", "X[X > 0]",
     "The negative entries were left out, and the shape was lost: they stay in their place, as zeros.", HERE)
slip("one_number", "np.maximum(X, 0)", "max(X.max(), 0)",
     "This is the largest entry of all: each entry meets the gate by itself.", HERE)
slip("largest_of_each_row", "np.maximum(X, 0)", "np.max(X, 0)",
     "This is the largest entry along the first axis: each entry meets the gate by itself.", HERE)
slip("first_row_only", "np.maximum(X, 0)", "X.copy()\n    H[0] = np.maximum(X[0], 0)",
     "Only the first row went through the gate.", HERE)
slip("whole_numbers", "np.maximum(X, 0)", "np.maximum(X, 0).astype(int)",
     "The digits after the point are cut off: the result must have decimal numbers.", HERE)
slip("flat", "np.maximum(X, 0)", "np.maximum(X, 0).ravel()",
     "The numbers are right, but they stand in one row: H has the shape of X.", HERE)
slip("transposed", "np.maximum(X, 0)", "np.maximum(X, 0).T",
     "The numbers are right, but the axes of H are reversed.", HERE)
slip("zeros", "np.maximum(X, 0)", "np.zeros(X.shape)", STILL_ZERO, HERE)
slip("in_place", "H = np.maximum(X, 0)", "X[X < 0] = 0\n    H = X",
     "The zeros were written into X itself: the input is changed, and what the backward pass needs may be lost.", HERE)
slip("python_max", "np.maximum(X, 0)", "max(X, 0)",
     "The whole array was compared with zero at once: each entry has an answer of its own.", HERE)
slip("loops_over_two_axes", "np.maximum(X, 0)",
     "np.zeros_like(X)\n    for i in range(X.shape[0]):\n        for j in range(X.shape[1]):\n"
     "            H[i, j] = max(0, X[i, j])",
     "The loops run over two axes, but the input may have any number of them.", HERE)
slip("python_max_of_entries", "np.maximum(X, 0)", "np.array([max(x, 0) for x in X])",
     "The loop runs over rows, not over entries, so a whole row was compared with zero.", HERE)
slip("no_cache", "return H, X", "return H",
     "The cache is missing: the backward pass needs to know where the input was positive.", HERE)
slip("returns_None", "return H, X", "print(H)", FORGOT_RETURN, HERE)

# --- ReLU, backward --------------------------------------------------------------------------------------------------


def gate_back(dH, cache):
    X = cache
    return dH * (X > 0)


slip = slips(gate_back, "relu_backward")
slip("mask_from_dH", "(X > 0)", "(dH > 0)",
     "The ReLU was applied to dH, or the gate read off it: what counts is whether the input was positive.", HERE)
slip("mask_from_both", "(X > 0)", "((X > 0) & (dH > 0))",
     "Negative gradients are lost at open gates: only the sign of the input counts.", HERE)
slip("open_at_zero", "X > 0", "X >= 0",
     "The gate is open where the input is exactly zero: by the course's convention the gradient there is 0.", HERE)
slip("half_at_zero", "(X > 0)", "np.heaviside(X, 0.5)",
     "Where the input is exactly zero half of the gradient passes: by the course's convention none does.", HERE)
slip("gate_reversed", "X > 0", "X < 0", "The gate is reversed: gradients pass where the input was positive.", HERE)
slip("gate_reversed_at_zero", "X > 0", "X <= 0",
     "The gate is reversed, and it is open at zero: gradients pass where the input was positive.", HERE)
slip("nothing_shut", "dH * (X > 0)", "dH * 1",
     "dH came back as it is: where the input was not positive, the gate is shut.", HERE)
slip("only_zeros_shut", "X > 0", "X != 0",
     "Negative inputs let the gradient through: only where the input was positive is the gate open.", HERE)
slip("value_for_gate", "(X > 0)", "np.maximum(X, 0)",
     "Each gradient was multiplied by the output: the derivative of an open gate is 1, not the entry.", HERE)
slip("input_for_gate", "(X > 0)", "X",
     "Each gradient was multiplied by the input: the derivative is 1 where the gate is open, and 0 elsewhere.", HERE)
slip("gate_alone", "dH * (X > 0)", "(X > 0) * 1.0",
     "This is the local gradient, ones and zeros: it must be multiplied by what comes from above.", HERE)
slip("forward_again", "dH * (X > 0)", "np.maximum(X, 0)",
     "This is the output of the forward pass: dH was not used.", HERE)
slip("input_returned", "dH * (X > 0)", "X * 1", "This is the input X: dH was not used.", HERE)
slip("shut_gates_keep_input", "dH * (X > 0)", "np.where(X > 0, dH, X)",
     "Where the gate is shut the input was put in: nothing passes there, so the gradient is 0.", HERE)
slip("sign_of_input", "(X > 0)", "np.sign(X)",
     "Where the input was negative the gradient has its sign changed: nothing passes there.", HERE)
slip("relu_of_the_product", "dH * (X > 0)", "np.maximum(dH * X, 0)",
     "This is the ReLU of gradient times input: the derivative of an open gate is 1, not the entry.", HERE)
slip("gate_at_one", "X > 0", "X > 1", "The gate is shut from zero to one: it opens at zero.", HERE)
slip("leaky", "(X > 0)", "np.where(X > 0, 1, 0.01)",
     "A little of the gradient passes shut gates: that belongs to the leaky ReLU.", HERE)
slip("leaky_by_a_tenth", "(X > 0)", "np.where(X > 0, 1, 0.1)",
     "A tenth of the gradient passes shut gates: that belongs to a leaky ReLU.", HERE)
slip("sigmoid", "(X > 0)", "(np.exp(-X) / (1 + np.exp(-X)) ** 2)",
     "This is the derivative of the sigmoid: the derivative of the ReLU is 1 or 0.", HERE)
slip("sign_wrong", "dH * (X > 0)", "-dH * (X > 0)", "dX has the wrong sign everywhere.", HERE)
slip("doubled", "dH * (X > 0)", "2 * dH * (X > 0)", "dX is twice what it should be.", HERE)
slip("added_for_multiplied", "dH * (X > 0)", "dH + (X > 0)",
     "The gate was added to dH: the chain rule multiplies.", HERE)
slip("mean_over_the_batch", "dH * (X > 0)", "dH * (X > 0) / len(X)",
     "dX is divided by the length of the first axis: the gate multiplies by 1 or 0, nothing more.", HERE)
slip("absolute_gradient", "dH * (X > 0)", "np.abs(dH) * (X > 0)",
     "The signs of the gradients are lost: a negative gradient stays negative.", HERE)
slip("whole_numbers", "dH * (X > 0)", "(dH * (X > 0)).astype(int)",
     "The digits after the point are cut off.", HERE)
slip("type_of_X", "return dH * (X > 0)",
     "dX = np.zeros_like(X)\n    dX[X > 0] = dH[X > 0]\n    return dX",
     "dX takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("shut_by_product", "(X > 0)", "(dH * X > 0)",
     "The gate was read off the product of dH and X: only the sign of the input counts.", HERE)
slip("dropped", "dH * (X > 0)", "dH[X > 0]",
     "The shut entries were left out, and the shape was lost: they stay in their place, as zeros.", HERE)
slip("one_number", "dH * (X > 0)", "np.sum(dH * (X > 0))",
     "The gradients were added up to one number: each entry has its own.", HERE)
slip("transposed", "dH * (X > 0)", "(dH * (X > 0)).T", "The numbers are right, but the axes of dX are reversed.", HERE)
slip("zeros", "dH * (X > 0)", "np.zeros(X.shape)", STILL_ZERO, HERE)
slip("matmul_for_elementwise", "dH * (X > 0)", "dH @ (X > 0)",
     "Gradient and gate were multiplied as matrices; here entry meets entry.", HERE)
slip("dH_changed", "return dH * (X > 0)", "dH[X <= 0] = 0\n    return dH",
     "The zeros were written into dH itself: it is changed for everybody who uses it after you.", HERE)
slip("X_changed_in_place", "return dH * (X > 0)", "X[X <= 0] = 0\n    return dH * (X >= 0)",
     "The input was overwritten before the gate was read off, so every gate looks open: the mask is lost.", HERE)
slip("if_on_the_array", "dH * (X > 0)", "dH if X > 0 else 0 * dH",
     "An array was asked whether it is positive: each entry has an answer of its own, so the whole has none.", HERE)
slip("larger_of_both", "dH * (X > 0)", "np.maximum(dH, X)",
     "Each entry is the larger one of gradient and input: the input only decides whether the gradient passes.", HERE)
slip("divided_by_itself", "(X > 0)", "np.maximum(X, 0) / X",
     "Where the input is exactly zero the result is not a number: zero was divided by zero.", HERE)
slip("loops_over_two_axes", "return dH * (X > 0)",
     "dX = np.zeros(dH.shape)\n    for i in range(X.shape[0]):\n        for j in range(X.shape[1]):\n"
     "            if X[i, j] > 0:\n                dX[i, j] = dH[i, j]\n    return dX",
     "The loops run over two axes, but the input may have any number of them.", HERE)
slip("cache_as_pair", "X = cache", "X, _ = cache",
     "The cache was taken apart as a pair: it is just the array X.", HERE)
slip("returns_pair", "return dH * (X > 0)", "return dH * (X > 0), None",
     "Two things are returned: a layer without weights gives back dX alone.", HERE)
slip("returns_None", "return dH * (X > 0)", "print(dH * (X > 0))", FORGOT_RETURN, HERE)

# --- Max pooling, forward --------------------------------------------------------------------------------------------


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


HERE = "lesson 07, section 2"
slip = slips(largest, "maxpool_forward")
slip("smallest", "np.max(", "np.min(", "This is the smallest entry of each window: the largest is asked for.", HERE)
slip("mean", "np.max(", "np.mean(", "This is the mean of each window: that is average pooling.", HERE)
slip("sum", "np.max(", "np.sum(", "This is the sum of each window: the largest entry is asked for.", HERE)
slip("median", "np.max(", "np.median(", "This is the median of each window: the largest entry is asked for.", HERE)
slip("sizes_compared", "np.max(X[n, c, i:i + f, j:j + f])", "np.abs(X[n, c, i:i + f, j:j + f]).max()",
     "The signs were taken off first: the largest entry is sought, not the largest size.", HERE)
slip("place_for_value", "np.max(", "np.argmax(",
     "This is where the largest entry of each window is: its value is asked for.", HERE)
slip("first_entry", "np.max(X[n, c, i:i + f, j:j + f])", "X[n, c, i, j]",
     "This is the first entry of each window: the largest of all is asked for.", HERE)
slip("last_entry", "np.max(X[n, c, i:i + f, j:j + f])", "X[n, c, i + f - 1, j + f - 1]",
     "This is the last entry of each window: the largest of all is asked for.", HERE)
slip("starts_at_zero", "np.max(X[n, c, i:i + f, j:j + f])", "max(0, np.max(X[n, c, i:i + f, j:j + f]))",
     "Windows with negative entries only gave zero: the search for the largest began at zero.", HERE)
slip("first_row_of_window", "i:i + f, j", "i, j", "Only the first row of each window was looked at.", HERE)
slip("first_column_of_window", "j:j + f", "j", "Only the first column of each window was looked at.", HERE)
slip("window_too_small", "i:i + f, j:j + f", "i:max(i + f - 1, i + 1), j:max(j + f - 1, j + 1)",
     "The last row and column of each window are left out: the end of a range does not belong to it.", HERE)
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
slip("stride_on_rows_only", "w * stride", "w", "The stride is used for the rows only.", HERE)
slip("stride_on_columns_only", "h * stride", "h", "The stride is used for the columns only.", HERE)
slip("same_window", "i, j = h * stride, w * stride", "i, j = 0, 0",
     "Every output is the largest entry of the first window: the window must move.", HERE)
slip("largest_of_the_image", "X[n, c, i:i + f, j:j + f]", "X[n, c]",
     "Every output is the largest entry of the whole channel: only the window counts.", HERE)
slip("largest_of_everything", "X[n, c, i:i + f, j:j + f]", "X",
     "Every output is the largest entry of the whole batch: only the window counts.", HERE)
slip("across_channels", "X[n, c, i:i + f, j:j + f]", "X[n, :, i:i + f, j:j + f]",
     "The largest entry was sought over all channels: each channel is pooled by itself.", HERE)
slip("across_images", "X[n, c, i:i + f, j:j + f]", "X[:, c, i:i + f, j:j + f]",
     "The largest entry was sought over all images: each image is pooled by itself.", HERE)
slip("across_everything", "X[n, c, i:i + f, j:j + f]", "X[:, :, i:i + f, j:j + f]",
     "The largest entry was sought over all images and channels: each channel of each image is pooled by itself.", HERE)
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
     "The number of windows is rounded up: a window that hangs over the edge is not used.", HERE)
slip("tiles", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = n_H_prev // f\n    n_W = n_W_prev // f",
     "The number of windows was counted as if they lay side by side: the stride decides it.", HERE)
slip("divided_by_stride", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = n_H_prev // stride\n    n_W = n_W_prev // stride",
     "The number of windows is the size divided by the stride: the window's side is missing in it.", HERE)
slip("one_window_at_each_step", "H = (n_H_prev - f) // stride + 1\n    n_W = (n_W_prev - f) // stride + 1",
     "H = -(-n_H_prev // stride)\n    n_W = -(-n_W_prev // stride)",
     "There is a window wherever one can start, even if it hangs over the edge: a window must lie inside the image.",
     HERE)
slip("width_from_height", "n_W = (n_W_prev", "n_W = (n_H_prev",
     "The number of columns was computed from the height.", HERE)
slip("rows_and_columns_exchanged", "i, j = h * stride, w * stride",
     "j, i = min(h * stride, n_W_prev - f), min(w * stride, n_H_prev - f)",
     "Rows and columns are exchanged in the window's place.", HERE)
slip("squeezed", "return H", "return np.squeeze(H)", "The axes of length one are lost: H has four axes.", HERE)
slip("channels_last", "return H", "return H.transpose(0, 2, 3, 1)", "The channels of H stand last: they come second.",
     HERE)
slip("height_and_width_exchanged", "return H", "return H.transpose(0, 1, 3, 2)",
     "Height and width of H are exchanged.", HERE)
slip("whole_numbers", "np.zeros((N, C, n_H, n_W))", "np.zeros((N, C, n_H, n_W), int)",
     "H holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("zeros", "H[n, c, h, w] = np.max(X[n, c, i:i + f, j:j + f])", "pass", STILL_ZERO, HERE)
slip("returns_too_early", "np.max(X[n, c, i:i + f, j:j + f])",
     "np.max(X[n, c, i:i + f, j:j + f])\n                    return H, (X, f, stride)",
     "Only the first output was computed: the return stands inside the loops.", HERE)
slip("zeros_around", "    n_H =", "    X = np.pad(X, ((0, 0), (0, 0), (1, 1), (1, 1)))\n"
     "    n_H_prev, n_W_prev = n_H_prev + 2, n_W_prev + 2\n    n_H =",
     "X got a border of zeros: this layer has no padding.", HERE)
slip("writes_into_X", "np.max(X[n, c, i:i + f, j:j + f])",
     "np.max(X[n, c, i:i + f, j:j + f])\n                    X[n, c, i:i + f, j:j + f] = H[n, c, h, w]",
     "The largest entries were written into X itself: the input is changed, and the next window sees the wrong one.",
     HERE)
slip("python_max", "np.max(X", "max(X",
     "Two rows were compared as a whole: the largest must be sought over both axes of the window.", HERE)
slip("no_cache", "return H, (X, f, stride)", "return H",
     "The cache is missing: the backward pass must know where each maximum was.", HERE)
slip("loose_cache", "return H, (X, f, stride)", "return H, X, f, stride",
     "The cache must be one thing: X, f and stride are returned side by side.", HERE)
slip("returns_None", "return H, (X, f, stride)", "print(H)", FORGOT_RETURN, HERE)


@mistake("maxpool_forward", says="The largest was taken over images and channels, the first two axes: height and width "
         "of the window are the last two.", reread=HERE)
def largest_over_the_wrong_axes(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1
    H = np.zeros((N, C, n_H, n_W))
    for h in range(n_H):
        for w in range(n_W):
            H[:, :, h, w] = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f].max(axis=(0, 1))
    return H, (X, f, stride)


@mistake("maxpool_forward", says="The image was cut into tiles of f by f by reshaping, so only windows that lie side "
         "by side, with nothing left over, come out right.", reread=HERE)
def reshaped_into_tiles(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    return X.reshape(N, C, n_H_prev // f, f, n_W_prev // f, f).max(axis=(3, 5)), (X, f, stride)


@mistake("maxpool_forward", says="The image was reshaped in one go, so each group of numbers is a piece of a row and "
         "not a square window.", reread=HERE)
def reshaped_in_one_go(X, f, stride):
    N, C, n_H_prev, n_W_prev = X.shape
    n_H, n_W = (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1
    padded = np.resize(X.reshape(N, C, -1), (N, C, n_H * n_W * f * f))
    return padded.reshape(N, C, n_H, n_W, f * f).max(axis=-1), (X, f, stride)


# --- Max pooling, backward -------------------------------------------------------------------------------------------


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


TIES = "lesson 07, section 3"
slip = slips(masked, "maxpool_backward")
MASK = "first = np.arange(f * f).reshape(f, f) == np.argmax(window)"
slip("every_tie_takes_all", MASK, "first = window == window.max()",
     "Of several equal maxima each took the whole gradient, which multiplies it: the first one takes all.", TIES)
slip("ties_share", MASK, "first = (window == window.max()) / np.sum(window == window.max())",
     "Equal maxima shared the gradient: in this course the first one in reading order takes all.", TIES)
slip("close_to_the_maximum", MASK, "first = window >= window.max() - 0.6",
     "Entries close to the maximum were taken for the maximum as well.", TIES)
slip("last_tie", MASK, "first = np.arange(f * f)[::-1].reshape(f, f) == np.argmax(window.ravel()[::-1])",
     "Of several equal maxima the last one took the gradient: the first in reading order takes all.", TIES)
slip("first_tie_by_columns", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window.T)).T",
     "Of several equal maxima the first one column by column took the gradient: reading order goes row by row.", TIES)
slip("tie_in_each_row", MASK,
     "first = (window == window.max()) & (np.cumsum(window == window.max(), axis=1) == 1)",
     "Of several equal maxima the first one of each row took the gradient: only the first of the window takes it.",
     TIES)
slip("ties_lose_it", MASK, "first = (window == window.max()) & (np.sum(window == window.max()) == 1)",
     "Where a window has several equal maxima the gradient is lost: the first in reading order takes all.", TIES)
slip("equal_entries_overwritten", "dX[n, c, i:i + f, j:j + f] += first * dH[n, c, h, w]",
     "dX[n, c, i:i + f, j:j + f] = first * dH[n, c, h, w]",
     "Each window wiped out what earlier windows had sent into it: where windows overlap, gradients must be added.",
     TIES)
slip("ties_all_and_overwritten", MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first",
     "first = window == window.max()\n                    dX[n, c, i:i + f, j:j + f] = first",
     "Each window wiped out what earlier windows had sent into it, and equal maxima each took the whole gradient.",
     TIES)
slip("ties_share_and_overwritten", MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first",
     "first = (window == window.max()) / np.sum(window == window.max())\n"
     "                    dX[n, c, i:i + f, j:j + f] = first",
     "Each window wiped out what earlier windows had sent into it, and equal maxima shared the gradient.", TIES)
slip("ties_all_and_last_kept", MASK + "\n                    dX[n, c, i:i + f, j:j + f] += first * dH[n, c, h, w]",
     "first = window == window.max()\n                    dX[n, c, i:i + f, j:j + f][first] = dH[n, c, h, w]",
     "An entry that wins several windows kept only the last gradient, and equal maxima each took it whole.", TIES)
slip("average", MASK, "first = np.ones((f, f)) / f ** 2",
     "Each gradient was shared equally in its window: that is the way back of average pooling.", "lesson 07, section 4")
slip("everywhere_in_the_window", MASK, "first = np.ones((f, f))",
     "Each entry of the window got the whole gradient: only the largest entry gets it.", HERE)
slip("smallest", MASK, "first = np.arange(f * f).reshape(f, f) == np.argmin(window)",
     "The gradient went to the smallest entry of each window: it belongs to the largest.", HERE)
slip("largest_size", MASK, "first = np.arange(f * f).reshape(f, f) == np.argmax(np.abs(window))",
     "The gradient went to the entry of largest size, sign left aside: it belongs to the largest entry.", HERE)
slip("times_the_maximum", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) * window.max()",
     "Each gradient was multiplied by the maximum: the derivative by the winner is 1.", HERE)
slip("losers", MASK, "first = np.arange(f * f).reshape(f, f) != np.argmax(window)",
     "Every entry but the largest got the gradient: it is the other way round.", HERE)
slip("positive_maxima_only", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) * (window > 0)",
     "Where the maximum is not positive the gradient is lost: a negative entry can be the largest too.", HERE)
slip("maximum_of_at_least_zero", MASK, "first = window == max(0, window.max())",
     "The maximum was sought from zero on, so windows of negative entries lose their gradient, and ties share none.",
     HERE)
slip("divided_by_window", MASK, "first = (np.arange(f * f).reshape(f, f) == np.argmax(window)) / f ** 2",
     "Each gradient is divided by the size of the window: the winner gets it whole.", HERE)
slip("largest_gradient", MASK, "first = window == X[n, c].max()",
     "Only the largest entry of the whole channel got gradients: each window has its own maximum.", HERE)
slip("largest_of_everything", MASK, "first = window == X.max()",
     "Only the largest entry of the whole batch got gradients: each window has its own maximum.", HERE)

slip = slips(switch, "maxpool_backward")
slip("overwritten", "+= dH", "= dH",
     "An entry that wins several windows kept only the last gradient, as adding at repeated places with an index "
     "array does: all that arrives must be added.", TIES)
slip("first_win_kept", "+= dH[n, c, h, w]", "+= dH[n, c, h, w] * (dX[n, c, i + u, j + v] == 0)",
     "An entry that wins several windows kept only the first gradient: what arrives at one entry must be added.", TIES)
slip("place_inside_the_window", "i + u, j + v", "u, v",
     "The place inside the window was used as the place in the image: the window's own corner must be added.", HERE)
slip("corner_of_the_window", "i + u, j + v", "i, j",
     "Each gradient went to the first entry of its window: it belongs to the largest.", HERE)
slip("last_of_the_window", "i + u, j + v", "i + f - 1, j + f - 1",
     "Each gradient went to the last entry of its window: it belongs to the largest.", HERE)
slip("u_and_v_exchanged", "u, v = np", "v, u = np",
     "Row and column inside the window are exchanged.", HERE)
slip("row_offset_missing", "i + u, j + v", "u, j + v",
     "The window's own row was not added to the place of the winner.", HERE)
slip("column_offset_missing", "i + u, j + v", "i + u, v",
     "The window's own column was not added to the place of the winner.", HERE)
slip("stride_missing_in_the_place", "i + u, j + v", "h + u, w + v",
     "The winner was found in the right window, but its place was counted from the output's position: the stride is "
     "missing there.", HERE)
slip("stride_ignored", "i, j = h * stride, w * stride", "i, j = h, w",
     "The windows move by one: each step must be as long as the stride.", HERE)
slip("steps_of_f", "i, j = h * stride, w * stride",
     "i, j = min(h * f, X.shape[2] - f), min(w * f, X.shape[3] - f)",
     "The windows move by their own side: each step must be as long as the stride.", HERE)
slip("stride_on_rows_only", "w * stride", "w", "The stride is used for the rows only.", HERE)
slip("stride_on_columns_only", "h * stride", "h", "The stride is used for the columns only.", HERE)
slip("window_of_stride", "X[n, c, i:i + f, j:j + f]", "X[n, c, i:i + stride, j:j + stride]",
     "The winner was sought in windows as large as the stride: their side is f.", HERE)
slip("window_too_small", "X[n, c, i:i + f, j:j + f]", "X[n, c, i:max(i + f - 1, i + 1), j:max(j + f - 1, j + 1)]",
     "The winner was sought without the window's last row and column: the end of a range does not belong to it.", HERE)
slip("window_too_large", "X[n, c, i:i + f, j:j + f]", "X[n, c, i:i + f + 1, j:j + f + 1]",
     "The winner was sought in windows that are one row and one column too large.", HERE)
slip("argmax_of_the_image", "window = X[n, c, i:i + f, j:j + f]", "window = X[n, c]\n                    i = j = 0",
     "Every gradient went to the largest entry of the whole channel: each window has its own winner.", HERE)
slip("argmax_of_everything", "                    dX[n, c, i + u, j + v] +=",
     "                    dX[np.unravel_index(np.argmax(X), X.shape)] +=",
     "Every gradient went to the largest entry of the whole batch: each window has its own winner.", HERE)
slip("argmax_of_the_image_modulo", "np.argmax(window)", "np.argmax(X[n, c]) % (f * f)",
     "The winner's place was counted in the whole channel: it must be sought inside the window.", HERE)
slip("argmax_of_dH", "np.argmax(window)", "np.argmax(dH[n, c]) % (f * f)",
     "The winner was sought in dH: it is the input that decides.", HERE)
slip("first_image_decides", "window = X[n, c", "window = X[0, c",
     "The first image decided where the gradients of every image go.", HERE)
slip("first_channel_decides", "window = X[n, c", "window = X[n, 0",
     "The first channel decided where the gradients of every channel go.", HERE)
slip("first_image_gradient", "+= dH[n, c", "+= dH[0, c", "Every image got the first image's gradients.", HERE)
slip("first_channel_gradient", "+= dH[n, c", "+= dH[n, 0", "Every channel got the first channel's gradients.", HERE)
slip("all_in_the_first_image", "dX[n, c, i", "dX[0, c, i", "All gradients landed in the first image.", HERE)
slip("all_in_the_first_channel", "dX[n, c, i", "dX[n, 0, i", "All gradients landed in the first channel.", HERE)
slip("only_first_image", "for n in range(N):", "for n in range(1):", "Only the first image got gradients.", HERE)
slip("only_last_image", "for n in range(N):", "for n in range(N - 1, N):", "Only the last image got gradients.", HERE)
slip("only_first_channel", "for c in range(C):", "for c in range(1):", "Only the first channel got gradients.", HERE)
slip("cleared_at_each_window", "                    i, j = h",
     "                    dX = np.zeros(X.shape)\n                    i, j = h",
     "dX was cleared at each window, so only the last one's gradient is left.", HERE)
slip("first_gradient_only", "+= dH[n, c, h, w]", "+= dH[n, c, 0, 0]",
     "The first gradient of each channel was used for every window.", HERE)
slip("gradient_transposed", "+= dH[n, c, h, w]", "+= dH[n, c].T.reshape(n_H, n_W)[h, w]",
     "dH was read column by column and used row by row.", HERE)
slip("ignores_dH", "+= dH[n, c, h, w]", "+= 1",
     "Each winner got a 1: that is its local gradient, which must be multiplied by dH.", HERE)
slip("gradient_upside_down", "+= dH[n, c, h, w]", "+= dH[n, c, -1 - h, -1 - w]",
     "dH was rotated by 180 degrees: each gradient belongs to the window at its own place.", HERE)
slip("maximum_for_gradient", "+= dH[n, c, h, w]", "+= window.max()",
     "The maximum itself was sent back: the gradient of its output must be.", HERE)
slip("negative", "+= dH", "-= dH", "dX has the wrong sign everywhere.", HERE)
slip("doubled", "+= dH", "+= 2 * dH", "dX is twice what it should be.", HERE)
slip("divided_by_batch", "return dX", "return dX / N",
     "dX is divided by the number of images: each image has its own gradient.", HERE)
slip("negative_gradients_lost", "+= dH[n, c, h, w]", "+= max(0, dH[n, c, h, w])",
     "Negative gradients are lost on the way.", HERE)
slip("last_window_row_lost", "range(n_H)", "range(n_H - 1)",
     "The last row of windows sent nothing back: the loop stops one too early.", HERE)
slip("last_window_column_lost", "range(n_W)", "range(n_W - 1)",
     "The last column of windows sent nothing back: the loop stops one too early.", HERE)
slip("whole_numbers", "np.zeros(X.shape)", "np.zeros(X.shape, int)",
     "dX holds whole numbers: the digits after the point are cut off each time something arrives.", HERE)
slip("type_of_X", "np.zeros(X.shape)", "np.zeros_like(X)",
     "dX takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("starts_from_X", "np.zeros(X.shape)", "X.astype(float)", "X itself is still in dX: begin with zeros.", HERE)
slip("starts_from_ones", "np.zeros(X.shape)", "np.ones(X.shape)",
     "dX is too large by one everywhere: begin with zeros.", HERE)
slip("size_of_covered_part", "np.zeros(X.shape)", "np.zeros((N, C, n_H * f, n_W * f))",
     "dX has the size of windows that lie side by side: it has the shape of X.", HERE)
slip("leftover_cut_off", "return dX", "return dX[:, :, :(n_H - 1) * stride + f, :(n_W - 1) * stride + f]",
     "The rows and columns that no window reached are missing in dX: they belong to X, with gradient 0.", HERE)
slip("shape_of_dH", "return dX", "return dH",
     "This is dH itself: each gradient must go back to the place of its maximum.", HERE)
slip("input_returned", "return dX", "return X", "This is X itself: its gradient is asked for.", HERE)
slip("squeezed", "return dX", "return np.squeeze(dX)", "The axes of length one are lost: dX has four axes.", HERE)
slip("height_and_width_exchanged", "return dX", "return dX.transpose(0, 1, 3, 2)",
     "Height and width of dX are exchanged.", HERE)
slip("zeros", "dX[n, c, i + u, j + v] += dH[n, c, h, w]", "pass", STILL_ZERO, HERE)
slip("returns_too_early", "+= dH[n, c, h, w]", "+= dH[n, c, h, w]\n                    return dX",
     "Only the first window sent its gradient back: the return stands inside the loops.", HERE)
slip("adds_into_X", "dX = np.zeros(X.shape)", "dX = X", "The gradients were added to X itself: the input is changed.",
     HERE)
slip("dH_called", "+= dH[n, c, h, w]", "+= dH(n, c, h, w)",
     "dH was called like a function: round brackets call, square ones index.", HERE)
slip("state_kept", "def maxpool_backward(dH, cache):\n    X, f, stride = cache\n    N, C, n_H, n_W = dH.shape\n"
     "    dX = np.zeros(X.shape)",
     "buffers = {}\n\n\ndef maxpool_backward(dH, cache):\n    X, f, stride = cache\n    N, C, n_H, n_W = dH.shape\n"
     "    dX = buffers.setdefault(X.shape, np.zeros(X.shape))",
     "The gradients of earlier calls are still in dX: begin with zeros in each call.", HERE)
slip("winner_not_unravelled", "u, v = np.unravel_index(np.argmax(window), window.shape)",
     "u = v = np.argmax(window)",
     "The winner's number in reading order was used as its row and its column.", HERE)
slip("argmax_along_one_axis", "u, v = np.unravel_index(np.argmax(window), window.shape)",
     "u, v = np.argmax(window, axis=0)[0], np.argmax(window, axis=1)[0]",
     "The row was sought in the first column and the column in the first row: both belong to one entry, the largest.",
     HERE)
slip("wrong_width", "np.unravel_index(np.argmax(window), window.shape)", "divmod(np.argmax(window), X.shape[3])",
     "The winner's number was split by the width of the image: it counts inside the window, whose width is f.", HERE)
slip("split_by_the_stride", "np.unravel_index(np.argmax(window), window.shape)", "divmod(np.argmax(window), stride)",
     "The winner's number was split by the stride: it counts inside the window, whose width is f.", HERE)
slip("last_tie_overwritten", "u, v = np.unravel_index(np.argmax(window), window.shape)\n"
     "                    dX[n, c, i + u, j + v] +=",
     "u, v = np.argwhere(window == window.max())[-1]\n                    dX[n, c, i + u, j + v] =",
     "Of several equal maxima the last one took the gradient, and an entry that wins several windows kept only the "
     "last gradient.", TIES)
slip("first_of_the_image", "                    dX[n, c, i + u, j + v] +=",
     "                    i, j = np.argwhere(X[n, c] == window.max())[0]\n                    dX[n, c, i, j] +=",
     "The first entry of the whole image with the winner's value took the gradient, even where it lies outside the "
     "window.", TIES)
slip("returns_pair", "return dX", "return dX, None",
     "Two things are returned: a layer without weights gives back dX alone.", HERE)
slip("returns_None", "return dX", "print(dX)", FORGOT_RETURN, HERE)


@mistake("maxpool_backward", says="An entry got gradient for every output that has its value, even from windows that "
         "do not contain it.", reread=HERE)
def by_value_in_the_image(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for n, c, h, w in np.ndindex(dH.shape):
        top = X[n, c, h * stride:h * stride + f, w * stride:w * stride + f].max()
        dX[n, c] += (X[n, c] == top) * dH[n, c, h, w]
    return dX


@mistake("maxpool_backward", says="Each gradient was spread over a block of the image by repeating it, which works "
         "only for windows side by side.", reread=HERE)
def repeated_and_masked(dH, cache):
    X, f, stride = cache
    high = np.repeat(np.repeat(dH, f, axis=2), f, axis=3)
    tops = sliding_window_view(X, (f, f), axis=(2, 3))[:, :, ::stride, ::stride].max(axis=(4, 5))
    tops = np.repeat(np.repeat(tops, f, axis=2), f, axis=3)
    return high * (tops == X)


@mistake("maxpool_backward", says="One winner was sought for all images and channels together: each has its own.",
         reread=HERE)
def one_winner_for_all(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        window = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        *_, u, v = np.unravel_index(window.argmax(), window.shape)
        dX[:, :, h * stride + u, w * stride + v] += dH[:, :, h, w]
    return dX


@mistake("maxpool_backward", says="The winners of all images and channels were used in each of them: the index needs "
         "image and channel beside row and column.", reread=HERE)
def winners_of_all_in_each(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        window = X[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        first = window.reshape(*X.shape[:2], -1).argmax(axis=2)
        dX[:, :, h * stride + first // f, w * stride + first % f] += dH[:, :, h, w]
    return dX


@mistake("maxpool_backward", says="The largest entry was sought over all images and channels: each channel of each "
         "image has its own maximum.", reread=HERE)
def one_maximum_for_all(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        met = np.s_[:, :, h * stride:h * stride + f, w * stride:w * stride + f]
        dX[met] += (X[met] == X[met].max()) * dH[:, :, h, w][:, :, None, None]
    return dX


@mistake("maxpool_backward", says="Equal maxima of all images and channels took one image's gradient: the sizes of "
         "mask and gradient do not fit.", reread=HERE)
def mask_without_axes(dH, cache):
    X, f, stride = cache
    dX = np.zeros(X.shape)
    for h, w in np.ndindex(dH.shape[2:]):
        rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
        mask = X[:, :, rows, columns] == X[:, :, rows, columns].max(axis=(2, 3), keepdims=True)
        dX[:, :, rows, columns] += mask * dH[:, :, h, w]
    return dX


# --- Flatten ---------------------------------------------------------------------------------------------------------


def row(X):
    return X.reshape(len(X), -1), X.shape


HERE = "lesson 07, section 5"
slip = slips(row, "flatten_forward")
slip("batch_lost", "X.reshape(len(X), -1)", "X.ravel()",
     "All images stand in one row: each image has a row of its own.", HERE)
slip("one_row", "X.reshape(len(X), -1)", "X.reshape(1, -1)",
     "All images stand in one row of two axes: each image has a row of its own.", HERE)
slip("column_order", "len(X), -1)", "len(X), -1, order='F')",
     "The entries are in column order (Fortran's): the last axis must change fastest.", HERE)
slip("columns_for_rows", "X.reshape(len(X), -1)", "X.reshape(-1, len(X))",
     "H has a column for each image where it should have a row, and the images are mixed.", HERE)
slip("reshaped_then_transposed", "X.reshape(len(X), -1)", "X.reshape(-1, len(X)).T",
     "The shape is right, but the images are mixed: reshaping into columns and transposing reads in another order.",
     HERE)
slip("transposed", "X.reshape(len(X), -1)", "X.reshape(len(X), -1).T",
     "Rows and columns are exchanged: each image is a row.", HERE)
slip("channels_last", "X.reshape", "X.transpose(0, 2, 3, 1).reshape",
     "The channels were moved to the end before flattening, so entries of all channels alternate.", HERE)
slip("axes_reversed", "X.reshape(len(X), -1)", "X.T.reshape(len(X), -1)",
     "The axes were reversed before reshaping, so the images are mixed.", HERE)
slip("height_and_width_exchanged", "X.reshape", "X.transpose(0, 1, 3, 2).reshape",
     "Each channel was read column by column: read it row by row.", HERE)
slip("channels_kept", "X.reshape(len(X), -1)", "X.reshape(len(X), X.shape[1], -1)",
     "Only height and width were joined: the channels belong into the row as well.", HERE)
slip("batch_and_channels_joined", "X.reshape(len(X), -1)", "X.reshape(len(X) * X.shape[1], -1)",
     "Each channel has a row of its own: all channels of an image belong into one row.", HERE)
slip("first_channel_only", "X.reshape(len(X), -1)", "X[:, 0].reshape(len(X), -1)",
     "Only the first channel is in the rows.", HERE)
slip("first_image_only", "X.reshape(len(X), -1)", "X[:1].reshape(1, -1)", "Only the first image is there.", HERE)
slip("channels_summed", "X.reshape(len(X), -1)", "X.sum(axis=1).reshape(len(X), -1)",
     "The channels were added up: flattening changes no number.", HERE)
slip("squeezed", "X.reshape(len(X), -1)", "np.squeeze(X)",
     "Only axes of length one were dropped: every axis but the first must be joined.", HERE)
slip("unchanged", "X.reshape(len(X), -1)", "X", "X came back with its four axes: each image must become one row.", HERE)
slip("images_squeezed", "X.reshape(len(X), -1)", "np.squeeze(X.reshape(len(X), -1))",
     "A batch of one image, or images of one number, lost an axis: H always has two.", HERE)
slip("whole_numbers", "X.reshape(len(X), -1)", "X.reshape(len(X), -1).astype(int)",
     "The digits after the point are cut off: flattening changes no number.", HERE)
slip("shape_changed_in_place", "    return X.reshape(len(X), -1), X.shape",
     "    cache = X.shape\n    X.shape = (len(X), X[0].size)\n    return X, cache",
     "The shape of X itself was changed: the layer before still needs it as it was.", HERE)
slip("no_cache", ", X.shape", "", "The cache is missing: the backward pass needs the shape.", HERE)
slip("returns_None", "return X.reshape(len(X), -1), X.shape", "X.reshape(len(X), -1)", FORGOT_RETURN, HERE)


def fold(dH, cache):
    return dH.reshape(cache)


slip = slips(fold, "flatten_backward")
slip("unchanged", "dH.reshape(cache)", "dH",
     "dH came back as it is: it must get the shape of the input again.", HERE)
slip("column_order", "dH.reshape(cache)", "dH.reshape(cache, order='F')",
     "The entries were put back in column order (Fortran's), but the forward pass reads row by row.", HERE)
slip("height_and_width_exchanged", "dH.reshape(cache)",
     "dH.reshape(cache[0], cache[1], cache[3], cache[2]).transpose(0, 1, 3, 2)",
     "Each channel was put back column by column: put it back row by row.", HERE)
slip("channels_last", "dH.reshape(cache)", "dH.reshape(cache[0], *cache[2:], cache[1]).transpose(0, 3, 1, 2)",
     "The entries were put back as if the channels came last.", HERE)
slip("channels_last_and_kept", "dH.reshape(cache)", "dH.reshape(cache[0], *cache[2:], cache[1])",
     "The channels of dX stand last: they come second.", HERE)
slip("axes_reversed", "dH.reshape(cache)", "dH.reshape(cache[::-1])", "The axes of dX are in reverse order.", HERE)
slip("axes_reversed_and_back", "dH.reshape(cache)", "dH.reshape(cache[::-1]).T",
     "The entries were put back in reverse order of the axes.", HERE)
slip("transposed_first", "dH.reshape(cache)", "dH.T.reshape(cache)",
     "dH was transposed before it was put back, so the images are mixed.", HERE)
slip("flat", "dH.reshape(cache)", "dH.ravel()", "All gradients stand in one row: they need the input's shape.", HERE)
slip("batch_lost", "dH.reshape(cache)", "dH[0].reshape(cache[1:])", "Only the first image's gradient is there.", HERE)
slip("batch_summed", "dH.reshape(cache)", "dH.sum(axis=0).reshape(cache[1:])",
     "The gradients of all images were added up: each image has its own.", HERE)
slip("mean_over_the_batch", "dH.reshape(cache)", "dH.reshape(cache) / cache[0]",
     "The gradient is divided by the number of images: flattening changes no number.", HERE)
slip("resized", "dH.reshape(cache)", "np.resize(dH[0], cache)", "Every image got the first image's gradient.", HERE)
slip("whole_numbers", "dH.reshape(cache)", "dH.reshape(cache).astype(int)",
     "The digits after the point are cut off.", HERE)
slip("zeros", "dH.reshape(cache)", "np.zeros(cache)", STILL_ZERO, HERE)
slip("ones", "dH.reshape(cache)", "np.ones(cache)",
     "Every entry is one: that is the local gradient, which must be multiplied by dH.", HERE)
slip("shape_changed_in_place", "return dH.reshape(cache)", "dH.shape = cache\n    return dH",
     "The shape of dH itself was changed: work on a new view of it.", HERE)
slip("batch_forgotten", "dH.reshape(cache)", "dH.reshape(cache[1:])",
     "The number of images is missing in the shape: the cache is the whole shape, with all of its axes.", HERE)
slip("cache_as_array", "dH.reshape(cache)", "dH.reshape(cache.shape)",
     "The cache was used like the input array: it is the shape itself.", HERE)
slip("returns_None", "return dH.reshape(cache)", "dH.reshape(cache)", FORGOT_RETURN, HERE)

# --- Linear, forward -------------------------------------------------------------------------------------------------


def affine(X, W, b):
    return X @ W + b, (X, W, b)


HERE = "lesson 07, section 6"
slip = slips(affine, "linear_forward")
slip("bias_forgotten", "X @ W + b", "X @ W", "The bias is missing.", HERE)
slip("bias_subtracted", "X @ W + b", "X @ W - b", "The bias was subtracted: it is added.", HERE)
slip("first_bias", "+ b", "+ b[0]", "Every output got the first bias: each has its own.", HERE)
slip("biases_summed", "+ b", "+ b.sum()", "Every output got the sum of all biases: each has its own.", HERE)
slip("bias_in_one_row", "X @ W + b", "X @ W + b * (np.arange(len(X)) == 0)[:, None]",
     "Only the first sample got the bias: every sample gets it.", HERE)
slip("bias_once_per_input", "+ b", "+ len(W) * b", "The bias was added once for each input: it is added once.", HERE)
slip("bias_multiplied", "X @ W + b", "(X @ W) * b", "The bias was multiplied: it is added.", HERE)
slip("bias_before_the_product", "X @ W + b, (", "(X + b.sum()) @ W, (",
     "The bias was added to the input: it belongs to the output.", HERE)
slip("bias_as_column", "+ b", "+ b[:, None]",
     "The bias was added along the samples: it belongs to the outputs, one for each column.", HERE)
slip("weights_transposed", "X @ W", "X @ W.T",
     "The weights were transposed: W has a row for each input and a column for each output already.", HERE)
slip("weights_from_the_left", "X @ W", "W @ X", "The factors are exchanged: the samples are the rows of X.", HERE)
slip("result_transposed", "X @ W + b", "(X @ W + b).T", "Rows and columns of H are exchanged.", HERE)
slip("input_transposed", "X @ W", "X.T @ W",
     "The input was transposed: each row of X, a sample, meets each column of W.", HERE)
slip("computed_transposed", "X @ W + b", "W.T @ X.T + b",
     "Both factors were transposed, so each sample is a column, and the bias meets samples where it should meet "
     "outputs.", HERE)
slip("elementwise", "X @ W", "X * W",
     "Input and weights were multiplied entry by entry: the layer is a matrix product.", HERE)
slip("relu_inside", "X @ W + b, (", "np.maximum(X @ W + b, 0), (",
     "Negative outputs were set to zero: the ReLU is a layer of its own.", HERE)
slip("mean_over_inputs", "X @ W", "X @ W / len(W)", "The products are divided by the number of inputs: they are added.",
     HERE)
slip("first_sample", "X @ W + b", "X[0] @ W + b", "Only the first sample was computed, and its axis is lost.", HERE)
slip("samples_summed", "X @ W + b", "X.sum(axis=0) @ W + b",
     "The samples were added up: each has a row of its own in H.", HERE)
slip("squeezed", "X @ W + b", "np.squeeze(X @ W + b)", "Axes of length one are lost: H always has two.", HERE)
slip("whole_numbers", "X @ W + b", "(X @ W + b).astype(int)", "The digits after the point are cut off.", HERE)
slip("signs_lost", "X @ W + b", "np.abs(X @ W + b)", "The signs of the outputs are lost.", HERE)
slip("bias_changed", "    return X @ W + b", "    b += X[0] @ W\n    return X @ W + b",
     "The products were added into b itself: the bias is changed.", HERE)
slip("no_cache", ", (X, W, b)", "", "The cache is missing: the backward pass needs X and W.", HERE)
slip("loose_cache", ", (X, W, b)", ", X, W, b", "The cache must be one thing: three are returned side by side.", HERE)
slip("returns_None", "return X @ W + b, (X, W, b)", "X @ W + b", FORGOT_RETURN, HERE)

# --- Linear, backward ------------------------------------------------------------------------------------------------


def affine_back(dH, cache):
    X, W, b = cache
    dX = dH @ W.T
    dW = X.T @ dH
    db = dH.sum(axis=0)
    return dX, dW, db


slip = slips(affine_back, "linear_backward")
slip("dX_mean_over_batch", "dH @ W.T", "dH @ W.T / len(X)",
     "dX is divided by the number of samples: the loss has done so already, and dH holds it.", HERE)
slip("dX_negative", "dH @ W.T", "-dH @ W.T", "dX has the wrong sign everywhere.", HERE)
slip("dX_doubled", "dH @ W.T", "2 * dH @ W.T", "dX is twice what it should be.", HERE)
slip("dX_ignores_dH", "dH @ W.T", "np.ones(dH.shape) @ W.T",
     "dX is what you get when dH is all ones: what comes from above must be multiplied in.", HERE)
slip("dX_first_output_only", "dH @ W.T", "dH[:, :1] @ W[:, :1].T",
     "dX holds what comes through the first output only: each input was seen by every output.", HERE)
slip("dX_last_sample", "dH @ W.T", "np.tile(dH[-1] @ W.T, (len(X), 1))",
     "dX holds the last sample's gradient in every row: each sample has its own.", HERE)
slip("dX_first_sample", "dH @ W.T", "np.tile(dH[0] @ W.T, (len(X), 1))",
     "dX holds the first sample's gradient in every row: each sample has its own.", HERE)
slip("dX_samples_summed", "dH @ W.T", "np.tile(dH.sum(axis=0) @ W.T, (len(X), 1))",
     "dX holds the sum over all samples in every row: each sample has its own.", HERE)
slip("dX_transposed", "dX = dH @ W.T", "dX = W @ dH.T", "dX is right, but its rows and columns are exchanged.", HERE)
slip("dX_weights_summed", "dH @ W.T", "dH.sum(axis=1, keepdims=True) * W.sum(axis=1)",
     "dX is the product of two sums: each gradient must meet the weight of its own output before they are added.", HERE)
slip("dX_with_bias", "dH @ W.T", "(dH + b) @ W.T",
     "The bias is still in dX: a bias does not change how the output reacts to the input.", HERE)
slip("dX_relu_inside", "dH @ W.T", "dH @ W.T * (X > 0)",
     "dX is set to zero where X is not positive: that is the gate of the ReLU, which is another layer.", HERE)
slip("dX_weights_not_transposed", "dH @ W.T", "dH @ W.reshape(W.shape[::-1])",
     "dX is what you get when W is reshaped instead of transposed: the numbers must change places.", HERE)
slip("dX_zero", "dH @ W.T", "np.zeros(X.shape)", "dX is zero everywhere.", HERE)
slip("dX_is_X", "dX = dH @ W.T", "dX = X", "This is X itself in the place of dX.", HERE)
slip("dX_is_dH", "dX = dH @ W.T", "dX = dH",
     "This is dH itself in the place of dX: it must go back through the weights.", HERE)
slip("dX_is_W_transposed", "dX = dH @ W.T", "dX = W.T",
     "This is the transposed W in the place of dX: it must be multiplied by dH.", HERE)
slip("dX_elementwise", "dH @ W.T", "(dH[:, None, :] * W).max(axis=2)",
     "dX holds the largest of the products: they must be added.", HERE)
slip("dX_is_None", "dX = dH @ W.T", "dX = None", "In the place of dX stands None.", HERE)
slip("dW_mean_over_batch", "X.T @ dH", "X.T @ dH / len(X)",
     "dW is divided by the number of samples: the loss has done so already, and dH holds it.", HERE)
slip("dW_transposed", "dW = X.T @ dH", "dW = dH.T @ X", "dW is right, but its rows and columns are exchanged.", HERE)
slip("dW_negative", "X.T @ dH", "-X.T @ dH", "dW has the wrong sign everywhere.", HERE)
slip("dW_doubled", "X.T @ dH", "2 * X.T @ dH", "dW is twice what it should be.", HERE)
slip("dW_last_sample", "X.T @ dH", "np.outer(X[-1], dH[-1])",
     "dW holds the last sample's contribution only: the samples must be added.", HERE)
slip("dW_first_sample", "X.T @ dH", "np.outer(X[0], dH[0])",
     "dW holds the first sample's contribution only: the samples must be added.", HERE)
slip("dW_ignores_dH", "X.T @ dH", "X.T @ np.ones(dH.shape)", "dW is what you get when dH is all ones.", HERE)
slip("dW_input_reshaped", "X.T @ dH", "X.reshape(X.shape[::-1]) @ dH",
     "dW is what you get when X is reshaped instead of transposed: the numbers must change places.", HERE)
slip("dW_sums_multiplied", "X.T @ dH", "np.outer(X.sum(axis=0), dH.sum(axis=0))",
     "dW is the product of two sums: input and gradient of the same sample must meet before the samples are added.",
     HERE)
slip("dW_per_sample", "X.T @ dH", "X[:, :, None] * dH[:, None, :]",
     "dW still has an axis for the samples: their contributions must be added.", HERE)
slip("dW_from_H", "X.T @ dH", "X.T @ (X @ W + b)", "dW was computed from the output H: from above comes dH.", HERE)
slip("dW_times_W", "X.T @ dH", "X.T @ dH * W", "dW is multiplied by W once too often.", HERE)
slip("dW_decayed", "X.T @ dH", "X.T @ dH + W",
     "W was added to dW: weight decay is no part of this layer.", HERE)
slip("dW_updated", "X.T @ dH", "W - X.T @ dH",
     "This is W after a step against the gradient: the gradient itself is asked for.", HERE)
slip("dW_zero", "X.T @ dH", "np.zeros(W.shape)", "dW is zero everywhere.", HERE)
slip("dW_is_W", "dW = X.T @ dH", "dW = W", "This is W itself in the place of dW.", HERE)
slip("dW_is_X_transposed", "dW = X.T @ dH", "dW = X.T",
     "This is the transposed X in the place of dW: it must be multiplied by dH.", HERE)
slip("dW_is_None", "dW = X.T @ dH", "dW = None", "In the place of dW stands None.", HERE)
slip("db_mean", "dH.sum(axis=0)", "dH.mean(axis=0)",
     "db is the mean over the samples: every sample used the bias, so their gradients are added.", HERE)
slip("db_over_outputs", "dH.sum(axis=0)", "dH.sum(axis=1)",
     "db was added up along the outputs: each output has its own bias, and the samples are added.", HERE)
slip("db_one_number", "dH.sum(axis=0)", "dH.sum()",
     "db was added up to one number: each output has its own bias.", HERE)
slip("db_not_summed", "dH.sum(axis=0)", "dH.copy()", "db is dH: the samples must still be added.", HERE)
slip("db_with_two_axes", "dH.sum(axis=0)", "dH.sum(axis=0, keepdims=True)",
     "db has two axes: it has the shape of b.", HERE)
slip("db_last_sample", "dH.sum(axis=0)", "dH[-1]", "db holds the last sample only: the samples must be added.", HERE)
slip("db_first_sample", "dH.sum(axis=0)", "dH[0]", "db holds the first sample only: the samples must be added.", HERE)
slip("db_times_b", "dH.sum(axis=0)", "dH.sum(axis=0) * b",
     "db is multiplied by b: the bias was added, so its local gradient is 1.", HERE)
slip("db_negative", "dH.sum(axis=0)", "-dH.sum(axis=0)", "db has the wrong sign everywhere.", HERE)
slip("db_doubled", "dH.sum(axis=0)", "2 * dH.sum(axis=0)", "db is twice what it should be.", HERE)
slip("db_ones", "dH.sum(axis=0)", "np.ones(b.shape)",
     "db is one everywhere: that is the local gradient, which must be multiplied by dH.", HERE)
slip("db_counts_samples", "dH.sum(axis=0)", "len(X) * np.ones(b.shape)",
     "db is the number of samples: that is its value only when dH is all ones.", HERE)
slip("db_zero", "dH.sum(axis=0)", "np.zeros(b.shape)", "db is zero everywhere.", HERE)
slip("db_is_b", "dH.sum(axis=0)", "b", "This is b itself in the place of db.", HERE)
slip("db_is_None", "dH.sum(axis=0)", "None", "In the place of db stands None.", HERE)
slip("dW_in_place_of_dX", "return dX, dW, db", "return dW, dX, db",
     "dX and dW are exchanged: the order is dX, dW, db.", HERE)
slip("order_of_names", "return dX, dW, db", "return dW, db, dX", "The order is wrong: dX comes first, then dW and db.",
     HERE)
slip("mean_over_batch_everywhere", "dX = dH", "dH = dH / len(X)\n    dX = dH",
     "Everything is divided by the number of samples: the loss has done so already, and dH holds it.", HERE)
slip("ignores_dH", "dX = dH", "dH = np.ones(dH.shape)\n    dX = dH",
     "These are the gradients when dH is all ones: dH was not used.", HERE)
slip("signs_of_dH_lost", "dX = dH", "dH = np.abs(dH)\n    dX = dH", "The signs of dH are lost.", HERE)
slip("relu_of_dH", "dX = dH", "dH = np.maximum(dH, 0)\n    dX = dH", "The negative gradients in dH are lost.", HERE)
slip("whole_numbers", "return dX, dW, db", "return dX.astype(int), dW.astype(int), db.astype(int)",
     "The digits after the point are cut off in all gradients.", HERE)
slip("factors_exchanged", "dX = dH @ W.T", "dX = W.T @ dH",
     "The factors of dX are exchanged, so their shapes do not fit or mix samples and outputs.", HERE)
slip("weights_as_they_are", "dX = dH @ W.T", "dX = dH @ W",
     "W was used as in the forward pass: on the way back it must be transposed.", HERE)
slip("input_as_it_is", "dW = X.T @ dH", "dW = X @ dH",
     "X was not transposed in dW, so the samples do not meet their own gradients.", HERE)
slip("dW_factors_exchanged", "dW = X.T @ dH", "dW = dH @ X.T",
     "The factors of dW are exchanged: what is left over must be inputs by outputs.", HERE)
slip("no_db", "return dX, dW, db", "return dX, dW", "The gradient of the bias is missing.", HERE)
slip("only_dX", "return dX, dW, db", "return dX",
     "Only dX is returned: the weights and the bias need theirs too.", HERE)
slip("W_changed", "    return dX, dW, db", "    W -= dW\n    return dX, dW, db",
     "W was changed inside the backward pass: the step is the optimizer's.", HERE)
slip("dH_called", "dH.sum(axis=0)", "dH(0)", "dH was called like a function: it is an array.", HERE)
slip("cache_of_two", "X, W, b = cache", "X, W = cache\n    b = 0",
     "The cache was taken apart as a pair: it holds X, W and b.", HERE)
slip("returns_None", "return dX, dW, db", "print(dX, dW, db)", FORGOT_RETURN, HERE)

# --- Softmax with cross-entropy --------------------------------------------------------------------------------------


def scored(logits, y):
    N = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


def scored_by_quotient(logits, y):
    N = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = np.log(p)
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


def scored_without_shift(logits, y):
    N = len(y)
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    log_p = np.log(p)
    loss = -log_p[np.arange(N), y].mean()
    one_hot = np.zeros(logits.shape)
    one_hot[np.arange(N), y] = 1
    return loss, (p - one_hot) / N


STABLE = "lesson 07, section 8"
HERE = "lesson 07, section 7"
slip = slips(scored, "softmax_cross_entropy")
by_quotient = slips(scored_by_quotient, "softmax_cross_entropy")
without_shift = slips(scored_without_shift, "softmax_cross_entropy")


# A second slip rarely comes alone: most wrong versions also take the logarithm of the quotient, and many do not shift.
def slip_in_both(name, *slipped):
    slip(name, *slipped)
    by_quotient(f"{name}_by_quotient", *slipped)


def loss_slip(name, *slipped):
    slip_in_both(name, *slipped)
    without_shift(f"{name}_without_shift", *slipped)


def dlogits_slip(name, *slipped):
    slip(name, *slipped)
    without_shift(f"{name}_without_shift", *slipped)


# First, so that an infinite loss is not put down to something else that is wrong without a shift as well.
slip_in_both("no_shift", "logits - logits.max(axis=1, keepdims=True)", "logits * 1.0",
             "Large scores overflow, because the largest score of each row was not subtracted before the exponential.",
             STABLE)

# The loss alone.
loss_slip("loss_sum", "y].mean()", "y].sum()", "The loss is the sum over the batch: it must be the mean.", HERE)
loss_slip("loss_sign", "-log_p", "log_p",
     "The loss has the wrong sign: the log of a probability is negative, the loss is not.", HERE)
loss_slip("loss_divided_twice", "y].mean()", "y].mean() / N",
     "The loss is divided by the number of samples twice.", HERE)
loss_slip("loss_divided_by_classes", "y].mean()", "y].sum() / logits.size",
     "The loss is divided by all entries: it is the mean over the samples.", HERE)
loss_slip("loss_log_of_2", "y].mean()", "y].mean() / np.log(2)",
     "The loss was taken with the logarithm to base two: the natural one is meant.", HERE)
loss_slip("loss_log_of_10", "y].mean()", "y].mean() / np.log(10)",
     "The loss was taken with the logarithm to base ten: the natural one is meant.", HERE)
slip("loss_without_log", "-log_p[np.arange(N), y].mean()", "1 - p[np.arange(N), y].mean()",
     "The loss is one minus the probability of the right class: the logarithm is missing.", HERE)
slip("loss_mean_probability", "-log_p[np.arange(N), y].mean()", "p[np.arange(N), y].mean()",
     "The loss is the mean probability of the right class: the logarithm and its sign are missing.", HERE)
slip("loss_log_of_mean", "-log_p[np.arange(N), y].mean()", "-np.log(p[np.arange(N), y].mean())",
     "The loss is the logarithm of the mean: the logarithms must be taken first, then their mean.", HERE)
loss_slip("loss_per_sample", "y].mean()", "y]",
     "The loss is still one number for each sample: their mean is asked for.", HERE)
loss_slip("loss_all_classes", "-log_p[np.arange(N), y].mean()", "-log_p.sum() / N",
     "The loss counts every class: only the right class of each sample counts.", HERE)
loss_slip("loss_mean_of_all_classes", "-log_p[np.arange(N), y].mean()", "-log_p.mean()",
     "The loss is the mean over every class: only the right class of each sample counts.", HERE)
loss_slip("loss_columns_of_labels", "-log_p[np.arange(N), y].mean()", "-log_p[:, y].mean()",
     "The loss picks all labels in every row: each row has just its own label.", HERE)
loss_slip("loss_first_label", "-log_p[np.arange(N), y].mean()", "-log_p[np.arange(N), y[0]].mean()",
     "The loss uses the first label for every sample.", HERE)
loss_slip("loss_first_sample", "-log_p[np.arange(N), y].mean()", "-log_p[0, y[0]]",
     "The loss is that of the first sample only.", HERE)
loss_slip("loss_last_sample", "-log_p[np.arange(N), y].mean()", "-log_p[-1, y[-1]]",
     "The loss is that of the last sample only.", HERE)
slip("loss_of_the_score", "-log_p[np.arange(N), y].mean()", "-logits[np.arange(N), y].mean()",
     "The loss is the negative score: the scores were not turned into probabilities.", HERE)
slip("loss_highest_class", "-log_p[np.arange(N), y].mean()", "-log_p.max(axis=1).mean()",
     "The loss is that of the most probable class, not that of the right one.", HERE)
loss_slip("loss_entropy", "-log_p[np.arange(N), y].mean()", "-(p * log_p).sum() / N",
     "The loss is the entropy of the probabilities: the right class alone counts.", HERE)
slip("loss_squares", "-log_p[np.arange(N), y].mean()", "((p - np.eye(p.shape[1])[y]) ** 2).sum() / N",
     "The loss is a sum of squares: the logarithm of the right class's probability is asked for.", HERE)
slip("loss_both_sides", "-log_p[np.arange(N), y].mean()",
     "-(np.eye(p.shape[1])[y] * log_p + (1 - np.eye(p.shape[1])[y]) * np.log1p(-p)).sum() / N",
     "The loss counts yes and no for every class: that is the loss of separate questions, each with a sigmoid.", HERE)
slip("loss_log1p", "-log_p[np.arange(N), y].mean()", "-np.log(1 + p[np.arange(N), y]).mean()",
     "One was added to the probability before the logarithm.", HERE)
loss_slip("loss_labels_from_one", "-log_p[np.arange(N), y].mean()", "-log_p[np.arange(N), np.int64(y) - 1].mean()",
     "The loss counts the classes from one: the labels start at zero.", HERE)
slip("loss_perplexity", "y].mean()", "y].mean()\n    loss = np.exp(loss)",
     "The exponential of the loss is returned: the loss itself is asked for.", HERE)
loss_slip("loss_in_an_array", "y].mean()", "y].mean(keepdims=True)",
     "The loss is right, but it is wrapped in an array: one number is asked for.", HERE)
loss_slip("loss_whole_number", "loss = -log_p[np.arange(N), y].mean()",
     "loss = int(-log_p[np.arange(N), y].mean())", "The digits of the loss after the point are cut off.", HERE)
slip("loss_zero", "-log_p[np.arange(N), y].mean()", "0.0", "The loss is always zero.", HERE)
slip("loss_is_None", "-log_p[np.arange(N), y].mean()", "None", "In the place of the loss stands None.", HERE)
slip("loss_log_of_zero", "-log_p[np.arange(N), y].mean()", "-np.log(p[np.arange(N), y]).mean()",
     "Where the right class's probability is too small to be stored, the loss is infinite: take the logarithm of the "
     "sum, not of the quotient.", STABLE)
for power in (3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 30):
    slip(f"loss_has_a_ceiling_{power}", "-log_p[np.arange(N), y].mean()",
         f"-np.log(p[np.arange(N), y] + 1e-{power}).mean()",
         "A small number was added to the probabilities, or put in place of tiny ones, so the loss has a ceiling: take "
         "the logarithm of the sum, not of the quotient.", STABLE)
by_quotient("loss_one_hot_times_log_of_zero", "-log_p[np.arange(N), y].mean()",
            "-(np.eye(p.shape[1])[y] * log_p).sum() / N",
            "Where a probability is stored as zero, zero times minus infinity made the loss not a number: take the "
            "right class's logarithm only.", STABLE)
slip("loss_after_the_one_was_taken_off", "-log_p[np.arange(N), y].mean()",
     "-np.log(p[np.arange(N), y] - 1).mean()",
     "The one was taken off the probabilities before the loss was computed from them, so their logarithm is not a "
     "number.", HERE)
slip("loss_of_unshifted", "shifted - np.log(e", "logits - np.log(e",
     "The loss mixes scores as they are with exponentials of shifted ones: the shift must be in both.", STABLE)

slip("loss_of_mixed_sums", "np.log(e.sum(axis=1, keepdims=True))\n    loss",
     "np.log(np.exp(logits).sum(axis=1, keepdims=True))\n    loss",
     "The loss mixes shifted scores with exponentials of scores as they are: the shift must be in both.", STABLE)

# The gradient alone.
BACK = "return loss, (p - one_hot) / N"
dlogits_slip("dlogits_not_divided", BACK, "return loss, p - one_hot",
     "The gradient is that of the summed loss: the loss is a mean, so it must be divided by the number of samples.",
     HERE)
dlogits_slip("dlogits_divided_twice", BACK, "return loss, (p - one_hot) / N / N",
     "The gradient is divided by the number of samples twice.", HERE)
dlogits_slip("dlogits_divided_by_classes", BACK, "return loss, (p - one_hot) / logits.shape[1]",
     "The gradient is divided by the number of classes: the mean is over the samples.", HERE)
dlogits_slip("dlogits_divided_by_all", BACK, "return loss, (p - one_hot) / logits.size",
     "The gradient is divided by the number of all entries: the mean is over the samples.", HERE)
dlogits_slip("dlogits_sign", BACK, "return loss, (one_hot - p) / N",
     "The gradient has the wrong sign: a wrong class with a high probability must get a positive one.", HERE)
dlogits_slip("dlogits_doubled", BACK, "return loss, 2 * (p - one_hot) / N",
             "The gradient is twice what it should be.", HERE)
dlogits_slip("dlogits_probabilities", BACK, "return loss, p / N",
     "The gradient holds the probabilities: the one of the right class must be taken off.", HERE)
slip("dlogits_bare_probabilities", BACK, "return loss, p",
     "The probabilities themselves stand in the place of the gradient.", HERE)
slip("dlogits_one_hot_not_divided", BACK, "return loss, p - one_hot / N",
     "Only the one-hot part is divided by the number of samples: the probabilities must be as well.", HERE)
slip("dlogits_p_only_divided", BACK, "return loss, p / N - one_hot",
     "Only the probabilities are divided by the number of samples: the one-hot part must be as well.", HERE)
dlogits_slip("dlogits_right_class_only", BACK, "return loss, (p - 1) * one_hot / N",
     "Only the right class got a gradient: the others must be pushed down.", HERE)
slip("dlogits_of_the_log", BACK, "return loss, np.where(one_hot == 1, -1 / np.maximum(p, 1e-300), 0) / N",
     "This is the gradient with respect to the probabilities: it must still go back through the softmax.", HERE)
slip("dlogits_one_hot_only", BACK, "return loss, -one_hot / N",
     "Only the one-hot part is there: the probabilities are missing.", HERE)
slip("dlogits_local_diagonal", BACK, "return loss, p * (1 - p) / N",
     "This is only how each probability reacts to its own score: every score moves every probability.", HERE)
slip("dlogits_times_p", BACK, "return loss, p * (p - one_hot) / N",
     "The gradient is multiplied by the probabilities once too often.", HERE)
slip("dlogits_sigmoid", BACK, "return loss, (1 / (1 + np.exp(-shifted)) - one_hot) / N",
     "The probabilities in the gradient come from a sigmoid: they must come from the softmax.", HERE)
slip("dlogits_scores", BACK, "return loss, (logits - one_hot) / N",
     "The scores were used in the gradient in place of the probabilities.", HERE)
slip("dlogits_logarithms", BACK, "return loss, (log_p - one_hot) / N",
     "The gradient holds the logarithms of the probabilities: it must hold the probabilities themselves.", HERE)
slip("dlogits_exponentials", BACK, "return loss, (e - one_hot) / N",
     "The exponentials in the gradient were not divided by their sum.", HERE)
dlogits_slip("dlogits_labels_subtracted", BACK, "return loss, (p - y[:, None]) / N",
     "The label's number was subtracted from every entry: only the right class loses a one.", HERE)
slip_in_both("dlogits_labels_as_a_row", BACK, "return loss, (p - y) / N",
             "The labels were subtracted like a row of numbers: only the right class of each sample loses a one.", HERE)
dlogits_slip("dlogits_labels_as_columns", BACK, "p[:, y] -= 1\n    return loss, p / N",
     "The one was taken off in every row at all labels: each row has just its own label.", HERE)
dlogits_slip("dlogits_rows_of_labels", BACK, "p[y] -= 1\n    return loss, p / N",
     "The labels were used as numbers of rows: a label is the place inside its own row.", HERE)
dlogits_slip("dlogits_one_class_for_all", BACK, "p[:, y[0]] -= 1\n    return loss, p / N",
     "The one was taken off at the first label in every row: each row has its own label.", HERE)
slip("dlogits_first_sample_only", BACK, "p[0, y[0]] -= 1\n    return loss, p / N",
     "The one was taken off in the first row only.", HERE)
dlogits_slip("dlogits_labels_from_one", BACK, "p[np.arange(N), np.int64(y) - 1] -= 1\n    return loss, p / N",
     "The classes were counted from one in the gradient: the labels start at zero.", HERE)
slip("dlogits_mean_of_rows", BACK, "return loss, (p - one_hot).mean(axis=0)",
     "The samples of the gradient were averaged away: each sample has its own row.", HERE)
slip("dlogits_transposed", BACK, "return loss, ((p - one_hot) / N).T",
     "The gradient is right, but its rows and columns are exchanged.", HERE)
slip("dlogits_row_of_right_class", BACK, "return loss, ((p - one_hot) / N)[np.arange(N), y]",
     "Only the right class's entry of the gradient is returned: every score has one.", HERE)
slip("dlogits_times_loss", BACK, "return loss, loss * (p - one_hot) / N",
     "The gradient is multiplied by the loss.", HERE)
slip("dlogits_squared_error", BACK,
     "d = p - one_hot\n    return loss, 2 * p * (d - (d * p).sum(axis=1, keepdims=True)) / N",
     "This is the gradient of a sum of squares: the loss is the logarithm of the right class's probability.", HERE)
slip("dlogits_zero", BACK, "return loss, np.zeros(logits.shape)", "The gradient is zero everywhere.", HERE)
slip("dlogits_is_None", BACK, "return loss, None", "In the place of the gradient stands None.", HERE)
slip("dlogits_whole_numbers", BACK,
     "d = np.zeros(logits.shape, int)\n    d[...] = (p - one_hot) / N\n    return loss, d",
     "The gradient holds whole numbers, so almost everything is cut off to zero.", HERE)
slip("dlogits_type_of_logits", BACK, "d = np.zeros_like(logits)\n    d[...] = (p - one_hot) / N\n    return loss, d",
     "The gradient takes the number type of the scores: when they are whole numbers, it is cut off.", HERE)

# Both.
SUM = "e.sum(axis=1, keepdims=True)\n    log_p = np.log(p)"
NORMALISED = "p = e / e.sum(axis=1, keepdims=True)\n    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))"
slip_in_both("shift_by_the_whole_maximum", "logits.max(axis=1, keepdims=True)", "logits.max()",
     "The largest score of the whole batch was subtracted: a row far below it vanishes, so each row needs its own.",
     STABLE)
slip_in_both("shift_by_the_minimum", "logits.max(axis=1, keepdims=True)", "logits.min(axis=1, keepdims=True)",
     "The smallest score was subtracted: exponentials of large differences still overflow.", STABLE)
slip_in_both("shift_by_the_mean", "logits.max(axis=1, keepdims=True)", "logits.mean(axis=1, keepdims=True)",
     "The mean score was subtracted: exponentials of large differences still overflow.", STABLE)
slip_in_both("maximum_of_columns", "logits.max(axis=1, keepdims=True)", "logits.max(axis=0, keepdims=True)",
     "The largest score of each class was subtracted, over the samples: a shift must be the same along a row.", STABLE)
slip("divided_by_the_maximum", "logits - logits.max(axis=1, keepdims=True)",
     "logits / np.abs(logits).max(axis=1, keepdims=True)",
     "The scores were divided by their largest size: only a subtraction leaves the probabilities as they are.", STABLE)
slip("divided_by_the_sum", "logits - logits.max(axis=1, keepdims=True)", "logits / logits.sum(axis=1, keepdims=True)",
     "The scores were divided by their sum before the exponential.", STABLE)
slip("scores_clipped", "logits - logits.max(axis=1, keepdims=True)", "np.clip(logits, -500, 500)",
     "Scores beyond a limit were cut off, so large ones no longer differ: subtract the largest of each row.", STABLE)
slip("normalised_over_all", NORMALISED,
     "p = e / e.sum()\n    log_p = shifted - np.log(e.sum())",
     "The exponentials were divided by the sum over the whole batch: each row has its own sum.", HERE)
by_quotient("normalised_over_all_by_quotient", SUM, "e.sum()\n    log_p = np.log(p)",
            "The exponentials were divided by the sum over the whole batch: each row has its own sum.", HERE)
by_quotient("normalised_over_samples_by_quotient", SUM, "e.sum(axis=0)\n    log_p = np.log(p)",
            "The exponentials were divided by sums over the samples: they must be added along each row.", HERE)
by_quotient("not_normalised_by_quotient", "p = e / " + SUM, "p = e\n    log_p = np.log(p)",
            "The exponentials were not divided by their sum, so they are no probabilities.", HERE)
by_quotient("sum_loses_its_axis_by_quotient", SUM, "e.sum(axis=1)\n    log_p = np.log(p)",
            "The sum of each row lost its axis, so columns were divided by it, or it did not fit.", STABLE)
slip("normalised_over_samples",
     NORMALISED,
     "p = e / e.sum(axis=0)\n    log_p = shifted - np.log(e.sum(axis=0))",
     "The exponentials were divided by sums over the samples: they must be added along each row.", HERE)
slip("sigmoid", NORMALISED,
     "p = 1 / (1 + np.exp(-logits))\n    log_p = np.log(p)",
     "Each score went through a sigmoid by itself: the softmax divides by the sum of the row.", HERE)
slip("not_normalised",
     NORMALISED,
     "p = e\n    log_p = shifted",
     "The exponentials were not divided by their sum, so they are no probabilities.", HERE)
slip("normalised_twice",
     "e.sum(axis=1, keepdims=True)\n    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))",
     "e.sum(axis=1, keepdims=True) ** 2\n    log_p = shifted - 2 * np.log(e.sum(axis=1, keepdims=True))",
     "The exponentials were divided by their sum twice.", HERE)
slip("mixed_sums", NORMALISED,
     "log_p = shifted - np.log(np.exp(logits).sum(axis=1, keepdims=True))\n    p = np.exp(log_p)",
     "Shifted scores were mixed with exponentials of scores as they are: the shift must be in both.", STABLE)
slip("log_before_the_sum", NORMALISED,
     "log_p = shifted - np.log(e).sum(axis=1, keepdims=True)\n    p = np.exp(log_p)",
     "The logarithms were taken before the sum, which gives back the scores: it is the logarithm of the sum.", STABLE)
slip("divided_by_the_log", NORMALISED,
     "log_p = shifted / np.log(e.sum(axis=1, keepdims=True))\n    p = np.exp(log_p)",
     "The scores were divided by the logarithm of the sum: the logarithm of a quotient is a difference.", STABLE)
slip("one_taken_off_the_logarithms", "np.log(e.sum(axis=1, keepdims=True))\n    loss = -log_p[np.arange(N), y].mean()\n"
     "    one_hot = np.zeros(logits.shape)\n    one_hot[np.arange(N), y] = 1\n    return loss, (p - one_hot) / N",
     "np.log(e.sum(axis=1, keepdims=True))\n    log_p[np.arange(N), y] -= 1\n"
     "    return -log_p[np.arange(N), y].mean(), np.exp(log_p) / N",
     "The one was taken off the logarithms: it comes off the probabilities, and after the loss.", HERE)
slip_in_both("sign_of_the_scores", "logits - logits.max(axis=1, keepdims=True)",
     "logits.min(axis=1, keepdims=True) - logits",
     "The scores have the wrong sign: a high score must mean a high probability.", HERE)
slip("base_two", "e = np.exp(shifted)", "shifted = shifted * np.log(2)\n    e = np.exp(shifted)",
     "The powers have base two: the exponential has base e.", HERE)
slip("softmax_twice", "N = len(y)", "N = len(y)\n    logits = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
     "    logits = logits / logits.sum(axis=1, keepdims=True)",
     "The softmax was taken twice: what comes in are scores, not probabilities.", HERE)
slip("scores_taken_for_probabilities", NORMALISED, "p = logits\n    log_p = np.log(np.abs(logits))",
     "The scores were taken for probabilities: they must go through the softmax first.", HERE)
slip("relu_first", "N = len(y)", "N = len(y)\n    logits = np.maximum(logits, 0)",
     "Negative scores were set to zero first: scores may be negative.", HERE)
slip_in_both("scores_changed", "logits - logits.max(axis=1, keepdims=True)",
     "logits\n    shifted -= logits.max(axis=1, keepdims=True)",
     "The largest score was subtracted from the scores themselves: the input is changed.", HERE)
slip_in_both("labels_changed", "    return loss", "    y[:] = p.argmax(axis=1)\n    return loss",
     "The labels were overwritten: they belong to the caller.", HERE)
loss_slip("summed_loss_and_gradient", "y].mean()", "y].sum()\n    N = 1",
     "Loss and gradient are those of the sum over the batch: the mean is asked for.", HERE)
slip_in_both("maximum_loses_its_axis", "logits.max(axis=1, keepdims=True)", "logits.max(axis=1)",
     "The largest score of each row lost its axis, so it was subtracted from columns, or did not fit.", STABLE)
slip("sum_loses_its_axis", "p = e / e.sum(axis=1, keepdims=True)", "p = e / e.sum(axis=1)",
     "The sum of each row lost its axis, so columns were divided by it, or it did not fit.", STABLE)
slip("both_lose_their_axis",
     "logits.max(axis=1, keepdims=True)\n    e = np.exp(shifted)\n    p = e / e.sum(axis=1, keepdims=True)\n"
     "    log_p = shifted - np.log(e.sum(axis=1, keepdims=True))",
     "logits.max(axis=1)\n    e = np.exp(shifted)\n    p = e / e.sum(axis=1)\n    log_p = np.log(p)",
     "Maximum and sum of each row lost their axis, so they were used along columns, or did not fit.", STABLE)
slip_in_both("order", BACK, "return (p - one_hot) / N, loss",
     "The order is wrong: the loss comes first, then the gradient.", HERE)
slip("loss_only", BACK, "return loss", "The gradient is missing: return the loss and the gradient.", HERE)
slip("with_probabilities", BACK, "return loss, (p - one_hot) / N, p",
     "Three things are returned: the loss and the gradient are asked for.", HERE)
slip("returns_None", BACK, "print(loss, (p - one_hot) / N)", FORGOT_RETURN, HERE)
