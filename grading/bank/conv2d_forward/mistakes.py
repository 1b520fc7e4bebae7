"""Wrong versions of conv2d_forward."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from grading.bank.diagnoses import FORGOT_RETURN, STILL_ZERO
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_forward")
CHANNELS = "lesson 05, section 1"
FILTERS = "lesson 05, section 2"
LOOPS = "lesson 05, section 3"
CHANNELS_UNFOLDED = {"conv2d_forward": CHANNELS, "conv2d_forward_im2col": "lesson 06, section 1"}
FILTERS_UNFOLDED = {"conv2d_forward": FILTERS, "conv2d_forward_im2col": "lesson 06, section 2"}
LOOPS_UNFOLDED = {"conv2d_forward": LOOPS, "conv2d_forward_im2col": "lesson 06, section 2"}
NOT_ONE_NUMBER = ("What is stored at one output is still an array: the products were not summed to one number, or all "
                  "biases were added at once.")


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


slip_in_loops = MISTAKES.slips(loops)
slip_in_loops("filter_rotated", "window * W[k]", "window * W[k, :, ::-1, ::-1]",
              "The filters are rotated by 180 degrees: that is true convolution, and this layer correlates.", CHANNELS)
slip_in_loops("filter_upside_down", "window * W[k]", "window * W[k, :, ::-1]",
              "The filters are flipped upside down; use them as they are.", CHANNELS)
slip_in_loops("filter_mirrored", "window * W[k]", "window * W[k, :, :, ::-1]",
              "The filters are mirrored left to right; use them as they are.", CHANNELS)
slip_in_loops("filter_transposed", "window * W[k]", "window * W[k].transpose(0, 2, 1)",
              "Rows and columns of the filters are swapped.", CHANNELS)
slip_in_loops("filter_and_channels_reversed", "window * W[k]", "window * W[k, ::-1, ::-1, ::-1]",
              "All three axes of each filter are reversed, its channels too: use it as it is.", CHANNELS)
slip_in_loops("channels_reversed", "window * W[k]", "window * W[k, ::-1]",
              "The filter's channels are in reverse order: channel c of the input belongs to channel c of the filter.",
              CHANNELS)
slip_in_loops("channels_one_off", "window * W[k]", "window * np.roll(W[k], 1, axis=0)",
              "Each channel of the input is multiplied by the filter's next channel: the indices must be "
              "equal.", CHANNELS)
slip_in_loops("first_channel_only", "np.sum(window * W[k])", "np.sum(window[0] * W[k, 0])",
              "Only the first channel is used: a filter is as deep as the input, and all channels are summed.",
              CHANNELS)
slip_in_loops("last_channel_only", "np.sum(window * W[k])", "np.sum(window[-1] * W[k, -1])",
              "Only the last channel counts: each replaced the one before, or the loop was cut short.", CHANNELS)
slip_in_loops("first_channel_of_the_filter", "window * W[k]", "window * W[k, 0]",
              "Every channel of the input is multiplied by the filter's first channel: each has its own "
              "weights.", CHANNELS)
slip_in_loops("last_channel_of_the_filter", "window * W[k]", "window * W[k, -1]",
              "Every channel of the input is multiplied by the filter's last channel: each has its own "
              "weights.", CHANNELS)
slip_in_loops("first_channel_of_the_input", "window * W[k]", "window[0] * W[k]",
              "Every channel of the filter is multiplied by the input's first channel.", CHANNELS)
slip_in_loops("channels_added_first", "window * W[k]", "window.sum(axis=0) * W[k]",
              "Channels were summed before they were multiplied by their weights: multiply channel by channel, then "
              "add.", CHANNELS)
slip_in_loops("mean_over_channels", "np.sum(window * W[k])", "np.sum(window * W[k]) / C",
              "The sum is divided by the number of channels: they are added, not averaged.", CHANNELS)
slip_in_loops("largest_channel", "np.sum(window * W[k])", "np.max(np.sum(window * W[k], axis=(1, 2)))",
              "Only the channel with the largest sum counts: all channels are added.", CHANNELS)
slip_in_loops("channels_multiplied", "np.sum(window * W[k])", "np.prod(np.sum(window * W[k], axis=(1, 2)))",
              "The sums of the channels were multiplied together instead of added.", CHANNELS)
slip_in_loops("depthwise", "np.sum(window * W[k])", "np.sum(window[k % C] * W[k, k % C])",
              "Each filter uses only the channel with its own index: a filter sees all channels.", CHANNELS)
slip_in_loops("channels_not_summed", "np.sum(window * W[k])", "np.squeeze(np.sum(window * W[k], axis=(1, 2)))",
              "There is still one number for each channel: the channels must be summed too.", CHANNELS)
slip_in_loops("products_not_summed", "np.sum(window * W[k])", "np.squeeze(window * W[k])", NOT_ONE_NUMBER, CHANNELS)
slip_in_loops("mean_for_sum", "np.sum(window", "np.mean(window",
              "These are means of the products; the layer takes their sum.", CHANNELS)
slip_in_loops("max_for_sum", "np.sum(window", "np.max(window",
              "These are the largest products; the layer takes the sum of all.", CHANNELS)
slip_in_loops("matmul_for_elementwise", "window * W[k]", "window @ W[k]",
              "Window and filter are multiplied as matrices; the product must be elementwise.", CHANNELS)
slip_in_loops("matmul_with_the_transposed", "window * W[k]", "window @ W[k].transpose(0, 2, 1)",
              "Every row of the window was multiplied by every row of the filter; the product must be "
              "elementwise.", CHANNELS)
slip_in_loops("weights_forgotten", "window * W[k]", "window",
              "These are the sums of the windows and the bias: the weights are missing.", CHANNELS)
slip_in_loops("added_for_multiplied", "window * W[k]", "window + W[k]",
              "Window and filter are added instead of multiplied.", CHANNELS)
slip_in_loops("absolute_products", "np.sum(window * W[k])", "np.sum(np.abs(window * W[k]))",
              "The signs of the products are lost before they are added.", CHANNELS)
slip_in_loops("first_product_only", "np.sum(window * W[k])", "window[0, 0, 0] * W[k, 0, 0, 0]",
              "Only the first product of each window is used.", CHANNELS)
slip_in_loops("last_product_only", "np.sum(window * W[k])", "window[-1, -1, -1] * W[k, -1, -1, -1]",
              "Only the last product of each window is kept: each replaced the one before.", CHANNELS)
slip_in_loops("last_weight_of_each_channel", "np.sum(window * W[k])", "np.sum(window[:, -1, -1] * W[k, :, -1, -1])",
              "Only the last weight of each channel counts: each replaced the one before.", CHANNELS)
slip_in_loops("first_row_of_window_only", "np.sum(window * W[k])", "np.sum(window[:, 0] * W[k, :, 0])",
              "Only the first row of each window is used.", CHANNELS)
slip_in_loops("last_row_of_window_lost", "np.sum(window * W[k])", "np.sum(window[:, :-1] * W[k, :, :-1])",
              "The last row of each window is left out: the end of a range is exclusive.", CHANNELS)
slip_in_loops("last_column_of_window_lost", "np.sum(window * W[k])", "np.sum(window[:, :, :-1] * W[k, :, :, :-1])",
              "The last column of each window is left out: the end of a range is exclusive.", CHANNELS)
slip_in_loops("last_row_and_column_of_window_lost", "np.sum(window * W[k])",
              "np.sum(window[:, :-1, :-1] * W[k, :, :-1, :-1])",
              "The last row and the last column of each window are left out.", CHANNELS)
slip_in_loops("last_channel_lost", "np.sum(window * W[k])", "np.sum(window[:-1] * W[k, :-1])",
              "The last channel is left out: the loop over the channels stops one too early.", CHANNELS)
slip_in_loops("divided_by_the_weights", "np.sum(window * W[k])", "np.sum(window * W[k]) / np.sum(W[k])",
              "The sum is divided by the sum of the weights: that is an average, as in a blur.", CHANNELS)
slip_in_loops("window_one_too_short", "top:top + f_H, left:left + f_W", "top:top + f_H - 1, left:left + f_W - 1",
              "The window is one row and one column shorter than the filter.", CHANNELS)
slip_in_loops("window_one_too_long", "top:top + f_H, left:left + f_W", "top:top + f_H + 1, left:left + f_W + 1",
              "The window is one row and one column longer than the filter.", CHANNELS)
slip_in_loops("bias_forgotten", " + b[k]", "", "The bias is missing.", FILTERS)
slip_in_loops("bias_of_the_first_filter", "b[k]", "b[0]", "Every filter got the first bias: each has its own.", FILTERS)
slip_in_loops("bias_of_the_last_filter", "b[k]", "b[-1]", "Every filter got the last bias: each has its own.", FILTERS)
slip_in_loops("biases_in_reverse_order", "b[k]", "b[-1 - k]", "The biases are in reverse order.", FILTERS)
slip_in_loops("biases_summed", "b[k]", "np.sum(b)",
              "The sum of all biases was added to every filter's output.", FILTERS)
slip_in_loops("biases_averaged", "b[k]", "np.mean(b)",
              "The mean of all biases was added to every filter's output.", FILTERS)
slip_in_loops("bias_subtracted", "+ b[k]", "- b[k]", "The bias is subtracted instead of added.", FILTERS)
slip_in_loops("bias_multiplied", ") + b[k]", ") * b[k]",
              "The output is multiplied by the bias instead of adding it.", FILTERS)
slip_in_loops("bias_at_each_product", "W[k]) + b[k]", "W[k] + b[k])",
              "The bias is added to each product, so it counts once for every weight: add it once to the sum.",
              FILTERS)
slip_in_loops("bias_for_each_channel", "b[k]", "C * b[k]",
              "The bias is added once for every channel: add it once to the total.", FILTERS)
slip_in_loops("bias_for_each_weight_of_a_channel", "b[k]", "f_H * f_W * b[k]",
              "The bias is added once for every position of the filter: add it once to the total.", FILTERS)
slip_in_loops("bias_by_the_image", "b[k]", "b[n]",
              "The bias is indexed by the image, but it belongs to the filter.", FILTERS)
slip_in_loops("bias_by_the_column", "b[k]", "b[w]",
              "The bias is indexed by the column, but it belongs to the filter.", FILTERS)
slip_in_loops("bias_by_the_row", "b[k]", "b[h]",
              "The bias is indexed by the row, but it belongs to the filter.", FILTERS)
slip_in_loops("bias_with_the_input", "window * W[k]) + b[k]", "(window + b[k]) * W[k])",
              "The bias is added to the input, before the weights: add it to the sum of the products.", FILTERS)
slip_in_loops("bias_with_the_weights", "window * W[k]) + b[k]", "window * (W[k] + b[k]))",
              "The bias is added to the weights: add it to the sum of the products.", FILTERS)
slip_in_loops("bias_doubled", "b[k]", "2 * b[k]", "The bias is added twice.", FILTERS)
slip_in_loops("filter_always_first", "W[k])", "W[0])", "Every output channel comes from the first filter.", FILTERS)
slip_in_loops("filter_always_last", "W[k])", "W[-1])", "Every output channel comes from the last filter.", FILTERS)
slip_in_loops("filters_in_reverse_order", "W[k])", "W[-1 - k])", "The filters are in reverse order.", FILTERS)
slip_in_loops("filter_by_the_image", "W[k])", "W[n])",
              "The filter is indexed by the image: every image is processed by every filter.", FILTERS)
slip_in_loops("filters_summed", "window * W[k]", "window * W",
              "The outputs of all filters are summed: each filter makes its own output channel.", FILTERS)
slip_in_loops("filters_averaged", "window * W[k]", "window * W.mean(axis=0)",
              "The mean of all filters is used for every output channel: each filter makes its own.", FILTERS)
slip_in_loops("first_filter_only", "for k in range(F)", "for k in range(1)",
              "Only the first output channel is filled: every filter makes one.", FILTERS)
slip_in_loops("last_filter_left_zero", "for k in range(F)", "for k in range(F - 1)",
              "The last output channel was never written: the loop over the filters stops one too early.", FILTERS)
slip_in_loops("first_filter_left_zero", "for k in range(F)", "for k in range(1, F)",
              "The first output channel was never written: count filters from 0.", FILTERS)
slip_in_loops("filters_and_channels_exchanged", "W[k])", "W[:, k])",
              "The filter is picked along the second axis of W: the first axis is the filters, the second the "
              "channels.", FILTERS)
slip_in_loops("filters_and_channels_reshaped", "W[k])", "W.reshape(C, F, f_H, f_W)[:, k])",
              "The first two axes of W were swapped by a reshape, which keeps the memory layout and mixes filters and "
              "channels.", FILTERS)
slip_in_loops("F_and_C_exchanged", "F, C, f_H, f_W = W.shape", "C, F, f_H, f_W = W.shape",
              "The shape of W was unpacked with the channels first: it is filters, channels, height, width.", FILTERS)
slip_in_loops("filters_last_in_W", "F, C, f_H, f_W = W.shape", "f_H, f_W, C, F = W.shape",
              "The shape of W was unpacked with the filters last: it is filters, channels, height, width.", FILTERS)
slip_in_loops("filters_not_picked", "np.sum(window * W[k]) + b[k]",
              "np.squeeze(np.sum(window * W, axis=(1, 2, 3)) + b)",
              "All filters were used at one output, which leaves one number for each: pick the filter of this channel.",
              FILTERS)
slip_in_loops("filters_added_up_so_far", "H[n, k, h, w] =", "H[n, k, h, w] = (H[n, k - 1, h, w] if k else 0) +",
              "Each output channel also holds those before it: the total must start at zero for each filter.", FILTERS)
slip_in_loops("relu_inside", "    return H", "    H = np.maximum(H, 0)\n    return H",
              "Negative outputs are set to zero: that is the ReLU, a separate layer.", FILTERS)
slip_in_loops("sign_wrong", "    return H", "    H = -H\n    return H", "H has the wrong sign everywhere.", FILTERS)
slip_in_loops("products_sign_wrong", "= np.sum", "= -np.sum", "The sum of the products has the wrong sign.", FILTERS)
slip_in_loops("doubled", "    return H", "    H = 2 * H\n    return H", "H is twice what it should be.", FILTERS)
slip_in_loops("first_image_for_all", "padded[n, :", "padded[0, :", "Every output comes from the first image.", LOOPS)
slip_in_loops("last_image_for_all", "padded[n, :", "padded[-1, :", "Every output comes from the last image.", LOOPS)
slip_in_loops("images_in_reverse_order", "padded[n, :", "padded[-1 - n, :", "The images are in reverse order.", LOOPS)
slip_in_loops("images_summed", "padded[n, :", "padded[:, :",
              "The outputs of all images are summed: each has its own.", LOOPS)
slip_in_loops("images_averaged", "padded[n, :", "padded.mean(axis=0)[:",
              "All images were averaged first: each has its own output.", LOOPS)
slip_in_loops("first_image_only", "for n in range(N)", "for n in range(1)",
              "Only the first image has an output: every image of the batch needs one.", LOOPS)
slip_in_loops("last_image_left_zero", "for n in range(N)", "for n in range(N - 1)",
              "The output of the last image was never written: the loop over the images stops one too early.", LOOPS)
slip_in_loops("first_image_left_zero", "for n in range(N)", "for n in range(1, N)",
              "The output of the first image was never written: count images from 0.", LOOPS)
slip_in_loops("batch_dropped", "return H,", "return H[0],",
              "The image axis is missing in H: it must stay, even for one image.", LOOPS)
slip_in_loops("batch_summed", "return H,", "return H.sum(axis=0),",
              "The images were summed at the end: each has its own output.", LOOPS)
slip_in_loops("divided_by_the_batch", "    return H", "    H = H / N\n    return H",
              "H is divided by the number of images: an output belongs to only one image.", LOOPS)
slip_in_loops("total_over_images", "H[n, k, h, w] =", "H[n, k, h, w] = (H[n - 1, k, h, w] if n else 0) +",
              "Each image's output also holds those of the images before: the total must start at zero for each.",
              LOOPS)
slip_in_loops("images_and_channels_unpacked_exchanged", "N, C, n_H_prev, n_W_prev = X.shape",
              "C, N, n_H_prev, n_W_prev = X.shape",
              "The shape of X was unpacked with the channels first: it is images, channels, height, width.", LOOPS)
slip_in_loops("channels_last_in_X", "N, C, n_H_prev, n_W_prev = X.shape", "N, n_H_prev, n_W_prev, C = X.shape",
              "The shape of X was unpacked with the channels last: it is images, channels, height, width.", LOOPS)
slip_in_loops("channels_last_in_H", "return H,", "return H.transpose(0, 2, 3, 1),",
              "The filter axis comes last in H, but its axes are images, filters, height, width.", LOOPS)
slip_in_loops("images_and_filters_exchanged", "return H,", "return H.transpose(1, 0, 2, 3),",
              "The first two axes of H are swapped: images come first, then filters.", LOOPS)
slip_in_loops("rows_and_columns_exchanged", "return H,", "return H.transpose(0, 1, 3, 2),",
              "Rows and columns of H are swapped.", LOOPS)
slip_in_loops("H_flat", "return H,", "return H.reshape(N, F, -1),",
              "Rows and columns of H are still one axis: fold them back to height and width.", LOOPS)
slip_in_loops("height_and_width_reshaped", "return H,", "return H.reshape(N, F, n_W, n_H),",
              "Height and width were swapped when H was reshaped: the height comes first.", LOOPS)
slip_in_loops("H_rotated", "return H,", "return H[:, :, ::-1, ::-1],",
              "Each output channel is rotated by 180 degrees.", LOOPS)
slip_in_loops("H_upside_down", "return H,", "return H[:, :, ::-1],", "Each output channel is upside down.", LOOPS)
slip_in_loops("H_mirrored", "return H,", "return H[:, :, :, ::-1],",
              "Each output channel is mirrored left to right.", LOOPS)
slip_in_loops("size_without_plus_one", "n_W = (n_W_prev + 2 * pad - f_W) // stride + 1",
              "n_H, n_W = n_H - 1, (n_W_prev + 2 * pad - f_W) // stride",
              "The + 1 is missing in the size of H: the last row and the last column are lost.", LOOPS)
slip_in_loops("height_without_plus_one", "f_H) // stride + 1", "f_H) // stride",
              "The + 1 is missing in the height of H: its last row is lost.", LOOPS)
slip_in_loops("width_without_plus_one", "f_W) // stride + 1", "f_W) // stride",
              "The + 1 is missing in the width of H: its last column is lost.", LOOPS)
slip_in_loops("plus_one_inside", "    padded =",
              "    n_H, n_W = (n_H_prev + 2 * pad - f_H + 1) // stride, (n_W_prev + 2 * pad - f_W + 1) // stride\n"
              "    padded =",
              "In the size of H the 1 is added before the division by the stride: it counts the first position.",
              LOOPS)
slip_in_loops("plus_one_inside_the_height", "f_H) // stride + 1", "f_H + 1) // stride",
              "In the height of H the 1 is added before the division by the stride: it counts the first position.",
              LOOPS)
slip_in_loops("plus_one_inside_the_width", "f_W) // stride + 1", "f_W + 1) // stride",
              "In the width of H the 1 is added before the division by the stride: it counts the first position.",
              LOOPS)
slip_in_loops("size_rounded_up", "    padded =",
              "    n_H = -((f_H - n_H_prev - 2 * pad) // stride) + 1\n"
              "    n_W = -((f_W - n_W_prev - 2 * pad) // stride) + 1\n    padded =",
              "The size of H is rounded up: a last step that does not fit inside is not a position.", LOOPS)
slip_in_loops("size_rounded_up_and_left_zero", "    H = np.zeros((N, F, n_H, n_W))",
              "    H = np.zeros((N, F, -((f_H - n_H_prev - 2 * pad) // stride) + 1,\n"
              "                  -((f_W - n_W_prev - 2 * pad) // stride) + 1))",
              "H is too large where the stride does not divide: its size is rounded down.", LOOPS)
slip_in_loops("size_not_whole", "f_H) // stride + 1", "f_H) / stride + 1",
              "A size was computed with true division, which gives a float: a shape needs integers.", LOOPS)
slip_in_loops("height_used_for_width", "(n_W_prev + 2 * pad - f_W)", "(n_H_prev + 2 * pad - f_H)",
              "The width of H was computed from heights.", LOOPS)
slip_in_loops("width_used_for_height", "(n_H_prev + 2 * pad - f_H)", "(n_W_prev + 2 * pad - f_W)",
              "The height of H was computed from widths.", LOOPS)
slip_in_loops("input_height_used_for_width", "n_W_prev + 2", "n_H_prev + 2",
              "The width of H was computed from the height of X.", LOOPS)
slip_in_loops("filter_height_used_for_width", "- f_W)", "- f_H)",
              "The width of H was computed with the height of the filter.", LOOPS)
slip_in_loops("filter_width_used_for_height", "- f_H)", "- f_W)",
              "The height of H was computed with the width of the filter.", LOOPS)
slip_in_loops("square_filter", "F, C, f_H, f_W = W.shape", "F, C, f_H, _ = W.shape\n    f_W = f_H",
              "The filter's width was taken to be its height: it need not be square.", LOOPS)
slip_in_loops("square_window", "left:left + f_W", "left:left + f_H",
              "The window is as wide as the filter is high.", LOOPS)
slip_in_loops("stride_not_in_the_size", "    padded =",
              "    n_H, n_W = n_H_prev + 2 * pad - f_H + 1, n_W_prev + 2 * pad - f_W + 1\n    padded =",
              "The size of H is not divided by the stride as it should be, so the window runs off the input.", LOOPS)
slip_in_loops("pad_not_in_the_size", "    padded =",
              "    n_H, n_W = (n_H_prev - f_H) // stride + 1, (n_W_prev - f_W) // stride + 1\n    padded =",
              "The size of H does not take the padding into account.", LOOPS)
slip_in_loops("pad_once_in_the_size", "    padded =",
              "    n_H, n_W = (n_H_prev + pad - f_H) // stride + 1, (n_W_prev + pad - f_W) // stride + 1\n    padded =",
              "The padding is counted once in the size of H, but it is at both ends.", LOOPS)
slip_in_loops("shape_of_X", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H_prev, n_W_prev))",
              "H was created as high and wide as X; its size is the number of positions.", LOOPS)
slip_in_loops("channels_of_X_in_H", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, C, n_H, n_W))",
              "H was created with as many channels as X: it needs one for each filter.", LOOPS)
slip_in_loops("shape_of_H_exchanged", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_W, n_H))",
              "H was created with its width first: rows come first in a shape.", LOOPS)
slip_in_loops("stride_and_pad_ignored", "    N, C", "    stride, pad = 1, 0\n    N, C",
              "Stride and padding are both ignored.", LOOPS)
slip_in_loops("stride_ignored", "    N, C", "    stride = 1\n    N, C",
              "The stride is ignored: H is that of stride 1.", LOOPS)
slip_in_loops("stride_ignored_in_the_position", "h * stride, w * stride", "h, w",
              "H has the right size, but its windows move on by 1: the stride is missing in their position.", LOOPS)
slip_in_loops("stride_ignored_in_the_row", "h * stride, w", "h, w",
              "The stride is missing in the row of the window.", LOOPS)
slip_in_loops("stride_ignored_in_the_column", "h * stride, w * stride", "h * stride, w",
              "The stride is missing in the column of the window.", LOOPS)
slip_in_loops("stride_twice", "h * stride, w * stride", "h * stride * stride, w * stride * stride",
              "The window runs off the input or shrinks: the stride must appear exactly once in its start, and in its "
              "end.", LOOPS)
slip_in_loops("stride_added", "h * stride, w * stride", "h + stride, w + stride",
              "The stride is added to the position instead of multiplying it.", LOOPS)
slip_in_loops("steps_by_the_filter", "h * stride, w * stride", "h * f_H, w * f_W",
              "The window jumps by its own length at each step: it moves by the stride.", LOOPS)
slip_in_loops("loops_step_by_the_stride", "for h in range(n_H):\n                for w in range(n_W):\n"
              "                    top, left = h * stride, w * stride",
              "for h in range(0, n_H, stride):\n                for w in range(0, n_W, stride):\n"
              "                    top, left = h, w",
              "The loops over H step by the stride, so outputs between are never written: it is the window that steps.",
              LOOPS)
slip_in_loops("loops_over_the_starts", "range(n_H):\n                for w in range(n_W)",
              "range(0, n_H_prev - f_H + 1, stride):\n                for w in range(0, n_W_prev - f_W + 1, stride)",
              "The loops run over the starts of windows in X, but their indices are used as positions in H.", LOOPS)
slip_in_loops("window_with_gaps", "top:top + f_H, left:left + f_W",
              "top:top + f_H * stride:stride, left:left + f_W * stride:stride",
              "The window skips pixels: the stride is between windows, not between the pixels of one.", LOOPS)
slip_in_loops("loops_over_the_starts_of_rows", "for h in range(n_H)", "for h in range(0, n_H_prev - f_H + 1, stride)",
              "The loop runs over the rows in X where windows start, but its indices are used as rows of H.", LOOPS)
slip_in_loops("window_with_gaps_side_by_side", "top:top + f_H, left:left + f_W",
              "h:h + f_H * stride:stride, w:w + f_W * stride:stride",
              "The stride is inside the window, between its pixels: it must be between windows.", LOOPS)
slip_in_loops("stored_at_the_input", "H[n, k, h, w] =", "H[n, k, top, left] =",
              "Each output is stored at the window's position in the input, but it has its own row and column in "
              "H.", LOOPS)
slip_in_loops("pad_ignored", "    N, C", "    pad = 0\n    N, C", "The padding is ignored.", LOOPS)
slip_in_loops("pad_only_in_the_size", "padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "padded = X",
              "H has the size with padding, but the windows are cut from X without it.", LOOPS)
slip_in_loops("pad_top_left", "(pad, pad), (pad, pad)", "(2 * pad, 0), (2 * pad, 0)",
              "There are too many zeros above and to the left of X, so every window is too far up and to the "
              "left.", LOOPS)
slip_in_loops("pad_bottom_right", "(pad, pad), (pad, pad)", "(0, 2 * pad), (0, 2 * pad)",
              "All the padding is below and to the right: half of it belongs above and to the left.", LOOPS)
slip_in_loops("pad_rows_only", "(pad, pad), (pad, pad)", "(pad, pad), (0, 0)",
              "Only rows were padded: zeros belong on the left and right too.", LOOPS)
slip_in_loops("pad_columns_only", "(pad, pad), (pad, pad)", "(0, 0), (pad, pad)",
              "Only columns were padded: zeros belong above and below too.", LOOPS)
slip_in_loops("pad_on_all_axes", "np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))", "np.pad(X, pad)",
              "All four axes were padded, but only rows and columns get zeros.", LOOPS)
slip_in_loops("pad_on_the_first_axes", "(0, 0), (0, 0), (pad, pad), (pad, pad)",
              "(pad, pad), (pad, pad), (0, 0), (0, 0)",
              "The padding is on the axes of images and channels: it belongs on rows and columns.", LOOPS)
slip_in_loops("pad_with_edge", "(pad, pad)))", "(pad, pad)), mode='edge')",
              "X is surrounded by copies of its edge instead of zeros.", LOOPS)
slip_in_loops("pad_with_mirror", "(pad, pad)))", "(pad, pad)), mode='symmetric')",
              "X is surrounded by its mirror image instead of zeros.", LOOPS)
slip_in_loops("pad_with_reflection", "(pad, pad)))", "(pad, pad)), mode='reflect')",
              "X is surrounded by its reflection instead of zeros.", LOOPS)
slip_in_loops("pad_around", "(pad, pad)))", "(pad, pad)), mode='wrap')",
              "X wraps around at its edges instead of being padded with zeros (so does a Fourier transform without "
              "padding).", LOOPS)
slip_in_loops("pad_with_ones", "(pad, pad)))", "(pad, pad)), constant_values=1)",
              "X is surrounded by ones instead of zeros.", LOOPS)
slip_in_loops("pad_of_one", "    N, C", "    pad = 1\n    N, C",
              "X is padded by one, or by half of the filter, whatever pad is.", LOOPS)
slip_in_loops("last_row_left_zero", "for h in range(n_H)", "for h in range(n_H - 1)",
              "The last row of H was never written: the loop stops one too early.", LOOPS)
slip_in_loops("last_column_left_zero", "for w in range(n_W)", "for w in range(n_W - 1)",
              "The last column of H was never written: the loop stops one too early.", LOOPS)
slip_in_loops("first_row_left_zero", "for h in range(n_H)", "for h in range(1, n_H)",
              "The first row of H was never written: count from 0.", LOOPS)
slip_in_loops("loops_over_the_input", "range(n_H):\n                for w in range(n_W)",
              "range(n_H_prev):\n                for w in range(n_W_prev)",
              "The loops run over every pixel of X: they must run over the positions of H.", LOOPS)
slip_in_loops("loops_over_the_filter", "range(n_H):\n                for w in range(n_W)",
              "range(f_H):\n                for w in range(f_W)",
              "The loops run over the filter's size: they must run over the positions of H.", LOOPS)
slip_in_loops("loop_ranges_exchanged", "range(n_H):\n                for w in range(n_W)",
              "range(n_W):\n                for w in range(n_H)",
              "The row runs over the width and the column over the height.", LOOPS)
slip_in_loops("indices_of_H_exchanged", "H[n, k, h, w]", "H[n, k, w, h]",
              "Each output is stored at column, row instead of row, column.", LOOPS)
slip_in_loops("image_and_filter_of_H_exchanged", "H[n, k, h, w]", "H[k, n, h, w]",
              "Each output is stored at filter, image instead of image, filter.", LOOPS)
slip_in_loops("window_always_first", "h * stride, w * stride", "0, 0",
              "The window never moves: every output is that of the first position.", LOOPS)
slip_in_loops("window_moves_down_only", "h * stride, w * stride", "h * stride, 0",
              "The window moves down but never to the right.", LOOPS)
slip_in_loops("window_moves_right_only", "h * stride, w * stride", "0, w * stride",
              "The window moves to the right but never down.", LOOPS)
slip_in_loops("offsets_exchanged", "top, left =", "left, top =",
              "The window is cut out at column, row instead of row, column.", LOOPS)
slip_in_loops("window_end_fixed", "top:top + f_H, left:left + f_W", "top:f_H, left:f_W",
              "The end of the window stays where it was: it must move with the start, or the window shrinks.", LOOPS)
slip_in_loops("returns_in_the_innermost_loop", "    return H", "                    return H",
              "Only the first output is filled: the return is inside the innermost loop.", LOOPS)
slip_in_loops("returns_after_the_first_row", "    return H", "                return H",
              "Only the first row is filled: the return is inside the loop over the rows.", LOOPS)
slip_in_loops("returns_after_the_first_filter", "    return H", "            return H",
              "Only the first filter of the first image is computed: the return is inside the loop over the filters.",
              LOOPS)
slip_in_loops("one_number_for_each_map", "H[n, k, h, w] =", "H[n, k] =",
              "Each output channel is one number everywhere: every position replaced all of it.", LOOPS)
slip_in_loops("one_number_for_each_image", "H[n, k, h, w] =", "H[n] =",
              "Each image's output is one number everywhere: every position replaced all of it.", LOOPS)
slip_in_loops("last_number_only", "H[n, k, h, w] =", "H =",
              "H is only the number of the last position: each number replaced the one before.", LOOPS)
slip_in_loops("zeros", "np.sum(window * W[k]) + b[k]", "0", STILL_ZERO, LOOPS)
slip_in_loops("cut_to_whole_numbers", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=int)",
              "H holds integers: the digits after the decimal point are cut off as they are stored.", LOOPS)
slip_in_loops("type_of_X", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=X.dtype)",
              "H takes the dtype of X: when X holds integers, the digits after the decimal point are cut off.",
              LOOPS)
slip_in_loops("type_of_W", "H = np.zeros((N, F, n_H, n_W))", "H = np.zeros((N, F, n_H, n_W), dtype=W.dtype)",
              "H takes the dtype of W: when W holds integers, the digits after the decimal point are cut off.",
              LOOPS)
slip_in_loops("input_cut_to_whole_numbers", "    N, C", "    X = X.astype(int)\n    N, C",
              "X was first converted to integers.", LOOPS)
slip_in_loops("input_scaled", "    N, C", "    X = X / 255\n    N, C",
              "X was divided by 255 inside the layer: the layer takes its input as it is.", LOOPS)
slip_in_loops("input_centred", "    N, C", "    X = X - X.mean()\n    N, C",
              "The mean of X was subtracted inside the layer: the layer takes its input as it is.", LOOPS)
slip_in_loops("changes_the_padded_window", "H[n, k, h, w] = np.sum(window * W[k]) + b[k]",
              "window[...] = window * W[k]\n                    H[n, k, h, w] = np.sum(window) + b[k]",
              "The products were written into the window, and a slice is a view: the next window sees changed pixels.",
              LOOPS)
slip_in_loops("changes_W", "H[n, k, h, w] = np.sum(window * W[k]) + b[k]",
              "W[k] = window * W[k]\n                    H[n, k, h, w] = np.sum(W[k]) + b[k]",
              "The products were written into W itself: the next window is multiplied by changed weights.", LOOPS)
slip_in_loops("leaves_X_changed", "    return H", "    X[...] = 0\n    return H",
              "H is right, but an input was modified.", LOOPS)
slip_in_loops("filters_rotated_in_place", "    N, C", "    W[...] = W[:, :, ::-1, ::-1].copy()\n    N, C",
              "The filters were rotated in place: the outputs are those of true convolution, and W is changed.", LOOPS)
slip_in_loops("calls_X", "padded[n, :, top:top + f_H, left:left + f_W]", "padded(n, top, left)",
              "An array was called like a function: round brackets call, square brackets index.", LOOPS)
slip_in_loops("channel_axis_forgotten", "padded[n, :, top", "padded[n, top",
              "The window was sliced without an index for the channels, so channels were sliced like rows and rows "
              "like columns.", LOOPS)
slip_in_loops("steps_over_H_itself", "for h in range(n_H)", "for h in H",
              "The loop runs over H, which holds arrays: it needs the row indices.", LOOPS)
slip_in_loops("steps_over_a_number", "for n in range(N)", "for n in N",
              "The loop runs over a single number: it needs the range up to it.", LOOPS)
slip_in_loops("sizes_named_H_and_W", "    N, C, n_H_prev, n_W_prev = X.shape\n",
              "    N, C, H, W = X.shape\n    n_H_prev, n_W_prev = H, W\n",
              "The width of X was stored under the name W before the filters were read, so they are lost.", LOOPS)
slip_in_loops("sizes_named_H_and_W_late", "    n_H = (n_H", "    N, C, H, W = X.shape\n    n_H = (n_H",
              "The name W was given to a number (a width, or a column), so the filters are lost.",
              LOOPS)
slip_in_loops("H_is_a_size", "    for n in range(N)", "    H = n_H\n    for n in range(N)",
              "The name H was given to a size, so there is no array to store the outputs in.", LOOPS)
slip_in_loops("shape_in_many_arguments", "np.zeros((N, F, n_H, n_W))", "np.zeros(N, F, n_H, n_W)",
              "The shape of H was given as several arguments: it must be one tuple.", LOOPS)
slip_in_loops("returns_no_cache", "return H, (X, W, b, stride, pad)", "return H",
              "The cache is missing: the backward pass will need the inputs of the forward pass.", LOOPS)
slip_in_loops("returns_the_cache_apart", "return H, (X, W, b, stride, pad)", "return H, X, W, b, stride, pad",
              "The cache must be one object: its contents are returned separately, not as one tuple.", LOOPS)
slip_in_loops("cache_is_None", "return H, (X, W, b, stride, pad)", "return H, None",
              "The cache is None: the backward pass will need the inputs of the forward pass.", LOOPS)
slip_in_loops("cache_padded", "return H, (X, W, b, stride, pad)", "return H, (padded, W, b, stride, pad)",
              "The cache holds something else in the place of X, such as the padded input: it must "
              "hold X as it came in.", LOOPS)
slip_in_loops("cache_first", "return H, (X, W, b, stride, pad)", "return (X, W, b, stride, pad), H",
              "The order is wrong: H comes first, then the cache.", LOOPS)
slip_in_loops("returns_None", "return H, (X, W, b, stride, pad)", "print(H)", FORGOT_RETURN, LOOPS)


@MISTAKES.version(says="Outputs of an earlier call are still in H: it must be created anew in each call.", reread=LOOPS)
def state_kept(X, W, b, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    total = kept.setdefault((X.shape, W.shape, stride, pad), np.zeros(H.shape))
    total += H
    return total.copy(), (X, W, b, stride, pad)


@MISTAKES.version(says="What was computed from the first input with this shape is used for all later "
                       "ones.", reread=LOOPS)
def padded_input_kept(X, W, b, stride=1, pad=0, kept={}):
    padded = kept.setdefault((X.shape, W.shape, stride, pad), np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)


@MISTAKES.version(says="The output of the first call with these shapes was kept and is returned again.", reread=LOOPS)
def first_output_returned_again(X, W, b, stride=1, pad=0, kept={}):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    H = np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None]
    return kept.setdefault((X.shape, W.shape, stride, pad), H), (X, W, b, stride, pad)


@MISTAKES.version(
    says="The padding replaces the edge of X instead of surrounding it: X keeps its size and loses pixels.",
    reread=LOOPS,
)
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


slip_in_taps = MISTAKES.slips(by_taps)
slip_in_taps("bias_along_the_width", "b[:, None, None]", "b",
             "The bias was added along the width of H, but it belongs to the filter axis.", FILTERS)
slip_in_taps("bias_along_the_height", "b[:, None, None]", "b[:, None]",
             "The bias was added along the height of H, but it belongs to the filter axis.", FILTERS)
slip_in_taps("bias_along_the_images", "b[:, None, None]", "b[:, None, None, None]",
             "The bias was added along the image axis, but it belongs to the filter axis.", FILTERS)
slip_in_taps("tap_ends_without_stride", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
             "u:u + n_H:stride, v:v + n_W:stride",
             "The slice of one weight ends too early: it must be as many strides long as there are outputs.", LOOPS)
slip_in_taps("tap_ends_fixed", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
             "u:n_H * stride:stride, v:n_W * stride:stride",
             "The end of the slice of one weight stays where it was: it must move with the start.", LOOPS)
slip_in_taps("tap_never_ends", "u:u + n_H * stride:stride, v:v + n_W * stride:stride", "u::stride, v::stride",
             "The slice of one weight runs to the end of the input, past the last output.", LOOPS)
slip_in_taps("weights_step_by_the_stride", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
             "u * stride:u * stride + n_H, v * stride:v * stride + n_W",
             "The stride is between the weights of the filter instead of between the outputs.", LOOPS)
slip_in_taps("tap_offset_missing", "u:u + n_H * stride:stride, v:v + n_W * stride:stride",
             ":n_H * stride:stride, :n_W * stride:stride",
             "Every weight multiplies the first pixel of the window: each has its own offset in it.", CHANNELS)
slip_in_taps("einsum_keeps_no_channel", "'nchw,kc->nkhw', met, W[:, :, u, v]", "'nchw,ck->nkhw', met, W[:, :, u, v]",
             "The letters for filter and channel are swapped for W: its first axis is the filters.", FILTERS)


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


slip_in_columns = MISTAKES.slips(unfolded)
slip_in_columns("cols_channels_last", "cols = cols.reshape", "cols = cols.transpose(0, 2, 3, 1, 4, 5).reshape",
                "The rows of the columns have the channels last, but each filter is written out with its channels "
                "first.", CHANNELS_UNFOLDED)
slip_in_columns("weights_channels_last", "W.reshape(F, -1)", "W.transpose(0, 2, 3, 1).reshape(F, -1)",
                "Each filter is written out with its channels last, but the columns have them first.",
                CHANNELS_UNFOLDED)
slip_in_columns("weights_by_columns", "W.reshape(F, -1)", "W.transpose(0, 1, 3, 2).reshape(F, -1)",
                "Each filter is written out column by column, but the columns hold the windows row by row.",
                CHANNELS_UNFOLDED)
slip_in_columns("cols_by_columns", "cols = cols.reshape", "cols = cols.transpose(0, 1, 3, 2, 4, 5).reshape",
                "The columns hold the windows column by column, but each filter is written out row by row.",
                CHANNELS_UNFOLDED)
slip_in_columns("weights_reversed", "W.reshape(F, -1)", "W.ravel(order='F').reshape(F, -1)",
                "The weights were written out column by column and cut into rows, which mixes the filters.",
                CHANNELS_UNFOLDED)
slip_in_columns("weights_reshaped_for_transposed", "W.reshape(F, -1) @ cols", "W.reshape(-1, F).T @ cols",
                "The weights were reshaped to one column for each filter: reshaping keeps the memory layout, so it "
                "mixes the filters.", CHANNELS_UNFOLDED)
slip_in_columns("windows_reshaped_for_transposed", "cols = cols.reshape",
                "cols = cols.transpose(0, 1, 4, 5, 2, 3).reshape",
                "The axes of the windows were not moved before the reshape, so each column mixes several windows.",
                CHANNELS_UNFOLDED)
slip_in_columns("outputs_by_columns", "cols = cols.reshape", "cols = cols.transpose(0, 1, 2, 3, 5, 4).reshape",
                "The windows were taken column by column, but the outputs are folded row by row.", CHANNELS_UNFOLDED)
slip_in_columns("reshaped_for_transposed", "H.reshape(N, F, n_H, n_W)",
                "H.transpose(1, 0, 2).reshape(F, -1).reshape(N, F, n_H, n_W)",
                "The product of all images has the filters first, and a reshape does not swap axes: images and "
                "filters are mixed.", LOOPS_UNFOLDED)
slip_in_columns("positions_first_reshaped", "H.reshape(N, F, n_H, n_W)", "H.transpose(0, 2, 1).reshape(N, F, n_H, n_W)",
                "The product has the positions before the filters, and a reshape does not swap axes.",
                LOOPS_UNFOLDED)
slip_in_columns("images_last_reshaped", "H.reshape(N, F, n_H, n_W)", "H.transpose(1, 2, 0).reshape(N, F, n_H, n_W)",
                "The product has the images last, and a reshape does not move axes.", LOOPS_UNFOLDED)
slip_in_columns("images_last_read_as_first", "H.reshape(N, F, n_H, n_W)",
                "H.transpose(1, 2, 0).reshape(F, N, n_H, n_W).transpose(1, 0, 2, 3)",
                "In the columns, the images vary fastest, but the product was folded as if they varied slowest.",
                LOOPS_UNFOLDED)
slip_in_columns("images_first_read_as_last", "H.reshape(N, F, n_H, n_W)",
                "H.transpose(1, 0, 2).reshape(F, n_H, n_W, N).transpose(3, 0, 1, 2)",
                "In the columns, the images vary slowest, but the product was folded as if they varied fastest.",
                LOOPS_UNFOLDED)
slip_in_columns("bias_along_the_positions", "b[:, None]", "b",
                "The bias was added along the positions, but it belongs to the filter axis.", FILTERS_UNFOLDED)


@MISTAKES.version(
    says="The windows are read as if X were contiguous in memory: for a view, the wrong numbers are read.",
    reread=LOOPS,
)
def strides_guessed(X, W, b, stride=1, pad=0):
    padded = np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else X
    N, C, rows, columns = padded.shape
    n_H, n_W = (rows - W.shape[2]) // stride + 1, (columns - W.shape[3]) // stride + 1
    row = columns * X.itemsize
    windows = as_strided(padded, (N, C, n_H, n_W, *W.shape[2:]),
                         (C * rows * row, rows * row, stride * row, stride * X.itemsize, row, X.itemsize))
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)


@MISTAKES.version(
    says="The channel changes from row to row of the columns, but in a filter all weights of one channel come first.",
    reread=CHANNELS,
)
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


@MISTAKES.version(
    says="Each image was correlated with the mean of its channels: they are added with their own weights, not "
         "averaged.",
    reread=CHANNELS,
)
def grey_image(X, W, b, stride=1, pad=0):
    grey = np.broadcast_to(X.mean(axis=1, keepdims=True), X.shape)
    padded = np.pad(grey, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwuv,kcuv->nkhw", windows, W) + b[:, None, None], (X, W, b, stride, pad)
