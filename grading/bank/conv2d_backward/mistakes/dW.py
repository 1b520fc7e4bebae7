"""Wrong versions of conv2d_backward in which only dW is wrong."""

from grading.bank.conv2d_backward.mistakes.bases import WINDOW, stamps
from grading.bank.version import Mistakes

MISTAKES = Mistakes("conv2d_backward")
WHO_USED = "lesson 05, section 4"
BACK = "lesson 05, section 5"

slip = MISTAKES.slips(stamps)


def window(name, wrong, says, reread=BACK):
    """Register a slip in the line that adds to dW."""
    slip(name, WINDOW, wrong, says, reread)


# Only dW: which pixels, and from where.
for name, wrong, says, reread in [
    ("dW_first_image_of_X", "padded[0, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when the first image is used for all: each image's dH multiplies its own pixels.", WHO_USED),
    ("dW_last_image_of_X", "padded[-1, :, top:top + f_H, left:left + f_W]",
     "dW is what you get when the last image is used for all: each image's dH multiplies its own pixels.", WHO_USED),
    ("dW_images_averaged", "padded.mean(axis=0)[:, top:top + f_H, left:left + f_W]",
     "dW is what you get when the images are averaged first: each image's dH multiplies its own pixels.", WHO_USED),
    ("dW_channels_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum(axis=0)",
     "dW is what you get when the channels of X are summed: each weight multiplied one channel.", WHO_USED),
    ("dW_channels_averaged", "padded[n, :, top:top + f_H, left:left + f_W].mean(axis=0)",
     "dW is what you get when the channels of X are averaged: each weight multiplied one channel.", WHO_USED),
    ("dW_first_channel_for_all", "padded[n, 0, top:top + f_H, left:left + f_W]",
     "dW is what you get when the first channel of X is used for all: each weight multiplied its own "
     "channel.", WHO_USED),
    ("dW_last_channel_for_all", "padded[n, -1, top:top + f_H, left:left + f_W]",
     "dW is what you get when the last channel of X is used for all: each weight multiplied its own "
     "channel.", WHO_USED),
    ("dW_channels_reversed", "padded[n, ::-1, top:top + f_H, left:left + f_W]",
     "dW is what you get when the channels of X are in reverse order.", WHO_USED),
    ("dW_window_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum()",
     "Every entry of a filter's dW is the same: the windows were summed, but each weight multiplied its own "
     "pixels.", BACK),
    ("dW_window_averaged", "padded[n, :, top:top + f_H, left:left + f_W].mean()",
     "Every entry of a filter's dW is the same: the windows were averaged, but each weight multiplied its own "
     "pixels.", BACK),
    ("dW_windows_of_channels_summed", "padded[n, :, top:top + f_H, left:left + f_W].sum(axis=(1, 2), keepdims=True)",
     "All weights of a channel have the same dW: the windows were summed, but each weight multiplied its own "
     "pixel.", BACK),
    ("dW_inputs_forgotten", "1",
     "Every entry of a filter's dW is the sum of its dH: that is the bias's gradient; a weight also multiplied a "
     "pixel.",
     BACK),
    ("dW_W_for_X", "W[k]",
     "dW is what you get when the weights are used instead of the pixels: the derivative with respect to a weight is "
     "its pixel.",
     BACK),
    ("dW_dX_for_X", "dpadded[n, :, top:top + f_H, left:left + f_W]",
     "dW was computed from dX instead of X.", BACK),
    ("dW_stride_ignored", "padded[n, :, h:h + f_H, w:w + f_W]",
     "dW is what you get when the windows move on by 1: the stride is missing in their position.", BACK),
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
     "All weights of a channel have the same dW: each multiplied its own pixel of the window, not the first.", BACK),
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
       "dW is what you get when windows that extend over the edge are left out: their part inside X counts too.")
window("dW_overwritten", WINDOW.replace("+=", "="),
       "dW holds only the last contribution to each filter: each replaced the one before, but they must be added.")
window("dW_in_the_first_filter", WINDOW.replace("dW[k]", "dW[0]"),
       "dW has everything in the first filter, but an output's gradient goes to its own filter.", WHO_USED)
window("dW_first_channel_only", "dW[k, 0] += padded[n, 0, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled only in the first channel of each filter.", WHO_USED)
window("dW_last_channel_only", "dW[k, -1] += padded[n, -1, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled only in the last channel of each filter.", WHO_USED)
window("dW_last_channel_lost", "dW[k, :-1] += padded[n, :-1, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "The last channel of dW was never written: the loop stops one too early.", WHO_USED)
window("dW_depthwise", "dW[k, k % C] += padded[n, k % C, top:top + f_H, left:left + f_W] * dH[n, k, h, w]",
       "dW is filled only in one channel of each filter, but a filter uses all channels.", WHO_USED)
window("dW_last_row_left_zero", WINDOW.replace("dW[k]", "dW[k, :, :-1]").replace("+ f_H", "+ f_H - 1"),
       "The last row of each filter's dW was never written: the loop stops one too early.")
window("dW_last_column_left_zero", WINDOW.replace("dW[k]", "dW[k, :, :, :-1]").replace("+ f_W", "+ f_W - 1"),
       "The last column of each filter's dW was never written: the loop stops one too early.")
window("dW_zero", "pass", "dW is zero everywhere: nothing was ever written into it.")
for name, wrong, says in [
    ("dW_rotated", "dW[:, :, ::-1, ::-1]", "dW is right, but rotated by 180 degrees: it must not be rotated."),
    ("dW_upside_down", "dW[:, :, ::-1]", "dW is right, but upside down."),
    ("dW_mirrored", "dW[:, :, :, ::-1]", "dW is right, but mirrored left to right."),
    ("dW_rows_and_columns_exchanged", "dW.transpose(0, 1, 3, 2)", "dW is right, but rows and columns are swapped."),
    ("dW_filters_and_channels_exchanged", "dW.transpose(1, 0, 2, 3)",
     "dW is right, but channels come before filters: it must have the shape of W."),
    ("dW_filters_and_channels_reshaped", "dW.transpose(1, 0, 2, 3).reshape(W.shape)",
     "dW has channels and filters mixed up: a reshape does not swap axes."),
    ("dW_channels_last", "dW.transpose(0, 2, 3, 1)", "dW is right, but its channels come last."),
    ("dW_channels_last_reshaped", "dW.transpose(0, 2, 3, 1).reshape(W.shape)",
     "dW was computed with its channels last and folded as if they came first."),
    ("dW_by_columns", "dW.transpose(0, 1, 3, 2).reshape(W.shape)",
     "dW was computed column by column and folded row by row."),
    ("dW_reshaped_for_transposed", "dW.reshape(F, -1).T.reshape(W.shape)",
     "dW was computed with one column for each filter, and a reshape does not swap axes: transpose it first."),
    ("dW_flat", "dW.reshape(F, -1)", "dW is right, but each filter is one row: it must have the shape of W."),
    ("dW_is_one_number", "dW.sum()", "dW was summed to one number: each weight has its own gradient."),
    ("dW_channels_added_up", "dW.sum(axis=1)", "dW was summed over the channels: it must have the shape of W."),
    ("dW_filters_added_up", "dW.sum(axis=0)", "dW was summed over the filters: it must have the shape of W."),
    ("dW_products", "dW * W", "dW is multiplied by W once too often."),
    ("dW_starts_from_W", "dW + W", "W itself is still in dW: start with zeros."),
    ("dW_starts_from_ones", "dW + 1", "dW is too large by one everywhere: start with zeros."),
    ("dW_is_updated_filter", "W - dW",
     "These are the filters after a gradient step: return the gradient itself."),
    ("dW_divided_by_the_weights", "dW / (f_H * f_W)", "dW is divided by the number of weights of a channel."),
    ("dW_negative_entries_lost", "np.maximum(dW, 0)", "dW has zeros where it should be negative."),
    ("dW_cut_to_whole_numbers", "dW.astype(int)", "dW holds integers: the digits after the decimal point are cut off."),
    ("dW_type_of_W", "dW.astype(W.dtype)",
     "dW takes the dtype of W: when W holds integers, the digits after the decimal point are cut off."),
    ("dW_type_of_X", "dW.astype(X.dtype)",
     "dW takes the dtype of X: when X holds integers, the digits after the decimal point are cut off."),
    ("dW_is_dH", "dH", "This is dH itself in place of dW: the gradient must go back through the layer."),
    ("dW_is_W", "W", "This is W itself in place of dW."),
    ("dW_is_None", "None", "None is returned in place of dW."),
]:
    slip(name, "return dX, dW,", f"return dX, {wrong},", says, BACK)
slip("dW_refuses_fractions", "dW = np.zeros(W.shape)", "dW = np.zeros_like(W)",
     "dW takes the dtype of W: when W holds integers, NumPy refuses to add fractions to it.", BACK)
