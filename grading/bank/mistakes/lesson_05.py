"""Wrong versions of the whole layer, written with loops (lesson 05) or unfolded (lesson 06).

Both lessons ask for the same functions, and a student may write either way in both: every version stands for both.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.version import mistake, slips

FORGOT_RETURN = "The function gives back None: it shows its result or keeps it, but does not return it."
NOT_ONE_NUMBER = ("What is stored at one output is still an array: the products were not added up to one number, or "
                  "all biases were added at once.")
STILL_ZERO = "Every entry is zero: the result was made, but nothing was ever written into it."
FORWARD = "conv2d_forward", "conv2d_forward_im2col"
BACKWARD = "conv2d_backward", "conv2d_backward_im2col"
CHANNELS, FILTERS, LOOPS, WHO_USED, BACK = (f"lesson 05, section {k}" for k in range(1, 6))


def unfolding(looped, unfolded=1):
    """Send students of lesson 05 to the first place and those of lesson 06 to their section of that number."""
    return {name: f"lesson 06, section {unfolded}" if name.endswith("_fast") else looped
            for name in FORWARD + BACKWARD}


# --- Forward --------------------------------------------------------------------------------------------------------


def loops(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.zeros((N, F, n_H, n_W))
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    window = padded[n, :, top:top + f_H, left:left + f_W]
                    H[n, k, h, w] = np.sum(window * W[k]) + b[k]
    return H, (X, W, b, stride, pad)


slip = slips(loops, *FORWARD)
HERE = CHANNELS
slip("filter_rotated", "window * W[k]", "window * W[k, :, ::-1, ::-1]",
     "The filters are rotated by 180 degrees: that is true convolution, and this layer correlates.", HERE)
slip("filter_upside_down", "window * W[k]", "window * W[k, :, ::-1]",
     "The filters are turned upside down; lay them on as they are.", HERE)
slip("filter_mirrored", "window * W[k]", "window * W[k, :, :, ::-1]",
     "The filters are mirrored left to right; lay them on as they are.", HERE)
slip("filter_transposed", "window * W[k]", "window * W[k].transpose(0, 2, 1)",
     "Rows and columns of the filters are exchanged.", HERE)
slip("filter_and_channels_reversed", "window * W[k]", "window * W[k, ::-1, ::-1, ::-1]",
     "All three axes of each filter are reversed, its channels too: it is laid on as it is.", HERE)
slip("channels_reversed", "window * W[k]", "window * W[k, ::-1]",
     "The filter's channels are in reverse order: channel c of the input meets channel c of the filter.", HERE)
slip("channels_one_off", "window * W[k]", "window * np.roll(W[k], 1, axis=0)",
     "Each channel of the input meets the filter's next channel: their numbers must be the same.", HERE)
slip("first_channel_only", "np.sum(window * W[k])", "np.sum(window[0] * W[k, 0])",
     "Only the first channel is used: a filter is as deep as the input, and all channels are added up.", HERE)
slip("last_channel_only", "np.sum(window * W[k])", "np.sum(window[-1] * W[k, -1])",
     "Only the last channel counts: each replaced the one before, or their loop was cut short.", HERE)
slip("first_channel_of_the_filter", "window * W[k]", "window * W[k, 0]",
     "Every channel of the input meets the filter's first channel: each has weights of its own.", HERE)
slip("last_channel_of_the_filter", "window * W[k]", "window * W[k, -1]",
     "Every channel of the input meets the filter's last channel: each has weights of its own.", HERE)
slip("first_channel_of_the_input", "window * W[k]", "window[0] * W[k]",
     "Every channel of the filter meets the input's first channel.", HERE)
slip("channels_added_first", "window * W[k]", "window.sum(axis=0) * W[k]",
     "Channels were added up before they met their weights: multiply channel by channel, then add.", HERE)
slip("mean_over_channels", "np.sum(window * W[k])", "np.sum(window * W[k]) / C",
     "The sum is divided by the number of channels: they are added, not averaged.", HERE)
slip("largest_channel", "np.sum(window * W[k])", "np.max(np.sum(window * W[k], axis=(1, 2)))",
     "Only the channel with the largest sum counts: all channels are added.", HERE)
slip("channels_multiplied", "np.sum(window * W[k])", "np.prod(np.sum(window * W[k], axis=(1, 2)))",
     "The sums of the channels were multiplied together where they should be added.", HERE)
slip("depthwise", "np.sum(window * W[k])", "np.sum(window[k % C] * W[k, k % C])",
     "Each filter meets one channel only, that of its own number: a filter sees all channels.", HERE)
slip("channels_not_summed", "np.sum(window * W[k])", "np.squeeze(np.sum(window * W[k], axis=(1, 2)))",
     "There is still one number for each channel: the channels must be added up too.", HERE)
slip("products_not_summed", "np.sum(window * W[k])", "np.squeeze(window * W[k])", NOT_ONE_NUMBER, HERE)
slip("mean_for_sum", "np.sum(window", "np.mean(window",
     "These are means of the products; the layer takes their sum.", HERE)
slip("max_for_sum", "np.sum(window", "np.max(window",
     "These are the largest products; the layer takes the sum of all.", HERE)
slip("matmul_for_elementwise", "window * W[k]", "window @ W[k]",
     "Window and filter are multiplied as matrices; here entry meets entry, each just once.", HERE)
slip("matmul_with_the_transposed", "window * W[k]", "window @ W[k].transpose(0, 2, 1)",
     "Every row of the window met every row of the filter; here entry meets entry, each just once.", HERE)
slip("weights_forgotten", "window * W[k]", "window",
     "These are the sums of the windows and the bias: the weights are missing.", HERE)
slip("added_for_multiplied", "window * W[k]", "window + W[k]",
     "Window and filter are added where they should be multiplied.", HERE)
slip("absolute_products", "np.sum(window * W[k])", "np.sum(np.abs(window * W[k]))",
     "The signs of the products are lost before they are added.", HERE)
slip("first_product_only", "np.sum(window * W[k])", "window[0, 0, 0] * W[k, 0, 0, 0]",
     "Only the first product of each window is used.", HERE)
slip("last_product_only", "np.sum(window * W[k])", "window[-1, -1, -1] * W[k, -1, -1, -1]",
     "Only the last product of each window is kept: each replaced the one before.", HERE)
slip("last_weight_of_each_channel", "np.sum(window * W[k])", "np.sum(window[:, -1, -1] * W[k, :, -1, -1])",
     "Only the last weight of each channel counts: each replaced the one before.", HERE)
slip("first_row_of_window_only", "np.sum(window * W[k])", "np.sum(window[:, 0] * W[k, :, 0])",
     "Only the first row of each window is used.", HERE)
slip("last_row_of_window_lost", "np.sum(window * W[k])", "np.sum(window[:, :-1] * W[k, :, :-1])",
     "The last row of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_column_of_window_lost", "np.sum(window * W[k])", "np.sum(window[:, :, :-1] * W[k, :, :, :-1])",
     "The last column of each window is left out: the end of a range does not belong to it.", HERE)
slip("last_row_and_column_of_window_lost", "np.sum(window * W[k])",
     "np.sum(window[:, :-1, :-1] * W[k, :, :-1, :-1])",
     "The last row and the last column of each window are left out.", HERE)
slip("last_channel_lost", "np.sum(window * W[k])", "np.sum(window[:-1] * W[k, :-1])",
     "The last channel is left out: the loop over the channels stops one too early.", HERE)
slip("divided_by_the_weights", "np.sum(window * W[k])", "np.sum(window * W[k]) / np.sum(W[k])",
     "The sum is divided by the sum of the weights: that is an average, as in a blur.", HERE)
slip("window_one_too_short", "top:top + f_H, left:left + f_W", "top:top + f_H - 1, left:left + f_W - 1",
     "The window is one row and one column shorter than the filter.", HERE)
slip("window_one_too_long", "top:top + f_H, left:left + f_W", "top:top + f_H + 1, left:left + f_W + 1",
     "The window is one row and one column longer than the filter.", HERE)

HERE = FILTERS
slip("bias_forgotten", " + b[k]", "", "The bias is missing.", HERE)
slip("bias_of_the_first_filter", "b[k]", "b[0]", "Every filter got the first bias: each has its own.", HERE)
slip("bias_of_the_last_filter", "b[k]", "b[-1]", "Every filter got the last bias: each has its own.", HERE)
slip("biases_in_reverse_order", "b[k]", "b[-1 - k]", "The biases are in reverse order.", HERE)
slip("biases_summed", "b[k]", "np.sum(b)", "The sum of all biases was added to every filter's output.", HERE)
slip("biases_averaged", "b[k]", "np.mean(b)", "The mean of all biases was added to every filter's output.", HERE)
slip("bias_subtracted", "+ b[k]", "- b[k]", "The bias is subtracted where it should be added.", HERE)
slip("bias_multiplied", ") + b[k]", ") * b[k]", "The output is multiplied by the bias where it should be added.", HERE)
slip("bias_at_each_product", "W[k]) + b[k]", "W[k] + b[k])",
     "The bias is added to each product, so it comes in once for every weight: it is added once to the sum.", HERE)
slip("bias_for_each_channel", "b[k]", "C * b[k]",
     "The bias is added once for every channel: it is added once to the sum of all.", HERE)
slip("bias_for_each_weight_of_a_channel", "b[k]", "f_H * f_W * b[k]",
     "The bias is added once for every position of the filter: it is added once to the sum of all.", HERE)
slip("bias_by_the_image", "b[k]", "b[n]", "The bias is picked by the image's number: it belongs to the filter.", HERE)
slip("bias_by_the_column", "b[k]", "b[w]", "The bias is picked by the column's number: it belongs to the filter.", HERE)
slip("bias_by_the_row", "b[k]", "b[h]", "The bias is picked by the row's number: it belongs to the filter.", HERE)
slip("bias_with_the_input", "window * W[k]) + b[k]", "(window + b[k]) * W[k])",
     "The bias is added to the input, before the weights: it is added to the sum of the products.", HERE)
slip("bias_with_the_weights", "window * W[k]) + b[k]", "window * (W[k] + b[k]))",
     "The bias is added to the weights: it is added to the sum of the products.", HERE)
slip("bias_doubled", "b[k]", "2 * b[k]", "The bias is added twice.", HERE)
slip("filter_always_first", "W[k])", "W[0])", "Every output channel comes from the first filter.", HERE)
slip("filter_always_last", "W[k])", "W[-1])", "Every output channel comes from the last filter.", HERE)
slip("filters_in_reverse_order", "W[k])", "W[-1 - k])", "The filters are in reverse order.", HERE)
slip("filter_by_the_image", "W[k])", "W[n])", "The filter is picked by the image's number: every image meets every "
     "filter.", HERE)
slip("filters_summed", "window * W[k]", "window * W",
     "The outputs of all filters are added up: each filter makes an output channel of its own.", HERE)
slip("filters_averaged", "window * W[k]", "window * W.mean(axis=0)",
     "The mean of all filters is used for every output channel: each filter makes one of its own.", HERE)
slip("first_filter_only", "for k in range(F)", "for k in range(1)",
     "Only the first output channel is filled: every filter makes one.", HERE)
slip("last_filter_left_zero", "for k in range(F)", "for k in range(F - 1)",
     "The last output channel was never written: the loop over the filters stops one too early.", HERE)
slip("first_filter_left_zero", "for k in range(F)", "for k in range(1, F)",
     "The first output channel was never written: count filters from 0.", HERE)
slip("filters_and_channels_exchanged", "W[k])", "W[:, k])",
     "The filter is picked along the second axis of W: the first axis counts the filters, the second the channels.",
     HERE)
slip("filters_and_channels_reshaped", "W[k])", "W.reshape(C, F, f_H, f_W)[:, k])",
     "The first two axes of W were exchanged by a reshape, which keeps the order in memory and mixes filters and "
     "channels.", HERE)
slip("F_and_C_exchanged", "F, C, f_H, f_W = W.shape", "C, F, f_H, f_W = W.shape",
     "The shape of W was unpacked with the channels first: it is filters, channels, height, width.", HERE)
slip("filters_last_in_W", "F, C, f_H, f_W = W.shape", "f_H, f_W, C, F = W.shape",
     "The shape of W was unpacked with the filters last: it is filters, channels, height, width.", HERE)
slip("filters_not_picked", "np.sum(window * W[k]) + b[k]", "np.squeeze(np.sum(window * W, axis=(1, 2, 3)) + b)",
     "All filters were used at one output, which leaves one number for each: pick the filter of this channel.", HERE)
slip("filters_added_up_so_far", "H[n, k, h, w] =", "H[n, k, h, w] = (H[n, k - 1, h, w] if k else 0) +",
     "Each output channel also holds those before it: the total must begin at zero for each filter.", HERE)
slip("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
     "Negative outputs are set to zero: that is the ReLU, which is another layer.", HERE)
slip("sign_wrong", "    return H", "    H = -H\n    return H", "H has the wrong sign everywhere.", HERE)
slip("products_sign_wrong", "= np.sum", "= -np.sum", "The sum of the products has the wrong sign.", HERE)
slip("doubled", "    return H", "    H = 2 * H\n    return H", "H is twice what it should be.", HERE)

HERE = LOOPS
slip("first_image_for_all", "padded[n, :", "padded[0, :", "Every output comes from the first image.", HERE)
slip("last_image_for_all", "padded[n, :", "padded[-1, :", "Every output comes from the last image.", HERE)
slip("images_in_reverse_order", "padded[n, :", "padded[-1 - n, :", "The images are in reverse order.", HERE)
slip("images_summed", "padded[n, :", "padded[:, :", "The outputs of all images are added up: each has its own.", HERE)
slip("images_averaged", "padded[n, :", "padded.mean(axis=0)[:", "All images were averaged first: each has its own "
     "output.", HERE)
slip("first_image_only", "for n in range(N)", "for n in range(1)",
     "Only the first image has an output: every image of the batch needs one.", HERE)
slip("last_image_left_zero", "for n in range(N)", "for n in range(N - 1)",
     "The output of the last image was never written: the loop over the images stops one too early.", HERE)
slip("first_image_left_zero", "for n in range(N)", "for n in range(1, N)",
     "The output of the first image was never written: count images from 0.", HERE)
slip("batch_dropped", "return H,", "return H[0],", "The axis of the images is missing in H: it stays, also for one "
     "image.", HERE)
slip("batch_summed", "return H,", "return H.sum(axis=0),", "The images were added up at the end: each has its own "
     "output.", HERE)
slip("divided_by_the_batch", "    return H", "    H = H / N\n    return H",
     "H is divided by the number of images: an output belongs to one image alone.", HERE)
slip("total_over_images", "H[n, k, h, w] =", "H[n, k, h, w] = (H[n - 1, k, h, w] if n else 0) +",
     "Each image's output also holds those of the images before: the total must begin at zero for each.", HERE)
slip("images_and_channels_unpacked_exchanged", "N, C, n_H_prev, n_W_prev = X.shape",
     "C, N, n_H_prev, n_W_prev = X.shape",
     "The shape of X was unpacked with the channels first: it is images, channels, height, width.", HERE)
slip("channels_last_in_X", "N, C, n_H_prev, n_W_prev = X.shape", "N, n_H_prev, n_W_prev, C = X.shape",
     "The shape of X was unpacked with the channels last: it is images, channels, height, width.", HERE)
slip("channels_last_in_H", "return H,", "return H.transpose(0, 2, 3, 1),",
     "The filters' axis stands last in H: it is images, filters, height, width.", HERE)
slip("images_and_filters_exchanged", "return H,", "return H.transpose(1, 0, 2, 3),",
     "The first two axes of H are exchanged: images come first, then filters.", HERE)
slip("rows_and_columns_exchanged", "return H,", "return H.transpose(0, 1, 3, 2),",
     "Rows and columns of H are exchanged.", HERE)
slip("H_flat", "return H,", "return H.reshape(N, F, -1),",
     "Rows and columns of H are still one axis: fold them back to height and width.", HERE)
slip("height_and_width_reshaped", "return H,", "return H.reshape(N, F, n_W, n_H),",
     "Height and width were exchanged when H was given its shape: the height comes first.", HERE)
slip("H_rotated", "return H,", "return H[:, :, ::-1, ::-1],", "Each output channel is rotated by 180 degrees.", HERE)
slip("H_upside_down", "return H,", "return H[:, :, ::-1],", "Each output channel is upside down.", HERE)
slip("H_mirrored", "return H,", "return H[:, :, :, ::-1],", "Each output channel is mirrored left to right.", HERE)
slip("size_without_plus_one", "n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
     "n_H, n_W = n_H - 1, (n_W_prev + 2 * pad - f_W) // stride",
     "The + 1 is missing in the size of H: the last row and the last column are lost.", HERE)
slip("height_without_plus_one", "f_H) // stride + 1", "f_H) // stride",
     "The + 1 is missing in the height of H: its last row is lost.", HERE)
slip("width_without_plus_one", "f_W) // stride + 1", "f_W) // stride",
     "The + 1 is missing in the width of H: its last column is lost.", HERE)
slip("plus_one_inside", "    padded =",
     "    n_H, n_W = (n_H_prev + 2 * pad - f_H + 1) // stride, (n_W_prev + 2 * pad - f_W + 1) // stride\n    padded =",
     "In the size of H the one is added before the division by the stride: it counts the first position.", HERE)
slip("plus_one_inside_the_height", "f_H) // stride + 1", "f_H + 1) // stride",
     "In the height of H the one is added before the division by the stride: it counts the first position.", HERE)
slip("plus_one_inside_the_width", "f_W) // stride + 1", "f_W + 1) // stride",
     "In the width of H the one is added before the division by the stride: it counts the first position.", HERE)
slip("size_rounded_up", "    padded =",
     "    n_H = -((f_H - n_H_prev - 2 * pad) // stride) + 1\n"
     "    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1\n    padded =",
     "The size of H is rounded up: a last step that does not fit inside is not a position.", HERE)
slip("size_rounded_up_and_left_zero", "    H = np.zeros((N, F, n_H, n_W))",
     "    H = np.zeros((N, F, -((f_H - n_H_prev - 2 * pad) // stride) + 1,\n"
     "                  -((f_W - n_W_prev - 2 * pad) // stride) + 1))",
     "H is too large where the stride does not divide: its size is rounded down.", HERE)
slip("size_not_whole", "f_H) // stride + 1", "f_H) / stride + 1",
     "A size was computed with the division that gives decimal numbers: a shape needs whole ones.", HERE)
slip("height_used_for_width", "(n_W_prev + 2 * pad - f_W)", "(n_H_prev + 2 * pad - f_H)",
     "The width of H was computed from heights.", HERE)
slip("width_used_for_height", "(n_H_prev + 2 * pad - f_H)", "(n_W_prev + 2 * pad - f_W)",
     "The height of H was computed from widths.", HERE)
slip("input_height_used_for_width", "n_W_prev + 2", "n_H_prev + 2",
     "The width of H was computed from the height of X.", HERE)
slip("filter_height_used_for_width", "- f_W)", "- f_H)",
     "The width of H was computed with the height of the filter.", HERE)
slip("filter_width_used_for_height", "- f_H)", "- f_W)",
     "The height of H was computed with the width of the filter.", HERE)
slip("square_filter", "F, C, f_H, f_W = W.shape", "F, C, f_H, _ = W.shape\n    f_W = f_H",
     "The filter's width was taken to be its height: it need not be square.", HERE)
slip("square_window", "left:left + f_W", "left:left + f_H", "The window is as wide as the filter is high.", HERE)
slip("stride_not_in_the_size", "    padded =",
     "    n_H, n_W = n_H_prev + 2 * pad - f_H + 1, n_W_prev + 2 * pad - f_W + 1\n    padded =",
     "The size of H is not divided by the stride as it should be, so the window runs off the input.", HERE)
slip("pad_not_in_the_size", "    padded =",
     "    n_H, n_W = (n_H_prev - f_H) // stride + 1, (n_W_prev - f_W) // stride + 1\n    padded =",
     "The size of H does not take the padding into account.", HERE)
slip("pad_once_in_the_size", "    padded =",
     "    n_H, n_W = (n_H_prev + pad - f_H) // stride + 1, (n_W_prev + pad - f_W) // stride + 1\n    padded =",
     "The padding is counted once in the size of H, but it lies at both ends.", HERE)
slip("shape_of_X", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H_prev, n_W_prev))",
     "H was made as high and wide as X; its size is the number of positions.", HERE)
slip("channels_of_X_in_H", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, C, n_H, n_W))",
     "H was made with as many channels as X: it has one for each filter.", HERE)
slip("shape_of_H_exchanged", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_W, n_H))",
     "H was made with its width first: rows come first in a shape.", HERE)
slip("stride_and_pad_ignored", "    N, C", "    stride, pad = 1, 0\n    N, C",
     "Stride and padding are both ignored.", HERE)
slip("stride_ignored", "    N, C", "    stride = 1\n    N, C", "The stride is ignored: H is that of stride 1.", HERE)
slip("stride_ignored_in_the_position", "h * stride, w * stride", "h, w",
     "H has the right size, but its windows lie side by side: the stride is missing in their position.", HERE)
slip("stride_ignored_in_the_row", "h * stride, w", "h, w", "The stride is missing in the row of the window.", HERE)
slip("stride_ignored_in_the_column", "h * stride, w * stride", "h * stride, w",
     "The stride is missing in the column of the window.", HERE)
slip("stride_twice", "h * stride, w * stride", "h * stride * stride, w * stride * stride",
     "The window runs off the input or shrinks: the stride belongs just once into its start, and into its end.", HERE)
slip("stride_added", "h * stride, w * stride", "h + stride, w + stride",
     "The stride is added to the position where it should multiply it.", HERE)
slip("steps_by_the_filter", "h * stride, w * stride", "h * f_H, w * f_W",
     "The window jumps by its own length at each step: it moves by the stride.", HERE)
slip("loops_step_by_the_stride",
     "for h in range(n_H):\n                for w in range(n_W):\n"
     "                    top, left = h * stride, w * stride",
     "for h in range(0, n_H, stride):\n                for w in range(0, n_W, stride):\n"
     "                    top, left = h, w",
     "The loops over H step by the stride, so outputs between are never written: it is the window that steps.", HERE)
slip("loops_over_the_starts", "range(n_H):\n                for w in range(n_W)",
     "range(0, n_H_prev - f_H + 1, stride):\n                for w in range(0, n_W_prev - f_W + 1, stride)",
     "The loops run over the starts of windows in X, but their numbers are used as places in H.", HERE)
slip("window_with_gaps", "top:top + f_H, left:left + f_W",
     "top:top + f_H * stride:stride, left:left + f_W * stride:stride",
     "The window leaves out pixels: the stride goes between windows, not between the pixels of one.", HERE)
slip("loops_over_the_starts_of_rows", "for h in range(n_H)", "for h in range(0, n_H_prev - f_H + 1, stride)",
     "The loop runs over the rows in X where windows start, but its numbers are used as rows of H.", HERE)
slip("window_with_gaps_side_by_side", "top:top + f_H, left:left + f_W",
     "h:h + f_H * stride:stride, w:w + f_W * stride:stride",
     "The stride is inside the window, between its pixels: it goes between one window and the next.", HERE)
slip("stored_at_the_input", "H[n, k, h, w] =", "H[n, k, top, left] =",
     "Each output is stored at the window's place in the input: it has its own row and column in H.", HERE)
slip("pad_ignored", "    N, C", "    pad = 0\n    N, C", "The padding is ignored.", HERE)
slip("pad_only_in_the_size", "padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "padded = X",
     "H has the size with padding, but the windows are cut from X without it.", HERE)
slip("pad_top_left", "(pad, pad), (pad, pad)", "(2 * pad, 0), (2 * pad, 0)",
     "Too many zeros lie above and to the left of X, so every window lies too far up and to the left.", HERE)
slip("pad_bottom_right", "(pad, pad), (pad, pad)", "(0, 2 * pad), (0, 2 * pad)",
     "All the padding lies below and to the right: half of it belongs above and to the left.", HERE)
slip("pad_rows_only", "(pad, pad), (pad, pad)", "(pad, pad), (0, 0)",
     "Only rows were padded: zeros belong on the left and right too.", HERE)
slip("pad_columns_only", "(pad, pad), (pad, pad)", "(0, 0), (pad, pad)",
     "Only columns were padded: zeros belong above and below too.", HERE)
slip("pad_on_all_axes", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "np.pad(X, pad)",
     "All four axes were padded: images and channels get no zeros, only rows and columns.", HERE)
slip("pad_on_the_first_axes", "(0, 0), (0, 0), (pad, pad), (pad, pad)", "(pad, pad), (pad, pad), (0, 0), (0, 0)",
     "The padding is on the axes of images and channels: it belongs on rows and columns.", HERE)
slip("pad_with_edge", "(pad, pad)))", "(pad, pad)), mode='edge')",
     "X is surrounded by copies of its edge instead of zeros.", HERE)
slip("pad_with_mirror", "(pad, pad)))", "(pad, pad)), mode='symmetric')",
     "X is surrounded by its mirror image instead of zeros.", HERE)
slip("pad_with_reflection", "(pad, pad)))", "(pad, pad)), mode='reflect')",
     "X is surrounded by its reflection instead of zeros.", HERE)
slip("pad_around", "(pad, pad)))", "(pad, pad)), mode='wrap')",
     "X goes on round its edges instead of with zeros (a Fourier transform without zeros does so too).", HERE)
slip("pad_with_ones", "(pad, pad)))", "(pad, pad)), constant_values=1)",
     "X is surrounded by ones instead of zeros.", HERE)
slip("pad_of_one", "    N, C", "    pad = 1\n    N, C",
     "X is padded by one, or by half of the filter, whatever pad is.", HERE)
slip("last_row_left_zero", "for h in range(n_H)", "for h in range(n_H - 1)",
     "The last row of H was never written: the loop stops one too early.", HERE)
slip("last_column_left_zero", "for w in range(n_W)", "for w in range(n_W - 1)",
     "The last column of H was never written: the loop stops one too early.", HERE)
slip("first_row_left_zero", "for h in range(n_H)", "for h in range(1, n_H)",
     "The first row of H was never written: count from 0.", HERE)
slip("loops_over_the_input", "range(n_H):\n                for w in range(n_W)",
     "range(n_H_prev):\n                for w in range(n_W_prev)",
     "The loops run over every pixel of X: they must run over the positions of H.", HERE)
slip("loops_over_the_filter", "range(n_H):\n                for w in range(n_W)",
     "range(f_H):\n                for w in range(f_W)",
     "The loops run over the filter's size: they must run over the positions of H.", HERE)
slip("loop_ranges_exchanged", "range(n_H):\n                for w in range(n_W)",
     "range(n_W):\n                for w in range(n_H)", "The row runs over the width and the column over the height.",
     HERE)
slip("indices_of_H_exchanged", "H[n, k, h, w]", "H[n, k, w, h]",
     "Each output is stored at column, row instead of row, column.", HERE)
slip("image_and_filter_of_H_exchanged", "H[n, k, h, w]", "H[k, n, h, w]",
     "Each output is stored at filter, image instead of image, filter.", HERE)
slip("window_always_first", "h * stride, w * stride", "0, 0",
     "The window never moves: every output is that of the first position.", HERE)
slip("window_moves_down_only", "h * stride, w * stride", "h * stride, 0",
     "The window moves down but never to the right.", HERE)
slip("window_moves_right_only", "h * stride, w * stride", "0, w * stride",
     "The window moves to the right but never down.", HERE)
slip("offsets_exchanged", "top, left =", "left, top =",
     "The window is cut out at column, row instead of row, column.", HERE)
slip("window_end_fixed", "top:top + f_H, left:left + f_W", "top:f_H, left:f_W",
     "The end of the window stays where it was: it must move with the start, or the window shrinks.", HERE)
slip("returns_in_the_innermost_loop", "    return H", "                    return H",
     "Only the first output is filled: the return stands inside the innermost loop.", HERE)
slip("returns_after_the_first_row", "    return H", "                return H",
     "Only the first row is filled: the return stands inside the loop over the rows.", HERE)
slip("returns_after_the_first_filter", "    return H", "            return H",
     "Only the first filter of the first image is done: the return stands inside the loop over the filters.", HERE)
slip("one_number_for_each_map", "H[n, k, h, w] =", "H[n, k] =",
     "Each output channel is one number everywhere: every position replaced all of it.", HERE)
slip("one_number_for_each_image", "H[n, k, h, w] =", "H[n] =",
     "Each image's output is one number everywhere: every position replaced all of it.", HERE)
slip("last_number_only", "H[n, k, h, w] =", "H =",
     "H is only the number of the last position: each number replaced the one before.", HERE)
slip("zeros", "np.sum(window * W[k]) + b[k]", "0", STILL_ZERO, HERE)
slip("cut_to_whole_numbers", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=int)",
     "H holds whole numbers: the digits after the point are cut off as they are stored.", HERE)
slip("type_of_X", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=X.dtype)",
     "H takes the number type of X: when X holds whole numbers, the digits after the point are cut off.", HERE)
slip("type_of_W", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=W.dtype)",
     "H takes the number type of W: when W holds whole numbers, the digits after the point are cut off.", HERE)
slip("input_cut_to_whole_numbers", "    N, C", "    X = X.astype(int)\n    N, C",
     "X was turned into whole numbers first.", HERE)
slip("input_scaled", "    N, C", "    X = X / 255\n    N, C",
     "X was divided by 255 inside the layer: the layer takes its input as it is.", HERE)
slip("input_centred", "    N, C", "    X = X - X.mean()\n    N, C",
     "The mean of X was taken away inside the layer: the layer takes its input as it is.", HERE)
slip("changes_the_padded_window", "H[n, k, h, w] = np.sum(window * W[k]) + b[k]",
     "window[...] = window * W[k]\n                    H[n, k, h, w] = np.sum(window) + b[k]",
     "The products were written into the window, and a slice is a view: the next window meets changed pixels.", HERE)
slip("changes_W", "H[n, k, h, w] = np.sum(window * W[k]) + b[k]",
     "W[k] = window * W[k]\n                    H[n, k, h, w] = np.sum(W[k]) + b[k]",
     "The products were written into W itself: the next window meets changed weights.", HERE)
slip("leaves_X_changed", "    return H", "    X[...] = 0\n    return H",
     "H is right, but an input is another array afterwards.", HERE)
slip("filters_rotated_in_place", "    N, C", "    W[...] = W[:, :, ::-1, ::-1].copy()\n    N, C",
     "The filters were rotated in place: the outputs are those of true convolution, and W is changed.", HERE)
slip("calls_X", "padded[n, :, top:top + f_H, left:left + f_W]", "padded(n, top, left)",
     "An array was called like a function: round brackets call, square brackets index.", HERE)
slip("channel_axis_forgotten", "padded[n, :, top", "padded[n, top",
     "The window was cut without an index for the channels, so rows were cut out of the channels and columns out of "
     "the rows.", HERE)
slip("steps_over_H_itself", "for h in range(n_H)", "for h in H",
     "The loop steps over H, which holds arrays: it needs the row numbers.", HERE)
slip("steps_over_a_number", "for n in range(N)", "for n in N",
     "The loop steps over a single number: it needs the range up to it.", HERE)
slip("sizes_named_H_and_W", "    N, C, n_H_prev, n_W_prev = X.shape\n",
     "    N, C, H, W = X.shape\n    n_H_prev, n_W_prev = H, W\n",
     "The width of X was stored under the name W before the filters were read, so they are gone.", HERE)
slip("sizes_named_H_and_W_late", "    n_H = (n_H", "    N, C, H, W = X.shape\n    n_H = (n_H",
     "The name W was given to a number (a width, or a column), so the filters are gone when they are needed.", HERE)
slip("H_is_a_size", "    for n in range(N)", "    H = n_H\n    for n in range(N)",
     "The name H was given to a size, so there is no array to store the outputs in.", HERE)
slip("shape_in_many_arguments", "np.zeros((N, F, n_H, n_W))", "np.zeros(N, F, n_H, n_W)",
     "The shape of H was given as several arguments: it must be one tuple.", HERE)
slip("returns_no_cache", "return H, (X, W, b, stride, pad)", "return H",
     "The cache is missing: the backward pass will need what the forward pass saw.", HERE)
slip("returns_the_cache_apart", "return H, (X, W, b, stride, pad)", "return H, X, W, b, stride, pad",
     "The cache must be one thing: what it holds is returned side by side, not as one tuple.", HERE)
slip("cache_first", "return H, (X, W, b, stride, pad)", "return (X, W, b, stride, pad), H",
     "The order is wrong: H comes first, then the cache.", HERE)
slip("returns_None", "return H, (X, W, b, stride, pad)", "print(H)", FORGOT_RETURN, HERE)


@mistake(*FORWARD, says="Outputs of an earlier call are still in H: it must be made anew in each call.", reread=LOOPS)
def state_kept(X, W, b, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    total = kept.setdefault((X.shape, W.shape, stride, pad), np.zeros(H.shape))
    total += H
    return total.copy(), (X, W, b, stride, pad)


@mistake(*FORWARD, says="What was prepared of the first input with this shape is used for all later ones.",
         reread=LOOPS)
def padded_input_kept(X, W, b, stride=1, pad=0, kept={}):
    padded = kept.setdefault((X.shape, W.shape, stride, pad), np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)


@mistake(*FORWARD, says="The output of the first call with these shapes was kept and is returned again.",
         reread=LOOPS)
def first_output_returned_again(X, W, b, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    return kept.setdefault((X.shape, W.shape, stride, pad), H), (X, W, b, stride, pad)


@mistake(*FORWARD, says="The padding is laid round X in place of its own edge: X keeps its size and loses pixels.",
         reread=LOOPS)
def edge_overwritten(X, W, b, stride=1, pad=0):
    F, C, f_H, f_W = W.shape
    n_H, n_W = ((n + 2 * pad - f) // stride + 1 for n, f in zip(X.shape[2:], (f_H, f_W)))
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    if pad:
        padded[:, :, pad] = padded[:, :, -1 - pad] = 0
        padded[:, :, :, pad] = padded[:, :, :, -1 - pad] = 0
    H = np.zeros((len(X), F, n_H, n_W))
    for h, w in np.ndindex(n_H, n_W):
        window = padded[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        H[:, :, h, w] = np.tensordot(window, W, axes=((1, 2, 3), (1, 2, 3))) + b
    return H, (X, W, b, stride, pad)


def by_taps(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H = np.zeros((N, F, n_H, n_W))
    for u in range(f_H):
        for v in range(f_W):
            met = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
            H += np.einsum('nchw,kc->nkhw', met, W[:, :, u, v])
    return H + b[:, None, None], (X, W, b, stride, pad)


slip = slips(by_taps, *FORWARD)
slip("bias_along_the_width", "b[:, None, None]", "b",
     "The bias was added along the width of H: it belongs to the filters' axis.", FILTERS)
slip("bias_along_the_height", "b[:, None, None]", "b[:, None]",
     "The bias was added along the height of H: it belongs to the filters' axis.", FILTERS)
slip("bias_along_the_images", "b[:, None, None]", "b[:, None, None, None]",
     "The bias was added along the images' axis: it belongs to the filters' axis.", FILTERS)
slip("tap_ends_without_stride", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
     "u:u + n_H:stride, v:v + n_W:stride",
     "The slice of one weight ends too early: it must be as many strides long as there are outputs.", LOOPS)
slip("tap_ends_fixed", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
     "u:n_H * stride:stride, v:n_W * stride:stride",
     "The end of the slice of one weight stays where it was: it must move with the start.", LOOPS)
slip("tap_never_ends", "u:u + n_H * stride:stride, v:v + n_W * stride:stride", "u::stride, v::stride",
     "The slice of one weight runs to the end of the input, past the last output.", LOOPS)
slip("weights_step_by_the_stride", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
     "u * stride:u * stride + n_H, v * stride:v * stride + n_W",
     "The stride is between the weights of the filter where it should be between the outputs.", LOOPS)
slip("tap_offset_missing", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
     ":n_H * stride:stride, :n_W * stride:stride",
     "Every weight meets the first pixel of the window: each has its own offset in it.", CHANNELS)
slip("einsum_keeps_no_channel", "'nchw,kc->nkhw', met, W[:, :, u, v]", "'nchw,ck->nkhw', met, W[:, :, u, v]",
     "The letters of filter and channel are exchanged for W: its first axis counts the filters.", FILTERS)


def unfolded(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H = (n_H_prev + 2 * pad - f_H) // stride + 1
    n_W = (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.zeros((N, C, f_H, f_W, n_H, n_W), dtype=X.dtype)
    for u in range(f_H):
        for v in range(f_W):
            cols[:, :, u, v] = padded[:, :, u:u + n_H * stride:stride, v:v + n_W * stride:stride]
    cols = cols.reshape(N, C * f_H * f_W, n_H * n_W)
    H = W.reshape(F, -1) @ cols
    H = H + b[:, None]
    return H.reshape(N, F, n_H, n_W), (X, W, b, stride, pad)


slip = slips(unfolded, *FORWARD)
HERE = unfolding(CHANNELS, 1)
slip("cols_channels_last", "cols = cols.reshape", "cols = cols.transpose(0, 2, 3, 1, 4, 5).reshape",
     "The rows of the columns have the channels last, but each filter is written out with its channels first.", HERE)
slip("weights_channels_last", "W.reshape(F, -1)", "W.transpose(0, 2, 3, 1).reshape(F, -1)",
     "Each filter is written out with its channels last, but the columns have them first.", HERE)
slip("weights_by_columns", "W.reshape(F, -1)", "W.transpose(0, 1, 3, 2).reshape(F, -1)",
     "Each filter is written out column by column, but the columns hold the windows row by row.", HERE)
slip("cols_by_columns", "cols = cols.reshape", "cols = cols.transpose(0, 1, 3, 2, 4, 5).reshape",
     "The columns hold the windows column by column, but each filter is written out row by row.", HERE)
slip("weights_reversed", "W.reshape(F, -1)", "W.ravel(order='F').reshape(F, -1)",
     "The weights were written out column by column and cut into rows, which mixes the filters.", HERE)
slip("weights_reshaped_for_transposed", "W.reshape(F, -1) @ cols", "W.reshape(-1, F).T @ cols",
     "The weights were reshaped to one column for each filter: reshaping keeps the order in memory, so it mixes the "
     "filters.", HERE)
slip("windows_reshaped_for_transposed", "cols = cols.reshape",
     "cols = cols.transpose(0, 1, 4, 5, 2, 3).reshape",
     "The axes of the windows were not moved before the reshape, so each column mixes several windows.", HERE)
slip("outputs_by_columns", "cols = cols.reshape", "cols = cols.transpose(0, 1, 2, 3, 5, 4).reshape",
     "The windows were taken column by column, but the outputs are folded row by row.", HERE)
HERE = unfolding(LOOPS, 2)
slip("reshaped_for_transposed", "H.reshape(N, F, n_H, n_W)",
     "H.transpose(1, 0, 2).reshape(F, -1).reshape(N, F, n_H, n_W)",
     "The product of all images has the filters first, and a reshape does not exchange axes: images and filters are "
     "mixed.", HERE)
slip("positions_first_reshaped", "H.reshape(N, F, n_H, n_W)", "H.transpose(0, 2, 1).reshape(N, F, n_H, n_W)",
     "The product has the positions before the filters, and a reshape does not exchange axes.", HERE)
slip("images_last_reshaped", "H.reshape(N, F, n_H, n_W)", "H.transpose(1, 2, 0).reshape(N, F, n_H, n_W)",
     "The product has the images last, and a reshape does not move axes.", HERE)
slip("images_last_read_as_first", "H.reshape(N, F, n_H, n_W)",
     "H.transpose(1, 2, 0).reshape(F, N, n_H, n_W).transpose(1, 0, 2, 3)",
     "In the columns the images change fastest, but the product was folded as if they changed slowest.", HERE)
slip("images_first_read_as_last", "H.reshape(N, F, n_H, n_W)",
     "H.transpose(1, 0, 2).reshape(F, n_H, n_W, N).transpose(3, 0, 1, 2)",
     "In the columns the images change slowest, but the product was folded as if they changed fastest.", HERE)
slip("bias_along_the_positions", "b[:, None]", "b",
     "The bias was added along the positions: it belongs to the filters' axis.", unfolding(FILTERS, 2))


@mistake(*FORWARD, says="The windows are read as if X lay without gaps in memory: for a view, the wrong numbers come "
         "out.", reread=LOOPS)
def strides_guessed(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else X
    N, C, rows, columns = padded.shape
    n_H, n_W = (rows - W.shape[2]) // stride + 1, (columns - W.shape[3]) // stride + 1
    row = columns * X.itemsize
    windows = as_strided(padded, (N, C, n_H, n_W, *W.shape[2:]),
                         (C * rows * row, rows * row, stride * row, stride * X.itemsize, row, X.itemsize))
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)


@mistake(*FORWARD, says="The channel changes from row to row of the columns, but in a filter all weights of one "
         "channel come first.", reread=CHANNELS)
def channel_changes_fastest(X, W, b, stride=1, pad=0):
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = (n_H_prev + 2 * pad - f_H) // stride + 1, (n_W_prev + 2 * pad - f_W) // stride + 1
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    c = np.tile(np.arange(C), f_H * f_W)
    u = np.tile(np.repeat(np.arange(f_H), f_W), C)
    v = np.tile(np.arange(f_W), C * f_H)
    h, w = stride * np.repeat(np.arange(n_H), n_W), stride * np.tile(np.arange(n_W), n_H)
    cols = padded[:, c[:, None], u[:, None] + h, v[:, None] + w]
    return (W.reshape(F, -1) @ cols + b[:, None]).reshape(N, F, n_H, n_W), (X, W, b, stride, pad)


@mistake(*FORWARD, says="Each image was correlated with the mean of its channels: they are added with weights of their "
         "own, not averaged.", reread=CHANNELS)
def grey_image(X, W, b, stride=1, pad=0):
    grey = np.broadcast_to(X.mean(axis=1, keepdims=True), X.shape)
    padded = np.pad(grey, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)


# --- Backward -------------------------------------------------------------------------------------------------------


def stamps(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(F)
    for n in range(N):
        for k in range(F):
            for h in range(n_H):
                for w in range(n_W):
                    top, left = h * stride, w * stride
                    dpadded[n, :, top:top + f_H, left:left + f_W] += W[k] * dH[n, k, h, w]
                    dW[k] += padded[n, :, top:top + f_H, left:left + f_W] * dH[n, k, h, w]
                    db[k] += dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, db


STAMP = "dpadded[n, :, top:top + f_H, left:left + f_W] += W[k] * dH[n, k, h, w]"
WINDOW = "dW[k] += padded[n, :, top:top + f_H, left:left + f_W] * dH[n, k, h, w]"
BIAS = "db[k] += dH[n, k, h, w]"
LAST = "    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]\n"
slip = slips(stamps, *BACKWARD)


def stamp(name, wrong, says, reread=BACK):
    """Register a slip in the line that stamps onto dX."""
    slip(name, STAMP, wrong, says, reread)


def window(name, wrong, says, reread=BACK):
    """Register a slip in the line that adds to dW."""
    slip(name, WINDOW, wrong, says, reread)


def bias(name, wrong, says, reread=WHO_USED):
    """Register a slip in the line that adds to db."""
    slip(name, BIAS, wrong, says, reread)


def weights(name, wrong, says, reread=BACK):
    """Register a slip in what is stamped onto dX."""
    stamp(name, STAMP.replace("W[k]", wrong), says, reread)


def upstream(part, name, wrong, what):
    """Register a slip in the gradient that is used for one part."""
    line = {"dX": STAMP, "dW": WINDOW, "db": BIAS}[part]
    says = f"{part} is what you get when {what}."
    slip(f"{part}_{name}", line, line.replace("dH[n, k, h, w]", wrong), says, WHO_USED)


for part in ("dX", "dW", "db"):
    upstream(part, "ignores_dH", "1", "dH is all ones: each output's gradient must come in")
    upstream(part, "first_of_dH_only", "dH[0, 0, 0, 0]", "the first entry of dH is used for every output")
    upstream(part, "dH_of_the_first_filter", "dH[n, 0, h, w]", "the first filter's part of dH is used for all filters")
    upstream(part, "dH_of_the_last_filter", "dH[n, -1, h, w]", "the last filter's part of dH is used for all filters")
    upstream(part, "dH_of_filters_in_reverse", "dH[n, -1 - k, h, w]", "the filters are taken in reverse order")
    upstream(part, "dH_of_the_first_image", "dH[0, k, h, w]", "the first image's part of dH is used for all images")
    upstream(part, "dH_of_the_last_image", "dH[-1, k, h, w]", "the last image's part of dH is used for all images")
    upstream(part, "dH_summed_over_filters", "dH[n, :, h, w].sum()",
             "the gradients of all filters are added up first: each goes with its own filter")
    upstream(part, "dH_averaged_over_filters", "dH[n, :, h, w].mean()",
             "all filters, or their gradients, are averaged first: each goes with its own")
    upstream(part, "dH_negative_entries_lost", "max(dH[n, k, h, w], 0)",
             "negative entries of dH are set to zero: that belongs to the ReLU")
    upstream(part, "loses_the_last_row", "dH[n, k, h, w] * (h < n_H - 1)",
             "the last row of outputs is left out: the loop stops one too early")
    upstream(part, "loses_the_last_column", "dH[n, k, h, w] * (w < n_W - 1)",
             "the last column of outputs is left out: the loop stops one too early")
    upstream(part, "loses_the_first_row", "dH[n, k, h, w] * (h > 0)", "the first row of outputs is left out")
    upstream(part, "first_position_only", "dH[n, k, h, w] * (h == w == 0)",
             "only the first position of each output channel counts: all must be added")
    upstream(part, "last_position_only", "dH[n, k, h, w] * (h == n_H - 1 and w == n_W - 1)",
             "only the last position of each output channel counts: all must be added")
    upstream(part, "first_image_only", "dH[n, k, h, w] * (n == 0)", "only the first image counts")
    upstream(part, "last_image_only", "dH[n, k, h, w] * (n == N - 1)",
             "only the last image counts: it replaced those before, or the result was cleared for each image")
    upstream(part, "last_image_lost", "dH[n, k, h, w] * (n < N - 1)", "the last image is left out")
    upstream(part, "first_filter_only", "dH[n, k, h, w] * (k == 0)", "only the first filter's gradient comes back")
    upstream(part, "last_filter_only", "dH[n, k, h, w] * (k == F - 1)",
             "only the last filter's gradient comes back: each replaced the one before, or the result was cleared")
    upstream(part, "last_filter_lost", "dH[n, k, h, w] * (k < F - 1)", "the last filter is left out")
    upstream(part, "divided_by_the_batch", "dH[n, k, h, w] / N",
             "the result is divided by the number of images: dH already holds how much each counts")
    upstream(part, "divided_by_the_filters", "dH[n, k, h, w] / F", "the result is divided by the number of filters")
    upstream(part, "divided_by_the_positions", "dH[n, k, h, w] / (n_H * n_W)",
             "the result is divided by the number of positions: their contributions are added, not averaged")
    upstream(part, "divided_by_images_and_positions", "dH[n, k, h, w] / (N * n_H * n_W)",
             "the mean over images and positions is taken: their contributions are added")
    upstream(part, "negative", "-dH[n, k, h, w]", "its sign is wrong")
    upstream(part, "doubled", "2 * dH[n, k, h, w]", "everything is added twice")
    if part != "db":
        upstream(part, "last_of_dH_only", "dH[-1, -1, -1, -1]", "the last entry of dH is used for every output")
        upstream(part, "dH_summed", "dH[n, k].sum()", "the sum of each output channel is used at every position")
        upstream(part, "dH_averaged", "dH[n, k].mean()", "the mean of each output channel is used at every position")
        upstream(part, "dH_rotated", "dH[n, k, -1 - h, -1 - w]", "dH is rotated by 180 degrees")
        upstream(part, "dH_upside_down", "dH[n, k, -1 - h, w]", "dH is turned upside down")
        upstream(part, "dH_mirrored", "dH[n, k, h, -1 - w]", "dH is mirrored left to right")
        upstream(part, "dH_of_images_in_reverse", "dH[-1 - n, k, h, w]", "the images are taken in reverse order")
        upstream(part, "dH_summed_over_images", "dH[:, k, h, w].sum()",
                 "every image gets the sum of all: an output's gradient belongs to its own image")
        upstream(part, "divided_by_the_channels", "dH[n, k, h, w] / C",
                 "the result is divided by the number of channels")

# dX alone: which weights go back, and where to.
weights("dX_filter_rotated", "W[k, :, ::-1, ::-1]",
        "dX is what you get when the filter stands the wrong way round: a stamp takes it as it is, a full correlation "
        "rotates it by 180 degrees.")
weights("dX_filter_upside_down", "W[k, :, ::-1]",
        "dX is what you get when the filter is turned upside down, as when a full correlation reverses only its "
        "columns.")
weights("dX_filter_mirrored", "W[k, :, :, ::-1]",
        "dX is what you get when the filter is mirrored left to right, as when a full correlation reverses only its "
        "rows.")
weights("dX_filter_transposed", "W[k].transpose(0, 2, 1)",
        "The stamp for dX does not fit: rows and columns of the filter are exchanged.")
weights("dX_channels_reversed", "W[k, ::-1]",
        "dX is what you get when the filter's channels are in reverse order: only rows and columns turn in a full "
        "correlation.")
weights("dX_filter_and_channels_reversed", "W[k, ::-1, ::-1, ::-1]",
        "dX is what you get when a stamp's rows, columns and channels are all reversed.")
weights("dX_first_filter", "W[0]", "dX is what you get when the first filter is used for all: each output channel goes "
        "back through its own.")
weights("dX_last_filter", "W[-1]", "dX is what you get when the last filter is used for all: each output channel goes "
        "back through its own.")
weights("dX_first_channel_for_all", "W[k, 0]",
        "dX is what you get when every channel gets the weights of the first: each has its own.", WHO_USED)
weights("dX_last_channel_for_all", "W[k, -1]",
        "dX is what you get when every channel gets the weights of the last: each has its own.", WHO_USED)
weights("dX_channels_summed", "W[k].sum(axis=0)",
        "dX is what you get when the channels are added up: each channel of each pixel has its own gradient.", WHO_USED)
weights("dX_channels_averaged", "W[k].mean(axis=0)",
        "dX is what you get when the channels are averaged: each channel of each pixel has its own gradient.", WHO_USED)
weights("dX_weights_summed", "W[k].sum()",
        "dX is what you get when the sum of the filter is sent to every pixel of the window.")
weights("dX_weights_averaged", "W[k].mean()",
        "dX is what you get when the mean of the filter is sent to every pixel of the window.")
weights("dX_weights_forgotten", "np.ones((C, f_H, f_W))",
        "dX is what you get when the weights are left out: each pixel gets dH times the weight that it met.")
weights("dX_X_for_W", "padded[n, :, top:top + f_H, left:left + f_W]",
        "dX is what you get when the pixels are used in place of the weights: the derivative by a pixel is its weight.")
weights("dX_with_bias", "(W[k] + b[k])", "dX is what you get when the bias is added to the weights: it does not touch "
        "the input.")
weights("dX_filters_and_channels_exchanged", "W[:, k]",
        "The filter for dX was picked along the second axis of W: the first axis counts the filters.")
weights("dX_filters_and_channels_reshaped", "W.reshape(C, F, f_H, f_W)[:, k]",
        "dX is what you get when filters and channels are exchanged by a reshape, which mixes them.")
weights("dX_filter_not_picked", "W", "The stamp for dX holds all filters: pick the filter of this output channel.")
stamp("dX_first_channel_only", "dpadded[n, 0, top:top + f_H, left:left + f_W] += W[k, 0] * dH[n, k, h, w]",
      "dX is filled in its first channel only: every channel was used.", WHO_USED)
stamp("dX_last_channel_only", "dpadded[n, -1, top:top + f_H, left:left + f_W] += W[k, -1] * dH[n, k, h, w]",
      "dX is filled in its last channel only: every channel was used.", WHO_USED)
stamp("dX_last_channel_lost", "dpadded[n, :-1, top:top + f_H, left:left + f_W] += W[k, :-1] * dH[n, k, h, w]",
      "The last channel of dX was never written: the loop stops one too early.", WHO_USED)
stamp("dX_depthwise", "dpadded[n, k % C, top:top + f_H, left:left + f_W] += W[k, k % C] * dH[n, k, h, w]",
      "dX is what you get when each filter sends back to one channel only: it used all of them.", WHO_USED)
stamp("dX_overwritten", STAMP.replace("+=", "="),
      "dX is what you get when each stamp replaces what lies under it: where stamps overlap they must be added.")
stamp("dX_in_the_first_image", STAMP.replace("dpadded[n", "dpadded[0"),
      "dX has everything in its first image: an output goes back to its own image.", WHO_USED)
stamp("dX_made_anew_for_each_filter",
      "if h == w == 0:\n                        dpadded[:] = 0\n" + " " * 20 + STAMP,
      "dX holds only what the last filter sent to the last image: it is made anew inside a loop.", WHO_USED)
stamp("dX_everywhere", "dpadded[n] += W[k].sum() * dH[n, k, h, w]",
      "Every pixel of an image has the same gradient: each output sees only the pixels in its own window.")
stamp("dX_everywhere_in_the_channel", "dpadded[n] += W[k].sum(axis=(1, 2))[:, None, None] * dH[n, k, h, w]",
      "Every pixel of a channel has the same gradient: each output sees only the pixels in its own window.")
stamp("dX_stride_ignored", STAMP.replace("top", "h").replace("left", "w"),
      "dX is what you get when the stamps lie side by side: they lie as far apart as the stride, as the windows did.")
stamp("dX_stride_ignored_in_the_row", STAMP.replace("top", "h"),
      "dX is what you get when the stride is missing in the row of the stamps.")
stamp("dX_stride_ignored_in_the_column", STAMP.replace("left", "w"),
      "dX is what you get when the stride is missing in the column of the stamps.")
stamp("dX_stamped_at_origin", STAMP.replace("top:top + ", ":").replace("left:left + ", ":"),
      "dX is what you get when all stamps land at the top left: each belongs under its own window.")
stamp("dX_moves_down_only", STAMP.replace("left:left + ", ":"),
      "dX is what you get when the stamp moves down but never to the right: the column's offset is missing.")
stamp("dX_moves_right_only", STAMP.replace("top:top + ", ":"),
      "dX is what you get when the stamp moves to the right but never down: the row's offset is missing.")
stamp("dX_last_row_of_filter_lost",
      "dpadded[n, :, top:top + f_H - 1, left:left + f_W] += W[k, :, :-1] * dH[n, k, h, w]",
      "dX lacks the last row of the filter: the end of a range does not belong to it.")
stamp("dX_last_column_of_filter_lost",
      "dpadded[n, :, top:top + f_H, left:left + f_W - 1] += W[k, :, :, :-1] * dH[n, k, h, w]",
      "dX lacks the last column of the filter: the end of a range does not belong to it.")
stamp("dX_first_weight_only", "dpadded[n, :, top, left] += W[k, :, 0, 0] * dH[n, k, h, w]",
      "dX holds what flows through the first weight of each channel only.")
stamp("dX_last_weight_only", "dpadded[n, :, top + f_H - 1, left + f_W - 1] += W[k, :, -1, -1] * dH[n, k, h, w]",
      "dX holds what flows through the last weight of each channel only.")
stamp("dX_zero", "pass", "dX is zero everywhere: nothing was ever written into it.")

# dX alone: the border, and its shape.
for name, wrong, says in [
    ("dX_padding_not_stripped", "dpadded", "dX still has its border: what came back to the padding is cut off."),
    ("dX_stripped_at_the_end", "dpadded[:, :, :n_H_prev, :n_W_prev]",
     "dX has the right size, but all of the border was cut off below and on the right: half lies above and left."),
    ("dX_stripped_at_the_start", "dpadded[:, :, 2 * pad:, 2 * pad:]",
     "dX has the right size, but all of the border was cut off above and on the left: half lies below and right."),
    ("dX_stripped_before_only", "dpadded[:, :, pad:, pad:]",
     "dX still has its border below and on the right."),
    ("dX_stripped_behind_only", "dpadded[:, :, :pad + n_H_prev, :pad + n_W_prev]",
     "dX still has its border above and on the left."),
    ("dX_stripped_to_nothing", "dpadded[:, :, pad:-pad, pad:-pad]",
     "dX is empty without padding: a slice that ends at minus zero ends before it begins."),
    ("dX_stripped_rows_only", "dpadded[:, :, pad:pad + n_H_prev]", "dX still has its border at the sides."),
    ("dX_stripped_columns_only", "dpadded[:, :, :, pad:pad + n_W_prev]", "dX still has its border above and below."),
    ("dX_stripped_of_images", "dpadded[pad:len(X) - pad, pad:C - pad]",
     "The border was cut off dX along the axes of images and channels: it lies on rows and columns."),
    ("dX_stripped_twice", "dpadded[:, :, 2 * pad:n_H_prev, 2 * pad:n_W_prev]",
     "dX lost its border twice, and with it pixels of X."),
    ("dX_stripped_by_one", "dpadded[:, :, 1:-1, 1:-1]",
     "dX lost a border of one on each side, whatever pad is: it is as wide as the padding was."),
    ("dX_left_over_rows_missing",
     "dpadded[:, :, pad:(n_H - 1) * stride + f_H - pad, pad:(n_W - 1) * stride + f_W - pad]",
     "dX is too small where the stride leaves rows or columns over: they belong to X, and their gradient is zero."),
    ("dX_batch_summed", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].sum(axis=0)",
     "dX was added up over the images: it has the shape of X."),
    ("dX_batch_averaged", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].mean(axis=0, keepdims=True)",
     "dX was averaged over the images: it has the shape of X."),
    ("dX_channels_added_up", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev].sum(axis=1)",
     "dX was added up over the channels: it has the shape of X."),
    ("dX_divided_by_overlaps", "dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]\n"
     "    seen = np.zeros(padded.shape)\n    for h in range(n_H):\n        for w in range(n_W):\n"
     "            seen[:, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W] += 1\n"
     "    dX = dX / np.maximum(seen, 1)[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]",
     "dX is divided by how many windows see each pixel: contributions of overlapping windows are added."),
]:
    slip(name, LAST, f"    dX = {wrong}\n", says, BACK)
for name, wrong, says in [
    ("dX_rotated", "dX[:, :, ::-1, ::-1]", "dX is right, but each channel is rotated by 180 degrees."),
    ("dX_upside_down", "dX[:, :, ::-1]", "dX is right, but upside down."),
    ("dX_mirrored", "dX[:, :, :, ::-1]", "dX is right, but mirrored left to right."),
    ("dX_rows_and_columns_exchanged", "dX.transpose(0, 1, 3, 2)", "dX is right, but rows and columns are exchanged."),
    ("dX_channels_last", "dX.transpose(0, 2, 3, 1)", "dX is right, but its channels stand last."),
    ("dX_images_and_channels_exchanged", "dX.transpose(1, 0, 2, 3)", "dX is right, but channels come before images."),
    ("dX_flat", "dX.reshape(N, -1)", "dX is right, but each image is one row: it has the shape of X."),
    ("dX_is_one_number", "dX.sum()", "dX was added up to one number: each pixel has its own gradient."),
    ("dX_products", "dX * X", "dX is multiplied by X once too often."),
    ("dX_relu_inside", "dX * (X > 0)", "dX is set to zero where X is not positive: that is the ReLU's gradient."),
    ("dX_negative_entries_lost", "np.maximum(dX, 0)", "dX has zeros where it should be negative."),
    ("dX_starts_from_X", "dX + X", "X itself is still in dX: begin with zeros."),
    ("dX_starts_from_ones", "dX + 1", "dX is too large by one everywhere: begin with zeros."),
    ("dX_is_updated_input", "X - dX", "This is X after a step against the gradient: the gradient itself is asked for."),
    ("dX_cut_to_whole_numbers", "dX.astype(int)", "dX holds whole numbers: the digits after the point are cut off."),
    ("dX_type_of_X", "dX.astype(X.dtype)",
     "dX takes the number type of X: when X holds whole numbers, the digits after the point are cut off."),
    ("dX_is_dH", "dH", "This is dH itself in the place of dX: the gradient must go back through the layer."),
    ("dX_is_X", "X", "This is X itself in the place of dX."),
    ("dX_is_None", "None", "In the place of dX stands None."),
]:
    slip(name, "return dX,", f"return {wrong},", says, BACK)
slip("dX_border_of_zeros", "    return dX,",
     "    dX[:, :, 0] = dX[:, :, -1] = 0\n    dX[:, :, :, 0] = dX[:, :, :, -1] = 0\n"
     "    return dX,", "dX is zero along its edge: the padding is cut off outside of X, not inside.", BACK)
slip("dX_refuses_fractions", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros_like(padded)",
     "dX takes the number type of X: when X holds whole numbers, NumPy refuses to add fractions to it.", BACK)

slip("dX_made_without_its_border", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros(X.shape)",
     "A stamp does not fit: the gradient of the padded input is needed first, and its border is cut off after.", BACK)

# dW alone: which pixels, and from where.
for name, wrong, says, reread in [
    ("dW_first_image_of_X", "padded[0, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when the first image is used for all: each image's dH meets its own pixels.", WHO_USED),
    ("dW_last_image_of_X", "padded[-1, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when the last image is used for all: each image's dH meets its own pixels.", WHO_USED),
    ("dW_images_averaged", "padded.mean(axis=0)[:, top:top + f_H, left:left + f_W]",
     "dW is what you get when the images are averaged first: each image's dH meets its own pixels.", WHO_USED),
    ("dW_channels_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum(axis=0)",
     "dW is what you get when the channels of X are added up: each weight met one channel.", WHO_USED),
    ("dW_channels_averaged", "padded[n, :, top:top + f_H, left:left + f_W].mean(axis=0)",
     "dW is what you get when the channels of X are averaged: each weight met one channel.", WHO_USED),
    ("dW_first_channel_for_all", "padded[n, 0, top:top + f_H, left:left + f_W]",
     "dW is what you get when the first channel of X is used for all: each weight met its own channel.", WHO_USED),
    ("dW_last_channel_for_all", "padded[n, -1, top:top + f_H, left:left + f_W]",
     "dW is what you get when the last channel of X is used for all: each weight met its own channel.", WHO_USED),
    ("dW_channels_reversed", "padded[n, ::-1, top:top + f_H, left:left + f_W]",
     "dW is what you get when the channels of X are in reverse order.", WHO_USED),
    ("dW_window_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum()",
     "Every entry of a filter's dW is the same: the windows were added up, but each weight met its own pixels.", BACK),
    ("dW_window_averaged", "padded[n, :, top:top + f_H, left:left + f_W].mean()",
     "Every entry of a filter's dW is the same: the windows were averaged, but each weight met its own pixels.", BACK),
    ("dW_windows_of_channels_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum(axis=(1, 2), keepdims=True)",
     "All weights of a channel have the same dW: the windows were added up, but each weight met its own pixel.", BACK),
    ("dW_inputs_forgotten", "1",
     "Every entry of a filter's dW is the sum of its dH: that is the bias's gradient; a weight also met a pixel.",
     BACK),
    ("dW_W_for_X", "W[k]",
     "dW is what you get when the weights are used in place of the pixels: the derivative by a weight is its pixel.",
     BACK),
    ("dW_dX_for_X", "dpadded[n, :, top:top + f_H, left:left + f_W]",
     "dW was computed from dX where X belongs.", BACK),
    ("dW_stride_ignored", "padded[n, :, h:h + f_H, w:w + f_W]",
     "dW is what you get when the windows lie side by side: the stride is missing in their position.", BACK),
    ("dW_stride_ignored_in_the_row", "padded[n, :, h:h + f_H, left:left + f_W]",
     "dW is what you get when the stride is missing in the row of the window.", BACK),
    ("dW_stride_ignored_in_the_column", "padded[n, :, top:top + f_H, w:w + f_W]",
     "dW is what you get when the stride is missing in the column of the window.", BACK),
    ("dW_window_never_moves", "padded[n, :, :f_H, :f_W]",
     "dW is what you get when the window stays at the top left: each output saw its own.", BACK),
    ("dW_window_moves_down_only", "padded[n, :, top:top + f_H, :f_W]",
     "dW is what you get when the window moves down but never to the right.", BACK),
    ("dW_window_moves_right_only", "padded[n, :, :f_H, left:left + f_W]",
     "dW is what you get when the window moves to the right but never down.", BACK),
    ("dW_first_pixel_only", "padded[n, :, top, left][:, None, None]",
     "All weights of a channel have the same dW: each met its own pixel of the window, not the first.", BACK),
    ("dW_absolute_input", "abs(padded[n, :, top:top + f_H, left:left + f_W])",
     "dW is what you get when the signs of X are lost.", BACK),
    ("dW_unpadded", "X[n, :, top:top + f_H, left:left + f_W]",
     "The window for dW was cut from X without its padding, so it runs off the edge.", BACK),
    ("dW_pad_bottom_right",
     "np.pad(X, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))[n, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when X has all its padding below and on the right.", BACK),
    ("dW_pad_top_left",
     "np.pad(X, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))[n, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when X has too many zeros above and on the left.", BACK),
    ("dW_pad_with_edge",
     "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='edge')[n, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when X is surrounded by copies of its edge instead of zeros.", BACK),
]:
    window(name, f"dW[k] += {wrong} * dH[n, k, h, w]", says, reread)
window("dW_border_windows_left_out",
       "if min(top, left) >= pad and top + f_H <= pad + n_H_prev and left + f_W <= pad + n_W_prev: " + WINDOW,
       "dW is what you get when windows that reach over the edge are left out: their part inside X counts too.")
window("dW_overwritten", WINDOW.replace("+=", "="),
       "dW holds only the last contribution to each filter: each replaced the one before, but they must be added.")
window("dW_in_the_first_filter", WINDOW.replace("dW[k]", "dW[0]"),
       "dW has everything in the first filter: an output's gradient goes to its own filter.", WHO_USED)
window("dW_first_channel_only", "dW[k, 0] += padded[n, 0, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled in the first channel of each filter only.", WHO_USED)
window("dW_last_channel_only", "dW[k, -1] += padded[n, -1, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled in the last channel of each filter only.", WHO_USED)
window("dW_last_channel_lost", "dW[k, :-1] += padded[n, :-1, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "The last channel of dW was never written: the loop stops one too early.", WHO_USED)
window("dW_depthwise", "dW[k, k % C] += padded[n, k % C, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled in one channel of each filter only: a filter met all channels.", WHO_USED)
window("dW_last_row_left_zero", WINDOW.replace("dW[k]", "dW[k, :, :-1]").replace("+ f_H", "+ f_H - 1"),
       "The last row of each filter's dW was never written: the loop stops one too early.")
window("dW_last_column_left_zero", WINDOW.replace("dW[k]", "dW[k, :, :, :-1]").replace("+ f_W", "+ f_W - 1"),
       "The last column of each filter's dW was never written: the loop stops one too early.")
window("dW_zero", "pass", "dW is zero everywhere: nothing was ever written into it.")
for name, wrong, says in [
    ("dW_rotated", "dW[:, :, ::-1, ::-1]", "dW is right, but rotated by 180 degrees: nothing turns in it."),
    ("dW_upside_down", "dW[:, :, ::-1]", "dW is right, but upside down."),
    ("dW_mirrored", "dW[:, :, :, ::-1]", "dW is right, but mirrored left to right."),
    ("dW_rows_and_columns_exchanged", "dW.transpose(0, 1, 3, 2)", "dW is right, but rows and columns are exchanged."),
    ("dW_filters_and_channels_exchanged", "dW.transpose(1, 0, 2, 3)",
     "dW is right, but channels come before filters: it has the shape of W."),
    ("dW_filters_and_channels_reshaped", "dW.transpose(1, 0, 2, 3).reshape(W.shape)",
     "dW has channels and filters in each other's order: a reshape does not exchange axes."),
    ("dW_channels_last", "dW.transpose(0, 2, 3, 1)", "dW is right, but its channels stand last."),
    ("dW_channels_last_reshaped", "dW.transpose(0, 2, 3, 1).reshape(W.shape)",
     "dW was computed with its channels last and folded as if they came first."),
    ("dW_by_columns", "dW.transpose(0, 1, 3, 2).reshape(W.shape)",
     "dW was computed column by column and folded row by row."),
    ("dW_reshaped_for_transposed", "dW.reshape(F, -1).T.reshape(W.shape)",
     "dW was computed with one column for each filter, and a reshape does not exchange axes: transpose it first."),
    ("dW_flat", "dW.reshape(F, -1)", "dW is right, but each filter is one row: it has the shape of W."),
    ("dW_is_one_number", "dW.sum()", "dW was added up to one number: each weight has its own gradient."),
    ("dW_channels_added_up", "dW.sum(axis=1)", "dW was added up over the channels: it has the shape of W."),
    ("dW_filters_added_up", "dW.sum(axis=0)", "dW was added up over the filters: it has the shape of W."),
    ("dW_products", "dW * W", "dW is multiplied by W once too often."),
    ("dW_starts_from_W", "dW + W", "W itself is still in dW: begin with zeros."),
    ("dW_starts_from_ones", "dW + 1", "dW is too large by one everywhere: begin with zeros."),
    ("dW_is_updated_filter", "W - dW",
     "These are the filters after a step against the gradient: the gradient itself is asked for."),
    ("dW_divided_by_the_weights", "dW / (f_H * f_W)", "dW is divided by the number of weights of a channel."),
    ("dW_negative_entries_lost", "np.maximum(dW, 0)", "dW has zeros where it should be negative."),
    ("dW_cut_to_whole_numbers", "dW.astype(int)", "dW holds whole numbers: the digits after the point are cut off."),
    ("dW_type_of_W", "dW.astype(W.dtype)",
     "dW takes the number type of W: when W holds whole numbers, the digits after the point are cut off."),
    ("dW_type_of_X", "dW.astype(X.dtype)",
     "dW takes the number type of X: when X holds whole numbers, the digits after the point are cut off."),
    ("dW_is_dH", "dH", "This is dH itself in the place of dW: the gradient must go back through the layer."),
    ("dW_is_W", "W", "This is W itself in the place of dW."),
    ("dW_is_None", "None", "In the place of dW stands None."),
]:
    slip(name, "return dX, dW,", f"return dX, {wrong},", says, BACK)
slip("dW_refuses_fractions", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the number type of W: when W holds whole numbers, NumPy refuses to add fractions to it.", BACK)

# db alone.
for name, wrong, says in [
    ("db_over_the_batch_only", "dH.sum(axis=0)",
     "db is summed over the images only: the bias was used at every position too."),
    ("db_over_the_positions_only", "dH.sum(axis=(2, 3))",
     "db is summed over the positions only: the bias was used in every image too."),
    ("db_over_one_axis_of_positions", "dH.sum(axis=(0, 2))",
     "db is summed over images and rows: the bias was used in every column too."),
    ("db_for_each_image", "dH.sum(axis=(1, 2, 3))",
     "db is summed over the filters, which leaves one number for each image: there must be one for each filter."),
    ("db_for_each_column", "dH.sum(axis=(0, 1, 2))",
     "db is summed over all axes but the columns: there must be one number for each filter."),
    ("db_for_each_position", "dH.sum(axis=(0, 1))",
     "db is summed over images and filters: there must be one number for each filter."),
    ("db_for_each_row", "dH.sum(axis=(0, 1, 3))",
     "db is summed over all axes but the rows: there must be one number for each filter."),
    ("db_grand_total", "dH.sum()", "db is one grand total: there must be one number for each filter."),
    ("db_one_mean", "dH.mean()", "db is one grand mean: there must be one sum for each filter."),
    ("db_as_column", "db[:, None]", "db is right, but it is a column: it has the shape of b."),
    ("db_as_row", "db[None]", "db is right, but it is a row of a matrix: it has the shape of b."),
    ("db_keeps_all_axes", "dH.sum(axis=(0, 2, 3), keepdims=True)",
     "db is right, but it kept axes of length one: it has the shape of b."),
    ("db_zero", "np.zeros(F)", "db is zero everywhere: nothing was ever written into it."),
    ("db_ones", "np.ones(F)", "db is one everywhere: that is the local gradient of the bias, still without dH."),
    ("db_largest", "dH.max(axis=(0, 2, 3))", "db is the largest entry of dH for each filter: all are added up."),
    ("db_times_b", "db * b", "db is multiplied by the bias once too often: the gradient goes through unchanged."),
    ("db_starts_from_b", "db + b", "The bias itself is still in db: begin with zeros."),
    ("db_starts_from_ones", "db + 1", "db is too large by one everywhere: begin with zeros."),
    ("db_is_updated_bias", "b - db",
     "This is the bias after a step against the gradient: the gradient itself is asked for."),
    ("db_of_the_weights", "dW.sum(axis=(1, 2, 3))",
     "db was added up from dW: the bias met no pixels, so its gradient is the sum of dH alone."),
    ("db_of_W", "W.sum(axis=(1, 2, 3))", "db is the sum of the weights: it is the sum of dH for each filter."),
    ("db_for_each_channel", "dX.sum(axis=(0, 2, 3))",
     "db was added up from dX, channel by channel: it is the sum of dH, filter by filter."),
    ("db_of_the_outputs", "np.einsum('nchwuv,kcuv->k', sliding_window_view(padded, (f_H, f_W), axis=(2, 3))"
     "[:, :, ::stride, ::stride], W) + b * (N * n_H * n_W)",
     "db was added up from the outputs: it is the sum of their gradients."),
    ("db_reshaped_rows", "dH.reshape(F, -1).sum(axis=1)",
     "db was added up after a reshape to one row for each filter, which mixes images and filters: move the axis."),
    ("db_cut_to_whole_numbers", "db.astype(int)", "db holds whole numbers: the digits after the point are cut off."),
    ("db_type_of_b", "db.astype(b.dtype)",
     "db takes the number type of b: when b holds whole numbers, the digits after the point are cut off."),
    ("db_is_dH", "dH", "This is dH itself in the place of db: it must be added up for each filter."),
    ("db_is_b", "b", "This is b itself in the place of db."),
    ("db_is_None", "None", "In the place of db stands None."),
]:
    slip(name, "return dX, dW, db", f"return dX, dW, {wrong}", says, WHO_USED)
bias("db_overwritten", BIAS.replace("+=", "="),
     "db holds only the last entry of dH for each filter: each replaced the one before, but they must be added.")
bias("db_refuses_fractions", "db = db.astype(b.dtype)\n" + " " * 20 + BIAS,
     "db takes the number type of b: when b holds whole numbers, what is added is cut off.")
bias("db_by_the_image", BIAS.replace("db[k]", "db[n]"),
     "The bias's gradient is stored by the image's number: it belongs to the filter.")

# Several parts, or the whole result.
for name, wrong, says in [
    ("dW_first", "dW, dX, db", "dX and dW are exchanged in the result: the order is dX, dW, db."),
    ("db_second", "dX, db, dW", "dW and db are exchanged in the result: the order is dX, dW, db."),
    ("db_first", "db, dW, dX", "dX and db are exchanged in the result: the order is dX, dW, db."),
    ("dX_last", "dW, db, dX", "dX stands last in the result: the order is dX, dW, db."),
    ("returns_no_db", "dX, dW", "Only dX and dW are returned: db belongs to the result too."),
    ("returns_dX_only", "dX", "Only dX is returned: dW and db belong to the result too."),
    ("returns_four", "dX, dW, db, cache", "Four values are returned: there are three gradients."),
    ("returns_a_dict", "{'dX': dX, 'dW': dW, 'db': db}", "The gradients are returned in a dict: return the three "
     "themselves."),
]:
    slip(name, "return dX, dW, db", f"return {wrong}", says, BACK)
slip("returns_None", "return dX, dW, db", "print(dX, dW, db)", FORGOT_RETURN, BACK)
for name, line, says in [
    ("dH_ignored", "dH = np.ones(dH.shape)",
     "All gradients are what you get when dH is all ones: the gradient from above is not used."),
    ("dH_rotated", "dH = dH[:, :, ::-1, ::-1]", "dX and dW are what you get when dH is rotated by 180 degrees."),
    ("dH_divided_by_the_batch", "dH = dH / len(dH)",
     "All gradients are divided by the number of images: the loss has done so already, if it is a mean."),
    ("dH_scaled_to_mean", "dH = dH / dH.size", "All gradients are divided by the number of outputs."),
    ("dH_negative", "dH = -dH", "All gradients have the wrong sign."),
    ("dH_doubled", "dH = 2 * dH", "All gradients are twice what they should be."),
    ("dH_halved", "dH = dH / 2", "All gradients are half of what they should be."),
    ("dH_relu", "dH = np.maximum(dH, 0)", "Negative entries of dH were set to zero: that belongs to the ReLU."),
    ("dH_whole", "dH = dH.astype(int)", "dH was turned into whole numbers first."),
    ("dH_first_only",
     "dH = np.full(dH.shape, dH[0, 0, 0, 0])", "Only the first entry of dH is used, for every output."),
    ("dH_first_filter_for_all", "dH = dH[:, :1] + 0 * dH", "The first filter's part of dH is used for all filters."),
    ("dH_first_image_for_all", "dH = dH[:1] + 0 * dH", "The first image's part of dH is used for all images."),
    ("pad_missing_everywhere", "cache = (*cache[:4], 0)",
     "A stamp does not fit onto dX: make the gradient of the padded input first, and cut its border off after."),
    ("stride_missing_everywhere", "cache = (*cache[:3], 1, cache[4])",
     "The stride is ignored, in the stamps and in the windows."),
    ("leaves_dH_changed", "dH[...] = 0 * (kept := dH.copy())\n    dH = kept",
     "The gradients are right, but an input is another array afterwards: work on a copy."),
    ("dH_scaled_in_place", "dH /= len(dH)",
     "dH is divided by the number of images in place: the gradients are too small, and the caller's dH is changed."),
    ("filters_rotated_in_place", "cache[1][...] = cache[1][:, :, ::-1, ::-1].copy()",
     "The filters were rotated in place: W is another array after the call, and the next call rotates it back."),
    ("calls_dH", "dH(0, 0)", "dH was called like a function: round brackets call, square brackets index."),
    ("cache_as_dict", "cache['X']", "The cache was read by names: it is a tuple here, to be unpacked in its order."),
    ("always_square_output", "dH = dH[:, :, :, :dH.shape[2]]",
     "The width of dH was taken to be its height."),
]:
    slip(name, "    X, W, b, stride, pad = cache\n", f"    {line}\n    X, W, b, stride, pad = cache\n", says, BACK)
slip("cache_of_two", "X, W, b, stride, pad = cache", "X, W = cache",
     "More was to be unpacked than there are names for: the cache holds five things, and dH has four axes.", BACK)
slip("cache_of_three", "X, W, b, stride, pad = cache", "X, W, b = cache\n    stride, pad = 1, 0",
     "The cache holds five things here: stride and pad come after X, W and b.", BACK)
slip("cache_weights_first", "X, W, b, stride, pad = cache", "W, X, b, stride, pad = cache",
     "The cache was unpacked in the wrong order: X comes first, then W.", BACK)
slip("cache_pad_first", "X, W, b, stride, pad = cache", "X, W, b, pad, stride = cache",
     "The cache was unpacked in the wrong order: the stride comes before the padding.", BACK)
slip("cache_not_unpacked", "    X, W, b, stride, pad = cache\n", "",
     "X is used but was never taken out of the cache.", BACK)
slip("shape_of_dH_exchanged", "n_H, n_W = dH.shape[2:]", "n_W, n_H = dH.shape[2:]",
     "Height and width of dH were unpacked in the wrong order.", BACK)
slip("sizes_of_X", "n_H, n_W = dH.shape[2:]", "n_H, n_W = n_H_prev, n_W_prev",
     "The loops run over the positions of X: they must run over those of dH.", BACK)
slip("sizes_of_W", "n_H, n_W = dH.shape[2:]", "n_H, n_W = f_H, f_W",
     "The loops run over the positions of the filter: they must run over those of dH.", BACK)
slip("width_for_height", "n_H, n_W = dH.shape[2:]", "n_H = n_W = dH.shape[3]",
     "The height of dH was taken to be its width.", BACK)
slip("square_filter", "F, C, f_H, f_W = W.shape", "F, C, f_H, _ = W.shape\n    f_W = f_H",
     "The filter's width was taken to be its height: it need not be square.", BACK)
slip("F_and_C_exchanged", "F, C, f_H, f_W = W.shape", "C, F, f_H, f_W = W.shape",
     "The shape of W was unpacked with the channels first: it is filters, channels, height, width.", BACK)
slip("N_and_C_exchanged", "N, C, n_H_prev, n_W_prev = X.shape", "C, N, n_H_prev, n_W_prev = X.shape",
     "The shape of X was unpacked with the channels first: it is images, channels, height, width.", BACK)
slip("channels_last_in_X", "N, C, n_H_prev, n_W_prev = X.shape", "N, n_H_prev, n_W_prev, C = X.shape",
     "The shape of X was unpacked with the channels last: it is images, channels, height, width.", BACK)
slip("sizes_named_H_and_W", "    N, C, n_H_prev, n_W_prev = X.shape\n",
     "    N, C, H, W = X.shape\n    n_H_prev, n_W_prev = H, W\n",
     "The width of X was stored under the name W before the filters were read, so they are gone.", BACK)
slip("steps_over_dH_itself", "for n in range(N)", "for n in dH",
     "The loop steps over dH, which holds arrays: it needs the image numbers.", BACK)
slip("steps_over_a_number", "for n in range(N)", "for n in N",
     "The loop steps over a single number: it needs the range up to it.", BACK)
slip("zeros", "for n in range(N)", "for n in []", STILL_ZERO, BACK)
for name, loop, wrong, says in [
    ("last_image_lost", "for n in range(N)", "for n in range(N - 1)", "The last image was not sent back"),
    ("first_image_only", "for n in range(N)", "for n in range(1)", "Only the first image was sent back"),
    ("last_filter_lost", "for k in range(F)", "for k in range(F - 1)", "The last filter was not sent back"),
    ("first_filter_only", "for k in range(F)", "for k in range(1)", "Only the first filter was sent back"),
    ("last_row_lost", "for h in range(n_H)", "for h in range(n_H - 1)", "The last row of outputs was not sent back"),
    ("first_row_lost", "for h in range(n_H)", "for h in range(1, n_H)", "The first row of outputs was not sent back"),
    ("last_column_lost", "for w in range(n_W)", "for w in range(n_W - 1)",
     "The last column of outputs was not sent back"),
]:
    slip(name, loop, wrong, f"{says}: look at where its loop begins and ends.", BACK)
for name, spaces, says in [
    ("returns_in_the_innermost_loop", 20,
     "Only the first output was sent back: the return stands in the innermost loop."),
    ("returns_after_the_first_row", 16,
     "Only the first row of outputs was sent back: the return stands inside the loop over the rows."),
    ("returns_after_the_first_filter", 12,
     "Only the first filter of the first image was sent back: the return stands inside the loop over the filters."),
]:
    slip(name, LAST + "    return", " " * (spaces - 4) + LAST + " " * spaces + "return", says, BACK)
slip("overwritten", f"{STAMP}\n                    {WINDOW}\n                    {BIAS}",
     "\n                    ".join(line.replace("+=", "=") for line in (STAMP, WINDOW, BIAS)),
     "Each output replaces what the one before sent back, in all three gradients: contributions must be added.", BACK)
slip("dH_by_column_and_row", STAMP, STAMP.replace("h, w]", "w, h]"),
     "Rows and columns of dH are exchanged, so that it is read beyond its edge.", BACK)
slip("dH_by_column_and_row_everywhere", f"{STAMP}\n                    {WINDOW}\n                    {BIAS}",
     "\n                    ".join(line.replace("h, w]", "w, h]") for line in (STAMP, WINDOW, BIAS)),
     "Rows and columns of dH are exchanged, so that it is read beyond its edge.", BACK)
slip("dH_by_filter_and_image", STAMP, STAMP.replace("n, k", "k, n"),
     "Images and filters of dH are exchanged, so that it is read beyond its edge.", BACK)
slip("dH_without_the_image", STAMP, STAMP.replace("dH[n, k, h, w]", "dH[k, h, w]"),
     "dH was given three numbers where it has four axes: images, filters, rows, columns.", BACK)
slip("stamp_one_too_short", STAMP, STAMP.replace("+ f_H", "+ f_H - 1").replace("+ f_W", "+ f_W - 1"),
     "The place in dX is one row and one column smaller than the stamp.", BACK)
slip("stamp_end_fixed", STAMP, STAMP.replace("top + f_H", "f_H").replace("left + f_W", "f_W"),
     "The end of the stamp's place stays where it was: it must move with the start, or the place shrinks.", BACK)
slip("offsets_exchanged", "top, left =", "left, top =",
     "The window is cut out at column, row instead of row, column.", BACK)
slip("dX_made_of_X", "dpadded = np.zeros(padded.shape)", "dpadded = padded",
     "The stamps are added to the padded input itself, which changes the windows for dW.", BACK)
slip("dW_made_of_W", "dW = np.zeros(W.shape)", "dW = W",
     "dW is a second name for W, not a new array: the filters change while they are used.", BACK)
slip("db_made_of_b", "db = np.zeros(F)", "db = b",
     "db is a second name for b, not a new array: the bias is changed and still in the result.", WHO_USED)
slip("buffers_of_the_inputs_type", "dpadded = np.zeros(padded.shape)\n    dW = np.zeros(W.shape)",
     "dpadded = np.zeros_like(padded)\n    dW = np.zeros_like(W)",
     "The gradients take the number types of X and W: when those hold whole numbers, NumPy refuses to add fractions.",
     BACK)
slip("whole_number_buffers", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros(padded.shape, dtype=int)",
     "A gradient was made as an array of whole numbers, and NumPy refuses to add fractions to it.", BACK)


@mistake(*BACKWARD, says="What earlier calls added is still in the gradients: they must be made anew in each call.",
         reread=BACK)
def state_kept(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW, db = kept.setdefault((X.shape, W.shape, stride, pad), (
        np.zeros(padded.shape), np.zeros(W.shape), np.zeros(b.shape)))
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
        db[k] += dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]].copy(), dW.copy(), db.copy()


@mistake(*BACKWARD, says="dW and db are added up over calls: they must be made anew in each call.", reread=BACK)
def dW_and_db_kept(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW, db = kept.setdefault((X.shape, W.shape, stride, pad), (np.zeros(W.shape), np.zeros(b.shape)))
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
        db[k] += dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW.copy(), db.copy()


@mistake(*BACKWARD, says="The result of the first call with these shapes was kept and is returned again.", reread=BACK)
def first_result_returned_again(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += padded[window] * dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]]
    return kept.setdefault((X.shape, W.shape, stride, pad), (dX, dW, dH.sum(axis=(0, 2, 3))))


@mistake(*BACKWARD, says="The columns or the padded input of an earlier call are used again: dW belongs to other "
         "pixels.", reread=BACK)
def dW_of_the_first_input(dH, cache, kept={}):
    X, W, b, stride, pad = cache
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    old = kept.setdefault((X.shape, W.shape, stride, pad), padded)
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    f_H, f_W = W.shape[2:]
    for n, k, h, w in np.ndindex(dH.shape):
        window = np.s_[n, :, h * stride:h * stride + f_H, w * stride:w * stride + f_W]
        dpadded[window] += W[k] * dH[n, k, h, w]
        dW[k] += old[window] * dH[n, k, h, w]
    return dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]], dW, dH.sum(axis=(0, 2, 3))


def weight_by_weight(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded = np.zeros(padded.shape)
    dW = np.zeros(W.shape)
    for n, c, k, h, w, u, v in np.ndindex(N, C, F, n_H, n_W, f_H, f_W):
        i, j = h * stride + u, w * stride + v
        dpadded[n, c, i, j] += W[k, c, u, v] * dH[n, k, h, w]
        dW[k, c, u, v] += padded[n, c, i, j] * dH[n, k, h, w]
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip = slips(weight_by_weight, *BACKWARD)
slip("dX_cut_at_each_step", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros(padded.shape, dtype=int)",
     "dX holds whole numbers: the digits after the point are cut off each time a product is added.", BACK)
slip("dX_type_of_X_at_each_step", "dpadded = np.zeros(padded.shape)", "dpadded = np.zeros_like(padded)",
     "dX takes the number type of X: when X holds whole numbers, the digits are cut off each time a product is added.",
     BACK)
slip("dW_cut_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros(W.shape, dtype=int)",
     "dW holds whole numbers: the digits after the point are cut off each time a product is added.", BACK)
slip("dW_type_of_W_at_each_step", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the number type of W: when W holds whole numbers, the digits are cut off each time a product is added.",
     BACK)
slip("dX_first_touch_kept", "dpadded[n, c, i, j] +=", "dpadded[n, c, i, j] += (dpadded[n, c, i, j] == 0) *",
     "dX keeps only what was added first to each pixel: all contributions must be added.", BACK)
slip("dX_offset_missing", "dpadded[n, c, i, j]", "dpadded[n, c, h * stride, w * stride]",
     "dX is what you get when all weights of a window send to its first pixel.", BACK)


def folded(dH, cache):
    X, W, b, stride, pad = cache
    N, C, n_H_prev, n_W_prev = X.shape
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    c, u, v = (i.reshape(-1, 1) for i in np.indices((C, f_H, f_W)))
    h, w = (stride * i.reshape(1, -1) for i in np.indices((n_H, n_W)))
    cols = padded[:, c, u + h, v + w]
    upstream = dH.reshape(N, F, -1)
    dW = np.einsum('nkp,nqp->kq', upstream, cols).reshape(W.shape)
    dcols = W.reshape(F, -1).T @ dH.reshape(N, F, -1)
    dpadded = np.zeros(padded.shape)
    np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)
    dX = dpadded[:, :, pad:pad + n_H_prev, pad:pad + n_W_prev]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip = slips(folded, *BACKWARD)
UNFOLD, FOLD = unfolding(BACK, 3), unfolding(BACK, 3)
slip("dX_added_at_repeated_places", "np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)",
     "dpadded[:, c, u + h, v + w] += dcols",
     "dX keeps only one contribution to each pixel: adding at a list of places counts a place that repeats just once.",
     FOLD)
slip("dX_added_at_repeated_places_by_position", "np.add.at(dpadded, (slice(None), c, u + h, v + w), dcols)",
     "dpadded[:, c.T, (u + h).T, (v + w).T] += dcols.transpose(0, 2, 1)",
     "dX keeps only the last contribution to each pixel: adding at a list of places counts a place that repeats just "
     "once.", FOLD)
slip("dX_weights_reshaped_for_transposed", "W.reshape(F, -1).T", "W.reshape(-1, F)",
     "dX is what you get when the weights are reshaped to columns: that keeps the order in memory; transpose them.",
     FOLD)
slip("dX_weights_channels_last", "W.reshape(F, -1).T", "W.transpose(0, 2, 3, 1).reshape(F, -1).T",
     "dX is what you get when each filter is written out with its channels last, but folded with its channels first.",
     FOLD)
slip("dX_cols_channels_last", "    dpadded = np",
     "    dcols = dcols.reshape(N, f_H, f_W, C, -1).transpose(0, 3, 1, 2, 4).reshape(dcols.shape)\n    dpadded = np",
     "dX is what you get when the rows of the columns are read with their channels last, but the filters have them "
     "first.", FOLD)
slip("dX_weights_by_columns", "W.reshape(F, -1).T", "W.transpose(0, 1, 3, 2).reshape(F, -1).T",
     "dX is what you get when each filter is written out column by column, but folded row by row.", FOLD)
slip("dX_columns_reshaped_for_transposed", "    dpadded = np",
     "    dcols = dcols.transpose(1, 0, 2).reshape(dcols.shape)\n    dpadded = np",
     "dX is what you get when the columns of all images are told apart by a reshape: it does not exchange axes.", FOLD)
slip("dX_dH_reshaped_for_transposed", "@ dH.reshape(N, F, -1)",
     "@ dH.reshape(F, -1).reshape(F, N, -1).transpose(1, 0, 2)",
     "dX is what you get when dH is reshaped to one row for each filter, which mixes images and filters.", FOLD)
slip("dX_dH_by_columns", "@ dH.reshape(N, F, -1)", "@ dH.transpose(0, 1, 3, 2).reshape(N, F, -1)",
     "dX is what you get when dH is written out column by column, but folded row by row.", FOLD)
slip("dX_dH_positions_reshaped", "@ dH.reshape(N, F, -1)", "@ dH.transpose(0, 2, 3, 1).reshape(N, F, -1)",
     "dX is what you get when dH with its filters last is reshaped as if they came second.", FOLD)
slip("dW_dH_reshaped_for_transposed", "upstream = dH.reshape(N, F, -1)",
     "upstream = dH.reshape(F, -1).reshape(F, N, -1).transpose(1, 0, 2)",
     "dW is what you get when dH is reshaped to one row for each filter, which mixes images and filters.", UNFOLD)
slip("dW_dH_by_columns", "upstream = dH.reshape(N, F, -1)", "upstream = dH.transpose(0, 1, 3, 2).reshape(N, F, -1)",
     "dW is what you get when dH is written out column by column, but the windows row by row.", UNFOLD)
slip("dW_dH_positions_reshaped", "upstream = dH.reshape(N, F, -1)",
     "upstream = dH.transpose(0, 2, 3, 1).reshape(N, F, -1)",
     "dW is what you get when dH with its filters last is reshaped as if they came second.", UNFOLD)
slip("dW_images_last_against_first", "    dW = np.einsum",
     "    cols = cols.transpose(1, 2, 0).reshape(cols.shape[1], N, -1).transpose(1, 0, 2)\n    dW = np.einsum",
     "dW is what you get when the images change fastest in the columns, but slowest in dH.", UNFOLD)
slip("dW_not_summed_over_images", "'nkp,nqp->kq', upstream, cols).reshape(W.shape)",
     "'nkp,nqp->nkq', upstream, cols).reshape(N, *W.shape)",
     "dW still has one array for each image: it is added up over the images.", unfolding(WHO_USED, 3))
slip("dW_averaged_over_images", "'nkp,nqp->kq', upstream, cols).reshape(W.shape)",
     "'nkp,nqp->nkq', upstream, cols).mean(axis=0, keepdims=True).reshape(1, *W.shape)",
     "dW has an axis of the images left, over which it was averaged: it is added up, and has the shape of W.",
     unfolding(WHO_USED, 3))
slip("dH_reshaped_for_transposed", "    n_H, n_W = dH.shape[2:]\n",
     "    n_H, n_W = dH.shape[2:]\n    dH = dH.reshape(F, N, n_H, n_W).transpose(1, 0, 2, 3)\n",
     "dH was reshaped to have its filters first, which mixes images and filters in all three gradients: exchange the "
     "axes.", UNFOLD)


def slid(dH, cache):
    X, W, b, stride, pad = cache
    F, C, f_H, f_W = W.shape
    n_H, n_W = dH.shape[2:]
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = padded.shape[2] - f_H + 1, padded.shape[3] - f_W + 1
    dilated = np.zeros((*dH.shape[:2], rows, columns))
    dilated[:, :, :n_H * stride:stride, :n_W * stride:stride] = dH
    windows = sliding_window_view(padded, (rows, columns), axis=(2, 3))
    dW = np.einsum('ncuvhw,nkhw->kcuv', windows, dilated)
    around = np.pad(dilated, ((0, 0), (0, 0), (f_H - 1, f_H - 1), (f_W - 1, f_W - 1)))
    turned = W[:, :, ::-1, ::-1]
    dpadded = np.einsum('nkijuv,kcuv->ncij', sliding_window_view(around, (f_H, f_W), axis=(2, 3)), turned)
    dX = dpadded[:, :, pad:pad + X.shape[2], pad:pad + X.shape[3]]
    return dX, dW, dH.sum(axis=(0, 2, 3))


slip = slips(slid, *BACKWARD)
slip("dX_not_dilated", "    around =", "    dilated = dH\n    around =",
     "dX is too small where the stride is larger than one: the entries of dH lie as far apart as the stride.", BACK)
slip("dX_dilated_too_small", "    around =",
     "    dilated = dilated[:, :, :(n_H - 1) * stride + 1, :(n_W - 1) * stride + 1]\n    around =",
     "dX is too small where the stride leaves rows or columns over: spread dH over zeros that reach to the end.",
     BACK)
slip("dX_padded_by_f", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)", "(f_H, f_H - 2), (f_W, f_W - 2)",
     "dX is what you get when dH has one row and column of zeros too many before it.", BACK)
slip("dX_padded_as_a_square", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)", "(f_H - 1, f_H - 1), (f_H - 1, f_H - 1)",
     "dX is what you get when the height of the filter is used for the zeros at the sides of dH.", BACK)
slip("dX_not_surrounded", "(f_H - 1, f_H - 1), (f_W - 1, f_W - 1)", "(0, 0), (0, 0)",
     "There are no zeros around dH, so the filter never hangs over its edge.", BACK)
slip("dX_summed_over_the_wrong_axis", "'nkijuv,kcuv->ncij'", "'nkijuv,cuvk->ncij'",
     "The axes of W do not match those of dH in the sum for dX: filters meet filters.", WHO_USED)
slip("dW_left_over_positions", "windows = sliding_window_view(padded, (rows, columns)",
     "dilated = dilated[:, :, :(n_H - 1) * stride + 1, :(n_W - 1) * stride + 1]\n"
     "    rows, columns = dilated.shape[2:]\n    windows = sliding_window_view(padded, (rows, columns)",
     "dW is too large where the stride leaves rows or columns over: only as many positions as weights count.", BACK)
slip("dW_dH_turned", "nkhw->kcuv', windows, dilated", "nkhw->kcuv', windows, dilated[:, :, ::-1, ::-1]",
     "dW is what you get when the spread dH is rotated by 180 degrees: dW is a correlation with dH as it is.", BACK)
